"""The clerk's list as it is shown: each step in its order, done or not yet."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct, field

from projections.session.row import Row

StepName = Literal[
    "opening",
    "summons",
    "attendance",
    "quorum",
    "agenda",
    "minutes",
    "question_time",
    "items",
    "public_excluded",
    "public_restored",
    "announcement",
    "closing",
]


class StepShown(Struct, kw_only=True):
    """A step of the list; `at` null: not done yet. `by`: who chaired then."""

    step: StepName
    at: dt.datetime | None
    by: str | None


class InterruptionShown(Struct, kw_only=True):
    """The sitting was interrupted from / to (null: still is)."""

    begin: dt.datetime = field(name="from")
    end: dt.datetime | None = field(name="to")
    reason: str | None


def interruptions(row: Row) -> list[InterruptionShown]:
    """When and why the sitting was interrupted."""
    return [
        InterruptionShown(begin=each.begin, end=each.end, reason=each.reason) for each in row.interruptions
    ]


def steps(row: Row) -> list[StepShown]:
    """The clerk's list of a sitting, each step with the last time that it was done."""
    return [
        StepShown(step=step, at=at, by=None if at is None else _chair(row, at)) for step, at in _times(row)
    ]


def _times(row: Row) -> Iterator[tuple[StepName, dt.datetime | None]]:
    done = row.proceedings
    arrivals = [each.begin for times in row.attendance.values() for each in times]
    yield "opening", row.opened_at
    yield "summons", None if done.summons is None else done.summons.at
    yield "attendance", min(arrivals, default=None)
    yield "quorum", _last(each.at for each in row.quorums)
    yield "agenda", _last(each.at for each in done.approvals if each.withdrawn is None)
    yield "minutes", _called(row, "minutes")
    yield "question_time", _called(row, "question_time")
    yield "items", _called(row, "paper", "matter", "report")
    yield "public_excluded", _last(each.begin for each in done.exclusions)
    yield "public_restored", _last(each.end for each in done.exclusions if each.end is not None)
    yield "announcement", _last(each.at for each in done.announcements)
    yield "closing", row.closed_at


def _last(times: Iterable[dt.datetime]) -> dt.datetime | None:
    return max(times, default=None)


def _called(row: Row, *kinds: str) -> dt.datetime | None:
    return _last(each.called_at for each in row.agenda if each.kind in kinds and each.called_at is not None)


def _chair(row: Row, at: dt.datetime) -> str | None:
    """Who chaired at a moment; nobody before the opening."""
    held = [each.member for each in row.proceedings.chairs if each.since <= at]
    return held[-1] if held else None
