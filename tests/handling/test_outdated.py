"""What a command was decided on is still so when it is recorded: roles, deputies, seats (rule 15)."""

import asyncio
import datetime as dt
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import pytest

from domain.committee.commands import VacateSeat
from domain.errors import NoSuch, NotDeputy
from domain.organisation.commands import AppointDeputy, DismissDeputy, FormDepartment, RevokeRole
from domain.procedure import AnyCommand
from domain.session.commands.attendance import RecordArrival
from domain.session.errors.attendance import NotAMember
from domain.vorlage.commands.drafting import ChangeHeader, ReviseText
from infra.collaboration.sealing import Collected
from infra.demo.people import ADMIN, BUILDER, CARER, CLERK, GUARDIAN, KREISTAG, OFFICE, named
from infra.demo.story import COUNCIL_SITTING, PLAYGROUNDS
from infra.handling import Answer
from infra.store import Transaction, VersionConflict
from tests.handling.conftest import TODAY, Desk

T = TypeVar("T")

STREAM = f"vorlagen/{PLAYGROUNDS}"
BEFORE = TODAY - dt.timedelta(days=1)
REVOKED = tuple(RevokeRole(grant=named(f"grant/{CARER.login}/{role}"), until=BEFORE) for role in CARER.roles)


@asynccontextmanager
async def writer_held(desk: Desk) -> AsyncIterator[Callable[[int], Awaitable[None]]]:
    """Keep the writer busy; what is given waits for it, in order. Gives: wait until so many wait."""
    writer = desk.county.store._writer
    begun, go_on = threading.Event(), threading.Event()

    def work(_: Transaction) -> None:
        begun.set()
        go_on.wait(60)

    async def waiting(count: int) -> None:
        async with asyncio.timeout(60):
            while writer._jobs.qsize() < count:
                await asyncio.sleep(0.005)

    holding = asyncio.create_task(desk.county.store.write(work))
    await asyncio.to_thread(begun.wait, 60)
    try:
        yield waiting
    finally:
        go_on.set()
        await holding


async def one_behind_the_other(
    desk: Desk, first: tuple[str, Sequence[AnyCommand]], then: tuple[str, AnyCommand]
) -> tuple[Answer, Any]:
    """Give two commands so that the second is decided before the first is recorded, and recorded after it."""
    async with writer_held(desk) as waiting:
        earlier = asyncio.create_task(desk.give(first[0], *first[1]))
        await waiting(1)
        later = asyncio.create_task(desk.give(*then))
        await waiting(2)
    done, outcome = await asyncio.gather(earlier, later, return_exceptions=True)
    assert isinstance(done, Answer)
    return done, outcome


async def test_nothing_is_recorded_after_the_right_to_it_was_revoked(desk: Desk) -> None:
    change = ReviseText(vorlage=PLAYGROUNDS, document="reasons", text="Anders.")
    revoked, outcome = await one_behind_the_other(desk, (ADMIN.person, REVOKED), (CARER.person, change))
    assert isinstance(outcome, NoSuch)
    assert await desk.head() == revoked.position


async def test_nothing_is_recorded_for_someone_whose_deputy_one_is_no_longer(desk: Desk) -> None:
    appointed = await desk.give(
        ADMIN.person, AppointDeputy(person=BUILDER.person, deputy=GUARDIAN.person, since=BEFORE)
    )
    ended = DismissDeputy(deputyship=appointed.events[0].id, until=BEFORE)
    change = ChangeHeader(vorlage=PLAYGROUNDS, subject="Schulhöfe", acting_for=BUILDER.person)
    _, outcome = await one_behind_the_other(desk, (ADMIN.person, [ended]), (GUARDIAN.person, change))
    assert isinstance(outcome, NotDeputy)


async def test_nobody_arrives_whose_seat_was_vacated_meanwhile(desk: Desk) -> None:
    member = KREISTAG.members[-1]
    vacated = VacateSeat(committee=KREISTAG.id, member=member, until=BEFORE)
    arrival = RecordArrival(session=COUNCIL_SITTING, members=(member,))
    _, outcome = await one_behind_the_other(desk, (OFFICE.person, [vacated]), (CLERK.person, arrival))
    assert isinstance(outcome, NotAMember)


async def test_a_change_elsewhere_is_decided_upon_anew_and_is_no_other_version_of_the_paper(
    desk: Desk,
) -> None:
    formed = FormDepartment(name="Kultur")
    change = ChangeHeader(
        vorlage=PLAYGROUNDS, subject="Schulhöfe", if_match=f'"v{await desk.version(STREAM)}"'
    )
    first, outcome = await one_behind_the_other(desk, (ADMIN.person, [formed]), (BUILDER.person, change))
    assert isinstance(outcome, Answer)
    assert outcome.position == first.position + 1


async def test_a_deputy_that_another_node_appointed_is_heard_of_at_once(
    neighbours: tuple[Desk, Desk],
) -> None:
    here, there = neighbours
    change = ChangeHeader(vorlage=PLAYGROUNDS, subject="Schulhöfe", acting_for=BUILDER.person)
    await there.give(ADMIN.person, AppointDeputy(person=BUILDER.person, deputy=GUARDIAN.person, since=BEFORE))
    # Whether the feed told of it by now or not.
    assert (await here.give(GUARDIAN.person, change)).events


async def test_text_that_cannot_be_sealed_is_told_of_and_found_later(
    writing: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("infra.handling.sealing.PAUSE", 0.001)
    handling, tries = writing.county.handling, []

    async def overtaken(vorlage: str) -> Collected:
        tries.append(vorlage)
        raise VersionConflict(STREAM, 1, 2)

    monkeypatch.setattr(writing.county.texts, "collect", overtaken)
    await handling.seal(PLAYGROUNDS)
    assert tries == [PLAYGROUNDS] * 5
    assert PLAYGROUNDS in caplog.text
