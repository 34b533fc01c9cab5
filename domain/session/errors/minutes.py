"""Why minutes are not drafted, signed, approved or corrected."""

from dataclasses import dataclass

from domain.errors import Forbidden, Invalid, Refused


@dataclass(eq=False)
class ResultsLocked(Refused):
    """The minutes are signed by chair and clerk; what they tell changes only by correcting them (rule 14)."""

    RULE = "14"
    version: int


@dataclass(eq=False)
class MinutesOutdated(Refused):
    """Something was recorded of the sitting since the minutes were drafted; they are to be drafted anew."""

    RULE = "minutes"
    version: int


@dataclass(eq=False)
class MinutesUnchanged(Refused):
    """Drafted anew, the minutes would say the same."""

    RULE = "minutes"
    version: int


@dataclass(eq=False)
class AlreadySigned(Refused):
    """The minutes are signed in this role."""

    RULE = "minutes"
    role: str


@dataclass(eq=False)
class SameSigner(Refused):
    """Chair and clerk are two persons, deputies included."""

    RULE = "minutes"
    role: str


@dataclass(eq=False)
class ChairSigns(Forbidden):
    """Only whoever chaired the sitting, or his deputy, signs as the chair (rule 15)."""

    RULE = "15"


@dataclass(eq=False)
class ClerkSigns(Forbidden):
    """Only a clerk signs as the clerk (rule 15)."""

    RULE = "15"


@dataclass(eq=False)
class MinutesApprovedBefore(Refused):
    """The body has approved the minutes."""

    RULE = "minutes"
    sitting: str


@dataclass(eq=False)
class NotTheNextSitting(Refused):
    """Minutes are approved in a later sitting of the same body, once it was opened."""

    RULE = "minutes"
    sitting: str


@dataclass(eq=False)
class MinutesVoteNeeded(Refused):
    """Where somebody objected, the body approves its minutes by a vote."""

    RULE = "minutes"
    objections: tuple[str, ...]


@dataclass(eq=False)
class NotApprovedByVote(Refused):
    """The vote is not about minutes, or was not declared as carried."""

    RULE = "minutes"
    vote: str


@dataclass(eq=False)
class SecondPersonNeeded(Refused):
    """Whoever drafted the minutes or signed them as the clerk does not correct them."""

    RULE = "minutes"


@dataclass(eq=False)
class CorrectionEmpty(Invalid):
    """A correction says what stood there and what is to stand there, or corrects a vote."""

    RULE = "14"
