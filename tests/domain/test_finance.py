"""The arithmetic of the budget block and the finance department's check (rule 11)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given as over
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.errors import NoSuch, NotEntitled, WrongState
from domain.organisation.commands import AppointDeputy
from domain.procedure import decide
from domain.vorlage.budget.arithmetic import (
    contradictions,
    covered,
    flags,
    misfits,
    shortfall,
    spending,
    spending_of,
    sums,
)
from domain.vorlage.commands.budget import RecordBudget, RecordFinanceCheck
from domain.vorlage.commands.drafting import CreateVorlage, InviteDepartment, ReviseText
from domain.vorlage.errors.budget import (
    BudgetDiffers,
    CompetentBodyNeeded,
    CoverIncomplete,
    CoverMisfits,
    FinanceOnly,
    GroundNeeded,
    NotOffPlan,
    PostingNeeded,
    SpendingDiffers,
    SumDiffers,
)
from domain.vorlage.errors.drafting import BlankText
from domain.vorlage.events.budget import (
    Account,
    Budget,
    BudgetRecorded,
    Cover,
    FinanceChecked,
    FinanceCheckLapsed,
    FinanceCheckRevived,
)
from domain.vorlage.events.drafting import TextRevised
from domain.vorlage.terms import CoverKind, Posting, Spending
from tests.domain.county import (
    ADMIN,
    BAU,
    BUILDER,
    FINANZEN,
    KREISAUSSCHUSS,
    KREISTAG,
    OFFICE,
    OUTSIDER,
    PAPER,
    TREASURER,
    County,
    cosigning,
    county,
    draft,
    released,
)

EURO = st.integers(0, 40).map(lambda cents: Decimal(cents * 50) / 100)
MAYBE = st.none() | EURO
LINES = st.lists(st.tuples(MAYBE, MAYBE), min_size=1, max_size=4)


def account(appropriation: Decimal | None, need: Decimal | None) -> Account:
    return Account(account="1", appropriation=appropriation, need=need)


def block(lines: list[tuple[Decimal | None, Decimal | None]]) -> Budget:
    return Budget(accounts=tuple(account(*each) for each in lines))


def whole(amounts: Sequence[Decimal | None]) -> Decimal | None:
    known = [each for each in amounts if each is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None


def euro(amount: str) -> Decimal:
    return Decimal(amount)


OVER = Budget(
    proof_required=True,
    accounts=(
        Account(
            account="11110.543100", appropriation=euro("1000.00"), used=euro("900.00"), need=euro("1500.00")
        ),
        Account(account="11110.543200", appropriation=euro("800.00"), need=euro("200.00")),
    ),
    posting="expense",
    cover=(
        Cover(kind="more_revenue", account="11110.446100", amount=euro("300.00")),
        Cover(kind="less_expense", account="11110.501200", amount=euro("200.00")),
    ),
)
CHECK = RecordFinanceCheck(
    vorlage=PAPER, positive=True, ground=" § 105  Abs. 1 ", competent=KREISAUSSCHUSS, note="unabweisbar"
)
RECORD = RecordBudget(vorlage=PAPER, budget=OVER)


def with_budget(budget: Budget = OVER) -> County:
    """A draft with this block, the finance department drafting along."""
    return draft().all(
        BUILDER,
        InviteDepartment(vorlage=PAPER, department=FINANZEN),
        RecordBudget(vorlage=PAPER, budget=budget),
    )


def checked() -> County:
    return with_budget().when(TREASURER, CHECK)


# Rule 11: the arithmetic


@over(EURO, EURO)
def test_rule_11_a_shortfall_is_what_is_needed_beyond_the_appropriation(
    appropriation: Decimal, need: Decimal
) -> None:
    lacking = shortfall(appropriation, need)
    assert lacking == (need - appropriation if need > appropriation else 0)
    kind = spending(appropriation, need)
    assert (kind == "above_plan") == (appropriation > 0 and need > appropriation)
    assert (kind == "outside_plan") == (appropriation == 0 and need > 0)


@over(MAYBE)
def test_rule_1_from_what_is_not_recorded_nothing_follows(amount: Decimal | None) -> None:
    assert (shortfall(None, amount), shortfall(amount, None)) == (None, None)
    assert (spending(None, amount), spending(amount, None)) == (None, None)


@over(LINES)
def test_rule_11_sums_are_those_of_the_lines_and_no_surplus_makes_up_for_a_shortfall(
    lines: list[tuple[Decimal | None, Decimal | None]],
) -> None:
    found = sums(block(lines))
    for number, total in ((0, found.appropriation), (1, found.need)):
        amounts = [each[number] for each in lines]
        assert total == whole(amounts)
    if any(None in each for each in lines):
        assert found.shortfall is None
    else:
        lacking = [max(Decimal(0), need - there) for there, need in lines]  # type: ignore[operator]
        assert found.shortfall == sum(lacking)


@over(LINES)
def test_rule_11_a_block_is_off_plan_as_soon_as_a_line_is_and_may_say_so(
    lines: list[tuple[Decimal | None, Decimal | None]],
) -> None:
    recorded = [(there, need) for there, need in lines if there is not None and need is not None]
    above = any(there and need > there for there, need in recorded)
    outside = any(not there and need for there, need in recorded)
    expected = "above_plan" if above else "outside_plan" if outside else None
    found = sums(block(lines)).spending
    assert found == expected
    assert "spending_differs" not in contradictions(replace(block(lines), spending=found))


def test_a_line_outside_plan_makes_its_block_so_whatever_other_lines_have_left() -> None:
    budget = block([(euro("0.00"), euro("500.00")), (euro("700.00"), euro("100.00"))])
    assert (sums(budget).spending, sums(budget).shortfall) == ("outside_plan", euro("500.00"))
    assert spending_of(block([(euro("0.00"), euro("500.00")), (None, None)])) == "outside_plan"


@over(LINES, MAYBE, MAYBE, st.sampled_from([None, *get_args(Spending)]))
def test_rule_11_a_block_that_its_lines_deny_is_refused_unless_it_was_read_from_paper(
    lines: list[tuple[Decimal | None, Decimal | None]],
    appropriation: Decimal | None,
    need: Decimal | None,
    stated: Spending | None,
) -> None:
    printed = replace(block(lines), appropriation=appropriation, need=need, spending=stated)
    record = RecordBudget(vorlage=PAPER, budget=printed)
    wrong = []
    if any(each != (None, None) for each in lines):
        wrong = [
            name
            for name, total, amounts in (
                ("appropriation", appropriation, [each[0] for each in lines]),
                ("need", need, [each[1] for each in lines]),
            )
            if total is not None and _impossible(total, amounts)
        ]
    judged = lines if any(each != (None, None) for each in lines) else [(appropriation, need)]
    if stated is not None and all(None not in each for each in judged):
        kinds = [spending(*each) for each in judged]
        wrong += [] if stated in kinds else ["spending"]
    if not wrong:
        assert draft().when(BUILDER, record).of(BudgetRecorded)
    else:
        with pytest.raises((SumDiffers, SpendingDiffers)):
            draft().when(BUILDER, record)
    imported = _imported().when(BUILDER, record)
    assert imported.of(BudgetRecorded)[0].budget == imported.paper.budget
    assert [each.removesuffix("_differs") for each in contradictions(imported.paper.budget)] == wrong


def _impossible(total: Decimal, amounts: list[Decimal | None]) -> bool:
    known = sum((each for each in amounts if each is not None), Decimal(0))
    if all(each is None for each in amounts):
        return False
    return total != known if None not in amounts else total < known


def _imported() -> County:
    create = CreateVorlage(vorlage=PAPER, file_reference="1", subject="S", lead_department=BAU, imported=True)
    return county().when(BUILDER, create)


def test_rule_11_only_what_is_copied_from_paper_may_contradict_its_lines() -> None:
    wrong = RecordBudget(
        vorlage=PAPER, budget=replace(block([(euro("100"), euro("150"))]), spending="outside_plan")
    )
    printed = _imported()
    for who, refused in ((BUILDER, True), (OFFICE, False)):
        alone = printed.given(who)
        alone = replace(alone, batch=alone.command)
        if refused:
            with pytest.raises(SpendingDiffers):
                decide(wrong, printed.world, alone)
        else:
            assert decide(wrong, printed.world, alone)


def test_what_a_block_states_wrongly_is_named() -> None:
    lines = block([(euro("100"), euro("150")), (euro("0"), euro("20"))])
    for field, stated in (("appropriation", "99"), ("need", "171")):
        wrong = replace(lines, **{field: euro(stated)})
        with pytest.raises(SumDiffers) as refused:
            draft().when(BUILDER, RecordBudget(vorlage=PAPER, budget=wrong))
        assert (refused.value.field, refused.value.stated) == (field, f"{stated}.00")
        assert refused.value.lines == {"appropriation": "100.00", "need": "170.00"}[field]
    enough = Budget(appropriation=euro("10"), need=euro("10"), spending="above_plan")
    with pytest.raises(SpendingDiffers) as denied:
        draft().when(BUILDER, RecordBudget(vorlage=PAPER, budget=enough))
    assert (denied.value.stated, denied.value.lines) == ("above_plan", None)
    partly = replace(block([(euro("100"), None), (None, None)]), appropriation=euro("50"))
    with pytest.raises(SumDiffers) as partial:
        draft().when(BUILDER, RecordBudget(vorlage=PAPER, budget=partly))
    assert partial.value.lines is None


COVERS = st.lists(st.builds(Cover, kind=st.sampled_from(get_args(CoverKind)), amount=MAYBE), max_size=4).map(
    tuple
)
OF_PLAN = {"expense": ("more_revenue", "less_expense"), "payment": ("more_receipts", "less_payments")}


@over(COVERS, st.sampled_from([None, *get_args(Posting)]), EURO)
def test_rule_11_a_positive_check_rests_on_a_cover_that_fits_the_posting_and_comes_to_the_shortfall(
    cover: tuple[Cover, ...], posting: Posting | None, lacking: Decimal
) -> None:
    lacking += 1
    budget = Budget(appropriation=Decimal(5), need=5 + lacking, cover=cover, posting=posting)
    kinds = OF_PLAN.get(posting or "", get_args(CoverKind))
    fits = all(each.kind in kinds for each in cover)
    amounts = [each.amount for each in cover]
    enough = whole(amounts) == lacking
    if posting == "both" and None not in amounts:
        enough = enough or all(
            sum((each.amount or Decimal(0) for each in cover if each.kind in plan), Decimal(0)) == lacking
            for plan in OF_PLAN.values()
        )
    given = with_budget(budget)
    if posting is None:
        with pytest.raises(PostingNeeded):
            given.when(TREASURER, CHECK)
    elif fits and enough:
        assert given.when(TREASURER, CHECK).of(FinanceChecked)
    else:
        with pytest.raises(CoverIncomplete if fits else CoverMisfits):
            given.when(TREASURER, CHECK)
    assert bool(misfits(budget)) == (not fits)
    assert given.when(TREASURER, replace(CHECK, positive=False)).of(FinanceChecked)


def test_a_cover_is_flagged_where_it_does_not_fit_or_is_not_enough() -> None:
    assert flags(OVER) == []
    assert flags(replace(OVER, cover=OVER.cover[:1])) == ["cover_differs"]
    assert flags(replace(OVER, posting="payment")) == ["cover_misfits"]
    assert flags(replace(OVER, cover=())) == []
    assert flags(Budget(cover=OVER.cover)) == []
    assert not covered(Budget(cover=OVER.cover))


# The check


def test_a_positive_check_names_ground_body_and_the_block_that_was_checked() -> None:
    given = checked()
    block_hash = given.paper.content().section_hashes()["budget"]
    assert given.events == [
        FinanceChecked(
            positive=True,
            budget=block_hash,
            rule="kvg-lsa",
            ground="§ 105 Abs. 1",
            competent=KREISAUSSCHUSS,
            note="unabweisbar",
        )
    ]
    assert given.paper.last_editor == BUILDER
    with pytest.raises(GroundNeeded):
        given.when(TREASURER, replace(CHECK, ground=None))
    with pytest.raises(BlankText):
        given.when(TREASURER, replace(CHECK, ground=" "))
    with pytest.raises(CompetentBodyNeeded):
        given.when(TREASURER, replace(CHECK, competent=None))
    with pytest.raises(NoSuch):
        given.when(TREASURER, replace(CHECK, positive=False, competent="none"))


def test_only_the_finance_department_or_its_deputy_checks() -> None:
    given = with_budget().when(ADMIN, AppointDeputy(person=TREASURER, deputy=OUTSIDER))
    with pytest.raises(FinanceOnly):
        given.when(BUILDER, CHECK)
    with pytest.raises(NotEntitled):
        given.when(OUTSIDER, CHECK)
    then = given.when(OUTSIDER, CHECK, acting_for=TREASURER)
    assert then.last[0].meta.acting_for == TREASURER


def test_only_spending_above_or_outside_plan_is_checked_and_before_the_release() -> None:
    within_plan = Budget(appropriation=euro("10"), need=euro("5"))
    with pytest.raises(NotOffPlan):
        with_budget(within_plan).when(TREASURER, CHECK)
    assert with_budget(Budget(spending="outside_plan")).when(TREASURER, replace(CHECK, positive=False)).events
    with pytest.raises(CoverIncomplete) as unknown:
        with_budget(Budget(spending="outside_plan", posting="expense")).when(TREASURER, CHECK)
    assert unknown.value.shortfall is None
    with pytest.raises(WrongState):
        released().when(TREASURER, CHECK)
    with pytest.raises(NotOffPlan):
        cosigning(FINANZEN).when(TREASURER, CHECK)


def test_rule_11_a_block_from_paper_that_contradicts_itself_gets_no_positive_check() -> None:
    imported = _imported().all(
        BUILDER,
        InviteDepartment(vorlage=PAPER, department=FINANZEN),
        RecordBudget(vorlage=PAPER, budget=replace(OVER, need=euro("1.00"))),
    )
    with pytest.raises(BudgetDiffers) as refused:
        imported.when(TREASURER, CHECK)
    assert refused.value.flags == ("need_differs",)
    assert imported.when(TREASURER, replace(CHECK, positive=False)).of(FinanceChecked)
    assert imported.when(BUILDER, RECORD).when(TREASURER, CHECK).of(FinanceChecked)


BLOCKS = (
    OVER,
    replace(OVER, proof_required=False),
    replace(OVER, cover=OVER.cover[:1]),
    replace(OVER, posting="both"),
    replace(OVER, accounts=OVER.accounts and OVER.accounts[:1]),
    replace(OVER, finance_check="gedruckt"),
)


@over(st.lists(st.sampled_from(BLOCKS), max_size=6))
def test_rule_11_any_change_of_the_block_undoes_the_check_and_nothing_else_does(
    blocks: list[Budget],
) -> None:
    given, counts = checked(), True
    for budget in blocks:
        if budget == given.paper.budget:
            continue
        given = given.when(BUILDER, RecordBudget(vorlage=PAPER, budget=budget))
        same = budget == OVER
        told = [type(each) for each in given.events[1:]]
        assert told == ([] if same == counts else [FinanceCheckRevived if same else FinanceCheckLapsed])
        counts = same
    text = given.when(BUILDER, ReviseText(vorlage=PAPER, document="reasons", text="Anders."))
    assert [type(each) for each in text.events] == [TextRevised]


def test_a_new_check_takes_the_place_of_one_that_lapsed() -> None:
    changed = replace(OVER, proof_required=False)
    given = checked().when(BUILDER, RecordBudget(vorlage=PAPER, budget=changed))
    assert given.of(FinanceCheckLapsed)
    again = given.when(TREASURER, replace(CHECK, competent=KREISTAG))
    assert again.when(BUILDER, RECORD).of(FinanceCheckLapsed)
    assert spending_of(changed) == "above_plan"
