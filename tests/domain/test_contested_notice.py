"""Who contests the notice, and how the body takes up what came after it."""

from importlib.resources import files
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.committee.events import CommitteeFormed
from domain.errors import NothingChanges
from domain.events import committee_stream
from domain.flag import Flag
from domain.rules import RuleSet
from domain.session.commands.agenda import AddAgendaItem, OrderAgenda
from domain.session.commands.attendance import DeclareRecusal, LiftRecusal
from domain.session.commands.course import CallItem, CloseSession, ConcludeItem
from domain.session.commands.proceedings import AcceptItem, EstablishSummons
from domain.session.commands.votes import DeclareVote, OpenVote, RecordVote
from domain.session.errors.attendance import NotAMember
from domain.session.errors.proceedings import (
    AcceptanceMajority,
    FormalItem,
    NotAccepted,
    ObjectionMissing,
    SummonsNotInOrder,
)
from domain.session.errors.votes import VoteStillOpen
from domain.session.events.attendance import RecusalDeclared, RecusalLifted
from domain.session.events.course import ItemConcluded
from domain.session.events.proceedings import ItemAccepted, SummonsEstablished
from domain.session.events.votes import Majority, VoteOpened
from infra.rules import IncompleteRuleSet, book_of, load
from tests.domain.chamber import chamber, under, voters, voting
from tests.domain.county import CLERK, ITEM, SITTING, VOTE, County

LAW = load().named("kvg-lsa")
LATE, MEMBER = "late", voters(3)[2]
LATE_ITEM = AddAgendaItem(session=SITTING, item=LATE, subject="Deich", urgency="Hochwasser")
ACCEPTED = AcceptItem(session=SITTING, item=LATE)


def asking(majority: str) -> RuleSet:
    """A Geschäftsordnung that names the majority for what came late."""
    return replace(LAW, acceptance_majority=majority)


def test_a_member_contests_the_notice_and_the_chair_finds_it_in_order_all_the_same() -> None:
    objected = EstablishSummons(session=SITTING, objection="erst gestern zugegangen", objector=MEMBER)
    found = chamber(3).when(CLERK, objected)
    assert found.events == [
        SummonsEstablished(
            in_order=True, objection="erst gestern zugegangen", objector=MEMBER, ordered_by="m000"
        )
    ]
    # Another member may contest what was found in order.
    again = found.when(CLERK, replace(objected, objector=voters(2)[1]))
    assert again.of(SummonsEstablished)
    with pytest.raises(NothingChanges):
        again.when(CLERK, EstablishSummons(session=SITTING))


def test_the_chair_who_goes_on_over_an_objection_that_holds_is_contested() -> None:
    objected = EstablishSummons(session=SITTING, in_order=False, objection="zu spät", objector=MEMBER)
    with pytest.raises(SummonsNotInOrder) as refused:
        chamber(3).when(CLERK, objected)
    assert refused.value.source == "§ 53"
    (found,) = chamber(3).when(CLERK, replace(objected, override="alle sind da")).of(SummonsEstablished)
    assert found.flags == (Flag(flag="contested", rule="§ 53", reason="alle sind da"),)
    assert found.objector == MEMBER


def test_only_a_member_contests_the_notice_and_says_why() -> None:
    with pytest.raises(ObjectionMissing):
        chamber(3).when(CLERK, EstablishSummons(session=SITTING, objector=MEMBER))
    with pytest.raises(NotAMember):
        chamber(3).when(CLERK, EstablishSummons(session=SITTING, objection="zu spät", objector="gast"))


def voted_on(county: County, majority: Majority) -> County:
    """The body voted on taking the item up."""
    return county.all(
        CLERK,
        OpenVote(session=SITTING, item=LATE, vote=VOTE, about="agenda", majority=majority),
        RecordVote(session=SITTING, vote=VOTE, yes=5, no=0, abstained=0),
        DeclareVote(session=SITTING, vote=VOTE),
    )


