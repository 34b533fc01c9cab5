"""The undoing of usual slips; each leaves its trace (rule 14).

A vote opened too early is cancelled, a recusal lifted, a ballot withdrawn beside votes and attendance.
"""

import datetime as dt
from itertools import pairwise

from domain.errors import NothingChanges
from domain.given import Given
from domain.session.agenda.decisions import item_of
from domain.session.attendance.decisions import is_member, substitutes_of
from domain.session.attendance.presence import occupations
from domain.session.commands.proceedings import (
    CorrectAttendance,
    RecallItem,
    ReopenItem,
    WithdrawAgendaApproval,
)
from domain.session.errors.attendance import NotAMember, NotASubstitute, SeatOccupied
from domain.session.errors.proceedings import (
    CirculationInWriting,
    ConcludedByVote,
    IntervalsOverlap,
    ItemNotCalled,
    ItemNotOver,
    ItemOver,
)
from domain.session.events import SessionEvent
from domain.session.events.course import ItemReopened
from domain.session.events.proceedings import AgendaApprovalWithdrawn, AttendanceCorrected, ItemRecalled, Span
from domain.session.proceedings import course
from domain.session.proceedings.resting import check_nothing_counted
from domain.session.state import Session
from domain.session.votes.declaring import check_undecided, ordered_by
from domain.session.votes.opening import check_no_open_vote
from domain.vorlage.consultation.reopening import check_reopenable
from domain.vorlage.drafting.wording import line
from domain.world import World

UndoingCommand = WithdrawAgendaApproval | RecallItem | ReopenItem | CorrectAttendance


def decide(session: Session, command: UndoingCommand, given: Given, world: World) -> list[SessionEvent]:
    """The events that the undoing of a slip leads to."""
    match command:
        case WithdrawAgendaApproval():
            check_no_open_vote(session)
            if not session.proceedings.approved:
                raise NothingChanges("agenda")
            reason = line("reason", command.reason)
            return [AgendaApprovalWithdrawn(reason=reason, ordered_by=ordered_by(session, given))]
        case RecallItem():
            return _recall(session, command, given)
        case ReopenItem():
            return _reopen(session, command, world)
        case CorrectAttendance():
            return _correct(session, command, given, world)


def _recall(session: Session, command: RecallItem, given: Given) -> list[SessionEvent]:
    check_no_open_vote(session)
    item = item_of(session, command.item)
    if session.current != item.id:
        raise ItemNotCalled(item.id)
    if item.outcome is not None:
        raise ItemOver(item.id, item.outcome)
    check_nothing_counted(session, item.id)
    reason = line("reason", command.reason)
    return [ItemRecalled(item=item.id, reason=reason, ordered_by=ordered_by(session, given))]


def _reopen(session: Session, command: ReopenItem, world: World) -> list[SessionEvent]:
    check_no_open_vote(session)
    item = item_of(session, command.item)
    if item.outcome is None:
        raise ItemNotOver(item.id)
    if item.concluded_by is not None:
        raise ConcludedByVote(item.id, item.concluded_by)
    if item.vorlage is not None:
        paper, station = world.vorlagen[item.vorlage], item.consultation or ""
        if paper.decided_at != station:
            check_undecided(paper, "ReopenItem")
        check_reopenable(paper, station)
    return [ItemReopened(item=item.id, reason=line("reason", command.reason))]


def _correct(session: Session, command: CorrectAttendance, given: Given, world: World) -> list[SessionEvent]:
    if session.form == "circulation":
        raise CirculationInWriting
    after = tuple(
        Span(begin=_utc(each.begin), end=_utc_or_none(each.end), seat=each.seat) for each in command.intervals
    )
    if not _in_order(after, given.at):
        raise IntervalsOverlap(command.member)
    before = tuple(
        Span(begin=each.begin, end=each.end, seat=each.seat)
        for each in session.attendance.get(command.member, ())
    )
    if before == after:
        raise NothingChanges("intervals")
    for span in after:
        course.check_coming(session, command.member, span.begin)
        _check_seat(session, command.member, span, world)
    reason = line("reason", command.reason)
    return [AttendanceCorrected(member=command.member, before=before, after=after, reason=reason)]


def _check_seat(session: Session, person: str, span: Span, world: World) -> None:
    """Whoever was there had that seat, and nobody else had it then."""
    if span.seat is None and not is_member(session, person, world):
        raise NotAMember(person)
    if span.seat is not None and (span.seat, person) not in substitutes_of(session, world):
        raise NotASubstitute(span.seat, person)
    seat = span.seat or person
    for other, taken, each in occupations(session.attendance):
        apart = each.end is not None and each.end <= span.begin
        apart = apart or (span.end is not None and span.end <= each.begin)
        if other != person and taken == seat and not apart:
            raise SeatOccupied(seat, other)


def _in_order(spans: tuple[Span, ...], now: dt.datetime) -> bool:
    """Each begins before it ends, the next one not before; only the last may be open, none is to come."""
    times = [time for each in spans for time in (each.begin, each.end)]
    if None in times[:-1]:
        return False
    known = [time for time in times if time is not None]
    ended = all(each.end is None or each.begin < each.end for each in spans)
    return ended and all(one <= other for one, other in pairwise([*known, now]))


def _utc(time: dt.datetime) -> dt.datetime:
    return time.astimezone(dt.UTC)


def _utc_or_none(time: dt.datetime | None) -> dt.datetime | None:
    return None if time is None else _utc(time)
