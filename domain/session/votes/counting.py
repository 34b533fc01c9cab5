"""How a vote is counted and its count corrected (rules 1 to 4, 6 and 14).

The result is computed by the rule set in force on the session's date.
A secret vote keeps its sums and who was there, and is corrected by a recount only.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from domain.errors import NothingChanges
from domain.flag import Flag
from domain.given import Given
from domain.rules import RuleSet, Turnout, unanimous
from domain.session.commands.votes import BallotEntry, CorrectVote, RecordVote
from domain.session.errors.elections import CandidatesNotAsked
from domain.session.errors.votes import (
    AbstentionNotAllowed,
    AttendanceIncomplete,
    BallotsMissing,
    BallotsNotAsked,
    BallotTwice,
    BeforeOpening,
    CarriedSaid,
    ContradictionOpen,
    CountedExactly,
    CountsMissing,
    MayNotVote,
    NotUnanimous,
    NotVotingDiffers,
    RecountNeeded,
    RollCallMismatch,
    VoteExceedsPresent,
)
from domain.session.events import SessionEvent
from domain.session.events.votes import Ballot, Counted, Counts, ElectionCounts, VoteCorrected, VoteRecorded
from domain.session.state import Session
from domain.session.votes import contradictions, elections
from domain.session.votes.declaring import ordered_by, vote_in
from domain.session.votes.flags import DECLARED_DIFFERS, ENTERED_LATE
from domain.session.votes.flags import after as after_event
from domain.session.votes.state import Vote
from domain.vorlage.drafting.wording import line
from domain.world import World

_TELLERS = 2


class Result(NamedTuple):
    """What comes out of a count."""

    counts: Counts | None
    carried: bool
    unanimous: bool
    flags: tuple[Flag, ...] = ()
    election: ElectionCounts | None = None


def check_opened(vote: Vote, given: Given) -> None:
    """Refuse what lies before the opening."""
    if given.at < vote.opened_at:
        raise BeforeOpening(vote.id, vote.opened_at.isoformat())


def count(session: Session, command: RecordVote, given: Given, world: World) -> list[SessionEvent]:
    """Count a vote that is open."""
    vote = vote_in(session, command.vote, "opened", "counted", "declared")
    check_opened(vote, given)
    contradictions.check_other_person(vote, given)
    if vote.seconds:
        raise ContradictionOpen(vote.id)
    if vote.status == "opened" and command.ballots is not None:
        differing = contradictions.ballots_at_once(vote, command.ballots, given)
        if differing:
            return differing
        command = replace(command, ballots=_with_entered(vote, command.ballots))
    return contradictions.counted(session, vote, _recorded(session, vote, command, given, world))


def _with_entered(vote: Vote, entries: Sequence[BallotEntry]) -> tuple[BallotEntry, ...]:
    """Answers given all at once, and those entered before that are not among them: none is lost (rule 3)."""
    given = {each.member for each in entries}
    before = (BallotEntry(member=each.member, choice=each.choice) for each in vote.ballots)
    return (*entries, *(each for each in before if each.member not in given))


def _recorded(session: Session, vote: Vote, command: RecordVote, given: Given, world: World) -> VoteRecorded:
    voters = session.voters(vote, given.at)
    entitled = len(frozenset(voters.values()))
    entries = command.ballots
    if entries is not None and vote.kind != "roll_call":
        raise BallotsNotAsked(vote.id)
    # Entered one by one they are judged again: someone may turn out to have left before.
    ballots = _ballots(vote.ballots if entries is None else entries, voters)
    if vote.kind == "roll_call" and not ballots and entitled:
        raise BallotsMissing(vote.id)
    if command.counted == "by_difference":
        _check_complete(session, vote, given.at)
    rules = world.rules.named(session.rule)
    present = len(session.voters_present(given.at))
    turnout = Turnout(lawful=session.lawful_number, present=present, entitled=entitled)
    result = _result(command, vote, ballots, turnout, rules)
    return VoteRecorded(
        vote=vote.id,
        counts=result.counts,
        entitled=entitled,
        present=present,
        counted=command.counted,
        carried=result.carried,
        unanimous=result.unanimous,
        rule=rules.id,
        ballots=ballots if vote.kind == "roll_call" else None,
        ordered_by=ordered_by(session, given),
        flags=result.flags,
        election=result.election,
        members_present=tuple(sorted(voters)) if vote.kind == "secret" else (),
    )


def correct(session: Session, command: CorrectVote, world: World) -> list[SessionEvent]:
    """Correct a count; what was declared stands, and is flagged where it differs now."""
    vote = vote_in(session, command.vote, "counted", "declared")
    contradictions.check_on_its_own(session, vote)
    if vote.kind == "secret" and not len(command.tellers) == len(set(command.tellers)) == _TELLERS:
        raise RecountNeeded(vote.id, command.tellers)
    ballots: tuple[Ballot, ...] | None = None
    if vote.kind == "roll_call":
        if command.ballots is None:
            raise BallotsMissing(vote.id)
        voters = session.voters(vote, vote.counted_at or vote.opened_at)
        ballots = _ballots(command.ballots, voters)
        if not ballots and voters:
            raise BallotsMissing(vote.id)
    elif command.ballots is not None:
        raise BallotsNotAsked(vote.id)
    turnout = _turnout_known(session, vote)
    result = _result(command, vote, ballots or (), turnout, world.rules.named(session.rule))
    flags = result.flags
    if contradictions.declared_differs(vote, carried=result.carried, election=result.election):
        flags = (*flags, DECLARED_DIFFERS)
    corrected = VoteCorrected(
        vote=vote.id,
        before=vote.counts,
        after=result.counts,
        carried=result.carried,
        unanimous=result.unanimous,
        reason=line("reason", command.reason),
        ballots=ballots,
        flags=flags,
        entitled=None if turnout.entitled == vote.entitled else turnout.entitled,
        tellers=command.tellers,
        election_before=vote.election,
        election=result.election,
    )
    _check_changes(vote, corrected)
    return [corrected]


def _check_changes(vote: Vote, corrected: VoteCorrected) -> None:
    """A correction changes something; only a recount may find what was counted before (rules 4 and 14)."""
    same_ballots = corrected.ballots is None or set(corrected.ballots) == set(vote.ballots)
    same = (corrected.after, corrected.election, corrected.entitled) == (vote.counts, vote.election, None)
    settled = after_event(vote.flags, corrected) != vote.flags
    if same and same_ballots and not settled and not corrected.tellers:
        raise NothingChanges("counts")


def _turnout_known(session: Session, vote: Vote) -> Turnout:
    """Who was there: as it was counted, or as it is known since something about it was entered late."""
    present, entitled = vote.present, vote.entitled
    if ENTERED_LATE in vote.flags:
        at = vote.counted_at or vote.opened_at
        present, entitled = len(session.voters_present(at)), len(session.entitled(vote, at))
    return Turnout(lawful=session.lawful_number, present=present, entitled=entitled)


def ballot_seats(vote: Vote, voters: Mapping[str, str]) -> frozenset[str]:
    """The seats that have voted."""
    return frozenset(voters[each.member] for each in vote.ballots if each.member in voters)


def _ballots(
    entries: Sequence[BallotEntry] | Sequence[Ballot], voters: Mapping[str, str]
) -> tuple[Ballot, ...]:
    """Rule 3: one ballot a seat, from those who may vote."""
    seen: set[str] = set()
    for entry in entries:
        if entry.member not in voters:
            raise MayNotVote(entry.member)
        if voters[entry.member] in seen:
            raise BallotTwice(entry.member)
        seen.add(voters[entry.member])
    return tuple(Ballot(member=each.member, choice=each.choice) for each in entries)


def _check_complete(session: Session, vote: Vote, at: dt.datetime) -> None:
    """A difference is only known where the same were there from the opening to the count (rule 6)."""
    recused = session.recused_from(vote.items)
    there = {session.voters_present(vote.opened_at) - recused, session.voters_present(at) - recused}
    if there != {frozenset(session.voters(vote, at))}:
        raise AttendanceIncomplete(vote.id)


# The result


def _result(
    command: RecordVote | CorrectVote,
    vote: Vote,
    ballots: Sequence[Ballot],
    turnout: Turnout,
    rules: RuleSet,
) -> Result:
    counted = command.counted if isinstance(command, RecordVote) else "exact"
    said = command.carried if isinstance(command, RecordVote) else None
    if counted != "exact" and vote.kind != "open":
        raise CountedExactly(vote.kind, counted)
    if (counted == "majority_only") != (said is not None):
        raise CarriedSaid(counted)
    if vote.about == "election":
        return _elected(command, vote, turnout, rules)
    if command.candidates is not None:
        raise CandidatesNotAsked(vote.about)
    share = rules.majorities[vote.majority]
    none = (command.yes, command.no, command.abstained, command.invalid, command.not_voting) == (None,) * 5
    if counted == "majority_only":
        if not share.seen or not none:
            raise CountedExactly(vote.majority, counted)
        return Result(None, carried=bool(said), unanimous=False)
    if counted == "unanimous" and none:
        if share.of != "cast":
            raise CountedExactly(vote.majority, counted)
        if not turnout.entitled:
            raise NotUnanimous(0, 0)
        return Result(None, carried=True, unanimous=True)
    return _counted(command, counted, vote, ballots, turnout, rules)


def _counted(
    command: RecordVote | CorrectVote,
    counted: Counted,
    vote: Vote,
    ballots: Sequence[Ballot],
    turnout: Turnout,
    rules: RuleSet,
) -> Result:
    """Rules 1 to 3: whole counts, never more than were entitled; those who are missing are named."""
    yes, no, abstained, invalid = _sums(command, counted, vote, ballots, turnout.entitled)
    left = turnout.entitled - (yes + no + abstained + invalid)
    flags = _left(command, left, turnout.entitled)
    if counted == "unanimous" and not unanimous(yes, no):
        raise NotUnanimous(yes, no)
    whole = Turnout(
        lawful=turnout.lawful, present=turnout.present, entitled=turnout.entitled, abstained=abstained
    )
    return Result(
        Counts(yes=yes, no=no, abstained=abstained, invalid=invalid, not_voting=left),
        carried=rules.reached(vote.majority, yes, no, whole),
        unanimous=unanimous(yes, no),
        flags=(*flags, *_abstentions(command, abstained, rules)),
    )


def _elected(command: RecordVote | CorrectVote, vote: Vote, turnout: Turnout, rules: RuleSet) -> Result:
    counts = elections.sums(command, vote, turnout.entitled)
    flags = _left(command, counts.not_voting, turnout.entitled)
    whole = Turnout(
        lawful=turnout.lawful,
        present=turnout.present,
        entitled=turnout.entitled,
        abstained=counts.abstained,
    )
    elected, tied = elections.winner(counts, vote.round, whole, elections.law(rules))
    return Result(
        None,
        carried=elected is not None,
        unanimous=elected is not None and sum(each.votes > 0 for each in counts.candidates) == 1,
        flags=(*flags, *_abstentions(command, counts.abstained, rules)),
        election=replace(counts, elected=elected, tied=tied),
    )


def _left(command: RecordVote | CorrectVote, left: int, entitled: int) -> tuple[Flag, ...]:
    """Rule 2: never more votes than were entitled; those who are missing are confirmed, or flagged."""
    if left < 0:
        raise VoteExceedsPresent(entitled - left, entitled)
    if command.not_voting is not None and command.not_voting != left:
        raise NotVotingDiffers(command.not_voting, left)
    if left and command.not_voting is None:
        return (Flag(flag="not_voting_unconfirmed", rule="2"),)
    return ()


def _abstentions(command: RecordVote | CorrectVote, abstained: int, rules: RuleSet) -> tuple[Flag, ...]:
    """Where nobody may abstain, abstentions stand only with a reason, and contested."""
    if not abstained or rules.abstention_allowed:
        return ()
    reason = command.override if isinstance(command, RecordVote) else command.reason
    if reason is None:
        raise AbstentionNotAllowed(abstained, rules.abstention_source)
    return (Flag(flag="contested", rule=rules.abstention_source, reason=line("override", reason)),)


def _sums(
    command: RecordVote | CorrectVote,
    counted: Counted,
    vote: Vote,
    ballots: Sequence[Ballot],
    entitled: int,
) -> tuple[int, int, int, int]:
    given = (command.yes, command.no, command.abstained, command.invalid)
    if vote.kind == "roll_call":
        tally = Counter(ballot.choice for ballot in ballots)
        sums = (tally["yes"], tally["no"], tally["abstained"], tally["invalid"])
        stated = tuple(own if own is not None else sums[n] for n, own in enumerate(given))
        if stated != sums:
            raise RollCallMismatch((stated[0], stated[1], stated[2], stated[3]), sums)
        return sums
    yes, no, abstained, invalid = *given[:3], command.invalid or 0
    if counted == "unanimous" and no is None:
        no = 0
    if counted == "by_difference":
        known = [each for each in (yes, no, abstained) if each is not None]
        if len(known) != 2:  # noqa: PLR2004 - of three, the third is what is left
            raise CountsMissing
        rest = entitled - sum(known) - invalid - (command.not_voting or 0)
        if rest < 0:
            raise VoteExceedsPresent(entitled - rest, entitled)
        yes, no, abstained = (rest if each is None else each for each in (yes, no, abstained))
    if yes is None or no is None or abstained is None:
        raise CountsMissing
    return yes, no, abstained, invalid
