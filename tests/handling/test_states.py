"""The committed states: what is held is never older than what was heard of."""

import asyncio
from typing import TypeVar
from uuid import uuid4

import pytest

from domain.events import ORGANISATION
from domain.organisation.events import RoleRevoked
from domain.recorded import Meta
from domain.vorlage.commands.drafting import ChangeHeader, ReviseText
from domain.vorlage.events.drafting import TextRevised
from infra.collaboration.journal import Accepted, Entry, append
from infra.demo.people import ADMIN, BUILDER, GUARDIAN, TREASURER, named
from infra.demo.story import PLAYGROUNDS
from infra.states import States
from infra.store import Store, Transaction
from infra.store.feed import QUEUE
from infra.store.mapper import EventMapper
from infra.store.readers import Read
from tests.collaboration.typists import Typist
from tests.handling.conftest import NOW, TODAY, Desk

T = TypeVar("T")
STREAM = f"vorlagen/{PLAYGROUNDS}"


def number() -> ChangeHeader:
    return ChangeHeader(vorlage=PLAYGROUNDS, number=str(uuid4()))


class SlowStore(Store):
    """A store whose reads of streams end when they are told to; what they found is by then old."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.read_on = asyncio.Event()
        self.reads = 0

    @property
    def mapper(self) -> EventMapper:
        """How events are stored."""
        return self._store.mapper

    async def read(self, work: Read[T]) -> T:
        """Read, and wait."""
        self.reads += 1
        found = await self._store.read(work)
        await self.read_on.wait()
        return found


async def test_a_state_that_is_overtaken_while_it_is_read_is_read_again(desk: Desk) -> None:
    slow = SlowStore(desk.county.store)
    states = States(slow)
    reading = [asyncio.create_task(states.get(STREAM)) for _ in range(3)]
    while slow.reads < len(reading):
        await asyncio.sleep(0)
    await asyncio.sleep(0.05)
    answer = await desk.give(BUILDER.person, number())
    states.learn(await desk.recorded(answer))
    slow.read_on.set()
    version = await desk.version(STREAM)
    assert [each.version for each in await asyncio.gather(*reading)] == [version] * 3
    assert (await states.get(STREAM)).version == version
    states.learn(await desk.recorded(await desk.give(BUILDER.person, number())))
    assert (await states.get(STREAM)).version == version + 1


async def test_a_state_that_misses_something_is_forgotten_and_read_again(desk: Desk) -> None:
    states = States(desk.county.store)
    version = (await states.get(STREAM)).version
    await desk.give(BUILDER.person, number())
    states.learn(await desk.recorded(await desk.give(BUILDER.person, number())))
    assert (await states.get(STREAM)).version == version + 2


async def test_states_follow_even_more_than_a_subscriber_may_wait_for(
    neighbours: tuple[Desk, Desk],
) -> None:
    here, there = neighbours
    await here.county.states.get(STREAM)
    ended = RoleRevoked(grant=named(f"grant/{GUARDIAN.login}/data_protection"), until=TODAY)
    meta = Meta(actor=ADMIN.person, command=uuid4(), happened_at=NOW)
    version = await here.version(ORGANISATION)

    def flood(tx: Transaction) -> None:
        tx.append(ORGANISATION, version, [(meta, ended)] * (QUEUE + 1))

    await here.county.store.write(flood)
    await there.give(BUILDER.person, number())
    reached = await there.version(STREAM)
    async with asyncio.timeout(60):
        while (await here.county.states.get(STREAM)).version < reached:
            await asyncio.sleep(0.02)
    assert (await here.county.states.get(ORGANISATION)).version == version + QUEUE + 1


async def deliver(desk: Desk, accepted: Accepted) -> None:
    claims = dict.fromkeys(accepted.clients, accepted.login)
    entry = Entry(f"{STREAM}/reasons", 1, [accepted], claims)
    await desk.county.store.write(lambda tx: append(tx, [entry]))


async def test_a_seal_on_one_node_and_a_revision_on_another_lead_to_one_text(
    neighbours: tuple[Desk, Desk],
) -> None:
    here, there = neighbours
    typist = Typist()
    for each in range(15):
        typist.updates.clear()
        typist.text.insert(len(typist.text), f"[{each}]")
        [update] = typist.updates
        accepted = Accepted(TREASURER.person, (typist.doc.client_id,), update, 1_773_000_000_000_000 + each)
        await deliver(here, accepted)
        await asyncio.gather(
            here.county.handling.seal(PLAYGROUNDS),
            there.give(
                BUILDER.person, ReviseText(vorlage=PLAYGROUNDS, document="reasons", text=f"Stand {each}.")
            ),
            there.county.handling.seal(PLAYGROUNDS),
        )
        assert "Stand" in await here.text(PLAYGROUNDS, "reasons")
    typed = [
        one.event
        for one in await here.county.store.events(STREAM)
        if isinstance(one.event, TextRevised) and one.event.origin == "typed"
    ]
    assert len(typed) == 15
    assert all(one.update for one in typed)


async def test_a_revision_decided_on_what_another_node_has_overtaken_is_decided_again(
    neighbours: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = neighbours
    await there.county.states.get(STREAM)
    # The news are late; the text itself is read from the store.
    monkeypatch.setattr(there.county.states, "learn", lambda _: None)
    first = ReviseText(vorlage=PLAYGROUNDS, document="reasons", text="Erster Stand.")
    await here.give(BUILDER.person, first)
    monkeypatch.undo()
    second = ReviseText(vorlage=PLAYGROUNDS, document="reasons", text="Zweiter Stand.")
    await there.give(BUILDER.person, second)
    assert await here.text(PLAYGROUNDS, "reasons") == "Zweiter Stand."
