import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from domain.errors import NothingChanges
from domain.organisation.commands import RevokeRole
from domain.text import Splice
from domain.vorlage.commands.consultation import AddConsultation
from domain.vorlage.commands.cosigning import RecallCosigning, StartCosigning
from domain.vorlage.commands.drafting import ChangeHeader, ReviseText
from domain.vorlage.commands.editions import FreezeEdition
from domain.vorlage.commands.measures import AddMeasure, AmendMeasure
from domain.vorlage.errors.drafting import OldTextDiffers
from domain.vorlage.events.drafting import TextRevised
from domain.vorlage.state import Vorlage
from infra.collaboration import close_codes
from infra.collaboration.journal import rows_of
from infra.demo.people import ADMIN, AUDITOR, BUILDER, CARER, TREASURER, named
from infra.demo.story import CYCLING, PLAYGROUNDS
from infra.folding import fold
from infra.handling import Contended
from infra.handling.sealing import forgetting
from infra.store import StoreUnavailable, VersionConflict
from tests.collaboration.conftest import until
from tests.collaboration.editors import Editor, editor
from tests.handling.conftest import TODAY, Desk, desk_at, rooms_served

STREAM = f"vorlagen/{PLAYGROUNDS}"
MEASURE = named("measure/schulhof")
YARD = f"measures/{MEASURE}"
WRITERS = (BUILDER, TREASURER, CARER)


class Pen:
    """Someone who types words without end, and what the others have seen of them."""

    def __init__(self, one: Editor, name: str, pause: float) -> None:
        self.one, self.name, self.pause = one, name, pause
        self.words: list[str] = []

    async def write(self) -> None:
        while self.one.code is None:
            word = f"[{self.name}-{len(self.words)}]"
            self.words.append(word)
            await self.one.insert(0, word)
            await asyncio.sleep(self.pause)


class Group:
    """People who type in one text."""

    def __init__(self, pens: list[Pen]) -> None:
        self.pens = pens

    def seen(self) -> set[str]:
        """What somebody saw that somebody else typed."""
        return {
            word
            for pen in self.pens
            for other in self.pens
            if other is not pen
            for word in pen.words
            if word in str(other.one.text)
        }

    async def busy(self, words: int = 15) -> None:
        """Wait until much was seen."""
        seen = len(self.seen()) + words
        async with asyncio.timeout(60):
            while len(self.seen()) < seen:
                await asyncio.sleep(0.005)

    async def closed(self) -> list[int | None]:
        """Wait until all are shown out."""
        return [await pen.one.closed() for pen in self.pens]


@asynccontextmanager
async def typing(desk: Desk, document: str = "reasons", *, pause: float = 0.002) -> AsyncIterator[Group]:
    """Three departments type in one text."""
    async with (
        editor(desk.room(BUILDER.person, PLAYGROUNDS, document)) as builder,
        editor(desk.room(TREASURER.person, PLAYGROUNDS, document)) as treasurer,
        editor(desk.room(CARER.person, PLAYGROUNDS, document)) as carer,
    ):
        pens = [Pen(one, name, pause) for one, name in zip((builder, treasurer, carer), "bfs", strict=True)]
        tasks = [asyncio.create_task(pen.write()) for pen in pens]
        try:
            yield Group(pens)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def unsealed(desk: Desk) -> int:
    return len(await desk.county.store.read(lambda reader: rows_of(reader, PLAYGROUNDS)))


async def sealed(desk: Desk, document: str = "reasons") -> str:
    async with asyncio.timeout(60):
        while await unsealed(desk):
            await asyncio.sleep(0.02)
    return await desk.text(PLAYGROUNDS, document)


async def paper_at(desk: Desk, position: int) -> Vorlage:
    state = fold(STREAM, await desk.county.store.events(STREAM, through_position=position)).state
    assert isinstance(state, Vorlage)
    return state


async def test_a_frozen_edition_has_what_was_seen_before_it_and_nobody_is_shown_out(writing: Desk) -> None:
    async with typing(writing) as group:
        for number in range(5):
            await group.busy()
            seen = group.seen()
            answer = await writing.give(
                BUILDER.person, FreezeEdition(vorlage=PLAYGROUNDS, label=f"Fassung {number}")
            )
            paper = await paper_at(writing, answer.position)
            assert all(word in paper.text("reasons") for word in seen)
            assert paper.content().hash() == paper.editions[-1].hash
        await group.busy()
        assert [pen.one.code for pen in group.pens] == [None] * 3
        seen = group.seen()
    text = await sealed(writing)
    assert all(text.count(word) == 1 for word in seen)


