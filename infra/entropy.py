"""Random bytes, drawn from the system many at a time.

Every call of the system lets other threads run first, who do not give way soon.
"""

from collections.abc import Callable
from typing import Final

DRAWN: Final = 4_096
"""Bytes that are drawn at once."""


class Entropy:
    """Gives random bytes, each of them once; for one thread."""

    def __init__(self, draw: Callable[[int], bytes]) -> None:
        self._draw = draw
        self._left = b""
        self._given = 0

    def __call__(self, number: int) -> bytes:
        """Return so many bytes that nobody else gets."""
        if self._given + number > len(self._left):
            self._left, self._given = self._draw(max(number, DRAWN)), 0
        self._given += number
        return self._left[self._given - number : self._given]
