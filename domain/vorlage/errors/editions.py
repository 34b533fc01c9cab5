"""Why an edition is not frozen, opened, discarded or published."""

from dataclasses import dataclass

from domain.errors import Invalid, Refused


@dataclass(eq=False)
class EditionNeeded(Refused):
    """An edition must be frozen first."""

    RULE = "edition"


@dataclass(eq=False)
class EditionUnnamed(Invalid):
    """An edition needs a label, where no open station of the paper gives it one."""

    RULE = "edition"


@dataclass(eq=False)
class EditionOutdated(Refused):
    """The draft changed after its last edition was frozen."""

    RULE = "edition"
    edition: int


@dataclass(eq=False)
class NewEditionOpen(Refused):
    """A new edition is being written; it is released or given up first (rule 8)."""

    RULE = "8"
    stage: str


@dataclass(eq=False)
class NotForThePublic(Refused):
    """Only a public paper that was put to a body may be published (rule 12)."""

    RULE = "12"
    status: str


@dataclass(eq=False)
class NotPublished(Refused):
    """The paper is not public."""

    RULE = "visibility"
