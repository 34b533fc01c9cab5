import asyncio
import sqlite3
import threading
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from infra.store import Connection, Database, Store, StoreBusy, StoreError, Transaction
from infra.store.readers import Readers
from infra.store.rows import to_time
from infra.store.sqlite.file import File
from tests.store.facts import appending, fact, remarks


@pytest.fixture
async def filled(store: Store) -> Store:
    """Return a store with two streams that take turns."""
    for version, (one, other) in enumerate([("a1", "b1"), ("a2", "b2"), ("a3", "b3")]):
        await store.write(appending("vorlagen/a", version, one))
        await store.write(appending("vorlagen/b", version, other))
    return store


async def test_too_many_reads_at_once_are_refused_and_later_ones_are_not(database: Database) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(_: Connection) -> int:
        begun.set()
        go_on.wait(10)
        return 1

    await asyncio.to_thread(database.prepare, [])
    readers = Readers(database, threads=1, queue=2)
    try:
        waiting = [asyncio.create_task(readers.read(slow)) for _ in range(2)]
        await asyncio.to_thread(begun.wait, 10)
        with pytest.raises(StoreBusy):
            await readers.read(slow)
        go_on.set()
        assert await asyncio.gather(*waiting) == [1, 1]
        assert await readers.read(slow) == 1
    finally:
        go_on.set()
        readers.close()


async def test_an_empty_store_has_position_zero(store: Store) -> None:
    assert await store.head() == 0
    assert await store.position_at(to_time(2**50)) == 0
    assert await store.log() == []
    assert await store.events("vorlagen/a") == []


async def test_a_stream_is_read_from_a_version_on_and_up_to_a_position(filled: Store) -> None:
    assert remarks(await filled.events("vorlagen/a")) == ["a1", "a2", "a3"]
    assert remarks(await filled.events("vorlagen/a", after_version=1)) == ["a2", "a3"]
    assert remarks(await filled.events("vorlagen/a", through_position=4)) == ["a1", "a2"]
    assert remarks(await filled.events("vorlagen/b", after_version=1, through_position=4)) == ["b2"]


async def test_the_log_is_read_from_a_position_on(filled: Store) -> None:
    assert remarks(await filled.log()) == ["a1", "b1", "a2", "b2", "a3", "b3"]
    assert remarks(await filled.log(after=2, limit=3)) == ["a2", "b2", "a3"]
    assert remarks(await filled.log(after=2, stream="vorlagen/b")) == ["b2", "b3"]


async def test_a_time_means_the_last_position_recorded_at_or_before_it(path: Path) -> None:
    times = iter([100, 200, 200, 200, 300, 300])
    async with await Store.open(File(path), clock=lambda: next(times)) as store:
        for version in range(5):
            await store.write(appending("vorlagen/a", version, "x"))
        found = [await store.position_at(to_time(at)) for at in (0, 99, 100, 199, 200, 299, 300, 301)]
        assert found == [0, 0, 1, 1, 4, 4, 5, 5]
        assert await store.position_at(to_time(200) - timedelta(microseconds=1)) == 1
        await store.write(lambda tx: tx.execute("DELETE FROM stored_events WHERE notification_id IN (3, 4)"))
        assert [await store.position_at(to_time(at)) for at in (199, 200, 250, 300)] == [1, 4, 4, 5]


async def test_a_moment_inside_a_command_means_its_end(store: Store) -> None:
    command, next_command = uuid4(), uuid4()

    def work(tx: Transaction) -> None:
        tx.append("sessions/s", 0, [fact(command=command), fact(command=command)])
        tx.append("vorlagen/a", 0, [fact(command=command), fact(command=next_command)])

    await store.write(work)
    assert [await store.end_of_command(position) for position in (1, 2, 3, 4, 5)] == [3, 3, 3, 4, 5]
    log = await store.log()
    assert len({one.recorded_at for one in log}) == 1


async def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError):
        await store.read(lambda connection: connection.execute("DELETE FROM stored_events"))


async def test_a_read_sees_one_moment(path: Path, filled: Store) -> None:
    def read(connection: Connection) -> tuple[int, int]:
        [before] = connection.execute("SELECT count(*) FROM stored_events").fetchone()
        other = sqlite3.connect(path)
        other.execute("DELETE FROM stored_events")
        other.commit()
        other.close()
        [after] = connection.execute("SELECT count(*) FROM stored_events").fetchone()
        return before, after

    assert await filled.read(read) == (6, 6)
    assert await filled.log() == []


async def test_a_command_of_more_events_than_a_page_ends_with_the_last_of_them(store: Store) -> None:
    command = uuid4()
    await store.write(lambda tx: tx.append("vorlagen/a", 0, [fact(command=command) for _ in range(1_500)]))
    await store.write(lambda tx: tx.append("vorlagen/b", 0, [fact()]))
    assert await store.end_of_command(1) == 1_500
