"""The agenda and the summons: what a body is called to deal with, and when it must know.

A body is summoned with released papers only, to stations that have a role, seven full days before (rule set).
"""

import datetime as dt

from msgspec.structs import replace

from domain.errors import AlreadyExists, NoSuch, NothingChanges
from domain.given import Given
from domain.session.agenda import announcing
from domain.session.commands.agenda import (
    AddAgendaItem,
    CancelSession,
    MoveSession,
    OrderAgenda,
    RemoveAgendaItem,
    SummonSession,
)
from domain.session.errors.agenda import (
    AgendaEmpty,
    AgendaOrderIncomplete,
    DateDiffers,
    NoOpenStation,
    NoticeTooShort,
    PaperNotReleased,
    ReceivedAfterSitting,
    StationElsewhere,
    StationWithoutRole,
    SubjectNeeded,
    UrgencyNeeded,
)
from domain.session.errors.proceedings import ItemKindDiffers, PublicTitleNeedless, ReasonMissing
from domain.session.errors.votes import VoteStillOpen
from domain.session.events import SessionEvent
from domain.session.events.agenda import (
    AgendaItemAdded,
    AgendaItemRemoved,
    AgendaOrdered,
    SessionCancelled,
    SessionMoved,
    SessionSummoned,
)
from domain.session.events.proceedings import ItemKind
from domain.session.state import Item, Session
from domain.vorlage.consultation.beratungsfolge import (
    check_dates,
    check_one_decides,
    check_roles,
    is_told,
    roles_of,
    station_of,
)
from domain.vorlage.drafting.wording import line, line_or_none
from domain.vorlage.parts import Consultation
from domain.vorlage.phases import InConsultation, Released, Suspended
from domain.vorlage.state import Vorlage
from domain.world import World

AgendaCommand = MoveSession | CancelSession | AddAgendaItem | RemoveAgendaItem | OrderAgenda | SummonSession


def decide(session: Session, command: AgendaCommand, given: Given, world: World) -> list[SessionEvent]:
    """The events that a command to the agenda leads to."""
    match command:
        case AddAgendaItem():
            return _add(session, command, given, world)
        case RemoveAgendaItem():
            return [AgendaItemRemoved(item=item_of(session, command.item).id)]
        case OrderAgenda():
            return _order(session, command)
        case SummonSession():
            return _summon(session, command, given, world)
        case MoveSession():
            return _move(session, command, given, world)
        case CancelSession():
            return [SessionCancelled(reason=line("reason", command.reason))]


def item_of(session: Session, id_: str) -> Item:
    """An item of the agenda. Raises `NoSuch`."""
    found = session.item(id_)
    if found is None:
        raise NoSuch("item", id_)
    return found


def _add(session: Session, command: AddAgendaItem, given: Given, world: World) -> list[SessionEvent]:
    id_ = command.item or given.new_id("item")
    if session.item(id_) is not None:
        raise AlreadyExists("item", id_)
    late = session.status != "planned"
    if late and command.urgency is None:
        raise UrgencyNeeded
    paper = None if command.vorlage is None else world.vorlagen[command.vorlage]
    station = None if paper is None else _station(session, command, paper)
    if paper is not None and station is not None and late:
        check_summonable(command.vorlage or "", paper, station)
    public = _public(session, command, paper)
    if public and command.public_title is not None:
        raise PublicTitleNeedless
    title = line_or_none("public_title", command.public_title)
    return [
        AgendaItemAdded(
            item=id_,
            subject=_subject(command, paper),
            public=public,
            vorlage=command.vorlage,
            consultation=None if station is None else station.id,
            place=_place(session, command.after),
            urgency=line_or_none("urgency", command.urgency),
            late=late,
            kind=_kind(command),
            public_title=title,
        ),
        *announcing.added(session, id_, given, told=public or title is not None),
    ]


def _kind(command: AddAgendaItem) -> ItemKind | None:
    """None for what an item is anyway: a paper where it has one, else a matter."""
    usual: ItemKind = "matter" if command.vorlage is None else "paper"
    if command.kind is None or command.kind == usual:
        return None
    if command.kind == "paper" or (command.vorlage is not None and command.kind != "report"):
        raise ItemKindDiffers(command.kind)
    return command.kind


def _subject(command: AddAgendaItem, paper: Vorlage | None) -> str:
    if command.subject is not None:
        return line("subject", command.subject)
    if paper is None:
        raise SubjectNeeded
    return paper.subject


def _public(session: Session, command: AddAgendaItem, paper: Vorlage | None) -> bool:
    """A sitting or a paper that is not public makes the item so; else as the command says, else public."""
    if not session.public or (paper is not None and not paper.public):
        return False
    return True if command.public is None else command.public


