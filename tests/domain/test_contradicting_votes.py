"""A vote of its own on the same question contradicts the one that is known (rule 14)."""

from typing import Any

import pytest
from msgspec.structs import replace

from domain.errors import WrongState
from domain.events import session_stream
from domain.session.commands.course import CallItem, CloseSession
from domain.session.commands.votes import (
    AnnulVote,
    BallotEntry,
    CancelVote,
    CandidateEntry,
    CorrectVote,
    DeclareVote,
    OpenVote,
    RecordVote,
)
from domain.session.errors.votes import (
    BallotsNotAsked,
    ContradictionOpen,
    NotRepeatable,
    RecountNeeded,
    VoteStillOpen,
    VoteUndeclared,
)
from domain.session.events.agenda import AgendaItemAdded
from domain.session.events.course import ItemReopened
from domain.session.events.votes import (
    CountContradicted,
    Keep,
    VoteAnnulled,
    VoteDeclared,
    VoteKind,
    VoteOpened,
    VoteRecorded,
)
from tests.domain.chamber import chamber, count, declaration, voters, voting
from tests.domain.contradicted import LEADER, SECOND, keep, sums, two, vote
from tests.domain.county import (
    CLERK,
    ITEM,
    MINUTE,
    SITTING,
    VOTE,
    County,
)

OTHER = "other-vote"


# A vote of its own


def own(county: County, yes: int, no: int, abstained: int, *, began: int, kind: VoteKind = "open") -> County:
    """The second clerk opened and counted a vote of his own, so many minutes ago."""
    opened = OpenVote(session=SITTING, item=ITEM, vote=OTHER, kind=kind)
    counted = RecordVote(session=SITTING, vote=OTHER, yes=yes, no=no, abstained=abstained)
    begin = county.now - began * MINUTE
    return county.when(SECOND, opened, begin).when(SECOND, counted, begin + MINUTE)


def test_a_second_vote_on_the_same_question_contradicts_the_one_that_is_known() -> None:
    given = two(voting(9)).when(CLERK, count(5, 4, 0))
    both = own(given, 4, 5, 0, began=1)
    assert [type(event) for event in both.events] == [VoteRecorded, CountContradicted]
    assert vote(both, OTHER).contradicts == VOTE
    for id_ in (VOTE, OTHER):
        with pytest.raises(ContradictionOpen):
            both.when(CLERK, DeclareVote(session=SITTING, vote=id_))
    annul = AnnulVote(session=SITTING, vote=OTHER, reason="x")
    correct = CorrectVote(session=SITTING, vote=OTHER, yes=1, no=0, abstained=0, reason="x")
    for alone in (annul, correct):
        with pytest.raises(ContradictionOpen):
            both.when(CLERK, alone)
    kept = both.when(LEADER, keep("second"))
    assert sums(vote(kept)) == (4, 5, 0)
    assert vote(kept, OTHER).status == "annulled"
    kept = both.when(LEADER, keep("first"))
    assert kept.of(VoteAnnulled) == [VoteAnnulled(vote=OTHER, reason="nachgefragt")]
    assert sums(vote(kept)) == (5, 4, 0)


def test_a_second_vote_that_says_the_same_is_put_away() -> None:
    given = own(two(voting(9)).when(CLERK, count(5, 4, 0)), 5, 4, 0, began=1)
    assert given.of(VoteAnnulled) == [VoteAnnulled(vote=OTHER, reason="doppelt erfasst")]
    assert vote(given).shown_flags == ()


def test_a_vote_whose_rival_was_annulled_meanwhile_stands_alone() -> None:
    given = two(voting(9)).when(CLERK, count(5, 4, 0))
    opened = given.when(SECOND, OpenVote(session=SITTING, item=ITEM, vote=OTHER), given.now - MINUTE).when(
        CLERK, AnnulVote(session=SITTING, vote=VOTE, reason="falsch verlesen")
    )
    counted = opened.when(
        SECOND, RecordVote(session=SITTING, vote=OTHER, yes=4, no=5, abstained=0), opened.now
    )
    assert [type(event) for event in counted.events] == [VoteRecorded]
    declared = counted.when(CLERK, DeclareVote(session=SITTING, vote=OTHER))
    assert vote(declared, OTHER).declared is False


def test_one_contradiction_at_a_time() -> None:
    given = two(voting(9)).when(CLERK, count(5, 4, 0))
    opened = given.when(SECOND, OpenVote(session=SITTING, item=ITEM, vote=OTHER), given.now - MINUTE)
    third = opened.when(LEADER, count(6, 3, 0))
    with pytest.raises(ContradictionOpen):
        third.when(SECOND, RecordVote(session=SITTING, vote=OTHER, yes=4, no=5, abstained=0))


def test_a_vote_is_kept_beside_another_one_also_after_the_sitting() -> None:
    given = two(voting(9)).all(
        CLERK,
        count(5, 4, 0),
        declaration(),
        CloseSession(session=SITTING),
    )
    assert vote(own(given, 4, 5, 0, began=3)).second is not None
    with pytest.raises(WrongState):
        given.when(SECOND, OpenVote(session=SITTING, item=ITEM, vote=OTHER))


