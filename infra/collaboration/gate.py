"""Lets the rooms of a Vorlage write, or holds all of them back while something is done with their texts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Gate:
    """Many may write at a time, or one may hold the writers back."""

    def __init__(self) -> None:
        self._changed = asyncio.Condition()
        self._writing = 0
        self._pauses = 0

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[None]:
        """Wait until nobody holds the writers back, and be one of them."""
        async with self._changed:
            await self._changed.wait_for(lambda: not self._pauses)
            self._writing += 1
        try:
            yield
        finally:
            async with self._changed:
                self._writing -= 1
                self._changed.notify_all()

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """Hold the writers back; begins when those that are writing are done."""
        self._pauses += 1
        try:
            async with self._changed:
                await self._changed.wait_for(lambda: not self._writing)
            yield
        finally:
            self._pauses -= 1
            async with self._changed:
                self._changed.notify_all()

    @property
    def idle(self) -> bool:
        """Whether nobody uses it."""
        return not self._writing and not self._pauses
