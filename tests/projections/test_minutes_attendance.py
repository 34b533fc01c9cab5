"""Minutes mark what was entered late or corrected; in public only what the public saw (rules 12 and 14)."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from domain.session.events import SessionEvent
from domain.session.events.attendance import MemberArrived, MemberLeft, QuorumEstablished
from domain.session.events.course import ItemCalled, ItemConcluded, SessionClosed
from domain.session.events.proceedings import (
    AttendanceCorrected,
    ItemRecalled,
    PublicExcluded,
    PublicRestored,
    Span,
    SummonsEstablished,
)
from projections.minutes import shown as minutes_shown
from projections.minutes.document import Part
from projections.minutes.extract import extract
from projections.session.row import Row
from projections.session.wording import motion_worded
from tests.projections.evening import TRAFFIC, evening
from tests.projections.lives import resolved
from tests.projections.minuted import row_of
from tests.projections.minuted import told as told_of
from tests.projections.test_minutes_steps import AGENDA, BEGIN, row, told, voted

FIRST = len(AGENDA)
BEHIND: Sequence[SessionEvent] = (PublicExcluded(reason="Personal"), ItemCalled(item="staff"))


def minute(number: int) -> dt.datetime:
    """The moment of an event, counted from the first one after the opening."""
    return BEGIN + dt.timedelta(minutes=FIRST + number)


def corrected(*after: Span, before: Sequence[Span] = (), reason: str = "verwechselt") -> AttendanceCorrected:
    return AttendanceCorrected(member="b", before=tuple(before), after=after, reason=reason)


def attended(found: Row, part: Part, member: str = "b") -> Any:
    return next(each for each in told(found, part)["attendance"] if each["member"] == member)


def test_who_was_entered_late_is_marked() -> None:
    found = row(MemberArrived(member="a"), MemberArrived(member="b", late=True))
    assert [attended(found, "public", member)["late"] for member in ("a", "b")] == [False, True]


def test_the_public_part_marks_nobody_for_what_came_about_behind_closed_doors() -> None:
    left = MemberLeft(member="b", late=True)
    found = row(MemberArrived(member="b"), *BEHIND, left, PublicRestored(), SessionClosed())
    assert [attended(found, part)["late"] for part in ("public", "non_public")] == [False, True]


def test_corrected_times_are_told_with_what_was_entered_and_why() -> None:
    span, shorter = Span(begin=minute(1)), Span(begin=minute(1), end=minute(2))
    found = row(MemberArrived(member="b"), ItemCalled(item="road"), corrected(shorter, before=[span]))
    assert told(found)["attendance_corrected"] == [
        {
            "member": "b",
            "before": [{"from": "2023-03-08T17:07:00Z", "to": None}],
            "after": [{"from": "2023-03-08T17:07:00Z", "to": "2023-03-08T17:08:00Z"}],
            "reason": "verwechselt",
        }
    ]
    assert attended(found, "public")["late"] is False


@pytest.mark.parametrize(("ended", "told_in_public"), [(4, []), (1, [None])])
def test_the_public_part_tells_of_a_correction_only_what_it_saw(
    ended: int, told_in_public: list[str | None]
) -> None:
    """The doors close at the second minute; the member was entered as leaving at the fifth."""
    entered = Span(begin=minute(0), end=minute(5))
    really = Span(begin=minute(0), end=minute(ended))
    quiet = (
        ItemCalled(item="road"),
        *BEHIND,
        *(QuorumEstablished(present=3, lawful_number=3, quorate=True),) * 3,
    )
    found = row(*quiet, corrected(really, before=[entered], reason="ging vor N 1"), SessionClosed())
    assert [each["reason"] for each in told(found)["attendance_corrected"]] == told_in_public
    assert [each["reason"] for each in told(found, "non_public")["attendance_corrected"]] == ["ging vor N 1"]


def test_each_finding_about_the_summons_stays_with_its_objection() -> None:
    objected = SummonsEstablished(in_order=False, objection="zwei Tage zu spät")
    steps = told(row(objected, SummonsEstablished(in_order=True)))["steps"]
    assert [each["objection"] for each in steps["summons_before"]] == ["zwei Tage zu spät"]
    assert steps["summons"]["in_order"] is True


def test_an_item_called_by_mistake_is_dealt_with_when_it_is_called_again() -> None:
    wrong = (ItemCalled(item="bridge"), ItemRecalled(item="bridge", reason="falsch"))
    right = (ItemCalled(item="road"), ItemConcluded(item="road", outcome="noted"))
    assert next(each["number"] for each in told(row(*wrong, *right))["items"]) == "Ö 2"
    again = (*wrong, *right, ItemCalled(item="bridge"))
    assert [each["number"] for each in told(row(*again))["items"]][:2] == ["Ö 2", "Ö 3"]


def test_the_extract_of_a_public_item_tells_of_no_quorum_behind_closed_doors() -> None:
    seen = QuorumEstablished(present=3, lawful_number=3, quorate=True)
    hidden = QuorumEstablished(present=2, lawful_number=3, quorate=True)
    found = row(seen, *BEHIND, hidden, PublicRestored(), ItemCalled(item="road"), *voted("v", "road"))
    told_of_road = extract(found, "road", {}, "Kreisausschuss")
    assert told_of_road is not None
    assert told_of_road.quorum is not None
    assert told_of_road.quorum.present == 3


def test_an_extract_names_whoever_signed_the_minutes() -> None:
    found = extract(row_of(evening()), TRAFFIC, evening().world.vorlagen, "Kreisausschuss")
    assert found is not None
    assert [each.role for each in found.signed] == ["chair", "clerk"]


@pytest.mark.parametrize("words", ["N 1", "Grundstücksangelegenheit", "22:50:00Z"])
def test_what_was_dealt_with_behind_closed_doors_stands_in_its_own_part_alone(words: str) -> None:
    assert words in str(told_of(evening(), "non_public"))
    assert words not in str(told_of(evening()))


def test_minutes_name_whoever_objected_to_the_summons_though_he_never_came() -> None:
    found = row(SummonsEstablished(in_order=False, objection="zu spät", objector="away"))
    document = told(found)
    shown = minutes_shown.show(found, "public", document, "", name=str.upper, due=None, as_of=None)
    assert shown.names["away"] == "AWAY"


def test_a_motion_names_its_mover_where_he_was_there() -> None:
    paper = resolved().paper
    motion = paper.motions[0]
    named = [motion_worded(paper, motion.id, there) for there in ([motion.proposer], [])]
    assert [each and each.mover for each in named] == [motion.proposer, None]
