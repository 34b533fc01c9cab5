"""Everything that can happen to a session (Sitzung).

Tags are `session.<fact>.<version>`; the log is never rewritten, so a tag once shipped is never changed.
Times of arrivals, openings and counts are the `happened_at` of their event.
"""

import datetime as dt
from typing import ClassVar, Literal

from msgspec import Struct

from domain.flag import Flag as Flag  # noqa: PLC0414 - flags are told from here, Flag as Flag  # noqa: PLC0414 - it is a word of these events, too
from domain.recorded import Event
from domain.session.proceedings_events import ItemKind, ProceedingsEvent
from domain.text import Splice
from domain.vorlage.events import Outcome

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
SessionForm = Literal["sitting", "circulation"]
"""How a body comes together: in a room, or in writing."""
Counted = Literal["exact", "by_difference", "unanimous", "majority_only"]
Keep = Literal["first", "second"]


class SessionPlanned(Event, frozen=True, kw_only=True, tag="session.planned.1"):
    """A sitting of a committee was planned for a day; by circulation it is the last one for answers.

    `again`: the sitting without a quorum that this is the second convocation of; `matters`: what is convoked
    for again, each a paper's id or, of an item without a paper, its subject.
    """

    committee: str
    date: dt.date
    public: bool = True
    again: str | None = None
    matters: tuple[str, ...] = ()
    form: SessionForm = "sitting"


class SessionMoved(Event, frozen=True, kw_only=True, tag="session.moved.1"):
    """The sitting got another day. `received`: the day on which those summoned before were told.

    `urgency`: the reason why they were told later than the notice period asks.
    """

    date: dt.date
    reason: str | None = None
    received: dt.date | None = None
    urgency: str | None = None


class SessionCancelled(Event, frozen=True, kw_only=True, tag="session.cancelled.1"):
    """The sitting will not take place."""

    reason: str


class AgendaItemAdded(Event, frozen=True, kw_only=True, tag="session.agenda_item_added.1"):
    """An item was put on the agenda, at `place` (from 0); public and non-public items are numbered apart.

    `kind` None: a paper where there is one, else a matter. `public_title`: what the public may read instead.
    """

    ABOUT: ClassVar = "item"
    item: str
    subject: str
    public: bool
    vorlage: str | None = None
    consultation: str | None = None
    place: int
    urgency: str | None = None
    late: bool = False
    kind: ItemKind | None = None
    public_title: str | None = None


class AgendaItemRemoved(Event, frozen=True, kw_only=True, tag="session.agenda_item_removed.1"):
    """An item was taken off the agenda before the summons."""

    ABOUT: ClassVar = "item"
    item: str


class AgendaOrdered(Event, frozen=True, kw_only=True, tag="session.agenda_ordered.1"):
    """The agenda got this order; public and non-public items stay numbered apart."""

    order: tuple[str, ...]


class SessionSummoned(Event, frozen=True, kw_only=True, tag="session.summoned.1"):
    """The members were summoned. `received`: the day on which the summons reached them.

    `urgency`: the reason why the notice period was cut short.
    `ordered_by`: the chair for whom the council office did so.
    """

    received: dt.date
    urgency: str | None = None
    ordered_by: str | None = None
    flags: tuple[Flag, ...] = ()


class Seat(Struct, frozen=True, kw_only=True):
    """One member as the session found him: `votes` False for advisers."""

    member: str
    votes: bool


