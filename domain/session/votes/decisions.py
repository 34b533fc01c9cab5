"""How a body votes: open, count, declare, correct, annul (rules 1 to 7 and 14).

Opening, counting and declaring have files of their own; single ballots and objections are here.
"""

from domain.given import Given
from domain.session.commands.votes import (
    AnnulVote,
    CancelVote,
    CorrectVote,
    DeclareVote,
    ObjectToOpenElection,
    OpenVote,
    PrepareVote,
    RecordBallot,
    RecordVote,
    ResolveContradiction,
    WithdrawBallot,
)
from domain.session.errors.votes import (
    BallotsNotAsked,
    BallotTwice,
    ContradictionOpen,
    KindUnfit,
    MayNotVote,
    NoBallot,
)
from domain.session.events import SessionEvent
from domain.session.events.votes import (
    BallotRecorded,
    BallotWithdrawn,
    ElectionObjected,
    PreparedVoteWithdrawn,
    VoteCancelled,
)
from domain.session.state import Session
from domain.session.votes import contradictions, counting, declaring, opening, preparing
from domain.session.votes.contradictions import covers_otherwise
from domain.session.votes.declaring import vote_in
from domain.vorlage.drafting.wording import line
from domain.world import World

VotingCommand = (
    PrepareVote
    | OpenVote
    | ObjectToOpenElection
    | CancelVote
    | RecordBallot
    | WithdrawBallot
    | RecordVote
    | DeclareVote
    | CorrectVote
    | AnnulVote
    | ResolveContradiction
)


def decide(session: Session, command: VotingCommand, given: Given, world: World) -> list[SessionEvent]:
    """The events that a command about a vote leads to."""
    match command:
        case PrepareVote():
            return [*preparing.prepare(session, command, given, world)]
        case OpenVote():
            return opening.open_vote(session, command, given, world)
        case ObjectToOpenElection():
            return _object(session, command, given)
        case CancelVote():
            return [_cancelled(session, command)]
        case RecordBallot():
            return _ballot(session, command, given)
        case WithdrawBallot():
            vote = vote_in(session, command.vote, "opened")
            if all(ballot.member != command.member for ballot in vote.ballots):
                raise NoBallot(command.member)
            if any(ballot.member == command.member for ballot in vote.seconds):
                raise ContradictionOpen(vote.id)
            reason = line("reason", command.reason)
            return [BallotWithdrawn(vote=vote.id, member=command.member, reason=reason)]
        case RecordVote():
            return counting.count(session, command, given, world)
        case DeclareVote():
            return declaring.declare(session, command, given, world)
        case CorrectVote():
            return counting.correct(session, command, world)
        case AnnulVote():
            return declaring.annul(session, command, world)
        case ResolveContradiction():
            return _resolve(session, command, given, world)


def _cancelled(session: Session, command: CancelVote) -> PreparedVoteWithdrawn | VoteCancelled:
    """A vote that was only prepared never was one."""
    reason = line("reason", command.reason)
    if session.prepared_vote(command.vote) is not None:
        return PreparedVoteWithdrawn(vote=command.vote, reason=reason)
    return VoteCancelled(vote=vote_in(session, command.vote, "opened").id, reason=reason)


def _resolve(
    session: Session, command: ResolveContradiction, given: Given, world: World
) -> list[SessionEvent]:
    """The chair keeps one of two answers, of two results that were declared, of two votes or counts."""
    vote = vote_in(session, command.vote, "opened", "counted", "declared")
    if command.member is None and vote.second is None and vote.otherwise is not None:
        return declaring.resolve(session, vote, command, given, world)
    if command.member is None and command.keep == "second" and covers_otherwise(session, vote):
        return declaring.give_way(session, vote, command, world)
    return contradictions.resolve(session, vote, command)


def _object(session: Session, command: ObjectToOpenElection, given: Given) -> list[SessionEvent]:
    """One member is enough to make an election secret."""
    vote = vote_in(session, command.vote, "opened")
    if vote.about != "election" or vote.kind == "secret":
        raise KindUnfit(vote.kind, vote.about)
    if command.member not in session.voters(vote, given.at):
        raise MayNotVote(command.member)
    return [ElectionObjected(vote=vote.id, member=command.member)]


def _ballot(session: Session, command: RecordBallot, given: Given) -> list[SessionEvent]:
    """One ballot a seat: a substitute does not vote where the member has voted (rule 3)."""
    vote = vote_in(session, command.vote, "opened")
    if vote.kind != "roll_call":
        raise BallotsNotAsked(vote.id)
    counting.check_opened(vote, given)
    voters = session.voters(vote, given.at)
    if command.member not in voters:
        raise MayNotVote(command.member)
    held = next((each for each in vote.ballots if each.member == command.member), None)
    if held is not None:
        return contradictions.second_ballot(vote, held, command.choice, given)
    if voters[command.member] in counting.ballot_seats(vote, voters):
        raise BallotTwice(command.member)
    return [BallotRecorded(vote=vote.id, member=command.member, choice=command.choice)]
