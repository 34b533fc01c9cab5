"""The seats of a body: one voter a seat, never more than the lawful number (rule 15)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.committee.commands import (
    AppointChair,
    FormCommittee,
    SeatMember,
    SetLawfulNumber,
    VacateSeat,
)
from domain.committee.errors import CommitteeNameTaken, NoSeat, SeatsExhausted, SeatTaken
from domain.committee.events import ChairAppointed, CommitteeFormed, SeatVacated
from domain.errors import AlreadyExists, NoSuch, NotEntitled, PeriodReversed
from domain.organisation.state import within
from tests.domain.county import (
    ADVISER,
    CHAIR,
    CLERK,
    KREISTAG,
    OFFICE,
    County,
    county,
)

FIRST = dt.date(2023, 1, 1)
DAYS = st.none() | st.dates(FIRST, dt.date(2023, 1, 8))
SEATS = st.lists(st.tuples(st.sampled_from(["a", "b", "c", "d"]), st.booleans(), DAYS, DAYS), max_size=8)
BODY = "body"


def body(lawful_number: int) -> County:
    return county().when(OFFICE, FormCommittee(committee=BODY, name="Bau", lawful_number=lawful_number))


@given(SEATS, st.integers(1, 3), st.none() | st.tuples(DAYS.filter(bool), st.integers(1, 3)))
def test_rule_15_one_voter_a_seat_and_never_more_than_the_lawful_number(
    seats: list[tuple[str, bool, dt.date | None, dt.date | None]],
    lawful_number: int,
    changed: tuple[dt.date, int] | None,
) -> None:
    given = body(lawful_number)
    if changed is not None:
        day, number = changed
        given = given.when(OFFICE, SetLawfulNumber(committee=BODY, lawful_number=number, since=day))
    for member, votes, since, until in seats:
        seat = SeatMember(committee=BODY, member=member, votes=votes, since=since, until=until)
        try:
            given = given.when(OFFICE, seat)
        except (SeatTaken, SeatsExhausted, PeriodReversed):
            continue
    committee = given.world.committees[BODY]
    for day in (FIRST + dt.timedelta(days=n) for n in range(-1, 10)):
        seated = committee.seats_on(day)
        assert len({each.member for each in seated}) == len(seated)
        assert sum(each.votes for each in seated) <= committee.lawful_number_on(day)


def test_a_seat_is_refused_only_for_a_reason() -> None:
    given = body(1).when(OFFICE, SeatMember(committee=BODY, member="a", until=FIRST))
    later = SeatMember(committee=BODY, member="a", since=FIRST + dt.timedelta(days=1))
    given = given.when(OFFICE, later)
    with pytest.raises(SeatsExhausted):
        given.when(OFFICE, SeatMember(committee=BODY, member="b", since=FIRST))
    with pytest.raises(SeatTaken):
        given.when(OFFICE, SeatMember(committee=BODY, member="a", since=FIRST))
    with pytest.raises(PeriodReversed):
        given.when(
            OFFICE,
            SeatMember(committee=BODY, member="b", since=FIRST, until=FIRST - dt.timedelta(days=1)),
        )
    given.when(OFFICE, SeatMember(committee=BODY, member="b", votes=False))


def test_a_seat_is_vacated_with_a_day() -> None:
    then = county().when(OFFICE, VacateSeat(committee=KREISTAG, member=CHAIR))
    day = then.now.date()
    assert then.events == [SeatVacated(member=CHAIR, until=day)]
    committee = then.world.committees[KREISTAG]
    assert committee.seat_of(CHAIR, day) is not None
    assert committee.seat_of(CHAIR, day + dt.timedelta(days=1)) is None
    assert committee.seat_of(ADVISER, day + dt.timedelta(days=1)) is not None
    with pytest.raises(NoSeat):
        then.when(OFFICE, VacateSeat(committee=KREISTAG, member=CHAIR, until=day + dt.timedelta(days=1)))


def test_a_member_chairs_from_a_day() -> None:
    day = dt.date(2023, 3, 1)
    other = AppointChair(committee=KREISTAG, member="kreistag-1", since=day)
    then = county().when(OFFICE, other)
    assert then.events == [ChairAppointed(member="kreistag-1", since=day)]
    committee = then.world.committees[KREISTAG]
    assert committee.chair_on(day - dt.timedelta(days=1)) == CHAIR
    assert committee.chair_on(day) == "kreistag-1"
    assert body(3).world.committees[BODY].chair_on(day) is None
    with pytest.raises(NoSeat):
        county().when(OFFICE, AppointChair(committee=KREISTAG, member=CLERK))


@given(st.lists(st.tuples(st.dates(FIRST, dt.date(2023, 1, 5)), st.integers(1, 9)), max_size=4))
def test_the_lawful_number_is_the_last_one_set_for_a_day(numbers: list[tuple[dt.date, int]]) -> None:
    given = body(7)
    for since, number in numbers:
        given = given.when(OFFICE, SetLawfulNumber(committee=BODY, lawful_number=number, since=since))
    for day in (FIRST + dt.timedelta(days=n) for n in range(-1, 6)):
        begun = [(since, n, number) for n, (since, number) in enumerate(numbers) if since <= day]
        expected = max(begun)[2] if begun else 7
        assert given.world.committees[BODY].lawful_number_on(day) == expected


def test_bodies_have_names_and_ids_of_their_own() -> None:
    with pytest.raises(CommitteeNameTaken):
        county().when(OFFICE, FormCommittee(name="KREISTAG", lawful_number=3))
    with pytest.raises(AlreadyExists):
        county().when(OFFICE, FormCommittee(committee=KREISTAG, name="Neu", lawful_number=3))
    formed = county().when(OFFICE, FormCommittee(name="Neu", lawful_number=3))
    assert formed.events == [CommitteeFormed(name="Neu", lawful_number=3)]
    with pytest.raises(NoSuch):
        county().when(OFFICE, VacateSeat(committee="none", member=CHAIR))
    with pytest.raises(NotEntitled):
        county().when(CLERK, FormCommittee(name="Neu", lawful_number=3))


def test_a_printed_name_is_linked_only_where_it_means_one_body() -> None:
    world = county().world
    assert world.committee_named("kreistag") == KREISTAG
    assert world.committee_named("Bauausschuss") is None


@given(DAYS, DAYS, DAYS.filter(bool))
def test_a_period_holds_both_its_days(since: dt.date | None, until: dt.date | None, day: dt.date) -> None:
    assert within(since, until, day) == ((since or day) <= day <= (until or day))
