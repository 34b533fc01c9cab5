"""The event store of one county: a database behind an asyncio façade.

No call of it blocks the event loop; a write is durable when it is answered.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from types import TracebackType
from typing import Any, Self, TypeVar

from domain.recorded import Recorded
from infra.store.application import Log
from infra.store.database import Clock, Database, wall_clock
from infra.store.feed import Feed
from infra.store.mapper import EventMapper
from infra.store.readers import Read, Readers
from infra.store.reading import end_of_command, head_of, log_after, position_at, stream_events
from infra.store.rows import to_microseconds
from infra.store.transaction import Key
from infra.store.writer import QUEUE, Follower, Job, Measure, Work, Writer

T = TypeVar("T")

PAGE = 1_000


class Store:
    """Events, and all tables that are written beside them."""

    def __init__(self, database: Database, log: Log, writer: Writer, readers: Readers, feed: Feed) -> None:
        self._database = database
        self._log = log
        self._writer = writer
        self._readers = readers
        self.feed = feed

    @classmethod
    async def open(
        cls,
        database: Database,
        *,
        schemas: Sequence[str] = (),
        clock: Clock = wall_clock,
        queue: int = QUEUE,
    ) -> Self:
        """Open a store, or create it; `StoreTooNew` if a later version of the software wrote it.

        `schemas` are further scripts of `CREATE … IF NOT EXISTS`.
        """
        await asyncio.to_thread(database.prepare, schemas)
        log = await asyncio.to_thread(database.log, clock)
        writer = await asyncio.to_thread(Writer, database, log, clock, queue=queue)
        readers = Readers(database)
        probe = await asyncio.to_thread(database.probe)

        async def after(position: int, limit: int) -> list[Recorded]:
            return await readers.read(lambda reader: log_after(reader, log.mapper, position, limit))

        feed = Feed(after, probe, await readers.read(head_of))
        writer.tell(feed.hear)
        return cls(database, log, writer, readers, feed)

    async def close(self) -> None:
        """Write what waits, then let go of the database."""
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

    def listen(self, listener: Callable[[list[Recorded]], None]) -> None:
        """Call the listener after each commit with what was appended; in the writer's thread."""
        self._writer.listen(listener)

    def measure(self, measure: Measure) -> None:
        """Tell of each group that is written, or not; in the writer's thread."""
        self._writer.measure(measure)

    @property
    def waiting(self) -> int:
        """How many jobs wait to be written."""
        return self._writer.waiting

    async def write(self, work: Work[T], *, answers: Key | None = None) -> T:
        """Run `work(tx)` in a transaction shared with whatever else is pending; return once it is durable.

        Whatever `work` raises is raised here, and undoes this work only.
        `answers`: login and id of the command whose answer it keeps.
        """
        return await self._writer.submit(work, answers)

    def put(self, job: Job[Any]) -> None:
        """Have a job done as `write` does, and settled once it is durable; nobody has to wait for it."""
        self._writer.put(job)

    async def read(self, work: Read[T]) -> T:
        """Run `work(connection)` in a reading thread, on one moment of the store."""
        return await self._readers.read(work)

    @asynccontextmanager
    async def claimed(self, what: str) -> AsyncIterator[bool]:
        """Have something for this node alone while inside; False where another node has it."""
        claim = await asyncio.to_thread(self._database.claim, what)
        try:
            yield claim is not None
        finally:
            if claim is not None:
                claim.release()

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
