"""A county's store in one SQLite file."""

import errno
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from infra.store import schema
from infra.store.application import Log
from infra.store.database import Clock, NewRow, Tip
from infra.store.errors import StatementFailed, StoreBusy, StoreFull, StoreTooNew, StoreUnavailable
from infra.store.sqlite.claim import Lock, lock
from infra.store.sqlite.connection import connect, connect_for_reading
from infra.store.sqlite.many import insert_rows
from infra.store.sqlite.recorder import LOG, EventRecorder, insert

FAULTS: Final = 100
"""Faults of the file that are named at most."""


class File:
    """The file; a process that serves holds it open, others may append to it all the same."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def exists(self) -> bool:
        """Return whether a county was founded here."""
        return self.path.exists()

    def prepare(self, schemas: Sequence[str]) -> None:
        """Create what is missing in the file. Raises `StoreTooNew`."""
        connection = connect(self.path)
        try:
            [found] = connection.execute("PRAGMA user_version").fetchone()
            if found > schema.VERSION:
                raise StoreTooNew(found, schema.VERSION)
            script = ";".join((LOG, *schema.TABLES, *schemas))
            connection.executescript(
                f"BEGIN IMMEDIATE; {script}; PRAGMA user_version = {schema.VERSION}; COMMIT"
            )
        finally:
            connection.close()

    def log(self, clock: Clock) -> Log:
        """Return the library's application on this file."""
        log = Log(
            {
                "PERSISTENCE_MODULE": "infra.store.sqlite",
                "SQLITE_DBNAME": str(self.path),
                "ORIGINATOR_ID_TYPE": "text",
            }
        )
        recorder_of(log).clock = clock
        return log

    def to_write(self, log: Log) -> "Writing":
        """Open a connection that writes."""
        return Writing(connect(self.path), recorder_of(log))

    def to_read(self) -> "Reading":
        """Open a connection that reads."""
        return Reading(connect_for_reading(self.path))

    def probe(self) -> "DataVersion":
        """Open a connection that looks whether the file was changed."""
        return DataVersion(connect(self.path))

    def claim(self, what: str) -> Lock | None:
        """Take something on this machine."""
        return lock(self.path.with_name(f"{self.path.name}-{what}.lock"))

    def place(self) -> str:
        """Return which file it is, whatever its name."""
        found = self.path.stat()
        return f"{found.st_dev}:{found.st_ino}"

    def translated(self, error: BaseException) -> BaseException:
        """Return an error of SQLite or of the disk as a `StoreError`, any other as it is."""
        return translated(error)


class Writing:
    """Writes to the file."""

    def __init__(self, connection: sqlite3.Connection, recorder: EventRecorder) -> None:
        self._connection = connection
        self._recorder = recorder
        self._cursor = connection.cursor()

    @property
    def in_transaction(self) -> bool:
        """Whether SQLite has not given the transaction up."""
        return self._connection.in_transaction

    def begin(self, *, sure: bool) -> Tip:  # noqa: ARG002 - who holds the lock is sure
        """Take the file's write lock, and return the end of the log."""
        self._cursor.execute("BEGIN IMMEDIATE")
        return self._recorder.tip(self._cursor)

    def confirm(self) -> None:
        """Do nothing: the lock is ours."""

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> sqlite3.Cursor:
        """Run a statement."""
        return self._cursor.execute(sql, parameters)

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]], /) -> None:
        """Run a statement for each row of parameters."""
        self._cursor.executemany(sql, rows)

    def insert_rows(self, into: str, rows: Sequence[Sequence[Any]], then: str = "", /) -> None:
        """Insert rows into a table; `then` is what follows them in the statement."""
        insert_rows(self._cursor.execute, into, rows, then)

    def define(self, sql: str, /) -> None:
        """Run a definition."""
        self._cursor.execute(sql)

    def tables(self) -> list[str]:
        """Return the names of all tables."""
        rows = self._cursor.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        return [name for (name,) in rows]

    def insert(self, rows: Sequence[NewRow], /) -> None:
        """Insert events directly after the end of the log."""
        insert(self._cursor, rows)

    def commit(self, tip: Tip, /) -> None:  # noqa: ARG002 - SQLite counts the ids that it gave
        """Return when everything is on the disk."""
        self._cursor.execute("COMMIT")

    def rollback(self) -> None:
        """Undo everything."""
        if self._connection.in_transaction:
            self._cursor.execute("ROLLBACK")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


class Reading:
    """Reads one moment of the file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> sqlite3.Cursor:
        """Run a statement."""
        return self._connection.execute(sql, parameters)

    def begin(self) -> None:
        """Fix the moment that is read."""
        self._connection.execute("BEGIN")

    def end(self) -> None:
        """Let go of the moment."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def faults(self) -> list[str]:
        """Return what SQLite finds broken: pages, order, indexes, and the lengths of records."""
        rows = self._connection.execute(f"PRAGMA integrity_check({FAULTS})").fetchall()
        return [str(fault) for (fault,) in rows if fault != "ok"]

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


class DataVersion:
    """Asks SQLite whether another connection changed the file; that reads no page."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def look(self) -> object:
        """Return SQLite's counter of changes by others."""
        [version] = self._connection.execute("PRAGMA data_version").fetchone()
        return version

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def recorder_of(log: Log) -> EventRecorder:
    """Return the recorder of a log on SQLite."""
    recorder = log.recorder
    if not isinstance(recorder, EventRecorder):
        raise TypeError(type(recorder))
    return recorder


def translated(error: BaseException) -> BaseException:
    """Return an error of SQLite or of the disk as a `StoreError`, any other as it is."""
    if isinstance(error, OSError):
        return StoreFull() if error.errno == errno.ENOSPC else StoreUnavailable(str(error))
    if not isinstance(error, sqlite3.Error):
        return error
    name = getattr(error, "sqlite_errorname", "SQLITE_ERROR")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreBusy()
    if isinstance(error, sqlite3.OperationalError) and name != "SQLITE_ERROR":
        return StoreFull() if name == "SQLITE_FULL" else StoreUnavailable(name)
    return StatementFailed(str(error))
