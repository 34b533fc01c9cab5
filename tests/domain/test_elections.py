"""Elections: candidates, two rounds, the lot, and how openness ends (DOMAIN, "Votes")."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.flag import Flag
from domain.session.commands.votes import (
    CandidateEntry,
    CorrectVote,
    DeclareVote,
    ObjectToOpenElection,
    OpenVote,
    RecordVote,
    ResolveContradiction,
)
from domain.session.errors.elections import (
    CandidatesDiffer,
    CandidatesNeeded,
    CandidatesNotAsked,
    ElectionIsSecret,
    LotNeeded,
    LotNotAsked,
    NoFirstRound,
    NotACandidate,
)
from domain.session.errors.votes import (
    CountsMissing,
    DeclaredDiffers,
    KindUnfit,
    MayNotVote,
    NotInRules,
    RecountNeeded,
    VoteExceedsPresent,
)
from domain.session.events.votes import (
    CountContradicted,
    ElectionObjected,
    VoteCorrected,
    VoteDeclared,
    VoteOpened,
    VoteRecorded,
)
from infra.rules import find
from tests.domain.chamber import chamber, under, voters, voting
from tests.domain.county import CLERK, ITEM, SITTING, VOTE, County

NAMES = ("Anders", "Brandt", "Celik")
VOTES = st.lists(st.integers(0, 6), min_size=3, max_size=3)
BAVARIA = find("lkro-by")


def opened(**changes: object) -> OpenVote:
    """The opening of an election."""
    election = OpenVote(session=SITTING, item=ITEM, vote=VOTE, kind="election", candidates=NAMES)
    return replace(election, **changes)


def electing(present: int, round_: int = 1) -> County:
    """An election that is open."""
    given = chamber(present)
    if round_ == 2:
        first = given.when(CLERK, opened(vote="first")).when(CLERK, tally([0, 0, 0], "first"))
        given = first.when(CLERK, DeclareVote(session=SITTING, vote="first"))
    return given.when(CLERK, opened(round=round_))


def tally(votes: list[int], vote: str = VOTE, abstained: int = 0, invalid: int = 0) -> RecordVote:
    """The count of an election."""
    entries = tuple(CandidateEntry(name, n) for name, n in zip(NAMES, votes, strict=True))
    return RecordVote(session=SITTING, vote=vote, candidates=entries, abstained=abstained, invalid=invalid)


@given(VOTES, st.integers(0, 4), st.integers(0, 3), st.integers(0, 3))
def test_the_first_round_asks_for_more_than_half_of_those_present(
    votes: list[int], absent: int, abstained: int, invalid: int
) -> None:
    present = sum(votes) + abstained + invalid + absent
    if not present:
        return
    counted = electing(present).when(CLERK, tally(votes, VOTE, abstained, invalid)).of(VoteRecorded)[0]
    winners = [name for name, n in zip(NAMES, votes, strict=True) if 2 * n > present]
    assert counted.election is not None
    assert counted.counts is None
    assert counted.election.elected == (winners[0] if winners else None)
    assert counted.carried == bool(winners)
    assert counted.election.tied == ()
    assert counted.election.not_voting == absent


@given(VOTES)
def test_in_the_second_round_most_votes_win_and_between_equals_the_lot(votes: list[int]) -> None:
    given = electing(max(sum(votes), 1), 2).when(CLERK, tally(votes))
    counted = given.of(VoteRecorded)[0].election
    assert counted is not None
    leading = tuple(name for name, n in zip(NAMES, votes, strict=True) if n == max(votes) > 0)
    if len(leading) < 2:
        assert counted.elected == (leading[0] if leading else None)
        said = given.when(CLERK, DeclareVote(session=SITTING, vote=VOTE)).of(VoteDeclared)[0]
        assert (said.elected, said.declared, said.lot) == (counted.elected, bool(leading), False)
        with pytest.raises(LotNotAsked):
            given.when(CLERK, DeclareVote(session=SITTING, vote=VOTE, elected=NAMES[0], lot=True))
        return
    assert (counted.elected, counted.tied) == (None, leading)
    with pytest.raises(LotNeeded):
        given.when(CLERK, DeclareVote(session=SITTING, vote=VOTE))
    drawn = DeclareVote(session=SITTING, vote=VOTE, elected=leading[-1], lot=True)
    said = given.when(CLERK, drawn).of(VoteDeclared)[0]
    assert (said.elected, said.declared, said.lot, said.flags) == (leading[-1], True, True, ())


@given(VOTES, st.integers(0, 9), st.integers(0, 9))
def test_rule_2_holds_for_the_sums_of_an_election(votes: list[int], abstained: int, invalid: int) -> None:
    given = electing(9)
    if sum(votes) + abstained + invalid > 9:
        with pytest.raises(VoteExceedsPresent):
            given.when(CLERK, tally(votes, VOTE, abstained, invalid))
    else:
        given.when(CLERK, tally(votes, VOTE, abstained, invalid))


def test_a_second_round_follows_a_first_one_in_which_nobody_was_elected() -> None:
    with pytest.raises(NoFirstRound):
        chamber(5).when(CLERK, opened(round=2))
    contested = chamber(5).when(CLERK, opened(round=2, override="nachgetragen")).of(VoteOpened)[0]
    assert [each.flag for each in contested.flags] == ["contested"]
    second = electing(5, 2).of(VoteOpened)[-1]
    assert (second.round, second.repeats) == (2, "first")


def test_an_election_has_candidates_and_only_an_election_has() -> None:
    given = chamber(5)
    for names in ((), ("Anders", "Anders")):
        with pytest.raises(CandidatesNeeded):
            given.when(CLERK, opened(candidates=names))
    with pytest.raises(CandidatesNotAsked):
        given.when(CLERK, opened(kind="open", about="procedural"))
    with pytest.raises(CandidatesNotAsked):
        given.when(CLERK, opened(kind="open", candidates=(), round=1))
    with pytest.raises(CandidatesNotAsked):
        voting(5).when(CLERK, tally([1, 0, 0]))


def test_the_count_names_each_candidate_once_and_all_that_was_not_for_one() -> None:
    given = electing(5)
    with pytest.raises(CandidatesDiffer):
        given.when(CLERK, replace(tally([1, 0, 0]), candidates=(CandidateEntry("Anders", 1),)))
    with pytest.raises(CandidatesDiffer):
        given.when(CLERK, replace(tally([1, 0, 0]), yes=1))
    with pytest.raises(CountsMissing):
        given.when(CLERK, replace(tally([1, 0, 0]), abstained=None))


def test_persons_are_not_elected_by_roll_call_and_nothing_else_by_election() -> None:
    for changes in ({"kind": "roll_call", "about": "election"}, {"about": "procedural"}):
        with pytest.raises(KindUnfit):
            chamber(5).when(CLERK, opened(**changes))


def test_one_member_who_objects_makes_an_election_secret() -> None:
    given = electing(5)
    objected = given.when(CLERK, ObjectToOpenElection(session=SITTING, vote=VOTE, member="m001"))
    assert objected.events == [ElectionObjected(vote=VOTE, member="m001")]
    counted = objected.when(CLERK, tally([3, 2, 0]))
    assert counted.sitting.votes[0].kind == "secret"
    assert counted.of(VoteRecorded)[0].members_present == voters(5)
    entries = tally([2, 3, 0]).candidates
    corrected = CorrectVote(session=SITTING, vote=VOTE, reason="x", candidates=entries, abstained=0)
    with pytest.raises(RecountNeeded):
        counted.when(CLERK, corrected)
    recount = counted.when(CLERK, replace(corrected, tellers=("a", "b"))).of(VoteCorrected)[0]
    assert recount.election is not None
    assert recount.election_before is not None
    assert (recount.election_before.elected, recount.election.elected) == ("Anders", "Brandt")
    with pytest.raises(KindUnfit):
        objected.when(CLERK, ObjectToOpenElection(session=SITTING, vote=VOTE, member="m002"))
    with pytest.raises(KindUnfit):
        voting(5).when(CLERK, ObjectToOpenElection(session=SITTING, vote=VOTE, member="m001"))
    with pytest.raises(MayNotVote):
        given.when(CLERK, ObjectToOpenElection(session=SITTING, vote=VOTE, member="m777"))


def test_who_is_declared_elected_is_who_won_or_it_is_contested() -> None:
    given = electing(5).when(CLERK, tally([3, 2, 0]))
    said = DeclareVote(session=SITTING, vote=VOTE)
    assert given.when(CLERK, said).of(VoteDeclared)[0].elected == "Anders"
    with pytest.raises(NotACandidate):
        given.when(CLERK, replace(said, elected="Zeller"))
    for other in (replace(said, elected="Brandt"), replace(said, declared=False)):
        with pytest.raises(DeclaredDiffers):
            given.when(CLERK, other)
        contested = given.when(CLERK, replace(other, override="Verzicht")).of(VoteDeclared)[0]
        assert contested.flags == (Flag(flag="contested", rule="6", reason="Verzicht"),)
    nobody = electing(5).when(CLERK, tally([2, 2, 1]))
    assert nobody.when(CLERK, said).of(VoteDeclared)[0].declared is False
    with pytest.raises(NotACandidate):
        nobody.when(CLERK, replace(said, declared=True))


def test_a_recount_flags_whom_it_would_not_have_elected_but_not_the_lot() -> None:
    def recounted(given: County, votes: list[int]) -> tuple[Flag, ...]:
        entries = tally(votes).candidates
        corrected = CorrectVote(session=SITTING, vote=VOTE, reason="x", candidates=entries, abstained=0)
        return given.when(CLERK, corrected).of(VoteCorrected)[0].flags

    differs = Flag(flag="declared_differs", rule="6")
    won = electing(5).when(CLERK, tally([3, 2, 0])).when(CLERK, DeclareVote(session=SITTING, vote=VOTE))
    assert recounted(won, [2, 3, 0]) == (differs,)
    assert recounted(won, [4, 1, 0]) == ()
    tied = electing(5, 2).when(CLERK, tally([2, 2, 1]))
    drawn = tied.when(CLERK, DeclareVote(session=SITTING, vote=VOTE, elected="Brandt", lot=True))
    assert recounted(drawn, [2, 2, 0])[-1] != differs
    assert differs in recounted(drawn, [3, 2, 0])


def test_where_elections_are_always_secret_an_open_one_is_contested() -> None:
    given = under(chamber(5), BAVARIA)
    assert given.when(CLERK, opened()).of(VoteOpened)[0].kind == "secret"
    in_public = opened(kind="open", about="election")
    with pytest.raises(ElectionIsSecret):
        given.when(CLERK, in_public)
    contested = given.when(CLERK, replace(in_public, override="alle einverstanden")).of(VoteOpened)[0]
    assert (contested.kind, contested.flags[0].flag) == ("open", "contested")
    assert given.when(CLERK, opened(kind="secret", about="election")).of(VoteOpened)[0].flags == ()


def test_without_rules_for_elections_there_are_none() -> None:
    with pytest.raises(NotInRules):
        under(chamber(5), replace(BAVARIA, election=None)).when(CLERK, opened())


def test_two_counts_of_an_election_contradict_each_other() -> None:
    given = electing(5).when(CLERK, tally([3, 2, 0]))
    other = voters(1)[0]
    assert given.when(other, tally([3, 2, 0])).events == []
    doubted = given.when(other, tally([2, 3, 0]))
    (second,) = doubted.of(CountContradicted)
    assert second.election is not None
    assert second.election.elected == "Brandt"
    keep = ResolveContradiction(session=SITTING, vote=VOTE, keep="second", reason="nachgezählt")
    assert doubted.when(other, keep).sitting.votes[0].elected == "Brandt"
