"""When a sitting dealt with what is not public, and how its times are told without that (rule 12).

Behind closed doors nothing happens as far as the public is concerned: whoever comes or goes meanwhile does so
when they open again, which is when the public notices, so that a time tells no more than was seen; and the
public part of a sitting that does not open again ended when they were closed.
"""

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from domain.timespan import Timespan
from projections.session.row import Interval, Row


class Times(Struct, frozen=True):
    """The times of a sitting, as one of its parts tells them; `hidden`: when the doors were closed."""

    hidden: tuple[Timespan, ...] = ()
    opened_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None

    def tells(self, at: dt.datetime) -> bool:
        """Whether what happened at a moment is told."""
        return not any(each.holds(at) for each in self.hidden)

    def noticed(self, at: dt.datetime) -> dt.datetime | None:
        """When a change is noticed: at once, or when the doors open again; None: not, or not yet."""
        return next((each.end for each in self.hidden if each.holds(at)), at)

    def stays(self, times: Iterable[Interval]) -> list[Interval]:
        """When someone was there; what goes on behind closed doors is one stay.

        `late` is only what was entered late of a time that is told.
        """
        found: list[Interval] = []
        for each in times:
            came = self.noticed(each.begin)
            went = None if each.end is None else self.noticed(each.end)
            if came is None or came == went:
                continue
            late = each.late and came == each.begin and went == each.end
            if found and found[-1].end == came and found[-1].seat == each.seat:
                found[-1] = replace(found[-1], end=went, late=found[-1].late or late)
            else:
                found.append(replace(each, begin=came, end=went, late=late))
        return found


def times_of(row: Row, *, public: bool) -> Times:
    """The times of a sitting for its public part, or for the other one, which tells everything."""
    hidden = tuple(row.doors.closures) if public else ()
    closed = row.closed_at
    shut = next((each.begin for each in hidden if closed is not None and each.holds(closed)), closed)
    return Times(hidden, row.opened_at, shut)
