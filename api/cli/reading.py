"""`vorlagenwerk show`, `history`, `blame`, `session`, `events`: what the county's log says."""

import argparse
import asyncio
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

import msgspec

from api.cli import printed, printed_blame, printed_overview
from api.cli.giving import say
from api.cli.office import Office, open_office, require_county
from api.cli.problems import require_done

PAGE: Final = 1_000
"""Events that are asked for at once."""

OVERVIEW: Final = 2_000
"""Papers in work that are asked for, the nearest deadlines first."""


def show(arguments: argparse.Namespace) -> None:
    """Show a Vorlage."""
    body = asyncio.run(_read(arguments, f"/api/vorlagen/{_id(arguments, 'vorlagen/')}"))
    _say(arguments, body, printed.vorlage)


def history(arguments: argparse.Namespace) -> None:
    """Show the amendment history of a Vorlage."""
    body = asyncio.run(_read(arguments, f"/api/vorlagen/{_id(arguments, 'vorlagen/')}/history"))
    _say(arguments, body, printed.history)


def blame(arguments: argparse.Namespace) -> None:
    """Show who wrote what in a text of a Vorlage."""
    vorlage, _, name = str(arguments.document).removeprefix("vorlagen/").partition("/")
    path = f"/api/vorlagen/{quote(vorlage, safe='')}/texts/{quote(name)}/blame"
    _say(arguments, asyncio.run(_read(arguments, path)), printed_blame.blame)


def what_if(arguments: argparse.Namespace) -> None:
    """Show a Vorlage with some motions in it, in this order."""
    path = f"/api/vorlagen/{_id(arguments, 'vorlagen/')}/what-if"
    body = asyncio.run(_read(arguments, path, amendments=",".join(arguments.amendments)))
    _say(arguments, body, printed.tried)


def session(arguments: argparse.Namespace) -> None:
    """Show a session."""
    asyncio.run(_session(arguments))


def overview(arguments: argparse.Namespace) -> None:
    """Show the papers in work."""
    asyncio.run(_overview(arguments))


def minutes(arguments: argparse.Namespace) -> None:
    """Show a part of the minutes of a session."""
    path = f"/api/sessions/{_id(arguments, 'sessions/')}/minutes"
    say(asyncio.run(_printed(arguments, path, part=arguments.part)))


def extract(arguments: argparse.Namespace) -> None:
    """Show the extract of a resolution."""
    item = str(arguments.item) if arguments.item.replace("-", "").isalnum() else "-"
    path = f"/api/sessions/{_id(arguments, 'sessions/')}/items/{item}/extract"
    say(asyncio.run(_printed(arguments, path)))


def events(arguments: argparse.Namespace) -> None:
    """Show the log, one event a line."""
    asyncio.run(_events(arguments))


def _id(arguments: argparse.Namespace, stream: str) -> str:
    """The id as an address has it; the name of the stream is understood, too."""
    given = str(arguments.id).removeprefix(stream)
    return given if given.replace("-", "").isalnum() and given.isascii() else "-"


def _say(arguments: argparse.Namespace, body: bytes, as_text: Callable[[Any], str]) -> None:
    say(body if arguments.format == "json" else as_text(msgspec.json.decode(body)).encode())


async def _read(arguments: argparse.Namespace, path: str, **query: str) -> bytes:
    require_county(arguments.data)
    async with open_office(arguments.data, arguments.acting_as) as office:
        return await _asked(office, arguments, path, **query)


async def _printed(arguments: argparse.Namespace, path: str, **query: str) -> bytes:
    """What the county prints itself, as text or as JSON."""
    require_county(arguments.data)
    async with open_office(arguments.data, arguments.acting_as) as office:
        return await _asked(office, arguments, path, format=arguments.format, **query)


async def _asked(office: Office, arguments: argparse.Namespace, path: str, **query: str) -> bytes:
    answer = await office.get(
        path, as_of=arguments.as_of, basis=arguments.basis, purpose=arguments.purpose, **query
    )
    return require_done(answer)


async def _session(arguments: argparse.Namespace) -> None:
    require_county(arguments.data)
    async with open_office(arguments.data, arguments.acting_as) as office:
        body = await _asked(office, arguments, f"/api/sessions/{_id(arguments, 'sessions/')}")
        listed = msgspec.json.decode(require_done(await office.get("/api/committees")))
    names = {each["id"]: each["name"] for each in listed}
    _say(arguments, body, lambda sitting: printed.session(sitting, names))


async def _overview(arguments: argparse.Namespace) -> None:
    require_county(arguments.data)
    query = {
        "overdue": "true" if arguments.overdue else None,
        "limit": OVERVIEW,
        "as_of": arguments.as_of,
        "basis": arguments.basis,
        "purpose": arguments.purpose,
    }
    filters = {"department": arguments.department, "status": arguments.status, "what": arguments.what}
    async with open_office(arguments.data, arguments.acting_as) as office:
        if arguments.sessions:
            answer = await office.get("/api/overview/sessions", what=arguments.what, **query)
            _say(arguments, require_done(answer), printed_overview.sittings)
            return
        papers = require_done(await office.get("/api/overview", **filters, **query))
        if arguments.format == "json" or any(filters.values()):
            _say(arguments, papers, printed_overview.overview)
            return
        sittings = require_done(await office.get("/api/overview/sessions", **query))
    told = (
        printed_overview.overview(msgspec.json.decode(papers)),
        printed_overview.sittings(msgspec.json.decode(sittings)),
    )
    say("\n\n".join(told).encode())


async def _events(arguments: argparse.Namespace) -> None:
    require_county(arguments.data)
    async with open_office(arguments.data, arguments.acting_as) as office:
        after = arguments.after
        while True:
            page = await _page(office, arguments, after)
            for raw in page:
                event = msgspec.json.decode(raw)
                after = event["position"]
                say(bytes(raw) if arguments.json else printed.event(event).encode())
            if len(page) < PAGE:
                return


async def _page(office: Office, arguments: argparse.Namespace, after: int) -> list[msgspec.Raw]:
    answer = await office.get(
        "/api/events", after=after, limit=PAGE, stream=arguments.stream, purpose=arguments.purpose
    )
    return msgspec.json.decode(require_done(answer), type=list[msgspec.Raw])
