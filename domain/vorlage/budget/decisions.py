"""The budget block as recorded: amounts in euro and cent, never negative.

A block recorded from paper, by the importer or by the council office, is kept as printed and flagged; any
other is refused where its lines deny it (rule 11).
"""

from decimal import Decimal

from msgspec.structs import replace

from domain.errors import NothingChanges
from domain.given import Given
from domain.vorlage.budget.arithmetic import Contradiction, contradictions, sums
from domain.vorlage.drafting.wording import line, line_or_none, prose
from domain.vorlage.errors.budget import BudgetTooLong, NoAmount, SpendingDiffers, SumDiffers
from domain.vorlage.events.budget import Account, Budget, BudgetRecorded, Cover
from domain.vorlage.state import Vorlage

LARGEST = Decimal(10) ** 12
"""No amount of a county reaches a trillion euro."""

MOST_LINES = 200
"""Accounts, or cover lines, of one block."""

CENT = Decimal("0.01")


def record(vorlage: Vorlage, budget: Budget, given: Given) -> BudgetRecorded:
    """Fill in the block as a whole. Raises `SumDiffers`, `SpendingDiffers`, and what `recorded` raises."""
    block = recorded(budget)
    if block == vorlage.budget:
        raise NothingChanges("budget")
    if not _from_paper(vorlage, given):
        for found in contradictions(block):
            _refuse(block, found)
    return BudgetRecorded(budget=block)


def _from_paper(vorlage: Vorlage, given: Given) -> bool:
    """Whether a block is copied from a printed paper; a department that writes on does its own sums."""
    if not vorlage.imported:
        return False
    return given.batch != given.command or "council_office" in given.standing.roles


def _refuse(block: Budget, found: Contradiction) -> None:
    lines = sums(block)
    match found:
        case "appropriation_differs":
            raise SumDiffers("appropriation", str(block.appropriation), _said(lines.appropriation))
        case "need_differs":
            raise SumDiffers("need", str(block.need), _said(lines.need))
        case _:
            raise SpendingDiffers(str(block.spending), lines.spending)


def _said(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def recorded(budget: Budget) -> Budget:
    """The block with its amounts in cents. Raises `NoAmount`, `BudgetTooLong`, `BlankText`."""
    accounts = budget.accounts
    if max(len(accounts or ()), len(budget.cover)) > MOST_LINES:
        raise BudgetTooLong(MOST_LINES)
    return replace(
        budget,
        accounts=None if accounts is None else tuple(_account(each) for each in accounts),
        appropriation=_amount("appropriation", budget.appropriation),
        need=_amount("need", budget.need),
        cover=tuple(_cover(each) for each in budget.cover),
        finance_check=None if budget.finance_check is None else prose(budget.finance_check),
    )


def _account(account: Account) -> Account:
    return Account(
        account=line("account", account.account),
        name=line_or_none("name", account.name),
        appropriation=_amount("appropriation", account.appropriation),
        used=_amount("used", account.used),
        need=_amount("need", account.need),
    )


def _cover(cover: Cover) -> Cover:
    return Cover(
        kind=cover.kind,
        account=line_or_none("account", cover.account),
        amount=_amount("amount", cover.amount),
    )


def _amount(field: str, amount: Decimal | None) -> Decimal | None:
    """An amount in cents; one amount has one spelling, so that it has one hash."""
    if amount is None:
        return None
    if not amount.is_finite() or not 0 <= amount < LARGEST or amount != amount.quantize(CENT):
        raise NoAmount(field)
    return amount.quantize(CENT)
