"""Inserting many rows in few statements.

Between two steps of a statement SQLite lets other threads run, who do not give way soon.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, Final

SIZES: Final = (64, 16, 4, 1)
"""Rows of one statement: a few sizes, so that each statement is prepared once."""


def in_parts(rows: Sequence[Sequence[Any]]) -> Iterator[Sequence[Sequence[Any]]]:
    """Give the rows in order, in parts of these sizes."""
    start = 0
    for size in SIZES:
        while len(rows) - start >= size:
            yield rows[start : start + size]
            start += size


def insert_rows(
    execute: Callable[[str, Sequence[Any]], object], into: str, rows: Sequence[Sequence[Any]], then: str = ""
) -> None:
    """Insert rows of one width into a table; `then` is what follows them in the statement."""
    if len(rows) == 1:
        execute(statement(into, len(rows[0]), 1, then), rows[0])
        return
    for part in in_parts(rows):
        execute(statement(into, len(part[0]), len(part), then), list(chain.from_iterable(part)))


@lru_cache(maxsize=256)
def statement(into: str, width: int, size: int, then: str) -> str:
    """Return the statement that inserts so many rows."""
    row = f"({', '.join('?' * width)})"
    return f"INSERT INTO {into} VALUES {', '.join([row] * size)} {then}"  # noqa: S608 - names of our own
