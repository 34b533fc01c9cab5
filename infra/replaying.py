"""Replaying while the county is served: views anew from the log beside the live ones, compared, swapped."""

import asyncio
import datetime as dt
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import Final

from msgspec import Struct

from domain.days import day_of
from domain.errors import NotEntitled, Refused
from domain.rights import Capacity
from infra.entitlement import Entitlement
from infra.projecting import RebuildUnderWay, Views
from infra.projecting.rebuilding import Rebuilt
from infra.public import Record
from infra.store import Store, Transaction
from projections.public.record import NAME

STEPS: Final = 1_000
"""Steps that wait to be told; of whoever listens too slowly the oldest are left out."""


class Step(Struct, frozen=True, tag=True):
    """So many events of a view are done, of so many."""

    view: str
    done: int
    total: int


class Outcome(Struct, frozen=True, tag=True):
    """How each view came out."""

    views: dict[str, Rebuilt]


class Elsewhere(Struct, frozen=True, tag=True):
    """Another node of the county is replaying."""


class ReplayUnderWay(Refused):
    """Somebody else is replaying."""


class Replaying:
    """Replays the views of a county, one replay at a time."""

    def __init__(
        self,
        store: Store,
        views: Views,
        record: Record,
        entitlement: Entitlement,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._store = store
        self._views = views
        self._record = record
        self._entitlement = entitlement
        self._clock = clock
        self._busy = asyncio.Lock()

    def check(self, person: str) -> None:
        """Refuse whoever does not look after the machine. Raises `NotEntitled`, `ReplayUnderWay`."""
        if Capacity.ADMIN not in self._entitlement.capacities(person, day_of(self._clock())):
            raise NotEntitled("Replay", (Capacity.ADMIN,))
        if self._busy.locked():
            raise ReplayUnderWay

    async def steps(self) -> AsyncIterator[Step | Outcome | Elsewhere]:
        """Replay, telling how far it is, and at last how it came out; whoever stops listening stops it."""
        steps: deque[Step] = deque(maxlen=STEPS)
        news = asyncio.Event()

        def tell(step: Step) -> None:
            steps.append(step)
            news.set()

        work = asyncio.create_task(self._replay(tell))
        work.add_done_callback(lambda _: news.set())
        try:
            while steps or not work.done():
                if steps:
                    yield steps.popleft()
                else:
                    news.clear()
                    await news.wait()
            try:
                rebuilt = await work
            except RebuildUnderWay:
                yield Elsewhere()
            else:
                yield Outcome(rebuilt)
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    async def _replay(self, tell: Callable[[Step], None]) -> dict[str, Rebuilt]:
        # The lock is held here, not where it is told: the work may outlive whoever listens.
        async with self._busy:
            # Shortcuts to what is folded anew: the next to load a long stream writes them again.
            await self._store.write(_without_snapshots)
            head = await self._store.head()
            for name in self._views.names:
                await self._views.caught_up(name, head)
            await self._record.caught_up(head)

            def progress(view: str, done: int, total: int) -> None:
                tell(Step(view, done, total))

            return {**await self._views.replay(progress), NAME: await self._record.replay(progress)}


def _without_snapshots(tx: Transaction) -> None:
    tx.execute("DELETE FROM snapshots")
    tx.execute("DELETE FROM text_snapshots")