class Substitute(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who may take a member's seat when the member is not there."""

    member: str
    substitute: str


class SessionOpened(Event, frozen=True, kw_only=True, tag="session.opened.1"):
    """The chair opened the sitting; seats, lawful number and rule set are copied as of that day."""

    seats: tuple[Seat, ...]
    lawful_number: int
    rule: str
    chair: str | None = None
    flags: tuple[Flag, ...] = ()
    substitutes: tuple[Substitute, ...] = ()


class SessionInterrupted(Event, frozen=True, kw_only=True, tag="session.interrupted.1"):
    """The chair interrupted the sitting."""

    reason: str | None = None


class SessionResumed(Event, frozen=True, kw_only=True, tag="session.resumed.1"):
    """The sitting went on."""


class SessionClosed(Event, frozen=True, kw_only=True, tag="session.closed.1"):
    """The chair closed the sitting; a counted vote whose result nobody declared is flagged."""

    flags: tuple[Flag, ...] = ()


class MemberArrived(Event, frozen=True, kw_only=True, tag="session.member_arrived.1"):
    """A member came in. `late`: entered after something that happened later."""

    ABOUT: ClassVar = "member"
    member: str
    late: bool = False


class MemberLeft(Event, frozen=True, kw_only=True, tag="session.member_left.1"):
    """A member went out. `late`: entered after something that happened later."""

    ABOUT: ClassVar = "member"
    member: str
    late: bool = False


class SubstitutionRecorded(Event, frozen=True, kw_only=True, tag="session.substitution_recorded.1"):
    """A substitute came in and took the seat of a member who is not there; `late` as with an arrival."""

    ABOUT: ClassVar = "substitute"
    member: str
    substitute: str
    late: bool = False


class QuorumLost(Event, frozen=True, kw_only=True, tag="session.quorum_lost.1"):
    """So many left that the body is no longer quorate: a warning to the clerk, no finding of the chair."""

    present: int
    lawful_number: int


class QuorumEstablished(Event, frozen=True, kw_only=True, tag="session.quorum_established.1"):
    """The chair established whether the body is quorate: `present` voting members of `lawful_number`."""

    present: int
    lawful_number: int
    quorate: bool


class RecusalDeclared(Event, frozen=True, kw_only=True, tag="session.recusal_declared.1"):
    """A member is barred from one item for personal interest (Mitwirkungsverbot)."""

    ABOUT: ClassVar = "member"
    item: str
    member: str
    reason: str | None = None
    late: bool = False
    flags: tuple[Flag, ...] = ()


class RecusalLifted(Event, frozen=True, kw_only=True, tag="session.recusal_lifted.1"):
    """A recusal was entered by mistake, or the body decided that it does not hold."""

    ABOUT: ClassVar = "member"
    item: str
    member: str
    reason: str


class ItemCalled(Event, frozen=True, kw_only=True, tag="session.item_called.1"):
    """The chair called an item."""

    ABOUT: ClassVar = "item"
    BUILDS_ON: ClassVar = "item"
    item: str
    ordered_by: str | None = None
    flags: tuple[Flag, ...] = ()


class ItemConcluded(Event, frozen=True, kw_only=True, tag="session.item_concluded.1"):
    """An item got its outcome, by the declared main vote or without one; `committee`: whom it refers to."""

    ABOUT: ClassVar = "item"
    BUILDS_ON: ClassVar = "item"
    item: str
    outcome: Outcome
    vote: str | None = None
    reason: str | None = None
    committee: str | None = None
    committee_name: str | None = None
    resolution_number: str | None = None


class ItemReopened(Event, frozen=True, kw_only=True, tag="session.item_reopened.1"):
    """The vote that concluded the item was annulled, or it was concluded by mistake."""

    ABOUT: ClassVar = "item"
    BUILDS_ON: ClassVar = "item"
    item: str
    reason: str


class ItemVoted(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A further item that one vote covers, and the wording of it that is voted on."""

    item: str
    text_hash: str | None = None


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


class VoteCorrected(Event, frozen=True, kw_only=True, tag="session.vote_corrected.1"):
    """A count was corrected; original, correction and reason stay visible (rule 14).

    `entitled`: of the count that takes its place; None: as before.
    `tellers`: the two who counted a secret vote again (rule 4). None in `before`: nobody had counted.
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


class VoteAnnulled(Event, frozen=True, kw_only=True, tag="session.vote_annulled.1"):
    """A counted vote does not hold; it stays visible."""

    ABOUT: ClassVar = "vote"
    BUILDS_ON: ClassVar = "vote"
    vote: str
    reason: str


class SessionAnnounced(Event, frozen=True, kw_only=True, tag="session.announced.1"):
    """The public was told of the sitting; `items`: every item that is announced from now on."""

    items: tuple[str, ...]


class AnnouncementWithdrawn(Event, frozen=True, kw_only=True, tag="session.announcement_withdrawn.1"):
    """The sitting had been announced by mistake; the public sees nothing of it any more."""

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


class ContradictionResolved(Event, frozen=True, kw_only=True, tag="session.contradiction_resolved.1"):
    """The chair kept one of two counts, or, with `member`, one of two answers in a roll call."""

    ABOUT: ClassVar = "vote"
    BUILDS_ON: ClassVar = "vote"
    vote: str
    keep: Keep
    reason: str
    member: str | None = None


SigningRole = Literal["chair", "clerk"]


class MinutesDrafted(Event, frozen=True, kw_only=True, tag="session.minutes_drafted.1"):
    """The clerk laid the minutes down; `public` and `non_public` are the SHA-256 of the two parts' bytes.

    `non_public` is None where nothing was dealt with behind closed doors. A later version takes the place of
    an earlier one that was not signed by both.
    """

    BUILDS_ON: ClassVar = "version"
    version: int
    public: str
    non_public: str | None = None


class MinutesSigned(Event, frozen=True, kw_only=True, tag="session.minutes_signed.1"):
    """The chair or the clerk signed this version; once both did, the results are locked."""

    BUILDS_ON: ClassVar = "version"
    role: SigningRole
    version: int


class MinutesObjected(Event, frozen=True, kw_only=True, tag="session.minutes_objected.1"):
    """A member of the body objected to the minutes, to what they say of `item` or to all of them."""

    ABOUT: ClassVar = "objection"
    objection: str
    member: str
    text: str
    item: str | None = None


class MinutesApproved(Event, frozen=True, kw_only=True, tag="session.minutes_approved.1"):
    """The body approved the minutes in a later sitting, by `vote` or because nobody spoke against them.

    `taken`: the objections that it found right.
    """

    BUILDS_ON: ClassVar = "version"
    version: int
    sitting: str
    vote: str | None = None
    taken: tuple[str, ...] = ()


class MinutesCorrected(Event, frozen=True, kw_only=True, tag="session.minutes_corrected.1"):
    """A second person corrected minutes that were signed; before, after and reason stay visible (rule 14).

    `vote`: whose counts were corrected with them; `objection`: the one that this carries out.
    """

    version: int
    public: str
    non_public: str | None = None
    reason: str
    item: str | None = None
    before: str | None = None
    after: str | None = None
    vote: str | None = None
    objection: str | None = None


class WordingChanged(Event, frozen=True, kw_only=True, tag="session.wording_changed.1"):
    """Aloud, a text of the item's paper was changed in the sitting's own copy.

    From `old`, what was carried in it so far, to `text`, by `splices`.
    `amendment` is the motion that this is, on top of the motions `after`; `replaces`: the one that an earlier
    change aloud of the same text was.
    """

    ABOUT: ClassVar = "amendment"
    item: str
    amendment: str
    document: str
    old: str
    text: str
    splices: tuple[Splice, ...]
    after: tuple[str, ...] = ()
    replaces: str | None = None
    proposer: str
    committee: str | None = None


class WordingWithdrawn(Event, frozen=True, kw_only=True, tag="session.wording_withdrawn.1"):
    """A change made aloud was taken back before the vote."""

    ABOUT: ClassVar = "amendment"
    item: str
    amendment: str
    reason: str


class WordingReadBack(Event, frozen=True, kw_only=True, tag="session.wording_read_back.1"):
    """The words that were changed aloud were read back to the body."""

    ABOUT: ClassVar = "item"
    item: str


class WordingFrozen(Event, frozen=True, kw_only=True, tag="session.wording_frozen.1"):
    """The sitting's copy is what will be voted on; `hash` is its content hash (rule 7)."""

    ABOUT: ClassVar = "item"
    item: str
    hash: str
    flags: tuple[Flag, ...] = ()


WordingEvent = WordingChanged | WordingWithdrawn | WordingReadBack | WordingFrozen
"""What happens to words spoken."""

SessionEvent = (
    SessionPlanned
    | SessionMoved
    | SessionCancelled
    | AgendaItemAdded
    | AgendaItemRemoved
    | AgendaOrdered
    | SessionSummoned
    | SessionOpened
    | SessionInterrupted
    | SessionResumed
    | SessionClosed
    | MemberArrived
    | MemberLeft
    | SubstitutionRecorded
    | QuorumLost
    | QuorumEstablished
    | RecusalDeclared
    | RecusalLifted
    | ItemCalled
    | ItemConcluded
    | ItemReopened
    | WordingChanged
    | WordingWithdrawn
    | WordingReadBack
    | WordingFrozen
    | VoteOpened
    | ElectionObjected
    | VoteCancelled
    | BallotRecorded
    | BallotWithdrawn
    | VoteRecorded
    | VoteDeclared
    | VoteCorrected
    | VoteAnnulled
    | SessionAnnounced
    | AnnouncementWithdrawn
    | VoteQuestioned
    | CountContradicted
    | BallotContradicted
    | ContradictionResolved
    | MinutesDrafted
    | MinutesSigned
    | MinutesObjected
    | MinutesApproved
    | MinutesCorrected
    | ProceedingsEvent
)
"""Every event of a session's stream `sessions/{id}`."""
