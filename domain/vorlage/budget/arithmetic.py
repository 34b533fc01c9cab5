"""The arithmetic of the budget block (rule 11): what follows from its lines, and what contradicts them.

A line is one account; a block that names no line is one itself. What is not recorded is None, never 0, and
nothing follows from it. The printed form's "used" is shown and enters no sum of the rule.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from domain.vorlage.events.budget import Account, Budget, Cover
from domain.vorlage.terms import CoverKind, Posting, Spending

Contradiction = Literal[
    "appropriation_differs", "need_differs", "spending_differs", "cover_misfits", "cover_differs"
]
"""What of a block is at odds with its lines."""

NOTHING = Decimal("0.00")
PLANS: dict[CoverKind, Posting] = {
    "more_revenue": "expense",
    "less_expense": "expense",
    "more_receipts": "payment",
    "less_payments": "payment",
}
"""Revenue and expense are of the result plan, receipts and payments of the finance plan."""


class Sums(Struct, frozen=True, kw_only=True):
    """What the lines of a block come to; None where one of them is not recorded.

    `spending`: above or outside plan, as soon as one line is; None: none is, as far as they are recorded.
    """

    appropriation: Decimal | None
    used: Decimal | None
    need: Decimal | None
    shortfall: Decimal | None
    spending: Spending | None


def shortfall(appropriation: Decimal | None, need: Decimal | None) -> Decimal | None:
    """What is needed beyond the appropriation; None: not recorded."""
    if appropriation is None or need is None:
        return None
    return max(NOTHING, need - appropriation)


def spending(appropriation: Decimal | None, need: Decimal | None) -> Spending | None:
    """Above plan beyond an appropriation, outside plan where there is none; None: neither, or not known."""
    lacking = shortfall(appropriation, need)
    if not lacking:
        return None
    return "above_plan" if appropriation else "outside_plan"


def sums(budget: Budget) -> Sums:
    """What the block comes to: line by line, one line's surplus makes up for no other's shortfall."""
    lines = _lines(budget)
    appropriation = _sum(each.appropriation for each in lines)
    lacking = _sum(shortfall(each.appropriation, each.need) for each in lines)
    return Sums(
        appropriation=appropriation,
        used=_sum(each.used for each in lines),
        need=_sum(each.need for each in lines),
        shortfall=lacking,
        spending=_spending(lines),
    )


def _spending(lines: Iterable[Account]) -> Spending | None:
    """What the lines are that lack something, whatever is not recorded of others.

    Where some are above plan and some outside of it, the block is above plan.
    """
    kinds = _kinds(lines)
    return "above_plan" if "above_plan" in kinds else next(iter(kinds), None)


def _kinds(lines: Iterable[Account]) -> set[Spending]:
    found = (spending(each.appropriation, each.need) for each in lines)
    return {each for each in found if each is not None}


def spending_of(budget: Budget) -> Spending | None:
    """Whether the spending is above or outside plan: as stated, else as the lines say."""
    return budget.spending or sums(budget).spending


def contradictions(budget: Budget) -> Iterator[Contradiction]:
    """What of the block the lines deny; a sum is too small for them, or not the one of all."""
    lines = budget.accounts or ()
    if _denied(budget.appropriation, [each.appropriation for each in lines]):
        yield "appropriation_differs"
    if _denied(budget.need, [each.need for each in lines]):
        yield "need_differs"
    known = budget.spending is not None and sums(budget).shortfall is not None
    if known and budget.spending not in _kinds(_lines(budget)):
        yield "spending_differs"


def misfits(budget: Budget) -> tuple[Cover, ...]:
    """Lines of the cover that are of another plan than the posting."""
    if budget.posting in {None, "both"}:
        return ()
    return tuple(each for each in budget.cover if PLANS[each.kind] != budget.posting)


def covered(budget: Budget) -> bool:
    """Whether the cover comes to the shortfall; not while either is not recorded.

    Where expense and payment are posted, the same money may stand in each of the two plans.
    """
    lacking = sums(budget).shortfall
    if lacking is None or _sum(each.amount for each in budget.cover) is None:
        return False
    amounts = [(PLANS[each.kind], each.amount or NOTHING) for each in budget.cover]
    if sum((amount for _, amount in amounts), NOTHING) == lacking:
        return True
    return budget.posting == "both" and all(
        sum((amount for of, amount in amounts if of == plan), NOTHING) == lacking for plan in PLANS.values()
    )


def flags(budget: Budget) -> list[Contradiction]:
    """Everything of a block that does not add up, cover included."""
    found = list(contradictions(budget))
    if misfits(budget):
        found.append("cover_misfits")
    if budget.cover and sums(budget).shortfall is not None and not covered(budget):
        found.append("cover_differs")
    return found


def _lines(budget: Budget) -> tuple[Account, ...]:
    """The lines; where none has an amount, the block is the one line."""
    lines = budget.accounts or ()
    if any((each.appropriation, each.used, each.need) != (None, None, None) for each in lines):
        return lines
    return (Account(account="", appropriation=budget.appropriation, need=budget.need),)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    total = NOTHING
    for each in amounts:
        if each is None:
            return None
        total += each
    return total


def _denied(stated: Decimal | None, amounts: list[Decimal | None]) -> bool:
    known = [each for each in amounts if each is not None]
    if stated is None or not known:
        return False
    total = sum(known, NOTHING)
    return total > stated or (len(known) == len(amounts) and total != stated)
