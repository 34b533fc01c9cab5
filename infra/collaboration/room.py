"""One text that is open: its live document, who is in it, and the way of an edit.

An accepted edit is stored, then applied, then sent to everyone, its author included: nothing is seen that is
not durable, and the author's own echo is the acknowledgement (DESIGN.md, "Journal").
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from typing import Final

from msgspec import Struct

from infra.collaboration import close_codes, journal, protocol
from infra.collaboration.batch import Batch
from infra.collaboration.connection import LARGE, Connection, Delivered, Edited
from infra.collaboration.documents import Document, server_client
from infra.collaboration.errors import (
    ClosedForWriting,
    ForeignClient,
    NoRightToWrite,
    OtherEpoch,
    Refused,
)
from infra.collaboration.gate import Gate
from infra.collaboration.journal import FIRST_EPOCH, Accepted, Entry, Row, Stored
from infra.collaboration.judgement import SYNC, UPDATE, Verdict, judge
from infra.collaboration.known import Known
from infra.collaboration.length import Length
from infra.collaboration.peers import (
    MISSED,
    REFRESH,
    Opened,
    Present,
    RoomWord,
    Say,
    Typed,
    to_nobody,
    written,
)
from infra.collaboration.pen import Outcome, Pen
from infra.collaboration.ports import Access, AccessTo
from infra.collaboration.presence import Presences
from infra.collaboration.protocol import Presence
from infra.collaboration.replica import Replica
from infra.collaboration.stroke import Stroke, fits
from infra.collaboration.update import Update, parse
from infra.store import Connection as Reading
from infra.store import Store

BATCH: Final = 1_000
"""Updates that are stored together at most."""
WAITING: Final = 8 * 1024 * 1024
"""Bytes of updates that may wait in a room before its readers stop reading."""
PRESENCE_EVERY: Final = 0.05
"""Seconds between two messages of presence."""

logger = logging.getLogger(__name__)
Now = Callable[[], int]


class Loaded(Struct):
    """A text as it was found in the store: `rows` are not sealed yet."""

    epoch: int
    writable: bool
    replica: Replica
    known: Known
    owners: dict[int, str]
    last_row: int


class Room:
    """A text that somebody has open."""

    def __init__(
        self,
        document: Document,
        loaded: Loaded,
        *,
        store: Store,
        pen: Pen,
        access_to: AccessTo,
        gate: Gate,
        touched: Callable[[Document], None],
        now: Now,
        say: Say = to_nobody,
    ) -> None:
        self.document = document
        self.connections: set[Connection] = set()
        self.broken = False
        self._loop = asyncio.get_running_loop()
        self._store = store
        self._pen = pen
        self._access_to = access_to
        self._gate = gate
        self._touched = touched
        self._now = now
        self._say = say
        self._told: dict[bytes, float] = {}
        self._loaded = loaded
        self._length = Length(lambda: len(self.text))
        self._following = asyncio.Lock()
        # What is known stays as it is while another thread looks at it.
        self._changing = asyncio.Lock()
        self._server_client = server_client(document, loaded.epoch)
        self._presences = Presences()
        self._news: dict[int, Presence] = {}
        self._presence_timer: asyncio.TimerHandle | None = None
        self._queue: deque[Delivered] = deque()
        self._waiting = 0
        self._held: set[Connection] = set()
        self._settled = asyncio.Event()
        self._settled.set()
        self._task: asyncio.Task[None] | None = None

    @property
    def epoch(self) -> int:
        """How often a backup was restored before this text was opened, from 1."""
        return self._loaded.epoch

    @property
    def writable(self) -> bool:
        """Whether the text is open for writing."""
        return self._loaded.writable

    @property
    def text(self) -> str:
        """The text with all that is durable."""
        return str(self._loaded.replica)

    @property
    def idle(self) -> bool:
        """Whether nobody is in it and nothing is to be done."""
        return not self.connections and self._settled.is_set()

    # -- what connections ask ---------------------------------------------------------------------

    def enter(self, connection: Connection) -> None:
        """Let a connection in."""
        self.connections.add(connection)

    def leave(self, connection: Connection) -> None:
        """Say goodbye for a connection that is gone; what it delivered is still stored."""
        self.connections.discard(connection)
        self._spread(self._presences.leave(connection.number))

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

    def question(self) -> bytes:
        """Give the message that asks a client for all that is not known here."""
        return protocol.step_1(self._loaded.known.clocks)

    def answer(self, clocks: dict[int, int]) -> bytes:
        """Give as one update what a client lacks."""
        known = self._loaded.known
        common: dict[int, int] = {}
        for client, clock in clocks.items():
            reached = min(clock, known.clocks.get(client, 0))
            half = reached in known.halves.get(client, ())
            if reached > half:
                common[client] = reached - half
        return self._loaded.replica.since_clocks(common)

    def check_history(self, connection: Connection, clocks: dict[int, int]) -> None:
        """Refuse a copy from before a restore, which holds what is not known here any more."""
        known = self._loaded.known.clocks
        unknown = any(clock > known.get(client, 0) for client, clock in clocks.items())
        if self.epoch > FIRST_EPOCH and not connection.names_epoch and unknown:
            raise OtherEpoch("the text was restored from a backup")

    def since(self, vector: bytes) -> bytes:
        """Give as one update what came after a state vector of ours."""
        return self._loaded.replica.since(vector)

    def show(self, connection: Connection, states: tuple[Presence, ...]) -> None:
        """Relay presence, of each client at most every so often."""
        owners = self._loaded.owners
        own = (
            state for state in states if owners.get(state.client, connection.login.id) == connection.login.id
        )
        self._spread(self._presences.take(connection.number, connection.login, own))

    # -- what rooms of the same text on other nodes say -------------------------------------------

    async def hear(self, node: bytes, word: RoomWord) -> None:
        """Take what another node says of this text."""
        match word:
            case Typed(_, row):
                await self.read_up_to(row)
            case Present(_, shown, whole):
                self._told[node] = asyncio.get_running_loop().time()
                self._spread(self._presences.take_told(node, shown, whole=whole))
            case Opened():
                self.tell_presence()

    def tell_presence(self) -> None:
        """Tell other nodes who is in this room here, and say goodbye for those that are silent."""
        own = self._presences.own()
        if own:
            self._say(written(Present(str(self.document), own, whole=True)))
        silent = asyncio.get_running_loop().time() - MISSED * REFRESH
        self._spread(
            self._presences.without(
                [each for each in self._presences.nodes if self._told.get(each, 0.0) < silent]
            )
        )
        self._told = {node: at for node, at in self._told.items() if at >= silent}

    def presences(self) -> list[Presence]:
        """Give everybody's presence."""
        return self._presences.all()

    def _spread(self, states: list[Presence]) -> None:
        self._news.update((state.client, state) for state in states)
        if self._news and self._presence_timer is None:
            self._presence_timer = asyncio.get_running_loop().call_later(PRESENCE_EVERY, self._spread_now)

    def _spread_now(self) -> None:
        self._presence_timer = None
        states, self._news = list(self._news.values()), {}
        for connection in self.connections:
            connection.shown(states)
        told = self._presences.told(state.client for state in states)
        if told:
            self._say(written(Present(str(self.document), told, whole=False)))

    # -- the way of an edit -----------------------------------------------------------------------

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
        logger.error("the text %s cannot be worked on; it is read again", self.document, exc_info=error)
        self._give_up()
        self._next()

    def _next(self) -> None:
        """End what was under way, and begin with what came meanwhile."""
        self._gate.leave()
        self._begin()

    async def settled(self) -> None:
        """Wait until all that was taken is stored or refused."""
        await self._settled.wait()

    def _take_at_once(self, delivered: Delivered, batch: Batch, now: float) -> bool:
        """Judge an update for which nothing has to be asked; says no where something has."""
        connection, update = delivered.connection, delivered.update
        if connection.refused or self.broken:
            return True
        access = connection.access
        if access is None or not connection.certain(now) or delivered.size >= LARGE:
            return False
        login, may_write = connection.login.id, access.write and self.writable
        try:
            if isinstance(update, Stroke):
                if may_write and fits(update, self._loaded.known) and self._may_use(update.client, login):
                    self._accept_stroke(connection, update, batch)
                    return True
                update = update.update()
            bounds = SYNC if delivered.sync else UPDATE
            verdict = judge(update, self._loaded.known, lambda client: self._may_use(client, login), bounds)
            if verdict.gap or (verdict.data and not may_write):
                return False
            self._accept(connection, verdict, batch)
        except ForeignClient:
            return False
        except Refused as refused:
            connection.refuse(refused)
        return True

    def _may_use(self, client: int, login: str) -> bool:
        return self._loaded.owners.get(client, login) == login and client != self._server_client

    def _accept_stroke(self, connection: Connection, stroke: Stroke, batch: Batch) -> None:
        self._length.grow_by(stroke.characters)
        self._loaded.known.clocks[stroke.client] = stroke.end
        login = connection.login.id
        if stroke.client not in self._loaded.owners:
            batch.claims[stroke.client] = self._loaded.owners[stroke.client] = login
        batch.authors.add(connection)
        batch.of(login).stroke(stroke)

    def _accept(self, connection: Connection, verdict: Verdict, batch: Batch) -> None:
        if not verdict.data:
            return
        self._length.grow(verdict.new)
        self._loaded.known.learn(verdict.new)
        login = connection.login.id
        for client in verdict.clients:
            if client not in self._loaded.owners:
                batch.claims[client] = self._loaded.owners[client] = login
        batch.authors.add(connection)
        batch.of(login).update(verdict.new, len(verdict.data))

    async def _take_slowly(self, waiting: Sequence[Delivered], batch: Batch) -> None:
        """Judge updates for which the store, the login or another thread may have to be asked."""
        tail = Tail(self)
        for delivered in waiting:
            connection = delivered.connection
            if not connection.refused and not connection.certain(self._loop.time()):
                await connection.know()
            if connection.refused or self.broken:
                continue
            try:
                verdict = await self._judge(delivered, tail)
                self._accept(connection, verdict, batch)
            except Refused as refused:
                connection.refuse(refused)
                continue
            if verdict.gap and not delivered.sync:
                connection.ask_again()
        self._write(batch)

    async def _judge(self, delivered: Delivered, tail: "Tail") -> Verdict:
        update = delivered.update
        if isinstance(update, Stroke):
            update = update.update()
        verdict = await self._judge_once_more(delivered, update, tail)
        if verdict.data:
            if not self.writable:
                raise ClosedForWriting("the text is closed")
            if not (await self._access(delivered.connection)).write:
                # The right ends with the closing, of which another node may have told only the store.
                if not await self._is_writable():
                    raise ClosedForWriting("the text is closed")
                raise NoRightToWrite("the login may only read")
        return verdict

    async def _is_writable(self) -> bool:
        vorlage = self.document.vorlage
        rooms = await self._store.read(lambda connection: journal.rooms_of(connection, vorlage))
        row = rooms.get(str(self.document))
        return row is not None and row.writable

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
            return judge(update, self._loaded.known, may_use, bounds)
        async with self._changing:
            return await asyncio.to_thread(judge, update, self._loaded.known, may_use, bounds)

    async def _access(self, connection: Connection) -> Access:
        while connection.access is None:
            doubts = connection.doubts
            access = await self._access_to(connection.login.id, str(self.document))
            if doubts == connection.doubts:
                connection.access = access
        return connection.access

    def _write(self, batch: Batch) -> None:
        rows = batch.rows()
        if rows:
            entry = Entry(str(self.document), self.epoch, rows, batch.claims)
            self._pen.write(entry, lambda outcome: self._written(outcome, batch.authors, rows))
        else:
            self._next()

    def _written(self, outcome: Outcome, authors: set[Connection], rows: list[Accepted]) -> None:
        """Show what is durable, and go on; called when it is, or could not be stored."""
        if not isinstance(outcome, Stored):
            self._do(self._take_back(outcome, authors))
            return
        others_typed = outcome.before > self._loaded.last_row
        if not others_typed:
            self._loaded.last_row = outcome.last
        edited = self._apply([one.data for one in rows])
        self._length.stored()
        self._touched(self.document)
        self._say(written(Typed(str(self.document), outcome.last)))
        if others_typed:
            self._tell(edited)
            self._do(self._catch_up())
        else:
            # What came meanwhile is on its way to the disk while this is sent.
            self._next()
            self._tell(edited)

    async def _catch_up(self) -> None:
        await self.read_tail()
        self._next()

    async def _take_back(self, why: Exception, authors: set[Connection]) -> None:
        """Know again only what is durable, and send those away who brought more."""
        await self._forget_what_failed()
        if isinstance(why, ClosedForWriting):
            self._loaded.writable = False
        if not isinstance(why, Refused):
            logger.error("edits of a text could not be stored", exc_info=why)
        for connection in authors:
            if isinstance(why, Refused):
                connection.refuse(why)
            else:
                connection.close(close_codes.TRY_AGAIN, "not stored")
        self._next()

    async def _forget_what_failed(self) -> None:
        """Know again only what is durable."""
        document = str(self.document)
        async with self._changing:
            self._loaded.known = await asyncio.to_thread(Known.of, self._loaded.replica.state())
        self._length.stored()
        self._loaded.owners = await self._store.read(lambda connection: journal.owners(connection, document))

    def _apply(self, updates: list[bytes]) -> Edited | None:
        before = self._loaded.replica.vector()
        try:
            update = self._loaded.replica.apply(updates)
        except BaseException:  # pycrdt panics with something that is no Exception
            logger.exception("the text %s could not be updated; it is read again", self.document)
            self._give_up()
            return None
        return Edited(protocol.edit(update), before) if update else None

    def _tell(self, edited: Edited | None) -> None:
        if edited:
            for connection in self.connections:
                connection.edited(edited)

    def _give_up(self) -> None:
        """Have everyone come back: what is stored is read afresh by the next room."""
        self.broken = True
        self.close(close_codes.TRY_AGAIN, "the text is read again")

    async def read_tail(self) -> bool:
        """Take in what others have stored; says whether there was anything."""
        document, last = str(self.document), self._loaded.last_row

        def read(connection: Reading) -> tuple[list[Row], dict[int, str]]:
            return journal.rows_after(connection, document, last), journal.owners(connection, document)

        rows, owners = await self._store.read(read)
        news = bool(rows) or not owners.items() <= self._loaded.owners.items()
        self._loaded.owners = {**self._loaded.owners, **owners}
        if rows:
            async with self._changing:
                self._loaded.last_row = max(rows[-1].id, self._loaded.last_row)
                self.take_in([row.data for row in rows])
        return news

    async def read_up_to(self, row: int) -> None:
        """Take in what others have stored, unless that is known as far as this row."""
        if row > self._loaded.last_row:
            await self.read_tail()

    def take_in(self, updates: list[bytes]) -> None:
        """Apply what was made durable elsewhere, and send it to everyone."""
        for update in updates:
            self._loaded.known.learn(parse(update))
        self._tell(self._apply(updates))
        self._length.recount()

    async def show_written(self, update: bytes) -> None:
        """Show everyone what a command wrote."""
        async with self._changing:
            self.take_in([update])

    # -- opening and closing ----------------------------------------------------------------------

    def recheck(self) -> None:
        """Ask anew what each login may do."""
        for connection in self.connections:
            connection.forget_access()

    def doubt(self, person: str) -> list[Connection]:
        """Ask for the logins of a person before anything more is taken; gives the connections."""
        theirs = [each for each in self.connections if each.login.id == person]
        for each in theirs:
            each.doubt()
        return theirs

    async def show_out(self) -> None:
        """Close the sockets of those who may no longer read, and of writers if the text is closed."""
        found = [(connection, await self._access(connection)) for connection in list(self.connections)]
        for connection, access in found:
            if not access.read:
                connection.close(close_codes.NO_SUCH_TEXT, "no such text")
        # Asked after the rights: whose right went because the text was closed still counts as a writer.
        await self.follow_store()
        for connection, access in found:
            connection.could_write = access.write

    async def follow_store(self) -> None:
        """Be open for writing as far as the store says so, which another node may have told."""
        async with self._following:
            self._open_for_writing(writable=await self._is_writable())

    def _open_for_writing(self, *, writable: bool) -> None:
        """Open the text for writing, or close it and the sockets of its writers."""
        closes = self._loaded.writable and not writable
        self._loaded.writable = writable
        if closes:
            for connection in self.connections:
                if connection.could_write:
                    connection.close(close_codes.CLOSED_FOR_WRITING, "the text is closed")

    def close(self, code: int, reason: str) -> None:
        """Close all sockets."""
        for connection in self.connections:
            connection.close(code, reason)


class Tail:
    """What others may have stored, read once for a batch."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._read = False

    async def read(self) -> bool:
        """Read it, if that was not done; says whether there was anything."""
        if self._read:
            return False
        self._read = True
        return await self._room.read_tail()
