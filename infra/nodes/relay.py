"""What this node tells the others: the events that it appended, and what is said beside the log.

Nothing waits for it and nothing piles up: what Redis does not take in time is left out, and only how far the
log reaches is told then; the others read the store.
"""

import asyncio
from collections import deque
from contextlib import suppress
from itertools import islice
from typing import Final

from redis.exceptions import ResponseError
from redis.typing import EncodableT, FieldT

from domain.recorded import Recorded
from infra.nodes import wire
from infra.nodes.link import PATIENCE, Link, Pause
from infra.store.mapper import EventMapper

QUEUE: Final = 5_000
"""Events that may wait; of more than these only the last position is told."""
RUN: Final = 200
"""Events in one entry at most."""
LARGEST: Final = 64 * 1024
"""Bytes of an entry; of a larger one only the position is told."""
RUNS: Final = 20
"""Entries that are sent at once."""
WORDS: Final = 1_000
"""What may wait to be said; beyond that the oldest is left out."""
KEPT: Final = 1_000
"""Entries that Redis keeps of each stream, about."""
EXPIRES: Final = 3_600
"""Seconds after which Redis forgets a store that nobody appends to."""

OLDER: Final = "equal or smaller than the target stream top item"
"""What Redis says to a repeat, and to what another node overtook."""


class Relay:
    """The way out."""

    def __init__(self, link: Link, streams: wire.Streams, node: bytes, mapper: EventMapper) -> None:
        self._link = link
        self._streams = streams
        self._node = node
        self._mapper = mapper
        self._loop = asyncio.get_running_loop()
        self._events: deque[Recorded] = deque()
        self._reached = 0
        self._last = 0
        self._appended = 0
        self._told = 0
        self._words: deque[bytes] = deque(maxlen=WORDS)
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._pause = Pause()

    def appended(self, batch: list[Recorded]) -> None:
        """Take what was committed; from the writer's thread."""
        if batch:
            with suppress(RuntimeError):  # the loop is gone, and with it this node
                self._loop.call_soon_threadsafe(self.take, batch)

    def take(self, batch: list[Recorded]) -> None:
        """Have events told, or only how far they reach."""
        self._told = self._told or batch[0].position - 1
        self._appended = batch[-1].position
        if not self._reached and len(self._events) + len(batch) <= QUEUE:
            self._events += batch
        else:
            self._only_announce(batch[-1].position)
        self._idle.clear()
        self._wake.set()

    def say(self, word: bytes) -> None:
        """Have something said to the other nodes, if they hear it."""
        self._words.append(word)
        self._idle.clear()
        self._wake.set()

    async def run(self) -> None:
        """Tell what is to be told, for ever."""
        unsure = True
        while True:
            while unsure or self._waits:
                try:
                    async with asyncio.timeout(PATIENCE):
                        await self._send()
                except Exception as error:  # noqa: BLE001 - it must not end, whatever it was
                    unsure = True
                    self._link.fails("send", error)
                    if self._last:
                        self._only_announce(self._last)
                    await asyncio.sleep(self._pause.next())
                else:
                    unsure = False
                    self._told = max(self._told, self._last)
                    self._link.works("send")
                    self._pause.again()
            self._idle.set()
            self._wake.clear()
            await self._wake.wait()

    @property
    def untold(self) -> int:
        """Positions up to the last event of this node that were not told yet."""
        return max(0, self._appended - self._told)

    @property
    def _waits(self) -> bool:
        return bool(self._events or self._reached or self._words)

    async def finish(self) -> None:
        """Wait a moment until everything was told, if Redis takes it."""
        if self._link.holds:
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await self._idle.wait()

    def _only_announce(self, position: int) -> None:
        """Tell no events, only how far the log reaches."""
        self._reached = max(position, self._reached, *(each.position for each in self._events))
        self._events.clear()

    async def _send(self) -> None:
        """Send what waits; it is taken out first, so that what comes meanwhile stays."""
        log, words = self._streams.log, self._streams.words
        async with self._link.sending.pipeline(transaction=False) as pipe:
            if self._reached:
                self._last, self._reached = self._reached, 0
                pipe.xadd(log, {wire.NODE: self._node}, wire.entry_id(self._last), maxlen=KEPT)
            for run in self._runs():
                self._last = run[-1].position
                rows = wire.packed_rows(self._mapper, run)
                fields: dict[FieldT, EncodableT] = {wire.NODE: self._node}
                if len(rows) <= LARGEST:
                    fields[wire.ROWS] = rows
                pipe.xadd(log, fields, wire.entry_id(self._last), maxlen=KEPT)
            if self._words:
                said = wire.packed_words(list(self._words))
                self._words.clear()
                pipe.xadd(words, {wire.NODE: self._node, wire.WORDS: said}, maxlen=KEPT)
                pipe.expire(words, EXPIRES)
            pipe.expire(log, EXPIRES)
            for answer in await pipe.execute(raise_on_error=False):
                if isinstance(answer, Exception) and not _is_older(answer):
                    raise answer

    def _runs(self) -> list[list[Recorded]]:
        """Take out runs of events without a gap."""
        runs: list[list[Recorded]] = []
        while self._events and len(runs) < RUNS:
            first = self._events[0].position
            run = [
                each
                for number, each in enumerate(islice(self._events, RUN))
                if each.position == first + number
            ]
            for _ in run:
                self._events.popleft()
            runs.append(run)
        return runs


def _is_older(answer: Exception) -> bool:
    return isinstance(answer, ResponseError) and OLDER in str(answer)
