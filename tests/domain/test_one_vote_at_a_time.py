"""One vote at a time, on the item that was called; corrected and annulled with a trace (rule 14)."""

import datetime as dt
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.errors import AlreadyExists, NoSuch, NothingChanges, WrongState
from domain.events import session_stream
from domain.flag import Flag
from domain.procedure import AnyCommand
from domain.session.commands.agenda import AddAgendaItem
from domain.session.commands.attendance import (
    DeclareRecusal,
    LiftRecusal,
)
from domain.session.commands.course import (
    CallItem,
    CloseSession,
    ConcludeItem,
    InterruptSession,
    ResumeSession,
)
from domain.session.commands.votes import (
    AnnulVote,
    CancelVote,
    DeclareVote,
    OpenVote,
    RecordBallot,
    WithdrawBallot,
)
from domain.session.errors.proceedings import ItemNotCalled, ItemOver
from domain.session.errors.votes import (
    AmendmentNamed,
    BallotGiven,
    BeforeOpening,
    VoteExceedsPresent,
    VoteState,
    VoteStillOpen,
    VoteUndeclared,
)
from domain.session.events.agenda import AgendaItemAdded
from domain.session.events.course import ItemConcluded, ItemReopened
from domain.session.events.votes import (
    VoteAnnulled,
    VoteCancelled,
    VoteCorrected,
    VoteDeclared,
    VoteOpened,
)
from tests.domain.chamber import chamber, correction, count, declaration, voting
from tests.domain.county import CLERK, ITEM, SITTING, VOTE

MINUTE = dt.timedelta(minutes=1)
NUMBERS = st.integers(0, 12)

SUMS = st.tuples(NUMBERS, NUMBERS, NUMBERS)


# One vote at a time


@pytest.mark.parametrize(
    "command",
    [
        OpenVote(session=SITTING, item=ITEM, vote="another"),
        CallItem(session=SITTING, item=ITEM),
        ConcludeItem(session=SITTING, item=ITEM, outcome="noted"),
        InterruptSession(session=SITTING),
        CloseSession(session=SITTING),
    ],
)
def test_while_a_vote_is_open_nothing_else_is_begun(command: AnyCommand) -> None:
    with pytest.raises(VoteStillOpen):
        voting(3).when(CLERK, command)


@pytest.mark.parametrize(
    "command",
    [
        RecordBallot(session=SITTING, vote=VOTE, member="m000", choice="yes"),
        WithdrawBallot(session=SITTING, vote=VOTE, member="m000", reason="x"),
        CancelVote(session=SITTING, vote=VOTE, reason="x"),
    ],
)
def test_a_closed_vote_takes_no_further_count(command: AnyCommand) -> None:
    counted = voting(3).when(CLERK, count(2, 1, 0))
    with pytest.raises(VoteState):
        counted.when(CLERK, command)


@pytest.mark.parametrize("command", [declaration(), correction(1, 1, 1)])
def test_an_open_vote_is_neither_declared_nor_corrected(command: AnyCommand) -> None:
    with pytest.raises(VoteState):
        voting(3).when(CLERK, command)


def test_a_vote_opened_too_early_is_cancelled_and_another_one_opened() -> None:
    given = voting(3).when(CLERK, CancelVote(session=SITTING, vote=VOTE, reason="falscher Punkt"))
    assert given.events == [VoteCancelled(vote=VOTE, reason="falscher Punkt")]
    with pytest.raises(AlreadyExists):
        given.when(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE))
    repeated = OpenVote(session=SITTING, item=ITEM, vote="second", repeats=VOTE)
    assert given.when(CLERK, repeated).of(VoteOpened)[0].repeats == VOTE
    with pytest.raises(NoSuch):
        given.when(CLERK, replace(repeated, repeats="none"))


def test_only_the_item_that_was_called_is_voted_on() -> None:
    with pytest.raises(NoSuch):
        chamber(3).when(CLERK, OpenVote(session=SITTING, item="none"))
    given = chamber(3).when(CLERK, CloseSession(session=SITTING))
    with pytest.raises(WrongState):
        given.when(CLERK, OpenVote(session=SITTING, item=ITEM))
    two = chamber(3).happened(
        session_stream(SITTING), AgendaItemAdded(item="next", subject="Anderes", public=True, place=1)
    )
    with pytest.raises(ItemNotCalled):
        two.when(CLERK, OpenVote(session=SITTING, item="next"))


