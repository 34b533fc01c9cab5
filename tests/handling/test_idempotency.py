import asyncio
import datetime as dt
from pathlib import Path
from uuid import uuid4

import pytest
from msgspec.structs import replace

from domain.errors import NothingChanges
from domain.vorlage.commands.drafting import ChangeHeader, CreateVorlage
from infra.demo.people import BUILDER, OFFICE
from infra.demo.story import PLAYGROUNDS
from infra.handling import Handling
from infra.idempotency import CommandIdReused
from tests.handling.conftest import Clock, Desk, desk_at

STREAM = f"vorlagen/{PLAYGROUNDS}"

pytestmark = pytest.mark.each_store


def subject(text: str) -> ChangeHeader:
    return ChangeHeader(vorlage=PLAYGROUNDS, subject=text)


async def test_the_same_command_again_gets_the_same_answer_and_nothing_more_happens(desk: Desk) -> None:
    id_ = uuid4()
    first = await desk.give(BUILDER.person, subject("Spielplätze"), id_=id_)
    head = await desk.head()
    assert await desk.give(BUILDER.person, subject("Spielplätze"), id_=id_) == first
    assert await desk.head() == head == first.position


async def test_a_repeated_command_is_answered_before_its_version_is_looked_at(desk: Desk) -> None:
    id_ = uuid4()
    named = replace(subject("Spielplätze"), if_match=f'"v{await desk.version(STREAM)}"')
    first = await desk.give(BUILDER.person, named, id_=id_)
    await desk.give(BUILDER.person, subject("Spielplätze und Schulhöfe"))
    assert await desk.give(BUILDER.person, named, id_=id_) == first
    assert await desk.give(BUILDER.person, replace(named, if_match="unlesbar"), id_=id_) == first


async def test_an_id_is_for_one_command(desk: Desk) -> None:
    id_ = uuid4()
    await desk.give(BUILDER.person, subject("Spielplätze"), id_=id_)
    head = await desk.head()
    earlier = desk.clock() - dt.timedelta(hours=1)
    for other in (subject("Schulhöfe"), replace(subject("Spielplätze"), happened_at=earlier)):
        with pytest.raises(CommandIdReused):
            await desk.give(BUILDER.person, other, id_=id_)
    assert await desk.head() == head


async def test_ids_of_two_logins_have_nothing_to_do_with_each_other(desk: Desk) -> None:
    id_ = uuid4()
    created = CreateVorlage(file_reference="2026-1", subject="Neu")
    mine = await desk.give(BUILDER.person, created, id_=id_)
    theirs = await desk.give(OFFICE.person, replace(created, subject="Anders"), id_=id_)
    assert mine.events[0].stream != theirs.events[0].stream
    assert theirs.position > mine.position


async def test_whoever_repeats_himself_while_it_runs_gets_the_one_answer(desk: Desk) -> None:
    id_ = uuid4()
    before = await desk.head()
    answers = await asyncio.gather(
        *(desk.give(BUILDER.person, subject("Spielplätze"), id_=id_) for _ in range(10)),
        desk.give(BUILDER.person, subject("Schulhöfe"), id_=id_),
        return_exceptions=True,
    )
    assert all(each == answers[0] for each in answers[:10])
    assert isinstance(answers[10], CommandIdReused)
    assert await desk.head() == before + 1


async def test_a_refusal_is_not_kept(desk: Desk) -> None:
    id_ = uuid4()
    old = (await desk.county.states.get(STREAM)).state
    again = subject(getattr(old, "subject", ""))
    with pytest.raises(NothingChanges):
        await desk.give(BUILDER.person, again, id_=id_)
    await desk.give(BUILDER.person, subject("Anders"))
    answer = await desk.give(BUILDER.person, again, id_=id_)
    assert answer.position == await desk.head()


async def test_answers_outlive_the_process(data: Path) -> None:
    id_ = uuid4()
    async with desk_at(data) as desk:
        first = await desk.give(BUILDER.person, subject("Spielplätze"), id_=id_)
    async with desk_at(data) as desk:
        assert await desk.give(BUILDER.person, subject("Spielplätze"), id_=id_) == first
        with pytest.raises(CommandIdReused):
            await desk.give(BUILDER.person, subject("Schulhöfe"), id_=id_)


async def test_two_nodes_asked_for_the_same_do_it_once(neighbours: tuple[Desk, Desk]) -> None:
    for number in range(30):
        id_ = uuid4()
        before = await neighbours[0].head()
        one, other = await asyncio.gather(
            *(desk.give(BUILDER.person, subject(f"Spielplatz {number}"), id_=id_) for desk in neighbours)
        )
        assert one == other
        assert await neighbours[0].head() == before + 1 == one.position


async def test_two_nodes_asked_for_different_things_under_one_id_do_one_of_them(
    neighbours: tuple[Desk, Desk],
) -> None:
    for number in range(10):
        id_ = uuid4()
        before = await neighbours[0].head()
        answers = await asyncio.gather(
            *(
                desk.give(BUILDER.person, subject(f"Platz {number} {name}"), id_=id_)
                for desk, name in zip(neighbours, "ab", strict=True)
            ),
            return_exceptions=True,
        )
        assert sorted(type(each).__name__ for each in answers) == ["Answer", "CommandIdReused"]
        assert await neighbours[0].head() == before + 1


async def test_a_client_that_goes_away_does_not_stop_a_command_half_way(desk: Desk) -> None:
    id_ = uuid4()
    before = await desk.head()
    for turns in range(6):
        gone = asyncio.create_task(desk.give(BUILDER.person, subject(f"Platz {turns}"), id_=id_))
        for _ in range(turns):
            await asyncio.sleep(0.001)
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        await desk.county.handling.finished()
        answer = await desk.give(BUILDER.person, subject(f"Platz {turns}"), id_=id_)
        assert await desk.head() == before + 1 + turns == answer.position
        id_ = uuid4()


async def test_what_is_drawn_by_chance_is_handed_in(data: Path, founded: Path) -> None:
    made: list[list[object]] = []
    id_ = uuid4()
    for _ in range(2):
        copied = data.parent / f"copy{len(made)}"
        copied.mkdir()
        for each in founded.iterdir():
            (copied / each.name).write_bytes(each.read_bytes())
        async with desk_at(copied) as desk:
            county = desk.county
            handling = Handling(
                county.store, county.states, county.texts, county.rules, clock=Clock(), entropy=bytes
            )
            answer = await handling.handle(
                BUILDER.person, CreateVorlage(file_reference="2026-1", subject="Neu"), id_
            )
            made.append([(each.stream, each.meta, each.event) for each in await desk.recorded(answer)])
    assert made[0] == made[1]
