"""The clerk's list: summons in order, agenda, what came late, the public, notes, the chair."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.committee.commands import AppointDeputyChair
from domain.committee.errors import NoSeat
from domain.errors import AlreadyExists, NoSuch, NotEntitled, NothingChanges, WrongState
from domain.events import ORGANISATION
from domain.flag import Flag
from domain.organisation.events import RoleGranted
from domain.procedure import AnyCommand
from domain.session.commands.agenda import AddAgendaItem, PlanSession, SummonSession
from domain.session.commands.attendance import DeclareRecusal, RecordArrival, RecordLeaving
from domain.session.commands.course import CallItem, CloseSession, ConcludeItem, OpenSession
from domain.session.commands.minutes import CorrectMinutes, DraftMinutes, SignMinutes
from domain.session.commands.proceedings import (
    AcceptItem,
    AnnounceResolutions,
    ApproveAgenda,
    EstablishSummons,
    ExcludePublic,
    HandOverChair,
    RecordNote,
    RefuseItem,
    RestorePublic,
    WithdrawNote,
)
from domain.session.commands.votes import CandidateEntry, DeclareVote, OpenVote, RecordVote
from domain.session.errors.proceedings import (
    FormalItem,
    ItemKindDiffers,
    ItemNotCalled,
    ItemOver,
    MayNotChair,
    NotAccepted,
    NotAnnounceable,
    NoteNotPublic,
    NotLate,
    PublicAbsent,
    PublicAdmitted,
    PublicTitleNeedless,
    RecusedTooLate,
    SummonsNotInOrder,
    TellsOfClosedItem,
    VoteAboutDiffers,
    VoteCounted,
    VoteWentOtherwise,
)
from domain.session.errors.votes import VoteState, VoteStillOpen, VoteUndeclared
from domain.session.events.agenda import AgendaItemAdded, SessionSummoned
from domain.session.events.attendance import RecusalDeclared
from domain.session.events.course import ItemCalled, ItemConcluded, SessionOpened
from domain.session.events.minutes import MinutesCorrected
from domain.session.events.proceedings import (
    AgendaApproved,
    ChairHandedOver,
    ItemAccepted,
    ItemRefused,
    NoteRecorded,
    NoteWithdrawn,
    PublicExcluded,
    PublicRestored,
    ResolutionsAnnounced,
    SummonsEstablished,
)
from domain.session.events.votes import VoteDeclared, VoteOpened, VoteQuestioned
from domain.vorlage.events.consultation import ConsultationConcluded
from tests.domain.chamber import chamber, voters, voting
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
    County,
    at,
    members,
    released,
    sitting,
    summoned,
)

SECRET, LATE = "secret", "late"
FIRST = members(KREISTAG, 1)[0]
CALL = CallItem(session=SITTING, item=ITEM)
CALL_SECRET = CallItem(session=SITTING, item=SECRET)
EXCLUDE = ExcludePublic(session=SITTING, reason="Grundstücksangelegenheit")
RESTORE = RestorePublic(session=SITTING)
APPROVE = ApproveAgenda(session=SITTING)


def hall() -> County:
    """An open sitting with a public item that was called, one that is not public, and an urgent one."""
    return chamber(5).all(
        CLERK,
        AddAgendaItem(session=SITTING, item=SECRET, subject="Grundstück", public=False, urgency="Frist"),
        AddAgendaItem(session=SITTING, item=LATE, subject="Deich", urgency="Hochwasser"),
        AcceptItem(session=SITTING, item=SECRET),
    )


def vote(item: str = ITEM, about: Any = "main", **more: Any) -> OpenVote:
    """A vote on an item."""
    return OpenVote(session=SITTING, item=item, vote=VOTE, about=about, **more)


def voted(given: County, opened: OpenVote, *, yes: int = 4, no: int = 1) -> County:
    """The vote, counted and declared."""
    return given.all(
        CLERK,
        opened,
        RecordVote(session=SITTING, vote=opened.vote or "", yes=yes, no=no, abstained=0),
        DeclareVote(session=SITTING, vote=opened.vote or ""),
    )


def contested(rule: str, reason: str = "so entschieden") -> tuple[Flag, ...]:
    """What the chair's word leaves behind."""
    return (Flag(flag="contested", rule=rule, reason=reason),)


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


# The public


