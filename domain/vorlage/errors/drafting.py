"""Why a text of a paper is not changed."""

from dataclasses import dataclass

from domain.errors import Invalid, Refused


@dataclass(eq=False)
class TextFrozen(Refused):
    """The text is closed: while cosigning, after the release, and for good after the decision (rule 10)."""

    RULE = "10"
    status: str


@dataclass(eq=False)
class BlankText(Invalid):
    """A field that must say something holds only white space."""

    RULE = "command"
    field: str


@dataclass(eq=False)
class OldTextDiffers(Refused):
    """The old text is not what stands there (rule 9); `document` is the text's name."""

    RULE = "9"
    document: str
    in_force: str
