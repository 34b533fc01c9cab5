"""Why somebody cannot be there, be recused or stand in, and when too few are there."""

from dataclasses import dataclass

from domain.errors import Invalid, Refused


@dataclass(eq=False)
class NotQuorate(Refused):
    """Too few voting members are present (rule 5)."""

    RULE = "5"
    present: int
    lawful_number: int


@dataclass(eq=False)
class NotOnTheDay(Invalid):
    """Nobody came so long before the sitting was opened (rule 14)."""

    RULE = "14"
    member: str
    date: str


@dataclass(eq=False)
class AfterClosing(Invalid):
    """Nobody comes to a sitting that was closed by then (rule 14)."""

    RULE = "14"
    member: str
    closed_at: str


@dataclass(eq=False)
class NotAMember(Refused):
    """The person has no seat in the committee on the day of the sitting."""

    RULE = "attendance"
    member: str


@dataclass(eq=False)
class AlreadyPresent(Refused):
    """The member is present at that time; intervals do not overlap."""

    RULE = "attendance"
    member: str


@dataclass(eq=False)
class NotPresent(Refused):
    """The member is not present at that time."""

    RULE = "attendance"
    member: str


@dataclass(eq=False)
class AlreadyRecused(Refused):
    """The member is recused from the item."""

    RULE = "attendance"
    member: str


@dataclass(eq=False)
class NotRecused(Refused):
    """The member is not recused from the item."""

    RULE = "attendance"
    member: str


@dataclass(eq=False)
class SeatOccupied(Refused):
    """Another person has the seat at that time: a seat has one voter at a time (rule 2)."""

    RULE = "2"
    member: str
    occupant: str


@dataclass(eq=False)
class NotASubstitute(Refused):
    """The person was not appointed to stand in for the member on the day of the sitting (rule 15)."""

    RULE = "15"
    member: str
    substitute: str


@dataclass(eq=False)
class WasQuorate(Refused):
    """Only a sitting without a quorum is convoked for a second time."""

    RULE = "5"
    session: str
