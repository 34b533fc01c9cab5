import asyncio
import sqlite3
import threading
from pathlib import Path

import msgspec
import pytest

from domain.vorlage.events.consultation import ConsultationRemarked
from infra.store import (
    Database,
    Store,
    StoreBusy,
    StoreFull,
    StoreTooNew,
    StoreUnavailable,
    Transaction,
    VersionConflict,
)
from infra.store.rows import EPOCH, MICROSECOND
from infra.store.sqlite.file import File
from tests.store.facts import appending, fact, facts, remarks


async def hold(store: Store) -> tuple[threading.Event, "asyncio.Task[None]"]:
    """Keep the writer busy, so that what is written meanwhile goes into one group."""
    begun, go_on = threading.Event(), threading.Event()

    def work(_: Transaction) -> None:
        begun.set()
        go_on.wait(10)

    task = asyncio.create_task(store.write(work))
    await asyncio.to_thread(begun.wait, 10)
    return go_on, task


async def test_what_is_appended_is_known_at_once_and_read_back_the_same(store: Store) -> None:
    recorded = await store.write(appending("vorlagen/a", 0, "eins", "zwei"))
    assert [(one.position, one.version) for one in recorded] == [(1, 1), (2, 2)]
    assert await store.events("vorlagen/a") == recorded
    assert await store.log() == recorded


async def test_a_stale_version_is_refused_and_says_what_the_stream_has(store: Store) -> None:
    await store.write(appending("vorlagen/a", 0, "eins", "zwei"))
    with pytest.raises(VersionConflict) as refused:
        await store.write(appending("vorlagen/a", 1, "drei"))
    assert (refused.value.stream, refused.value.expected, refused.value.actual) == ("vorlagen/a", 1, 2)


async def test_only_the_loser_of_a_conflict_fails(store: Store) -> None:
    go_on, held = await hold(store)
    writes = [asyncio.create_task(store.write(appending(f"vorlagen/{n % 3}", 0, str(n)))) for n in range(6)]
    await asyncio.sleep(0)
    go_on.set()
    answers = await asyncio.gather(*writes, return_exceptions=True)
    await held
    assert [isinstance(answer, VersionConflict) for answer in answers] == [False] * 3 + [True] * 3
    assert [one.position for one in await store.log()] == [1, 2, 3]


async def test_a_stream_that_is_there_already_is_not_begun_again(database: Database) -> None:
    async with await Store.open(database) as before:
        await before.write(appending("vorlagen/a", 0, "eins"))
    async with await Store.open(database) as store:  # which knows no stream yet
        go_on, held = await hold(store)
        writes = [
            asyncio.create_task(store.write(appending(f"vorlagen/{name}", 0, "zwei"))) for name in "bac"
        ]
        await asyncio.sleep(0)
        go_on.set()
        answers = await asyncio.gather(*writes, return_exceptions=True)
        await held
        assert [isinstance(answer, VersionConflict) for answer in answers] == [False, True, False]
        assert [(one.position, one.stream) for one in await store.log(after=1)] == [
            (2, "vorlagen/b"),
            (3, "vorlagen/c"),
        ]
        await store.write(appending("vorlagen/a", 1, "drei"))


async def test_a_new_stream_that_a_job_gave_up_is_not_taken_for_known(
    store: Store, database: Database
) -> None:
    def work(tx: Transaction) -> None:
        tx.append("vorlagen/a", 0, facts("nie"))
        raise LookupError

    async with await Store.open(database) as other:
        await other.write(appending("vorlagen/a", 0, "eins"))
    with pytest.raises(LookupError):
        await store.write(work)
    await store.write(appending("vorlagen/a", 1, "zwei"))


