"""One editor's socket: a reader that hands messages to the room, a writer that sends what the room has.

Nothing waits for a slow client: what is too much for its outbox is dropped, and it is brought up to date by
state vector once it reads again, or told to come back (COLLAB.md).
"""

import asyncio
import logging
from collections import deque
from itertools import count
from typing import Final, Protocol

from msgspec import Struct

from infra.collaboration import close_codes, protocol
from infra.collaboration.errors import NoLogin, Refused, TooLarge, Unreadable
from infra.collaboration.ports import Access, Login, Socket, Still
from infra.collaboration.protocol import Presence
from infra.collaboration.update import Update, parse

OUTBOX: Final = 1024 * 1024
"""Bytes of updates that wait for one client."""
SLOWEST_SEND: Final = 30.0
"""Seconds after which a client that does not read is told to come back."""
SILENCE: Final = 15.0
"""Seconds after which something is sent; stock clients hang up after 30 without a message."""
MAX_FRAME: Final = 4 * 1024 * 1024
"""The largest message that is looked at, in bytes."""
LARGE: Final = 16 * 1024
"""Bytes from which on a message is read and judged in another thread."""
KNOWN_FOR: Final = 5.0
"""Seconds after which a socket's login is asked for again; an edit asks each time."""

logger = logging.getLogger(__name__)
_numbers = count(1)


class Edited(Struct, frozen=True):
    """What changed in a room: the message for all, and the state vector before it."""

    message: bytes
    before: bytes


class Delivered(Struct, frozen=True):
    """An update as it came in over a connection; `sync`: as an answer to our step 1."""

    connection: "Connection"
    update: Update
    size: int
    sync: bool


class Room(Protocol):
    """What a connection asks of its room."""

    async def submit(self, delivered: Delivered) -> None:
        """Take an update; waits while the room has too much to do."""

    def question(self) -> bytes:
        """Give the message that asks a client for all that is not known here."""

    def answer(self, clocks: dict[int, int]) -> bytes:
        """Give as one update what a client lacks."""

    def check_history(self, connection: "Connection", clocks: dict[int, int]) -> None:
        """Raise `OtherEpoch` for a copy from before a restore."""

    def since(self, vector: bytes) -> bytes:
        """Give as one update what came after a state vector of ours."""

    def show(self, connection: "Connection", states: tuple[Presence, ...]) -> None:
        """Relay presence."""

    def presences(self) -> list[Presence]:
        """Give everybody's presence."""


