"""What a content hash covers, and when a text is open (rules 7, 8 and 10)."""

import hashlib
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.errors import WrongState
from domain.procedure import AnyCommand
from domain.vorlage.commands.aftermath import WithdrawVorlage
from domain.vorlage.commands.budget import RecordBudget
from domain.vorlage.commands.consultation import AddConsultation
from domain.vorlage.commands.cosigning import WithdrawRelease
from domain.vorlage.commands.drafting import (
    AddAttachment,
    ChangeHeader,
    RemoveAttachment,
    ReplaceAttachment,
    ReviseText,
)
from domain.vorlage.commands.editions import FreezeEdition
from domain.vorlage.commands.measures import AddMeasure, AmendMeasure, ChangeMeasureCitation, RemoveMeasure
from domain.vorlage.editions.content import AttachmentContent, Content, MeasureContent, nfc
from domain.vorlage.errors.drafting import TextFrozen
from domain.vorlage.events.budget import Budget
from domain.vorlage.events.editions import EditionFrozen
from tests.domain.county import (
    BUILDER,
    CLERK,
    KA_DAY,
    KREISTAG,
    LANDRAT,
    MEASURE,
    MOTION,
    NEW,
    OFFICE,
    OLD,
    PAPER,
    County,
    at,
    cosigning,
    draft,
    released,
    sitting,
    summoned,
)
from tests.domain.motioned import PROPOSE, noted, proposed, voted

# Rule 7: what the hash covers

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(str.strip)


COVERED: list[AnyCommand] = [
    ChangeHeader(vorlage=PAPER, subject="Anderes"),
    ReviseText(vorlage=PAPER, document="proposed_resolution", text="Anders."),
    ReviseText(vorlage=PAPER, document="reasons", text="Anders."),
    ReviseText(vorlage=PAPER, document=f"measures/{MEASURE}", text="Anders."),
    AmendMeasure(vorlage=PAPER, measure=MEASURE, old=OLD, new=NEW),
    ChangeMeasureCitation(vorlage=PAPER, measure=MEASURE, topic="Finanzen"),
    AddMeasure(vorlage=PAPER, measure="m2", document="K", topic="T", text="x"),
    RemoveMeasure(vorlage=PAPER, measure=MEASURE),
    RecordBudget(vorlage=PAPER, budget=Budget(proof_required=False)),
    AddAttachment(vorlage=PAPER, attachment="new", title="Neu"),
    ReplaceAttachment(vorlage=PAPER, attachment="a", content=b"anders"),
    ReplaceAttachment(vorlage=PAPER, attachment="a", content=b"bytes", title="Anders"),
    RemoveAttachment(vorlage=PAPER, attachment="a"),
]


NOT_COVERED: list[AnyCommand] = [
    ChangeHeader(vorlage=PAPER, number="7", file_reference="8", signatory="X", kind="information"),
    ChangeHeader(vorlage=PAPER, public=False, date=KA_DAY),
    ReplaceAttachment(vorlage=PAPER, attachment="a", content=b"bytes", edition="Andere Fassung"),
    AddConsultation(vorlage=PAPER, committee_name="Bauausschuss"),
    FreezeEdition(vorlage=PAPER, label="Name"),
]


def attached() -> County:
    return draft().when(
        BUILDER, AddAttachment(vorlage=PAPER, attachment="a", title="Konzept", content=b"bytes")
    )


@pytest.mark.parametrize("command", COVERED)
def test_rule_7_every_change_of_the_content_changes_the_hash(command: AnyCommand) -> None:
    before, after = attached().paper.content(), attached().when(BUILDER, command).paper.content()
    assert before.hash() != after.hash()
    assert before.section_hashes() != after.section_hashes()


@pytest.mark.parametrize("command", NOT_COVERED)
def test_rule_7_labels_dates_and_stations_leave_the_hash_alone(command: AnyCommand) -> None:
    before, after = attached().paper.content(), attached().when(BUILDER, command).paper.content()
    assert before.hash() == after.hash()
    assert before.section_hashes() == after.section_hashes()


FEW = st.sampled_from(["", "ü", "u\u0308", "reasons 1\nx\n"])


IDS = st.sampled_from(["", "a", "reasons 1\nx\n"])
"""Ids are taken as they are; UUIDs have no other form."""


