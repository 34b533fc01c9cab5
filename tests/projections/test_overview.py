"""The overview of work: who is due, which station is next, which deadline is near."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.session.commands.votes import DeclareVote, OpenVote, RecordVote
from domain.vorlage.commands.aftermath import (
    DecideUrgently,
    ReportImplementation,
    StartImplementation,
    WithdrawVorlage,
)
from domain.vorlage.commands.budget import RecordBudget, RecordFinanceCheck
from domain.vorlage.commands.cosigning import CosignVorlage, RefuseCosignature, StartCosigning
from domain.vorlage.commands.drafting import ChangeHeader, InviteDepartment
from domain.vorlage.commands.editions import FreezeEdition, OpenEdition
from domain.vorlage.commands.motions import ProposeAmendment
from domain.vorlage.events.budget import Account, Budget, BudgetRecorded
from infra.rules import load
from projections.overview.papers import Departments, Held, OverviewShown, show
from projections.vorlage import row as vorlage_row
from projections.vorlage import view as vorlage
from tests.domain.county import (
    BAU,
    BUILDER,
    CLERK,
    FINANZEN,
    ITEM,
    KA_DAY,
    KREISTAG,
    KT_DAY,
    LANDRAT,
    OFFICE,
    PAPER,
    SITTING,
    TREASURER,
    VOTE,
    County,
    cosigning,
    draft,
    members,
    released,
    sitting,
    summoned,
)
from tests.domain.test_aftermath import OBJECT, URGENT, again, turned_down
from tests.projections.story import fold, log

DEPARTMENTS = Departments({BAU: "Fachbereich Bau", FINANZEN: "Fachbereich Finanzen"}, (FINANZEN,))
TODAY = dt.date(2023, 2, 20)
NONE: Mapping[str, Held] = {}


def row(county: County) -> vorlage_row.Row:
    """The row of the county's paper."""
    rows = fold(vorlage, log((fact.stream, fact.meta, fact.event) for fact in county.log))
    found = rows[f"vorlagen/{PAPER}"]
    assert isinstance(found, vorlage_row.Row)
    return found


def overview(county: County, today: dt.date = TODAY, *, drafts: bool = True) -> OverviewShown:
    """What is shown of it."""
    found = show(
        row(county),
        position=7,
        today=today,
        rules=load().on,
        departments=DEPARTMENTS,
        minuted=NONE.get,
        drafts=drafts,
    )
    assert found is not None
    return found


def of_row(given: vorlage_row.Row, today: dt.date = TODAY) -> OverviewShown:
    """What is shown of a row."""
    found = show(given, position=7, today=today, rules=load().on, departments=DEPARTMENTS, minuted=NONE.get)
    assert found is not None
    return found


def due(county: County) -> list[tuple[str | None, str]]:
    """Who is to do what."""
    return [(each.department or each.office, each.what) for each in overview(county).due]


def test_the_lead_department_writes_then_the_chain_signs_then_the_landrat_releases() -> None:
    assert due(draft()) == [(BAU, "draft")]
    asked = cosigning(FINANZEN)
    assert due(asked) == [(FINANZEN, "cosign")]
    signed = asked.when(TREASURER, CosignVorlage(vorlage=PAPER, department=FINANZEN))
    assert due(signed) == [("chief_executive", "release")]
    refused = asked.when(TREASURER, RefuseCosignature(vorlage=PAPER, department=FINANZEN, reason="teuer"))
    assert due(refused) == [(BAU, "draft")]


def test_in_a_staged_chain_only_the_department_in_turn_is_due() -> None:
    frozen = draft().when(BUILDER, FreezeEdition(vorlage=PAPER, label="Entwurf"))
    staged = frozen.when(BUILDER, StartCosigning(vorlage=PAPER, chain=(BAU, FINANZEN), ordered=True))
    assert due(staged) == [(BAU, "cosign")]
    signed = staged.when(BUILDER, CosignVorlage(vorlage=PAPER, department=BAU))
    assert due(signed) == [(FINANZEN, "cosign")]


