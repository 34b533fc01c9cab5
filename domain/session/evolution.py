"""The session after an event; attendance, votes, words and minutes after theirs have files of their own."""

import datetime as dt

from msgspec.structs import replace

from domain.recorded import Meta
from domain.session.attendance import presence
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
from domain.session.events.minutes import MinutesDrafted
from domain.session.events.proceedings import (
    AttendanceCorrected,
    ChairHandedOver,
    ItemAccepted,
    ItemRecalled,
    ItemRefused,
    ProceedingsEvent,
)
from domain.session.events.votes import (
    BallotRecorded,
    PreparedVoteWithdrawn,
    VoteDeclared,
    VoteOpened,
    VotePrepared,
    VoteRecorded,
)
from domain.session.events.wording import WordingEvent
from domain.session.minutes.state import BESIDE, MinutesEvent, drafted
from domain.session.minutes.state import evolve as evolve_minutes
from domain.session.proceedings.state import evolve as evolve_proceedings
from domain.session.state import Item, Session
from domain.session.votes import prepared
from domain.session.votes import state as votes
from domain.session.votes.state import VoteChange
from domain.session.wording import state as wordings

DEALINGS = (
    SessionOpened,
    ItemCalled,
    ItemConcluded,
    VoteOpened,
    BallotRecorded,
    VoteRecorded,
    VoteDeclared,
    SessionClosed,
)
"""What a sitting does; attendance that is entered after a later one of these is late (rule 14)."""


def evolve(session: Session | None, event: SessionEvent, meta: Meta) -> Session:
    """The session after an event."""
    if isinstance(event, SessionPlanned):
        return Session(
            committee=event.committee,
            date=event.date,
            public=event.public,
            again=event.again,
            matters=event.matters,
            form=event.form,
        )
    assert session is not None, "a stream begins with SessionPlanned"
    session = _further(session, event, meta.happened_at)
    session = replace(session, prepared=prepared.evolve(session.prepared, event))
    if isinstance(event, MinutesEvent):
        return _minuted(session, event, meta)
    if session.minutes is not None and not isinstance(event, BESIDE):
        # What is recorded of the sitting now is not in the minutes.
        session = replace(session, minutes=replace(session.minutes, outdated=True))
    if isinstance(event, WordingEvent):
        return replace(session, wordings=wordings.evolve(session.wordings, event))
    if isinstance(event, VoteChange):
        changed = tuple(
            votes.evolve(each, event, meta) if each.id == event.vote else each for each in session.votes
        )
        return replace(session, votes=changed)
    if isinstance(event, ProceedingsEvent):
        return _proceeding(session, event, meta.happened_at)
    match event:
        case SessionAnnounced() | AnnouncementWithdrawn():
            return _announcement(session, event, meta.happened_at)
        case MemberArrived() | MemberLeft() | SubstitutionRecorded():
            attendance = presence.evolve(session.attendance, event, meta.happened_at)
            return replace(session, attendance=attendance)
        case AgendaItemAdded() | AgendaItemRemoved() | AgendaOrdered():
            return _agenda(session, event)
        case ItemCalled() | ItemConcluded() | ItemReopened() | RecusalDeclared() | RecusalLifted():
            return _item(session, event)
        case VoteOpened():
            return replace(session, votes=(*session.votes, votes.opened(event, meta)))
        case QuorumLost():
            return replace(session, quorum_lost=True)
        case VotePrepared() | PreparedVoteWithdrawn():
            return session
        case _:
            return _sitting(session, event, meta.happened_at)


def _further(session: Session, event: SessionEvent, at: dt.datetime) -> Session:
    """How far the sitting got in time."""
    if not isinstance(event, DEALINGS):
        return session
    return replace(session, dealt_until=max(session.dealt_until or at, at))


def _minuted(session: Session, event: MinutesEvent, meta: Meta) -> Session:
    if isinstance(event, MinutesDrafted):
        minutes = drafted(event, meta)
    else:
        minutes = evolve_minutes(session.drafted, event, meta)
    return replace(session, minutes=minutes, status=minutes.status)


