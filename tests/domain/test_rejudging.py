"""What another rule set would have made of votes that were counted (rules 5 and 6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.session.commands.attendance import DeclareRecusal
from domain.session.commands.votes import AnnulVote, CandidateEntry, OpenVote, RecordVote
from domain.session.events.votes import Counted
from domain.session.votes.rejudging import Rejudged, rejudged
from infra.rules import find
from tests.domain.chamber import chamber, count, voters, voting
from tests.domain.county import CLERK, ITEM, SITTING, VOTE, County

FEW = st.integers(0, 9)
LAW, BAVARIA = find("kvg-lsa"), find("lkro-by")


def judged(given: County, rules: object = BAVARIA) -> list[Rejudged]:
    """What other rules say of the sitting."""
    assert isinstance(rules, type(LAW))
    return rejudged(given.sitting, LAW, rules)


@given(FEW, FEW, FEW)
def test_a_vote_is_named_exactly_where_the_other_result_differs(yes: int, no: int, abstained: int) -> None:
    """Two thirds of the members here, of those who vote there."""
    given = voting(27, majority="two_thirds").when(CLERK, count(yes, no, abstained))
    here, there = 3 * yes >= 2 * 27, 3 * yes >= 2 * (yes + no)
    found = judged(given)
    assert bool(found) == (here != there)
    for each in found:
        assert (each.vote, each.carried, each.other, each.quorate, each.other_quorate) == (
            VOTE,
            here,
            there,
            True,
            True,
        )
        assert each.sources == (
            LAW.majorities["two_thirds"].source,
            BAVARIA.majorities["two_thirds"].source,
        )
    assert judged(given, LAW) == []
    annulled = given.when(CLERK, AnnulVote(session=SITTING, vote=VOTE, reason="x"))
    assert judged(annulled) == []


@given(st.integers(0, 4))
def test_a_quorum_that_another_set_misses_is_named(recused: int) -> None:
    """Here whoever is recused counts towards the quorum, there not."""
    given = chamber(5, 9)
    for member in voters(recused + 1)[1:]:
        given = given.when(CLERK, DeclareRecusal(session=SITTING, item=ITEM, member=member))
    given = given.when(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE))
    assert judged(given) == []
    found = judged(given.when(CLERK, count(1, 0, 0)))
    assert bool(found) == (recused > 0)
    for each in found:
        assert (each.quorate, each.other_quorate, each.carried, each.other) == (True, False, True, True)
        assert each.sources == (LAW.quorum.source, BAVARIA.quorum.source)


def test_an_election_is_judged_by_its_candidates() -> None:
    names = ("Anders", "Brandt")
    opened = OpenVote(session=SITTING, item=ITEM, vote=VOTE, kind="election", candidates=names)
    given = chamber(9).when(CLERK, opened)
    entries = (CandidateEntry("Anders", 4), CandidateEntry("Brandt", 3))
    counted = RecordVote(session=SITTING, vote=VOTE, candidates=entries, abstained=2)
    (found,) = judged(given.when(CLERK, counted))
    assert (found.elected, found.other_elected, found.carried, found.other) == (None, "Anders", False, True)
    (unknown,) = judged(given.when(CLERK, counted), replace(BAVARIA, election=None))
    assert (unknown.other, unknown.sources[1]) == (None, "")


@pytest.mark.parametrize(
    ("counted", "majority", "of", "known"),
    [
        ("unanimous", "simple", "cast", True),
        ("unanimous", "simple", "lawful", False),
        ("majority_only", "simple", "cast", True),
        ("majority_only", "simple", "voting", False),
    ],
)
def test_without_numbers_only_what_one_sees_is_known(
    counted: Counted, majority: str, of: str, *, known: bool
) -> None:
    said = True if counted == "majority_only" else None
    recorded = RecordVote(session=SITTING, vote=VOTE, counted=counted, carried=said)
    given = voting(9, majority=majority).when(CLERK, recorded)
    rules = replace(LAW, majorities={"simple": replace(LAW.majorities["simple"], of=of)})
    found = judged(given, rules)
    assert [each.other for each in found] == ([] if known else [None])


def test_a_majority_that_the_other_set_does_not_have_says_nothing() -> None:
    given = voting(9, majority="three_quarters").when(CLERK, count(9, 0, 0))
    (found,) = judged(given)
    assert (found.other, found.sources[1]) == (None, "")
