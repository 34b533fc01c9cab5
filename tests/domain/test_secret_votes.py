"""Rule 4: a secret vote stores its sums and who was there, nothing more."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.session.commands.attendance import RecordArrival, RecordLeaving
from domain.session.commands.votes import (
    AnnulVote,
    BallotEntry,
    CorrectVote,
    DeclareVote,
    OpenVote,
    RecordBallot,
    RecordVote,
    ResolveContradiction,
)
from domain.session.errors.votes import BallotsNotAsked, CountedExactly, RecountNeeded
from domain.session.events.votes import Choice, Counted, Counts, VoteCorrected, VoteOpened, VoteRecorded
from tests.domain.chamber import chamber, correction, count, declaration, voters, voting
from tests.domain.county import CLERK, ITEM, SITTING, VOTE

CHOICES: list[Choice] = ["yes", "no", "abstained", "invalid"]
MINUTE = dt.timedelta(minutes=1)
ANSWERS = st.lists(st.sampled_from(CHOICES), min_size=5, max_size=5)


@given(ANSWERS, st.permutations(range(5)))
def test_rule_4_who_voted_how_leaves_no_trace(answers: list[Choice], order: list[int]) -> None:
    """However the same answers are spread over the members, and in whichever order: the log is the same."""
    logs = []
    for spread in (answers, [answers[n] for n in order]):
        yes, no, abstained, invalid = (spread.count(choice) for choice in CHOICES)
        after = voting(5, 6, kind="secret").when(CLERK, count(yes, no, abstained, invalid))
        logs.append([fact.event for fact in after.log])
        opened = next(n for n, event in enumerate(logs[-1]) if isinstance(event, VoteOpened))
        (recorded,) = logs[-1][opened + 1 :]
        assert isinstance(recorded, VoteRecorded)
        assert recorded.ballots is None
        assert recorded.members_present == voters(5)
        assert recorded.counts == Counts(yes=yes, no=no, abstained=abstained, invalid=invalid)
    assert logs[0] == logs[1]


@given(st.permutations(voters(5)))
def test_rule_4_who_was_there_is_told_in_no_order_but_that_of_ids(coming: list[str]) -> None:
    given = chamber(0, 5)
    for member in coming:
        given = given.when(CLERK, RecordArrival(session=SITTING, members=(member,)))
    opened = given.when(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE, kind="secret"))
    (recorded,) = opened.when(CLERK, count(3, 2, 0)).of(VoteRecorded)
    assert recorded.members_present == tuple(sorted(coming))


@given(st.sampled_from(voters(5)), st.sampled_from(CHOICES))
def test_rule_4_nobody_s_ballot_is_taken(member: str, choice: Choice) -> None:
    given = voting(5, kind="secret")
    with pytest.raises(BallotsNotAsked):
        given.when(CLERK, RecordBallot(session=SITTING, vote=VOTE, member=member, choice=choice))
    listed = RecordVote(session=SITTING, vote=VOTE, ballots=(BallotEntry(member, choice),))
    with pytest.raises(BallotsNotAsked):
        given.when(CLERK, listed)
    with pytest.raises(BallotsNotAsked):
        given.when(CLERK, count(5, 0, 0)).when(
            CLERK, replace(correction(4, 1, 0), ballots=listed.ballots, tellers=("a", "b"))
        )


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=3))
def test_rule_4_a_correction_needs_a_recount_by_two_tellers(tellers: list[str]) -> None:
    given = voting(5, kind="secret").when(CLERK, count(3, 2, 0)).when(CLERK, declaration())
    corrected = replace(correction(2, 3, 0), tellers=tuple(tellers))
    if len(tellers) == len(set(tellers)) == 2:
        (event,) = given.when(CLERK, corrected).of(VoteCorrected)
        assert event.tellers == tuple(tellers)
        assert event.carried is False
    else:
        with pytest.raises(RecountNeeded) as refused:
            given.when(CLERK, corrected)
        assert refused.value.RULE == "4"


@pytest.mark.parametrize("counted", ["by_difference", "unanimous", "majority_only"])
def test_a_secret_vote_is_counted_exactly(counted: Counted) -> None:
    with pytest.raises(CountedExactly):
        voting(5, kind="secret").when(CLERK, RecordVote(session=SITTING, vote=VOTE, counted=counted))


def test_another_count_of_a_secret_vote_takes_its_place_by_a_recount_only() -> None:
    given = voting(5, kind="secret").when(CLERK, count(3, 2, 0))
    given = given.when(voters(1)[0], count(2, 3, 0))
    keep = ResolveContradiction(session=SITTING, vote=VOTE, keep="second", reason="nachgezählt")
    with pytest.raises(RecountNeeded):
        given.when(voters(1)[0], keep)
    kept = given.when(voters(1)[0], replace(keep, keep="first"))
    assert kept.sitting.votes[0].counts == Counts(yes=3, no=2, abstained=0)


def test_a_secret_vote_names_those_who_were_there_at_any_moment_of_it() -> None:
    given = chamber(5, 6)
    given = given.when(CLERK, RecordLeaving(session=SITTING, members=voters(1)), given.now + MINUTE)
    opened = OpenVote(session=SITTING, item=ITEM, vote=VOTE, kind="secret")
    given = given.when(CLERK, opened, given.now + MINUTE)
    recorded = given.when(CLERK, count(4, 0, 0)).of(VoteRecorded)[0]
    assert recorded.members_present == voters(5)[1:]


def test_a_secret_vote_is_declared_and_annulled_like_another() -> None:
    given = voting(5, kind="secret").when(CLERK, count(3, 2, 0))
    declared = given.when(CLERK, DeclareVote(session=SITTING, vote=VOTE))
    annulled = declared.when(CLERK, AnnulVote(session=SITTING, vote=VOTE, reason="Umschlag fehlte"))
    assert annulled.sitting.votes[0].status == "annulled"
    with pytest.raises(RecountNeeded):
        given.when(CLERK, CorrectVote(session=SITTING, vote=VOTE, reason="x", yes=2, no=3, abstained=0))
