"""`vorlagenwerk bench engine` and `bench collab`: how fast this machine does what they are for."""

import argparse
import asyncio
import os
import resource
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import msgspec
from uvicorn.loops.auto import auto_loop_factory

from api.cli.endings import Code, Ended
from api.cli.giving import say
from infra.bench import collab
from infra.bench.bench import Extent
from infra.bench.engine import ROWS, Report, measure
from infra.bench.figures import TIME, Figure, Goal
from infra.bench.machine import Machine
from infra.bench.sockets import Failed
from infra.bench.text_servers import CACHE, FOLDER
from infra.placing import DATABASE, REDIS

FILES: Final = 8_192
"""Open files that a thousand sockets, and what else is open, need at most."""
WORDS: Final = {
    "figure": "",
    "ratio": "mal",
    "p50_ms": "p50 ms",
    "p99_ms": "p99 ms",
    "cpu_us": "CPU µs",
    "library": "Bibliothek",
    "pace": "Takt",
}
UNITS: Final = {TIME: "ms"}


def engine(arguments: argparse.Namespace) -> None:
    """Measure, and print a table or JSON."""
    extent = Extent(seconds=arguments.secs, rounds=arguments.rounds, events=arguments.events)
    report = run(arguments, extent)
    if arguments.json:
        say(msgspec.json.encode(report))
    else:
        say("\n".join(_table(report.machine, report.figures)).encode())


def texts(arguments: argparse.Namespace) -> None:
    """Measure how texts are opened, and print that with who holds the same text. Raises `Ended`."""
    with _away_from_the_county():
        try:
            report = asyncio.run(
                collab.measure(arguments.data, count=arguments.edits, rounds=arguments.rounds, told=_told)
            )
        except Failed as error:
            raise Ended(Code.REFUSED, f"Gemessenes brach ab ({error.module}):\n{error.log}") from error
        except (OSError, TimeoutError) as error:
            raise Ended(Code.REFUSED, f"Messen geht hier nicht: {type(error).__name__} {error}") from error
    if arguments.json:
        say(msgspec.json.encode(report))
    else:
        say("\n".join([*_table(report.machine, report.figures), "", *_held(report)]).encode())
    if not report.held.equal:
        raise Ended(Code.REFUSED, "Nicht alle haben denselben Text.")


def _held(report: collab.Report) -> Iterator[str]:
    held = report.held
    for equal, who in (
        (held.clients, "was die Clients zeigen"),
        (held.rebuilt, f"aus {held.seals} Siegeln und {held.unsealed} Zeilen des Journals, nach kill -9"),
        (held.api, "was die Schnittstelle gibt"),
    ):
        yield f"{'gleich' if equal else 'ANDERS'}: {who}"
    for name in report.lost:
        yield f"{name} hatte den Text nach dem Neustart nicht mehr und ist nicht gemessen."
    if not report.peers and not report.lost:
        yield (
            "Nur die eigenen Zahlen: Node oder die anderen Server fehlen"
            f" ({CACHE}, sonst {FOLDER}; peers/compare richtet sie ein)."
        )


def _told(what: str) -> None:
    if sys.stderr.isatty():
        print(f"Gemessen wird: {what}", file=sys.stderr)  # noqa: T201 - shown to a person


def run(arguments: argparse.Namespace, extent: Extent) -> Report:
    """Measure beside whatever the county is. Raises `Ended`."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most if 0 < most < FILES else FILES, most))

    with _away_from_the_county() as address:
        try:
            # In the loop that a node serves in.
            with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
                return runner.run(
                    measure(
                        arguments.data,
                        extent,
                        only=arguments.only or ROWS,
                        postgres=arguments.postgres or address,
                        told=_told,
                    )
                )
        except Failed as error:
            raise Ended(Code.REFUSED, f"Gemessenes brach ab ({error.module}):\n{error.log}") from error
        except OSError as error:
            raise Ended(Code.REFUSED, f"Messen geht hier nicht: {error}") from error


@contextmanager
def _away_from_the_county() -> Iterator[str]:
    """Measured counties lie in files of their own and tell no node of the real one's anything."""
    taken = {name: os.environ.pop(name) for name in (DATABASE, REDIS) if name in os.environ}
    try:
        yield taken.get(DATABASE, "")
    finally:
        os.environ.update(taken)


def _table(on: Machine, figures: Sequence[Figure]) -> Iterator[str]:
    yield (
        f"{on.cores} Kerne ({on.processor}), {on.system}, Python {on.python}, SQLite {on.sqlite}, "
        f"fdatasync {_number(on.fdatasync)}/s, Last {_number(on.load)}"
    )
    yield ""
    rows: list[tuple[str, ...]] = [
        ("Zeile", "Arbeit", "gemessen", "daneben", "Verhältnis", "Ziel", "Urteil", "dazu")
    ]
    rows += [_line(each) for each in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _line(figure: Figure) -> tuple[str, ...]:
    goals = ", ".join(_goal(each, figure.unit) for each in figure.goals)
    if figure.figure is None:
        return figure.row, figure.work, "-", "", "", goals, "nicht gemessen", figure.missing
    unit = UNITS.get(figure.unit, "/s")
    beside = "" if figure.raw is None else f"{_number(figure.raw)} {unit} ({figure.raw_is})"
    return (
        figure.row,
        figure.work,
        f"{_number(figure.figure)} {unit}",
        beside,
        "" if figure.ratio is None else f"{_number(figure.ratio)} mal",
        goals,
        {True: "erreicht", False: "VERFEHLT", None: ""}[figure.met],
        ", ".join(f"{WORDS.get(name, name)} {_number(value)}" for name, value in figure.more.items()),
    )


def _goal(goal: Goal, unit: str) -> str:
    word = WORDS[goal.of] or UNITS.get(unit, "/s")
    least = "" if goal.at_least is None else f"≥ {_number(goal.at_least)} {word}"
    most = "" if goal.at_most is None else f"≤ {_number(goal.at_most)} {word}"
    return f"{least}{most}"


def _number(number: float) -> str:
    """As German texts have it: 1.234, 12,3, 0,85."""
    places = 0 if abs(number) >= 100 else 1 if abs(number) >= 10 else 2  # noqa: PLR2004 - three digits
    return f"{number:,.{places}f}".translate(str.maketrans(",.", ".,"))
