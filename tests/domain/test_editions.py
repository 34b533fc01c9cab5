"""A new edition after the release: who sees what, what is voted on, and how it ends (rules 7, 8 and 10)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import DomainError, NothingChanges, WrongState
from domain.organisation.commands import GrantRole
from domain.rights import Capacity, Circle, circle_of_event
from domain.session.commands.agenda import AddAgendaItem, PlanSession, SummonSession
from domain.session.commands.votes import DeclareVote, OpenVote, RecordVote
from domain.vorlage.commands import VorlageChange
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
from domain.vorlage.commands.drafting import (
    AddAttachment,
    ChangeHeader,
    CreateVorlage,
    RemoveAttachment,
    ReplaceAttachment,
    ReviseText,
)
from domain.vorlage.commands.editions import DiscardEdition, FreezeEdition, OpenEdition
from domain.vorlage.commands.measures import AddMeasure, AmendMeasure, ChangeMeasureCitation, RemoveMeasure
from domain.vorlage.commands.motions import ProposeAmendment, TakeOverAmendment
from domain.vorlage.errors.consultation import ConsultationUnderWay
from domain.vorlage.errors.cosigning import CosignaturesMissing, FourEyes
from domain.vorlage.errors.drafting import TextFrozen
from domain.vorlage.errors.editions import EditionUnnamed, NewEditionOpen
from domain.vorlage.events.aftermath import VorlageResolved
from domain.vorlage.events.budget import Budget
from domain.vorlage.events.consultation import ConsultationSummoned
from domain.vorlage.events.cosigning import CosignatureRevived, CosigningStarted, VorlageReleased
from domain.vorlage.events.drafting import TextRevised
from domain.vorlage.events.editions import EditionDiscarded, EditionFrozen, EditionOpened
from tests.domain.county import (
    ADMIN,
    BAU,
    BUILDER,
    CLERK,
    DECISION,
    FINANZEN,
    ITEM,
    KREISTAG,
    KT_DAY,
    LANDRAT,
    MEASURE,
    NEW,
    OFFICE,
    OLD,
    PAPER,
    PRELIMINARY,
    SITTING,
    TREASURER,
    VOTE,
    County,
    at,
    cosigning,
    county,
    draft,
    released,
    sitting,
    summoned,
)

OPEN = OpenEdition(vorlage=PAPER, reason="Hinweis aus dem Ausschuss", cause=PRELIMINARY)
DISCARD = DiscardEdition(vorlage=PAPER, reason="doch nicht")
RELEASE = ReleaseVorlage(vorlage=PAPER)
WRITE = ReviseText(vorlage=PAPER, document="reasons", text="Es ist sehr nötig.\n")
FREEZE = FreezeEdition(vorlage=PAPER)


def revising(before: County | None = None) -> County:
    return (before or released()).all(BUILDER, OPEN, WRITE)


def revised(before: County | None = None) -> County:
    return revising(before).when(BUILDER, FREEZE)


def test_a_new_edition_leaves_the_status_and_opens_the_texts() -> None:
    then = released().when(BUILDER, OPEN)
    assert then.events == [EditionOpened(reason="Hinweis aus dem Ausschuss", cause=PRELIMINARY)]
    assert then.paper.states == ("released", "revising")
    assert then.paper.texts_open
    assert then.when(BUILDER, WRITE).of(TextRevised)


@pytest.mark.parametrize("who", [BUILDER, OFFICE])
def test_lead_department_and_council_office_open_a_new_edition(who: str) -> None:
    assert summoned().when(who, OPEN).paper.states == ("in_consultation", "revising")


def test_nobody_opens_a_new_edition_before_the_release_or_twice_or_under_way() -> None:
    for before in (draft(), cosigning()):
        with pytest.raises(WrongState):
            before.when(BUILDER, OPEN)
    for open_already in (revising(), revised()):
        with pytest.raises(NewEditionOpen):
            open_already.when(BUILDER, OPEN)
    with pytest.raises(ConsultationUnderWay):
        sitting().when(BUILDER, OPEN)
    assert (
        released().when(BUILDER, OpenEdition(vorlage=PAPER, reason="ohne Anlass")).paper.revision is not None
    )


def test_a_frozen_new_edition_is_labelled_with_the_next_station_and_closes_the_texts() -> None:
    then = revised()
    frozen = then.of(EditionFrozen)[0]
    assert (frozen.number, frozen.label) == (2, "Fassung Kreisausschuss")
    assert (frozen.target, frozen.cause) == (PRELIMINARY, PRELIMINARY)
    assert then.paper.states == ("released", "revised")
    with pytest.raises(TextFrozen):
        then.when(BUILDER, WRITE)


def test_label_and_target_may_be_named() -> None:
    then = revising().when(BUILDER, FreezeEdition(vorlage=PAPER, label="Fassung B", target=DECISION))
    frozen = then.of(EditionFrozen)[0]
    assert (frozen.label, frozen.target) == ("Fassung B", DECISION)


def test_a_draft_is_labelled_with_its_first_station_and_needs_a_label_without_one() -> None:
    assert draft().when(BUILDER, FREEZE).of(EditionFrozen)[0].label == "Fassung Kreisausschuss"
    bare = county().when(
        BUILDER, CreateVorlage(vorlage=PAPER, file_reference="1", subject="X", lead_department=BAU)
    )
    with pytest.raises(EditionUnnamed):
        bare.when(BUILDER, FREEZE)


def test_an_edition_that_says_the_same_is_no_new_one() -> None:
    with pytest.raises(NothingChanges):
        released().all(BUILDER, OPEN, FREEZE)


def test_only_subject_and_number_of_the_header_are_changed_in_a_new_edition() -> None:
    then = revising().when(BUILDER, ChangeHeader(vorlage=PAPER, subject="Konzept 2", number="12"))
    assert then.paper.subject == "Konzept 2"
    with pytest.raises(TextFrozen):
        revising().when(BUILDER, ChangeHeader(vorlage=PAPER, subject="Konzept 2", public=False))


def test_the_release_of_a_new_edition_keeps_the_status_and_reaches_summoned_bodies_late() -> None:
    then = revised(summoned()).when(LANDRAT, RELEASE)
    assert then.events == [
        VorlageReleased(edition=2),
        ConsultationSummoned(consultation=DECISION, session=SITTING, edition=2, late=True),
    ]
    assert then.paper.states == ("in_consultation",)
    station = then.paper.consultation(DECISION)
    assert station is not None
    assert (station.edition, station.late) == (2, True)


def test_before_the_summons_the_new_edition_is_just_the_released_one() -> None:
    then = revised().when(LANDRAT, RELEASE)
    assert then.events == [VorlageReleased(edition=2)]
    assert then.paper.states == ("released",)
    assert then.paper.submittable.number == 2


def test_four_eyes_look_at_a_new_edition_too() -> None:
    given = released().when(ADMIN, GrantRole(person=LANDRAT, role="department", department=BAU))
    given = given.all(LANDRAT, OPEN, WRITE, FREEZE)
    with pytest.raises(FourEyes):
        given.when(LANDRAT, RELEASE)


def test_a_frozen_new_edition_is_recalled_to_be_written_on() -> None:
    recalled = revised().when(BUILDER, RecallCosigning(vorlage=PAPER, reason="Tippfehler"))
    assert recalled.paper.states == ("released", "revising")
    assert recalled.paper.texts_open
    again = recalled.when(BUILDER, ReviseText(vorlage=PAPER, document="reasons", text="Noch anders."))
    then = again.when(BUILDER, FREEZE).when(LANDRAT, RELEASE)
    assert then.paper.submittable.number == 3


def test_what_was_moved_in_a_measure_of_a_discarded_edition_is_open_and_out_of_place() -> None:
    motion = ProposeAmendment(vorlage=PAPER, amendment="motion", measure="new", old="", new="Anders")
    given = revising().all(
        BUILDER,
        AddMeasure(vorlage=PAPER, measure="new", document="Konzept", text="Neu"),
        AmendMeasure(vorlage=PAPER, measure="new", old="Neu", new=""),
        motion,
        TakeOverAmendment(vorlage=PAPER, amendment="motion"),
    )
    assert given.paper.text("measures/new") == "Anders"
    (left,) = given.when(BUILDER, DISCARD).paper.motions
    assert (left.status, left.conflict) == ("proposed", True)


@pytest.mark.parametrize("before", [revising(), revised(), revising(summoned()), revised(summoned())])
def test_a_discarded_edition_leaves_the_paper_as_it_was_released(before: County) -> None:
    then = before.when(BUILDER, DISCARD)
    assert then.of(EditionDiscarded) == [EditionDiscarded(edition=1, reason="doch nicht")]
    assert then.paper.revision is None
    assert not then.paper.texts_open
    assert then.paper.content() == then.paper.editions[0].content


def test_a_release_taken_back_ends_the_new_edition_in_a_draft() -> None:
    then = revising().when(LANDRAT, WithdrawRelease(vorlage=PAPER, reason="alles neu"))
    assert then.paper.states == ("draft",)
    assert then.paper.text("reasons") == "Es ist sehr nötig.\n"


def test_a_withdrawn_paper_says_what_was_released() -> None:
    then = revising().when(LANDRAT, WithdrawVorlage(vorlage=PAPER, reason="erledigt"))
    assert then.paper.states == ("withdrawn",)
    assert then.paper.content() == then.paper.editions[0].content
    with pytest.raises(TextFrozen):
        then.when(BUILDER, WRITE)


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        (Capacity.LEAD, Circle.ADMINISTRATION),
        (Capacity.COUNCIL_OFFICE, Circle.ADMINISTRATION),
        (Capacity.DEPARTMENT, None),
        (Capacity.BODY, None),
    ],
)
def test_what_is_written_in_a_new_edition_is_seen_inside_the_drafting_group_only(
    who: Capacity, seen: Circle | None
) -> None:
    now = revising(summoned()).paper
    for tag in ("vorlage.text_revised.1", "vorlage.measure_amended.1", "vorlage.edition_frozen.1"):
        assert circle_of_event(frozenset({who}), now, tag) is seen
    assert circle_of_event(frozenset({who}), now, "vorlage.consultation_called.1") is not None
    over = revising(summoned()).when(BUILDER, DISCARD).paper
    assert circle_of_event(frozenset({who}), over, "vorlage.measure_amended.1") is not None


def cosigned() -> County:
    """The paper released with the finance department's sign-off of it all."""
    sign = CosignVorlage(vorlage=PAPER, department=FINANZEN)
    return cosigning(FINANZEN).when(TREASURER, sign).when(LANDRAT, RELEASE)


