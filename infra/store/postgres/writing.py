"""Writing to PostgreSQL; who holds the row with the end of the log may append.

As long as nobody else appends, the end of the log is where we left it: what is only appended goes to the
server as one statement, which does nothing where the log ends elsewhere. The first statement that asks or
changes anything else takes the lock, and finds out the same way.
"""

import select
from collections.abc import Sequence
from typing import Any, Final

import psycopg
from psycopg.pq import TransactionStatus

from infra.store.database import MANY, NewRow, Overtaken, Tip
from infra.store.errors import StoreUnavailable
from infra.store.postgres import appending
from infra.store.postgres import log as tables
from infra.store.postgres.dialect import definition, statement
from infra.store.postgres.reading import Connect

SHARED: Final = 16
"""Transactions that take the lock first after somebody else has appended."""


class Writing:
    """Writes; connects anew where the connection was lost."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._connection: psycopg.Connection[Any] | None = None
        self._tip: Tip | None = None
        self._shared = 0
        self._begun = False
        self._overtaken = False
        self._copying = False
        self._asked = False
        self._asked_at: Tip | None = None
        self._rows: list[NewRow] = []

    @property
    def in_transaction(self) -> bool:
        """Whether what was done can still be committed or undone in part."""
        connection = self._connection
        return (
            not self._overtaken
            and connection is not None
            and connection.info.transaction_status != TransactionStatus.UNKNOWN
        )

    def begin(self, *, sure: bool) -> Tip:
        """Return the end of the log: where we left it, or, to be sure, once the other nodes have done."""
        self._rows = []
        self._begun = self._overtaken = self._copying = self._asked = False
        self._shared = max(self._shared - 1, 0)
        known = None if sure or self._shared or self._lost() else self._tip
        return known or self._lock()

    def confirm(self) -> None:
        """Take the lock, unless it is ours already. Raises `Overtaken`."""
        if not self._overtaken:
            self._allowed()
        if self._overtaken or not (self._begun or self._lock() == self._tip):
            self._overtaken, self._shared = True, SHARED
            raise Overtaken

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> "psycopg.Cursor[Any]":
        """Run a statement."""
        return self._ready().execute(statement(sql), parameters)

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]], /) -> None:
        """Run a statement for each row of parameters."""
        self._ready().cursor().executemany(statement(sql), rows)

    def insert_rows(self, into: str, rows: Sequence[Sequence[Any]], then: str = "", /) -> None:
        """Insert rows into a table; `then` is what follows them in the statement."""
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self.executemany(f"INSERT INTO {into} VALUES ({marks}) {then}", rows)  # noqa: S608

    def define(self, sql: str, /) -> None:
        """Run a definition."""
        self._ready().execute(definition(sql).encode())

    def tables(self) -> list[str]:
        """Return the names of all tables."""
        rows = self.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        return [name for (name,) in rows]

    def insert(self, rows: Sequence[NewRow], /) -> None:
        """Insert events directly after the end of the log, at the latest before the next statement.

        Where they are many the server takes them in while the next are encoded.
        """
        self._rows += rows
        if self._copying:
            self._allowed()
            appending.add(self._open, self._rows)
            self._rows = []
        elif len(self._rows) >= MANY:
            # Its answer is waited for when there is more: meanwhile that is encoded.
            self._asked_at = None if self._begun else self._tip
            appending.ask(self._open, self._asked_at)
            self._begun = self._copying = self._asked = True

    def commit(self, tip: Tip, /) -> None:
        """Return when everything is on the server's disk; the log ends at `tip`. Raises `Overtaken`."""
        if self._overtaken or not (self._begun or self._rows):
            self.confirm()  # without a lock, and with nothing that would find out
        if self._copying:
            self._end_copy()
        before, self._tip = self._tip, None
        if self._begun:
            appending.commit(self._open, self._rows, tip)
        elif before is None or not appending.append(self._open, self._rows, before, tip):
            self._overtaken, self._shared = True, SHARED
            raise Overtaken
        self._rows, self._begun, self._tip = [], False, tip

    def rollback(self) -> None:
        """Undo everything."""
        self._tip = None
        connection = self._connection
        if connection is not None and not connection.closed:
            if connection.info.transaction_status == TransactionStatus.ACTIVE:
                connection.close()  # in the middle of an answer: the server undoes it
                return
            try:
                connection.rollback()
            except psycopg.Error:
                connection.close()

    def close(self) -> None:
        """Let go of the server."""
        if self._connection is not None:
            self._connection.close()

    def _lock(self) -> Tip:
        if self._connection is None or self._lost():
            self._connection = self._connect()
        cursor = self._connection.execute(f"BEGIN; {tables.LOCK}".encode())
        cursor.nextset()
        [found] = cursor.fetchall()
        self._begun = True
        tip = Tip(*found)
        if self._tip is None:
            self._tip = tip
        return tip

    def _lost(self) -> bool:
        """Whether the server has ended the connection; then it says so without having been asked."""
        connection = self._connection
        if connection is None or connection.closed:
            return True
        socket = select.poll()
        socket.register(connection.fileno(), select.POLLIN)
        if socket.poll(0):
            connection.close()
        return connection.closed

    def _ready(self) -> "psycopg.Connection[Any]":
        """Return the connection with everything sent that comes before the next statement."""
        self.confirm()
        if self._copying:
            self._end_copy()
        if self._rows:
            rows, self._rows = self._rows, []
            appending.insert(self._open, rows)
        return self._open

    def _allowed(self) -> None:
        """Wait until events may be sent, if that was asked for. Raises `Overtaken`."""
        if self._asked:
            self._asked = False
            if not appending.may(self._open, self._asked_at):
                self._overtaken, self._shared, self._copying = True, SHARED, False
                raise Overtaken

    def _end_copy(self) -> None:
        self._allowed()
        rows, self._rows, self._copying = self._rows, [], False
        appending.end(self._open, rows)

    @property
    def _open(self) -> "psycopg.Connection[Any]":
        if self._connection is None:
            raise StoreUnavailable
        return self._connection
