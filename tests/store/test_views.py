import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from domain.recorded import Recorded
from infra.projecting import Found, NotFollowed, RebuildUnderWay, UnknownView, View, Views
from infra.projecting.rebuilding import Rebuilt, Shadow
from infra.projecting.shadows import left_behind
from infra.projecting.views import REBUILD
from infra.store import Database, Store, StoreFull, Transaction
from infra.store.sqlite.file import File
from tests.store.facts import HAPPENED, fact, facts
from tests.store.remarked import Remarked


@asynccontextmanager
async def kept(
    store: Store, *synchronous: Remarked, behind: tuple[Remarked, ...] = ()
) -> AsyncIterator[Views]:
    """Keep views while inside."""
    views = Views(store, synchronous=synchronous, behind=behind)
    await views.start()
    try:
        yield views
    finally:
        await views.close()
        store._writer._followers.clear()


async def append(store: Store, id_: str, *remarks: str) -> list[Recorded]:
    """Append to a Vorlage."""
    stream = f"vorlagen/{id_}"
    return await store.write(lambda tx: tx.append(stream, tx.version(stream), facts(*remarks)))


async def stored(store: Store, table: str = "view_remarked") -> list[tuple[object, ...]]:
    """Read the table of a view."""
    return await store.read(lambda c: c.execute(f"SELECT * FROM {table} ORDER BY id").fetchall())  # noqa: S608


async def test_whoever_was_answered_sees_his_own_write(store: Store) -> None:
    async with kept(store, Remarked()) as views:
        await append(store, "a", "eins", "zwei")
        await append(store, "b", "drei")
        assert await views.get("remarked", "a") == (["eins", "zwei"], 2)
        assert await views.get("remarked", "b") == (["drei"], 3)
        assert await views.get("remarked", "c") is None
        await views.caught_up("remarked", 3)


@pytest.mark.usefixtures("path")  # SQLite alone
async def test_a_batch_writes_each_touched_row_once(store: Store) -> None:
    async with kept(store, Remarked()):
        await store.write(
            lambda tx: tx.execute("CREATE TEMP TRIGGER counted BEFORE INSERT ON view_remarked BEGIN"
                                  " INSERT INTO blobs VALUES (hex(randomblob(8)), x''); END")
        )  # fmt: skip

        def work(tx: Transaction) -> None:
            for version in range(50):
                tx.append("vorlagen/a", version, facts("x"))

        await store.write(work)
        assert await store.read(lambda c: c.execute("SELECT count(*) FROM blobs").fetchone()) == (1,)


async def test_other_streams_do_not_concern_a_view(store: Store) -> None:
    async with kept(store, Remarked()) as views:
        await store.write(lambda tx: tx.append("sessions/s", 0, facts("eins")))
        assert await stored(store) == []
        await views.caught_up("remarked", 1)


async def test_a_row_can_be_read_as_it_was(store: Store) -> None:
    async with kept(store, Remarked()) as views:
        await append(store, "a", "eins")
        await append(store, "b", "anderes")
        await append(store, "a", "zwei")
        assert await views.get("remarked", "a", as_of=1) == (["eins"], 1)
        assert await views.get("remarked", "a", as_of=2) == (["eins"], 1)
        assert await views.get("remarked", "a", as_of=3) == (["eins", "zwei"], 3)
        assert await views.get("remarked", "b", as_of=1) is None


async def test_a_row_can_be_read_as_what_had_happened_by_then(store: Store) -> None:
    late = [fact("spät"), fact("früh", happened_at=HAPPENED - timedelta(hours=1))]
    async with kept(store, Remarked()) as views:
        await store.write(lambda tx: tx.append("vorlagen/a", 0, late))
        before = HAPPENED - timedelta(minutes=1)
        assert await views.get("remarked", "a", happened_by=before) == (["früh"], 2)
        assert await views.get("remarked", "a", happened_by=HAPPENED) == (["spät", "früh"], 2)
        assert await views.get("remarked", "a", as_of=1, happened_by=before) is None


