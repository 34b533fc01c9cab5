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

Still = Callable[[], Awaitable[float]]
"""For how many seconds the login of a socket still holds: 0 when it has ended, `inf` without an end."""

Seal = Callable[[str], Awaitable[None]]
"""Seal all texts of a Vorlage (its id)."""


class Line(Protocol):
    """The way to one client of one text; nothing of it waits."""

    @property
    def waiting(self) -> int:
        """Bytes that were sent and have not gone out."""

    def send(self, message: bytes) -> None:
        """Send a message of y-protocols (sync or awareness); does nothing when the other end is gone."""

    def close(self, code: int, reason: str) -> None:
        """Close with a code and a short reason; does nothing when the other end is gone."""

    def hold(self, *, back: bool) -> None:
        """Read no further for a while, or go on."""


class Listener(Protocol):
    """Who is told at once what happens to a socket."""

    def received(self, message: bytes | str) -> None:
        """Take a message."""

    def drained(self) -> None:
        """Take note that all that was sent has gone out."""

    def lost(self) -> None:
        """Take note that the other end is gone."""


class Socket(Line, Protocol):
    """A WebSocket that has been accepted; a message goes out as it is."""

    def listen(self, listener: Listener) -> None:
        """Tell a listener from now on; what came before is told first."""