@pytest.mark.parametrize(
    ("who", "changes"),
    [
        (CLERK, {}),
        (SECOND, {}),
        (SECOND, {"repeats": VOTE}),
        (SECOND, {"about": "procedural"}),
    ],
)
def test_another_vote_contradicts_none(who: str, changes: dict[str, str]) -> None:
    given = two(voting(9)).when(CLERK, count(5, 4, 0))
    other = OpenVote(session=SITTING, item=ITEM, vote=OTHER, **changes)  # type: ignore[arg-type]
    if changes.get("about") == "procedural":
        assert given.when(who, other, given.now).of(VoteOpened)[0].contradicts is None
    else:
        # It is a vote of its own, and the first one must be declared or annulled before it.
        with pytest.raises((VoteUndeclared, NotRepeatable)):
            given.when(who, other, given.now)


def test_a_vote_beside_another_one_does_not_stop_the_sitting() -> None:
    given = two(voting(9)).all(CLERK, count(5, 4, 0))
    opened = given.when(SECOND, OpenVote(session=SITTING, item=ITEM, vote=OTHER), given.now - MINUTE)
    assert opened.sitting.open_vote is None
    again = opened.when(CLERK, OpenVote(session=SITTING, item=ITEM, vote="third", about="procedural"))
    assert again.sitting.open_vote is not None
    with pytest.raises(VoteStillOpen):
        again.when(CLERK, CloseSession(session=SITTING))
    gone = opened.when(SECOND, CancelVote(session=SITTING, vote=OTHER, reason="doppelt"))
    assert vote(gone, OTHER).status == "cancelled"


MANNERS: list[dict[str, Any]] = [
    {"kind": "roll_call"},
    {"kind": "secret"},
    {"majority": "absolute"},
    {"majority": "two_thirds"},
    {"kind": "secret", "majority": "absolute"},
]


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("which", ["first", "second"])
def test_a_vote_of_another_kind_on_the_same_question_contradicts_too(
    manner: dict[str, Any], which: Keep
) -> None:
    given = two(voting(9)).when(CLERK, count(5, 4, 0))
    begin = given.now - MINUTE
    opened = given.when(SECOND, OpenVote(session=SITTING, item=ITEM, vote=OTHER, **manner), begin)
    held = vote(opened, OTHER)
    told = manner.get("kind", "open"), manner.get("majority", "simple")
    assert (held.contradicts, held.kind, held.majority) == (VOTE, *told)
    ballots = tuple(
        BallotEntry(member=each, choice="yes" if n < 5 else "no") for n, each in enumerate(voters(9))
    )
    counted = RecordVote(
        session=SITTING,
        vote=OTHER,
        yes=5,
        no=4,
        abstained=0,
        ballots=ballots if held.kind == "roll_call" else None,
    )
    both = opened.when(SECOND, counted, begin + MINUTE)
    assert both.of(CountContradicted)
    with pytest.raises(ContradictionOpen):
        both.when(CLERK, declaration())
    kept = both.when(LEADER, keep(which))
    stands = vote(kept)
    assert vote(kept, OTHER).status == "annulled"
    if which == "first":
        assert (stands.kind, stands.majority, stands.ballots) == ("open", "simple", ())
    else:
        assert (stands.kind, stands.majority) == told
        assert len(stands.ballots) == (9 if stands.kind == "roll_call" else 0)
        assert stands.carried == (stands.majority != "two_thirds")
    assert kept.when(CLERK, declaration()).of(VoteDeclared)[0].declared == stands.carried


def test_rule_4_nobody_says_who_voted_how_beside_a_secret_vote() -> None:
    given = two(voting(9, kind="secret")).when(CLERK, count(5, 4, 0))
    with pytest.raises(BallotsNotAsked):
        given.when(
            SECOND,
            OpenVote(session=SITTING, item=ITEM, vote=OTHER, kind="roll_call"),
            given.now - MINUTE,
        )
    both = own(given, 4, 5, 0, began=1)
    assert vote(both).second is not None
    with pytest.raises(RecountNeeded):
        both.when(LEADER, keep("second"))
    assert vote(both.when(LEADER, keep("first"))).kind == "secret"


def test_what_two_persons_say_of_an_election_contradicts_with_its_candidates() -> None:
    def persons(id_: str, *names: str) -> OpenVote:
        return OpenVote(session=SITTING, item=ITEM, vote=id_, kind="election", candidates=names)

    def sums_of(id_: str, **votes: int) -> RecordVote:
        got = tuple(CandidateEntry(name=name, votes=number) for name, number in votes.items())
        return RecordVote(session=SITTING, vote=id_, candidates=got, abstained=0)

    given = two(chamber(5)).all(CLERK, persons(VOTE, "A", "B"), sums_of(VOTE, A=3, B=2))
    begin = given.now - MINUTE
    opened = given.when(SECOND, persons(OTHER, "A", "C"), begin)
    both = opened.when(SECOND, sums_of(OTHER, A=1, C=4), begin + MINUTE)
    kept = both.when(LEADER, keep("second"))
    stands = vote(kept)
    assert (stands.candidates, stands.elected) == (("A", "C"), "C")
    declared = kept.when(CLERK, DeclareVote(session=SITTING, vote=VOTE))
    assert vote(declared).declared_elected == "C"


