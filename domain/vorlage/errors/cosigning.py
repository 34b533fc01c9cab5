"""Why a paper is not cosigned or released."""

from dataclasses import dataclass

from domain.errors import Forbidden, Invalid, Refused


@dataclass(eq=False)
class SectionEmpty(Refused):
    """A mandatory section is empty."""

    RULE = "start_cosigning"
    section: str


@dataclass(eq=False)
class FinanceMissing(Refused):
    """The finance department must cosign: proof is required, or the spending is above or outside plan."""

    RULE = "start_cosigning"


@dataclass(eq=False)
class ChainRepeats(Invalid):
    """A department stands twice in the cosigning chain."""

    RULE = "start_cosigning"
    department: str


@dataclass(eq=False)
class CosignersMissing(Refused):
    """The rule set asks these departments, too, or for more of the paper."""

    RULE = "start_cosigning"
    departments: tuple[str, ...]


@dataclass(eq=False)
class NotYourTurn(Refused):
    """These departments sign off before this one."""

    RULE = "cosign"
    department: str
    waiting_for: tuple[str, ...]


@dataclass(eq=False)
class NotCosigned(Refused):
    """The department has not signed off."""

    RULE = "cosign"
    department: str


@dataclass(eq=False)
class NotInChain(Refused):
    """The department was not asked to cosign."""

    RULE = "cosign"
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

    RULE = "release"
    person: str
