"""Two clerks, one without a network: nothing is lost, nothing counts twice, the chair keeps one (rule 14)."""

import datetime as dt
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import DomainError, NotEntitled, WrongState
from domain.events import ORGANISATION
from domain.organisation.events import RoleGranted
from domain.procedure import AnyCommand
from domain.session.commands import (
    AnnulVote,
    BallotEntry,
    CancelVote,
    CloseSession,
    CorrectVote,
    DeclareVote,
    OpenVote,
    RecordBallot,
    RecordVote,
    ResolveContradiction,
    WithdrawBallot,
)
from domain.session.errors import (
    BallotTwice,
    ContradictionOpen,
    CountedAlready,
    NoContradiction,
    VoteStillOpen,
)
from domain.session.flags import CONTRADICTED, DECLARED_DIFFERS
from domain.session.vote_events import (
    Ballot,
    BallotContradicted,
    Choice,
    ContradictionResolved,
    CountContradicted,
    Keep,
    VoteAnnulled,
    VoteCorrected,
    VoteKind,
    VoteOpened,
    VoteRecorded,
)
from domain.session.votes import Vote
from domain.vorlage.consultation_events import ConsultationFlagged, ConsultationResultCorrected
from tests.domain.chamber import count, declaration, voters, voting
from tests.domain.county import CHAIR, CLERK, ITEM, MINUTE, SITTING, VOTE, County, sitting

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
    ("who", "began", "changes"),
    [
        (CLERK, 1, {}),
        (SECOND, 0, {}),
        (SECOND, 1, {"kind": "roll_call"}),
        (SECOND, 1, {"majority": "absolute"}),
        (SECOND, 1, {"about": "procedural"}),
    ],
)
def test_another_vote_contradicts_none(who: str, began: int, changes: dict[str, str]) -> None:
    given = two(voting(9)).when(CLERK, count(5, 4, 0))
    opened = given.when(
        who,
        OpenVote(session=SITTING, item=ITEM, vote=OTHER, **changes),  # type: ignore[arg-type]
        given.now - began * MINUTE,
    )
    assert opened.of(VoteOpened)[0].contradicts is None


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
