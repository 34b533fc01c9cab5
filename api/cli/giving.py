"""`vorlagenwerk command` and `vorlagenwerk import`: changes."""

import argparse
import asyncio
import sys
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import msgspec

from api.cli.endings import Code, Ended
from api.cli.office import Office, open_office
from api.cli.problems import require_done

STANDARD_INPUT: Final = "-"


def command(arguments: argparse.Namespace) -> None:
    """Give the commands of a file, one after the other; the first that is refused ends it."""
    commands = read_commands(read_file(arguments.file))

    async def give() -> None:
        async with open_office(arguments.data, arguments.acting_as) as office:
            for where, given in commands:
                await _give(office, where, given)

    asyncio.run(give())


async def _give(office: Office, where: str, given: bytes) -> None:
    answer = await office.post("/api/commands", given, Content_Type="application/json")
    say(require_done(answer, where))


def import_(arguments: argparse.Namespace) -> None:
    """Take over a paper in the printed form."""
    paper = read_file(arguments.file)

    async def take_over() -> bytes:
        async with open_office(arguments.data, arguments.acting_as) as office:
            answer = await office.post(
                "/api/vorlagen/import", paper, Content_Type="text/markdown", Idempotency_Key=str(uuid4())
            )
            return require_done(answer)

    body = asyncio.run(take_over())
    if arguments.json:
        say(body)
        return
    imported = msgspec.json.decode(body)
    for warning in imported["warnings"]:
        place = f"Zeile {warning['line']}: " if warning.get("line") else ""
        print(f"Hinweis: {place}{warning['message']}", file=sys.stderr)  # noqa: T201 - said to a person
    say(imported["id"].encode())


def say(body: bytes) -> None:
    """Write to standard output."""
    sys.stdout.write(body.decode("utf-8", "replace").rstrip("\n") + "\n")


def read_file(name: str) -> bytes:
    """Read a file or standard input. Raises `Ended`."""
    try:
        return sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
    except (OSError, ValueError) as error:
        raise Ended(Code.WRONG_USE, f"{name} lässt sich nicht lesen: {error}") from error


def read_commands(content: bytes) -> list[tuple[str, bytes]]:
    """The commands of a file with where they stand: one object, or one a line. Raises `Ended`."""
    whole = _object(content)
    if whole is not None:
        return [("", _with_id(whole, content, ""))]
    found = []
    for number, line in enumerate(content.splitlines(), 1):
        if line.strip():
            where = f"Zeile {number}: "
            one = _object(line)
            if one is None:
                raise Ended(Code.WRONG_USE, f"{where}kein JSON-Objekt")
            found.append((where, _with_id(one, line, where)))
    if not found:
        raise Ended(Code.WRONG_USE, "Die Datei enthält keinen Befehl.")
    return found


def _object(content: bytes) -> dict[str, Any] | None:
    try:
        return msgspec.json.decode(content, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None


def _with_id(given: dict[str, Any], content: bytes, where: str) -> bytes:
    """A command in a file has an id, so that the file can be given again after a failure."""
    if not given.get("id"):
        raise Ended(Code.WRONG_USE, f'{where}Dem Befehl fehlt seine "id" (eine UUID).')
    return content
