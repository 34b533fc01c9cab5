"""The feed keeps its promise on every node, whether a Redis tells or the database is asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from itertools import pairwise

import pytest

from infra.store import FeedOverflow, Store, Subscription
from infra.store.postgres.server import Server
from tests.nodes.running import node, reached
from tests.servers import Postgres, Redis
from tests.store.facts import appending

NODES = 3


@pytest.fixture(params=["memory", "redis"])
async def stores(request: pytest.FixtureRequest, postgres_server: Postgres) -> AsyncIterator[list[Store]]:
    """Run three nodes on one database."""
    database = Server(postgres_server.database())
    async with AsyncExitStack() as stack:
        if request.param == "memory":
            yield [await stack.enter_async_context(await Store.open(database)) for _ in range(NODES)]
            return
        server: Redis = request.getfixturevalue("redis_server")
        nodes = [await stack.enter_async_context(node(database, server.address)) for _ in range(NODES)]
        await reached(lambda: all(each.together for _, each in nodes))
        yield [store for store, _ in nodes]


async def take(subscription: Subscription, through: int) -> list[int]:
    """Read a subscription as far as a position; give the positions."""
    seen: list[int] = []
    async with asyncio.timeout(60):
        async for batch in subscription:
            seen += [one.position for one in batch]
            if seen[-1] >= through:
                break
    return seen


async def take_all(subscription: Subscription, seen: list[int]) -> None:
    """Note positions until the subscription ends."""
    async for batch in subscription:
        seen += [one.position for one in batch]


async def append(store: Store, stream: str, count: int, size: int = 1) -> None:
    """Append events to a stream, so many at once."""
    have = len(await store.events(stream))
    for version in range(have, have + count, size):
        await store.write(appending(stream, version, *["x"] * size))


async def test_every_node_sees_what_each_appends_once_and_in_order(stores: list[Store]) -> None:
    watching = [asyncio.create_task(take(store.feed.subscribe(0), 150)) for store in stores]
    await asyncio.gather(*(append(store, f"vorlagen/{n}", 50) for n, store in enumerate(stores)))
    assert await asyncio.gather(*watching) == [list(range(1, 151))] * NODES
    assert [await store.head() for store in stores] == [150] * NODES


async def test_a_node_goes_on_behind_any_position(stores: list[Store]) -> None:
    one, other, _ = stores
    await append(one, "vorlagen/a", 10)
    assert await take(other.feed.subscribe(4), 10) == list(range(5, 11))
    reading = asyncio.create_task(take(other.feed.subscribe(20), 22))
    await append(one, "vorlagen/a", 12)
    assert await reading == [21, 22]


async def test_many_events_of_one_commit_arrive_whole(stores: list[Store]) -> None:
    one, other, third = stores
    watching = [asyncio.create_task(take(store.feed.subscribe(0), 6_010)) for store in (other, third)]
    await append(one, "vorlagen/a", 6_000, 6_000)
    await append(one, "vorlagen/a", 10)
    assert await asyncio.gather(*watching) == [list(range(1, 6_011))] * 2


async def test_a_slow_subscriber_of_another_node_is_told_where_to_go_on(stores: list[Store]) -> None:
    one, other, _ = stores
    slow = other.feed.subscribe(0, queue=3)
    joined = asyncio.create_task(anext(slow))
    await asyncio.sleep(0.05)
    await append(one, "vorlagen/a", 1)
    seen = [each.position for each in await joined]
    await append(one, "vorlagen/a", 9)
    await take(other.feed.subscribe(0), 10)
    with pytest.raises(FeedOverflow) as told:
        await take_all(slow, seen)
    assert seen == list(range(1, told.value.position + 1))
    assert await take(other.feed.subscribe(told.value.position), 10) == list(
        range(told.value.position + 1, 11)
    )


async def test_what_is_delivered_is_what_the_log_holds(stores: list[Store]) -> None:
    one, other, _ = stores
    subscription = other.feed.subscribe(0)
    reading = asyncio.create_task(anext(subscription))
    await asyncio.sleep(0.05)
    await append(one, "vorlagen/a", 3, 3)
    found = list(await reading)
    while len(found) < 3:
        found += await anext(subscription)
    assert found == await one.log()
    assert all(after.position == before.position + 1 for before, after in pairwise(found))
