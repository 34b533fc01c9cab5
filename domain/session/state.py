"""A session as the log tells it: agenda, who is present when, and the votes.

Rule 2 needs to know who occupied a voting seat at any moment of a vote, so attendance is kept as intervals.
"""

import datetime as dt
from collections.abc import Callable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from domain.flag import Flag
from domain.recorded import Meta
from domain.session import flags
from domain.session.events import (
    AgendaItemAdded,
    AgendaItemRemoved,
    AgendaOrdered,
    AnnouncementWithdrawn,
    Ballot,
    BallotContradicted,
    BallotRecorded,
    BallotWithdrawn,
    ContradictionResolved,
    CountContradicted,
    Counts,
    ItemCalled,
    ItemConcluded,
    ItemReopened,
    Majority,
    MemberArrived,
    MemberLeft,
    MinutesDrafted,
    QuorumEstablished,
    RecusalDeclared,
    RecusalLifted,
    Seat,
    SessionAnnounced,
    SessionCancelled,
    SessionClosed,
    SessionEvent,
    SessionInterrupted,
    SessionMoved,
    SessionOpened,
    SessionPlanned,
    SessionResumed,
    SessionSummoned,
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
from domain.session.minutes import BESIDE, Minutes, MinutesEvent, MinutesStatus, drafted
from domain.session.minutes import evolve as evolve_minutes
from domain.vorlage.events import Outcome

Status = Literal["planned", "summoned", "opened", "interrupted", "closed", "cancelled"] | MinutesStatus
VoteStatus = Literal["opened", "counted", "declared", "annulled", "cancelled"]


DEALINGS = (
    SessionOpened,
    ItemCalled,
    ItemConcluded,
    VoteOpened,
    BallotRecorded,
    VoteRecorded,
    VoteDeclared,
    SessionClosed,
)
"""What a sitting does; attendance that is entered after a later one of these is late (rule 14)."""


class Interval(Struct, frozen=True):
    """From one moment (inclusive) to another (exclusive; None: still there)."""

    begin: dt.datetime
    end: dt.datetime | None = None

    def holds(self, at: dt.datetime) -> bool:
        """Whether a moment lies in it."""
        return self.begin <= at and (self.end is None or at < self.end)

    def touches(self, begin: dt.datetime, end: dt.datetime) -> bool:
        """Whether any moment from `begin` to `end` (both inclusive) lies in it."""
        return self.begin <= end and (self.end is None or begin < self.end)


class Item(Struct, frozen=True, kw_only=True):
    """An item of the agenda."""

    id: str
    subject: str
    public: bool
    vorlage: str | None
    consultation: str | None
    recused: tuple[str, ...] = ()
    outcome: Outcome | None = None


class SecondCount(Struct, frozen=True, kw_only=True):
    """What another person counted otherwise; `rival`: the vote of its own that it was entered for."""

    counts: Counts
    entitled: int
    carried: bool
    unanimous: bool
    ballots: tuple[Ballot, ...] | None
    rival: str | None


class Vote(Struct, frozen=True, kw_only=True):
    """A vote on an item. `contradicts`: a vote on the same question that another person had entered."""

    id: str
    item: str
    about: VoteAbout
    kind: VoteKind
    majority: Majority
    text_hash: str | None
    amendment: str | None
    opened_at: dt.datetime
    status: VoteStatus = "opened"
    ballots: tuple[Ballot, ...] = ()
    counted_at: dt.datetime | None = None
    counts: Counts | None = None
    entitled: int = 0
    carried: bool = False
    declared: bool | None = None
    opened_by: str = ""
    counted_by: str = ""
    entered_by: dict[str, str] = {}
    """Who entered the ballot of each member."""
    flags: tuple[Flag, ...] = ()
    contradicts: str | None = None
    second: SecondCount | None = None
    seconds: tuple[Ballot, ...] = ()
    """Answers that another person entered otherwise."""

    @property
    def shown_flags(self) -> tuple[Flag, ...]:
        """All flags, that of an open contradiction among them."""
        return (*self.flags, flags.CONTRADICTED) if self.second or self.seconds else self.flags

    @property
    def counted(self) -> tuple[Counts, dt.datetime]:
        """The counts in force, and when it was counted."""
        assert self.counts is not None, "it is asked for once it was counted"
        assert self.counted_at is not None, "it is asked for once it was counted"
        return self.counts, self.counted_at


class Session(Struct, frozen=True, kw_only=True):
    """A sitting of a committee."""

    committee: str
    date: dt.date
    public: bool
    dealt_until: dt.datetime | None = None
    """When the last thing happened in the sitting that attendance matters for: opening, items, votes."""
    status: Status = "planned"
    agenda: tuple[Item, ...] = ()
    seats: tuple[Seat, ...] = ()
    lawful_number: int = 0
    rule: str = ""
    chair: str | None = None
    attendance: dict[str, tuple[Interval, ...]] = {}
    current: str | None = None
    quorate: bool = False
    votes: tuple[Vote, ...] = ()
    announced: tuple[str, ...] = ()
    """The items that the public was told of."""
    published_at: dt.datetime | None = None
    minutes: Minutes | None = None

    def item(self, id_: str) -> Item | None:
        """An item by its id."""
        return next((each for each in self.agenda if each.id == id_), None)

    def vote(self, id_: str) -> Vote | None:
        """A vote by its id."""
        return next((each for each in self.votes if each.id == id_), None)

    @property
    def states(self) -> tuple[str, ...]:
        """What the rights table asks for: the status first, then what else goes on.

        A sitting whose minutes are under way is still a closed one.
        """
        return (self.status,) if self.minutes is None else (self.status, "closed")

    @property
    def drafted(self) -> Minutes:
        """The minutes, once there are some."""
        assert self.minutes is not None, "they are asked for once they were drafted"
        return self.minutes

    @property
    def open_vote(self) -> Vote | None:
        """The vote that is open; there is one at most, beside those entered later as contradicting others."""
        return next((each for each in self.votes if each.status == "opened" and not each.contradicts), None)

    def deciding(self, item: str) -> Vote | None:
        """The declared vote that an item's outcome comes from."""
        said = [v for v in self.votes if v.item == item and v.about == "main" and v.status == "declared"]
        return said[-1] if said else None

    def present(self, at: dt.datetime) -> frozenset[str]:
        """The members who were in the room at a moment."""
        return frozenset(
            member
            for member, intervals in self.attendance.items()
            if any(interval.holds(at) for interval in intervals)
        )

    def voters_present(self, at: dt.datetime) -> frozenset[str]:
        """The voting members who were in the room at a moment."""
        return self.present(at) & {seat.member for seat in self.seats if seat.votes}

    def entitled(self, vote: Vote, until: dt.datetime) -> frozenset[str]:
        """Rule 2: voting seats occupied at any moment from the opening on, less those recused."""
        item = self.item(vote.item)
        recused = item.recused if item is not None else ()
        voters = {seat.member for seat in self.seats if seat.votes} - set(recused)
        return frozenset(
            member
            for member, intervals in self.attendance.items()
            if member in voters and any(each.touches(vote.opened_at, until) for each in intervals)
        )

    def carried_motions(self, item: str) -> tuple[str, ...]:
        """The motions that this sitting carried on an item, in the order of their votes."""
        return tuple(
            vote.amendment
            for vote in self.votes
            if vote.item == item
            and vote.amendment is not None
            and vote.status == "declared"
            and vote.declared
        )


def evolve(session: Session | None, event: SessionEvent, meta: Meta) -> Session:
    """The session after an event."""
    if isinstance(event, SessionPlanned):
        return Session(committee=event.committee, date=event.date, public=event.public)
    assert session is not None, "a stream begins with SessionPlanned"
    if isinstance(event, DEALINGS):
        at = meta.happened_at
        session = replace(session, dealt_until=max(session.dealt_until or at, at))
    if isinstance(event, MinutesEvent):
        if isinstance(event, MinutesDrafted):
            minutes = drafted(event, meta)
        else:
            minutes = evolve_minutes(session.drafted, event, meta)
        return replace(session, minutes=minutes, status=minutes.status)
    if session.minutes is not None and not isinstance(event, BESIDE):
        # What is recorded of the sitting now is not in the minutes.
        session = replace(session, minutes=replace(session.minutes, outdated=True))
    match event:
        case SessionAnnounced() | AnnouncementWithdrawn():
            return _announcement(session, event, meta.happened_at)
        case MemberArrived() | MemberLeft():
            return _attendance(session, event, meta.happened_at)
        case AgendaItemAdded() | AgendaItemRemoved() | AgendaOrdered():
            return _agenda(session, event)
        case ItemCalled() | ItemConcluded() | ItemReopened() | RecusalDeclared() | RecusalLifted():
            return _item(session, event)
        case VoteOpened():
            return replace(session, votes=(*session.votes, _opened(event, meta)))
        case (
            VoteCancelled()
            | BallotRecorded()
            | BallotWithdrawn()
            | VoteRecorded()
            | VoteDeclared()
            | VoteCorrected()
            | VoteAnnulled()
        ):
            return _with_vote(session, event.vote, lambda each: _vote(each, event, meta))
        case VoteQuestioned() | CountContradicted() | BallotContradicted() | ContradictionResolved():
            return _with_vote(session, event.vote, lambda each: _questioned(each, event))
        case _:
            return _sitting(session, event)


def _announcement(
    session: Session, event: SessionAnnounced | AnnouncementWithdrawn, at: dt.datetime
) -> Session:
    match event:
        case SessionAnnounced():
            return replace(session, announced=event.items, published_at=session.published_at or at)
        case AnnouncementWithdrawn():
            return replace(session, announced=(), published_at=None)


def _sitting(
    session: Session,
    event: SessionMoved
    | SessionCancelled
    | SessionSummoned
    | SessionOpened
    | SessionInterrupted
    | SessionResumed
    | SessionClosed
    | QuorumEstablished,
) -> Session:
    match event:
        case SessionMoved():
            return replace(session, date=event.date)
        case SessionCancelled():
            return replace(session, status="cancelled")
        case SessionSummoned():
            return replace(session, status="summoned")
        case SessionOpened():
            return replace(
                session,
                status="opened",
                seats=event.seats,
                lawful_number=event.lawful_number,
                rule=event.rule,
                chair=event.chair,
            )
        case SessionInterrupted():
            return replace(session, status="interrupted")
        case SessionResumed():
            return replace(session, status="opened")
        case SessionClosed():
            return replace(session, status="closed", current=None)
        case QuorumEstablished():
            return replace(session, quorate=event.quorate)


def _attendance(session: Session, event: MemberArrived | MemberLeft, at: dt.datetime) -> Session:
    intervals = session.attendance.get(event.member, ())
    if isinstance(event, MemberArrived):
        changed = tuple(sorted((*intervals, Interval(at)), key=lambda each: each.begin))
    else:
        changed = tuple(
            Interval(each.begin, at) if each.holds(at) and each.end is None else each for each in intervals
        )
    return replace(session, attendance={**session.attendance, event.member: changed})


def _agenda(session: Session, event: AgendaItemAdded | AgendaItemRemoved | AgendaOrdered) -> Session:
    match event:
        case AgendaItemAdded():
            item = Item(
                id=event.item,
                subject=event.subject,
                public=event.public,
                vorlage=event.vorlage,
                consultation=event.consultation,
            )
            agenda = (*session.agenda[: event.place], item, *session.agenda[event.place :])
        case AgendaItemRemoved():
            agenda = tuple(each for each in session.agenda if each.id != event.item)
        case _:
            agenda = tuple(sorted(session.agenda, key=lambda each: event.order.index(each.id)))
    return replace(session, agenda=agenda)


def _item(
    session: Session,
    event: ItemCalled | ItemConcluded | ItemReopened | RecusalDeclared | RecusalLifted,
) -> Session:
    if isinstance(event, ItemCalled):
        return replace(session, current=event.item)
    agenda = tuple(_of_item(each, event) if each.id == event.item else each for each in session.agenda)
    return replace(session, agenda=agenda)


def _of_item(item: Item, event: ItemConcluded | ItemReopened | RecusalDeclared | RecusalLifted) -> Item:
    match event:
        case ItemConcluded():
            return replace(item, outcome=event.outcome)
        case ItemReopened():
            return replace(item, outcome=None)
        case RecusalDeclared():
            return replace(item, recused=(*item.recused, event.member))
        case RecusalLifted():
            return replace(item, recused=tuple(each for each in item.recused if each != event.member))


def _with_vote(session: Session, id_: str, changed: Callable[[Vote], Vote]) -> Session:
    votes = tuple(changed(each) if each.id == id_ else each for each in session.votes)
    return replace(session, votes=votes)


def _opened(event: VoteOpened, meta: Meta) -> Vote:
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
        flags=flags.after((), event),
        contradicts=event.contradicts,
    )


