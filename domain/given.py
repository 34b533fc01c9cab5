"""What a decision is handed besides the state: who, when, and where new ids come from.

Nothing here is read from a clock or drawn by chance: a decision repeated gives the same events.
"""

import datetime as dt
from uuid import UUID, uuid5

from msgspec import Struct

from domain.organisation.state import Standing
from domain.recorded import Meta


class Given(Struct, frozen=True, kw_only=True, gc=False):
    """The circumstances of one command.

    `at`: aware UTC time of the deed; `day`: that day in the county's own time zone.
    `entropy`: 32 random bytes drawn at the edge. `standing`: what the person was entitled to at that time.
    """

    actor: str
    command: UUID
    at: dt.datetime
    day: dt.date
    entropy: bytes
    standing: Standing
    acting_for: str | None = None
    batch: UUID | None = None
    """The id of the commands that are given as one, where this is one of several."""

    @property
    def person(self) -> str:
        """Whose rights are used: the represented person's, or one's own."""
        return self.acting_for or self.actor

    @property
    def meta(self) -> Meta:
        """What the log keeps of this beside the event."""
        command = self.batch or self.command
        return Meta(actor=self.actor, command=command, happened_at=self.at, acting_for=self.acting_for)

    def new_id(self, what: str, number: int = 0) -> str:
        """An id that belongs to this command alone; the same command always gets the same."""
        return str(uuid5(self.command, f"{self.actor}/{what}/{number}"))
