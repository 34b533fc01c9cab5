"""What one process has for itself: a lock on a file beside the store, which the system lets go at its end."""

import fcntl
import os
from pathlib import Path


class Lock:
    """A lock that is held."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def release(self) -> None:
        """Let go; the file stays, since whoever waits may have opened it."""
        os.close(self._descriptor)


def lock(path: Path) -> Lock | None:
    """Lock a file, made where it is missing; None where it is locked."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return Lock(descriptor)
