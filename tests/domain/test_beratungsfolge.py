"""The stations of a paper: their order, dates, roles, links and printed results."""

import datetime as dt
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.errors import AlreadyExists, NoSuch, NotEntitled, NothingChanges
from domain.session.commands.agenda import (
    AddAgendaItem,
    MoveSession,
    PlanSession,
    RemoveAgendaItem,
    SummonSession,
)
from domain.session.commands.course import ConcludeItem
from domain.session.commands.proceedings import ReopenItem
from domain.vorlage.commands.consultation import (
    AddConsultation,
    LinkConsultation,
    OrderConsultations,
    RecordConsultationResult,
    RemarkConsultation,
    RemoveConsultation,
    SetCommitteeDate,
    SetConsultationRole,
)
from domain.vorlage.commands.drafting import CreateVorlage
from domain.vorlage.consultation.beratungsfolge import check_dates, check_roles, place_for
from domain.vorlage.errors.consultation import (
    CommitteeUnnamed,
    ConsultationUnderWay,
    DatesGoBackwards,
    DecisionBeforePreliminary,
    DecisionElsewhere,
    ImportedOnly,
    OrderIncomplete,
    ReasonNeeded,
)
from domain.vorlage.events.consultation import (
    CommitteeDateSet,
    ConsultationAdded,
    ConsultationLinked,
    ConsultationRemarked,
    ConsultationResultRecorded,
    ConsultationRoleSet,
    ConsultationsOrdered,
)
from domain.vorlage.parts import Consultation
from domain.vorlage.terms import ConsultationRole
from tests.domain.county import (
    BAU,
    BUILDER,
    CLERK,
    DECISION,
    ITEM,
    KA_DAY,
    KREISAUSSCHUSS,
    KREISTAG,
    KT_DAY,
    OFFICE,
    PAPER,
    PRELIMINARY,
    SITTING,
    County,
    county,
    draft,
    released,
    sitting,
    summoned,
)

DAY = dt.timedelta(days=1)
UNDECIDED = draft().paper
DATES = st.lists(st.none() | st.dates(dt.date(2023, 1, 1), dt.date(2023, 1, 9)), max_size=6)
ROLES: list[ConsultationRole | None] = ["preliminary", "hearing", "information", "decision", None]


def station(id_: str, date: dt.date | None) -> Consultation:
    return Consultation(id=id_, committee=None, committee_name="X", date=date, role=None, printed=True)


def informal(**fields: object) -> AddConsultation:
    named = {"committee_name": "Bauausschuss"} | fields
    return AddConsultation(vorlage=PAPER, consultation="third", **named)  # type: ignore[arg-type]


@given(DATES)
def test_dates_never_go_backwards_with_or_without_undated_stations_between(
    dates: list[dt.date | None],
) -> None:
    stations = [station(str(n), each) for n, each in enumerate(dates)]
    dated = [each for each in dates if each is not None]
    if any(later < earlier for earlier, later in pairwise(dated)):
        with pytest.raises(DatesGoBackwards):
            check_dates(UNDECIDED, stations)
    else:
        check_dates(UNDECIDED, stations)


@given(DATES, st.dates(dt.date(2023, 1, 1), dt.date(2023, 1, 9)))
def test_a_station_finds_the_place_where_its_date_belongs(dates: list[dt.date | None], day: dt.date) -> None:
    dated = sorted(each for each in dates if each is not None)
    stations = [station(str(n), each) for n, each in enumerate(dated)]
    place = place_for(stations, day)
    check_dates(UNDECIDED, [*stations[:place], station("new", day), *stations[place:]])


@given(st.lists(st.sampled_from(ROLES), max_size=6))
def test_preliminary_stations_come_before_the_decision(roles: list[ConsultationRole | None]) -> None:
    named = [(str(n), role) for n, role in enumerate(roles)]
    first = roles.index("decision") if "decision" in roles else len(roles)
    if {"preliminary", "hearing"} & set(roles[first:]):
        with pytest.raises(DecisionBeforePreliminary):
            check_roles(named)
    else:
        check_roles(named)


def test_an_unprinted_station_is_put_where_its_date_belongs() -> None:
    then = draft().when(BUILDER, informal(date=dt.date(2023, 2, 13), printed=False, remark=" ohne  Votum "))
    assert then.of(ConsultationAdded)[0] == ConsultationAdded(
        consultation="third",
        committee_name="Bauausschuss",
        date=dt.date(2023, 2, 13),
        printed=False,
        remark="ohne Votum",
        place=0,
    )
    assert [each.id for each in then.paper.consultations] == ["third", PRELIMINARY, DECISION]


