"""Planning a sitting: agenda, summons, notice, and what that means for the papers on it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.errors import AlreadyExists, NoSuch, NotEntitled, NothingChanges, WrongState
from domain.session.commands.agenda import (
    AddAgendaItem,
    CancelSession,
    MoveSession,
    OrderAgenda,
    PlanSession,
    RemoveAgendaItem,
    SummonSession,
)
from domain.session.errors.agenda import (
    AgendaEmpty,
    AgendaOrderIncomplete,
    DateDiffers,
    NoOpenStation,
    NoticeTooShort,
    PaperNotReleased,
    ReceivedAfterSitting,
    StationElsewhere,
    StationWithoutRole,
    SubjectNeeded,
    UrgencyNeeded,
)
from domain.session.errors.proceedings import ReasonMissing
from domain.session.events.agenda import (
    AgendaItemAdded,
    AgendaItemRemoved,
    AgendaOrdered,
    SessionCancelled,
    SessionMoved,
    SessionPlanned,
    SessionSummoned,
)
from domain.vorlage.commands.aftermath import WithdrawVorlage
from domain.vorlage.commands.consultation import AddConsultation, SetCommitteeDate
from domain.vorlage.commands.cosigning import WithdrawRelease
from domain.vorlage.commands.drafting import ChangeHeader
from domain.vorlage.errors.consultation import DatesGoBackwards, DecisionBeforePreliminary
from domain.vorlage.events.consultation import (
    CommitteeDateSet,
    ConsultationAdded,
    ConsultationResultRecorded,
    ConsultationScheduled,
    ConsultationSummoned,
    ConsultationUnscheduled,
)
from domain.vorlage.phases import InConsultation, Released
from tests.domain.county import (
    BUILDER,
    CHAIR,
    CLERK,
    DECISION,
    ITEM,
    KREISAUSSCHUSS,
    KREISTAG,
    KT_DAY,
    LANDRAT,
    OFFICE,
    PAPER,
    PRELIMINARY,
    SITTING,
    County,
    draft,
    released,
    sitting,
    summoned,
)

DAY = dt.timedelta(days=1)
ADD = AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER)
OTHER = AddAgendaItem(session=SITTING, item="other", subject="  Verschiedenes ")
SUMMON = SummonSession(session=SITTING)


def planned(given: County | None = None, date: dt.date = KT_DAY) -> County:
    """A sitting of the Kreistag without an agenda."""
    plan = PlanSession(session=SITTING, committee=KREISTAG, date=date)
    return (given or released()).when(OFFICE, plan)


def test_a_sitting_is_planned_once_for_a_body_that_exists() -> None:
    assert planned().events == [SessionPlanned(committee=KREISTAG, date=KT_DAY)]
    with pytest.raises(AlreadyExists):
        planned(planned())
    with pytest.raises(NoSuch):
        released().when(OFFICE, PlanSession(committee="none", date=KT_DAY))
    with pytest.raises(NotEntitled):
        released().when(CLERK, PlanSession(committee=KREISTAG, date=KT_DAY))
    with pytest.raises(NoSuch):
        released().when(OFFICE, SUMMON, anyway=True)


def test_a_paper_comes_onto_the_agenda_with_its_next_open_station() -> None:
    then = planned().when(OFFICE, ADD)
    assert then.events == [
        AgendaItemAdded(
            item=ITEM, subject="Konzept", public=True, vorlage=PAPER, consultation=DECISION, place=0
        ),
        ConsultationScheduled(consultation=DECISION, session=SITTING, item=ITEM),
    ]
    with pytest.raises(AlreadyExists):
        then.when(OFFICE, ADD)
    with pytest.raises(NoOpenStation):
        then.when(OFFICE, AddAgendaItem(session=SITTING, vorlage=PAPER))
    with pytest.raises(StationElsewhere):
        then.when(OFFICE, AddAgendaItem(session=SITTING, vorlage=PAPER, consultation=DECISION))
    with pytest.raises(StationElsewhere):
        planned().when(OFFICE, AddAgendaItem(session=SITTING, vorlage=PAPER, consultation=PRELIMINARY))
    with pytest.raises(NoSuch):
        planned().when(OFFICE, AddAgendaItem(session=SITTING, vorlage=PAPER, consultation="none"))
    with pytest.raises(NoSuch):
        planned().when(OFFICE, AddAgendaItem(session=SITTING, vorlage="none"))


def test_a_station_with_a_printed_result_is_not_the_next_one() -> None:
    printed = ConsultationResultRecorded(consultation=DECISION, yes=1, no=0, abstained=0)
    given = released().happened(f"vorlagen/{PAPER}", printed)
    with pytest.raises(NoOpenStation):
        planned(given).when(OFFICE, ADD)
    named = AddAgendaItem(session=SITTING, vorlage=PAPER, consultation=DECISION)
    with pytest.raises(StationElsewhere):
        planned(given).when(OFFICE, named)


def test_a_station_gets_the_date_of_its_sitting_or_must_have_it() -> None:
    undated = released().when(OFFICE, SetCommitteeDate(vorlage=PAPER, consultation=DECISION, date=None))
    then = planned(undated).when(OFFICE, ADD)
    assert then.of(CommitteeDateSet) == [CommitteeDateSet(consultation=DECISION, date=KT_DAY)]
    with pytest.raises(DateDiffers):
        planned(date=KT_DAY + DAY).when(OFFICE, ADD)
    with pytest.raises(DatesGoBackwards):
        planned(undated, date=dt.date(2023, 3, 1)).when(OFFICE, ADD)


def test_an_item_without_a_paper_needs_a_subject() -> None:
    then = planned().when(OFFICE, OTHER)
    assert then.of(AgendaItemAdded)[0].subject == "Verschiedenes"
    with pytest.raises(SubjectNeeded):
        planned().when(OFFICE, AddAgendaItem(session=SITTING))


def test_a_paper_that_is_not_public_makes_its_item_so() -> None:
    hidden = draft().when(BUILDER, ChangeHeader(vorlage=PAPER, public=False))
    added = AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER, public=True, subject="Grundstück")
    item = planned(hidden).when(OFFICE, added).of(AgendaItemAdded)[0]
    assert (item.public, item.subject) == (False, "Grundstück")
    secret = AddAgendaItem(session=SITTING, subject="Personal", public=False)
    assert not planned().when(OFFICE, secret).of(AgendaItemAdded)[0].public


def test_a_sitting_that_is_not_public_has_no_public_items() -> None:
    plan = PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY, public=False)
    item = AddAgendaItem(session=SITTING, item=ITEM, subject="Verschiedenes", public=True)
    assert not released().all(OFFICE, plan, item).of(AgendaItemAdded)[0].public


def test_items_are_placed_ordered_and_removed() -> None:
    given = planned().all(OFFICE, OTHER, ADD)
    first = AddAgendaItem(session=SITTING, item="third", subject="Fragen", after="other")
    given = given.when(OFFICE, first)
    assert [each.id for each in given.sitting.agenda] == ["other", "third", ITEM]
    ordered = OrderAgenda(session=SITTING, order=(ITEM, "other", "third"))
    then = given.when(OFFICE, ordered)
    assert then.events == [AgendaOrdered(order=(ITEM, "other", "third"))]
    assert [each.id for each in then.sitting.agenda] == [ITEM, "other", "third"]
    with pytest.raises(NothingChanges):
        then.when(OFFICE, ordered)
    with pytest.raises(AgendaOrderIncomplete):
        given.when(OFFICE, OrderAgenda(session=SITTING, order=(ITEM, "other")))
    removed = then.when(OFFICE, RemoveAgendaItem(session=SITTING, item=ITEM))
    assert removed.events == [
        AgendaItemRemoved(item=ITEM),
        ConsultationUnscheduled(consultation=DECISION, session=SITTING, item=ITEM),
    ]
    assert removed.paper.consultations[1].session is None
    assert removed.when(OFFICE, ADD).paper.consultations[1].item == ITEM
    gone = removed.when(OFFICE, RemoveAgendaItem(session=SITTING, item="other"))
    assert gone.events == [AgendaItemRemoved(item="other")]
    with pytest.raises(NoSuch):
        removed.when(OFFICE, RemoveAgendaItem(session=SITTING, item=ITEM))


@given(st.integers(-2, 12), st.booleans())
def test_a_summons_reaches_its_members_seven_full_days_before(days: int, urgent: bool) -> None:  # noqa: FBT001
    received = KT_DAY - days * DAY
    urgency = "Frist läuft ab" if urgent else None
    summon = SummonSession(session=SITTING, received=received, urgency=urgency)
    given = planned().when(OFFICE, ADD)
    if urgent and days < 0:
        with pytest.raises(ReceivedAfterSitting):
            given.when(OFFICE, summon)
    elif urgent or days >= 8:
        then = given.when(OFFICE, summon)
        assert then.of(SessionSummoned) == [
            SessionSummoned(received=received, urgency=urgency, ordered_by=CHAIR)
        ]
    else:
        with pytest.raises(NoticeTooShort) as refused:
            given.when(OFFICE, summon)
        assert (refused.value.days, refused.value.source) == (7, "§ 53")


def test_the_summons_puts_its_papers_into_consultation_with_their_edition() -> None:
    then = planned().all(OFFICE, OTHER, ADD, SUMMON)
    assert then.of(ConsultationSummoned) == [
        ConsultationSummoned(consultation=DECISION, session=SITTING, edition=1)
    ]
    assert then.of(SessionSummoned)[0].received == then.now.date()
    assert then.paper.phase == InConsultation(1)
    with pytest.raises(WrongState):
        then.when(OFFICE, SUMMON)


def test_a_body_is_summoned_to_something_released_with_a_role() -> None:
    with pytest.raises(AgendaEmpty):
        planned().when(OFFICE, SUMMON)
    with pytest.raises(PaperNotReleased) as refused:
        planned(draft()).all(OFFICE, ADD, SUMMON)
    assert refused.value.status == "draft"
    no_role = draft().when(
        BUILDER, AddConsultation(vorlage=PAPER, consultation="late", committee=KREISTAG, date=KT_DAY)
    )
    without = AddAgendaItem(session=SITTING, vorlage=PAPER, consultation="late")
    with pytest.raises(StationWithoutRole):
        planned(_released(no_role)).all(OFFICE, without, SUMMON)
    hearing = ConsultationAdded(consultation="h", committee_name="Beirat", role="hearing", place=2)
    with pytest.raises(DecisionBeforePreliminary):
        planned().when(OFFICE, ADD).happened(f"vorlagen/{PAPER}", hearing).when(OFFICE, SUMMON)
    withdrawn = planned().when(OFFICE, ADD).when(LANDRAT, WithdrawVorlage(vorlage=PAPER, reason="x"))
    with pytest.raises(PaperNotReleased):
        withdrawn.when(OFFICE, SUMMON)


def _released(given: County) -> County:
    log = released().log[len(draft().log) :]
    for fact in log:
        given = given.happened(fact.stream, fact.event)
    return given


def test_after_the_summons_an_item_is_added_only_as_urgent() -> None:
    with pytest.raises(UrgencyNeeded):
        summoned().when(OFFICE, OTHER)
    urgent = AddAgendaItem(session=SITTING, item="u", subject="Deich", urgency="Hochwasser")
    item = summoned().when(OFFICE, urgent).of(AgendaItemAdded)[0]
    assert (item.late, item.urgency) == (True, "Hochwasser")


def test_a_paper_added_after_the_summons_is_supplied_late_and_must_be_released() -> None:
    other = AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER, urgency="Hochwasser")
    late = planned().all(OFFICE, OTHER, SUMMON).when(OFFICE, other)
    assert late.of(ConsultationSummoned) == [
        ConsultationSummoned(consultation=DECISION, session=SITTING, edition=1, late=True)
    ]
    with pytest.raises(PaperNotReleased):
        planned(draft()).all(OFFICE, OTHER, SUMMON).when(OFFICE, other)
    in_sitting = sitting().when(
        CLERK, AddAgendaItem(session=SITTING, item="u", subject="Deich", urgency="Hochwasser")
    )
    assert in_sitting.sitting.agenda[-1].id == "u"


def test_a_sitting_moves_with_its_papers_before_the_summons() -> None:
    given = planned().all(OFFICE, OTHER, ADD)
    then = given.when(OFFICE, MoveSession(session=SITTING, date=KT_DAY + DAY))
    assert then.events == [
        SessionMoved(date=KT_DAY + DAY),
        CommitteeDateSet(consultation=DECISION, date=KT_DAY + DAY),
    ]
    assert then.sitting.date == KT_DAY + DAY
    with pytest.raises(NothingChanges):
        given.when(OFFICE, MoveSession(session=SITTING, date=KT_DAY))
    with pytest.raises(DatesGoBackwards):
        given.when(OFFICE, MoveSession(session=SITTING, date=dt.date(2023, 3, 1)))


def test_after_the_summons_a_sitting_moves_with_a_reason_and_in_time_for_its_members() -> None:
    later = KT_DAY + DAY
    with pytest.raises(ReasonMissing):
        summoned().when(OFFICE, MoveSession(session=SITTING, date=later))
    move = MoveSession(session=SITTING, date=later, reason="Saal gesperrt")
    then = summoned().when(OFFICE, move)
    assert then.events == [
        SessionMoved(date=later, reason="Saal gesperrt", received=then.now.date()),
        CommitteeDateSet(consultation=DECISION, date=later, reason="Saal gesperrt"),
    ]
    assert then.sitting.status == "summoned"
    with pytest.raises(NoticeTooShort):
        summoned().when(OFFICE, replace(move, received=KT_DAY - 6 * DAY))
    assert summoned().when(OFFICE, replace(move, received=KT_DAY - 7 * DAY)).sitting.date == later
    urgent = replace(move, received=KT_DAY, urgency="Wasser im Saal")
    assert summoned().when(OFFICE, urgent).sitting.date == later
    with pytest.raises(WrongState):
        sitting().when(OFFICE, move)


def test_a_sitting_called_off_frees_its_papers() -> None:
    then = summoned().when(OFFICE, CancelSession(session=SITTING, reason="Sturm"))
    assert then.events == [
        SessionCancelled(reason="Sturm"),
        ConsultationUnscheduled(consultation=DECISION, session=SITTING, item=ITEM),
    ]
    station = then.paper.consultations[1]
    assert (station.session, station.edition, station.status) == (None, None, "dated")
    again = then.all(
        OFFICE,
        PlanSession(session="second", committee=KREISTAG, date=KT_DAY),
        AddAgendaItem(session="second", vorlage=PAPER),
        SummonSession(session="second"),
    )
    assert again.paper.consultations[1].session == "second"


def test_a_paper_whose_only_summoned_sitting_is_called_off_can_be_taken_back() -> None:
    off = CancelSession(session=SITTING, reason="Sturm")
    then = summoned().when(OFFICE, off)
    assert then.paper.phase == Released(1)
    back = WithdrawRelease(vorlage=PAPER, reason="neu fassen")
    assert then.when(LANDRAT, back).paper.status == "draft"
    ka = summoned().all(
        OFFICE,
        PlanSession(session="ka", committee=KREISAUSSCHUSS, date=dt.date(2023, 3, 8)),
        AddAgendaItem(session="ka", vorlage=PAPER),
        SummonSession(session="ka", urgency="Frist"),
    )
    assert ka.when(OFFICE, off).paper.phase == InConsultation(1)


def test_a_paper_withdrawn_before_its_sitting_is_called_off_stays_withdrawn() -> None:
    withdrawn = summoned().when(LANDRAT, WithdrawVorlage(vorlage=PAPER, reason="x"))
    assert withdrawn.when(OFFICE, CancelSession(session=SITTING, reason="x")).paper.status == "withdrawn"


def test_a_body_without_a_session_of_its_own_shares_nothing() -> None:
    ka = released().when(
        OFFICE, PlanSession(session="ka", committee=KREISAUSSCHUSS, date=dt.date(2023, 3, 8))
    )
    then = planned(ka).all(OFFICE, ADD, AddAgendaItem(session="ka", item="ka-item", vorlage=PAPER))
    assert [each.session for each in then.paper.consultations] == ["ka", SITTING]
    removed = then.when(OFFICE, RemoveAgendaItem(session=SITTING, item=ITEM))
    assert [each.session for each in removed.paper.consultations] == ["ka", None]
