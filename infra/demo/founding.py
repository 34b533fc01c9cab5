"""Founding the demo county: departments, roles and bodies, then two papers and two sittings.

Grants and seats have no first day, so that any day of the past can be told of (rule 15).
"""

import asyncio
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid4

from domain.committee.commands import AppointChair, FormCommittee, SeatMember
from domain.organisation.commands import FormDepartment, GrantRole
from domain.procedure import AnyCommand
from infra.county import County
from infra.demo.calendar import Deed
from infra.demo.credentials import Credential, draw, keep, kept
from infra.demo.people import BODIES, DEPARTMENTS, LOGINS, MEMBERS, Body, DemoLogin, member, named
from infra.demo.story import story
from infra.entitlement import SERVICE

LAWFUL_NUMBERS = {"Kreistag": 43, "Kreisausschuss": 11, "Bauausschuss": 9}
ABBREVIATIONS = {"Kreistag": "KT", "Kreisausschuss": "KA", "Bauausschuss": "BA"}


class Handling(Protocol):
    """What runs commands."""

    async def handle_all(self, actor: str, commands: Sequence[AnyCommand], id_: UUID) -> object:
        """Run commands in one transaction."""


async def prepare(county: County, data: Path, today: dt.date) -> list[Credential]:
    """Make the demo county in a folder that is empty; return its logins, none if it is another county."""
    if await county.store.head():
        return kept(data)
    credentials = draw()
    keep(data, credentials)
    await county.identity.add_persons(names())
    await asyncio.gather(
        *(
            county.identity.add_account(login.login, login.name, each.password, person=login.person)
            for login, each in zip(LOGINS, credentials, strict=True)
        )
    )
    await found(county.handling, today)
    return credentials


async def found(handling: Handling, today: dt.date) -> None:
    """Make the county: everything up to the summons of the Kreistag for today."""
    await handling.handle_all(SERVICE, _organisation(), uuid4())
    await handling.handle_all(SERVICE, _bodies(), uuid4())
    for deed in story(today):
        await _do(handling, deed)


def names() -> dict[str, str]:
    """The names of the members who have no login, by the id of the person."""
    return {member(name): name for name in MEMBERS}


async def _do(handling: Handling, deed: Deed) -> None:
    await handling.handle_all(deed.actor, deed.commands, uuid4())


def _organisation() -> list[AnyCommand]:
    formed = [
        FormDepartment(department=each.id, name=each.name, finance=each.finance) for each in DEPARTMENTS
    ]
    granted = [grant for login in LOGINS for grant in _grants(login)]
    seated = [GrantRole(grant=named(f"grant/{name}"), person=member(name), role="member") for name in MEMBERS]
    return [*formed, *granted, *seated]


def _grants(login: DemoLogin) -> list[GrantRole]:
    return [
        GrantRole(
            grant=named(f"grant/{login.login}/{role}"),
            person=login.person,
            role=role,
            department=login.department.id
            if login.department is not None and role in {"department", "head"}
            else None,
        )
        for role in login.roles
    ]


def _bodies() -> list[AnyCommand]:
    return [command for body in BODIES for command in _body(body)]


def _body(body: Body) -> list[AnyCommand]:
    return [
        FormCommittee(
            committee=body.id,
            name=body.name,
            lawful_number=LAWFUL_NUMBERS[body.name],
            abbreviation=ABBREVIATIONS[body.name],
        ),
        *(SeatMember(committee=body.id, member=each) for each in body.members),
        AppointChair(committee=body.id, member=body.chair, since=dt.date(2000, 1, 1)),
    ]
