import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from domain.text import Splice
from infra.collaboration.replica import Replica
from tests.collaboration.conftest import REASONS, VORLAGE, County, county_at
from tests.collaboration.editors import editor

SCRIPT = Path(__file__).parent.parent / "live" / "node" / "editor.mjs"
NODE = shutil.which("node")

pytestmark = [
    pytest.mark.skipif(NODE is None, reason="node is not installed"),
    pytest.mark.skipif(
        not (SCRIPT.parent / "node_modules").is_dir(), reason="scripts/setup-node was not run"
    ),
]


class Stock:
    """A stock y-websocket client in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.told: list[dict[str, Any]] = []
        self.text = ""

    async def do(self, *deed: object) -> None:
        """Have it do something."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(deed).encode() + b"\n")
        await self._process.stdin.drain()

    async def until(self, condition: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """Wait until it tells something."""
        assert self._process.stdout
        async with asyncio.timeout(60):
            while line := await self._process.stdout.readline():
                told: dict[str, Any] = json.loads(line)
                self.told.append(told)
                self.text = told.get("text", self.text)
                if condition(told):
                    return told
        raise AssertionError(self.told)

    async def reads(self, text: str) -> None:
        """Wait for a text."""
        if self.text != text:
            await self.until(lambda told: told.get("text") == text)


@asynccontextmanager
async def stock(county: County, login: str, client: int | None = None) -> AsyncIterator[Stock]:
    """Start a client; it is told to connect."""
    assert NODE
    process = await asyncio.create_subprocess_exec(
        NODE,
        str(SCRIPT),
        f"{county.address}/collab",
        REASONS,
        login,
        *([str(client)] if client else []),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    one = Stock(process)
    try:
        yield one
        await one.do("leave")
    finally:
        async with asyncio.timeout(60):
            await process.communicate()


async def test_stock_clients_and_ours_edit_one_text(county: County) -> None:
    async with (
        stock(county, "bau") as bau,
        stock(county, "soziales") as soziales,
        editor(county.reasons("finanzen")) as finanzen,
    ):
        await bau.do("connect")
        await soziales.do("connect")
        await bau.until(lambda told: told.get("synced"))
        await bau.do("insert", 0, "Die Straße 😀 wird gebaut")
        await soziales.reads("Die Straße 😀 wird gebaut")
        await finanzen.reads("Die Straße 😀 wird gebaut")
        await soziales.do("format", 4, 6, {"bold": True})
        await soziales.do("delete", 11, 3)
        await finanzen.reads("Die Straße wird gebaut")
        await finanzen.insert(0, "§ 1 ")
        await bau.reads("§ 1 Die Straße wird gebaut")
        await bau.do("read")
        told = await bau.until(lambda told: "delta" in told)
        assert told["delta"] == [
            {"insert": "§ 1 Die "},
            {"insert": "Straße", "attributes": {"bold": True}},
            {"insert": " wird gebaut"},
        ]


async def test_what_was_typed_before_connecting_is_stored_and_has_its_author(county: County) -> None:
    async with stock(county, "bau", client=4_000_000_000) as bau:
        await bau.do("insert", 0, "offline ")
        await bau.do("connect")
        await bau.do("insert", 8, "geschrieben")
        async with editor(county.reasons("finanzen")) as finanzen:
            await finanzen.reads("offline geschrieben")
        await bau.do("disconnect")
        await bau.do("insert", 0, "und ")
        await bau.do("connect")
        async with editor(county.reasons("finanzen")) as finanzen:
            await finanzen.reads("und offline geschrieben")
    found = await county.sealed()
    typed = {(one.actor, one.client) for revision in found for one in revision.contributions}
    assert typed == {("id-bau", 4_000_000_000)}
    assert str(Replica(one.update for one in found)) == "und offline geschrieben"


async def test_a_stock_client_comes_back_after_a_restart_and_nothing_is_doubled(path: Path) -> None:
    async with county_at(path) as first, stock(first, "bau") as bau:
        await bau.do("connect")
        await bau.until(lambda told: told.get("synced"))
        await bau.do("insert", 0, "bleibt")
        async with editor(first.reasons("finanzen")) as finanzen:
            await finanzen.reads("bleibt")
        await first.texts.stop()
        assert await bau.until(lambda told: told.get("closed") == 1012)
    async with county_at(path) as second, stock(second, "bau") as again:
        await again.do("connect")
        await again.reads("bleibt")


async def test_a_stock_client_that_is_refused_stays_away(patient: County) -> None:
    async with stock(patient, "bau") as bau:
        await bau.do("connect")
        await bau.until(lambda told: told.get("synced"))
        await bau.do("insert", 0, "a", {"color": "red"})
        assert (await bau.until(lambda told: "closed" in told))["closed"] == 4400
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(3):
                await bau.until(lambda told: told.get("status") == "connecting")
    assert await patient.journal() == []


async def test_a_stock_client_of_a_closed_text_is_told_4409(patient: County) -> None:
    async with stock(patient, "bau") as bau:
        await bau.do("connect")
        await bau.until(lambda told: told.get("synced"))
        await patient.close()
        assert (await bau.until(lambda told: "closed" in told))["closed"] == 4409


async def test_a_stock_client_sees_what_a_command_wrote(patient: County) -> None:
    async with stock(patient, "bau") as bau:
        await bau.do("connect")
        await bau.until(lambda told: told.get("synced"))
        await bau.do("insert", 0, "alt\n", {"bold": True})
        await bau.until(lambda told: told.get("text") == "alt\n")
        await patient.stored(1)
        await patient.revise("alt\n", Splice(0, 3, "Öffentliche Finanzen 😀"), Splice(1, 0, "Ende"))
        await bau.reads("Öffentliche Finanzen 😀\nEnde")
        await bau.do("insert", 0, "Zu: ")
        await patient.seal(VORLAGE)


async def test_stock_clients_see_each_other_under_the_name_of_their_login(county: County) -> None:
    async with stock(county, "bau", client=21) as bau, stock(county, "soziales", client=22) as soziales:
        await bau.do("show", "user", {"name": "Landrat", "color": "#aa0000"})
        await bau.do("connect")
        await soziales.do("connect")

        def shows_bau(told: dict[str, Any]) -> bool:
            shown = {client: state.get("user") for client, state in told.get("present", [])}
            return shown.get(21) == {"name": "Frau Bau", "login": "bau", "color": "#aa0000"}

        await soziales.until(shows_bau)
        await bau.do("disconnect")
        await soziales.until(lambda told: "present" in told and 21 not in dict(told["present"]))
