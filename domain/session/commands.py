"""What can be asked of a session.

`override` is the chair's reason for going on although procedure speaks against it; the result is flagged.
"""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from domain.command import Command, Count, DocumentName, Id, Line, Name, Prose
from domain.rules import MajorityName
from domain.session.command import SessionCommand
from domain.session.events.agenda import SessionForm
from domain.session.events.minutes import SigningRole
from domain.session.events.proceedings import ItemKind
from domain.session.events.votes import Choice, Counted, Keep, VoteAbout, VoteKind
from domain.session.proceedings_commands import ProceedingsChange

Members = Annotated[tuple[Id, ...], Meta(min_length=1, max_length=500)]


class PlanSession(Command, frozen=True, kw_only=True):
    """Plan a sitting of a committee for a day, or a decision by circulation, answered until then.

    `again`: the sitting that lacked a quorum; what it left open is convoked for a second time.
    """

    TARGET: ClassVar = "session"
    committee: Id
    date: dt.date
    public: bool = True
    form: SessionForm = "sitting"
    session: Id | None = None
    again: Id | None = None


class MoveSession(SessionCommand, frozen=True, kw_only=True):
    """Give the sitting another day; after the summons with a reason, and the members are told in time again.

    `received`: the day on which they were told (default: that of the command); `urgency`: why so late.
    """

    date: dt.date
    reason: Line | None = None
    received: dt.date | None = None
    urgency: Line | None = None


class CancelSession(SessionCommand, frozen=True, kw_only=True):
    """Call the sitting off."""

    reason: Line


class AddAgendaItem(SessionCommand, frozen=True, kw_only=True):
    """Put an item on the agenda, behind `after` or at the end.

    With a Vorlage: its next open station of this committee unless `consultation` names one; subject and
    publicity are the paper's unless given. After the summons only with `urgency`, a reason.
    `public_title` is what the public may read of an item that is not public.
    """

    item: Id | None = None
    kind: ItemKind | None = None
    public_title: Line | None = None
    subject: Line | None = None
    public: bool | None = None
    vorlage: Id | None = None
    consultation: Id | None = None
    after: Id | None = None
    urgency: Line | None = None


class RemoveAgendaItem(SessionCommand, frozen=True, kw_only=True):
    """Take an item off the agenda before the summons."""

    item: Id


class OrderAgenda(SessionCommand, frozen=True, kw_only=True):
    """Give the agenda an order: each item's id, once."""

    order: Annotated[tuple[Id, ...], Meta(max_length=500)]


class SummonSession(SessionCommand, frozen=True, kw_only=True):
    """Summon the members.

    `received`: the day on which the summons reached them (default: the day of the command). A day says all
    that the notice period asks: full days lie between it and the sitting's, and neither of the two counts.
    """

    received: dt.date | None = None
    urgency: Line | None = None


class OpenSession(SessionCommand, frozen=True, kw_only=True):
    """Open the sitting and establish the quorum. `override`: why on another day than its own."""

    override: Line | None = None


class InterruptSession(SessionCommand, frozen=True, kw_only=True):
    """Interrupt the sitting."""

    reason: Line | None = None


class ResumeSession(SessionCommand, frozen=True, kw_only=True):
    """Go on with the sitting."""


class CloseSession(SessionCommand, frozen=True, kw_only=True):
    """Close the sitting; with a vote counted but not declared only for a reason, `override`."""

    override: Line | None = None


class RecordArrival(SessionCommand, frozen=True, kw_only=True):
    """Members came in, at the time of the deed."""

    members: Members


class RecordLeaving(SessionCommand, frozen=True, kw_only=True):
    """Members went out, at the time of the deed."""

    members: Members


class RecordSubstitution(SessionCommand, frozen=True, kw_only=True):
    """A substitute came in and takes the seat of a member who is not there, at the time of the deed."""

    member: Id
    substitute: Id


class EstablishQuorum(SessionCommand, frozen=True, kw_only=True):
    """Count the voting members present, at a challenge."""


class DeclareRecusal(SessionCommand, frozen=True, kw_only=True):
    """Bar a member from one item for personal interest."""

    item: Id
    member: Id
    reason: Line | None = None
    override: Line | None = None


class LiftRecusal(SessionCommand, frozen=True, kw_only=True):
    """Let a recused member take part after all."""

    item: Id
    member: Id
    reason: Line


class CallItem(SessionCommand, frozen=True, kw_only=True):
    """Call an item."""

    item: Id
    override: Line | None = None


