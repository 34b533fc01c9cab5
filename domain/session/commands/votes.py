"""What can be asked of a vote: to prepare, open, count, declare, correct and annul it."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from domain.command import Count, Id, Line, Name
from domain.rules import MajorityName
from domain.session.command import SessionCommand
from domain.session.events.votes import Choice, Counted, Keep, VoteAbout, VoteKind


class PrepareVote(SessionCommand, frozen=True, kw_only=True):
    """Prepare a vote on an item, also before the sitting; it is none until `OpenVote` names its id.

    The fields are those of `OpenVote`, which opens it as it was prepared.
    """

    item: Id
    vote: Id | None = None
    about: VoteAbout = "main"
    kind: VoteKind = "open"
    majority: MajorityName = "simple"
    amendment: Id | None = None
    items: Annotated[tuple[Id, ...], Meta(max_length=100)] = ()
    candidates: Annotated[tuple[Name, ...], Meta(max_length=100)] = ()
    round: Literal[1, 2] | None = None


class OpenVote(SessionCommand, frozen=True, kw_only=True):
    """Open a vote on the item that was called; `amendment` with a vote about an amendment.

    `items`: further items to be voted on together with it (en bloc). `kind` election, or `about` election:
    persons are elected, the `candidates`, in `round` 1 or 2.
    `vote`: one that was prepared is opened as it was; what is said here beside its id must not differ.
    """

    item: Id
    vote: Id | None = None
    about: VoteAbout = "main"
    kind: VoteKind = "open"
    majority: MajorityName = "simple"
    amendment: Id | None = None
    repeats: Id | None = None
    override: Line | None = None
    items: Annotated[tuple[Id, ...], Meta(max_length=100)] = ()
    candidates: Annotated[tuple[Name, ...], Meta(max_length=100)] = ()
    round: Literal[1, 2] | None = None


class ObjectToOpenElection(SessionCommand, frozen=True, kw_only=True):
    """A member objects to an open election, before it is counted; it is secret then."""

    vote: Id
    member: Id


class CancelVote(SessionCommand, frozen=True, kw_only=True):
    """Take back a vote that was opened too early or on the wrong item, before it is counted.

    One that was only prepared is withdrawn.
    """

    vote: Id
    reason: Line


class RecordBallot(SessionCommand, frozen=True, kw_only=True):
    """Enter one member's answer to an open roll call."""

    vote: Id
    member: Id
    choice: Choice


class WithdrawBallot(SessionCommand, frozen=True, kw_only=True):
    """Take back a ballot that was entered by mistake, before the count."""

    vote: Id
    member: Id
    reason: Line


class BallotEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """How one member voted."""

    member: Id
    choice: Choice


class CandidateEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """How many votes a candidate got."""

    name: Name
    votes: Count


Candidates = Annotated[tuple[CandidateEntry, ...], Meta(max_length=100)]


class RecordVote(SessionCommand, frozen=True, kw_only=True):
    """Count a vote. In a roll call the counts are the sums of the ballots and may be left out.

    `not_voting` confirms how many of those present gave no vote.
    `counted` by_difference: two of yes, no and abstained, the third is what is left; unanimous: the chair
    saw nobody against; majority_only: he saw whether it is `carried`, and nobody counted.
    `override`: the chair's reason for letting stand abstentions where nobody may abstain.
    """

    vote: Id
    yes: Count | None = None
    no: Count | None = None
    abstained: Count | None = None
    invalid: Count | None = None
    not_voting: Count | None = None
    ballots: Annotated[tuple[BallotEntry, ...], Meta(max_length=1_000)] | None = None
    counted: Counted = "exact"
    carried: bool | None = None
    candidates: Candidates | None = None
    override: Line | None = None


class DeclareVote(SessionCommand, frozen=True, kw_only=True):
    """Declare the result; left out, it is the computed one. Another one needs a reason in `override`.

    Of an election: who is `elected`, and whether the `lot` decided between those with equal votes.
    """

    vote: Id
    declared: bool | None = None
    override: Line | None = None
    elected: Name | None = None
    lot: bool = False


class CorrectVote(SessionCommand, frozen=True, kw_only=True):
    """Correct the count of a vote; original, correction and reason stay visible.

    A secret vote is corrected by a recount only, by two `tellers`.
    """

    vote: Id
    reason: Line
    yes: Count | None = None
    no: Count | None = None
    abstained: Count | None = None
    invalid: Count | None = None
    not_voting: Count | None = None
    ballots: Annotated[tuple[BallotEntry, ...], Meta(max_length=1_000)] | None = None
    candidates: Candidates | None = None
    tellers: Annotated[tuple[Id, ...], Meta(max_length=10)] = ()


class AnnulVote(SessionCommand, frozen=True, kw_only=True):
    """Declare that a counted vote does not hold."""

    vote: Id
    reason: Line


class ResolveContradiction(SessionCommand, frozen=True, kw_only=True):
    """Keep one of two counts that two persons entered; with `member`: one of two answers in a roll call."""

    vote: Id
    keep: Keep
    reason: Line
    member: Id | None = None
