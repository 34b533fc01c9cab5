"""The data folder of a county: one process at a time serves it, and tells the others where (DESIGN).

The lock belongs to the open file and ends with the process, even by kill -9; what stands in the file tells
the command line how to reach whoever holds it.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

LOCK: Final = "server.lock"
PATIENCE: Final = 10.0
"""Seconds to wait for whoever holds the folder and has not told an address yet."""
PAUSE: Final = 0.05


class Server(Struct, frozen=True):
    """A server that holds the folder; `key` is for the command line of the same machine."""

    address: str
    pid: int
    key: str


class FolderInUse(Exception):
    """Another process holds the folder; `server` where it serves."""

    def __init__(self, folder: Path, server: Server | None) -> None:
        super().__init__(folder)
        self.folder = folder
        self.server = server


class Held:
    """The folder, held by this process."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def tell(self, server: Server) -> None:
        """Write down where this process serves."""
        self._write(msgspec.json.encode(server))

    def clear(self) -> None:
        """Write down that nobody serves."""
        self._write(b"")

    def _write(self, content: bytes) -> None:
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, content, 0)


@contextmanager
def hold(folder: Path) -> Iterator[Held]:
    """Hold a folder, made where it is missing. Raises `FolderInUse`."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.fchmod(descriptor, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FolderInUse(folder, _told(descriptor)) from error
        held = Held(descriptor)
        held.clear()
        try:
            yield held
        finally:
            held.clear()
    finally:
        os.close(descriptor)


@contextmanager
def hold_or_find(folder: Path, patience: float = PATIENCE) -> Iterator[Held | Server]:
    """Hold a folder, or find the server that does; waits for whoever holds it for a moment only.

    Raises `FolderInUse` when that takes too long.
    """
    until = time.monotonic() + patience
    found: Server | None = None
    while found is None:
        try:
            with hold(folder) as held:
                yield held
                return
        except FolderInUse as error:
            found = error.server
            if found is None and time.monotonic() >= until:
                raise
        if found is None:
            time.sleep(PAUSE)
    yield found


def _told(descriptor: int) -> Server | None:
    try:
        return msgspec.json.decode(os.pread(descriptor, 10_000, 0), type=Server)
    except msgspec.DecodeError:
        return None
