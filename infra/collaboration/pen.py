"""Writes what all rooms of a county have accepted: one job of the store for whatever waits.

What comes while a transaction is on its way is taken along by the next one, at the moment at which that
begins (COLLAB.md: the fsync itself is the gathering window).
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence

from infra.collaboration import journal
from infra.collaboration.errors import Refused
from infra.collaboration.journal import Entry, Stored
from infra.store import Store
from infra.store.transaction import Transaction

Outcome = Stored | Refused | Exception
"""What became of an entry: durable, refused for good, or not written."""
Written = Callable[[Outcome], None]


class Pen:
    """The one way into the journal."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: deque[tuple[Entry, Written]] = deque()
        self._asked = False
        self._jobs: set[asyncio.Task[None]] = set()

    def write(self, entry: Entry, written: Written) -> None:
        """Have an entry stored; `written` is told in the event loop what became of it."""
        self._waiting.append((entry, written))
        if not self._asked:
            self._asked = True
            job = asyncio.create_task(self._job())
            self._jobs.add(job)
            job.add_done_callback(self._jobs.discard)

    async def _job(self) -> None:
        mine: list[tuple[Entry, Written]] = []
        begun = False

        def append(tx: Transaction) -> list[Stored | Refused]:
            # In the writer's thread, perhaps again: what comes from here on asks for a job of its own.
            nonlocal begun
            begun = True
            self._asked = False
            _take(self._waiting, mine)
            return journal.append(tx, [entry for entry, _ in mine])

        try:
            outcomes: Sequence[Outcome] = await self._store.write(append)
        except Exception as error:  # noqa: BLE001 - whoever waits is told
            if not begun:
                self._asked = False
                _take(self._waiting, mine)
            outcomes = [error] * len(mine)
        for (_, written), outcome in zip(mine, outcomes, strict=True):
            written(outcome)


def _take(waiting: deque[tuple[Entry, Written]], mine: list[tuple[Entry, Written]]) -> None:
    """Move what waits; whoever adds to it meanwhile, in another thread, is not held up."""
    while True:
        try:
            mine.append(waiting.popleft())
        except IndexError:
            return