def test_rule_8_a_new_edition_is_released_once_all_have_signed_off_what_it_changed() -> None:
    given = revised(cosigned())
    with pytest.raises(CosignaturesMissing):
        given.when(LANDRAT, RELEASE)
    signed = given.when(TREASURER, CosignVorlage(vorlage=PAPER, department=FINANZEN))
    assert signed.when(LANDRAT, RELEASE).paper.submittable.number == 2


def test_a_department_that_refuses_a_new_edition_sends_it_back() -> None:
    refuse = RefuseCosignature(vorlage=PAPER, department=FINANZEN, reason="nicht gedeckt")
    then = revised(cosigned()).when(TREASURER, refuse)
    assert then.paper.states == ("released", "revising")
    assert [each.department for each in then.paper.chain] == [FINANZEN]


def test_given_up_the_old_sign_offs_count_again() -> None:
    then = revised(cosigned()).when(BUILDER, DISCARD)
    assert then.of(CosignatureRevived) == [CosignatureRevived(department=FINANZEN, edition=1)]


def test_a_new_edition_that_costs_more_is_put_to_the_finance_department() -> None:
    costly = RecordBudget(vorlage=PAPER, budget=Budget(proof_required=True))
    then = released().all(BUILDER, OPEN, costly, FREEZE)
    assert [each.department for each in then.paper.chain] == [FINANZEN]
    assert then.paper.states == ("released", "revised")
    with pytest.raises(CosignaturesMissing):
        then.when(LANDRAT, RELEASE)
    whole = cosigned().all(BUILDER, OPEN, costly, FREEZE)
    assert whole.of(CosigningStarted) == []


