"""A committee as the log tells it: its seats, its chair and its lawful number, each with its days."""

import datetime as dt
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from domain.committee.abbreviation import initials
from domain.committee.events import (
    ChairAppointed,
    CommitteeEvent,
    CommitteeFormed,
    DeputyChairAppointed,
    LawfulNumberSet,
    MemberSeated,
    ResolutionNumbered,
    SeatVacated,
    SubstituteAppointed,
    SubstituteDismissed,
)
from domain.organisation.state import within

T = TypeVar("T")


class Tenure(Struct, frozen=True):
    """A person's seat, from day to day (inclusive); `votes`: False for advisers."""

    member: str
    votes: bool
    since: dt.date | None
    until: dt.date | None


class Substitution(Struct, frozen=True):
    """Who may take a member's seat, from day to day (inclusive)."""

    member: str
    substitute: str
    since: dt.date | None
    until: dt.date | None


class Committee(Struct, frozen=True, kw_only=True):
    """A body of the county."""

    name: str
    lawful_numbers: tuple[tuple[dt.date | None, int], ...]
    seats: tuple[Tenure, ...] = ()
    abbreviation: str = ""
    numbers: dict[int, int] = {}
    """The last number of a resolution, by year."""
    chairs: tuple[tuple[dt.date | None, str], ...] = ()
    substitutions: tuple[Substitution, ...] = ()
    deputy_chairs: tuple[tuple[dt.date | None, str], ...] = ()

    def lawful_number_on(self, day: dt.date) -> int:
        """The lawful number of voting members on a day; before the first one, the first."""
        return _latest(self.lawful_numbers, day) or self.lawful_numbers[0][1]

    def chair_on(self, day: dt.date) -> str | None:
        """Who chaired the body on a day."""
        return _latest(self.chairs, day)

    def deputy_chair_on(self, day: dt.date) -> str | None:
        """Who chaired the body on a day if the chair was absent."""
        return _latest(self.deputy_chairs, day)

    def seats_on(self, day: dt.date) -> tuple[Tenure, ...]:
        """The seats that were taken on a day."""
        return tuple(seat for seat in self.seats if within(seat.since, seat.until, day))

    def seat_of(self, member: str, day: dt.date) -> Tenure | None:
        """The seat of a person on a day."""
        return next((seat for seat in self.seats_on(day) if seat.member == member), None)

    def substitutes_on(self, day: dt.date) -> tuple[Substitution, ...]:
        """Who may take whose seat on a day."""
        return tuple(each for each in self.substitutions if within(each.since, each.until, day))

    def belongs(self, person: str, day: dt.date) -> bool:
        """Whether a person has a seat on a day or may take one as a substitute."""
        return self.seat_of(person, day) is not None or any(
            each.substitute == person for each in self.substitutes_on(day)
        )


def _latest(values: tuple[tuple[dt.date | None, T], ...], day: dt.date) -> T | None:
    begun = [(since or dt.date.min, n, value) for n, (since, value) in enumerate(values)]
    held = [each for each in begun if each[0] <= day]
    return max(held, key=lambda each: each[:2])[2] if held else None


def evolve(committee: Committee | None, event: CommitteeEvent) -> Committee:
    """The committee after an event."""
    if isinstance(event, CommitteeFormed):
        return Committee(
            name=event.name,
            lawful_numbers=((None, event.lawful_number),),
            abbreviation=event.abbreviation or initials(event.name),
        )
    assert committee is not None, "a stream begins with CommitteeFormed"
    match event:
        case LawfulNumberSet():
            numbers = (*committee.lawful_numbers, (event.since, event.lawful_number))
            return replace(committee, lawful_numbers=numbers)
        case MemberSeated():
            seat = Tenure(event.member, event.votes, event.since, event.until)
            return replace(committee, seats=(*committee.seats, seat))
        case SeatVacated():
            seats = tuple(
                replace(seat, until=event.until)
                if seat.member == event.member and within(seat.since, seat.until, event.until)
                else seat
                for seat in committee.seats
            )
            return replace(committee, seats=seats)
        case ResolutionNumbered():
            return replace(committee, numbers={**committee.numbers, event.year: event.number})
        case ChairAppointed():
            return replace(committee, chairs=(*committee.chairs, (event.since, event.member)))
        case SubstituteAppointed():
            stands_in = Substitution(event.member, event.substitute, event.since, event.until)
            return replace(committee, substitutions=(*committee.substitutions, stands_in))
        case SubstituteDismissed():
            substitutions = tuple(
                replace(each, until=event.until)
                if (each.member, each.substitute) == (event.member, event.substitute)
                and within(each.since, each.until, event.until)
                else each
                for each in committee.substitutions
            )
            return replace(committee, substitutions=substitutions)
        case DeputyChairAppointed():
            deputies = (*committee.deputy_chairs, (event.since, event.member))
            return replace(committee, deputy_chairs=deputies)
