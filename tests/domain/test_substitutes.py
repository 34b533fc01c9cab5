"""Seats and substitutes: a seat has one voter at a time (rules 2, 3 and 15)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.committee.commands import AppointSubstitute, DismissSubstitute
from domain.committee.errors import NoSeat, NoSubstitute, OwnSubstitute, SubstituteAlready
from domain.committee.events import SubstituteAppointed, SubstituteDismissed
from domain.errors import DomainError, PeriodReversed
from domain.procedure import AnyCommand
from domain.rights import Capacity, for_session
from domain.session.commands.attendance import (
    DeclareRecusal,
    RecordArrival,
    RecordLeaving,
    RecordSubstitution,
)
from domain.session.commands.course import OpenSession
from domain.session.commands.votes import BallotEntry, OpenVote, RecordBallot, RecordVote
from domain.session.errors.attendance import AlreadyPresent, NotAMember, NotASubstitute, SeatOccupied
from domain.session.errors.votes import BallotTwice, MayNotVote, VoteExceedsPresent
from domain.session.events.attendance import QuorumEstablished, SubstitutionRecorded
from domain.session.events.course import SessionOpened, Substitute
from domain.session.events.votes import VoteRecorded
from tests.domain.chamber import chamber, count, voters
from tests.domain.county import (
    CHAIR,
    CLERK,
    ITEM,
    KREISTAG,
    KT_DAY,
    LANDRAT,
    OFFICE,
    OUTSIDER,
    SITTING,
    VOTE,
    County,
    at,
    county,
    members,
    summoned,
)

MINUTE = dt.timedelta(minutes=1)
LAWFUL = 4
STANDING_IN = {"m000": "s0", "m001": "s1", "adviser-0": "s2"}


def body(present: int = LAWFUL) -> County:
    """An open sitting of four, in which two members and an adviser have substitutes."""
    given = chamber(present, LAWFUL, advisers=1)
    session = given.world.sessions[SITTING]
    substitutes = tuple(Substitute(member=m, substitute=s) for m, s in STANDING_IN.items())
    world = replace(given.world, sessions={SITTING: replace(session, substitutes=substitutes)})
    return given._replace(world=world)


def left(given: County, member: str) -> County:
    """The county after a member went out."""
    return given.when(CLERK, RecordLeaving(session=SITTING, members=(member,)), given.now + MINUTE)


def stood_in(given: County, member: str) -> County:
    """The county after a substitute came in."""
    taken = RecordSubstitution(session=SITTING, member=member, substitute=STANDING_IN[member])
    return given.when(CLERK, taken, given.now + MINUTE)


PEOPLE = [*voters(LAWFUL), "adviser-0", *STANDING_IN.values()]
STEPS = st.lists(st.tuples(st.sampled_from(PEOPLE), st.booleans()), max_size=25)


@given(STEPS, STEPS, st.sets(st.sampled_from(PEOPLE), max_size=2))
def test_rule_2_counts_the_seats_that_were_occupied_and_never_two_voters_on_one(
    before: list[tuple[str, bool]], during: list[tuple[str, bool]], recused: set[str]
) -> None:
    """Against a model that knows seats only: who sits where, and which seats had a voter meanwhile."""
    seat_of = {**{each: each for each in PEOPLE}, **{s: m for m, s in STANDING_IN.items()}}
    sits = {each: each for each in (*voters(LAWFUL), "adviser-0")}
    given = body()
    for person in sorted(recused):
        given = given.when(CLERK, DeclareRecusal(session=SITTING, item=ITEM, member=person))

    def walk(given: County, steps: list[tuple[str, bool]], used: set[str]) -> County:
        for person, comes in steps:
            seat = seat_of[person]
            if comes:
                allowed = seat not in sits
                command: AnyCommand = (
                    RecordArrival(session=SITTING, members=(person,))
                    if seat == person
                    else RecordSubstitution(session=SITTING, member=seat, substitute=person)
                )
            else:
                allowed = sits.get(seat) == person
                command = RecordLeaving(session=SITTING, members=(person,))
            moment = given.now + MINUTE
            if not allowed:
                with pytest.raises(DomainError):
                    given.when(CLERK, command, moment)
                continue
            given = given.when(CLERK, command, moment)
            if comes:
                sits[seat] = person
            else:
                del sits[seat]
            used |= {s for s, p in sits.items() if p not in recused}
        return given

    given = walk(given, before, set())
    given = given.when(
        CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE, override="x"), given.now + MINUTE
    )
    used = {seat for seat, person in sits.items() if person not in recused}
    given = walk(given, during, used)
    entitled = len(used & set(voters(LAWFUL)))
    moment = given.now + MINUTE
    assert given.when(CLERK, count(entitled, 0, 0), moment).of(VoteRecorded)[0].entitled == entitled
    with pytest.raises(VoteExceedsPresent):
        given.when(CLERK, count(entitled + 1, 0, 0), moment)


@given(st.sets(st.sampled_from(["m000", "m001"])))
def test_rule_2_a_seat_that_changes_its_voter_during_the_vote_counts_once(changing: set[str]) -> None:
    given = body().when(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE))
    for member in sorted(changing):
        given = stood_in(left(given, member), member)
    moment = given.now + MINUTE
    assert given.when(CLERK, count(LAWFUL, 0, 0), moment).of(VoteRecorded)[0].entitled == LAWFUL
    with pytest.raises(VoteExceedsPresent):
        given.when(CLERK, count(LAWFUL + 1, 0, 0), moment)


def test_a_member_finds_the_seat_taken_until_the_substitute_leaves() -> None:
    given = stood_in(left(body(), "m000"), "m000")
    back = RecordArrival(session=SITTING, members=("m000",))
    with pytest.raises(SeatOccupied) as refused:
        given.when(CLERK, back, given.now + MINUTE)
    assert (refused.value.member, refused.value.occupant) == ("m000", "s0")
    given = left(given, "s0")
    given = given.when(CLERK, back, given.now + MINUTE)
    with pytest.raises(SeatOccupied):
        stood_in(given, "m000")


def test_only_who_was_appointed_takes_the_seat_of_a_member() -> None:
    given = left(body(), "m002")
    for member, substitute, error in (
        ("m002", "s0", NotASubstitute),
        ("m002", OUTSIDER, NotASubstitute),
        (OUTSIDER, "s0", NotAMember),
    ):
        taken = RecordSubstitution(session=SITTING, member=member, substitute=substitute)
        with pytest.raises(error):
            given.when(CLERK, taken, given.now + MINUTE)
    given = stood_in(left(given, "m000"), "m000")
    twice = RecordSubstitution(session=SITTING, member="m000", substitute="s0")
    assert given.when(CLERK, twice, given.now).events == []
    with pytest.raises(AlreadyPresent):
        stood_in(given, "m000")


@given(votes_first=st.booleans())
def test_rule_3_a_seat_has_one_ballot_whoever_sits_on_it(*, votes_first: bool) -> None:
    given = body().when(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE, kind="roll_call"))
    by_member = RecordBallot(session=SITTING, vote=VOTE, member="m000", choice="yes")
    by_other = RecordBallot(session=SITTING, vote=VOTE, member="s0", choice="no")
    with pytest.raises(MayNotVote):
        given.when(CLERK, by_other)
    if votes_first:
        given = given.when(CLERK, by_member)
    given = stood_in(left(given, "m000"), "m000")
    if votes_first:
        with pytest.raises(BallotTwice):
            given.when(CLERK, by_other, given.now + MINUTE)
    else:
        given = given.when(CLERK, by_other, given.now + MINUTE)
        with pytest.raises(BallotTwice):
            given.when(CLERK, by_member, given.now + MINUTE)
    both = tuple(BallotEntry(each, "yes") for each in ("m000", "s0"))
    listed = RecordVote(session=SITTING, vote=VOTE, ballots=both)
    with pytest.raises(BallotTwice):
        given.when(CLERK, listed, given.now + MINUTE)


def test_the_substitute_of_an_adviser_has_no_vote() -> None:
    given = stood_in(left(body(), "adviser-0"), "adviser-0")
    given = given.when(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE, kind="roll_call"))
    with pytest.raises(MayNotVote):
        given.when(CLERK, RecordBallot(session=SITTING, vote=VOTE, member="s2", choice="yes"))


def test_a_substitute_counts_for_the_quorum_and_may_be_recused() -> None:
    given = stood_in(stood_in(body(0), "m000"), "m001")
    assert given.sitting.voters_present(given.now) == {"s0", "s1"}
    recused = given.when(CLERK, DeclareRecusal(session=SITTING, item=ITEM, member="s0"))
    assert recused.sitting.recused_from((ITEM,)) == {"s0"}


# Appointing


def appointed(**changes: object) -> AppointSubstitute:
    """The appointment of somebody for the chair of the Kreistag."""
    command = AppointSubstitute(committee=KREISTAG, member=CHAIR, substitute=OUTSIDER)
    return replace(command, **changes)


def test_a_substitute_is_appointed_for_a_member_from_day_to_day() -> None:
    given = county().when(OFFICE, appointed(since=dt.date(2023, 1, 1)))
    assert given.of(SubstituteAppointed) == [
        SubstituteAppointed(member=CHAIR, substitute=OUTSIDER, since=dt.date(2023, 1, 1))
    ]
    with pytest.raises(SubstituteAlready):
        given.when(OFFICE, appointed())
    until = dt.date(2023, 2, 28)
    dismissed = given.when(
        OFFICE,
        DismissSubstitute(committee=KREISTAG, member=CHAIR, substitute=OUTSIDER, until=until),
    )
    assert dismissed.of(SubstituteDismissed)[0].until == until
    body = dismissed.world.committees[KREISTAG]
    assert body.belongs(OUTSIDER, until)
    assert not body.belongs(OUTSIDER, until + dt.timedelta(days=1))
    again = dismissed.when(OFFICE, appointed(since=dt.date(2023, 3, 1)))
    later = DismissSubstitute(
        committee=KREISTAG, member=CHAIR, substitute=OUTSIDER, until=dt.date(2023, 3, 5)
    )
    ended = again.when(OFFICE, later).world.committees[KREISTAG].substitutions
    assert [each.until for each in ended] == [until, dt.date(2023, 3, 5)]


def test_nobody_stands_in_for_himself_or_for_nobody() -> None:
    with pytest.raises(OwnSubstitute):
        county().when(OFFICE, appointed(substitute=CHAIR))
    with pytest.raises(NoSeat):
        county().when(OFFICE, appointed(member=OUTSIDER, substitute=CHAIR))
    with pytest.raises(NoSubstitute):
        county().when(OFFICE, DismissSubstitute(committee=KREISTAG, member=CHAIR, substitute=OUTSIDER))
    with pytest.raises(PeriodReversed):
        county().when(OFFICE, appointed(since=dt.date(2023, 2, 1), until=dt.date(2023, 1, 1)))


def test_rule_15_a_substitute_sees_what_the_body_sees_while_appointed() -> None:
    given = summoned().when(OFFICE, appointed(until=KT_DAY))
    body = given.world.committees[KREISTAG]
    standing = given.world.organisation.standing(OUTSIDER, KT_DAY)
    seen = for_session(OUTSIDER, standing, given.sitting, body, KT_DAY)
    assert Capacity.BODY in seen
    after = for_session(OUTSIDER, standing, given.sitting, body, KT_DAY + dt.timedelta(days=1))
    assert Capacity.BODY not in after


def test_a_substitute_is_there_before_the_opening_and_copied_with_the_seats() -> None:
    given = summoned().when(OFFICE, appointed())
    there = members(KREISTAG, 6)
    come = RecordArrival(session=SITTING, members=tuple(set(there) - {CHAIR}))
    given = given.when(CLERK, come, at(KT_DAY, 16))
    taken = RecordSubstitution(session=SITTING, member=CHAIR, substitute=OUTSIDER)
    given = given.when(CLERK, taken)
    assert given.of(SubstitutionRecorded) == [SubstitutionRecorded(member=CHAIR, substitute=OUTSIDER)]
    opened = given.when(CLERK, OpenSession(session=SITTING))
    assert opened.of(SessionOpened)[0].substitutes == (Substitute(member=CHAIR, substitute=OUTSIDER),)
    present = opened.of(QuorumEstablished)[0].present
    without = left(opened, OUTSIDER)
    assert len(without.sitting.voters_present(without.now)) == present - 1
    assert LANDRAT in opened.sitting.voting_seats