class ConcludeItem(SessionCommand, frozen=True, kw_only=True):
    """Conclude an item without a vote on the matter; `referred` to another `committee`.

    `withdrawn`: on the word of whoever submitted the paper, which ends it; with a reason.
    """

    item: Id
    outcome: Literal["noted", "postponed", "taken_off", "referred", "withdrawn"]
    reason: Line | None = None
    committee: Id | None = None
    override: Line | None = None


class ChangeWording(SessionCommand, frozen=True, kw_only=True):
    """Write what was changed aloud into the sitting's own copy: the whole new text of a document.

    `proposer`: whose words they are, by default whoever gives the command.
    """

    item: Id
    document: DocumentName
    text: Prose
    proposer: Id | None = None
    committee: Id | None = None


class WithdrawWording(SessionCommand, frozen=True, kw_only=True):
    """Take back what was changed aloud in a document."""

    item: Id
    document: DocumentName
    reason: Line


class ReadBackWording(SessionCommand, frozen=True, kw_only=True):
    """Say that the words changed aloud were read back."""

    item: Id


class FreezeWording(SessionCommand, frozen=True, kw_only=True):
    """Freeze the sitting's copy, so that it is voted on; `override`: why without having been read back."""

    item: Id
    override: Line | None = None


WordingCommand = ChangeWording | WithdrawWording | ReadBackWording | FreezeWording
"""Commands about words spoken."""


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


class AnnounceSession(SessionCommand, frozen=True, kw_only=True):
    """Tell the public of the sitting and its public items; again after items were added."""


class WithdrawAnnouncement(SessionCommand, frozen=True, kw_only=True):
    """Take back an announcement that was a mistake."""

    reason: Line


class ResolveContradiction(SessionCommand, frozen=True, kw_only=True):
    """Keep one of two counts that two persons entered; with `member`: one of two answers in a roll call."""

    vote: Id
    keep: Keep
    reason: Line
    member: Id | None = None


class DraftMinutes(SessionCommand, frozen=True, kw_only=True):
    """Lay down the minutes of a sitting that is closed, from all that was recorded of it."""


class SignMinutes(SessionCommand, frozen=True, kw_only=True):
    """Sign the minutes as they were drafted last."""

    role: SigningRole


class ObjectToMinutes(SessionCommand, frozen=True, kw_only=True):
    """Object to signed minutes, as a member of the body."""

    text: Line
    item: Id | None = None
    objection: Id | None = None


class ApproveMinutes(SessionCommand, frozen=True, kw_only=True):
    """Record that the body approved the minutes in a later sitting of its own.

    `vote`: the one of that sitting which was about the minutes; it is needed where somebody objected.
    `taken`: the objections that the body found right.
    """

    sitting: Id
    vote: Id | None = None
    taken: Annotated[tuple[Id, ...], Meta(max_length=500)] = ()


class CorrectMinutes(SessionCommand, frozen=True, kw_only=True):
    """Correct minutes that were signed: what they say (`before`, `after`), or the counts of a vote.

    `correction` is a command of its own of which only the content counts; `objection` names the one that is
    carried out.
    """

    reason: Line
    item: Id | None = None
    before: Line | None = None
    after: Line | None = None
    correction: CorrectVote | None = None
    objection: Id | None = None


MinutesCommand = DraftMinutes | SignMinutes | ObjectToMinutes | ApproveMinutes | CorrectMinutes
"""Every command about the minutes of a sitting."""

SessionChange = (
    MoveSession
    | CancelSession
    | AddAgendaItem
    | RemoveAgendaItem
    | OrderAgenda
    | SummonSession
    | OpenSession
    | InterruptSession
    | ResumeSession
    | CloseSession
    | RecordArrival
    | RecordLeaving
    | RecordSubstitution
    | EstablishQuorum
    | DeclareRecusal
    | LiftRecusal
    | CallItem
    | ConcludeItem
    | ChangeWording
    | WithdrawWording
    | ReadBackWording
    | FreezeWording
    | PrepareVote
    | OpenVote
    | ObjectToOpenElection
    | CancelVote
    | RecordBallot
    | WithdrawBallot
    | RecordVote
    | DeclareVote
    | CorrectVote
    | AnnulVote
    | AnnounceSession
    | WithdrawAnnouncement
    | ResolveContradiction
    | DraftMinutes
    | SignMinutes
    | ObjectToMinutes
    | ApproveMinutes
    | CorrectMinutes
    | ProceedingsChange
)
"""Every command to a session that exists."""
