import asyncio
import logging
from pathlib import Path

import pytest
from redis.asyncio import Redis as Client

from infra.nodes import Nodes, wire
from infra.nodes.identity import name_of
from infra.nodes.relay import QUEUE
from infra.store import Database, Store
from infra.store.postgres.server import Server
from infra.store.sqlite.file import File
from tests.nodes.running import node, reached
from tests.servers import Postgres, Redis
from tests.store.facts import appending


class Watcher:
    """Notes every position that a node hands out."""

    def __init__(self, store: Store) -> None:
        self.seen: list[int] = []
        self._task = asyncio.create_task(self._watch(store))

    async def _watch(self, store: Store) -> None:
        async for batch in store.feed.subscribe(0):
            self.seen += [one.position for one in batch]

    async def through(self, position: int) -> list[int]:
        """Wait for a position, and a moment longer for what would be too much."""
        await reached(lambda: bool(self.seen) and self.seen[-1] >= position)
        await asyncio.sleep(0.1)
        return self.seen


async def append(store: Store, stream: str, count: int) -> None:
    for version in range(count):
        await store.write(appending(stream, version, "x"))


async def never(_after: int, _limit: int) -> list[object]:
    raise AssertionError("the store was read")


async def test_another_node_is_told_and_need_not_read_the_store(
    database: Database, redis_alone: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.store.feed.POLL_TOLD", 1_000.0)
    async with (
        node(database, redis_alone.address) as (one, here),
        node(database, redis_alone.address) as (other, there),
    ):
        watcher = Watcher(other)
        await reached(lambda: here.together and there.together)
        await asyncio.sleep(0.3)  # the looks that a change of the link leads to
        monkeypatch.setattr(other.feed, "log", never)
        await append(one, "vorlagen/a", 20)
        assert await watcher.through(20) == list(range(1, 21))


async def test_whatever_happens_to_redis_every_node_sees_everything_once(
    database: Database, redis_alone: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "infra.nodes")
    address = redis_alone.address.replace("redis://", "redis://:geheim@")
    async with (
        node(database, redis_alone.address) as (one, here),
        node(database, redis_alone.address) as (other, there),
        node(database, address) as (third, _),
    ):
        watchers = [Watcher(store) for store in (one, other, third)]
        done = False

        async def write(store: Store, stream: str) -> int:
            version = 0
            while not done:
                await store.write(appending(stream, version, "x"))
                version += 1
                await asyncio.sleep(0.005)
            return version

        writers = [asyncio.create_task(write(one, "a")), asyncio.create_task(write(other, "b"))]
        for hurt, heal in (
            (redis_alone.flush, redis_alone.flush),
            (redis_alone.kill, redis_alone.start),
            (redis_alone.hang, redis_alone.go_on),
        ):
            await reached(lambda: here.together and there.together)
            await asyncio.sleep(0.2)
            await asyncio.to_thread(hurt)
            if hurt != redis_alone.flush:
                await reached(lambda: not here.together and not there.together)
            before = [len(watcher.seen) for watcher in watchers]
            await reached(
                lambda before=before: all(  # type: ignore[misc]
                    len(watcher.seen) > count + 20 for watcher, count in zip(watchers, before, strict=True)
                )
            )
            await asyncio.to_thread(heal)
        await reached(lambda: here.together and there.together)
        done = True
        count = sum(await asyncio.gather(*writers))
        for watcher in watchers:
            assert await watcher.through(count) == list(range(1, count + 1))
    told = [record for record in caplog.records if record.name == "infra.nodes.link"]
    assert {record.levelname for record in told} == {"INFO", "WARNING"}
    assert len(told) <= 3 * 2 * 4
    assert "geheim" not in caplog.text


async def test_a_node_starts_without_redis_and_finds_it_later(database: Database, redis_alone: Redis) -> None:
    redis_alone.kill()
    async with (
        node(database, redis_alone.address) as (one, here),
        node(database, redis_alone.address) as (other, there),
    ):
        watcher = Watcher(other)
        await append(one, "vorlagen/a", 5)
        assert await watcher.through(5) == [1, 2, 3, 4, 5]
        assert not here.together
        redis_alone.start()
        await reached(lambda: here.together and there.together)
        await append(one, "vorlagen/b", 5)
        assert await watcher.through(10) == list(range(1, 11))


async def test_while_redis_hangs_no_command_waits_and_nothing_piles_up(
    database: Database, redis_alone: Redis
) -> None:
    async with node(database, redis_alone.address) as (one, here):
        await reached(lambda: here.together)
        redis_alone.hang()
        try:
            for number in range(4):
                many = ["x"] * (QUEUE // 2)
                await one.write(appending(f"vorlagen/{number}", 0, *many))
            await reached(lambda: not here.together)
            await reached(lambda: not here._relay._events)
        finally:
            redis_alone.go_on()
        await reached(lambda: here.together)
        head = await one.head()
        await reached(lambda: not here._relay._waits)
        assert await newest(redis_alone, here) == b"%d-0" % head


async def newest(server: Redis, nodes: Nodes) -> bytes:
    """The id of the last entry of the log's stream."""
    async with Client.from_url(server.address, protocol=2) as client:
        found = await client.xrevrange(nodes._relay._streams.log, count=1)
        assert found
        id_ = found[0][0]
        assert isinstance(id_, bytes)
        return id_


async def test_what_redis_holds_is_bounded_and_forgotten(
    database: Database, redis_alone: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.nodes.relay.KEPT", 10)
    async with node(database, redis_alone.address) as (one, here):
        await reached(lambda: here.together)
        await append(one, "vorlagen/a", 250)
        await reached(lambda: not here._relay._waits)
        log = here._relay._streams.log
        async with Client.from_url(redis_alone.address, protocol=2) as client:
            # Redis cuts whole pages of 100 entries off.
            assert 0 < await client.xlen(log) <= 120
            assert 0 < await client.ttl(log) <= 3_600


async def test_what_cannot_be_read_leads_to_the_store(database: Database, redis_alone: Redis) -> None:
    async with node(database, redis_alone.address) as (one, here):
        watcher = Watcher(one)
        await reached(lambda: here.together)
        async with await Store.open(database) as silent:
            await append(silent, "vorlagen/a", 3)
        log, words = here._relay._streams.log, here._relay._streams.words
        async with Client.from_url(redis_alone.address, protocol=2) as client:
            await client.xadd(words, {b"x": b"y"})
            await client.xadd(words, {wire.NODE: b"n", wire.WORDS: b"\xc1"})
            await client.xadd(log, {wire.NODE: b"n", wire.ROWS: b"\xc1"}, b"2-0")
            await client.xadd(log, {wire.NODE: b"n", wire.ROWS: wire.packed_rows(one.mapper, [])}, b"3-0")
        assert await watcher.through(3) == [1, 2, 3]
        await append(one, "vorlagen/b", 1)
        assert await watcher.through(4) == [1, 2, 3, 4]
        assert here.together


async def test_another_countys_events_on_the_same_redis_are_never_seen(
    database: Database, redis_alone: Redis, tmp_path: Path
) -> None:
    other_database = File(tmp_path / "kreis.sqlite")
    async with (
        node(database, redis_alone.address) as (one, here),
        node(other_database, redis_alone.address) as (other, there),
    ):
        await reached(lambda: here.together and there.together)
        watchers = Watcher(one), Watcher(other)
        await append(one, "vorlagen/a", 3)
        await append(other, "vorlagen/b", 1)
        assert await watchers[0].through(3) == [1, 2, 3]
        assert await watchers[1].through(1) == [1]


async def test_a_store_keeps_its_name_and_a_copy_of_it_gets_another(tmp_path: Path) -> None:
    database = File(tmp_path / "a.sqlite")
    names = []
    for _ in range(2):
        async with await Store.open(database) as store:
            names.append(await name_of(store, database))
    copy = File(tmp_path / "b.sqlite")
    copy.path.write_bytes(database.path.read_bytes())
    async with await Store.open(copy) as store:
        names.append(await name_of(store, copy))
    assert names[0] == names[1] != names[2]


async def test_a_dump_that_is_restored_beside_its_database_gets_another_name(
    postgres_server: Postgres,
) -> None:
    address = postgres_server.database()
    names = []
    async with await Store.open(Server(address)) as store:
        names.append(await name_of(store, Server(address)))
    copy = postgres_server.database(template=address)
    async with await Store.open(Server(copy)) as store:
        names.append(await name_of(store, Server(copy)))
    assert names[0] != names[1]
