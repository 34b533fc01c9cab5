"""Results without exact counts, majorities by name, one vote over several items (rules 1, 6 and 7)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.events import session_stream
from domain.flag import Flag
from domain.procedure import other_sittings
from domain.rules import Turnout
from domain.session.commands.agenda import PlanSession
from domain.session.commands.attendance import DeclareRecusal, RecordArrival, RecordLeaving
from domain.session.commands.course import CloseSession, ConcludeItem
from domain.session.commands.votes import AnnulVote, CorrectVote, OpenVote, RecordVote
from domain.session.errors.proceedings import ItemOver
from domain.session.errors.votes import (
    AbstentionNotAllowed,
    AttendanceIncomplete,
    CarriedSaid,
    CountedExactly,
    CountsMissing,
    NotEnBloc,
    NotInRules,
    NotRepeatable,
    NotUnanimous,
    VoteExceedsPresent,
    VotePending,
    VoteUndeclared,
)
from domain.session.events.agenda import AgendaItemAdded
from domain.session.events.course import ItemConcluded, ItemReopened, SessionClosed
from domain.session.events.votes import Counted, Counts, VoteCorrected, VoteOpened, VoteRecorded
from domain.vorlage.commands.motions import ProposeAmendment
from domain.vorlage.terms import Outcome
from infra.rules import find
from tests.domain.chamber import DAY, chamber, correction, count, declaration, under, voting
from tests.domain.county import (
    CLERK,
    DECISION,
    ITEM,
    MEASURE,
    MOTION,
    NEW,
    OLD,
    PAPER,
    SITTING,
    VOTE,
    County,
)
from tests.domain.county import sitting as paper_sitting

MINUTE = dt.timedelta(minutes=1)
FEW = st.integers(0, 9)
LAW, BAVARIA = find("kvg-lsa"), find("lkro-by")
OTHER = "other-item"


def counting(counted: Counted, **sums: int) -> RecordVote:
    """A count that is not exact."""
    return RecordVote(session=SITTING, vote=VOTE, counted=counted, **sums)  # type: ignore[arg-type]


# By difference


@given(FEW, FEW, FEW, st.sampled_from(["yes", "no", "abstained"]))
def test_rule_6_by_difference_the_third_is_what_is_left(yes: int, no: int, abstained: int, left: str) -> None:
    sums = {"yes": yes, "no": no, "abstained": abstained}
    stated = {name: each for name, each in sums.items() if name != left}
    given = voting(9)
    if sum(stated.values()) > 9:
        with pytest.raises(VoteExceedsPresent):
            given.when(CLERK, counting("by_difference", **stated))
        return
    sums[left] = 9 - sum(stated.values())
    recorded = given.when(CLERK, counting("by_difference", **stated)).of(VoteRecorded)[0]
    assert recorded.counts == Counts(**sums)
    assert (recorded.counted, recorded.carried) == ("by_difference", sums["yes"] > sums["no"])


def test_a_difference_needs_two_of_three() -> None:
    for sums in ({"yes": 5}, {"yes": 5, "no": 2, "abstained": 2}):
        with pytest.raises(CountsMissing):
            voting(9).when(CLERK, counting("by_difference", **sums))


@given(come=st.booleans(), recused=st.booleans())
def test_rule_6_a_difference_is_not_known_where_somebody_came_or_went(*, come: bool, recused: bool) -> None:
    given = chamber(6, 8)
    if recused:
        given = given.when(CLERK, DeclareRecusal(session=SITTING, item=ITEM, member="m003"))
    given = given.when(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE), given.now + MINUTE)
    by_difference = counting("by_difference", no=0, abstained=0)
    counted = given.when(CLERK, by_difference, given.now + 5 * MINUTE).of(VoteRecorded)[0].counts
    assert counted is not None
    assert counted.yes == 6 - recused
    moved = (
        RecordArrival(session=SITTING, members=("m006",))
        if come
        else RecordLeaving(session=SITTING, members=("m000",))
    )
    given = given.when(CLERK, moved, given.now + MINUTE)
    with pytest.raises(AttendanceIncomplete):
        given.when(CLERK, by_difference, given.now + 5 * MINUTE)


# Nobody counted


def test_rule_1_where_nobody_counted_the_counts_are_null_and_never_zero() -> None:
    recorded = voting(9).when(CLERK, counting("unanimous")).of(VoteRecorded)[0]
    assert (recorded.counts, recorded.carried, recorded.unanimous) == (None, True, True)
    for carried in (True, False):
        said = replace(counting("majority_only"), carried=carried)
        recorded = voting(9).when(CLERK, said).of(VoteRecorded)[0]
        assert (recorded.counts, recorded.carried, recorded.unanimous) == (None, carried, False)
        assert recorded.flags == ()


@given(FEW, FEW, FEW)
def test_unanimous_with_numbers_means_nobody_against_and_someone_in_favour(
    yes: int, no: int, abstained: int
) -> None:
    given = voting(27)
    if no or not yes:
        with pytest.raises(NotUnanimous):
            given.when(CLERK, counting("unanimous", yes=yes, no=no, abstained=abstained))
    else:
        counted = given.when(CLERK, counting("unanimous", yes=yes, abstained=abstained)).of(VoteRecorded)[0]
        assert counted.unanimous
        assert counted.counts is not None
        assert counted.counts.no == 0


def test_nobody_is_not_unanimous() -> None:
    given = chamber(1, 1)
    given = given.when(CLERK, DeclareRecusal(session=SITTING, item=ITEM, member="m000"))
    given = given.when(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE, override="allein"))
    with pytest.raises(NotUnanimous):
        given.when(CLERK, counting("unanimous"))


@pytest.mark.parametrize("majority", ["absolute", "two_thirds", "two_thirds_cast"])
def test_a_majority_that_needs_numbers_is_counted(majority: str) -> None:
    given = voting(9, majority=majority)
    with pytest.raises(CountedExactly):
        given.when(CLERK, replace(counting("majority_only"), carried=True))
    if majority == "two_thirds_cast":
        assert given.when(CLERK, counting("unanimous")).of(VoteRecorded)[0].carried
    else:
        with pytest.raises(CountedExactly):
            given.when(CLERK, counting("unanimous"))


def test_whether_it_is_carried_is_said_where_nobody_counts_and_only_there() -> None:
    with pytest.raises(CarriedSaid):
        voting(9).when(CLERK, counting("majority_only"))
    with pytest.raises(CarriedSaid):
        voting(9).when(CLERK, replace(count(5, 4, 0), carried=True))
    with pytest.raises(CountedExactly):
        voting(9).when(CLERK, replace(count(5, 4, 0), counted="majority_only", carried=True))


def test_what_nobody_counted_can_be_counted_later() -> None:
    given = voting(9).when(CLERK, counting("unanimous")).when(CLERK, declaration())
    then = given.when(CLERK, correction(2, 7, 0))
    (corrected,) = then.of(VoteCorrected)
    assert corrected.before is None
    assert Flag(flag="declared_differs", rule="6") in corrected.flags
    assert then.sitting.votes[0].counted == "exact"
    assert given.sitting.votes[0].cast == 0


# Majorities and rule sets


@given(FEW, FEW, FEW, st.integers(1, 40), st.integers(0, 40), st.integers(0, 40))
def test_rule_6_each_share_is_of_what_the_rule_set_names(
    yes: int, no: int, abstained: int, lawful: int, present: int, entitled: int
) -> None:
    turnout = Turnout(lawful=lawful, present=present, entitled=entitled, abstained=abstained)
    wholes = {
        "cast": yes + no,
        "voting": yes + no + abstained,
        "present": present,
        "entitled": entitled,
        "lawful": lawful,
    }
    for of, whole in wholes.items():
        share = replace(LAW.majorities["simple"], of=of)
        rules = replace(LAW, majorities={"simple": share, "half": share})
        assert rules.reached("half", yes, no, turnout) == (2 * yes > whole)


def test_a_majority_is_one_that_the_rule_set_has() -> None:
    given = voting(4, majority="three_quarters")
    assert given.when(CLERK, count(3, 1, 0)).of(VoteRecorded)[0].carried
    assert not given.when(CLERK, count(2, 0, 2)).of(VoteRecorded)[0].carried
    with pytest.raises(NotInRules) as refused:
        voting(4, majority="four_fifths")
    assert refused.value.rules == "kvg-lsa"


@given(FEW, FEW, FEW)
def test_the_same_sitting_under_another_land_s_rules_comes_out_otherwise(
    yes: int, no: int, abstained: int
) -> None:
    counted = count(yes, no, abstained)
    assert voting(27).when(CLERK, counted).of(VoteRecorded)[0].rule == "kvg-lsa"
    given = under(chamber(27), BAVARIA).when(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE))
    if not abstained:
        assert given.when(CLERK, counted).of(VoteRecorded)[0].rule == "lkro-by"
        return
    with pytest.raises(AbstentionNotAllowed):
        given.when(CLERK, counted)
    let = given.when(CLERK, replace(counted, override="trotz Hinweis")).of(VoteRecorded)[0]
    contested = Flag(flag="contested", rule=BAVARIA.abstention_source, reason="trotz Hinweis")
    assert contested in let.flags
    assert contested.rule


def test_a_correction_with_abstentions_is_contested_where_nobody_may_abstain() -> None:
    given = under(chamber(9), BAVARIA).when(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE))
    corrected = given.when(CLERK, count(9, 0, 0)).when(CLERK, correction(8, 0, 1)).of(VoteCorrected)[0]
    assert [each.flag for each in corrected.flags] == ["contested"]


# Several items in one vote


def several(present: int = 9, *, public: bool = True) -> County:
    """A sitting with a second item."""
    added = AgendaItemAdded(item=OTHER, subject="Haushalt", public=public, place=1)
    return chamber(present).happened(session_stream(SITTING), added)


def en_bloc(**changes: object) -> OpenVote:
    """One vote over both items."""
    return replace(OpenVote(session=SITTING, item=ITEM, vote=VOTE, items=(OTHER,)), **changes)


@given(FEW, FEW)
def test_one_vote_concludes_each_item_that_it_covers(yes: int, no: int) -> None:
    given = several(18).when(CLERK, en_bloc()).when(CLERK, count(yes, no, 0)).when(CLERK, declaration())
    outcome: Outcome = "resolved" if yes > no else "rejected"
    numbers = ("KT 1/2023", "KT 2/2023") if yes > no else (None, None)
    assert given.of(ItemConcluded) == [
        ItemConcluded(item=each, outcome=outcome, vote=VOTE, resolution_number=number)
        for each, number in zip((ITEM, OTHER), numbers, strict=True)
    ]
    annulled = given.when(CLERK, AnnulVote(session=SITTING, vote=VOTE, reason="falsche Unterlage"))
    assert [each.item for each in annulled.of(ItemReopened)] == [ITEM, OTHER]
    with pytest.raises(ItemOver):
        given.when(CLERK, OpenVote(session=SITTING, item=ITEM))


def test_items_that_differ_are_not_voted_on_together() -> None:
    for sitting, changes, why in (
        (several(), {"about": "procedural"}, "about"),
        (several(), {"items": (OTHER, OTHER)}, "twice"),
        (several(), {"items": (ITEM,)}, "twice"),
        (several(public=False), {}, "public"),
        (
            several().when(CLERK, DeclareRecusal(session=SITTING, item=OTHER, member="m001")),
            {},
            "recused",
        ),
    ):
        with pytest.raises(NotEnBloc) as refused:
            sitting.when(CLERK, en_bloc(**changes))
        assert refused.value.why == why


def test_whoever_is_recused_from_one_of_the_items_meanwhile_does_not_vote() -> None:
    given = several(9).when(CLERK, en_bloc())
    given = given.when(CLERK, DeclareRecusal(session=SITTING, item=OTHER, member="m001"))
    assert given.when(CLERK, count(8, 0, 0)).of(VoteRecorded)[0].entitled == 8
    with pytest.raises(VoteExceedsPresent):
        given.when(CLERK, count(9, 0, 0))


# Repetition and closing


def test_a_vote_repeats_a_settled_one_on_the_same_item() -> None:
    procedural = OpenVote(session=SITTING, item=ITEM, vote=VOTE, about="procedural")
    counted = chamber(9).when(CLERK, procedural).when(CLERK, count(5, 4, 0))
    again = replace(procedural, vote="again", repeats=VOTE)
    with pytest.raises(NotRepeatable):
        counted.when(CLERK, again)
    declared = counted.when(CLERK, declaration())
    assert declared.when(CLERK, again).of(VoteOpened)[0].repeats == VOTE


def test_a_sitting_is_closed_with_a_count_nobody_declared_only_for_a_reason() -> None:
    given = voting(9).when(CLERK, count(5, 4, 0))
    with pytest.raises(VoteUndeclared):
        given.when(CLERK, CloseSession(session=SITTING))
    closed = given.when(CLERK, CloseSession(session=SITTING, override="Tumult")).of(SessionClosed)
    assert closed == [SessionClosed(flags=(Flag(flag="contested", rule="6", reason="Tumult"),))]
    declared = given.when(CLERK, declaration()).when(CLERK, CloseSession(session=SITTING))
    assert declared.of(SessionClosed) == [SessionClosed()]


def test_an_item_does_not_end_beside_a_count_that_nobody_declared() -> None:
    counted = voting(9).when(CLERK, count(5, 4, 0))
    postponed = ConcludeItem(session=SITTING, item=ITEM, outcome="postponed")
    for each in (postponed, replace(postponed, outcome="noted"), replace(postponed, outcome="taken_off")):
        with pytest.raises(VotePending):
            counted.when(CLERK, each)
    annulled = counted.when(CLERK, AnnulVote(session=SITTING, vote=VOTE, reason="unklar"))
    ended = annulled.when(CLERK, postponed)
    assert ended.sitting.agenda[0].outcome == "postponed"


def test_rule_14_a_correction_keeps_what_the_chair_overrode() -> None:
    counted = voting(9).when(CLERK, count(4, 5, 0))
    declared = counted.when(CLERK, declaration(declared=True, override="Handzeichen war klar"))
    corrected = declared.when(CLERK, correction(5, 4, 0))
    contested = Flag(flag="contested", rule="6", reason="Handzeichen war klar")
    assert corrected.sitting.votes[0].flags == (contested,)


def test_a_correction_counts_exactly() -> None:
    given = voting(9).when(CLERK, count(5, 4, 0))
    with pytest.raises(CountsMissing):
        given.when(CLERK, CorrectVote(session=SITTING, vote=VOTE, reason="x", yes=5))


def test_a_paper_is_resolved_together_with_another_item_unless_a_motion_on_it_is_open() -> None:
    paper = paper_sitting()
    added = AgendaItemAdded(item=OTHER, subject="Haushalt", public=True, place=1)
    given = paper.happened(session_stream(SITTING), added)
    voted = given.all(CLERK, en_bloc(), count(5, 4, 0), declaration())
    assert voted.paper.status == "resolved"
    assert voted.paper.consultation(DECISION) is not None
    moved = given.when(
        CLERK, ProposeAmendment(vorlage=PAPER, measure=MEASURE, old=OLD, new=NEW, amendment=MOTION)
    )
    with pytest.raises(NotEnBloc) as refused:
        moved.when(CLERK, en_bloc())
    assert refused.value.why == "amendment"


def test_a_sitting_that_is_planned_again_looks_at_the_first() -> None:
    assert other_sittings(PlanSession(committee="c", date=DAY, again=SITTING)) == {SITTING}
    assert other_sittings(PlanSession(committee="c", date=DAY)) == set()
