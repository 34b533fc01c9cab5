"""Why a motion is not proposed, restated or taken over."""

from dataclasses import dataclass

from domain.errors import Invalid, Refused


@dataclass(eq=False)
class AmendmentChangesNothing(Invalid):
    """Old and new text of an amendment are equal (rule 9)."""

    RULE = "9"
    document: str


@dataclass(eq=False)
class PassageUnnamed(Invalid):
    """A motion names a measure or the document that its passage stands in, one of them."""

    RULE = "amendment"


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
class AmendmentSettled(Refused):
    """The motion was voted on, withdrawn or has become obsolete."""

    RULE = "amendment"
    amendment: str
    status: str
