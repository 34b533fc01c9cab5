"""A vote as the log tells it, from its opening to its declaration and after."""

import datetime as dt
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from domain.flag import Flag
from domain.recorded import Meta
from domain.session.events.votes import (
    Ballot,
    BallotContradicted,
    BallotRecorded,
    BallotWithdrawn,
    ContradictionResolved,
    CountContradicted,
    Counted,
    Counts,
    DeclarationContradicted,
    ElectionCounts,
    ElectionObjected,
    ItemVoted,
    Majority,
    VoteAbout,
    VoteAnnulled,
    VoteCancelled,
    VoteCorrected,
    VoteDeclared,
    VoteKind,
    VoteOpened,
    VoteQuestioned,
    VoteRecorded,
)
from domain.session.votes import flags

VoteStatus = Literal["opened", "counted", "declared", "annulled", "cancelled"]

VoteChange = (
    ElectionObjected
    | VoteCancelled
    | BallotRecorded
    | BallotWithdrawn
    | VoteRecorded
    | VoteDeclared
    | VoteCorrected
    | VoteAnnulled
    | VoteQuestioned
    | CountContradicted
    | BallotContradicted
    | DeclarationContradicted
    | ContradictionResolved
)
"""What can happen to a vote that was opened."""


class SecondCount(Struct, frozen=True, kw_only=True):
    """What another person counted otherwise; `rival`: the vote of its own that it was entered for."""

    counts: Counts | None
    entitled: int
    carried: bool
    unanimous: bool
    ballots: tuple[Ballot, ...] | None
    rival: str | None
    counted: Counted
    election: ElectionCounts | None


class SecondDeclaration(Struct, frozen=True, kw_only=True):
    """What another person entered as declared."""

    declared: bool
    elected: str | None
    lot: bool


class Vote(Struct, frozen=True, kw_only=True):
    """A vote on an item, or on several.

    `contradicts`: a vote on the same question that another person had entered.
    """

    id: str
    item: str
    about: VoteAbout
    kind: VoteKind
    majority: Majority
    text_hash: str | None
    amendment: str | None
    opened_at: dt.datetime
    status: VoteStatus = "opened"
    further: tuple[ItemVoted, ...] = ()
    repeats: str | None = None
    candidates: tuple[str, ...] = ()
    round: int | None = None
    ballots: tuple[Ballot, ...] = ()
    counted_at: dt.datetime | None = None
    counted: Counted | None = None
    counts: Counts | None = None
    election: ElectionCounts | None = None
    entitled: int = 0
    present: int = 0
    carried: bool = False
    declared: bool | None = None
    declared_elected: str | None = None
    lot: bool = False
    """The lot decided between those with equal votes."""
    opened_by: str = ""
    counted_by: str = ""
    entered_by: dict[str, str] = {}
    """Who entered the ballot of each member."""
    flags: tuple[Flag, ...] = ()
    contradicts: str | None = None
    second: SecondCount | None = None
    seconds: tuple[Ballot, ...] = ()
    """Answers that another person entered otherwise."""
    declared_by: str = ""
    otherwise: SecondDeclaration | None = None

    @property
    def shown_flags(self) -> tuple[Flag, ...]:
        """All flags, that of an open contradiction among them."""
        is_open = self.second or self.seconds or self.otherwise
        return (*self.flags, flags.CONTRADICTED) if is_open else self.flags

    @property
    def cast(self) -> int:
        """How many votes were counted, abstentions and invalid ones among them."""
        sums = self.counts or self.election
        return 0 if sums is None else self.entitled - sums.not_voting

    @property
    def drawn(self) -> str | None:
        """On whom the lot fell."""
        return self.declared_elected if self.lot else None

    @property
    def elected(self) -> str | None:
        """Who won the election by its sums."""
        return None if self.election is None else self.election.elected

    @property
    def tied(self) -> tuple[str, ...]:
        """Between whom the lot is to decide."""
        return () if self.election is None else self.election.tied

    @property
    def items(self) -> tuple[str, ...]:
        """All items that it covers."""
        return (self.item, *(each.item for each in self.further))

    def hash_of(self, item: str) -> str | None:
        """What of an item was voted on."""
        return next((each.text_hash for each in self.further if each.item == item), self.text_hash)