# Discarding, whatever was written

WRITTEN: list[VorlageChange] = [
    WRITE,
    ReviseText(vorlage=PAPER, document="proposed_resolution", text="Anders."),
    ReviseText(vorlage=PAPER, document=f"measures/{MEASURE}", text="Ganz anders."),
    AmendMeasure(vorlage=PAPER, measure=MEASURE, old=OLD, new=NEW, change="c2", page=None),
    ChangeMeasureCitation(vorlage=PAPER, measure=MEASURE, topic="Finanzen", page=7),
    RemoveMeasure(vorlage=PAPER, measure=MEASURE),
    RemoveMeasure(vorlage=PAPER, measure="m2"),
    AddMeasure(vorlage=PAPER, measure="m3", document="K", topic="T", text="x"),
    RemoveMeasure(vorlage=PAPER, measure="m3"),
    RecordBudget(vorlage=PAPER, budget=Budget(proof_required=False)),
    AddAttachment(vorlage=PAPER, attachment="new", title="Neu", content=b"neu"),
    ReplaceAttachment(vorlage=PAPER, attachment="a", content=b"anders", title="Anders"),
    RemoveAttachment(vorlage=PAPER, attachment="a"),
    RemoveAttachment(vorlage=PAPER, attachment="b"),
    AddAttachment(vorlage=PAPER, attachment="a", title="Konzept"),
    ChangeHeader(vorlage=PAPER, subject="Anderes"),
]


