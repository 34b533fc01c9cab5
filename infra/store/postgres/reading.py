"""Reading from PostgreSQL: a moment that does not change while it is read."""

from collections.abc import Callable, Sequence
from typing import Any

import psycopg

from infra.store.errors import StoreUnavailable
from infra.store.postgres.dialect import statement
from infra.store.postgres.refusals import translated

Connect = Callable[[], "psycopg.Connection[Any]"]


class Reading:
    """Reads one moment; connects anew where the connection was lost."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._connection: psycopg.Connection[Any] | None = None

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> "psycopg.Cursor[Any]":
        """Run a statement."""
        if self._connection is None:
            raise StoreUnavailable
        return self._connection.execute(statement(sql), parameters)

    def begin(self) -> None:
        """Fix the moment that is read: that of the first statement."""
        connection = self._connection
        if connection is not None and not connection.closed:
            try:
                connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            except psycopg.OperationalError:  # it was lost while nobody read
                connection.close()
            else:
                return
        self._connection = self._connect()
        self._connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def end(self) -> None:
        """Let go of the moment."""
        if self._connection is not None:
            self._connection.rollback()

    def faults(self) -> list[str]:
        """Return nothing: the server checks its pages itself (`data_checksums`, `pg_amcheck`)."""
        return []

    def close(self) -> None:
        """Let go of the server."""
        if self._connection is not None:
            self._connection.close()


class Head:
    """Asks for the end of the log."""

    def __init__(self, connection: Reading) -> None:
        self._connection = connection

    def look(self) -> object:
        """Return the last position."""
        try:
            self._connection.begin()
            [(position,)] = self._connection.execute("SELECT position FROM log_tip").fetchall()
            self._connection.end()
        except psycopg.Error as error:
            raise translated(error) from None
        return position

    def close(self) -> None:
        """Let go of the server."""
        self._connection.close()
