"""`vorlagenwerk replay` and `vorlagenwerk parked`: whether the views say what the log says."""

import argparse
import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from api.cli.endings import Code, Ended
from api.cli.giving import say
from api.cli.serving import in_use
from infra.county import FILE, open_county
from infra.data_folder import FolderInUse, hold
from infra.projecting.rebuilding import Rebuilt


def replay(arguments: argparse.Namespace) -> None:
    """Rebuild each view, compare it with the live one, and put it in its place."""
    _require_county(arguments.data)
    try:
        with hold(arguments.data):
            rebuilt = asyncio.run(_replay(arguments.data))
    except FolderInUse as error:
        message = f"{in_use(error)}\nZum Neuaufbau der Sichten wird er vorher beendet."
        raise Ended(Code.REFUSED, message) from error
    for name, each in rebuilt.items():
        say(_line(name, each).encode())
    events = sum(each.events for each in rebuilt.values())
    seconds = sum(each.seconds for each in rebuilt.values())
    say(f"Insgesamt {events} Ereignisse in {seconds:.2f} s, {_rate(events, seconds)} je Sekunde".encode())
    differing = [name for name, each in rebuilt.items() if not each.equal or each.parked]
    if differing:
        raise Ended(
            Code.REFUSED, f"Nicht wie vorher: {', '.join(differing)}. Es gilt, was das Protokoll sagt."
        )


async def _replay(data: Path) -> dict[str, Rebuilt]:
    def progress(name: str, done: int, total: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{name}: {done} von {total}", end="", file=sys.stderr)  # noqa: T201 - shown to a person

    async with open_county(data) as county:
        for name in ("history", "committee", "organisation"):
            await county.views.caught_up(name, await county.store.head())
        rebuilt = await county.views.replay(progress)
    if sys.stderr.isatty():
        print(file=sys.stderr)  # noqa: T201 - the same
    return rebuilt


def parked(arguments: argparse.Namespace) -> None:
    """Name the streams that a view cannot follow; refused while there are any."""
    file = _require_county(arguments.data)
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        found = connection.execute(
            "SELECT view, stream, position, error FROM parked ORDER BY 1, 2"
        ).fetchall()
    for view, stream, position, error in found:
        say(f"{view}\t{stream}\tPosition {position}\t{error}".encode())
    if found:
        raise Ended(Code.REFUSED, f"{len(found)} Ströme stehen still; vorlagenwerk replay baut sie neu auf.")


def _require_county(data: Path) -> Path:
    file = data / FILE
    if not file.exists():
        raise Ended(Code.WRONG_USE, f"In {data.resolve()} gibt es keinen Datenbestand.")
    return file


def _line(name: str, rebuilt: Rebuilt) -> str:
    rate = _rate(rebuilt.events, rebuilt.seconds)
    verdict = "gleich" if rebuilt.equal else "VERSCHIEDEN"
    parked_ = f", steht still: {', '.join(rebuilt.parked)}" if rebuilt.parked else ""
    return f"{name:<14}{rebuilt.events:>9} Ereignisse {rate:>9}/s  {rebuilt.digest}  {verdict}{parked_}"


def _rate(events: int, seconds: float) -> str:
    return f"{events / seconds:.0f}" if seconds else "0"
