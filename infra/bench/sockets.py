"""From commit to those who watch: a real node in one process, its watchers in another.

The raw driver's part is a bare fan-out over TCP of as many bytes in as many sockets (`fanout`).
"""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
from msgspec import Struct

from infra.bench.bench import Bench
from infra.bench.figures import TIME, Figure, Goal, Measure, Turn, figure, in_turns, percentiles

LOGINS: Final = 20
"""A person may have 100 sockets."""
LIMIT: Final = 256 * 1024 * 1024
"""Bytes of a line that a process may tell."""
SEEN: Final = {
    50: (Goal("p50_ms", at_most=3),),
    1_000: (Goal("p50_ms", at_most=15), Goal("p99_ms", at_most=60)),
}
LAST: Final = 2_000
"""Bytes of a failed process's log that are shown."""
LAG: Final = "loop-lag"
ROWS: Final = ("live-50", "live-1000", LAG)
KEPT_PACE: Final = 0.95
"""Share of the commands that must be answered in their time for the lag to count."""
LAG_GOALS: Final = (Goal("p99_ms", at_most=5), Goal("pace", at_least=KEPT_PACE))

T = TypeVar("T")


class EndedEarly(Exception):
    """A process ended before it said what it was to say."""


class Failed(Exception):
    """A measured process failed; `log`: the end of what it told."""

    def __init__(self, module: str, log: str) -> None:
        super().__init__(module, log)
        self.module = module
        self.log = log


class Serving(Struct, frozen=True):
    """Where a node serves, tokens for it, and papers with a station each."""

    address: str
    tokens: list[str]
    papers: list[tuple[str, str]]


class Kept(Struct, frozen=True):
    """When a node committed each position, and how late its loop was when. Nanoseconds, seconds."""

    commits: dict[int, int]
    lags: list[tuple[int, float]]


class Task(Struct, frozen=True):
    """What a gallery of watchers does: `pace` commands a second; all watch one paper, or each its own."""

    address: str
    tokens: list[str]
    papers: list[tuple[str, str]]
    sockets: int
    seconds: float
    pace: float
    together: bool


class Watched(Struct, frozen=True):
    """When which positions came to watchers; how many commands were given and answered; from when to when."""

    arrivals: list[tuple[int, int]]
    given: int
    answered: int
    began: int
    ended: int


async def measure(bench: Bench, wanted: Sequence[str]) -> list[Figure]:
    """Measure with one node for all lines."""
    extent = bench.extent
    found: dict[str, dict[str, list[Any]]] = {}
    folder = bench.folder()
    async with _process(folder, "api.measured", str(folder / "node")) as node:
        told = await _told(node, Serving)
        for row, sockets in zip(ROWS[:2], extent.sockets, strict=True):
            if row in wanted:
                found[row] = await _seen(bench, told, sockets)
        if LAG in wanted:
            found[LAG] = await _paced(bench, told)
        node.send_signal(signal.SIGTERM)
        kept = await _told(node, Kept)
    return [_figure(bench, row, turns, kept) for row, turns in found.items()]


async def _seen(bench: Bench, told: Serving, sockets: int) -> dict[str, list[Any]]:
    seconds, folder = bench.extent.seconds, bench.folder()
    watched: list[Watched] = []

    async def ours() -> Turn:
        task = Task(told.address, told.tokens, told.papers, sockets, seconds, 10, together=True)
        watched.append(await _gallery(folder, task))
        return {}

    async def raw() -> Turn:
        async with _process(folder, "infra.bench.fanout", str(sockets), str(seconds)) as process:
            return percentiles(await _told(process, list[float]))

    measures: dict[str, Measure] = {"ours": ours, "raw": raw}
    turns = await in_turns(bench.extent.rounds, measures)
    return {"watched": watched, "raw": turns["raw"]}


async def _paced(bench: Bench, told: Serving) -> dict[str, list[Any]]:
    extent, folder = bench.extent, bench.folder()
    watched: list[Watched] = []
    for _ in range(extent.rounds):
        task = Task(
            told.address,
            told.tokens,
            told.papers,
            extent.watching,
            extent.seconds,
            extent.pace,
            together=False,
        )
        watched.append(await _gallery(folder, task))
    return {"watched": watched}


def _figure(bench: Bench, row: str, turns: dict[str, list[Any]], kept: Kept) -> Figure:
    extent = bench.extent
    if row == LAG:
        work = f"Verzug der Ereignisschleife, {extent.pace} Befehle/s, {extent.watching} Verbindungen (p99)"
        late = [_lags(each, kept) for each in turns["watched"]]
        return figure(row, work, {"ours": late}, LAG_GOALS, unit=TIME)
    sockets = extent.sockets[ROWS.index(row)]
    work = f"Festschreiben bis gesehen an {sockets} Verbindungen (p50)"
    ours = [_with_figure(percentiles(_delays(each, kept))) for each in turns["watched"]]
    raw = [_with_figure(each) for each in turns["raw"]]
    goals = SEEN[50 if row == ROWS[0] else 1_000]
    return figure(row, work, {"ours": ours, "raw": raw}, goals, unit=TIME, raw_is="TCP")


def _with_figure(turn: Turn) -> Turn:
    return {"figure": turn["p50_ms"], **turn}


def _delays(watched: Watched, kept: Kept) -> list[float]:
    return [(at - kept.commits[position]) / 1e9 for position, at in watched.arrivals]


def _lags(watched: Watched, kept: Kept) -> Turn:
    during = [lag for at, lag in kept.lags if watched.began <= at <= watched.ended]
    late = percentiles(during)
    return {"figure": late["p99_ms"], **late, "pace": watched.answered / watched.given}


async def _gallery(folder: Path, task: Task) -> Watched:
    async with _process(folder, "infra.bench.gallery") as process:
        assert process.stdin is not None  # noqa: S101 - it was asked for
        process.stdin.write(msgspec.json.encode(task) + b"\n")
        return await _told(process, Watched)


@asynccontextmanager
async def _process(folder: Path, module: str, *arguments: str) -> AsyncIterator[Process]:
    """Run a module of ours in a process of its own, its log in a folder. Raises `Failed`."""
    with (folder / f"{module}.log").open("w+b") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, *arguments, stdin=PIPE, stdout=PIPE, stderr=log, limit=LIMIT
        )
        try:
            yield process
        except EndedEarly as error:
            log.seek(0)
            raise Failed(module, log.read()[-LAST:].decode(errors="replace")) from error
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def _told(process: Process, type_: type[T]) -> T:
    """What a process prints next."""
    assert process.stdout is not None  # noqa: S101 - it was asked for
    line = await process.stdout.readline()
    if not line:
        raise EndedEarly(await process.wait())
    return msgspec.json.decode(line, type=type_)
