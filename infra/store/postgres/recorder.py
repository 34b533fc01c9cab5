"""The library's PostgreSQL recorder on our own table: gapless ids, and the time of recording."""

from collections.abc import Sequence
from typing import Any

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg import Connection, Cursor, sql
from psycopg.rows import DictRow, tuple_row

from infra.store.database import Clock, NewRow, Tip, next_time, wall_clock
from infra.store.postgres import appending, log
from infra.store.postgres.dialect import definition


class EventRecorder(PostgresApplicationRecorder):
    """Writes and reads `stored_events`."""

    clock: Clock = staticmethod(wall_clock)

    def __init__(self, datastore: PostgresDatastore, *, events_table_name: str = "") -> None:  # noqa: ARG002
        """The library would name the table by the application, but a store has one log."""
        super().__init__(datastore)
        # Where the log ended when we appended last; others may have, which is found out by appending.
        self._tip: Tip | None = None
        statements = definition(log.LOG).split(";")
        self.sql_create_statements = [sql.SQL(each).format() for each in statements]

    def _create_table(self, curs: Cursor[DictRow]) -> None:
        curs.execute("SELECT pg_advisory_xact_lock(%s)", (log.PREPARING,))
        super()._create_table(curs)

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int]:  # noqa: ANN401
        """Insert events in one transaction, and return their ids."""
        if not stored_events:
            return []
        with self.datastore.get_connection() as connection:
            try:
                before, self._tip = self._tip, None
                after = before and self._appended(connection, stored_events, before)
                if after is None:
                    connection.rollback()
                    after = self._locked(connection, stored_events)
            except Exception:
                connection.rollback()
                raise
            self._tip = after
        return list(range(after.position - len(stored_events) + 1, after.position + 1))

    def _appended(
        self, connection: Connection[Any], events: Sequence[StoredEvent], before: Tip
    ) -> Tip | None:
        """Append where nobody else has since we did; None where somebody has."""
        rows, after = self._rows(events, before)
        return after if appending.append(connection, rows, before, after) else None

    def _locked(self, connection: Connection[Any], events: Sequence[StoredEvent]) -> Tip:
        """Append where the log is found to end."""
        with connection.cursor(row_factory=tuple_row) as cursor:
            cursor.execute(f"BEGIN; {log.LOCK}".encode())
            cursor.nextset()
            [found] = cursor.fetchall()
        rows, after = self._rows(events, Tip(*found))
        appending.commit(connection, rows, after)
        return after

    def _rows(self, events: Sequence[StoredEvent], before: Tip) -> tuple[list[NewRow], Tip]:
        at = next_time(before, self.clock)
        rows = [
            (position, str(each.originator_id), each.originator_version, each.topic, each.state, at)
            for position, each in enumerate(events, before.position + 1)
        ]
        return rows, Tip(rows[-1][0], at)
