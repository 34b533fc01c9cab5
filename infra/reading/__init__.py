"""Reading for a person: rights, moments of the past, and what is left out for whom.

HTTP, the live sockets and the command line all read through this.
"""

from infra.reading.access_log import AccessLog, AccessShown
from infra.reading.minutes import BadPart, Minutes, Read
from infra.reading.moments import BadAsOf, BadBasis, BasisNeedsTime, BeyondHead, Moment
from infra.reading.papers import EditionDetail, Papers, TextShown, VorlageListed
from infra.reading.reading import Reading
from infra.reading.seen import Seen
from infra.reading.sittings import SessionListed, Sittings

__all__ = [
    "AccessLog",
    "AccessShown",
    "BadAsOf",
    "BadBasis",
    "BadPart",
    "BasisNeedsTime",
    "BeyondHead",
    "EditionDetail",
    "Minutes",
    "Moment",
    "Papers",
    "Read",
    "Reading",
    "Seen",
    "SessionListed",
    "Sittings",
    "TextShown",
    "VorlageListed",
]
