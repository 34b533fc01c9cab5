"""A session as it is shown: the JSON of INTERFACE ("A session"), the same over HTTP and on the command line.

What was not counted or declared yet is null, never 0; every key is there.
Public and non-public items are numbered apart, Ö 1… and N 1…, in the order of the agenda.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence

from msgspec import Struct, field

from domain.session.events.agenda import SessionForm
from domain.session.events.course import Seat
from domain.session.events.proceedings import ItemKind
from domain.text import Mark, pieces
from domain.vorlage.terms import Outcome
from projections import flag_shown
from projections.flag_shown import FlagShown
from projections.session.proceedings import (
    Announcement,
    Approval,
    AttendanceCorrection,
    Chairing,
    Exclusion,
    Note,
    Objection,
    SummonsCheck,
    Undone,
)
from projections.session.proceedings_shown import InterruptionShown, StepShown, interruptions, steps
from projections.session.row import Item, PreparedVote, Quorum, Row, Status, Wording
from projections.session.votes_shown import VoteShown, show_vote

Name = Callable[[str], str | None]
"""The name of a person's opaque id; None where the reader may not see it."""


Quorate = Callable[[int, int], bool]
"""Whether so many voting members present make a body with this lawful number quorate."""


class PlacedFlag(FlagShown, kw_only=True):
    """A flag and where it stands: on an item, on its vote, or (both null) on the session."""

    item: str | None
    vote: str | None


class MemberShown(Struct, kw_only=True):
    """A member; `votes`: False for advisers."""

    id: str
    name: str | None
    votes: bool


class AttendanceShown(Struct, kw_only=True):
    """A member was there from / to (null: still is). `late`: entered afterwards."""

    member: str
    begin: dt.datetime = field(name="from")
    end: dt.datetime | None = field(name="to")
    late: bool
    seat: str | None
    """Whose seat a substitute has; null on one's own."""


class WordingShown(Struct, kw_only=True):
    """A text of the item's paper as it was changed aloud in the sitting's own copy.

    `diff` as in the amendment history; `hash`: of the copy that was frozen, which is voted on.
    """

    document: str
    amendment: str
    text: str
    diff: list[tuple[Mark, str]]
    read_back: bool
    frozen: bool
    hash: str | None
    at: dt.datetime
    flags: list[FlagShown]


class ItemShown(Struct, kw_only=True):
    """An item of the agenda."""

    id: str
    number: str
    subject: str
    vorlage: str | None
    consultation: str | None
    public: bool
    kind: ItemKind
    public_title: str | None
    urgency: str | None
    late: bool
    accepted: bool | None
    flags: list[FlagShown]
    called_at: dt.datetime | None
    outcome: Outcome | None
    vote: str | None
    resolution_number: str | None
    annulled_numbers: list[str]
    reason: str | None
    recused: list[str]
    votes: list[VoteShown]
    prepared: list[PreparedVote]
    wording: list[WordingShown]


class SubstituteShown(Struct, kw_only=True):
    """Who may take a member's seat when the member is not there."""

    member: str
    id: str
    name: str | None


class WarningShown(Struct, kw_only=True):
    """What the clerk is warned of now."""

    warning: str
    rule: str


class SessionShown(Struct, kw_only=True):
    """A session with every key of INTERFACE; `current` is the item called, `vote` the one that is open.

    `again`: the sitting without a quorum that this is the second convocation of.
    `public_titles`: under which neutral titles the public was told of items that are not public.
    """

    id: str
    committee: str
    date: dt.date
    public: bool
    form: SessionForm
    published_at: dt.datetime | None
    public_admitted: bool
    steps: list[StepShown]
    summons: SummonsCheck | None
    approvals: list[Approval]
    public_excluded: list[Exclusion]
    interruptions: list[InterruptionShown]
    announcements: list[Announcement]
    public_titles: list[str]
    notes: list[Note]
    chairs: list[Chairing]
    corrections: list[AttendanceCorrection]
    undone: list[Undone]
    objections: list[Objection]
    status: Status
    reason: str | None
    received: dt.date | None
    urgency: str | None
    opened_at: dt.datetime | None
    closed_at: dt.datetime | None
    lawful_number: int | None
    rule: str | None
    chair: str | None
    members: list[MemberShown]
    substitutes: list[SubstituteShown]
    again: str | None
    present: int
    quorate: bool | None
    quorums: list[Quorum]
    attendance: list[AttendanceShown]
    current: str | None
    vote: str | None
    agenda: list[ItemShown]
    flags: list[PlacedFlag]
    warnings: list[WarningShown]
    position: int
    as_of: int | None


