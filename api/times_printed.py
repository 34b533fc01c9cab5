"""Times of a sitting as a county prints them: in its own time, with the day where it is another one.

In the night in which clocks are put back an hour comes twice; there the zone is named.
"""

import datetime as dt
import re
from typing import Final

from api.german import day
from domain.days import BERLIN, day_of

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT: Final = re.compile(rf"{_DAY.pattern}T")
ZONE: Final = {"CET": "MEZ", "CEST": "MESZ"}


def date_of(time: dt.datetime) -> str:
    """The county's day of a time."""
    return day(day_of(time).isoformat())


def when(time: str, sitting: str) -> str:
    """A time; `sitting`: the day that the sitting was called for."""
    before, clock, after = _parts(time, sitting)
    return f"{before}{clock} Uhr{after}"


def at(time: str) -> str:
    """A day or a moment by itself, with its day; anything else as it is."""
    if _DAY.fullmatch(time):
        return day(time)
    return when(time, "") if _MOMENT.match(time) else time


def span(begin: str, end: str | None, sitting: str) -> str:
    """From one time to another."""
    if end is None:
        return f"ab {when(begin, sitting)}"
    if _local(begin).date() == _local(end).date() and not _parts(begin, sitting)[2]:
        before, clock, _ = _parts(begin, sitting)
        return f"{before}{clock} bis {when(end, _local(end).date().isoformat())}"
    return f"{when(begin, sitting)} bis {when(end, sitting)}"


def _local(time: str) -> dt.datetime:
    return dt.datetime.fromisoformat(time).astimezone(BERLIN)


def _parts(time: str, sitting: str) -> tuple[str, str, str]:
    """Day, clock and zone; day and zone only where they are needed."""
    at = _local(time)
    other = "" if at.date().isoformat() == sitting else f"{date_of(at)}, "
    twice = at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset()
    return other, at.strftime("%H:%M"), f" {ZONE[at.strftime('%Z')]}" if twice else ""
