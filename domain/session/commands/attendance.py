"""What can be asked about who is in the room, and who is barred from an item."""

from typing import Annotated

from msgspec import Meta

from domain.command import Id, Line
from domain.session.command import SessionCommand

Members = Annotated[tuple[Id, ...], Meta(min_length=1, max_length=500)]


class RecordArrival(SessionCommand, frozen=True, kw_only=True):
    """Members came in, at the time of the deed."""

    members: Members


class RecordLeaving(SessionCommand, frozen=True, kw_only=True):
    """Members went out, at the time of the deed."""

    members: Members


class RecordSubstitution(SessionCommand, frozen=True, kw_only=True):
    """A substitute came in and takes the seat of a member who is not there, at the time of the deed."""

    member: Id
    substitute: Id


class EstablishQuorum(SessionCommand, frozen=True, kw_only=True):
    """Count the voting members present, at a challenge."""


class DeclareRecusal(SessionCommand, frozen=True, kw_only=True):
    """Bar a member from one item for personal interest."""

    item: Id
    member: Id
    reason: Line | None = None
    override: Line | None = None


class LiftRecusal(SessionCommand, frozen=True, kw_only=True):
    """Let a recused member take part after all."""

    item: Id
    member: Id
    reason: Line
