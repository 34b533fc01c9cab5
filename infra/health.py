"""Whether a county can be served: the store takes writes, and the views follow the log.

Parked streams are named (DESIGN, "Projections"); reads fold them, so that the county is ready all the same.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from msgspec import Struct

from infra.projecting import Views
from infra.store import Store, StoreError, StoreFull, Transaction

PATIENCE: Final = 3.0
"""Seconds within which the store has to take a job."""
BEHIND: Final = 5_000
"""Events that a view may be behind the log."""
ROOM: Final = 64 * 1024
"""Bytes that must find room on a disk that was full, before it counts as one that can be written."""


class Condition(Struct, frozen=True, kw_only=True):
    """What was found. `behind`: events that each view has not seen; `parked`: streams it cannot follow.

    `degraded`: what is away without which everything works, only slower; or the disk that is full.
    """

    ready: bool
    writable: bool
    head: int = 0
    behind: dict[str, int] = {}
    parked: dict[str, list[str]] = {}
    degraded: list[str] = []


class Health:
    """Looks after one county. `together`: whether the node reaches the others; None: it is alone."""

    def __init__(
        self, store: Store, views: Views, together: Callable[[], bool | None] = lambda: None
    ) -> None:
        self._store = store
        self._views = views
        self._together = together
        self._full = False
        store.measure(self._note)

    def _note(self, _jobs: int, _events: int, _seconds: float, error: BaseException | None) -> None:
        """Take note that the disk was found full; in the writer's thread."""
        self._full = self._full or isinstance(error, StoreFull)

    async def __call__(self) -> tuple[bool, Condition]:
        """Whether it is ready, and what was looked at. A parked stream is still read, by folding it."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._store.write(_with_room if self._full else _at_all)
                self._full = False
                behind = await self._views.lag()
                streams = await self._views.parked()
                head = await self._store.head()
        except StoreFull:
            return False, Condition(ready=False, writable=False, degraded=["disk"])
        except (StoreError, TimeoutError):
            return False, Condition(ready=False, writable=False)
        parked: dict[str, list[str]] = {}
        for each in streams:
            parked.setdefault(each.view, []).append(each.stream)
        degraded = ["redis"] if self._together() is False else []
        ready = all(each <= BEHIND for each in behind.values())
        return ready, Condition(
            ready=ready, writable=True, head=head, behind=behind, parked=parked, degraded=degraded
        )


def _at_all(tx: Transaction) -> None:
    tx.query("SELECT 1")


def _with_room(tx: Transaction) -> None:
    """Store something and take it back: asking alone succeeds on a full disk."""
    tx.execute("INSERT INTO blobs VALUES ('', ?)", (bytes(ROOM),))
    tx.execute("DELETE FROM blobs WHERE sha256 = ''")
