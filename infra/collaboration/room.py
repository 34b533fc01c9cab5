"""One text that is open: its live document and who is in it.

An accepted edit is stored, then applied, then sent to everyone, its author included: nothing is seen that is
not durable, and the author's own echo is the acknowledgement (DESIGN.md, "Journal").
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from infra.collaboration import close_codes, journal, protocol
from infra.collaboration.connection import Connection, Edited
from infra.collaboration.documents import Document
from infra.collaboration.errors import OtherEpoch
from infra.collaboration.gate import Gate
from infra.collaboration.intake import Intake, Now
from infra.collaboration.journal import FIRST_EPOCH, Row
from infra.collaboration.known import Known
from infra.collaboration.length import Length
from infra.collaboration.loading import Loaded
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
from infra.collaboration.pen import Pen
from infra.collaboration.ports import Access, AccessTo
from infra.collaboration.presence import Presences
from infra.collaboration.protocol import Presence
from infra.collaboration.update import parse_own
from infra.store import Connection as Reading
from infra.store import Store

PRESENCE_EVERY: Final = 0.05
"""Seconds between two messages of presence."""

logger = logging.getLogger(__name__)


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
        self._store = store
        self._access_to = access_to
        self._say = say
        self._told: dict[bytes, float] = {}
        self.loaded = loaded
        self.length = Length(lambda: len(self.text))
        self._following = asyncio.Lock()
        # What is known stays as it is while another thread looks at it.
        self.changing = asyncio.Lock()
        self._whole = b""
        self._presences = Presences()
        self._news: dict[int, Presence] = {}
        self._presence_timer: asyncio.TimerHandle | None = None
        self._intake = Intake(self, pen=pen, gate=gate, touched=touched, now=now, say=say)
        self.submit = self._intake.submit

    @property
    def epoch(self) -> int:
        """How often a backup was restored before this text was opened, from 1."""
        return self.loaded.epoch

    @property
    def writable(self) -> bool:
        """Whether the text is open for writing."""
        return self.loaded.writable

    @property
    def text(self) -> str:
        """The text with all that is durable."""
        return str(self.loaded.replica)

    @property
    def idle(self) -> bool:
        """Whether nobody is in it and nothing is to be done."""
        return not self.connections and self._intake.idle

    # -- what connections ask ---------------------------------------------------------------------

    def enter(self, connection: Connection) -> None:
        """Let a connection in."""
        self.connections.add(connection)

    def leave(self, connection: Connection) -> None:
        """Say goodbye for a connection that is gone; what it delivered is still stored."""
        self.connections.discard(connection)
        self._spread(self._presences.leave(connection.number))

    def question(self) -> bytes:
        """Give the message that asks a client for all that is not known here."""
        return protocol.step_1(self.loaded.known.clocks)

    def answer(self, clocks: dict[int, int]) -> bytes:
        """Give as one update what a client lacks."""
        known = self.loaded.known
        common: dict[int, int] = {}
        for client, clock in clocks.items():
            reached = min(clock, known.clocks.get(client, 0))
            half = reached in known.halves.get(client, ())
            if reached > half:
                common[client] = reached - half
        return self.loaded.replica.since_clocks(common) if common else self._all()

    def _all(self) -> bytes:
        """Give the whole text as one update, made once for all who come while it stays as it is."""
        if not self._whole:
            self._whole = self.loaded.replica.state()
        return self._whole

    def check_history(self, connection: Connection, clocks: dict[int, int]) -> None:
        """Refuse a copy from before a restore, which holds what is not known here any more."""
        known = self.loaded.known.clocks
        unknown = any(clock > known.get(client, 0) for client, clock in clocks.items())
        if self.epoch > FIRST_EPOCH and not connection.names_epoch and unknown:
            raise OtherEpoch("the text was restored from a backup")

    def since(self, vector: bytes) -> bytes:
        """Give as one update what came after a state vector of ours."""
        return self.loaded.replica.since(vector)

    def show(self, connection: Connection, states: tuple[Presence, ...]) -> None:
        """Relay presence, of each client at most every so often."""
        owners = self.loaded.owners
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

    async def settled(self) -> None:
        """Wait until all that was taken is stored or refused."""
        await self._intake.settled()

    async def access(self, connection: Connection) -> Access:
        """Give what a connection's login may do, as it is now."""
        while connection.access is None:
            doubts = connection.doubts
            access = await self._access_to(connection.login.id, str(self.document))
            if doubts == connection.doubts:
                connection.access = access
        return connection.access

    async def is_writable(self) -> bool:
        """Ask the store whether the text is open for writing."""
        vorlage = self.document.vorlage
        rooms = await self._store.read(lambda connection: journal.rooms_of(connection, vorlage))
        row = rooms.get(str(self.document))
        return row is not None and row.writable

    async def forget_what_failed(self) -> None:
        """Know again only what is durable."""
        document = str(self.document)
        async with self.changing:
            self.loaded.known = await asyncio.to_thread(Known.of, self.loaded.replica.state())
        self.length.stored()
        self.loaded.owners = await self._store.read(lambda connection: journal.owners(connection, document))

    def apply(self, updates: list[bytes]) -> Edited | None:
        """Apply what is durable, and give what it changed."""
        before = self.loaded.replica.vector()
        self._whole = b""
        try:
            update = self.loaded.replica.apply(updates)
        except BaseException:  # pycrdt panics with something that is no Exception
            logger.exception("the text %s could not be updated; it is read again", self.document)
            self.give_up()
            return None
        return Edited(protocol.edit(update), before) if update else None

    def tell(self, edited: Edited | None) -> None:
        """Send everyone what changed."""
        if edited:
            for connection in self.connections:
                connection.edited(edited)

    def give_up(self) -> None:
        """Have everyone come back: what is stored is read afresh by the next room."""
        self.broken = True
        self.close(close_codes.TRY_AGAIN, "the text is read again")

    async def read_tail(self) -> bool:
        """Take in what others have stored; says whether there was anything."""
        document, last = str(self.document), self.loaded.last_row

        def read(connection: Reading) -> tuple[list[Row], dict[int, str]]:
            return journal.rows_after(connection, document, last), journal.owners(connection, document)

        rows, owners = await self._store.read(read)
        news = bool(rows) or not owners.items() <= self.loaded.owners.items()
        self.loaded.owners = {**self.loaded.owners, **owners}
        if rows:
            async with self.changing:
                self.loaded.last_row = max(rows[-1].id, self.loaded.last_row)
                self.take_in([row.data for row in rows])
        return news

    async def read_up_to(self, row: int) -> None:
        """Take in what others have stored, unless that is known as far as this row."""
        if row > self.loaded.last_row:
            await self.read_tail()

    def take_in(self, updates: list[bytes]) -> None:
        """Apply what was made durable elsewhere, and send it to everyone."""
        for update in updates:
            self.loaded.known.learn(parse_own(update))
        self.tell(self.apply(updates))
        self.length.recount()

    async def show_written(self, update: bytes) -> None:
        """Show everyone what a command wrote."""
        async with self.changing:
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
        found = [(connection, await self.access(connection)) for connection in list(self.connections)]
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
            self._open_for_writing(writable=await self.is_writable())

    def _open_for_writing(self, *, writable: bool) -> None:
        """Open the text for writing, or close it and the sockets of its writers."""
        closes = self.loaded.writable and not writable
        self.loaded.writable = writable
        if closes:
            for connection in self.connections:
                if connection.could_write:
                    connection.close(close_codes.CLOSED_FOR_WRITING, "the text is closed")

    def close(self, code: int, reason: str) -> None:
        """Close all sockets."""
        for connection in self.connections:
            connection.close(code, reason)
