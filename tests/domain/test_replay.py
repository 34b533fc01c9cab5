"""Rules 13 and 14: a log folds to one state only, decisions repeat exactly, both times are kept."""

import datetime as dt
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import NoSuch
from domain.events import AnyEvent
from domain.procedure import AnyCommand, decide, papers, target_stream
from domain.recorded import Meta, Recorded
from domain.session.commands.agenda import AddAgendaItem, MoveSession, PlanSession, SummonSession
from domain.session.commands.course import CallItem, CloseSession, InterruptSession
from domain.session.commands.votes import DeclareVote, OpenVote, RecordVote
from domain.session.events.votes import VoteRecorded
from domain.text import Splice, SpliceBeyondEnd, apply, from_diff
from domain.vorlage.commands.drafting import CreateVorlage, ReviseText
from domain.vorlage.commands.editions import FreezeEdition
from domain.vorlage.commands.measures import AmendMeasure
from domain.vorlage.events.drafting import Contribution, TextRevised, VorlageCreated
from domain.world import World
from tests.domain.county import (
    BUILDER,
    CLERK,
    EMPTY,
    ITEM,
    KREISTAG,
    KT_DAY,
    MEASURE,
    NEW,
    OFFICE,
    OLD,
    PAPER,
    SITTING,
    VOTE,
    County,
    Fact,
    county,
    draft,
    fold,
    sitting,
)

VOTED = (
    OpenVote(session=SITTING, item=ITEM, vote=VOTE),
    RecordVote(session=SITTING, vote=VOTE, yes=9, no=0, abstained=0),
    DeclareVote(session=SITTING, vote=VOTE),
)
MOMENTS = st.datetimes(dt.datetime(2023, 1, 1), dt.datetime(2023, 12, 31))  # noqa: DTZ001


def resolved() -> County:
    return sitting().all(CLERK, *VOTED)


@given(st.integers(0, len(resolved().log)))
def test_rule_13_a_log_read_in_two_parts_gives_the_same_as_in_one(cut: int) -> None:
    log = resolved().log
    assert fold(log[cut:], fold(log[:cut])) == fold(log) == resolved().world


def test_rule_13_what_was_stored_gives_the_same_as_what_was_decided() -> None:
    log = resolved().log
    stored = [(fact.stream, msgspec.msgpack.encode((fact.meta, fact.event))) for fact in log]
    again = tuple(Fact(stream, *_decoded(state)) for stream, state in stored)
    assert again == log
    assert fold(again) == resolved().world


def _decoded(state: bytes) -> tuple[Meta, AnyEvent]:
    decoded: tuple[Meta, AnyEvent] = msgspec.msgpack.decode(state, type=tuple[Meta, AnyEvent])
    return decoded


COMMANDS: list[AnyCommand] = [
    ReviseText(vorlage=PAPER, document="reasons", text="Anders."),
    AmendMeasure(vorlage=PAPER, measure=MEASURE, old=OLD, new=NEW),
    FreezeEdition(vorlage=PAPER, label="A"),
    CreateVorlage(file_reference="1", subject="S"),
    PlanSession(committee=KREISTAG, date=KT_DAY),
]


@given(st.sampled_from(COMMANDS), st.uuids(), st.uuids(), st.binary(min_size=32, max_size=32))
def test_rule_13_a_command_decided_twice_leads_to_the_same_events_and_ids(
    command: AnyCommand, one: UUID, other: UUID, entropy: bytes
) -> None:
    circumstances = msgspec.structs.replace(draft().given(BUILDER), command=one, entropy=entropy)
    first = decide(command, draft().world, circumstances)
    assert decide(command, draft().world, circumstances) == first
    assert target_stream(command, circumstances) in first
    another = msgspec.structs.replace(circumstances, command=other)
    if one != other and isinstance(command, CreateVorlage | PlanSession):
        assert decide(command, draft().world, another).keys() != first.keys()


def test_one_person_s_ids_are_not_another_s() -> None:
    mine, yours = draft().given(BUILDER), draft().given(OFFICE)
    yours = msgspec.structs.replace(yours, command=mine.command)
    assert mine.new_id("paper") != yours.new_id("paper")
    assert mine.new_id("change", 1) != mine.new_id("change", 2)


