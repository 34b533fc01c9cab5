"""Many clients at once, one event each, every one of them answered when it is durable."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from typing import Final
from uuid import UUID, uuid4

from domain.vorlage.commands.consultation import AddConsultation, RemarkConsultation
from domain.vorlage.commands.drafting import CreateVorlage
from infra import memory
from infra.bench.appenders import OurStore, library_postgres
from infra.bench.bench import Bench
from infra.bench.facts import stored, stream
from infra.bench.figures import Figure, Goal, Measure, Turn, figure, in_turns, missing, percentiles
from infra.bench.machine import fdatasync_rate
from infra.bench.servers import NoServer
from infra.county import County, open_county
from infra.entitlement import SERVICE
from infra.store import Database, Store
from infra.store.postgres.server import Server
from infra.store.sqlite.file import File

GOALS: Final = {
    "clients-sqlite": (Goal("ratio", at_least=8), Goal("p99_ms", at_most=25)),
    "commands-sqlite": (Goal("ratio", at_least=3),),
    "clients-postgres": (Goal("ratio", at_least=40),),
}
ROWS: Final = tuple(GOALS)
PAPERS: Final = 200

Act = Callable[[int], Awaitable[None]]
"""What a client does again and again, given its number."""


async def measure(bench: Bench, wanted: Sequence[str]) -> list[Figure]:
    """Measure the store alone, then a whole county."""
    figures = []
    if "clients-sqlite" in wanted:
        figures.append(await _on_sqlite(bench))
    if "commands-sqlite" in wanted:
        figures.append(await _through_commands(bench))
    if "clients-postgres" in wanted:
        figures.append(await _on_postgres(bench))
    return figures


async def together(act: Act, clients: int, seconds: float) -> Turn:
    """Let clients act side by side for so long; what they did a second, and how long each had to wait."""
    waits: list[float] = []
    until = time.perf_counter() + seconds

    async def client(number: int) -> None:
        while True:  # on a slow machine once at least
            began = time.perf_counter()
            await act(number)
            waits.append(time.perf_counter() - began)
            if time.perf_counter() > until:
                return

    began, busy = time.perf_counter(), time.process_time()
    await asyncio.gather(*(client(number) for number in range(clients)))
    taken, busy = time.perf_counter() - began, time.process_time() - busy
    return {
        "figure": len(waits) / taken,
        **percentiles(waits),
        "cpu_us": 1e6 * busy / len(waits),
    }


def _work(bench: Bench, row: str) -> str:
    kind = {
        "clients-sqlite": "SQLite, Speicher allein",
        "commands-sqlite": f"SQLite, Befehle an {PAPERS} Vorlagen",
        "clients-postgres": "PostgreSQL, Speicher allein",
    }[row]
    return f"{bench.extent.clients} Clients, je ein Ereignis: {kind}"


async def _on_sqlite(bench: Bench) -> Figure:
    row, folder = "clients-sqlite", bench.folder()
    async with AsyncExitStack() as stack:
        act = await _storing(File(folder / "ours.sqlite"), bench.extent.clients, stack)

        async def disk() -> Turn:
            return {"figure": await asyncio.to_thread(fdatasync_rate, folder, bench.extent.seconds)}

        turns = await _turns(bench, act, {"raw": disk})
    return figure(row, _work(bench, row), turns, GOALS[row], raw_is="fdatasync")


async def _on_postgres(bench: Bench) -> Figure:
    row = "clients-postgres"
    try:
        ours, theirs = bench.database(), bench.database()
    except NoServer as error:
        return missing(row, _work(bench, row), GOALS[row], error.reason)
    async with AsyncExitStack() as stack:
        owner = library_postgres(theirs)
        stack.push_async_callback(owner.close)
        insert = owner.recorder.insert_events
        versions = [0] * bench.extent.clients

        async def library(client: int) -> None:
            await asyncio.to_thread(insert, stored(stream(client), versions[client], 1))
            versions[client] += 1

        act = await _storing(Server(ours), bench.extent.clients, stack)

        async def the_library() -> Turn:
            return await together(library, bench.extent.clients, bench.extent.seconds)

        turns = await _turns(bench, act, {"raw": the_library})
    return figure(row, _work(bench, row), turns, GOALS[row], raw_is="Bibliothek")


async def _through_commands(bench: Bench) -> Figure:
    row, folder = "commands-sqlite", bench.folder()
    async with open_county(folder / "county") as county:
        papers = await draft(county, PAPERS)
        memory.settle()  # as a node does before it serves

        async def act(client: int) -> None:
            await remark(county, papers[client % len(papers)])

        async def disk() -> Turn:
            return {"figure": await asyncio.to_thread(fdatasync_rate, folder, bench.extent.seconds)}

        turns = await _turns(bench, act, {"raw": disk})
    return figure(row, _work(bench, row), turns, GOALS[row], raw_is="fdatasync")


async def _storing(database: Database, clients: int, stack: AsyncExitStack) -> Act:
    await asyncio.to_thread(database.prepare, [])
    store = await stack.enter_async_context(await Store.open(database))
    writers = [OurStore(store, stream(number)) for number in range(clients)]

    async def act(client: int) -> None:
        await writers[client].append(1)

    return act


async def _turns(bench: Bench, act: Act, beside: dict[str, Measure]) -> dict[str, list[Turn]]:
    extent = bench.extent

    async def ours() -> Turn:
        return await together(act, extent.clients, extent.seconds)

    await together(act, extent.clients, extent.seconds / 4)  # what is read for the first time is read now
    return await in_turns(extent.rounds, {"ours": ours, **beside})


async def draft(county: County, number: int) -> list[tuple[str, str]]:
    """Begin papers with a station each; return the ids of both."""

    async def one(count: int) -> tuple[str, str]:
        paper, station = str(uuid4()), str(uuid4())
        await county.handling.handle_all(
            SERVICE,
            [
                CreateVorlage(vorlage=paper, file_reference=f"Messung {count}", subject="Messung"),
                AddConsultation(vorlage=paper, consultation=station, committee_name="Bauausschuss"),
            ],
            uuid4(),
        )
        return paper, station

    return await asyncio.gather(*(one(each) for each in range(number)))


async def remark(county: County, place: tuple[str, str]) -> None:
    """Give a command that leads to one event, of about the size of the others."""
    paper, station = place
    id_: UUID = uuid4()
    await county.handling.handle(
        SERVICE, RemarkConsultation(vorlage=paper, consultation=station, remark=f"{id_} " * 4), id_
    )
