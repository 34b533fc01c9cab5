"""A session as the log tells it: agenda, who is present when, and the votes.

Attendance and votes have files of their own beside this one.
"""

import datetime as dt
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from domain.flag import Flag
from domain.recorded import Meta
from domain.session import presence, votes, wordings
from domain.session.events import (
    AgendaItemAdded,
    AgendaItemRemoved,
    AgendaOrdered,
    AnnouncementWithdrawn,
    ItemCalled,
    ItemConcluded,
    ItemReopened,
    MemberArrived,
    MemberLeft,
    QuorumEstablished,
    QuorumLost,
    RecusalDeclared,
    RecusalLifted,
    Seat,
    SessionAnnounced,
    SessionCancelled,
    SessionClosed,
    SessionEvent,
    SessionForm,
    SessionInterrupted,
    SessionMoved,
    SessionOpened,
    SessionPlanned,
    SessionResumed,
    SessionSummoned,
    Substitute,
    SubstitutionRecorded,
)
from domain.session.minutes import BESIDE, Minutes, MinutesEvent, MinutesStatus, drafted
from domain.session.minutes import evolve as evolve_minutes
from domain.session.minutes_events import MinutesDrafted
from domain.session.presence import Interval, occupations
from domain.session.proceedings_events import (
    AttendanceCorrected,
    ChairHandedOver,
    ItemAccepted,
    ItemKind,
    ItemRecalled,
    ItemRefused,
    ProceedingsEvent,
)
from domain.session.proceedings_state import Proceedings
from domain.session.proceedings_state import evolve as evolve_proceedings
from domain.session.vote_events import (
    BallotRecorded,
    VoteDeclared,
    VoteOpened,
    VoteRecorded,
)
from domain.session.votes import Vote, VoteChange
from domain.session.wording_events import WordingEvent
from domain.session.wordings import Wordings
from domain.vorlage.terms import Outcome

Status = Literal["planned", "summoned", "opened", "interrupted", "closed", "cancelled"] | MinutesStatus

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


class Item(Struct, frozen=True, kw_only=True):
    """An item of the agenda."""

    id: str
    subject: str
    public: bool
    vorlage: str | None
    consultation: str | None
    kind: ItemKind = "matter"
    late: bool = False
    accepted: bool = False
    """The body accepted what came after the summons."""
    recused: tuple[str, ...] = ()
    contested: dict[str, tuple[Flag, ...]] = {}
    """What was contested when a member was recused, by member."""
    outcome: Outcome | None = None
    concluded_by: str | None = None
    """The vote that gave it its outcome."""
    public_title: str | None = None


class Session(Struct, frozen=True, kw_only=True):
    """A sitting of a committee."""

    committee: str
    date: dt.date
    public: bool
    form: SessionForm = "sitting"
    proceedings: Proceedings = Proceedings()
    dealt_until: dt.datetime | None = None
    """When the last thing happened in the sitting that attendance matters for: opening, items, votes."""
    opened_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    status: Status = "planned"
    agenda: tuple[Item, ...] = ()
    seats: tuple[Seat, ...] = ()
    lawful_number: int = 0
    rule: str = ""
    chair: str | None = None
    substitutes: tuple[Substitute, ...] = ()
    again: str | None = None
    matters: tuple[str, ...] = ()
    attendance: dict[str, tuple[Interval, ...]] = {}
    current: str | None = None
    quorate: bool = False
    votes: tuple[Vote, ...] = ()
    wordings: dict[str, Wordings] = {}
    """What was changed aloud, by item."""
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
    def public_admitted(self) -> bool:
        """Whether the public may be in the room."""
        return self.public and not self.proceedings.excluded

    @property
    def open_vote(self) -> Vote | None:
        """The vote that is open; there is one at most, beside those entered later as contradicting others."""
        return next((each for each in self.votes if each.status == "opened" and not each.contradicts), None)

    def votes_held(self, item: str) -> tuple[Vote, ...]:
        """The votes on an item that were counted and hold."""
        held = {"counted", "declared"}
        return tuple(each for each in self.votes if item in each.items and each.status in held)

    def deciding(self, item: str) -> Vote | None:
        """The declared vote that an item's outcome comes from."""
        said = [v for v in self.votes if item in v.items and v.about == "main" and v.status == "declared"]
        return said[-1] if said else None

    def present(self, at: dt.datetime) -> frozenset[str]:
        """The members who were in the room at a moment; by circulation all of them take part."""
        if self.form == "circulation":
            return frozenset(seat.member for seat in self.seats)
        return frozenset(
            member
            for member, intervals in self.attendance.items()
            if any(interval.holds(at) for interval in intervals)
        )

    @property
    def voting_seats(self) -> frozenset[str]:
        """The members whose seats have a vote."""
        return frozenset(seat.member for seat in self.seats if seat.votes)

    def voters_present(self, at: dt.datetime) -> frozenset[str]:
        """Who was in the room on a voting seat at a moment: members, and substitutes of members."""
        seats = self.voting_seats
        if self.form == "circulation":
            return seats
        return frozenset(
            person for person, seat, each in occupations(self.attendance) if seat in seats and each.holds(at)
        )

    def recused_from(self, items: tuple[str, ...]) -> frozenset[str]:
        """Who is barred from any of these items."""
        return frozenset(member for each in self.agenda if each.id in items for member in each.recused)

    def voters(self, vote: Vote, until: dt.datetime) -> dict[str, str]:
        """Who may vote, and on whose seat: there at any moment from the opening on, and not recused."""
        seats, recused = self.voting_seats, self.recused_from(vote.items)
        if self.form == "circulation":
            return {each: each for each in seats - recused}
        return {
            person: seat
            for person, seat, each in occupations(self.attendance)
            if seat in seats and person not in recused and each.touches(vote.opened_at, until)
        }

    def entitled(self, vote: Vote, until: dt.datetime) -> frozenset[str]:
        """Rule 2: voting seats occupied at any moment from the opening on, less those recused."""
        return frozenset(self.voters(vote, until).values())

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
        return Session(
            committee=event.committee,
            date=event.date,
            public=event.public,
            again=event.again,
            matters=event.matters,
            form=event.form,
        )
    assert session is not None, "a stream begins with SessionPlanned"
    session = _further(session, event, meta.happened_at)
    if isinstance(event, MinutesEvent):
        return _minuted(session, event, meta)
    if session.minutes is not None and not isinstance(event, BESIDE):
        # What is recorded of the sitting now is not in the minutes.
        session = replace(session, minutes=replace(session.minutes, outdated=True))
    if isinstance(event, WordingEvent):
        return replace(session, wordings=wordings.evolve(session.wordings, event))
    if isinstance(event, VoteChange):
        changed = tuple(
            votes.evolve(each, event, meta) if each.id == event.vote else each for each in session.votes
        )
        return replace(session, votes=changed)
    if isinstance(event, ProceedingsEvent):
        return _proceeding(session, event, meta.happened_at)
    match event:
        case SessionAnnounced() | AnnouncementWithdrawn():
            return _announcement(session, event, meta.happened_at)
        case MemberArrived() | MemberLeft() | SubstitutionRecorded():
            attendance = presence.evolve(session.attendance, event, meta.happened_at)
            return replace(session, attendance=attendance)
        case AgendaItemAdded() | AgendaItemRemoved() | AgendaOrdered():
            return _agenda(session, event)
        case ItemCalled() | ItemConcluded() | ItemReopened() | RecusalDeclared() | RecusalLifted():
            return _item(session, event)
        case VoteOpened():
            return replace(session, votes=(*session.votes, votes.opened(event, meta)))
        case QuorumLost():
            return session
        case _:
            return _sitting(session, event, meta.happened_at)


