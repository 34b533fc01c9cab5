"""How a vote is held: vectors, counters, roll calls, results (rules 1 to 6)."""

import datetime as dt
from collections import Counter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.flag import Flag
from domain.procedure import AnyCommand
from domain.session.commands.attendance import (
    DeclareRecusal,
    EstablishQuorum,
    RecordArrival,
    RecordLeaving,
)
from domain.session.commands.votes import (
    BallotEntry,
    CorrectVote,
    OpenVote,
    RecordBallot,
    RecordVote,
    WithdrawBallot,
)
from domain.session.errors.attendance import NotQuorate
from domain.session.errors.votes import (
    BallotsMissing,
    BallotsNotAsked,
    BallotTwice,
    CountsMissing,
    DeclaredDiffers,
    MayNotVote,
    NoBallot,
    NotVotingDiffers,
    RollCallMismatch,
    VoteExceedsPresent,
)
from domain.session.events.attendance import QuorumEstablished
from domain.session.events.course import ItemConcluded
from domain.session.events.votes import (
    BallotWithdrawn,
    Choice,
    VoteCorrected,
    VoteDeclared,
    VoteOpened,
    VoteRecorded,
)
from tests.domain.chamber import chamber, correction, count, declaration, voters, voting
from tests.domain.county import CLERK, ITEM, SITTING, VOTE, County

MINUTE = dt.timedelta(minutes=1)
NUMBERS = st.integers(0, 12)

CHOICES: list[Choice] = ["yes", "no", "abstained", "invalid"]


def ballots(*choices: Choice) -> tuple[BallotEntry, ...]:
    return tuple(BallotEntry(member, choice) for member, choice in zip(voters(20), choices, strict=False))


# Vectors


@pytest.mark.parametrize(
    ("yes", "no", "abstained", "carried", "unanimous"),
    [
        (15, 8, 0, True, False),
        (1, 26, 7, False, False),
        (9, 0, 1, True, True),
        (21, 21, 0, False, False),
        (0, 0, 43, False, False),
        (3, 2, 38, True, False),
    ],
)
def test_the_vectors_of_the_domain_come_out(
    *, yes: int, no: int, abstained: int, carried: bool, unanimous: bool
) -> None:
    vote = voting(yes + no + abstained).when(CLERK, count(yes, no, abstained)).of(VoteRecorded)[0]
    assert (vote.carried, vote.unanimous, vote.entitled) == (carried, unanimous, yes + no + abstained)
    assert vote.counts is not None
    assert vote.counts.not_voting == 0
    assert vote.flags == ()
    assert vote.rule == "kvg-lsa"


def test_thirty_four_votes_need_thirty_four_present() -> None:
    voting(34).when(CLERK, count(1, 26, 7))
    with pytest.raises(VoteExceedsPresent) as refused:
        voting(33).when(CLERK, count(1, 26, 7))
    assert (refused.value.votes, refused.value.entitled) == (34, 33)


def test_an_absolute_majority_of_fifty_five_needs_twenty_eight() -> None:
    given = voting(55, majority="absolute")
    assert not given.when(CLERK, count(27, 0, 28)).of(VoteRecorded)[0].carried
    assert given.when(CLERK, count(28, 27, 0)).of(VoteRecorded)[0].carried


# Rule 1


@given(st.integers(max_value=-1) | st.floats(allow_nan=False) | st.booleans() | st.text())
def test_rule_1_a_counter_is_an_integer_that_is_never_negative(value: object) -> None:
    for field in ("yes", "no", "abstained", "invalid", "not_voting"):
        sent = {"type": "RecordVote", "session": "0" * 8 + "-0000-0000-0000-" + "0" * 12}
        sent |= {"vote": sent["session"], field: value}  # type: ignore[dict-item]
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(sent, AnyCommand)


@given(st.sampled_from(["yes", "no", "abstained"]))
def test_rule_1_what_was_not_recorded_is_not_zero(missing: str) -> None:
    with pytest.raises(CountsMissing):
        voting(3).when(CLERK, replace(count(1, 0, 0), **{missing: None}))


# Rule 2


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, st.integers(1, 20))
def test_rule_2_never_more_votes_than_were_entitled(
    yes: int, no: int, abstained: int, invalid: int, present: int
) -> None:
    given = voting(present, advisers=2)
    votes = yes + no + abstained + invalid
    if votes > present:
        with pytest.raises(VoteExceedsPresent):
            given.when(CLERK, count(yes, no, abstained, invalid))
    else:
        vote = given.when(CLERK, count(yes, no, abstained, invalid)).of(VoteRecorded)[0]
        assert vote.entitled == present
        assert vote.counts is not None
        assert votes + vote.counts.not_voting == present


