"""What can be asked about the budget block, and its check."""

from domain.command import Id, Line
from domain.vorlage.command import VorlageCommand
from domain.vorlage.events.budget import Budget


class RecordBudget(VorlageCommand, frozen=True, kw_only=True):
    """Fill in the budget block as a whole."""

    budget: Budget


class RecordFinanceCheck(VorlageCommand, frozen=True, kw_only=True):
    """Check spending above or outside plan, for the finance department.

    A positive one needs the `ground`, the `competent` committee and a cover that comes to the shortfall.
    """

    positive: bool
    ground: Line | None = None
    competent: Id | None = None
    note: Line | None = None
