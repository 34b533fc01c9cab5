"""From the log to states: one long paper, and a view of all papers."""

import asyncio
import sqlite3
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from domain.events import vorlage_stream
from domain.recorded import Event, Meta
from domain.vorlage.events.consultation import ConsultationAdded
from domain.vorlage.events.drafting import VorlageCreated
from infra.bench.bench import PAPERS, Bench
from infra.bench.facts import FACT, STATION
from infra.bench.figures import TIME, Figure, Goal, Turn, figure, in_turns, missing
from infra.bench.mix import demo_mix
from infra.projecting import Views
from infra.states import States
from infra.store import Connection, Store, Transaction
from infra.store.sqlite.connection import connect_for_reading
from infra.store.sqlite.file import File
from projections.vorlage import view as vorlage

GOALS: Final = {
    "load-cold": (Goal("figure", at_most=20),),
    "load-snapshot": (Goal("figure", at_most=0.3),),
    "rebuild": (Goal("figure", at_least=120_000),),
}
ROWS: Final = tuple(GOALS)
Spent = tuple[float, float]
"""Seconds that something took, and those of the processor in them."""

REBUILDS: Final = 3
"""Rounds of a rebuild at most: each takes a while."""


async def measure(bench: Bench, wanted: Sequence[str]) -> list[Figure]:
    """Measure loading, then rebuilding."""
    figures = []
    loading = [row for row in ROWS[:2] if row in wanted]
    if loading:
        figures += await _load(bench, loading)
    if "rebuild" in wanted:
        figures.append(await _rebuild(bench))
    return figures


async def _load(bench: Bench, wanted: Sequence[str]) -> list[Figure]:
    path = bench.folder() / "long.sqlite"
    database, stream = File(path), vorlage_stream(str(UUID(int=0, version=4)))
    await asyncio.to_thread(database.prepare, [])

    def forget(tx: Transaction) -> None:
        tx.execute("DELETE FROM snapshots")

    async with await Store.open(database) as store:
        await store.write(lambda tx: tx.append(stream, 0, _long(bench.extent.long)))

        async def get() -> Spent:
            states = States(store)  # that of a node that has just started
            began, busy = time.perf_counter(), time.process_time()
            await states.get(stream)
            spent = time.perf_counter() - began, time.process_time() - busy
            await states.close()
            return spent

        async def cold() -> Spent:
            await store.write(forget)
            return await get()

        async def raw() -> Spent:
            return await asyncio.to_thread(_to_read, path, stream)

        figures = []
        rows = {"load-cold": (cold, "kalt"), "load-snapshot": (get, "vom Schnappschuss")}
        for row in wanted:
            measured, how = rows[row]
            work = f"Vorlage mit {bench.extent.long} Ereignissen laden, {how}"
            await measured()
            if row == "load-snapshot" and not await store.read(_has_snapshot):
                reason = "von einem so kurzen Strom gibt es keinen Schnappschuss"
                figures.append(missing(row, work, GOALS[row], reason, unit=TIME))
                continue
            seconds = bench.extent.seconds
            measures = {"ours": partial(_again, measured, seconds), "raw": partial(_again, raw, seconds)}
            turns = await in_turns(bench.extent.rounds, measures)
            figures.append(figure(row, work, turns, GOALS[row], unit=TIME, raw_is="SELECT"))
    return figures


def _long(events: int) -> list[tuple[Meta, Event]]:
    """A paper that was remarked on again and again."""
    meta, remarked = FACT
    begin: list[Event] = [
        VorlageCreated(kind="decision", public=True, file_reference="1", subject="Lang", salt=bytes(32)),
        ConsultationAdded(consultation=STATION, committee_name="Bauausschuss", place=0),
    ]
    return [(meta, each) for each in begin + [remarked] * (events - len(begin))]


def _has_snapshot(connection: Connection) -> bool:
    return bool(connection.execute("SELECT 1 FROM snapshots").fetchone())


def _to_read(path: Path, stream: str) -> Spent:
    """What it takes the driver to hand over the bytes."""
    with closing(connect_for_reading(path)) as connection:
        began, busy = time.perf_counter(), time.process_time()
        connection.execute(
            "SELECT originator_version, state FROM stored_events WHERE originator_id = ?"
            " ORDER BY originator_version",
            (stream,),
        ).fetchall()
        return time.perf_counter() - began, time.process_time() - busy


async def _again(once: Callable[[], Awaitable[Spent]], seconds: float) -> Turn:
    """Do something again and again for so long: the medians of what it took."""
    until = time.perf_counter() + seconds
    spent = [await once()]
    while time.perf_counter() < until:
        spent.append(await once())
    taken, busy = (statistics.median(each) for each in zip(*spent, strict=True))
    return {"figure": 1e3 * taken, "cpu_us": 1e6 * busy}


async def _rebuild(bench: Bench) -> Figure:
    path = bench.folder() / "log.sqlite"
    database, papers = File(path), min(PAPERS, bench.extent.events)
    await asyncio.to_thread(database.prepare, [])
    await asyncio.to_thread(demo_mix, database, papers, bench.extent.events // papers)
    async with await Store.open(database) as store:
        views = Views(store, synchronous=[vorlage])
        await views.start()
        try:

            async def ours() -> Turn:
                busy = time.process_time()
                rebuilt = (await views.replay())[vorlage.NAME]
                busy = time.process_time() - busy
                if not rebuilt.equal or rebuilt.parked:
                    raise RuntimeError("a rebuilt view differs")
                return {"figure": rebuilt.events / rebuilt.seconds, "cpu_us": 1e6 * busy / rebuilt.events}

            raw = partial(asyncio.to_thread, _scan_rate, path)
            rounds = min(bench.extent.rounds, REBUILDS)
            turns = await in_turns(rounds, {"ours": ours, "raw": raw})
        finally:
            await views.close()
    work = f"Sicht „Vorlage“ neu aus {bench.extent.events} Ereignissen ({papers} Vorlagen)"
    return figure("rebuild", work, turns, GOALS["rebuild"], raw_is="SELECT")


def _scan_rate(path: Path) -> Turn:
    """Events a second that the driver hands over, in order of the log."""
    with closing(connect_for_reading(path)) as connection:
        began, count = time.perf_counter(), 0
        found: sqlite3.Cursor = connection.execute(
            "SELECT originator_id, originator_version, recorded_at, state FROM stored_events"
            " ORDER BY notification_id"
        )
        while page := found.fetchmany(1_000):
            count += len(page)
        return {"figure": count / (time.perf_counter() - began)}
