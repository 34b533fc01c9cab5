"""The course of a sitting: one step follows another, from its opening to its close (rule 14).

An entry may be recorded late, but nothing happened before the sitting was opened, nor before what it goes on
from; who came is told of the day of the sitting only (decision record on the course of a sitting).
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
    EstablishQuorum,
    InterruptSession,
    ObjectToOpenElection,
    ResumeSession,
    SessionChange,
    WordingCommand,
)
from domain.session.errors import AfterClosing, NotOnTheDay, StepOutOfOrder
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
    | RecallItem
    | ReopenItem
)
"""What happens in the room, one after the other.

A vote or a declaration that contradicts another one may be earlier (`check_next`).
"""

CLOCKS = dt.timedelta(seconds=5)
"""By so much the times of two devices, or of two commands at once, may differ."""

BEFORE = dt.timedelta(hours=12)
"""By so much people are there before a sitting is opened, at the most."""

MIDNIGHT = dt.timedelta(hours=2)
"""By so much the county's day begins before that of UTC, at the most."""


def check(session: Session, command: SessionChange, given: Given) -> None:
    """Refuse a step that cannot have happened when it is said to."""
    if isinstance(command, STEPS):
        check_next(session, command, given)
    elif isinstance(command, RecordNote | WithdrawNote):
        _check_not_before(command, given, session.opened_at)
    elif isinstance(command, CorrectVote):
        vote = session.vote(command.vote)
        _check_not_before(command, given, None if vote is None else vote.counted_at)


def check_next(session: Session, command: SessionChange, given: Given) -> None:
    """Refuse a step that lies before the one that the sitting has reached."""
    _check_not_before(command, given, session.reached)


def _check_not_before(command: SessionChange, given: Given, reached: dt.datetime | None) -> None:
    if reached is not None and given.at < reached - CLOCKS:
        raise StepOutOfOrder(type(command).__name__, given.at.isoformat(), reached.isoformat())


def check_coming(session: Session, person: str, at: dt.datetime) -> None:
    """Refuse that somebody comes on another day than the sitting's, or after it was closed."""
    midnight = dt.datetime.combine(session.date, dt.time(), dt.UTC)
    if at < (midnight - MIDNIGHT if session.opened_at is None else session.opened_at - BEFORE):
        raise NotOnTheDay(person, session.date.isoformat())
    if session.closed_at is not None and at > session.closed_at:
        raise AfterClosing(person, session.closed_at.isoformat())
