"""How many sockets one person has open: a page that loses its head keeps nobody else out."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class Crowd:
    """The open sockets of each person, and never more than so many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: Counter[str] = Counter()

    def __len__(self) -> int:
        """How many sockets are open."""
        return self._open.total()

    @contextmanager
    def joined(self, person: str) -> Iterator[bool]:
        """Count a socket while it is open; says whether there was room for it."""
        if self._open[person] >= self._most:
            yield False
            return
        self._open[person] += 1
        try:
            yield True
        finally:
            self._open[person] -= 1
            if not self._open[person]:
                del self._open[person]
