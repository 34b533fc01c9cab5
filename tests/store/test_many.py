"""So many events in a group that the first are on their way to the database before the last are encoded."""

import asyncio
import datetime as dt

import pytest

from infra.store import Database, Store, Transaction, VersionConflict
from infra.store.database import MANY
from infra.store.mapper import NotAware
from tests.store.facts import appending, fact, facts
from tests.store.test_writing import hold

SAID = [str(number) for number in range(2 * MANY + 3)]


async def test_a_job_of_many_events_is_stored_whole(store: Store) -> None:
    recorded = await store.write(appending("vorlagen/a", 0, *SAID))
    assert await store.events("vorlagen/a") == recorded
    assert [each.position for each in recorded] == list(range(1, len(SAID) + 1))
    [after] = await store.write(appending("vorlagen/a", len(SAID), "danach"))
    assert after.position == len(SAID) + 1


async def test_a_job_reads_its_many_events_and_goes_on(store: Store) -> None:
    def work(tx: Transaction) -> int:
        tx.append("vorlagen/a", 0, facts(*SAID))
        [(found,)] = tx.query("SELECT count(*) FROM stored_events")
        tx.append("vorlagen/a", len(SAID), facts(*SAID))
        return int(found)

    assert await store.write(work) == len(SAID)
    assert [each.version for each in await store.log(limit=9_999)] == list(range(1, 2 * len(SAID) + 1))


async def test_a_job_that_fails_after_many_events_takes_nobody_along(store: Store) -> None:
    def work(tx: Transaction) -> None:
        tx.append("vorlagen/b", 0, facts(*SAID))
        raise LookupError

    go_on, held = await hold(store)
    jobs = (appending("vorlagen/a", 0, *SAID), work, appending("vorlagen/c", 0, "danach"))
    writes = [asyncio.ensure_future(store.write(job)) for job in jobs]
    await asyncio.sleep(0)
    go_on.set()
    first, failed, last = await asyncio.gather(*writes, return_exceptions=True)
    await held
    assert isinstance(failed, LookupError)
    assert await store.log(limit=9_999) == [*first, *last]  # type: ignore[misc]
    assert [each.position for each in await store.log(limit=9_999)] == list(range(1, len(SAID) + 2))


async def test_many_jobs_lose_only_those_that_conflict(store: Store) -> None:
    await store.write(appending("vorlagen/7", 0, "eins"))
    go_on, held = await hold(store)
    writes = [
        asyncio.ensure_future(store.write(appending(f"vorlagen/{each}", 0, "zwei")))
        for each in range(2 * MANY)
    ]
    await asyncio.sleep(0)
    go_on.set()
    answers = await asyncio.gather(*writes, return_exceptions=True)
    await held
    refused = [number for number, each in enumerate(answers) if isinstance(each, VersionConflict)]
    assert refused == [7]
    assert [each.position for each in await store.log(limit=9_999)] == list(range(1, 2 * MANY + 1))


async def test_many_events_do_not_go_past_those_of_another_node(database: Database) -> None:
    async with await Store.open(database) as one, await Store.open(database) as two:
        await one.write(appending("vorlagen/a", 0, "eins"))
        await two.write(appending("vorlagen/b", 0, "zwei"))
        first, *_ = await one.write(appending("vorlagen/a", 1, *SAID))
        assert first.position == 3
        with pytest.raises(VersionConflict):
            await two.write(appending("vorlagen/a", 1, *SAID))
        assert [each.position for each in await two.log(limit=9_999)] == list(range(1, len(SAID) + 3))


async def test_of_many_events_one_that_cannot_be_stored_loses_all(store: Store) -> None:
    naive = fact(happened_at=dt.datetime(2023, 3, 8, 17, 0))  # noqa: DTZ001 - that is what is refused
    with pytest.raises(NotAware):
        await store.write(lambda tx: tx.append("vorlagen/a", 0, [*facts(*SAID), naive]))
    assert await store.log() == []
    await store.write(appending("vorlagen/a", 0, "danach"))
