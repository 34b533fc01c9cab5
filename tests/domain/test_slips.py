"""Each usual slip of a sitting is undone, and its trace stays (rule 14)."""

import datetime as dt

import pytest
from msgspec.structs import replace

from domain.committee.events import SubstituteAppointed
from domain.errors import NoSuch, NothingChanges
from domain.events import committee_stream
from domain.session.commands.agenda import AddAgendaItem
from domain.session.commands.attendance import DeclareRecusal, LiftRecusal, RecordLeaving, RecordSubstitution
from domain.session.commands.course import CallItem, ConcludeItem
from domain.session.commands.proceedings import (
    ApproveAgenda,
    CorrectAttendance,
    ExcludePublic,
    RecallItem,
    RefuseItem,
    ReopenItem,
    RestorePublic,
    SpanEntry,
    WithdrawAgendaApproval,
)
from domain.session.commands.votes import AnnulVote, CancelVote, DeclareVote, OpenVote, RecordVote
from domain.session.errors.attendance import NotAMember, NotASubstitute, SeatOccupied
from domain.session.errors.proceedings import (
    ConcludedByVote,
    IntervalsOverlap,
    ItemNotCalled,
    ItemNotOver,
    ItemOver,
    VoteCounted,
)
from domain.session.errors.votes import VoteStillOpen
from domain.session.events.attendance import MemberLeft
from domain.session.events.course import ItemReopened, Substitute
from domain.session.events.proceedings import (
    AgendaApprovalWithdrawn,
    AttendanceCorrected,
    ItemRecalled,
    PublicRestored,
    Span,
)
from domain.session.events.votes import VoteCancelled, VoteQuestioned
from domain.session.votes.flags import ENTERED_LATE
from domain.vorlage.commands.consultation import (
    AddConsultation,
    OrderConsultations,
    RemoveConsultation,
    SetCommitteeDate,
)
from domain.vorlage.errors.consultation import DecisionBeforePreliminary, StationFollowed
from domain.vorlage.events.aftermath import DecisionAnnulled
from domain.vorlage.events.consultation import (
    CommitteeDateSet,
    ConsultationAdded,
    ConsultationRemoved,
    ConsultationReopened,
    ConsultationUncalled,
)
from domain.vorlage.phases import Noted
from tests.domain.chamber import BODY, OPENED, chamber
from tests.domain.county import (
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
    VOTE,
    informed,
    sitting,
)

MINUTE = dt.timedelta(minutes=1)
OPEN = OpenVote(session=SITTING, item=ITEM, vote=VOTE)
COUNT = RecordVote(session=SITTING, vote=VOTE, yes=3, no=0, abstained=0)
RECALL = RecallItem(session=SITTING, item=ITEM, reason="falscher Punkt")
REOPEN = ReopenItem(session=SITTING, item=ITEM, reason="verklickt")


def correct(*spans: tuple[dt.datetime, dt.datetime | None], member: str = "m000") -> CorrectAttendance:
    """Other times for a member."""
    intervals = tuple(SpanEntry(begin=begin, end=end) for begin, end in spans)
    return CorrectAttendance(session=SITTING, member=member, intervals=intervals, reason="verwechselt")


def test_the_wrong_item_was_called() -> None:
    then = sitting().when(CLERK, RECALL)
    assert then.events == [
        ItemRecalled(item=ITEM, reason="falscher Punkt", ordered_by="chair"),
        ConsultationUncalled(consultation=DECISION, session=SITTING, reason="falscher Punkt"),
    ]
    assert then.sitting.current is None
    assert then.paper.consultations[1].status == "summoned"
    assert then.when(CLERK, CallItem(session=SITTING, item=ITEM)).paper.consultations[1].status == "called"
    with pytest.raises(ItemNotCalled):
        then.when(CLERK, RECALL)
    with pytest.raises(VoteStillOpen):
        sitting().all(CLERK, OPEN, RECALL)
    with pytest.raises(VoteCounted):
        chamber(3).all(CLERK, OPEN, COUNT, RECALL)
    cancelled = CancelVote(session=SITTING, vote=VOTE, reason="zu früh")
    assert chamber(3).all(CLERK, OPEN, cancelled, RECALL).of(ItemRecalled)
    noted = ConcludeItem(session=SITTING, item=ITEM, outcome="noted")
    with pytest.raises(ItemOver):
        chamber(3).all(CLERK, noted, RECALL)


