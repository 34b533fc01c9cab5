"""An event as it is shown on `/live`: the JSON of INTERFACE ("WebSockets").

Every field of the event is there, also where nothing was recorded; persons who wrote are not named
(DOMAIN, "Records and privacy").
"""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, structs

from domain.recorded import Recorded

PERSONS = frozenset({"actor", "proposer"})
"""Fields that say who wrote something."""


class EventShown(Struct, frozen=True):
    """One event of the log; `at`: when it happened."""

    position: int
    stream: str
    type: str
    at: datetime
    data: dict[str, object]


def show(recorded: Recorded, *, canonical: bool = True) -> EventShown:
    """An event for those who may see it. `canonical`: with the bytes of an edition."""
    data = _fields(recorded.event)
    if not canonical and "canonical" in data:
        data["canonical"] = None
    return EventShown(
        recorded.position, recorded.stream, type(recorded.event).__name__, recorded.meta.happened_at, data
    )


def _fields(struct: Struct) -> dict[str, object]:
    return {
        each.name: None if each.name in PERSONS else _plain(getattr(struct, each.name))
        for each in structs.fields(struct)
    }


def _plain(value: object) -> object:
    """A value without tags, with every field, and without the names of authors."""
    if isinstance(value, Struct):
        return _fields(value)
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value
