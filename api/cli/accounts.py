"""`vorlagenwerk user` and `vorlagenwerk token`: accounts, which lie beside the log and need no server."""

import argparse
import asyncio
import os
import secrets
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import msgspec

from api.cli.endings import Code, Ended
from api.cli.giving import say
from api.cli.office import Office, open_office
from api.cli.problems import require_done
from domain.errors import DomainError
from infra.clock import utc_now
from infra.identity import SCHEMA, AccountExists, Identity, NoAccount, NoPerson
from infra.placing import database_of
from infra.store import Store

OF_DEPARTMENTS: Final = ("department", "head")
"""Roles that belong to a department."""


def add(arguments: argparse.Namespace) -> None:
    """Open an account and grant its roles."""
    chosen = _password(from_input=arguments.password_stdin)
    asyncio.run(_add(arguments, chosen))
    if not arguments.password_stdin:
        say(f"Passwort: {chosen}".encode())


def disable(arguments: argparse.Namespace) -> None:
    """Lock an account; its logins and tokens end."""
    _change(arguments.data, lambda identity: identity.disable(arguments.login))
    say(f"Das Konto {arguments.login} ist gesperrt; Anmeldungen und Token sind beendet.".encode())


def enable(arguments: argparse.Namespace) -> None:
    """Open a locked account again; tokens have to be issued anew."""
    _change(arguments.data, lambda identity: identity.disable(arguments.login, disabled=False))
    say(f"Das Konto {arguments.login} ist wieder offen.".encode())


def password(arguments: argparse.Namespace) -> None:
    """Give an account another password; its logins end."""
    new = _password(from_input=arguments.password_stdin)
    _change(arguments.data, lambda identity: identity.set_password(arguments.login, new))
    if not arguments.password_stdin:
        say(f"Passwort: {new}".encode())


def _change(data: Path, change: Callable[[Identity], Awaitable[None]]) -> None:
    async def run() -> None:
        async with open_identity(data) as identity:
            await change(identity)

    asyncio.run(run())


def token(arguments: argparse.Namespace) -> None:
    """Make a bearer token."""

    async def issue() -> str:
        async with open_identity(arguments.data) as identity:
            return await identity.issue_token(arguments.login, "kommandozeile")

    say(asyncio.run(issue()).encode())


@asynccontextmanager
async def open_identity(data: Path) -> AsyncIterator[Identity]:
    """Open the accounts of a data folder, also while it is served."""
    try:
        await asyncio.to_thread(data.mkdir, 0o700, parents=True, exist_ok=True)
        async with await Store.open(database_of(data, os.environ), schemas=[SCHEMA]) as store:
            yield Identity(store, utc_now)
    except NoAccount as error:
        raise Ended(Code.REFUSED, f"Ein Konto {error.login} gibt es nicht, oder es ist gesperrt.") from error
    except NoPerson as error:
        raise Ended(Code.REFUSED, f"Das Verzeichnis kennt niemanden mit {error.person}.") from error
    except AccountExists as error:
        raise Ended(Code.REFUSED, f"Das Konto {error.login} gibt es schon.") from error
    except DomainError as error:
        raise Ended(Code.WRONG_USE, f"Das geht mit diesem Konto nicht: {error.__doc__}") from error


async def grant(office: Office, person: str, role: str, department: str | None = None) -> None:
    """Grant a role."""
    given = {
        "type": "GrantRole",
        "person": person,
        "role": role,
        "department": department,
        "id": str(uuid4()),
    }
    await give(office, {name: value for name, value in given.items() if value is not None})


async def give(office: Office, given: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """Give a command of our own making."""
    answer = await office.post("/api/commands", msgspec.json.encode(given), Content_Type="application/json")
    return msgspec.json.decode(require_done(answer))


async def department_named(office: Office, wanted: str) -> str | None:
    """The id of a department by its name or id."""
    found = msgspec.json.decode(require_done(await office.get("/api/departments")))
    return next(
        (each["id"] for each in found if wanted.casefold() in {each["id"], each["name"].casefold()}), None
    )


async def _add(arguments: argparse.Namespace, password: str) -> None:
    async with open_office(arguments.data) as office:
        departments = [await _department(office, each) for each in arguments.department]
        roles = _roles(arguments.role, departments)
        async with open_identity(arguments.data) as identity:
            person = await identity.add_account(arguments.login, arguments.name, password)
        for role, department in roles:
            await grant(office, person, role, department)


async def _department(office: Office, wanted: str) -> str:
    found = await department_named(office, wanted)
    if found is None:
        raise Ended(Code.WRONG_USE, f"Einen Fachbereich {wanted} gibt es nicht.")
    return found


def _roles(roles: Sequence[str], departments: Sequence[str]) -> list[tuple[str, str | None]]:
    """Each role, those of departments once for each; whoever is named for a department belongs to it."""
    if not departments and set(roles) & set(OF_DEPARTMENTS):
        raise Ended(Code.WRONG_USE, "Zu den Rollen department und head gehört --department.")
    wanted = dict.fromkeys([*roles, *(["department"] if departments else [])])
    found: list[tuple[str, str | None]] = []
    for role in wanted:
        found += [(role, each) for each in departments] if role in OF_DEPARTMENTS else [(role, None)]
    return found


def _password(*, from_input: bool) -> str:
    if not from_input:
        return secrets.token_urlsafe(12)
    return sys.stdin.readline().rstrip("\r\n")