def test_a_vote_was_opened_too_early() -> None:
    then = chamber(3).all(CLERK, OPEN, CancelVote(session=SITTING, vote=VOTE, reason="zu früh"))
    assert then.events == [VoteCancelled(vote=VOTE, reason="zu früh")]
    assert [each.status for each in then.sitting.votes] == ["cancelled"]


def test_an_attendance_was_entered_for_the_wrong_member() -> None:
    given = chamber(3, 4)
    came = given.sitting.attendance["m000"][0].begin
    then = given.when(CLERK, correct())
    assert then.events == [
        AttendanceCorrected(member="m000", before=(Span(begin=came),), after=(), reason="verwechselt")
    ]
    assert "m000" not in then.sitting.present(then.now)
    added = given.when(CLERK, correct((came, None), member="m003"))
    assert added.sitting.present(added.now) == {"m000", "m001", "m002", "m003"}
    with pytest.raises(NothingChanges):
        given.when(CLERK, correct((came, None)))
    with pytest.raises(NotAMember):
        given.when(CLERK, correct((came, None), member="nobody"))


@pytest.mark.parametrize(
    "spans",
    [
        ((OPENED, OPENED),),
        ((OPENED, None), (OPENED + MINUTE, None)),
        ((OPENED, OPENED + 2 * MINUTE), (OPENED + MINUTE, None)),
        ((OPENED + dt.timedelta(days=1), None),),
        ((OPENED, OPENED + dt.timedelta(days=1)),),
    ],
)
def test_corrected_times_follow_each_other_and_lie_in_the_past(
    spans: tuple[tuple[dt.datetime, dt.datetime | None], ...],
) -> None:
    given = chamber(3)._replace(now=OPENED + 9 * MINUTE)
    with pytest.raises(IntervalsOverlap):
        given.when(CLERK, correct(*spans))
    twice = ((OPENED, OPENED + MINUTE), (OPENED + MINUTE, None))
    assert given.when(CLERK, correct(*twice)).of(AttendanceCorrected)


def test_a_corrected_attendance_marks_the_votes_it_touches_and_no_number() -> None:
    given = chamber(3).all(CLERK, OPEN, COUNT, DeclareVote(session=SITTING, vote=VOTE))
    then = given.when(CLERK, correct())
    marked = then.of(VoteQuestioned)
    assert [each.vote for each in marked] == [VOTE]
    assert ENTERED_LATE in marked[0].flags
    assert then.sitting.votes[0].counts == given.sitting.votes[0].counts
    apart = given.when(CLERK, correct((OPENED, given.now)))
    assert apart.of(VoteQuestioned) == []


def test_a_corrected_seat_has_one_voter_at_a_time() -> None:
    given = chamber(3).happened(
        committee_stream(BODY), SubstituteAppointed(member="m000", substitute="stand-in")
    )
    session = given.sitting
    session = replace(session, substitutes=(Substitute(member="m000", substitute="stand-in"),))
    given = given._replace(world=replace(given.world, sessions={SITTING: session}))
    left = RecordLeaving(session=SITTING, members=("m000",))
    given = given.all(CLERK, left, RecordSubstitution(session=SITTING, member="m000", substitute="stand-in"))
    with pytest.raises(SeatOccupied):
        given.when(CLERK, correct((OPENED, None)))
    until = given.sitting.attendance["m000"][0].end
    assert given.when(CLERK, correct((OPENED - MINUTE, until))).of(AttendanceCorrected)
    stood_in = SpanEntry(begin=given.now + MINUTE / 2, seat="m000")
    other = CorrectAttendance(session=SITTING, member="stand-in", intervals=(stood_in,), reason="x")
    given = given._replace(now=given.now + MINUTE)
    assert given.when(CLERK, other).of(AttendanceCorrected)[0].after[0].seat == "m000"
    wrong = CorrectAttendance(session=SITTING, member="m001", intervals=(stood_in,), reason="x")
    with pytest.raises(NotASubstitute):
        given.when(CLERK, wrong)