def test_a_station_is_put_after_another_one() -> None:
    then = draft().when(BUILDER, informal(after=PRELIMINARY))
    assert [each.id for each in then.paper.consultations] == [PRELIMINARY, "third", DECISION]
    with pytest.raises(DatesGoBackwards):
        draft().when(BUILDER, informal(after=DECISION, date=KA_DAY))
    with pytest.raises(NoSuch):
        draft().when(BUILDER, informal(after="none"))
    with pytest.raises(DecisionBeforePreliminary):
        draft().when(BUILDER, informal(after=DECISION, role="hearing"))


def test_a_committee_is_named_by_its_id_or_its_printed_name() -> None:
    by_name = draft().when(BUILDER, informal(committee_name="KREISTAG"))
    assert by_name.of(ConsultationAdded)[0].committee == KREISTAG
    by_id = draft().when(BUILDER, informal(committee=KREISTAG, committee_name=None))
    assert by_id.of(ConsultationAdded)[0].committee_name == "Kreistag"
    both = draft().when(BUILDER, informal(committee=KREISTAG, committee_name="Kreistag (Nord)"))
    assert both.of(ConsultationAdded)[0].committee_name == "Kreistag (Nord)"
    with pytest.raises(NoSuch):
        draft().when(BUILDER, informal(committee="none"))
    with pytest.raises(CommitteeUnnamed):
        draft().when(BUILDER, informal(committee_name=None))
    with pytest.raises(AlreadyExists):
        by_id.when(BUILDER, informal())


def test_a_printed_committee_is_linked_until_a_session_has_it() -> None:
    given = draft().when(BUILDER, informal())
    link = LinkConsultation(vorlage=PAPER, consultation="third", committee=KREISTAG)
    then = given.when(OFFICE, link)
    assert then.events == [
        ConsultationLinked(consultation="third", committee=KREISTAG, committee_name="Kreistag")
    ]
    assert then.paper.consultations[-1].committee == KREISTAG
    with pytest.raises(NothingChanges):
        then.when(OFFICE, link)
    with pytest.raises(NoSuch):
        given.when(OFFICE, LinkConsultation(vorlage=PAPER, consultation="third", committee="none"))
    with pytest.raises(ConsultationUnderWay):
        summoned().when(
            OFFICE, LinkConsultation(vorlage=PAPER, consultation=DECISION, committee=KREISAUSSCHUSS)
        )


def test_a_station_is_removed_before_a_session_has_it() -> None:
    then = draft().when(OFFICE, RemoveConsultation(vorlage=PAPER, consultation=PRELIMINARY))
    assert [each.id for each in then.paper.consultations] == [DECISION]
    with pytest.raises(ConsultationUnderWay):
        summoned().when(OFFICE, RemoveConsultation(vorlage=PAPER, consultation=DECISION))


def test_the_order_names_each_station_once() -> None:
    given = draft().when(BUILDER, informal())
    order = OrderConsultations(vorlage=PAPER, order=("third", PRELIMINARY, DECISION))
    then = given.when(OFFICE, order)
    assert then.events == [ConsultationsOrdered(order=("third", PRELIMINARY, DECISION))]
    assert [each.id for each in then.paper.consultations] == ["third", PRELIMINARY, DECISION]
    with pytest.raises(NothingChanges):
        then.when(OFFICE, order)
    with pytest.raises(OrderIncomplete):
        given.when(OFFICE, OrderConsultations(vorlage=PAPER, order=(PRELIMINARY, PRELIMINARY, DECISION)))
    with pytest.raises(DatesGoBackwards):
        given.when(OFFICE, OrderConsultations(vorlage=PAPER, order=(DECISION, PRELIMINARY, "third")))
    with pytest.raises(NotEntitled):
        given.when(BUILDER, order)


