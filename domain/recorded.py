"""What surrounds an event in the log: who, in whose place, by which command, and the two times.

An event itself says only what changed.
Two times are kept (rule 14): `happened_at` comes with the command, `recorded_at` is set when it is appended.
Facts never lead back to themselves, so Python need not look for circles among them (`gc=False`).
"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from msgspec import Struct


class Event(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A fact in the life of one stream.

    Subclasses carry a tag `aggregate.fact.version`; a change of shape gets a new version and an upcaster.
    """

    ABOUT: ClassVar[str | None] = None
    """Name of the field that holds the id of what the event is about; None: the stream itself."""

    BUILDS_ON: ClassVar[str | None] = None
    """Name of the field by whose value the event goes on from earlier ones that have it; None: from none."""


class Meta(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Who did it, and when it happened.

    `actor` and `acting_for` are opaque ids of persons; a deputy's event names both (rule 15).
    `happened_at` is an aware UTC time, exact to the microsecond.
    """

    actor: str
    command: UUID
    happened_at: datetime
    acting_for: str | None = None


class Recorded(Struct, frozen=True, gc=False):
    """An event as the log holds it.

    `position` counts the whole log from 1, `version` counts its stream from 1.
    `recorded_at` never decreases along the log.
    """

    position: int
    stream: str
    version: int
    recorded_at: datetime
    meta: Meta
    event: Event

    @property
    def subject(self) -> str:
        """The id of what the event is about: the consultation that was added, or the stream's own id."""
        about = self.event.ABOUT
        return str(getattr(self.event, about)) if about else self.stream.rpartition("/")[2]
