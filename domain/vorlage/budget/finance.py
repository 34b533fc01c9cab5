"""The finance department's check of spending above or outside plan (Prüfvermerk; rule 11).

A positive one names the ground (§ 105), the body that is competent by the Hauptsatzung, and rests on a cover
that comes to the shortfall; it lapses with any change of the budget block.
"""

from domain.errors import NoSuch
from domain.given import Given
from domain.vorlage.budget.arithmetic import contradictions, covered, misfits, spending_of, sums
from domain.vorlage.commands.budget import RecordFinanceCheck
from domain.vorlage.drafting.wording import line_or_none
from domain.vorlage.errors.budget import (
    BudgetDiffers,
    CompetentBodyNeeded,
    CoverIncomplete,
    CoverMisfits,
    FinanceOnly,
    GroundNeeded,
    NotOffPlan,
    PostingNeeded,
)
from domain.vorlage.events.budget import Budget, FinanceChecked
from domain.vorlage.state import Vorlage
from domain.world import World


def check(vorlage: Vorlage, command: RecordFinanceCheck, given: Given, world: World) -> FinanceChecked:
    """Check the budget block as it is now, for the finance department."""
    if not given.standing.departments & world.organisation.finance:
        raise FinanceOnly
    if spending_of(vorlage.budget) is None:
        raise NotOffPlan
    if command.competent is not None and command.competent not in world.committees:
        raise NoSuch("committee", command.competent)
    ground = line_or_none("ground", command.ground)
    if command.positive:
        _check_positive(vorlage.budget, ground, command.competent)
    return FinanceChecked(
        positive=command.positive,
        budget=vorlage.content().section_hashes()["budget"],
        rule=world.rules.on(given.day).id,
        ground=ground,
        competent=command.competent,
        note=line_or_none("note", command.note),
    )


def _check_positive(budget: Budget, ground: str | None, competent: str | None) -> None:
    if found := tuple(contradictions(budget)):
        raise BudgetDiffers(found)
    if ground is None:
        raise GroundNeeded
    if competent is None:
        raise CompetentBodyNeeded
    if budget.posting is None:
        raise PostingNeeded
    if misfits(budget):
        raise CoverMisfits(str(budget.posting), tuple(each.kind for each in misfits(budget)))
    if not covered(budget):
        lacking = sums(budget).shortfall
        raise CoverIncomplete(None if lacking is None else str(lacking))
