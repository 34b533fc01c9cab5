"""After the decision: objection, confirmation, revocation, urgent decision, implementation (rule 10)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.errors import NoSuch, NotEntitled, WrongState
from domain.organisation.commands import AppointDeputy
from domain.session.commands.agenda import (
    AddAgendaItem,
    CancelSession,
    MoveSession,
    PlanSession,
    SummonSession,
)
from domain.session.commands.attendance import RecordArrival
from domain.session.commands.course import CallItem, ConcludeItem, OpenSession
from domain.session.commands.votes import AnnulVote, DeclareVote, OpenVote, RecordVote
from domain.session.commands.wording import ChangeWording
from domain.session.errors.votes import DecisionStands
from domain.vorlage.commands import VorlageChange
from domain.vorlage.commands.aftermath import (
    CompleteImplementation,
    DecideUrgently,
    ObjectToResolution,
    RecordAuthorityDecision,
    ReportImplementation,
    StartImplementation,
    WithdrawVorlage,
)
from domain.vorlage.commands.budget import RecordBudget
from domain.vorlage.commands.consultation import (
    AddConsultation,
    RecordConsultationResult,
    RemoveConsultation,
    SetCommitteeDate,
    SetConsultationRole,
    WaiveConsultation,
)
from domain.vorlage.commands.drafting import ChangeHeader, ReviseText
from domain.vorlage.commands.editions import DiscardEdition, FreezeEdition, OpenEdition
from domain.vorlage.commands.measures import AddMeasure
from domain.vorlage.consultation.beratungsfolge import check_dates
from domain.vorlage.errors.aftermath import (
    AuthorityNotAsked,
    BeforeDecided,
    KnownOutOfTime,
    NothingResolved,
    ObjectionsExhausted,
)
from domain.vorlage.errors.consultation import ConsultationUnderWay, DatesGoBackwards, DecisionStationNeeded
from domain.vorlage.errors.drafting import TextFrozen
from domain.vorlage.events.aftermath import (
    ImplementationReported,
    ResolutionConfirmed,
    ResolutionObjected,
    ResolutionRevoked,
    VorlageDecidedUrgently,
    VorlageResolved,
)
from domain.vorlage.events.budget import Budget
from domain.vorlage.events.consultation import ConsultationAdded, ConsultationOvertaken, ConsultationScheduled
from domain.vorlage.phases import Suspended
from projections.vorlage import view as vorlage
from projections.vorlage.shown import show
from tests.domain.county import (
    ADMIN,
    BUILDER,
    CHAIR,
    CLERK,
    DECISION,
    FINANZEN,
    ITEM,
    KA_DAY,
    KREISAUSSCHUSS,
    KREISTAG,
    KT_DAY,
    LANDRAT,
    OFFICE,
    OUTSIDER,
    PAPER,
    PRELIMINARY,
    SITTING,
    TREASURER,
    VOTE,
    County,
    at,
    members,
    released,
    sitting,
    summoned,
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


def test_rule_14_a_body_does_not_decide_again_before_the_objection() -> None:
    waiting = before_the_body(objected())
    phase = waiting.paper.phase
    assert isinstance(phase, Suspended)
    later = replace(waiting.paper, phase=replace(phase, since=waiting.now.date() + DAY))
    early = waiting._replace(world=replace(waiting.world, vorlagen={PAPER: later}))
    with pytest.raises(BeforeDecided):
        voted(early, "again", "again-item", "again-vote", carried=True)


def turned_down() -> County:
    return voted(sitting(), SITTING, ITEM, VOTE, carried=False)


def test_he_objects_to_a_rejection_too_and_the_body_decides_again() -> None:
    objected_ = turned_down().when(LANDRAT, OBJECT)
    assert objected_.paper.status == "suspended"
    assert objected_.of(ConsultationAdded)[0].committee == KREISTAG
    upheld = again(objected_, carried=False)
    assert upheld.of(ResolutionConfirmed)[0].vote == "again-vote"
    assert upheld.paper.status == "confirmed"
    with pytest.raises(NothingResolved):
        upheld.when(OFFICE, START)
    gone = again(objected_, carried=True)
    edition = gone.paper.editions[0]
    assert [each.vote for each in gone.of(ResolutionRevoked)] == ["again-vote"]
    (now,) = gone.of(VorlageResolved)
    assert (now.edition, now.hash, now.vote) == (1, edition.hash, "again-vote")
    assert (now.consultation, now.resolution_number) == (gone.paper.consultations[-1].id, "KT 1/2023")
    assert (gone.paper.status, shown(gone)["status"]) == ("resolved", "resolved")
    assert gone.when(OFFICE, START).paper.status == "implementation"
    # The second vote is not annulled: the paper would be as it was before the objection.
    with pytest.raises(DecisionStands):
        gone.when(CLERK, AnnulVote(session="again", vote="again-vote", reason="verzählt"))


def test_a_second_objection_to_a_rejection_goes_to_the_authority() -> None:
    upheld = again(turned_down().when(LANDRAT, OBJECT), carried=False)
    asked = upheld.when(LANDRAT, replace(OBJECT, known_at=upheld.now.date()))
    assert asked.of(ResolutionObjected)[0].authority
    assert asked.when(OFFICE, UPHELD).paper.status == "confirmed"
    assert asked.when(OFFICE, replace(UPHELD, upheld=False)).paper.status == "revoked"


def test_what_a_committee_turned_down_goes_to_the_kreistag_and_its_own_chair_is_told() -> None:
    roles: list[VorlageChange] = [
        SetConsultationRole(vorlage=PAPER, consultation=DECISION, role="information"),
        SetConsultationRole(vorlage=PAPER, consultation=PRELIMINARY, role="decision"),
    ]
    given = summoned(PRELIMINARY)
    asked = released().all(
        OFFICE,
        *roles,
        PlanSession(session=SITTING, committee=KREISAUSSCHUSS, date=KA_DAY),
        AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER),
        SummonSession(session=SITTING),
    )
    for fact in sitting(PRELIMINARY).log[len(given.log) :]:
        asked = asked.happened(fact.stream, fact.event, when=fact.meta.happened_at)
    asked = asked._replace(now=sitting(PRELIMINARY).now)
    then = voted(asked, SITTING, ITEM, VOTE, carried=False)
    assert {each.outcome for each in then.paper.consultations} == {"rejected", "taken_off"}
    objected_ = then.when(LANDRAT, replace(OBJECT, known_at=KA_DAY))
    assert objected_.of(ResolutionObjected)[0].chair == LANDRAT
    assert objected_.of(ConsultationAdded)[0].committee == KREISTAG


def test_a_body_that_decides_again_may_refer_and_the_office_plans_its_stations() -> None:
    refer = ConcludeItem(session="again", item="again-item", outcome="referred", committee=KREISAUSSCHUSS)
    then = before_the_body(objected()).when(CLERK, refer)
    behind = then.paper.consultations[-2:]
    assert [(each.committee, each.role) for each in behind] == [
        (KREISAUSSCHUSS, "preliminary"),
        (KREISTAG, "decision"),
    ]
    waived = WaiveConsultation(vorlage=PAPER, consultation=behind[0].id, reason="eilt")
    assert again(then.when(OFFICE, waived), carried=True, session="third").paper.status == "confirmed"
    off = before_the_body(objected()).when(CLERK, replace(refer, outcome="taken_off", committee=None))
    back = off.when(OFFICE, AddConsultation(vorlage=PAPER, committee=KREISTAG, role="decision"))
    assert again(back, carried=False, session="third").paper.status == "revoked"


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


@given(days=st.integers(-3, 3), upheld=st.booleans())
def test_rule_14_what_follows_is_not_dated_before_what_it_follows(*, days: int, upheld: bool) -> None:
    confirmed = again(objected(), carried=True)
    asked = confirmed.when(LANDRAT, replace(OBJECT, known_at=confirmed.now.date()))
    told = replace(UPHELD, upheld=upheld)
    for then, who, command in ((asked, OFFICE, told), (confirmed, OFFICE, START)):
        if days < 0:
            with pytest.raises(BeforeDecided) as refused:
                then.when(who, command, then.now + days * DAY)
            assert refused.value.earliest == then.now.date().isoformat()
        else:
            assert then.when(who, command, then.now + days * DAY).paper.status != then.paper.status


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

    assert [(each.status, each.outcome) for each in now.paper.consultations[:-1]] == [
        ("concluded", "taken_off"),
        ("concluded", "taken_off"),
    ]
    assert now.paper.consultations[-1].status == "summoned"


def test_a_body_may_be_told_of_an_urgent_decision_before_the_day_on_which_it_would_have_decided() -> None:
    soon = KT_DAY - dt.timedelta(days=10)
    told = (
        released()
        .when(LANDRAT, URGENT)
        .all(
            OFFICE,
            PlanSession(session="soon", committee=KREISTAG, date=soon),
            AddAgendaItem(session="soon", item="told", vorlage=PAPER),
        )
    )
    assert told.of(ConsultationScheduled)[0].session == "soon"
    moved = told.when(OFFICE, MoveSession(session="soon", date=soon - dt.timedelta(days=1)))
    assert moved.paper.consultations[-1].date == soon - dt.timedelta(days=1)
    check_dates(moved.paper, moved.paper.consultations)
    with pytest.raises(DatesGoBackwards):
        check_dates(released().paper, moved.paper.consultations)


def test_who_was_only_told_gets_another_role_only_where_its_day_fits_the_order() -> None:
    given = released().when(LANDRAT, URGENT)
    (told,) = given.of(ConsultationAdded)
    soon = SetCommitteeDate(vorlage=PAPER, consultation=told.consultation, date=KT_DAY - dt.timedelta(days=1))
    decides = SetConsultationRole(vorlage=PAPER, consultation=told.consultation, role="decision")
    objects = replace(OBJECT, known_at=given.now.date())
    dated = given.when(LANDRAT, objects).when(OFFICE, soon)
    with pytest.raises(DatesGoBackwards):
        dated.when(OFFICE, decides)


def test_an_open_edition_is_given_up_where_the_landrat_decides_urgently() -> None:
    write = ReviseText(vorlage=PAPER, document="reasons", text="Ganz anders.")
    given = released().all(BUILDER, OpenEdition(vorlage=PAPER, reason="neu"), write)
    then = given.when(LANDRAT, URGENT)
    assert then.paper.content() == then.paper.editions[0].content
    assert then.paper.revision is None
    assert shown(then)["revision"] is None


def test_what_an_urgent_decision_overtakes_is_over_and_who_is_told_still_is() -> None:
    info = AddConsultation(vorlage=PAPER, consultation="info", committee=KREISAUSSCHUSS, role="information")
    given = summoned().all(OFFICE, info)
    then = given.when(LANDRAT, URGENT)
    assert then.of(ConsultationOvertaken) == [
        ConsultationOvertaken(consultation=PRELIMINARY, outcome="taken_off")
    ]
    now = {each.id: each.status for each in then.paper.consultations}
    assert (now[PRELIMINARY], now[DECISION], now["info"]) == ("concluded", "summoned", "planned")
    # A sitting ends its own station; where it is cancelled, nothing is left to deal with.
    cancelled = then.when(OFFICE, CancelSession(session=SITTING, reason="erledigt"))
    assert cancelled.of(ConsultationOvertaken) == [
        ConsultationOvertaken(consultation=DECISION, outcome="taken_off")
    ]
    assert {each.status for each in cancelled.paper.consultations if each.role != "information"} == {
        "concluded"
    }
    assert [each["status"] for each in shown(cancelled)["consultations"]] == [
        each.status for each in cancelled.paper.consultations
    ]


def test_who_is_told_of_a_decision_is_told_on_any_day() -> None:
    day = KT_DAY + 30 * DAY
    info = AddConsultation(
        vorlage=PAPER,
        consultation="info",
        committee=KREISAUSSCHUSS,
        role="information",
        date=KT_DAY + DAY,
    )
    given = released().when(OFFICE, info).when(LANDRAT, URGENT)
    told = given.all(
        OFFICE,
        PlanSession(session="next", committee=KREISTAG, date=day),
        AddAgendaItem(session="next", item="told", vorlage=PAPER),
        MoveSession(session="next", date=day + DAY),
        PlanSession(session="ka", committee=KREISAUSSCHUSS, date=KT_DAY + 2 * DAY),
        AddAgendaItem(session="ka", item="told too", vorlage=PAPER),
    )
    assert [each.date for each in told.paper.consultations[-2:]] == [day + DAY, KT_DAY + 2 * DAY]


def test_what_is_told_after_a_decision_may_be_planned_anew() -> None:
    told = released().when(LANDRAT, URGENT).paper.consultations[-1].id
    planned = (
        released()
        .when(LANDRAT, URGENT)
        .all(
            OFFICE,
            PlanSession(session="next", committee=KREISTAG, date=KT_DAY),
            AddAgendaItem(session="next", item="told", vorlage=PAPER),
            CancelSession(session="next", reason="niemand hat Zeit"),
        )
    )
    assert planned.of(ConsultationOvertaken) == []
    assert planned.paper.consultation(told) == replace(
        released().when(LANDRAT, URGENT).paper.consultations[-1], date=KT_DAY
    )


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
    RecordConsultationResult(vorlage=PAPER, consultation=PRELIMINARY, yes=1),
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


def test_stations_are_planned_after_the_decision_only_while_the_body_decides_again() -> None:
    add = AddConsultation(vorlage=PAPER, committee=KREISTAG, role="decision")
    for status, county in AFTERWARDS.items():
        if status != "suspended":
            with pytest.raises(WrongState):
                county.when(OFFICE, add)
    then = AFTERWARDS["suspended"].when(OFFICE, add)
    assert then.paper.consultations[-1].status == "planned"
    assert then.paper.content() == AFTERWARDS["suspended"].paper.content()


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
