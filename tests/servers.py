"""PostgreSQL and Redis for tests: real servers from what the machine has, each in a folder of its own.

Where `CI` is set a missing server is a failure; on a desk its tests are skipped with the reason.
"""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final, NoReturn

import pytest

from infra.bench import servers
from infra.bench.servers import Postgres, free_port
from infra.store import Database
from infra.store.postgres.server import Server
from infra.store.sqlite.file import File

PATIENCE: Final = 60.0

__all__ = ["Postgres", "Redis", "database_at", "free_port", "postgres", "program", "redis"]


def program(name: str) -> str:
    """Where a server's program lies."""
    return servers.program(name) or missing(f"{name} is not installed")


def missing(reason: str) -> NoReturn:
    """Fail where everything has to be there, else skip."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason} (Debian: postgresql, redis-server, nginx-light)")
    pytest.skip(reason)


class Redis:
    """A Redis server without files."""

    def __init__(self) -> None:
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [
            program("redis-server"), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "",
            "--appendonly", "no",
        ]  # fmt: skip
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)
            else:
                return

    def hang(self) -> None:
        """Have it answer nobody, though it is there."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Have it answer again."""
        self._signal(signal.SIGCONT)

    def flush(self) -> None:
        """Have it forget everything."""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as asking:
            asking.sendall(b"FLUSHALL\r\n")
            asking.recv(100)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def kill(self) -> None:
        """End it as kill -9 does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


def database_at(address: str) -> Database:
    """Return the database at the path of a file or at a URL."""
    return Server(address) if address.startswith("postgresql://") else File(Path(address))


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Run a PostgreSQL server."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(servers.started())
        except servers.NoServer as error:
            missing(error.reason)
        yield server


@contextmanager
def redis() -> Iterator[Redis]:
    """Run a Redis server."""
    server = Redis()
    server.start()
    try:
        yield server
    finally:
        server.kill()
