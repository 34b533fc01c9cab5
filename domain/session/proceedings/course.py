"""The course of a sitting in time: nothing lies before what it goes on from (rule 14).

Whatever is entered may be entered late, after steps that followed it; but a sitting's steps come after its
opening, what is said of a vote after the vote, what ends a pause or an exclusion after its beginning, and
the close after everything (decision record on the course of a sitting).
"""

import datetime as dt
from collections.abc import Iterator

from domain.given import Given
from domain.session.commands import SessionChange
from domain.session.commands.attendance import EstablishQuorum
from domain.session.commands.course import (
    CallItem,
    CloseSession,
    ConcludeItem,
    InterruptSession,
    ResumeSession,
)
from domain.session.commands.proceedings import (
    AcceptItem,
    AnnounceResolutions,
    ApproveAgenda,
    EstablishSummons,
    ExcludePublic,
    HandOverChair,
    RecallItem,
    RecordNote,
    RefuseItem,
    ReopenItem,
    RestorePublic,
    WithdrawAgendaApproval,
    WithdrawNote,
)
from domain.session.commands.votes import (
    AnnulVote,
    CancelVote,
    CorrectVote,
    DeclareVote,
    ObjectToOpenElection,
    OpenVote,
)
from domain.session.commands.wording import WordingCommand
from domain.session.errors.attendance import AfterClosing, NotOnTheDay
from domain.session.errors.proceedings import PauseHoldsVote, StepOutOfOrder
from domain.session.state import Session

STEPS = (
    InterruptSession
    | ResumeSession
    | CloseSession
    | EstablishQuorum
    | CallItem
    | ConcludeItem
    | WordingCommand
    | ObjectToOpenElection
    | CancelVote
    | AnnulVote
    | EstablishSummons
    | ApproveAgenda
    | WithdrawAgendaApproval
    | AcceptItem
    | RefuseItem
    | ExcludePublic
    | RestorePublic
    | AnnounceResolutions
    | HandOverChair
    | OpenVote
    | RecallItem
    | ReopenItem
    | RecordNote
    | WithdrawNote
)
"""What happens in the room while the body sits."""

CLOCKS = dt.timedelta(seconds=5)
"""By so much the times of two devices, or of two commands at once, may differ."""

BEFORE = dt.timedelta(hours=12)
"""By so much people are there before a sitting is opened, at the most."""


def check(session: Session, command: SessionChange, given: Given) -> None:
    """Refuse a step that cannot have happened when it is said to."""
    _check_not_before(command, given, max(_went_before(session, command), default=None))
    if isinstance(command, InterruptSession | ExcludePublic | RestorePublic):
        for vote in session.votes:
            if vote.counted_at is not None and vote.opened_at + CLOCKS < given.at:
                _check_not_before(command, given, vote.counted_at)
    if isinstance(command, ResumeSession | CloseSession) and session.interrupted_at is not None:
        _check_pause(session, session.interrupted_at, given)


def _went_before(session: Session, command: SessionChange) -> Iterator[dt.datetime]:
    """The moments of what a step goes on from."""
    if isinstance(command, STEPS) and session.opened_at is not None:
        yield session.opened_at
    match command:
        case CancelVote() | AnnulVote() | CorrectVote() | DeclareVote():
            vote = session.vote(command.vote)
            if vote is not None:
                yield vote.counted_at or vote.opened_at
        case ResumeSession() if session.interrupted_at is not None:
            yield session.interrupted_at
        case RestorePublic() if session.proceedings.excluded_at is not None:
            yield from _behind_doors(session, session.proceedings.excluded_at)
        case CloseSession():
            yield from _dealings(session)
        case _:
            pass


def _behind_doors(session: Session, excluded_at: dt.datetime) -> Iterator[dt.datetime]:
    """When the public was sent out, and the votes since on what is not public."""
    yield excluded_at
    secret = {each.id for each in session.agenda if not each.public}
    for vote in session.votes:
        if vote.item in secret and vote.opened_at >= excluded_at:
            yield vote.counted_at or vote.opened_at


def _dealings(session: Session) -> Iterator[dt.datetime]:
    """When anything last happened that a sitting's close comes after."""
    known = (session.dealt_until, session.interrupted_at, session.proceedings.excluded_at)
    yield from (each for each in known if each is not None)
    for intervals in session.attendance.values():
        for each in intervals:
            yield each.begin if each.end is None else each.end


def _check_pause(session: Session, begin: dt.datetime, given: Given) -> None:
    """Nobody votes in a pause: one that is entered late ends before the next vote."""
    for vote in session.votes:
        held = vote.status != "cancelled" and vote.contradicts is None
        if held and begin <= vote.opened_at < given.at - CLOCKS:
            raise PauseHoldsVote(vote.id, begin.isoformat(), vote.opened_at.isoformat())


def _check_not_before(command: SessionChange, given: Given, earliest: dt.datetime | None) -> None:
    if earliest is not None and given.at < earliest - CLOCKS:
        raise StepOutOfOrder(type(command).__name__, given.at.isoformat(), earliest.isoformat())


def check_coming(session: Session, person: str, at: dt.datetime) -> None:
    """Refuse that somebody comes long before a sitting was opened, or after it was closed."""
    if session.opened_at is not None and at < session.opened_at - BEFORE:
        raise NotOnTheDay(person, session.date.isoformat())
    if session.closed_at is not None and at > session.closed_at:
        raise AfterClosing(person, session.closed_at.isoformat())