CONTENTS = st.builds(
    lambda subject, resolution, reasons, measures, attachments: replace(
        draft().paper.content(),
        subject=subject,
        proposed_resolution=resolution,
        reasons=reasons,
        measures=measures,
        attachments=attachments,
    ),
    *(FEW, FEW, FEW),
    st.lists(
        st.builds(MeasureContent, id=IDS, document=FEW, page=st.none() | st.just(1), topic=FEW, text=FEW),
        max_size=2,
    ).map(tuple),
    st.lists(st.builds(AttachmentContent, id=IDS, title=FEW, sha256=st.none() | FEW), max_size=2).map(tuple),
)


@given(CONTENTS, CONTENTS)
def test_rule_7_two_hashes_are_equal_exactly_where_the_composed_contents_are(
    one: Content, other: Content
) -> None:
    assert (one.hash() == other.hash()) == (_composed(one) == _composed(other))
    assert one.hash() == hashlib.sha256(one.canonical()).hexdigest()


def _composed(content: Content) -> object:
    return json.loads(nfc(json.dumps(msgspec.to_builtins(content), ensure_ascii=False)))


def test_rule_7_who_and_when_are_not_covered() -> None:
    one = draft().when(BUILDER, ReviseText(vorlage=PAPER, document="reasons", text="Gleich."))
    later = draft()._replace(now=at(KA_DAY))
    other = later.when(OFFICE, ReviseText(vorlage=PAPER, document="reasons", text="Gleich."), anyway=True)
    assert one.paper.content().hash() == other.paper.content().hash()


@given(TEXTS, TEXTS)
def test_rule_7_two_papers_never_share_a_hash_by_moving_text_between_sections(a: str, b: str) -> None:
    content = draft().paper.content()
    one = replace(content, proposed_resolution=a + b, reasons="x").hash()
    other = replace(content, proposed_resolution=a, reasons=b + "x").hash()
    salted = replace(content, salt=b"\x08" * 32).hash()
    assert one != other
    assert salted != content.hash()


# Rule 8


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_rule_8_an_edition_stays_what_it_was_byte_for_byte(texts: list[str]) -> None:
    given = draft()
    kept: list[tuple[str, bytes]] = []
    for n, text in enumerate(texts):
        revise = ReviseText(vorlage=PAPER, document="reasons", text=f"{n} {text}")
        given = given.all(BUILDER, revise, FreezeEdition(vorlage=PAPER, label=f"E{n}"))
        frozen = given.of(EditionFrozen)[0]
        kept.append((frozen.hash, frozen.canonical))
    logged = [fact.event for fact in given.log if isinstance(fact.event, EditionFrozen)]
    assert [(each.hash, each.canonical) for each in logged] == kept
    assert [each.number for each in given.paper.editions] == list(range(1, len(texts) + 1))
    for hash_, canonical in kept:
        assert hashlib.sha256(canonical).hexdigest() == hash_
    assert len({hash_ for hash_, _ in kept}) == len(kept)


def test_rule_8_a_change_after_the_release_makes_a_new_edition_and_keeps_the_old_one() -> None:
    then = voted(voted(proposed(), 6, 3, vote="motion-vote", amendment=MOTION), 9, 0)
    first, second = then.paper.editions
    assert (first, first.label) == (released().paper.editions[0], "Fassung Kreisausschuss")
    assert (second.number, second.label) == (2, "Fassung Kreistag")


# Rule 10

CONTENT: list[AnyCommand] = [
    *(each for each in COVERED if not isinstance(each, ChangeHeader)),
    ChangeHeader(vorlage=PAPER, subject="Anderes"),
]


@pytest.mark.parametrize("command", CONTENT)
def test_rule_10_text_is_open_in_draft_only_and_frozen_for_good_after_the_decision(
    command: AnyCommand,
) -> None:
    closed = (
        cosigning(),
        released(),
        summoned(),
        voted(sitting(), 9, 0),
        voted(sitting(), 0, 9),
        noted(),
        summoned().when(LANDRAT, WithdrawVorlage(vorlage=PAPER, reason="x")),
    )
    for each in closed:
        with pytest.raises(TextFrozen) as refused:
            each.when(BUILDER, command)
        assert refused.value.status == each.paper.status


def test_rule_10_after_the_decision_neither_motions_nor_stations_change() -> None:
    given = voted(sitting(), 9, 0)
    for who, command in (
        (CLERK, PROPOSE),
        (OFFICE, AddConsultation(vorlage=PAPER, committee=KREISTAG)),
        (BUILDER, FreezeEdition(vorlage=PAPER, label="x")),
        (LANDRAT, WithdrawVorlage(vorlage=PAPER, reason="x")),
        (LANDRAT, WithdrawRelease(vorlage=PAPER, reason="x")),
    ):
        with pytest.raises(WrongState):
            given.when(who, command)
