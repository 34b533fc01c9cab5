"""What can happen in the course of a sitting: opened, interrupted, closed; its items called and concluded."""

from typing import ClassVar

from msgspec import Struct

from domain.flag import Flag
from domain.recorded import Event
from domain.vorlage.terms import Outcome


class Seat(Struct, frozen=True, kw_only=True):
    """One member as the session found him: `votes` False for advisers."""

    member: str
    votes: bool


class Substitute(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who may take a member's seat when the member is not there."""

    member: str
    substitute: str


class SessionOpened(Event, frozen=True, kw_only=True, tag="session.opened.1"):
    """The chair opened the sitting; seats, lawful number and rule set are copied as of that day."""

    seats: tuple[Seat, ...]
    lawful_number: int
    rule: str
    chair: str | None = None
    flags: tuple[Flag, ...] = ()
    substitutes: tuple[Substitute, ...] = ()


class SessionInterrupted(Event, frozen=True, kw_only=True, tag="session.interrupted.1"):
    """The chair interrupted the sitting."""

    reason: str | None = None


class SessionResumed(Event, frozen=True, kw_only=True, tag="session.resumed.1"):
    """The sitting went on."""


class SessionClosed(Event, frozen=True, kw_only=True, tag="session.closed.1"):
    """The chair closed the sitting; a counted vote whose result nobody declared is flagged."""

    flags: tuple[Flag, ...] = ()


class ItemCalled(Event, frozen=True, kw_only=True, tag="session.item_called.1"):
    """The chair called an item."""

    ABOUT: ClassVar = "item"
    BUILDS_ON: ClassVar = "item"
    item: str
    ordered_by: str | None = None
    flags: tuple[Flag, ...] = ()


class ItemConcluded(Event, frozen=True, kw_only=True, tag="session.item_concluded.1"):
    """An item got its outcome, by the declared main vote or without one; `committee`: whom it refers to."""

    ABOUT: ClassVar = "item"
    BUILDS_ON: ClassVar = "item"
    item: str
    outcome: Outcome
    vote: str | None = None
    reason: str | None = None
    committee: str | None = None
    committee_name: str | None = None
    resolution_number: str | None = None
    flags: tuple[Flag, ...] = ()


class ItemReopened(Event, frozen=True, kw_only=True, tag="session.item_reopened.1"):
    """The vote that concluded the item was annulled, or it was concluded by mistake."""

    ABOUT: ClassVar = "item"
    BUILDS_ON: ClassVar = "item"
    item: str
    reason: str
