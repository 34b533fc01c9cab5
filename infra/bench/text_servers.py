"""Servers of texts that are measured: a node of ours, and the peers where they are installed.

Peers are what `peers/compare` has installed into its folder; nothing is fetched from here.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from infra.bench.servers import free_port
from infra.bench.sockets import Failed

OURS: Final = "collab"
OURS_MANY: Final = "hocuspocus"
PEER: Final = "Hocuspocus"
OTHER_PEER: Final = "y-websocket"

CACHE: Final = "PEERS_CACHE"
"""The variable that names the folder of the peers."""
FOLDER: Final = "~/.cache/vorlagenwerk-peers"
PROGRAMS: Final = {
    PEER: ("hocuspocus", "server.mjs"),
    OTHER_PEER: ("y-websocket", "node_modules/y-websocket/bin/server.cjs"),
}
"""Folder and program of each peer."""
PATIENCE: Final = 60.0
"""Seconds that a server may take to start or to end."""
PAUSE: Final = 0.02
LAST: Final = 2_000
"""Bytes of a failed server's log that are shown."""


class Door(Struct, frozen=True):
    """Where a text is opened, and how: over a socket of its own, or over one for many with a token in it."""

    uri: str
    text: str
    token: str | None = None


class Prepared(Struct, frozen=True):
    """What `bench prepare` tells."""

    token: str
    documents: list[str]


def installed() -> dict[str, Path]:
    """The peers' folders, where Node and they are installed."""
    cache = Path(os.environ.get(CACHE) or FOLDER).expanduser()
    found = {name: cache / folder for name, (folder, _) in PROGRAMS.items()}
    there = shutil.which("node") is not None and all(
        (folder / PROGRAMS[name][1]).is_file() and (folder / "node_modules").is_dir()
        for name, folder in found.items()
    )
    return found if there else {}


class Server:
    """A server of texts with a data folder; it can be started again."""

    def __init__(self, folder: Path, command: Sequence[str], env: Mapping[str, str], home: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._command = [each.format(port=self.port) for each in command]
        self._env = {**os.environ, "PORT": str(self.port), "HOST": "127.0.0.1", **env}
        self._home = home
        self._log = folder / "log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it listens. Raises `Failed`."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own command, or a peer's
                self._command, cwd=self._home, env=self._env, stdout=log, stderr=log
            )
        until = time.monotonic() + PATIENCE
        while self._process.poll() is None and time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), PATIENCE).close()
            except OSError:
                time.sleep(PAUSE)
            else:
                return
        self.end(signal.SIGKILL)
        raise Failed(self._command[0], self._log.read_bytes()[-LAST:].decode(errors="replace"))

    def end(self, how: signal.Signals) -> None:
        """End it and wait for that."""
        if self._process is not None:
            self._process.send_signal(how)
            try:
                self._process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None


def peer(name: str, home: Path, folder: Path) -> Server:
    """One of the peers."""
    store = {"DB": str(folder / "db.sqlite"), "YPERSISTENCE": str(folder / "db")}
    return Server(folder, ["node", PROGRAMS[name][1]], store, home)


def door_of_peer(name: str, server: Server, text: str) -> Door:
    """Where a peer's text is opened."""
    address = f"ws://127.0.0.1:{server.port}/"
    return Door(address, text, "x") if name == PEER else Door(f"{address}{text}", text)


def ours(folder: Path) -> tuple[Server, Prepared]:
    """A node of ours with two texts. Raises `Failed`."""
    data = str(folder / "county")
    here = [sys.executable, "-m", "api.cli"]
    made = subprocess.run(  # noqa: S603 - our own command
        [*here, "bench", "prepare", "--documents", "2", "--data", data], capture_output=True, check=False
    )
    if made.returncode != 0:
        raise Failed("bench prepare", made.stderr[-LAST:].decode(errors="replace"))
    server = Server(folder, [*here, "serve", "--port", "{port}", "--data", data], {}, Path.cwd())
    return server, msgspec.json.decode(made.stdout, type=Prepared)


def our_door(way: str, server: Server, prepared: Prepared, text: str) -> Door:
    """Where a text of ours is opened, over one of our two ways."""
    address = f"ws://127.0.0.1:{server.port}"
    if way == OURS_MANY:
        return Door(f"{address}/hocuspocus", text, prepared.token)
    return Door(f"{address}/collab/{text}?token={prepared.token}", text)