class Connection:
    """A login that has a text open."""

    def __init__(
        self, socket: Socket, login: Login, access: Access, still: Still, *, names_epoch: bool
    ) -> None:
        self.number = next(_numbers)
        self.login = login
        self.access: Access | None = access
        self.could_write = access.write
        """Whether it could write when that was last asked while the text was open."""
        self.names_epoch = names_epoch
        self.synced = False
        self.refused = False
        self._socket = socket
        self._still = still
        self._wake = asyncio.Event()
        self._edits: deque[Edited] = deque()
        self._size = 0
        self._behind: bytes | None = None
        self._wanted: dict[int, int] | None = None
        self._asks = True
        self._asked = False
        self._presences: dict[int, Presence] = {}
        self._end: tuple[int, str] | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more is taken from it."""
        return self._end is not None

    def edited(self, edited: Edited) -> None:
        """Have an update sent."""
        if not self.synced or self._behind is not None:
            return
        self._size += len(edited.message)
        if self._size > OUTBOX:
            self._behind = self._edits[0].before if self._edits else edited.before
            self._edits.clear()
            self._size = 0
        else:
            self._edits.append(edited)
        self._wake.set()

    def shown(self, states: list[Presence]) -> None:
        """Have presence sent; of each client only the last."""
        self._presences.update((state.client, state) for state in states)
        self._wake.set()

    def ask_again(self) -> None:
        """Ask for all that the client has, unless its answer is on the way."""
        if not self._asked:
            self._asks = True
            self._wake.set()

    def close(self, code: int, reason: str = "") -> None:
        """Send nothing more and close."""
        if self._end is None:
            self._end = (code, reason)
            self._wake.set()

    def refuse(self, refused: Refused) -> None:
        """Take nothing more from it, for it all stands on what was refused, and close."""
        self.refused = True
        self.close(refused.code, str(refused))

    async def know(self) -> None:
        """Take nothing more from it if its login has ended."""
        try:
            if not await self._still():
                self.refuse(NoLogin("no login"))
        except Exception:
            logger.exception("a login of a text cannot be asked for; it is told to come back")
            self.refused = True
            self.close(close_codes.TRY_AGAIN, "try again")

    async def run(self, room: Room) -> None:
        """Serve the client until either side ends it."""
        self.shown(room.presences())
        reader = asyncio.create_task(self._read(room))
        writer = asyncio.create_task(self._write(room))
        knower = asyncio.create_task(self._keep_knowing())
        try:
            await asyncio.wait((reader, writer), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (reader, writer, knower):
                task.cancel()
            results = await asyncio.gather(reader, writer, knower, return_exceptions=True)
            self._end = self._end or (close_codes.TRY_AGAIN, "")
        for result in results:
            if isinstance(result, Exception):
                raise result

    async def _keep_knowing(self) -> None:
        while True:
            await asyncio.sleep(KNOWN_FOR)
            await self.know()

    async def _read(self, room: Room) -> None:
        while (frame := await self._socket.receive()) is not None:
            if self.ended:
                continue
            try:
                await self._take(room, frame)
            except Refused as refused:
                self.refuse(refused)

    async def _take(self, room: Room, frame: bytes | str) -> None:
        if isinstance(frame, str):
            raise Unreadable("a message of text")
        if len(frame) > MAX_FRAME:
            raise TooLarge("a message of more than 4 MiB")
        message = protocol.read(frame)
        match message:
            case protocol.Edit(data):
                await room.submit(Delivered(self, await _parsed(data), len(data), sync=False))
            case protocol.SyncStep2(data):
                self._asked = False
                await room.submit(Delivered(self, await _parsed(data), len(data), sync=True))
            case protocol.SyncStep1(clocks):
                room.check_history(self, clocks)
                self._wanted = clocks
                self.synced = True
                self._wake.set()
            case protocol.Presences(states):
                room.show(self, states)
            case protocol.QueryPresences():
                self.shown(room.presences())
            case protocol.Ignored():
                pass

    async def _write(self, room: Room) -> None:
        while True:
            try:
                async with asyncio.timeout(SILENCE):
                    await self._wake.wait()
            except TimeoutError:
                await self._send(protocol.presences([]))
            self._wake.clear()
            while self._end is None and (message := self._next(room)):
                await self._send(message)
            if self._end is not None:
                await self._socket.close(*self._end)
                return

    def _next(self, room: Room) -> bytes | None:
        """Give what is to be sent next, made now so that it never waits in an outdated form."""
        if self._asks:
            self._asks, self._asked = False, True
            return room.question()
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            return protocol.step_2(room.answer(wanted))
        if self._behind is not None:
            behind, self._behind = self._behind, None
            return protocol.edit(room.since(behind))
        if self._edits:
            edited = self._edits.popleft()
            self._size -= len(edited.message)
            return edited.message
        if self._presences:
            states = list(self._presences.values())
            self._presences = {}
            return protocol.presences(states)
        return None

    async def _send(self, message: bytes) -> None:
        try:
            async with asyncio.timeout(SLOWEST_SEND):
                await self._socket.send(message)
        except TimeoutError:
            logger.info("a client of a text does not read; it is told to come back")
            self.close(close_codes.TRY_AGAIN, "too slow")


async def _parsed(data: bytes) -> Update:
    # Reading the largest frame takes a second of pure Python: others go on meanwhile.
    return parse(data) if len(data) < LARGE else await asyncio.to_thread(parse, data)
