"""Why a command to a Vorlage is refused."""

from dataclasses import dataclass

from domain.errors import Forbidden, Invalid, Refused


@dataclass(eq=False)
class TextFrozen(Refused):
    """The text is closed: while cosigning, after the release, and for good after the decision (rule 10)."""

    RULE = "10"
    status: str


@dataclass(eq=False)
class BlankText(Invalid):
    """A field that must say something holds only white space."""

    field: str


@dataclass(eq=False)
class OldTextDiffers(Refused):
    """The old text is not what stands there (rule 9); `document` is the text's name."""

    RULE = "9"
    document: str
    in_force: str


@dataclass(eq=False)
class AmendmentChangesNothing(Invalid):
    """Old and new text of an amendment are equal (rule 9)."""

    RULE = "9"
    document: str


@dataclass(eq=False)
class PassageUnnamed(Invalid):
    """A motion names a measure or the document that its passage stands in, one of them."""


@dataclass(eq=False)
class AmendmentsOverlap(Refused):
    """The motion changes what another one changes, too, and was not stated on top of it (rule 9)."""

    RULE = "9"
    amendment: str
    carried: str
    document: str


@dataclass(eq=False)
class RestatementUnrelated(Refused):
    """A motion is stated anew only on top of others that change the same words."""

    RULE = "9"
    amendment: str
    other: str


@dataclass(eq=False)
class DatesGoBackwards(Refused):
    """A station would be dated before an earlier one, or after a later one, of the Beratungsfolge."""

    consultation: str
    date: str
    neighbour: str
    neighbour_date: str


@dataclass(eq=False)
class DecisionElsewhere(Refused):
    """One body decides on a paper; another one has an open `decision` station already."""

    consultation: str
    other: str


@dataclass(eq=False)
class DecisionBeforePreliminary(Refused):
    """A preliminary station or a hearing would follow the decision."""

    consultation: str


@dataclass(eq=False)
class ReasonNeeded(Invalid):
    """A date after the summons, or a result that was recorded before, is changed only with a reason."""

    consultation: str


@dataclass(eq=False)
class ConsultationUnderWay(Refused):
    """The station is on an agenda, or over, and can no longer be changed that way."""

    consultation: str
    status: str


@dataclass(eq=False)
class CommitteeUnnamed(Invalid):
    """A station needs a committee: its id or its printed name."""


@dataclass(eq=False)
class OrderIncomplete(Invalid):
    """The order does not name each station exactly once."""

    missing: tuple[str, ...]


@dataclass(eq=False)
class SectionEmpty(Refused):
    """A mandatory section is empty."""

    section: str


@dataclass(eq=False)
class EditionNeeded(Refused):
    """An edition must be frozen first."""


@dataclass(eq=False)
class EditionOutdated(Refused):
    """The draft changed after its last edition was frozen."""

    edition: int


@dataclass(eq=False)
class NewEditionOpen(Refused):
    """A new edition is being written; it is released or given up first (rule 8)."""

    RULE = "8"
    stage: str


@dataclass(eq=False)
class FinanceMissing(Refused):
    """The finance department must cosign: proof is required, or the spending is above or outside plan."""


@dataclass(eq=False)
class ChainRepeats(Invalid):
    """A department stands twice in the cosigning chain."""

    department: str


@dataclass(eq=False)
class CosignersMissing(Refused):
    """The rule set asks these departments, too, or for more of the paper."""

    departments: tuple[str, ...]


@dataclass(eq=False)
class NotYourTurn(Refused):
    """These departments sign off before this one."""

    department: str
    waiting_for: tuple[str, ...]


@dataclass(eq=False)
class NotCosigned(Refused):
    """The department has not signed off."""

    department: str


@dataclass(eq=False)
class NotInChain(Refused):
    """The department was not asked to cosign."""

    department: str


@dataclass(eq=False)
class NotYourDepartment(Forbidden):
    """A cosignature is given by the department itself, or by its deputy."""

    RULE = "15"
    department: str


@dataclass(eq=False)
class CosignaturesMissing(Refused):
    """These departments have no valid cosignature for the edition (rule 8)."""

    RULE = "8"
    departments: tuple[str, ...]


@dataclass(eq=False)
class FourEyes(Refused):
    """Whoever created the paper or edited it last does not release it."""

    person: str


@dataclass(eq=False)
class AlreadySummoned(Refused):
    """The body was summoned with this paper; the release stands."""


@dataclass(eq=False)
class AmendmentSettled(Refused):
    """The motion was voted on, withdrawn or has become obsolete."""

    amendment: str
    status: str


@dataclass(eq=False)
class ImportedOnly(Refused):
    """Counts come from the votes of a session, not from paper: only of imported or informal stations."""

    consultation: str


@dataclass(eq=False)
class NoAmount(Invalid):
    """An amount of the budget block is no sum of euro and cent, or larger than any county's."""

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


@dataclass(eq=False)
class CompetentBodyNeeded(Invalid):
    """A positive check names the committee that is competent by the Hauptsatzung."""


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

    most: int


@dataclass(eq=False)
class NotForThePublic(Refused):
    """Only a public paper that was put to a body may be published (rule 12)."""

    RULE = "12"
    status: str


@dataclass(eq=False)
class NotPublished(Refused):
    """The paper is not public."""


@dataclass(eq=False)
class StationFollowed(Refused):
    """The station that was inserted for the outcome is in use, or a later one has dealt with the paper."""

    consultation: str


@dataclass(eq=False)
class KnownOutOfTime(Refused):
    """An objection comes within these days of knowing the decision, which is known once it was made."""

    known_at: str
    days: int


@dataclass(eq=False)
class ObjectionsExhausted(Refused):
    """Two objections were made; the authority has decided."""


@dataclass(eq=False)
class NothingResolved(Refused):
    """What stands is a rejection; there is nothing to carry out."""


@dataclass(eq=False)
class AuthorityNotAsked(Refused):
    """The supervisory authority decides after a second objection only."""


@dataclass(eq=False)
class DecisionStationNeeded(Refused):
    """No station of the paper decides."""