async def test_two_nodes_take_turns(database: Database) -> None:
    async with await Store.open(database) as one, await Store.open(database) as two:
        for turn in range(6):
            node, other = (one, two) if turn % 2 else (two, one)
            [first] = await node.write(appending("vorlagen/a", turn, "eins"))
            assert first.position == 3 * turn + 1
            *_, last = await node.write(appending("vorlagen/b", 2 * turn, "zwei", "drei"))
            assert await other.write(lambda tx: tx.head) == last.position == 3 * turn + 3
            with pytest.raises(VersionConflict) as refused:
                await other.write(appending("vorlagen/a", turn, "zu spät"))
            assert refused.value.actual == turn + 1
        assert [each.position for each in await one.log()] == list(range(1, 19))


async def test_a_job_that_fails_undoes_all_that_it_did_and_nothing_else(store: Store) -> None:
    def good(tx: Transaction, name: str) -> None:
        tx.append(f"vorlagen/{name}", 0, facts(name))
        tx.execute("INSERT INTO blobs VALUES (?, ?)", (name, b"\0"))
        tx.append(f"vorlagen/{name}", 1, facts(name))

    def bad(tx: Transaction) -> None:
        tx.append("vorlagen/bad", 0, facts("bad"))
        tx.append("vorlagen/first", 2, facts("bad"))
        tx.execute("INSERT INTO blobs VALUES ('bad', ?)", (b"\0",))
        tx.append("vorlagen/bad", 1, facts("bad"))
        raise LookupError

    go_on, held = await hold(store)
    writes = [
        asyncio.create_task(store.write(work))
        for work in (lambda tx: good(tx, "first"), bad, lambda tx: good(tx, "second"))
    ]
    await asyncio.sleep(0)
    go_on.set()
    answers = await asyncio.gather(*writes, return_exceptions=True)
    await held
    assert [type(answer) for answer in answers] == [type(None), LookupError, type(None)]
    log = await store.log()
    assert remarks(log) == ["first", "first", "second", "second"]
    assert [(one.position, one.version) for one in log] == [(1, 1), (2, 2), (3, 1), (4, 2)]
    assert await store.read(lambda c: c.execute("SELECT sha256 FROM blobs").fetchall()) == [
        ("first",),
        ("second",),
    ]
    await store.write(appending("vorlagen/bad", 0, "now"))


async def test_a_job_sees_what_it_appended_in_the_tables(store: Store) -> None:
    def work(tx: Transaction) -> list[tuple[object, ...]]:
        tx.append("vorlagen/a", 0, facts("eins"))
        assert (tx.version("vorlagen/a"), tx.head) == (1, 1)
        return tx.query("SELECT originator_id, originator_version FROM stored_events")

    assert await store.write(work) == [("vorlagen/a", 1)]


async def test_one_command_writes_several_streams_or_none(store: Store) -> None:
    def work(tx: Transaction) -> None:
        tx.append("sessions/s", 0, facts("eins"))
        tx.append("vorlagen/a", 7, facts("zwei"))

    with pytest.raises(VersionConflict):
        await store.write(work)
    assert await store.log() == []


async def test_what_could_not_be_read_again_is_not_stored(store: Store) -> None:
    meta, _ = fact()
    wrong = ConsultationRemarked(consultation="c", remark=7)  # type: ignore[arg-type]
    with pytest.raises(msgspec.ValidationError):
        await store.write(lambda tx: tx.append("vorlagen/a", 0, [(meta, wrong)]))
    assert await store.head() == 0


async def test_whoever_stops_waiting_breaks_nothing(store: Store) -> None:
    go_on, held = await hold(store)
    waiting = asyncio.create_task(store.write(appending("vorlagen/a", 0, "eins")))
    other = asyncio.create_task(store.write(appending("vorlagen/b", 0, "zwei")))
    await asyncio.sleep(0)
    waiting.cancel()
    held.cancel()
    go_on.set()
    assert [one.position for one in await other] == [1]
    assert remarks(await store.log()) == ["zwei"]


