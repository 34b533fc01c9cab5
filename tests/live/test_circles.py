"""Who is who today sees over `/live` what he sees over HTTP, and an auditor leaves a note."""

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from domain.committee.commands import AppointSubstitute, DismissSubstitute
from domain.errors import NoSuch
from domain.organisation.commands import AppointDeputy, GrantRole
from infra.county import County, open_county
from infra.demo import found
from infra.demo.people import ADMIN, AUDITOR, CHAIR, EXECUTIVE, GUARDIAN, KREISTAG, OFFICE
from infra.entitlement import SERVICE
from infra.store import StoreFull, Transaction
from projections.asked import Asked
from tests.collaboration.conftest import until
from tests.handling.conftest import TODAY, Clock
from tests.live.watchers import DRAFT, PAPER, SITTING


class Kept:
    """A sink that keeps what it is handed."""

    def __init__(self) -> None:
        self.positions: list[int] = []
        self.errors: list[Exception] = []

    def event(self, _stream: str, position: int, _text: str) -> None:
        self.positions.append(position)

    def caught_up(self, _stream: str, position: int) -> None:
        self.reached = position

    def lost(self, _stream: str, error: Exception) -> None:
        self.errors.append(error)

    async def room(self) -> None:
        """There is always room."""


@pytest.fixture
async def clock() -> Clock:
    return Clock()


@pytest.fixture
async def county(tmp_path: Path, clock: Clock) -> AsyncIterator[County]:
    async with open_county(tmp_path, clock=clock) as opened:
        await found(opened.handling, TODAY)
        yield opened


async def watched(county: County, person: str, stream: str, after: int | None = 0) -> list[int]:
    """What a person is handed of the past."""
    sink = Kept()
    county.watching.leave(await county.watching.watch(person, stream, after, sink))
    assert not sink.errors
    return sink.positions


async def notes(county: County) -> list[tuple[str, str | None]]:
    return [(each.what, each.purpose) for each in await county.access_log.read(0, 100)]


async def test_who_got_a_role_today_sees_the_past_as_over_http(county: County, clock: Clock) -> None:
    everything = await watched(county, OFFICE.person, PAPER)
    clock.now += dt.timedelta(days=3)
    with pytest.raises(NoSuch):
        await watched(county, ADMIN.person, PAPER)
    granted = GrantRole(person=ADMIN.person, role="council_office", since=TODAY + dt.timedelta(days=3))
    await county.handling.handle(SERVICE, granted, uuid4())
    assert await watched(county, ADMIN.person, PAPER) == everything
    asked = Asked(as_of=str(everything[0]))
    shown = await county.reading.papers.vorlage(ADMIN.person, PAPER.removeprefix("vorlagen/"), asked)
    assert f"vorlagen/{shown.shown.id}" == PAPER


async def test_a_substitute_sees_what_the_body_sees_while_appointed(county: County) -> None:
    body = KREISTAG.id
    for stream in (PAPER, SITTING):
        with pytest.raises(NoSuch):
            await watched(county, ADMIN.person, stream)
    appointed = AppointSubstitute(committee=body, member=KREISTAG.others[-1], substitute=ADMIN.person)
    await county.handling.handle(SERVICE, appointed, uuid4())
    sinks = [Kept(), Kept()]
    watches = []
    for sink, stream in zip(sinks, (PAPER, SITTING), strict=True):
        assert await watched(county, ADMIN.person, stream) == await watched(
            county, KREISTAG.others[-2], stream
        )
        watches.append(await county.watching.watch(ADMIN.person, stream, None, sink))
    dismissed = DismissSubstitute(
        committee=body,
        member=KREISTAG.others[-1],
        substitute=ADMIN.person,
        until=TODAY - dt.timedelta(days=1),
    )
    await county.handling.handle(SERVICE, dismissed, uuid4())
    await until(lambda: all(sink.errors for sink in sinks))
    for watch, stream in zip(watches, (PAPER, SITTING), strict=True):
        county.watching.leave(watch)
        with pytest.raises(NoSuch):
            await watched(county, ADMIN.person, stream)


async def test_a_watch_ends_with_the_last_day_of_a_right_and_others_go_on(
    county: County, clock: Clock
) -> None:
    for appointed in (
        AppointSubstitute(
            committee=KREISTAG.id, member=KREISTAG.others[-1], substitute=ADMIN.person, until=TODAY
        ),
        AppointDeputy(person=CHAIR.person, deputy=GUARDIAN.person, until=TODAY),
    ):
        await county.handling.handle(SERVICE, appointed, uuid4())
    sinks = {each.person: Kept() for each in (ADMIN, GUARDIAN, CHAIR, OFFICE)}
    watches = [await county.watching.watch(each, SITTING, None, sink) for each, sink in sinks.items()]
    await county.watching.recheck()
    assert not any(sink.errors for sink in sinks.values())
    clock.now += dt.timedelta(days=1)
    await county.watching.recheck()
    assert [len(sink.errors) for sink in sinks.values()] == [1, 1, 0, 0]
    for watch in watches:
        county.watching.leave(watch)


async def test_what_an_auditor_watches_is_noted(county: County) -> None:
    await watched(county, AUDITOR.person, PAPER)
    await watched(county, AUDITOR.person, SITTING, None)
    assert await notes(county) == [(f"live/{PAPER}?after=0", None), (f"live/{SITTING}", None)]
    for person in (OFFICE.person, CHAIR.person, EXECUTIVE.person):
        await watched(county, person, SITTING)
    with pytest.raises(NoSuch):
        await watched(county, CHAIR.person, DRAFT)
    assert len(await notes(county)) == 2


async def test_what_cannot_be_noted_is_not_shown(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(_: Transaction) -> None:
        raise StoreFull

    sink = Kept()
    monkeypatch.setattr(county.store, "write", full)
    with pytest.raises(StoreFull):
        await county.watching.watch(AUDITOR.person, PAPER, 0, sink)
    assert not sink.positions
