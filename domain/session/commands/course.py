"""What can be asked of the course of a sitting: to open, interrupt, close it; to call and conclude items."""

from typing import Literal

from domain.command import Id, Line
from domain.session.command import SessionCommand


class OpenSession(SessionCommand, frozen=True, kw_only=True):
    """Open the sitting and establish the quorum. `override`: why on another day than its own."""

    override: Line | None = None


class InterruptSession(SessionCommand, frozen=True, kw_only=True):
    """Interrupt the sitting."""

    reason: Line | None = None


class ResumeSession(SessionCommand, frozen=True, kw_only=True):
    """Go on with the sitting."""


class CloseSession(SessionCommand, frozen=True, kw_only=True):
    """Close the sitting; with a vote counted but not declared only for a reason, `override`."""

    override: Line | None = None


class CallItem(SessionCommand, frozen=True, kw_only=True):
    """Call an item."""

    item: Id
    override: Line | None = None


class ConcludeItem(SessionCommand, frozen=True, kw_only=True):
    """Conclude an item without a vote on the matter; `referred` to another `committee`.

    `withdrawn`: on the word of whoever submitted the paper, which ends it; with a reason.
    """

    item: Id
    outcome: Literal["noted", "postponed", "taken_off", "referred", "withdrawn"]
    reason: Line | None = None
    committee: Id | None = None
    override: Line | None = None