def test_the_council_office_sets_a_date_that_does_not_go_backwards() -> None:
    then = draft().when(OFFICE, SetCommitteeDate(vorlage=PAPER, consultation=PRELIMINARY, date=KA_DAY + DAY))
    assert then.events == [CommitteeDateSet(consultation=PRELIMINARY, date=KA_DAY + DAY)]
    with pytest.raises(DatesGoBackwards):
        draft().when(OFFICE, SetCommitteeDate(vorlage=PAPER, consultation=PRELIMINARY, date=KT_DAY + DAY))
    with pytest.raises(NothingChanges):
        draft().when(OFFICE, SetCommitteeDate(vorlage=PAPER, consultation=PRELIMINARY, date=KA_DAY))
    undated = draft().when(OFFICE, SetCommitteeDate(vorlage=PAPER, consultation=PRELIMINARY, date=None))
    assert undated.paper.consultations[0].status == "planned"
    with pytest.raises(NoSuch):
        draft().when(OFFICE, SetCommitteeDate(vorlage=PAPER, consultation="none", date=None))


def test_a_station_keeps_the_date_of_its_sitting() -> None:
    moved = SetCommitteeDate(vorlage=PAPER, consultation=DECISION, date=KT_DAY + DAY)
    with pytest.raises(ReasonNeeded):
        summoned().when(OFFICE, moved)
    with_reason = SetCommitteeDate(
        vorlage=PAPER, consultation=DECISION, date=KT_DAY + DAY, reason="Saal belegt"
    )
    scheduled = released().all(
        OFFICE,
        PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY),
        AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER),
    )
    for county_ in (scheduled, summoned(), sitting()):
        with pytest.raises(ConsultationUnderWay):
            county_.when(OFFICE, with_reason)
        assert county_.paper.consultations[1].date == county_.sitting.date
    free = scheduled.when(OFFICE, RemoveAgendaItem(session=SITTING, item=ITEM))
    assert free.when(OFFICE, with_reason).of(CommitteeDateSet)[0].reason == "Saal belegt"
    moved_along = scheduled.when(OFFICE, MoveSession(session=SITTING, date=KT_DAY + DAY))
    assert moved_along.paper.consultations[1].date == KT_DAY + DAY


def test_a_station_is_planned_dated_summoned_called_and_concluded() -> None:
    undated = SetCommitteeDate(vorlage=PAPER, consultation=DECISION, date=None)
    stages = (draft().when(OFFICE, undated), draft(), summoned(), sitting())
    assert [each.paper.consultations[1].status for each in stages] == [
        "planned",
        "dated",
        "summoned",
        "called",
    ]
    done = sitting().when(CLERK, ConcludeItem(session=SITTING, item=ITEM, outcome="taken_off"))
    assert done.paper.consultations[1].status == "concluded"


def test_the_role_of_a_station_is_set_until_the_summons() -> None:
    role = SetConsultationRole(vorlage=PAPER, consultation=PRELIMINARY, role="hearing")
    assert draft().when(OFFICE, role).paper.consultations[0].role == "hearing"
    with pytest.raises(NothingChanges):
        draft().when(OFFICE, role).when(OFFICE, role)
    with pytest.raises(ConsultationUnderWay):
        summoned().when(OFFICE, SetConsultationRole(vorlage=PAPER, consultation=DECISION, role="hearing"))
    first = SetConsultationRole(vorlage=PAPER, consultation=PRELIMINARY, role="decision")
    none = SetConsultationRole(vorlage=PAPER, consultation=DECISION, role="information")
    with pytest.raises(DecisionBeforePreliminary):
        draft().all(OFFICE, none, first, replace(none, role="preliminary"))


def test_one_body_decides_and_a_second_one_is_refused_while_the_first_is_to() -> None:
    first = SetConsultationRole(vorlage=PAPER, consultation=PRELIMINARY, role="decision")
    with pytest.raises(DecisionElsewhere) as refused:
        draft().when(OFFICE, first)
    assert (refused.value.consultation, refused.value.other) == (PRELIMINARY, DECISION)
    another = AddConsultation(vorlage=PAPER, committee=KREISAUSSCHUSS, role="decision")
    with pytest.raises(DecisionElsewhere):
        draft().when(OFFICE, another)
    printed = AddConsultation(vorlage=PAPER, consultation="own", committee_name="Kreistag", role="decision")
    twice = draft().when(OFFICE, printed)
    assert [each.role for each in twice.paper.consultations] == ["preliminary", "decision", "decision"]
    unknown = replace(printed, consultation="unknown", committee_name="Beirat")
    with pytest.raises(DecisionElsewhere):
        draft().when(OFFICE, unknown)
    alone = draft().all(
        OFFICE, SetConsultationRole(vorlage=PAPER, consultation=DECISION, role="information"), unknown
    )
    with pytest.raises(DecisionElsewhere):
        alone.when(OFFICE, SetConsultationRole(vorlage=PAPER, consultation=DECISION, role="decision"))
    linked = draft().when(OFFICE, printed)
    with pytest.raises(DecisionElsewhere):
        linked.when(OFFICE, LinkConsultation(vorlage=PAPER, consultation=DECISION, committee=KREISAUSSCHUSS))


