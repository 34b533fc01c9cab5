"""What a deputy reads: what those read for whom he may act on that day, and no more (rule 15)."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Final

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.organisation.state import Deputyship, Grant, Organisation
from domain.representation import Reader, readers, reading_departments, reading_session, reading_vorlage
from domain.rights import Capacity, Circle, circle_of_session, circle_of_vorlage, for_session, for_vorlage
from tests.domain.county import (
    ADMIN,
    AUDITOR,
    BAU,
    CHAIR,
    CLERK,
    FINANZEN,
    KREISTAG,
    LANDRAT,
    OFFICE,
    OUTSIDER,
    TREASURER,
    County,
    cosigning,
    draft,
    members,
    released,
    sitting,
    summoned,
)

MEMBER: Final = members(KREISTAG, 1)[0]
TODAY: Final = dt.date(2023, 3, 29)
EVERYONE: Final = (TREASURER, CLERK, CHAIR, MEMBER, LANDRAT, OFFICE, AUDITOR, ADMIN, OUTSIDER, "stranger")
CHECKING: Final = {AUDITOR, ADMIN}
"""Who is nothing but that: through them nobody reads anything."""

MOMENTS: Final[tuple[Callable[[], County], ...]] = (
    draft,
    lambda: cosigning(FINANZEN),
    released,
    summoned,
    sitting,
)

PERSON = st.sampled_from(EVERYONE)
DAY = st.integers(-2, 2).map(lambda days: TODAY + dt.timedelta(days))
DEPUTYSHIPS = st.lists(
    st.builds(Deputyship, person=PERSON, deputy=PERSON, since=st.none() | DAY, until=st.none() | DAY),
    max_size=8,
)


def appointed(given_: County, *deputyships: Deputyship) -> Organisation:
    """The county's organisation with these deputyships in it."""
    found = {str(number): each for number, each in enumerate(deputyships)}
    return replace(given_.world.organisation, deputyships=found)


def by(organisation: Organisation, person: str, day: dt.date = TODAY) -> tuple[Reader, ...]:
    return readers(organisation, person, organisation.standing(person, day), day)


def alone(given_: County, person: str) -> tuple[frozenset[Capacity], frozenset[Capacity]]:
    """What somebody is himself to the paper and, where there is one, to the sitting."""
    world, standing = given_.world, given_.world.organisation.standing(person, TODAY)
    paper = for_vorlage(person, standing, given_.paper, world.committees, TODAY)
    if not world.sessions:
        return paper, frozenset()
    body = world.committees[given_.sitting.committee]
    return paper, for_session(person, standing, given_.sitting, body, TODAY)


def together(given_: County, organisation: Organisation, person: str) -> tuple[frozenset[Capacity], ...]:
    """As what somebody reads the paper and the sitting."""
    world, reading = given_.world, by(organisation, person)
    paper = reading_vorlage(reading, given_.paper, world.committees, TODAY)
    if not world.sessions:
        return paper, frozenset()
    body = world.committees[given_.sitting.committee]
    return paper, reading_session(reading, given_.sitting, body, TODAY)


def farthest(circles: Iterable[Circle | None]) -> Circle | None:
    return max((each for each in circles if each is not None), default=None)


@given(st.sampled_from(MOMENTS), PERSON, DEPUTYSHIPS)
def test_rule_15_a_deputy_sees_as_far_as_those_he_may_act_for_and_no_further(
    moment: Callable[[], County], person: str, deputyships: list[Deputyship]
) -> None:
    given_ = moment()
    represented = {
        each.person
        for each in deputyships
        if each.deputy == person
        and (each.since or TODAY) <= TODAY <= (each.until or TODAY)
        and each.person not in CHECKING
    }
    each_alone = [alone(given_, each) for each in {person, *represented}]
    paper, body = together(given_, appointed(given_, *deputyships), person)
    assert circle_of_vorlage(paper, given_.paper) == farthest(
        circle_of_vorlage(each, given_.paper) for each, _ in each_alone
    )
    assert paper == frozenset().union(*(each for each, _ in each_alone))
    assert body == frozenset().union(*(each for _, each in each_alone))
    if given_.world.sessions:
        assert circle_of_session(body, given_.sitting) == farthest(
            circle_of_session(each, given_.sitting) for _, each in each_alone
        )


def test_rule_15_a_deputy_of_another_department_reads_the_paper_that_he_may_sign() -> None:
    given_ = cosigning(FINANZEN)
    organisation = appointed(given_, Deputyship(TREASURER, OUTSIDER, TODAY, TODAY))
    assert together(given_, organisation, OUTSIDER)[0] == {Capacity.DEPARTMENT, Capacity.COSIGNER}
    assert alone(given_, OUTSIDER)[0] == set()
    assert reading_departments(by(organisation, OUTSIDER)) == {FINANZEN}
    for day in (TODAY - dt.timedelta(1), TODAY + dt.timedelta(1)):
        assert by(organisation, OUTSIDER, day) == by(given_.world.organisation, OUTSIDER, day)


def test_a_deputyship_leads_one_step_far_and_not_back() -> None:
    given_ = cosigning(FINANZEN)
    chain = (Deputyship(TREASURER, OUTSIDER, None, None), Deputyship(OUTSIDER, "stranger", None, None))
    organisation = appointed(given_, *chain)
    assert [each.person for each in by(organisation, "stranger")] == ["stranger", OUTSIDER]
    assert [each.person for each in by(organisation, TREASURER)] == [TREASURER]
    assert together(given_, organisation, "stranger")[0] == set()


def test_a_deputy_of_whoever_checks_reads_only_what_belongs_to_his_other_roles() -> None:
    given_ = cosigning(FINANZEN)
    organisation = appointed(given_, *(Deputyship(each, OUTSIDER, None, None) for each in CHECKING))
    assert together(given_, organisation, OUTSIDER)[0] == set()
    grants = {**organisation.grants, "x": replace(_grant(organisation), person=AUDITOR)}
    both = replace(organisation, grants=grants)
    assert together(given_, both, OUTSIDER)[0] == {Capacity.DEPARTMENT, Capacity.LEAD}
    assert Capacity.AUDITOR in together(given_, both, AUDITOR)[0]


def _grant(organisation: Organisation) -> Grant:
    return next(
        each for each in organisation.grants.values() if (each.role, each.department) == ("department", BAU)
    )