def test_nothing_is_counted_before_it_was_opened() -> None:
    given = voting(3)
    with pytest.raises(BeforeOpening):
        given.when(CLERK, count(3, 0, 0), given.now - MINUTE)
    given = voting(3, kind="roll_call")
    ballot = RecordBallot(session=SITTING, vote=VOTE, member="m000", choice="yes")
    with pytest.raises(BeforeOpening):
        given.when(CLERK, ballot, given.now - MINUTE)


def test_an_unknown_vote_does_not_exist() -> None:
    with pytest.raises(NoSuch):
        chamber(3).when(CLERK, DeclareVote(session=SITTING, vote="none"))


def test_a_vote_about_an_amendment_names_it() -> None:
    given = chamber(3)
    with pytest.raises(AmendmentNamed):
        given.when(CLERK, OpenVote(session=SITTING, item=ITEM, about="amendment"))
    with pytest.raises(AmendmentNamed):
        given.when(CLERK, OpenVote(session=SITTING, item=ITEM, amendment="motion"))
    with pytest.raises(NoSuch):
        given.when(CLERK, OpenVote(session=SITTING, item=ITEM, about="amendment", amendment="motion"))


def test_a_procedural_vote_leaves_the_item_open() -> None:
    given = chamber(3).when(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE, about="procedural"))
    then = given.when(CLERK, count(3, 0, 0)).when(CLERK, declaration())
    assert [type(each) for each in then.events] == [VoteDeclared]
    assert then.sitting.agenda[0].outcome is None


def test_an_item_has_one_outcome_whatever_was_counted_before() -> None:
    given = voting(3).when(CLERK, count(3, 0, 0))
    given = given.when(CLERK, OpenVote(session=SITTING, item=ITEM, vote="second", about="procedural"))
    given = given.when(CLERK, replace(count(0, 3, 0), vote="second"))
    given = given.when(CLERK, declaration())
    with pytest.raises(ItemOver):
        given.when(CLERK, DeclareVote(session=SITTING, vote="second"))


def test_a_main_vote_that_was_counted_is_declared_or_annulled_before_the_next_one() -> None:
    given = voting(3).when(CLERK, count(3, 0, 0))
    again = OpenVote(session=SITTING, item=ITEM, vote="second")
    with pytest.raises(VoteUndeclared) as refused:
        given.when(CLERK, again)
    assert refused.value.vote == VOTE
    annulled = given.when(CLERK, AnnulVote(session=SITTING, vote=VOTE, reason="verlesen"))
    assert annulled.when(CLERK, again).of(VoteOpened)


# Rule 14: corrections and annulments


@given(first=SUMS, second=SUMS, declare=st.booleans())
@example(first=(3, 2, 1), second=(3, 2, 1), declare=False)
@example(first=(3, 2, 1), second=(3, 2, 1), declare=True)
def test_rule_14_a_correction_keeps_original_correction_and_reason(
    *, first: tuple[int, int, int], second: tuple[int, int, int], declare: bool
) -> None:
    given = voting(36).when(CLERK, count(*first))
    if declare:
        given = given.when(CLERK, declaration())
    if first == second:
        with pytest.raises(NothingChanges):
            given.when(CLERK, correction(*second))
        return
    then = given.when(CLERK, correction(*second))
    corrected = then.of(VoteCorrected)[0]
    assert corrected.before is not None
    assert corrected.after is not None
    assert (corrected.before.yes, corrected.before.no, corrected.before.abstained) == first
    assert (corrected.after.yes, corrected.after.no, corrected.after.abstained) == second
    assert corrected.reason == "verzählt"
    assert corrected.carried == (second[0] > second[1])
    differs = Flag(flag="declared_differs", rule="6") in corrected.flags
    assert differs == (declare and (first[0] > first[1]) != (second[0] > second[1]))


def test_a_correction_needs_a_count_that_was_possible() -> None:
    given = voting(3).when(CLERK, count(2, 1, 0))
    with pytest.raises(VoteExceedsPresent):
        given.when(CLERK, correction(3, 1, 0))


