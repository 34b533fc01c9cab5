"""One at a time decides on a stream, where that takes more than a moment."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import AsyncExitStack, asynccontextmanager


class Locks:
    """The locks of streams; there is one as long as someone holds it or waits for it."""

    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._wanted: dict[str, int] = {}

    def wanted(self, streams: Iterable[str]) -> bool:
        """Whether someone holds the lock of one of these streams, or waits for it."""
        return not self._wanted.keys().isdisjoint(streams)

    @asynccontextmanager
    async def held(self, streams: Collection[str]) -> AsyncIterator[None]:
        """Hold the locks of these streams, all taken in one order, so that nobody waits in a circle."""
        in_order = sorted(streams)
        for stream in in_order:
            self._wanted[stream] = self._wanted.get(stream, 0) + 1
        try:
            async with AsyncExitStack() as stack:
                for stream in in_order:
                    await stack.enter_async_context(self._locks.setdefault(stream, asyncio.Lock()))
                yield
        finally:
            for stream in in_order:
                self._wanted[stream] -= 1
                if not self._wanted[stream]:
                    del self._wanted[stream], self._locks[stream]
