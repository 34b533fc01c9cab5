"""What can be asked about the minutes of a sitting."""

from typing import Annotated

from msgspec import Meta

from domain.command import Id, Line
from domain.session.command import SessionCommand
from domain.session.commands.votes import CorrectVote
from domain.session.events.minutes import SigningRole


class DraftMinutes(SessionCommand, frozen=True, kw_only=True):
    """Lay down the minutes of a sitting that is closed, from all that was recorded of it."""


class SignMinutes(SessionCommand, frozen=True, kw_only=True):
    """Sign the minutes as they were drafted last."""

    role: SigningRole


class ObjectToMinutes(SessionCommand, frozen=True, kw_only=True):
    """Object to signed minutes, as a member of the body."""

    text: Line
    item: Id | None = None
    objection: Id | None = None


class ApproveMinutes(SessionCommand, frozen=True, kw_only=True):
    """Record that the body approved the minutes in a later sitting of its own.

    `vote`: the one of that sitting which was about the minutes; it is needed where somebody objected.
    `taken`: the objections that the body found right.
    """

    sitting: Id
    vote: Id | None = None
    taken: Annotated[tuple[Id, ...], Meta(max_length=500)] = ()


class CorrectMinutes(SessionCommand, frozen=True, kw_only=True):
    """Correct minutes that were signed: what they say (`before`, `after`), or the counts of a vote.

    `correction` is a command of its own of which only the content counts; `objection` names the one that is
    carried out.
    """

    reason: Line
    item: Id | None = None
    before: Line | None = None
    after: Line | None = None
    correction: CorrectVote | None = None
    objection: Id | None = None


MinutesCommand = DraftMinutes | SignMinutes | ObjectToMinutes | ApproveMinutes | CorrectMinutes
"""Every command about the minutes of a sitting."""
