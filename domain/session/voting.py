"""How a body votes: open, count, declare, correct, annul (rules 1 to 7 and 14).

The result is computed by the rule set in force on the session's date.
What the chair declares is stored beside it and stands.
"""

from collections import Counter
from collections.abc import Sequence

from domain.errors import AlreadyExists, NoSuch, WrongState
from domain.given import Given
from domain.rules import RuleSet, unanimous
from domain.session import contradictions
from domain.session.agenda import item_of
from domain.session.commands import (
    AnnulVote,
    BallotEntry,
    CancelVote,
    CorrectVote,
    DeclareVote,
    OpenVote,
    RecordBallot,
    RecordVote,
    ResolveContradiction,
    WithdrawBallot,
)
from domain.session.errors import (
    AmendmentNamed,
    AmendmentsOverlap,
    BallotsMissing,
    BallotsNotAsked,
    BallotTwice,
    BeforeOpening,
    ContradictionOpen,
    CountsMissing,
    DecisionStands,
    DeclaredDiffers,
    ItemNotCalled,
    ItemOver,
    MayNotVote,
    NoBallot,
    NotQuorate,
    NotVotingDiffers,
    RollCallMismatch,
    VoteExceedsPresent,
    VoteState,
    VoteStillOpen,
)
from domain.session.events import (
    Ballot,
    BallotRecorded,
    BallotWithdrawn,
    Counts,
    Flag,
    ItemConcluded,
    ItemReopened,
    SessionEvent,
    VoteAnnulled,
    VoteCancelled,
    VoteCorrected,
    VoteDeclared,
    VoteOpened,
    VoteRecorded,
)
from domain.session.flags import DECLARED_DIFFERS
from domain.session.state import Item, Session, Vote
from domain.vorlage.amendments import check_open, motion_of
from domain.vorlage.content import amendment_hash
from domain.vorlage.errors import EditionOutdated
from domain.vorlage.events import Outcome
from domain.vorlage.measures import check_amendment, measure_of
from domain.vorlage.state import DECIDED, InConsultation, Motion, Vorlage
from domain.vorlage.wording import line
from domain.world import World