def test_spending_off_plan_waits_for_the_finance_department_until_it_checked() -> None:
    account = Account(account="51.1", appropriation=Decimal(100), need=Decimal(150))
    more = replace(account, need=Decimal(200))
    recorded = draft().when(BUILDER, RecordBudget(vorlage=PAPER, budget=Budget(accounts=(account,))))
    assert due(recorded) == [(BAU, "draft"), (FINANZEN, "finance_check")]
    checked = recorded.when(TREASURER, RecordFinanceCheck(vorlage=PAPER, positive=False, note="teuer"))
    assert due(checked) == [(BAU, "draft")]
    lapsed = checked.when(BUILDER, RecordBudget(vorlage=PAPER, budget=Budget(accounts=(more,))))
    assert due(lapsed) == due(recorded)
    printed = Budget(accounts=(account,), finance_check="geprüft")
    noted = draft().happened(f"vorlagen/{PAPER}", BudgetRecorded(budget=printed))
    assert due(noted) == [(BAU, "draft")]


def test_the_council_office_summons_to_the_next_station_then_the_body_decides() -> None:
    found = overview(released())
    assert [(each.office, each.what) for each in found.due] == [("council_office", "summon")]
    station = found.next_station
    assert station is not None
    assert (station.committee, station.date, station.status) == ("Kreisausschuss", KA_DAY, "dated")
    assert (found.lead_department_id, found.status, found.position) == (BAU, "released", 7)
    called = overview(sitting())
    assert (called.next_station or station).committee == "Kreisausschuss"


@given(st.integers(-12, 12))
def test_the_summons_has_its_last_day_so_many_full_days_before_the_sitting(days: int) -> None:
    rules = load().on(KA_DAY)
    last = KA_DAY - dt.timedelta(days=rules.notice_days + 1)
    assert rules.notice_kept(last, KA_DAY)
    assert not rules.notice_kept(last + dt.timedelta(days=1), KA_DAY)
    today = last + dt.timedelta(days=days)
    found = overview(released(), today)
    assert [(each.what, each.on, each.overdue) for each in found.deadlines] == [
        ("summons", last, days > 0),
        ("session", KA_DAY, today > KA_DAY),
    ]
    assert found.nearest == last


def test_after_the_summons_only_the_sitting_is_a_deadline() -> None:
    found = row(summoned())
    first, second = found.consultations
    first.outcome = "recommended"
    shown = show(
        found,
        position=1,
        today=TODAY,
        rules=load().on,
        departments=DEPARTMENTS,
        minuted=NONE.get,
    )
    assert shown is not None
    assert shown.next_station is not None
    assert shown.next_station.consultation == second.id
    assert [(each.what, each.on) for each in shown.deadlines] == [("session", KT_DAY)]
    assert [(each.office, each.name, each.what) for each in shown.due] == [
        ("committee", "Kreistag", "session")
    ]


def test_a_station_without_a_day_waits_for_one_and_a_day_without_rules_has_no_notice() -> None:
    found = row(released())
    found.consultations[0].date = None
    shown = show(
        found,
        position=1,
        today=TODAY,
        rules=load().on,
        departments=DEPARTMENTS,
        minuted=NONE.get,
    )
    assert shown is not None
    assert ([each.what for each in shown.due], shown.deadlines, shown.nearest) == (["date"], [], None)
    shown = show(
        row(released()),
        position=1,
        today=TODAY,
        rules=lambda _: None,
        departments=DEPARTMENTS,
        minuted=NONE.get,
    )
    assert shown is not None
    assert [each.what for each in shown.deadlines] == ["session"]
    found.consultations = []
    shown = show(
        found,
        position=1,
        today=TODAY,
        rules=load().on,
        departments=DEPARTMENTS,
        minuted=NONE.get,
    )
    assert shown is not None
    assert (shown.due, shown.next_station) == ([], None)