@generated(st.booleans(), st.booleans(), st.booleans())
def test_items_are_called_only_while_the_public_may_or_may_not_hear_them(
    excluded: bool,  # noqa: FBT001
    public: bool,  # noqa: FBT001
    override: bool,  # noqa: FBT001
) -> None:
    given = hall().when(CLERK, CallItem(session=SITTING, item=LATE))
    if excluded:
        given = given.when(CLERK, EXCLUDE)
    reason = "so entschieden" if override else None
    call = CallItem(session=SITTING, item=ITEM if public else SECRET, override=reason)
    if public != excluded:
        assert given.when(CLERK, call).of(ItemCalled)[0].flags == ()
    elif override:
        assert given.when(CLERK, call).of(ItemCalled)[0].flags == contested("§ 52")
    else:
        with pytest.raises(PublicAbsent if public else PublicAdmitted):
            given.when(CLERK, call)


def test_a_vote_is_opened_only_while_the_public_may_or_may_not_hear_it() -> None:
    excluded = hall().when(CLERK, EXCLUDE)
    with pytest.raises(PublicAbsent):
        excluded.when(CLERK, vote())
    secret = excluded.when(CLERK, CALL_SECRET)
    assert secret.when(CLERK, vote(SECRET)).of(VoteOpened)[0].flags == ()
    back = secret.when(CLERK, RESTORE)
    with pytest.raises(PublicAdmitted):
        back.when(CLERK, vote(SECRET))
    flagged = back.when(CLERK, vote(SECRET, override="so entschieden"))
    assert flagged.of(VoteOpened)[0].flags == contested("§ 52")


def test_what_was_decided_is_said_and_concluded_only_while_the_public_may_or_may_not_hear_it() -> None:
    secret = hall().all(CLERK, EXCLUDE, CALL_SECRET, vote(SECRET))
    counted = secret.when(CLERK, RecordVote(session=SITTING, vote=VOTE, yes=4, no=1, abstained=0))
    assert counted.when(CLERK, DeclareVote(session=SITTING, vote=VOTE)).of(VoteDeclared)[0].flags == ()
    back = counted.when(CLERK, RESTORE)
    declare = DeclareVote(session=SITTING, vote=VOTE)
    with pytest.raises(PublicAdmitted):
        back.when(CLERK, declare)
    said = back.when(CLERK, replace(declare, override="so entschieden"))
    assert said.of(VoteDeclared)[0].flags == contested("§ 52")
    for given, item, error in (
        (hall().all(CLERK, EXCLUDE, CALL_SECRET, RESTORE), SECRET, PublicAdmitted),
        (hall().when(CLERK, EXCLUDE), ITEM, PublicAbsent),
    ):
        noted = ConcludeItem(session=SITTING, item=item, outcome="noted")
        with pytest.raises(error):
            given.when(CLERK, noted)
        told = given.when(CLERK, replace(noted, override="so entschieden"))
        assert told.of(ItemConcluded)[0].flags == contested("§ 52")
        assert given.when(CLERK, replace(noted, outcome="taken_off")).of(ItemConcluded)[0].flags == ()


def test_the_public_goes_and_comes_with_its_times() -> None:
    excluded = hall().when(CLERK, EXCLUDE)
    assert excluded.events == [PublicExcluded(reason="Grundstücksangelegenheit", ordered_by="m000")]
    with pytest.raises(NothingChanges):
        excluded.when(CLERK, EXCLUDE)
    assert excluded.when("m000", RESTORE).events == [PublicRestored()]
    with pytest.raises(NothingChanges):
        hall().when(CLERK, RESTORE)
    by = ExcludePublic(session=SITTING, reason="x", vote=VOTE)
    with pytest.raises(VoteAboutDiffers):
        voted(hall(), vote(about="agenda")).when(CLERK, by)
    assert voted(hall(), vote(about="publicity")).when(CLERK, by).of(PublicExcluded)[0].vote == VOTE
    for command in (EXCLUDE, RESTORE):
        with pytest.raises(VoteStillOpen):
            hall().all(CLERK, vote(), command)


def test_a_sitting_that_is_not_public_admits_nobody_to_any_item() -> None:
    given = hall()
    closed = replace(given.sitting, public=False)
    world = replace(given.world, sessions={SITTING: closed})
    given = given._replace(world=world)
    assert given.when(CLERK, CALL_SECRET).of(ItemCalled)[0].flags == ()
    assert given.when(CLERK, vote()).of(VoteOpened)[0].flags == ()
    with pytest.raises(NothingChanges):
        given.when(CLERK, EXCLUDE)


