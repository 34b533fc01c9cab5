"""When a burst of edits is sealed.

After a pause of 2 s, after 30 s at most, at once when the last editor is gone (DESIGN.md, "Seal").
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

PAUSE: Final = 2.0
LONGEST: Final = 30.0


class Burst:
    """Edits to the texts of one Vorlage that are not sealed yet."""

    def __init__(
        self, seal: Callable[[], Awaitable[None]], *, pause: float = PAUSE, longest: float = LONGEST
    ) -> None:
        self._pause = pause
        self._longest = longest
        self._seal = seal
        self._loop = asyncio.get_running_loop()
        self._first = self._last = self._loop.time()
        self._over = asyncio.Event()
        self.task = asyncio.create_task(self._run())

    def touch(self) -> None:
        """Note another edit."""
        self._last = self._loop.time()

    def end(self) -> None:
        """Seal at once."""
        self._over.set()

    async def _run(self) -> None:
        while not self._over.is_set():
            due = min(self._last + self._pause, self._first + self._longest) - self._loop.time()
            if due <= 0:
                break
            try:
                async with asyncio.timeout(due):
                    await self._over.wait()
            except TimeoutError:
                continue
        await self._seal()