async def test_rows_are_found_by_their_columns(store: Store) -> None:
    async with kept(store, Remarked()) as views:
        await append(store, "a", "eins")
        await append(store, "b", "eins", "zwei")
        await append(store, "c", "eins", "zwei", "drei")
        found = await views.query("remarked", "count >= ?", (2,), tail="ORDER BY count DESC LIMIT 1")
        assert found == [Found("c", 6, ["eins", "zwei", "drei"])]
        assert [one.id for one in await views.query("remarked")] == ["a", "b", "c"]


async def test_a_job_that_fails_leaves_no_trace_in_the_rows_in_memory(store: Store) -> None:
    def bad(tx: Transaction) -> None:
        tx.append("vorlagen/a", 1, facts("falsch"))
        raise LookupError

    async with kept(store, Remarked()) as views:
        await append(store, "a", "eins")
        with pytest.raises(LookupError):
            await store.write(bad)
        await append(store, "a", "zwei")
        assert await views.get("remarked", "a") == (["eins", "zwei"], 2)


@pytest.mark.usefixtures("path")  # SQLite alone
async def test_a_group_that_is_lost_leaves_no_trace_in_the_rows_in_memory(store: Store) -> None:
    async with kept(store, Remarked()) as views:
        await append(store, "a", "eins")
        [[pages]] = await store.write(lambda tx: tx.query("PRAGMA page_count"))
        await store.write(lambda tx: tx.query(f"PRAGMA max_page_count = {pages + 1}"))
        for size in range(1000, 20_000, 1000):  # at some size the event still fits and the row does not
            with pytest.raises(StoreFull):
                await append(store, "a", "x" * size, "y" * 20_000)
        await store.write(lambda tx: tx.query("PRAGMA max_page_count = 1000000"))
        await append(store, "a", "zwei")
        assert await views.get("remarked", "a") == (["eins", "zwei"], 2)
        assert (await views.replay())["remarked"].equal


@pytest.mark.parametrize("view", [Remarked(fails_on="Fehler"), Remarked(odd="Fehler")], ids=["fold", "row"])
async def test_a_view_that_fails_parks_one_stream_and_follows_the_rest(store: Store, view: Remarked) -> None:
    other = Remarked("other")
    async with kept(store, view, other) as views:
        await append(store, "a", "eins")

        def both(tx: Transaction) -> None:
            tx.append("vorlagen/a", 1, facts("Fehler"))
            tx.append("vorlagen/b", 0, facts("gut"))
            tx.append("vorlagen/c", 0, facts("gut"))

        await store.write(both)
        await append(store, "a", "danach")
        await append(store, "b", "danach")
        [parked] = await views.parked()
        assert (parked.view, parked.stream, parked.position) == ("remarked", "vorlagen/a", 2)
        assert parked.error
        assert await views.get("other", "a") == (["eins", "Fehler", "danach"], 5)
        assert await views.get("remarked", "b") == (["gut", "danach"], 6)
        assert await views.get("remarked", "c") == (["gut"], 4)
        [row] = [row for row in await stored(store) if row[0] == "a"]
        assert row[2] == 1  # as it was before


async def test_reads_of_a_parked_stream_fold_the_log(store: Store) -> None:
    view = Remarked(fails_on="Fehler")
    async with kept(store, view) as views:
        await append(store, "a", "eins")
        await append(store, "a", "Fehler")
        with pytest.raises(NotFollowed):
            await views.get("remarked", "a")
        assert await views.query("remarked") == []
        view.fails_on = ""
        assert await views.get("remarked", "a") == (["eins", "Fehler"], 2)
        assert await views.query("remarked") == [Found("a", 2, ["eins", "Fehler"])]


