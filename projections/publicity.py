"""When a sitting dealt with what is not public, and how its times are told without that (rule 12).

Behind closed doors nothing happened as far as the public part is concerned: each stretch shrinks to its first
moment, so that neither an arrival, nor a quorum, nor the end of the sitting tells that it was there.
"""

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from domain.timespan import Timespan
from projections.session_row import Interval, Row


class Times(Struct, frozen=True):
    """The times of a sitting, as one of its parts tells them."""

    hidden: tuple[Timespan, ...] = ()
    opened_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None

    def tells(self, at: dt.datetime) -> bool:
        """Whether what happened at a moment is told."""
        return not any(each.holds(at) for each in self.hidden)

    def seen(self, at: dt.datetime) -> dt.datetime:
        """A moment; what lies behind closed doors moves to when they were closed."""
        return next((each.begin for each in self.hidden if each.holds(at)), at)

    def intervals(self, times: Iterable[Interval]) -> list[Timespan]:
        """When someone was there; a stay that goes on behind closed doors is one stay."""
        found: list[Timespan] = []
        for each in times:
            begin, end = self.seen(each.begin), None if each.end is None else self.seen(each.end)
            if self.closed_at is not None and end is not None and end >= self.closed_at:
                end = None
            if begin == end or (self.closed_at is not None and begin >= self.closed_at):
                continue
            if found and found[-1].end == begin:
                begin = found.pop().begin
            found.append(Timespan(begin, end))
        return found


def times_of(row: Row, *, public: bool) -> Times:
    """The times of a sitting for its public part, or for the other one, which tells everything."""
    hidden = tuple(row.doors.closures) if public else ()
    told = Times(hidden)
    return Times(
        hidden,
        row.opened_at,
        None if row.closed_at is None else told.seen(row.closed_at),
    )
