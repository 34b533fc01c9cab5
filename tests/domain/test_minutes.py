"""The minutes: drafted, signed by two, objected to, approved by the body, corrected by a second person."""

import datetime as dt
from functools import cache

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.errors import AlreadyExists, NoSuch, NotEntitled, WrongState
from domain.organisation.commands import AppointDeputy, GrantRole
from domain.procedure import AnyCommand, other_sittings, papers
from domain.session.commands.agenda import AddAgendaItem, PlanSession, SummonSession
from domain.session.commands.attendance import RecordArrival, RecordLeaving
from domain.session.commands.course import CallItem, CloseSession, OpenSession
from domain.session.commands.minutes import (
    ApproveMinutes,
    CorrectMinutes,
    DraftMinutes,
    ObjectToMinutes,
    SignMinutes,
)
from domain.session.commands.votes import CorrectVote, DeclareVote, OpenVote, RecordVote
from domain.session.errors.minutes import (
    AlreadySigned,
    ChairSigns,
    ClerkSigns,
    CorrectionEmpty,
    MinutesApprovedBefore,
    MinutesOutdated,
    MinutesUnchanged,
    MinutesVoteNeeded,
    NotApprovedByVote,
    NotTheNextSitting,
    ResultsLocked,
    SameSigner,
    SecondPersonNeeded,
)
from domain.session.events.minutes import (
    MinutesApproved,
    MinutesCorrected,
    MinutesDrafted,
    MinutesObjected,
    MinutesSigned,
)
from domain.session.events.votes import Counts, VoteCorrected
from domain.session.minutes.state import Minutes
from domain.vorlage.events.consultation import ConsultationResultCorrected
from domain.world import NoScribe
from tests.domain.county import (
    ADMIN,
    CHAIR,
    CLERK,
    EMPTY,
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
    sitting,
)

NEXT, NEXT_ITEM, NEXT_VOTE, OBJECTION = "next", "next-item", "next-vote", "objection"
NEXT_DAY = dt.date(2023, 4, 26)
MEMBER, OTHER = members(KREISTAG, 2)
DEPUTY = "deputy"
DRAFT = DraftMinutes(session=SITTING)
CHAIR_SIGNS, CLERK_SIGNS = (
    SignMinutes(session=SITTING, role="chair"),
    SignMinutes(session=SITTING, role="clerk"),
)
RECOUNT = CorrectVote(session=SITTING, vote=VOTE, yes=7, no=2, abstained=0, reason="nachgezählt")
LEAVING = RecordLeaving(session=SITTING, members=(MEMBER,))
OBJECT = ObjectToMinutes(session=SITTING, text="Ich hatte mich enthalten.", item=ITEM, objection=OBJECTION)
APPROVE = ApproveMinutes(session=SITTING, sitting=NEXT)


@cache
def closed() -> County:
    """The Kreistag resolved the paper, and its sitting is over."""
    return sitting().all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, vote=VOTE),
        RecordVote(session=SITTING, vote=VOTE, yes=8, no=1, abstained=0),
        DeclareVote(session=SITTING, vote=VOTE),
        CloseSession(session=SITTING),
    )


@cache
def drafted() -> County:
    """The minutes were drafted."""
    return closed().when(CLERK, DRAFT)


@cache
def signed() -> County:
    """Chair and clerk signed them."""
    return drafted().when(CHAIR, CHAIR_SIGNS).when(CLERK, CLERK_SIGNS)


@cache
def objected() -> County:
    """A member objected."""
    return signed().when(MEMBER, OBJECT)


def in_next(county: County, *, opened: bool = True, about: str = "minutes", yes: int = 5) -> County:
    """The Kreistag sits again and votes about the minutes of its last sitting."""
    summoned = county.all(
        OFFICE,
        PlanSession(session=NEXT, committee=KREISTAG, date=NEXT_DAY),
        AddAgendaItem(session=NEXT, item=NEXT_ITEM, subject="Niederschrift vom 29.03.2023"),
        SummonSession(session=NEXT),
    )
    if not opened:
        return summoned
    there = (CHAIR, *members(KREISTAG, 7))
    arrived = summoned.when(CLERK, RecordArrival(session=NEXT, members=there), at(NEXT_DAY))
    return arrived.all(
        CLERK,
        OpenSession(session=NEXT),
        CallItem(session=NEXT, item=NEXT_ITEM),
        OpenVote(session=NEXT, item=NEXT_ITEM, vote=NEXT_VOTE, about=about),  # type: ignore[arg-type]
        RecordVote(session=NEXT, vote=NEXT_VOTE, yes=yes, no=8 - yes, abstained=0),
        DeclareVote(session=NEXT, vote=NEXT_VOTE),
    )


