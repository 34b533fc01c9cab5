"""`vorlagenwerk person`: the directory, which lies beside the log and can be changed (DOMAIN, privacy).

Most members of a body have no login; their names are written here, and their ids are given to `SeatMember`.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec

from api.cli.accounts import open_identity
from api.cli.giving import say
from infra.identity import Identity


def add(arguments: argparse.Namespace) -> None:
    """Write a person into the directory; prints the opaque id."""

    async def work(identity: Identity) -> str:
        person = await identity.add_person(arguments.name)
        await identity.change_person(person, contact=arguments.contact)
        return person

    say(_run(arguments.data, work).encode())


def change(arguments: argparse.Namespace) -> None:
    """Give a person another name or contact."""
    name, contact = arguments.name, arguments.contact
    _run(
        arguments.data,
        lambda identity: identity.change_person(arguments.person, name=name, contact=contact),
    )


def listed(arguments: argparse.Namespace) -> None:
    """Print the directory, one person a line."""
    for each in _run(arguments.data, lambda identity: identity.persons()):
        words = (each.id, each.name, each.login or "", each.contact or "")
        say(msgspec.json.encode(each) if arguments.json else "\t".join(words).encode())


def _run(data: Path, work: Callable[[Identity], Awaitable[Any]]) -> Any:  # noqa: ANN401 - as the work says
    async def run() -> Any:  # noqa: ANN401
        async with open_identity(data) as identity:
            return await work(identity)

    return asyncio.run(run())
