"""The one thread that writes: all pending jobs share a transaction.

None is answered before it is durable, and only the loser of a conflict fails.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, Generic, Protocol, TypeVar, cast

from domain.recorded import Recorded
from infra.store.application import Log
from infra.store.database import Clock, Database, Overtaken, Tip, WritingConnection
from infra.store.errors import StatementFailed, StoreBusy, StoreUnavailable
from infra.store.transaction import Again, Key, Transaction

T = TypeVar("T")
Work = Callable[[Transaction], T]
"""What is done in a transaction; it may be done again from its beginning, as if it had not been before."""

QUEUE = 10_000
"""Jobs that may wait; more are refused with `StoreBusy`."""

VERSIONS = 100_000
"""Streams whose number of events is held in memory."""

GROUP = 1_000
"""Jobs in one transaction at most, so that the first of them does not wait long for its answer."""

logger = logging.getLogger(__name__)


Hear = Callable[[list[Recorded]], None]
"""Told of what was appended, once it is durable."""

Ear = tuple[asyncio.AbstractEventLoop, Hear]

Measure = Callable[[int, int, float, BaseException | None], None]
"""Told of each group: jobs, events, seconds that the first of them waited, and why it was not written."""


class Follower(Protocol):
    """Something that is written in the same transaction as the events, such as a synchronous view."""

    def appended(self, tx: Transaction, recorded: Sequence[Recorded]) -> None:
        """Write what follows from these events; an exception loses the whole group."""

    def rolled_back(self) -> None:
        """Forget what was held in memory: the transaction did not happen."""


class Job(Generic[T]):
    """Work that waits for the writer; `answers`: the command whose answer it keeps.

    `error` tells why it was not written; in the writer's thread, before the next job is done.
    """

    __slots__ = ("answers", "asked", "error", "loop", "result", "work")

    def __init__(self, work: Work[T], answers: Key | None = None) -> None:
        self.work = work
        self.asked = time.perf_counter()
        self.answers = answers
        self.loop = asyncio.get_running_loop()
        self.result: T | None = None
        self.error: BaseException | None = None

    @property
    def unwanted(self) -> bool:
        """Whether nobody wants it to be done any more."""
        return False

    def settle(self) -> None:
        """Take note of result or error; in the loop's thread."""


class Awaited(Job[T]):
    """Work whose result someone awaits."""

    __slots__ = ("future",)

    def __init__(self, work: Work[T], answers: Key | None = None) -> None:
        super().__init__(work, answers)
        self.future: asyncio.Future[T] = self.loop.create_future()

    @property
    def unwanted(self) -> bool:
        """Whether it was cancelled before it began."""
        return self.future.cancelled()

    def settle(self) -> None:
        """Answer whoever waits."""
        if self.future.done():  # cancelled meanwhile: the work is done all the same
            return
        if self.error:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(cast("T", self.result))