def test_each_item_of_a_vote_on_several_may_be_voted_on_again_alone() -> None:
    given = chamber(9).happened(
        session_stream(SITTING), AgendaItemAdded(item="more", subject="Weiteres", public=True, place=1)
    )
    given = given.all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, items=("more",), vote=VOTE),
        count(5, 4, 0),
        AnnulVote(session=SITTING, vote=VOTE, reason="zu schnell"),
        CallItem(session=SITTING, item="more"),
    )
    again = given.when(CLERK, OpenVote(session=SITTING, item="more", vote=OTHER, repeats=VOTE))
    assert again.of(VoteOpened)[0].repeats == VOTE


def test_of_several_items_together_and_one_of_them_alone_the_chair_keeps_either() -> None:
    given = two(chamber(9)).happened(
        session_stream(SITTING), AgendaItemAdded(item="more", subject="Weiteres", public=True, place=1)
    )
    together = OpenVote(session=SITTING, item=ITEM, items=("more",), vote=VOTE)
    given = given.all(CLERK, together, count(5, 4, 0))
    begin = given.now - MINUTE
    alone = OpenVote(session=SITTING, item="more", vote=OTHER)
    counted = RecordVote(session=SITTING, vote=OTHER, yes=4, no=5, abstained=0)
    both = given.when(SECOND, alone, begin).when(SECOND, counted, begin + MINUTE)
    assert (vote(both, OTHER).items, vote(both, OTHER).contradicts) == (("more",), VOTE)
    kept = both.when(LEADER, keep("first"))
    assert vote(kept, OTHER).status == "annulled"
    assert kept.when(CLERK, declaration()).of(VoteDeclared)
    other = both.when(LEADER, keep("second"))
    assert (vote(other, VOTE).status, vote(other, OTHER).status) == ("annulled", "counted")
    assert (vote(other, VOTE).counts, vote(other, VOTE).shown_flags) == (vote(both, VOTE).counts, ())
    said = other.when(CLERK, replace(declaration(), vote=OTHER))
    outcomes = {each.id: each.outcome for each in said.sitting.agenda}
    assert (outcomes[ITEM], outcomes["more"]) == (None, "rejected")


def test_what_was_declared_of_several_items_is_open_again_where_one_was_voted_on_alone() -> None:
    given = two(chamber(9)).happened(
        session_stream(SITTING), AgendaItemAdded(item="more", subject="Weiteres", public=True, place=1)
    )
    together = OpenVote(session=SITTING, item=ITEM, items=("more",), vote=VOTE)
    given = given.all(CLERK, together, count(5, 4, 0))
    begin = given.now - MINUTE
    declared = given.when(CLERK, declaration())
    assert {each.outcome for each in declared.sitting.agenda} == {"resolved"}
    counted = RecordVote(session=SITTING, vote=OTHER, yes=4, no=5, abstained=0)
    alone = OpenVote(session=SITTING, item="more", vote=OTHER)
    both = declared.when(SECOND, alone, begin).when(SECOND, counted, begin + MINUTE)
    other = both.when(LEADER, keep("second"))
    assert {each.outcome for each in other.sitting.agenda} == {None}
    assert [each.item for each in other.of(ItemReopened)] == [ITEM, "more"]
    assert other.when(CLERK, replace(declaration(), vote=OTHER)).of(VoteDeclared)


def test_of_one_item_alone_and_several_together_the_other_way_round_is_kept_too() -> None:
    given = two(chamber(9)).happened(
        session_stream(SITTING), AgendaItemAdded(item="more", subject="Weiteres", public=True, place=1)
    )
    given = given.all(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE), count(5, 4, 0))
    begin = given.now - MINUTE
    together = OpenVote(session=SITTING, item=ITEM, items=("more",), vote=OTHER)
    counted = RecordVote(session=SITTING, vote=OTHER, yes=4, no=5, abstained=0)
    both = given.when(SECOND, together, begin).when(SECOND, counted, begin + MINUTE)
    assert vote(both, OTHER).items == (ITEM, "more")
    said = both.when(LEADER, keep("second")).when(CLERK, replace(declaration(), vote=OTHER))
    assert {each.outcome for each in said.sitting.agenda} == {"rejected"}


def test_what_a_late_queue_says_of_an_item_that_is_over_contradicts_whatever_its_clock_says() -> None:
    given = two(voting(9)).all(CLERK, count(5, 4, 0), declaration(), CloseSession(session=SITTING))
    both = own(given, 4, 5, 0, began=1)  # after the first one was declared, and before the sitting closed
    assert vote(both, OTHER).contradicts == VOTE
    assert vote(both).second is not None
