"""Writing to PostgreSQL; who holds the row with the end of the log may append."""

from collections.abc import Sequence
from typing import Any

import psycopg

from infra.store.database import NewRow, Tip
from infra.store.errors import StoreUnavailable
from infra.store.postgres import log as tables
from infra.store.postgres.dialect import definition, statement
from infra.store.postgres.reading import Connect


class Writing:
    """Writes; connects anew where the connection was lost."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._connection: psycopg.Connection[Any] | None = None

    @property
    def in_transaction(self) -> bool:
        """Whether the server has not given the transaction up."""
        connection = self._connection
        return (
            connection is not None
            and connection.info.transaction_status != psycopg.pq.TransactionStatus.UNKNOWN
        )

    def begin(self) -> Tip:
        """Wait for the other nodes, and return the end of the log."""
        connection = self._connection
        if connection is None or connection.closed:
            connection = self._connection = self._connect()
        cursor = connection.execute(f"BEGIN; {tables.LOCK}")
        cursor.nextset()
        [found] = cursor.fetchall()
        return Tip(*found)

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> "psycopg.Cursor[Any]":
        """Run a statement."""
        return self._open.execute(statement(sql), parameters)

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]], /) -> None:
        """Run a statement for each row of parameters."""
        self._open.cursor().executemany(statement(sql), rows)

    def insert_rows(self, into: str, rows: Sequence[Sequence[Any]], then: str = "", /) -> None:
        """Insert rows into a table; `then` is what follows them in the statement."""
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self.executemany(f"INSERT INTO {into} VALUES ({marks}) {then}", rows)  # noqa: S608

    def define(self, sql: str, /) -> None:
        """Run a definition."""
        self._open.execute(definition(sql).encode())

    def tables(self) -> list[str]:
        """Return the names of all tables."""
        rows = self.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        return [name for (name,) in rows]

    def insert(self, rows: Sequence[NewRow], /) -> None:
        """Insert events directly after the end of the log."""
        tables.insert(self._open.cursor(), rows)

    def commit(self) -> None:
        """Return when everything is on the server's disk."""
        self._open.execute("COMMIT")

    def rollback(self) -> None:
        """Undo everything."""
        connection = self._connection
        if connection is not None and not connection.closed:
            try:
                connection.rollback()
            except psycopg.Error:
                connection.close()

    def close(self) -> None:
        """Let go of the server."""
        if self._connection is not None:
            self._connection.close()

    @property
    def _open(self) -> "psycopg.Connection[Any]":
        if self._connection is None:
            raise StoreUnavailable
        return self._connection
