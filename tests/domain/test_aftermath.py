"""After the decision: objection, confirmation, revocation, urgent decision, implementation (rule 10)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.errors import NoSuch, NotEntitled, WrongState
from domain.organisation.commands import AppointDeputy
from domain.session.commands import (
    AddAgendaItem,
    CallItem,
    ChangeWording,
    ConcludeItem,
    DeclareVote,
    OpenSession,
    OpenVote,
    PlanSession,
    RecordArrival,
    RecordVote,
    SummonSession,
)
from domain.vorlage.budget_events import Budget
from domain.vorlage.commands import (
    AddConsultation,
    AddMeasure,
    ChangeHeader,
    CompleteImplementation,
    DecideUrgently,
    DiscardEdition,
    FreezeEdition,
    ObjectToResolution,
    OpenEdition,
    RecordAuthorityDecision,
    RecordBudget,
    RecordConsultationResult,
    RemoveConsultation,
    ReportImplementation,
    ReviseText,
    StartImplementation,
    VorlageChange,
    WithdrawVorlage,
)
from domain.vorlage.consultation_events import ConsultationAdded
from domain.vorlage.decision_events import (
    ImplementationReported,
    ResolutionConfirmed,
    ResolutionObjected,
    ResolutionRevoked,
    VorlageDecidedUrgently,
)
from domain.vorlage.errors import (
    AuthorityNotAsked,
    ConsultationUnderWay,
    DecisionStationNeeded,
    KnownOutOfTime,
    ObjectionsExhausted,
    TextFrozen,
)
from projections import vorlage
from projections.vorlage_shown import show
from tests.domain.county import (
    ADMIN,
    BUILDER,
    CHAIR,
    CLERK,
    DECISION,
    FINANZEN,
    ITEM,
    KREISAUSSCHUSS,
    KREISTAG,
    KT_DAY,
    LANDRAT,
    OFFICE,
    OUTSIDER,
    PAPER,
    SITTING,
    TREASURER,
    VOTE,
    County,
    at,
    members,
    released,
    sitting,
)
from tests.projections.story import Json, fold, json, log

DAY = dt.timedelta(days=1)
OBJECT = ObjectToResolution(vorlage=PAPER, reason="rechtswidrig", known_at=KT_DAY)
UPHELD = RecordAuthorityDecision(vorlage=PAPER, upheld=True, reason="rechtmäßig")
START = StartImplementation(vorlage=PAPER, department=FINANZEN, due=KT_DAY + 90 * DAY)
REPORT = ReportImplementation(vorlage=PAPER, text="zur Hälfte", share=50)
DONE = CompleteImplementation(vorlage=PAPER)
URGENT = DecideUrgently(vorlage=PAPER, reason="Frist läuft morgen ab")


def voted(county: County, session: str, item: str, vote: str, *, carried: bool) -> County:
    yes = 9 if carried else 0
    return county.all(
        CLERK,
        OpenVote(session=session, item=item, vote=vote),
        RecordVote(session=session, vote=vote, yes=yes, no=9 - yes, abstained=0),
        DeclareVote(session=session, vote=vote),
    )


def resolved() -> County:
    return voted(sitting(), SITTING, ITEM, VOTE, carried=True)


def objected() -> County:
    return resolved().when(LANDRAT, OBJECT)


def before_the_body(county: County, session: str = "again") -> County:
    """The Kreistag sits again, with the paper's item called."""
    day = county.now.date() + 20 * DAY
    present = (*members(KREISTAG, 7), LANDRAT, CHAIR)
    return (
        county.all(
            OFFICE,
            PlanSession(session=session, committee=KREISTAG, date=day),
            AddAgendaItem(session=session, item=f"{session}-item", vorlage=PAPER),
            SummonSession(session=session),
        )
        .when(CLERK, RecordArrival(session=session, members=present), at(day, 16, 50))
        .when(CLERK, OpenSession(session=session), at(day))
        .when(CLERK, CallItem(session=session, item=f"{session}-item"))
    )