def test_nobody_noticed_that_a_member_left() -> None:
    given = chamber(3).all(CLERK, OPEN, COUNT, DeclareVote(session=SITTING, vote=VOTE))
    then = given.when(CLERK, RecordLeaving(session=SITTING, members=("m002",)), OPENED + MINUTE / 2)
    assert then.of(MemberLeft) == [MemberLeft(member="m002", late=True)]
    assert [each.vote for each in then.of(VoteQuestioned)] == [VOTE]


def test_a_member_was_recused_by_mistake() -> None:
    recused = chamber(3).when(CLERK, DeclareRecusal(session=SITTING, item=ITEM, member="m001"))
    lifted = recused.when(CLERK, LiftRecusal(session=SITTING, item=ITEM, member="m001", reason="verwechselt"))
    assert lifted.sitting.agenda[0].recused == ()


def test_an_item_was_concluded_by_mistake() -> None:
    noted = ConcludeItem(session=SITTING, item=ITEM, outcome="noted")
    then = sitting().all(CLERK, noted, REOPEN)
    assert then.events == [
        ItemReopened(item=ITEM, reason="verklickt"),
        ConsultationReopened(consultation=DECISION, session=SITTING, reason="verklickt"),
    ]
    assert then.sitting.agenda[0].outcome is None
    with pytest.raises(ItemNotOver):
        then.when(CLERK, REOPEN)
    with pytest.raises(NoSuch):
        then.when(CLERK, ReopenItem(session=SITTING, item="none", reason="x"))
    plain = chamber(3).all(CLERK, ConcludeItem(session=SITTING, item=ITEM, outcome="noted"), REOPEN)
    assert plain.events == [ItemReopened(item=ITEM, reason="verklickt")]


def test_an_information_paper_was_noted_by_mistake() -> None:
    noted = informed().when(CLERK, ConcludeItem(session=SITTING, item=ITEM, outcome="noted"))
    assert (noted.paper.phase, noted.paper.decided_at) == (Noted(), DECISION)
    then = noted.when(CLERK, REOPEN)
    assert then.events == [
        ItemReopened(item=ITEM, reason="verklickt"),
        DecisionAnnulled(consultation=DECISION, vote=None, edition=1, reason="verklickt"),
        ConsultationReopened(consultation=DECISION, session=SITTING, reason="verklickt"),
    ]
    assert then.paper == informed().paper


def test_what_a_vote_concluded_is_reopened_by_annulling_it() -> None:
    given = chamber(3).all(CLERK, OPEN, COUNT, DeclareVote(session=SITTING, vote=VOTE))
    with pytest.raises(ConcludedByVote):
        given.when(CLERK, REOPEN)
    assert given.when(CLERK, AnnulVote(session=SITTING, vote=VOTE, reason="x")).of(ItemReopened)


def test_an_item_was_postponed_by_mistake() -> None:
    postponed = sitting().when(CLERK, ConcludeItem(session=SITTING, item=ITEM, outcome="postponed"))
    inserted = postponed.of(ConsultationAdded)[0].consultation
    then = postponed.when(CLERK, REOPEN)
    assert then.of(ConsultationRemoved) == [ConsultationRemoved(consultation=inserted)]
    assert [each.id for each in then.paper.consultations] == [
        each.id for each in sitting().paper.consultations
    ]
    dated = CommitteeDateSet(consultation=inserted, date=KT_DAY + dt.timedelta(days=30))
    with pytest.raises(StationFollowed):
        postponed.happened(f"vorlagen/{PAPER}", dated).when(CLERK, REOPEN)


