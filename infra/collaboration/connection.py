"""A login that has a text open: takes what its client sends, and has sent to it what the room has.

Nothing waits for a slow client: what is too much for it is dropped, and it is brought up to date by state
vector once it reads again, or told to come back (COLLAB.md).
How messages become frames, and how many texts share a socket, is the business of its line.
"""

import asyncio
import logging
from collections import deque
from itertools import count
from typing import Final, Protocol

from msgspec import Struct

from infra.collaboration import close_codes, protocol
from infra.collaboration.errors import NoLogin, Refused
from infra.collaboration.ports import Access, Line, Login, Still
from infra.collaboration.protocol import Message, Presence
from infra.collaboration.stroke import Stroke, read_stroke
from infra.collaboration.update import Update, parse

OUTBOX: Final = 1024 * 1024
"""Bytes that wait for one client before it is sent nothing more."""
SLOWEST: Final = 30.0
"""Seconds after which a client that does not read is told to come back."""
LARGE: Final = 16 * 1024
"""Bytes from which on a message is read and judged in another thread."""
SILENT: Final = 3
"""Looks without a message after which one is sent; stock clients hang up after 30 seconds without any."""
KNOWN_FOR: Final = 5.0
"""Seconds after which a socket's login is asked for again, whatever was told of it."""

logger = logging.getLogger(__name__)
_numbers = count(1)


class Edited(Struct, frozen=True):
    """What changed in a room: the message for all, and the state vector before it."""

    message: bytes
    before: bytes


class Delivered(Struct, frozen=True, gc=False):
    """An update as it came in over a connection; `sync`: as an answer to our step 1."""

    connection: "Connection"
    update: Update | Stroke
    size: int
    sync: bool


class Receipts(Protocol):
    """Who is told what becomes of updates, where a client wants to know."""

    def due(self, *, sync: bool) -> int:
        """Say for how many messages an update stands that will be stored."""

    def stored(self, count: int) -> None:
        """Take note that so many messages are durable."""

    def held(self) -> None:
        """Take note that an update waits for the next sync step 2, which brings it again."""

    def refused(self, refused: Refused) -> bool:
        """Take note that an update is not stored; says whether its sender may stay."""


