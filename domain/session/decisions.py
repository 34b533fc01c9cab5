"""The county's rules for a sitting: planning, summons, opening, items, votes, closing.

Agenda, attendance and votes have files of their own beside this one.
"""

from collections.abc import Iterator
from typing import get_args

from msgspec.structs import replace

from domain.errors import NoSuch, NothingChanges
from domain.flag import Flag
from domain.given import Given
from domain.session.agenda import announcing, concluding
from domain.session.agenda import decisions as agenda
from domain.session.agenda.decisions import item_of
from domain.session.agenda.objections import out_of_place
from domain.session.attendance import decisions as attendance
from domain.session.attendance import quorum
from domain.session.commands import SessionChange
from domain.session.commands.agenda import (
    AddAgendaItem,
    AnnounceSession,
    CancelSession,
    MoveSession,
    OrderAgenda,
    PlanSession,
    RemoveAgendaItem,
    SummonSession,
    WithdrawAnnouncement,
)
from domain.session.commands.attendance import (
    DeclareRecusal,
    EstablishQuorum,
    LiftRecusal,
    RecordArrival,
    RecordLeaving,
    RecordSubstitution,
)
from domain.session.commands.course import (
    CallItem,
    CloseSession,
    ConcludeItem,
    InterruptSession,
    OpenSession,
    ResumeSession,
)
from domain.session.commands.minutes import MinutesCommand
from domain.session.commands.proceedings import ProceedingsChange
from domain.session.commands.wording import ChangeWording, FreezeWording, ReadBackWording, WithdrawWording
from domain.session.contesting import contested
from domain.session.errors.attendance import WasQuorate
from domain.session.errors.proceedings import ItemOver
from domain.session.errors.votes import VoteUndeclared
from domain.session.events import SessionEvent
from domain.session.events.agenda import SessionPlanned
from domain.session.events.course import (
    ItemCalled,
    Seat,
    SessionClosed,
    SessionInterrupted,
    SessionOpened,
    SessionResumed,
    Substitute,
)
from domain.session.evolution import evolve
from domain.session.minutes import decisions as minuting
from domain.session.proceedings import circulation, course
from domain.session.proceedings import decisions as proceedings
from domain.session.proceedings.chairing import chair_at_opening
from domain.session.state import Item, Session
from domain.session.votes import decisions as voting
from domain.session.votes import late
from domain.session.votes.decisions import VotingCommand
from domain.session.votes.declaring import ordered_by
from domain.session.votes.opening import check_no_open_vote
from domain.session.wording import decisions as aloud
from domain.vorlage.drafting.wording import line, line_or_none
from domain.world import World

BESIDE = (*get_args(MinutesCommand), AnnounceSession, WithdrawAnnouncement)
"""What signed minutes do not lock: it changes nothing that they tell."""


def plan(command: PlanSession, world: World) -> list[SessionEvent]:
    """Plan a sitting of a committee that exists, perhaps for what another one left open; or a circulation."""
    circulation.check_allowed(command, world.rules.on(command.date))
    matters: tuple[str, ...] = ()
    if command.again is not None:
        first = world.sessions.get(command.again)
        if first is None or first.committee != command.committee:
            raise NoSuch("session", command.again)
        if not first.lacks_quorum or first.status in {"planned", "summoned", "cancelled"}:
            raise WasQuorate(command.again)
        matters = tuple(each.vorlage or each.subject for each in first.agenda if _left_open(each))
    return [
        SessionPlanned(
            committee=command.committee,
            date=command.date,
            public=command.public and command.form == "sitting",
            form=command.form,
            again=command.again,
            matters=matters,
        )
    ]


def _left_open(item: Item) -> bool:
    """Whether an item waits for want of a quorum; what a quorate body put off does not."""
    return item.outcome is None or (item.outcome == "postponed" and item.without_quorum)


