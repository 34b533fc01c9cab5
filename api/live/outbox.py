"""What waits to be sent to one client, and never more than it can be given in a while.

Nobody waits for a slow client: beyond the bound everything is dropped, and it may come back (ENGINE.md).
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Final

MESSAGES: Final = 2_000
"""Messages that may wait."""

CHARACTERS: Final = 8 * 1024 * 1024
"""Characters that may wait; a single larger message passes."""


class Letter:
    """A message; `stream` and `position` where it is an event."""

    __slots__ = ("position", "put", "stream", "text")

    def __init__(self, text: str, stream: str | None = None, position: int = 0) -> None:
        self.put = time.perf_counter()
        self.text = text
        self.stream = stream
        self.position = position


class Outbox:
    """A bounded queue between those who tell and the task that sends.

    `straight` is asked first where nothing waits: it may send a letter at once.
    """

    def __init__(
        self,
        straight: Callable[[Letter], bool] = lambda _: False,
        *,
        messages: int = MESSAGES,
        characters: int = CHARACTERS,
    ) -> None:
        self._straight = straight
        self._letters: deque[Letter] = deque()
        self._most = messages
        self._most_characters = characters
        self._characters = 0
        self._waiting: asyncio.Future[None] | None = None
        self._room = asyncio.Event()
        self._room.set()
        self.overflown = asyncio.Event()

    def put(self, letter: Letter) -> None:
        """Take a message, or give the client up for too slow."""
        if self.overflown.is_set():
            return
        idle = self._waiting is not None and not self._waiting.done()  # the task has sent everything
        if idle and self._straight(letter):
            return
        if len(self._letters) >= self._most or (
            self._letters and self._characters + len(letter.text) > self._most_characters
        ):
            self._letters.clear()
            self.overflown.set()
            return
        self._letters.append(letter)
        self._characters += len(letter.text)
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)
        if not self._is_low():
            self._room.clear()

    async def get(self) -> Letter:
        """Return the next message as soon as there is one; for one task."""
        while not self._letters:
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting
        letter = self._letters.popleft()
        self._characters -= len(letter.text)
        if self._is_low():
            self._room.set()
        return letter

    async def room(self) -> None:
        """Wait until little is left to be sent."""
        await self._room.wait()

    def _is_low(self) -> bool:
        return len(self._letters) <= self._most // 4 and self._characters <= self._most_characters // 4