class Writer:
    """Owns the connection that writes."""

    def __init__(self, database: Database, log: Log, clock: Clock, *, queue: int = QUEUE) -> None:
        self._database = database
        self._log = log
        self._clock = clock
        self._connection = database.to_write(log)
        self._versions = Versions()
        self._bound = queue
        # Of C: putting a job in and taking it out cost no lock that a Python thread could be stopped in.
        self._jobs: SimpleQueue[Job[Any] | None] = SimpleQueue()
        self._closing = False
        self._measures: list[Measure] = []
        self._followers: list[Follower] = []
        self._listeners: list[Hear] = []
        self._ears: list[Ear] = []
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def follow(self, follower: Follower) -> None:
        """Have a follower write in every transaction from now on."""
        self._followers.append(follower)

    def listen(self, listener: Hear) -> None:
        """Call the listener after each commit with what was appended; in the writer's thread."""
        self._listeners.append(listener)

    def tell(self, hear: Hear) -> None:
        """Have what was appended heard in this event loop, before those who wait there go on."""
        self._ears.append((asyncio.get_running_loop(), hear))

    def measure(self, measure: Measure) -> None:
        """Tell of each group; in the writer's thread."""
        self._measures.append(measure)

    @property
    def waiting(self) -> int:
        """How many jobs wait."""
        return self._jobs.qsize()

    def submit(self, work: Work[T], answers: Key | None = None) -> asyncio.Future[T]:
        """Run work in the next transaction; its result is there once that is durable."""
        job = Awaited(work, answers)
        self.put(job)
        return job.future

    def put(self, job: Job[Any]) -> None:
        """Have a job done in the next transaction, behind those that wait; settle it once that is durable.

        That there is no answer yet to the commands that jobs answer is asked for the whole group.
        """
        if self._closing:
            raise StoreUnavailable
        if self._jobs.qsize() >= self._bound:
            raise StoreBusy
        self._jobs.put(job)

    def close(self) -> None:
        """Finish what waits, then close the connection; blocks."""
        self._closing = True
        self._jobs.put(None)
        self._thread.join()
        late = [job for _ in range(self._jobs.qsize()) if (job := self._jobs.get())]
        for job in late:  # put in while the end was told
            job.error = StoreUnavailable()
        settle(late, [], ())
        self._connection.close()

    def _run(self) -> None:
        while jobs := self._next():
            failure: BaseException | None = None
            try:
                appended = self._commit(jobs)
            except Exception as error:
                failure = self._told(error)
                logger.warning("a group of %d jobs was not written", len(jobs), exc_info=failure)
                self._undo()
                appended = []
                for job in jobs:
                    job.error = job.error or failure
            for measure in self._measures:
                measure(len(jobs), len(appended), time.perf_counter() - jobs[0].asked, failure)
            for listener in self._listeners:
                listener(appended)
            settle(jobs, appended, self._ears)

    def _next(self) -> list[Job[Any]]:
        """Wait for something to do, and take all that waits; nothing when the end was told."""
        first = self._jobs.get()
        jobs = [] if first is None else [first]
        while len(jobs) < GROUP and not self._jobs.empty():
            job = self._jobs.get()
            if job is None:
                self._jobs.put(None)  # the end, for the next look
                break
            jobs.append(job)
        return jobs

    def _commit(self, jobs: Sequence[Job[Any]]) -> list[Recorded]:
        try:
            return self._attempt(jobs, careful=False)
        except Exception as error:
            if not isinstance(self._told(error), Again | Overtaken | StatementFailed):
                raise
        self._undo()
        for job in jobs:
            job.result = job.error = None
        return self._attempt(jobs, careful=True)

    def _attempt(self, jobs: Sequence[Job[Any]], *, careful: bool) -> list[Recorded]:
        connection, versions = self._connection, self._versions
        tip = connection.begin(sure=careful)
        versions.reach(tip, connection)
        tx = Transaction(
            connection,
            tip,
            self._log.mapper,
            self._clock,
            self._database.translated,
            versions.known,
            [job.answers for job in jobs if job.answers is not None],
            careful=careful,
        )
        for job in jobs:
            if not job.unwanted:
                self._do(job, tx)
        tx.begin_job()
        tx.flush()
        if tx.appended:
            for follower in self._followers:
                follower.appended(tx, tx.appended)
        tx.end_job()
        connection.commit(tx.tip)
        versions.keep(tx.versions, tx.head)
        return tx.appended

    def _do(self, job: Job[Any], tx: Transaction) -> None:
        tx.begin_job()
        try:
            job.result = job.work(tx)
        except BaseException as error:  # it belongs to whoever waits for this job
            if tx.broken or not self._connection.in_transaction:
                raise  # the database gave up the transaction of the whole group
            tx.undo_job()
            job.error = self._told(error)
        else:
            tx.end_job()

    def _undo(self) -> None:
        with suppress(Exception):  # the next BEGIN tells, if it is still open
            self._connection.rollback()
        self._versions.known.clear()
        for follower in self._followers:
            follower.rolled_back()

    def _told(self, error: BaseException) -> BaseException:
        if isinstance(error, StopIteration):  # a future takes no such thing
            return RuntimeError(repr(error))
        return self._database.translated(error)


class Versions:
    """How many events streams have, as far as that is known without asking.

    It holds for one end of the log: what others appended since is read before it is relied on.
    """

    def __init__(self) -> None:
        self.known: dict[str, int] = {}
        self._position = 0

    def reach(self, tip: Tip, connection: WritingConnection) -> None:
        """Take note of what others appended up to `tip`."""
        if tip.position < self._position:
            self.known.clear()  # not the log that we knew
        elif tip.position > self._position and self.known:
            rows = connection.execute(
                "SELECT originator_id, max(originator_version) FROM stored_events"
                " WHERE notification_id > ? GROUP BY originator_id",
                (self._position,),
            )
            self.known.update(
                (stream, version) for stream, version in rows.fetchall() if stream in self.known
            )
        self._position = tip.position

    def keep(self, versions: Mapping[str, int], head: int) -> None:
        """Remember what a committed transaction came to."""
        if len(self.known) + len(versions) > VERSIONS:
            self.known.clear()
        self.known.update(versions)
        self._position = head


def settle(jobs: Sequence[Job[Any]], appended: list[Recorded], ears: Sequence[Ear]) -> None:
    """Answer whoever waits for these jobs, and tell what was appended: each loop is woken once."""
    loops: dict[asyncio.AbstractEventLoop, tuple[list[Job[Any]], list[Hear]]] = {}
    for job in jobs:
        loops.setdefault(job.loop, ([], []))[0].append(job)
    for loop, hear in ears if appended else ():
        loops.setdefault(loop, ([], []))[1].append(hear)
    for loop, (mine, hears) in loops.items():
        try:
            loop.call_soon_threadsafe(settle_all, mine, appended, hears)
        except RuntimeError:  # that loop is closed: nobody waits any more
            logger.warning("%d jobs were written for a loop that is gone", len(mine))


def settle_all(jobs: Sequence[Job[Any]], appended: list[Recorded], hears: Sequence[Hear]) -> None:
    """Answer whoever waits for these jobs, who go on after this; in their loop's thread."""
    for job in jobs:
        job.settle()
    for hear in hears:
        hear(appended)
