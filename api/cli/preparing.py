"""`vorlagenwerk bench prepare`: texts in draft, and a token to write them with."""

import argparse
import asyncio
from typing import Final
from uuid import uuid4

import msgspec

from api.cli.accounts import department_named, give, grant, open_identity
from api.cli.giving import say
from api.cli.office import Office, open_office
from infra.identity import AccountExists
from infra.identity.identity import Identity

MOST: Final = 10_000
"""Documents that are prepared at once."""
LOGIN: Final = "messung"
DEPARTMENT: Final = "Messung"
AT_ONCE: Final = 16


def prepare(arguments: argparse.Namespace) -> None:
    """Make the texts and print them with a token."""
    prepared = asyncio.run(_prepare(arguments))
    say(msgspec.json.encode(prepared))


async def _prepare(arguments: argparse.Namespace) -> dict[str, object]:
    async with open_office(arguments.data) as office:
        department = await department_named(office, DEPARTMENT)
        if department is None:
            formed = await give(office, {"type": "FormDepartment", "name": DEPARTMENT, "id": str(uuid4())})
            department = str(formed["events"][0]["id"])
        async with open_identity(arguments.data) as identity:
            person, is_new = await _account(identity)
            token = await identity.issue_token(LOGIN, "bench")
        if is_new:
            await grant(office, person, "department", department)
        slots = asyncio.Semaphore(AT_ONCE)

        async def one(number: int) -> str:
            async with slots:
                return await _document(office, department, number)

        documents = await asyncio.gather(*(one(number) for number in range(1, arguments.documents + 1)))
    return {"token": token, "documents": documents}


async def _account(identity: Identity) -> tuple[str, bool]:
    try:
        return await identity.add_account(LOGIN, "Messung"), True
    except AccountExists:
        account = await identity.account(LOGIN)
        if account is None:
            raise
        return account.person, False


async def _document(office: Office, department: str, number: int) -> str:
    created = {
        "type": "CreateVorlage",
        "file_reference": f"Messung {number}",
        "subject": f"Messung {number}",
        "lead_department": department,
        "id": str(uuid4()),
    }
    answer = await give(office, created)
    return f"{answer['events'][0]['stream']}/reasons"
