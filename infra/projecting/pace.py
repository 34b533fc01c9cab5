"""How often what follows the log behind it goes on: at once after a rest, else a few times a second.

Each time costs a transaction, however little there is to do; those who write wait for it. Where much is
written, each time costs more, and a row that changes again and again is written each time; so a follower
rests longer then.
"""

import asyncio
from typing import Final

OFTEN: Final = 0.1
"""Seconds between two times while there is something to do."""

SELDOM: Final = 1.0
"""Seconds between two times while only the position moves on."""


SHARE: Final = 10
"""Times as long as it took to go on a follower rests then, `LONGEST` at most."""

LONGEST: Final = 0.5
"""Seconds; ten thousand events a second then leave it no farther behind than counts as ready."""


class Pace:
    """The pace of one follower; whoever waits for it makes it hurry."""

    def __init__(self) -> None:
        self._last = float("-inf")
        self._took = 0.0
        self._hurry = asyncio.Event()

    def hurry(self) -> None:
        """Have it go on now."""
        self._hurry.set()

    def went_on(self) -> None:
        """Take note that it has gone on, and how long that took."""
        self._took = asyncio.get_running_loop().time() - self._last

    async def rest(self, seconds: float) -> None:
        """Return so many seconds after it went on last, or longer after it, or as soon as someone waits."""
        now = asyncio.get_running_loop().time
        seconds = max(seconds, min(LONGEST, SHARE * self._took))
        if now() < self._last + seconds:
            try:
                async with asyncio.timeout_at(self._last + seconds):
                    await self._hurry.wait()
            except TimeoutError:
                pass
        self._hurry.clear()
        self._last = now()