async def test_a_text_is_closed_in_the_moment_of_the_event_and_nothing_slips_in(writing: Desk) -> None:
    async with typing(writing) as group:
        await group.busy()
        answer = await writing.give(
            BUILDER.person,
            FreezeEdition(vorlage=PLAYGROUNDS, label="Zur Mitzeichnung"),
            StartCosigning(vorlage=PLAYGROUNDS),
        )
        assert await group.closed() == [close_codes.CLOSED_FOR_WRITING] * 3
        seen = group.seen()
    await asyncio.sleep(0.1)
    assert await unsealed(writing) == 0
    assert await writing.version(STREAM) == len(
        await writing.county.store.events(STREAM, through_position=answer.position)
    )
    paper = await paper_at(writing, answer.position)
    assert all(paper.text("reasons").count(word) == 1 for word in seen)
    assert paper.content().hash() == paper.editions[-1].hash
    rooms = await writing.county.texts.rooms(PLAYGROUNDS)
    assert not any(room.writable for room in rooms.values())
    await writing.give(BUILDER.person, RecallCosigning(vorlage=PLAYGROUNDS, reason="Nachtrag"))
    async with typing(writing) as group:
        await group.busy()


async def test_two_nodes_may_close_a_text_and_type_in_it_and_nothing_seen_is_lost(
    neighbours: tuple[Desk, Desk],
) -> None:
    here, there = neighbours
    async with rooms_served(here), typing(here) as group:
        for number in range(4):
            await group.busy()
            seen = group.seen()
            answer = await there.give(
                BUILDER.person, FreezeEdition(vorlage=PLAYGROUNDS, label=f"Fassung {number}")
            )
            paper = await paper_at(there, answer.position)
            assert all(word in paper.text("reasons") for word in seen)
            await here.county.handling.seal(PLAYGROUNDS)
        seen = group.seen()
    text = await sealed(here)
    assert all(text.count(word) == 1 for word in seen)


async def test_a_node_that_did_not_hear_of_it_slips_nothing_into_a_closed_text(
    neighbours: tuple[Desk, Desk],
) -> None:
    here, there = neighbours
    async with rooms_served(here), typing(here, pause=0.2) as group:
        await group.busy(5)
        id_ = uuid4()
        while True:
            try:
                answer = await there.give(
                    BUILDER.person,
                    FreezeEdition(vorlage=PLAYGROUNDS, label="Zur Mitzeichnung"),
                    StartCosigning(vorlage=PLAYGROUNDS),
                    id_=id_,
                )
                break
            except Contended:
                continue
        assert await group.closed() == [close_codes.CLOSED_FOR_WRITING] * 3
        seen = group.seen()
    assert await unsealed(here) == 0
    paper = await paper_at(here, answer.position)
    assert all(paper.text("reasons").count(word) == 1 for word in seen)
    assert paper.text("reasons") == await here.text(PLAYGROUNDS, "reasons")


async def test_a_command_that_writes_a_text_takes_nothing_from_those_who_type(writing: Desk) -> None:
    async with typing(writing) as group:
        for number in range(10):
            await group.busy(5)
            await writing.give(
                BUILDER.person,
                ReviseText(vorlage=PLAYGROUNDS, document="proposed_resolution", text=f"Stand {number}."),
            )
        seen = group.seen()
    text = await sealed(writing)
    assert all(text.count(word) == 1 for word in seen)
    assert await writing.text(PLAYGROUNDS, "proposed_resolution") == "Stand 9."


async def test_commands_on_other_texts_put_no_key_strokes_into_the_log(writing: Desk) -> None:
    async def revisions() -> int:
        recorded = await writing.county.store.events(STREAM)
        return sum(isinstance(one.event, TextRevised) and one.event.document == "reasons" for one in recorded)

    before = await revisions()
    async with typing(writing) as group:
        await group.busy()
        for number in range(8):
            await writing.give(
                BUILDER.person,
                AddMeasure(vorlage=PLAYGROUNDS, document="Konzept", text=f"Rutsche {number}"),
                ReviseText(vorlage=PLAYGROUNDS, document="proposed_resolution", text=f"Fassung {number}"),
            )
            await asyncio.sleep(0.05)
        assert await revisions() == before
        seen = group.seen()
    text = await sealed(writing)
    assert all(text.count(word) == 1 for word in seen)
    assert await revisions() <= before + 2


