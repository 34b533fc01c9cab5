"""The clerk's list as it was worked off: times, words and what was undone, beside items and votes.

What was undone stays visible with its reason (rule 14).
"""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from domain.recorded import Recorded
from domain.session.events.proceedings import (
    AgendaApprovalWithdrawn,
    AgendaApproved,
    AttendanceCorrected,
    ChairHandedOver,
    CirculationObjected,
    ItemAccepted,
    ItemRecalled,
    ItemRefused,
    NoteRecorded,
    NoteWithdrawn,
    ProceedingsEvent,
    PublicExcluded,
    PublicRestored,
    ResolutionsAnnounced,
    Span,
    SummonsEstablished,
)
from domain.session.events.votes import Choice


class Exclusion(Struct, kw_only=True):
    """The public was excluded from / to (None: still is). `mistake`: why it should not have been."""

    begin: dt.datetime = field(name="from")
    end: dt.datetime | None = field(default=None, name="to")
    reason: str
    vote: str | None = None
    mistake: str | None = None


class SummonsCheck(Struct, frozen=True, kw_only=True):
    """What the chair established about the summons; `by`: the chair then."""

    at: dt.datetime
    by: str | None
    in_order: bool
    objection: str | None
    objector: str | None = None


class Approval(Struct, kw_only=True):
    """The agenda as the body approved it; `withdrawn`: why that was taken back."""

    at: dt.datetime
    by: str | None
    order: tuple[str, ...]
    changes: str | None
    vote: str | None
    withdrawn: str | None = None


class Announcement(Struct, frozen=True, kw_only=True):
    """Resolutions of the part that was not public, announced in public.

    `titles`: the neutral ones of its items, as far as the public was told of them.
    """

    at: dt.datetime
    by: str | None
    items: tuple[str, ...]
    titles: tuple[str, ...] = ()
    text: str | None


class Note(Struct, kw_only=True):
    """A note for the minutes; `withdrawn`: why it does not go into them."""

    id: str
    at: dt.datetime
    item: str | None
    text: str
    public: bool
    withdrawn: str | None = None


class Chairing(Struct, frozen=True, kw_only=True):
    """Who chaired from a moment on; `reason`: why the chair was handed over."""

    member: str | None
    since: dt.datetime
    reason: str | None = None


class AttendanceCorrection(Struct, frozen=True, kw_only=True):
    """A member's times before and after their correction."""

    member: str
    before: tuple[Span, ...]
    after: tuple[Span, ...]
    reason: str
    happened_at: dt.datetime
    recorded_at: dt.datetime


class Undone(Struct, frozen=True, kw_only=True):
    """A call of an item, its outcome, a member's recusal from it or answer to a roll call, taken back."""

    what: Literal["call", "outcome", "recusal", "ballot"]
    item: str
    at: dt.datetime
    reason: str
    member: str | None = None
    vote: str | None = None
    choice: Choice | None = None


class Objection(Struct, frozen=True, kw_only=True):
    """A member's objection to a decision by circulation."""

    member: str
    at: dt.datetime
    reason: str | None


class Proceedings(Struct, kw_only=True, omit_defaults=True):
    """What of the clerk's list was done; the events of a thing unknown change nothing."""

    summons: SummonsCheck | None = None
    summons_before: list[SummonsCheck] = []
    approvals: list[Approval] = []
    exclusions: list[Exclusion] = []
    announcements: list[Announcement] = []
    notes: list[Note] = []
    chairs: list[Chairing] = []
    corrections: list[AttendanceCorrection] = []
    undone: list[Undone] = []
    objections: list[Objection] = []


def apply(
    row: Proceedings,
    event: ProceedingsEvent,
    recorded: Recorded,
    chair: str | None,
    titles: Mapping[str, str],
) -> None:
    """Take in one more event; `chair`: who chairs at that moment. `titles`: the neutral ones, by item."""
    at = recorded.meta.happened_at
    match event:
        case SummonsEstablished():
            row.summons_before += [row.summons] if row.summons else []
            row.summons = SummonsCheck(
                at=at,
                by=chair,
                in_order=event.in_order,
                objection=event.objection,
                objector=event.objector,
            )
        case AgendaApproved() | AgendaApprovalWithdrawn():
            _agenda(row, event, at, chair)
        case PublicExcluded():
            row.exclusions.append(Exclusion(begin=at, reason=event.reason, vote=event.vote))
        case PublicRestored():
            for exclusion in row.exclusions:
                if exclusion.end is None:
                    exclusion.end, exclusion.mistake = at, event.mistake
        case ResolutionsAnnounced():
            told = tuple(titles[each] for each in event.items if each in titles)
            row.announcements.append(
                Announcement(at=at, by=chair, items=event.items, titles=told, text=event.text)
            )
        case NoteRecorded() | NoteWithdrawn():
            _note(row, event, at)
        case ChairHandedOver():
            row.chairs.append(Chairing(member=event.member, since=at, reason=event.reason))
        case ItemRecalled():
            row.undone.append(Undone(what="call", item=event.item, at=at, reason=event.reason))
        case AttendanceCorrected():
            row.corrections.append(
                AttendanceCorrection(
                    member=event.member,
                    before=event.before,
                    after=event.after,
                    reason=event.reason,
                    happened_at=at,
                    recorded_at=recorded.recorded_at,
                )
            )
        case CirculationObjected():
            row.objections.append(Objection(member=event.member, at=at, reason=event.reason))
        case ItemAccepted() | ItemRefused():
            return  # kept with the item


def _agenda(
    row: Proceedings, event: AgendaApproved | AgendaApprovalWithdrawn, at: dt.datetime, chair: str | None
) -> None:
    if isinstance(event, AgendaApproved):
        row.approvals.append(
            Approval(at=at, by=chair, order=event.order, changes=event.changes, vote=event.vote)
        )
    else:
        for approval in row.approvals[-1:]:
            approval.withdrawn = event.reason


def _note(row: Proceedings, event: NoteRecorded | NoteWithdrawn, at: dt.datetime) -> None:
    if isinstance(event, NoteRecorded):
        noted = Note(id=event.note, at=at, item=event.item, text=event.text, public=event.public)
        row.notes.append(noted)
    else:
        for note in row.notes:
            if note.id == event.note:
                note.withdrawn = event.reason