def _place(session: Session, after: str | None) -> int:
    if after is None:
        return len(session.agenda)
    return session.agenda.index(item_of(session, after)) + 1


def _station(session: Session, command: AddAgendaItem, paper: Vorlage) -> Consultation:
    if command.consultation is None:
        following = _next_station(session, paper)
        if following is None:
            raise NoOpenStation(command.vorlage or "")
        station = following
    else:
        station = station_of(paper, command.consultation)
    taken = station.session is not None or station.outcome is not None or station.from_paper
    if station.committee != session.committee or taken:
        raise StationElsewhere(station.id)
    if is_told(paper, station):
        return station  # who is only told of what was decided waits for nobody, nor does anybody for him
    if station.date is None:
        dated = [replace(s, date=session.date) if s.id == station.id else s for s in paper.consultations]
        check_dates(paper, dated)
    elif station.date != session.date:
        raise DateDiffers(station.id, station.date.isoformat(), session.date.isoformat())
    return station


def _next_station(session: Session, paper: Vorlage) -> Consultation | None:
    """Where the paper was resolved, bodies are only told of it, such as after an urgent decision."""
    told = paper.resolved is not None and not isinstance(paper.phase, Suspended)
    return next(
        (
            each
            for each in paper.consultations
            if each.committee == session.committee
            and each.outcome is None
            and each.session is None
            and not each.from_paper
            and (is_told(paper, each) or not told)
        ),
        None,
    )


def _order(session: Session, command: OrderAgenda) -> list[SessionEvent]:
    if session.open_vote is not None:
        raise VoteStillOpen(session.open_vote.id)
    now = tuple(each.id for each in session.agenda)
    if sorted(command.order) != sorted(now):
        raise AgendaOrderIncomplete(tuple(sorted(set(now) ^ set(command.order))))
    if command.order == now:
        raise NothingChanges("order")
    return [AgendaOrdered(order=command.order)]


def check_summonable(id_: str, paper: Vorlage, station: Consultation) -> None:
    """Refuse a paper that is not released, a station without a role, or one that would come too late."""
    if not is_told(paper, station) and not isinstance(paper.phase, Released | InConsultation | Suspended):
        raise PaperNotReleased(id_, paper.status)
    if station.role is None:
        raise StationWithoutRole(station.id)
    check_roles(roles_of(paper.consultations))
    check_one_decides(paper.consultations, station.id)


def _summon(session: Session, command: SummonSession, given: Given, world: World) -> list[SessionEvent]:
    if not session.agenda:
        raise AgendaEmpty
    for item in session.agenda:
        if item.vorlage is not None and item.consultation is not None:
            paper = world.vorlagen[item.vorlage]
            check_summonable(item.vorlage, paper, station_of(paper, item.consultation))
    received = command.received or given.day
    urgency = line_or_none("urgency", command.urgency)
    if session.form == "sitting":
        _check_notice(received, session.date, urgency, world)
    chair = world.committees[session.committee].chair_on(session.date)
    by = None if given.person == chair else chair
    return [SessionSummoned(received=received, urgency=urgency, ordered_by=by)]


def _move(session: Session, command: MoveSession, given: Given, world: World) -> list[SessionEvent]:
    """After the summons the members are told anew: with a reason, and as long before as a summons."""
    if command.date == session.date:
        raise NothingChanges("date")
    for item in session.agenda:
        if item.vorlage is not None:
            _check_moved(world.vorlagen[item.vorlage], item, command.date)
    reason = line_or_none("reason", command.reason)
    if session.status == "planned":
        return [SessionMoved(date=command.date, reason=reason)]
    if reason is None:
        raise ReasonMissing
    received = command.received or given.day
    urgency = line_or_none("urgency", command.urgency)
    _check_notice(received, command.date, urgency, world)
    return [SessionMoved(date=command.date, reason=reason, received=received, urgency=urgency)]


def _check_moved(paper: Vorlage, item: Item, date: dt.date) -> None:
    station = station_of(paper, item.consultation or "")
    check_dates(paper, [replace(s, date=date) if s.id == station.id else s for s in paper.consultations])


def _check_notice(received: dt.date, date: dt.date, urgency: str | None, world: World) -> None:
    rules = world.rules.on(date)
    if urgency is None and not rules.notice_kept(received, date):
        refusal = NoticeTooShort(received.isoformat(), date.isoformat(), rules.notice_days)
        refusal.source = rules.rule_of("summons")
        raise refusal
    if received > date:
        raise ReceivedAfterSitting(received.isoformat(), date.isoformat())