def show(
    row: Row,
    *,
    position: int,
    name: Name,
    quorate: Quorate,
    as_of: int | None = None,
    seats: Sequence[Seat] = (),
    lawful_number: int | None = None,
    supplied_late: Collection[str] = (),
) -> SessionShown:
    """A session as INTERFACE has it.

    `position`: the last one of the log that is included. `as_of`: the resolved position, None for now.
    `seats` and `lawful_number` are the committee's on the day, shown until the session has its own copy.
    `supplied_late`: items whose paper was supplied after the summons, or a later edition of it.
    """
    opened, done = row.opened_at is not None, row.proceedings
    members = row.seats if opened else seats
    # In writing nobody is there, and everybody who has a vote takes part.
    in_writing = opened and row.form == "circulation"
    here = {seat.member for seat in members} if in_writing else _here(row)
    present = sum(seat.votes and seat.member in here for seat in members)
    number = row.lawful_number if opened else lawful_number
    have_quorum = None
    if row.lawful_number is not None:
        have_quorum = quorate(present, row.lawful_number) or however_few(row.quorums, quorate)
    sitting = row.status in {"opened", "interrupted"}
    return SessionShown(
        id=row.id,
        committee=row.committee,
        date=row.date,
        public=row.public,
        form=row.form,
        published_at=row.published_at,
        public_admitted=row.public and all(each.end is not None for each in done.exclusions),
        steps=steps(row),
        summons=done.summons,
        approvals=list(done.approvals),
        public_excluded=list(done.exclusions),
        interruptions=interruptions(row),
        announcements=list(done.announcements),
        public_titles=list(row.neutral_titles.values()),
        notes=list(done.notes),
        chairs=list(done.chairs),
        corrections=list(done.corrections),
        undone=list(done.undone),
        objections=list(done.objections),
        status=row.status,
        reason=row.reason,
        received=row.received,
        urgency=row.urgency,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        lawful_number=number,
        rule=row.rule,
        chair=row.chair,
        members=[MemberShown(id=each.member, name=name(each.member), votes=each.votes) for each in members],
        substitutes=[
            SubstituteShown(member=each.member, id=each.substitute, name=name(each.substitute))
            for each in row.substitutes
        ],
        again=row.again,
        present=present,
        quorate=have_quorum,
        quorums=list(row.quorums),
        attendance=_attendance(row),
        current=row.current,
        vote=next((vote.id for item in row.agenda for vote in item.votes if vote.status == "opened"), None),
        agenda=[
            _item(row, item, number, late=item.late or item.id in supplied_late)
            for item, number in zip(row.agenda, numbers(row.agenda), strict=True)
        ],
        flags=list(_flags(row)),
        warnings=[WarningShown(warning="not_quorate", rule="5")] if sitting and have_quorum is False else [],
        position=position,
        as_of=as_of,
    )


def however_few(established: Sequence[Quorum], quorate: Quorate) -> bool:
    """Whether the body was last found quorate although it would not be by its number (§ 55)."""
    return any(each.quorate and not quorate(each.present, each.lawful_number) for each in established[-1:])


def _here(row: Row) -> set[str]:
    """Whose seats are taken by whoever is in the room."""
    return {
        each.seat or person for person, times in row.attendance.items() for each in times if each.end is None
    }


def _attendance(row: Row) -> list[AttendanceShown]:
    return sorted(
        (
            AttendanceShown(member=member, begin=each.begin, end=each.end, late=each.late, seat=each.seat)
            for member, times in row.attendance.items()
            for each in times
        ),
        key=lambda each: each.begin,
    )


def numbers(agenda: Sequence[Item]) -> Iterator[str]:
    """The numbers of the items, in the order of the agenda."""
    counted = {"Ö": 0, "N": 0}
    for item in agenda:
        part = "Ö" if item.public else "N"
        counted[part] += 1
        yield f"{part} {counted[part]}"


def _item(row: Row, item: Item, number: str, *, late: bool) -> ItemShown:
    return ItemShown(
        id=item.id,
        number=number,
        subject=item.subject,
        vorlage=item.vorlage,
        consultation=item.consultation,
        public=item.public,
        kind=item.kind,
        public_title=item.public_title,
        urgency=item.urgency,
        late=late,
        accepted=item.accepted,
        flags=flag_shown.shown(item.flags),
        called_at=item.called_at,
        outcome=item.outcome,
        vote=item.vote,
        resolution_number=item.resolution_number,
        annulled_numbers=list(item.annulled_numbers),
        reason=item.reason,
        recused=list(item.recused),
        votes=[show_vote(vote, opened_on, item.id) for opened_on, vote in row.votes_on(item.id)],
        prepared=list(item.prepared),
        wording=[_wording(each) for each in item.wordings],
    )


def _wording(wording: Wording) -> WordingShown:
    return WordingShown(
        document=wording.document,
        amendment=wording.amendment,
        text=wording.text,
        diff=pieces(wording.old, wording.splices),
        read_back=wording.read_back_at is not None,
        frozen=wording.frozen is not None,
        hash=wording.frozen,
        at=wording.at,
        flags=flag_shown.shown(wording.flags),
    )


def _flags(row: Row) -> Iterator[PlacedFlag]:
    """Every flag of the session and of its votes, with its place."""
    for flag in row.flags:
        yield PlacedFlag(flag=flag.flag, rule=flag.rule, reason=flag.reason, item=None, vote=None)
    for item in row.agenda:
        for flag in item.flags:
            yield PlacedFlag(flag=flag.flag, rule=flag.rule, reason=flag.reason, item=item.id, vote=None)
        for vote in item.votes:
            for flag in vote.shown_flags:
                yield PlacedFlag(
                    flag=flag.flag, rule=flag.rule, reason=flag.reason, item=item.id, vote=vote.id
                )
