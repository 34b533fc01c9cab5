"""A real county on a real file: the demo county on the day of the Kreistag, a copy for each test."""

import asyncio
import datetime as dt
import math
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import uvicorn
from litestar import Litestar
from litestar.connection import ASGIConnection
from msgspec import Struct

from api.live.collab import Editing, collab
from api.live.crowd import Crowd
from domain.procedure import AnyCommand
from domain.recorded import Recorded
from domain.text import apply
from domain.vorlage.editions.content import text_hash
from domain.vorlage.events.drafting import TextRevised
from infra.county import County, open_county
from infra.demo import found
from infra.handling import Answer
from infra.placing import DATABASE
from tests.servers import Postgres

TODAY = dt.date(2026, 3, 11)
NOW = dt.datetime(2026, 3, 11, 11, 0, tzinfo=dt.UTC)


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        return self.now


class Desk:
    """A county, and a short way to give it commands."""

    def __init__(self, county: County, clock: Clock, data: Path) -> None:
        self.county = county
        self.clock = clock
        self.data = data
        self.address = ""

    async def give(self, person: str, *commands: AnyCommand, id_: UUID | None = None) -> Answer:
        """Give commands in one transaction."""
        return await self.county.handling.handle_all(person, commands, id_ or uuid4())

    async def head(self) -> int:
        """The last position of the log."""
        return await self.county.store.head()

    async def recorded(self, answer: Answer) -> list[Recorded]:
        """What a command led to."""
        wanted = {each.position for each in answer.events}
        found = await self.county.store.log(after=min(wanted) - 1)
        return [each for each in found if each.position in wanted]

    async def version(self, stream: str) -> int:
        """How many events a stream has."""
        return len(await self.county.store.events(stream))

    async def text(self, vorlage: str, document: str, *, through: int | None = None) -> str:
        """A text as the log tells it, each revision of it proved by its hash."""
        text = ""
        for each in await self.county.store.events(f"vorlagen/{vorlage}", through_position=through):
            event = each.event
            if isinstance(event, TextRevised) and event.document == document:
                text = apply(text, event.splices)
                assert text_hash(text) == event.hash
        return text

    def room(self, person: str, vorlage: str, document: str) -> str:
        """The address of a text for a person."""
        return f"{self.address}/collab/vorlagen/{vorlage}/{document}?token={person}"


class Login(Struct, frozen=True):
    """Whoever names himself."""

    id: str
    login: str
    name: str
    lasts: float = math.inf


async def identify(socket: ASGIConnection[Any, Any, Any, Any]) -> Login | None:
    """Take the token for the person."""
    token = socket.query_params.get("token")
    return Login(token, token, token) if token else None


@asynccontextmanager
async def rooms_served(desk: Desk) -> AsyncIterator[None]:
    """Serve the texts of a county on a free port."""
    app = Litestar([collab(Editing(desk.county.texts, identify, Crowd(200)))], openapi_config=None)
    server = uvicorn.Server(uvicorn.Config(app, port=0, ws="websockets-sansio", log_level="warning"))
    task = asyncio.create_task(server.serve())
    async with asyncio.timeout(60):
        while not server.started:
            await asyncio.sleep(0.01)
    desk.address = f"ws://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield
    finally:
        server.should_exit = True
        await task


@asynccontextmanager
async def desk_at(data: Path) -> AsyncIterator[Desk]:
    """Open the county of a folder."""
    clock = Clock()
    async with open_county(data, clock=clock) as county:
        yield Desk(county, clock, data)


async def found_in(data: Path) -> None:
    """Found the demo county."""
    async with open_county(data, clock=Clock()) as county:
        await found(county.handling, TODAY)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Found the demo county once; each test takes a copy."""
    data = tmp_path_factory.mktemp("founded")
    with pytest.MonkeyPatch.context() as environ:
        environ.delenv(DATABASE, raising=False)
        asyncio.run(found_in(data))
    return data


@pytest.fixture(scope="session")
def founded_on_postgres(postgres_server: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Found the demo county once in a database; each test takes a copy."""
    address = postgres_server.database()
    with pytest.MonkeyPatch.context() as environ:
        environ.setenv(DATABASE, address)
        asyncio.run(found_in(tmp_path_factory.mktemp("founded")))
    return address


@pytest.fixture
def data(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy the demo county."""
    if DATABASE in os.environ:
        server: Postgres = request.getfixturevalue("postgres_server")
        monkeypatch.setenv(DATABASE, server.database(request.getfixturevalue("founded_on_postgres")))
        return tmp_path / "var"
    return Path(shutil.copytree(request.getfixturevalue("founded"), tmp_path / "var"))


@pytest.fixture
async def desk(data: Path) -> AsyncIterator[Desk]:
    """A demo county of this test's own."""
    async with desk_at(data) as opened:
        yield opened


@pytest.fixture
async def writing(desk: Desk) -> AsyncIterator[Desk]:
    """The same, with its rooms."""
    async with rooms_served(desk):
        yield desk


@pytest.fixture
async def neighbours(data: Path) -> AsyncIterator[tuple[Desk, Desk]]:
    """Two nodes that serve the same file and know nothing of each other."""
    async with AsyncExitStack() as stack:
        yield (
            await stack.enter_async_context(desk_at(data)),
            await stack.enter_async_context(desk_at(data)),
        )
