"""What co-editing needs from outside: rights, a way to seal, a socket."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from msgspec import Struct


class Access(Struct, frozen=True):
    """What a login may do with a text; without `read` the text does not exist for it."""

    read: bool
    write: bool


class Login(Struct, frozen=True):
    """Who is at the other end: the opaque id that is stored, and the name that others see."""

    id: str
    name: str
    login: str = ""


AccessTo = Callable[[str, str], Awaitable[Access]]
"""What a login (its id) may do with a document (`vorlagen/{id}/reasons`)."""

Seal = Callable[[str], Awaitable[None]]
"""Seal all texts of a Vorlage (its id)."""


class Disconnected(Exception):
    """The other end is gone."""


class Socket(Protocol):
    """A WebSocket that has been accepted."""

    async def receive(self) -> bytes | None:
        """Give the next binary message, None for one that is text; raises `Disconnected`."""

    async def send(self, data: bytes) -> None:
        """Send a binary message; waits while the other end does not read; raises `Disconnected`."""

    async def close(self, code: int, reason: str) -> None:
        """Close with a code and a short reason."""