def minutes_of(county: County) -> Minutes:
    """How far the minutes are."""
    return county.sitting.drafted


def test_minutes_are_drafted_by_the_clerk_once_the_sitting_is_closed() -> None:
    county = drafted()
    hashes, kept = closed().minutes()
    assert county.events == [MinutesDrafted(version=1, public=hashes.public)]
    assert hashes.public in kept
    assert county.sitting.status == "minutes_drafted"
    assert county.sitting.states == ("minutes_drafted", "closed")


def test_an_open_sitting_has_no_minutes_and_only_a_clerk_drafts_them() -> None:
    with pytest.raises(WrongState):
        sitting().when(CLERK, DRAFT)
    for who in (CHAIR, OFFICE, MEMBER):
        with pytest.raises(NotEntitled):
            closed().when(who, DRAFT)


def test_drafting_touches_the_papers_of_the_agenda_and_approval_looks_at_the_later_sitting() -> None:
    assert papers(DRAFT, closed().world.sessions) == {PAPER}
    assert other_sittings(APPROVE) == {NEXT}
    assert other_sittings(DRAFT) == frozenset()


def test_a_world_without_a_scribe_writes_no_minutes() -> None:
    with pytest.raises(NoScribe):
        EMPTY.write(SITTING, [], closed().given(CLERK))


def test_minutes_are_drafted_anew_only_when_something_was_recorded_since() -> None:
    with pytest.raises(MinutesUnchanged) as refused:
        drafted().when(CLERK, DRAFT)
    assert refused.value.version == 1
    corrected = drafted().when(CHAIR, CHAIR_SIGNS).when(CLERK, RECOUNT)
    with pytest.raises(MinutesOutdated):
        corrected.when(CLERK, CLERK_SIGNS)
    again = corrected.when(CLERK, DRAFT)
    assert minutes_of(again).version == 2
    assert minutes_of(again).public != minutes_of(drafted()).public
    assert minutes_of(again).signatures == (), "who signed the first version has not signed this one"


def test_chair_and_clerk_sign_and_lock_the_results() -> None:
    half = drafted().when(CHAIR, CHAIR_SIGNS)
    assert half.events == [MinutesSigned(role="chair", version=1)]
    assert half.sitting.status == "minutes_drafted"
    assert not minutes_of(half).locked
    whole = half.when(CLERK, CLERK_SIGNS)
    assert whole.sitting.status == "minutes_signed"
    assert minutes_of(whole).locked


def test_each_role_signs_once_and_only_by_whom_it_belongs_to() -> None:
    with pytest.raises(AlreadySigned):
        drafted().when(CHAIR, CHAIR_SIGNS).when(CHAIR, CHAIR_SIGNS)
    with pytest.raises(ChairSigns):
        drafted().when(CLERK, CHAIR_SIGNS)
    with pytest.raises(ClerkSigns):
        drafted().when(CHAIR, CLERK_SIGNS)


@for_all(first=st.sampled_from(["chair", "clerk"]), deputy=st.booleans())
def test_two_persons_sign_even_where_one_may_do_both(first: str, deputy: bool) -> None:  # noqa: FBT001
    county = drafted().all(
        ADMIN, GrantRole(person=CHAIR, role="clerk"), AppointDeputy(person=CHAIR, deputy=CLERK)
    )
    who, for_whom = (CLERK, CHAIR) if deputy else (CHAIR, None)
    commands = {"chair": CHAIR_SIGNS, "clerk": CLERK_SIGNS}
    signed_once = county.when(who, commands.pop(first), acting_for=for_whom)
    (second,) = commands.values()
    with pytest.raises(SameSigner):
        signed_once.when(CHAIR, second)
    if deputy:
        with pytest.raises(SameSigner):
            signed_once.when(CLERK, second, acting_for=None if second is CLERK_SIGNS else CHAIR)


def test_a_deputy_signs_for_the_chair_and_both_are_named() -> None:
    county = drafted().when(ADMIN, AppointDeputy(person=CHAIR, deputy=DEPUTY))
    signed_for = county.when(DEPUTY, CHAIR_SIGNS, acting_for=CHAIR)
    assert minutes_of(signed_for).signatures[0].persons == {CHAIR, DEPUTY}


RESULTS = st.sampled_from(
    [
        RECOUNT,
        LEAVING,
        RecordArrival(session=SITTING, members=(MEMBER,)),
        CorrectVote(session=SITTING, vote=VOTE, yes=1, no=8, abstained=0, reason="vertauscht"),
    ]
)


