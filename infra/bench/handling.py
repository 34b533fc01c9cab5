"""How many commands a second a county handles in process: rights, decision, idempotency, synchronous views.

Many clients, each with one command under way, over a few hundred papers; each answer is durable.
"""

import asyncio
import datetime as dt
import os
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Final
from uuid import UUID

from msgspec import Struct

from domain.procedure import AnyCommand
from domain.vorlage.commands.consultation import AddConsultation, RemarkConsultation, SetCommitteeDate
from domain.vorlage.commands.drafting import ChangeHeader, CreateVorlage
from domain.vorlage.commands.measures import AddMeasure, ChangeMeasureCitation
from infra.county import County, open_county
from infra.demo.founding import found
from infra.demo.people import BUILDING, OFFICE, named

TODAY: Final = dt.date(2026, 3, 11)
NOW: Final = dt.datetime(2026, 3, 11, 11, 0, tzinfo=dt.UTC)

EVENT: Final = 317
"""Bytes of an event, as everywhere in the table of goals."""


class Handled(Struct, frozen=True, kw_only=True):
    """What came of one round."""

    commands: int
    seconds: float
    p50: float
    """Milliseconds until an answer."""
    p99: float
    cpu: float
    """Microseconds of the process a command, all threads."""

    @property
    def rate(self) -> float:
        """Commands a second."""
        return self.commands / self.seconds


class Paper(Struct, frozen=True):
    """A paper that is worked on."""

    id: str
    station: str
    measure: str


@asynccontextmanager
async def county_of_papers(folder: Path, papers: int) -> AsyncIterator[tuple[County, list[Paper]]]:
    """Open the demo county with so many more drafts, each with three stations and a measure."""
    async with open_county(folder, clock=lambda: NOW) as county:
        await found(county.handling, TODAY)
        yield county, [await _draft(county, number) for number in range(papers)]


async def _draft(county: County, number: int) -> Paper:
    paper = Paper(named(f"draft/{number}"), named(f"station/{number}"), named(f"measure/{number}"))
    stations = (paper.station, named(f"second/{number}"), named(f"third/{number}"))
    commands: list[AnyCommand] = [
        CreateVorlage(
            vorlage=paper.id,
            file_reference=f"11/{number}",
            subject=f"Antrag {number} auf den Ausbau eines Radwegs",
            lead_department=BUILDING.id,
        ),
        *(
            AddConsultation(vorlage=paper.id, consultation=each, committee_name=f"Ortsbeirat {number}")
            for each in stations
        ),
        AddMeasure(
            vorlage=paper.id,
            measure=paper.measure,
            document="Radverkehrskonzept",
            text="Der Radweg wird ausgebaut. " * 20,
        ),
    ]
    await county.handling.handle_all(OFFICE.person, commands, UUID(int=number + 1))
    return paper


def commands_of(papers: Sequence[Paper]) -> Iterator[tuple[AnyCommand, UUID]]:
    """Cheap commands over all papers in turn, each of which changes something, under ids of their own."""
    for number in count():
        paper = papers[number % len(papers)]
        turn = number // len(papers)
        id_ = UUID(bytes=os.urandom(16), version=4)
        match turn % 4:
            case 0:
                yield ChangeHeader(vorlage=paper.id, number=f"{turn}-{number}/2026"), id_
            case 1:
                yield (
                    RemarkConsultation(
                        vorlage=paper.id, consultation=paper.station, remark=f"Bemerkung {turn}"
                    ),
                    id_,
                )
            case 2:
                date = TODAY + dt.timedelta(days=30 + turn % 300)
                yield SetCommitteeDate(vorlage=paper.id, consultation=paper.station, date=date), id_
            case _:
                yield ChangeMeasureCitation(vorlage=paper.id, measure=paper.measure, page=turn % 900 + 1), id_


async def handle(
    county: County, commands: Iterator[tuple[AnyCommand, UUID]], *, number: int, clients: int
) -> Handled:
    """Have so many clients give commands, one after the other each, until `number` are answered."""
    took: list[float] = []

    async def client() -> None:
        while len(took) + len(clients_left) <= number:
            command, id_ = next(commands)
            before = time.perf_counter()
            await county.handling.handle(OFFICE.person, command, id_)
            took.append(time.perf_counter() - before)
        clients_left.pop()

    clients_left = [None] * clients
    before, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(client() for _ in range(clients)))
    seconds, cpu = time.perf_counter() - before, time.process_time() - cpu
    took.sort()
    return Handled(
        commands=len(took),
        seconds=seconds,
        p50=1000 * took[len(took) // 2],
        p99=1000 * took[len(took) * 99 // 100],
        cpu=1e6 * cpu / len(took),
    )


def synced(folder: Path, *, number: int = 300) -> float:
    """How often a second this disk makes an appended event durable with fdatasync."""
    file = os.open(folder / "synced", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    try:
        before = time.perf_counter()
        for _ in range(number):
            os.write(file, b"e" * EVENT)
            os.fdatasync(file)
        return number / (time.perf_counter() - before)
    finally:
        os.close(file)
