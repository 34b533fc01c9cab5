"""All texts of a county that are being written: rooms for editors, seals for the log, writes for commands.

A text is only ever changed by Yjs updates: those of editors go through the journal and a seal, those of
commands are made here from splices. So a client that comes back never finds its words twice (DESIGN.md,
"Texts and rooms").
"""

import asyncio
import logging
import math
from collections import deque
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

import msgspec
from msgspec import Struct

from domain.events import vorlage_stream
from domain.recorded import Meta, Recorded
from domain.vorlage.events.drafting import TextRevised
from infra.clock import utc_now
from infra.collaboration import close_codes, journal, peers, sealing, snapshots
from infra.collaboration.burst import LONGEST, PAUSE, Burst
from infra.collaboration.connection import Connection, Receipts
from infra.collaboration.documents import Document
from infra.collaboration.gate import Gate
from infra.collaboration.journal import FIRST_EPOCH, RoomRow, Row
from infra.collaboration.loading import NoSuchText, load
from infra.collaboration.peers import REFRESH, Doubted, Opened, Say, to_nobody
from infra.collaboration.pen import Pen
from infra.collaboration.ports import AccessTo, Line, Login, Note, Seal, Socket, Still
from infra.collaboration.room import Room
from infra.collaboration.sealing import Collected, Sealed, revisions_of
from infra.collaboration.snapshots import Snapshots, kept
from infra.collaboration.y_websocket import YWebsocket
from infra.store import Connection as Reading
from infra.store import Store, StoreError
from infra.store.rows import to_microseconds
from infra.store.transaction import Transaction

_EVER: Final = 2**62
OWN_SEALS: Final = 1_000
"""Seals of this node that are remembered: its rooms have what is in them."""

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]


async def always() -> float:
    """Hold a login for as long as its socket."""
    return math.inf


async def unnoted(_login: str, _document: str) -> None:
    """Take no note of who opens what."""


class Timing(Struct, frozen=True):
    """How long things take, in seconds."""

    pause: float = PAUSE
    longest: float = LONGEST
    stays_open: float = 30.0
    """So long a room is kept after its last editor left."""
    orphaned: float = 60.0
    """After so long any node seals what another left behind."""
    look_round: float = 20.0
    """So often orphans are looked for."""


AS_USUAL: Final = Timing()


