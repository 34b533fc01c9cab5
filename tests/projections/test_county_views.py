import datetime as dt

from domain.committee.events import (
    ChairAppointed,
    CommitteeFormed,
    LawfulNumberSet,
    MemberSeated,
    SeatVacated,
)
from projections import committee, organisation
from projections.projection import Projection
from tests.domain.county import county
from tests.projections.story import fold, json, log, row, told

COMMITTEES: Projection[committee.Row] = committee
ORGANISATION = organisation
MARCH = dt.date(2023, 3, 1)


def test_a_committee_is_shown_as_it_was_on_a_day() -> None:
    found = row(
        committee,
        told(
            "committees/kt",
            CommitteeFormed(name="Kreistag", lawful_number=43),
            MemberSeated(member="a", votes=True, until=dt.date(2023, 3, 31)),
            MemberSeated(member="b", votes=False),
            MemberSeated(member="c", votes=True),
            SeatVacated(member="c", until=dt.date(2023, 2, 28)),
            ChairAppointed(member="a"),
            LawfulNumberSet(lawful_number=42, since=dt.date(2023, 4, 1)),
        ),
    )
    assert json(committee.show("kt", found.committee, MARCH, str.upper)) == {
        "id": "kt",
        "name": "Kreistag",
        "lawful_number": 43,
        "chair": "a",
        "deputy_chair": None,
        "members": [
            {"id": "a", "name": "A", "votes": True, "since": None, "until": "2023-03-31"},
            {"id": "b", "name": "B", "votes": False, "since": None, "until": None},
        ],
        "substitutes": [],
    }
    april = committee.show("kt", found.committee, dt.date(2023, 4, 1), str.upper)
    assert (april.lawful_number, [each.id for each in april.members]) == (42, ["b"])
    assert (found.id, committee.columns(found)) == ("kt", {"name": "Kreistag"})


def test_before_a_committee_was_formed_there_is_none() -> None:
    found = row(committee, told("committees/kt", ChairAppointed(member="a")))
    assert found.committee is None
    assert committee.columns(found) == {"name": None}


def test_committees_and_the_organisation_are_what_decisions_see() -> None:
    recorded = log((fact.stream, fact.meta, fact.event) for fact in county().log)
    world = county().world
    rows = fold(committee, recorded)
    assert {found.id: found.committee for found in rows.values()} == world.committees
    assert fold(organisation, recorded) == {"organisation": world.organisation}
