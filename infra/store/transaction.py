"""What a job may do inside the writer's transaction.

Positions and times of recording are known as soon as something is appended, and hold if the job succeeds.
Events are held back and inserted together: a job that only appends then costs no statement and no savepoint.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any

from eventsourcing.persistence import StoredEvent

from domain.recorded import Event, Meta, Recorded
from infra.store.errors import VersionConflict
from infra.store.mapper import EventMapper, topic
from infra.store.recorder import EventRecorder
from infra.store.rows import to_time

Row = tuple[Any, ...]


class Transaction:
    """One SQLite transaction, shared by the jobs of a group; it holds the write lock."""

    def __init__(self, cursor: sqlite3.Cursor, recorder: EventRecorder, mapper: EventMapper) -> None:
        self._cursor = cursor
        self._recorder = recorder
        self._mapper = mapper
        self._inserted = recorder.tip(cursor)
        # One time for the whole group: whoever asks for the state as of a time never sees half a command.
        self._recorded_at = recorder.next_time(self._inserted)
        self._time = to_time(self._recorded_at)
        self._held: list[StoredEvent] = []
        self._versions: dict[str, int] = {}
        self._versions_before: dict[str, int] = {}
        self._held_before = 0
        self._appended_before = 0
        self._has_savepoint = False
        self.appended: list[Recorded] = []
        self.broken = False
        """Events of earlier jobs could not be inserted: the whole group is lost."""

    @property
    def mapper(self) -> EventMapper:
        """How events are stored."""
        return self._mapper

    @property
    def head(self) -> int:
        """The last position of the log, with what this transaction appended so far."""
        return self._inserted.position + len(self._held)

    def append(self, stream: str, expected: int, events: Sequence[tuple[Meta, Event]]) -> list[Recorded]:
        """Append events to a stream that has `expected` events so far; `VersionConflict` if it has not."""
        actual = self.version(stream)
        if actual != expected:
            raise VersionConflict(stream, expected, actual)
        stored = [
            StoredEvent(stream, version, topic(event), self._mapper.encode(meta, event))
            for version, (meta, event) in enumerate(events, expected + 1)
        ]
        # What is handed on is what a replay will read, and what cannot be read never gets into the log.
        recorded = [
            Recorded(position, stream, row.originator_version, self._time, *self._mapper.decode(row.state))
            for position, row in enumerate(stored, self.head + 1)
        ]
        self._versions_before.setdefault(stream, actual)
        self._versions[stream] = expected + len(stored)
        self._held += stored
        self.appended += recorded
        return recorded

    def version(self, stream: str) -> int:
        """Return how many events a stream has."""
        known = self._versions.get(stream)
        if known is None:
            [known] = self._cursor.execute(
                "SELECT coalesce(max(originator_version), 0) FROM stored_events WHERE originator_id = ?",
                (stream,),
            ).fetchone()
            self._versions[stream] = known
        return known

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run a statement and return how many rows it changed."""
        self._begin_to_write()
        return self._cursor.execute(sql, parameters).rowcount

    def executemany(self, sql: str, parameters: Sequence[Sequence[Any]]) -> None:
        """Run a statement for each row of parameters."""
        self._begin_to_write()
        self._cursor.executemany(sql, parameters)

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Run a statement and return its rows."""
        self._begin_to_write()
        return self._cursor.execute(sql, parameters).fetchall()

    def begin_job(self) -> None:
        """What is done from here on can be undone by `undo_job`, until `end_job`."""
        self._held_before = len(self._held)
        self._appended_before = len(self.appended)
        self._versions_before = {}
        self._has_savepoint = False

    def end_job(self) -> None:
        """Keep what the job did."""
        if self._has_savepoint:
            self._cursor.execute("RELEASE job")
            self._has_savepoint = False

    def undo_job(self) -> None:
        """Undo what the job did, and nothing else."""
        if self._has_savepoint:
            self._cursor.execute("ROLLBACK TO job")
            self._cursor.execute("RELEASE job")
            self._inserted = self._recorder.tip(self._cursor)
            self._has_savepoint = False
        del self._held[self._held_before :]
        del self.appended[self._appended_before :]
        self._versions.update(self._versions_before)

    def flush(self) -> None:
        """Insert the events that are held back."""
        self._insert(len(self._held))

    def _begin_to_write(self) -> None:
        if not self._has_savepoint:
            self._insert(self._held_before)  # of earlier jobs: outside of this one's savepoint
            self._held_before = 0
            self._cursor.execute("SAVEPOINT job")
            self._has_savepoint = True
        self.flush()

    def _insert(self, count: int) -> None:
        if count:
            held, self._held = self._held[:count], self._held[count:]
            self.broken = True
            self._inserted = self._recorder.insert_rows(self._cursor, self._inserted, self._recorded_at, held)
            self.broken = False
