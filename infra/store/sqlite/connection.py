"""Opening the SQLite file: write-ahead log, and a commit that is on the disk when it returns.

`synchronous=FULL` is not SQLite's default in this mode; without it a power cut loses acknowledged commits.
"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

LOCK_TIMEOUT = 10.0
"""Seconds to wait for another process that writes."""


CHECKPOINT = 8_000
"""Pages of the journal (32 MB) after which they are copied into the file.

Views write the same pages again and again: with SQLite's 1,000 every group of commands waits for copies.
"""


def connect(path: Path | str, *, lock_timeout: float = LOCK_TIMEOUT) -> sqlite3.Connection:
    """Open a connection for writing; transactions are begun explicitly."""
    _make_private(path)
    connection = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, timeout=lock_timeout, cached_statements=256
    )
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT}")
    return connection


def _make_private(path: Path | str) -> None:
    """Make the file where it is missing, for its owner alone; SQLite gives its other files the same mode.

    A file that is there is never opened here: closing it would drop the locks that SQLite holds on it for the
    whole process (POSIX advisory locks).
    """
    if str(path) and not str(path).startswith(("file:", ":")):
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


def connect_for_reading(path: Path | str) -> sqlite3.Connection:
    """Open a connection that refuses to write."""
    connection = connect(path)
    connection.execute("PRAGMA query_only=ON")
    return connection