def decide(session: Session, command: SessionChange, given: Given, world: World) -> list[SessionEvent]:
    """The events that a command to an existing session leads to."""
    if not isinstance(command, BESIDE):
        minuting.check_unlocked(session)
    course.check(session, command, given)
    events = _decide(session, command, given, world)
    if not session.votes or isinstance(command, VotingCommand):
        return events
    return [*events, *late.questioned(session, events, given, world.rules.named(session.rule))]


def _decide(session: Session, command: SessionChange, given: Given, world: World) -> list[SessionEvent]:
    if isinstance(command, MinutesCommand):
        return minuting.decide(session, command, given, world)
    if isinstance(command, ProceedingsChange):
        return proceedings.decide(session, command, given, world)
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
        case RecordArrival() | RecordLeaving() | RecordSubstitution() | DeclareRecusal() | LiftRecusal():
            return attendance.decide(session, command, given, world)
        case OpenSession() | InterruptSession() | ResumeSession() | CloseSession() | EstablishQuorum():
            return _sitting(session, command, given, world)
        case ChangeWording() | WithdrawWording() | ReadBackWording() | FreezeWording():
            return [*aloud.decide(session, command, given, world)]
        case CallItem():
            return _call(session, command, given, world)
        case ConcludeItem():
            return concluding.conclude(session, command, world)
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
            return _open(session, command, given, world)
        case InterruptSession():
            check_no_open_vote(session)
            reason = line_or_none("reason", command.reason)
            return [SessionInterrupted(reason=reason)]
        case ResumeSession():
            return [SessionResumed()]
        case CloseSession():
            check_no_open_vote(session)
            flags = _undeclared(session, command)
            return [*concluding.left_over(session, world), SessionClosed(flags=flags)]
        case EstablishQuorum():
            return [quorum.established(session, given.at, world)]


def _undeclared(session: Session, command: CloseSession) -> tuple[Flag, ...]:
    """A vote that was counted is declared before the sitting closes, or a reason stands for it."""
    counted = [each for each in session.votes if each.status == "counted"]
    if not counted:
        return ()
    if command.override is None:
        raise VoteUndeclared(counted[0].id)
    return (Flag(flag="contested", rule="6", reason=line("override", command.override)),)


def _open(session: Session, command: OpenSession, given: Given, world: World) -> list[SessionEvent]:
    """Seats, lawful number and rule set are copied: later changes of the committee do not reach back."""
    committee = world.committees[session.committee]
    seats = tuple(Seat(member=each.member, votes=each.votes) for each in committee.seats_on(session.date))
    lawful_number = committee.lawful_number_on(session.date)
    rule = world.rules.on(session.date).id
    opened = SessionOpened(
        seats=seats,
        lawful_number=lawful_number,
        rule=rule,
        chair=chair_at_opening(session, committee, given.at),
        substitutes=tuple(
            Substitute(member=each.member, substitute=each.substitute)
            for each in committee.substitutes_on(session.date)
        ),
        flags=tuple(_another_day(session, command, given, world)),
    )
    found = quorum.established(evolve(session, opened, given.meta), given.at, world)
    if not found.quorate:
        opened = replace(opened, flags=(*opened.flags, Flag(flag="not_quorate", rule="5")))
    return [opened, found]


def _another_day(session: Session, command: OpenSession, given: Given, world: World) -> Iterator[Flag]:
    """The body sits although it was summoned for another day; the chair's reason is kept."""
    if session.form == "sitting" and given.day != session.date:
        reason = line_or_none("override", command.override)
        rule = world.rules.on(session.date).rule_of("date")
        yield Flag(flag="contested", rule=rule, reason=reason)


def _call(session: Session, command: CallItem, given: Given, world: World) -> list[SessionEvent]:
    check_no_open_vote(session)
    item = item_of(session, command.item)
    if item.outcome is not None:
        raise ItemOver(item.id, item.outcome)
    if session.current == item.id:
        raise NothingChanges("item")
    rules = world.rules.named(session.rule)
    flags = contested(out_of_place(session, item), command.override, rules)
    return [ItemCalled(item=item.id, ordered_by=ordered_by(session, given), flags=flags)]
