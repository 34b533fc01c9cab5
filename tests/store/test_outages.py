"""PostgreSQL goes away and comes back: everybody goes on by himself, nothing is lost and nothing doubled."""

import asyncio
import logging
import traceback
from collections.abc import Iterator

import psycopg
import pytest

from domain.recorded import Recorded
from infra.store import Store, StoreBusy, StoreFull, StoreUnavailable, VersionConflict
from infra.store.postgres import refusals
from infra.store.postgres.server import Server
from tests.servers import Postgres, free_port, postgres
from tests.store.facts import appending, remarks

WRITERS = 5


@pytest.fixture
def server() -> Iterator[Postgres]:
    """Run a server that this test may stop."""
    with postgres() as running:
        yield running


async def insist(store: Store, stream: str, version: int) -> None:
    """Append an event until it is there."""
    refused = False
    while True:
        try:
            await store.write(appending(stream, version, f"{stream} {version + 1}"))
        except StoreUnavailable:
            refused = True
            await asyncio.sleep(0.02)
        except VersionConflict:
            assert refused  # it had been committed, and only the answer was lost
            return
        else:
            return


async def test_a_restart_under_load_loses_nothing_and_doubles_nothing(
    server: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    stopped = asyncio.Event()

    async def write(store: Store, stream: str) -> int:
        version, after = 0, 0
        while after < 5:
            await insist(store, stream, version)
            version += 1
            after += stopped.is_set()
        return version

    async def follow(store: Store, seen: list[Recorded]) -> None:
        async for batch in store.feed.subscribe(0):
            seen += batch

    async with asyncio.timeout(100), await Store.open(Server(server.database())) as store:
        seen: list[Recorded] = []
        following = asyncio.create_task(follow(store, seen))
        writing = [asyncio.create_task(write(store, f"vorlagen/{n}")) for n in range(WRITERS)]
        while len(seen) < 20:
            await asyncio.sleep(0.01)
        await asyncio.to_thread(server.stop, "immediate")
        with pytest.raises(StoreUnavailable):
            await store.write(lambda tx: tx.query("SELECT 1"))
        with pytest.raises(StoreUnavailable):
            await store.head()
        await asyncio.to_thread(server.start)
        stopped.set()
        total = sum(await asyncio.gather(*writing))
        while len(seen) < total:
            await asyncio.sleep(0.01)
        following.cancel()
        assert [each.position for each in seen] == list(range(1, total + 1))
        assert seen == await store.log(limit=total)
        assert len(set(remarks(seen))) == total
    told = "".join(caplog.messages) + "".join(
        "".join(traceback.format_exception(record.exc_info[1]))
        for record in caplog.records
        if record.exc_info
    )
    assert "127.0.0.1" not in told


async def test_an_address_is_in_no_error() -> None:
    address = f"postgresql://landkreis:geheim@127.0.0.1:{free_port()}/daten"
    with pytest.raises(StoreUnavailable) as refused:
        await Store.open(Server(address))
    told = "".join(traceback.format_exception(refused.value))
    for part in ("geheim", "landkreis@", "127.0.0.1", "daten"):
        assert part not in told


async def test_whoever_holds_the_log_for_too_long_makes_others_busy(
    postgres_server: Postgres,
) -> None:
    address = postgres_server.database()
    async with await Store.open(Server(address)) as store:
        await store.write(lambda tx: tx.execute("SET lock_timeout = 100"))
        with psycopg.connect(address) as other:
            other.execute("SELECT * FROM log_tip FOR UPDATE")
            for work in (appending("vorlagen/a", 0, "eins"), lambda tx: tx.query("SELECT 1")):
                with pytest.raises(StoreBusy):
                    await store.write(work)
        await store.write(appending("vorlagen/a", 0, "eins"))


def test_a_full_disk_is_told_as_one() -> None:
    assert isinstance(refusals.translated(psycopg.errors.DiskFull("disk full")), StoreFull)


async def test_an_idle_connection_that_was_ended_is_not_noticed(postgres_server: Postgres) -> None:
    address = postgres_server.database()
    async with await Store.open(Server(address)) as store:
        for version in range(3):
            await store.write(appending("vorlagen/a", version, "eins"))
            with psycopg.connect(address, autocommit=True) as other:
                other.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
        assert await store.head() == 3