def test_an_annulled_vote_opens_its_item_again() -> None:
    given = voting(3).when(CLERK, count(2, 1, 0)).when(CLERK, declaration())
    then = given.when(CLERK, AnnulVote(session=SITTING, vote=VOTE, reason="nicht öffentlich beraten"))
    assert len(then.events) == len([*then.of(VoteAnnulled), *then.of(ItemReopened)]) == 2
    assert then.sitting.agenda[0].outcome is None
    again = then.when(CLERK, OpenVote(session=SITTING, item=ITEM, vote="second", repeats=VOTE))
    assert again.sitting.open_vote is not None


def test_an_annulled_vote_before_its_declaration_leaves_the_item_as_it_is() -> None:
    given = voting(3).when(CLERK, count(2, 1, 0))
    then = given.when(CLERK, AnnulVote(session=SITTING, vote=VOTE, reason="falsch gezählt"))
    assert then.events == [VoteAnnulled(vote=VOTE, reason="falsch gezählt")]


def test_a_side_vote_is_not_annulled_once_the_item_is_over() -> None:
    given = chamber(3).when(CLERK, OpenVote(session=SITTING, item=ITEM, vote="side", about="procedural"))
    given = given.when(CLERK, replace(count(3, 0, 0), vote="side"))
    given = given.when(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE))
    given = given.when(CLERK, count(3, 0, 0)).when(CLERK, declaration())
    with pytest.raises(ItemOver):
        given.when(CLERK, AnnulVote(session=SITTING, vote="side", reason="x"))


# The sitting around the votes


def test_an_item_is_called_and_concluded_once() -> None:
    given = chamber(3)
    with pytest.raises(NothingChanges):
        given.when(CLERK, CallItem(session=SITTING, item=ITEM))
    then = given.when(
        CLERK, ConcludeItem(session=SITTING, item=ITEM, outcome="noted", reason=" zur  Kenntnis ")
    )
    assert then.of(ItemConcluded)[0].reason == "zur Kenntnis"
    for command in (
        CallItem(session=SITTING, item=ITEM),
        ConcludeItem(session=SITTING, item=ITEM, outcome="noted"),
        OpenVote(session=SITTING, item=ITEM),
    ):
        with pytest.raises(ItemOver):
            then.when(CLERK, command)


@pytest.mark.parametrize("outcome", ["noted", "postponed"])
def test_only_an_item_that_was_called_is_noted_or_postponed(outcome: Literal["noted"]) -> None:
    given = chamber(3).when(
        CLERK, AddAgendaItem(session=SITTING, item="next", subject="Fragen", urgency="heute")
    )
    with pytest.raises(ItemNotCalled):
        given.when(CLERK, ConcludeItem(session=SITTING, item="next", outcome=outcome))
    taken_off = ConcludeItem(session=SITTING, item="next", outcome="taken_off")
    assert given.when(CLERK, taken_off).sitting.agenda[1].outcome == "taken_off"


def test_a_sitting_is_interrupted_and_goes_on() -> None:
    given = chamber(3).when(CLERK, InterruptSession(session=SITTING, reason="Pause"))
    assert given.sitting.status == "interrupted"
    assert given.when(CLERK, ResumeSession(session=SITTING)).sitting.status == "opened"
    assert given.when(CLERK, CloseSession(session=SITTING)).sitting.status == "closed"
    assert chamber(3).when(CLERK, InterruptSession(session=SITTING)).sitting.status == "interrupted"


def test_a_member_with_a_ballot_is_recused_only_after_it_was_taken_back() -> None:
    given = voting(3, kind="roll_call")
    given = given.when(CLERK, RecordBallot(session=SITTING, vote=VOTE, member="m000", choice="yes"))
    with pytest.raises(BallotGiven):
        given.when(CLERK, DeclareRecusal(session=SITTING, item=ITEM, member="m000"))
    given = given.when(CLERK, DeclareRecusal(session=SITTING, item=ITEM, member="m001", reason="Bruder"))
    then = given.when(CLERK, LiftRecusal(session=SITTING, item=ITEM, member="m001", reason="Irrtum"))
    assert then.sitting.agenda[0].recused == ()