@for_all(command=RESULTS, stage=st.sampled_from([signed, objected]), minute=st.integers(0, 500))
def test_signed_minutes_lock_every_result(command: AnyCommand, stage: object, minute: int) -> None:
    county: County = stage()  # type: ignore[operator]
    with pytest.raises(ResultsLocked) as refused:
        county.when(CLERK, command, county.now - dt.timedelta(minutes=minute % 3))
    assert refused.value.version == 1
    with pytest.raises(ResultsLocked):
        county.when(CLERK, DRAFT)


def test_results_are_open_until_the_second_signature() -> None:
    assert drafted().when(CHAIR, CHAIR_SIGNS).when(CLERK, RECOUNT).of(VoteCorrected)


def test_a_member_of_the_body_objects_to_signed_minutes() -> None:
    assert objected().events == [
        MinutesObjected(objection=OBJECTION, member=MEMBER, text="Ich hatte mich enthalten.", item=ITEM)
    ]
    assert objected().sitting.status == "minutes_objected"
    whole = ObjectToMinutes(session=SITTING, text="Die Gäste fehlen.")
    assert objected().when(CHAIR, whole).of(MinutesObjected)[0].item is None
    with pytest.raises(AlreadyExists):
        objected().when(OTHER, OBJECT)
    with pytest.raises(NotEntitled):
        signed().when(OFFICE, OBJECT)
    with pytest.raises(WrongState):
        drafted().when(MEMBER, OBJECT)
    with pytest.raises(NoSuch):
        signed().when(MEMBER, ObjectToMinutes(session=SITTING, text="x", item="none"))


def test_what_nobody_objected_to_is_approved_without_a_vote() -> None:
    county = in_next(signed()).when(CLERK, APPROVE)
    assert county.events == [MinutesApproved(version=1, sitting=NEXT)]
    assert county.sitting.status == "minutes_approved"
    assert minutes_of(county).approved_in == NEXT


def test_what_somebody_objected_to_is_approved_by_a_vote_about_the_minutes() -> None:
    county = in_next(objected())
    with pytest.raises(MinutesVoteNeeded) as refused:
        county.when(CLERK, APPROVE)
    assert refused.value.objections == (OBJECTION,)
    by_vote = ApproveMinutes(session=SITTING, sitting=NEXT, vote=NEXT_VOTE, taken=(OBJECTION, OBJECTION))
    approved = county.when(CHAIR, by_vote)
    assert approved.events == [MinutesApproved(version=1, sitting=NEXT, vote=NEXT_VOTE, taken=(OBJECTION,))]
    found = minutes_of(approved).objection(OBJECTION)
    assert found is not None
    assert found.taken


def test_an_objection_may_be_left_out_by_the_body() -> None:
    without = ApproveMinutes(session=SITTING, sitting=NEXT, vote=NEXT_VOTE)
    (objection,) = minutes_of(in_next(objected()).when(CLERK, without)).objections
    assert not objection.taken


def test_approval_names_what_there_is() -> None:
    county = in_next(objected())
    with pytest.raises(NoSuch):
        county.when(CLERK, ApproveMinutes(session=SITTING, sitting="none"))
    with pytest.raises(NoSuch):
        county.when(CLERK, ApproveMinutes(session=SITTING, sitting=NEXT, vote="none"))
    with pytest.raises(NoSuch):
        county.when(CLERK, ApproveMinutes(session=SITTING, sitting=NEXT, vote=NEXT_VOTE, taken=("none",)))


@pytest.mark.parametrize(("about", "yes"), [("procedural", 5), ("minutes", 3)])
def test_only_a_carried_vote_about_the_minutes_approves_them(about: str, yes: int) -> None:
    county = in_next(signed(), about=about, yes=yes)
    with pytest.raises(NotApprovedByVote):
        county.when(CLERK, ApproveMinutes(session=SITTING, sitting=NEXT, vote=NEXT_VOTE))


def test_minutes_are_approved_in_a_later_open_sitting_of_the_same_body() -> None:
    with pytest.raises(NotTheNextSitting):
        in_next(signed(), opened=False).when(CLERK, APPROVE)
    with pytest.raises(NotTheNextSitting):
        signed().when(CLERK, ApproveMinutes(session=SITTING, sitting=SITTING))
    earlier = signed().when(
        OFFICE, PlanSession(session=NEXT, committee=KREISTAG, date=KT_DAY - dt.timedelta(days=1))
    )
    with pytest.raises(NotTheNextSitting):
        earlier.when(CLERK, APPROVE)
    elsewhere = signed().when(OFFICE, PlanSession(session=NEXT, committee="kreisausschuss", date=NEXT_DAY))
    with pytest.raises(NotTheNextSitting):
        elsewhere.when(CLERK, APPROVE)


