"""The unmodified `@hocuspocus/provider` from npm against `/hocuspocus`, beside clients of `/collab`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from infra.collaboration.ports import Access
from infra.collaboration.replica import Replica
from tests.collaboration.conftest import PROPOSAL, REASONS, County, county_at
from tests.collaboration.editors import editor
from tests.collaboration.test_stock_client import NODE, SCRIPT, Stock, pytestmark, stock

__all__ = ["pytestmark"]
PROVIDER = SCRIPT.parent / "provider.mjs"


class Provider(Stock):
    """Stock providers on one socket, in a process of their own."""

    async def settled(self, at: int = 0) -> str:
        """Wait until all that was typed is acknowledged, and give the text."""
        while True:
            await self.do("read", at)
            told = await self.until(lambda told: told.get("at") == at and "read" in told)
            if told["unsynced"] == 0:
                return str(told["read"])
            await asyncio.sleep(0.05)

    async def shows(self, text: str, at: int = 0) -> None:
        """Wait for a text."""
        while True:
            await self.do("read", at)
            told = await self.until(lambda told: told.get("at") == at and "read" in told)
            if told["read"] == text:
                return
            await asyncio.sleep(0.05)


@asynccontextmanager
async def provider(county: County, login: str, *names: str) -> AsyncIterator[Provider]:
    """Start providers; they are told to connect."""
    assert NODE
    process = await asyncio.create_subprocess_exec(
        NODE,
        str(PROVIDER),
        f"{county.address}/hocuspocus",
        login,
        *(names or (REASONS,)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    one = Provider(process)
    try:
        yield one
        await one.do("leave")
    finally:
        async with asyncio.timeout(60):
            await process.communicate()


async def in_store(path: Path) -> str:
    """Read the text as a server that starts now does."""
    async with county_at(path) as county:
        room = await county.texts.room(REASONS)
        assert room
        return room.text


def synced(told: dict[str, Any]) -> bool:
    """Whether a provider says that it has all, and all of it is stored."""
    return told.get("synced") is True


async def test_many_kinds_of_clients_write_one_text_and_all_end_equal(path: Path) -> None:
    async with county_at(path, pause=1_000) as county:
        async with (
            provider(county, "bau") as bau,
            provider(county, "soziales") as soziales,
            stock(county, "finanzen") as finanzen,
        ):
            await bau.do("random", 0, 7, 40)  # before it ever connects
            for one in (bau, soziales, finanzen):
                await one.do("connect")
            await bau.until(synced)
            await soziales.until(synced)
            await finanzen.until(lambda told: told.get("synced"))
            for turn in range(3):
                await bau.do("random", 0, turn + 10, 60)
                await soziales.do("random", 0, turn + 20, 60)
                await finanzen.do("insert", 0, f"y{turn}")
                # The provider heeds no wish to connect before it knows that the socket is gone.
                await soziales.do("disconnect")
                await soziales.until(lambda told: "hungUp" in told)
                await soziales.do("random", 0, turn + 30, 20)  # offline
                await soziales.do("connect")
                await soziales.until(synced)
                await bau.do("drop")
                await bau.until(lambda told: "hungUp" in told)
                await bau.do("random", 0, turn + 40, 20)
                await bau.until(synced)
            await bau.settled()
            await soziales.settled()
            async with editor(county.reasons("leser")) as reader:
                text = str(reader.text)
                await bau.shows(text)
                await soziales.shows(text)
                await finanzen.reads(text)
        await county.seal(REASONS.split("/")[1])
        assert str(Replica(one.update for one in await county.sealed())) == text
    assert len(text) > 100
    assert await in_store(path) == text


async def test_two_texts_and_two_sessions_share_a_socket(county: County) -> None:
    async with provider(county, "bau", REASONS, PROPOSAL, REASONS) as bau:
        await bau.do("connect")
        await bau.do("insert", 0, 0, "Gründe 😀")
        await bau.do("insert", 1, 0, "Beschluss")
        await bau.shows("Gründe 😀", at=2)
        assert await bau.settled(0) == "Gründe 😀"
        assert await bau.settled(1) == "Beschluss"
        await bau.do("stateless", 1, "ping")
        assert (await bau.until(lambda told: "stateless" in told)) == {"at": 1, "stateless": "pong"}


async def test_a_provider_is_synced_only_when_what_it_typed_is_durable(patient: County) -> None:
    async with provider(patient, "bau") as bau:
        await bau.do("connect")
        await bau.until(synced)
        async with patient.texts.paused(REASONS.split("/")[1]):
            await bau.do("insert", 0, 0, "wartet")
            await bau.until(lambda told: told.get("unsynced") == 1)
            await asyncio.sleep(0.5)
            await bau.do("read", 0)
            assert (await bau.until(lambda told: "read" in told))["unsynced"] == 1
            assert await patient.journal() == []
        assert await bau.settled() == "wartet"
        assert len(await patient.journal()) == 1


async def test_a_reader_is_told_its_scope_and_writes_nothing(patient: County) -> None:
    patient.rights["id-leser"] = Access(read=True, write=False)
    async with provider(patient, "leser") as reader, editor(patient.reasons("bau")) as bau:
        await reader.do("connect")
        assert (await reader.until(lambda told: "scope" in told))["scope"] == "readonly"
        await reader.until(synced)
        await bau.insert(0, "zu lesen")
        await reader.shows("zu lesen")
        await reader.do("insert", 0, 0, "nicht ")
        await reader.until(lambda told: told.get("unsynced") == 1)
        await bau.insert(0, "nur ")
        await reader.until(lambda told: "nur " in told.get("text", ""))
        assert str(bau.text) == "nur zu lesen"
    assert len(await patient.journal()) == 2


async def test_a_refused_token_and_a_closed_text_are_told(patient: County) -> None:
    patient.rights["id-fremd"] = Access(read=False, write=False)
    async with provider(patient, "fremd") as stranger, provider(patient, "bau") as bau:
        await stranger.do("connect")
        assert (await stranger.until(lambda told: "denied" in told))["denied"] == "4404 no such text"
        await bau.do("connect")
        await bau.until(synced)
        await patient.close()
        assert (await bau.until(lambda told: "closed" in told))["closed"] == "4409 the text is closed"
        patient.end("bau")
    assert await patient.journal() == []
