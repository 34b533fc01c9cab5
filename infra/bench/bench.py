"""How a measurement is set up: where its files lie, how long and how often is measured."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from msgspec import Struct

from infra.bench.figures import Figure
from infra.bench.servers import NewDatabase, databases

PAPERS: Final = 1_000


class Extent(Struct, frozen=True):
    """How much is measured. `seconds` a turn, so many `rounds`; `events` of the log that is rebuilt.

    `clients`, `sockets`: what the table says; fewer only to see that a measurement runs.
    """

    seconds: float = 1.0
    rounds: int = 5
    events: int = 1_000_000
    long: int = 10_000
    clients: int = 500
    sockets: Sequence[int] = (50, 1_000)
    watching: int = 200
    pace: int = 500


class Bench:
    """One run of measurements in a folder that is removed after it."""

    def __init__(self, folder: Path, extent: Extent, postgres: str, stack: ExitStack) -> None:
        self.extent = extent
        self._folder = folder
        self._postgres = postgres
        self._stack = stack
        self._new: NewDatabase | None = None
        self._folders = 0

    def folder(self) -> Path:
        """A new folder."""
        self._folders += 1
        made = self._folder / str(self._folders)
        made.mkdir()
        return made

    def database(self) -> str:
        """The address of a new PostgreSQL database. Raises `NoServer`."""
        if self._new is None:
            self._new = self._stack.enter_context(databases(self._postgres, self._folder))
        return self._new()


Rows = Callable[[Bench, Sequence[str]], Awaitable[list[Figure]]]
"""Measures those lines of its group that are asked for."""
