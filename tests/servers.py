"""PostgreSQL and Redis for tests: real servers from what the machine has, each in a folder of its own.

Where `CI` is set a missing server is a failure; on a desk its tests are skipped with the reason.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psycopg
import pytest

from infra.store import Database
from infra.store.postgres.server import Server
from infra.store.sqlite.file import File

USER: Final = "postgres"
PATIENCE: Final = 60.0


def program(name: str) -> str:
    """Where a server's program lies; Debian keeps PostgreSQL's out of the path."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which(
        name, path=os.pathsep.join([*map(str, homes), os.environ.get("PATH", ""), "/usr/sbin"])
    )
    if found is None:
        missing = f"{name} is not installed (Debian: postgresql, redis-server, nginx-light)"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Postgres:
    """A PostgreSQL server; it refuses to run as root, so that root starts it as its own user."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._data = folder / "data"
        self._databases = 0

    @property
    def _as(self) -> list[str]:
        return ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups"] if os.geteuid() == 0 else []

    def create(self) -> None:
        """Make the cluster, and start it."""
        if self._as:
            shutil.chown(self._folder, USER)
        self._run(
            "initdb", "--pgdata", str(self._data), "--auth=trust", f"--username={USER}", "--encoding=UTF8",
            "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f"-p {self.port} -k {self._folder} -c listen_addresses=127.0.0.1 -c max_connections=200"
        self._run(
            "pg_ctl", "start", "-w", "-D", str(self._data), "-l", str(self._folder / "log"), "-o", options
        )

    def stop(self, mode: str = "fast") -> None:
        """Stop the server: smart, fast or immediate, which is as if it was killed."""
        self._run("pg_ctl", "stop", "-w", "-D", str(self._data), "-m", mode)

    def database(self, template: str | None = None) -> str:
        """Make an empty database, or a copy of one that nobody uses, and return its address."""
        self._databases += 1
        name = f"county_{self._databases}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            like = "" if template is None else f" TEMPLATE {template.rpartition('/')[2]}"
            connection.execute(f"CREATE DATABASE {name}{like}".encode())
        return self.address(name)

    def address(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"

    def _run(self, name: str, *arguments: str) -> None:
        command = [*self._as, program(name), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self._folder)


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
    with tempfile.TemporaryDirectory(prefix="vorlagenwerk-postgres-") as folder:
        server = Postgres(Path(folder))
        server.create()
        try:
            yield server
        finally:
            server.stop("immediate")


@contextmanager
def redis() -> Iterator[Redis]:
    """Run a Redis server."""
    server = Redis()
    server.start()
    try:
        yield server
    finally:
        server.kill()
