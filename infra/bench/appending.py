"""One after the other: one client appends one, 100 or 1,000 events a transaction.

Our recorder does what the raw driver does; our store also encodes the events, and hands them to its thread.
"""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Final

from infra.bench.appenders import (
    Appender,
    OurStore,
    RawPostgres,
    RawSQLite,
    library_postgres,
    library_sqlite,
    our_recorder,
    prepared,
    rate,
)
from infra.bench.bench import Bench
from infra.bench.figures import Figure, Goal, Measure, figure, in_turns, missing
from infra.bench.servers import NoServer
from infra.store import Store
from infra.store.postgres.server import Server
from infra.store.sqlite.file import File

SQLITE: Final = {"sqlite-1": (1, 0.85), "sqlite-100": (100, 0.90), "sqlite-1000": (1_000, 0.90)}
POSTGRES: Final = {"postgres-1": (1, 0.75), "postgres-100": (100, 0.90), "postgres-1000": (1_000, 0.90)}
ROWS: Final = (*SQLITE, *POSTGRES)
"""Events of a transaction, and the least share of the raw driver's figure."""
KINDS: Final = {"sqlite": "SQLite", "postgres": "PostgreSQL"}


async def measure(bench: Bench, wanted: Sequence[str]) -> list[Figure]:
    """Measure on SQLite, and on PostgreSQL where there is a server."""
    figures = []
    for rows, appenders in ((SQLITE, _on_sqlite), (POSTGRES, _on_postgres)):
        chosen = [row for row in rows if row in wanted]
        if not chosen:
            continue
        async with AsyncExitStack() as stack:
            try:
                found = await appenders(bench, stack)
            except NoServer as error:
                figures += [_missing(row, *rows[row], error.reason) for row in chosen]
                continue
            for row in chosen:
                figures += await _row(bench, row, *rows[row], found)
    return figures


async def _row(
    bench: Bench, row: str, count: int, least: float, appenders: dict[str, Appender]
) -> list[Figure]:
    for each in appenders.values():
        await each.append(count)
    measures: dict[str, Measure] = {
        name: partial(rate, each, count, bench.extent.seconds) for name, each in appenders.items()
    }
    turns = await in_turns(bench.extent.rounds, measures)
    raw_is = "COPY" if row.startswith("postgres") and count > 1 else "Treiber"
    goals = [Goal("ratio", at_least=least)]
    common = {"raw": turns["raw"], "library": turns["library"]}
    return [
        figure(row, _work(row, count), common | {"ours": turns["store"]}, goals, raw_is=raw_is),
        figure(
            f"{row}-recorder",
            _work(row, count, "Recorder"),
            common | {"ours": turns["recorder"]},
            goals,
            raw_is=raw_is,
        ),
    ]


def _work(row: str, count: int, what: str = "Speicher") -> str:
    kind = KINDS[row.partition("-")[0]]
    how = "eins nach dem anderen" if count == 1 else f"{count} je Transaktion"
    return f"{kind}: {how}, {what}"


def _missing(row: str, count: int, least: float, reason: str) -> Figure:
    return missing(row, _work(row, count), [Goal("ratio", at_least=least)], reason)


async def _on_sqlite(bench: Bench, stack: AsyncExitStack) -> dict[str, Appender]:
    folder = bench.folder()

    def at(name: str) -> Path:
        return folder / f"{name}.sqlite"

    files = {name: File(at(name)) for name in ("raw", "store", "recorder")}
    await prepared(list(files.values()))
    library = library_sqlite(at("library"))
    return await _entered(
        stack,
        {
            "raw": RawSQLite(at("raw")),
            "library": library,
            "recorder": our_recorder(files["recorder"]),
            "store": OurStore(await Store.open(files["store"])),
        },
    )


async def _on_postgres(bench: Bench, stack: AsyncExitStack) -> dict[str, Appender]:
    servers = {name: Server(bench.database()) for name in ("raw", "store", "recorder")}
    await prepared(list(servers.values()))
    library = library_postgres(bench.database())
    return await _entered(
        stack,
        {
            "raw": RawPostgres(servers["raw"]),
            "library": library,
            "recorder": our_recorder(servers["recorder"]),
            "store": OurStore(await Store.open(servers["store"])),
        },
    )


async def _entered(stack: AsyncExitStack, appenders: dict[str, Appender]) -> dict[str, Appender]:
    for each in appenders.values():
        stack.push_async_callback(each.close)
    return appenders