@given(st.data())
def test_rule_2_counts_whoever_was_there_at_any_moment_of_the_vote_but_the_recused(
    data: st.DataObject,
) -> None:
    lawful = 8
    given = chamber(lawful - 2, lawful)
    early, during, after = (
        data.draw(st.sets(st.sampled_from(voters(lawful - 2)), max_size=1), label) for label in "abc"
    )
    recused = data.draw(st.sets(st.sampled_from(voters(lawful - 2)[1:]), max_size=1))
    late = data.draw(st.sets(st.sampled_from(voters(lawful)[-2:])))
    opening = given.now + 10 * MINUTE
    for members, moment in ((early, opening - MINUTE), (during - early, opening + MINUTE)):
        if members:
            given = given.when(CLERK, RecordLeaving(session=SITTING, members=tuple(members)), moment)
    for member in recused:
        given = given.when(CLERK, DeclareRecusal(session=SITTING, item=ITEM, member=member), opening)
    given = given.when(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE), opening)
    if late:
        given = given.when(CLERK, RecordArrival(session=SITTING, members=tuple(late)), opening + 2 * MINUTE)
    gone = after - early - during
    counting = opening + 5 * MINUTE
    if gone:
        given = given.when(CLERK, RecordLeaving(session=SITTING, members=tuple(gone)), counting + MINUTE)
    expected = (set(voters(lawful - 2)) | late) - early - recused
    vote = given.when(CLERK, count(0, 0, 0), counting).of(VoteRecorded)[0]
    assert vote.entitled == len(expected)
    with pytest.raises(VoteExceedsPresent):
        given.when(CLERK, count(len(expected) + 1, 0, 0), counting)


def test_rule_2_whoever_left_before_the_opening_and_whoever_came_after_the_count_have_no_vote() -> None:
    given = chamber(5, 7)
    given = given.when(CLERK, RecordLeaving(session=SITTING, members=voters(1)), given.now + MINUTE)
    given = given.when(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE), given.now + MINUTE)
    came = RecordArrival(session=SITTING, members=voters(6)[5:])
    given = given.when(CLERK, came, given.now + 5 * MINUTE)
    assert given.when(CLERK, count(1, 1, 1), given.now - MINUTE).of(VoteRecorded)[0].entitled == 4


@given(st.integers(1, 12), st.integers(0, 12))
def test_rule_2_those_who_did_not_vote_are_confirmed_or_flagged(present: int, not_voting: int) -> None:
    given = voting(present)
    unconfirmed = given.when(CLERK, count(1, 0, 0)).of(VoteRecorded)[0]
    flagged = (Flag(flag="not_voting_unconfirmed", rule="2"),)
    assert unconfirmed.flags == (flagged if present > 1 else ())
    confirmed = replace(count(1, 0, 0), not_voting=not_voting)
    if not_voting == present - 1:
        assert given.when(CLERK, confirmed).of(VoteRecorded)[0].flags == ()
    else:
        with pytest.raises(NotVotingDiffers):
            given.when(CLERK, confirmed)


# Rule 3


@given(st.lists(st.sampled_from(CHOICES), min_size=1, max_size=10), NUMBERS)
def test_rule_3_the_counts_of_a_roll_call_are_the_sums_of_its_ballots(
    choices: list[Choice], stated: int
) -> None:
    given = voting(10, kind="roll_call")
    called = RecordVote(session=SITTING, vote=VOTE, ballots=ballots(*choices))
    vote = given.when(CLERK, called).of(VoteRecorded)[0]
    tally = Counter(choices)
    for choice in CHOICES:
        assert getattr(vote.counts, choice) == tally[choice]
    assert vote.ballots is not None
    assert [each.choice for each in vote.ballots] == choices
    if stated == tally["yes"]:
        given.when(CLERK, replace(called, yes=stated))
    else:
        with pytest.raises(RollCallMismatch):
            given.when(CLERK, replace(called, yes=stated))


@given(st.permutations(voters(6)), st.lists(st.sampled_from(CHOICES), min_size=6, max_size=6))
def test_rule_3_ballots_entered_one_by_one_give_the_same_in_any_order(
    order: list[str], choices: list[Choice]
) -> None:
    given = voting(6, kind="roll_call")
    for member, choice in zip(order, choices, strict=True):
        given = given.when(CLERK, RecordBallot(session=SITTING, vote=VOTE, member=member, choice=choice))
        with pytest.raises(BallotTwice):
            given.when(CLERK, RecordBallot(session=SITTING, vote=VOTE, member=member, choice="yes"))
    vote = given.when(CLERK, RecordVote(session=SITTING, vote=VOTE)).of(VoteRecorded)[0]
    assert vote.ballots is not None
    assert Counter(each.choice for each in vote.ballots) == Counter(choices)
    assert {each.member for each in vote.ballots} == set(order)