async def test_too_much_waiting_is_refused(path: Path) -> None:
    async with await Store.open(File(path), queue=2) as store:
        go_on, held = await hold(store)
        waiting = [asyncio.create_task(store.write(lambda tx: tx.head)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(StoreBusy):
            await store.write(lambda tx: tx.head)
        go_on.set()
        assert await asyncio.gather(held, *waiting) == [None, 0, 0]


async def test_closing_writes_what_waits(path: Path) -> None:
    store = await Store.open(File(path))
    go_on, held = await hold(store)
    waiting = asyncio.create_task(store.write(appending("vorlagen/a", 0, "eins")))
    await asyncio.sleep(0)
    closing = asyncio.create_task(store.close())
    go_on.set()
    await asyncio.gather(held, waiting, closing)
    with pytest.raises(StoreUnavailable):
        await store.write(lambda tx: tx.head)
    with pytest.raises(StoreUnavailable):
        await store.head()
    async with await Store.open(File(path)) as again:
        assert await again.head() == 1


@pytest.mark.usefixtures("path")  # SQLite alone
async def test_a_full_disk_loses_nothing_and_it_goes_on_when_there_is_room(store: Store) -> None:
    await store.write(appending("vorlagen/a", 0, "eins"))
    [[pages]] = await store.write(lambda tx: tx.query("PRAGMA page_count"))
    await store.write(lambda tx: tx.query(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(StoreFull):
        await store.write(appending("vorlagen/a", 1, "x" * 100_000))
    with pytest.raises(StoreFull):
        await store.write(lambda tx: tx.execute("INSERT INTO blobs VALUES ('a', zeroblob(100000))"))
    await store.write(lambda tx: tx.query("PRAGMA max_page_count = 1000000"))
    recorded = await store.write(appending("vorlagen/a", 1, "zwei"))
    assert [one.position for one in recorded] == [2]
    assert remarks(await store.log()) == ["eins", "zwei"]


async def test_a_store_that_another_process_holds_is_busy(path: Path) -> None:
    async with await Store.open(File(path)) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        store._writer._connection.execute("PRAGMA busy_timeout = 50")
        with pytest.raises(StoreBusy):
            await store.write(lambda tx: tx.head)
        other.execute("ROLLBACK")
        other.close()
        assert await store.write(lambda tx: tx.head) == 0


async def test_an_iterator_that_ends_inside_a_job_is_an_ordinary_error(store: Store) -> None:
    with pytest.raises(RuntimeError):
        await store.write(lambda _: next(iter(())))
    assert await store.write(lambda tx: tx.head) == 0


async def test_the_time_of_recording_does_not_follow_a_clock_that_is_put_back(path: Path) -> None:
    times = iter([1_000_005, 1_000_001, 1_000_003, 1_000_009])
    async with await Store.open(File(path), clock=lambda: next(times)) as store:
        for version in range(4):
            await store.write(appending("vorlagen/a", version, "x"))
        seen = [(one.recorded_at - EPOCH) // MICROSECOND for one in await store.log()]
    assert seen == [1_000_005, 1_000_005, 1_000_005, 1_000_009]


async def test_an_id_is_not_given_twice_even_if_its_row_was_deleted(store: Store) -> None:
    await store.write(appending("vorlagen/a", 0, "eins", "zwei"))
    await store.write(lambda tx: tx.execute("DELETE FROM stored_events WHERE notification_id = 2"))
    recorded = await store.write(appending("vorlagen/b", 0, "drei"))
    assert [one.position for one in recorded] == [3]


async def test_a_file_of_a_later_version_is_refused(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreTooNew) as refused:
        await Store.open(File(path))
    assert refused.value.found == 99


async def test_other_modules_bring_tables_of_their_own(path: Path) -> None:
    schema = "CREATE TABLE IF NOT EXISTS accounts (login TEXT PRIMARY KEY)"
    for _ in range(2):
        async with await Store.open(File(path), schemas=[schema]) as store:
            assert await store.write(lambda tx: tx.query("SELECT * FROM accounts")) == []