@pytest.mark.parametrize(("station", "inserted"), [(DECISION, 2), (PRELIMINARY, 1)])
def test_an_item_was_referred_by_mistake(station: str, inserted: int) -> None:
    given = sitting(station)
    other = KREISAUSSCHUSS if station == DECISION else KREISTAG
    refer = ConcludeItem(session=SITTING, item=ITEM, outcome="referred", committee=other)
    referred = given.when(CLERK, refer)
    assert len(referred.of(ConsultationAdded)) == inserted
    then = referred.when(CLERK, REOPEN)
    assert len(then.of(ConsultationRemoved)) == inserted
    assert [each.id for each in then.paper.consultations] == [each.id for each in given.paper.consultations]


def test_a_decision_is_not_opened_again_before_a_station_that_prepares_it_by_now() -> None:
    off = sitting().when(CLERK, ConcludeItem(session=SITTING, item=ITEM, outcome="taken_off", reason="x"))
    further = AddConsultation(
        vorlage=PAPER, committee=KREISAUSSCHUSS, role="preliminary", date=KT_DAY + dt.timedelta(days=1)
    )
    behind = off.when(OFFICE, further)
    with pytest.raises(DecisionBeforePreliminary):
        behind.when(CLERK, REOPEN)
    (added,) = behind.of(ConsultationAdded)
    gone = behind.when(OFFICE, RemoveConsultation(vorlage=PAPER, consultation=added.consultation))
    assert gone.when(CLERK, REOPEN).paper.consultations == sitting().paper.consultations


def test_a_station_that_was_put_off_is_not_opened_again_behind_the_decision_it_prepares() -> None:
    postponed = sitting(PRELIMINARY).when(
        CLERK, ConcludeItem(session=SITTING, item=ITEM, outcome="postponed")
    )
    (inserted,) = postponed.of(ConsultationAdded)
    order = OrderConsultations(vorlage=PAPER, order=(inserted.consultation, DECISION, PRELIMINARY))
    soon = SetCommitteeDate(vorlage=PAPER, consultation=DECISION, date=KA_DAY)
    with pytest.raises(DecisionBeforePreliminary):
        postponed.all(OFFICE, soon, order).when(CLERK, REOPEN)


def test_a_late_item_was_refused_by_mistake() -> None:
    late = AddAgendaItem(session=SITTING, item="late", subject="Deich", urgency="Hochwasser")
    refuse = RefuseItem(session=SITTING, item="late", reason="x")
    reopen = ReopenItem(session=SITTING, item="late", reason="verklickt")
    assert chamber(3).all(CLERK, late, refuse, reopen).sitting.agenda[-1].outcome is None


def test_the_agenda_was_approved_too_early() -> None:
    back = WithdrawAgendaApproval(session=SITTING, reason="Änderung")
    then = chamber(3).all(CLERK, ApproveAgenda(session=SITTING), back)
    assert then.events == [AgendaApprovalWithdrawn(reason="Änderung", ordered_by="m000")]
    assert not then.sitting.proceedings.approved
    with pytest.raises(NothingChanges):
        then.when(CLERK, back)
    assert then.when(CLERK, ApproveAgenda(session=SITTING)).sitting.proceedings.approved


def test_the_public_was_excluded_by_mistake() -> None:
    then = chamber(3).all(
        CLERK,
        ExcludePublic(session=SITTING, reason="Grundstück"),
        RestorePublic(session=SITTING, mistake="falscher Punkt"),
    )
    assert then.events == [PublicRestored(mistake="falscher Punkt", ordered_by="m000")]
    assert then.sitting.public_admitted
