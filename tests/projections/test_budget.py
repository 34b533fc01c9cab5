"""The budget block as it is shown: as stated, with what follows from its lines, and the finance check."""

from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from domain.vorlage.commands.budget import RecordBudget, RecordFinanceCheck
from domain.vorlage.commands.drafting import InviteDepartment, ReviseText
from domain.vorlage.events.budget import Account, Budget, Cover, FinanceCheckLapsed, FinanceCheckRevived
from projections.vorlage import shown as vorlage_shown
from projections.vorlage import view as vorlage
from tests.domain.county import BUILDER, FINANZEN, KREISAUSSCHUSS, PAPER, TREASURER, County, draft
from tests.projections.story import json, log

BLOCK = Budget(
    accounts=(
        Account(account="1", appropriation=Decimal(100), used=Decimal(40), need=Decimal(150)),
        Account(account="2", appropriation=Decimal(0), used=Decimal(0), need=Decimal(5)),
    ),
    cover=(Cover(kind="less_expense", amount=Decimal(55)),),
    posting="expense",
    finance_check="gedruckt",
)
CHECK = RecordFinanceCheck(vorlage=PAPER, positive=True, ground="§ 105", competent=KREISAUSSCHUSS)


def shown(county: County, **changed: Any) -> Any:
    """The block that is shown, whatever of the row is changed before."""
    row = vorlage.initial()
    facts = [fact for fact in county.log if fact.stream == f"vorlagen/{PAPER}"]
    for one in log((fact.stream, fact.meta, fact.event) for fact in facts):
        row = vorlage.decode(vorlage.encode(vorlage.apply(row, one)))
    whole: Any = json(vorlage_shown.show(replace(row, **changed), position=1, by=str.upper))
    return whole["budget"]


def with_block(budget: Budget = BLOCK) -> County:
    return draft().all(
        BUILDER,
        InviteDepartment(vorlage=PAPER, department=FINANZEN),
        RecordBudget(vorlage=PAPER, budget=budget),
    )


def test_shortfalls_and_spending_follow_from_the_lines() -> None:
    block = shown(with_block())
    assert [(each["shortfall"], each["spending"]) for each in block["accounts"]] == [
        ("50.00", "above_plan"),
        ("5.00", "outside_plan"),
    ]
    assert block["sums"] == {"appropriation": "100.00", "used": "40.00", "need": "155.00"}
    assert (block["shortfall"], block["spending"]) == ("55.00", "above_plan")
    assert (block["appropriation"], block["need"], block["flags"]) == (None, None, [])


def test_a_block_from_paper_is_shown_as_printed_and_flagged() -> None:
    printed = Budget(
        accounts=BLOCK.accounts, need=Decimal(1), cover=(Cover(kind="less_expense", amount=Decimal(1)),)
    )
    block = shown(draft(), budget=printed, imported=True)
    assert (block["need"], block["spending"], block["shortfall"]) == ("1.00", None, "55.00")
    assert block["flags"] == [
        {"flag": "need_differs", "rule": "11", "reason": None},
        {"flag": "cover_differs", "rule": "11", "reason": None},
    ]


def test_the_finance_check_takes_the_place_of_the_printed_note() -> None:
    given = with_block()
    assert shown(given)["finance_check"] == "gedruckt"
    checked = given.when(TREASURER, CHECK)
    at = checked.last[0].meta.happened_at.isoformat().replace("+00:00", "Z")
    assert shown(checked)["finance_check"] == {
        "positive": True,
        "valid": True,
        "rule": "kvg-lsa",
        "ground": "§ 105",
        "competent": KREISAUSSCHUSS,
        "note": None,
        "by": "TREASURER",
        "acting_for": None,
        "at": at,
        "lapsed": None,
        "printed": "gedruckt",
    }
    other = checked.when(BUILDER, ReviseText(vorlage=PAPER, document="reasons", text="Anders."))
    assert shown(other)["finance_check"]["valid"]
    changed = other.when(BUILDER, RecordBudget(vorlage=PAPER, budget=replace(BLOCK, posting="both")))
    found = shown(changed)["finance_check"]
    assert (found["valid"], found["lapsed"]["by"], found["lapsed"]["sections"]) == (
        False,
        "BUILDER",
        ["budget"],
    )
    back = shown(changed.when(BUILDER, RecordBudget(vorlage=PAPER, budget=BLOCK)))["finance_check"]
    assert (back["valid"], back["lapsed"]) == (True, None)


def test_a_deputys_check_names_both_persons() -> None:
    given = with_block().when(TREASURER, CHECK, acting_for=TREASURER)
    assert shown(given)["finance_check"]["acting_for"] == "TREASURER"


def test_a_lapse_of_a_check_that_is_not_known_changes_nothing() -> None:
    stream = f"vorlagen/{PAPER}"
    assert (
        shown(draft().happened(stream, FinanceCheckLapsed(), FinanceCheckRevived()))["finance_check"] is None
    )
