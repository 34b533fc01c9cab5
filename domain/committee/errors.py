"""Why a change of a committee is refused."""

from dataclasses import dataclass

from domain.errors import Invalid, Refused


@dataclass(eq=False)
class CommitteeNameTaken(Refused):
    """Another committee has this name; a printed name could no longer be linked."""

    RULE = "organisation"
    name: str


@dataclass(eq=False)
class SeatTaken(Refused):
    """The person has a seat in that period already: one seat, one voter."""

    RULE = "attendance"
    member: str


@dataclass(eq=False)
class NoSeat(Refused):
    """The person has no seat in the body on that day."""

    RULE = "15"
    member: str


@dataclass(eq=False)
class SeatsExhausted(Refused):
    """More voting members on one day than the lawful number."""

    RULE = "votes"
    lawful_number: int


@dataclass(eq=False)
class SubstituteAlready(Refused):
    """The person stands in for this member in that period already."""

    RULE = "attendance"
    member: str
    substitute: str


@dataclass(eq=False)
class NoSubstitute(Refused):
    """The person does not stand in for this member on that day."""

    RULE = "15"
    member: str
    substitute: str


@dataclass(eq=False)
class OwnSubstitute(Invalid):
    """Nobody stands in for himself: a seat has one voter at a time."""

    RULE = "attendance"
    member: str


@dataclass(eq=False)
class AbbreviationTaken(Refused):
    """Another body has this abbreviation; the numbers of their resolutions would be the same."""

    RULE = "organisation"
    abbreviation: str