VotingCommand = (
    OpenVote
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
        case OpenVote():
            return _open(session, command, given, world)
        case CancelVote():
            vote = _vote_in(session, command.vote, "opened")
            return [VoteCancelled(vote=vote.id, reason=line("reason", command.reason))]
        case RecordBallot():
            return _ballot(session, command, given)
        case WithdrawBallot():
            vote = _vote_in(session, command.vote, "opened")
            if all(ballot.member != command.member for ballot in vote.ballots):
                raise NoBallot(command.member)
            if any(ballot.member == command.member for ballot in vote.seconds):
                raise ContradictionOpen(vote.id)
            reason = line("reason", command.reason)
            return [BallotWithdrawn(vote=vote.id, member=command.member, reason=reason)]
        case RecordVote():
            return _count(session, command, given, world)
        case DeclareVote():
            return _declare(session, command, given, world)
        case CorrectVote():
            return _correct(session, command, world)
        case AnnulVote():
            return _annul(session, command, world)
        case ResolveContradiction():
            return contradictions.resolve(
                _vote_in(session, command.vote, "opened", "counted", "declared"), command
            )


def check_no_open_vote(session: Session) -> None:
    """Refuse what cannot happen while a vote is open."""
    vote = session.open_vote
    if vote is not None:
        raise VoteStillOpen(vote.id)


def _vote_in(session: Session, id_: str, *statuses: str) -> Vote:
    vote = session.vote(id_)
    if vote is None:
        raise NoSuch("vote", id_)
    if vote.status not in statuses:
        raise VoteState(vote.id, vote.status, statuses)
    return vote


def _paper(item: Item, world: World) -> Vorlage | None:
    return None if item.vorlage is None else world.vorlagen[item.vorlage]


def _ordered_by(session: Session, given: Given) -> str | None:
    """The chair on whose word someone else acts; the event names both."""
    return None if given.person == session.chair else session.chair


# Opening


def _open(session: Session, command: OpenVote, given: Given, world: World) -> list[SessionEvent]:
    item = item_of(session, command.item)
    id_ = command.vote or given.new_id("vote")
    if session.vote(id_) is not None:
        raise AlreadyExists("vote", id_)
    held = contradictions.contradicted(session, command, given)
    if held is not None:
        return [_opened_beside(session, command, held, id_, given)]
    if session.status != "opened":
        raise WrongState("OpenVote", session.status, ("opened",))
    check_no_open_vote(session)
    if session.current != item.id:
        raise ItemNotCalled(item.id)
    if item.outcome is not None:
        raise ItemOver(item.id, item.outcome)
    paper = _paper(item, world)
    if paper is not None:
        check_undecided(paper, "OpenVote")
    if command.repeats is not None and session.vote(command.repeats) is None:
        raise NoSuch("vote", command.repeats)
    return [
        VoteOpened(
            vote=id_,
            item=item.id,
            about=command.about,
            kind=command.kind,
            majority=command.majority,
            text_hash=_wording_hash(session, item, command, paper),
            amendment=command.amendment,
            repeats=command.repeats,
            ordered_by=_ordered_by(session, given),
            flags=_quorum(session, command.override, given, world.rules.named(session.rule)),
        )
    ]


def _opened_beside(session: Session, command: OpenVote, held: Vote, id_: str, given: Given) -> VoteOpened:
    """The same question was voted on, says another person; it is kept beside what is known."""
    return VoteOpened(
        vote=id_,
        item=held.item,
        about=command.about,
        kind=command.kind,
        majority=command.majority,
        text_hash=held.text_hash,
        amendment=command.amendment,
        ordered_by=_ordered_by(session, given),
        contradicts=held.id,
    )


def _quorum(session: Session, override: str | None, given: Given, rules: RuleSet) -> tuple[Flag, ...]:
    """Rule 5: no vote without a quorum; the chair may go on with a reason, and that is flagged."""
    present = len(session.voters_present(given.at))
    presumed = rules.quorum_presumed and session.quorate
    if presumed or rules.quorate(present, session.lawful_number):
        return ()
    if override is None:
        raise NotQuorate(present, session.lawful_number)
    return (Flag(flag="contested", rule="5", reason=line("override", override)),)


def _wording_hash(session: Session, item: Item, command: OpenVote, paper: Vorlage | None) -> str | None:
    """What is voted on: the motion, or the paper's edition with the motions carried here in it (rule 7)."""
    if (command.about == "amendment") != (command.amendment is not None):
        raise AmendmentNamed(command.about)
    if paper is None:
        if command.amendment is not None:
            raise NoSuch("amendment", command.amendment)
        return None
    if command.amendment is None:
        return _content_hash(session, item, paper)
    motion = motion_of(paper, command.amendment)
    check_open(motion)
    check_amendment(paper, measure_of(paper, motion.measure), motion.old, motion.new)
    check_alone(session, item, paper, motion)
    return amendment_hash(paper.salt, motion.measure, motion.old, motion.new)


def _content_hash(session: Session, item: Item, paper: Vorlage) -> str:
    carried = [motion_of(paper, id_) for id_ in session.carried_motions(item.id)]
    submitted = paper.submitted(item.consultation or "").content
    return submitted.amended({each.measure: each.new for each in carried}).hash()


def check_alone(session: Session, item: Item, paper: Vorlage, motion: Motion) -> None:
    """Refuse a motion that changes what another one, carried in this sitting, changed already."""
    for id_ in session.carried_motions(item.id):
        if motion_of(paper, id_).measure == motion.measure:
            raise AmendmentsOverlap(motion.id, id_)


# Counting


def _check_opened(vote: Vote, given: Given) -> None:
    if given.at < vote.opened_at:
        raise BeforeOpening(vote.id, vote.opened_at.isoformat())


def _ballot(session: Session, command: RecordBallot, given: Given) -> list[SessionEvent]:
    vote = _vote_in(session, command.vote, "opened")
    if vote.kind != "roll_call":
        raise BallotsNotAsked(vote.id)
    _check_opened(vote, given)
    if command.member not in session.entitled(vote, given.at):
        raise MayNotVote(command.member)
    held = next((each for each in vote.ballots if each.member == command.member), None)
    if held is not None:
        return contradictions.second_ballot(vote, held, command.choice, given)
    return [BallotRecorded(vote=vote.id, member=command.member, choice=command.choice)]


def _count(session: Session, command: RecordVote, given: Given, world: World) -> list[SessionEvent]:
    vote = _vote_in(session, command.vote, "opened", "counted", "declared")
    _check_opened(vote, given)
    contradictions.check_other_person(vote, given)
    if vote.seconds:
        raise ContradictionOpen(vote.id)
    return contradictions.counted(session, vote, _counted(session, vote, command, given, world))


def _counted(session: Session, vote: Vote, command: RecordVote, given: Given, world: World) -> VoteRecorded:
    entitled = session.entitled(vote, given.at)
    entries = command.ballots
    if entries is not None and vote.kind != "roll_call":
        raise BallotsNotAsked(vote.id)
    # Entered one by one they are judged again: someone may turn out to have left before.
    ballots = _ballots(vote.ballots if entries is None else entries, entitled)
    if vote.kind == "roll_call" and not ballots and entitled:
        raise BallotsMissing(vote.id)
    counts, flags = _counts(command, vote, ballots, len(entitled))
    rules = world.rules.named(session.rule)
    return VoteRecorded(
        vote=vote.id,
        counts=counts,
        entitled=len(entitled),
        present=len(session.voters_present(given.at)),
        counted="exact",
        carried=rules.carried(vote.majority, counts.yes, counts.no, session.lawful_number),
        unanimous=unanimous(counts.yes, counts.no),
        rule=rules.id,
        ballots=ballots if vote.kind == "roll_call" else None,
        ordered_by=_ordered_by(session, given),
        flags=flags,
    )


def _ballots(
    entries: Sequence[BallotEntry] | Sequence[Ballot], entitled: frozenset[str]
) -> tuple[Ballot, ...]:
    """Rule 3: one ballot a member, from those who may vote."""
    seen: set[str] = set()
    for entry in entries:
        if entry.member not in entitled:
            raise MayNotVote(entry.member)
        if entry.member in seen:
            raise BallotTwice(entry.member)
        seen.add(entry.member)
    return tuple(Ballot(member=each.member, choice=each.choice) for each in entries)


def _counts(
    command: RecordVote | CorrectVote, vote: Vote, ballots: Sequence[Ballot], entitled: int
) -> tuple[Counts, tuple[Flag, ...]]:
    """Rules 1 to 3: whole counts, never more than were entitled; those who are missing are named."""
    yes, no, abstained, invalid = _sums(command, vote, ballots)
    votes = yes + no + abstained + invalid
    left = entitled - votes
    if left < 0:
        raise VoteExceedsPresent(votes, entitled)
    if command.not_voting is not None and command.not_voting != left:
        raise NotVotingDiffers(command.not_voting, left)
    counts = Counts(yes=yes, no=no, abstained=abstained, invalid=invalid, not_voting=left)
    if left and command.not_voting is None:
        return counts, (Flag(flag="not_voting_unconfirmed", rule="2"),)
    return counts, ()


def _sums(
    command: RecordVote | CorrectVote, vote: Vote, ballots: Sequence[Ballot]
) -> tuple[int, int, int, int]:
    given = (command.yes, command.no, command.abstained, command.invalid)
    if vote.kind == "roll_call":
        tally = Counter(ballot.choice for ballot in ballots)
        sums = (tally["yes"], tally["no"], tally["abstained"], tally["invalid"])
        stated = tuple(own if own is not None else sums[n] for n, own in enumerate(given))
        if stated != sums:
            raise RollCallMismatch((stated[0], stated[1], stated[2], stated[3]), sums)
        return sums
    if command.yes is None or command.no is None or command.abstained is None:
        raise CountsMissing
    return command.yes, command.no, command.abstained, command.invalid or 0


# Declaring


def _declare(session: Session, command: DeclareVote, given: Given, world: World) -> list[SessionEvent]:
    vote = _vote_in(session, command.vote, "counted")
    contradictions.check_settled(session, vote)
    item = item_of(session, vote.item)
    paper = _paper(item, world)
    _check_declarable(session, vote, item, paper)
    declared = vote.carried if command.declared is None else command.declared
    flags: tuple[Flag, ...] = ()
    if declared != vote.carried:
        if command.override is None:
            raise DeclaredDiffers(declared, vote.carried)
        flags = (Flag(flag="contested", rule="6", reason=line("override", command.override)),)
    ordered_by = _ordered_by(session, given)
    said = VoteDeclared(vote=vote.id, declared=declared, ordered_by=ordered_by, flags=flags)
    if vote.about != "main":
        return [said]
    outcome = outcome_of(session, item, paper, carried=declared)
    return [said, ItemConcluded(item=item.id, outcome=outcome, vote=vote.id)]


def _check_declarable(session: Session, vote: Vote, item: Item, paper: Vorlage | None) -> None:
    """Since the count neither the item was concluded nor the wording changed (rules 7 and 9)."""
    if item.outcome is not None:
        raise ItemOver(item.id, item.outcome)
    if paper is None:
        return
    check_undecided(paper, "DeclareVote")
    if vote.amendment is not None:
        motion = motion_of(paper, vote.amendment)
        check_open(motion)
        check_alone(session, item, paper, motion)
    elif vote.about == "main" and vote.text_hash != _content_hash(session, item, paper):
        raise EditionOutdated(paper.editions[-1].number)


def check_undecided(paper: Vorlage, command: str) -> None:
    """Refuse to vote on a paper that was decided elsewhere or withdrawn meanwhile."""
    if not isinstance(paper.phase, InConsultation):
        raise WrongState(command, paper.status, (InConsultation.NAME,))


def outcome_of(session: Session, item: Item, paper: Vorlage | None, *, carried: bool) -> Outcome:
    """What a declared main vote means at this station: only a `decision` station decides."""
    station = paper.consultation(item.consultation or "") if paper is not None else None
    decides = station is None or station.role == "decision"
    if not carried:
        return "rejected" if decides else "not_recommended"
    if session.carried_motions(item.id):
        return "resolved_amended" if decides else "recommended_amended"
    return "resolved" if decides else "recommended"


# Afterwards


def _correct(session: Session, command: CorrectVote, world: World) -> list[SessionEvent]:
    vote = _vote_in(session, command.vote, "counted", "declared")
    contradictions.check_on_its_own(session, vote)
    before, counted_at = vote.counted
    ballots: tuple[Ballot, ...] | None = None
    if vote.kind == "roll_call":
        if command.ballots is None:
            raise BallotsMissing(vote.id)
        ballots = _ballots(command.ballots, session.entitled(vote, counted_at))
    elif command.ballots is not None:
        raise BallotsNotAsked(vote.id)
    after, flags = _counts(command, vote, ballots or (), vote.entitled)
    rules = world.rules.named(session.rule)
    carried = rules.carried(vote.majority, after.yes, after.no, session.lawful_number)
    if vote.declared is not None and vote.declared != carried:
        flags = (*flags, DECLARED_DIFFERS)
    return [
        VoteCorrected(
            vote=vote.id,
            before=before,
            after=after,
            carried=carried,
            unanimous=unanimous(after.yes, after.no),
            reason=line("reason", command.reason),
            ballots=ballots,
            flags=flags,
        )
    ]


def _annul(session: Session, command: AnnulVote, world: World) -> list[SessionEvent]:
    vote = _vote_in(session, command.vote, "counted", "declared")
    contradictions.check_on_its_own(session, vote)
    reason = line("reason", command.reason)
    annulled = VoteAnnulled(vote=vote.id, reason=reason)
    item = item_of(session, vote.item)
    if item.outcome is None:
        return [annulled]
    if vote.about != "main":
        raise ItemOver(item.id, item.outcome)
    paper = _paper(item, world)
    if paper is not None and isinstance(paper.phase, DECIDED):
        raise DecisionStands(vote.id)
    return [annulled, ItemReopened(item=item.id, reason=reason)]