def _further(session: Session, event: SessionEvent, at: dt.datetime) -> Session:
    """How far the sitting got in time."""
    if not isinstance(event, DEALINGS):
        return session
    return replace(session, dealt_until=max(session.dealt_until or at, at))


def _minuted(session: Session, event: MinutesEvent, meta: Meta) -> Session:
    if isinstance(event, MinutesDrafted):
        minutes = drafted(event, meta)
    else:
        minutes = evolve_minutes(session.drafted, event, meta)
    return replace(session, minutes=minutes, status=minutes.status)


def _proceeding(session: Session, event: ProceedingsEvent, at: dt.datetime) -> Session:
    """What the clerk's list does to items, attendance and chair stands with those."""
    match event:
        case AttendanceCorrected():
            return replace(session, attendance=presence.evolve(session.attendance, event, at))
        case ItemRecalled() | ItemAccepted() | ItemRefused():
            return _item(session, event)
        case ChairHandedOver():
            return replace(session, chair=event.member)
        case _:
            return replace(session, proceedings=evolve_proceedings(session.proceedings, event))


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
    at: dt.datetime,
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
                opened_at=at,
                seats=event.seats,
                lawful_number=event.lawful_number,
                rule=event.rule,
                chair=event.chair,
                substitutes=event.substitutes,
            )
        case SessionInterrupted():
            return replace(session, status="interrupted")
        case SessionResumed():
            return replace(session, status="opened")
        case SessionClosed():
            return replace(session, status="closed", closed_at=at, current=None)
        case QuorumEstablished():
            return replace(session, quorate=event.quorate)


def _agenda(session: Session, event: AgendaItemAdded | AgendaItemRemoved | AgendaOrdered) -> Session:
    match event:
        case AgendaItemAdded():
            item = Item(
                id=event.item,
                subject=event.subject,
                public=event.public,
                vorlage=event.vorlage,
                consultation=event.consultation,
                kind=event.kind or ("matter" if event.vorlage is None else "paper"),
                late=event.late,
                public_title=event.public_title,
            )
            agenda = (*session.agenda[: event.place], item, *session.agenda[event.place :])
        case AgendaItemRemoved():
            agenda = tuple(each for each in session.agenda if each.id != event.item)
        case _:
            agenda = tuple(sorted(session.agenda, key=lambda each: event.order.index(each.id)))
    return replace(session, agenda=agenda)


OfItem = ItemConcluded | ItemReopened | ItemAccepted | ItemRefused | RecusalDeclared | RecusalLifted


def _item(
    session: Session,
    event: ItemCalled | ItemRecalled | OfItem,
) -> Session:
    if isinstance(event, ItemCalled):
        return replace(session, current=event.item)
    if isinstance(event, ItemRecalled):
        return replace(session, current=None)
    agenda = tuple(_of_item(each, event) if each.id == event.item else each for each in session.agenda)
    return replace(session, agenda=agenda)


def _of_item(item: Item, event: OfItem) -> Item:
    match event:
        case ItemConcluded():
            return replace(item, outcome=event.outcome, concluded_by=event.vote)
        case ItemReopened():
            return replace(item, outcome=None, concluded_by=None)
        case ItemAccepted():
            return replace(item, accepted=True)
        case ItemRefused():
            return replace(item, accepted=False)
        case RecusalDeclared():
            contested = {**item.contested, event.member: event.flags}
            return replace(item, recused=(*item.recused, event.member), contested=contested)
        case RecusalLifted():
            recused = tuple(each for each in item.recused if each != event.member)
            contested = {who: own for who, own in item.contested.items() if who != event.member}
            return replace(item, recused=recused, contested=contested)