async def test_an_amendment_changes_the_text_that_is_there_when_it_is_made(writing: Desk) -> None:
    async with typing(writing, YARD, pause=0.4) as group:
        old = await writing.text(PLAYGROUNDS, YARD)
        amended = 0
        async with asyncio.timeout(60):
            while amended < 5:
                try:
                    await writing.give(
                        BUILDER.person,
                        AmendMeasure(vorlage=PLAYGROUNDS, measure=MEASURE, old=old, new=f"{old} ({amended})"),
                    )
                    amended += 1
                except OldTextDiffers as differs:
                    old = differs.in_force
        seen = group.seen()
        await group.pens[0].one.until(lambda: "(4)" in str(group.pens[0].one.text))
    text = await sealed(writing, YARD)
    assert all(text.count(word) == 1 for word in seen)
    assert all(text.count(f" ({number})") == 1 for number in range(5))


async def test_what_was_typed_is_not_lost_when_a_command_is_refused_and_another_one_follows(
    writing: Desk,
) -> None:
    async with editor(writing.room(BUILDER.person, PLAYGROUNDS, "reasons")) as one:
        await one.insert(0, "[bleibt]")
        await one.until(lambda: one.frames > 1)
        same = await writing.text(PLAYGROUNDS, "proposed_resolution")
        with pytest.raises(NothingChanges):
            await writing.give(
                BUILDER.person, ReviseText(vorlage=PLAYGROUNDS, document="proposed_resolution", text=same)
            )
        assert await unsealed(writing) == 1
        await writing.give(BUILDER.person, AddConsultation(vorlage=PLAYGROUNDS, committee_name="Beirat"))
        await writing.county.handling.seal(PLAYGROUNDS)
        last = (await writing.county.store.events(STREAM))[-1].event
        assert isinstance(last, TextRevised)
        assert last.update
        assert "[bleibt]" in await writing.text(PLAYGROUNDS, "reasons")


async def test_whoever_may_not_do_it_holds_nobody_back(writing: Desk) -> None:
    async with typing(writing) as group:
        await group.busy()
        refused = await asyncio.gather(
            *(
                writing.give(ADMIN.person, ReviseText(vorlage=PLAYGROUNDS, document="reasons", text="x"))
                for _ in range(20)
            ),
            return_exceptions=True,
        )
        assert all(isinstance(each, Exception) for each in refused)
        await group.busy()


async def test_whoever_could_write_is_told_that_the_text_closes_and_readers_read_on(writing: Desk) -> None:
    for _ in range(5):
        async with (
            editor(writing.room(BUILDER.person, PLAYGROUNDS, "reasons")) as builder,
            editor(writing.room(CARER.person, PLAYGROUNDS, "reasons")) as carer,
            editor(writing.room(AUDITOR.person, PLAYGROUNDS, "reasons")) as reader,
        ):
            await writing.give(
                BUILDER.person,
                FreezeEdition(vorlage=PLAYGROUNDS, label="Zur Mitzeichnung"),
                StartCosigning(vorlage=PLAYGROUNDS),
            )
            assert await builder.closed() == close_codes.CLOSED_FOR_WRITING
            assert await carer.closed() == close_codes.CLOSED_FOR_WRITING
            await writing.give(BUILDER.person, RecallCosigning(vorlage=PLAYGROUNDS, reason="Nachtrag"))
            async with editor(writing.room(BUILDER.person, PLAYGROUNDS, "reasons")) as again:
                await again.insert(0, "[wieder]")
                await reader.until(lambda again=again: str(reader.text) == str(again.text))  # type: ignore[misc]
            assert reader.code is None


async def test_another_node_closes_and_opens_a_text_for_those_who_only_look_at_it(
    neighbours: tuple[Desk, Desk],
) -> None:
    here, there = neighbours
    async with (
        rooms_served(here),
        editor(here.room(BUILDER.person, PLAYGROUNDS, "reasons")) as idle,
        editor(here.room(AUDITOR.person, PLAYGROUNDS, "reasons")) as reader,
    ):
        await there.give(
            BUILDER.person,
            FreezeEdition(vorlage=PLAYGROUNDS, label="Zur Mitzeichnung"),
            StartCosigning(vorlage=PLAYGROUNDS),
        )
        assert await idle.closed() == close_codes.CLOSED_FOR_WRITING
        recalled = await there.give(BUILDER.person, RecallCosigning(vorlage=PLAYGROUNDS, reason="Nachtrag"))
        [room] = here.county.texts._open_rooms(PLAYGROUNDS)
        await until(lambda: room.writable and here.county.watching._position >= recalled.position)
        async with editor(here.room(BUILDER.person, PLAYGROUNDS, "reasons")) as again:
            await again.insert(0, "[wieder]")
            await reader.until(lambda: "[wieder]" in str(reader.text))


