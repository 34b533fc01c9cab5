"""Two clerks, two counts: both are kept and flagged, and the chair keeps one (rule 14).

What a client kept without a network arrives later and may differ from what another person entered meanwhile.
The same again does nothing; what differs contradicts, and no result of it is declared before the chair spoke.
"""

import datetime as dt
from collections.abc import Sequence

from domain.given import Given
from domain.session.commands.votes import BallotEntry, OpenVote, ResolveContradiction
from domain.session.errors.votes import (
    BallotTwice,
    ContradictionOpen,
    CountedAlready,
    NoContradiction,
    RecountNeeded,
)
from domain.session.events import SessionEvent
from domain.session.events.votes import (
    Ballot,
    BallotContradicted,
    BallotRecorded,
    BallotWithdrawn,
    Choice,
    ContradictionResolved,
    CountContradicted,
    ElectionCounts,
    Manner,
    VoteAnnulled,
    VoteCorrected,
    VoteRecorded,
)
from domain.session.state import Session
from domain.session.votes import elections, flags
from domain.session.votes.state import SecondCount, Vote
from domain.vorlage.drafting.wording import line

TWICE = "doppelt erfasst"
"""Why a vote is annulled that says what another one says already."""


DECIDED_ONCE = frozenset({"main", "amendment"})
"""What a body votes on once: a second vote on it that is entered late says otherwise what happened."""


def contradicted(session: Session, command: OpenVote, given: Given) -> Vote | None:
    """The counted vote on the same question that someone else had entered when this one was held.

    The question is the same whatever each of them says of how it was voted on.
    """
    about = elections.about(command)
    round_ = (command.round or 1) if about == "election" else None
    asked = {command.item, *command.items}
    for vote in reversed(session.votes):
        if (
            asked & set(vote.items)
            and (vote.about, vote.amendment, vote.round) == (about, command.amendment, round_)
            and vote.counted_at is not None
            and vote.status in {"counted", "declared"}
            and given.at < _known_until(session, vote, vote.counted_at)
            and vote.opened_by != given.actor
            and command.repeats is None
            and vote.contradicts is None
        ):
            return vote
    return None


def _known_until(session: Session, vote: Vote, counted_at: dt.datetime) -> dt.datetime:
    """Until when another vote on the question of this one cannot be one of its own."""
    if vote.about not in DECIDED_ONCE or session.dealt_until is None:
        return counted_at
    return max(counted_at, session.dealt_until)


def check_settled(session: Session, vote: Vote) -> None:
    """Refuse to go on with a vote of which two counts or answers are known."""
    if vote.second is not None or vote.seconds or vote.otherwise is not None:
        raise ContradictionOpen(vote.id)
    check_on_its_own(session, vote)


def check_on_its_own(session: Session, vote: Vote) -> None:
    """Refuse to treat a vote that contradicts another one as if it stood alone."""
    first = None if vote.contradicts is None else session.vote(vote.contradicts)
    if first is not None and first.status != "annulled":
        raise ContradictionOpen(first.id)


def check_other_person(vote: Vote, given: Given) -> None:
    """Whoever counted a vote corrects it, with a reason, and does not count it again."""
    if vote.status != "opened" and vote.counted_by == given.actor:
        raise CountedAlready(vote.id)


def counted(session: Session, vote: Vote, recorded: VoteRecorded) -> list[SessionEvent]:
    """A count of a vote that may have been counted before, or that contradicts one that was."""
    if vote.status == "opened":
        first = None if vote.contradicts is None else session.vote(vote.contradicts)
        if first is None or first.status == "annulled":
            return [recorded]
        if _held(first) == _held(vote) and _said(first) == _said(recorded):
            return [recorded, VoteAnnulled(vote=vote.id, reason=TWICE)]
        if first.second is not None:
            raise ContradictionOpen(first.id)
        return [recorded, _contradicts(first, recorded, rival=vote.id)]
    if _said(vote) == _said(recorded):
        return []
    if vote.second is None:
        return [_contradicts(vote, recorded, rival=None)]
    if _said(vote.second) == _said(recorded):
        return []
    raise ContradictionOpen(vote.id)


def _held(vote: Vote) -> tuple[object, ...]:
    """How a vote was held, and on what."""
    return vote.kind, vote.majority, frozenset(vote.items), frozenset(vote.candidates)


