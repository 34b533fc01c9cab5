"""A server of its own for each test: the real command, a data folder, real sockets."""

import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

START = 60.0
"""Seconds that a server may take to answer for the first time."""


class Server:
    """A `vorlagenwerk serve --demo` on a free port."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.process: Any = None
        self.address = ""

    def start(self) -> None:
        """Start it and wait until it is ready."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"127.0.0.1:{port}"
        log = (self.data.parent / "server.log").open("ab")
        self.process = subprocess.Popen(
            [*VORLAGENWERK, "serve", "--demo", "--port", str(port), "--data", str(self.data)],
            stdout=log,
            stderr=log,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        log.close()
        until = time.monotonic() + START
        while True:
            try:
                if httpx.get(f"http://{self.address}/health/ready").status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass
            if self.process.poll() is not None or time.monotonic() > until:
                pytest.fail((self.data.parent / "server.log").read_text())
            time.sleep(0.05)

    def kill(self) -> None:
        """Kill it at once: no handler runs, nothing is flushed."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Ask it to stop, and return its exit code."""
        self.process.terminate()
        return int(self.process.wait(timeout=60))

    def run(self, *arguments: str) -> tuple[int, str]:
        """Run a command on the data folder; its exit code and what it printed."""
        done = subprocess.run(
            [*VORLAGENWERK, *arguments, "--data", str(self.data)], capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr


VORLAGENWERK = [str(Path(sys.executable).with_name("vorlagenwerk"))]


class Person:
    """Someone who is signed in and gives commands."""

    def __init__(self, address: str, login: str, password: str) -> None:
        self.http = httpx.Client(
            base_url=f"http://{address}", headers={"Origin": f"http://{address}"}, timeout=60
        )
        answer = self.http.post("/api/login", json={"login": login, "password": password})
        assert answer.status_code == httpx.codes.OK, answer.text

    def give(self, type_: str, *, key: str | None = None, **fields: Any) -> httpx.Response:
        """Give a command over HTTP."""
        return self.http.post(
            "/api/commands",
            json={"type": type_, **fields},
            headers={"Idempotency-Key": key or str(uuid.uuid4())},
        )

    def do(self, type_: str, **fields: Any) -> str:
        """Give a command that must succeed; the id of what its first event is about."""
        answer = self.give(type_, **fields)
        assert answer.status_code == httpx.codes.OK, answer.text
        return str(answer.json()["events"][0]["id"])

    def read(self, path: str, **query: Any) -> Any:
        """Read something that must be there."""
        answer = self.http.get(path, params=query)
        assert answer.status_code == httpx.codes.OK, answer.text
        return answer.json()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = Server(tmp_path / "var")
    started.start()
    yield started
    if started.process.poll() is None:
        started.process.kill()
        started.process.wait()


@pytest.fixture
def people(server: Server) -> Iterator[dict[str, Person]]:
    printed = (server.data / "demo-logins.txt").read_text(encoding="utf-8").splitlines()
    found = {
        login: Person(server.address, login, password)
        for login, password, _ in (line.split("\t") for line in printed)
    }
    yield found
    for person in found.values():
        person.http.close()
