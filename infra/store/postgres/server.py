"""A county's store in a PostgreSQL database that several nodes share.

A county has a schema of its own: the one that its address says (`?options=-csearch_path%3DNAME`).
"""

from collections.abc import Sequence
from typing import Any, Final

import psycopg
from psycopg import sql

from infra.store import schema
from infra.store.application import Log
from infra.store.database import Clock
from infra.store.errors import StoreTooNew
from infra.store.postgres import log as tables
from infra.store.postgres.claim import Lock, lock
from infra.store.postgres.datastore import DURABLE
from infra.store.postgres.dialect import definition
from infra.store.postgres.reading import Head, Reading
from infra.store.postgres.recorder import EventRecorder
from infra.store.postgres.refusals import translated
from infra.store.postgres.writing import Writing

CONNECT: Final = 5
"""Seconds to wait for the server."""
LOCK: Final = 10_000
"""Milliseconds to wait for another node that writes."""
STATEMENT: Final = 60_000
"""Milliseconds that a statement may take."""
IDLE: Final = 30_000
"""Milliseconds after which a transaction of a node that is not heard of any more is given up."""
SILENCE: Final = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
"""Seconds, seconds and times until a peer that says nothing is given up; also `tcp_…` at the server."""

UNUSED: Final = ("POSTGRES_DBNAME", "POSTGRES_HOST", "POSTGRES_PORT", "POSTGRES_USER", "POSTGRES_PASSWORD")
"""What the library asks for, and the address says."""

SAID: Final = "; ".join(
    (
        DURABLE,
        f"SET lock_timeout = {LOCK}",
        f"SET statement_timeout = {STATEMENT}",
        f"SET idle_in_transaction_session_timeout = {IDLE}",
        "SET client_min_messages = warning",
        *(f"SET tcp_{name} = {value}" for name, value in SILENCE.items()),
    )
).encode()
"""What is said on each new connection."""


class Server:
    """The database; `address` is a libpq URL, which may hold a password and is never logged."""

    def __init__(self, address: str) -> None:
        self._address = address

    def connect(self) -> "psycopg.Connection[Any]":
        """Open a connection whose transactions are begun explicitly. Raises `StoreUnavailable`."""
        try:
            connection = psycopg.connect(
                self._address,
                autocommit=True,
                prepare_threshold=2,
                connect_timeout=CONNECT,
                keepalives_idle=SILENCE["keepalives_idle"],
                keepalives_interval=SILENCE["keepalives_interval"],
                keepalives_count=SILENCE["keepalives_count"],
            )
            connection.execute(SAID)
        except psycopg.Error as error:
            raise translated(error) from None  # its message names the address
        return connection

    def exists(self) -> bool:
        """Return whether a county was founded here. Raises `StoreUnavailable`."""
        with self.connect() as connection:
            return bool(
                connection.execute(
                    "SELECT 1 FROM pg_tables"
                    " WHERE schemaname = current_schema() AND tablename = 'stored_events'"
                ).fetchall()
            )

    def prepare(self, schemas: Sequence[str]) -> None:
        """Create what is missing; one node at a time. Raises `StoreTooNew`, `StoreUnavailable`."""
        version = "CREATE TABLE IF NOT EXISTS store_version (version INTEGER PRIMARY KEY)"
        script = ";".join((version, tables.LOG, *schema.TABLES, *schemas))
        try:
            with self.connect() as connection, connection.transaction():
                connection.execute("SELECT pg_advisory_xact_lock(%s)", (tables.PREPARING,))
                _create_schema(connection)
                connection.execute(definition(script).encode())
                connection.execute(
                    "INSERT INTO store_version VALUES (%s) ON CONFLICT DO NOTHING", (schema.VERSION,)
                )
                [(found,)] = connection.execute("SELECT max(version) FROM store_version").fetchall()
                if found > schema.VERSION:
                    raise StoreTooNew(found, schema.VERSION)
        except psycopg.Error as error:
            raise translated(error) from None

    def log(self, clock: Clock) -> Log:
        """Return the library's application on this database."""
        with self.connect() as connection:
            [(name,)] = connection.execute("SELECT current_schema()").fetchall()
        log = Log(
            {
                "PERSISTENCE_MODULE": "infra.store.postgres",
                "POSTGRES_ADDRESS": self._address,
                **dict.fromkeys(UNUSED, "-"),
                "POSTGRES_SCHEMA": name,
                "CREATE_TABLE": "n",
            }
        )
        recorder = log.recorder
        if not isinstance(recorder, EventRecorder):
            raise TypeError(type(recorder))
        recorder.clock = clock
        return log

    def to_write(self, log: Log) -> Writing:  # noqa: ARG002 - SQLite needs its recorder
        """Return a connection that writes; it is opened when it is needed."""
        return Writing(self.connect)

    def to_read(self) -> Reading:
        """Return a connection that reads; it is opened when it is needed."""
        return Reading(self.connect)

    def probe(self) -> Head:
        """Return a connection that looks at the end of the log."""
        return Head(self.to_read())

    def claim(self, what: str) -> Lock | None:
        """Take something among all nodes. Raises `StoreUnavailable`."""
        try:
            return lock(self.connect(), what)
        except psycopg.Error as error:
            raise translated(error) from None

    def place(self) -> str:
        """Return which table of which database it is, and after how many recoveries (the timeline)."""
        try:
            with self.connect() as connection:
                [found] = connection.execute(
                    "SELECT d.oid, 'stored_events'::regclass::oid,"
                    " left(pg_walfile_name(pg_current_wal_lsn()), 8)"
                    " FROM pg_database AS d WHERE d.datname = current_database()"
                ).fetchall()
        except psycopg.Error as error:
            raise translated(error) from error
        return ":".join(map(str, found))

    def translated(self, error: BaseException) -> BaseException:
        """Return an error of the driver as a `StoreError`, any other as it is."""
        return translated(error)


def _create_schema(connection: "psycopg.Connection[Any]") -> None:
    """Create the schema that the address names first, where it is missing."""
    [(current, path)] = connection.execute(
        "SELECT current_schema(), current_setting('search_path')"
    ).fetchall()
    first = path.partition(",")[0].strip()
    if current is None and first:
        name = first.strip('"').replace('""', '"') if first.startswith('"') else first.lower()
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
