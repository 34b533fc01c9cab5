"""Why nothing follows, or not this, after a decision."""

from dataclasses import dataclass

from domain.errors import Refused


@dataclass(eq=False)
class KnownOutOfTime(Refused):
    """An objection comes within these days of knowing the decision, which is known once it was made."""

    RULE = "vorlage"
    known_at: str
    days: int


@dataclass(eq=False)
class BeforeDecided(Refused):
    """What follows a decision or an objection comes on its day at the earliest."""

    RULE = "14"
    day: str
    earliest: str


@dataclass(eq=False)
class ObjectionsExhausted(Refused):
    """Two objections were made; the authority has decided."""

    RULE = "vorlage"


@dataclass(eq=False)
class NothingResolved(Refused):
    """What stands is a rejection; there is nothing to carry out."""

    RULE = "vorlage"


@dataclass(eq=False)
class AuthorityNotAsked(Refused):
    """The supervisory authority decides after a second objection only."""

    RULE = "vorlage"
