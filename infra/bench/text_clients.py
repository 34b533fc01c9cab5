"""Clients of a text: some who type into it together, and one who opens it and looks at the clock."""

import asyncio
import socket
import time
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

from pycrdt import Doc, Text
from websockets.asyncio.client import ClientConnection, connect
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.uri import parse_uri

from infra.bench.edits import Edits
from infra.bench.text_servers import Door
from infra.collaboration import protocol
from infra.collaboration.encoding import write_bytes, write_text
from infra.collaboration.hocuspocus import frames
from infra.collaboration.protocol import Edit, SyncStep1, SyncStep2
from infra.collaboration.replica import EMPTY
from infra.collaboration.update import ROOT

PATIENCE: Final = 120.0
"""Seconds that clients wait for what others typed."""
OPENING: Final = 20.0
"""Seconds that one waits for a text."""
PAUSES: Final = 3
"""Times that all stop typing, so that what they typed is sealed."""
PAUSE: Final = 2.5
"""Seconds of each; a burst of edits ends after two."""
READ: Final = 1024 * 1024
_SYNC: Final = 0


class TooLate(Exception):
    """A text was not there in time."""


def hello(door: Door) -> Iterator[bytes]:
    """What a client with nothing says first."""
    if door.token is not None:
        yield write_text(door.text) + bytes((frames.AUTH, 0)) + write_text(door.token)
    yield framed(door, protocol.step_1({}))


def framed(door: Door, message: bytes) -> bytes:
    """A message as it goes over this door's socket."""
    return message if door.token is None else write_text(door.text) + message


def synced(door: Door, frame: bytes) -> protocol.Message | None:
    """The sync message in a frame; None where there is none in it."""
    if door.token is not None:
        if frame in {frames.PING, frames.PONG}:
            return None
        _, frame = frames.parted(frame)
    return protocol.read(frame) if frame[0] == _SYNC else None


class Copy:
    """What one client has of a text."""

    def __init__(self, client: int | None = None) -> None:
        self.doc: Doc[Text] = Doc(client_id=client)
        self._text = self.doc.get(ROOT, type=Text)

    def __str__(self) -> str:
        return str(self._text)

    def clocks(self) -> dict[int, int]:
        """How far it knows each client."""
        told = protocol.read(b"\x00\x00" + write_bytes(self.doc.get_state()))
        return told.clocks if isinstance(told, SyncStep1) else {}

    def take(self, update: bytes) -> None:
        """Take an update."""
        self.doc.apply_update(update)


class Typist(Copy):
    """A client that sends edits and takes those of the others."""

    def __init__(self, door: Door, connection: ClientConnection) -> None:
        super().__init__()
        self._door = door
        self._connection = connection
        self.news = asyncio.Event()
        self.open = asyncio.Event()

    async def listen(self) -> None:
        """Take what comes, until the socket ends."""
        async for frame in self._connection:
            message = synced(self._door, frame if isinstance(frame, bytes) else frame.encode())
            match message:
                case SyncStep1():
                    await self._connection.send(framed(self._door, protocol.step_2(EMPTY)))
                case SyncStep2(update):
                    self.take(update)
                    self.open.set()
                case Edit(update):
                    self.take(update)
                case _:
                    continue
            self.news.set()

    async def begin(self) -> None:
        """Open the text."""
        for each in hello(self._door):
            await self._connection.send(each)
        await self.open.wait()

    async def type(self, updates: Sequence[bytes]) -> None:
        """Send edits, each as it is."""
        for each in updates:
            self.take(each)
            await self._connection.send(framed(self._door, protocol.edit(each)))

    async def sees(self, clocks: dict[int, int]) -> None:
        """Wait until it knows everybody so far."""
        while any(self.clocks().get(client, 0) < clock for client, clock in clocks.items()):
            self.news.clear()
            await self.news.wait()

    async def shows(self, text: str) -> None:
        """Wait for a text."""
        while str(self) != text:
            self.news.clear()
            await self.news.wait()


async def type_all(doors: Sequence[Door], edits: Edits) -> list[str]:
    """Have all edits typed, each by its typist, at the speed of the server; gives what each shows then."""
    connections = [await connect(each.uri, max_size=None, compression=None) for each in doors]
    typists = [Typist(door, one) for door, one in zip(doors, connections, strict=True)]
    listening = [asyncio.create_task(each.listen()) for each in typists]
    every = max(1, len(edits.turns) // (PAUSES + 1))
    try:
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(each.begin() for each in typists))
        for number, turn in enumerate(edits.turns):
            if number and number % every == 0:
                await asyncio.sleep(PAUSE)
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*(one.type(each) for one, each in zip(typists, turn, strict=True)))
                known: dict[int, int] = {}
                for each in typists:
                    for client, clock in each.clocks().items():
                        known[client] = max(clock, known.get(client, 0))
                await asyncio.gather(*(each.sees(known) for each in typists))
        try:
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*(each.shows(edits.text) for each in typists))
        except TimeoutError:
            pass  # what they show is told
        return [str(each) for each in typists]
    finally:
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)
        for one in connections:
            await one.close()


class Reader:
    """One who opens a text and keeps it open."""

    def __init__(self, door: Door) -> None:
        self._door = door
        address = urlsplit(door.uri)
        self.began = time.perf_counter()
        self._socket = socket.create_connection((address.hostname, address.port), OPENING)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._protocol = ClientProtocol(parse_uri(door.uri), max_size=None)
        self._protocol.send_request(self._protocol.connect())
        self._send()

    def opened(self, text: str) -> float:
        """Wait for a text; seconds from the connection to the last byte of it. Raises `TooLate`."""
        copy = Copy()
        answered = False
        until = self.began + OPENING
        while time.perf_counter() < until and (data := self._socket.recv(READ)):
            at = time.perf_counter()
            self._protocol.receive_data(data)
            for event in self._protocol.events_received():
                if not answered:
                    answered = True
                    for each in hello(self._door):
                        self._protocol.send_binary(each)
                elif isinstance(event, Frame) and event.opcode is Opcode.BINARY:
                    message = synced(self._door, bytes(event.data))
                    if isinstance(message, SyncStep2 | Edit):
                        copy.take(message.update)
                        if str(copy) == text:
                            return at - self.began
            self._send()
        raise TooLate

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _send(self) -> None:
        for each in self._protocol.data_to_send():
            if each:
                self._socket.sendall(each)


def time_to_open(door: Door, text: str) -> float:
    """Open a text once; seconds."""
    reader = Reader(door)
    try:
        return reader.opened(text)
    finally:
        reader.close()
