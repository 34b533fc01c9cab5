"""Who is in the room, and who is barred from an item.

Intervals make sense: nobody comes in twice or leaves without being there; a recusal belongs to one item.
What is entered after the sitting dealt with something later is marked `late` (rule 14); the same entered
twice, by two clerks, does nothing.
"""

import datetime as dt
from collections.abc import Iterable

from domain.flag import Flag
from domain.given import Given
from domain.session.agenda.decisions import item_of
from domain.session.attendance import quorum
from domain.session.attendance.presence import occupant
from domain.session.commands.attendance import (
    DeclareRecusal,
    LiftRecusal,
    RecordArrival,
    RecordLeaving,
    RecordSubstitution,
)
from domain.session.contesting import contested
from domain.session.errors.attendance import (
    AlreadyPresent,
    AlreadyRecused,
    NotAMember,
    NotASubstitute,
    NotPresent,
    NotRecused,
    SeatOccupied,
)
from domain.session.errors.proceedings import CirculationInWriting, RecusedTooLate
from domain.session.errors.votes import BallotGiven
from domain.session.events import SessionEvent
from domain.session.events.attendance import (
    MemberArrived,
    MemberLeft,
    RecusalDeclared,
    RecusalLifted,
    SubstitutionRecorded,
)
from domain.session.events.votes import VoteQuestioned
from domain.session.evolution import evolve
from domain.session.proceedings import course
from domain.session.state import Item, Session
from domain.vorlage.drafting.wording import line, line_or_none
from domain.world import World

AttendanceCommand = RecordArrival | RecordLeaving | RecordSubstitution | DeclareRecusal | LiftRecusal


def decide(session: Session, command: AttendanceCommand, given: Given, world: World) -> list[SessionEvent]:
    """The events that a command about attendance leads to."""
    late = session.dealt_until is not None and given.at < session.dealt_until
    if session.form == "circulation" and isinstance(command, RecordArrival | RecordLeaving):
        raise CirculationInWriting
    match command:
        case RecordArrival():
            known = {
                key for key, each in session.attendance.items() if any(i.begin == given.at for i in each)
            }
            coming = [each for each in dict.fromkeys(command.members) if each not in known]
            for member in coming:
                _check_arrival(session, member, given.at, world)
            return [MemberArrived(member=each, late=late) for each in coming]
        case RecordLeaving():
            left = {who for who, each in session.attendance.items() if any(i.end == given.at for i in each)}
            going = [each for each in dict.fromkeys(command.members) if each not in left]
            for member in going:
                _check_leaving(session, member, given.at)
            return _leave(session, going, given, world, late=late)
        case RecordSubstitution():
            return _substitute(session, command, given.at, world, late=late)
        case DeclareRecusal():
            return _recuse(session, command, world, late=late)
        case LiftRecusal():
            item = item_of(session, command.item)
            if command.member not in item.recused:
                raise NotRecused(command.member)
            return _lift(session, item, command)


def _lift(session: Session, item: Item, command: LiftRecusal) -> list[SessionEvent]:
    """What was contested about the recusal goes with it, as far as no other recusal has it, too."""
    others = {flag for who, own in item.contested.items() if who != command.member for flag in own}
    gone = tuple(each for each in item.contested[command.member] if each not in others)
    reason = line("reason", command.reason)
    return [
        RecusalLifted(item=item.id, member=command.member, reason=reason),
        *(
            VoteQuestioned(vote=each.id, flags=(), settled=gone)
            for each in session.votes
            if item.id in each.items and set(gone) & set(each.flags)
        ),
    ]


def is_member(session: Session, member: str, world: World) -> bool:
    """Whether a person belongs to the body: as it was copied at the opening, before that as it is."""
    if session.seats:
        return any(seat.member == member for seat in session.seats)
    return world.committees[session.committee].seat_of(member, session.date) is not None


def belongs(session: Session, person: str, world: World) -> bool:
    """Whether a person belongs to the body, or may stand in for a member."""
    substitutes = {substitute for _, substitute in substitutes_of(session, world)}
    return person in substitutes or is_member(session, person, world)


def _check_arrival(session: Session, member: str, at: dt.datetime, world: World) -> None:
    if not is_member(session, member, world):
        raise NotAMember(member)
    course.check_coming(session, member, at)
    _check_absent(session, member, at)
    _check_free(session, member, at)


def _check_absent(session: Session, person: str, at: dt.datetime) -> None:
    if any(each.end is None or each.end > at for each in session.attendance.get(person, ())):
        raise AlreadyPresent(person)


def _check_free(session: Session, seat: str, at: dt.datetime) -> None:
    """A seat has one voter at a time."""
    taken = occupant(session.attendance, seat, at)
    if taken is not None:
        raise SeatOccupied(seat, taken)


def _substitute(
    session: Session, command: RecordSubstitution, at: dt.datetime, world: World, *, late: bool
) -> list[SessionEvent]:
    """A substitute takes the seat of the one member for whom he was appointed (rules 2 and 15)."""
    if not is_member(session, command.member, world):
        raise NotAMember(command.member)
    if (command.member, command.substitute) not in substitutes_of(session, world):
        raise NotASubstitute(command.member, command.substitute)
    taken = session.attendance.get(command.substitute, ())
    if any(each.begin == at and each.seat == command.member for each in taken):
        return []  # entered twice
    course.check_coming(session, command.substitute, at)
    _check_absent(session, command.substitute, at)
    _check_free(session, command.member, at)
    return [SubstitutionRecorded(member=command.member, substitute=command.substitute, late=late)]


def substitutes_of(session: Session, world: World) -> set[tuple[str, str]]:
    """Who may take whose seat: as it was copied at the opening, before that as it is."""
    if session.seats:
        return {(each.member, each.substitute) for each in session.substitutes}
    appointed = world.committees[session.committee].substitutes_on(session.date)
    return {(each.member, each.substitute) for each in appointed}


def _leave(
    session: Session, going: Iterable[str], given: Given, world: World, *, late: bool
) -> list[SessionEvent]:
    """Members go; the clerk is warned when the quorum goes with them (rule 5)."""
    left: list[SessionEvent] = [MemberLeft(member=each, late=late) for each in going]
    if late or session.status not in {"opened", "interrupted"}:
        return left
    after = session
    for event in left:
        after = evolve(after, event, given.meta)
    return [*left, *quorum.lost(session, after, given.at, world)]


def _check_leaving(session: Session, member: str, at: dt.datetime) -> None:
    intervals = session.attendance.get(member, ())
    if not any(each.end is None and each.begin < at for each in intervals):
        raise NotPresent(member)


def _recuse(session: Session, command: DeclareRecusal, world: World, *, late: bool) -> list[SessionEvent]:
    item = item_of(session, command.item)
    flags: tuple[Flag, ...] = ()
    if item.outcome is not None:
        too_late = RecusedTooLate(item.id, item.outcome)
        flags = contested([too_late], command.override, world.rules.named(session.rule))
    if not belongs(session, command.member, world):
        raise NotAMember(command.member)
    if command.member in item.recused:
        raise AlreadyRecused(command.member)
    vote = session.open_vote
    ballots = () if vote is None or item.id not in vote.items else vote.ballots
    if any(ballot.member == command.member for ballot in ballots):
        raise BallotGiven(command.member)
    return [
        RecusalDeclared(
            item=item.id,
            member=command.member,
            reason=line_or_none("reason", command.reason),
            late=late or bool(flags),
            flags=flags,
        ),
        *(VoteQuestioned(vote=each.id, flags=flags) for each in session.votes_held(item.id) if flags),
    ]
