"""A process that is killed in the middle of a rebuild: `python -m tests.store.rebuilding ADDRESS`."""

import asyncio
import sys
import time

from infra.projecting import Views, rebuilding
from infra.store import Store
from tests.servers import database_at
from tests.store.remarked import Remarked


def half_way(_: str, done: int, total: int) -> None:
    """Say so, and stop."""
    if done > total / 2:
        sys.stdout.write("half way\n")
        sys.stdout.flush()
        time.sleep(60)


async def main(address: str) -> None:
    """Rebuild a view a few events at a time, its rows in the table at once."""
    rebuilding.PAGE, rebuilding.HELD = 4, 1
    async with await Store.open(database_at(address)) as store:
        views = Views(store, synchronous=[Remarked()])
        await views.start()
        await views.replay(half_way)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
