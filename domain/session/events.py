"""Everything that can happen to a session (Sitzung).

Tags are `session.<fact>.<version>`; the log is never rewritten, so a tag once shipped is never changed.
Times of arrivals, openings and counts are the `happened_at` of their event.
"""

import datetime as dt
from typing import ClassVar, Literal

from msgspec import Struct

from domain.flag import Flag
from domain.recorded import Event
from domain.session.minutes_events import (
    MinutesApproved,
    MinutesCorrected,
    MinutesDrafted,
    MinutesObjected,
    MinutesSigned,
)
from domain.session.proceedings_events import ItemKind, ProceedingsEvent
from domain.session.vote_events import (
    BallotContradicted,
    BallotRecorded,
    BallotWithdrawn,
    ContradictionResolved,
    CountContradicted,
    DeclarationContradicted,
    ElectionObjected,
    PreparedVoteWithdrawn,
    VoteAnnulled,
    VoteCancelled,
    VoteCorrected,
    VoteDeclared,
    VoteOpened,
    VotePrepared,
    VoteQuestioned,
    VoteRecorded,
)
from domain.session.wording_events import WordingChanged, WordingFrozen, WordingReadBack, WordingWithdrawn
from domain.vorlage.terms import Outcome

SessionForm = Literal["sitting", "circulation"]
"""How a body comes together: in a room, or in writing."""


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
    flags: tuple[Flag, ...] = ()


class ItemReopened(Event, frozen=True, kw_only=True, tag="session.item_reopened.1"):
    """The vote that concluded the item was annulled, or it was concluded by mistake."""

    ABOUT: ClassVar = "item"
    BUILDS_ON: ClassVar = "item"
    item: str
    reason: str


class SessionAnnounced(Event, frozen=True, kw_only=True, tag="session.announced.1"):
    """The public was told of the sitting; `items`: every item that is announced from now on."""

    items: tuple[str, ...]


class AnnouncementWithdrawn(Event, frozen=True, kw_only=True, tag="session.announcement_withdrawn.1"):
    """The sitting had been announced by mistake; the public sees nothing of it any more."""

    reason: str


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
    | VotePrepared
    | PreparedVoteWithdrawn
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
    | DeclarationContradicted
    | ContradictionResolved
    | MinutesDrafted
    | MinutesSigned
    | MinutesObjected
    | MinutesApproved
    | MinutesCorrected
    | ProceedingsEvent
)
"""Every event of a session's stream `sessions/{id}`."""
