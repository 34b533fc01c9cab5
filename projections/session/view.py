"""The session as it is: agenda, who is present, votes; written in the transaction that appends.

It holds what INTERFACE shows of "a session"; persons are opaque ids, whoever shows a row names them.
What comes to light later flags the votes it touches and never changes their numbers ("Refused or flagged").
A thing that an event speaks of may be unknown (see `Projection.apply`); the event then changes nothing.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Final, cast

import msgspec

from domain.recorded import Recorded
from domain.session.events import SessionEvent
from domain.session.events.agenda import (
    AgendaItemAdded,
    AgendaItemRemoved,
    AgendaOrdered,
    AnnouncementWithdrawn,
    SessionAnnounced,
    SessionCancelled,
    SessionMoved,
    SessionPlanned,
    SessionSummoned,
)
from domain.session.events.attendance import (
    MemberArrived,
    MemberLeft,
    QuorumEstablished,
    QuorumLost,
    RecusalDeclared,
    RecusalLifted,
    SubstitutionRecorded,
)
from domain.session.events.course import (
    ItemCalled,
    ItemConcluded,
    ItemReopened,
    SessionClosed,
    SessionInterrupted,
    SessionOpened,
    SessionResumed,
)
from domain.session.events.proceedings import (
    AttendanceCorrected,
    ChairHandedOver,
    ItemAccepted,
    ItemRecalled,
    ItemRefused,
    ProceedingsEvent,
    ResolutionsAnnounced,
    SummonsEstablished,
)
from domain.session.events.votes import PreparedVoteWithdrawn, VoteOpened, VotePrepared
from domain.session.events.wording import WordingEvent
from domain.session.minutes.state import BESIDE, MinutesEvent
from domain.session.votes.state import VoteChange
from projections.minutes import row as minutes_row
from projections.projection import Column
from projections.session import doors, proceedings
from projections.session.agenda import take_agenda, take_item, take_wording
from projections.session.proceedings import Chairing
from projections.session.row import Interruption, Interval, Quorum, Row
from projections.session.votes import take_prepared, take_vote

NAME: Final = "session"


VERSION: Final = 18


STREAMS: Final = "sessions/"


COLUMNS: Final[Mapping[str, str]] = {
    "committee": "TEXT",
    "date": "TEXT",
    "status": "TEXT",
    "public": "INTEGER",
}


_encoder = msgspec.msgpack.Encoder()


_decoder = msgspec.msgpack.Decoder(Row)


def initial() -> Row:
    """The row of a sitting without events."""
    return Row()


def encode(row: Row) -> bytes:
    """The bytes of a row."""
    return _encoder.encode(row)


def decode(body: bytes) -> Row:
    """The row of these bytes."""
    return _decoder.decode(body)


def columns(row: Row) -> Mapping[str, Column]:
    """What sessions are listed and searched by."""
    return {
        "committee": row.committee,
        "date": row.date.isoformat(),
        "status": row.status,
        "public": int(row.public),
    }


def apply(row: Row, recorded: Recorded) -> Row:
    """The row after one more event."""
    flagged = len(row.flags)
    row = _after(row, recorded)
    doors.follow(
        row.doors,
        cast("SessionEvent", recorded.event),
        recorded.meta.happened_at,
        public=[each.id for each in row.agenda if each.public],
        flagged=row.flags[flagged:],
    )
    return row


def _after(row: Row, recorded: Recorded) -> Row:
    event = cast("SessionEvent", recorded.event)
    row.id = row.id or recorded.stream.removeprefix(STREAMS)
    at = recorded.meta.happened_at
    if isinstance(event, MinutesEvent):
        return _minutes(row, event, recorded)
    _outdate(row, event)
    take_prepared(row, event)
    if isinstance(event, ProceedingsEvent):
        return _proceedings(row, event, recorded)
    if isinstance(event, WordingEvent):
        take_wording(row, event, at)
        return row
    if isinstance(event, VoteOpened | VoteChange):
        take_vote(row, event, recorded)
        return row
    match event:
        case MemberArrived() | MemberLeft() | SubstitutionRecorded():
            _attendance(row, event, at)
        case AgendaItemAdded() | AgendaItemRemoved() | AgendaOrdered():
            take_agenda(row, event)
        case ItemCalled() | ItemConcluded() | ItemReopened() | RecusalDeclared() | RecusalLifted():
            take_item(row, event, at)
        case SessionPlanned() | SessionMoved() | SessionSummoned() | SessionCancelled():
            _planning(row, event)
        case SessionAnnounced() | AnnouncementWithdrawn():
            _announcement(row, event, at)
        case VotePrepared() | PreparedVoteWithdrawn():
            pass  # taken in already
        case QuorumLost():
            pass  # a warning of that moment: whether it still holds is shown from who is there
        case _:
            _sitting(row, event, at)
    return row


def _minutes(row: Row, event: MinutesEvent, recorded: Recorded) -> Row:
    row.minutes = minutes_row.apply(row.minutes, event, recorded)
    row.status = row.status if row.minutes is None else row.minutes.status
    return row


def _outdate(row: Row, event: SessionEvent) -> None:
    """What is recorded of a sitting after its minutes were drafted is not in them."""
    if row.minutes is not None and not isinstance(event, BESIDE):
        row.minutes.outdated = True


def _proceedings(row: Row, event: ProceedingsEvent, recorded: Recorded) -> Row:
    match event:
        case SummonsEstablished() | ResolutionsAnnounced():
            row.flags += event.flags
        case ChairHandedOver():
            row.chair = event.member
        case ItemRecalled():
            row.current = None
            for item in row.agenda:
                item.called_at = None if item.id == event.item else item.called_at
        case ItemAccepted() | ItemRefused():
            for item in row.agenda:
                if item.id == event.item:
                    item.accepted = isinstance(event, ItemAccepted)
        case AttendanceCorrected():
            _correct_attendance(row, event)
        case _:
            pass
    proceedings.apply(row.proceedings, event, recorded, row.chair, row.neutral_titles)
    return row


def _announcement(row: Row, event: SessionAnnounced | AnnouncementWithdrawn, at: dt.datetime) -> None:
    if isinstance(event, SessionAnnounced):
        row.announced, row.published_at = list(event.items), row.published_at or at
    else:
        row.announced, row.published_at = [], None


def _planning(row: Row, event: SessionPlanned | SessionMoved | SessionSummoned | SessionCancelled) -> None:
    match event:
        case SessionPlanned():
            row.committee, row.date, row.public = event.committee, event.date, event.public
            row.again = event.again
            row.form = event.form
        case SessionMoved():
            row.date, row.reason = event.date, event.reason
            if event.received is not None:
                row.received, row.urgency = event.received, event.urgency
        case SessionSummoned():
            row.status = "summoned"
            row.received, row.urgency = event.received, event.urgency
            row.flags += event.flags
        case _:
            row.status, row.reason = "cancelled", event.reason


def _sitting(
    row: Row,
    event: SessionOpened | SessionInterrupted | SessionResumed | SessionClosed | QuorumEstablished,
    at: dt.datetime,
) -> None:
    match event:
        case SessionOpened():
            row.status, row.opened_at = "opened", at
            row.seats, row.lawful_number = event.seats, event.lawful_number
            row.rule, row.chair = event.rule, event.chair
            row.substitutes = event.substitutes
            row.proceedings.chairs.append(Chairing(member=event.chair, since=at))
            row.flags += event.flags
        case SessionInterrupted():
            row.status, row.reason = "interrupted", event.reason
            row.interruptions.append(Interruption(begin=at, reason=event.reason))
        case SessionResumed():
            row.status, row.reason = "opened", None
            for pause in row.interruptions:
                pause.end = pause.end or at
        case SessionClosed():
            row.status, row.closed_at, row.current = "closed", at, None
            row.flags += event.flags
            for exclusion in row.proceedings.exclusions:
                exclusion.end = exclusion.end or at
        case _:
            row.quorums.append(
                Quorum(
                    at=at,
                    present=event.present,
                    lawful_number=event.lawful_number,
                    quorate=event.quorate,
                )
            )


def _attendance(row: Row, event: MemberArrived | MemberLeft | SubstitutionRecorded, at: dt.datetime) -> None:
    person = event.substitute if isinstance(event, SubstitutionRecorded) else event.member
    intervals = row.attendance.setdefault(person, [])
    if isinstance(event, MemberLeft):
        for interval in intervals:
            if interval.end is None and interval.begin <= at:
                interval.end, interval.late = at, interval.late or event.late
    else:
        seat = None if event.member == person else event.member
        intervals.append(Interval(begin=at, late=event.late, seat=seat))
        intervals.sort(key=lambda each: each.begin)


def _correct_attendance(row: Row, event: AttendanceCorrected) -> None:
    row.attendance[event.member] = [
        Interval(begin=each.begin, end=each.end, late=True, seat=each.seat) for each in event.after
    ]
