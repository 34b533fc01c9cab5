"""The library's PostgreSQL recorder on our own table: gapless ids, and the time of recording."""

from collections.abc import Sequence
from typing import Any

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg import Cursor, sql
from psycopg.rows import DictRow, tuple_row

from infra.store.database import Clock, Tip, next_time, wall_clock
from infra.store.postgres import appending, log
from infra.store.postgres.dialect import definition


class EventRecorder(PostgresApplicationRecorder):
    """Writes and reads `stored_events`."""

    clock: Clock = staticmethod(wall_clock)

    def __init__(self, datastore: PostgresDatastore, *, events_table_name: str = "") -> None:  # noqa: ARG002
        """The library would name the table by the application, but a store has one log."""
        super().__init__(datastore)
        statements = definition(log.LOG).split(";")
        self.sql_create_statements = [sql.SQL(each).format() for each in statements]

    def _create_table(self, curs: Cursor[DictRow]) -> None:
        curs.execute("SELECT pg_advisory_xact_lock(%s)", (log.PREPARING,))
        super()._create_table(curs)

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int]:  # noqa: ANN401
        """Insert events in one transaction, and return their ids."""
        with (
            self.datastore.get_connection() as connection,
            connection.transaction(),
            connection.cursor(row_factory=tuple_row) as cursor,
        ):
            [found] = cursor.execute(log.LOCK).fetchall()
            tip = Tip(*found)
            at = next_time(tip, self.clock)
            if stored_events:
                rows = [
                    (
                        position,
                        str(each.originator_id),
                        each.originator_version,
                        each.topic,
                        each.state,
                        at,
                    )
                    for position, each in enumerate(stored_events, tip.position + 1)
                ]
                with cursor.copy(appending.COPY) as copy:
                    copy.write(appending.packed(rows))
                cursor.execute(appending.moved(Tip(rows[-1][0], at)))
        return list(range(tip.position + 1, tip.position + len(stored_events) + 1))