async def test_a_parked_stream_is_repaired_and_followed_again(store: Store) -> None:
    view = Remarked(fails_on="Fehler")
    async with kept(store, view) as views:
        await append(store, "a", "eins", "Fehler")
        with pytest.raises(NotFollowed):
            await views.repair("remarked", "vorlagen/a")
        assert len(await views.parked()) == 1
        view.fails_on = ""
        await views.repair("remarked", "vorlagen/a")
        assert await views.parked() == []
        await append(store, "a", "zwei")
        assert await views.get("remarked", "a") == (["eins", "Fehler", "zwei"], 3)
        assert (await stored(store))[0][4:] == (3, "zwei")


async def test_replaying_gives_the_live_rows_exactly(store: Store) -> None:
    async with kept(store, Remarked(), behind=(Remarked("later"),)) as views:
        for number in range(60):
            await append(store, str(number % 7), f"{number}")
        before = await stored(store)
        seen: list[tuple[str, int, int]] = []
        report = await views.replay(lambda *step: seen.append(step))
        assert {name: (one.events, one.equal, one.parked) for name, one in report.items()} == {
            "remarked": (60, True, ()),
            "later": (60, True, ()),
        }
        assert report["remarked"].digest == report["later"].digest
        assert seen == [("remarked", 60, 60), ("later", 60, 60)]
        assert await stored(store) == before
        await append(store, "0", "danach")
        assert (await views.get("remarked", "0") or ([],))[0][-1] == "danach"


