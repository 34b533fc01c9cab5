"""The course of a sitting in time: nothing lies before what it goes on from (rule 14).

Whatever is entered may be entered late, after steps that followed it; but a sitting's steps come after its
opening, and what is said of a vote after the vote (decision record on the course of a sitting).
"""

import datetime as dt

from domain.given import Given
from domain.session.commands import (
    AnnulVote,
    CallItem,
    CancelVote,
    CloseSession,
    ConcludeItem,
    CorrectVote,
    DeclareVote,
    EstablishQuorum,
    InterruptSession,
    ObjectToOpenElection,
    OpenVote,
    ResumeSession,
    SessionChange,
    WordingCommand,
)
from domain.session.errors.attendance import AfterClosing, NotOnTheDay
from domain.session.errors.proceedings import StepOutOfOrder
from domain.session.proceedings_commands import (
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
    if isinstance(command, STEPS):
        _check_not_before(command, given, session.opened_at)
    if isinstance(command, CancelVote | AnnulVote | CorrectVote | DeclareVote):
        vote = session.vote(command.vote)
        if vote is not None:
            _check_not_before(command, given, vote.counted_at or vote.opened_at)


def _check_not_before(command: SessionChange, given: Given, earliest: dt.datetime | None) -> None:
    if earliest is not None and given.at < earliest - CLOCKS:
        raise StepOutOfOrder(type(command).__name__, given.at.isoformat(), earliest.isoformat())


def check_coming(session: Session, person: str, at: dt.datetime) -> None:
    """Refuse that somebody comes long before a sitting was opened, or after it was closed."""
    if session.opened_at is not None and at < session.opened_at - BEFORE:
        raise NotOnTheDay(person, session.date.isoformat())
    if session.closed_at is not None and at > session.closed_at:
        raise AfterClosing(person, session.closed_at.isoformat())
