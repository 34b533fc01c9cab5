"""The clerk's list: summons in order, agenda, what came late, the public, notes, the chair."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st

from domain.committee.commands import AppointDeputyChair
from domain.committee.errors import NoSeat
from domain.errors import AlreadyExists, NoSuch, NotEntitled, NothingChanges, WrongState
from domain.flag import Flag
from domain.procedure import AnyCommand
from domain.session.commands.agenda import AddAgendaItem, PlanSession, SummonSession
from domain.session.commands.attendance import DeclareRecusal, RecordArrival, RecordLeaving
from domain.session.commands.course import CallItem, CloseSession, ConcludeItem, OpenSession
from domain.session.commands.proceedings import (
    AcceptItem,
    ApproveAgenda,
    EstablishSummons,
    HandOverChair,
    RecordNote,
    RefuseItem,
    WithdrawNote,
)
from domain.session.commands.votes import DeclareVote, RecordVote
from domain.session.errors.proceedings import (
    FormalItem,
    ItemKindDiffers,
    ItemNotCalled,
    ItemOver,
    MayNotChair,
    NotAccepted,
    NoteNotPublic,
    NotLate,
    PublicTitleNeedless,
    RecusedTooLate,
    SummonsNotInOrder,
    VoteAboutDiffers,
    VoteCounted,
    VoteWentOtherwise,
)
from domain.session.errors.votes import VoteState, VoteStillOpen, VoteUndeclared
from domain.session.events.agenda import AgendaItemAdded, SessionSummoned
from domain.session.events.attendance import RecusalDeclared
from domain.session.events.course import ItemCalled, ItemConcluded, SessionOpened
from domain.session.events.proceedings import (
    AgendaApproved,
    ChairHandedOver,
    ItemAccepted,
    ItemRefused,
    NoteRecorded,
    NoteWithdrawn,
    SummonsEstablished,
)
from domain.session.events.votes import VoteOpened, VoteQuestioned
from domain.vorlage.events.consultation import ConsultationConcluded
from tests.domain.chamber import chamber, voting
from tests.domain.county import (
    ADVISER,
    CHAIR,
    CLERK,
    ITEM,
    KREISTAG,
    KT_DAY,
    LANDRAT,
    OFFICE,
    PAPER,
    SITTING,
    VOTE,
    at,
    members,
    released,
    sitting,
    summoned,
)
from tests.domain.hall import EXCLUDE, FIRST, LATE, RESTORE, SECRET, contested, hall, vote, voted

CALL = CallItem(session=SITTING, item=ITEM)


APPROVE = ApproveAgenda(session=SITTING)


# Items


@pytest.mark.parametrize(
    ("kind", "stored"),
    [("matter", None), ("opening", "opening"), ("question_time", "question_time"), ("report", "report")],
)
def test_an_item_is_a_matter_or_a_formal_step(kind: Any, stored: str | None) -> None:
    then = chamber(3).when(
        CLERK, AddAgendaItem(session=SITTING, item=LATE, subject="Fragen", kind=kind, urgency="x")
    )
    assert then.of(AgendaItemAdded)[0].kind == stored
    assert then.sitting.agenda[-1].kind == kind


def test_a_paper_is_an_item_of_its_own_kind_or_a_report() -> None:
    assert sitting().sitting.agenda[0].kind == "paper"
    with pytest.raises(ItemKindDiffers):
        hall().when(CLERK, AddAgendaItem(session=SITTING, subject="x", kind="paper", urgency="x"))
    planned = released().when(OFFICE, _plan())
    report = AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER, kind="report")
    assert planned.when(OFFICE, report).sitting.agenda[0].kind == "report"
    with pytest.raises(ItemKindDiffers):
        planned.when(OFFICE, AddAgendaItem(session=SITTING, vorlage=PAPER, kind="opening"))


def _plan() -> AnyCommand:
    return PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY)


@pytest.mark.parametrize("kind", ["opening", "question_time", "announcement"])
def test_a_formal_step_is_not_put_to_a_main_vote(kind: Any) -> None:
    given = chamber(3).all(
        CLERK,
        AddAgendaItem(session=SITTING, item=LATE, subject="Fragen", kind=kind, urgency="x"),
        AcceptItem(session=SITTING, item=LATE),
        CallItem(session=SITTING, item=LATE),
    )
    with pytest.raises(FormalItem):
        given.when(CLERK, vote(LATE))
    assert given.when(CLERK, vote(LATE, about="procedural")).of(VoteOpened)
    noted = ConcludeItem(session=SITTING, item=LATE, outcome="noted")
    assert given.when(CLERK, noted).of(ItemConcluded)


def test_only_an_item_that_is_not_public_has_a_neutral_title() -> None:
    added = AddAgendaItem(session=SITTING, subject="Kauf", public_title="Grundstück", urgency="x")
    with pytest.raises(PublicTitleNeedless):
        chamber(3).when(CLERK, added)
    secret = AddAgendaItem(
        session=SITTING, subject="Kauf", public=False, public_title=" Grundstück ", urgency="x"
    )
    assert chamber(3).when(CLERK, secret).of(AgendaItemAdded)[0].public_title == "Grundstück"


# Opening


def test_a_sitting_that_opens_on_another_day_is_contested() -> None:
    early = at(KT_DAY - dt.timedelta(days=1))
    opened = summoned().when(CLERK, OpenSession(session=SITTING, override="so entschieden"), early)
    assert opened.of(SessionOpened)[0].flags == (*contested("§ 53"), Flag(flag="not_quorate", rule="5"))
    silent = summoned().when(CLERK, OpenSession(session=SITTING), early).of(SessionOpened)[0]
    assert silent.flags[0] == Flag(flag="contested", rule="§ 53")


def test_the_council_office_summons_for_the_chair_and_the_event_names_both() -> None:
    assert summoned().log[-2].event == SessionSummoned(received=dt.date(2023, 2, 1), ordered_by=CHAIR)


def test_in_the_chairs_absence_the_deputy_opens_and_chairs() -> None:
    given = summoned().when(OFFICE, AppointDeputyChair(committee=KREISTAG, member=FIRST))
    there = given.when(CLERK, RecordArrival(session=SITTING, members=(FIRST,)), at(KT_DAY, 16))
    opened = there.when(FIRST, OpenSession(session=SITTING), at(KT_DAY))
    assert opened.sitting.chair == FIRST
    assert opened.when(FIRST, CALL).of(ItemCalled) == [ItemCalled(item=ITEM)]
    both = there.when(CLERK, RecordArrival(session=SITTING, members=(CHAIR,)), at(KT_DAY, 16))
    chaired = both.when(CLERK, OpenSession(session=SITTING), at(KT_DAY))
    assert chaired.sitting.chair == CHAIR
    with pytest.raises(NotEntitled):
        chaired.when(FIRST, CALL)
    nobody = given.when(CLERK, OpenSession(session=SITTING), at(KT_DAY))
    assert nobody.sitting.chair == CHAIR


def test_only_a_voting_member_is_appointed_deputy() -> None:
    for member in (ADVISER, "nobody"):
        with pytest.raises(NoSeat):
            summoned().when(OFFICE, AppointDeputyChair(committee=KREISTAG, member=member))


# Summons in order


def test_a_summons_that_was_not_in_order_needs_the_chairs_word() -> None:
    given = sitting()
    assert given.when(CLERK, EstablishSummons(session=SITTING)).of(SummonsEstablished) == [
        SummonsEstablished(in_order=True, ordered_by=CHAIR)
    ]
    objected = EstablishSummons(session=SITTING, in_order=False, objection="zu spät")
    with pytest.raises(SummonsNotInOrder):
        given.when(CLERK, objected)
    over = EstablishSummons(session=SITTING, in_order=False, objection="zu spät", override="so entschieden")
    then = given.when(CHAIR, over)
    assert then.events == [SummonsEstablished(in_order=False, objection="zu spät", flags=contested("§ 53"))]
    again = then.when(CLERK, EstablishSummons(session=SITTING))
    with pytest.raises(NothingChanges):
        again.when(CLERK, EstablishSummons(session=SITTING))


# The agenda, and what came late


def test_the_body_approves_its_agenda_once() -> None:
    then = hall().when(CLERK, ApproveAgenda(session=SITTING, changes="TOP 3 neu"))
    order = (ITEM, SECRET, LATE)
    assert then.events == [AgendaApproved(order=order, changes="TOP 3 neu", ordered_by="m000")]
    with pytest.raises(NothingChanges):
        then.when(CLERK, APPROVE)


def test_a_step_rests_only_on_a_vote_about_it_that_went_so() -> None:
    by = ApproveAgenda(session=SITTING, vote=VOTE)
    with pytest.raises(NoSuch):
        hall().when(CLERK, by)
    with pytest.raises(VoteAboutDiffers):
        voted(hall(), vote(about="procedural")).when(CLERK, by)
    with pytest.raises(VoteWentOtherwise):
        voted(hall(), vote(about="agenda"), yes=1, no=4).when(CLERK, by)
    with pytest.raises(VoteStillOpen):
        hall().all(CLERK, vote(about="agenda"), by)
    counted = hall().all(
        CLERK,
        vote(about="agenda"),
        RecordVote(session=SITTING, vote=VOTE, yes=5, no=0, abstained=0),
    )
    with pytest.raises(VoteState):
        counted.when(CLERK, by)
    assert voted(hall(), vote(about="agenda")).when(CLERK, by).of(AgendaApproved)[0].vote == VOTE


@generated(st.booleans(), st.booleans(), st.sampled_from(["main", "agenda", "procedural"]))
def test_what_came_late_is_voted_on_only_once_the_body_accepted_it(
    accepted: bool,  # noqa: FBT001
    override: bool,  # noqa: FBT001
    about: Any,
) -> None:
    given = hall().when(CLERK, CallItem(session=SITTING, item=LATE))
    if accepted:
        given = given.when(CLERK, AcceptItem(session=SITTING, item=LATE))
    opened = vote(LATE, about=about, override="so entschieden" if override else None)
    if about != "main" or accepted:
        assert given.when(CLERK, opened).of(VoteOpened)[0].flags == ()
    elif override:
        assert given.when(CLERK, opened).of(VoteOpened)[0].flags == contested("§ 53")
    else:
        with pytest.raises(NotAccepted):
            given.when(CLERK, opened)


def test_the_body_votes_on_accepting_an_item_before_it_is_called() -> None:
    given = voted(hall(), vote(LATE, about="agenda"))
    accepted = given.when(CLERK, AcceptItem(session=SITTING, item=LATE, vote=VOTE))
    assert accepted.of(ItemAccepted) == [ItemAccepted(item=LATE, vote=VOTE, ordered_by="m000")]
    with pytest.raises(NothingChanges):
        accepted.when(CLERK, AcceptItem(session=SITTING, item=LATE))
    with pytest.raises(ItemNotCalled):
        hall().when(CLERK, vote(LATE, about="procedural"))


def test_a_refused_item_is_taken_off_and_its_paper_with_it() -> None:
    refuse = RefuseItem(session=SITTING, item=LATE, reason="nicht dringlich")
    then = hall().when(CLERK, refuse)
    assert then.events == [
        ItemRefused(item=LATE, reason="nicht dringlich", ordered_by="m000"),
        ItemConcluded(item=LATE, outcome="taken_off", reason="nicht dringlich"),
    ]
    with pytest.raises(ItemOver):
        then.when(CLERK, AcceptItem(session=SITTING, item=LATE))
    denied = voted(hall(), vote(LATE, about="agenda"), yes=1, no=4)
    by = RefuseItem(session=SITTING, item=LATE, reason="x", vote=VOTE)
    assert denied.when(CLERK, by).of(ItemRefused)[0].vote == VOTE
    dealt = hall().all(
        CLERK,
        AcceptItem(session=SITTING, item=LATE),
        CallItem(session=SITTING, item=LATE),
        vote(LATE),
        RecordVote(session=SITTING, vote=VOTE, yes=5, no=0, abstained=0),
    )
    with pytest.raises(VoteCounted):
        dealt.when(CLERK, refuse)


def test_a_paper_supplied_after_the_summons_must_be_accepted() -> None:
    other = AddAgendaItem(session=SITTING, item="other", subject="Verschiedenes")
    late = AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER, urgency="Hochwasser")
    given = (
        released()
        .all(OFFICE, _plan(), other)
        .when(OFFICE, _summon())
        .when(OFFICE, late)
        .when(CLERK, RecordArrival(session=SITTING, members=members(KREISTAG, 6)), at(KT_DAY, 16))
        .when(CLERK, OpenSession(session=SITTING), at(KT_DAY))
        .when(CLERK, CALL)
    )
    with pytest.raises(NotAccepted):
        given.when(CLERK, vote())
    assert given.all(CLERK, AcceptItem(session=SITTING, item=ITEM), vote()).of(VoteOpened)
    refused = given.when(CLERK, RefuseItem(session=SITTING, item=ITEM, reason="zu spät"))
    assert [each.outcome for each in refused.of(ConsultationConcluded)] == ["taken_off"]
    with pytest.raises(NotLate):
        given.when(CLERK, AcceptItem(session=SITTING, item="other"))


def _summon() -> AnyCommand:
    return SummonSession(session=SITTING)


# Notes


def test_a_note_is_as_public_as_what_it_is_about() -> None:
    note = RecordNote(session=SITTING, note="note", text="Herr M. erklärt sich.", item=SECRET)
    then = hall().when(CLERK, note)
    assert then.events == [NoteRecorded(note="note", text="Herr M. erklärt sich.", public=False, item=SECRET)]
    with pytest.raises(AlreadyExists):
        then.when(CLERK, note)
    with pytest.raises(NoteNotPublic):
        hall().when(CLERK, RecordNote(session=SITTING, text="x", item=SECRET, public=True))
    on_item = RecordNote(session=SITTING, text="x", item=ITEM)
    assert hall().when(CLERK, on_item).of(NoteRecorded)[0].public
    hidden = RecordNote(session=SITTING, text="x", item=ITEM, public=False)
    assert not hall().when(CLERK, hidden).of(NoteRecorded)[0].public
    plain = RecordNote(session=SITTING, text="x")
    assert hall().when(CLERK, plain).of(NoteRecorded)[0].public
    assert not hall().all(CLERK, EXCLUDE, plain).of(NoteRecorded)[0].public
    withdrawn = then.when(CLERK, WithdrawNote(session=SITTING, note="note", reason="doppelt"))
    assert withdrawn.events == [NoteWithdrawn(note="note", reason="doppelt")]
    with pytest.raises(NoSuch):
        withdrawn.when(CLERK, WithdrawNote(session=SITTING, note="note", reason="doppelt"))


# The chair


def test_the_chair_is_handed_to_a_voting_member_who_is_there() -> None:
    given = sitting()
    hand = HandOverChair(session=SITTING, member=LANDRAT, reason="befangen")
    then = given.when(CHAIR, hand)
    assert then.events == [ChairHandedOver(member=LANDRAT, reason="befangen", before=CHAIR)]
    with pytest.raises(NothingChanges):
        then.when(CLERK, hand)
    with pytest.raises(NotEntitled):
        then.when(CHAIR, vote())
    assert then.when(CLERK, vote()).of(VoteOpened)[0].ordered_by == LANDRAT
    assert then.when(LANDRAT, vote()).of(VoteOpened)[0].ordered_by is None
    with pytest.raises(MayNotChair):
        given.when(CHAIR, HandOverChair(session=SITTING, member=ADVISER, reason="x"))
    gone = given.when(CLERK, RecordLeaving(session=SITTING, members=(LANDRAT,)))
    with pytest.raises(MayNotChair):
        gone.when(CHAIR, hand)
    with pytest.raises(VoteStillOpen):
        given.all(CLERK, vote(), hand)


# Closing, and what is overridden


def test_a_sitting_does_not_close_over_a_vote_whose_result_was_not_declared() -> None:
    counted = voting(3).when(CLERK, RecordVote(session=SITTING, vote=VOTE, yes=3, no=0, abstained=0))
    with pytest.raises(VoteUndeclared):
        counted.when(CLERK, CloseSession(session=SITTING))
    declared = counted.when(CLERK, DeclareVote(session=SITTING, vote=VOTE))
    assert declared.when(CLERK, CloseSession(session=SITTING)).sitting.status == "closed"


def test_a_recusal_after_the_vote_is_contested_and_marks_the_vote() -> None:
    given = voted(chamber(5), vote())
    recuse = DeclareRecusal(session=SITTING, item=ITEM, member="m001")
    with pytest.raises(RecusedTooLate):
        given.when(CLERK, recuse)
    over = DeclareRecusal(session=SITTING, item=ITEM, member="m001", override="so entschieden")
    flags = contested("§ 33")
    assert given.when(CLERK, over).events == [
        RecusalDeclared(item=ITEM, member="m001", late=True, flags=flags),
        VoteQuestioned(vote=VOTE, flags=flags),
    ]


@pytest.mark.parametrize(
    "command",
    [EstablishSummons(session=SITTING), APPROVE, EXCLUDE, RESTORE, RecordNote(session=SITTING, text="x")],
)
def test_the_list_is_worked_off_in_the_sitting_by_chair_or_clerk(command: AnyCommand) -> None:
    with pytest.raises(WrongState):
        summoned().when(CLERK, command)
    for person in (OFFICE, FIRST):
        with pytest.raises(NotEntitled):
            sitting().when(person, command)
