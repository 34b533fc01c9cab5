"""One way in: commands become events."""

from infra.handling.answers import Answer, Appended
from infra.handling.attempt import TimeWithoutZone
from infra.handling.etags import BadETag, StaleVersion, etag
from infra.handling.handling import Contended, Handling

__all__ = [
    "Answer",
    "Appended",
    "BadETag",
    "Contended",
    "Handling",
    "StaleVersion",
    "TimeWithoutZone",
    "etag",
]
