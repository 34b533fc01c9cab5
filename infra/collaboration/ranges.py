"""Sets of clocks of Yjs clients, as sorted ranges that do not touch."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

Span = tuple[int, int]
"""Clocks from the first up to, but not including, the second."""

Parts = dict[int, tuple[list[int], list[int]]]


class Ranges:
    """Which clocks of which clients."""

    __slots__ = ("_ends", "_starts")

    def __init__(self) -> None:
        self._starts: dict[int, list[int]] = {}
        self._ends: dict[int, list[int]] = {}

    def add(self, client: int, start: int, end: int) -> None:
        """Put a span in; what it touches becomes one span with it."""
        if start >= end:
            return
        starts = self._starts.setdefault(client, [])
        ends = self._ends.setdefault(client, [])
        first = bisect_left(ends, start)
        last = bisect_right(starts, end)
        if first < last:
            start = min(start, starts[first])
            end = max(end, ends[last - 1])
        starts[first:last] = [start]
        ends[first:last] = [end]

    def add_all(self, client: int, spans: Iterable[Span]) -> None:
        """Put many spans in at once, in any order; as fast for a hostile order as for a kind one."""
        starts: list[int] = []
        ends: list[int] = []
        for start, end in sorted([*self.spans(client), *spans]):
            if ends and start <= ends[-1]:
                ends[-1] = max(end, ends[-1])
            elif start < end:
                starts.append(start)
                ends.append(end)
        if starts:
            self._starts[client] = starts
            self._ends[client] = ends

    def missing(self, client: int, start: int, end: int) -> Iterator[Span]:
        """Give the parts of a span that are not in the set."""
        starts = self._starts.get(client, ())
        ends = self._ends.get(client, ())
        at = bisect_right(ends, start)
        while start < end:
            if at >= len(starts) or starts[at] >= end:
                yield start, end
                return
            if starts[at] > start:
                yield start, starts[at]
            start = ends[at]
            at += 1

    def count(self) -> int:
        """Give how many spans there are."""
        return sum(map(len, self._starts.values()))

    def parts(self) -> Parts:
        """Give where the spans of each client begin and end, in order, to be stored."""
        return {client: (starts, self._ends[client]) for client, starts in self._starts.items()}

    @classmethod
    def of(cls, parts: Parts) -> "Ranges":
        """Take what `parts` gave."""
        ranges = cls()
        for client, (starts, ends) in parts.items():
            ranges._starts[client] = starts
            ranges._ends[client] = ends
        return ranges

    def spans(self, client: int) -> list[Span]:
        """Give the spans of one client in order."""
        return list(zip(self._starts.get(client, ()), self._ends.get(client, ()), strict=True))

    def items(self) -> Iterable[tuple[int, list[Span]]]:
        """Give every client with its spans."""
        return [(client, self.spans(client)) for client in self._starts]

    def __bool__(self) -> bool:
        return bool(self._starts)