def again(county: County, *, carried: bool, session: str = "again") -> County:
    now = before_the_body(county, session)
    return voted(now, session, f"{session}-item", f"{session}-vote", carried=carried)


def shown(county: County) -> Json:
    rows = fold(vorlage, log((fact.stream, fact.meta, fact.event) for fact in county.log))
    return json(show(rows[f"vorlagen/{PAPER}"], position=1, by=str.upper))


def test_an_objection_suspends_the_resolution_and_puts_it_before_the_body_again() -> None:
    then = objected()
    assert then.of(ResolutionObjected) == [
        ResolutionObjected(reason="rechtswidrig", known_at=KT_DAY, chair=CHAIR)
    ]
    (added,) = then.of(ConsultationAdded)
    assert (added.committee, added.role) == (KREISTAG, "decision")
    assert then.paper.states == ("suspended",)
    with pytest.raises(WrongState):
        then.when(LANDRAT, OBJECT)


def test_the_second_decision_waits_for_no_body_that_is_only_to_be_told() -> None:
    told = AddConsultation(
        vorlage=PAPER, consultation="told", committee=KREISAUSSCHUSS, role="information", printed=False
    )
    later = replace(told, date=KT_DAY + 90 * DAY)
    waiting = voted(sitting().when(OFFICE, later), SITTING, ITEM, VOTE, carried=True).when(LANDRAT, OBJECT)
    assert [each.role for each in waiting.paper.consultations][-2:] == ["decision", "information"]
    assert again(waiting, carried=True).paper.status == "confirmed"
    noted = RecordConsultationResult(vorlage=PAPER, consultation="told", outcome="noted")
    over = voted(sitting().all(OFFICE, told, noted), SITTING, ITEM, VOTE, carried=True).when(LANDRAT, OBJECT)
    assert [each.role for each in over.paper.consultations][-2:] == ["information", "decision"]


def test_nobody_changes_words_aloud_while_the_body_decides_on_them_again() -> None:
    aloud = ChangeWording(session="again", item="again-item", document="reasons", text="Anders.")
    with pytest.raises(TextFrozen):
        before_the_body(objected()).when(CLERK, aloud)


def test_only_the_landrat_objects_or_his_deputy_in_his_name() -> None:
    for who in (BUILDER, OFFICE, CLERK):
        with pytest.raises(NotEntitled):
            resolved().when(who, OBJECT)
    with pytest.raises(WrongState):
        sitting().when(LANDRAT, OBJECT)
    deputy = resolved().when(ADMIN, AppointDeputy(person=LANDRAT, deputy=OUTSIDER))
    then = deputy.when(OUTSIDER, OBJECT, acting_for=LANDRAT)
    assert (then.last[0].meta.actor, then.last[0].meta.acting_for) == (OUTSIDER, LANDRAT)


@given(st.integers(-3, 20), st.integers(0, 25))
def test_he_objects_within_two_weeks_of_knowing(known: int, days: int) -> None:
    known_at, day = KT_DAY + known * DAY, KT_DAY + days * DAY
    objecting = replace(OBJECT, known_at=known_at)
    given = resolved()
    moment = at(day, 22)
    if 0 <= known <= days <= known + 14:
        assert given.when(LANDRAT, objecting, moment).paper.status == "suspended"
    else:
        with pytest.raises(KnownOutOfTime):
            given.when(LANDRAT, objecting, moment)


def test_against_a_committee_s_decision_the_kreistag_decides() -> None:
    paper = resolved().paper
    stations = tuple(
        replace(each, committee=KREISAUSSCHUSS, committee_name="Kreisausschuss")
        if each.id == DECISION
        else each
        for each in paper.consultations
    )
    given = resolved()
    world = replace(given.world, vorlagen={PAPER: replace(paper, consultations=stations)})
    then = given._replace(world=world).when(LANDRAT, OBJECT)
    assert [each.committee for each in then.of(ConsultationAdded)] == [KREISTAG]
    assert then.of(ResolutionObjected)[0].chair == LANDRAT