@given(member=st.sampled_from(["adviser-0", "m004", "m009", "m002", "m000"]), entered=st.booleans())
def test_rule_3_advisers_strangers_the_recused_and_those_who_left_have_no_ballot(
    *, member: str, entered: bool
) -> None:
    given = chamber(4, 5, advisers=1)
    given = given.when(CLERK, DeclareRecusal(session=SITTING, item=ITEM, member="m002"))
    opened = OpenVote(session=SITTING, item=ITEM, vote=VOTE, kind="roll_call")
    given = given.when(CLERK, opened, given.now + 5 * MINUTE)
    ballot: AnyCommand = RecordBallot(session=SITTING, vote=VOTE, member=member, choice="yes")
    if not entered:
        ballot = RecordVote(session=SITTING, vote=VOTE, ballots=(BallotEntry(member, "yes"),))
    if member == "m000":
        given.when(CLERK, ballot)
        left = RecordLeaving(session=SITTING, members=(member,))
        given = given.when(CLERK, left, given.now - MINUTE)
    with pytest.raises(MayNotVote):
        given.when(CLERK, ballot)


def test_rule_3_a_ballot_of_someone_who_turns_out_to_have_left_is_not_counted() -> None:
    given = voting(5, kind="roll_call")
    given = given.when(CLERK, RecordBallot(session=SITTING, vote=VOTE, member="m000", choice="yes"))
    left = RecordLeaving(session=SITTING, members=("m000",))
    given = given.when(CLERK, left, given.sitting.votes[0].opened_at - dt.timedelta(seconds=1))
    with pytest.raises(MayNotVote):
        given.when(CLERK, RecordVote(session=SITTING, vote=VOTE))


def test_rule_3_a_member_has_one_ballot_in_a_list_too() -> None:
    twice = (BallotEntry("m000", "yes"), BallotEntry("m000", "no"))
    with pytest.raises(BallotTwice):
        voting(3, kind="roll_call").when(CLERK, RecordVote(session=SITTING, vote=VOTE, ballots=twice))


def test_a_roll_call_is_not_counted_without_ballots() -> None:
    with pytest.raises(BallotsMissing):
        voting(3, kind="roll_call").when(CLERK, count(3, 0, 0))


def test_an_open_vote_keeps_nobody_s_ballot() -> None:
    given = voting(3)
    with pytest.raises(BallotsNotAsked):
        given.when(CLERK, RecordBallot(session=SITTING, vote=VOTE, member="m000", choice="yes"))
    with pytest.raises(BallotsNotAsked):
        given.when(CLERK, RecordVote(session=SITTING, vote=VOTE, ballots=ballots("yes")))
    counted = given.when(CLERK, count(3, 0, 0))
    assert counted.of(VoteRecorded)[0].ballots is None
    corrected = replace(correction(2, 1, 0), ballots=ballots("yes"))
    with pytest.raises(BallotsNotAsked):
        counted.when(CLERK, corrected)


def test_a_ballot_entered_by_mistake_is_taken_back_with_a_reason() -> None:
    given = voting(3, kind="roll_call")
    back = WithdrawBallot(session=SITTING, vote=VOTE, member="m000", reason="falsche Zeile")
    with pytest.raises(NoBallot):
        given.when(CLERK, back)
    given = given.when(CLERK, RecordBallot(session=SITTING, vote=VOTE, member="m000", choice="yes"))
    given = given.when(CLERK, RecordBallot(session=SITTING, vote=VOTE, member="m001", choice="no"))
    then = given.when(CLERK, back)
    assert then.of(BallotWithdrawn)[0].reason == "falsche Zeile"
    assert [each.member for each in then.sitting.votes[0].ballots] == ["m001"]


def test_a_roll_call_is_corrected_by_its_ballots() -> None:
    given = voting(3, kind="roll_call")
    given = given.when(CLERK, RecordVote(session=SITTING, vote=VOTE, ballots=ballots("yes", "no", "no")))
    with pytest.raises(BallotsMissing):
        given.when(CLERK, CorrectVote(session=SITTING, vote=VOTE, reason="verlesen", yes=2))
    corrected = CorrectVote(
        session=SITTING, vote=VOTE, reason="verlesen", ballots=ballots("yes", "yes", "no")
    )
    then = given.when(CLERK, corrected).of(VoteCorrected)[0]
    assert then.before is not None
    assert then.after is not None
    assert (then.before.yes, then.after.yes, then.carried) == (1, 2, True)


# Rule 5


