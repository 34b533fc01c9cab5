"""A commit whose answer is lost: the command is done, and done once, however often it is given again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from domain.vorlage.commands.drafting import ChangeHeader
from infra.demo.people import BUILDER
from infra.demo.story import PLAYGROUNDS
from infra.placing import DATABASE
from infra.store import StoreUnavailable
from tests.handling.conftest import desk_at
from tests.servers import Postgres

STREAM = f"vorlagen/{PLAYGROUNDS}"


class Wire:
    """The way to the server; once cut, it takes the next commit there and brings no answer back."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self.cut = False

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection."""
        from_server, to_server = await asyncio.open_connection(self._host, self._port)
        back = asyncio.create_task(self._back(from_server, writer))
        try:
            while said := await reader.read(1 << 20):
                lost = self.cut and b"COMMIT" in said
                if lost:
                    self.cut = False
                    back.cancel()
                    await asyncio.gather(back, return_exceptions=True)
                to_server.write(said)
                if lost:
                    await from_server.read(1)  # it has answered: it has committed
                    break
        finally:
            back.cancel()
            to_server.close()
            writer.close()

    async def _back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while said := await reader.read(1 << 20):
            writer.write(said)


@asynccontextmanager
async def wire_to(address: str) -> AsyncIterator[tuple[Wire, str]]:
    """Lay a wire to a database; gives it and the address at its near end."""
    parts = urlsplit(address)
    wire = Wire(str(parts.hostname), int(parts.port or 0))
    near = await asyncio.start_server(wire.carry, "127.0.0.1", 0)
    port = near.sockets[0].getsockname()[1]
    try:
        yield wire, parts._replace(netloc=f"{parts.username}@127.0.0.1:{port}").geturl()
    finally:
        near.close()


async def test_a_command_whose_answer_was_lost_is_not_done_twice(
    postgres_server: Postgres, founded_on_postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = ChangeHeader(vorlage=PLAYGROUNDS, subject="Spielplätze")
    async with wire_to(postgres_server.database(founded_on_postgres)) as (wire, address):
        monkeypatch.setenv(DATABASE, address)
        async with asyncio.timeout(60), desk_at(tmp_path / "var") as desk:
            id_, before = uuid4(), await desk.version(STREAM)
            wire.cut = True
            with pytest.raises(StoreUnavailable):
                await desk.give(BUILDER.person, change, id_=id_)
            assert not wire.cut
            answer = await desk.give(BUILDER.person, change, id_=id_)
            assert len(answer.events) == 1
            assert await desk.version(STREAM) == before + 1
            assert await desk.head() == answer.position
            # What is held in memory is neither ahead of the store nor behind it.
            await desk.give(BUILDER.person, ChangeHeader(vorlage=PLAYGROUNDS, subject="Schulhöfe"))
            assert (await desk.county.states.get(STREAM)).version == before + 2
            row = await desk.county.views.get("vorlage", PLAYGROUNDS)
            assert row is not None
            assert row[1] == answer.position + 1
