"""Who is in the room: intervals that make sense, recusals, late entries (rules 2, 14, 15)."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.committee.commands import SeatMember, SetLawfulNumber, VacateSeat
from domain.errors import DomainError, NoSuch
from domain.flag import Flag
from domain.session.attendance.presence import Interval
from domain.session.commands.attendance import DeclareRecusal, LiftRecusal, RecordArrival, RecordLeaving
from domain.session.commands.course import OpenSession
from domain.session.errors.attendance import (
    AlreadyPresent,
    AlreadyRecused,
    NotAMember,
    NotPresent,
    NotRecused,
)
from domain.session.events.attendance import MemberArrived, MemberLeft, RecusalDeclared
from domain.session.events.course import SessionOpened
from tests.domain.chamber import chamber, voters
from tests.domain.county import (
    ADVISER,
    CHAIR,
    CLERK,
    ITEM,
    KREISTAG,
    KT_DAY,
    LANDRAT,
    OFFICE,
    OUTSIDER,
    SITTING,
    at,
    members,
    summoned,
)

MINUTE = dt.timedelta(minutes=1)
STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 20)), max_size=12)


@given(STEPS)
def test_intervals_of_a_member_never_overlap_and_never_end_before_they_begin(
    steps: list[tuple[bool, int]],
) -> None:
    given = chamber(1, 2)
    base = given.now
    member = (voters(2)[1],)
    for comes, minute in steps:
        command = (RecordArrival if comes else RecordLeaving)(session=SITTING, members=member)
        try:
            given = given.when(CLERK, command, base + minute * MINUTE)
        except (AlreadyPresent, NotPresent):
            continue
    intervals = given.sitting.attendance.get(member[0], ())
    for each, following in pairwise(intervals):
        assert each.end is not None
        assert each.end <= following.begin
    assert all(each.end is None or each.begin < each.end for each in intervals)


@given(*[st.integers(0, 9)] * 4)
def test_an_interval_holds_its_beginning_but_not_its_end(
    begin: int, length: int, first: int, width: int
) -> None:
    base = at(KT_DAY)
    interval = Interval(base + begin * MINUTE, base + (begin + length + 1) * MINUTE)
    moments = [base + (first + n) * MINUTE for n in range(width + 1)]
    assert interval.touches(moments[0], moments[-1]) == any(interval.holds(each) for each in moments)
    assert Interval(interval.begin).touches(moments[0], moments[-1]) == (interval.begin <= moments[-1])


def test_members_come_and_go_together_each_once() -> None:
    given = chamber(1, 4)
    both = RecordArrival(session=SITTING, members=("m001", "m002", "m001"))
    then = given.when(CLERK, both)
    assert then.events == [MemberArrived(member="m001"), MemberArrived(member="m002")]
    with pytest.raises(AlreadyPresent):
        then.when(CLERK, RecordArrival(session=SITTING, members=("m003", "m001")))
    left = then.when(CLERK, RecordLeaving(session=SITTING, members=("m001", "m001")))
    assert left.of(MemberLeft) == [MemberLeft(member="m001")]
    with pytest.raises(NotPresent):
        left.when(CLERK, RecordLeaving(session=SITTING, members=("m001",)))
    with pytest.raises(NotPresent):
        left.when(CLERK, RecordLeaving(session=SITTING, members=("m003",)))
    assert left.when(CLERK, RecordArrival(session=SITTING, members=("m001",))).of(MemberArrived)


def test_only_members_are_present_before_and_after_the_opening() -> None:
    with pytest.raises(NotAMember):
        chamber(1, 4).when(CLERK, RecordArrival(session=SITTING, members=("stranger",)))
    with pytest.raises(NotAMember):
        summoned().when(CLERK, RecordArrival(session=SITTING, members=(OUTSIDER,)))
    early = summoned().when(CLERK, RecordArrival(session=SITTING, members=(CHAIR, ADVISER)), at(KT_DAY, 16))
    assert len(early.events) == 2


@given(st.integers(-5, 5))
def test_rule_14_what_is_entered_after_something_that_happened_later_is_marked_late(minutes: int) -> None:
    given = chamber(2, 4)
    moment = given.now + minutes * MINUTE
    late = minutes < 0
    came = given.when(CLERK, RecordArrival(session=SITTING, members=("m002",)), moment)
    assert came.of(MemberArrived)[0].late == late
    assert came.last[0].meta.happened_at == moment
    recused = DeclareRecusal(session=SITTING, item=ITEM, member="m001")
    assert given.when(CLERK, recused, moment).of(RecusalDeclared)[0].late == late
    if minutes > 0:
        given = given.when(CLERK, RecordArrival(session=SITTING, members=("m003",)), moment)
        left = RecordLeaving(session=SITTING, members=("m003",))
        assert not given.when(CLERK, left, moment + MINUTE).of(MemberLeft)[0].late


@given(st.integers(1, 5))
def test_rule_15_seats_are_those_of_the_day_and_later_changes_do_not_reach_back(number: int) -> None:
    given = summoned()
    day = KT_DAY - dt.timedelta(days=1)
    for member in members(KREISTAG, number):
        given = given.when(OFFICE, VacateSeat(committee=KREISTAG, member=member, until=day))
        given = given.when(OFFICE, SeatMember(committee=KREISTAG, member=f"new-{member}", since=KT_DAY))
    opened = given.when(CLERK, OpenSession(session=SITTING), at(KT_DAY))
    seats = {seat.member: seat.votes for seat in opened.of(SessionOpened)[0].seats}
    assert not set(members(KREISTAG, number)) & set(seats)
    assert {f"new-{each}" for each in members(KREISTAG, number)} < set(seats)
    assert not seats[ADVISER]
    assert seats[LANDRAT]
    assert opened.of(SessionOpened)[0].chair == CHAIR
    vacated = VacateSeat(committee=KREISTAG, member=LANDRAT, until=day)
    assert opened.when(OFFICE, vacated).sitting.seats == opened.sitting.seats


@given(st.integers(-3, 3), st.integers(45, 60))
def test_the_lawful_number_is_that_of_the_sitting_s_day(days: int, number: int) -> None:
    given = summoned()
    before = given.world.committees[KREISTAG].lawful_number_on(KT_DAY)
    changed = SetLawfulNumber(
        committee=KREISTAG, lawful_number=number, since=KT_DAY + dt.timedelta(days=days)
    )
    opened = given.when(OFFICE, changed).when(CLERK, OpenSession(session=SITTING), at(KT_DAY))
    assert opened.of(SessionOpened)[0].lawful_number == (number if days <= 0 else before)


def test_a_recusal_belongs_to_one_item_and_one_member() -> None:
    recusal = DeclareRecusal(session=SITTING, item=ITEM, member="m001", reason=" Eigentümer ")
    given = chamber(3).when(CLERK, recusal)
    assert given.of(RecusalDeclared)[0].reason == "Eigentümer"
    with pytest.raises(AlreadyRecused):
        given.when(CLERK, recusal)
    with pytest.raises(NotAMember):
        given.when(CLERK, DeclareRecusal(session=SITTING, item=ITEM, member="stranger"))
    with pytest.raises(NoSuch):
        given.when(CLERK, DeclareRecusal(session=SITTING, item="none", member="m001"))
    with pytest.raises(NotRecused):
        given.when(CLERK, LiftRecusal(session=SITTING, item=ITEM, member="m002", reason="x"))
    other = given.when(CLERK, DeclareRecusal(session=SITTING, item=ITEM, member="m002"))
    assert other.sitting.agenda[0].recused == ("m001", "m002")
    lifted = other.when(CLERK, LiftRecusal(session=SITTING, item=ITEM, member="m001", reason="x"))
    assert lifted.sitting.agenda[0].recused == ("m002",)


def test_nobody_is_recused_from_an_item_with_a_stranger_s_word() -> None:
    with pytest.raises(DomainError):
        chamber(3).when("m001", DeclareRecusal(session=SITTING, item=ITEM, member="m002"))


def test_rule_5_a_sitting_that_opens_without_a_quorum_says_so() -> None:
    opened = summoned().when(CLERK, OpenSession(session=SITTING), at(KT_DAY))
    assert opened.of(SessionOpened)[0].flags == (Flag(flag="not_quorate", rule="5"),)
    everyone = RecordArrival(session=SITTING, members=(*members(KREISTAG, 7), LANDRAT, CHAIR))
    quorate = summoned().when(CLERK, everyone, at(KT_DAY)).when(CLERK, OpenSession(session=SITTING))
    assert quorate.of(SessionOpened)[0].flags == ()


def test_the_same_entered_twice_does_nothing_and_another_time_is_refused() -> None:
    given = chamber(1, 4)
    moment = given.now + 5 * MINUTE
    came = RecordArrival(session=SITTING, members=("m001", "m002"))
    then = given.when(CLERK, RecordArrival(session=SITTING, members=("m001",)), moment)
    both = then.when(CLERK, came, moment)
    assert both.events == [MemberArrived(member="m002")]
    assert both.when(CLERK, came, moment).events == []
    for other in (moment - MINUTE, moment + MINUTE):
        with pytest.raises(AlreadyPresent):
            both.when(CLERK, came, other)
    gone = RecordLeaving(session=SITTING, members=("m001",))
    left = both.when(CLERK, gone, moment + MINUTE)
    assert left.when(CLERK, gone, moment + MINUTE).events == []
    with pytest.raises(NotPresent):
        left.when(CLERK, gone, moment + 2 * MINUTE)
