"""A county's store in a PostgreSQL database that several nodes share."""

from collections.abc import Sequence
from typing import Any, Final

import psycopg
from eventsourcing.persistence import PersistenceError
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict

from infra.store import schema
from infra.store.application import Log
from infra.store.database import Clock, NewRow, Tip
from infra.store.errors import StatementFailed, StoreBusy, StoreFull, StoreTooNew, StoreUnavailable
from infra.store.postgres import log as tables
from infra.store.postgres.dialect import definition, statement
from infra.store.postgres.recorder import EventRecorder

CONNECT: Final = 5
"""Seconds to wait for the server."""
LOCK: Final = 10_000
"""Milliseconds to wait for another node that writes."""
STATEMENT: Final = 60_000
"""Milliseconds that a statement may take."""
PREPARING: Final = 6_172_023
"""The advisory lock under which tables are created."""


class Server:
    """The database; `address` is a libpq URL, which may hold a password and is never logged."""

    def __init__(self, address: str) -> None:
        self._address = address

    def connect(self) -> "psycopg.Connection[Any]":
        """Open a connection whose transactions are begun explicitly."""
        connection = psycopg.connect(
            self._address,
            autocommit=True,
            prepare_threshold=2,
            connect_timeout=CONNECT,
            keepalives_idle=5,
            keepalives_interval=2,
            keepalives_count=3,
        )
        connection.execute(
            f"SET synchronous_commit = on; SET lock_timeout = {LOCK}; SET statement_timeout = {STATEMENT};"
            " SET client_min_messages = warning"
        )
        return connection

    def exists(self) -> bool:
        """Return whether a county was founded here."""
        with self.connect() as connection:
            [found] = connection.execute("SELECT to_regclass('stored_events') IS NOT NULL").fetchall()
        return bool(found[0])

    def prepare(self, schemas: Sequence[str]) -> None:
        """Create what is missing; one node at a time. Raises `StoreTooNew`."""
        version = "CREATE TABLE IF NOT EXISTS store_version (version INTEGER PRIMARY KEY)"
        script = ";".join((version, tables.LOG, *schema.TABLES, *schemas))
        try:
            with self.connect() as connection, connection.transaction():
                connection.execute("SELECT pg_advisory_xact_lock(%s)", (PREPARING,))
                connection.execute(definition(script).encode())
                connection.execute(
                    "INSERT INTO store_version VALUES (%s) ON CONFLICT DO NOTHING", (schema.VERSION,)
                )
                [(found,)] = connection.execute("SELECT max(version) FROM store_version").fetchall()
                if found > schema.VERSION:
                    raise StoreTooNew(found, schema.VERSION)
        except psycopg.Error as error:
            raise translated(error) from error

    def log(self, clock: Clock) -> Log:
        """Return the library's application on this database."""
        known = conninfo_to_dict(self._address)
        log = Log(
            {
                "PERSISTENCE_MODULE": "infra.store.postgres",
                "POSTGRES_DBNAME": str(known.get("dbname", "")),
                "POSTGRES_HOST": str(known.get("host", "")),
                "POSTGRES_PORT": str(known.get("port", "5432")),
                "POSTGRES_USER": str(known.get("user", "")),
                "POSTGRES_PASSWORD": str(known.get("password", "")),
                "POSTGRES_SCHEMA": "public",
                "POSTGRES_ORIGINATOR_ID_TYPE": "text",
                "CREATE_TABLE": "n",
            }
        )
        recorder = log.recorder
        if not isinstance(recorder, EventRecorder):
            raise TypeError(type(recorder))
        recorder.clock = clock
        return log

    def to_write(self, log: Log) -> "Writing":  # noqa: ARG002 - SQLite needs its recorder
        """Return a connection that writes; it is opened when it is needed."""
        return Writing(self)

    def to_read(self) -> "Reading":
        """Return a connection that reads; it is opened when it is needed."""
        return Reading(self)

    def probe(self) -> "Head":
        """Return a connection that looks at the end of the log."""
        return Head(Reading(self))

    def translated(self, error: BaseException) -> BaseException:
        """Return an error of the driver as a `StoreError`, any other as it is."""
        return translated(error)


class Writing:
    """Writes; connects anew where the connection was lost."""

    def __init__(self, server: Server) -> None:
        self._server = server
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
            connection = self._connection = self._server.connect()
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


class Reading:
    """Reads one moment; connects anew where the connection was lost."""

    def __init__(self, server: Server) -> None:
        self._server = server
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
        self._connection = self._server.connect()
        self._connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def end(self) -> None:
        """Let go of the moment."""
        if self._connection is not None:
            self._connection.rollback()

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
            raise translated(error) from error
        return position

    def close(self) -> None:
        """Let go of the server."""
        self._connection.close()


def translated(error: BaseException) -> BaseException:
    """Return an error of the driver as a `StoreError`, any other as it is; without the values in it."""
    if isinstance(error, errors.LockNotAvailable | errors.QueryCanceled | errors.DeadlockDetected):
        return StoreBusy()
    if isinstance(error, errors.DiskFull):
        return StoreFull()
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError | errors.AdminShutdown):
        return StoreUnavailable(type(error).__name__)
    if isinstance(error, PersistenceError):
        return StoreUnavailable(type(error).__name__)
    if isinstance(error, psycopg.Error):
        return StatementFailed(f"{type(error).__name__} {error.sqlstate}")
    return error