@given(st.sampled_from([None, "simple", "two_thirds"]), st.sampled_from([None, "simple", "two_thirds"]))
def test_what_came_late_is_accepted_with_the_majority_of_the_rule_set(
    needed: str | None, held: Majority | None
) -> None:
    rules = LAW if needed is None else asking(needed)
    county = under(chamber(5), rules).when(CLERK, LATE_ITEM)
    if held is not None:
        county = voted_on(county, held)
    accept = replace(ACCEPTED, vote=None if held is None else VOTE)
    if needed in {None, held}:
        assert county.when(CLERK, accept).of(ItemAccepted)
    else:
        with pytest.raises(AcceptanceMajority) as refused:
            county.when(CLERK, accept)
        assert (refused.value.needed, refused.value.majority) == (needed, held)


def test_a_rule_set_has_the_majority_that_it_asks_for() -> None:
    text = (files("infra.rules") / "kvg-lsa.toml").read_bytes()
    with pytest.raises(IncompleteRuleSet, match=r"majorities\.four_fifths"):
        book_of([b'acceptance_majority = "four_fifths"\n' + text])
    (held,) = book_of([b'acceptance_majority = "two_thirds"\n' + text]).sets
    assert held.acceptance_majority == "two_thirds"


@pytest.mark.parametrize("outcome", ["noted", "referred"])
def test_what_came_late_is_dealt_with_only_once_the_body_accepted_it(
    outcome: Literal["noted", "referred"],
) -> None:
    other = CommitteeFormed(name="Ausschuss", lawful_number=5)
    county = chamber(5).happened(committee_stream("other"), other)
    called = county.all(CLERK, LATE_ITEM, CallItem(session=SITTING, item=LATE))
    done = ConcludeItem(
        session=SITTING, item=LATE, outcome=outcome, committee="other" if outcome == "referred" else None
    )
    with pytest.raises(NotAccepted):
        called.when(CLERK, done)
    assert called.all(CLERK, ACCEPTED, done).of(ItemConcluded)[0].outcome == outcome
    off = replace(done, outcome="taken_off", committee=None)
    assert called.when(CLERK, off).of(ItemConcluded)


def test_items_voted_on_together_are_each_fit_for_it() -> None:
    county = chamber(5).when(CLERK, LATE_ITEM)
    together = OpenVote(session=SITTING, item=ITEM, vote=VOTE, items=(LATE,))
    with pytest.raises(NotAccepted):
        county.when(CLERK, together)
    assert county.all(CLERK, ACCEPTED, together).of(VoteOpened)[0].items
    formal = replace(LATE_ITEM, item="asked", kind="question_time")
    with pytest.raises(FormalItem):
        county.when(CLERK, formal).when(CLERK, replace(together, items=("asked",)))


def test_the_agenda_keeps_its_order_while_a_vote_is_open() -> None:
    county = chamber(5).all(CLERK, LATE_ITEM)
    order = OrderAgenda(session=SITTING, order=(LATE, ITEM))
    with pytest.raises(VoteStillOpen):
        county.all(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE), order)
    assert county.when(CLERK, order).events


def test_a_recusal_that_comes_to_light_after_the_close_is_entered_and_lifted() -> None:
    voted = voting(5).all(
        CLERK,
        RecordVote(session=SITTING, vote=VOTE, yes=5, no=0, abstained=0),
        DeclareVote(session=SITTING, vote=VOTE),
        CloseSession(session=SITTING),
    )
    barred = DeclareRecusal(session=SITTING, item=ITEM, member=MEMBER, override="erst jetzt bekannt")
    late = voted.when(CLERK, barred)
    assert late.of(RecusalDeclared)[0].late
    vote = late.sitting.vote(VOTE)
    assert vote is not None
    assert [each.reason for each in vote.flags] == ["erst jetzt bekannt"]
    lifted = late.when(CLERK, LiftRecusal(session=SITTING, item=ITEM, member=MEMBER, reason="ein Irrtum"))
    assert lifted.of(RecusalLifted)
    after = lifted.sitting.vote(VOTE)
    assert after is not None
    assert after.flags == ()
