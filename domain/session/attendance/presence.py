"""Who is in the room when: presence is kept as intervals, each on the seat that it occupies.

Rule 2 needs to know which voting seats were occupied at any moment of a vote; a seat has one voter at a time.
"""

import datetime as dt
from collections.abc import Iterator, Mapping

from domain.session.events.attendance import MemberArrived, MemberLeft, SubstitutionRecorded
from domain.session.events.proceedings import AttendanceCorrected
from domain.timespan import Timespan


class Interval(Timespan, frozen=True):
    """When someone was there."""

    seat: str | None = None
    """Whose seat it is, where it is not the person's own."""

    def touches(self, begin: dt.datetime, end: dt.datetime) -> bool:
        """Whether any moment from `begin` to `end` (both inclusive) lies in it."""
        return self.begin <= end and (self.end is None or begin < self.end)


Attendance = Mapping[str, tuple[Interval, ...]]
"""The intervals of each person."""


def occupations(attendance: Attendance) -> Iterator[tuple[str, str, Interval]]:
    """Each person, the seat taken and when."""
    for person, intervals in attendance.items():
        for each in intervals:
            yield person, each.seat or person, each


def occupant(attendance: Attendance, seat: str, at: dt.datetime) -> str | None:
    """Who has a seat at a moment or, with what is entered late, after it."""
    return next(
        (
            person
            for person, taken, each in occupations(attendance)
            if taken == seat and (each.end is None or each.end > at)
        ),
        None,
    )


def evolve(
    attendance: Attendance,
    event: MemberArrived | MemberLeft | SubstitutionRecorded | AttendanceCorrected,
    at: dt.datetime,
) -> dict[str, tuple[Interval, ...]]:
    """The attendance after someone came or went, or was entered wrongly."""
    person = event.substitute if isinstance(event, SubstitutionRecorded) else event.member
    intervals = attendance.get(person, ())
    match event:
        case MemberLeft():
            changed = tuple(
                Interval(each.begin, at, each.seat) if each.holds(at) and each.end is None else each
                for each in intervals
            )
        case MemberArrived():
            changed = tuple(sorted((*intervals, Interval(at)), key=lambda each: each.begin))
        case AttendanceCorrected():
            changed = tuple(Interval(each.begin, each.end, each.seat) for each in event.after)
        case _:
            taken = Interval(at, seat=event.member)
            changed = tuple(sorted((*intervals, taken), key=lambda each: each.begin))
    return {**attendance, person: changed}
