"""The minutes of a sitting (Niederschrift): drafted, signed, objected to, approved, corrected.

Chair and clerk sign; from then on the results are locked (DOMAIN, "The machines").
What the minutes say is written from the sitting's events at the edge; the log keeps the hashes of the bytes.
"""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from domain.recorded import Meta
from domain.session.events.agenda import AnnouncementWithdrawn, SessionAnnounced
from domain.session.events.minutes import (
    MinutesApproved,
    MinutesCorrected,
    MinutesDrafted,
    MinutesObjected,
    MinutesSigned,
    SigningRole,
)

MinutesStatus = Literal[
    "minutes_drafted", "minutes_signed", "minutes_objected", "minutes_approved", "minutes_corrected"
]
LaterEvent = MinutesSigned | MinutesObjected | MinutesApproved | MinutesCorrected
MinutesEvent = MinutesDrafted | LaterEvent

BESIDE = (SessionAnnounced, AnnouncementWithdrawn)
"""What is done to a sitting from outside; minutes do not tell of it."""

SIGNERS: tuple[SigningRole, ...] = ("chair", "clerk")
"""Who signs; two persons."""


class Signature(Struct, frozen=True):
    """Who signed in which role: whoever did it, and whom he represented."""

    role: SigningRole
    persons: frozenset[str]


class Objection(Struct, frozen=True):
    """What a member objects to; `taken`: the body found it right."""

    id: str
    member: str
    taken: bool = False


class Minutes(Struct, frozen=True, kw_only=True):
    """How far the minutes are. `outdated`: something was recorded since they were drafted."""

    version: int
    public: str
    non_public: str | None
    drafted_by: frozenset[str]
    status: MinutesStatus = "minutes_drafted"
    outdated: bool = False
    signatures: tuple[Signature, ...] = ()
    objections: tuple[Objection, ...] = ()
    approved_in: str | None = None

    @property
    def locked(self) -> bool:
        """Whether chair and clerk have signed."""
        return len(self.signatures) == len(SIGNERS)

    def objection(self, id_: str) -> Objection | None:
        """An objection by its id."""
        return next((each for each in self.objections if each.id == id_), None)

    @property
    def wrote(self) -> frozenset[str]:
        """Whoever drafted them or signed as the clerk: a correction needs somebody else."""
        signed = (each.persons for each in self.signatures if each.role == "clerk")
        return self.drafted_by.union(*signed)


def persons(meta: Meta) -> frozenset[str]:
    """Whoever did it, and whom he represented."""
    return frozenset({meta.actor, meta.acting_for or meta.actor})


def drafted(event: MinutesDrafted, meta: Meta) -> Minutes:
    """The minutes as they were laid down; whoever signed an earlier version has not signed this one."""
    return Minutes(
        version=event.version, public=event.public, non_public=event.non_public, drafted_by=persons(meta)
    )


def evolve(minutes: Minutes, event: LaterEvent, meta: Meta) -> Minutes:
    """The minutes after something else that happened to them."""
    match event:
        case MinutesSigned():
            signed = replace(minutes, signatures=(*minutes.signatures, Signature(event.role, persons(meta))))
            return replace(signed, status="minutes_signed") if signed.locked else signed
        case MinutesObjected():
            objection = Objection(event.objection, event.member)
            return replace(minutes, status="minutes_objected", objections=(*minutes.objections, objection))
        case MinutesApproved():
            objections = tuple(
                replace(each, taken=True) if each.id in event.taken else each for each in minutes.objections
            )
            return replace(
                minutes, status="minutes_approved", objections=objections, approved_in=event.sitting
            )
        case MinutesCorrected():
            return replace(
                minutes,
                status="minutes_corrected",
                version=event.version,
                public=event.public,
                non_public=event.non_public,
                outdated=False,
            )