def test_approved_minutes_are_neither_approved_nor_objected_to_again() -> None:
    approved = in_next(signed()).when(CLERK, APPROVE)
    with pytest.raises(WrongState):
        approved.when(CLERK, APPROVE)
    corrected = approved.when(
        OFFICE, CorrectMinutes(session=SITTING, reason="Tippfehler", before="Krestag", after="Kreistag")
    )
    with pytest.raises(MinutesApprovedBefore):
        corrected.when(CLERK, APPROVE)
    with pytest.raises(MinutesApprovedBefore):
        corrected.when(MEMBER, OBJECT)


def test_a_correction_shows_before_after_and_reason_and_makes_new_bytes() -> None:
    correct = CorrectMinutes(
        session=SITTING,
        reason="Einwendung",
        item=ITEM,
        before="Frau Alt",
        after="Frau Neu",
        objection=OBJECTION,
    )
    county = objected().when(OFFICE, correct)
    (event,) = county.of(MinutesCorrected)
    assert (event.version, event.item, event.before, event.after, event.reason, event.objection) == (
        *(2, ITEM, "Frau Alt", "Frau Neu", "Einwendung", OBJECTION),
    )
    assert event.public == county.minutes()[0].public != minutes_of(objected()).public
    assert county.sitting.status == "minutes_corrected"
    assert not minutes_of(county).outdated
    by_vote = ApproveMinutes(session=SITTING, sitting=NEXT, vote=NEXT_VOTE)
    assert in_next(county).when(CLERK, by_vote).of(MinutesApproved)[0].version == 2


def test_a_correction_may_set_the_counts_of_a_vote_right_and_the_paper_follows() -> None:
    county = signed().when(OFFICE, CorrectMinutes(session=SITTING, reason="Zählliste", correction=RECOUNT))
    (counts,) = county.of(VoteCorrected)
    assert (counts.before, counts.after) == (
        Counts(yes=8, no=1, abstained=0),
        Counts(yes=7, no=2, abstained=0),
    )
    assert county.of(MinutesCorrected)[0].vote == VOTE
    assert county.of(ConsultationResultCorrected)[0].yes == 7
    assert not minutes_of(county).outdated


@for_all(
    who=st.sampled_from([CLERK, CHAIR, OFFICE, "second-clerk"]),
    change=st.sampled_from([{"before": "a", "after": "b"}, {"correction": RECOUNT}]),
)
def test_only_a_second_person_corrects_minutes(who: str, change: dict[str, object]) -> None:
    county = signed().when(ADMIN, GrantRole(person="second-clerk", role="clerk"))
    correct = CorrectMinutes(session=SITTING, reason="x", **change)  # type: ignore[arg-type]
    if who == CLERK:
        with pytest.raises(SecondPersonNeeded):
            county.when(who, correct)
    else:
        (event,) = county.when(who, correct).of(MinutesCorrected)
        assert event.reason == "x"


def test_whoever_drafted_for_another_does_not_correct_either() -> None:
    county = closed().when(ADMIN, AppointDeputy(person=CLERK, deputy=OFFICE))
    drafted_for = county.when(OFFICE, DRAFT, acting_for=CLERK)
    whole = drafted_for.when(CHAIR, CHAIR_SIGNS).when(CLERK, CLERK_SIGNS)
    with pytest.raises(SecondPersonNeeded):
        whole.when(OFFICE, CorrectMinutes(session=SITTING, reason="x", before="a", after="b"))


@pytest.mark.parametrize(
    "change",
    [{}, {"before": "a", "after": "a"}, {"before": "a", "after": "a", "correction": RECOUNT}],
)
def test_a_correction_says_what_is_different(change: dict[str, object]) -> None:
    with pytest.raises(CorrectionEmpty):
        signed().when(OFFICE, CorrectMinutes(session=SITTING, reason="x", **change))  # type: ignore[arg-type]


def test_a_correction_concerns_this_sitting() -> None:
    elsewhere = CorrectVote(session=NEXT, vote=VOTE, yes=7, no=2, abstained=0, reason="x")
    for change in ({"correction": elsewhere}, {"before": "a", "after": "b", "objection": "none"}):
        with pytest.raises(NoSuch):
            signed().when(OFFICE, CorrectMinutes(session=SITTING, reason="x", **change))


def test_the_landrat_has_no_part_in_the_kreistags_minutes() -> None:
    with pytest.raises(NotEntitled):
        drafted().when(LANDRAT, CHAIR_SIGNS)
