"""A county with one Vorlage whose texts are open, on a real server."""

import asyncio
import math
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import uvicorn
from litestar import Litestar
from litestar.connection import ASGIConnection
from msgspec import Struct

from api.leaving import Leaving
from api.live.collab import Editing, collab
from api.live.crowd import Crowd
from api.live.hocuspocus import ManyTexts
from api.live.hocuspocus import hocuspocus as hocuspocus_route
from api.observing import Observed
from api.serving import config_of
from api.upgrading import IS_FAST, upgrades
from domain.events import vorlage_stream
from domain.recorded import Meta, Recorded
from domain.text import Splice, apply
from domain.vorlage.editions.content import text_hash
from domain.vorlage.events.drafting import TextRevised
from infra.clock import utc_now
from infra.collaboration.hocuspocus.multiplexed import IDLE, PING, Hocuspocus
from infra.collaboration.ports import Access
from infra.collaboration.texts import Texts, Timing
from infra.metrics import Metrics
from infra.placing import database_of
from infra.store import Store
from infra.store.errors import JournalChanged
from infra.store.transaction import Transaction

VORLAGE = "0b2f4c1e-9d53-4a86-8a6e-1f0e5b7c9a11"
REASONS = f"vorlagen/{VORLAGE}/reasons"
PROPOSAL = f"vorlagen/{VORLAGE}/proposed_resolution"


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(60):
        while not condition():  # what is looked at knows no events
            await asyncio.sleep(0.01)


class Person(Struct, frozen=True):
    """A login."""

    id: str
    login: str
    name: str
    lasts: float = math.inf


class County:
    """A store, its texts, and the little of a command handler that they need."""

    def __init__(self, store: Store, timing: Timing) -> None:
        self.store = store
        self.rights: dict[str, Access] = {}
        self.ended: set[str] = set()
        self.opened: list[tuple[str, str]] = []
        self.neighbours: list[County] = []
        self.texts = Texts(store, self.access_to, timing=timing, note=self.note, say=self.say)
        self.address = ""
        self.ping, self.idle = PING, IDLE
        self._lock = asyncio.Lock()

    async def access_to(self, login: str, _document: str) -> Access:
        """Everybody may write, unless said otherwise."""
        return self.rights.get(login, Access(read=True, write=True))

    def say(self, data: bytes) -> None:
        """Tell other nodes of the same store, if there are any."""
        for each in self.neighbours:
            each.texts.hear(str(id(self)).encode(), data)

    def end(self, login: str) -> None:
        """Log somebody out."""
        self.ended.add(login)
        self.texts.doubt(f"id-{login}")

    async def note(self, login: str, document: str) -> None:
        """Take note of who opens what."""
        self.opened.append((login, document))

    async def identify(self, socket: ASGIConnection[Any, Any, Any, Any]) -> Person | None:
        """Take the token for the login, until it has ended."""
        return await self.identify_by(socket, socket.query_params.get("token"))

    async def identify_by(
        self, _socket: ASGIConnection[Any, Any, Any, Any], token: str | None
    ) -> Person | None:
        """Take a token for the login, until it has ended."""
        if not token or token in self.ended:
            return None
        return Person(f"id-{token}", token, f"Frau {token.title()}")

    async def open(self) -> None:
        """Open the texts of the Vorlage."""
        await self.store.write(lambda tx: self.texts.open(tx, VORLAGE, ["reasons", "proposed_resolution"]))
        await self.texts.committed(VORLAGE, [])

    async def seal(self, vorlage: str) -> None:
        """Seal all texts."""
        await self.record(vorlage)

    async def record(
        self,
        vorlage: str,
        event: TextRevised | None = None,
        then: Callable[[Transaction], None] = lambda _: None,
    ) -> list[Recorded]:
        """Seal, write one more revision, and do something else in the same transaction."""
        async with self._lock:
            return await self._record(vorlage, event, then)

    async def _record(
        self, vorlage: str, event: TextRevised | None, then: Callable[[Transaction], None]
    ) -> list[Recorded]:
        collected = await self.texts.collect(vorlage)
        events = [*collected.events]
        if event:
            meta = Meta(actor="clerk", command=uuid4(), happened_at=utc_now())
            events.append((meta, await self.texts.write(vorlage, event, "clerk")))
        stream = vorlage_stream(vorlage)

        def append(tx: Transaction) -> list[Recorded]:
            recorded = tx.append(stream, tx.version(stream), events) if events else []
            self.texts.discard(tx, collected)
            then(tx)
            return recorded

        recorded = await self.store.write(append)
        await self.texts.committed(vorlage, recorded)
        return recorded

    async def close(self) -> None:
        """Close the texts for writing."""
        try:
            await self.record(VORLAGE, then=lambda tx: self.texts.close(tx, VORLAGE))
        except JournalChanged:
            async with self.texts.paused(VORLAGE):
                await self.record(VORLAGE, then=lambda tx: self.texts.close(tx, VORLAGE))

    async def revise(self, before: str, *splices: Splice) -> None:
        """Have a command change the reasons."""
        now = utc_now()
        await self.record(
            VORLAGE,
            TextRevised(
                document="reasons",
                splices=splices,
                hash=text_hash(apply(before, splices)),
                origin="written",
                began=now,
                ended=now,
            ),
        )

    async def revisions(self) -> list[TextRevised]:
        """Give what the log says of the texts."""
        found = await self.store.events(vorlage_stream(VORLAGE))
        return [one.event for one in found if isinstance(one.event, TextRevised)]

    async def journal(self) -> list[tuple[str, bytes]]:
        """Give what is not sealed."""
        return await self.store.read(
            lambda connection: connection.execute(
                "SELECT login, bytes FROM text_journal ORDER BY id"
            ).fetchall()
        )

    async def sealed(self) -> list[TextRevised]:
        """Wait until everything is sealed, and give what the log says."""
        async with asyncio.timeout(60):
            while True:
                found = await self.revisions()
                if found and not await self.journal():
                    return found
                await asyncio.sleep(0.02)

    async def stored(self, rows: int) -> None:
        """Wait until so many rows are in the journal."""
        async with asyncio.timeout(60):
            while True:
                if len(await self.journal()) >= rows:
                    return
                await asyncio.sleep(0.02)

    def reasons(self, login: str, **query: object) -> str:
        """Give the address of the reasons for a login."""
        more = "".join(f"&{key}={value}" for key, value in query.items())
        return f"{self.address}/collab/{REASONS}?token={login}{more}"


