"""Two clerks, one without a network: nothing is lost, nothing counts twice, the chair keeps one (rule 14)."""

import datetime as dt
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.errors import DomainError, NotEntitled, WrongState
from domain.events import ORGANISATION, session_stream
from domain.organisation.events import RoleGranted
from domain.procedure import AnyCommand
from domain.session.commands.course import CallItem, CloseSession
from domain.session.commands.votes import (
    AnnulVote,
    BallotEntry,
    CancelVote,
    CandidateEntry,
    CorrectVote,
    DeclareVote,
    OpenVote,
    RecordBallot,
    RecordVote,
    ResolveContradiction,
    WithdrawBallot,
)
from domain.session.errors.elections import MajorityNotAsked, NotACandidate
from domain.session.errors.votes import (
    BallotsMissing,
    BallotsNotAsked,
    BallotTwice,
    ContradictionOpen,
    CountedAlready,
    DecisionStands,
    NoContradiction,
    NotRepeatable,
    RecountNeeded,
    VoteState,
    VoteStillOpen,
    VoteUndeclared,
)
from domain.session.events.agenda import AgendaItemAdded
from domain.session.events.course import ItemReopened
from domain.session.events.votes import (
    Ballot,
    BallotContradicted,
    Choice,
    ContradictionResolved,
    CountContradicted,
    DeclarationContradicted,
    Keep,
    VoteAnnulled,
    VoteCorrected,
    VoteDeclared,
    VoteKind,
    VoteOpened,
    VoteRecorded,
)
from domain.session.votes.flags import CONTRADICTED, DECLARED_DIFFERS
from domain.session.votes.state import Vote
from domain.vorlage.commands.aftermath import ObjectToResolution
from domain.vorlage.events.consultation import ConsultationFlagged, ConsultationResultCorrected
from tests.domain.chamber import chamber, count, declaration, voters, voting
from tests.domain.county import (
    CHAIR,
    CLERK,
    ITEM,
    KT_DAY,
    LANDRAT,
    MINUTE,
    PAPER,
    SITTING,
    VOTE,
    County,
    sitting,
)

SECOND = "second-clerk"
OTHER = "other-vote"
LEADER = voters(1)[0]
FEW = st.integers(0, 3)


def two(county: County) -> County:
    """The sitting with a second clerk."""
    return county.happened(ORGANISATION, RoleGranted(grant="second", person=SECOND, role="clerk"))


def keep(which: Keep, *, vote: str = VOTE, member: str | None = None) -> ResolveContradiction:
    """The chair's word."""
    return ResolveContradiction(session=SITTING, vote=vote, keep=which, reason="nachgefragt", member=member)


def vote(county: County, id_: str = VOTE) -> Vote:
    """A vote as it stands."""
    found = county.sitting.vote(id_)
    assert found is not None
    return found


def sums(found: Vote) -> tuple[int, int, int]:
    """Yes, no, abstained of a vote."""
    counts = found.counts
    assert counts is not None
    return counts.yes, counts.no, counts.abstained


@given(*[FEW] * 6)
def test_rule_14_two_counts_are_both_kept_or_say_the_same(
    yes: int, no: int, abstained: int, other_yes: int, other_no: int, other_abstained: int
) -> None:
    first, second = (yes, no, abstained), (other_yes, other_no, other_abstained)
    given = two(voting(9)).when(CLERK, count(*first)).when(SECOND, count(*second))
    if first == second:
        assert given.events == []
        assert vote(given).second is None
        return
    (contradicted,) = given.of(CountContradicted)
    counts = contradicted.counts
    assert counts is not None
    assert (counts.yes, counts.no, counts.abstained) == second
    assert sums(vote(given)) == first
    assert CONTRADICTED in vote(given).shown_flags
    with pytest.raises(ContradictionOpen):
        given.when(CLERK, declaration())
    kept = given.when(LEADER, keep("second"))
    assert sums(vote(kept)) == second
    assert kept.of(VoteCorrected)[0].before == vote(given).counts
    kept = given.when(LEADER, keep("first"))
    assert kept.events == [ContradictionResolved(vote=VOTE, keep="first", reason="nachgefragt")]
    assert sums(vote(kept)) == first
    for resolved in (given.when(LEADER, keep("first")), given.when(LEADER, keep("second"))):
        assert CONTRADICTED not in vote(resolved).shown_flags
        assert resolved.when(CLERK, declaration()).sitting.vote(VOTE) is not None


def test_whoever_counted_corrects_and_does_not_count_again() -> None:
    given = two(voting(3)).when(CLERK, count(3, 0, 0))
    for again in (count(3, 0, 0), count(2, 1, 0)):
        with pytest.raises(CountedAlready):
            given.when(CLERK, again)


