"""How the server ends: it says so, goes on for a while, then refuses and has everybody come back.

The first signal begins it. A second one, unless it is the echo of the first, ends the process at once:
what was acknowledged is durable, and what was typed is sealed at the next start.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

ECHO: Final = 0.5
"""Seconds within which the same wish may come twice, from a terminal and from what started the server."""

RETRY_AFTER: Final = 5
"""Seconds until whoever is refused tries again, here or at another node."""


class Leaving:
    """Whether the server is about to end. `drain`: seconds from the first signal to the first refusal."""

    def __init__(
        self,
        drain: float = 0.0,
        now: Callable[[], float] = time.monotonic,
        end: Callable[[int], object] = os._exit,
    ) -> None:
        self._drain = drain
        self._now = now
        self._end = end
        self._told: float | None = None

    @property
    def begun(self) -> bool:
        """Whether the end was told: whoever distributes requests sends no more."""
        return self._told is not None

    @property
    def refusing(self) -> bool:
        """Whether nothing new is begun."""
        return self._told is not None and self._now() >= self._told + self._drain

    def tell(self, number: int, _: FrameType | None = None) -> None:
        """Take a signal."""
        if self._told is None:
            self._told = self._now()
        elif self._now() >= self._told + ECHO:
            self._end(128 + number)

    @contextmanager
    def at_signals(self) -> Iterator[None]:
        """Begin at SIGTERM and SIGINT."""
        before = {number: signal.signal(number, self.tell) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