def _proceeding(session: Session, event: ProceedingsEvent, at: dt.datetime) -> Session:
    """What the clerk's list does to items, attendance and chair stands with those."""
    match event:
        case AttendanceCorrected():
            return replace(session, attendance=presence.evolve(session.attendance, event, at))
        case ItemRecalled() | ItemAccepted() | ItemRefused():
            return _item(session, event)
        case ChairHandedOver():
            return replace(session, chair=event.member)
        case _:
            return replace(session, proceedings=evolve_proceedings(session.proceedings, event, at))


def _announcement(
    session: Session, event: SessionAnnounced | AnnouncementWithdrawn, at: dt.datetime
) -> Session:
    match event:
        case SessionAnnounced():
            return replace(session, announced=event.items, published_at=session.published_at or at)
        case AnnouncementWithdrawn():
            return replace(session, announced=(), published_at=None)


def _sitting(
    session: Session,
    event: SessionMoved
    | SessionCancelled
    | SessionSummoned
    | SessionOpened
    | SessionInterrupted
    | SessionResumed
    | SessionClosed
    | QuorumEstablished,
    at: dt.datetime,
) -> Session:
    match event:
        case SessionMoved():
            return replace(session, date=event.date)
        case SessionCancelled():
            return replace(session, status="cancelled")
        case SessionSummoned():
            return replace(session, status="summoned")
        case SessionOpened():
            return replace(
                session,
                status="opened",
                opened_at=at,
                seats=event.seats,
                lawful_number=event.lawful_number,
                rule=event.rule,
                chair=event.chair,
                substitutes=event.substitutes,
            )
        case SessionInterrupted():
            return replace(session, status="interrupted", interrupted_at=at)
        case SessionResumed():
            return replace(session, status="opened", interrupted_at=None)
        case SessionClosed():
            return replace(session, status="closed", closed_at=at, current=None)
        case QuorumEstablished():
            return replace(session, quorate=event.quorate, quorum_lost=False)


def _agenda(session: Session, event: AgendaItemAdded | AgendaItemRemoved | AgendaOrdered) -> Session:
    match event:
        case AgendaItemAdded():
            item = Item(
                id=event.item,
                subject=event.subject,
                public=event.public,
                vorlage=event.vorlage,
                consultation=event.consultation,
                kind=event.kind or ("matter" if event.vorlage is None else "paper"),
                late=event.late,
                public_title=event.public_title,
            )
            agenda = (*session.agenda[: event.place], item, *session.agenda[event.place :])
        case AgendaItemRemoved():
            agenda = tuple(each for each in session.agenda if each.id != event.item)
        case _:
            agenda = tuple(sorted(session.agenda, key=lambda each: event.order.index(each.id)))
    return replace(session, agenda=agenda)


OfItem = ItemConcluded | ItemReopened | ItemAccepted | ItemRefused | RecusalDeclared | RecusalLifted


def _item(
    session: Session,
    event: ItemCalled | ItemRecalled | OfItem,
) -> Session:
    if isinstance(event, ItemCalled):
        return replace(session, current=event.item)
    if isinstance(event, ItemRecalled):
        return replace(session, current=None)
    lacking = session.lacks_quorum
    agenda = (
        _of_item(each, event, without_quorum=lacking) if each.id == event.item else each
        for each in session.agenda
    )
    return replace(session, agenda=tuple(agenda))


def _of_item(item: Item, event: OfItem, *, without_quorum: bool) -> Item:
    match event:
        case ItemConcluded():
            concluded = replace(item, outcome=event.outcome, concluded_by=event.vote)
            return replace(concluded, without_quorum=without_quorum)
        case ItemReopened():
            return replace(item, outcome=None, concluded_by=None, without_quorum=False)
        case ItemAccepted():
            return replace(item, accepted=True)
        case ItemRefused():
            return replace(item, accepted=False)
        case RecusalDeclared():
            contested = {**item.contested, event.member: event.flags}
            return replace(item, recused=(*item.recused, event.member), contested=contested)
        case RecusalLifted():
            recused = tuple(each for each in item.recused if each != event.member)
            contested = {who: own for who, own in item.contested.items() if who != event.member}
            return replace(item, recused=recused, contested=contested)
