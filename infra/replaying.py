"""Replaying while the county is served: views anew from the log beside the live ones, compared, swapped."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable

from msgspec import Struct

from domain.errors import NotEntitled, Refused
from domain.rights import Capacity
from infra.entitlement import Entitlement, day_of
from infra.projecting import Views
from infra.projecting.rebuilding import Rebuilt
from infra.public import Record
from infra.store import Store
from projections.public import NAME


class Step(Struct, frozen=True, tag=True):
    """So many events of a view are done, of so many."""

    view: str
    done: int
    total: int


class Outcome(Struct, frozen=True, tag=True):
    """How each view came out."""

    views: dict[str, Rebuilt]


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

    async def steps(self) -> AsyncIterator[Step | Outcome]:
        """Replay, telling how far it is, and at last how it came out; whoever stops listening stops it."""
        told: asyncio.Queue[Step | None] = asyncio.Queue()
        work = asyncio.create_task(self._replay(told))
        work.add_done_callback(lambda _: told.put_nowait(None))
        try:
            while (step := await told.get()) is not None:
                yield step
            yield Outcome(await work)
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    async def _replay(self, told: asyncio.Queue[Step | None]) -> dict[str, Rebuilt]:
        # The lock is held here, not where it is told: the work may outlive whoever listens.
        async with self._busy:
            head = await self._store.head()
            for name in self._views.names:
                await self._views.caught_up(name, head)
            await self._record.caught_up(head)

            def progress(view: str, done: int, total: int) -> None:
                told.put_nowait(Step(view, done, total))

            return {**await self._views.replay(progress), NAME: await self._record.replay(progress)}