def test_a_body_that_put_the_paper_off_is_not_asked_again_while_another_one_is_to_decide() -> None:
    off = sitting().when(CLERK, ConcludeItem(session=SITTING, item=ITEM, outcome="taken_off", reason="x"))
    other = off.when(OFFICE, AddConsultation(vorlage=PAPER, committee=KREISAUSSCHUSS, role="decision"))
    with pytest.raises(DecisionElsewhere):
        other.when(CLERK, ReopenItem(session=SITTING, item=ITEM, reason="doch"))


def test_a_body_is_not_summoned_to_decide_beside_another_one() -> None:
    """Papers from before the rule may have two."""
    role = ConsultationRoleSet(consultation=PRELIMINARY, role="decision")
    both = (
        released()
        .happened(f"vorlagen/{PAPER}", role)
        .all(
            OFFICE,
            PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY),
            AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER),
        )
    )
    with pytest.raises(DecisionElsewhere):
        both.when(OFFICE, SummonSession(session=SITTING))


def test_a_remark_is_written_and_cleared() -> None:
    then = draft().when(
        OFFICE, RemarkConsultation(vorlage=PAPER, consultation=PRELIMINARY, remark=" einstimmig ")
    )
    assert then.events == [ConsultationRemarked(consultation=PRELIMINARY, remark="einstimmig")]
    cleared = RemarkConsultation(vorlage=PAPER, consultation=PRELIMINARY, remark=None)
    assert then.when(OFFICE, cleared).of(ConsultationRemarked)[0].remark is None


COUNTS = st.none() | st.integers(0, 60)


@given(COUNTS, COUNTS, COUNTS)
def test_rule_1_an_empty_cell_of_a_printed_paper_stays_not_recorded(
    yes: int | None, no: int | None, abstained: int | None
) -> None:
    recorded = RecordConsultationResult(
        vorlage=PAPER, consultation="third", yes=yes, no=no, abstained=abstained
    )
    then = imported().when(OFFICE, recorded)
    assert then.events == [
        ConsultationResultRecorded(consultation="third", yes=yes, no=no, abstained=abstained)
    ]
    assert then.paper.consultations[0].from_paper


@cache
def imported() -> County:
    """A paper that was read from its printed form, with one station."""
    create = CreateVorlage(vorlage=PAPER, file_reference="1", subject="S", lead_department=BAU, imported=True)
    return county().all(OFFICE, create, informal())


def test_only_imported_papers_and_informal_stations_take_counts_that_no_session_gave() -> None:
    for county_, station_ in ((draft(), PRELIMINARY), (released(), DECISION), (summoned(), DECISION)):
        with pytest.raises(ImportedOnly):
            county_.when(OFFICE, RecordConsultationResult(vorlage=PAPER, consultation=station_, yes=1))
    result = RecordConsultationResult(vorlage=PAPER, consultation="third", yes=1)
    with pytest.raises(ImportedOnly):
        draft().all(BUILDER, informal(), result)
    then = draft().all(BUILDER, informal(printed=False), result)
    assert then.of(ConsultationResultRecorded)[0].yes == 1


def test_rule_14_a_result_from_paper_is_replaced_only_with_a_reason() -> None:
    first = RecordConsultationResult(vorlage=PAPER, consultation="third", yes=9, reason="unnötig")
    given = imported().when(OFFICE, first)
    assert given.of(ConsultationResultRecorded)[0].reason is None
    with pytest.raises(ReasonNeeded):
        given.when(OFFICE, RecordConsultationResult(vorlage=PAPER, consultation="third", yes=8))
    again = RecordConsultationResult(vorlage=PAPER, consultation="third", yes=8, reason=" Zahlen-  dreher")
    assert given.when(OFFICE, again).events == [
        ConsultationResultRecorded(consultation="third", yes=8, reason="Zahlen- dreher")
    ]
