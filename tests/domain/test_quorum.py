"""Rule 5 and its settings: the warning, second convocation, mass recusal."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.errors import NoSuch
from domain.events import ORGANISATION, session_stream
from domain.organisation.events import RoleGranted
from domain.session.commands.agenda import PlanSession
from domain.session.commands.attendance import DeclareRecusal, EstablishQuorum, RecordArrival, RecordLeaving
from domain.session.commands.course import CallItem, CloseSession, ConcludeItem
from domain.session.commands.votes import OpenVote
from domain.session.errors.attendance import NotQuorate, WasQuorate
from domain.session.events.agenda import AgendaItemAdded, SessionPlanned
from domain.session.events.attendance import QuorumEstablished, QuorumLost
from domain.session.events.proceedings import ItemKind
from domain.session.events.votes import VoteOpened
from infra.rules import find
from tests.domain.chamber import BODY, DAY, chamber, under, voters
from tests.domain.county import CLERK, ITEM, OFFICE, SITTING, VOTE, County

MINUTE = dt.timedelta(minutes=1)
LAW, BAVARIA = find("kvg-lsa"), find("lkro-by")
OPENED = OpenVote(session=SITTING, item=ITEM, vote=VOTE)
NUMBER = st.integers(1, 12)


@given(NUMBER, NUMBER, NUMBER)
def test_rule_5_the_clerk_is_warned_when_the_quorum_leaves(present: int, lawful: int, leaving: int) -> None:
    present, leaving = min(present, lawful), min(leaving, present, lawful)
    gone = RecordLeaving(session=SITTING, members=voters(leaving))
    given = chamber(present, lawful)
    lost = given.when(CLERK, gone, given.now + MINUTE).of(QuorumLost)
    if 2 * present > lawful >= 2 * (present - leaving):
        assert lost == [QuorumLost(present=present - leaving, lawful_number=lawful)]
    else:
        assert lost == []
    with_vote = given.when(CLERK, replace(OPENED, override="x"), given.now + 3 * MINUTE)
    late = with_vote.when(CLERK, gone, given.now + MINUTE)
    assert late.of(QuorumLost) == []


@given(st.integers(0, 9), st.integers(0, 8))
def test_rule_5_with_most_of_the_body_recused_another_quorum_holds(present: int, recused: int) -> None:
    lawful = 9
    third = replace(LAW.quorum, numerator=1, denominator=3, more_than=False)
    assert LAW.mass_recusal is not None
    asking = replace(LAW, mass_recusal=replace(LAW.mass_recusal, quorum=third))
    for rules in (LAW, BAVARIA, asking):
        given = under(chamber(present, lawful), rules)
        for member in voters(lawful)[lawful - recused :]:
            given = given.when(CLERK, DeclareRecusal(session=SITTING, item=ITEM, member=member))
        free = min(present, lawful - recused)
        if rules.mass_recusal is not None and 2 * recused > lawful:
            quorate = rules is LAW or 3 * free >= lawful - recused
        elif rules.quorum_counts_recused:
            quorate = 2 * present > lawful
        else:
            quorate = 2 * free > lawful
        if quorate:
            assert given.when(CLERK, OPENED).of(VoteOpened)[0].flags == ()
        else:
            with pytest.raises(NotQuorate):
                given.when(CLERK, OPENED)


def first_sitting(present: int, *, challenged: bool = True) -> County:
    """A sitting that may lack a quorum, closed with its item open."""
    office = RoleGranted(grant="office", person=OFFICE, role="council_office")
    given = chamber(present, 9).happened(ORGANISATION, office)
    if challenged:
        given = given.when(CLERK, EstablishQuorum(session=SITTING))
    return given.when(CLERK, CloseSession(session=SITTING))


def test_only_a_sitting_without_a_quorum_is_convoked_again() -> None:
    again = PlanSession(committee=BODY, date=DAY, again=SITTING, session="second")
    planned = first_sitting(3).when(OFFICE, again).of(SessionPlanned)[-1]
    assert (planned.again, planned.matters) == (SITTING, ("Verschiedenes",))
    with pytest.raises(WasQuorate):
        first_sitting(5).when(OFFICE, again)
    with pytest.raises(NoSuch):
        first_sitting(3).when(OFFICE, replace(again, again="none"))


def test_rule_5_a_body_whose_quorum_went_in_mid_sitting_is_convoked_again_for_what_it_left_open() -> None:
    """Nobody had to establish it anew; what the body put off while it was quorate is not convoked again."""
    office = RoleGranted(grant="office", person=OFFICE, role="council_office")
    put_off = AgendaItemAdded(item="other", subject="Haushalt", public=True, place=1)
    quorate = chamber(5, 9).happened(ORGANISATION, office).happened(session_stream(SITTING), put_off)
    quorate = quorate.when(CLERK, EstablishQuorum(session=SITTING))
    quorate = quorate.when(CLERK, CallItem(session=SITTING, item="other"))
    quorate = quorate.when(CLERK, ConcludeItem(session=SITTING, item="other", outcome="postponed"))
    left = quorate.when(CLERK, RecordLeaving(session=SITTING, members=voters(9)[:1]))
    again = PlanSession(committee=BODY, date=DAY, again=SITTING, session="second")
    closed = left.when(CLERK, CloseSession(session=SITTING))
    assert closed.when(OFFICE, again).of(SessionPlanned)[-1].matters == ("Verschiedenes",)
    found = left.when(CLERK, RecordArrival(session=SITTING, members=voters(9)[:1]), left.now + MINUTE)
    found = found.when(CLERK, EstablishQuorum(session=SITTING), left.now + MINUTE)
    with pytest.raises(WasQuorate):
        found.when(CLERK, CloseSession(session=SITTING), left.now + 2 * MINUTE).when(OFFICE, again)


@given(
    present=st.integers(0, 4),
    subject=st.sampled_from(["Verschiedenes", "Haushalt"]),
    allowed=st.booleans(),
    again=st.booleans(),
)
def test_rule_5_the_second_convocation_for_the_same_matter_is_quorate_however_few_come(
    *, present: int, subject: str, allowed: bool, again: bool
) -> None:
    given = under(chamber(present, 9), replace(LAW, second_convocation=allowed))
    session = given.world.sessions[SITTING]
    session = replace(session, again="first" if again else None, matters=("Verschiedenes",))
    given = given._replace(world=replace(given.world, sessions={SITTING: session}))
    added = AgendaItemAdded(item="other", subject=subject, public=True, place=1)
    given = given.happened(session_stream(SITTING), added)
    both = replace(OPENED, items=("other",))
    if allowed and again and subject == "Verschiedenes":
        assert given.when(CLERK, both).of(VoteOpened)[0].flags == ()
    else:
        with pytest.raises(NotQuorate):
            given.when(CLERK, both)


@pytest.mark.parametrize("allowed", [True, False])
@pytest.mark.parametrize(
    ("subject", "kind"), [("Haushalt", "matter"), ("Fragen", "question_time"), (None, None)]
)
def test_rule_5_a_body_convoked_again_for_nothing_else_is_found_quorate(
    *, allowed: bool, subject: str | None, kind: ItemKind | None
) -> None:
    given = under(chamber(2, 9), replace(LAW, second_convocation=allowed))
    session = replace(given.world.sessions[SITTING], again="first", matters=("Verschiedenes",))
    given = given._replace(world=replace(given.world, sessions={SITTING: session}))
    if subject is not None:
        added = AgendaItemAdded(item="other", subject=subject, public=True, place=1, kind=kind)
        given = given.happened(session_stream(SITTING), added)
    (found,) = given.when(CLERK, EstablishQuorum(session=SITTING)).of(QuorumEstablished)
    assert (found.present, found.quorate) == (2, allowed and kind != "matter")
