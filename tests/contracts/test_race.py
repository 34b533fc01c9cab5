"""Several writers and a reader at the tail: nothing is missed, nothing comes twice, on each recorder."""

import asyncio
import sys
import threading
from asyncio.subprocess import PIPE

from domain.recorded import Recorded
from infra.store import Database, Store, Transaction
from infra.store.application import Log
from infra.store.database import wall_clock
from tests.servers import database_at
from tests.store.facts import appending, facts, remarks

PROCESSES, EACH = 3, 150
CLIENTS, HERE = 20, 20


async def test_a_tailing_reader_misses_nothing_and_sees_nothing_twice(address: str) -> None:
    total = PROCESSES * EACH + CLIENTS * HERE

    async def client(store: Store, number: int) -> None:
        for version in range(HERE):

            def work(tx: Transaction, version: int = version) -> None:
                tx.append(f"sessions/{number}", version, facts(f"sessions/{number} {version + 1}"))

            await store.write(work)

    async def page(recorder: Log) -> list[int]:
        """Read the tail as the library does, in pages, by polling."""
        seen: list[int] = []
        while len(seen) < total:
            after = seen[-1] if seen else 0
            found = await asyncio.to_thread(
                recorder.recorder.select_notifications, after, 50, inclusive_of_start=False
            )
            seen += [notification.id for notification in found]
            await asyncio.sleep(0)
        return seen

    async with asyncio.timeout(100), await Store.open(database_at(address)) as store:
        log = database_at(address).log(wall_clock)
        processes = [
            await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.store.appending",
                address,
                f"vorlagen/{n}",
                str(EACH),
                stdout=PIPE,
            )
            for n in range(PROCESSES)
        ]
        tailing, paging = asyncio.create_task(tail(store, total)), asyncio.create_task(page(log))
        await asyncio.gather(*(client(store, number) for number in range(CLIENTS)))
        await asyncio.gather(*(process.communicate() for process in processes))
        seen, paged = await tailing, await paging
        await asyncio.to_thread(log.close)
        assert [one.position for one in seen] == list(range(1, total + 1))
        assert paged == list(range(1, total + 1))
        assert seen == await store.log(limit=total)
        assert all(one.event.remark == f"{one.stream} {one.version}" for one in seen)  # type: ignore[attr-defined]
        times = [one.recorded_at for one in seen]
        assert times == sorted(times)


async def tail(store: Store, total: int) -> list[Recorded]:
    seen: list[Recorded] = []
    async for batch in store.feed.subscribe(0):
        seen += batch
        if len(seen) >= total:
            break
    return seen


async def test_whoever_commits_late_is_not_passed_over(database: Database) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def late(tx: Transaction) -> None:
        tx.execute("INSERT INTO blobs VALUES ('late', ?)", (b"\0",))  # it has the lock from here on
        tx.append("vorlagen/late", 0, facts("late"))
        begun.set()
        go_on.wait(30)

    async with asyncio.timeout(60), await Store.open(database) as here, await Store.open(database) as there:
        reading = asyncio.create_task(tail(there, 4))
        held = asyncio.create_task(here.write(late))
        await asyncio.to_thread(begun.wait, 30)
        others = [
            asyncio.create_task(there.write(appending(f"vorlagen/{n}", 0, f"early {n}"))) for n in range(3)
        ]
        done, _ = await asyncio.wait(others, timeout=0.3)
        assert not done  # none is given an id before it
        assert await there.head() == 0
        go_on.set()
        await asyncio.gather(held, *others)
        seen = await reading
        assert [one.position for one in seen] == [1, 2, 3, 4]
        assert remarks(seen)[0] == "late"


async def test_a_gap_is_not_waited_for(database: Database) -> None:
    async with asyncio.timeout(30), await Store.open(database) as store:
        await store.write(appending("vorlagen/a", 0, "eins", "zwei", "drei"))
        await store.write(lambda tx: tx.execute("DELETE FROM stored_events WHERE notification_id = 2"))
        log = database.log(wall_clock)
        found = await asyncio.to_thread(log.recorder.select_notifications, 1, 10)
        await asyncio.to_thread(log.close)
        assert [one.id for one in found] == [1, 3]
        assert remarks(await tail(store, 2)) == ["eins", "drei"]
