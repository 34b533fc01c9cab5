"""One text at one address of a socket: from the token on, until either side closes it.

To its connection it is the line to the client, and takes the receipts: the client is told of each update,
once it is durable, that it is.
"""

from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractContextManager
from typing import Final, Protocol

from infra.collaboration import close_codes, protocol
from infra.collaboration.connection import Connection
from infra.collaboration.errors import ClosedForWriting, NoRightToWrite, NotAllowed, Refused
from infra.collaboration.hocuspocus import frames
from infra.collaboration.ports import Login
from infra.collaboration.protocol import SyncStep1

FOR_THE_SOCKET: Final = frozenset({close_codes.RESTART, close_codes.TRY_AGAIN})
"""What the client is to come back from; it does so only when the socket is closed."""
_EDIT: Final = bytes((0, 2))
_PING: Final = b"ping"
_PONG: Final = "pong"


class Guest(Login, Protocol):
    """Whoever a token belongs to."""

    @property
    def lasts(self) -> float:
        """Seconds until the login ends by itself, `inf` for never."""


Identify = Callable[[str], Awaitable[Guest | None]]
"""Who a token belongs to; the empty one is for whoever opened the socket. None is nobody."""
Joined = Callable[[str], AbstractContextManager[bool]]
"""Count a text that a person (the id) has open, while it is; says whether there was room for it."""


class Carrier(Protocol):
    """The socket that an address belongs to."""

    @property
    def waiting(self) -> int:
        """Bytes that were sent and have not gone out."""

    def send(self, address: bytes, message: bytes) -> None:
        """Send a message behind an address."""

    def close(self, code: int, reason: str) -> None:
        """Close the socket with all its texts."""

    def hold(self, address: bytes, *, back: bool) -> None:
        """Read no further for the sake of this address, or go on."""


class Address:
    """A text at an address of a socket."""

    def __init__(self, carrier: Carrier, address: bytes) -> None:
        self.document = frames.document_of(address)
        self.token: str | None = None
        self.ended = False
        """Whether it was denied or closed; then it waits for a new token, and all else is passed over."""
        self.left = False
        """Whether the client wants nothing more of it."""
        self.early: list[bytes] = []
        """What came before the token was found good."""
        self._carrier = carrier
        self._address = address
        self._connection: Connection | None = None
        self._writes = False
        self._synced = False
        self._owed = 0
        """Receipts that the next sync step 2 stands for."""

    @property
    def connection(self) -> Connection | None:
        """The connection to its room, while it has one."""
        return self._connection

    # -- what the client sends --------------------------------------------------------------------

    def opened(self, connection: Connection, early: Iterable[bytes]) -> None:
        """Let the client in, and take what it sent meanwhile."""
        self._connection = connection
        self._writes = connection.writes
        self.send(frames.authenticated(writes=self._writes))
        for body in early:
            self.received(body)

    def received(self, body: bytes) -> None:
        """Take what stands behind the address."""
        connection = self._connection
        if connection is None or connection.ended:
            return
        try:
            update = protocol.small_edit(body) if self._writes else None
            if update is None:
                self._take(connection, body)
            else:
                connection.edit(update)
        except Exception as error:  # noqa: BLE001 - it is told
            connection.failed(error)

    def _take(self, connection: Connection, body: bytes) -> None:
        kind = body[0]
        if kind == frames.CLOSE:
            self.leave()
        elif kind == frames.STATELESS:
            if frames.payload_of(body) == _PING:
                self.send(frames.stateless(_PONG))
        elif kind == frames.BROADCAST:
            raise NotAllowed("no client speaks to all others past the text")
        elif body[:2] == _EDIT and not self._writes:
            self.send(frames.NOT_STORED)
        else:
            message = protocol.read(body)
            if isinstance(message, SyncStep1):
                self._asked(connection)
            connection.take(message)

    def _asked(self, connection: Connection) -> None:
        """Ask back for each question, of which the first found ours on its way."""
        if self._synced:
            connection.ask_again()
        else:
            self._synced = True
        self._owed = 1  # the client counts anew from here

    def leave(self) -> None:
        """Take note that the client wants nothing more of it."""
        self.left = self.ended = True
        self.lost()

    def lost(self) -> None:
        """Take note that the client is gone."""
        if self._connection is not None:
            self._connection.lost()

    def say_goodbye(self) -> None:
        """Answer the client's wish to leave."""
        self.send(frames.closed("provider_initiated"))

    # -- what becomes of updates ------------------------------------------------------------------

    def due(self, *, sync: bool) -> int:
        """Say for how many messages an update stands: a sync step 2 for those that were held, too."""
        if not sync:
            return 1
        count, self._owed = max(self._owed, 1), 0
        return count

    def stored(self, count: int) -> None:
        """Tell of so many messages that they are durable."""
        if not self.ended:
            for _ in range(count):
                self.send(frames.STORED)

    def held(self) -> None:
        """Take note that an update waits for the next sync step 2, which brings it again."""
        self._owed += 1

    def refused(self, refused: Refused) -> bool:
        """Tell that an update is not stored; says whether that was all."""
        if not self.ended:
            self.send(frames.NOT_STORED)
        return not self._writes and isinstance(refused, NoRightToWrite | ClosedForWriting)

    # -- the line of its connection ---------------------------------------------------------------

    @property
    def waiting(self) -> int:
        """Bytes that were sent over the socket and have not gone out."""
        return self._carrier.waiting

    def send(self, message: bytes) -> None:
        """Send a message behind the address."""
        self._carrier.send(self._address, message)

    def hold(self, *, back: bool) -> None:
        """Read no further for a while, or go on."""
        self._carrier.hold(self._address, back=back)

    def close(self, code: int, reason: str) -> None:
        """End the text, or the socket where only that brings the client back.

        A denial is for good: the client stays away with this text until it has another token.
        """
        if self.ended:
            return
        self.ended = True
        if code in FOR_THE_SOCKET:
            self._carrier.close(code, reason)
            return
        told = f"{code} {reason}"
        if code != close_codes.CLOSED_FOR_WRITING:
            self.send(frames.denied(told))
        if self._connection is not None:
            self.send(frames.closed(told))
