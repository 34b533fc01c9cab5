"""What co-editing needs from outside: rights, a way to seal, a socket."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from msgspec import Struct


class Access(Struct, frozen=True):
    """What a login may do with a text; without `read` the text does not exist for it."""

    read: bool
    write: bool


class Login(Protocol):
    """Who is at the other end."""

    @property
    def id(self) -> str:
        """The opaque id that is stored."""

    @property
    def login(self) -> str:
        """What it logs in with; others in the room see it."""

    @property
    def name(self) -> str:
        """The name that others in the room see."""


AccessTo = Callable[[str, str], Awaitable[Access]]
"""What a login (its id) may do with a document (`vorlagen/{id}/reasons`)."""

Note = Callable[[str, str], Awaitable[None]]
"""Take note that a login (its id) opens a document, before it is shown."""

Still = Callable[[], Awaitable[bool]]
"""Whether the login of a socket still holds."""

Seal = Callable[[str], Awaitable[None]]
"""Seal all texts of a Vorlage (its id)."""


class Socket(Protocol):
    """A WebSocket that has been accepted."""

    async def receive(self) -> bytes | str | None:
        """Give the next message, None when the other end is gone."""

    async def send(self, data: bytes) -> None:
        """Send a binary message; waits while the other end does not read, does nothing when it is gone."""

    async def close(self, code: int, reason: str) -> None:
        """Close with a code and a short reason; does nothing when the other end is gone."""
