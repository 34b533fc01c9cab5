"""Editors over real sockets: the y-websocket protocol around a pycrdt document."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from infra.collaboration import protocol
from infra.collaboration.encoding import write_uint
from infra.collaboration.protocol import (
    Edit,
    Ignored,
    Presence,
    Presences,
    QueryPresences,
    SyncStep1,
    SyncStep2,
)
from tests.collaboration.typists import Typist

PATIENCE = 60.0


class Editor(Typist):
    """A client of `/collab`."""

    def __init__(self, socket: ClientConnection, client: int | None = None) -> None:
        super().__init__(client)
        self.socket = socket
        self.synced = False
        self.asked = 0
        self.frames = 0
        self.shown: dict[int, Any] = {}
        self.code: int | None = None
        self._news = asyncio.Condition()
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        try:
            async for frame in self.socket:
                assert isinstance(frame, bytes)
                self.frames += 1
                await self._take(frame)
                async with self._news:
                    self._news.notify_all()
        except ConnectionClosed:
            pass
        self.code = self.socket.close_code
        async with self._news:
            self._news.notify_all()

    async def _take(self, frame: bytes) -> None:
        match protocol.read(frame):
            case SyncStep1(clocks):
                self.asked += 1
                await self.send(protocol.step_2(self.doc.get_update(protocol.write_clocks(clocks))))
            case SyncStep2(update):
                self.take(update)
                self.synced = True
            case Edit(update):
                self.take(update)
            case Presences(states):
                self.shown.update((state.client, json.loads(state.state)) for state in states)
            case QueryPresences() | Ignored():
                raise AssertionError(frame)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something has become true by what was received."""
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(condition)

    async def send(self, message: bytes) -> None:
        """Send a message of y-protocols."""
        await self.socket.send(message)

    async def sync(self) -> None:
        """Ask for the text."""
        await self.send(bytes((0, 0)) + write_uint(len(self.doc.get_state())) + self.doc.get_state())
        await self.until(lambda: self.synced)

    async def insert(self, at: int, text: str) -> None:
        """Type (the place counts UTF-8 bytes)."""
        self.updates.clear()
        self.text.insert(at, text)
        await self.deliver(self.updates[-1])

    async def deliver(self, update: bytes) -> None:
        """Send an update."""
        await self.send(protocol.edit(update))

    async def show(self, clock: int, state: object, client: int | None = None) -> None:
        """Send presence."""
        number = self.doc.client_id if client is None else client
        await self.send(protocol.presences([Presence(number, clock, json.dumps(state))]))

    async def reads(self, text: str) -> None:
        """Wait for a text."""
        await self.until(lambda: str(self.text) == text)

    async def closed(self) -> int | None:
        """Wait for the end, and give the close code."""
        await self.until(lambda: self.code is not None)
        return self.code

    def stop_reading(self) -> None:
        """Leave everything unread from now on."""
        self._listening.cancel()

    def read_on(self) -> None:
        """Read again."""
        self._listening = asyncio.create_task(self._listen())

    async def leave(self) -> None:
        """Hang up."""
        await self.socket.close()
        await self._listening


@asynccontextmanager
async def editor(address: str, *, client: int | None = None, sync: bool = True) -> AsyncIterator[Editor]:
    """Open a text."""
    async with connect(address, max_size=None) as socket:
        one = Editor(socket, client)
        try:
            if sync:
                await one.sync()
            yield one
        finally:
            await one.leave()


async def replaced_and_told(one: Editor, text: str) -> None:
    one.updates.clear()
    with one.doc.transaction():
        del one.text[0 : len(str(one.text).encode())]
        one.text.insert(0, text)
    seen = one.frames
    await one.deliver(one.updates[-1])
    await one.until(lambda: one.frames > seen)
