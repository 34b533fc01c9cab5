"""Several nodes on one store in one process: each with a store, a feed and a link of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from infra.nodes import Nodes
from infra.store import Database, Store


@asynccontextmanager
async def node(database: Database, address: str) -> AsyncIterator[tuple[Store, Nodes]]:
    """Run a node."""
    async with await Store.open(database) as store:
        nodes = await Nodes.of(store, database, address)
        nodes.start(lambda _node, _word: None)
        try:
            yield store, nodes
        finally:
            await nodes.stop()


async def reached(condition: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0.01)
