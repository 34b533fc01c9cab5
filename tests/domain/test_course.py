"""The course of a sitting: nothing happens before what it goes on from, nor after the close (rule 14)."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.errors import NoSuch
from domain.flag import Flag
from domain.procedure import AnyCommand
from domain.session.commands.attendance import (
    DeclareRecusal,
    EstablishQuorum,
    LiftRecusal,
    RecordArrival,
    RecordLeaving,
)
from domain.session.commands.course import (
    CallItem,
    CloseSession,
    ConcludeItem,
    InterruptSession,
    ResumeSession,
)
from domain.session.commands.proceedings import (
    CorrectAttendance,
    EstablishSummons,
    ExcludePublic,
    HandOverChair,
    RecordNote,
    SpanEntry,
)
from domain.session.commands.votes import AnnulVote, CancelVote, CorrectVote, DeclareVote, OpenVote
from domain.session.errors.attendance import AfterClosing, NotOnTheDay
from domain.session.errors.proceedings import ChairRecused, StepOutOfOrder
from domain.session.events.attendance import MemberArrived, MemberLeft, RecusalLifted
from domain.session.events.course import ItemConcluded
from domain.session.events.proceedings import NoteRecorded
from domain.session.events.votes import VoteDeclared, VoteOpened, VoteQuestioned
from domain.session.proceedings.course import BEFORE, CLOCKS
from domain.session.votes.flags import ENTERED_LATE, NOT_QUORATE
from infra.rules import load
from tests.domain.chamber import OPENED, chamber, count, declaration, under, voters, voting
from tests.domain.county import (
    CLERK,
    ITEM,
    KT_DAY,
    MINUTE,
    SITTING,
    VOTE,
    County,
    at,
    members,
    summoned,
)

DAY = dt.timedelta(days=1)
CALLED = CallItem(session=SITTING, item=ITEM)
VOTING = OpenVote(session=SITTING, item=ITEM, vote=VOTE)
CLOSED = CloseSession(session=SITTING)
PAUSED, RESUMED = InterruptSession(session=SITTING), ResumeSession(session=SITTING)
EXCLUDED = ExcludePublic(session=SITTING, reason="Personalsache")
WRONG = "falsch"

STEPS: tuple[AnyCommand, ...] = (
    PAUSED,
    CLOSED,
    VOTING,
    EXCLUDED,
    EstablishQuorum(session=SITTING),
    EstablishSummons(session=SITTING),
    ConcludeItem(session=SITTING, item=ITEM, outcome="noted"),
    HandOverChair(session=SITTING, member=voters(2)[1], reason="Pause"),
    RecordNote(session=SITTING, text="Wortbeitrag"),
)


@given(st.sampled_from(STEPS), st.integers(-300, -6) | st.integers(0, 120))
def test_rule_14_no_step_lies_before_the_opening_of_its_sitting(command: AnyCommand, seconds: int) -> None:
    opened = chamber(3)
    moment = OPENED + dt.timedelta(seconds=seconds)
    if moment < OPENED - CLOCKS:
        with pytest.raises(StepOutOfOrder) as refused:
            opened.when(CLERK, command, moment)
        assert refused.value.earliest == OPENED.isoformat()
    else:
        assert opened.when(CLERK, command, moment).events


def test_rule_14_what_is_said_of_a_vote_comes_after_it() -> None:
    opened = voting(3)
    counted = opened.when(CLERK, count(2, 1, 0), opened.now + 10 * MINUTE)
    tries: tuple[tuple[County, AnyCommand], ...] = (
        (opened, CancelVote(session=SITTING, vote=VOTE, reason=WRONG)),
        (counted, declaration()),
        (counted, AnnulVote(session=SITTING, vote=VOTE, reason=WRONG)),
        (counted, CorrectVote(session=SITTING, vote=VOTE, yes=1, no=2, abstained=0, reason=WRONG)),
    )
    for given_, command in tries:
        with pytest.raises(StepOutOfOrder):
            given_.when(CLERK, command, given_.now - MINUTE)
        assert given_.when(CLERK, command, given_.now).events


def test_a_step_may_be_entered_after_one_that_followed_it() -> None:
    paused = chamber(3).when(CLERK, PAUSED, OPENED + 30 * MINUTE)
    resumed = paused.when(CLERK, RESUMED, OPENED + 40 * MINUTE)
    excluded = resumed.when(CLERK, EXCLUDED, OPENED + 10 * MINUTE)
    assert excluded.events


def test_two_devices_may_differ_by_seconds() -> None:
    opened = chamber(3)
    assert opened.when(CLERK, PAUSED, OPENED - CLOCKS).sitting.status == "interrupted"


def test_a_correction_of_a_vote_that_is_unknown_is_refused_as_such() -> None:
    with pytest.raises(NoSuch):
        chamber(3).when(CLERK, CorrectVote(session=SITTING, vote="none", reason=WRONG))


def test_attendance_is_told_of_the_day_of_the_sitting() -> None:
    come = RecordArrival(session=SITTING, members=members("kreistag", 1))
    assert summoned().when(CLERK, come, at(KT_DAY, 6)).of(MemberArrived)
    opened = chamber(1, 3)
    here = RecordArrival(session=SITTING, members=voters(2)[1:])
    with pytest.raises(NotOnTheDay):
        opened.when(CLERK, here, OPENED - BEFORE - MINUTE)
    assert opened.when(CLERK, here, OPENED - BEFORE).of(MemberArrived)[0].late
    spans = (SpanEntry(begin=OPENED - DAY),)
    correct = CorrectAttendance(session=SITTING, member=voters(1)[0], intervals=spans, reason=WRONG)
    with pytest.raises(NotOnTheDay):
        opened.when(CLERK, correct)


def test_nobody_comes_after_the_close_but_who_came_before_is_entered() -> None:
    closed = chamber(2, 4).when(CLERK, CLOSED, OPENED + 60 * MINUTE)
    here = RecordArrival(session=SITTING, members=voters(3)[2:])
    with pytest.raises(AfterClosing):
        closed.when(CLERK, here)
    assert closed.when(CLERK, here, OPENED + MINUTE).of(MemberArrived)[0].late
    spans = (SpanEntry(begin=closed.now + MINUTE),)
    correct = CorrectAttendance(session=SITTING, member=voters(1)[0], intervals=spans, reason=WRONG)
    with pytest.raises(AfterClosing):
        closed.when(CLERK, correct, closed.now + 2 * MINUTE)
    assert closed.when(CLERK, RecordLeaving(session=SITTING, members=voters(1))).of(MemberLeft)
    assert closed.when(CLERK, RecordNote(session=SITTING, text="Nachtrag")).of(NoteRecorded)


def test_a_sitting_may_be_entered_long_after_it_took_place() -> None:
    written = chamber(3).when(CLERK, CLOSED, OPENED + 60 * MINUTE)
    assert written.sitting.closed_at == OPENED + 60 * MINUTE
    assert written.sitting.opened_at == OPENED


# Recusals of the chair, and recusals taken back


def recused(member: str, override: str | None = None) -> DeclareRecusal:
    """Someone is barred from the item."""
    return DeclareRecusal(session=SITTING, item=ITEM, member=member, override=override)


def test_a_recused_chair_hands_over_before_the_body_votes() -> None:
    chair, deputy = voters(2)
    barred = chamber(5).when(CLERK, recused(chair))
    for who in (chair, CLERK):
        with pytest.raises(ChairRecused) as refused:
            barred.when(who, VOTING)
        assert (refused.value.item, refused.value.member) == (ITEM, chair)
    handed = barred.when(CLERK, HandOverChair(session=SITTING, member=deputy, reason="befangen"))
    opened = handed.when(deputy, VOTING)
    assert opened.of(VoteOpened)[0].flags == ()
    counted = opened.when(deputy, replace(count(3, 1, 0), not_voting=0))
    assert counted.when(deputy, declaration()).of(VoteDeclared)[0].flags == ()


def test_a_recused_chair_who_goes_on_is_contested() -> None:
    chair = voters(1)[0]
    barred = chamber(5).when(CLERK, recused(chair))
    opened = barred.when(chair, replace(VOTING, override="niemand sonst"))
    flag = Flag(flag="contested", rule="§ 33", reason="niemand sonst")
    assert opened.of(VoteOpened)[0].flags == (flag,)
    counted = opened.when(CLERK, replace(count(3, 1, 0), not_voting=0))
    with pytest.raises(ChairRecused):
        counted.when(CLERK, declaration())
    said = counted.when(CLERK, declaration(override="niemand sonst")).of(VoteDeclared)[0]
    assert (said.flags, said.declared) == ((flag,), True)
    other = counted.when(CLERK, declaration(declared=False, override="niemand sonst")).of(VoteDeclared)[0]
    assert [each.rule for each in other.flags] == ["§ 33", "6"]


@pytest.mark.parametrize("outcome", ["noted", "postponed", "taken_off"])
def test_a_recused_chair_concludes_nothing_without_a_vote_either(outcome: Any) -> None:
    chair = voters(1)[0]
    barred = chamber(5).when(CLERK, recused(chair))
    conclude = ConcludeItem(session=SITTING, item=ITEM, outcome=outcome)
    with pytest.raises(ChairRecused):
        barred.when(CLERK, conclude)
    said = barred.when(CLERK, replace(conclude, override="niemand sonst")).of(ItemConcluded)[0]
    assert [each.rule for each in said.flags] == ["§ 33"]


def test_a_chair_recused_while_the_vote_is_open_does_not_declare_it() -> None:
    chair = voters(1)[0]
    counted = voting(5).when(CLERK, recused(chair)).when(CLERK, replace(count(3, 1, 0), not_voting=0))
    with pytest.raises(ChairRecused):
        counted.when(chair, DeclareVote(session=SITTING, vote=VOTE))


def test_a_recusal_that_is_lifted_takes_along_what_was_contested_and_leaves_its_trace() -> None:
    first, second = voters(3)[1:]
    done = voting(4).when(CLERK, replace(count(4, 0, 0), not_voting=0)).when(CLERK, declaration())
    vote = done.sitting.vote(VOTE)
    assert vote is not None
    assert vote.flags == ()
    over = done.when(CLERK, recused(first, "erst jetzt bekannt"), done.now - 2 * MINUTE)
    both = over.when(CLERK, recused(second, "erst jetzt bekannt"))
    other = over.when(CLERK, recused(second, "auch er"))
    lift = LiftRecusal(session=SITTING, item=ITEM, member=first, reason="ein Irrtum")

    def kept(county: County) -> list[str]:
        found = county.sitting.vote(VOTE)
        assert found is not None
        return [f"{each.flag} {each.reason}" if each.reason else each.flag for each in found.flags]

    assert kept(over) == ["contested erst jetzt bekannt", "entered_late", "exceeds_present"]
    lifted = over.when(CLERK, lift)
    assert lifted.of(RecusalLifted)
    assert kept(lifted) == ["entered_late"]
    assert "contested erst jetzt bekannt" in kept(both.when(CLERK, lift))
    assert kept(other.when(CLERK, lift)) == ["entered_late", "exceeds_present", "contested auch er"]


@pytest.mark.parametrize("presumed", [True, False])
def test_rule_5_a_late_entry_questions_the_quorum_only_where_the_rules_ask_for_one(*, presumed: bool) -> None:
    rules = replace(load().named("kvg-lsa"), quorum_presumed=presumed)
    five = under(chamber(5, 9), rules).when(CLERK, EstablishQuorum(session=SITTING))
    early = five.now
    counted = five.when(CLERK, VOTING, early + 2 * MINUTE).when(CLERK, replace(count(3, 1, 0), not_voting=1))
    late = counted.when(CLERK, RecordLeaving(session=SITTING, members=voters(5)[4:]), early)
    (found,) = late.of(VoteQuestioned)
    assert found.flags == ((ENTERED_LATE,) if presumed else (ENTERED_LATE, NOT_QUORATE))
