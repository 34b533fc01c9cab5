"""Two results, or two answers in a roll call, are both kept (rule 14)."""

import pytest

from domain.errors import WrongState
from domain.session.commands.course import CloseSession
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
    WithdrawBallot,
)
from domain.session.errors.elections import MajorityNotAsked, NotACandidate
from domain.session.errors.votes import (
    BallotsMissing,
    BallotTwice,
    ContradictionOpen,
    DecisionStands,
    VoteState,
)
from domain.session.events.course import ItemReopened
from domain.session.events.votes import (
    Ballot,
    BallotContradicted,
    Choice,
    ContradictionResolved,
    CountContradicted,
    DeclarationContradicted,
    Keep,
    VoteDeclared,
    VoteRecorded,
)
from domain.session.votes.flags import CONTRADICTED
from domain.vorlage.commands.aftermath import ObjectToResolution
from domain.vorlage.events.consultation import ConsultationFlagged
from tests.domain.chamber import chamber, count, declaration, voters, voting
from tests.domain.contradicted import LEADER, SECOND, keep, said, sums, two, vote
from tests.domain.county import (
    CHAIR,
    CLERK,
    ITEM,
    KT_DAY,
    LANDRAT,
    PAPER,
    SITTING,
    VOTE,
    County,
    sitting,
)


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
