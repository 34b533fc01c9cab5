"""How minutes come about: drafted by the clerk, signed by two, approved by the body, later corrected.

Source: § 58 KVG LSA; rule 14: a correction keeps original, correction and reason visible.
"""

from msgspec.structs import replace

from domain.errors import AlreadyExists, NoSuch
from domain.given import Given
from domain.session.agenda.decisions import item_of
from domain.session.commands.minutes import (
    ApproveMinutes,
    CorrectMinutes,
    DraftMinutes,
    MinutesCommand,
    ObjectToMinutes,
    SignMinutes,
)
from domain.session.errors.minutes import (
    AlreadySigned,
    ChairSigns,
    ClerkSigns,
    CorrectionEmpty,
    MinutesApprovedBefore,
    MinutesOutdated,
    MinutesUnchanged,
    MinutesVoteNeeded,
    NotApprovedByVote,
    NotTheNextSitting,
    ResultsLocked,
    SameSigner,
    SecondPersonNeeded,
)
from domain.session.events import SessionEvent
from domain.session.events.minutes import (
    MinutesApproved,
    MinutesCorrected,
    MinutesDrafted,
    MinutesObjected,
    MinutesSigned,
)
from domain.session.minutes.state import Minutes, persons
from domain.session.proceedings import publicity
from domain.session.state import Session
from domain.session.votes import decisions as voting
from domain.vorlage.drafting.wording import line
from domain.world import World


def decide(session: Session, command: MinutesCommand, given: Given, world: World) -> list[SessionEvent]:
    """The events that a command about minutes leads to."""
    if isinstance(command, DraftMinutes):
        return [_draft(session, command, given, world)]
    minutes = session.drafted
    match command:
        case SignMinutes():
            return [_sign(session, minutes, command, given, world)]
        case ObjectToMinutes():
            return [_object(session, minutes, command, given)]
        case ApproveMinutes():
            return [_approve(session, minutes, command, world)]
        case CorrectMinutes():
            return _correct(session, minutes, command, given, world)


def check_unlocked(session: Session) -> None:
    """Refuse to change what signed minutes tell. Raises `ResultsLocked`."""
    if session.minutes is not None and session.minutes.locked:
        raise ResultsLocked(session.minutes.version)


def _draft(session: Session, command: DraftMinutes, given: Given, world: World) -> MinutesDrafted:
    """Drafted anew they take the place of the version before, and whoever signed that one signs again."""
    check_unlocked(session)
    before = session.minutes
    if before is not None and not before.outdated:
        raise MinutesUnchanged(before.version)
    version = 1 if before is None else before.version + 1
    written = world.write(command.session, [MinutesDrafted(version=version, public="")], given)
    return MinutesDrafted(version=version, public=written.public, non_public=written.non_public)


def _sign(
    session: Session, minutes: Minutes, command: SignMinutes, given: Given, world: World
) -> MinutesSigned:
    if minutes.outdated:
        raise MinutesOutdated(minutes.version)
    if any(each.role == command.role for each in minutes.signatures):
        raise AlreadySigned(command.role)
    if command.role == "chair":
        chair = session.chair or world.committees[session.committee].chair_on(session.date)
        if given.person != chair:
            raise ChairSigns
    elif "clerk" not in given.standing.roles:
        raise ClerkSigns
    if any(each.persons & persons(given.meta) for each in minutes.signatures):
        raise SameSigner(command.role)
    return MinutesSigned(role=command.role, version=minutes.version)


def _check_not_approved(minutes: Minutes) -> None:
    if minutes.approved_in is not None:
        raise MinutesApprovedBefore(minutes.approved_in)


def _object(session: Session, minutes: Minutes, command: ObjectToMinutes, given: Given) -> MinutesObjected:
    _check_not_approved(minutes)
    id_ = command.objection or given.new_id("objection")
    if minutes.objection(id_) is not None:
        raise AlreadyExists("objection", id_)
    item = None if command.item is None else item_of(session, command.item).id
    return MinutesObjected(objection=id_, member=given.person, text=line("text", command.text), item=item)


def _approve(session: Session, minutes: Minutes, command: ApproveMinutes, world: World) -> MinutesApproved:
    """The body approves in a later sitting of its own; without a vote only what nobody objected to."""
    _check_not_approved(minutes)
    sitting = world.sessions.get(command.sitting)
    if sitting is None:
        raise NoSuch("session", command.sitting)
    later = sitting.date >= session.date and command.sitting != command.session
    if sitting.committee != session.committee or not sitting.seats or not later:
        raise NotTheNextSitting(command.sitting)
    for id_ in command.taken:
        if minutes.objection(id_) is None:
            raise NoSuch("objection", id_)
    if command.vote is None:
        if minutes.objections:
            raise MinutesVoteNeeded(tuple(each.id for each in minutes.objections))
    else:
        vote = sitting.vote(command.vote)
        if vote is None:
            raise NoSuch("vote", command.vote)
        if vote.about != "minutes" or vote.status != "declared" or not vote.declared:
            raise NotApprovedByVote(vote.id)
    taken = tuple(dict.fromkeys(command.taken))
    return MinutesApproved(version=minutes.version, sitting=command.sitting, vote=command.vote, taken=taken)


def _correct(
    session: Session, minutes: Minutes, command: CorrectMinutes, given: Given, world: World
) -> list[SessionEvent]:
    if minutes.wrote & persons(given.meta):
        raise SecondPersonNeeded
    if command.objection is not None and minutes.objection(command.objection) is None:
        raise NoSuch("objection", command.objection)
    before = None if command.before is None else line("before", command.before)
    after = None if command.after is None else line("after", command.after)
    said = before is not None or after is not None
    if before == after and (said or command.correction is None):
        raise CorrectionEmpty
    item = None if command.item is None else item_of(session, command.item)
    if item.public if item is not None else command.correction is None:
        for text in (before, after, command.reason):
            publicity.check_told(session, text)
    counts: list[SessionEvent] = []
    if command.correction is not None:
        if command.correction.session != command.session:
            raise NoSuch("vote", command.correction.vote)
        counts = voting.decide(session, command.correction, given, world)
    corrected = MinutesCorrected(
        version=minutes.version + 1,
        public="",
        reason=line("reason", command.reason),
        item=None if item is None else item.id,
        before=before,
        after=after,
        vote=None if command.correction is None else command.correction.vote,
        objection=command.objection,
    )
    written = world.write(command.session, [*counts, corrected], given)
    return [*counts, replace(corrected, public=written.public, non_public=written.non_public)]
