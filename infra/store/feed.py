"""The log as it grows: every event once, in order, none missing.

The truth is the store: what the writer or another node tells only saves a read where it continues what
was delivered.
What nobody tells of is found by asking the database whether there is something: every 50 ms, or less often
while other nodes tell what they append (infra/nodes).
"""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from domain.recorded import Recorded
from infra.store.database import Probe
from infra.store.errors import FeedOverflow

PAGE = 1_000
"""Events read from the store at once."""

QUEUE = 10_000
"""Events that may wait for one subscriber; one that lets more wait is told `FeedOverflow`."""

POLL = 0.05
"""Seconds between two looks for what another process appended and nobody tells of."""

POLL_TOLD = 1.0
"""Seconds between two looks while other nodes tell of what they append."""

RETRY = 1.0
"""Seconds until a log that could not be read is read again."""

Log = Callable[[int, int], Coroutine[Any, Any, list[Recorded]]]
"""Events after a position, so many at most."""

logger = logging.getLogger(__name__)


class Subscription(AsyncIterator[list[Recorded]]):
    """What one subscriber has still to see: `async for batch in subscription`."""

    def __init__(self, feed: "Feed", after: int, queue: int) -> None:
        self._feed = feed
        self._queue = queue
        self._batches: deque[list[Recorded]] = deque()
        self._waiting = 0
        self._wake = asyncio.Event()
        self._joined = False
        self._overflown = False
        self._closed = False
        self.position = after

    async def __anext__(self) -> list[Recorded]:
        """Return the next events, as soon as there are any."""
        while not self._closed:
            batch = await self._take() if self._joined else await self._catch_up()
            if batch:
                self.position = batch[-1].position
                return batch
        raise StopAsyncIteration

    def close(self) -> None:
        """Want no more."""
        self._closed = True
        self._feed.leave(self)
        self._wake.set()

    def deliver(self, batch: list[Recorded]) -> None:
        """Put a batch into the queue, or give the subscriber up for too slow."""
        self._waiting += len(batch)
        if self._waiting > self._queue:
            self._overflown = True
            self._feed.leave(self)
        else:
            self._batches.append(batch)
        self._wake.set()

    async def _catch_up(self) -> list[Recorded]:
        page = await self._feed.log(self.position, PAGE)
        reached = page[-1].position if page else self.position
        if reached >= self._feed.position:
            # No await since the page was read: what the feed delivers from here on comes after `reached`.
            self._joined = True
            self._feed.join(self)
        return page

    async def _take(self) -> list[Recorded]:
        if not self._batches:
            if self._overflown:
                raise FeedOverflow(self.position)
            self._wake.clear()
            await self._wake.wait()
            return []
        batch = self._batches.popleft()
        self._waiting -= len(batch)
        return [recorded for recorded in batch if recorded.position > self.position]


class Feed:
    """Hands the log to its subscribers; lives in one event loop."""

    def __init__(self, log: Log, probe: Probe, position: int) -> None:
        self.log = log
        self.position = position
        self._probe = probe
        self._reading = threading.Lock()
        self._subscribers: set[Subscription] = set()
        self._gap = asyncio.Event()
        self._closed = False
        self._poll = POLL
        self._task = asyncio.create_task(self._watch(), name="store-feed")

    def subscribe(self, after: int | None = None, *, queue: int = QUEUE) -> Subscription:
        """Return what comes after a position; None: only what is appended from now on."""
        return Subscription(self, self.position if after is None else after, queue)

    def join(self, subscription: Subscription) -> None:
        """Deliver to a subscription that has seen everything so far."""
        if not self._closed:
            self._subscribers.add(subscription)

    def leave(self, subscription: Subscription) -> None:
        """Deliver to it no more."""
        self._subscribers.discard(subscription)

    def hear(self, batch: list[Recorded]) -> None:
        """Take note of contiguous events that are durable; in the feed's loop.

        They are delivered where they continue what was; else the store is read.
        """
        if batch[0].position > self.position + 1:
            self._gap.set()  # something was appended in between
        else:
            self._deliver(batch)

    def hear_of(self, position: int) -> None:
        """Take note that the log reaches at least this far: read it as far as it was not delivered."""
        if position > self.position:
            self._gap.set()

    def rely(self, *, told: bool) -> None:
        """Ask the database seldom while other nodes tell what they append, else often."""
        self._poll = POLL_TOLD if told else POLL
        self._gap.set()

    async def close(self) -> None:
        """End every subscription."""
        self._closed = True
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        for subscription in list(self._subscribers):
            subscription.close()
        with self._reading:
            self._probe.close()

    def _deliver(self, batch: list[Recorded]) -> None:
        """Deliver what was not delivered yet; positions that the store has not got are passed over."""
        fresh = [recorded for recorded in batch if recorded.position > self.position]
        if not fresh:
            return
        self.position = fresh[-1].position
        for subscription in list(self._subscribers):
            subscription.deliver(fresh)

    async def _watch(self) -> None:
        seen = None
        while True:
            try:
                changed = await asyncio.to_thread(self._look)
                if changed != seen or self._gap.is_set():
                    self._gap.clear()
                    await self._read_on()
                    seen = changed
            except Exception:
                # It must not end: whoever subscribed would wait for ever.
                logger.exception("the log could not be read, trying again")
                await asyncio.sleep(RETRY)
            try:
                # Not `wait_for`: on Python 3.11 it swallows a cancellation at the moment of the event.
                async with asyncio.timeout(self._poll):
                    await self._gap.wait()
            except TimeoutError:
                continue

    async def _read_on(self) -> None:
        while page := await self.log(self.position, PAGE):
            self._deliver(page)

    def _look(self) -> object:
        with self._reading:
            return self._probe.look()
