"""Wording changed aloud: the sitting's copy, read back, frozen and voted on by its hash (rules 7 and 9)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.errors import NoSuch, NothingChanges
from domain.flag import Flag
from domain.session.commands.agenda import AddAgendaItem
from domain.session.commands.course import CallItem, ConcludeItem
from domain.session.commands.votes import AnnulVote, DeclareVote, OpenVote, RecordVote
from domain.session.commands.wording import ChangeWording, FreezeWording, ReadBackWording, WithdrawWording
from domain.session.errors.proceedings import ItemNotCalled, ItemOver, WordingNotFrozen, WordingNotReadBack
from domain.session.errors.votes import VoteStillOpen
from domain.session.events.course import ItemConcluded
from domain.session.events.votes import VoteOpened
from domain.session.events.wording import WordingChanged, WordingFrozen, WordingWithdrawn
from domain.vorlage.commands.motions import ProposeAmendment, WithdrawAmendment
from domain.vorlage.errors.motions import AmendmentChangesNothing, AmendmentsOverlap
from domain.vorlage.events.aftermath import VorlageResolved
from domain.vorlage.events.motions import (
    AmendmentAdopted,
    AmendmentProposed,
    AmendmentReopened,
    AmendmentVoted,
    AmendmentWithdrawn,
)
from tests.domain.county import (
    CHAIR,
    CLERK,
    DECISION,
    ITEM,
    KREISAUSSCHUSS,
    KREISTAG,
    MEASURE,
    NEW,
    OLD,
    PAPER,
    PRELIMINARY,
    SITTING,
    VOTE,
    County,
    members,
    sitting,
)

RESOLUTION = "Der Kreistag beschließt das Konzept."
SAID = "Der Kreistag beschließt einstimmig das Konzept."
MEMBER = members(KREISTAG, 1)[0]
CHANGE = ChangeWording(session=SITTING, item=ITEM, document="proposed_resolution", text=SAID, proposer=MEMBER)
READ = ReadBackWording(session=SITTING, item=ITEM)
FREEZE = FreezeWording(session=SITTING, item=ITEM)
OPEN = OpenVote(session=SITTING, item=ITEM, vote=VOTE)
WITHDRAW = WithdrawWording(session=SITTING, item=ITEM, document="proposed_resolution", reason="verhört")


def decided(county: County, yes: int, no: int) -> County:
    """The main vote counted and declared."""
    return county.all(
        CLERK,
        RecordVote(session=SITTING, vote=VOTE, yes=yes, no=no, abstained=0),
        DeclareVote(session=SITTING, vote=VOTE),
    )


def test_four_commands_lead_from_words_spoken_to_the_vote_on_them() -> None:
    changed = sitting().when(CLERK, CHANGE)
    said = changed.of(WordingChanged)[0]
    assert (said.old, said.text, said.proposer) == (RESOLUTION, SAID, MEMBER)
    assert changed.of(AmendmentProposed) == [
        AmendmentProposed(
            amendment=said.amendment,
            document="proposed_resolution",
            old=RESOLUTION,
            new=SAID,
            consultation=DECISION,
            proposer=MEMBER,
            base=1,
            spoken=True,
        )
    ]
    opened = changed.all(CLERK, READ, FREEZE, OPEN)
    then = decided(opened, 9, 0)
    assert then.paper.text("proposed_resolution") == SAID
    assert then.of(ItemConcluded)[0].outcome == "resolved_amended"
    assert [each.result for each in then.of(AmendmentVoted)] == ["carried"]
    assert [each.order for each in then.of(AmendmentAdopted)] == [1]
    frozen = [fact.event for fact in then.log if isinstance(fact.event, WordingFrozen)]
    assert frozen[0].hash == opened.of(VoteOpened)[0].text_hash == then.of(VorlageResolved)[0].hash


@pytest.mark.parametrize(
    ("station", "yes", "no", "status"),
    [
        (DECISION, 3, 6, "rejected"),
        (PRELIMINARY, 6, 4, "recommended"),
        (PRELIMINARY, 4, 6, "not_recommended"),
    ],
)
def test_the_main_vote_decides_on_the_words_too(station: str, yes: int, no: int, status: str) -> None:
    then = decided(sitting(station).all(CLERK, replace(CHANGE, proposer=None), READ, FREEZE, OPEN), yes, no)
    motion = then.paper.motions[0]
    assert (motion.status, motion.vote, motion.proposer) == (status, VOTE, CLERK)
    assert then.paper.text("proposed_resolution") == RESOLUTION
    if station == PRELIMINARY:
        annulled = then.when(CLERK, AnnulVote(session=SITTING, vote=VOTE, reason="verzählt"))
        assert [each.amendment for each in annulled.of(AmendmentReopened)] == [motion.id]
        again = annulled.when(CLERK, replace(OPEN, vote="again"))
        assert again.of(VoteOpened)[0].text_hash == annulled.sitting.wordings[ITEM].frozen


def test_rule_7_words_are_read_back_and_frozen_before_the_vote_on_them() -> None:
    changed = sitting().when(CLERK, CHANGE)
    for before in (changed, changed.when(CLERK, READ)):
        with pytest.raises(WordingNotFrozen):
            before.when(CLERK, OPEN)
    with pytest.raises(WordingNotReadBack):
        changed.when(CLERK, FREEZE)
    contested = (Flag(flag="contested", rule="7", reason="eilig"),)
    assert changed.when(CLERK, replace(FREEZE, override="eilig")).of(WordingFrozen)[0].flags == contested
    assert changed.when(CLERK, replace(OPEN, override="eilig")).of(VoteOpened)[0].flags == contested
    # A further change is read back and frozen anew; a motion on procedure does not wait for it.
    ready = changed.all(CLERK, READ, FREEZE)
    for again in (READ, FREEZE):
        with pytest.raises(NothingChanges):
            ready.when(CLERK, again)
    later = ready.when(CLERK, replace(CHANGE, document="reasons", text="Es ist sehr nötig.\n"))
    with pytest.raises(WordingNotFrozen):
        later.when(CLERK, OPEN)
    later.when(CLERK, replace(OPEN, about="procedural"))
    then = decided(later.all(CLERK, READ, FREEZE, OPEN), 9, 0)
    assert [each.order for each in then.of(AmendmentAdopted)] == [1, 2]
    assert then.paper.text("reasons") == "Es ist sehr nötig.\n"


@given(st.lists(st.sampled_from(["einstimmig", "heute", "gern"]), min_size=1, max_size=4, unique=True))
def test_rule_7_only_the_last_words_spoken_are_voted_on(words: list[str]) -> None:
    county = sitting()
    for word in words:
        county = county.when(CLERK, replace(CHANGE, text=f"Der Kreistag beschließt {word} das Konzept."))
    statuses = [each.status for each in county.paper.motions]
    assert statuses == ["withdrawn"] * (len(words) - 1) + ["proposed"]
    then = decided(county.all(CLERK, READ, FREEZE, OPEN), 9, 0)
    assert then.paper.text("proposed_resolution") == f"Der Kreistag beschließt {words[-1]} das Konzept."
    assert then.of(VorlageResolved)[0].hash == then.paper.content().hash()


def test_words_spoken_on_top_of_a_carried_motion_need_it() -> None:
    motion = ProposeAmendment(
        vorlage=PAPER, amendment="a", document="proposed_resolution", start=0, old="Der", new="Unser"
    )
    measure = ProposeAmendment(vorlage=PAPER, amendment="m", measure=MEASURE, old=OLD, new=NEW)
    given = sitting().all(CLERK, motion, measure)
    for id_ in ("a", "m"):
        given = given.all(
            CLERK,
            OpenVote(session=SITTING, item=ITEM, vote=id_, about="amendment", amendment=id_),
            RecordVote(session=SITTING, vote=id_, yes=9, no=0, abstained=0),
            DeclareVote(session=SITTING, vote=id_),
        )
    said = "Unser Kreistag beschließt das Konzept gern."
    changed = given.when(CLERK, replace(CHANGE, text=said))
    first = changed.of(WordingChanged)[0]
    assert (first.old, first.after) == ("Unser Kreistag beschließt das Konzept.", ("a",))
    then = decided(changed.all(CLERK, READ, FREEZE, OPEN), 9, 0)
    assert then.paper.text("proposed_resolution") == said
    assert [each.amendment for each in then.of(AmendmentAdopted)] == ["a", "m", first.amendment]
    annulled = changed.when(CLERK, AnnulVote(session=SITTING, vote="a", reason="falsch verlesen"))
    with pytest.raises(AmendmentsOverlap):
        annulled.all(CLERK, READ, FREEZE)
    with pytest.raises(AmendmentsOverlap):
        annulled.when(
            CLERK,
            OpenVote(session=SITTING, item=ITEM, vote="x", about="amendment", amendment=first.amendment),
        )
    anew = annulled.when(CLERK, CHANGE)
    assert decided(anew.all(CLERK, READ, FREEZE, OPEN), 9, 0).paper.text("proposed_resolution") == SAID


def test_what_was_changed_aloud_by_mistake_is_taken_back() -> None:
    changed = sitting().when(CLERK, CHANGE)
    then = changed.when(CLERK, WITHDRAW)
    assert then.of(WordingWithdrawn)[0].reason == "verhört"
    assert [type(each) for each in then.events] == [WordingWithdrawn, AmendmentWithdrawn]
    assert decided(then.when(CLERK, OPEN), 9, 0).of(ItemConcluded)[0].outcome == "resolved"
    for command in (WITHDRAW, READ, FREEZE):
        with pytest.raises(NoSuch):
            then.when(CLERK, command)
    with pytest.raises(NoSuch):
        changed.when(CLERK, replace(WITHDRAW, document="reasons"))
    own = changed.paper.motions[0].id
    back = changed.when(MEMBER, WithdrawAmendment(vorlage=PAPER, amendment=own))
    voted = decided(back.all(CLERK, READ, FREEZE, OPEN), 9, 0)
    assert voted.of(ItemConcluded)[0].outcome == "resolved"


def test_words_are_changed_only_in_the_paper_of_the_item_that_is_called_and_open() -> None:
    for text in (RESOLUTION, SAID):
        with pytest.raises(AmendmentChangesNothing):
            sitting().when(CLERK, CHANGE).when(CLERK, replace(CHANGE, text=text))
    with pytest.raises(NoSuch):
        sitting().when(CLERK, replace(CHANGE, document="measures/none"))
    measure = sitting().when(CLERK, replace(CHANGE, document=f"measures/{MEASURE}", text=NEW))
    assert measure.of(AmendmentProposed)[0].measure == MEASURE
    with pytest.raises(VoteStillOpen):
        sitting().when(CLERK, OPEN).when(CLERK, CHANGE)
    other = AddAgendaItem(session=SITTING, item="other", subject="Anderes", urgency="Frist")
    more = sitting().when(CLERK, other)
    with pytest.raises(ItemNotCalled):
        more.when(CLERK, replace(CHANGE, item="other"))
    with pytest.raises(NoSuch):
        more.when(CLERK, CallItem(session=SITTING, item="other")).when(CLERK, replace(CHANGE, item="other"))
    over = sitting().when(CLERK, ConcludeItem(session=SITTING, item=ITEM, outcome="postponed"))
    with pytest.raises(ItemOver):
        over.when(CLERK, CHANGE)


def test_words_spoken_stay_open_where_the_item_is_put_off() -> None:
    then = sitting().all(CLERK, CHANGE, ConcludeItem(session=SITTING, item=ITEM, outcome="postponed"))
    assert then.paper.motions[0].status == "proposed"
    assert then.sitting.committee != KREISAUSSCHUSS
    assert then.sitting.chair == CHAIR
