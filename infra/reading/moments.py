"""Which moment is meant by `as_of` and `basis` (DESIGN, "As of").

Digits are a position of the log; a time means what was recorded at or before it; a bare date the end of that
day in the county's own zone. `basis=true` asks for what had happened by then, whenever it was recorded.
"""

import datetime as dt
import re
from typing import Final, Protocol

from msgspec import Struct

from domain.days import BERLIN
from domain.errors import Invalid
from projections.asked import Asked

_POSITION: Final = re.compile(r"[0-9]{1,40}")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]{1,6})?[0-9]*"
    r"([Zz]|[-+ ][0-9]{2}:[0-9]{2})"
)
_FIRST_YEAR: Final = 1971
_LAST_YEAR: Final = 9000


class BadAsOf(Invalid):
    """`as_of` is no position, no RFC 3339 time and no date."""

    def __init__(self, as_of: str) -> None:
        super().__init__(as_of)
        self.as_of = as_of


class BeyondHead(Invalid):
    """`as_of` is a position that the log has not reached."""

    def __init__(self, as_of: str, head: int) -> None:
        super().__init__(as_of, head)
        self.as_of = as_of
        self.head = head


class BadBasis(Invalid):
    """`basis` is `known` or `true`."""

    def __init__(self, basis: str) -> None:
        super().__init__(basis)
        self.basis = basis


class NotForPublicReaders(Invalid):
    """Positions, and what had happened unseen, are for logins: the public asks for a time (rule 12)."""

    RULE = "12"


class BasisNeedsTime(Invalid):
    """`basis=true` asks for a time or a date: a position says what was recorded, not what had happened."""


class Moment(Struct, frozen=True):
    """A resolved moment. `happened_by`: only what had happened by then counts."""

    position: int
    happened_by: dt.datetime | None = None

    def is_after(self, position: int) -> bool:
        """Whether a row whose last event is at this position is the row of this moment, too."""
        return self.happened_by is None and position <= self.position


class Log(Protocol):
    """What is asked of the store."""

    async def head(self) -> int:
        """The last position."""

    async def position_at(self, time: dt.datetime) -> int:
        """The last position recorded at or before a time."""

    async def end_of_command(self, position: int) -> int:
        """The last position of the command that an event belongs to."""


def is_position(as_of: str | None) -> bool:
    """Whether a position of the log is meant."""
    return as_of is not None and _POSITION.fullmatch(as_of) is not None


def public_time(asked: Asked) -> dt.datetime | None:
    """The time that a public reader means, None for now.

    Raises `BadAsOf`, `BadBasis`, `NotForPublicReaders`.
    """
    if asked.basis not in {None, "known", "true"}:
        raise BadBasis(asked.basis or "")
    if asked.basis == "true" or is_position(asked.as_of):
        raise NotForPublicReaders
    return None if asked.as_of is None else time_of(asked.as_of)


async def resolve(log: Log, asked: Asked) -> Moment | None:
    """The moment that is meant, None for now.

    Raises `BadAsOf`, `BeyondHead`, `BadBasis`, `BasisNeedsTime`.
    """
    if asked.basis not in {None, "known", "true"}:
        raise BadBasis(asked.basis or "")
    true_basis = asked.basis == "true"
    if asked.as_of is None:
        if true_basis:
            raise BasisNeedsTime
        return None
    if _POSITION.fullmatch(asked.as_of):
        if true_basis:
            raise BasisNeedsTime
        return await _at_position(log, asked.as_of)
    time = time_of(asked.as_of)
    if true_basis:
        return Moment(await log.head(), time)
    position = await log.position_at(time)
    return Moment(await log.end_of_command(position) if position else 0)


async def _at_position(log: Log, digits: str) -> Moment:
    position, head = int(digits), await log.head()
    if position > head:
        raise BeyondHead(digits, head)
    # A moment between the events of one command does not exist.
    return Moment(await log.end_of_command(position) if position else 0)


def time_of(text: str) -> dt.datetime:
    """The time that a text means; a bare date is the end of its day. Raises `BadAsOf`."""
    try:
        if _DATE.fullmatch(text):
            return _end_of(dt.date.fromisoformat(text))
        match = _TIME.fullmatch(text)
        if match is None:
            raise BadAsOf(text)
        day, clock, fraction, offset = match.groups()
        # A URL turns "+" into a space; "Z" in small letters is RFC 3339, too.
        zone = "+00:00" if offset in "Zz" else offset.replace(" ", "+")
        found = dt.datetime.fromisoformat(f"{day}T{clock}{(fraction or '.0'):0<7}{zone}")
    except ValueError as error:
        raise BadAsOf(text) from error
    return _bounded(found.date()) or found.astimezone(dt.UTC)


def _end_of(day: dt.date) -> dt.datetime:
    bounded = _bounded(day)
    if bounded is not None:
        return bounded
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), BERLIN)
    return midnight.astimezone(dt.UTC) - dt.timedelta(microseconds=1)


def _bounded(day: dt.date) -> dt.datetime | None:
    """A time before or after everything, where the day is too far off to be reckoned with."""
    if day.year < _FIRST_YEAR:
        return dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    if day.year > _LAST_YEAR:
        return dt.datetime(_LAST_YEAR, 1, 1, tzinfo=dt.UTC)
    return None
