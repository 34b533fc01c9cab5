"""The overview of work: who is due, which station is next, which deadline is near."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.session.commands import DeclareVote, OpenVote, RecordVote
from domain.vorlage.budget_events import Account, Budget, BudgetRecorded
from domain.vorlage.commands import (
    ChangeHeader,
    CosignVorlage,
    FreezeEdition,
    InviteDepartment,
    OpenEdition,
    RecordBudget,
    RecordFinanceCheck,
    RefuseCosignature,
    StartCosigning,
    WithdrawVorlage,
)
from infra.rules import load
from projections import vorlage, vorlage_row
from projections.overview import Departments, OverviewShown, show
from tests.domain.county import (
    BAU,
    BUILDER,
    CLERK,
    FINANZEN,
    ITEM,
    KA_DAY,
    KT_DAY,
    LANDRAT,
    PAPER,
    SITTING,
    TREASURER,
    VOTE,
    County,
    cosigning,
    draft,
    released,
    sitting,
    summoned,
)
from tests.projections.story import fold, log

DEPARTMENTS = Departments({BAU: "Fachbereich Bau", FINANZEN: "Fachbereich Finanzen"}, (FINANZEN,))
TODAY = dt.date(2023, 2, 20)
NONE: Mapping[str, dt.date] = {}


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


def decided() -> County:
    """The paper resolved by the Kreistag."""
    return sitting().all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, vote=VOTE),
        RecordVote(session=SITTING, vote=VOTE, yes=5, no=4, abstained=0),
        DeclareVote(session=SITTING, vote=VOTE),
    )


@given(st.integers(-2, 40))
def test_a_resolved_paper_is_work_until_its_deadlines_are_over(days: int) -> None:
    rules = load().on(KT_DAY)
    today = KT_DAY + dt.timedelta(days=days)
    objection = KT_DAY + dt.timedelta(days=rules.objection_days)
    minutes = KT_DAY + dt.timedelta(days=rules.minutes_days)
    found = row(decided())
    for unsigned in ({}, {SITTING: KT_DAY}):
        shown = show(
            found, position=1, today=today, rules=load().on, departments=DEPARTMENTS, minuted=unsigned.get
        )
        expected = [("minutes", minutes, today > minutes)] if unsigned else []
        if today <= objection:
            expected.append(("objection", objection, False))
        if not expected:
            assert shown is None
            continue
        assert shown is not None
        assert [(each.what, each.on, each.overdue) for each in shown.deadlines] == expected
        assert (shown.status, shown.due, shown.next_station) == ("resolved", [], None)


def test_where_no_rules_are_in_force_nothing_is_due() -> None:
    shown = show(
        row(decided()),
        position=1,
        today=KT_DAY,
        rules=lambda _: None,
        departments=DEPARTMENTS,
        minuted={SITTING: KT_DAY}.get,
    )
    assert shown is None
