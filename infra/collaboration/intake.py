"""The way of an edit into its room: taken, judged, stored with whatever else came, and then shown.

One batch is under way at a time; what comes meanwhile is the next one. What needs nothing to be asked is
judged in the turn of the event loop in which it came.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Final

from infra.collaboration import close_codes
from infra.collaboration.batch import Batch
from infra.collaboration.connection import LARGE, Connection, Delivered
from infra.collaboration.documents import Document, server_client
from infra.collaboration.errors import ClosedForWriting, ForeignClient, NoRightToWrite, Refused
from infra.collaboration.gate import Gate
from infra.collaboration.journal import Accepted, Entry, Stored
from infra.collaboration.judgement import SYNC, UPDATE, Verdict, judge
from infra.collaboration.peers import Say, Typed, written
from infra.collaboration.pen import Outcome, Pen
from infra.collaboration.stroke import Stroke, fits
from infra.collaboration.update import Update

if TYPE_CHECKING:
    from infra.collaboration.room import Room

BATCH: Final = 1_000
"""Updates that are stored together at most."""
WAITING: Final = 8 * 1024 * 1024
"""Bytes of updates that may wait in a room before its clients are read no further."""

logger = logging.getLogger(__name__)
Now = Callable[[], int]


class Intake:
    """Takes what the connections of a room deliver."""

    def __init__(
        self,
        room: "Room",
        *,
        pen: Pen,
        gate: Gate,
        touched: Callable[[Document], None],
        now: Now,
        say: Say,
    ) -> None:
        self._room = room
        self._pen = pen
        self._gate = gate
        self._touched = touched
        self._now = now
        self._say = say
        self._loop = asyncio.get_running_loop()
        self._server_client = server_client(room.document, room.epoch)
        self._queue: deque[Delivered] = deque()
        self._waiting = 0
        self._held: set[Connection] = set()
        self._settled = asyncio.Event()
        self._settled.set()
        self._task: asyncio.Task[None] | None = None

    @property
    def idle(self) -> bool:
        """Whether nothing is to be done."""
        return self._settled.is_set()

    def submit(self, delivered: Delivered) -> None:
        """Take an update; it is stored with whatever else comes in the same turn of the event loop."""
        self._queue.append(delivered)
        self._waiting += delivered.size
        if self._waiting > WAITING and delivered.connection not in self._held:
            self._held.add(delivered.connection)
            delivered.connection.full(full=True)
        if self._settled.is_set():
            self._settled.clear()
            self._loop.call_soon(self._begin)

    async def settled(self) -> None:
        """Wait until all that was taken is stored or refused."""
        await self._settled.wait()

    def _begin(self) -> None:
        """Take what waits, unless a command holds the writers back; called when nothing is under way."""
        if not self._queue:
            self._settled.set()
        elif self._gate.enter(self._begin):
            try:
                self._take_all()
            except Exception as error:  # noqa: BLE001 - it is told
                self._fail(error)

    def _take_all(self) -> None:
        waiting = [self._queue.popleft() for _ in range(min(BATCH, len(self._queue)))]
        self._waiting -= sum([one.size for one in waiting])
        if self._held and self._waiting <= WAITING:
            for connection in self._held:
                connection.full(full=False)
            self._held.clear()
        batch = Batch(self._now())
        now = self._loop.time()
        for at, delivered in enumerate(waiting):
            if not self._take_at_once(delivered, batch, now):
                self._do(self._take_slowly(waiting[at:], batch))
                return
        self._write(batch)

    def _do(self, work: Coroutine[object, object, None]) -> None:
        """Go on with what has to wait for something."""

        async def done() -> None:
            try:
                await work
            except Exception as error:  # noqa: BLE001 - it is told
                self._fail(error)

        self._task = asyncio.create_task(done())

    def _fail(self, error: Exception) -> None:
        logger.error("the text %s cannot be worked on; it is read again", self._room.document, exc_info=error)
        self._room.give_up()
        self._next()

    def _next(self) -> None:
        """End what was under way, and begin with what came meanwhile."""
        self._gate.leave()
        self._begin()

    def _take_at_once(self, delivered: Delivered, batch: Batch, now: float) -> bool:
        """Judge an update for which nothing has to be asked; says no where something has."""
        connection, update = delivered.connection, delivered.update
        if connection.refused or self._room.broken:
            return True
        access = connection.access
        if access is None or not connection.certain(now) or delivered.size >= LARGE:
            return False
        login, may_write = connection.login.id, access.write and self._room.writable
        try:
            if isinstance(update, Stroke):
                if (
                    may_write
                    and fits(update, self._room.loaded.known)
                    and self._may_use(update.client, login)
                ):
                    self._accept_stroke(connection, update, batch)
                    batch.took(connection, sync=False)
                    return True
                update = update.update()
            bounds = SYNC if delivered.sync else UPDATE
            verdict = judge(
                update, self._room.loaded.known, lambda client: self._may_use(client, login), bounds
            )
            if verdict.gap or (verdict.data and not may_write):
                return False
            self._accept(connection, verdict, batch)
            batch.took(connection, sync=delivered.sync)
        except ForeignClient:
            return False
        except Refused as refused:
            connection.refuse(refused)
        return True

    def _may_use(self, client: int, login: str) -> bool:
        return self._room.loaded.owners.get(client, login) == login and client != self._server_client

    def _accept_stroke(self, connection: Connection, stroke: Stroke, batch: Batch) -> None:
        self._room.length.grow_by(stroke.characters)
        self._room.loaded.known.clocks[stroke.client] = stroke.end
        login = connection.login.id
        if stroke.client not in self._room.loaded.owners:
            batch.claims[stroke.client] = self._room.loaded.owners[stroke.client] = login
        batch.authors.add(connection)
        batch.of(login).stroke(stroke)

    def _accept(self, connection: Connection, verdict: Verdict, batch: Batch) -> None:
        if not verdict.data:
            return
        self._room.length.grow(verdict.new)
        self._room.loaded.known.learn(verdict.new)
        login = connection.login.id
        for client in verdict.clients:
            if client not in self._room.loaded.owners:
                batch.claims[client] = self._room.loaded.owners[client] = login
        batch.authors.add(connection)
        batch.of(login).update(verdict.new, len(verdict.data))

    async def _take_slowly(self, waiting: Sequence[Delivered], batch: Batch) -> None:
        """Judge updates for which the store, the login or another thread may have to be asked."""
        tail = Tail(self._room)
        for delivered in waiting:
            connection = delivered.connection
            if not connection.refused and not connection.certain(self._loop.time()):
                await connection.know()
            if connection.refused or self._room.broken:
                continue
            try:
                verdict = await self._judge(delivered, tail)
                self._accept(connection, verdict, batch)
            except Refused as refused:
                connection.refuse(refused)
                continue
            if not verdict.gap:
                batch.took(connection, sync=delivered.sync)
            elif not delivered.sync:
                if connection.receipts is not None:
                    connection.receipts.held()
                connection.ask_again()
        self._write(batch)

    async def _judge(self, delivered: Delivered, tail: "Tail") -> Verdict:
        update = delivered.update
        if isinstance(update, Stroke):
            update = update.update()
        verdict = await self._judge_once_more(delivered, update, tail)
        if verdict.data:
            if not self._room.writable:
                raise ClosedForWriting("the text is closed")
            if not (await self._room.access(delivered.connection)).write:
                # The right ends with the closing, of which another node may have told only the store.
                if not await self._room.is_writable():
                    raise ClosedForWriting("the text is closed")
                raise NoRightToWrite("the login may only read")
        return verdict

    async def _judge_once_more(self, delivered: Delivered, update: Update, tail: "Tail") -> Verdict:
        """Judge, and where something seems to be missing, once more with what others have stored."""
        try:
            verdict = await self._judge_now(delivered, update)
        except ForeignClient:
            if not await tail.read():
                raise
            return await self._judge_now(delivered, update)
        if verdict.gap and await tail.read():
            return await self._judge_now(delivered, update)
        return verdict

    async def _judge_now(self, delivered: Delivered, update: Update) -> Verdict:
        login = delivered.connection.login.id

        def may_use(client: int) -> bool:
            return self._may_use(client, login)

        bounds = SYNC if delivered.sync else UPDATE
        if delivered.size < LARGE:
            return judge(update, self._room.loaded.known, may_use, bounds)
        async with self._room.changing:
            return await asyncio.to_thread(judge, update, self._room.loaded.known, may_use, bounds)

    def _write(self, batch: Batch) -> None:
        rows = batch.rows()
        if rows:
            entry = Entry(str(self._room.document), self._room.epoch, rows, batch.claims)
            self._pen.write(entry, lambda outcome: self._written(outcome, batch, rows))
        else:
            batch.told()  # all that was known already is durable
            # Not at once: a flood of what is known already would call itself again and again.
            self._gate.leave()
            self._loop.call_soon(self._begin)

    def _written(self, outcome: Outcome, batch: Batch, rows: list[Accepted]) -> None:
        """Show what is durable, and go on; called when it is, or could not be stored."""
        try:
            if isinstance(outcome, Stored):
                self._show(outcome, batch, rows)
            else:
                # What others brought may be known only from what the authors brought.
                self._do(self._take_back(outcome, batch.authors | batch.receipts.keys()))
        except Exception as error:  # noqa: BLE001 - it is told
            self._fail(error)

    def _show(self, outcome: Stored, batch: Batch, rows: list[Accepted]) -> None:
        others_typed = outcome.before > self._room.loaded.last_row
        if not others_typed:
            self._room.loaded.last_row = outcome.last
        edited = self._room.apply([one.data for one in rows])
        self._room.length.stored()
        self._touched(self._room.document)
        self._say(written(Typed(str(self._room.document), outcome.last)))
        if others_typed:
            self._room.tell(edited)
            batch.told()
            self._do(self._catch_up())
        else:
            # What came meanwhile is on its way to the disk while this is sent.
            self._next()
            self._room.tell(edited)
            batch.told()

    async def _catch_up(self) -> None:
        await self._room.read_tail()
        self._next()

    async def _take_back(self, why: Exception, authors: set[Connection]) -> None:
        """Know again only what is durable, and send those away who brought more."""
        await self._room.forget_what_failed()
        if isinstance(why, ClosedForWriting):
            self._room.loaded.writable = False
        if not isinstance(why, Refused):
            logger.error("edits of a text could not be stored", exc_info=why)
        for connection in authors:
            if isinstance(why, Refused):
                connection.refuse(why)
            else:
                connection.close(close_codes.TRY_AGAIN, "not stored")
        self._next()


class Tail:
    """What others may have stored, read once for a batch."""

    def __init__(self, room: "Room") -> None:
        self._room = room
        self._read = False

    async def read(self) -> bool:
        """Read it, if that was not done; says whether there was anything."""
        if self._read:
            return False
        self._read = True
        return await self._room.read_tail()
