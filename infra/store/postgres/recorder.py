"""The library's PostgreSQL recorder on our own table: gapless ids, and the time of recording."""

from collections.abc import Sequence
from typing import Any

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from psycopg import sql
from psycopg.rows import tuple_row

from infra.store.database import Clock, Tip, next_time, wall_clock
from infra.store.postgres import log
from infra.store.postgres.dialect import definition


class EventRecorder(PostgresApplicationRecorder):
    """Writes and reads `stored_events`."""

    clock: Clock = staticmethod(wall_clock)

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 - the library's
        super().__init__(*args, **named)
        statements = definition(log.LOG).split(";")
        self.sql_create_statements = [sql.SQL(each).format() for each in statements]

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
            log.insert(
                cursor,
                [
                    (
                        position,
                        str(each.originator_id),
                        each.originator_version,
                        each.topic,
                        each.state,
                        at,
                    )
                    for position, each in enumerate(stored_events, tip.position + 1)
                ],
            )
        return list(range(tip.position + 1, tip.position + len(stored_events) + 1))
