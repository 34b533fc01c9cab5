"""What other nodes tell this one.

What is heard is delivered where it continues what was; anything else, and whatever cannot be read, only says
that the store is to be read.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Final, cast

import msgspec

from infra.nodes import wire
from infra.nodes.link import BLOCK, Link, Pause
from infra.store.feed import Feed
from infra.store.mapper import EventMapper

ENTRIES: Final = 100
"""Entries of a stream that are fetched at once."""

logger = logging.getLogger(__name__)
Found = Sequence[tuple[bytes, Sequence[tuple[bytes, wire.Fields]]]]
"""Streams, and of each the entries with their ids."""

Heard = Callable[[bytes, bytes], None]
"""Take what a node (its name) said."""


class Hearing:
    """The way in."""

    def __init__(
        self, link: Link, streams: wire.Streams, node: bytes, mapper: EventMapper, feed: Feed, heard: Heard
    ) -> None:
        self._link = link
        self._streams = streams
        self._node = node
        self._mapper = mapper
        self._feed = feed
        self._heard = heard
        self._seen = 0
        self._last_words: bytes | None = None

    async def run(self) -> None:
        """Hear what is told, for ever."""
        pause = Pause()
        while True:
            try:
                await self._read()
            except Exception as error:  # noqa: BLE001 - it must not end, whatever it was
                self._last_words = None
                self._link.fails("read", error)
                await asyncio.sleep(pause.next())
            else:
                self._link.works("read")
                pause.again()

    async def _read(self) -> None:
        redis, log, words = self._link.reading, self._streams.log, self._streams.words
        if self._last_words is None:
            # What was said while nobody heard it is outdated.
            newest = await redis.xrevrange(words, count=1)
            self._last_words = cast("bytes", newest[0][0]) if newest else b"0-0"
        after = max(self._seen, self._feed.position)
        found = await redis.xread(
            {log: wire.entry_id(after), words: self._last_words}, count=ENTRIES, block=int(BLOCK * 1000)
        )
        for stream, entries in cast("Found", found or ()):
            for id_, fields in entries:
                if stream == log:
                    self._take_events(id_, fields)
                else:
                    self._take_words(id_, fields)

    def _take_events(self, id_: bytes, fields: wire.Fields) -> None:
        self._seen = wire.position_of(id_)
        if self._seen <= self._feed.position:
            return
        try:
            run = wire.read_rows(self._mapper, fields[wire.ROWS]) if wire.ROWS in fields else []
        except msgspec.DecodeError:
            # A newer version of the software appended it, or somebody else wrote here.
            logger.warning("what another node told could not be read: the store is read")
            run = []
        if [each.position for each in run] == list(range(self._seen - len(run) + 1, self._seen + 1)) and run:
            self._feed.hear(run)
        else:
            self._feed.hear_of(self._seen)

    def _take_words(self, id_: bytes, fields: wire.Fields) -> None:
        self._last_words = id_
        if fields.get(wire.NODE) == self._node:
            return
        try:
            words = wire.read_words(fields[wire.WORDS])
        except (KeyError, msgspec.DecodeError):
            return
        for word in words:
            self._heard(fields[wire.NODE], word)
