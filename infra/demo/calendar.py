"""The times of the demo county: days and clocks counted back from today, and who did what then."""

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from domain.days import BERLIN
from domain.procedure import AnyCommand


class Deed(Struct, frozen=True):
    """What one person did at one time."""

    actor: str
    commands: tuple[AnyCommand, ...]


class Calendar(Struct, frozen=True):
    """Days and times counted back from the day of the Kreistag's sitting."""

    today: dt.date

    def day(self, before: int) -> dt.date:
        """The day so many days before."""
        return self.today - dt.timedelta(days=before)

    def did(self, actor: str, before: int, clock: str, *commands: AnyCommand) -> Deed:
        """What someone did so many days before, at a time in the county's own zone."""
        time = dt.datetime.combine(self.day(before), dt.time.fromisoformat(clock), BERLIN)
        return Deed(actor, tuple(replace(command, happened_at=time) for command in commands))
