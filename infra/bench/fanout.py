"""A bare fan-out over TCP: `python -m infra.bench.fanout SOCKETS SECONDS` prints how late copies came (s).

Sender and receivers are two processes, as node and watchers are; nothing is decided, encoded or framed.
"""

import asyncio
import subprocess
import sys
import time
from typing import Final

import msgspec

SIZE: Final = 512
"""Bytes of a message, about those of an event on `/live`."""
PAUSE: Final = 0.1
"""Seconds between two messages."""


class Receiver(asyncio.Protocol):
    """Notes how late each message is: it begins with when it was sent."""

    def __init__(self, delays: list[float]) -> None:
        self._delays = delays
        self._rest = b""

    def data_received(self, data: bytes) -> None:
        """Take whole messages."""
        now = time.monotonic_ns()
        data = self._rest + data
        while len(data) >= SIZE:
            message, data = data[:SIZE], data[SIZE:]
            self._delays.append((now - int(message.split(b" ", 1)[0])) / 1e9)
        self._rest = data


async def receive(port: int, sockets: int, messages: int) -> list[float]:
    """Open sockets and wait for so many messages on each."""
    delays: list[float] = []
    loop = asyncio.get_running_loop()
    opened = [
        await loop.create_connection(lambda: Receiver(delays), "127.0.0.1", port) for _ in range(sockets)
    ]
    while len(delays) < sockets * messages:  # noqa: ASYNC110 - an event would be set on the way it measures
        await asyncio.sleep(PAUSE / 2)
    for transport, _ in opened:
        transport.abort()
    return delays


async def send(sockets: int, seconds: float) -> None:
    """Wait for all receivers, and write to each in turn."""
    messages = max(1, round(seconds / PAUSE))
    writers: list[asyncio.StreamWriter] = []
    complete = asyncio.Event()

    def joined(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        if len(writers) == sockets:
            complete.set()

    server = await asyncio.start_server(joined, "127.0.0.1", 0, backlog=sockets)
    port = server.sockets[0].getsockname()[1]
    receivers = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "infra.bench.fanout", str(sockets), str(seconds), str(port)
    )
    await complete.wait()
    for _ in range(messages):
        await asyncio.sleep(PAUSE)
        message = f"{time.monotonic_ns()} ".encode().ljust(SIZE)
        for writer in writers:
            writer.write(message)
    if code := await receivers.wait():
        raise subprocess.CalledProcessError(code, "receivers")
    server.close()


def main() -> None:
    """Send, or receive where a port is named, too."""
    sockets, seconds = int(sys.argv[1]), float(sys.argv[2])
    if sys.argv[3:]:
        messages = max(1, round(seconds / PAUSE))
        delays = asyncio.run(receive(int(sys.argv[3]), sockets, messages))
        sys.stdout.write(msgspec.json.encode(delays).decode() + "\n")
    else:
        asyncio.run(send(sockets, seconds))


if __name__ == "__main__":
    main()
