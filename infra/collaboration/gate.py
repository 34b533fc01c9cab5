"""Lets the rooms of a Vorlage write, or holds all of them back while something is done with their texts."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager


class Gate:
    """Many may write at a time, or one may hold the writers back."""

    def __init__(self) -> None:
        self._writing = 0
        self._pauses = 0
        self._held: list[Callable[[], None]] = []
        self._quiet: list[asyncio.Future[None]] = []

    def enter(self, again: Callable[[], None]) -> bool:
        """Be one of the writers, until `leave`; or else have `again` called when nobody holds them back."""
        if self._pauses:
            self._held.append(again)
            return False
        self._writing += 1
        return True

    def leave(self) -> None:
        """Write no more."""
        self._writing -= 1
        if not self._writing:
            for each in self._quiet:
                if not each.done():
                    each.set_result(None)
            self._quiet.clear()

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """Hold the writers back; begins when those that are writing are done."""
        loop = asyncio.get_running_loop()
        self._pauses += 1
        try:
            while self._writing:
                quiet = loop.create_future()
                self._quiet.append(quiet)
                await quiet
            yield
        finally:
            self._pauses -= 1
            if not self._pauses:
                held, self._held = self._held, []
                for again in held:
                    loop.call_soon(again)

    @property
    def idle(self) -> bool:
        """Whether nobody uses it."""
        return not self._writing and not self._pauses and not self._held
