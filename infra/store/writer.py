"""The one thread that writes: all pending jobs share a transaction.

None is answered before it is durable.
Each job has its own savepoint, so that only the loser of a conflict fails.
"""

import asyncio
import errno
import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import groupby
from typing import Any, Generic, Protocol, TypeVar, cast

from domain.recorded import Recorded
from infra.store.application import Log
from infra.store.errors import StoreBusy, StoreFull, StoreUnavailable
from infra.store.transaction import Transaction

T = TypeVar("T")
Work = Callable[[Transaction], T]

QUEUE = 10_000
"""Jobs that may wait; more are refused with `StoreBusy`."""

GROUP = 1_000
"""Jobs in one transaction at most, so that the first of them does not wait long for its answer."""

logger = logging.getLogger(__name__)


class Follower(Protocol):
    """Something that is written in the same transaction as the events, such as a synchronous view."""

    def appended(self, tx: Transaction, recorded: Sequence[Recorded]) -> None:
        """Write what follows from these events; an exception loses the whole group."""

    def rolled_back(self) -> None:
        """Forget what was held in memory: the transaction did not happen."""


class Job(Generic[T]):
    """Work that waits, and whoever waits for its result."""

    def __init__(self, work: Work[T]) -> None:
        self.work = work
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[T] = self.loop.create_future()
        self.result: T | None = None
        self.error: BaseException | None = None

    def settle(self) -> None:
        """Answer whoever waits; in the loop's thread."""
        if self.future.done():  # cancelled meanwhile: the work is done all the same
            return
        if self.error:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(cast("T", self.result))


class Writer:
    """Owns the connection that writes."""

    def __init__(self, log: Log, connection: sqlite3.Connection, *, queue: int = QUEUE) -> None:
        self._log = log
        self._connection = connection
        self._bound = queue
        self._jobs: deque[Job[Any]] = deque()
        self._pending = threading.Condition()
        self._closing = False
        self._followers: list[Follower] = []
        self._listeners: list[Callable[[list[Recorded]], None]] = []
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def follow(self, follower: Follower) -> None:
        """Have a follower write in every transaction from now on."""
        self._followers.append(follower)

    def listen(self, listener: Callable[[list[Recorded]], None]) -> None:
        """Call the listener after each commit with what was appended; in the writer's thread."""
        self._listeners.append(listener)

    async def write(self, work: Work[T]) -> T:
        """Run work in the next transaction and return its result once that is durable."""
        job = Job(work)
        with self._pending:
            if self._closing:
                raise StoreUnavailable
            if len(self._jobs) >= self._bound:
                raise StoreBusy
            self._jobs.append(job)
            self._pending.notify()
        return await job.future

    def close(self) -> None:
        """Finish what waits, then close the connection; blocks."""
        with self._pending:
            self._closing = True
            self._pending.notify()
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        while jobs := self._next():
            try:
                appended = self._commit(jobs)
            except Exception as error:
                logger.warning("a group of %d jobs was not written", len(jobs), exc_info=True)
                self._undo()
                appended = []
                for job in jobs:
                    job.error = job.error or translated(error)
            for listener in self._listeners:
                listener(appended)
            settle(jobs)

    def _next(self) -> list[Job[Any]]:
        with self._pending:
            while not self._jobs and not self._closing:
                self._pending.wait()
            return [self._jobs.popleft() for _ in range(min(len(self._jobs), GROUP))]

    def _commit(self, jobs: Sequence[Job[Any]]) -> list[Recorded]:
        cursor = self._connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        tx = Transaction(cursor, self._log.recorder, self._log.mapper)
        for job in jobs:
            if not job.future.cancelled():
                self._do(job, tx)
        tx.begin_job()
        tx.flush()
        if tx.appended:
            for follower in self._followers:
                follower.appended(tx, tx.appended)
        tx.end_job()
        cursor.execute("COMMIT")
        return tx.appended

    def _do(self, job: Job[Any], tx: Transaction) -> None:
        tx.begin_job()
        try:
            job.result = job.work(tx)
        except BaseException as error:  # it belongs to whoever waits for this job
            if tx.broken or not self._connection.in_transaction:
                raise  # SQLite gave up the transaction of the whole group
            tx.undo_job()
            job.error = translated(error)
        else:
            tx.end_job()

    def _undo(self) -> None:
        with suppress(sqlite3.Error):  # the next BEGIN tells, if it is still open
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        for follower in self._followers:
            follower.rolled_back()


def settle(jobs: Sequence[Job[Any]]) -> None:
    """Answer whoever waits for these jobs: each loop is woken once."""

    def settle_all(mine: Sequence[Job[Any]]) -> None:
        for job in mine:
            job.settle()

    for _, group in groupby(jobs, key=lambda job: id(job.loop)):
        mine = list(group)
        try:
            mine[0].loop.call_soon_threadsafe(settle_all, mine)
        except RuntimeError:  # that loop is closed: nobody waits any more
            logger.warning("%d jobs were written for a loop that is gone", len(mine))


def translated(error: BaseException) -> BaseException:
    """Return an error of SQLite in the store's own terms, any other as it is."""
    if isinstance(error, StopIteration):  # a future takes no such thing
        return RuntimeError(repr(error))
    if isinstance(error, OSError):
        return StoreFull() if error.errno == errno.ENOSPC else StoreUnavailable(str(error))
    if not isinstance(error, sqlite3.Error):
        return error
    name = getattr(error, "sqlite_errorname", "SQLITE_ERROR")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreBusy()
    if isinstance(error, sqlite3.OperationalError) and name != "SQLITE_ERROR":
        return StoreFull() if name == "SQLITE_FULL" else StoreUnavailable(name)
    return error