async def test_a_replay_goes_on_in_pages(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infra.projecting.rebuilding.PAGE", 3)
    async with kept(store, Remarked()) as views:
        for number in range(20):
            await append(store, str(number % 7), f"{number}")
        seen: list[int] = []
        report = await views.replay(lambda _, done, __: seen.append(done))
        assert report["remarked"].equal
        assert len(seen) > 2
        assert seen[-1] == 20


async def test_a_replay_finds_a_row_that_was_changed_behind_the_log_and_mends_it(store: Store) -> None:
    async with kept(store, Remarked()) as views:
        await append(store, "a", "eins")
        await store.write(lambda tx: tx.execute("UPDATE view_remarked SET body = ?", (b'[1,"andres"]',)))
        assert not (await views.replay())["remarked"].equal
        assert await views.get("remarked", "a") == (["eins"], 1)
        assert (await views.replay())["remarked"].equal


async def test_a_replay_tells_which_streams_are_parked_and_which_are_followed_again(store: Store) -> None:
    view = Remarked(fails_on="Fehler")
    async with kept(store, view) as views:
        await append(store, "a", "eins", "Fehler")
        await append(store, "b", "zwei")
        report = (await views.replay())["remarked"]
        assert (report.equal, report.parked, report.repaired) == (True, ("vorlagen/a",), ())
        assert [one.stream for one in await views.parked()] == ["vorlagen/a"]
        view.fails_on = ""
        report = (await views.replay())["remarked"]
        assert (report.equal, report.parked, report.repaired) == (True, (), ("vorlagen/a",))
        assert await views.parked() == []
        assert [row[0] for row in await stored(store)] == ["a", "b"]


async def test_a_replay_beside_writers_misses_nothing(store: Store) -> None:
    async def write(id_: str) -> None:
        for number in range(60):
            await append(store, id_, str(number))

    async with kept(store, Remarked()) as views:
        await asyncio.gather(*(write(id_) for id_ in "abcde"), views.replay())
        for id_ in "abcde":
            assert (await views.get("remarked", id_) or ([],))[0] == [str(number) for number in range(60)]
        assert (await views.replay())["remarked"].equal


async def test_two_replays_follow_one_another(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infra.projecting.rebuilding.PAGE", 1)
    async with kept(store, Remarked()) as views:
        for number in range(30):
            await append(store, str(number), f"{number}")
        before = await stored(store)
        reports = await asyncio.gather(views.replay(), views.replay())
        assert [(one["remarked"].events, one["remarked"].equal) for one in reports] == [(30, True)] * 2
        assert await stored(store) == before


async def test_a_node_that_replays_beside_another_is_told_so_and_leaves_it_alone(
    database: Database, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.projecting.rebuilding.PAGE", 1)
    async with kept(store, Remarked()) as views:
        for number in range(30):
            await append(store, str(number), f"{number}")
        before = await stored(store)
        async with await Store.open(database) as other, kept(other, Remarked()) as theirs:
            second: list[asyncio.Task[dict[str, Rebuilt]]] = []

            def half_way(_: str, done: int, __: int) -> None:
                if done == 2:
                    second.append(asyncio.create_task(theirs.replay()))

            assert (await views.replay(half_way))["remarked"].equal
            with pytest.raises(RebuildUnderWay):
                await second[0]
            assert await stored(store) == before
            assert (await theirs.replay())["remarked"].equal


async def test_a_node_that_starts_waits_for_the_rows_that_another_one_is_making(
    database: Database, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.projecting.views.AGAIN", 0.01)
    await append(store, "a", "eins")
    remarked = Remarked(version=2)
    async with await Store.open(database) as other, store.claimed(REBUILD) as ours:
        assert ours
        starting = asyncio.create_task(Views(other, synchronous=[remarked]).start())
        await asyncio.sleep(0.1)
        assert not starting.done()
        await Shadow(store, View(Remarked(version=2))).take_over()
        await starting
    assert remarked.applied == 0


async def test_a_replay_that_is_killed_leaves_the_view_and_the_next_one_clears_up(
    address: str, store: Store
) -> None:
    async with kept(store, Remarked()) as views:
        for number in range(30):
            await append(store, str(number), f"{number}")
        before = await stored(store)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.store.rebuilding", address, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        assert await process.stdout.readline() == b"half way\n"
        with pytest.raises(RebuildUnderWay):
            await views.replay()
        process.kill()
        await process.wait()
        assert await stored(store) == before
        assert len(await store.write(lambda tx: left_behind(tx, "remarked"))) == 1
        await append(store, "0", "danach")

        async def again() -> dict[str, Rebuilt]:
            while True:
                with suppress(RebuildUnderWay):  # a server notices a moment later that a client is gone
                    return await views.replay()
                await asyncio.sleep(0.05)

        report = (await again())["remarked"]
        assert (report.events, report.equal) == (31, True)
        assert await store.write(lambda tx: left_behind(tx, "remarked")) == []


@pytest.mark.usefixtures("path")  # SQLite alone
async def test_a_replay_clears_away_what_one_left_behind_that_did_not_end(store: Store) -> None:
    async with kept(store, Remarked(), Remarked("remarked_twice")) as views:
        await append(store, "a", "eins")
        for name in ("shadow_remarked", f"shadow_remarked_{'0' * 32}", f"shadow_remarked_twice_{'a' * 32}"):
            await store.write(partial(Transaction.execute, sql=f"CREATE TABLE {name} (id)"))
        await views.replay()
        assert (
            await store.read(
                lambda c: c.execute("SELECT name FROM sqlite_schema WHERE name LIKE 'shadow%'").fetchall()
            )
            == []
        )


async def test_a_view_of_another_version_is_rebuilt_at_the_start(path: Path) -> None:
    async with await Store.open(File(path)) as store, kept(store, Remarked()):
        await append(store, "a", "eins")
    newer = Remarked(version=2)
    async with await Store.open(File(path)) as store, kept(store, newer) as views:
        assert newer.applied == 1
        assert await views.get("remarked", "a") == (["eins"], 1)
        assert (await stored(store))[0][3] == b'[2,"eins"]'
    same = Remarked(version=2)
    async with await Store.open(File(path)) as store, kept(store, same):
        assert same.applied == 0


async def test_a_view_that_is_behind_is_brought_up_at_the_start(path: Path) -> None:
    async with await Store.open(File(path)) as store:
        async with kept(store, Remarked()):
            await append(store, "a", "eins")
        await append(store, "a", "zwei")
        async with kept(store, Remarked()) as views:
            assert await views.get("remarked", "a") == (["eins", "zwei"], 2)


async def test_a_view_that_claims_to_be_ahead_of_the_log_is_rebuilt(path: Path) -> None:
    async with await Store.open(File(path)) as store:
        async with kept(store, Remarked()):
            await append(store, "a", "eins")
        await store.write(lambda tx: tx.execute("UPDATE view_positions SET position = 9"))
        async with kept(store, Remarked()) as views:
            await append(store, "a", "zwei")
            assert await views.get("remarked", "a") == (["eins", "zwei"], 2)


async def test_a_rebuild_at_the_start_parks_what_it_cannot_follow(store: Store) -> None:
    async with kept(store, Remarked()):
        await append(store, "a", "eins", "Fehler")
        await append(store, "b", "zwei")
    async with kept(store, Remarked(version=2, fails_on="Fehler")) as views:
        assert [one.stream for one in await views.parked()] == ["vorlagen/a"]
        assert await views.get("remarked", "b") == (["zwei"], 3)


async def test_what_another_process_appended_without_views_is_caught_up_with(
    path: Path, store: Store
) -> None:
    async with kept(store, Remarked()) as views:
        await append(store, "a", "eins")
        async with await Store.open(File(path)) as other:
            await append(other, "a", "zwei")
        await append(store, "b", "drei")
        assert await views.get("remarked", "a") == (["eins", "zwei"], 2)
        assert await views.get("remarked", "b") == (["drei"], 3)


async def test_what_another_process_appended_with_views_is_not_applied_twice(
    path: Path, store: Store
) -> None:
    async with kept(store, Remarked()) as views:
        await append(store, "a", "eins")
        async with await Store.open(File(path)) as other, kept(other, Remarked()):
            await append(other, "a", "zwei")
        await append(store, "a", "drei")
        assert await views.get("remarked", "a") == (["eins", "zwei", "drei"], 3)


async def test_a_row_that_cannot_be_read_is_folded_anew(path: Path) -> None:
    async with await Store.open(File(path)) as store:
        async with kept(store, Remarked()):
            await append(store, "a", "eins")
        await store.write(lambda tx: tx.execute("UPDATE view_remarked SET body = x'00'"))
        async with kept(store, Remarked()) as views:
            await append(store, "a", "zwei")
            assert await views.get("remarked", "a") == (["eins", "zwei"], 2)


async def test_more_rows_than_fit_in_memory_are_read_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.projecting.view.ROWS", 2)
    async with kept(store, Remarked()) as views:
        for number in range(12):
            await append(store, str(number % 4), str(number))
        assert await views.get("remarked", "1") == (["1", "5", "9"], 10)
        assert (await views.replay())["remarked"].equal


async def test_a_view_behind_the_log_can_be_waited_for(store: Store) -> None:
    async with kept(store, behind=(Remarked("later"),)) as views:
        recorded = await append(store, "a", *(str(number) for number in range(20)))
        async with asyncio.timeout(60):
            await views.caught_up("later", recorded[-1].position)
        row = await views.get("later", "a")
        assert row == ([str(number) for number in range(20)], 20)


@pytest.mark.usefixtures("path")  # SQLite alone
async def test_a_view_behind_the_log_goes_on_after_the_disk_was_full(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.projecting.views.RETRY", 0.01)
    async with kept(store, behind=(Remarked("later"),)) as views:
        await store.write(lambda tx: tx.execute("CREATE TRIGGER full BEFORE INSERT ON view_later BEGIN"
                                                " SELECT RAISE(ABORT, 'full'); END"))  # fmt: skip
        await append(store, "a", "eins")
        await asyncio.sleep(0.1)
        await store.write(lambda tx: tx.execute("DROP TRIGGER full"))
        await append(store, "b", "zwei")
        async with asyncio.timeout(60):
            await views.caught_up("later", 2)
        # A row that the table refuses is parked, like one that cannot be folded.
        assert [one.stream for one in await views.parked()] == ["vorlagen/a"]
        assert await views.get("later", "b") == (["zwei"], 2)


async def test_a_view_behind_the_log_tries_again_when_the_store_was_busy(
    path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.projecting.views.RETRY", 0.01)
    async with kept(store, behind=(Remarked("later"),)) as views:
        store._writer._connection.execute("PRAGMA busy_timeout = 1")
        async with await Store.open(File(path)) as other:
            await append(other, "a", "eins")
        lock = sqlite3.connect(path, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(0.2)
        lock.execute("ROLLBACK")
        lock.close()
        async with asyncio.timeout(60):
            await views.caught_up("later", 1)
        assert await views.get("later", "a") == (["eins"], 1)


async def test_an_unknown_view_has_a_name_of_its_own_for_that(store: Store) -> None:
    with pytest.raises(UnknownView):
        await Views(store).get("nothing", "a")


def test_a_name_that_is_no_table_is_refused() -> None:
    with pytest.raises(ValueError, match="x; DROP"):
        View(Remarked("x; DROP TABLE blobs"))


async def test_all_parked_streams_are_repaired_as_far_as_they_can_be(store: Store) -> None:
    view = Remarked(fails_on="Fehler")
    async with kept(store, view) as views:
        await append(store, "a", "eins", "Fehler")
        await append(store, "b", "Fehler des Lesers", "schwerer Fehler")
        await store.write(
            lambda tx: tx.execute(
                "INSERT INTO parked VALUES ('remarked', 'vorlagen/c', 1, 'nothing is there')"
            )
        )
        view.fails_on = "schwerer"
        repaired, left = await views.repair_all()
        assert [each.stream for each in repaired] == ["vorlagen/a", "vorlagen/c"]
        assert [each.stream for each in left] == ["vorlagen/b"]
        assert [each.stream for each in await views.parked()] == ["vorlagen/b"]
        assert [row[0] for row in await stored(store)] == ["a"]


async def test_how_far_each_view_is_behind_is_told(store: Store) -> None:
    async with kept(store, Remarked(), behind=(Remarked("later"),)) as views:
        await append(store, "a", "eins", "zwei")
        await views.caught_up("later", 2)
        assert await views.lag() == {"later": 0, "remarked": 0}
        await store.write(
            lambda tx: tx.execute("UPDATE view_positions SET position = 1 WHERE view = 'later'")
        )
        assert await views.lag() == {"later": 1, "remarked": 0}


async def test_a_replay_in_small_pages_reads_again_what_it_has_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.projecting.rebuilding.PAGE", 4)
    monkeypatch.setattr("infra.projecting.rebuilding.HELD", 1)
    async with kept(store, Remarked(fails_on="Fehler")) as views:
        for number in range(40):
            await append(store, str(number % 5), "Fehler" if number == 21 else f"{number}")
        before = [row for row in await stored(store) if row[0] != "1"]
        report = (await views.replay())["remarked"]
        assert (report.events, report.equal, report.parked) == (40, True, ("vorlagen/1",))
        assert await stored(store) == before


async def test_what_is_appended_while_rows_are_compared_is_in_the_new_rows(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.projecting.rebuilding.TAIL", 3)
    compare = Shadow._differing

    async def beside_a_writer(shadow: Shadow) -> set[str]:
        await append(store, "b", *(str(number) for number in range(9)))
        found = await compare(shadow)
        await append(store, "c", *(str(number) for number in range(9)))
        return found

    monkeypatch.setattr(Shadow, "_differing", beside_a_writer)
    async with kept(store, Remarked()) as views:
        await append(store, "a", "eins")
        await append(store, "b", "zwei")
        report = (await views.replay())["remarked"]
        assert (report.events, report.equal) == (20, True)
        assert [row[0] for row in await stored(store)] == ["a", "b", "c"]
        assert len((await views.get("remarked", "b") or ([],))[0]) == 10
