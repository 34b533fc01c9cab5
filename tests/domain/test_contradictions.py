"""Two clerks, one without a network: nothing is lost, nothing counts twice, the chair keeps one (rule 14)."""

import datetime as dt
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import DomainError, NotEntitled
from domain.procedure import AnyCommand
from domain.session.commands.course import CloseSession
from domain.session.commands.votes import (
    AnnulVote,
    CancelVote,
    DeclareVote,
    OpenVote,
    RecordVote,
    ResolveContradiction,
)
from domain.session.errors.votes import (
    ContradictionOpen,
    CountedAlready,
    NoContradiction,
    VoteStillOpen,
)
from domain.session.events.votes import (
    ContradictionResolved,
    CountContradicted,
    VoteCorrected,
)
from domain.session.votes.flags import CONTRADICTED, DECLARED_DIFFERS
from domain.vorlage.events.consultation import ConsultationFlagged, ConsultationResultCorrected
from tests.domain.chamber import count, declaration, voting
from tests.domain.contradicted import LEADER, SECOND, keep, sums, two, vote
from tests.domain.county import (
    CHAIR,
    CLERK,
    ITEM,
    MINUTE,
    SITTING,
    VOTE,
    sitting,
)

FEW = st.integers(0, 3)


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
