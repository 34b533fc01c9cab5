"""What the ids in a refusal are called, for whoever is refused: departments, bodies, items, stations.

A name is told only where this person reads the thing anyway (rule 12); every other id stays an id.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from api.german import day
from domain.errors import DomainError
from infra.county import County
from projections.asked import Asked

_ID: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_NOW: Final = Asked()
MOST: Final = 100
"""Ids of one refusal that are named."""
MOST_THINGS: Final = 3
"""Papers and sittings that are looked up for one refusal, beside those that the command names."""


async def named(county: County, person: str, command: object, error: DomainError) -> dict[str, str]:
    """What the ids in the fields of a refusal are called, as far as this person may know."""
    ids = set(list(_ids(vars(error)))[:MOST])
    if not ids:
        return {}
    names = _of_the_county(county) | await _of_members(county)
    for kind, look in (("session", _of_sitting), ("vorlage", _of_paper)):
        about = getattr(command, kind, None)
        unknown = sorted(ids - names.keys())[:MOST_THINGS]
        for id_ in dict.fromkeys([*([about] if isinstance(about, str) else []), *unknown]):
            if ids - names.keys():
                names |= await look(county, person, id_)
    return {id_: name for id_, name in names.items() if id_ in ids}


def _ids(fields: Mapping[str, Any]) -> Iterator[str]:
    for value in fields.values():
        for each in value if isinstance(value, tuple | list) else (value,):
            if isinstance(each, str) and _ID.fullmatch(each):
                yield each


def _of_the_county(county: County) -> dict[str, str]:
    """Departments and bodies, which are no secret."""
    names = {id_: each.name for id_, each in county.states.organisation.departments.items()}
    return names | {id_: each.name for id_, each in county.states.committees.items()}


async def _of_members(county: County) -> dict[str, str]:
    """Whoever has a seat in a body; nobody else is named."""
    directory = await county.identity.directory()
    seated = {seat.member for each in county.states.committees.values() for seat in each.seats}
    return {id_: directory.names[id_] for id_ in seated if id_ in directory.names}


async def _of_sitting(county: County, person: str, id_: str) -> dict[str, str]:
    """A sitting, its items and votes."""
    try:
        found = (await county.reading.sittings.session(person, id_, _NOW)).shown
    except DomainError:
        return {}
    sitting = _plain(found)
    body = county.states.committees[sitting["committee"]].name
    names = {id_: f"{body} am {day(str(sitting['date']))}"}
    for item in sitting["agenda"]:
        names[item["id"]] = f"{item['number']} „{item['subject']}“"
        names |= {vote["id"]: f"zu {item['number']}" for vote in item["votes"] if vote["item"] == item["id"]}
    return names


async def _of_paper(county: County, person: str, id_: str) -> dict[str, str]:
    """A paper, its stations and motions."""
    try:
        found = (await county.reading.papers.vorlage(person, id_, _NOW)).shown
    except DomainError:
        return {}
    paper = _plain(found)
    names = {id_: f"„{paper['subject']}“"}
    for station in paper["consultations"]:
        on = f" am {day(str(station['date']))}" if station["date"] else ""
        names[station["id"]] = f"{station['committee']}{on}"
    return names | {motion["id"]: f"Nr. {number}" for number, motion in enumerate(paper["motions"], 1)}


def _plain(shown: object) -> dict[str, Any]:
    """What is shown as JSON says it; the public's record is JSON already."""
    return shown if isinstance(shown, dict) else msgspec.to_builtins(shown)
