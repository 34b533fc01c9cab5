"""Several writers and a reader at the tail: nothing is missed, nothing comes twice."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

from domain.recorded import Recorded
from infra.store import Store, Transaction
from infra.store.application import Log
from infra.store.database import wall_clock
from infra.store.sqlite.file import File
from tests.store.facts import facts

PROCESSES, EACH = 3, 150
CLIENTS, HERE = 20, 20


async def test_a_tailing_reader_misses_nothing_and_sees_nothing_twice(tmp_path: Path) -> None:
    path = tmp_path / "vorlagenwerk.sqlite"
    total = PROCESSES * EACH + CLIENTS * HERE

    async def client(store: Store, number: int) -> None:
        for version in range(HERE):

            def work(tx: Transaction, version: int = version) -> None:
                tx.append(f"sessions/{number}", version, facts(f"sessions/{number} {version + 1}"))

            await store.write(work)

    async def tail(store: Store) -> list[Recorded]:
        seen: list[Recorded] = []
        async for batch in store.feed.subscribe(0):
            seen += batch
            if len(seen) >= total:
                break
        return seen

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

    async with asyncio.timeout(100), await Store.open(File(path)) as store:
        log = File(path).log(wall_clock)
        processes = [
            await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.store.appending",
                str(path),
                f"vorlagen/{n}",
                str(EACH),
                stdout=PIPE,
            )
            for n in range(PROCESSES)
        ]
        tailing, paging = asyncio.create_task(tail(store)), asyncio.create_task(page(log))
        await asyncio.gather(*(client(store, number) for number in range(CLIENTS)))
        await asyncio.gather(*(process.communicate() for process in processes))
        seen, paged = await tailing, await paging
        log.close()
        assert [one.position for one in seen] == list(range(1, total + 1))
        assert paged == list(range(1, total + 1))
        assert seen == await store.log(limit=total)
        assert all(one.event.remark == f"{one.stream} {one.version}" for one in seen)  # type: ignore[attr-defined]
        times = [one.recorded_at for one in seen]
        assert times == sorted(times)