def test_what_was_resolved_without_the_public_is_announced_in_public() -> None:
    closed = voted(hall().all(CLERK, EXCLUDE, CALL_SECRET), vote(SECRET))
    announce = AnnounceResolutions(session=SITTING, items=(SECRET, SECRET), text="Der Kauf ist beschlossen.")
    with pytest.raises(PublicAbsent):
        closed.when(CLERK, announce)
    over = AnnounceResolutions(session=SITTING, items=(SECRET,), override="so entschieden")
    assert closed.when(CLERK, over).of(ResolutionsAnnounced)[0].flags == contested("§ 52")
    assert closed.all(CLERK, RESTORE, announce).events == [
        ResolutionsAnnounced(items=(SECRET,), text="Der Kauf ist beschlossen.", ordered_by="m000")
    ]
    for item in (ITEM, SECRET):
        with pytest.raises(NotAnnounceable):
            hall().when(CLERK, AnnounceResolutions(session=SITTING, items=(item,)))
    with pytest.raises(NoSuch):
        hall().when(CLERK, AnnounceResolutions(session=SITTING, items=("none",)))


NAMING = ["Zu Grundstück ist beschlossen.", "wie N 1 vorsieht", "zu n1", "GRUNDSTÜCK"]


@pytest.mark.parametrize("text", NAMING)
def test_rule_12_a_text_for_the_public_names_no_item_that_is_not_public(text: str) -> None:
    over = voted(hall().all(CLERK, EXCLUDE, CALL_SECRET), vote(SECRET)).when(CLERK, RESTORE)
    announce = AnnounceResolutions(session=SITTING, items=(SECRET,), text=text)
    with pytest.raises(TellsOfClosedItem):
        over.when(CLERK, announce)
    told = over.when(CLERK, replace(announce, override="so entschieden"))
    assert told.of(ResolutionsAnnounced)[0].flags == contested("§ 52")
    with pytest.raises(TellsOfClosedItem):
        hall().when(CLERK, ApproveAgenda(session=SITTING, changes=text))
    with pytest.raises(TellsOfClosedItem):
        hall().when(CLERK, RecordNote(session=SITTING, text=text))
    with pytest.raises(TellsOfClosedItem):
        hall().when(CLERK, EstablishSummons(session=SITTING, objection=text))
    with pytest.raises(TellsOfClosedItem):
        hall().when(CLERK, HandOverChair(session=SITTING, member=FIRST, reason=text))
    closed = hall().all(CLERK, CloseSession(session=SITTING), DraftMinutes(session=SITTING))
    signed = closed.when(CLERK, SignMinutes(session=SITTING, role="clerk"))
    signed = signed.when(voters(1)[0], SignMinutes(session=SITTING, role="chair"))
    signed = signed.happened(ORGANISATION, RoleGranted(grant="o", person=OFFICE, role="council_office"))
    correct = CorrectMinutes(session=SITTING, reason="ein Fehler", before="a", after="b")
    texts: list[dict[str, Any]] = [{name: text} for name in ("before", "after", "reason")]
    for said in (*texts, {"after": text, "item": ITEM}):
        with pytest.raises(TellsOfClosedItem):
            signed.when(OFFICE, replace(correct, **said))
    assert signed.when(OFFICE, replace(correct, after=text, item=SECRET)).of(MinutesCorrected)
    hidden = RecordNote(session=SITTING, text=text, public=False)
    assert hall().when(CLERK, hidden).of(NoteRecorded)[0].text == text


@pytest.mark.parametrize("text", ["Grundstücke", "Deich", "N 2", "In 1 Fall", "Neutral"])
def test_a_text_that_names_only_what_is_public_is_taken_as_it_is(text: str) -> None:
    titled = AddAgendaItem(
        session=SITTING,
        item="titled",
        subject="Neutral",
        public=False,
        public_title="Neutral",
        urgency="Frist",
    )
    given = hall() if text == "N 2" else hall().when(CLERK, titled)
    assert given.when(CLERK, ApproveAgenda(session=SITTING, changes=text)).of(AgendaApproved)


@pytest.mark.parametrize("votes", [2, 4])
def test_who_was_elected_without_the_public_is_announced_in_public(votes: int) -> None:
    names = (CandidateEntry(name="Anna Beispiel", votes=votes),)
    given = hall().all(
        CLERK,
        EXCLUDE,
        CALL_SECRET,
        vote(SECRET, "election", kind="election", candidates=("Anna Beispiel",)),
        RecordVote(session=SITTING, vote=VOTE, candidates=names, abstained=5 - votes, invalid=0),
        DeclareVote(session=SITTING, vote=VOTE),
        RESTORE,
    )
    announce = AnnounceResolutions(session=SITTING, items=(SECRET,))
    if votes == 4:
        assert given.when(CLERK, announce).of(ResolutionsAnnounced)[0].items == (SECRET,)
    else:
        with pytest.raises(NotAnnounceable):
            given.when(CLERK, announce)


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
