"""The clerk's list: summons in order, agenda, what came late, notes.

What came after the summons is accepted by the body before it is voted on.
"""

from typing import assert_never

from domain.errors import AlreadyExists, NoSuch, NothingChanges
from domain.given import Given
from domain.rules import RuleSet
from domain.session.agenda.decisions import item_of
from domain.session.agenda.objections import came_late
from domain.session.attendance.decisions import belongs
from domain.session.commands.proceedings import (
    AcceptItem,
    AnnounceResolutions,
    ApproveAgenda,
    CorrectAttendance,
    EstablishSummons,
    ExcludePublic,
    HandOverChair,
    ObjectToCirculation,
    ProceedingsChange,
    RecallItem,
    RecordNote,
    RefuseItem,
    ReopenItem,
    RestorePublic,
    WithdrawAgendaApproval,
    WithdrawNote,
)
from domain.session.contesting import contested
from domain.session.errors.attendance import NotAMember
from domain.session.errors.proceedings import (
    AcceptanceMajority,
    ItemOver,
    NoteNotPublic,
    NotLate,
    ObjectionMissing,
    SummonsNotInOrder,
)
from domain.session.events import SessionEvent
from domain.session.events.course import ItemConcluded
from domain.session.events.proceedings import (
    AgendaApproved,
    ItemAccepted,
    ItemRefused,
    NoteRecorded,
    NoteWithdrawn,
    SummonsEstablished,
)
from domain.session.proceedings import chairing, circulation, publicity, undoing
from domain.session.proceedings.resting import check_nothing_counted, check_result
from domain.session.state import Item, Session
from domain.session.votes.declaring import ordered_by
from domain.session.votes.opening import check_no_open_vote
from domain.vorlage.drafting.wording import line, line_or_none
from domain.world import World


def decide(session: Session, command: ProceedingsChange, given: Given, world: World) -> list[SessionEvent]:
    """The events that a step of the clerk's list leads to."""
    match command:
        case EstablishSummons():
            return _summons(session, command, given, world)
        case ApproveAgenda():
            return _approve(session, command, given)
        case AcceptItem() | RefuseItem():
            return _late(session, command, given, world)
        case RecordNote() | WithdrawNote():
            return _note(session, command, given)
        case HandOverChair():
            publicity.check_told(session, command.reason)
            return chairing.hand_over(session, command, given)
        case ExcludePublic() | RestorePublic() | AnnounceResolutions():
            return publicity.decide(session, command, given, world)
        case WithdrawAgendaApproval() | RecallItem() | ReopenItem() | CorrectAttendance():
            return undoing.decide(session, command, given, world)
        case ObjectToCirculation():
            return circulation.object_to(session, command, given, world)
        case _:
            assert_never(command)


def _summons(session: Session, command: EstablishSummons, given: Given, world: World) -> list[SessionEvent]:
    objection = line_or_none("objection", command.objection)
    publicity.check_told(session, objection)
    if command.objector is not None:
        if objection is None:
            raise ObjectionMissing(command.objector)
        if not belongs(session, command.objector, world):
            raise NotAMember(command.objector)
    if command.in_order and session.proceedings.summons_in_order and objection is None:
        raise NothingChanges("in_order")
    rules = world.rules.named(session.rule)
    flags = contested([] if command.in_order else [SummonsNotInOrder()], command.override, rules)
    return [
        SummonsEstablished(
            in_order=command.in_order,
            objection=objection,
            ordered_by=ordered_by(session, given),
            flags=flags,
            objector=command.objector,
        )
    ]


def _approve(session: Session, command: ApproveAgenda, given: Given) -> list[SessionEvent]:
    check_no_open_vote(session)
    if session.proceedings.approved:
        raise NothingChanges("agenda")
    if command.vote is not None:
        check_result(session, command.vote, "agenda", carried=True)
    changes = line_or_none("changes", command.changes)
    publicity.check_told(session, changes)
    return [
        AgendaApproved(
            order=tuple(each.id for each in session.agenda),
            changes=changes,
            vote=command.vote,
            ordered_by=ordered_by(session, given),
        )
    ]


def _late(
    session: Session, command: AcceptItem | RefuseItem, given: Given, world: World
) -> list[SessionEvent]:
    check_no_open_vote(session)
    item = _open_late_item(session, command.item, world)
    if command.vote is not None:
        check_result(session, command.vote, "agenda", carried=isinstance(command, AcceptItem))
    if isinstance(command, AcceptItem):
        _check_majority(session, command.vote, world.rules.named(session.rule))
    by = ordered_by(session, given)
    if isinstance(command, AcceptItem):
        if item.accepted:
            raise NothingChanges("item")
        return [ItemAccepted(item=item.id, vote=command.vote, ordered_by=by)]
    check_nothing_counted(session, item.id)
    reason = line("reason", command.reason)
    return [
        ItemRefused(item=item.id, reason=reason, vote=command.vote, ordered_by=by),
        ItemConcluded(item=item.id, outcome="taken_off", reason=reason),
    ]


def _check_majority(session: Session, id_: str | None, rules: RuleSet) -> None:
    """Where the rules ask for a majority to take up what came late, a vote with that majority says so."""
    needed = rules.acceptance_majority
    vote = None if id_ is None else session.vote(id_)
    if needed is not None and (vote is None or vote.majority != needed):
        raise AcceptanceMajority(needed, None if vote is None else vote.majority)


def _open_late_item(session: Session, id_: str, world: World) -> Item:
    item = item_of(session, id_)
    if item.outcome is not None:
        raise ItemOver(item.id, item.outcome)
    if not came_late(item, None if item.vorlage is None else world.vorlagen[item.vorlage]):
        raise NotLate(item.id)
    return item


def _note(session: Session, command: RecordNote | WithdrawNote, given: Given) -> list[SessionEvent]:
    if isinstance(command, WithdrawNote):
        if command.note not in session.proceedings.notes:
            raise NoSuch("note", command.note)
        return [NoteWithdrawn(note=command.note, reason=line("reason", command.reason))]
    id_ = command.note or given.new_id("note")
    if id_ in session.proceedings.notes:
        raise AlreadyExists("note", id_)
    item = None if command.item is None else item_of(session, command.item)
    public = session.public_admitted if item is None else item.public
    if item is not None and not item.public and command.public:
        raise NoteNotPublic(item.id)
    public = public if command.public is None else command.public
    text = line("text", command.text)
    if public:
        publicity.check_told(session, text)
    return [NoteRecorded(note=id_, text=text, public=public, item=command.item)]