def test_a_county_without_a_principal_body_asks_the_one_that_decided() -> None:
    given = resolved()
    committees = {KREISTAG: replace(given.world.committees[KREISTAG], name="Kreisversammlung")}
    committees[KREISAUSSCHUSS] = given.world.committees[KREISAUSSCHUSS]
    renamed = given._replace(world=replace(given.world, committees=committees))
    (added,) = renamed.when(LANDRAT, OBJECT).of(ConsultationAdded)
    assert (added.committee, added.committee_name) == (KREISTAG, "Kreistag")


@pytest.mark.parametrize("carried", [True, False])
def test_the_body_decides_again(carried: bool) -> None:  # noqa: FBT001
    then = again(objected(), carried=carried)
    (decided,) = then.of(ResolutionConfirmed) if carried else then.of(ResolutionRevoked)
    assert (decided.session, decided.vote) == ("again", "again-vote")
    assert then.paper.status == ("confirmed" if carried else "revoked")
    assert then.paper.resolved == resolved().paper.resolved
    objection = shown(then)["objections"][0]
    assert (objection["outcome"], objection["vote"]) == (then.paper.status, "again-vote")


def test_a_body_may_put_off_its_second_decision() -> None:
    put_off = ConcludeItem(session="again", item="again-item", outcome="postponed")
    then = before_the_body(objected()).when(CLERK, put_off)
    assert then.paper.status == "suspended"
    assert then.paper.consultations[-1].role == "decision"
    noted = before_the_body(objected()).when(CLERK, replace(put_off, outcome="noted"))
    assert noted.of(ConsultationAdded) == []


def test_the_second_objection_goes_to_the_authority_and_there_is_no_third() -> None:
    confirmed = again(objected(), carried=True)
    second = replace(OBJECT, known_at=confirmed.now.date())
    with pytest.raises(KnownOutOfTime):
        confirmed.when(LANDRAT, OBJECT)
    asked = confirmed.when(LANDRAT, second)
    assert asked.of(ResolutionObjected)[0].authority
    assert asked.of(ConsultationAdded) == []
    upheld = asked.when(OFFICE, UPHELD)
    assert upheld.paper.status == "confirmed"
    assert asked.when(OFFICE, replace(UPHELD, upheld=False)).paper.status == "revoked"
    assert shown(upheld)["objections"][1]["decided_because"] == "rechtmäßig"
    with pytest.raises(ObjectionsExhausted):
        upheld.when(LANDRAT, replace(second, known_at=upheld.now.date()))
    with pytest.raises(AuthorityNotAsked):
        objected().when(OFFICE, UPHELD)


def test_while_the_authority_decides_the_body_does_not_vote() -> None:
    asked = again(objected(), carried=True)
    asked = asked.when(LANDRAT, replace(OBJECT, known_at=asked.now.date()))
    station = ConsultationAdded(
        consultation="x", committee=KREISTAG, committee_name="Kreistag", role="decision", place=3
    )
    now = before_the_body(asked.happened(f"vorlagen/{PAPER}", station), "third")
    with pytest.raises(WrongState):
        voted(now, "third", "third-item", "third-vote", carried=True)


def test_a_resolution_is_carried_out_by_the_department_that_is_responsible() -> None:
    with pytest.raises(NoSuch):
        resolved().when(OFFICE, replace(START, department="nowhere"))
    started = resolved().when(BUILDER, START)
    assert started.paper.status == "implementation"
    with pytest.raises(NotEntitled):
        started.when(BUILDER, REPORT)
    reported = started.when(TREASURER, REPORT)
    assert reported.events == [ImplementationReported(text="zur Hälfte", share=50)]
    then = reported.when(TREASURER, replace(DONE, text="fertig"))
    assert then.paper.status == "closed"
    assert [(each["kind"], each["text"]) for each in shown(then)["implementation"]] == [
        ("started", None),
        ("reported", "zur Hälfte"),
        ("completed", "fertig"),
    ]
    with pytest.raises(WrongState):
        then.when(OFFICE, REPORT)
    assert started.when(LANDRAT, OBJECT).paper.status == "suspended"
    assert again(objected(), carried=True).when(OFFICE, START).paper.status == "implementation"
    with pytest.raises(WrongState):
        again(objected(), carried=False).when(OFFICE, START)