def _said(count: Vote | SecondCount | VoteRecorded) -> tuple[object, ...]:
    """What a count says; how many did not vote follows from who was there."""
    counts, election = count.counts, count.election
    return (
        count.carried,
        None if counts is None else (counts.yes, counts.no, counts.abstained, counts.invalid),
        None if election is None else (election.candidates, election.abstained, election.invalid),
        {each.member: each.choice for each in count.ballots or ()},
    )


def _contradicts(vote: Vote, recorded: VoteRecorded, *, rival: str | None) -> CountContradicted:
    return CountContradicted(
        vote=vote.id,
        counts=recorded.counts,
        counted=recorded.counted,
        election=recorded.election,
        entitled=recorded.entitled,
        carried=recorded.carried,
        unanimous=recorded.unanimous,
        ballots=recorded.ballots,
        rival=rival,
    )


def second_ballot(vote: Vote, held: Ballot, choice: Choice, given: Given) -> list[SessionEvent]:
    """An answer of a member whose answer is known."""
    if vote.entered_by.get(held.member) == given.actor:
        raise BallotTwice(held.member)
    known = {held.choice, *(each.choice for each in vote.seconds if each.member == held.member)}
    if choice in known:
        return []
    if len(known) > 1:
        raise ContradictionOpen(vote.id)
    return [BallotContradicted(vote=vote.id, member=held.member, choice=choice)]


def ballots_at_once(vote: Vote, entries: Sequence[BallotEntry], given: Given) -> list[SessionEvent]:
    """Answers given all at once that differ from those that were entered one by one before."""
    held = {each.member: each for each in vote.ballots}
    return [
        event
        for each in entries
        if each.member in held and held[each.member].choice != each.choice
        for event in second_ballot(vote, held[each.member], each.choice, given)
    ]


def covers_otherwise(session: Session, vote: Vote) -> bool:
    """Whether the vote that another person entered instead of this one covers other items."""
    second = vote.second
    rival = None if second is None or second.rival is None else session.vote(second.rival)
    return rival is not None and set(rival.items) != set(vote.items)


def resolve(session: Session, vote: Vote, command: ResolveContradiction) -> list[SessionEvent]:
    """Keep one of two counts or answers; the other one stays visible."""
    reason = line("reason", command.reason)
    resolved = ContradictionResolved(vote=vote.id, keep=command.keep, reason=reason, member=command.member)
    if command.member is not None:
        return [*_answer_kept(vote, command, command.member, reason), resolved]
    if vote.second is None:
        raise NoContradiction(vote.id)
    rival = None if vote.second.rival is None else session.vote(vote.second.rival)
    events: list[SessionEvent] = [resolved]
    if command.keep == "second":
        if vote.kind == "secret":
            raise RecountNeeded(vote.id, ())
        events = [_corrected(vote, vote.second, rival, reason), resolved]
    return [*events, *([] if rival is None else [VoteAnnulled(vote=rival.id, reason=reason)])]


def _answer_kept(vote: Vote, command: ResolveContradiction, member: str, reason: str) -> list[SessionEvent]:
    second = next((each for each in vote.seconds if each.member == member), None)
    if second is None:
        raise NoContradiction(vote.id)
    if command.keep == "first":
        return []
    return [
        BallotWithdrawn(vote=vote.id, member=member, reason=reason),
        BallotRecorded(vote=vote.id, member=member, choice=second.choice),
    ]


def declared_differs(vote: Vote, *, carried: bool, election: ElectionCounts | None) -> bool:
    """Whether what the chair said is not what comes out; where the lot decided, it may be any of the tied."""
    if vote.declared is None:
        return False
    if election is not None and vote.declared_elected in election.tied:
        return False
    elected = None if election is None else election.elected
    return (vote.declared, vote.declared_elected) != (carried, elected)


def _corrected(vote: Vote, second: SecondCount, rival: Vote | None, reason: str) -> VoteCorrected:
    """The second count takes the place of the first, and with it how the vote was held."""
    manner = None
    if rival is not None and _held(rival) != _held(vote):
        manner = Manner(kind=rival.kind, majority=rival.majority, candidates=rival.candidates)
    differs = declared_differs(vote, carried=second.carried, election=second.election)
    return VoteCorrected(
        vote=vote.id,
        before=vote.counts,
        after=second.counts,
        counted=second.counted,
        election_before=vote.election,
        election=second.election,
        carried=second.carried,
        unanimous=second.unanimous,
        reason=reason,
        ballots=second.ballots if manner is None else second.ballots or (),
        manner=manner,
        flags=(flags.DECLARED_DIFFERS,) if differs else (),
        entitled=second.entitled,
    )