async def test_a_text_that_an_auditor_opens_is_noted(writing: Desk) -> None:
    for person in (AUDITOR.person, BUILDER.person):
        async with editor(writing.room(person, PLAYGROUNDS, "reasons")) as reader:
            assert str(reader.text)
    found = await writing.county.access_log.read(0, 10)
    assert [(each.what, each.purpose) for each in found] == [(f"collab/{STREAM}/reasons", None)]


async def test_a_command_leaves_nothing_of_a_paper_that_nobody_edits(writing: Desk) -> None:
    await writing.give(
        BUILDER.person, ReviseText(vorlage=PLAYGROUNDS, document="proposed_resolution", text="Neu.")
    )
    await writing.give(BUILDER.person, FreezeEdition(vorlage=PLAYGROUNDS, label="Entwurf"))
    assert not writing.county.texts._gates


async def test_what_was_not_recorded_is_forgotten_of_every_paper_whatever_fails_then(
    writing: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = writing.county.texts
    now = dt.datetime(2026, 3, 11, tzinfo=dt.UTC)
    revision = TextRevised(
        document="reasons",
        splices=(Splice(0, 0, "Verloren. "),),
        hash="",
        origin="written",
        began=now,
        ended=now,
    )

    async def away(_: str) -> None:
        raise StoreUnavailable

    async def lost() -> None:
        async with forgetting(texts, [PLAYGROUNDS, CYCLING]):
            await texts.collect(PLAYGROUNDS)
            await texts.write(CYCLING, revision, BUILDER.person)
            raise VersionConflict(STREAM, 1, 2)

    monkeypatch.setattr(texts, "_open_and_close", away)
    with pytest.raises(StoreUnavailable):
        await lost()
    assert not texts._pending


async def test_a_text_that_a_command_wrote_unforeseen_is_not_gone_on_from_where_it_was_overtaken(
    neighbours: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = neighbours
    await there.county.states.get(STREAM)
    with monkeypatch.context() as late:  # the news are
        late.setattr(there.county.states, "learn", lambda _: None)
        await here.give(BUILDER.person, ChangeHeader(vorlage=PLAYGROUNDS, subject="Schulhöfe"))
    monkeypatch.setattr("infra.handling.handling.TOUCHES_TEXTS", ())
    new = ReviseText(vorlage=PLAYGROUNDS, document="reasons", text="Ein anderer Grund.")
    await there.give(BUILDER.person, new)
    async with rooms_served(there), editor(there.room(CARER.person, PLAYGROUNDS, "reasons")) as one:
        await one.reads("Ein anderer Grund.")


async def test_whoever_loses_his_role_is_shown_out_of_the_text(writing: Desk) -> None:
    async with editor(writing.room(CARER.person, PLAYGROUNDS, "reasons")) as carer:
        await writing.give(
            ADMIN.person,
            *(
                RevokeRole(grant=named(f"grant/{CARER.login}/{role}"), until=TODAY.replace(day=1))
                for role in CARER.roles
            ),
        )
        assert await carer.closed() == close_codes.NO_SUCH_TEXT


async def test_versions_do_not_count_what_is_being_typed(writing: Desk) -> None:
    async with editor(writing.room(BUILDER.person, PLAYGROUNDS, "reasons")) as one:
        await one.insert(0, "[getippt]")
        await one.until(lambda: one.frames > 1)
        version = await writing.version(STREAM)
        await writing.give(
            BUILDER.person,
            FreezeEdition(vorlage=PLAYGROUNDS, label="Fassung", if_match=f'"v{version}"'),
        )
        assert await writing.version(STREAM) == version + 2


async def test_what_was_typed_before_a_crash_is_sealed_at_the_start(data: Path) -> None:
    async with desk_at(data) as crashed:
        async with rooms_served(crashed), editor(crashed.room(BUILDER.person, PLAYGROUNDS, "reasons")) as one:
            await one.insert(0, "[vorher]")
            await one.until(lambda: one.frames > 1)
            async with desk_at(data) as started:
                assert await unsealed(started) == 0
                assert "[vorher]" in await started.text(PLAYGROUNDS, "reasons")
                await started.give(BUILDER.person, ChangeHeader(vorlage=PLAYGROUNDS, number="9"))
        assert (await crashed.text(PLAYGROUNDS, "reasons")).count("[vorher]") == 1