@given(MOMENTS, MOMENTS)
def test_rule_14_when_it_happened_and_when_it_was_recorded_are_both_kept(
    happened: dt.datetime, recorded: dt.datetime
) -> None:
    happened, recorded = happened.replace(tzinfo=dt.UTC), recorded.replace(tzinfo=dt.UTC)
    then = draft().when(BUILDER, COMMANDS[0], happened)
    fact = then.last[0]
    row = Recorded(1, fact.stream, 1, recorded, fact.meta, fact.event)
    assert (row.meta.happened_at, row.recorded_at) == (happened, recorded)
    assert row.subject == "reasons"


def test_an_event_about_its_stream_has_the_stream_s_id_as_its_subject() -> None:
    fact = next(fact for fact in draft().log if isinstance(fact.event, VorlageCreated))
    assert Recorded(1, fact.stream, 1, fact.meta.happened_at, fact.meta, fact.event).subject == PAPER


def test_rule_14_the_original_count_stays_in_the_log() -> None:
    counted = [fact.event for fact in resolved().log if isinstance(fact.event, VoteRecorded)]
    assert [each.counts.yes for each in counted if each.counts is not None] == [9]


# Streams and papers that a command touches


def test_a_command_names_its_stream_and_the_papers_it_touches() -> None:
    sittings, given_ = resolved().world.sessions, resolved().given(OFFICE)
    assert target_stream(CallItem(session=SITTING, item=ITEM), given_) == f"sessions/{SITTING}"
    assert papers(CallItem(session=SITTING, item=ITEM), sittings) == {PAPER}
    assert papers(MoveSession(session=SITTING, date=KT_DAY), sittings) == {PAPER}
    assert papers(DeclareVote(session=SITTING, vote=VOTE), sittings) == {PAPER}
    assert papers(DeclareVote(session=SITTING, vote="none"), sittings) == set()
    assert papers(CallItem(session=SITTING, item="none"), sittings) == set()
    assert papers(CallItem(session="none", item=ITEM), sittings) == set()
    assert papers(CloseSession(session=SITTING), sittings) == {PAPER}
    assert papers(InterruptSession(session=SITTING), sittings) == set()
    assert papers(AddAgendaItem(session=SITTING, vorlage=PAPER), sittings) == {PAPER}
    assert papers(AddAgendaItem(session=SITTING, subject="S"), sittings) == set()
    assert papers(COMMANDS[0], sittings) == set()


def test_a_paper_that_is_not_at_hand_is_missed_by_name() -> None:
    world = sitting().world
    without = World(
        organisation=world.organisation,
        committees=world.committees,
        rules=world.rules,
        vorlagen={},
        sessions=world.sessions,
    )
    with pytest.raises(NoSuch):
        decide(OpenVote(session=SITTING, item=ITEM), without, sitting().given(CLERK))
    with pytest.raises(NoSuch):
        decide(SummonSession(session="none"), without, sitting().given(CLERK))


def test_the_last_editor_of_a_sealed_burst_is_its_last_contributor() -> None:
    moment = draft().now
    revised = TextRevised(
        document="reasons",
        splices=(Splice(0, 0, "Neu. "),),
        hash="",
        origin="typed",
        began=moment,
        ended=moment,
        contributions=(
            Contribution(actor="first", client=1, start=0, end=1),
            Contribution(actor="second", client=2, start=0, end=1),
        ),
    )
    assert draft().happened(f"vorlagen/{PAPER}", revised).paper.last_editor == "second"


def test_a_log_begins_with_what_creates_its_stream() -> None:
    for fact in (county().log[9], draft().log[-1], sitting().log[-1]):
        if not fact.stream.startswith("organisation"):
            with pytest.raises((AssertionError, KeyError)):
                fold((fact,), EMPTY)


# Splices

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PIECES = st.lists(st.tuples(st.sampled_from("=+-"), TEXTS.filter(bool)), max_size=8)


@given(PIECES)
def test_a_diff_as_splices_turns_the_old_text_into_the_new(diff: list[tuple[str, str]]) -> None:
    old = "".join(text for mark, text in diff if mark != "+")
    new = "".join(text for mark, text in diff if mark != "-")
    splices = from_diff(diff)
    assert apply(old, splices) == new
    assert apply(old + "Rest", splices) == new + "Rest"
    with pytest.raises(SpliceBeyondEnd):
        apply(old, [*splices, Splice(len(old) + 1, 0, "")])
