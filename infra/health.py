"""Whether a county can be served: the store takes writes, and the views follow the log."""

import asyncio
import sqlite3
from collections import Counter
from typing import Final

from msgspec import Struct

from infra.projecting import Views
from infra.store import Store, StoreError

PATIENCE: Final = 3.0
"""Seconds within which the store has to take a job."""
BEHIND: Final = 5_000
"""Events that a view may be behind the log."""


class Condition(Struct, frozen=True, kw_only=True):
    """What was found. `behind`: events that each view has not seen; `parked`: streams it cannot follow."""

    writable: bool
    head: int = 0
    behind: dict[str, int] = {}
    parked: dict[str, int] = {}


class Health:
    """Looks after one county."""

    def __init__(self, store: Store, views: Views) -> None:
        self._store = store
        self._views = views

    async def __call__(self) -> tuple[bool, Condition]:
        """Whether it is ready, and what was looked at. A parked stream is still read, by folding it."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._store.write(lambda tx: tx.query("SELECT 1"))
                positions = await self._store.read(_positions)
                parked = Counter(each.view for each in await self._views.parked())
                head = await self._store.head()
        except (StoreError, TimeoutError):
            return False, Condition(writable=False)
        behind = {view: max(0, head - position) for view, position in positions.items()}
        condition = Condition(writable=True, head=head, behind=behind, parked=dict(parked))
        return all(each <= BEHIND for each in behind.values()), condition


def _positions(connection: sqlite3.Connection) -> dict[str, int]:
    return dict(connection.execute("SELECT view, position FROM view_positions"))
