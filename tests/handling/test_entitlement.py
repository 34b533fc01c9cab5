import datetime as dt

import pytest
from msgspec.structs import replace

from domain.errors import HappenedInFuture, NoSuch, NotDeputy, NotEntitled
from domain.organisation.commands import AppointDeputy, GrantRole, RevokeRole
from domain.vorlage.commands.consultation import SetCommitteeDate
from domain.vorlage.commands.drafting import ChangeHeader, ReviseText
from infra.demo.people import ADMIN, AUDITOR, BUILDER, CARER, CHAIR, GUARDIAN, named
from infra.demo.story import PLAYGROUNDS
from infra.handling import TimeWithoutZone
from tests.handling.conftest import NOW, TODAY, Desk

CHANGE = ChangeHeader(vorlage=PLAYGROUNDS, number="17/2026")
DAY = dt.timedelta(days=1)
DEPUTY = GUARDIAN.person


async def appoint(desk: Desk, since: dt.date | None = None, until: dt.date | None = None) -> None:
    await desk.give(
        ADMIN.person, AppointDeputy(person=BUILDER.person, deputy=DEPUTY, since=since, until=until)
    )


async def test_the_event_of_a_deputy_names_both(desk: Desk) -> None:
    await appoint(desk)
    answer = await desk.give(DEPUTY, replace(CHANGE, acting_for=BUILDER.person))
    [recorded] = await desk.recorded(answer)
    assert (recorded.meta.actor, recorded.meta.acting_for) == (DEPUTY, BUILDER.person)
    with pytest.raises(NotEntitled):
        await desk.give(DEPUTY, ChangeHeader(vorlage=PLAYGROUNDS, number="18/2026"))


async def test_nobody_acts_for_someone_who_did_not_ask_him_to(desk: Desk) -> None:
    await appoint(desk)
    for actor, person in ((CARER, BUILDER.person), (GUARDIAN, CARER.person), (BUILDER, DEPUTY)):
        with pytest.raises(NotDeputy):
            await desk.give(actor.person, replace(CHANGE, acting_for=person))


@pytest.mark.parametrize(
    ("since", "until"), [(TODAY, None), (None, TODAY - DAY), (TODAY - 9 * DAY, TODAY - 4 * DAY)]
)
async def test_a_deputy_was_one_then_and_is_one_now(
    desk: Desk, since: dt.date | None, until: dt.date | None
) -> None:
    await appoint(desk, since, until)
    with pytest.raises(NotDeputy):
        await desk.give(
            DEPUTY, replace(CHANGE, acting_for=BUILDER.person, happened_at=NOW - dt.timedelta(days=3))
        )


async def test_a_right_that_ended_since_cannot_be_used_for_the_past(desk: Desk) -> None:
    then = NOW - 3 * DAY
    revised = ReviseText(vorlage=PLAYGROUNDS, document="reasons", text="Anders.", happened_at=then)
    await desk.give(CARER.person, revised)
    await desk.give(
        ADMIN.person,
        *(
            RevokeRole(grant=named(f"grant/{CARER.login}/{role}"), until=(NOW - 2 * DAY).date())
            for role in CARER.roles
        ),
    )
    head = await desk.head()
    with pytest.raises(NoSuch):
        await desk.give(CARER.person, replace(revised, text="Noch einmal anders."))
    assert await desk.head() == head


async def test_a_right_that_began_since_cannot_be_used_for_the_past(desk: Desk) -> None:
    await desk.give(ADMIN.person, GrantRole(person=DEPUTY, role="council_office", since=TODAY))
    with pytest.raises(NoSuch):
        await desk.give(DEPUTY, replace(CHANGE, happened_at=NOW - DAY))
    await desk.give(DEPUTY, CHANGE)


async def test_what_one_may_not_see_is_not_there_and_what_one_may_not_do_is_forbidden(desk: Desk) -> None:
    head = await desk.head()
    paper = (await desk.county.states.vorlage(PLAYGROUNDS)) or pytest.fail("no paper")
    dated = SetCommitteeDate(vorlage=PLAYGROUNDS, consultation=paper.consultations[0].id, date=TODAY)
    for hidden in (CHAIR, ADMIN, GUARDIAN):
        with pytest.raises(NoSuch) as same:
            await desk.give(hidden.person, dated)
        with pytest.raises(NoSuch) as other:
            await desk.give(hidden.person, replace(dated, vorlage=named("nothing")))
        assert (same.value.kind, other.value.kind) == ("vorlage", "vorlage")
    for seen in (CARER, AUDITOR, BUILDER):
        with pytest.raises(NotEntitled):
            await desk.give(seen.person, dated)
    assert await desk.head() == head


async def test_a_deed_keeps_its_own_time(desk: Desk) -> None:
    then = dt.datetime(2026, 3, 10, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    [recorded] = await desk.recorded(await desk.give(BUILDER.person, replace(CHANGE, happened_at=then)))
    assert recorded.meta.happened_at == dt.datetime(2026, 3, 10, 8, 30, tzinfo=dt.UTC)
    assert recorded.recorded_at > recorded.meta.happened_at


@pytest.mark.parametrize("ahead", [0, 1, 60])
async def test_a_clock_that_is_a_little_ahead_means_now(desk: Desk, ahead: int) -> None:
    soon = replace(CHANGE, happened_at=NOW + dt.timedelta(seconds=ahead))
    [recorded] = await desk.recorded(await desk.give(BUILDER.person, soon))
    assert recorded.meta.happened_at == NOW


async def test_a_deed_of_the_future_is_refused(desk: Desk) -> None:
    for late in (NOW + dt.timedelta(seconds=61), dt.datetime.max.replace(tzinfo=dt.timezone(-14 * DAY / 24))):
        with pytest.raises(HappenedInFuture):
            await desk.give(BUILDER.person, replace(CHANGE, happened_at=late))


async def test_a_time_without_a_zone_is_refused(desk: Desk) -> None:
    with pytest.raises(TimeWithoutZone):
        await desk.give(BUILDER.person, replace(CHANGE, happened_at=NOW.replace(tzinfo=None)))


async def test_the_first_hour_of_the_calendar_is_a_time_like_any_other(desk: Desk) -> None:
    first = dt.datetime.min.replace(tzinfo=dt.timezone(dt.timedelta(hours=14)))
    [recorded] = await desk.recorded(await desk.give(BUILDER.person, replace(CHANGE, happened_at=first)))
    assert recorded.meta.happened_at == dt.datetime.min.replace(tzinfo=dt.UTC)
