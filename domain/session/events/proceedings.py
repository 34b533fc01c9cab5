"""What happens in a sitting beside its items and votes: the steps of the clerk's list, and their undoing.

`ordered_by`: the chair on whose word the clerk did it; None: the chair did so himself.
"""

import datetime as dt
from typing import ClassVar, Literal

from msgspec import Struct

from domain.flag import Flag
from domain.recorded import Event

ItemKind = Literal["opening", "minutes", "question_time", "paper", "matter", "report", "announcement"]
"""What an item is: a formal step of the sitting, or a matter that is dealt with."""


class SummonsEstablished(Event, frozen=True, kw_only=True, tag="session.summons_established.1"):
    """The chair established whether the body was summoned in order; `objection`: what was said against it.

    `objector`: the member who contested the notice.
    """

    in_order: bool
    objection: str | None = None
    ordered_by: str | None = None
    flags: tuple[Flag, ...] = ()
    objector: str | None = None


class AgendaApproved(Event, frozen=True, kw_only=True, tag="session.agenda_approved.1"):
    """The body approved the agenda in this order; `changes`: what was said about changes."""

    order: tuple[str, ...]
    changes: str | None = None
    vote: str | None = None
    ordered_by: str | None = None


class AgendaApprovalWithdrawn(Event, frozen=True, kw_only=True, tag="session.agenda_approval_withdrawn.1"):
    """The approval of the agenda was entered by mistake, or the body came back to it."""

    reason: str
    ordered_by: str | None = None


class ItemAccepted(Event, frozen=True, kw_only=True, tag="session.item_accepted.1"):
    """The body accepted an urgent item or a paper that was supplied after the summons."""

    ABOUT: ClassVar = "item"
    item: str
    vote: str | None = None
    ordered_by: str | None = None


class ItemRefused(Event, frozen=True, kw_only=True, tag="session.item_refused.1"):
    """The body did not accept an urgent item or a paper that was supplied after the summons."""

    ABOUT: ClassVar = "item"
    item: str
    reason: str
    vote: str | None = None
    ordered_by: str | None = None


class PublicExcluded(Event, frozen=True, kw_only=True, tag="session.public_excluded.1"):
    """The public left the room, from this moment on."""

    reason: str
    vote: str | None = None
    ordered_by: str | None = None


class PublicRestored(Event, frozen=True, kw_only=True, tag="session.public_restored.1"):
    """The public came back, from this moment on. `mistake`: why it had been excluded wrongly."""

    mistake: str | None = None
    ordered_by: str | None = None


class ResolutionsAnnounced(Event, frozen=True, kw_only=True, tag="session.resolutions_announced.1"):
    """What was resolved without the public was announced in public; `text`: in which words."""

    items: tuple[str, ...]
    text: str | None = None
    ordered_by: str | None = None
    flags: tuple[Flag, ...] = ()


class NoteRecorded(Event, frozen=True, kw_only=True, tag="session.note_recorded.1"):
    """The clerk noted something for the minutes, on an item or on the sitting.

    `public`: whether it belongs to the public part.
    """

    ABOUT: ClassVar = "note"
    note: str
    text: str
    public: bool
    item: str | None = None


class NoteWithdrawn(Event, frozen=True, kw_only=True, tag="session.note_withdrawn.1"):
    """A note does not go into the minutes; it stays visible."""

    ABOUT: ClassVar = "note"
    note: str
    reason: str


class ChairHandedOver(Event, frozen=True, kw_only=True, tag="session.chair_handed_over.1"):
    """Another member chairs the sitting from now on; `before`: who did until then."""

    ABOUT: ClassVar = "member"
    member: str
    reason: str
    before: str | None = None


class ItemRecalled(Event, frozen=True, kw_only=True, tag="session.item_recalled.1"):
    """The wrong item had been called; nothing was counted on it."""

    ABOUT: ClassVar = "item"
    item: str
    reason: str
    ordered_by: str | None = None


class Span(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A time in the room; `end` None: still there. `seat`: whose seat it was, if not one's own."""

    begin: dt.datetime
    end: dt.datetime | None = None
    seat: str | None = None


class AttendanceCorrected(Event, frozen=True, kw_only=True, tag="session.attendance_corrected.1"):
    """A member's times were entered wrongly; they stay visible (rule 14)."""

    ABOUT: ClassVar = "member"
    member: str
    before: tuple[Span, ...]
    after: tuple[Span, ...]
    reason: str


class CirculationObjected(Event, frozen=True, kw_only=True, tag="session.circulation_objected.1"):
    """A voting member objected to a decision by circulation, which ends it."""

    ABOUT: ClassVar = "member"
    member: str
    reason: str | None = None


ProceedingsEvent = (
    SummonsEstablished
    | AgendaApproved
    | AgendaApprovalWithdrawn
    | ItemAccepted
    | ItemRefused
    | PublicExcluded
    | PublicRestored
    | ResolutionsAnnounced
    | NoteRecorded
    | NoteWithdrawn
    | ChairHandedOver
    | ItemRecalled
    | AttendanceCorrected
    | CirculationObjected
)
"""Every event of this file."""
