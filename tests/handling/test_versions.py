import asyncio
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from domain.errors import NoSuch
from domain.organisation.commands import RevokeRole
from domain.session.commands.attendance import RecordArrival
from domain.vorlage.commands.consultation import AddConsultation, RemarkConsultation
from domain.vorlage.commands.drafting import ChangeHeader
from domain.vorlage.events.consultation import ConsultationAdded
from infra.demo.people import ADMIN, BUILDER, CARER, CHAIR, CLERK, named
from infra.demo.story import COUNCIL_SITTING, PLAYGROUNDS
from infra.handling import Answer, BadETag, Contended, StaleVersion
from tests.handling.conftest import TODAY, Desk

STREAM = f"vorlagen/{PLAYGROUNDS}"
CHANGE = ChangeHeader(vorlage=PLAYGROUNDS, subject="Spielplätze")


@pytest.mark.parametrize(
    "named_", ['"v{0}"', "*", ' "v1", "v{0}" ', '"anders","v{0}"', '"v{0}.a1b2"', '"v1.c", "v{0}.a.b"']
)
async def test_a_command_that_names_the_current_version_is_done(desk: Desk, named_: str) -> None:
    version = await desk.version(STREAM)
    await desk.give(BUILDER.person, replace(CHANGE, if_match=named_.format(version)))
    assert await desk.version(STREAM) == version + 1


@pytest.mark.parametrize(
    "named_",
    [
        '"v1"',
        '"v1", "v2"',
        'W/"v{0}"',
        '"v{1}"',
        '"V{0}"',
        '""',
        '"v1.{0}"',
        'W/"v{0}.a"',
        '"v{0}a"',
        '".v{0}"',
    ],
)
async def test_a_command_that_names_another_version_is_refused_and_told_the_current_one(
    desk: Desk, named_: str
) -> None:
    version = await desk.version(STREAM)
    head = await desk.head()
    with pytest.raises(StaleVersion) as refused:
        await desk.give(BUILDER.person, replace(CHANGE, if_match=named_.format(version, version + 1)))
    assert refused.value.etag == f'"v{version}"'
    assert await desk.head() == head


@pytest.mark.parametrize("named_", ["", "v7", '"v7', "7", '*, "v7"', '"v7";', "w/*", '"v1" "v2"'])
async def test_what_is_no_etag_is_called_so(desk: Desk, named_: str) -> None:
    with pytest.raises(BadETag):
        await desk.give(BUILDER.person, replace(CHANGE, if_match=named_))


async def test_the_version_of_a_command_to_a_sitting_is_the_sittings(desk: Desk) -> None:
    version = await desk.version(f"sessions/{COUNCIL_SITTING}")
    arrival = RecordArrival(session=COUNCIL_SITTING, members=(CHAIR.person,))
    with pytest.raises(StaleVersion):
        await desk.give(CLERK.person, replace(arrival, if_match=f'"v{version + 1}"'))
    await desk.give(CLERK.person, replace(arrival, if_match=f'"v{version}"'))


async def test_of_two_who_name_the_same_version_one_is_refused(neighbours: tuple[Desk, Desk]) -> None:
    for number in range(20):
        version = await neighbours[0].version(STREAM)
        answers = await asyncio.gather(
            *(
                desk.give(
                    BUILDER.person,
                    ChangeHeader(
                        vorlage=PLAYGROUNDS, subject=f"Platz {number} {name}", if_match=f'"v{version}"'
                    ),
                )
                for desk, name in zip(neighbours, "ab", strict=True)
            ),
            return_exceptions=True,
        )
        [refused] = [each for each in answers if not isinstance(each, Answer)]
        assert isinstance(refused, StaleVersion)
        assert refused.etag == f'"v{version + 1}"'
        assert await neighbours[0].version(STREAM) == version + 1


async def test_what_another_node_did_is_decided_upon_anew(neighbours: tuple[Desk, Desk]) -> None:
    here, there = neighbours
    for desk in neighbours:
        await desk.county.states.get(STREAM)
    added = await there.give(BUILDER.person, AddConsultation(vorlage=PLAYGROUNDS, committee_name="Beirat"))
    remark = RemarkConsultation(vorlage=PLAYGROUNDS, consultation=added.events[0].id, remark="neu")
    answer = await here.give(BUILDER.person, remark)
    assert answer.position == added.position + 1


async def test_many_who_write_to_one_paper_are_all_heard_once(neighbours: tuple[Desk, Desk]) -> None:
    async def add(desk: Desk, number: int, id_: UUID) -> tuple[str, Answer]:
        name = f"Beirat {number}"
        while True:
            try:
                command = AddConsultation(vorlage=PLAYGROUNDS, committee_name=name)
                return name, await desk.give(BUILDER.person, command, id_=id_)
            except Contended:
                continue

    said = dict(await asyncio.gather(*(add(neighbours[number % 2], number, uuid4()) for number in range(60))))
    log = await neighbours[0].county.store.events(STREAM)
    added = {
        each.event.committee_name: each
        for each in log
        if isinstance(each.event, ConsultationAdded) and each.event.committee_name in said
    }
    assert len(added) == len(said) == 60
    assert {name: each.position for name, each in added.items()} == {
        name: answer.position for name, answer in said.items()
    }
    assert [each.version for each in log] == list(range(1, len(log) + 1))
    for desk in neighbours:
        answer = await desk.give(BUILDER.person, ChangeHeader(vorlage=PLAYGROUNDS, subject=str(uuid4())))
        assert answer.position == await desk.head()


async def test_what_another_node_did_is_heard_of_without_being_asked_for(
    neighbours: tuple[Desk, Desk],
) -> None:
    here, there = neighbours
    await here.county.states.get(STREAM)
    await there.give(BUILDER.person, CHANGE)
    await there.give(
        ADMIN.person,
        *(
            RevokeRole(grant=named(f"grant/{CARER.login}/{role}"), until=TODAY.replace(day=1))
            for role in CARER.roles
        ),
    )
    async with asyncio.timeout(60):
        while here.county.entitlement.roles(CARER.person, TODAY).roles:
            await asyncio.sleep(0.01)
    assert (await here.county.states.get(STREAM)).version == await here.version(STREAM)
    with pytest.raises(NoSuch):
        await here.give(CARER.person, ChangeHeader(vorlage=PLAYGROUNDS, subject="Schulhöfe"))
