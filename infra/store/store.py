"""The event store of one county: a SQLite file behind an asyncio façade.

No call of it blocks the event loop; a write is durable when it is answered.
"""

import asyncio
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from domain.recorded import Recorded
from infra.store import schema
from infra.store.application import Log
from infra.store.connection import connect
from infra.store.errors import StoreTooNew
from infra.store.feed import Feed
from infra.store.mapper import EventMapper
from infra.store.readers import Read, Readers
from infra.store.recorder import Clock, wall_clock
from infra.store.rows import COLUMNS, LogRow, all_recorded, to_microseconds, to_recorded
from infra.store.writer import QUEUE, Follower, Work, Writer

T = TypeVar("T")

PAGE = 1_000


class Store:
    """Events, and all tables that are written beside them."""

    def __init__(self, log: Log, writer: Writer, readers: Readers, feed: Feed) -> None:
        self._log = log
        self._writer = writer
        self._readers = readers
        self.feed = feed

    @classmethod
    async def open(
        cls, path: Path, *, schemas: Sequence[str] = (), clock: Clock = wall_clock, queue: int = QUEUE
    ) -> Self:
        """Open a store, or create it; `StoreTooNew` if a later version of the software wrote it.

        `schemas` are further scripts of `CREATE … IF NOT EXISTS`.
        """
        connection = await asyncio.to_thread(prepared, path, schemas)
        log = await asyncio.to_thread(Log, path, clock)
        writer = Writer(log, connection, queue=queue)
        readers = Readers(path)
        watching = await asyncio.to_thread(connect, path)

        async def after(position: int, limit: int) -> list[Recorded]:
            return await readers.read(lambda reader: log_after(reader, log.mapper, position, limit))

        feed = Feed(after, watching, await readers.read(head_of))
        writer.listen(feed.nudge)
        return cls(log, writer, readers, feed)

    async def close(self) -> None:
        """Write what waits, then let go of the file."""
        await asyncio.to_thread(self._writer.close)
        await self.feed.close()
        await asyncio.to_thread(self._readers.close)
        await asyncio.to_thread(self._log.close)

    async def __aenter__(self) -> Self:
        """Return the store."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the store."""
        await self.close()

    @property
    def mapper(self) -> EventMapper:
        """How events are stored."""
        return self._log.mapper

    def follow(self, follower: Follower) -> None:
        """Have a follower write in the transaction of every append from now on."""
        self._writer.follow(follower)

    async def write(self, work: Work[T]) -> T:
        """Run `work(tx)` in a transaction shared with whatever else is pending; return once it is durable.

        Whatever `work` raises is raised here, and undoes this work only.
        """
        return await self._writer.write(work)

    async def read(self, work: Read[T]) -> T:
        """Run `work(connection)` in a reading thread, on one moment of the store."""
        return await self._readers.read(work)

    async def events(
        self, stream: str, *, after_version: int = 0, through_position: int | None = None
    ) -> list[Recorded]:
        """Return the events of a stream, in order."""
        mapper = self.mapper
        return await self.read(
            lambda connection: stream_events(connection, mapper, stream, after_version, through_position)
        )

    async def log(self, *, after: int = 0, limit: int = PAGE, stream: str | None = None) -> list[Recorded]:
        """Return events after a position, of one stream or of all, in order."""
        mapper = self.mapper
        return await self.read(lambda connection: log_after(connection, mapper, after, limit, stream))

    async def head(self) -> int:
        """Return the last position of the log, 0 when it is empty."""
        return await self.read(head_of)

    async def position_at(self, time: datetime) -> int:
        """Return the last position recorded at or before an aware time, 0 if there is none."""
        wanted = to_microseconds(time)
        return await self.read(lambda connection: position_at(connection, wanted))

    async def end_of_command(self, position: int) -> int:
        """Return the last position of the command that the event at this position belongs to."""
        mapper = self.mapper
        return await self.read(lambda connection: end_of_command(connection, mapper, position))


def prepared(path: Path, schemas: Sequence[str]) -> sqlite3.Connection:
    """Open the file and create what is missing in it."""
    connection = connect(path)
    try:
        refuse_too_new(connection)
        script = ";".join((*schema.LOG, *schema.TABLES, *schemas))
        connection.executescript(f"BEGIN IMMEDIATE; {script}; PRAGMA user_version = {schema.VERSION}; COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def refuse_too_new(connection: sqlite3.Connection) -> None:
    """Raise `StoreTooNew` if a later version of the software wrote the file."""
    [found] = connection.execute("PRAGMA user_version").fetchone()
    if found > schema.VERSION:
        raise StoreTooNew(found, schema.VERSION)


def head_of(connection: sqlite3.Connection) -> int:
    """Return the last position of the log."""
    [head] = connection.execute("SELECT max(notification_id) FROM stored_events").fetchone()
    return head or 0


def stream_events(
    connection: sqlite3.Connection,
    mapper: EventMapper,
    stream: str,
    after_version: int = 0,
    through_position: int | None = None,
) -> list[Recorded]:
    """Return the events of a stream, in order."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM stored_events WHERE originator_id = ? AND originator_version > ?"  # noqa: S608
        " AND notification_id <= coalesce(?, notification_id) ORDER BY originator_version",
        (stream, after_version, through_position),
    )
    return all_recorded(mapper, rows)


def log_after(
    connection: sqlite3.Connection, mapper: EventMapper, after: int, limit: int, stream: str | None = None
) -> list[Recorded]:
    """Return events after a position, in order."""
    # Within a stream the order of versions is that of positions, and has an index.
    which, order = ("AND originator_id = ?", "originator_version") if stream else ("", "notification_id")
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM stored_events WHERE notification_id > ? {which} ORDER BY {order} LIMIT ?",  # noqa: S608
        (after, *([stream] if stream else []), limit),
    )
    return all_recorded(mapper, rows)


def position_at(connection: sqlite3.Connection, microseconds: int) -> int:
    """Return the last position recorded at or before a time.

    Times never decrease along the log, so that halving finds it without an index to keep.
    """
    low, high = 0, head_of(connection)
    while low < high:
        middle = (low + high + 1) // 2
        row = connection.execute(
            "SELECT notification_id, recorded_at FROM stored_events WHERE notification_id <= ?"
            " ORDER BY notification_id DESC LIMIT 1",
            (middle,),
        ).fetchone()
        if row is None or row[1] <= microseconds:
            low = middle
        else:
            high = row[0] - 1
    return low


def end_of_command(connection: sqlite3.Connection, mapper: EventMapper, position: int) -> int:
    """Return the last position of the command that the event at this position belongs to."""
    rows: Iterable[LogRow] = connection.execute(
        f"SELECT {COLUMNS} FROM stored_events WHERE notification_id >= ? ORDER BY notification_id",  # noqa: S608
        (position,),
    )
    end, command = position, None
    for row in rows:
        recorded = to_recorded(mapper, row)
        command = command or recorded.meta.command
        if recorded.meta.command != command:
            break
        end = recorded.position
    return end