def test_who_does_not_see_drafts_is_told_nothing_of_what_goes_on_inside() -> None:
    given = released().all(
        BUILDER,
        OpenEdition(vorlage=PAPER, reason="neue Zahlen"),
        InviteDepartment(vorlage=PAPER, department=FINANZEN),
        ChangeHeader(vorlage=PAPER, subject="Ganz anders"),
    )
    inside, outside = overview(given), overview(given, drafts=False)
    assert (inside.revision, inside.invited, inside.subject) == ("revising", [FINANZEN], "Ganz anders")
    assert (outside.revision, outside.invited, outside.subject) == (None, [], "Konzept")
    assert [each.what for each in inside.due] == ["draft", "summon"]
    assert [each.what for each in outside.due] == ["summon"]
    frozen = given.when(BUILDER, FreezeEdition(vorlage=PAPER))
    assert [each.what for each in overview(frozen).due] == ["release", "summon"]


def test_a_paper_that_is_done_is_no_work() -> None:
    done = [
        draft().when(LANDRAT, WithdrawVorlage(vorlage=PAPER, reason="x")),
        sitting().all(
            CLERK,
            OpenVote(session=SITTING, item=ITEM, vote=VOTE),
            RecordVote(session=SITTING, vote=VOTE, yes=1, no=8, abstained=0),
            DeclareVote(session=SITTING, vote=VOTE),
        ),
    ]
    for county in done:
        found = show(
            row(county), position=1, today=TODAY, rules=load().on, departments=DEPARTMENTS, minuted=NONE.get
        )
        assert found is None


@pytest.mark.parametrize(("department", "concerned"), [(BAU, True), (FINANZEN, True), ("other", False)])
def test_a_department_is_concerned_that_leads_or_is_due(department: str, concerned: bool) -> None:  # noqa: FBT001
    assert overview(cosigning(FINANZEN)).concerns({department}) == concerned


@cache
def decided() -> County:
    """The paper resolved by the Kreistag."""
    return sitting().all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, vote=VOTE),
        RecordVote(session=SITTING, vote=VOTE, yes=5, no=4, abstained=0),
        DeclareVote(session=SITTING, vote=VOTE),
    )


@given(st.integers(-2, 40), st.none() | st.integers(1, 60))
def test_a_resolved_paper_waits_for_its_deadlines_and_for_its_implementation(
    days: int, gap: int | None
) -> None:
    rules = load().on(KT_DAY)
    today = KT_DAY + dt.timedelta(days=days)
    objection = KT_DAY + dt.timedelta(days=rules.objection_days)
    following = None if gap is None else KT_DAY + dt.timedelta(days=gap)
    # § 58: within thirty days, at the latest for the next sitting of the same body.
    minutes = KT_DAY + dt.timedelta(days=min(30, gap or 30))
    unsigned = {SITTING: Held(KT_DAY, following)}
    for held in (NONE, unsigned):
        shown = show(
            row(decided()),
            position=1,
            today=today,
            rules=load().on,
            departments=DEPARTMENTS,
            minuted=held.get,
        )
        expected = [("minutes", minutes, today > minutes)] if held else []
        if today <= objection:
            expected.append(("objection", objection, False))
        assert shown is not None
        assert {each.what for each in shown.deadlines if each.counted_from} == {
            what for what, *_ in expected if what == "objection"
        }
        assert [(each.what, each.on, each.overdue) for each in shown.deadlines] == expected
        assert [(each.department, each.what) for each in shown.due] == [(BAU, "implement")]
        assert (shown.status, shown.next_station) == ("resolved", None)


def test_a_rejection_that_stands_is_carried_out_by_nobody() -> None:
    confirmed = again(turned_down().when(LANDRAT, OBJECT), carried=False)
    assert overview(confirmed).status == "confirmed"
    assert "implement" not in [each.what for each in overview(confirmed).due]
    resolved_ = again(turned_down().when(LANDRAT, OBJECT), carried=True)
    assert "implement" in [each.what for each in overview(resolved_).due]
    urgent = released().when(LANDRAT, URGENT)
    assert "implement" in [each.what for each in overview(urgent).due]


def test_where_no_rules_are_in_force_no_deadline_is_told() -> None:
    shown = show(
        row(decided()),
        position=1,
        today=KT_DAY,
        rules=lambda _: None,
        departments=DEPARTMENTS,
        minuted={SITTING: Held(KT_DAY)}.get,
    )
    assert shown is not None
    assert shown.deadlines == []