class Room(Protocol):
    """What a connection asks of its room."""

    @property
    def writable(self) -> bool:
        """Whether the text is open for writing."""

    def submit(self, delivered: Delivered) -> None:
        """Take an update."""

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
        self,
        line: Line,
        room: Room,
        login: Login,
        access: Access,
        still: Still,
        *,
        names_epoch: bool,
        receipts: Receipts | None = None,
    ) -> None:
        self.number = next(_numbers)
        self.login = login
        # Both are asked once more for the first edit: they may have ended before this was known in the room.
        self.access: Access | None = None
        self.could_write = access.write
        """Whether it could write when that was last asked while the text was open."""
        self.names_epoch = names_epoch
        self.receipts = receipts
        self.refused = False
        self.ended = False
        """Whether nothing more is taken from it."""
        self._loop = asyncio.get_running_loop()
        self._line = line
        self._room = room
        self._still = still
        self._certain = 0.0
        self.doubts = 0
        """How often something was told by which its login or its rights may have ended."""
        self._gone: asyncio.Future[None] = self._loop.create_future()
        self._synced = False
        self._asks = True
        self._asked = False
        self._wanted: dict[int, int] | None = None
        self._behind: bytes | None = None
        self._slow_since: float | None = None
        self._presences: dict[int, Presence] = {}
        self._silent = 0
        self._pending: deque[Message] = deque()
        self._reading: asyncio.Task[None] | None = None
        self._full = False

    @property
    def writes(self) -> bool:
        """Whether it may write, as far as is known."""
        return self.could_write and self._room.writable

    async def run(self) -> None:
        """Serve the client until either side ends it."""
        self.shown(self._room.presences())
        looking = asyncio.create_task(self._look())
        try:
            await self._gone
        finally:
            self.close(close_codes.TRY_AGAIN)
            tasks = [each for each in (looking, self._reading) if each]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    # -- what comes from the client ---------------------------------------------------------------

    def edit(self, data: bytes) -> None:
        """Take an update as it happens; raises a `Refused`."""
        stroke = None if self._pending else read_stroke(data)
        if stroke is None:
            self.take(protocol.Edit(data))
        else:
            self._room.submit(Delivered(self, stroke, len(data), sync=False))

    def take(self, message: Message) -> None:
        """Take a message; raises a `Refused`."""
        if self._pending or (self._reading and not self._reading.done()):
            self._pending.append(message)  # one before it is still being read
        elif _is_large(message):
            self._pending.append(message)
            self._reading = asyncio.create_task(self._read_on())
            self._hold()
        else:
            self._take(message)

    def _take(self, message: Message) -> None:
        match message:
            case protocol.Edit(data):
                self._room.submit(Delivered(self, parse(data), len(data), sync=False))
            case protocol.SyncStep2(data):
                self._asked = False
                self._room.submit(Delivered(self, parse(data), len(data), sync=True))
            case protocol.SyncStep1(clocks):
                self._room.check_history(self, clocks)
                self._wanted = clocks
                self._synced = True
                self._speak()
            case protocol.Presences(states):
                self._room.show(self, states)
            case protocol.QueryPresences():
                self.shown(self._room.presences())
            case protocol.Ignored():
                pass

    async def _read_on(self) -> None:
        """Take messages of which one is large: reading the largest takes a second, others go on meanwhile."""
        try:
            while self._pending and not self.ended:
                message = self._pending[0]
                if isinstance(message, protocol.Edit | protocol.SyncStep2) and _is_large(message):
                    update = await asyncio.to_thread(parse, message.update)
                    sync = isinstance(message, protocol.SyncStep2)
                    self._asked = self._asked and not sync
                    self._room.submit(Delivered(self, update, len(message.update), sync=sync))
                else:
                    self._take(message)
                self._pending.popleft()
        except Exception as error:  # noqa: BLE001 - it is told
            self.failed(error)
        finally:
            self._pending.clear()
            self._reading = None
            self._hold()

    def full(self, *, full: bool) -> None:
        """Have the client wait while the room has too much to do."""
        self._full = full
        self._hold()

    def _hold(self) -> None:
        self._line.hold(back=self._full or self._reading is not None)

    # -- what goes to the client ------------------------------------------------------------------

    def edited(self, edited: Edited) -> None:
        """Have an update sent."""
        if not self._synced or self._behind is not None or self.ended:
            return
        if self._line.waiting > OUTBOX:
            self._behind = edited.before
        else:
            self._send(edited.message)

    def shown(self, states: list[Presence]) -> None:
        """Have presence sent; of each client only the last."""
        if states:
            self._presences.update((state.client, state) for state in states)
        self._speak()

    def ask_again(self) -> None:
        """Ask for all that the client has, unless its answer is on the way."""
        if not self._asked:
            self._asks = True
            self._speak()

    def drained(self) -> None:
        """Take note that all that was sent has gone out."""
        self._slow_since = None
        self._speak()

    def _speak(self) -> None:
        """Send what is to be said, made now so that it never waits in an outdated form."""
        while not self.ended and self._line.waiting <= OUTBOX:
            if self._asks:
                self._asks, self._asked = False, True
                self._send(self._room.question())
            elif self._wanted is not None:
                wanted, self._wanted = self._wanted, None
                self._send(protocol.step_2(self._room.answer(wanted)))
            elif self._behind is not None:
                behind, self._behind = self._behind, None
                self._send(protocol.edit(self._room.since(behind)))
            elif self._presences:
                states, self._presences = list(self._presences.values()), {}
                self._send(protocol.presences(states))
            else:
                return

    def _send(self, message: bytes) -> None:
        self._silent = 0
        self._line.send(message)

    # -- how it ends ------------------------------------------------------------------------------

    def close(self, code: int, reason: str = "") -> None:
        """Send nothing more and close."""
        if not self.ended:
            self.lost()
            self._line.close(code, reason)

    def refuse(self, refused: Refused) -> None:
        """Take nothing more from it, for it all stands on what was refused, and close.

        Who may only read, and was told so, may stay.
        """
        if self.receipts is not None and self.receipts.refused(refused):
            return
        self.refused = True
        self.close(refused.code, str(refused))

    def failed(self, error: Exception) -> None:
        """End it for a message that could not be taken: refuse that for good, else have it come back."""
        if isinstance(error, Refused):
            self.refuse(error)
        else:
            logger.error(
                "a message of a text was not understood; its sender is told to come back", exc_info=error
            )
            self.close(close_codes.TRY_AGAIN, "try again")

    def lost(self) -> None:
        """Take note that the client is gone."""
        self.ended = True
        if not self._gone.done():
            self._gone.set_result(None)

    # -- whether its login holds ------------------------------------------------------------------

    def certain(self, now: float) -> bool:
        """Say whether its login is known to hold; `now` is the event loop's."""
        return now < self._certain

    def doubt(self) -> None:
        """Ask for its login before anything more is taken."""
        self._certain = 0.0
        self.doubts += 1

    def forget_access(self) -> None:
        """Ask for its rights before anything more is taken."""
        self.access = None
        self.doubts += 1

    async def know(self) -> None:
        """Take nothing more from it if its login has ended."""
        try:
            while not self.ended:
                asked, doubts = self._loop.time(), self.doubts
                lasts = await self._still()
                if lasts <= 0:
                    self.refuse(NoLogin("no login"))
                elif doubts == self.doubts:  # else something was told that the answer may not hold
                    self._certain = asked + min(lasts, 2 * KNOWN_FOR)
                    return
        except Exception:
            logger.exception("a login of a text cannot be asked for; it is told to come back")
            self.refused = True
            self.close(close_codes.TRY_AGAIN, "try again")

    async def _look(self) -> None:
        """Look now and then whether the login still holds, and whether the client is still there."""
        while True:
            await asyncio.sleep(KNOWN_FOR)
            self.forget_access()  # some rights end with a day
            await self.know()
            now = self._loop.time()
            if not self._line.waiting:
                self._slow_since = None
            elif self._slow_since is None:
                self._slow_since = now
            elif now > self._slow_since + SLOWEST:
                logger.info("a client of a text does not read; it is told to come back")
                self.close(close_codes.TRY_AGAIN, "too slow")
            self._silent += 1
            if self._silent >= SILENT and not self.ended:
                self._send(protocol.presences([]))


def _is_large(message: Message) -> bool:
    return isinstance(message, protocol.Edit | protocol.SyncStep2) and len(message.update) >= LARGE
