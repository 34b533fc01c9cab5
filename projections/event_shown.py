"""An event as it is shown on `/live` and in the log for auditors: the JSON of INTERFACE ("WebSockets").

Every field of the event is there, also where nothing was recorded.
Persons who wrote are named only where a purpose was stated (DOMAIN, "Records and privacy").
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct, structs

from domain.recorded import Recorded
from domain.visibility import PERSONS

Person = Callable[[str], str | None]
"""What a person is shown as, by opaque id."""


def nobody(_id: str) -> None:
    """Name no person."""


class EventShown(Struct, frozen=True):
    """One event of the log; `at`: when it happened."""

    position: int
    stream: str
    type: str
    at: datetime
    data: dict[str, object]


def show(recorded: Recorded, *, canonical: bool = True, person: Person = nobody) -> EventShown:
    """An event for those who may see it. `canonical`: with the bytes of an edition."""
    data = fields_of(recorded.event, person)
    if not canonical and "canonical" in data:
        data["canonical"] = None
    return EventShown(
        recorded.position, recorded.stream, type(recorded.event).__name__, recorded.meta.happened_at, data
    )


def fields_of(struct: Struct, person: Person) -> dict[str, object]:
    """The fields of an event, those that name authors as `person` shows them."""
    return {
        each.name: _plain(getattr(struct, each.name), person if each.name in PERSONS else None, person)
        for each in structs.fields(struct)
    }


def _plain(value: object, names: Person | None, person: Person) -> object:
    """A value without tags and with every field."""
    if isinstance(value, Struct):
        return fields_of(value, person)
    if isinstance(value, Mapping):
        return {key: _plain(each, None, person) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each, None, person) for each in value]
    return names(value) if names is not None and isinstance(value, str) else value
