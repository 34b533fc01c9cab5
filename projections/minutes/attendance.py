"""Who was at a sitting, and when: as its minutes tell it, with what was entered late or corrected (rule 14).

The public part tells the times of a member as the public saw them (rule 12).
"""

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct, field

from domain.session.events.proceedings import Span
from projections.session.proceedings import AttendanceCorrection
from projections.session.publicity import Times
from projections.session.row import Interval, Row


class Stay(Struct, kw_only=True):
    """When a member was there; null: from the beginning, or to the end."""

    begin: dt.datetime | None = field(name="from")
    end: dt.datetime | None = field(name="to")


class Attended(Struct, kw_only=True):
    """A member of the body and when he was there; no stay: absent. `seat`: for whom a substitute came.

    `late`: entered after the sitting had dealt with something later.
    """

    member: str
    votes: bool
    seat: str | None
    stays: list[Stay]
    late: bool


class AttendanceRevised(Struct, kw_only=True):
    """A member's times that were entered wrongly, and what they are.

    `reason` is null in the public part where any of these times lies behind closed doors.
    """

    member: str
    before: list[Stay]
    after: list[Stay]
    reason: str | None


def attendance(row: Row, times: Times) -> list[Attended]:
    """The members in the order of their seats, then whoever came for one of them."""
    seated = {seat.member: seat.votes for seat in row.seats}
    if row.form == "circulation":
        stay = Stay(begin=None, end=None)
        return [
            Attended(member=each, votes=votes, seat=None, stays=[stay], late=False)
            for each, votes in seated.items()
        ]
    corrected = {each.member for each in row.proceedings.corrections}
    came = {member: True for member in row.attendance if member not in seated}
    found = []
    for member, votes in {**seated, **came}.items():
        intervals = row.attendance.get(member, [])
        stays = times.stays(intervals)
        if stays or member in seated:
            found.append(
                Attended(
                    member=member,
                    votes=votes,
                    seat=next((each.seat for each in intervals if each.seat is not None), None),
                    stays=_stays(stays, times),
                    # What was corrected is told with before and after instead.
                    late=member not in corrected and any(each.late for each in stays),
                )
            )
    return found


def revised(row: Row, times: Times) -> list[AttendanceRevised]:
    """The corrections of times that make a difference to what this part tells."""
    told = (_revised(each, times) for each in row.proceedings.corrections)
    return [each for each in told if each.before != each.after]


def _revised(correction: AttendanceCorrection, times: Times) -> AttendanceRevised:
    before, after = _intervals(correction.before), _intervals(correction.after)
    all_seen = all(_seen(each, times) for each in (*before, *after))
    return AttendanceRevised(
        member=correction.member,
        before=_stays(times.stays(before), times),
        after=_stays(times.stays(after), times),
        reason=correction.reason if all_seen else None,
    )


def _intervals(spans: Iterable[Span]) -> list[Interval]:
    return [Interval(begin=each.begin, end=each.end, seat=each.seat) for each in spans]


def _seen(interval: Interval, times: Times) -> bool:
    """Whether nothing of it began or ended behind closed doors."""
    return times.tells(interval.begin) and (interval.end is None or times.tells(interval.end))


def _stays(told: Iterable[Interval], times: Times) -> list[Stay]:
    """Stays with nothing said of their beginning or end where that is the sitting's."""

    def is_over(at: dt.datetime | None) -> bool:
        return at is not None and times.closed_at is not None and at >= times.closed_at

    return [
        Stay(
            begin=None if times.opened_at is not None and each.begin <= times.opened_at else each.begin,
            end=None if is_over(each.end) else each.end,
        )
        for each in told
        if not is_over(each.begin)
    ]
