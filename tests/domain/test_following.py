"""What follows when a station ends without a decision, and what a sitting leaves behind when it closes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.errors import NoSuch, NotEntitled, NothingChanges
from domain.procedure import decide
from domain.session.commands.agenda import AddAgendaItem, PlanSession, RemoveAgendaItem, SummonSession
from domain.session.commands.course import CallItem, CloseSession, ConcludeItem
from domain.session.commands.votes import AnnulVote, DeclareVote, OpenVote, RecordVote
from domain.session.errors.proceedings import CommitteeNamed, ItemNotCalled, PaperNotWithdrawn, ReasonMissing
from domain.session.errors.votes import VotePending
from domain.session.events.course import ItemConcluded, SessionClosed
from domain.vorlage.commands.aftermath import WithdrawVorlage
from domain.vorlage.commands.consultation import (
    AddConsultation,
    OrderConsultations,
    RecordConsultationResult,
    RemoveConsultation,
    SetCommitteeDate,
    SetConsultationRole,
    WaiveConsultation,
)
from domain.vorlage.commands.drafting import CreateVorlage
from domain.vorlage.consultation.beratungsfolge import check_dates, check_roles, roles_of
from domain.vorlage.consultation.following import following
from domain.vorlage.errors.consultation import ConsultationUnderWay, DatesGoBackwards
from domain.vorlage.events.aftermath import VorlageNoted, VorlageWithdrawn
from domain.vorlage.events.consultation import (
    CommitteeDateSet,
    ConsultationAdded,
    ConsultationConcluded,
    ConsultationWaived,
)
from domain.vorlage.terms import ConsultationRole
from projections.vorlage import view as vorlage
from tests.domain.county import (
    BUILDER,
    CLERK,
    DECISION,
    ITEM,
    KA_DAY,
    KREISAUSSCHUSS,
    KREISTAG,
    KT_DAY,
    LANDRAT,
    OFFICE,
    PAPER,
    PRELIMINARY,
    SITTING,
    VOTE,
    County,
    draft,
    released,
    sitting,
    summoned,
)
from tests.projections.story import fold, log

REFER = ConcludeItem(session=SITTING, item=ITEM, outcome="referred", committee=KREISAUSSCHUSS)
WITHDRAWN = ConcludeItem(session=SITTING, item=ITEM, outcome="withdrawn", reason="überholt")
CLOSE = CloseSession(session=SITTING)


def order(county: County) -> list[tuple[str | None, str | None, str | None]]:
    """Committee, role and outcome of each station."""
    return [(each.committee, each.role, each.outcome) for each in county.paper.consultations]


def test_an_advisory_body_refers_to_a_committee_directly_behind_it() -> None:
    refer = replace(REFER, committee=KREISTAG)
    then = sitting(PRELIMINARY).when(CLERK, refer)
    assert order(then) == [
        (KREISAUSSCHUSS, "preliminary", "referred"),
        (KREISTAG, "preliminary", None),
        (KREISTAG, "decision", None),
    ]
    assert then.paper.status == "in_consultation"


def test_where_the_deciding_body_refers_a_new_decision_of_it_follows() -> None:
    then = sitting().when(CLERK, REFER)
    assert order(then) == [
        (KREISAUSSCHUSS, "preliminary", None),
        (KREISTAG, "decision", "referred"),
        (KREISAUSSCHUSS, "preliminary", None),
        (KREISTAG, "decision", None),
    ]
    added = then.of(ConsultationAdded)
    assert [each.committee_name for each in added] == ["Kreisausschuss", "Kreistag"]
    again = then.all(
        OFFICE,
        PlanSession(session="next", committee=KREISTAG, date=KT_DAY.replace(month=4)),
        AddAgendaItem(session="next", item="again", vorlage=PAPER),
    )
    assert again.paper.consultations[3].session == "next"


def test_an_item_is_referred_to_another_committee_that_exists_and_nothing_else_names_one() -> None:
    with pytest.raises(CommitteeNamed):
        sitting().when(CLERK, replace(REFER, committee=KREISTAG))
    with pytest.raises(CommitteeNamed):
        sitting().when(CLERK, replace(REFER, committee=None))
    with pytest.raises(CommitteeNamed):
        sitting().when(CLERK, replace(REFER, outcome="noted"))
    with pytest.raises(NoSuch):
        sitting().when(CLERK, replace(REFER, committee="nowhere"))


def preparing(role: ConsultationRole) -> County:
    """The Kreisausschuss sits with a station of this role, behind a decision that is still ahead."""
    given = released().all(
        OFFICE,
        SetConsultationRole(vorlage=PAPER, consultation=PRELIMINARY, role="information"),
        RemoveConsultation(vorlage=PAPER, consultation=DECISION),
        AddConsultation(vorlage=PAPER, consultation="first", committee=KREISTAG, role="decision"),
        OrderConsultations(vorlage=PAPER, order=("first", PRELIMINARY)),
        SetCommitteeDate(vorlage=PAPER, consultation="first", date=KA_DAY),
    )
    if role != "information":
        given = given.all(
            OFFICE,
            WaiveConsultation(vorlage=PAPER, consultation=PRELIMINARY, reason="Der Kreistag verzichtet."),
            SetConsultationRole(vorlage=PAPER, consultation=PRELIMINARY, role=role),
        )
    given = given.all(
        OFFICE,
        PlanSession(session=SITTING, committee=KREISAUSSCHUSS, date=KA_DAY),
        AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER),
        SummonSession(session=SITTING),
    )
    for fact in sitting(PRELIMINARY).log[len(summoned(PRELIMINARY).log) :]:
        given = given.happened(fact.stream, fact.event, when=fact.meta.happened_at)
    return given._replace(now=sitting(PRELIMINARY).now)


def test_what_a_body_refers_to_comes_before_a_decision_that_was_planned_before_it() -> None:
    then = preparing("information").when(CLERK, replace(REFER, committee=KREISTAG))
    assert order(then) == [
        (KREISAUSSCHUSS, "information", "referred"),
        (KREISTAG, "preliminary", None),
        (KREISTAG, "decision", None),
    ]
    # Its day lay before what prepares it now; the council office gives it another one.
    assert then.paper.consultations[2].date is None
    assert then.of(CommitteeDateSet)[0].reason is not None
    check_roles(roles_of(then.paper.consultations))
    check_dates(then.paper, then.paper.consultations)
    more = AddConsultation(vorlage=PAPER, committee=KREISAUSSCHUSS, role="hearing", after=PRELIMINARY)
    assert len(then.when(OFFICE, more).paper.consultations) == 4
    put_off = preparing("information").when(CLERK, replace(REFER, outcome="postponed", committee=None))
    assert [role for _, role, _ in order(put_off)] == ["decision", "information", "information"]


def test_the_decision_does_not_wait_for_what_follows_a_station_that_was_waived() -> None:
    for outcome, committee in (("referred", KREISTAG), ("postponed", None)):
        then = preparing("preliminary").when(CLERK, replace(REFER, outcome=outcome, committee=committee))
        assert [role for _, role, _ in order(then)] == ["decision", "preliminary", "preliminary"]
        assert then.paper.consultations[2].waived
        check_roles(roles_of(then.paper.consultations))


def test_a_station_that_a_withdrawal_overtakes_is_over() -> None:
    withdrawn = [("concluded", "withdrawn")] * 2
    draft_ = draft().when(LANDRAT, WithdrawVorlage(vorlage=PAPER, reason="erledigt"))
    assert [(each.status, each.outcome) for each in draft_.paper.consultations] == withdrawn
    in_sitting = sitting(PRELIMINARY).when(CLERK, WITHDRAWN)
    assert [(each.status, each.outcome) for each in in_sitting.paper.consultations] == withdrawn
    planned = released().all(
        OFFICE,
        PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY),
        AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER),
    )
    gone = planned.when(LANDRAT, WithdrawVorlage(vorlage=PAPER, reason="erledigt"))
    assert gone.paper.consultations[1].status == "dated"
    removed = gone.when(OFFICE, RemoveAgendaItem(session=SITTING, item=ITEM))
    assert [(each.status, each.outcome) for each in removed.paper.consultations] == withdrawn


def test_a_station_that_a_decision_overtook_is_ahead_again_where_that_is_annulled() -> None:
    decided = sitting().all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, vote=VOTE),
        RecordVote(session=SITTING, vote=VOTE, yes=0, no=9, abstained=0),
        DeclareVote(session=SITTING, vote=VOTE),
    )
    assert [each.outcome for each in decided.paper.consultations] == ["taken_off", "rejected"]
    then = decided.when(CLERK, AnnulVote(session=SITTING, vote=VOTE, reason="verzählt"))
    assert then.paper.consultations == sitting().paper.consultations
    assert then.paper.rejected is None
    rows = fold(vorlage, log((fact.stream, fact.meta, fact.event) for fact in then.log))
    assert [each.outcome for each in rows[f"vorlagen/{PAPER}"].consultations] == [None, None]


def test_what_was_counted_on_paper_is_not_overtaken() -> None:
    informal = AddConsultation(
        vorlage=PAPER, consultation="informal", committee=KREISTAG, printed=False, after=PRELIMINARY
    )
    counted = RecordConsultationResult(vorlage=PAPER, consultation="informal", yes=5, no=1)
    then = released().all(OFFICE, informal, counted)
    then = then.when(LANDRAT, WithdrawVorlage(vorlage=PAPER, reason="erledigt"))
    assert [each.outcome for each in then.paper.consultations] == ["withdrawn", None, "withdrawn"]


def test_a_paper_taken_off_may_come_again_to_any_station() -> None:
    then = sitting().when(CLERK, replace(REFER, outcome="taken_off", committee=None))
    assert then.of(ConsultationAdded) == []
    (station,) = [each for each in sitting().paper.consultations if each.id == DECISION]
    assert following(sitting().paper, station, "taken_off", None, sitting().given(CLERK)) == []
    again = AddConsultation(vorlage=PAPER, committee=KREISAUSSCHUSS, role="preliminary", after=DECISION)
    assert then.when(OFFICE, again).paper.consultations[2].role == "preliminary"


def test_a_paper_is_withdrawn_in_the_sitting_before_the_final_vote() -> None:
    then = sitting().when(CLERK, WITHDRAWN)
    assert then.paper.status == "withdrawn"
    assert then.of(VorlageWithdrawn) == [VorlageWithdrawn(reason="überholt")]
    with pytest.raises(ReasonMissing):
        sitting().when(CLERK, replace(WITHDRAWN, reason=None))
    with pytest.raises(ItemNotCalled):
        sitting().all(
            CLERK,
            AddAgendaItem(session=SITTING, item="b", subject="X", urgency="eilt"),
            CallItem(session=SITTING, item="b"),
            WITHDRAWN,
        )
    counted = sitting().all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, vote=VOTE),
        RecordVote(session=SITTING, vote=VOTE, yes=9, no=0, abstained=0),
    )
    with pytest.raises(VotePending):
        counted.when(CLERK, WITHDRAWN)


def test_a_counted_vote_on_how_to_go_on_does_not_keep_a_paper_from_being_withdrawn() -> None:
    counted = sitting().all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, vote=VOTE, about="procedural"),
        RecordVote(session=SITTING, vote=VOTE, yes=9, no=0, abstained=0),
        DeclareVote(session=SITTING, vote=VOTE),
        WITHDRAWN,
    )
    assert counted.paper.status == "withdrawn"


def test_an_item_whose_paper_was_withdrawn_earlier_says_so() -> None:
    given = summoned().when(LANDRAT, WithdrawVorlage(vorlage=PAPER, reason="erledigt"))
    for fact in sitting().log[len(summoned().log) :][:-2]:
        given = given.happened(fact.stream, fact.event, when=fact.meta.happened_at)
    then = given._replace(now=sitting().now).when(CLERK, replace(WITHDRAWN, reason=None))
    assert [each.outcome for each in then.of(ConsultationConcluded)] == ["withdrawn"]
    assert then.of(VorlageWithdrawn) == []
    closed = given._replace(now=sitting().now).when(CLERK, CLOSE)
    assert [each.outcome for each in closed.of(ItemConcluded)] == ["withdrawn"]


def test_what_has_no_paper_or_was_decided_is_not_withdrawn() -> None:
    bare = sitting().all(
        CLERK,
        AddAgendaItem(session=SITTING, item="b", subject="X", urgency="eilt"),
        CallItem(session=SITTING, item="b"),
    )
    with pytest.raises(PaperNotWithdrawn):
        bare.when(CLERK, replace(WITHDRAWN, item="b"))
    # The paper was decided while this item of it was still open.
    noted = ConsultationConcluded(consultation=DECISION, session=SITTING, outcome="noted")
    decided = sitting().happened(f"vorlagen/{PAPER}", noted, VorlageNoted(consultation=DECISION))
    with pytest.raises(PaperNotWithdrawn):
        decided.when(CLERK, WITHDRAWN)


@given(st.sampled_from([PRELIMINARY, DECISION]), st.booleans())
def test_a_sitting_that_closes_leaves_no_station_bound_to_it(station: str, voted: bool) -> None:  # noqa: FBT001
    given = sitting(station)
    if voted:
        given = given.all(
            CLERK,
            OpenVote(session=SITTING, item=ITEM, vote=VOTE),
            RecordVote(session=SITTING, vote=VOTE, yes=8, no=0, abstained=1),
            DeclareVote(session=SITTING, vote=VOTE),
        )
    then = given.when(CLERK, CLOSE)
    assert all(each.outcome is not None for each in then.sitting.agenda)
    assert not any(each.session == SITTING and each.outcome is None for each in then.paper.consultations)
    assert len(then.of(SessionClosed)) == 1
    if not voted:
        (concluded,) = then.of(ItemConcluded)
        assert (concluded.outcome, concluded.reason is not None) == ("postponed", True)
        (again,) = then.of(ConsultationAdded)
        assert again.role == given.paper.consultations[again.place - 1].role
        assert then.when(LANDRAT, WithdrawVorlage(vorlage=PAPER, reason="x")).paper.status == "withdrawn"


def test_the_body_does_not_wait_for_a_station_that_comes_after_it() -> None:
    late = SetCommitteeDate(vorlage=PAPER, consultation=PRELIMINARY, date=KT_DAY.replace(month=4))
    waive = WaiveConsultation(vorlage=PAPER, consultation=PRELIMINARY, reason="Der Kreistag verzichtet.")
    with pytest.raises(DatesGoBackwards):
        released().when(OFFICE, late)
    then = released().when(OFFICE, waive)
    assert then.events == [ConsultationWaived(consultation=PRELIMINARY, reason="Der Kreistag verzichtet.")]
    assert then.when(OFFICE, late).paper.consultations[0].date == KT_DAY.replace(month=4)
    with pytest.raises(NothingChanges):
        then.when(OFFICE, waive)
    with pytest.raises(ConsultationUnderWay):
        released().when(OFFICE, replace(waive, consultation=DECISION))
    with pytest.raises(ConsultationUnderWay):
        sitting(PRELIMINARY).when(OFFICE, waive)


def test_a_body_that_was_not_waited_for_hears_of_the_paper_after_the_decision() -> None:
    later = KT_DAY.replace(month=4)
    given = released().all(
        OFFICE,
        WaiveConsultation(vorlage=PAPER, consultation=PRELIMINARY, reason="Der Kreistag verzichtet."),
        SetCommitteeDate(vorlage=PAPER, consultation=PRELIMINARY, date=later),
        PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY),
        AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER),
        SummonSession(session=SITTING),
    )
    for fact in sitting().log[len(summoned().log) :]:
        given = given.happened(fact.stream, fact.event, when=fact.meta.happened_at)
    decided = given._replace(now=sitting().now).all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, vote=VOTE),
        RecordVote(session=SITTING, vote=VOTE, yes=9, no=0, abstained=0),
        DeclareVote(session=SITTING, vote=VOTE),
    )
    assert decided.paper.consultations[0].status == "dated"
    told = decided.all(
        OFFICE,
        PlanSession(session="ka", committee=KREISAUSSCHUSS, date=later),
        AddAgendaItem(session="ka", item="ka-item", vorlage=PAPER),
        SummonSession(session="ka"),
    )
    assert told.paper.consultations[0].status == "summoned"
    assert told.paper.status == "resolved"


def test_only_the_council_office_says_of_a_single_paper_that_it_was_imported() -> None:
    create = CreateVorlage(vorlage="other", file_reference="1", subject="X", imported=True)
    assert released().when(OFFICE, create).world.vorlagen["other"].imported
    given = released()
    alone = given.given(BUILDER)
    with pytest.raises(NotEntitled):
        decide(create, given.world, replace(alone, batch=alone.command))
    assert given.when(BUILDER, create).world.vorlagen["other"].imported
