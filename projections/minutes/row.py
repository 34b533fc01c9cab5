"""How far the minutes of a sitting are, as its row keeps it: version, signatures, objections, approval.

Persons are opaque ids; what the minutes say is not here but in bytes of their own, named by their hashes.
"""

import datetime as dt

from msgspec import Struct

from domain.recorded import Recorded
from domain.session.events.minutes import (
    MinutesApproved,
    MinutesCorrected,
    MinutesDrafted,
    MinutesObjected,
    MinutesSigned,
    SigningRole,
)
from domain.session.minutes.state import SIGNERS, MinutesEvent, MinutesStatus


class Signature(Struct, frozen=True, kw_only=True):
    """Who signed: `person`, for `acting_for` where a deputy did so."""

    role: SigningRole
    person: str
    acting_for: str | None
    at: dt.datetime
    version: int


class Objection(Struct, kw_only=True):
    """What a member objected to; `taken`: None as long as the body did not approve the minutes."""

    id: str
    member: str
    text: str
    item: str | None
    at: dt.datetime
    taken: bool | None = None


class MinutesCorrection(Struct, frozen=True, kw_only=True):
    """What stood in the minutes and what stands there now, or whose counts were corrected."""

    version: int
    item: str | None
    before: str | None
    after: str | None
    vote: str | None
    objection: str | None
    reason: str
    person: str
    acting_for: str | None
    at: dt.datetime


class Minutes(Struct, kw_only=True):
    """The minutes. `outdated`: something was recorded of the sitting since they were laid down."""

    status: MinutesStatus
    version: int
    public: str
    non_public: str | None
    person: str
    acting_for: str | None
    at: dt.datetime
    outdated: bool = False
    signed: list[Signature] = []
    objections: list[Objection] = []
    approved_in: str | None = None
    approved_at: dt.datetime | None = None
    approved_by_vote: str | None = None
    corrections: list[MinutesCorrection] = []


def apply(minutes: Minutes | None, event: MinutesEvent, recorded: Recorded) -> Minutes | None:
    """The minutes after one more event about them; None as long as they were not drafted."""
    meta = recorded.meta
    if isinstance(event, MinutesDrafted):
        return Minutes(
            status="minutes_drafted",
            version=event.version,
            public=event.public,
            non_public=event.non_public,
            person=meta.actor,
            acting_for=meta.acting_for,
            at=meta.happened_at,
        )
    if minutes is None:
        return None
    match event:
        case MinutesSigned():
            minutes.signed.append(
                Signature(
                    role=event.role,
                    person=meta.actor,
                    acting_for=meta.acting_for,
                    at=meta.happened_at,
                    version=event.version,
                )
            )
            if len(minutes.signed) == len(SIGNERS):
                minutes.status = "minutes_signed"
        case MinutesObjected():
            minutes.status = "minutes_objected"
            minutes.objections.append(
                Objection(
                    id=event.objection,
                    member=event.member,
                    text=event.text,
                    item=event.item,
                    at=meta.happened_at,
                )
            )
        case MinutesApproved():
            minutes.status = "minutes_approved"
            minutes.approved_in, minutes.approved_by_vote = event.sitting, event.vote
            minutes.approved_at = meta.happened_at
            for each in minutes.objections:
                each.taken = each.id in event.taken
        case MinutesCorrected():
            _correct(minutes, event, recorded)
    return minutes


def _correct(minutes: Minutes, event: MinutesCorrected, recorded: Recorded) -> None:
    minutes.status, minutes.outdated = "minutes_corrected", False
    minutes.version, minutes.public, minutes.non_public = event.version, event.public, event.non_public
    minutes.corrections.append(
        MinutesCorrection(
            version=event.version,
            item=event.item,
            before=event.before,
            after=event.after,
            vote=event.vote,
            objection=event.objection,
            reason=event.reason,
            person=recorded.meta.actor,
            acting_for=recorded.meta.acting_for,
            at=recorded.meta.happened_at,
        )
    )