def test_an_objection_brings_the_paper_back_to_its_body_and_a_second_one_to_the_authority() -> None:
    objected = decided().when(LANDRAT, OBJECT)
    found = overview(objected, KT_DAY)
    assert found.status == "suspended"
    assert [(each.office, each.what) for each in found.due] == [("council_office", "date")]
    assert found.next_station is not None
    assert found.next_station.role == "decision"
    assert [each.what for each in found.deadlines] == []
    given = row(objected)
    decision = dt.datetime(2023, 4, 5, 18, tzinfo=dt.UTC)
    given.aftermath.objections = [
        replace(given.aftermath.objections[0], outcome="confirmed", decided_at=decision)
    ]
    given.status = "confirmed"
    confirmed = of_row(given, decision.date())
    fortnight = decision.date() + dt.timedelta(days=14)
    assert [(each.what, each.on) for each in confirmed.deadlines] == [("objection", fortnight)]
    assert [each.what for each in confirmed.due] == ["implement"]
    given.aftermath.objections.append(
        replace(given.aftermath.objections[0], authority=True, outcome=None, decided_at=None)
    )
    assert of_row(given, decision.date()).deadlines == []
    given.status = "suspended"
    asked = of_row(given, decision.date())
    assert [(each.office, each.what) for each in asked.due] == [("council_office", "authority")]
    assert asked.next_station is None


def test_whoever_carries_out_a_resolution_is_due_until_the_day_that_was_set() -> None:
    begun = decided().when(
        OFFICE, StartImplementation(vorlage=PAPER, department=FINANZEN, due=dt.date(2023, 6, 1))
    )
    late = overview(begun, dt.date(2023, 6, 2))
    assert [(each.department, each.name, each.what) for each in late.due] == [
        (FINANZEN, "Fachbereich Finanzen", "report")
    ]
    assert [(each.what, each.on, each.overdue) for each in late.deadlines] == [
        ("implementation", dt.date(2023, 6, 1), True)
    ]
    put_off = begun.when(OFFICE, ReportImplementation(vorlage=PAPER, text="dauert", due=dt.date(2023, 9, 1)))
    assert [each.on for each in overview(put_off, dt.date(2023, 6, 2)).deadlines] == [dt.date(2023, 9, 1)]
    undated = decided().when(OFFICE, StartImplementation(vorlage=PAPER, department=FINANZEN))
    assert overview(undated, dt.date(2023, 6, 2)).deadlines == []


def test_what_was_decided_urgently_is_still_told_to_its_body() -> None:
    urgent = released().when(LANDRAT, DecideUrgently(vorlage=PAPER, reason="Hochwasser"))
    found = overview(urgent)
    assert found.status == "resolved"
    assert found.next_station is not None
    assert found.next_station.role == "information"
    assert [each.what for each in found.due] == ["date", "implement"]


def test_a_station_needs_its_committee_and_its_role_before_a_day() -> None:
    found = row(released())
    found.consultations[0].date = None
    station = found.consultations[0]
    station.role = None
    assert [each.what for each in of_row(found).due] == ["role"]
    station.committee = None
    assert [each.what for each in of_row(found).due] == ["link"]


def test_open_motions_wait_for_the_submitter_between_sittings() -> None:
    mover = members(KREISTAG, 1)[0]
    change = ProposeAmendment(
        vorlage=PAPER, amendment="a", document="reasons", old="Es ist nötig.\n", new="Es ist gut.\n"
    )
    moved = summoned().when(mover, change)
    assert [(each.department or each.office, each.what) for each in overview(moved).due] == [
        ("council_office", "summon"),
        (BAU, "motion"),
    ]


def test_a_decision_after_midnight_is_of_the_day_of_the_county() -> None:
    given = row(decided())
    assert given.resolution is not None
    after_midnight = dt.datetime(2023, 3, 29, 22, 30, tzinfo=dt.UTC)
    given.resolution = replace(given.resolution, at=after_midnight)
    assert [(each.what, each.on) for each in of_row(given, KT_DAY).deadlines] == [
        ("objection", dt.date(2023, 4, 13))
    ]