def rich() -> County:
    """A released paper with two measures, one of them amended, and two attachments."""
    return (
        draft()
        .all(
            BUILDER,
            AddMeasure(vorlage=PAPER, measure="m2", document="K", topic="T", text="zwei"),
            AmendMeasure(vorlage=PAPER, measure="m2", old="zwei", new="zwo", change="c1"),
            AddAttachment(vorlage=PAPER, attachment="a", title="Konzept", edition="A", content=b"bytes"),
            AddAttachment(vorlage=PAPER, attachment="b", title="nur genannt"),
            FREEZE,
            StartCosigning(vorlage=PAPER),
        )
        .when(LANDRAT, RELEASE)
    )


def written(before: County, commands: list[VorlageChange]) -> County:
    """What of the commands can be done one after the other."""
    for command in commands:
        try:
            before = before.when(BUILDER, command)
        except DomainError:
            continue
    return before


@given(st.lists(st.sampled_from(WRITTEN), max_size=8))
def test_rule_8_whatever_was_written_the_released_edition_comes_back_and_stays(
    commands: list[VorlageChange],
) -> None:
    before = rich()
    given_up = written(before.when(BUILDER, OPEN), commands).when(BUILDER, DISCARD)
    edition = before.paper.editions[0]
    assert given_up.paper.content() == edition.content
    assert given_up.paper.content().hash() == edition.hash
    assert given_up.paper.measures == before.paper.measures
    assert given_up.paper.attachments == before.paper.attachments
    assert given_up.paper.editions[0] == edition


@given(st.lists(st.sampled_from(WRITTEN), min_size=1, max_size=6), st.sampled_from(["open", "frozen"]))
def test_rule_7_the_body_decides_on_what_it_was_given_whatever_is_written_meanwhile(
    commands: list[VorlageChange], stage: str
) -> None:
    before = rich().all(
        OFFICE,
        PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY),
        AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER),
        SummonSession(session=SITTING),
    )
    edition = before.paper.editions[0]
    now = written(before.when(BUILDER, OPEN), commands)
    if stage == "frozen" and now.paper.content() != edition.content:
        now = now.when(BUILDER, FREEZE)
    for fact in sitting().log[len(summoned().log) :]:
        now = now.happened(fact.stream, fact.event, when=fact.meta.happened_at)
    now = now._replace(now=at(KT_DAY, 18))
    then = now.all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, vote=VOTE),
        RecordVote(session=SITTING, vote=VOTE, yes=9, no=0, abstained=0),
        DeclareVote(session=SITTING, vote=VOTE),
    )
    resolved = then.of(VorlageResolved)[0]
    assert (resolved.edition, resolved.hash) == (1, edition.hash)
    assert then.paper.content().hash() == edition.hash
    assert then.paper.states == ("resolved",)


@given(st.sampled_from(WRITTEN), st.sampled_from([9, 0]), st.sampled_from([True, False]))
def test_rule_10_after_the_decision_no_command_changes_what_the_paper_says(
    command: VorlageChange,
    yes: int,
    open_then: bool,  # noqa: FBT001
) -> None:
    before = rich().all(
        OFFICE,
        PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY),
        AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER),
        SummonSession(session=SITTING),
    )
    if open_then:
        before = before.when(BUILDER, OPEN)
    for fact in sitting().log[len(summoned().log) :]:
        before = before.happened(fact.stream, fact.event, when=fact.meta.happened_at)
    decided = before._replace(now=at(KT_DAY, 18)).all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, vote=VOTE),
        RecordVote(session=SITTING, vote=VOTE, yes=yes, no=0, abstained=0),
        DeclareVote(session=SITTING, vote=VOTE),
    )
    with pytest.raises(TextFrozen):
        decided.when(BUILDER, command)
    with pytest.raises(WrongState):
        decided.when(BUILDER, OPEN)
    assert decided.paper.content() == decided.paper.editions[0].content
