"""Threads that read, each with a connection of its own that cannot write.

A read sees one moment of the store, however many statements it takes.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from infra.store.database import Connection, Database, ReadingConnection
from infra.store.errors import StoreBusy, StoreUnavailable

T = TypeVar("T")
Read = Callable[[Connection], T]

THREADS = 4

QUEUE = 5_000
"""Reads that may be under way or wait; more are refused with `StoreBusy`."""


class Readers:
    """A pool of reading threads."""

    def __init__(self, database: Database, *, threads: int = THREADS, queue: int = QUEUE) -> None:
        self._bound = queue
        self._under_way = 0
        self._database = database
        self._mine = threading.local()
        self._connections: list[ReadingConnection] = []
        self._threads = ThreadPoolExecutor(threads, "store-reader", initializer=self._connect)
        self._closed = False

    async def read(self, work: Read[T]) -> T:
        """Run work in a reading thread and return its result; from one event loop."""
        if self._closed:
            raise StoreUnavailable
        if self._under_way >= self._bound:
            raise StoreBusy
        self._under_way += 1
        reading = asyncio.get_running_loop().run_in_executor(self._threads, self._run, work)
        # Whoever stops waiting takes it out of the queue, or leaves it to its thread.
        reading.add_done_callback(self._done)
        return await reading

    def close(self) -> None:
        """Finish what is being read and close the connections; blocks."""
        self._closed = True
        self._threads.shutdown()
        for connection in self._connections:
            connection.close()

    def _done(self, _: asyncio.Future[T]) -> None:
        self._under_way -= 1

    def _connect(self) -> None:
        self._mine.connection = self._database.to_read()
        self._connections.append(self._mine.connection)

    def _run(self, work: Read[T]) -> T:
        connection: ReadingConnection = self._mine.connection
        try:
            connection.begin()
            return work(connection)
        except Exception as error:
            told = self._database.translated(error)
            if told is error:
                raise
            raise told from None
        finally:
            with suppress(Exception):  # a lost connection is told by what is read next
                connection.end()
