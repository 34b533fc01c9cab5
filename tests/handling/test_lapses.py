"""What is typed undoes the cosignatures whose scope it touches, in the transaction that seals it (rule 8)."""

import asyncio

from domain.recorded import Recorded
from domain.vorlage.commands.cosigning import ChainLink, CosignVorlage, RecallCosigning, StartCosigning
from domain.vorlage.commands.editions import FreezeEdition
from domain.vorlage.events.cosigning import CosignatureLapsed
from domain.vorlage.events.drafting import TextRevised
from domain.vorlage.events.editions import EditionFrozen
from infra.collaboration.journal import rows_of
from infra.demo.people import BUILDER, BUILDING, CARER, FINANCE, TREASURER
from infra.demo.story import PLAYGROUNDS
from tests.collaboration.editors import editor
from tests.handling.conftest import Desk

STREAM = f"vorlagen/{PLAYGROUNDS}"
FREEZE = FreezeEdition(vorlage=PLAYGROUNDS, label="Fassung")
LAPSE = CosignatureLapsed(department=BUILDING.id, edition=1, sections=("reasons",))


async def signed(desk: Desk) -> int:
    """Bau signed the reasons, Finanzen the resolution, and the lead has the paper back; the position."""
    links = (
        ChainLink(department=BUILDING.id, scope=("reasons",)),
        ChainLink(department=FINANCE.id, scope=("proposed_resolution",)),
    )
    await desk.give(BUILDER.person, FREEZE, StartCosigning(vorlage=PLAYGROUNDS, links=links))
    await desk.give(BUILDER.person, CosignVorlage(vorlage=PLAYGROUNDS, department=BUILDING.id))
    await desk.give(TREASURER.person, CosignVorlage(vorlage=PLAYGROUNDS, department=FINANCE.id))
    await desk.give(BUILDER.person, RecallCosigning(vorlage=PLAYGROUNDS, reason="Nachtrag"))
    return await desk.head()


async def journaled(desk: Desk) -> None:
    """Wait until what was typed is durable."""
    async with asyncio.timeout(60):
        while not await desk.county.store.read(lambda reader: rows_of(reader, PLAYGROUNDS)):
            await asyncio.sleep(0.01)


async def after(desk: Desk, position: int) -> list[Recorded]:
    return [each for each in await desk.county.store.log(after=position) if each.stream == STREAM]


async def test_a_sealed_burst_is_followed_by_what_it_undid(writing: Desk) -> None:
    before = await signed(writing)
    async with editor(writing.room(CARER.person, PLAYGROUNDS, "reasons")) as one:
        await one.insert(0, "Nachtrag. ")
        await journaled(writing)
        await writing.county.handling.seal(PLAYGROUNDS)
        revised, lapsed = await after(writing, before)
    assert isinstance(revised.event, TextRevised)
    assert lapsed.event == LAPSE
    assert lapsed.meta == revised.meta
    assert lapsed.recorded_at == revised.recorded_at
    assert revised.event.contributions[-1].actor == CARER.person


async def test_what_is_sealed_before_a_command_is_followed_by_what_it_undid(writing: Desk) -> None:
    before = await signed(writing)
    async with editor(writing.room(CARER.person, PLAYGROUNDS, "reasons")) as one:
        await one.insert(0, "Nachtrag. ")
        await journaled(writing)
        answer = await writing.give(BUILDER.person, FREEZE)
        recorded = await after(writing, before)
    assert [type(each.event) for each in recorded] == [TextRevised, CosignatureLapsed, EditionFrozen]
    assert len({each.recorded_at for each in recorded}) == 1
    assert [each.type for each in answer.events] == ["EditionFrozen"]
    rows = await writing.county.store.log(after=before)
    assert [each.event for each in rows if isinstance(each.event, CosignatureLapsed)] == [LAPSE]