def _vote(
    vote: Vote,
    event: VoteCancelled
    | BallotRecorded
    | BallotWithdrawn
    | VoteRecorded
    | VoteDeclared
    | VoteCorrected
    | VoteAnnulled,
    meta: Meta,
) -> Vote:
    vote = replace(vote, flags=flags.after(vote.flags, event))
    match event:
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
                counts=event.counts,
                entitled=event.entitled,
                carried=event.carried,
                ballots=event.ballots or (),
                counted_at=meta.happened_at,
                counted_by=meta.actor,
            )
        case VoteDeclared():
            return replace(vote, status="declared", declared=event.declared)
        case VoteCorrected():
            return replace(
                vote,
                counts=event.after,
                carried=event.carried,
                ballots=vote.ballots if event.ballots is None else event.ballots,
                entitled=vote.entitled if event.entitled is None else event.entitled,
            )
        case VoteAnnulled():
            return replace(vote, status="annulled", second=None)


def _questioned(
    vote: Vote, event: VoteQuestioned | CountContradicted | BallotContradicted | ContradictionResolved
) -> Vote:
    match event:
        case VoteQuestioned():
            return replace(vote, flags=flags.after(vote.flags, event))
        case CountContradicted():
            second = SecondCount(
                counts=event.counts,
                entitled=event.entitled,
                carried=event.carried,
                unanimous=event.unanimous,
                ballots=event.ballots,
                rival=event.rival,
            )
            return replace(vote, second=second)
        case BallotContradicted():
            return replace(vote, seconds=(*vote.seconds, Ballot(member=event.member, choice=event.choice)))
        case ContradictionResolved(member=None):
            return replace(vote, second=None)
        case _:
            return replace(vote, seconds=tuple(each for each in vote.seconds if each.member != event.member))
