"""What the clerk enters in a sitting beside items and votes, in the order of his list; and how it is undone.

`override` is the chair's reason for going on although procedure speaks against it; the result is flagged.
"""

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct, field

from domain.command import Id, Line
from domain.session.command import SessionCommand


class EstablishSummons(SessionCommand, frozen=True, kw_only=True):
    """Establish whether the body was summoned in order; if not, the chair goes on with `override` only.

    `objection`: what was said against the summons, by the member `objector`; the chair may find it in order
    all the same.
    """

    in_order: bool = True
    objection: Line | None = None
    objector: Id | None = None
    override: Line | None = None


class ApproveAgenda(SessionCommand, frozen=True, kw_only=True):
    """Record that the body approved the agenda as it now is; `vote`: the one that it did so by."""

    changes: Line | None = None
    vote: Id | None = None


class WithdrawAgendaApproval(SessionCommand, frozen=True, kw_only=True):
    """Take the approval of the agenda back."""

    reason: Line


class AcceptItem(SessionCommand, frozen=True, kw_only=True):
    """Record that the body accepted an urgent item or a late paper; `vote`: the one that it did so by."""

    item: Id
    vote: Id | None = None


class RefuseItem(SessionCommand, frozen=True, kw_only=True):
    """Record that the body did not accept an urgent item or a late paper, which takes it off the agenda."""

    item: Id
    reason: Line
    vote: Id | None = None


class ExcludePublic(SessionCommand, frozen=True, kw_only=True):
    """Exclude the public from now on; `vote`: the one that the body did so by."""

    reason: Line
    vote: Id | None = None


class RestorePublic(SessionCommand, frozen=True, kw_only=True):
    """Admit the public again. `mistake`: why it should not have been excluded."""

    mistake: Line | None = None


class AnnounceResolutions(SessionCommand, frozen=True, kw_only=True):
    """Announce in public what was resolved without it."""

    items: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=500)]
    text: Line | None = None
    override: Line | None = None


class RecordNote(SessionCommand, frozen=True, kw_only=True):
    """Note something for the minutes, on an item or on the sitting.

    `public`: for the public part; left out, as the item is, else as the sitting is at that moment.
    """

    text: Line
    item: Id | None = None
    note: Id | None = None
    public: bool | None = None


class WithdrawNote(SessionCommand, frozen=True, kw_only=True):
    """Take a note back; it stays visible."""

    note: Id
    reason: Line


class HandOverChair(SessionCommand, frozen=True, kw_only=True):
    """Let another voting member who is present chair the sitting from now on."""

    member: Id
    reason: Line


class RecallItem(SessionCommand, frozen=True, kw_only=True):
    """Take the call of a wrong item back, as long as nothing was counted on it."""

    item: Id
    reason: Line


class ReopenItem(SessionCommand, frozen=True, kw_only=True):
    """Open an item again that was concluded without a vote by mistake."""

    item: Id
    reason: Line


Moment = Annotated[dt.datetime, Meta(tz=True)]


class SpanEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A time in the room; without `to`: still there. `seat`: the member for whom a substitute was there."""

    begin: Moment = field(name="from")
    end: Moment | None = field(default=None, name="to")
    seat: Id | None = None


class CorrectAttendance(SessionCommand, frozen=True, kw_only=True):
    """Replace a member's times; what was entered before stays visible."""

    member: Id
    intervals: Annotated[tuple[SpanEntry, ...], Meta(max_length=100)]
    reason: Line


class ObjectToCirculation(SessionCommand, frozen=True, kw_only=True):
    """Object to a decision by circulation; `member`: on whose word the clerk does so, else oneself."""

    member: Id | None = None
    reason: Line | None = None


ProceedingsChange = (
    EstablishSummons
    | ApproveAgenda
    | WithdrawAgendaApproval
    | AcceptItem
    | RefuseItem
    | ExcludePublic
    | RestorePublic
    | AnnounceResolutions
    | RecordNote
    | WithdrawNote
    | HandOverChair
    | RecallItem
    | ReopenItem
    | CorrectAttendance
    | ObjectToCirculation
)
"""Every command of this file."""
