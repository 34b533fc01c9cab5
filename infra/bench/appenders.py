"""Those who append: the raw driver, the library as it comes, our recorder, and our store.

All write the same 317 bytes into a table of the same shape, durably before they return.
"""

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import psycopg
from eventsourcing.persistence import ApplicationRecorder
from eventsourcing.postgres import PostgresFactory
from eventsourcing.sqlite import SQLiteFactory
from eventsourcing.utils import Environment
from psycopg.conninfo import conninfo_to_dict

from infra.bench.facts import FACT, STATE, TOPIC, stored, stream
from infra.bench.figures import Turn
from infra.store import Database, Store, Transaction
from infra.store.database import wall_clock
from infra.store.postgres.server import Server
from infra.store.sqlite.connection import connect

NAME: Final = stream(0)
ROW: Final = "INSERT INTO stored_events"


class Appender(Protocol):
    """Appends events in one transaction."""

    async def append(self, count: int) -> None:
        """Append so many events; return once they are durable."""

    async def close(self) -> None:
        """Let go of the database."""


async def rate(appender: Appender, count: int, seconds: float) -> Turn:
    """Append for so long, so many events a transaction; events a second."""
    done, busy, began = 0, time.process_time(), time.perf_counter()
    while (taken := time.perf_counter() - began) < seconds:
        await appender.append(count)
        done += count
    return {"figure": done / taken, "cpu_us": 1e6 * (time.process_time() - busy) / done}


class Owner(Protocol):
    """Who holds connections."""

    def close(self) -> None:
        """Close them."""


class _Raw:
    """Rows that follow each other."""

    def __init__(self) -> None:
        self._position = 0

    def _rows(self, count: int) -> list[tuple[Any, ...]]:
        first = self._position + 1
        self._position += count
        at = wall_clock()
        return [(each, NAME, each, TOPIC, STATE, at) for each in range(first, first + count)]


class RawSQLite(_Raw):
    """sqlite3 itself, on a file that is as durable as ours."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._connection: sqlite3.Connection = connect(path)

    async def append(self, count: int) -> None:
        """Append with one `executemany`."""
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(f"{ROW} VALUES (?, ?, ?, ?, ?, ?)", self._rows(count))
        connection.execute("COMMIT")

    async def close(self) -> None:
        """Close the file."""
        self._connection.close()


class RawPostgres(_Raw):
    """psycopg itself: an INSERT for one event, COPY for several."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self._connection: psycopg.Connection[Any] = server.connect()

    async def append(self, count: int) -> None:
        """Append in one statement, which is a transaction."""
        if count == 1:
            self._connection.execute(f"{ROW} VALUES (%s, %s, %s, %s, %s, %s)", self._rows(1)[0])
            return
        with (
            self._connection.cursor() as cursor,
            cursor.copy("COPY stored_events FROM STDIN (FORMAT BINARY)") as copy,
        ):
            copy.set_types(["int8", "text", "int8", "text", "bytea", "int8"])
            for row in self._rows(count):
                copy.write_row(row)

    async def close(self) -> None:
        """Hang up."""
        self._connection.close()


class Recorder:
    """A recorder of the library, or ours in its place; `owner` closes its connections, also when it goes."""

    def __init__(self, recorder: ApplicationRecorder, owner: Owner) -> None:
        self.recorder = recorder
        self._owner = owner
        self._version = 0

    async def append(self, count: int) -> None:
        """Append as the library's application does."""
        self.recorder.insert_events(stored(NAME, self._version, count))
        self._version += count

    async def close(self) -> None:
        """Close the connections."""
        self._owner.close()


class OurStore:
    """Our store, as commands use it: events are encoded, and one thread writes."""

    def __init__(self, store: Store, name: str = NAME) -> None:
        self._store = store
        self._name = name
        self._version = 0

    async def append(self, count: int) -> None:
        """Append in one job."""
        version, name = self._version, self._name
        facts = [FACT] * count

        def work(tx: Transaction) -> None:
            tx.append(name, version, facts)

        await self._store.write(work)
        self._version += count

    async def close(self) -> None:
        """Close the store."""
        await self._store.close()


def library_sqlite(path: Path) -> Recorder:
    """The library's recorder on a file, as it comes."""
    names = {"SQLITE_DBNAME": str(path), "ORIGINATOR_ID_TYPE": "text"}
    factory = SQLiteFactory(Environment(env=names))
    return Recorder(factory.application_recorder(), factory)


def library_postgres(address: str) -> Recorder:
    """The library's recorder on PostgreSQL, as it comes."""
    known = conninfo_to_dict(address)
    names = {
        "POSTGRES_DBNAME": known["dbname"],
        "POSTGRES_HOST": known.get("host", ""),
        "POSTGRES_PORT": known.get("port", "5432"),
        "POSTGRES_USER": known.get("user", ""),
        "POSTGRES_PASSWORD": known.get("password", ""),
        "ORIGINATOR_ID_TYPE": "text",
    }
    texts = {name: str(value) for name, value in names.items()}
    factory = PostgresFactory(Environment(env=texts))
    return Recorder(factory.application_recorder(), factory)


def our_recorder(database: Database) -> Recorder:
    """Our subclass of the library's recorder; the database is prepared already."""
    log = database.log(wall_clock)
    return Recorder(log.recorder, log)


async def prepared(databases: Sequence[Database]) -> None:
    """Make our tables in each."""
    for each in databases:
        await asyncio.to_thread(each.prepare, [])
