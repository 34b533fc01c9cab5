"""Elections: candidates, rounds and the lot; what is asked for is the rule set's (rule 6).

Round 1 asks for a share, in round 2 most votes win, and between equals the chair draws lots.
"""

from collections.abc import Sequence

from domain.flag import Flag
from domain.rules import ElectionRules, RuleSet, Turnout
from domain.session.commands.votes import CandidateEntry, CorrectVote, OpenVote, PrepareVote, RecordVote
from domain.session.errors.elections import (
    CandidatesDiffer,
    CandidatesNeeded,
    CandidatesNotAsked,
    ElectionIsSecret,
    NoFirstRound,
)
from domain.session.errors.votes import CountsMissing, KindUnfit, NotInRules
from domain.session.events.votes import Candidate, ElectionCounts, VoteAbout, VoteKind
from domain.session.state import Session
from domain.session.votes.state import Vote
from domain.vorlage.drafting.wording import line


def about(command: OpenVote | PrepareVote) -> VoteAbout:
    """What a vote is about; whoever says election as its kind need not say it twice."""
    if command.kind == "election" and command.about == "main":
        return "election"
    return command.about


def law(rules: RuleSet) -> ElectionRules:
    """How persons are elected here. Raises `NotInRules` where the rule set does not say."""
    if rules.election is None:
        raise NotInRules("election", rules.id)
    return rules.election


def kind_planned(command: OpenVote | PrepareVote) -> VoteKind:
    """How it is to be voted, where that fits what it is about."""
    if command.kind == ("roll_call" if about(command) == "election" else "election"):
        raise KindUnfit(command.kind, command.about)
    return command.kind


def kind_of(command: OpenVote, rules: RuleSet) -> tuple[VoteKind, tuple[Flag, ...]]:
    """How it is voted; an election that must be secret is, unless the chair lets another way stand."""
    kind_planned(command)
    persons = about(command) == "election"
    if not persons or not law(rules).always_secret or command.kind == "secret":
        return command.kind, ()
    if command.kind == "election":
        return "secret", ()
    if command.override is None:
        raise ElectionIsSecret(law(rules).source)
    reason = line("override", command.override)
    return command.kind, (Flag(flag="contested", rule=law(rules).source, reason=reason),)


def candidates_of(command: OpenVote | PrepareVote) -> tuple[str, ...]:
    """Who stands: named when the election is opened, each once."""
    if about(command) != "election":
        if command.candidates or command.round is not None:
            raise CandidatesNotAsked(command.about)
        return ()
    names = tuple(line("candidates", each) for each in command.candidates)
    if not names or len(set(names)) < len(names):
        raise CandidatesNeeded(names)
    return names


def round_of(session: Session, command: OpenVote, rules: RuleSet) -> tuple[int | None, tuple[Flag, ...]]:
    """The round, and whether a second one follows a first one in which nobody was elected."""
    if about(command) != "election":
        return None, ()
    if command.round != 2 or first_round(session, command.item, command.repeats) is not None:  # noqa: PLR2004
        return command.round or 1, ()
    if command.override is None:
        raise NoFirstRound(command.item)
    reason = line("override", command.override)
    return command.round, (Flag(flag="contested", rule=law(rules).source, reason=reason),)


def first_round(session: Session, item: str, repeats: str | None) -> str | None:
    """The first round on an item in which nobody was elected: the one that is named, or the last."""
    return next(
        (
            vote.id
            for vote in reversed(session.votes)
            if vote.item == item
            and vote.round == 1
            and vote.declared is False
            and vote.status == "declared"
            and repeats in {None, vote.id}
        ),
        None,
    )


def sums(command: RecordVote | CorrectVote, vote: Vote, entitled: int) -> ElectionCounts:
    """The sums of an election (rules 1 and 2); `not_voting` is negative where they are too many."""
    entries: Sequence[CandidateEntry] = command.candidates or ()
    names = [each.name for each in entries]
    if sorted(names) != sorted(vote.candidates):
        raise CandidatesDiffer(vote.candidates, tuple(names))
    votes = {each.name: each.votes for each in entries}
    if command.abstained is None:
        raise CountsMissing
    if command.yes is not None or command.no is not None:
        raise CandidatesDiffer(vote.candidates, ("yes", "no"))
    abstained, invalid = command.abstained, command.invalid or 0
    left = entitled - sum(votes.values()) - abstained - invalid
    return ElectionCounts(
        candidates=tuple(Candidate(name=each, votes=votes[each]) for each in vote.candidates),
        abstained=abstained,
        invalid=invalid,
        not_voting=left,
    )


def winner(
    counts: ElectionCounts, round_: int | None, turnout: Turnout, rules: ElectionRules
) -> tuple[str | None, tuple[str, ...]]:
    """Who is elected, or between whom the lot decides."""
    best = max(each.votes for each in counts.candidates)
    leading = tuple(each.name for each in counts.candidates if each.votes == best)
    if best == 0:
        return None, ()
    if round_ == 1:
        cast = sum(each.votes for each in counts.candidates)
        enough = rules.first.reached(best, turnout.whole(rules.first.of, cast))
        return (leading[0] if enough and len(leading) == 1 else None), ()
    if len(leading) > 1:
        return None, leading
    return leading[0], ()
