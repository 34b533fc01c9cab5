"""Threads that read, each with a connection of its own that cannot write.

A read sees one moment of the store, however many statements it takes.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from infra.store.connection import connect_for_reading
from infra.store.errors import StoreUnavailable
from infra.store.writer import translated

T = TypeVar("T")
Read = Callable[[sqlite3.Connection], T]

THREADS = 4


class Readers:
    """A pool of reading threads."""

    def __init__(self, path: Path, *, threads: int = THREADS) -> None:
        self._path = path
        self._mine = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._threads = ThreadPoolExecutor(threads, "store-reader", initializer=self._connect)
        self._closed = False

    async def read(self, work: Read[T]) -> T:
        """Run work in a reading thread and return its result."""
        if self._closed:
            raise StoreUnavailable
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, work)

    def close(self) -> None:
        """Finish what is being read and close the connections; blocks."""
        self._closed = True
        self._threads.shutdown()
        for connection in self._connections:
            connection.close()

    def _connect(self) -> None:
        self._mine.connection = connect_for_reading(self._path)
        self._connections.append(self._mine.connection)

    def _run(self, work: Read[T]) -> T:
        connection: sqlite3.Connection = self._mine.connection
        try:
            connection.execute("BEGIN")
            return work(connection)
        except sqlite3.Error as error:
            raise translated(error) from error
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
