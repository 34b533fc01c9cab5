"""The public view and the public minutes tell one time of whoever came or went (rule 12)."""

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.session.events import SessionEvent
from domain.session.events.agenda import SessionAnnounced
from domain.session.events.attendance import MemberArrived, MemberLeft, SubstitutionRecorded
from domain.session.events.course import ItemCalled, SessionClosed, SessionInterrupted, SessionResumed
from domain.session.events.proceedings import PublicExcluded, PublicRestored
from projections.public import disclosure
from projections.public.disclosure import Sitting
from projections.session.row import Row
from tests.projections.test_minutes_steps import AGENDA, BEGIN, row, told

ANNOUNCED = SessionAnnounced(items=("asked", "road", "bridge"))
BEHIND, AGAIN = PublicExcluded(reason="Personal"), PublicRestored()
MINUTE = dt.timedelta(minutes=1)
Stay = tuple[str | None, str | None]


def sat(*events: SessionEvent) -> Row:
    """A sitting that was announced; "a" and "b" came at its beginning."""
    return row(ANNOUNCED, MemberArrived(member="a"), MemberArrived(member="b"), *events)


def minute(number: int) -> str:
    """The moment of an event after those of `sat`."""
    at = BEGIN + (len(AGENDA) + 3 + number) * MINUTE
    return at.isoformat().replace("+00:00", "Z")


def in_minutes(found: Row, member: str) -> list[Stay]:
    attended = {each["member"]: each["stays"] for each in told(found)["attendance"]}
    return [(each["from"], each["to"]) for each in attended.get(member, ())]


def in_view(found: Row, member: str) -> list[Stay]:
    shown = disclosure.sitting_row(Sitting(found), bool)
    assert shown is not None
    return [(told_at(each.begin), told_at(each.end)) for each in shown.attendance.get(member, ())]


def told_at(at: dt.datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize(
    ("closed", "opened"),
    [(BEHIND, AGAIN), (ItemCalled(item="staff"), ItemCalled(item="road"))],
)
def test_who_comes_or_goes_behind_closed_doors_does_so_for_the_public_when_they_open(
    closed: SessionEvent, opened: SessionEvent
) -> None:
    came = MemberArrived(member="c")
    found = sat(closed, MemberLeft(member="b"), came, opened, ItemCalled(item="bridge"), SessionClosed())
    for tells in (in_minutes, in_view):
        assert [end for _, end in tells(found, "b")] == [minute(4)]
        assert tells(found, "c") == [(minute(4), None)]


def test_of_doors_that_do_not_open_again_nobody_comes_or_goes() -> None:
    found = sat(BEHIND, MemberLeft(member="b"), MemberArrived(member="c"), SessionClosed())
    for tells in (in_minutes, in_view):
        assert [end for _, end in tells(found, "b")] == [None]
        assert tells(found, "c") == []


def test_a_pause_that_ends_behind_closed_doors_ends_for_the_public_when_they_open() -> None:
    hidden = (SessionInterrupted(reason="Pause"), BEHIND, SessionResumed())
    opened = told(sat(*hidden, AGAIN, SessionClosed()))["interruptions"]
    assert [(each["from"], each["to"]) for each in opened] == [(minute(1), minute(4))]
    closed = told(sat(*hidden, SessionClosed()))["interruptions"]
    assert [(each["from"], each["to"]) for each in closed] == [(minute(1), None)]


def test_whoever_comes_in_the_moment_of_the_close_was_not_there() -> None:
    found = sat(SessionClosed(), ItemCalled(item="road"))
    arrived = MemberArrived(member="c")
    found.attendance["c"] = [each for each in sat(arrived).attendance["c"] if each.begin == found.closed_at]
    assert found.attendance["c"]
    assert in_minutes(found, "c") == []


STEPS: Sequence[SessionEvent] = (
    BEHIND,
    AGAIN,
    ItemCalled(item="staff"),
    ItemCalled(item="road"),
    MemberLeft(member="a"),
    MemberLeft(member="b"),
    MemberArrived(member="a"),
    SubstitutionRecorded(member="b", substitute="s"),
    MemberLeft(member="s"),
)


@for_all(st.lists(st.sampled_from(STEPS), max_size=12))
def test_rule_12_view_and_minutes_tell_one_time_of_whoever_came_or_went(steps: list[SessionEvent]) -> None:
    found = sat(*steps)
    for member in ("a", "b", "s"):
        assert in_minutes(found, member) == in_view(found, member)