def test_a_third_count_waits_unless_it_says_what_is_known() -> None:
    given = two(voting(3)).when(CLERK, count(3, 0, 0)).when(SECOND, count(2, 1, 0))
    for known in ((3, 0, 0), (2, 1, 0)):
        assert given.when(LEADER, count(*known)).events == []
    with pytest.raises(ContradictionOpen):
        given.when(LEADER, count(1, 2, 0))


@pytest.mark.parametrize("command", [keep("first"), keep("second"), keep("first", member="m000")])
def test_there_is_nothing_to_keep_where_nothing_contradicts(command: ResolveContradiction) -> None:
    with pytest.raises(NoContradiction):
        two(voting(3)).when(CLERK, count(3, 0, 0)).when(LEADER, command)


def test_the_chair_alone_keeps_one() -> None:
    given = two(voting(3)).when(CLERK, count(3, 0, 0)).when(SECOND, count(2, 1, 0))
    with pytest.raises(NotEntitled):
        given.when(CLERK, keep("first"))


def test_an_annulled_vote_has_no_contradiction_left() -> None:
    given = two(voting(3)).when(CLERK, count(3, 0, 0)).when(SECOND, count(2, 1, 0))
    annulled = given.when(CLERK, AnnulVote(session=SITTING, vote=VOTE, reason="falsch verlesen"))
    assert vote(annulled).shown_flags == ()


def test_a_count_that_comes_after_the_declaration_is_kept_flagged_and_corrects_the_paper_if_kept() -> None:
    opened = two(sitting()).when(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE))
    full = RecordVote(session=SITTING, vote=VOTE, yes=5, no=4, abstained=0)
    other = RecordVote(session=SITTING, vote=VOTE, yes=4, no=5, abstained=0)
    declared = opened.all(CLERK, full, DeclareVote(session=SITTING, vote=VOTE))
    closed = declared.when(CLERK, CloseSession(session=SITTING))
    late = closed.when(SECOND, other, closed.now - 2 * MINUTE)
    assert [each.flags for each in late.of(ConsultationFlagged)] == [(CONTRADICTED,)]
    assert late.paper.status == "resolved"
    kept = late.when(CHAIR, keep("second"))
    (corrected,) = kept.of(ConsultationResultCorrected)
    assert (corrected.yes, corrected.no) == (4, 5)
    assert [each.flags for each in kept.of(ConsultationFlagged)] == [(DECLARED_DIFFERS,)]
    assert kept.paper.status == "resolved"
    stays = late.when(CHAIR, keep("first"))
    assert stays.of(ConsultationFlagged)[0].flags == ()
    assert not stays.of(ConsultationResultCorrected)


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


# Two results


def said(*, declared: bool | None) -> DeclareVote:
    """What a second person tells of the chair's word."""
    return DeclareVote(session=SITTING, vote=VOTE, declared=declared, override="so verkündet")


@pytest.mark.parametrize("which", ["first", "second"])
def test_two_results_that_were_entered_as_declared_are_both_kept_until_the_chair_keeps_one(
    which: Keep,
) -> None:
    given = two(voting(9)).all(CLERK, count(5, 4, 0), declaration())
    for same in (said(declared=True), said(declared=None)):
        assert given.when(SECOND, same).events == []
    with pytest.raises(VoteState):
        given.when(CLERK, said(declared=False))
    both = given.when(SECOND, said(declared=False))
    assert both.events == [DeclarationContradicted(vote=VOTE, declared=False)]
    assert CONTRADICTED in vote(both).shown_flags
    assert both.when(SECOND, said(declared=False)).events == []
    kept = both.when(LEADER, keep(which))
    assert CONTRADICTED not in vote(kept).shown_flags
    (item,) = kept.sitting.agenda
    if which == "first":
        assert kept.events == [
            ContradictionResolved(vote=VOTE, keep="first", reason="nachgefragt", declaration=True)
        ]
        assert (vote(kept).declared, item.outcome) == (True, "resolved")
        return
    assert (vote(kept).declared, item.outcome, item.concluded_by) == (False, "rejected", VOTE)
    assert [each.flag for each in vote(kept).flags] == ["contested"]


