"""A socket that carries many texts: parts frames by their address, lets logins in, and keeps it alive.

What is refused is denied on the open socket, which ends when it carries nothing for a while: no close code
stops a stock client, and one that is denied and closed comes back every second (HOCUSPOCUS.md).
"""

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import AbstractAsyncContextManager
from typing import Final, Protocol

from infra.collaboration import close_codes, protocol
from infra.collaboration.connection import Connection, Receipts
from infra.collaboration.errors import Refused, TooLarge, Unreadable
from infra.collaboration.hocuspocus import frames
from infra.collaboration.hocuspocus.address import Address, Guest, Identify, Joined
from infra.collaboration.ports import Line, Login, Socket, Still

ADDRESSES: Final = 100
"""Texts that one socket carries, those that were denied included."""
EARLY: Final = 1_000
"""Messages that may come before their token was found good, on one socket."""
EARLY_BYTES: Final = 5 * 1024 * 1024
"""Bytes of them."""
AT_ONCE: Final = 2 * ADDRESSES
"""Texts and tokens of one socket that are dealt with at once."""
PING: Final = 10.0
"""Seconds between two pings; a stock client hangs up after 30 without a frame."""
IDLE: Final = 60.0
"""Seconds that a socket may carry no text."""

logger = logging.getLogger(__name__)


class Rooms(Protocol):
    """The texts that can be edited."""

    def joined(
        self,
        line: Line,
        path: str,
        login: Login,
        epoch: int | None = None,
        still: Still = ...,
        receipts: Receipts | None = None,
    ) -> AbstractAsyncContextManager[Connection | None]:
        """Let a login into the room of a text; None where it may not, which its line was told."""


class Hocuspocus:
    """Serves sockets of `@hocuspocus/provider`."""

    def __init__(self, rooms: Rooms, *, ping: float = PING, idle: float = IDLE) -> None:
        self._rooms = rooms
        self._ping = ping
        self._idle = idle

    async def serve(self, socket: Socket, identify: Identify, joined: Joined) -> None:
        """Serve the texts of a socket, until either side ends it."""
        many = Multiplexed(socket, self._rooms, identify, joined)
        socket.listen(many)
        try:
            await many.keep_alive(self._ping, self._idle)
        finally:
            await many.end()