@asynccontextmanager
async def serving(county: County, *, over_asgi: bool) -> AsyncIterator[None]:
    """Serve the texts on a free port, over picows where it is installed, unless told otherwise."""
    editing = Editing(county.texts, county.identify, Crowd(200))
    many = ManyTexts(
        Hocuspocus(county.texts, ping=county.ping, idle=county.idle), county.identify_by, Crowd(200)
    )
    app = Litestar([collab(editing), hocuspocus_route(many)], openapi_config=None)
    observed = Observed(app, Leaving(), Metrics(county.store))
    config = config_of(observed, None if over_asgi or not IS_FAST else upgrades(editing, many, observed))
    config.port = 0
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    county.address = f"ws://127.0.0.1:{port}"
    try:
        yield
    finally:
        server.should_exit = True
        await task


@asynccontextmanager
async def county_at(
    path: Path,
    *,
    pause: float = 0.2,
    stays_open: float = 30.0,
    look_round: float = 20.0,
    over_asgi: bool = False,
    hocuspocus: tuple[float, float] = (PING, IDLE),
) -> AsyncIterator[County]:
    """Run a county on a store."""
    async with await Store.open(database_of(path.parent, os.environ)) as store:
        county = County(store, Timing(pause=pause, stays_open=stays_open, look_round=look_round))
        county.ping, county.idle = hocuspocus
        await county.open()
        await county.texts.start(county.seal)
        async with serving(county, over_asgi=over_asgi):
            yield county
            await county.texts.stop()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give where the store's file lies."""
    return tmp_path / "vorlagenwerk.sqlite"


@pytest.fixture
async def county(path: Path) -> AsyncIterator[County]:
    """Run a county that seals after a short pause."""
    async with county_at(path) as running:
        yield running


@pytest.fixture
async def patient(path: Path) -> AsyncIterator[County]:
    """Run a county that seals only when it is told to."""
    async with county_at(path, pause=1_000) as running:
        yield running
