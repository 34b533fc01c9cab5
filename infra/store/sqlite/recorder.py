"""The library's recorder on our own table: gapless ids, and the time of recording.

Both are set under SQLite's write lock, so that they never decrease along the log (rule 14).
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from eventsourcing.persistence import InterfaceError, Notification, OperationalError, StoredEvent
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteTransaction,
)

from infra.store.database import Clock, NewRow, Tip, next_time, wall_clock
from infra.store.sqlite.connection import LOCK_TIMEOUT, connect
from infra.store.sqlite.many import insert_rows

LOG = """
CREATE TABLE IF NOT EXISTS stored_events (
    notification_id INTEGER PRIMARY KEY AUTOINCREMENT,
    originator_id TEXT NOT NULL,
    originator_version INTEGER NOT NULL,
    topic TEXT NOT NULL,
    state BLOB NOT NULL,
    recorded_at INTEGER NOT NULL,
    UNIQUE (originator_id, originator_version)
)
"""
"""Events; `recorded_at` counts microseconds since 1970 in UTC and never decreases.

AUTOINCREMENT: a plain rowid is reused after a delete and renumbered by a dump and reload.
"""


class Cursor(Protocol):
    """What sqlite3's cursor and the library's have in common."""

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> Any:  # noqa: ANN401
        """Run one statement."""

    def fetchone(self) -> Any:  # noqa: ANN401
        """Return the next row."""


def insert(cursor: Cursor, rows: Sequence[NewRow]) -> None:
    """Insert events directly after the end of the log, in a transaction that holds the write lock."""
    insert_rows(cursor.execute, "stored_events", rows)


class ImmediateTransaction(SQLiteTransaction):
    """Takes the write lock when it begins.

    The end of the log is read before it is written: SQLite refuses to turn a reader into a writer then.
    """

    def __enter__(self) -> SQLiteCursor:
        """Begin."""
        cursor = self.connection.cursor()
        try:
            cursor.execute("BEGIN IMMEDIATE" if self.commit else "BEGIN")
        except sqlite3.OperationalError as error:
            raise OperationalError(error) from error
        return cursor


class DurableConnection(SQLiteConnection):
    """A connection whose writing transactions hold the write lock from their first moment."""

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        """Run a transaction."""
        with ImmediateTransaction(self, commit=commit) as cursor, cursor:
            yield cursor


class DurablePool(SQLiteConnectionPool):
    """Connections with `synchronous=FULL`."""

    def _create_connection(self) -> SQLiteConnection:
        try:
            connection = connect(self.db_name, lock_timeout=self.lock_timeout or LOCK_TIMEOUT)
        except sqlite3.Error as error:
            raise InterfaceError(error) from error
        connection.row_factory = sqlite3.Row
        return DurableConnection(connection, max_age=self.max_age)


class DurableDatastore(SQLiteDatastore):
    """The library's datastore with our connections, and texts as ids."""

    def __init__(self, db_name: str, *, lock_timeout: int | None = None) -> None:
        super().__init__(db_name, lock_timeout=lock_timeout, originator_id_type="text")
        self.pool.close()
        self.pool = DurablePool(db_name=db_name, lock_timeout=lock_timeout)


class EventRecorder(SQLiteApplicationRecorder):
    """Writes and reads `stored_events`."""

    clock: Clock = staticmethod(wall_clock)

    def construct_create_table_statements(self) -> list[str]:
        """Return the statements that create the table."""
        return [LOG]

    def tip(self, cursor: Cursor) -> Tip:
        """Return the end of the log; ids of deleted rows count, since they are never given again."""
        cursor.execute(
            "SELECT (SELECT seq FROM sqlite_sequence WHERE name = 'stored_events'),"
            " (SELECT recorded_at FROM stored_events ORDER BY notification_id DESC LIMIT 1)"
        )
        position, recorded_at = cursor.fetchone()
        return Tip(position or 0, recorded_at or 0)

    def _insert_events(
        self,
        c: SQLiteCursor,
        stored_events: Sequence[StoredEvent],
        **_: Any,  # noqa: ANN401
    ) -> Sequence[int] | None:
        tip = self.tip(c)
        at = next_time(tip, self.clock)
        insert(
            c,
            [
                (position, str(event.originator_id), event.originator_version, event.topic, event.state, at)
                for position, event in enumerate(stored_events, tip.position + 1)
            ],
        )
        return list(range(tip.position + 1, tip.position + len(stored_events) + 1))

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Return events of the log from `start` on, in order.

        The library's own statement asks for a column `rowid`, which bears our column's name here.
        """
        first = 1 if start is None else start if inclusive_of_start else start + 1
        marks = ", ".join("?" * len(topics))
        statement = (
            "SELECT originator_id, originator_version, topic, state, notification_id FROM stored_events"  # noqa: S608
            " WHERE notification_id >= ?"
            + (" AND notification_id <= ?" if stop is not None else "")
            + (f" AND topic IN ({marks})" if topics else "")
            + " ORDER BY notification_id LIMIT ?"
        )
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(statement, [first, *([] if stop is None else [stop]), *topics, limit])
            return [Notification(*row) for row in cursor.fetchall()]
