"""A node to be killed: a whole county in a process of its own, under commands that it tells of by a pipe.

Told are what is asked, before it is, and what was answered, after it was.
What an earlier node was asked and did not answer is asked again under the same id.
"""

import asyncio
import logging
import os
import random
from collections.abc import Sequence
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.procedure import AnyCommand
from domain.vorlage.commands.consultation import AddConsultation, RemarkConsultation
from domain.vorlage.commands.drafting import CreateVorlage
from infra.county import County, open_county
from infra.entitlement import SERVICE
from infra.handling import Answer, Contended
from infra.placing import DATABASE
from infra.store import StoreBusy, StoreUnavailable
from tests.serving import quick

WRITERS: Final = 8
PAUSE: Final = 0.02
"""Seconds until a store that does not answer is asked again."""


class Asked(Struct, frozen=True, tag="asked"):
    """A command is about to be given."""

    id: UUID
    command: AnyCommand


class Answered(Struct, frozen=True, tag="answered"):
    """It was answered, so that it must never be lost; `stream`, `ids`: what it was about."""

    id: UUID
    position: int
    stream: str
    about: str


class Ready(Struct, frozen=True, tag="ready"):
    """The node serves."""


class Place(Struct, frozen=True):
    """A station of a paper, to remark on."""

    vorlage: str
    consultation: str


class Task(Struct, frozen=True):
    """What a node is started with. `address`: of PostgreSQL, empty for a file in the folder."""

    data: str
    address: str
    seed: int
    again: tuple[Asked, ...] = ()
    place: Place | None = None


Told = Asked | Answered | Ready

ENCODER: Final = msgspec.msgpack.Encoder()
TOLD: Final = msgspec.msgpack.Decoder(Told)
TASK: Final = msgspec.msgpack.Decoder(Task)


class Node:
    """Gives commands to a county until it is killed."""

    def __init__(self, county: County, pipe: Pipe, seed: int) -> None:
        self._county = county
        self._pipe = pipe
        self._chance = random.Random(seed)  # noqa: S311 - a test that can be repeated

    def tell(self, told: Told) -> None:
        """Tell the driver; what is in the pipe outlives this process."""
        self._pipe.send_bytes(ENCODER.encode(told))

    async def ask(self, command: AnyCommand, id_: UUID | None = None) -> Answer:
        """Give a command until it is answered, and tell both."""
        id_ = id_ or UUID(int=self._chance.getrandbits(128), version=4)
        self.tell(Asked(id_, command))
        while True:
            try:
                answer = await self._county.handling.handle(SERVICE, command, id_)
            except (StoreUnavailable, StoreBusy, Contended):
                await asyncio.sleep(PAUSE)
            else:
                first = answer.events[0]
                self.tell(Answered(id_, answer.position, first.stream, first.id))
                return answer

    async def write(self, number: int, place: Place | None) -> None:
        """Remark on a station again and again; on a new paper's where none is given."""
        if place is None:
            reference = f"{number}-{self._chance.getrandbits(40)}"
            created = await self.ask(CreateVorlage(file_reference=reference, subject="Unterbrochen"))
            paper = created.events[0].id
            added = await self.ask(AddConsultation(vorlage=paper, committee_name="Bauausschuss"))
            place = Place(paper, added.events[0].id)
        while True:
            remark = f"Stand {self._chance.getrandbits(60)}"
            await self.ask(
                RemarkConsultation(vorlage=place.vorlage, consultation=place.consultation, remark=remark)
            )
            await asyncio.sleep(self._chance.uniform(0, 0.004))


async def serve(task: Task, pipe: Pipe) -> None:
    """Open the county and work on it for ever."""
    async with open_county(Path(task.data), passwords=quick()) as county:
        node = Node(county, pipe, task.seed)
        node.tell(Ready())
        for asked in task.again:
            await node.ask(asked.command, asked.id)
        # Two write to the same paper, the others each to its own.
        places: Sequence[Place | None] = [task.place, task.place, *[None] * (WRITERS - 2)]
        await asyncio.gather(*(node.write(number, place) for number, place in enumerate(places)))


def run(task: bytes, pipe: Pipe) -> None:
    """Be a node until kill -9."""
    logging.getLogger("infra").setLevel(logging.CRITICAL)
    decoded = TASK.decode(task)
    os.environ[DATABASE] = decoded.address
    asyncio.run(serve(decoded, pipe))
