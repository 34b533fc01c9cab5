"""Every line of the table that the engine is held to (issue "An event engine at the limit of the disk")."""

import asyncio
import gc
import tempfile
from collections.abc import Callable, Collection
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from msgspec import Struct

from infra.bench import appending, clients, folding, sockets
from infra.bench.bench import Bench, Extent, Rows
from infra.bench.figures import Figure
from infra.bench.machine import Machine, machine

GROUPS: Final[tuple[tuple[tuple[str, ...], Rows], ...]] = (
    (appending.ROWS, appending.measure),
    (clients.ROWS, clients.measure),
    (folding.ROWS, folding.measure),
    (sockets.ROWS, sockets.measure),
)
ROWS: Final = tuple(row for rows, _ in GROUPS for row in rows)
"""What can be asked for."""


class Report(Struct, frozen=True):
    """All that was measured, and on what."""

    machine: Machine
    figures: list[Figure]


async def measure(
    data: Path,
    extent: Extent,
    *,
    only: Collection[str] = ROWS,
    postgres: str = "",
    told: Callable[[str], None] = lambda _: None,
) -> Report:
    """Measure these lines with files in a folder of `data` that is removed again.

    `postgres`: the address of a server; without one a server is started. `told`: what is measured now.
    """
    await asyncio.to_thread(data.mkdir, parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=data) as folder, ExitStack() as stack:
        # As in a node that serves (api/serving.py).
        gc.collect()
        gc.freeze()
        stack.callback(gc.unfreeze)
        bench = Bench(Path(folder), extent, postgres, stack)
        on = machine(Path(folder))
        figures = []
        for rows, group in GROUPS:
            wanted = [row for row in rows if row in only]
            if wanted:
                told(", ".join(wanted))
                figures += await group(bench, wanted)
    return Report(on, figures)
