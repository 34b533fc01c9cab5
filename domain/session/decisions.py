"""The county's rules for a sitting: planning, summons, opening, items, votes, closing.

Agenda, attendance and votes have files of their own beside this one.
"""

from typing import get_args

from domain.errors import NothingChanges
from domain.given import Given
from domain.session import agenda, announcing, attendance, late, minuting, voting
from domain.session.agenda import item_of
from domain.session.commands import (
    AddAgendaItem,
    AnnounceSession,
    CallItem,
    CancelSession,
    CloseSession,
    ConcludeItem,
    DeclareRecusal,
    EstablishQuorum,
    InterruptSession,
    LiftRecusal,
    MinutesCommand,
    MoveSession,
    OpenSession,
    OrderAgenda,
    PlanSession,
    RecordArrival,
    RecordLeaving,
    RemoveAgendaItem,
    ResumeSession,
    SessionChange,
    SummonSession,
    WithdrawAnnouncement,
)
from domain.session.errors import ItemNotCalled, ItemOver
from domain.session.events import (
    Flag,
    ItemCalled,
    ItemConcluded,
    QuorumEstablished,
    Seat,
    SessionClosed,
    SessionEvent,
    SessionInterrupted,
    SessionOpened,
    SessionPlanned,
    SessionResumed,
)
from domain.session.state import Session
from domain.session.voting import VotingCommand
from domain.vorlage.wording import line_or_none
from domain.world import World

BESIDE = (*get_args(MinutesCommand), AnnounceSession, WithdrawAnnouncement)
"""What signed minutes do not lock: it changes nothing that they tell."""


def plan(command: PlanSession) -> list[SessionEvent]:
    """Plan a sitting of a committee that exists."""
    return [SessionPlanned(committee=command.committee, date=command.date, public=command.public)]


def decide(session: Session, command: SessionChange, given: Given, world: World) -> list[SessionEvent]:
    """The events that a command to an existing session leads to."""
    if not isinstance(command, BESIDE):
        minuting.check_unlocked(session)
    events = _decide(session, command, given, world)
    if not session.votes or isinstance(command, VotingCommand):
        return events
    return [*events, *late.questioned(session, events, given, world.rules.named(session.rule))]


def _decide(session: Session, command: SessionChange, given: Given, world: World) -> list[SessionEvent]:
    if isinstance(command, MinutesCommand):
        return minuting.decide(session, command, given, world)
    match command:
        case AnnounceSession() | WithdrawAnnouncement():
            return announcing.decide(session, command, world)
        case (
            MoveSession()
            | CancelSession()
            | AddAgendaItem()
            | RemoveAgendaItem()
            | OrderAgenda()
            | SummonSession()
        ):
            return agenda.decide(session, command, given, world)
        case RecordArrival() | RecordLeaving() | DeclareRecusal() | LiftRecusal():
            return attendance.decide(session, command, given, world)
        case OpenSession() | InterruptSession() | ResumeSession() | CloseSession() | EstablishQuorum():
            return _sitting(session, command, given, world)
        case CallItem():
            return _call(session, command)
        case ConcludeItem():
            return _conclude(session, command)
        case _:
            return voting.decide(session, command, given, world)


def _sitting(
    session: Session,
    command: OpenSession | InterruptSession | ResumeSession | CloseSession | EstablishQuorum,
    given: Given,
    world: World,
) -> list[SessionEvent]:
    match command:
        case OpenSession():
            return _open(session, given, world)
        case InterruptSession():
            voting.check_no_open_vote(session)
            reason = line_or_none("reason", command.reason)
            return [SessionInterrupted(reason=reason)]
        case ResumeSession():
            return [SessionResumed()]
        case CloseSession():
            voting.check_no_open_vote(session)
            return [SessionClosed()]
        case EstablishQuorum():
            present = len(session.voters_present(given.at))
            return [_quorum(session.rule, present, session.lawful_number, world)]


def _open(session: Session, given: Given, world: World) -> list[SessionEvent]:
    """Seats, lawful number and rule set are copied: later changes of the committee do not reach back."""
    committee = world.committees[session.committee]
    seats = tuple(Seat(member=each.member, votes=each.votes) for each in committee.seats_on(session.date))
    lawful_number = committee.lawful_number_on(session.date)
    rule = world.rules.on(session.date).id
    voters = {seat.member for seat in seats if seat.votes}
    present = len(session.present(given.at) & voters)
    quorum = _quorum(rule, present, lawful_number, world)
    opened = SessionOpened(
        seats=seats,
        lawful_number=lawful_number,
        rule=rule,
        chair=committee.chair_on(session.date),
        flags=() if quorum.quorate else (Flag(flag="not_quorate", rule="5"),),
    )
    return [opened, quorum]


def _quorum(rule: str, present: int, lawful_number: int, world: World) -> QuorumEstablished:
    quorate = world.rules.named(rule).quorate(present, lawful_number)
    return QuorumEstablished(present=present, lawful_number=lawful_number, quorate=quorate)


def _call(session: Session, command: CallItem) -> list[SessionEvent]:
    voting.check_no_open_vote(session)
    item = item_of(session, command.item)
    if item.outcome is not None:
        raise ItemOver(item.id, item.outcome)
    if session.current == item.id:
        raise NothingChanges("item")
    return [ItemCalled(item=item.id)]


def _conclude(session: Session, command: ConcludeItem) -> list[SessionEvent]:
    voting.check_no_open_vote(session)
    item = item_of(session, command.item)
    if item.outcome is not None:
        raise ItemOver(item.id, item.outcome)
    if command.outcome != "taken_off" and session.current != item.id:
        raise ItemNotCalled(item.id)
    reason = line_or_none("reason", command.reason)
    return [ItemConcluded(item=item.id, outcome=command.outcome, reason=reason)]
