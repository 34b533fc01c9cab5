"""A paper in draft: header, departments, texts, measures, attachments, budget."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import AlreadyExists, NoSuch, NotEntitled, NothingChanges
from domain.procedure import AnyCommand
from domain.text import apply
from domain.vorlage.commands.budget import RecordBudget
from domain.vorlage.commands.drafting import (
    AddAttachment,
    AssignLeadDepartment,
    ChangeHeader,
    CreateVorlage,
    InviteDepartment,
    RemoveAttachment,
    ReplaceAttachment,
    ReviseText,
    UninviteDepartment,
)
from domain.vorlage.commands.editions import FreezeEdition
from domain.vorlage.commands.measures import (
    AddMeasure,
    AmendMeasure,
    AttributeCause,
    ChangeMeasureCitation,
    RemoveMeasure,
)
from domain.vorlage.editions.content import nfc, text_hash
from domain.vorlage.errors.budget import BudgetTooLong, NoAmount
from domain.vorlage.errors.drafting import BlankText, OldTextDiffers, TextFrozen
from domain.vorlage.errors.motions import AmendmentChangesNothing
from domain.vorlage.events.budget import Account, Budget, Cover
from domain.vorlage.events.drafting import (
    AttachmentAdded,
    AttachmentReplaced,
    HeaderChanged,
    LeadDepartmentAssigned,
    TextRevised,
    VorlageCreated,
)
from domain.vorlage.events.measures import (
    CauseAttributed,
    MeasureAdded,
    MeasureAmended,
    MeasureCitationChanged,
)
from tests.domain.county import (
    BAU,
    BUILDER,
    DECISION,
    FINANZEN,
    MEASURE,
    NEW,
    OFFICE,
    OLD,
    OUTSIDER,
    PAPER,
    PRELIMINARY,
    TREASURER,
    County,
    cosigning,
    county,
    draft,
    released,
    summoned,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def new_paper(**fields: object) -> CreateVorlage:
    return CreateVorlage(**{"vorlage": "second", "file_reference": "1", "subject": "S", **fields})  # type: ignore[arg-type]


# Creation and header


def test_a_paper_begins_with_its_header_and_its_salt() -> None:
    created = county().when(OFFICE, new_paper(number=" 12 / 2023 ", signatory="Dr. B", imported=True))
    event = created.of(VorlageCreated)[0]
    assert (event.number, event.signatory, event.imported) == ("12 / 2023", "Dr. B", True)
    assert len(event.salt) == 32
    assert created.world.vorlagen["second"].creator == OFFICE


def test_a_printed_department_is_linked_where_it_is_known() -> None:
    known = county().when(OFFICE, new_paper(lead_department_name="fachbereich BAU"))
    assert known.of(VorlageCreated)[0].lead_department == BAU
    unknown = county().when(OFFICE, new_paper(lead_department_name="Kreistagsbüro"))
    assert unknown.of(VorlageCreated)[0].lead_department is None
    assert unknown.of(VorlageCreated)[0].lead_department_name == "Kreistagsbüro"
    by_id = county().when(OFFICE, new_paper(lead_department=FINANZEN))
    assert by_id.of(VorlageCreated)[0].lead_department_name == "Fachbereich Finanzen"


def test_a_paper_needs_a_known_department_a_free_id_and_a_subject() -> None:
    with pytest.raises(NoSuch):
        county().when(OFFICE, new_paper(lead_department="none"))
    with pytest.raises(AlreadyExists):
        draft().when(OFFICE, new_paper(vorlage=PAPER))
    with pytest.raises(BlankText):
        county().when(OFFICE, new_paper(subject=" \n "))
    with pytest.raises(NotEntitled):
        county().when(OUTSIDER, new_paper())


def test_a_department_begins_papers_that_it_leads() -> None:
    led = county().when(BUILDER, new_paper(lead_department=BAU))
    assert led.of(VorlageCreated)[0].lead_department == BAU
    unnamed = county().when(BUILDER, new_paper()).of(VorlageCreated)[0]
    assert (unnamed.lead_department, unnamed.lead_department_name) == (BAU, "Fachbereich Bau")
    assert county().when(OFFICE, new_paper()).of(VorlageCreated)[0].lead_department is None
    for named in (
        new_paper(lead_department=FINANZEN),
        new_paper(lead_department_name="Fachbereich Finanzen"),
    ):
        with pytest.raises(NotEntitled):
            county().when(BUILDER, named)


def test_each_field_of_the_header_that_changes_is_an_event() -> None:
    changed = ChangeHeader(
        vorlage=PAPER,
        number="7",
        file_reference="2",
        kind="information",
        public=False,
        date=dt.date(2023, 2, 23),
        subject="Anderes",
        signatory="Dr. B",
    )
    then = draft().when(BUILDER, changed)
    assert [(each.field, each.new) for each in then.of(HeaderChanged)] == [
        ("number", "7"),
        ("file_reference", "2"),
        ("kind", "information"),
        ("public", "false"),
        ("date", "2023-02-23"),
        ("subject", "Anderes"),
        ("signatory", "Dr. B"),
    ]
    paper = then.paper
    assert (paper.number, paper.kind, paper.public, paper.subject) == ("7", "information", False, "Anderes")
    assert paper.date == dt.date(2023, 2, 23)
    with pytest.raises(NothingChanges):
        then.when(BUILDER, changed)
    cleared = then.when(
        BUILDER, ChangeHeader(vorlage=PAPER, number=None, date=None, signatory=None, public=True)
    )
    assert (cleared.paper.number, cleared.paper.date, cleared.paper.signatory) == (None, None, None)
    assert cleared.paper.public


@pytest.mark.parametrize("closed", [cosigning, released, summoned])
def test_after_the_draft_a_paper_still_gets_its_number_and_nothing_else(
    closed: Callable[[], County],
) -> None:
    given = closed()
    assert given.when(BUILDER, ChangeHeader(vorlage=PAPER, number="8")).paper.number == "8"
    with pytest.raises(TextFrozen):
        given.when(BUILDER, ChangeHeader(vorlage=PAPER, subject="Anderes"))
    with pytest.raises(TextFrozen):
        given.when(BUILDER, ChangeHeader(vorlage=PAPER, number="8", public=False))


# Departments


def test_a_department_takes_the_lead_once() -> None:
    then = draft().when(OFFICE, AssignLeadDepartment(vorlage=PAPER, department=FINANZEN))
    assert then.events == [LeadDepartmentAssigned(department=FINANZEN, name="Fachbereich Finanzen")]
    with pytest.raises(NothingChanges):
        then.when(OFFICE, AssignLeadDepartment(vorlage=PAPER, department=FINANZEN))
    with pytest.raises(NoSuch):
        then.when(OFFICE, AssignLeadDepartment(vorlage=PAPER, department="none"))


def test_an_invited_department_drafts_along_until_it_is_no_longer_invited() -> None:
    revise = ReviseText(vorlage=PAPER, document="reasons", text="Anders.")
    with pytest.raises(NotEntitled):
        draft().when(TREASURER, revise)
    invited = draft().when(BUILDER, InviteDepartment(vorlage=PAPER, department=FINANZEN))
    assert invited.when(TREASURER, revise).paper.text("reasons") == "Anders."
    with pytest.raises(NothingChanges):
        invited.when(BUILDER, InviteDepartment(vorlage=PAPER, department=FINANZEN))
    alone = invited.when(BUILDER, UninviteDepartment(vorlage=PAPER, department=FINANZEN))
    with pytest.raises(NotEntitled):
        alone.when(TREASURER, revise)
    with pytest.raises(NothingChanges):
        alone.when(BUILDER, UninviteDepartment(vorlage=PAPER, department=FINANZEN))


# Texts


@given(TEXTS, TEXTS)
def test_a_revision_turns_one_text_into_another(before: str, after: str) -> None:
    before, after = before.replace("\r", ""), after.replace("\r", "")
    given = draft()
    for text in (before, after):
        given_text = given.paper.texts["reasons"]
        if nfc(text) == given_text:
            with pytest.raises(NothingChanges):
                given.when(BUILDER, ReviseText(vorlage=PAPER, document="reasons", text=text))
            continue
        given = given.when(BUILDER, ReviseText(vorlage=PAPER, document="reasons", text=text))
        revised = given.of(TextRevised)[0]
        assert apply(given_text, revised.splices) == nfc(text)
        assert revised.hash == text_hash(nfc(text))
        assert given.paper.text("reasons") == nfc(text)


def test_texts_are_taken_in_composed_and_with_one_kind_of_line_end() -> None:
    then = draft().when(BUILDER, ReviseText(vorlage=PAPER, document="reasons", text="fu\u0308r\r\nalle\r"))
    assert then.paper.text("reasons") == "für\nalle\n"


def test_the_text_of_an_unknown_measure_is_not_revised() -> None:
    with pytest.raises(NoSuch):
        draft().when(BUILDER, ReviseText(vorlage=PAPER, document="measures/none", text="x"))


# Measures


def test_a_measure_keeps_its_citation_verbatim() -> None:
    added = AddMeasure(vorlage=PAPER, measure="m2", document="Konzept", topic="öffentliche Finanzen", text="")
    then = draft().when(BUILDER, added)
    assert then.events == [
        MeasureAdded(measure="m2", document="Konzept", page=None, topic="öffentliche Finanzen")
    ]
    assert then.paper.text("measures/m2") == ""
    with pytest.raises(AlreadyExists):
        then.when(BUILDER, added)


def test_the_id_of_a_removed_measure_stays_taken() -> None:
    then = draft().when(BUILDER, RemoveMeasure(vorlage=PAPER, measure=MEASURE))
    assert then.paper.measures == ()
    added = AddMeasure(vorlage=PAPER, measure=MEASURE, document="K", topic="T", text="x")
    with pytest.raises(AlreadyExists):
        then.when(BUILDER, added)
    with pytest.raises(NoSuch):
        then.when(BUILDER, RemoveMeasure(vorlage=PAPER, measure=MEASURE))


def test_a_citation_is_corrected_field_by_field() -> None:
    given = draft()
    then = given.when(BUILDER, ChangeMeasureCitation(vorlage=PAPER, measure=MEASURE, page=115))
    assert then.events == [
        MeasureCitationChanged(measure=MEASURE, document="Konzept", page=115, topic="Verwaltung")
    ]
    both = ChangeMeasureCitation(vorlage=PAPER, measure=MEASURE, document="Anlage", topic="Finanzen")
    measure = then.when(BUILDER, both).paper.measures[0]
    assert (measure.document, measure.page, measure.topic) == ("Anlage", 115, "Finanzen")
    with pytest.raises(NothingChanges):
        then.when(BUILDER, ChangeMeasureCitation(vorlage=PAPER, measure=MEASURE, page=115))


@given(TEXTS, TEXTS, TEXTS)
def test_rule_9_an_amendment_s_old_text_is_the_text_in_force_and_new_differs(
    in_force: str, old: str, new: str
) -> None:
    in_force, old, new = (nfc(each.replace("\r", "")) for each in (in_force, old, new))
    added = AddMeasure(vorlage=PAPER, measure="m2", document="Konzept", topic="T", text=in_force)
    given = draft().when(BUILDER, added)
    amend = AmendMeasure(vorlage=PAPER, measure="m2", old=old, new=new)
    if old != in_force:
        with pytest.raises(OldTextDiffers):
            given.when(BUILDER, amend)
    amend = AmendMeasure(vorlage=PAPER, measure="m2", old=in_force, new=new)
    if new == in_force:
        with pytest.raises(AmendmentChangesNothing):
            given.when(BUILDER, amend)
    else:
        then = given.when(BUILDER, amend)
        changed, revised = then.of(MeasureAmended)[0], then.of(TextRevised)[0]
        assert (changed.old, changed.new, changed.cause) == (in_force, new, None)
        assert revised.origin == "amended"
        assert then.paper.text("measures/m2") == new
        with pytest.raises(OldTextDiffers):
            then.when(BUILDER, amend)


def test_a_change_of_a_measure_is_traced_to_its_cause_later() -> None:
    amend = AmendMeasure(
        vorlage=PAPER, measure=MEASURE, old=OLD, new=NEW, change="change", page=116, topic="IT"
    )
    other = AddMeasure(vorlage=PAPER, measure="m2", document="K", topic="T", text="x")
    given = draft().all(BUILDER, other, amend)
    assert (given.paper.measures[0].page, given.paper.measures[0].topic) == (116, "IT")
    then = given.when(OFFICE, AttributeCause(vorlage=PAPER, change="change", cause=PRELIMINARY))
    assert then.events == [CauseAttributed(change="change", measure=MEASURE, cause=PRELIMINARY)]
    assert then.paper.measures[0].changes[0].cause == PRELIMINARY
    with pytest.raises(NothingChanges):
        then.when(OFFICE, AttributeCause(vorlage=PAPER, change="change", cause=PRELIMINARY))
    with pytest.raises(NoSuch):
        then.when(OFFICE, AttributeCause(vorlage=PAPER, change="none", cause=None))
    with pytest.raises(NoSuch):
        then.when(OFFICE, AttributeCause(vorlage=PAPER, change="change", cause="none"))
    taken = AmendMeasure(vorlage=PAPER, measure=MEASURE, old=NEW, new=OLD, change="change")
    with pytest.raises(AlreadyExists):
        then.when(BUILDER, taken)
    back = AmendMeasure(vorlage=PAPER, measure=MEASURE, old=NEW, new=OLD, change="second", cause=DECISION)
    changes = then.when(BUILDER, back).when(
        OFFICE, AttributeCause(vorlage=PAPER, change="second", cause=None)
    )
    assert [each.cause for each in changes.paper.measures[0].changes] == [PRELIMINARY, None]


def test_a_cause_is_a_station_of_the_paper() -> None:
    amend = AmendMeasure(vorlage=PAPER, measure=MEASURE, old=OLD, new=NEW, cause="none")
    with pytest.raises(NoSuch):
        draft().when(BUILDER, amend)


# Attachments


@given(st.binary(max_size=50))
def test_an_attachment_is_known_by_the_hash_of_its_bytes(content: bytes) -> None:
    added = AddAttachment(vorlage=PAPER, attachment="a", title="Konzept", content=content)
    event = draft().when(BUILDER, added).of(AttachmentAdded)[0]
    assert (event.sha256, event.size) == (sha256(content).hexdigest(), len(content))


def test_an_attachment_that_is_only_named_gets_its_bytes_later() -> None:
    named = AddAttachment(vorlage=PAPER, attachment="a", title="Konzept", edition="Fassung KA")
    given = draft().all(BUILDER, named, AddAttachment(vorlage=PAPER, attachment="b", title="Karte"))
    assert given.paper.attachments[0].sha256 is None
    with pytest.raises(AlreadyExists):
        given.when(BUILDER, named)
    then = given.when(BUILDER, ReplaceAttachment(vorlage=PAPER, attachment="a", content=b"%PDF"))
    event = then.of(AttachmentReplaced)[0]
    assert (event.title, event.edition, event.size) == ("Konzept", "Fassung KA", 4)
    renamed = ReplaceAttachment(
        vorlage=PAPER, attachment="a", content=b"x", title="Neu", edition=None, media_type="text/plain"
    )
    then = then.when(BUILDER, renamed)
    assert [(each.title, each.edition) for each in then.paper.attachments] == [("Neu", None), ("Karte", None)]
    then = then.when(BUILDER, RemoveAttachment(vorlage=PAPER, attachment="a"))
    assert [each.id for each in then.paper.attachments] == ["b"]
    with pytest.raises(NoSuch):
        then.when(BUILDER, renamed)


# Budget


def test_the_budget_block_is_recorded_as_it_stands_on_paper() -> None:
    budget = Budget(proof_required=None, need=Decimal("1500.00"))
    then = draft().when(BUILDER, RecordBudget(vorlage=PAPER, budget=budget))
    assert then.paper.budget.need == Decimal("1500.00")
    assert then.paper.budget.proof_required is None
    with pytest.raises(NothingChanges):
        then.when(BUILDER, RecordBudget(vorlage=PAPER, budget=budget))


AMOUNTS = st.decimals(-(10**13), 10**13, places=3) | st.decimals() | st.none()


@given(AMOUNTS)
def test_an_amount_is_euro_and_cent_or_not_recorded(amount: Decimal | None) -> None:
    budget = Budget(
        need=amount,
        accounts=(Account(account=" 5.1 ", name="Bau", used=amount),),
        cover=(Cover(kind="more_revenue", amount=amount),),
        finance_check="geprüft",
    )
    record = RecordBudget(vorlage=PAPER, budget=budget)
    cents = amount is None or (amount.is_finite() and 0 <= amount < 10**12 and amount == round(amount, 2))
    if not cents:
        with pytest.raises(NoAmount):
            draft().when(BUILDER, record)
        return
    kept = draft().when(BUILDER, record).paper.budget
    assert kept.accounts is not None
    assert kept.accounts[0].account == "5.1"
    for each in (kept.need, kept.accounts[0].used, kept.cover[0].amount):
        assert each == amount
        assert each is None or each.as_tuple().exponent == -2


def test_a_budget_block_has_its_bounds() -> None:
    budget = Budget(cover=(Cover(kind="more_revenue"),) * 201)
    with pytest.raises(BudgetTooLong):
        draft().when(BUILDER, RecordBudget(vorlage=PAPER, budget=budget))


# What names nothing


@pytest.mark.parametrize(
    "command",
    [
        ReviseText(vorlage="none", document="reasons", text="x"),
        FreezeEdition(vorlage="none", label="x"),
    ],
)
def test_an_unknown_paper_does_not_exist(command: AnyCommand) -> None:
    with pytest.raises(NoSuch):
        draft().when(BUILDER, command)
    with pytest.raises(NoSuch):
        draft().when(BUILDER, command, anyway=True)