def opened(event: VoteOpened, meta: Meta) -> Vote:
    """The vote as it was opened."""
    return Vote(
        id=event.vote,
        item=event.item,
        about=event.about,
        kind=event.kind,
        majority=event.majority,
        text_hash=event.text_hash,
        amendment=event.amendment,
        opened_at=meta.happened_at,
        opened_by=meta.actor,
        further=event.items,
        repeats=event.repeats,
        candidates=event.candidates,
        round=event.round,
        flags=flags.after((), event),
        contradicts=event.contradicts,
    )


def evolve(vote: Vote, event: VoteChange, meta: Meta) -> Vote:
    """The vote after an event."""
    vote = replace(vote, flags=flags.after(vote.flags, event))
    match event:
        case ElectionObjected():
            return replace(vote, kind="secret")
        case VoteCancelled():
            return replace(vote, status="cancelled", seconds=())
        case BallotRecorded():
            ballot = Ballot(member=event.member, choice=event.choice)
            entered_by = {**vote.entered_by, event.member: meta.actor}
            return replace(vote, ballots=(*vote.ballots, ballot), entered_by=entered_by)
        case BallotWithdrawn():
            kept = tuple(each for each in vote.ballots if each.member != event.member)
            return replace(vote, ballots=kept)
        case VoteRecorded():
            return replace(
                vote,
                status="counted",
                counted=event.counted,
                counts=event.counts,
                election=event.election,
                entitled=event.entitled,
                present=event.present,
                carried=event.carried,
                ballots=event.ballots or (),
                counted_at=meta.happened_at,
                counted_by=meta.actor,
            )
        case VoteDeclared():
            return replace(
                vote,
                status="declared",
                declared=event.declared,
                declared_elected=event.elected,
                lot=event.lot,
                declared_by=meta.actor,
            )
        case VoteCorrected():
            manner = event.manner or vote
            return replace(
                vote,
                kind=manner.kind,
                majority=manner.majority,
                candidates=manner.candidates,
                counted=event.counted,
                counts=event.after,
                election=event.election,
                carried=event.carried,
                ballots=vote.ballots if event.ballots is None else event.ballots,
                entitled=vote.entitled if event.entitled is None else event.entitled,
            )
        case VoteAnnulled():
            return replace(vote, status="annulled", second=None, otherwise=None)
        case _:
            return _questioned(vote, event)


def _questioned(
    vote: Vote,
    event: VoteQuestioned
    | CountContradicted
    | BallotContradicted
    | DeclarationContradicted
    | ContradictionResolved,
) -> Vote:
    match event:
        case VoteQuestioned():
            return vote
        case CountContradicted():
            second = SecondCount(
                counts=event.counts,
                entitled=event.entitled,
                carried=event.carried,
                unanimous=event.unanimous,
                ballots=event.ballots,
                rival=event.rival,
                counted=event.counted,
                election=event.election,
            )
            return replace(vote, second=second)
        case BallotContradicted():
            return replace(vote, seconds=(*vote.seconds, Ballot(member=event.member, choice=event.choice)))
        case DeclarationContradicted():
            otherwise = SecondDeclaration(declared=event.declared, elected=event.elected, lot=event.lot)
            return replace(vote, otherwise=otherwise)
        case ContradictionResolved(declaration=True):
            return replace(vote, otherwise=None)
        case ContradictionResolved(member=None):
            return replace(vote, second=None)
        case _:
            return replace(vote, seconds=tuple(each for each in vote.seconds if each.member != event.member))
