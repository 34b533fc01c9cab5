"""The machine that is measured on: what it is, and how fast its disk makes something durable."""

import os
import platform
import sqlite3
import time
from pathlib import Path

from msgspec import Struct

from infra.bench.facts import STATE


class Machine(Struct, frozen=True):
    """What figures depend on. `fdatasync`: 317-byte appends a second; `load`: of the last minute."""

    cores: int
    processor: str
    system: str
    python: str
    sqlite: str
    fdatasync: float
    load: float


def machine(folder: Path) -> Machine:
    """Tell what this machine is."""
    return Machine(
        cores=len(os.sched_getaffinity(0)),
        processor=platform.machine(),
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
        fdatasync=fdatasync_rate(folder, 1.0),
        load=os.getloadavg()[0],
    )


def fdatasync_rate(folder: Path, seconds: float) -> float:
    """Appends of one event a second, each on the disk before the next; blocks."""
    descriptor = os.open(folder / "fdatasync", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    try:
        count, began = 0, time.perf_counter()
        while (taken := time.perf_counter() - began) < seconds:
            os.write(descriptor, STATE)
            os.fdatasync(descriptor)
            count += 1
    finally:
        os.close(descriptor)
    return count / taken
