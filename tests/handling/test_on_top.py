"""Commands are decided on top of what is on its way to the disk, and rest on nothing that was lost."""

import asyncio
from uuid import uuid4

import pytest

from domain.errors import NothingChanges
from domain.recorded import Meta
from domain.vorlage.commands.drafting import ChangeHeader, ReviseText
from domain.vorlage.events.drafting import HeaderChanged, TextRevised
from infra.demo.people import BUILDER
from infra.demo.story import PLAYGROUNDS
from infra.handling import Answer, StaleVersion
from infra.store import StoreBusy, Transaction
from tests.handling.conftest import NOW, Desk
from tests.handling.test_outdated import writer_held

STREAM = f"vorlagen/{PLAYGROUNDS}"

pytestmark = pytest.mark.each_store


def subject(text: str, *, if_match: str | None = None) -> ChangeHeader:
    return ChangeHeader(vorlage=PLAYGROUNDS, subject=text, if_match=if_match)


def given(desk: Desk, command: ChangeHeader | ReviseText) -> "asyncio.Task[Answer]":
    return asyncio.create_task(desk.give(BUILDER.person, command))


async def subjects(desk: Desk, after: int) -> list[tuple[str | None, str | None]]:
    events = [each.event for each in await desk.county.store.events(STREAM, after_version=after)]
    return [(each.old, each.new) for each in events if isinstance(each, HeaderChanged)]


def elsewhere(desk: Desk, version: int) -> "asyncio.Task[None]":
    """Append to the paper as another process would: nobody here is told before."""
    meta = Meta(actor=BUILDER.person, command=uuid4(), happened_at=NOW)
    event = HeaderChanged(field="subject", old="alt", new="fremd")

    def work(tx: Transaction) -> None:
        tx.append(STREAM, version, [(meta, event)])

    return asyncio.create_task(desk.county.store.write(work))


async def begun(desk: Desk) -> int:
    """Have the state of the paper in memory, and nobody else write; gives its version."""
    answer = await desk.give(BUILDER.person, subject("alt"))
    for name in desk.county.views.names:
        await desk.county.views.caught_up(name, answer.position)
    await desk.county.record.caught_up(answer.position)
    return await desk.version(STREAM)


async def test_commands_on_one_paper_share_a_transaction_and_build_on_each_other(desk: Desk) -> None:
    version = await begun(desk)
    async with writer_held(desk) as waiting:
        tasks = []
        for number in range(5):
            tasks.append(given(desk, subject(f"Platz {number}")))
            await waiting(number + 1)
        assert (await desk.county.states.get(STREAM)).version == version
        assert not any(task.done() for task in tasks)
    answers = await asyncio.gather(*tasks)
    assert [each.position for each in answers] == list(range(answers[0].position, answers[0].position + 5))
    news = [f"Platz {number}" for number in range(5)]
    assert await subjects(desk, version) == list(zip(["alt", *news[:-1]], news, strict=True))
    assert (
        len({each.recorded_at for each in await desk.county.store.events(STREAM, after_version=version)}) == 1
    )


async def test_what_was_built_on_something_that_another_process_overtook_is_decided_anew(desk: Desk) -> None:
    version = await begun(desk)
    async with writer_held(desk) as waiting:
        foreign = elsewhere(desk, version)
        await waiting(1)
        first = given(desk, subject("eins"))
        await waiting(2)
        # Its stream has the version that this one expects, but not the event that it was decided on.
        second = given(desk, subject("zwei"))
        await waiting(3)
    await asyncio.gather(foreign, first, second)
    told = await subjects(desk, version)
    assert told[0] == ("alt", "fremd")
    assert [old for old, _ in told[1:]] == [new for _, new in told[:-1]]
    assert {new for _, new in told[1:]} == {"eins", "zwei"}


async def test_a_refusal_on_top_of_something_waits_until_that_is_durable(desk: Desk) -> None:
    version = await begun(desk)
    async with writer_held(desk) as waiting:
        first = given(desk, subject("eins"))
        await waiting(1)
        same = given(desk, subject("eins"))
        await asyncio.wait([same], timeout=0.1)
        assert not same.done()
    await first
    with pytest.raises(NothingChanges):
        await same
    assert await subjects(desk, version) == [("alt", "eins")]


async def test_nobody_is_refused_for_something_that_was_not_written(desk: Desk) -> None:
    version = await begun(desk)
    async with writer_held(desk) as waiting:
        foreign = elsewhere(desk, version)
        await waiting(1)
        first = given(desk, subject("eins", if_match=f'"v{version}"'))
        await waiting(2)
        same = given(desk, subject("eins"))
        await asyncio.wait([same], timeout=0.1)
    await foreign
    with pytest.raises(StaleVersion):
        await first
    await same
    assert await subjects(desk, version) == [("alt", "fremd"), ("fremd", "eins")]


async def test_a_command_that_writes_a_text_waits_for_what_is_on_its_way(desk: Desk) -> None:
    version = await begun(desk)
    async with writer_held(desk) as waiting:
        first = given(desk, subject("eins"))
        await waiting(1)
        text = given(desk, ReviseText(vorlage=PLAYGROUNDS, document="reasons", text="Neu."))
        await asyncio.wait([text], timeout=0.1)
        behind = given(desk, subject("zwei"))
        await asyncio.wait([behind], timeout=0.1)
        assert desk.county.store.waiting == 1
    await asyncio.gather(first, text, behind)
    events = [each.event for each in await desk.county.store.events(STREAM, after_version=version)]
    assert [type(each) for each in events] == [HeaderChanged, TextRevised, HeaderChanged]


async def test_what_finds_no_room_in_the_queue_is_refused_and_nothing_is_built_on_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = await begun(desk)
    async with writer_held(desk) as waiting:
        monkeypatch.setattr(desk.county.store._writer, "_bound", 1)
        tasks = [given(desk, subject(f"Platz {number}")) for number in range(3)]
        await waiting(1)
        await asyncio.wait(tasks[1:], timeout=60)
    monkeypatch.undo()
    first, *others = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(first, Answer)
    assert [type(each) for each in others] == [StoreBusy, StoreBusy]
    await desk.give(BUILDER.person, subject("zuletzt"))
    assert await subjects(desk, version) == [("alt", "Platz 0"), ("Platz 0", "zuletzt")]
