"""From draft to release: editions, cosigning, four eyes, and the ways back."""

import pytest
from msgspec.structs import replace

from domain.errors import NoSuch, NotEntitled, NothingChanges, WrongState
from domain.organisation.commands import AppointDeputy, GrantRole
from domain.procedure import AnyCommand
from domain.text import Splice
from domain.vorlage.commands.aftermath import WithdrawVorlage
from domain.vorlage.commands.budget import RecordBudget
from domain.vorlage.commands.cosigning import (
    CosignVorlage,
    RecallCosigning,
    RefuseCosignature,
    ReleaseVorlage,
    StartCosigning,
    WithdrawRelease,
)
from domain.vorlage.commands.drafting import AddAttachment, CreateVorlage, ReviseText
from domain.vorlage.commands.editions import FreezeEdition
from domain.vorlage.commands.measures import AmendMeasure
from domain.vorlage.errors.consultation import AlreadySummoned
from domain.vorlage.errors.cosigning import (
    ChainRepeats,
    CosignaturesMissing,
    FinanceMissing,
    FourEyes,
    NotInChain,
    NotYourDepartment,
    SectionEmpty,
)
from domain.vorlage.errors.drafting import BlankText, TextFrozen
from domain.vorlage.errors.editions import EditionNeeded, EditionOutdated
from domain.vorlage.events.aftermath import VorlageWithdrawn
from domain.vorlage.events.budget import Budget
from domain.vorlage.events.consultation import ConsultationOvertaken
from domain.vorlage.events.cosigning import (
    CosignatureRefused,
    Cosigned,
    CosigningRecalled,
    CosigningStarted,
    Link,
    ReleaseWithdrawn,
    VorlageReleased,
)
from domain.vorlage.events.drafting import Contribution, TextRevised
from domain.vorlage.events.editions import EditionFrozen
from domain.vorlage.phases import Cosigning, Draft, Released
from tests.domain.county import (
    ADMIN,
    BAU,
    BUILDER,
    FINANZEN,
    LANDRAT,
    MEASURE,
    OFFICE,
    OLD,
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

FREEZE = FreezeEdition(vorlage=PAPER, label=" Fassung  KA ", target=PRELIMINARY, cause=PRELIMINARY)
RELEASE = ReleaseVorlage(vorlage=PAPER)
COSIGN = CosignVorlage(vorlage=PAPER, department=FINANZEN)


def frozen() -> County:
    return draft().when(BUILDER, FREEZE)


def start(*chain: str) -> StartCosigning:
    return StartCosigning(vorlage=PAPER, chain=chain)


def test_an_edition_has_a_number_a_label_and_names_its_stations() -> None:
    edition = frozen().of(EditionFrozen)[0]
    assert (edition.number, edition.label) == (1, "Fassung KA")
    assert (edition.target, edition.cause) == (PRELIMINARY, PRELIMINARY)
    second = frozen().when(BUILDER, FreezeEdition(vorlage=PAPER, label="B")).of(EditionFrozen)[0]
    assert (second.number, second.hash) == (2, edition.hash)
    with pytest.raises(NoSuch):
        draft().when(BUILDER, FreezeEdition(vorlage=PAPER, label="B", target="none"))


def test_rule_8_an_edition_says_whether_its_document_has_the_changed_measures() -> None:
    first = frozen()
    assert first.paper.editions[-1].consolidated
    amended = first.when(BUILDER, AmendMeasure(vorlage=PAPER, measure=MEASURE, old=OLD, new="Neu."))
    second = amended.when(BUILDER, FREEZE)
    assert not second.paper.editions[-1].consolidated
    assert not second.when(BUILDER, FREEZE).paper.editions[-1].consolidated
    renewed = second.when(BUILDER, AddAttachment(vorlage=PAPER, title="Konzept", content=b"neu"))
    assert renewed.when(BUILDER, FREEZE).paper.editions[-1].consolidated


def test_cosigning_needs_an_edition_that_says_what_the_draft_says() -> None:
    with pytest.raises(EditionNeeded):
        draft().when(BUILDER, start())
    changed = frozen().when(BUILDER, ReviseText(vorlage=PAPER, document="reasons", text="Anders."))
    with pytest.raises(EditionOutdated):
        changed.when(BUILDER, start())
    then = frozen().when(BUILDER, start(FINANZEN, BAU))
    links = (Link(department=FINANZEN), Link(department=BAU))
    assert then.events == [CosigningStarted(edition=1, chain=(FINANZEN, BAU), links=links)]
    assert (then.paper.phase, then.paper.chain) == (Cosigning(1), links)


@pytest.mark.parametrize("document", ["proposed_resolution", "reasons"])
def test_the_mandatory_sections_are_not_empty(document: str) -> None:
    given = draft().when(BUILDER, ReviseText(vorlage=PAPER, document=document, text=" \n"))
    with pytest.raises(SectionEmpty) as refused:
        given.when(BUILDER, FREEZE).when(BUILDER, start())
    assert refused.value.section == document


def test_an_information_paper_needs_no_proposed_resolution() -> None:
    information = CreateVorlage(
        vorlage="info", file_reference="1", subject="S", kind="information", lead_department=BAU
    )
    given = draft().all(
        BUILDER,
        information,
        ReviseText(vorlage="info", document="reasons", text="Zur Kenntnis."),
        FreezeEdition(vorlage="info", label="A"),
        StartCosigning(vorlage="info"),
    )
    assert given.world.vorlagen["info"].status == "cosigning"


def test_each_department_of_the_chain_exists_and_stands_in_it_once() -> None:
    with pytest.raises(NoSuch):
        frozen().when(BUILDER, start("none"))
    with pytest.raises(ChainRepeats):
        frozen().when(BUILDER, start(BAU, BAU))


@pytest.mark.parametrize("budget", [Budget(proof_required=True), Budget(spending="above_plan")])
def test_finance_cosigns_what_needs_proof_or_exceeds_the_plan(budget: Budget) -> None:
    given = draft().all(BUILDER, RecordBudget(vorlage=PAPER, budget=budget), FREEZE)
    with pytest.raises(FinanceMissing):
        given.when(BUILDER, start(BAU))
    assert given.when(BUILDER, start(FINANZEN)).paper.status == "cosigning"


def test_a_department_signs_off_once_for_itself_and_only_when_asked() -> None:
    given = cosigning(FINANZEN)
    then = given.when(TREASURER, CosignVorlage(vorlage=PAPER, department=FINANZEN, comment=" gedeckt "))
    assert then.of(Cosigned)[0].comment == "gedeckt"
    assert then.of(Cosigned)[0].sections == then.paper.editions[0].sections
    with pytest.raises(NothingChanges):
        then.when(TREASURER, COSIGN)
    with pytest.raises(NotInChain):
        given.when(TREASURER, CosignVorlage(vorlage=PAPER, department=BAU))
    with pytest.raises(NotYourDepartment):
        cosigning(FINANZEN, BAU).when(BUILDER, COSIGN)
    with pytest.raises(NotEntitled):
        given.when(BUILDER, COSIGN)
    with pytest.raises(NotInChain):
        draft().when(TREASURER, COSIGN, anyway=True)


def test_a_department_that_refuses_sends_the_paper_back_to_draft() -> None:
    refuse = RefuseCosignature(vorlage=PAPER, department=FINANZEN, reason="keine Deckung")
    then = cosigning(FINANZEN).when(TREASURER, refuse)
    assert then.events == [CosignatureRefused(department=FINANZEN, reason="keine Deckung")]
    assert then.paper.phase == Draft()


def test_the_lead_recalls_the_paper_with_a_reason() -> None:
    then = cosigning(FINANZEN).when(BUILDER, RecallCosigning(vorlage=PAPER, reason="Zahlendreher"))
    assert then.events == [CosigningRecalled(reason="Zahlendreher")]
    assert then.paper.texts_open
    with pytest.raises(BlankText):
        cosigning().when(BUILDER, RecallCosigning(vorlage=PAPER, reason=" "))


def test_a_release_needs_every_cosignature_of_the_chain_for_this_edition() -> None:
    with pytest.raises(CosignaturesMissing) as refused:
        cosigning(FINANZEN).when(LANDRAT, RELEASE)
    assert refused.value.departments == (FINANZEN,)
    signed = cosigning(FINANZEN).when(TREASURER, COSIGN)
    assert signed.when(LANDRAT, RELEASE).events == [VorlageReleased(edition=1)]
    changed = signed.all(
        BUILDER,
        RecallCosigning(vorlage=PAPER, reason="noch ein Satz"),
        ReviseText(vorlage=PAPER, document="reasons", text="Noch ein Satz."),
        FREEZE,
        start(FINANZEN),
    )
    with pytest.raises(CosignaturesMissing):
        changed.when(LANDRAT, RELEASE)


def test_an_empty_chain_is_released_without_a_cosignature() -> None:
    assert released().paper.phase == Released(1)


def test_whoever_created_the_paper_or_edited_it_last_does_not_release_it() -> None:
    granted = GrantRole(person=BUILDER, role="deputy_executive")
    with pytest.raises(FourEyes):
        cosigning().when(ADMIN, granted).when(BUILDER, RELEASE)
    edited = draft().when(OFFICE, GrantRole(person=LANDRAT, role="head", department=BAU), anyway=True)
    edited = edited.when(LANDRAT, ReviseText(vorlage=PAPER, document="reasons", text="Vom Landrat."))
    edited = edited.all(BUILDER, FREEZE, start())
    with pytest.raises(FourEyes) as refused:
        edited.when(LANDRAT, RELEASE)
    assert refused.value.person == LANDRAT


def test_where_four_eyes_are_not_asked_for_the_last_editor_may_release() -> None:
    given = cosigning().when(ADMIN, GrantRole(person=BUILDER, role="deputy_executive"))
    rules = given.world.rules
    trusting = replace(rules, sets=tuple(replace(each, four_eyes=False) for each in rules.sets))
    trusted = given._replace(world=replace(given.world, rules=trusting))
    assert trusted.when(BUILDER, RELEASE).paper.status == "released"


def test_a_deputy_who_drafted_the_paper_does_not_release_it_for_the_landrat() -> None:
    given = cosigning().when(ADMIN, AppointDeputy(person=LANDRAT, deputy=BUILDER))
    with pytest.raises(FourEyes) as refused:
        given.when(BUILDER, RELEASE, acting_for=LANDRAT)
    assert refused.value.person == BUILDER


def test_rule_15_four_eyes_are_not_got_round_by_a_deputy() -> None:
    given = draft().when(ADMIN, AppointDeputy(person=LANDRAT, deputy=OFFICE))
    wrote = ReviseText(vorlage=PAPER, document="reasons", text="Im Auftrag des Landrats.")
    budget = RecordBudget(vorlage=PAPER, budget=Budget(proof_required=False))
    for edit in (wrote, budget):
        edited = given.when(OFFICE, edit, acting_for=LANDRAT, anyway=True)
        with pytest.raises(FourEyes) as refused:
            edited.all(BUILDER, FREEZE, start()).when(LANDRAT, RELEASE)
        assert refused.value.person == LANDRAT
    overwritten = replace(wrote, text="Vom Fachbereich.")
    then = given.when(OFFICE, wrote, acting_for=LANDRAT, anyway=True).all(
        BUILDER, overwritten, FREEZE, start()
    )
    assert then.when(LANDRAT, RELEASE).paper.status == "released"


def test_rule_15_a_deputy_does_not_release_what_the_represented_wrote_last() -> None:
    given = draft().when(ADMIN, AppointDeputy(person=LANDRAT, deputy=OFFICE))
    wrote = ReviseText(vorlage=PAPER, document="reasons", text="Von der Landrätin selbst.")
    written = given.when(LANDRAT, wrote, anyway=True).all(BUILDER, FREEZE, start())
    with pytest.raises(FourEyes) as refused:
        written.when(OFFICE, RELEASE, acting_for=LANDRAT)
    assert refused.value.person == LANDRAT


def test_rule_15_whoever_had_the_paper_created_in_his_name_does_not_release_it() -> None:
    create = CreateVorlage(vorlage="p", file_reference="1", subject="S", lead_department=BAU)
    given = county().when(ADMIN, AppointDeputy(person=LANDRAT, deputy=OFFICE))
    given = given.when(OFFICE, create, acting_for=LANDRAT, anyway=True).all(
        BUILDER,
        ReviseText(vorlage="p", document="proposed_resolution", text="Der Kreistag beschließt."),
        ReviseText(vorlage="p", document="reasons", text="Es ist nötig."),
        FreezeEdition(vorlage="p", label="A"),
        StartCosigning(vorlage="p"),
    )
    with pytest.raises(FourEyes):
        given.when(LANDRAT, ReleaseVorlage(vorlage="p"))


def test_what_was_typed_last_in_a_room_is_the_typist_s_own() -> None:
    typed = TextRevised(
        document="reasons",
        splices=(Splice(0, 0, "Nachtrag. "),),
        hash="",
        origin="typed",
        began=draft().now,
        ended=draft().now,
        contributions=(Contribution(actor=LANDRAT, client=1, start=0, end=10),),
    )
    given = draft().happened(f"vorlagen/{PAPER}", typed)
    assert (given.paper.last_editor, given.paper.edited_for) == (LANDRAT, None)
    with pytest.raises(FourEyes):
        given.all(BUILDER, FREEZE, start()).when(LANDRAT, RELEASE)


def test_the_release_is_taken_back_before_the_summons() -> None:
    back = WithdrawRelease(vorlage=PAPER, reason="Fehler auf Seite 3")
    then = released().when(LANDRAT, back)
    assert then.events == [ReleaseWithdrawn(reason="Fehler auf Seite 3")]
    assert then.paper.status == "draft"
    with pytest.raises(WrongState):
        summoned().when(LANDRAT, back)
    with pytest.raises(AlreadySummoned):
        summoned().when(LANDRAT, back, anyway=True)


def test_the_submitter_withdraws_the_paper_before_the_decision() -> None:
    then = summoned().when(LANDRAT, WithdrawVorlage(vorlage=PAPER, reason="erledigt"))
    assert then.events == [
        VorlageWithdrawn(reason="erledigt"),
        ConsultationOvertaken(consultation=PRELIMINARY, outcome="withdrawn"),
    ]
    assert [each.status for each in then.paper.consultations] == ["concluded", "summoned"]
    with pytest.raises(WrongState):
        then.when(LANDRAT, WithdrawVorlage(vorlage=PAPER, reason="erledigt"))


@pytest.mark.parametrize(
    "command",
    [COSIGN, RecallCosigning(vorlage=PAPER, reason="x"), RELEASE],
)
def test_what_belongs_to_cosigning_is_refused_in_draft(command: AnyCommand) -> None:
    who = LANDRAT if command == RELEASE else BUILDER
    with pytest.raises(NotEntitled if command == COSIGN else WrongState):
        frozen().when(who, command)


def test_texts_are_closed_while_cosigning() -> None:
    with pytest.raises(TextFrozen):
        cosigning().when(BUILDER, ReviseText(vorlage=PAPER, document="reasons", text="x"))
