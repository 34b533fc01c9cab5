"""What can happen to the budget block, and what the finance department says of it."""

from decimal import Decimal

from msgspec import Struct

from domain.recorded import Event
from domain.vorlage.terms import CoverKind, Posting, Spending


class Account(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One line of the budget block (Buchungsstelle); money in euro, None means not recorded."""

    account: str
    name: str | None = None
    appropriation: Decimal | None = None
    used: Decimal | None = None
    need: Decimal | None = None


class Cover(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where the money comes from (Deckung)."""

    kind: CoverKind
    account: str | None = None
    amount: Decimal | None = None


class Budget(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The budget block as recorded; None means that the paper says nothing, never 0 or no."""

    proof_required: bool | None = None
    accounts: tuple[Account, ...] | None = None
    appropriation: Decimal | None = None
    need: Decimal | None = None
    spending: Spending | None = None
    posting: Posting | None = None
    cover: tuple[Cover, ...] = ()
    finance_check: str | None = None


class BudgetRecorded(Event, frozen=True, kw_only=True, tag="vorlage.budget_recorded.1"):
    """The budget block was filled in or changed as a whole."""

    budget: Budget


class FinanceChecked(Event, frozen=True, kw_only=True, tag="vorlage.finance_checked.1"):
    """The finance department checked spending above or outside plan (Prüfvermerk).

    `budget`: the hash of the block that was checked. `ground`: of § 105, under the rule set `rule`.
    `competent`: the committee that may allow it by the Hauptsatzung.
    """

    positive: bool
    budget: str
    rule: str
    ground: str | None = None
    competent: str | None = None
    note: str | None = None


class FinanceCheckLapsed(Event, frozen=True, kw_only=True, tag="vorlage.finance_check_lapsed.1"):
    """The change beside it touched the budget block; the finance department's check counts no more."""


class FinanceCheckRevived(Event, frozen=True, kw_only=True, tag="vorlage.finance_check_revived.1"):
    """The change beside it made the block say again what was checked; the check counts again."""
