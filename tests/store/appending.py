"""Appends from a process of its own: `python -m tests.store.appending DATABASE STREAM COUNT`.

Prints the position of each event once it is acknowledged; COUNT 0 goes on until the process is killed.
"""

import asyncio
import itertools
import sys
import time

from infra.store import Store, StoreBusy
from infra.store.transaction import Transaction
from tests.servers import database_at
from tests.store.facts import facts


async def append(address: str, stream: str, count: int) -> None:
    """Append events one by one."""
    async with await Store.open(database_at(address)) as store:
        for version in itertools.islice(itertools.count(), count or None):

            def work(tx: Transaction, version: int = version) -> int:
                return tx.append(stream, version, facts(f"{stream} {version + 1}"))[0].position

            while True:
                try:
                    position = await store.write(work)
                except StoreBusy:
                    continue
                break
            print(position, time.time_ns(), flush=True)  # noqa: RUF100, T201


if __name__ == "__main__":
    asyncio.run(append(sys.argv[1], sys.argv[2], int(sys.argv[3])))
