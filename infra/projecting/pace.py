"""How often what follows the log behind it goes on: at once after a rest, else a few times a second.

Each time costs a transaction, however little there is to do; those who write wait for it.
"""

import asyncio
from typing import Final

OFTEN: Final = 0.1
"""Seconds between two times while there is something to do."""

SELDOM: Final = 1.0
"""Seconds between two times while only the position moves on."""


class Pace:
    """The pace of one follower; whoever waits for it makes it hurry."""

    def __init__(self) -> None:
        self._last = float("-inf")
        self._hurry = asyncio.Event()

    def hurry(self) -> None:
        """Have it go on now."""
        self._hurry.set()

    async def rest(self, seconds: float) -> None:
        """Return so many seconds after it went on last, or as soon as someone waits for it."""
        now = asyncio.get_running_loop().time
        if now() < self._last + seconds:
            try:
                async with asyncio.timeout_at(self._last + seconds):
                    await self._hurry.wait()
            except TimeoutError:
                pass
        self._hurry.clear()
        self._last = now()
