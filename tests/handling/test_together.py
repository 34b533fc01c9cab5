from hashlib import sha256
from uuid import uuid4

import pytest

from domain.errors import NoSuch, NothingChanges
from domain.session.commands.agenda import AddAgendaItem, PlanSession
from domain.session.commands.attendance import RecordArrival
from domain.session.commands.course import CallItem, OpenSession
from domain.session.commands.votes import DeclareVote, OpenVote, RecordVote
from domain.session.events.agenda import AgendaItemAdded
from domain.session.events.course import ItemConcluded
from domain.session.events.votes import VoteDeclared
from domain.vorlage.commands.consultation import AddConsultation
from domain.vorlage.commands.drafting import AddAttachment, ChangeHeader, CreateVorlage, ReviseText
from domain.vorlage.commands.measures import AddMeasure
from domain.vorlage.events.aftermath import VorlageResolved
from domain.vorlage.events.consultation import ConsultationConcluded
from domain.vorlage.state import Vorlage
from infra.demo.people import BUILDER, CLERK, KREISAUSSCHUSS, KREISTAG, OFFICE
from infra.demo.story import COUNCIL_ITEM, COUNCIL_SITTING, CYCLING, PLAYGROUNDS
from infra.store import Connection
from tests.handling.conftest import TODAY, Desk

SITTING = f"sessions/{COUNCIL_SITTING}"
PAPER = f"vorlagen/{CYCLING}"


async def test_a_declared_vote_changes_sitting_and_paper_in_one_moment(desk: Desk) -> None:
    clerk = CLERK.person
    await desk.give(clerk, RecordArrival(session=COUNCIL_SITTING, members=KREISTAG.members))
    await desk.give(clerk, OpenSession(session=COUNCIL_SITTING))
    await desk.give(clerk, CallItem(session=COUNCIL_SITTING, item=COUNCIL_ITEM))
    opened = await desk.give(clerk, OpenVote(session=COUNCIL_SITTING, item=COUNCIL_ITEM))
    vote = opened.events[0].id
    await desk.give(clerk, RecordVote(session=COUNCIL_SITTING, vote=vote, yes=40, no=2, abstained=1))
    head, id_ = await desk.head(), uuid4()
    answer = await desk.give(clerk, DeclareVote(session=COUNCIL_SITTING, vote=vote), id_=id_)
    recorded = await desk.recorded(answer)
    assert [each.position for each in recorded] == list(range(head + 1, answer.position + 1))
    assert {each.stream for each in recorded} == {SITTING, PAPER, f"committees/{KREISTAG.id}"}
    assert {each.meta.command for each in recorded} == {id_}
    assert len({each.recorded_at for each in recorded}) == 1
    assert {VoteDeclared, ItemConcluded, ConsultationConcluded, VorlageResolved} <= {
        type(each.event) for each in recorded
    }
    for each in recorded:
        assert await desk.county.store.end_of_command(each.position) == answer.position
    assert await desk.give(clerk, DeclareVote(session=COUNCIL_SITTING, vote=vote), id_=id_) == answer


async def test_commands_in_one_transaction_happen_all_or_not_at_all(desk: Desk) -> None:
    head, id_ = await desk.head(), uuid4()
    wrong = ChangeHeader(vorlage=PLAYGROUNDS, file_reference=f"{TODAY.year}-00112")
    content = b"Anlage"
    attached = AddAttachment(vorlage=PLAYGROUNDS, title="Plan", content=content)
    for first, second in ((attached, wrong), (wrong, attached)):
        with pytest.raises(NothingChanges):
            await desk.give(BUILDER.person, first, second, id_=id_)
    assert await desk.head() == head
    assert await desk.county.store.read(lambda reader: stored(reader, content)) is None
    answer = await desk.give(BUILDER.person, attached, id_=id_)
    assert answer.position == head + 1


def stored(reader: Connection, content: bytes) -> bytes | None:
    found = reader.execute("SELECT bytes FROM blobs WHERE sha256 = ?", (sha256(content).hexdigest(),))
    row = found.fetchone()
    return None if row is None else bytes(row[0])


async def test_bytes_of_an_attachment_are_there_as_soon_as_its_event_is(desk: Desk) -> None:
    content = bytes(range(256)) * 5_000
    await desk.give(BUILDER.person, AddAttachment(vorlage=PLAYGROUNDS, title="Plan", content=content))
    await desk.give(BUILDER.person, AddAttachment(vorlage=PLAYGROUNDS, title="Noch einmal", content=content))
    assert await desk.county.store.read(lambda reader: stored(reader, content)) == content
    paper = (await desk.county.states.get(f"vorlagen/{PLAYGROUNDS}")).state
    assert isinstance(paper, Vorlage)
    assert [each.sha256 for each in paper.attachments] == [sha256(content).hexdigest()] * 2


async def test_a_command_sees_what_the_one_before_it_did(desk: Desk) -> None:
    paper = str(uuid4())
    answer = await desk.give(
        BUILDER.person,
        CreateVorlage(vorlage=paper, file_reference="2026-7", subject="Neu"),
        ReviseText(vorlage=paper, document="reasons", text="Erstens."),
        ReviseText(vorlage=paper, document="reasons", text="Erstens und zweitens."),
        AddMeasure(vorlage=paper, document="Konzept", text="Alles wird gut"),
    )
    measure = answer.events[3].id
    assert await desk.text(paper, "reasons") == "Erstens und zweitens."
    assert await desk.text(paper, f"measures/{measure}") == "Alles wird gut"
    rooms = await desk.county.texts.rooms(paper)
    assert {name: room.writable for name, room in rooms.items()} == {
        "reasons": True,
        "proposed_resolution": True,
        f"measures/{measure}": True,
    }


async def test_no_position_lies_within_commands_that_are_given_as_one(desk: Desk) -> None:
    sitting, paper = str(uuid4()), str(uuid4())
    await desk.give(
        OFFICE.person,
        CreateVorlage(vorlage=paper, file_reference="2026-8", subject="Neu"),
        AddConsultation(vorlage=paper, committee_name=KREISAUSSCHUSS.name, role="preliminary"),
    )
    answer = await desk.give(
        OFFICE.person,
        PlanSession(session=sitting, committee=KREISAUSSCHUSS.id, date=TODAY),
        AddAgendaItem(session=sitting, subject="Mitteilungen"),
        AddAgendaItem(session=sitting, vorlage=paper),
        AddAgendaItem(session=sitting, subject="Verschiedenes"),
    )
    recorded = await desk.recorded(answer)
    assert {each.stream for each in recorded} == {f"sessions/{sitting}", f"vorlagen/{paper}"}
    assert len({each.meta.command for each in recorded}) == 1
    assert len({each.subject for each in recorded if isinstance(each.event, AgendaItemAdded)}) == 3
    for each in recorded:
        assert await desk.county.store.end_of_command(each.position) == answer.position


async def test_whoever_may_not_see_the_paper_cannot_put_it_on_an_agenda(desk: Desk) -> None:
    head = await desk.head()
    with pytest.raises(NoSuch):
        await desk.give(CLERK.person, AddAgendaItem(session=COUNCIL_SITTING, vorlage=PLAYGROUNDS))
    assert await desk.head() == head