def test_a_second_result_of_an_election_names_somebody_who_stood() -> None:
    persons = OpenVote(session=SITTING, item=ITEM, vote=VOTE, kind="election", candidates=("A", "B", "C"))
    got = tuple(CandidateEntry(name=name, votes=number) for name, number in (("A", 3), ("B", 2), ("C", 0)))
    counted = RecordVote(session=SITTING, vote=VOTE, candidates=got, abstained=0)
    given = two(chamber(5)).all(CLERK, persons, counted, DeclareVote(session=SITTING, vote=VOTE))

    def other(elected: str) -> DeclareVote:
        return DeclareVote(session=SITTING, vote=VOTE, elected=elected, override="so verkündet")

    assert given.when(SECOND, other("A")).events == []
    with pytest.raises(NotACandidate):
        given.when(SECOND, other("D"))
    both = given.when(SECOND, other("B"))
    assert both.of(DeclarationContradicted)[0].elected == "B"
    with pytest.raises(ContradictionOpen):
        both.when(SECOND, other("C"))
    kept = both.when(LEADER, keep("second"))
    assert vote(kept).declared_elected == "B"
    assert kept.of(ItemReopened) == []
    annulled = both.when(CLERK, AnnulVote(session=SITTING, vote=VOTE, reason="x"))
    assert CONTRADICTED not in vote(annulled).shown_flags


def test_a_result_that_the_count_bears_out_is_kept_without_being_contested() -> None:
    given = two(voting(9)).when(CLERK, count(5, 4, 0))
    given = given.when(CLERK, declaration(declared=False, override="verlesen"))
    kept = given.when(SECOND, said(declared=True)).when(LEADER, keep("second"))
    assert kept.of(VoteDeclared)[0].flags == ()
    assert kept.sitting.agenda[0].outcome == "resolved"


def test_after_the_sitting_a_result_is_told_again_but_none_is_declared() -> None:
    given = two(voting(9)).all(CLERK, count(5, 4, 0))
    undeclared = given.when(CLERK, CloseSession(session=SITTING, override="vergessen"))
    with pytest.raises(WrongState):
        undeclared.when(CLERK, declaration())
    declared = given.all(CLERK, declaration(), CloseSession(session=SITTING))
    assert declared.when(SECOND, said(declared=False)).of(DeclarationContradicted)


def test_what_a_decided_paper_rests_on_is_declared_otherwise_until_something_follows() -> None:
    opened = two(sitting()).when(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE))
    full = RecordVote(session=SITTING, vote=VOTE, yes=5, no=4, abstained=0)
    declared = opened.all(CLERK, full, DeclareVote(session=SITTING, vote=VOTE))
    both = declared.when(SECOND, said(declared=False))
    assert both.of(ConsultationFlagged)[0].flags == (CONTRADICTED,)
    other = both.when(CHAIR, keep("second"))
    assert (other.paper.status, other.sitting.agenda[0].outcome) == ("rejected", "rejected")
    suspended = both.when(LANDRAT, ObjectToResolution(vorlage=PAPER, reason="x", known_at=KT_DAY))
    with pytest.raises(DecisionStands):
        suspended.when(CHAIR, keep("second"))
    assert both.when(CHAIR, keep("first")).of(ConsultationFlagged)[0].flags == ()


# Roll calls


def answer(who: str, choice: str, county: County) -> County:
    """Someone enters what m000 said."""
    ballot = RecordBallot(session=SITTING, vote=VOTE, member="m000", choice=choice)  # type: ignore[arg-type]
    return county.when(who, ballot)


def test_two_answers_of_a_member_are_both_kept_until_the_chair_keeps_one() -> None:
    given = answer(CLERK, "yes", two(voting(2, kind="roll_call")))
    assert answer(SECOND, "yes", given).events == []
    both = answer(SECOND, "no", given)
    assert both.events == [BallotContradicted(vote=VOTE, member="m000", choice="no")]
    assert vote(both).shown_flags == (CONTRADICTED,)
    assert answer(SECOND, "no", both).events == []
    with pytest.raises(ContradictionOpen):
        answer(SECOND, "abstained", both)
    with pytest.raises(BallotTwice):
        answer(CLERK, "no", both)
    with pytest.raises(ContradictionOpen):
        both.when(CLERK, RecordVote(session=SITTING, vote=VOTE))
    withdrawn = WithdrawBallot(session=SITTING, vote=VOTE, member="m000", reason="x")
    with pytest.raises(ContradictionOpen):
        both.when(CLERK, withdrawn)
    second = both.when(LEADER, keep("second", member="m000"))
    assert vote(second).ballots == (Ballot(member="m000", choice="no"),)
    first = both.when(LEADER, keep("first", member="m000"))
    assert vote(first).ballots == (Ballot(member="m000", choice="yes"),)
    for each in (first, second):
        assert each.when(CLERK, RecordVote(session=SITTING, vote=VOTE)).of(VoteRecorded)
    cancelled = both.when(CLERK, CancelVote(session=SITTING, vote=VOTE, reason="falscher Punkt"))
    assert vote(cancelled).shown_flags == ()


