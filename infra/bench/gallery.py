"""Watchers on `/live`, in a process of their own: `python -m infra.bench.gallery` reads a task, prints times.

What comes in is read by a real WebSocket client, but only once nothing more is on its way: the time that is
noted is when the bytes came, not when this process found the time to look into them.
"""

import asyncio
import sys
import time
from typing import Final
from urllib.parse import urlsplit
from uuid import uuid4

import msgspec
from msgspec import Struct
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.uri import parse_uri

from infra.bench.sockets import Task, Watched

AT_ONCE: Final = 50
"""Sockets that are opened at the same time."""
PATIENCE: Final = 60.0
SETTLED: Final = 0.5
"""Seconds that the last answers and events may take."""


class Message(Struct):
    """What a node sends: an event, an answer, or that all was seen."""

    position: int = 0
    id: str = ""
    ok: bool = False
    caught_up: int | None = None
    problem: msgspec.Raw = msgspec.Raw()


_decoder: Final = msgspec.json.Decoder(Message)


class Watcher(asyncio.Protocol):
    """One socket."""

    def __init__(self, uri: str) -> None:
        self._protocol = ClientProtocol(parse_uri(uri), max_size=None)
        self._arrived: list[tuple[int, bytes]] = []
        self.opened = asyncio.Event()
        self.caught_up = asyncio.Event()
        self.events: list[tuple[int, int]] = []
        self.answered = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for a WebSocket."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - TCP has no other
        self._transport = transport
        self._protocol.send_request(self._protocol.connect())
        self._send()

    def data_received(self, data: bytes) -> None:
        """Note when it came."""
        self._arrived.append((time.monotonic_ns(), data))
        if not self.caught_up.is_set():
            self.read()

    def read(self) -> None:
        """Look into what came."""
        arrived, self._arrived = self._arrived, []
        for at, data in arrived:
            self._protocol.receive_data(data)
            for frame in self._protocol.events_received():
                self.opened.set()  # what comes first is the answer to the request
                if isinstance(frame, Frame) and frame.opcode is Opcode.TEXT:
                    self._take(at, _decoder.decode(bytes(frame.data)))
        self._send()

    def subscribe(self, stream: str) -> None:
        """Want the events of a stream from now on."""
        self.say({"subscribe": stream})

    def say(self, message: object) -> None:
        """Send a message."""
        self._protocol.send_text(msgspec.json.encode(message))
        self._send()

    def close(self) -> None:
        """Hang up."""
        self._transport.abort()

    def _take(self, at: int, message: Message) -> None:
        if bytes(message.problem):
            raise RuntimeError(bytes(message.problem))
        if message.caught_up is not None:
            self.caught_up.set()
        elif message.ok:
            self.answered += 1
        elif message.position:
            self.events.append((message.position, at))

    def _send(self) -> None:
        for each in self._protocol.data_to_send():
            if each:
                self._transport.write(each)


async def watch(task: Task) -> Watched:
    """Open all sockets, give commands at their pace, and tell what came when."""
    slots = asyncio.Semaphore(AT_ONCE)

    async def opened(number: int) -> Watcher:
        async with slots, asyncio.timeout(PATIENCE):
            return await _open(task, number)

    watchers = await asyncio.gather(*(opened(number) for number in range(task.sockets)))
    began = time.monotonic_ns()
    given = await _command(task, watchers)
    ended = time.monotonic_ns()
    await asyncio.sleep(SETTLED)
    for each in watchers:
        each.read()
        each.close()
    arrivals = [event for each in watchers for event in each.events]
    return Watched(arrivals, given, sum(each.answered for each in watchers), began, ended)


async def _open(task: Task, number: int) -> Watcher:
    address = urlsplit(task.address)
    token = task.tokens[number % len(task.tokens)]
    host, port = address.hostname or "", address.port or 80
    uri = f"ws://{host}:{port}/live?token={token}"
    loop = asyncio.get_running_loop()
    _, watcher = await loop.create_connection(lambda: Watcher(uri), host, port)
    paper, _ = task.papers[0 if task.together else number % len(task.papers)]
    await watcher.opened.wait()
    watcher.subscribe(f"vorlagen/{paper}")
    await watcher.caught_up.wait()
    return watcher


async def _command(task: Task, watchers: list[Watcher]) -> int:
    """Give commands by the clock, however long each takes; return how many."""
    count = max(1, round(task.seconds * task.pace))
    loop = asyncio.get_running_loop()
    began = loop.time()
    for number in range(count):
        await asyncio.sleep(max(0.0, began + number / task.pace - loop.time()))
        paper, station = task.papers[0 if task.together else number % len(task.papers)]
        id_ = str(uuid4())
        command = {
            "type": "RemarkConsultation",
            "vorlage": paper,
            "consultation": station,
            "remark": f"{id_} " * 4,
        }
        watchers[number % len(watchers)].say({"command": command, "id": id_})
    await asyncio.sleep(max(0.0, began + count / task.pace - loop.time()))
    return count


def main() -> None:
    """Do what the task says."""
    task = msgspec.json.decode(sys.stdin.buffer.readline(), type=Task)
    sys.stdout.write(msgspec.json.encode(asyncio.run(watch(task))).decode() + "\n")


if __name__ == "__main__":
    main()
