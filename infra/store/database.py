"""What the store needs of a database; SQLite (one machine) and PostgreSQL (several nodes) give it.

SQL stands once, in words that both understand: `?` marks a parameter, a definition says INTEGER, TEXT and
BLOB, and a row that may be there already is inserted `ON CONFLICT`.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Protocol

from msgspec import Struct

from infra.store.application import Log

Clock = Callable[[], int]
"""Microseconds since 1970 in UTC."""


def wall_clock() -> int:
    """Return the machine's time in microseconds since 1970 in UTC."""
    return time.time_ns() // 1000


class Tip(Struct, frozen=True):
    """The end of the log: last position given and last time of recording, 0 where there is none."""

    position: int
    recorded_at: int


def next_time(tip: Tip, clock: Clock) -> int:
    """Return the time of recording of what comes after `tip`: a clock that was put back does not count."""
    return max(tip.recorded_at, clock())


NewRow = tuple[int, str, int, str, bytes, int]
"""What is inserted: position, stream, version, topic, stored bytes, time of recording."""


MANY: Final = 128
"""Events that are handed to the database before more are encoded: it works meanwhile."""


class Overtaken(Exception):
    """Another node appended since we did: the log does not end where it was thought to."""


class Rows(Protocol):
    """What a statement found."""

    @property
    def rowcount(self) -> int:
        """How many rows it changed."""

    def fetchone(self) -> Any:  # noqa: ANN401 - a row's columns are known to who asked for them
        """Return the next row, or None."""

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""

    def __iter__(self) -> Iterator[Any]:
        """Give the rows that are left one by one."""


class Connection(Protocol):
    """Something that statements are run on."""

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> Rows:
        """Run a statement."""


class ReadingConnection(Connection, Protocol):
    """Reads one moment of the store between `begin` and `end`, and cannot write."""

    def begin(self) -> None:
        """Fix the moment that is read; connects anew where the connection was lost."""

    def end(self) -> None:
        """Let go of the moment."""

    def faults(self) -> list[str]:
        """Return what the database itself finds broken in its files."""

    def close(self) -> None:
        """Let go of the database."""


class WritingConnection(Connection, Protocol):
    """Writes; from `begin` to `commit` or `rollback` nobody else appends to the log."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open that can still be committed or undone in part."""

    def begin(self, *, sure: bool) -> Tip:
        """Return the end of the log; not `sure`, it may be found wrong later (`Overtaken`)."""

    def confirm(self) -> None:
        """Return once it is sure that the log ends where `begin` said. Raises `Overtaken`."""

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]], /) -> None:
        """Run a statement for each row of parameters."""

    def insert_rows(self, into: str, rows: Sequence[Sequence[Any]], then: str = "", /) -> None:
        """Insert rows into all columns of a table; `then` is what follows them, such as ON CONFLICT."""

    def define(self, sql: str, /) -> None:
        """Run a definition: CREATE, ALTER or DROP."""

    def tables(self) -> list[str]:
        """Return the names of all tables."""

    def insert(self, rows: Sequence[NewRow], /) -> None:
        """Insert events directly after the end of the log."""

    def commit(self, tip: Tip, /) -> None:
        """Return when everything is on the disk; the log then ends at `tip`. Raises `Overtaken`."""

    def rollback(self) -> None:
        """Undo everything; does nothing where no transaction is open."""

    def close(self) -> None:
        """Let go of the database."""


class Probe(Protocol):
    """Looks whether something was appended."""

    def look(self) -> object:
        """Return something that differs from before when another connection appended meanwhile."""

    def close(self) -> None:
        """Let go of the database."""


class Claim(Protocol):
    """Something that one process has for itself."""

    def release(self) -> None:
        """Let others have it; the end of the process, whatever its cause, does so, too."""


class Database(Protocol):
    """Where a county's store lies."""

    def exists(self) -> bool:
        """Return whether a county was founded here."""

    def prepare(self, schemas: Sequence[str]) -> None:
        """Create what is missing: our tables and those of `schemas`. Raises `StoreTooNew`."""

    def log(self, clock: Clock) -> Log:
        """Return the library's application on this database."""

    def to_write(self, log: Log) -> WritingConnection:
        """Open a connection that writes."""

    def to_read(self) -> ReadingConnection:
        """Open a connection that reads."""

    def probe(self) -> Probe:
        """Open a connection that looks for what others append."""

    def claim(self, what: str) -> Claim | None:
        """Take something for this store object alone; None where another, or another process, has it."""

    def place(self) -> str:
        """Return a word that a copy of the database, restored beside it or in its place, does not share."""

    def translated(self, error: BaseException) -> BaseException:
        """Return an error of the driver as a `StoreError`, any other as it is."""
