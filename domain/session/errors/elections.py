"""Why an election is not opened, counted or declared."""

from dataclasses import dataclass

from domain.errors import Invalid, Refused


@dataclass(eq=False)
class MajorityNotAsked(Invalid):
    """An election asks for what the rule set says of elections, not for a majority of its own."""

    RULE = "6"
    majority: str


@dataclass(eq=False)
class ElectionIsSecret(Refused):
    """Persons are elected secretly under the rule set in force; otherwise only with a reason."""

    RULE = "votes"
    source: str


@dataclass(eq=False)
class CandidatesNeeded(Invalid):
    """An election has candidates, each named once."""

    RULE = "votes"
    candidates: tuple[str, ...]


@dataclass(eq=False)
class CandidatesNotAsked(Invalid):
    """Only an election has candidates and rounds."""

    RULE = "votes"
    about: str


@dataclass(eq=False)
class CandidatesDiffer(Invalid):
    """An election is counted by exactly the candidates that were named."""

    RULE = "votes"
    candidates: tuple[str, ...]
    given: tuple[str, ...]


@dataclass(eq=False)
class NoFirstRound(Refused):
    """A second round follows a first one in which nobody was elected."""

    RULE = "votes"
    item: str


@dataclass(eq=False)
class NotACandidate(Invalid):
    """Only a candidate is elected; without one nobody is."""

    RULE = "votes"
    elected: str | None
    candidates: tuple[str, ...]


@dataclass(eq=False)
class LotNeeded(Refused):
    """Most votes are equal; the chair draws lots."""

    RULE = "votes"
    tied: tuple[str, ...]


@dataclass(eq=False)
class LotNotAsked(Invalid):
    """The lot decides only between those with equal votes in the second round."""

    RULE = "votes"
    elected: str | None
    tied: tuple[str, ...]
