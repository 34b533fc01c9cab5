"""`vorlagenwerk replay` and `vorlagenwerk parked`: whether the views say what the log says."""

import argparse
import asyncio
import sys
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec

from api.cli.endings import Code, Ended
from api.cli.giving import say
from api.cli.office import Answer, require_county
from api.cli.problems import require_done
from api.cli.serving import in_use
from infra.county import BEHIND, SYNCHRONOUS, open_county
from infra.data_folder import FolderInUse, Server, hold_or_find
from infra.placing import reading
from infra.projecting import Parked, Views
from infra.projecting.rebuilding import Rebuilt
from infra.replaying import Elsewhere, Outcome, Step
from infra.store import Database, Store

_steps: Final = msgspec.json.Decoder(Step | Outcome | Elsewhere)


def replay(arguments: argparse.Namespace) -> None:
    """Rebuild each view, compare it with the live one, and put it in its place; a server does it itself."""
    require_county(arguments.data)
    try:
        with hold_or_find(arguments.data) as found:
            rebuilt = _by(found) if isinstance(found, Server) else asyncio.run(_replay(arguments.data))
    except FolderInUse as error:
        raise Ended(Code.REFUSED, in_use(error)) from error
    if sys.stderr.isatty():
        print(file=sys.stderr)  # noqa: T201 - shown to a person
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
    async with open_county(data) as county:
        async for step in county.replaying.steps():
            if (rebuilt := _told(step)) is not None:
                return rebuilt
    raise Ended(Code.REFUSED, "Der Neuaufbau brach ab.")


def _by(server: Server) -> dict[str, Rebuilt]:
    """Have the running server rebuild its views, and tell what it tells."""
    address = urlsplit(server.address)
    with closing(HTTPConnection(address.hostname or "", address.port)) as connection:
        try:
            connection.request("POST", "/api/replay", headers={"Authorization": f"Bearer {server.key}"})
            response = connection.getresponse()
            if response.status != HTTPStatus.OK:
                require_done(Answer(response.status, response.read()))
            for line in response:
                if (rebuilt := _told(_steps.decode(line))) is not None:
                    return rebuilt
        except (OSError, HTTPException) as error:
            raise Ended(Code.REFUSED, f"Der Server {server.address} antwortet nicht: {error}") from error
    raise Ended(Code.REFUSED, "Der Server brach den Neuaufbau ab.")


def _told(step: Step | Outcome | Elsewhere) -> dict[str, Rebuilt] | None:
    """Tell a person how far it is; return how it came out at the end."""
    match step:
        case Outcome(views):
            return views
        case Elsewhere():
            raise Ended(
                Code.REFUSED,
                "Ein anderer Knoten baut die Sichten gerade neu auf. Bitte warten Sie das Ende ab.",
            )
        case _:
            _tell(step)
            return None


def _tell(step: Step) -> None:
    if sys.stderr.isatty():
        print(f"\r{step.view}: {step.done} von {step.total}", end="", file=sys.stderr)  # noqa: T201 - a person


def parked(arguments: argparse.Namespace) -> None:
    """Name the streams that a view cannot follow, or repair them; refused while there are any.

    A server that runs goes on meanwhile: a repair is one transaction a stream.
    """
    database = require_county(arguments.data)
    if arguments.repair:
        repaired, found = asyncio.run(_repair(database))
        for each in repaired:
            say(f"{each.view}\t{each.stream}\tfolgt wieder".encode())
    else:
        with reading(database) as connection:
            rows = connection.execute(
                "SELECT view, stream, position, error FROM parked ORDER BY 1, 2"
            ).fetchall()
        found = [Parked(*row) for row in rows]
    for each in found:
        say(f"{each.view}\t{each.stream}\tPosition {each.position}\t{each.error}".encode())
    if found:
        advice = "" if arguments.repair else "; vorlagenwerk parked --repair faltet sie neu"
        raise Ended(Code.REFUSED, f"{len(found)} Ströme stehen still{advice}.")


async def _repair(database: Database) -> tuple[list[Parked], list[Parked]]:
    async with await Store.open(database) as store:
        return await Views(store, synchronous=SYNCHRONOUS, behind=BEHIND).repair_all()


def _line(name: str, rebuilt: Rebuilt) -> str:
    rate = _rate(rebuilt.events, rebuilt.seconds)
    verdict = "gleich" if rebuilt.equal else "VERSCHIEDEN"
    parked_ = f", steht still: {', '.join(rebuilt.parked)}" if rebuilt.parked else ""
    return f"{name:<14}{rebuilt.events:>9} Ereignisse {rate:>9}/s  {rebuilt.digest}  {verdict}{parked_}"


def _rate(events: int, seconds: float) -> str:
    return f"{events / seconds:.0f}" if seconds else "0"
