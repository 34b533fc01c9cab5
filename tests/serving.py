"""A county with accounts and roles, served by a real uvicorn in the test's own loop."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid4, uuid5

import httpx
import uvicorn
from argon2 import PasswordHasher

from api.app import create_app
from domain.committee.commands import AppointChair, FormCommittee, SeatMember
from domain.organisation.commands import FormDepartment, GrantRole
from domain.organisation.events import Role
from domain.procedure import AnyCommand
from infra.clock import utc_now
from infra.county import Clock, County, open_county
from infra.entitlement import SERVICE
from infra.identity import Passwords

PASSWORD: Final = "nur-zum-testen"  # noqa: S105
SERVICE_KEY: Final = "the key of the command line"


def named(name: str) -> str:
    """The same id for the same name."""
    return str(uuid5(NAMESPACE_URL, name))


BAU, FINANZEN, OFFICE = named("fb-bau"), named("fb-finanzen"), named("kreistagsbuero")
KREISTAG, KREISAUSSCHUSS = named("kreistag"), named("kreisausschuss")

LOGINS: Final[dict[str, tuple[tuple[Role, str | None], ...]]] = {
    "kreistagsbuero": (("council_office", None), ("department", OFFICE)),
    "fb-bau": (("department", BAU), ("head", BAU)),
    "sachbearbeitung": (("department", BAU),),
    "fb-finanzen": (("department", FINANZEN), ("head", FINANZEN)),
    "landrat": (("chief_executive", None),),
    "schriftfuehrung": (("clerk", None),),
    "mitglied": (("member", None),),
    "fremd": (),
    "pruefung": (("auditor", None),),
    "dsb": (("data_protection", None),),
    "admin": (("admin", None),),
}


def person(login: str) -> str:
    """The opaque id of a login's person."""
    return named(f"person/{login}")


def members(number: int) -> list[str]:
    """The ids of a body's members who have no login."""
    return [named(f"member/{n}") for n in range(number)]


def quick() -> Passwords:
    """Passwords that are hashed as they are outside of tests, only quicker."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


class Served:
    """A county that is served; each login has a client of its own."""

    def __init__(self, county: County, address: str, tokens: dict[str, str]) -> None:
        self.county = county
        self.address = address
        self.tokens = tokens
        self._clients: dict[str | None, httpx.AsyncClient] = {}

    def client(self, login: str | None = None) -> httpx.AsyncClient:
        """A client that sends this login's token; None: nobody's."""
        if login not in self._clients:
            headers = {} if login is None else {"Authorization": f"Bearer {self.tokens[login]}"}
            self._clients[login] = httpx.AsyncClient(base_url=self.address, headers=headers, timeout=60)
        return self._clients[login]

    async def get(self, login: str | None, path: str, **query: Any) -> httpx.Response:
        """Read something."""
        return await self.client(login).get(path, params=query)

    async def read(self, login: str, path: str, **query: Any) -> Any:
        """Read something that must be there."""
        answer = await self.get(login, path, **query)
        assert answer.status_code == httpx.codes.OK, answer.text
        return answer.json()

    async def give(
        self,
        login: str,
        type_: str,
        *,
        key: str | None = None,
        if_match: str | None = None,
        **fields: Any,
    ) -> httpx.Response:
        """Give a command."""
        headers = {"Idempotency-Key": key or str(uuid4())}
        if if_match is not None:
            headers["If-Match"] = if_match
        return await self.client(login).post("/api/commands", json={"type": type_, **fields}, headers=headers)

    async def do(self, login: str, type_: str, **fields: Any) -> str:
        """Give a command that must succeed; the id of what its first event is about."""
        answer = await self.give(login, type_, **fields)
        assert answer.status_code == httpx.codes.OK, answer.text
        return str(answer.json()["events"][0]["id"])

    async def post(self, login: str | None, path: str, content: bytes, **headers: str) -> httpx.Response:
        """Send raw bytes."""
        named_ = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client(login).post(path, content=content, headers=named_)

    async def import_paper(self, login: str, paper: bytes, key: str | None = None) -> httpx.Response:
        """Import a paper in the printed form."""
        return await self.post(
            login,
            "/api/vorlagen/import",
            paper,
            Content_Type="text/markdown",
            Idempotency_Key=key or str(uuid4()),
        )

    async def close(self) -> None:
        """Let go of all clients."""
        for client in self._clients.values():
            await client.aclose()


async def seed(county: County) -> dict[str, str]:
    """Found departments, logins and two bodies; returns a token for each login."""
    commands: list[AnyCommand] = [
        FormDepartment(department=BAU, name="Fachbereich Bau"),
        FormDepartment(department=FINANZEN, name="Fachbereich Finanzen", finance=True),
        FormDepartment(department=OFFICE, name="Kreistagsbüro"),
        *(
            GrantRole(person=person(login), role=role, department=department)
            for login, grants in LOGINS.items()
            for role, department in grants
        ),
    ]
    for body, name in ((KREISTAG, "Kreistag"), (KREISAUSSCHUSS, "Kreisausschuss")):
        seats = [*members(8), person("landrat"), *([person("mitglied")] if body == KREISTAG else [])]
        commands += [
            FormCommittee(committee=body, name=name, lawful_number=len(seats)),
            *(SeatMember(committee=body, member=each) for each in seats),
            AppointChair(committee=body, member=seats[-1], since=dt.date(2000, 1, 1)),
        ]
    await county.handling.handle_all(SERVICE, commands, uuid4())
    await county.identity.add_persons({each: f"Mitglied {n}" for n, each in enumerate(members(8))})
    identity = county.identity
    await asyncio.gather(
        *(
            identity.add_account(login, f"Frau {login.title()}", PASSWORD, person=person(login))
            for login in LOGINS
        )
    )
    tokens = await asyncio.gather(*(identity.issue_token(login, "Test") for login in LOGINS))
    return dict(zip(LOGINS, tokens, strict=True))


@asynccontextmanager
async def served(data: Path, clock: Clock = utc_now) -> AsyncIterator[Served]:
    """Serve a seeded county on a free port."""
    async with open_county(data, clock=clock, passwords=quick()) as county:
        tokens = await seed(county)
        config = uvicorn.Config(
            create_app(county, service_key=SERVICE_KEY),
            port=0,
            log_level="warning",
            lifespan="on",
            ws="websockets-sansio",
            ws_max_size=8 * 1024 * 1024,
        )
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve())
        async with asyncio.timeout(60):
            while not server.started:
                await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        running = Served(county, f"http://127.0.0.1:{port}", tokens)
        try:
            yield running
        finally:
            await running.close()
            server.should_exit = True
            await task
