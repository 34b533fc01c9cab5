"""The public goes and comes, and what was resolved without it is announced (rule 12)."""

from typing import Any

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.errors import NoSuch, NothingChanges
from domain.events import ORGANISATION
from domain.organisation.events import RoleGranted
from domain.session.commands.agenda import AddAgendaItem
from domain.session.commands.course import CallItem, CloseSession, ConcludeItem
from domain.session.commands.minutes import CorrectMinutes, DraftMinutes, SignMinutes
from domain.session.commands.proceedings import (
    AnnounceResolutions,
    ApproveAgenda,
    EstablishSummons,
    ExcludePublic,
    HandOverChair,
    RecordNote,
)
from domain.session.commands.votes import CandidateEntry, DeclareVote, RecordVote
from domain.session.errors.proceedings import (
    NotAnnounceable,
    PublicAbsent,
    PublicAdmitted,
    TellsOfClosedItem,
    VoteAboutDiffers,
)
from domain.session.errors.votes import VoteStillOpen
from domain.session.events.course import ItemCalled, ItemConcluded
from domain.session.events.minutes import MinutesCorrected
from domain.session.events.proceedings import (
    AgendaApproved,
    NoteRecorded,
    PublicExcluded,
    PublicRestored,
    ResolutionsAnnounced,
)
from domain.session.events.votes import VoteDeclared, VoteOpened
from tests.domain.chamber import voters
from tests.domain.county import (
    CLERK,
    ITEM,
    OFFICE,
    SITTING,
    VOTE,
)
from tests.domain.hall import EXCLUDE, FIRST, LATE, RESTORE, SECRET, contested, hall, vote, voted

CALL_SECRET = CallItem(session=SITTING, item=SECRET)


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