@given(st.integers(0, 20), st.integers(1, 20))
def test_rule_5_no_vote_without_a_quorum(present: int, lawful: int) -> None:
    present = min(present, lawful)
    given = chamber(present, lawful, advisers=9)
    opened = OpenVote(session=SITTING, item=ITEM, vote=VOTE)
    if 2 * present > lawful:
        assert given.when(CLERK, opened).of(VoteOpened)[0].flags == ()
    else:
        with pytest.raises(NotQuorate):
            given.when(CLERK, opened)
        contested = given.when(CLERK, replace(opened, override="eilbedürftig"))
        assert contested.of(VoteOpened)[0].flags == (Flag(flag="contested", rule="5", reason="eilbedürftig"),)


def test_a_challenge_counts_the_voting_members_present() -> None:
    given = chamber(5, 7, advisers=1)
    then = given.when(CLERK, EstablishQuorum(session=SITTING))
    assert then.events == [QuorumEstablished(present=5, lawful_number=7, quorate=True)]
    given = given.when(CLERK, RecordLeaving(session=SITTING, members=voters(2)))
    then = given.when(CLERK, EstablishQuorum(session=SITTING), given.now + MINUTE)
    assert then.events == [QuorumEstablished(present=3, lawful_number=7, quorate=False)]


def test_where_the_quorum_is_presumed_it_holds_until_a_challenge() -> None:
    given = _presuming(chamber(5, 7)).when(CLERK, EstablishQuorum(session=SITTING))
    given = given.when(CLERK, RecordLeaving(session=SITTING, members=voters(2)))
    opened = OpenVote(session=SITTING, item=ITEM, vote=VOTE)
    assert given.when(CLERK, opened, given.now + MINUTE).of(VoteOpened)[0].flags == ()
    challenged = given.when(CLERK, EstablishQuorum(session=SITTING), given.now + MINUTE)
    with pytest.raises(NotQuorate):
        challenged.when(CLERK, opened)


@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 12))
def test_rule_5_where_it_is_not_presumed_a_body_that_had_a_quorum_votes_with_one_only(
    present: int, lawful: int, leaving: int
) -> None:
    present = min(present, lawful)
    leaving = min(leaving, present)
    given = chamber(present, lawful).when(CLERK, EstablishQuorum(session=SITTING))
    if leaving:
        given = given.when(CLERK, RecordLeaving(session=SITTING, members=voters(leaving)))
    opened = OpenVote(session=SITTING, item=ITEM, vote=VOTE)
    if 2 * (present - leaving) > lawful:
        assert given.when(CLERK, opened, given.now + MINUTE).of(VoteOpened)[0].flags == ()
    else:
        with pytest.raises(NotQuorate):
            given.when(CLERK, opened, given.now + MINUTE)


def _presuming(given: County) -> County:
    rules = given.world.rules
    presuming = replace(rules, sets=tuple(replace(each, quorum_presumed=True) for each in rules.sets))
    return given._replace(world=replace(given.world, rules=presuming))


# Rule 6


@given(yes=NUMBERS, no=NUMBERS, declared=st.booleans())
def test_rule_6_what_was_declared_stands_and_is_flagged_where_it_differs(
    *, yes: int, no: int, declared: bool
) -> None:
    given = voting(24).when(CLERK, count(yes, no, 0))
    carried = yes > no
    assert given.of(VoteRecorded)[0].carried == carried
    assert given.of(VoteRecorded)[0].rule == "kvg-lsa"
    if declared == carried:
        then = given.when(CLERK, declaration(declared=declared)).of(VoteDeclared)[0]
        assert (then.declared, then.flags) == (declared, ())
    else:
        with pytest.raises(DeclaredDiffers):
            given.when(CLERK, declaration(declared=declared))
        then = given.when(CLERK, declaration(declared=declared, override="so verkündet")).of(VoteDeclared)[0]
        assert then.declared == declared
        assert then.flags == (Flag(flag="contested", rule="6", reason="so verkündet"),)


def test_a_declaration_without_a_word_is_the_computed_result() -> None:
    then = voting(9).when(CLERK, count(5, 4, 0)).when(CLERK, declaration())
    assert then.of(VoteDeclared)[0].declared
    assert then.of(ItemConcluded)[0].outcome == "resolved"


def test_the_clerk_votes_on_the_chair_s_word_and_the_event_names_both() -> None:
    given = chamber(3)
    opened = OpenVote(session=SITTING, item=ITEM, vote=VOTE)
    by_clerk = given.when(CLERK, opened)
    by_chair = given.when("m000", opened)
    assert by_clerk.of(VoteOpened)[0].ordered_by == "m000"
    assert by_clerk.last[0].meta.actor == CLERK
    assert by_chair.of(VoteOpened)[0].ordered_by is None
    assert (
        by_clerk.when(CLERK, count(3, 0, 0)).when(CLERK, declaration()).of(VoteDeclared)[0].ordered_by
        == "m000"
    )