def test_the_landrat_decides_urgently_and_the_body_is_told() -> None:
    then = released().when(LANDRAT, URGENT)
    edition = released().paper.editions[0]
    assert then.of(VorlageDecidedUrgently) == [
        VorlageDecidedUrgently(edition=1, hash=edition.hash, reason=URGENT.reason, consultation=DECISION)
    ]
    assert then.paper.status == "resolved"
    (told,) = then.of(ConsultationAdded)
    assert (told.committee, told.role, told.place) == (KREISTAG, "information", 2)
    assert shown(then)["urgent"]["reason"] == URGENT.reason
    with pytest.raises(ConsultationUnderWay):
        sitting().when(LANDRAT, URGENT)
    with pytest.raises(NotEntitled):
        released().when(OFFICE, URGENT)
    now = then.all(
        OFFICE,
        PlanSession(session="next", committee=KREISTAG, date=KT_DAY),
        AddAgendaItem(session="next", item="told", vorlage=PAPER),
        SummonSession(session="next"),
    )
    assert now.world.sessions["next"].agenda
    assert now.paper.status == "resolved"
    assert now.paper.consultations[-2].session is None
    assert now.paper.consultations[-1].status == "summoned"


def test_an_open_edition_is_given_up_where_the_landrat_decides_urgently() -> None:
    write = ReviseText(vorlage=PAPER, document="reasons", text="Ganz anders.")
    given = released().all(BUILDER, OpenEdition(vorlage=PAPER, reason="neu"), write)
    then = given.when(LANDRAT, URGENT)
    assert then.paper.content() == then.paper.editions[0].content
    assert then.paper.revision is None
    assert shown(then)["revision"] is None


def test_nobody_decides_in_the_stead_of_a_body_that_does_not_decide() -> None:
    given = released().when(OFFICE, RemoveConsultation(vorlage=PAPER, consultation=DECISION))
    with pytest.raises(DecisionStationNeeded):
        given.when(LANDRAT, URGENT)


CHANGES: list[VorlageChange] = [
    ReviseText(vorlage=PAPER, document="reasons", text="Anders."),
    ChangeHeader(vorlage=PAPER, subject="Anderes"),
    AddMeasure(vorlage=PAPER, document="K", text="x"),
    RecordBudget(vorlage=PAPER, budget=Budget(proof_required=True)),
    FreezeEdition(vorlage=PAPER, label="B"),
    OpenEdition(vorlage=PAPER, reason="x"),
    DiscardEdition(vorlage=PAPER, reason="x"),
    WithdrawVorlage(vorlage=PAPER, reason="x"),
    AddConsultation(vorlage=PAPER, committee=KREISTAG),
]


def afterwards() -> dict[str, County]:
    confirmed = again(objected(), carried=True)
    started = resolved().when(OFFICE, START)
    return {
        "resolved": resolved(),
        "suspended": objected(),
        "confirmed": confirmed,
        "revoked": again(objected(), carried=False),
        "implementation": started,
        "closed": started.when(TREASURER, DONE),
    }


@given(st.sampled_from(CHANGES), st.sampled_from(sorted(afterwards())))
def test_rule_10_nothing_that_follows_the_decision_opens_the_text_again(
    command: VorlageChange, status: str
) -> None:
    county = AFTERWARDS[status]
    assert county.paper.status == status
    with pytest.raises((TextFrozen, WrongState)):
        county.when(BUILDER, command)
    with pytest.raises((TextFrozen, WrongState, NotEntitled)):
        county.when(OFFICE, command)
    assert not county.paper.texts_open
    assert county.paper.content() == resolved().paper.content()


AFTERWARDS = afterwards()
