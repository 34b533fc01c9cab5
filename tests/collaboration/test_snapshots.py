import asyncio
from pathlib import Path

import pytest

from infra.collaboration import snapshots
from infra.collaboration.documents import Document
from infra.collaboration.known import Known
from infra.collaboration.loading import load
from infra.collaboration.snapshots import Snapshot, differing
from tests.collaboration.conftest import REASONS, County, county_at
from tests.collaboration.editors import editor

DOCUMENT = Document.stored(REASONS)


@pytest.fixture
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "TAIL", 1_000)


async def snapshot_of(county: County) -> Snapshot | None:
    return await county.store.read(lambda connection: snapshots.read(connection, DOCUMENT))


async def differing_in(county: County) -> list[str]:
    return await county.store.read(lambda connection: list(differing(connection, county.store.mapper)))


async def type_and_seal(county: County, *words: str) -> str:
    """Type words and delete a letter of each, one seal a word; gives the text."""
    async with editor(county.reasons("anna")) as anna:
        for word in words:
            await anna.insert(len(str(anna.text).encode()), word)
            anna.updates.clear()
            del anna.text[0:1]
            await anna.deliver(anna.updates[-1])
            async with editor(county.reasons("berta")) as berta:
                await berta.reads(str(anna.text))
            await county.seal(DOCUMENT.vorlage)
        return str(anna.text)


@pytest.mark.usefixtures("_soon")
async def test_a_text_is_opened_from_its_snapshot_and_what_came_since(path: Path) -> None:
    async with county_at(path, pause=1_000) as county:
        text = await type_and_seal(county, "Moor 😀 ", "Heide ", "Wald ")
    async with county_at(path, pause=1_000) as county:
        kept = await snapshot_of(county)
        assert kept is not None
        assert 0 < kept.sealed.version <= 3
        text = text + "Fluss "
        async with editor(county.reasons("anna")) as anna:
            await anna.insert(len(str(anna.text).encode()), "Fluss ")
            await county.stored(1)
        mapper = county.store.mapper
        loaded = await county.store.read(lambda connection: load(connection, mapper, DOCUMENT))
        assert str(loaded.replica) == text
        whole = Known.of(loaded.replica.state())
        assert loaded.known.clocks == whole.clocks
        assert loaded.known.deleted.parts() == whole.deleted.parts()
        assert all(halves <= loaded.known.halves[client] for client, halves in whole.halves.items())
        await county.store.write(lambda tx: tx.execute("DELETE FROM text_snapshots"))
        afresh = await county.store.read(lambda connection: load(connection, mapper, DOCUMENT))
        assert str(afresh.replica) == text


@pytest.mark.usefixtures("_soon")
async def test_a_text_that_has_no_snapshot_is_given_one_when_it_is_opened(path: Path) -> None:
    async with county_at(path, pause=1_000) as county:
        text = await type_and_seal(county, "Moor ", "Heide ", "Wald ")
    async with county_at(path, pause=1_000) as county:
        await county.store.write(lambda tx: tx.execute("DELETE FROM text_snapshots"))
        async with editor(county.reasons("berta")) as berta:
            assert str(berta.text) == text
        async with asyncio.timeout(30):
            while (found := await snapshot_of(county)) is None:  # it is made behind
                await asyncio.sleep(0.01)
        assert found.sealed.text == text
        assert await differing_in(county) == []


async def test_a_text_of_few_edits_has_no_snapshot(path: Path) -> None:
    async with county_at(path, pause=1_000) as county:
        await type_and_seal(county, "Moor ")
    async with county_at(path) as county:
        assert await snapshot_of(county) is None


@pytest.mark.usefixtures("_soon")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE text_snapshots SET last = state",
        "UPDATE text_snapshots SET version = version - 1",
        "UPDATE text_snapshots SET state = last",
    ],
)
async def test_a_snapshot_that_does_not_fit_the_log_is_passed_over(path: Path, change: str) -> None:
    async with county_at(path, pause=1_000) as county:
        text = await type_and_seal(county, "Moor ", "Heide ", "Wald ")
    async with county_at(path, pause=1_000) as county:
        assert await snapshot_of(county) is not None
        await county.store.write(lambda tx: tx.execute(change))
        assert await snapshot_of(county) is None
        async with editor(county.reasons("berta")) as berta:
            assert str(berta.text) == text


@pytest.mark.usefixtures("_soon")
async def test_a_snapshot_that_says_something_else_than_the_log_is_found(path: Path) -> None:
    async with county_at(path, pause=1_000) as county:
        await type_and_seal(county, "Moor ", "Heide ", "Wald ")
    async with county_at(path, pause=1_000) as county:
        assert await differing_in(county) == []
        [[state]] = await county.store.read(
            lambda connection: connection.execute("SELECT state FROM text_snapshots").fetchall()
        )
        forged = bytes(state).replace(b"Heide", b"Haide")
        await county.store.write(lambda tx: tx.execute("UPDATE text_snapshots SET state = ?", (forged,)))
        assert await differing_in(county) == [REASONS]
