"""What can happen to a vote: opened, counted, declared, corrected, annulled, contradicted."""

from typing import ClassVar, Literal

from msgspec import Struct

from domain.flag import Flag
from domain.recorded import Event

VoteAbout = Literal[
    "main",
    "amendment",
    "part",
    "procedural",
    "agenda",
    "publicity",
    "recusal",
    "minutes",
    "election",
]


VoteKind = Literal["open", "roll_call", "secret", "election"]


Majority = str
"""The name of a share in the rule set: simple, absolute, two_thirds and what else it has."""


Choice = Literal["yes", "no", "abstained", "invalid"]


Counted = Literal["exact", "by_difference", "unanimous", "majority_only"]


Keep = Literal["first", "second"]


class ItemVoted(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A further item that one vote covers, and the wording of it that is voted on."""

    item: str
    text_hash: str | None = None


class VotePrepared(Event, frozen=True, kw_only=True, tag="session.vote_prepared.1"):
    """What is to be voted on, and how, was laid down before; no vote exists until it is opened.

    The wording is that of the moment in which it is opened (rule 7), so there is no hash here.
    """

    ABOUT: ClassVar = "vote"
    BUILDS_ON: ClassVar = "vote"
    vote: str
    item: str
    about: VoteAbout
    kind: VoteKind
    majority: Majority
    amendment: str | None = None
    items: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    round: int | None = None


class PreparedVoteWithdrawn(Event, frozen=True, kw_only=True, tag="session.prepared_vote_withdrawn.1"):
    """A vote that was prepared, and not opened, is not to be held, or is to be prepared otherwise."""

    ABOUT: ClassVar = "vote"
    BUILDS_ON: ClassVar = "vote"
    vote: str
    reason: str


class VoteOpened(Event, frozen=True, kw_only=True, tag="session.vote_opened.1"):
    """The chair opened a vote; `text_hash` is what is voted on.

    For a main vote it is the content hash of the edition with the motions adopted in this sitting (rule 7).
    `ordered_by`: the chair on whose word the clerk opened it; None: the chair did so himself.
    `contradicts`: the vote on the same question that another person had entered meanwhile.
    `items`: further items that are voted on together (en bloc). `candidates` and `round`: of an election.
    """

    ABOUT: ClassVar = "vote"
    BUILDS_ON: ClassVar = "vote"
    vote: str
    item: str
    about: VoteAbout
    kind: VoteKind
    majority: Majority
    text_hash: str | None = None
    amendment: str | None = None
    repeats: str | None = None
    ordered_by: str | None = None
    flags: tuple[Flag, ...] = ()
    contradicts: str | None = None
    items: tuple[ItemVoted, ...] = ()
    candidates: tuple[str, ...] = ()
    round: int | None = None


class ElectionObjected(Event, frozen=True, kw_only=True, tag="session.election_objected.1"):
    """A member objected to an open election before it was counted: it is secret from here on."""

    ABOUT: ClassVar = "vote"
    vote: str
    member: str


class VoteCancelled(Event, frozen=True, kw_only=True, tag="session.vote_cancelled.1"):
    """A vote was opened too early or on the wrong item and was taken back before it was counted."""

    ABOUT: ClassVar = "vote"
    BUILDS_ON: ClassVar = "vote"
    vote: str
    reason: str


class Ballot(Struct, frozen=True, kw_only=True):
    """How one member voted, in a roll call."""

    member: str
    choice: Choice


class BallotRecorded(Event, frozen=True, kw_only=True, tag="session.ballot_recorded.1"):
    """One member's answer to a roll call that is still open."""

    ABOUT: ClassVar = "vote"
    BUILDS_ON: ClassVar = "vote"
    vote: str
    member: str
    choice: Choice


class BallotWithdrawn(Event, frozen=True, kw_only=True, tag="session.ballot_withdrawn.1"):
    """A ballot was entered by mistake and taken back before the count."""

    ABOUT: ClassVar = "vote"
    BUILDS_ON: ClassVar = "vote"
    vote: str
    member: str
    reason: str


class Counts(Struct, frozen=True, kw_only=True):
    """The sums of a vote: integers ≥ 0 (rule 1). `not_voting`: present and entitled, without a ballot."""

    yes: int
    no: int
    abstained: int
    invalid: int = 0
    not_voting: int = 0


class Candidate(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A candidate of an election and the votes for him."""

    name: str
    votes: int


class ElectionCounts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The sums of an election, in the order in which the candidates were named (rules 1 and 2).

    `elected` is who won it by them, `tied` those between whom the lot is to decide.
    """

    candidates: tuple[Candidate, ...]
    abstained: int
    invalid: int
    not_voting: int
    elected: str | None = None
    tied: tuple[str, ...] = ()

    def decided(self, drawn: str | None) -> bool | None:
        """Whether somebody is elected; None: the lot is still to decide. `drawn`: on whom it fell."""
        if self.tied:
            return True if drawn in self.tied else None
        return self.elected is not None


class VoteRecorded(Event, frozen=True, kw_only=True, tag="session.vote_recorded.1"):
    """A vote was counted.

    `entitled`: voting seats occupied at some moment of the vote, less those recused (rule 2).
    `carried` and `unanimous` are computed by the rule set `rule` (rule 6).
    `counts` is None where nobody counted (`counted` says so) and in an election, which has its own.
    `members_present`: who was there at a secret vote, ordered by id (rule 4); nothing tells who voted how.
    """

    ABOUT: ClassVar = "vote"
    BUILDS_ON: ClassVar = "vote"
    vote: str
    counts: Counts | None
    entitled: int
    present: int
    counted: Counted
    carried: bool
    unanimous: bool
    rule: str
    ballots: tuple[Ballot, ...] | None = None
    ordered_by: str | None = None
    flags: tuple[Flag, ...] = ()
    election: ElectionCounts | None = None
    members_present: tuple[str, ...] = ()


class VoteDeclared(Event, frozen=True, kw_only=True, tag="session.vote_declared.1"):
    """The chair said the result; it stands, also where it differs from the computed one.

    `elected`: whom the chair declared elected; `lot`: the lot decided between those with equal votes.
    """

    ABOUT: ClassVar = "vote"
    BUILDS_ON: ClassVar = "vote"
    vote: str
    declared: bool
    ordered_by: str | None = None
    flags: tuple[Flag, ...] = ()
    elected: str | None = None
    lot: bool = False


class Manner(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a vote was held, where two persons say differently."""

    kind: VoteKind
    majority: Majority
    candidates: tuple[str, ...] = ()


class VoteCorrected(Event, frozen=True, kw_only=True, tag="session.vote_corrected.1"):
    """A count was corrected; original, correction and reason stay visible (rule 14).

    `entitled`: of the count that takes its place; None: as before.
    `tellers`: the two who counted a secret vote again (rule 4). None in `before`: nobody had counted.
    `manner`: how it was held, where the chair keeps what another person says of that; None: as it was opened.
    """

    ABOUT: ClassVar = "vote"
    BUILDS_ON: ClassVar = "vote"
    vote: str
    before: Counts | None
    after: Counts | None
    carried: bool
    unanimous: bool
    reason: str
    ballots: tuple[Ballot, ...] | None = None
    flags: tuple[Flag, ...] = ()
    entitled: int | None = None
    tellers: tuple[str, ...] = ()
    counted: Counted = "exact"
    election_before: ElectionCounts | None = None
    election: ElectionCounts | None = None
    manner: Manner | None = None


class VoteAnnulled(Event, frozen=True, kw_only=True, tag="session.vote_annulled.1"):
    """A counted vote does not hold; it stays visible."""

    ABOUT: ClassVar = "vote"
    BUILDS_ON: ClassVar = "vote"
    vote: str
    reason: str


class VoteQuestioned(Event, frozen=True, kw_only=True, tag="session.vote_questioned.1"):
    """What came to light later concerns a counted vote; its numbers stand (rule 14).

    It happened when the entry that came late did, and goes with it.
    `settled`: flags of an earlier entry that are no longer true, since it was a slip and was undone.
    """

    ABOUT: ClassVar = "vote"
    vote: str
    flags: tuple[Flag, ...]
    settled: tuple[Flag, ...] = ()


class CountContradicted(Event, frozen=True, kw_only=True, tag="session.count_contradicted.1"):
    """Another person counted the vote otherwise; both counts are kept until the chair keeps one.

    `rival`: the vote of its own that the second count was entered for, where it was.
    """

    ABOUT: ClassVar = "vote"
    BUILDS_ON: ClassVar = "vote"
    vote: str
    counts: Counts | None
    entitled: int
    carried: bool
    unanimous: bool
    ballots: tuple[Ballot, ...] | None = None
    rival: str | None = None
    counted: Counted = "exact"
    election: ElectionCounts | None = None


class BallotContradicted(Event, frozen=True, kw_only=True, tag="session.ballot_contradicted.1"):
    """Another person entered another answer of the same member; both are kept until the chair keeps one."""

    ABOUT: ClassVar = "vote"
    BUILDS_ON: ClassVar = "vote"
    vote: str
    member: str
    choice: Choice


class DeclarationContradicted(Event, frozen=True, kw_only=True, tag="session.declaration_contradicted.1"):
    """Another person entered another result as declared; both are kept until the chair keeps one."""

    ABOUT: ClassVar = "vote"
    BUILDS_ON: ClassVar = "vote"
    vote: str
    declared: bool
    elected: str | None = None
    lot: bool = False


class ContradictionResolved(Event, frozen=True, kw_only=True, tag="session.contradiction_resolved.1"):
    """The chair kept one of two counts; with `member` one of two answers in a roll call.

    `declaration`: one of two results that were entered as declared.
    """

    ABOUT: ClassVar = "vote"
    BUILDS_ON: ClassVar = "vote"
    vote: str
    keep: Keep
    reason: str
    member: str | None = None
    declaration: bool = False
