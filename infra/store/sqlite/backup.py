"""A backup of a SQLite store: the file as of one moment, and a last line that says how it ends.

The copy reads within one transaction, so that writers go on and never make it begin anew.
The last line holds length and SHA-256 of what stands before it: a file that was cut off or changed is
noticed before anything is restored from it.
"""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO, Final

import msgspec
from msgspec import Struct

from infra.store.errors import StoreError
from infra.store.sqlite.connection import connect_for_reading

PAGES: Final = 2_000
"""Pages of the file that are copied in one step."""
CHUNK: Final = 1 << 20
LONGEST: Final = 1_000
"""Bytes of the last line."""

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much."""


class Manifest(Struct, frozen=True, tag="vorlagenwerk-backup.1"):
    """What the last line says: bytes before it, their SHA-256 (hex), the log's head, and when (RFC 3339)."""

    bytes: int
    sha256: str
    head: int
    at: str


class BackupExists(StoreError):
    """There is a file of this name, which is not overwritten."""


class NoBackup(StoreError):
    """The file is no backup, or not a whole one."""


def write(source: Path, target: Path, at: str, progress: Progress) -> Manifest:
    """Copy a store while it is written to. Raises `BackupExists`; leaves no file behind when it fails."""
    try:
        descriptor = os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError as error:
        raise BackupExists from error
    try:
        with os.fdopen(descriptor, "r+b") as file:
            head = _copy(source, target, progress)
            length = file.seek(0, os.SEEK_END)
            file.seek(0)
            digest = _digest(file, length)
            manifest = Manifest(length, digest, head, at)
            file.seek(0, os.SEEK_END)
            file.write(b"\n" + msgspec.json.encode(manifest) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        _settle(target.parent)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return manifest


def check(file: BinaryIO) -> Manifest:
    """Return what the last line says, once that was found to be so. Raises `NoBackup`."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - LONGEST))
    tail = file.read()
    line = tail[:-1].rpartition(b"\n")[2]
    try:
        manifest = msgspec.json.decode(line, type=Manifest)
    except msgspec.DecodeError as error:
        raise NoBackup("its last line is missing") from error
    if not tail.endswith(b"\n") or manifest.bytes + len(line) + 2 != end:
        raise NoBackup("it has another length than its last line says")
    file.seek(0)
    if _digest(file, manifest.bytes) != manifest.sha256:
        raise NoBackup("its content has another SHA-256 than its last line says")
    return manifest


def unpack(file: BinaryIO, manifest: Manifest, target: Path) -> None:
    """Write the store that a backup holds into a new file; on the disk when it returns."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        file.seek(0)
        for chunk in _chunks(file, manifest.bytes):
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())


def move(source: Path, target: Path) -> None:
    """Give a closed store another name; on the disk when it returns."""
    source.rename(target)
    _settle(target.parent)


def _copy(source: Path, target: Path, progress: Progress) -> int:
    """Copy the pages of one moment; returns the log's head at it."""
    with closing(connect_for_reading(source)) as reader, _unjournaled(target) as copy:
        reader.execute("BEGIN")
        [head] = reader.execute("SELECT coalesce(max(notification_id), 0) FROM stored_events").fetchone()
        reader.backup(
            copy, pages=PAGES, progress=lambda _, left, total: progress(total - left, total), sleep=0
        )
        reader.execute("ROLLBACK")
    return int(head)


@contextmanager
def _unjournaled(target: Path) -> Iterator[sqlite3.Connection]:
    """Open a new file that is thrown away when anything fails: it needs no journal."""
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode=OFF")
        copy.execute("PRAGMA synchronous=OFF")
        yield copy


def _digest(file: BinaryIO, length: int) -> str:
    sha = hashlib.sha256()
    for chunk in _chunks(file, length):
        sha.update(chunk)
    return sha.hexdigest()


def _chunks(file: BinaryIO, length: int) -> Iterator[bytes]:
    while length:
        chunk = file.read(min(CHUNK, length))
        if not chunk:
            raise NoBackup("it ends too early")
        length -= len(chunk)
        yield chunk


def _settle(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
