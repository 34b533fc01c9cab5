"""Decisions by circulation (§ 54): in writing, by everybody, and by nobody once a member objects."""

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.errors import NotEntitled
from domain.rules import RuleBook
from domain.session.commands.agenda import AddAgendaItem, PlanSession, SummonSession
from domain.session.commands.attendance import RecordArrival
from domain.session.commands.course import CallItem, CloseSession, OpenSession
from domain.session.commands.proceedings import CorrectAttendance, ObjectToCirculation
from domain.session.commands.votes import BallotEntry, DeclareVote, OpenVote, RecordVote
from domain.session.errors.proceedings import (
    CirculationInWriting,
    CirculationNotAllowed,
    MayNotObject,
    NotByCirculation,
    VoteCounted,
)
from domain.session.events.agenda import SessionCancelled
from domain.session.events.proceedings import CirculationObjected
from domain.session.events.votes import VoteCancelled, VoteRecorded
from domain.vorlage.events.aftermath import VorlageResolved
from domain.vorlage.events.consultation import ConsultationUnscheduled
from tests.domain.county import (
    ADVISER,
    CHAIR,
    CLERK,
    DECISION,
    ITEM,
    KREISTAG,
    KT_DAY,
    LANDRAT,
    OFFICE,
    PAPER,
    SITTING,
    VOTE,
    County,
    at,
    members,
    released,
    sitting,
)

VOTERS = (*members(KREISTAG, 7), CHAIR, LANDRAT)
PLAN = PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY, form="circulation")
OPEN = OpenVote(session=SITTING, item=ITEM, vote=VOTE, kind="roll_call")
OBJECT = ObjectToCirculation(session=SITTING)


def sent() -> County:
    """The paper was sent to the members."""
    return released().all(
        OFFICE,
        PLAN,
        AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER),
        SummonSession(session=SITTING, received=KT_DAY),
    )


def asked() -> County:
    """The members are asked for their answers."""
    return (
        sent()
        .when(CLERK, OpenSession(session=SITTING), at(KT_DAY))
        .all(CLERK, CallItem(session=SITTING, item=ITEM))
    )


def test_everybody_answers_in_writing_and_the_paper_is_resolved() -> None:
    ballots = tuple(BallotEntry(member=each, choice="yes") for each in VOTERS)
    given = asked()
    assert given.sitting.quorate
    assert not given.sitting.public
    then = given.all(CLERK, OPEN, RecordVote(session=SITTING, vote=VOTE, ballots=ballots))
    assert then.of(VoteRecorded)[0].entitled == len(VOTERS)
    declared = then.when(CLERK, DeclareVote(session=SITTING, vote=VOTE))
    assert declared.of(VorlageResolved)
    assert declared.when(CLERK, CloseSession(session=SITTING)).sitting.status == "closed"


def test_a_circulation_knows_no_attendance_and_no_show_of_hands() -> None:
    come = RecordArrival(session=SITTING, members=(CHAIR,))
    correct = CorrectAttendance(session=SITTING, member=CHAIR, intervals=(), reason="x")
    for command in (come, correct, OpenVote(session=SITTING, item=ITEM)):
        with pytest.raises(CirculationInWriting):
            asked().when(CLERK, command)
    assert asked().sitting.present(asked().now) == {*VOTERS, ADVISER}


@generated(st.sampled_from(VOTERS), st.booleans(), st.booleans())
def test_one_objection_ends_it_without_a_decision(member: str, by_clerk: bool, voting: bool) -> None:  # noqa: FBT001
    given = asked().when(CLERK, OPEN) if voting else sent()
    said = ObjectToCirculation(session=SITTING, member=member) if by_clerk else OBJECT
    then = given.when(CLERK if by_clerk else member, said)
    assert then.of(CirculationObjected) == [CirculationObjected(member=member)]
    assert len(then.of(VoteCancelled)) == voting
    assert then.of(SessionCancelled)
    assert [each.consultation for each in then.of(ConsultationUnscheduled)] == [DECISION]
    assert then.sitting.status == "cancelled"
    assert (then.paper.status, then.paper.consultations[1].status) == ("released", "dated")


def test_only_voting_members_object_for_themselves_and_before_the_count() -> None:
    for member in (ADVISER, "nobody"):
        with pytest.raises(MayNotObject):
            asked().when(CLERK, ObjectToCirculation(session=SITTING, member=member))
    with pytest.raises(NotEntitled):
        asked().when(VOTERS[0], ObjectToCirculation(session=SITTING, member=VOTERS[1]))
    ballots = tuple(BallotEntry(member=each, choice="yes") for each in VOTERS)
    counted = asked().all(CLERK, OPEN, RecordVote(session=SITTING, vote=VOTE, ballots=ballots))
    with pytest.raises(VoteCounted):
        counted.when(VOTERS[0], OBJECT)
    with pytest.raises(NotByCirculation):
        sitting().when(VOTERS[0], OBJECT)


def test_where_the_rules_know_no_circulation_none_is_planned() -> None:
    given = released()
    sets = tuple(replace(each, circulation_allowed=False) for each in given.world.rules.sets)
    given = given._replace(world=replace(given.world, rules=RuleBook(sets=sets)))
    with pytest.raises(CirculationNotAllowed):
        given.when(OFFICE, PLAN)
