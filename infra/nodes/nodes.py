"""A node among the others of its store."""

import asyncio
import secrets
from typing import Self

from infra.nodes import wire
from infra.nodes.hearing import Heard, Hearing
from infra.nodes.identity import name_of
from infra.nodes.link import Link
from infra.nodes.relay import Relay
from infra.store import Database, Store


class Nodes:
    """Tells the other nodes what this one appends, and hears what they tell."""

    def __init__(self, store: Store, address: str, name: str) -> None:
        """`address` is a Redis URL, `name` that of the store."""
        self._store = store
        self._heard: Heard = _nobody
        self._link = Link(address, lambda holds: store.feed.rely(told=holds))
        streams = wire.Streams(name)
        node = secrets.token_hex(8).encode()
        self._relay = Relay(self._link, streams, node, store.mapper)
        self._hearing = Hearing(
            self._link,
            streams,
            node,
            store.mapper,
            store.feed,
            self._take,
        )
        self._tasks: list[asyncio.Task[None]] = []

    @classmethod
    async def of(cls, store: Store, database: Database, address: str) -> Self:
        """Return this node of a store; it tells and hears nothing before `start`."""
        return cls(store, address, await name_of(store, database))

    @property
    def together(self) -> bool:
        """Whether Redis works; without it nothing is lost, only later."""
        return self._link.holds

    @property
    def returns(self) -> int:
        """How often Redis came back after it had been away."""
        return self._link.returns

    @property
    def untold(self) -> int:
        """Positions up to the last event of this node that the others were not told of yet."""
        return self._relay.untold

    def start(self, heard: Heard) -> None:
        """Tell and hear from now on; a Redis that is away is waited for by nobody."""
        self._heard = heard
        self._store.listen(self._relay.appended)
        self._tasks = [
            asyncio.create_task(self._relay.run(), name="nodes-relay"),
            asyncio.create_task(self._hearing.run(), name="nodes-hearing"),
        ]

    def say(self, word: bytes) -> None:
        """Say something beside the log to the nodes that hear it now."""
        self._relay.say(word)

    def _take(self, node: bytes, word: bytes) -> None:
        self._heard(node, word)

    async def stop(self) -> None:
        """Tell what is left to be told, then tell and hear no more."""
        await self._relay.finish()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._link.close()


def _nobody(_node: bytes, _word: bytes) -> None:
    return