def test_rule_3_answers_given_at_once_lose_none_that_was_entered_before() -> None:
    def at_once(*choices: tuple[str, Choice]) -> RecordVote:
        entries = tuple(BallotEntry(member=member, choice=choice) for member, choice in choices)
        return RecordVote(session=SITTING, vote=VOTE, ballots=entries)

    given = answer(CLERK, "yes", two(voting(3, kind="roll_call")))
    counted = given.when(CLERK, at_once(("m001", "no"), ("m002", "yes")))
    assert sums(vote(counted)) == (2, 1, 0)
    assert given.when(CLERK, at_once(("m000", "yes"), ("m001", "no"))).of(VoteRecorded)
    with pytest.raises(BallotTwice):
        given.when(CLERK, at_once(("m000", "no"), ("m001", "no")))
    both = given.when(SECOND, at_once(("m000", "no"), ("m001", "no")))
    assert both.events == [BallotContradicted(vote=VOTE, member="m000", choice="no")]
    assert vote(both).status == "opened"


def test_a_roll_call_with_the_same_sums_and_other_answers_contradicts() -> None:
    def said(*choices: str) -> RecordVote:
        ballots = tuple(
            BallotEntry(member=member, choice=choice)  # type: ignore[arg-type]
            for member, choice in zip(voters(2), choices, strict=True)
        )
        return RecordVote(session=SITTING, vote=VOTE, ballots=ballots)

    given = two(voting(2, kind="roll_call")).when(CLERK, said("yes", "no"))
    assert given.when(SECOND, said("yes", "no")).events == []
    assert given.when(SECOND, said("no", "yes")).of(CountContradicted)
    kept = given.when(SECOND, said("no", "yes")).when(LEADER, keep("second"))
    assert [each.choice for each in vote(kept).ballots] == ["no", "yes"]


def test_a_roll_call_is_not_corrected_to_one_that_nobody_answered() -> None:
    given = answer(CLERK, "yes", voting(2, kind="roll_call"))
    counted = given.when(CLERK, RecordVote(session=SITTING, vote=VOTE))
    with pytest.raises(BallotsMissing):
        counted.when(CLERK, CorrectVote(session=SITTING, vote=VOTE, ballots=(), reason="x"))


def test_an_election_has_no_majority_of_its_own() -> None:
    persons = OpenVote(session=SITTING, item=ITEM, kind="election", candidates=("A",), majority="two_thirds")
    with pytest.raises(MajorityNotAsked):
        chamber(3).when(CLERK, persons)


# Queues


def queue(prefix: str, yes: int, no: int, start: dt.datetime) -> list[tuple[AnyCommand, dt.datetime]]:
    """What a clerk keeps: a vote from its opening to its declaration."""
    commands: tuple[AnyCommand, ...] = (
        OpenVote(session=SITTING, item=ITEM, vote=prefix),
        RecordVote(session=SITTING, vote=prefix, yes=yes, no=no, abstained=0),
        DeclareVote(session=SITTING, vote=prefix),
    )
    return [(command, start + n * MINUTE) for n, command in enumerate(commands)]


@given(
    places=st.sampled_from(list(combinations(range(6), 3))),
    first=st.tuples(FEW, FEW),
    second=st.tuples(FEW, FEW),
    apart=st.integers(0, 3),
)
def test_whatever_order_two_queues_arrive_in_no_count_is_lost_and_none_counts_twice(
    places: tuple[int, ...], first: tuple[int, int], second: tuple[int, int], apart: int
) -> None:
    given = two(voting(9)).when(CLERK, CancelVote(session=SITTING, vote=VOTE, reason="zu früh"))
    begin = given.now + MINUTE
    waiting = {
        CLERK: queue("a", *first, begin),
        SECOND: queue("b", *second, begin + apart * MINUTE),
    }
    order = [CLERK if n in places else SECOND for n in range(6)]
    told: dict[str, tuple[int, int]] = {}
    for who in [*order, CLERK, SECOND] * 3:
        if not waiting[who]:
            continue
        command, moment = waiting[who][0]
        try:
            given = given.when(who, command, moment)
        except (VoteStillOpen, ContradictionOpen):
            continue  # it stays in the queue and is sent again
        except DomainError:
            waiting[who] = []  # refused for good, and the clerk is told
            continue
        waiting[who].pop(0)
        if isinstance(command, RecordVote):
            told[command.vote] = first if who == CLERK else second
    votes = {each.id: each for each in given.sitting.votes}
    for id_, (yes, no) in told.items():
        assert sums(votes[id_]) == (yes, no, 0)
    assert "a" in told or "b" in told
    held = [each for each in votes.values() if each.status == "declared" and each.about == "main"]
    assert len(held) <= 1
    open_ones = [each for each in votes.values() if each.second is not None]
    assert not (open_ones and held and first == second)
    if len(told) == 2 and first != second and not held:
        assert [each.shown_flags for each in open_ones]
