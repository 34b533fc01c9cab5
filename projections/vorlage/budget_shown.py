"""The budget block of a paper as it is shown, with what follows from its lines (rule 11).

A block recorded from paper is shown as printed; what its lines deny is flagged.
"""

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from domain.vorlage.budget.arithmetic import flags, shortfall, spending, spending_of, sums
from domain.vorlage.events.budget import Account, Budget
from domain.vorlage.terms import CoverKind, Posting, Spending
from projections.flag_shown import FlagShown
from projections.vorlage.cosigning import Lapse
from projections.vorlage.cosigning_shown import By, LapseShown, lapse_shown


class FinanceCheck(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the finance department found, as a row keeps it."""

    positive: bool
    rule: str
    ground: str | None
    competent: str | None
    note: str | None
    at: dt.datetime
    by: str
    acting_for: str | None
    lapsed: Lapse | None = None


class FinanceCheckShown(Struct, kw_only=True):
    """The finance department's check; `competent` is a committee's id, `rule` the rule set of its ground.

    `valid`: the budget block still says what was checked. `printed`: the note that a printed paper brings.
    """

    positive: bool
    valid: bool
    rule: str
    ground: str | None
    competent: str | None
    note: str | None
    by: str | None
    acting_for: str | None
    at: dt.datetime
    lapsed: LapseShown | None
    printed: str | None


class AccountShown(Struct, kw_only=True):
    """One line of the budget block; money in euro; `shortfall` and `spending` follow from the others."""

    account: str
    name: str | None
    appropriation: str | None
    used: str | None
    need: str | None
    shortfall: str | None
    spending: Spending | None


class CoverShown(Struct, kw_only=True):
    """Where the money comes from (Deckung)."""

    kind: CoverKind
    account: str | None
    amount: str | None


class SumsShown(Struct, kw_only=True):
    """What the lines come to; null where one of them is not recorded."""

    appropriation: str | None
    used: str | None
    need: str | None


class BudgetShown(Struct, kw_only=True):
    """The budget block; `accounts` is null where the paper names none, sums are as stated.

    `shortfall`, `sums` and, where none is stated, `spending` are those of the lines; an imported paper's
    spending is the one that is printed.
    `finance_check`: null, the note as printed, or what the finance department found.
    """

    proof_required: bool | None
    accounts: list[AccountShown] | None
    appropriation: str | None
    need: str | None
    shortfall: str | None
    sums: SumsShown
    spending: Spending | None
    posting: Posting | None
    cover: list[CoverShown]
    finance_check: str | FinanceCheckShown | None
    flags: list[FlagShown]


def show(budget: Budget, check: FinanceCheck | None, *, imported: bool, by: By) -> BudgetShown:
    """A block with its sums."""
    lines = sums(budget)
    return BudgetShown(
        proof_required=budget.proof_required,
        accounts=None if budget.accounts is None else [_account(each) for each in budget.accounts],
        appropriation=money(budget.appropriation),
        need=money(budget.need),
        shortfall=money(lines.shortfall),
        sums=SumsShown(
            appropriation=money(lines.appropriation), used=money(lines.used), need=money(lines.need)
        ),
        spending=budget.spending if imported else spending_of(budget),
        posting=budget.posting,
        cover=[
            CoverShown(kind=each.kind, account=each.account, amount=money(each.amount))
            for each in budget.cover
        ],
        finance_check=budget.finance_check if check is None else _check(check, budget.finance_check, by),
        flags=[FlagShown(flag=each, rule="11", reason=None) for each in flags(budget)],
    )


def money(amount: Decimal | None) -> str | None:
    """An amount in euro, with two places at least."""
    if amount is None:
        return None
    euro, _, cents = format(amount, "f").partition(".")
    return f"{euro}.{cents:0<2}"


def _account(account: Account) -> AccountShown:
    return AccountShown(
        account=account.account,
        name=account.name,
        appropriation=money(account.appropriation),
        used=money(account.used),
        need=money(account.need),
        shortfall=money(shortfall(account.appropriation, account.need)),
        spending=spending(account.appropriation, account.need),
    )


def _check(check: FinanceCheck, printed: str | None, by: By) -> FinanceCheckShown:
    return FinanceCheckShown(
        positive=check.positive,
        valid=check.lapsed is None,
        rule=check.rule,
        ground=check.ground,
        competent=check.competent,
        note=check.note,
        by=by(check.by),
        acting_for=None if check.acting_for is None else by(check.acting_for),
        at=check.at,
        lapsed=None if check.lapsed is None else lapse_shown(check.lapsed, by),
        printed=printed,
    )