class Multiplexed:
    """A socket with its addresses."""

    def __init__(self, socket: Socket, rooms: Rooms, identify: Identify, joined: Joined) -> None:
        self._socket = socket
        self._rooms = rooms
        self._identify = identify
        self._joined = joined
        self._loop = asyncio.get_running_loop()
        self._addresses: dict[bytes, Address] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._early = 0
        self._early_bytes = 0
        self._holding: set[bytes] = set()
        self._gone = asyncio.Event()
        self._busy_at = self._loop.time()

    # -- what comes over the socket ---------------------------------------------------------------

    def received(self, message: bytes | str) -> None:
        """Take a frame."""
        if self._gone.is_set():
            return
        try:
            self._take(message)
        except Refused as refused:
            self.close(refused.code, str(refused))
        except Exception:
            logger.exception("a frame was not understood; its sender is told to come back")
            self.close(close_codes.TRY_AGAIN, "try again")

    def _take(self, frame: bytes | str) -> None:
        frame = protocol.looked_at(frame)
        if len(frame) == 1:
            if frame not in {frames.PING, frames.PONG}:
                raise Unreadable("an unknown message")
            if frame == frames.PING:
                self._socket.send(frames.PONG)
            return
        key, body = frames.parted(frame)
        address = self._addresses.get(key)
        if address is not None and address.connection is not None and body[0] != frames.AUTH:
            address.received(body)
        else:
            self._take_early(key, address, body)

    def _take_early(self, key: bytes, address: Address | None, body: bytes) -> None:
        """Take a token, and keep what comes before it is found good."""
        if address is None:
            if body[0] == frames.CLOSE:
                return
            if len(self._addresses) >= ADDRESSES:
                raise TooLarge("more than 100 texts over one socket")
            address = self._addresses[key] = Address(self, key)
        if body[0] == frames.AUTH:
            self._admit(key, address, frames.token_of(body))
        elif body[0] == frames.CLOSE:
            self._forget(key, address)
        elif not address.ended:
            self._early += 1
            self._early_bytes += len(body)
            if self._early > EARLY or self._early_bytes > EARLY_BYTES:
                raise TooLarge("too much before the token")
            address.early.append(body)

    def _admit(self, key: bytes, address: Address, token: str) -> None:
        if len(self._tasks) >= AT_ONCE:
            raise TooLarge("more tokens at once than a socket has texts")
        if address.ended:  # it was denied or closed, and comes with another token
            address = self._addresses[key] = Address(self, key)
        if address.token is not None:
            address.token = token
            if address.connection is not None:
                address.connection.doubt()
                self._spawn(address.connection.know())
            return
        address.token = token
        self._spawn(self._serve(key, address))

    def _forget(self, key: bytes, address: Address) -> None:
        address.leave()
        self._drop_early(address)
        if self._addresses.get(key) is address:
            del self._addresses[key]
        self.hold(key, back=False)

    def _drop_early(self, address: Address) -> list[bytes]:
        """Keep no longer what came before a token was found good, and give it."""
        early, address.early = address.early, []
        self._early -= len(early)
        self._early_bytes -= sum(map(len, early))
        return early

    def drained(self) -> None:
        """Take note that all that was sent has gone out."""
        for address in list(self._addresses.values()):
            if address.connection is not None:
                address.connection.drained()

    def lost(self) -> None:
        """Take note that the other end is gone."""
        self._gone.set()
        for address in self._addresses.values():
            address.lost()

    # -- a text -----------------------------------------------------------------------------------

    async def _serve(self, key: bytes, address: Address) -> None:
        """Let the client have a text, until either side ends it."""
        try:
            await self._serve_text(address)
        except Exception:
            logger.exception("a text could not be served; its client is told to come back")
            self.close(close_codes.TRY_AGAIN, "try again")
        finally:
            self._drop_early(address)
            self.hold(key, back=False)
            if address.left and self._addresses.get(key) is address:
                del self._addresses[key]
                address.say_goodbye()

    async def _serve_text(self, address: Address) -> None:
        guest = await self._identify(address.token or "")
        if guest is None:
            address.close(close_codes.NO_LOGIN, "no login")
            return
        with self._joined(guest.id) as is_admitted:
            if not is_admitted:
                address.close(close_codes.NO_RIGHT, "too many texts")
                return

            async def still() -> float:
                return await self._lasts(address, guest)

            async with self._rooms.joined(
                address, address.document, guest, None, still, address
            ) as connection:
                if connection is not None and not address.ended and not self._gone.is_set():
                    address.opened(connection, self._drop_early(address))
                    await connection.run()

    async def _lasts(self, address: Address, guest: Guest) -> float:
        now = await self._identify(address.token or "")
        return now.lasts if now is not None and now.id == guest.id else 0.0

    # -- what goes over the socket ----------------------------------------------------------------

    @property
    def waiting(self) -> int:
        """Bytes that were sent and have not gone out."""
        return self._socket.waiting

    def send(self, address: bytes, message: bytes) -> None:
        """Send a message behind an address."""
        self._socket.send(address + message)

    def hold(self, address: bytes, *, back: bool) -> None:
        """Read no further while one of the texts wants that."""
        before = bool(self._holding)
        if back:
            self._holding.add(address)
        else:
            self._holding.discard(address)
        if before != bool(self._holding):
            self._socket.hold(back=back)

    def close(self, code: int, reason: str) -> None:
        """Close the socket with all its texts."""
        if not self._gone.is_set():
            self.lost()
            self._socket.close(code, reason)

    # -- its life ---------------------------------------------------------------------------------

    async def keep_alive(self, ping: float, idle: float) -> None:
        """Ping the client, until the socket ends or has carried nothing for a while."""
        while not self._gone.is_set():
            if any(each.connection is not None and not each.ended for each in self._addresses.values()):
                self._busy_at = self._loop.time()
            elif self._loop.time() > self._busy_at + idle:
                self.close(close_codes.IDLE, "idle")
                return
            try:
                async with asyncio.timeout(min(ping, idle)):
                    await self._gone.wait()
            except TimeoutError:
                self._socket.send(frames.PING)

    async def end(self) -> None:
        """Wait until all texts are left."""
        self.lost()
        tasks = list(self._tasks)
        await asyncio.gather(*tasks, return_exceptions=True)

    def _spawn(self, work: Coroutine[object, object, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