class Texts:
    """The texts of one county."""

    def __init__(
        self,
        store: Store,
        access_to: AccessTo,
        *,
        clock: Clock = utc_now,
        new_id: Callable[[], UUID] = uuid4,
        timing: Timing = AS_USUAL,
        note: Note = unnoted,
        say: Say = to_nobody,
    ) -> None:
        self._store = store
        self._pen = Pen(store)
        self._access_to = access_to
        self._clock = clock
        self._new_id = new_id
        self._timing = timing
        self._note = note
        self._say = say
        self._own_seals: deque[UUID] = deque(maxlen=OWN_SEALS)
        self._rooms: dict[Document, asyncio.Task[Room]] = {}
        self._gates: dict[str, Gate] = {}
        self._sealed: dict[Document, Sealed] = {}
        self._snapshots = Snapshots(store)
        self._pending: dict[str, dict[Document, Sealed]] = {}
        self._bursts: dict[str, Burst] = {}
        self._seals: set[asyncio.Task[None]] = set()
        self._seal: Seal | None = None
        self._looking: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False

    # -- life -------------------------------------------------------------------------------------

    async def start(self, seal: Seal) -> None:
        """Seal what an earlier run left behind, and look for orphans from now on."""
        self._seal = seal
        for vorlage in await self._unsealed():
            await self._sealing(vorlage)
        self._looking = asyncio.create_task(self._look_round())
        self._spawn(self._tell_presence())

    async def stop(self) -> None:
        """Have all editors come back later, store what they delivered, and seal it."""
        self._stopping = True
        if self._looking:
            self._looking.cancel()
            await asyncio.wait((self._looking,))
        for room in self._open_rooms():
            room.close(close_codes.RESTART, "restart")
        for room in self._open_rooms():
            await room.settled()
        for burst in self._bursts.values():
            burst.end()
        while self._seals:
            await asyncio.wait(self._seals)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._snapshots.close()

    async def _look_round(self) -> None:
        while True:
            await asyncio.sleep(self._timing.look_round)
            try:
                for vorlage in await self._unsealed(self._timing.orphaned):
                    if vorlage not in self._bursts:
                        await self._sealing(vorlage)
            except Exception:
                logger.exception("orphaned edits could not be looked for")

    async def _tell_presence(self) -> None:
        while True:
            await asyncio.sleep(REFRESH)
            for room in self._open_rooms():
                room.tell_presence()

    async def _unsealed(self, age: float | None = None) -> list[str]:
        before = _EVER if age is None else to_microseconds(self._clock()) - int(age * 1_000_000)
        found = await self._store.read(lambda connection: journal.unsealed(connection, before))
        return sorted({Document.stored(path).vorlage for path in found})

    async def _sealing(self, vorlage: str) -> None:
        if self._seal is None:
            return
        try:
            await self._seal(vorlage)
        except Exception:
            # The rows stay in the journal; the next look round finds them.
            logger.exception("the texts of Vorlage %s could not be sealed", vorlage)

    # -- rooms ------------------------------------------------------------------------------------

    async def serve(
        self, socket: Socket, path: str, login: Login, epoch: int | None = None, still: Still = always
    ) -> None:
        """Let a login edit or read a text over a socket of its own, until either side ends it."""
        async with self.joined(socket, path, login, epoch, still) as connection:
            if connection:
                socket.listen(YWebsocket(connection))
                await connection.run()

    @asynccontextmanager
    async def joined(
        self,
        line: Line,
        path: str,
        login: Login,
        epoch: int | None = None,
        still: Still = always,
        receipts: Receipts | None = None,
    ) -> AsyncIterator[Connection | None]:
        """Let a login into the room of a text; None where it may not, which its line was told."""
        document = Document.parse(path)
        access = await self._access_to(login.id, path) if document else None
        if document is None or access is None or not access.read:
            line.close(close_codes.NO_SUCH_TEXT, "no such text")
            yield None
            return
        if self._stopping:
            line.close(close_codes.RESTART, "restart")
            yield None
            return
        # Before the room is opened: nothing is waited for between that and the entry.
        await self._note(login.id, path)
        room = await self._enter(document)
        if room is None:
            line.close(close_codes.NO_SUCH_TEXT, "no such text")
            yield None
            return
        if epoch is not None and epoch != room.epoch:
            self._last_one_out(document, room)
            line.close(close_codes.OTHER_EPOCH, "the text was restored from a backup")
            yield None
            return
        connection = Connection(
            line, room, login, access, still, names_epoch=epoch is not None, receipts=receipts
        )
        room.enter(connection)
        try:
            yield connection
        finally:
            room.leave(connection)
            self._last_one_out(document, room)

    async def room(self, path: str) -> Room | None:
        """Open the room of a text, None if there is no such text."""
        document = Document.parse(path)
        return await self._enter(document) if document else None

    def recheck(self, vorlage: str | None = None) -> None:
        """Ask anew who may read and write texts, of a Vorlage or all; closes the sockets of who may not."""
        for room in self._open_rooms(vorlage):
            room.recheck()
            self._spawn(room.show_out())

    def doubt(self, person: str) -> None:
        """Ask anew whether the logins of a person hold, here and at the other nodes, before all else."""
        self._doubt(person)
        self._say(peers.written(Doubted(person)))

    def _doubt(self, person: str) -> None:
        for room in self._open_rooms():
            for connection in room.doubt(person):
                self._spawn(connection.know())

    async def _enter(self, document: Document) -> Room | None:
        while True:
            task = self._rooms.get(document)
            if task is None:
                task = self._rooms[document] = asyncio.create_task(self._load(document))
            try:
                room = await asyncio.shield(task)
            except NoSuchText:
                self._drop(document, task)
                return None
            except Exception:
                self._drop(document, task)
                raise
            if not room.broken:
                return room
            self._drop(document, task)

    def _drop(self, document: Document, task: asyncio.Task[Room]) -> None:
        if self._rooms.get(document) is task:
            del self._rooms[document]

    async def _load(self, document: Document) -> Room:
        mapper = self._store.mapper
        self._say(peers.written(Opened(str(document))))
        loaded = await self._store.read(lambda connection: load(connection, mapper, document))
        if loaded.tail:
            self._spawn(self._keep(document))
        return Room(
            document,
            loaded,
            store=self._store,
            pen=self._pen,
            access_to=self._access_to,
            gate=self._gate(document.vorlage),
            touched=self._touched,
            now=lambda: to_microseconds(self._clock()),
            say=self._say,
        )

    async def _keep(self, document: Document) -> None:
        """Have the next one who opens a text not read all that was read now."""
        try:
            self._kept(document, await self._as_of_last_seal(document))
        except StoreError as error:
            logger.warning("the text %s is kept later (%s)", document, error)

    def _kept(self, document: Document, sealed: Sealed) -> None:
        """Remember a text as of its last seal while it is open, and have it kept where that is worth it."""
        if self._snapshots.write(document, sealed):
            sealed = kept(sealed)
        if document in self._rooms:
            self._sealed[document] = sealed

    def _gate(self, vorlage: str) -> Gate:
        return self._gates.setdefault(vorlage, Gate())

    def _open_rooms(self, vorlage: str | None = None) -> list[Room]:
        return [
            task.result()
            for document, task in self._rooms.items()
            if vorlage in {None, document.vorlage}
            and task.done()
            and not task.cancelled()
            and not task.exception()
        ]

    def _touched(self, document: Document) -> None:
        burst = self._bursts.get(document.vorlage)
        if burst:
            burst.touch()
        else:
            vorlage = document.vorlage
            burst = Burst(
                lambda: self._end_burst(vorlage), pause=self._timing.pause, longest=self._timing.longest
            )
            self._bursts[vorlage] = burst
            self._seals.add(burst.task)
            burst.task.add_done_callback(self._seals.discard)

    async def _end_burst(self, vorlage: str) -> None:
        # An edit from here on begins the next burst.
        del self._bursts[vorlage]
        await self._sealing(vorlage)

    def _last_one_out(self, document: Document, room: Room) -> None:
        if room.connections:
            return
        self._spawn(self._close_behind(document, room))

    async def _close_behind(self, document: Document, room: Room) -> None:
        await room.settled()
        burst = self._bursts.get(document.vorlage)
        if burst and not any(other.connections for other in self._open_rooms(document.vorlage)):
            burst.end()
        await asyncio.sleep(self._timing.stays_open)
        task = self._rooms.get(document)
        if room.idle and task is not None and task.done() and task.result() is room:
            del self._rooms[document]
            self._sealed.pop(document, None)
            self._forget_gate(document.vorlage)

    def _forget_gate(self, vorlage: str) -> None:
        if any(room.vorlage == vorlage for room in self._rooms):
            return
        gate = self._gates.get(vorlage)
        if gate and gate.idle:
            del self._gates[vorlage]

    def _spawn(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- what other nodes do ----------------------------------------------------------------------

    def hear(self, node: bytes, data: bytes) -> None:
        """Take what another node says; what is no open text of ours is passed over."""
        word = peers.read(data)
        if isinstance(word, Doubted):
            self._doubt(word.person)
        elif word is not None:
            document = Document.stored(word.document)
            if document in self._rooms:
                self._spawn(self._with_room(document, lambda room: room.hear(node, word)))

    def learn(self, recorded: Iterable[Recorded]) -> None:
        """Show in open rooms what another node has recorded of their texts."""
        for one in recorded:
            event = one.event
            if isinstance(event, TextRevised) and event.update and one.meta.command not in self._own_seals:
                document = Document(one.stream.removeprefix("vorlagen/"), event.document)
                if document in self._rooms:
                    self._spawn(self._show(document, event.update))

    async def _show(self, document: Document, update: bytes) -> None:
        await self._with_room(document, lambda room: room.show_written(update))

    async def _read_up_to(self, document: Document, row: int) -> None:
        await self._with_room(document, lambda room: room.read_up_to(row))

    async def _with_room(
        self, document: Document, work: Callable[[Room], Coroutine[object, object, None]]
    ) -> None:
        """Do something with a room that is open or being opened."""
        task = self._rooms.get(document)
        if task is not None:
            await asyncio.wait((task,))
            if is_open(task):
                try:
                    await work(task.result())
                except StoreError as error:
                    logger.warning("what was written into %s is shown later (%s)", document, error)

    # -- what readers ask ------------------------------------------------------------------------------

    def is_open(self, vorlage: str) -> bool:
        """Say whether someone has a text of a paper open here, or is about to."""
        return any(document.vorlage == vorlage for document in self._rooms)

    @property
    def open_rooms(self) -> int:
        """How many texts are open here."""
        return len(self._rooms)

    async def unsealed(self, vorlage: str) -> list[str]:
        """Name the texts of a Vorlage in which something is typed and not sealed yet."""
        rows = await self._store.read(lambda connection: journal.rows_of(connection, vorlage))
        return sorted({Document.stored(row.document).name for row in rows})

    async def rooms(self, vorlage: str) -> dict[str, RoomRow]:
        """Give epoch and openness of each text of a Vorlage, by its name in it."""
        found = await self._store.read(lambda connection: journal.rooms_of(connection, vorlage))
        return {Document.stored(path).name: row for path, row in found.items()}

    # -- what commands ask ------------------------------------------------------------------------

    async def collect(self, vorlage: str, names: Collection[str] | None = None) -> Collected:
        """Give what a seal of these texts of a Vorlage would record now; of all, where none are named.

        A command that changes texts begins with it: what an earlier one left unrecorded is forgotten.
        """
        pending: dict[Document, Sealed] = {}
        rows, rooms = await self._store.read(lambda connection: unsealed_texts(connection, vorlage))
        by_document: dict[str, list[Row]] = {}
        for row in rows:
            if names is None or Document.stored(row.document).name in names:
                by_document.setdefault(row.document, []).append(row)
        events: list[tuple[Meta, TextRevised]] = []
        ids: dict[str, list[int]] = {}
        for path, burst in by_document.items():
            document = Document.stored(path)
            sealed = await self._as_of_last_seal(document)
            epoch = rooms[path].epoch
            event, after = await asyncio.to_thread(sealing.seal, sealed, document, epoch, burst)
            pending[document] = after
            events.append((self._meta(burst, event), event))
            ids[path] = [row.id for row in burst]
            if document in self._rooms:  # some of it may have been typed at another node
                self._spawn(self._read_up_to(document, burst[-1].id))
        self._pending[vorlage] = pending
        return Collected(events, ids)

    def _meta(self, rows: Sequence[Row], event: TextRevised) -> Meta:
        # Who typed what is in the contributions; the seal itself is put down to whoever typed last.
        id_ = self._new_id()
        self._own_seals.append(id_)
        return Meta(actor=rows[-1].login, command=id_, happened_at=event.ended)

    def discard(self, tx: Transaction, collected: Collected) -> None:
        """Delete the journal rows that were collected; raises `JournalChanged` if one has vanished."""
        for ids in collected.rows.values():
            journal.remove(tx, ids)

    async def write(self, vorlage: str, event: TextRevised, actor: str) -> TextRevised:
        """Fill in the Yjs update of a revision that a command makes."""
        document = Document(vorlage, event.document)
        pending = self._pending.setdefault(vorlage, {})
        before = pending.get(document) or await self._as_of_last_seal(document)
        rooms = await self._store.read(lambda connection: journal.rooms_of(connection, vorlage))
        room = rooms.get(str(document))
        epoch = room.epoch if room else FIRST_EPOCH
        filled, after = await asyncio.to_thread(sealing.write, before, document, epoch, event, actor)
        pending[document] = after
        return filled

    def open(self, tx: Transaction, vorlage: str, documents: Iterable[str]) -> None:
        """Open texts for writing."""
        for name in documents:
            journal.open_room(tx, str(Document(vorlage, name)))

    def close(self, tx: Transaction, vorlage: str) -> None:
        """Close all texts of a Vorlage for writing; raises `JournalChanged` when something is not sealed."""
        journal.close_rooms(tx, vorlage)

    @asynccontextmanager
    async def paused(self, vorlage: str) -> AsyncIterator[None]:
        """Hold back what editors of this Vorlage deliver meanwhile."""
        try:
            async with self._gate(vorlage).paused():
                yield
        finally:
            self._forget_gate(vorlage)

    def forget(self, vorlage: str) -> None:
        """Forget what a command was going to record of the texts of a Vorlage, and did not."""
        self._pending.pop(vorlage, None)

    async def committed(self, vorlage: str, recorded: Sequence[Recorded]) -> None:
        """Take note of what a command has recorded: rooms show what it wrote, and open or close."""
        pending = self._pending.pop(vorlage, {})
        stream = vorlage_stream(vorlage)
        ours = [one for one in recorded if one.stream == stream]
        for document, sealed in pending.items():
            if ours:
                self._kept(document, msgspec.structs.replace(sealed, version=ours[-1].version))
        for one in ours:
            if isinstance(one.event, TextRevised) and one.event.origin != "typed" and one.event.update:
                await self._show(Document(vorlage, one.event.document), one.event.update)
        await self._open_and_close(vorlage)

    async def _open_and_close(self, vorlage: str) -> None:
        for room in self._open_rooms(vorlage):
            await room.follow_store()

    async def _as_of_last_seal(self, document: Document) -> Sealed:
        known = self._sealed.get(document)
        if known is None:
            snapshot = await self._store.read(lambda connection: snapshots.read(connection, document))
            known = snapshot.sealed if snapshot else Sealed()
        stream = vorlage_stream(document.vorlage)
        found = await self._store.events(stream, after_version=known.version)
        if not found:
            return known
        revisions = revisions_of(document, found)
        sealed = await asyncio.to_thread(sealing.advance, known, revisions, found[-1].version)
        if document in self._rooms:
            self._sealed[document] = sealed
        return sealed


def is_open(task: asyncio.Task[Room]) -> bool:
    """Say whether a room was loaded."""
    return task.done() and not task.cancelled() and task.exception() is None


def unsealed_texts(connection: Reading, vorlage: str) -> tuple[list[Row], dict[str, RoomRow]]:
    """Read what is not sealed in the texts of a Vorlage, and their rooms."""
    return journal.rows_of(connection, vorlage), journal.rooms_of(connection, vorlage)
