"""Why a budget block or its check is not recorded."""

from dataclasses import dataclass

from domain.errors import Forbidden, Invalid, Refused


@dataclass(eq=False)
class NoAmount(Invalid):
    """An amount of the budget block is no sum of euro and cent, or larger than any county's."""

    RULE = "11"
    field: str


@dataclass(eq=False)
class SumDiffers(Invalid):
    """A stated sum is not the one of the lines (rule 11)."""

    RULE = "11"
    field: str
    stated: str
    lines: str | None


@dataclass(eq=False)
class SpendingDiffers(Invalid):
    """The lines are not above or outside plan, as the block states (rule 11)."""

    RULE = "11"
    stated: str
    lines: str | None


@dataclass(eq=False)
class FinanceOnly(Forbidden):
    """Only the finance department checks spending (rule 15)."""

    RULE = "15"


@dataclass(eq=False)
class NotOffPlan(Refused):
    """The spending is neither above nor outside plan; there is nothing to check (rule 11)."""

    RULE = "11"


@dataclass(eq=False)
class BudgetDiffers(Refused):
    """A budget block that contradicts itself gets no positive check (rule 11)."""

    RULE = "11"
    flags: tuple[str, ...]


@dataclass(eq=False)
class GroundNeeded(Invalid):
    """A positive check states the ground on which spending beyond the plan is allowed."""

    RULE = "finance"


@dataclass(eq=False)
class CompetentBodyNeeded(Invalid):
    """A positive check names the committee that is competent by the Hauptsatzung."""

    RULE = "finance"


@dataclass(eq=False)
class PostingNeeded(Refused):
    """A cover fits a posting; the block says neither expense nor payment (rule 11)."""

    RULE = "11"


@dataclass(eq=False)
class CoverMisfits(Refused):
    """Lines of the cover are of another plan than the posting (rule 11)."""

    RULE = "11"
    posting: str
    cover: tuple[str, ...]


@dataclass(eq=False)
class CoverIncomplete(Refused):
    """The cover does not come to the shortfall (rule 11)."""

    RULE = "11"
    shortfall: str | None


@dataclass(eq=False)
class BudgetTooLong(Invalid):
    """The budget block has more lines than any paper."""

    RULE = "11"
    most: int
