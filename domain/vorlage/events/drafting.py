"""What can happen to a paper while it is written: its header, who writes, its texts and attachments."""

import datetime as dt
from typing import ClassVar

from msgspec import Struct

from domain.recorded import Event
from domain.text import Splice
from domain.vorlage.terms import HeaderField, Kind, TextOrigin


class VorlageCreated(Event, frozen=True, kw_only=True, tag="vorlage.created.1"):
    """A paper was begun. `salt`: 32 random bytes that begin the canonical bytes of each edition."""

    kind: Kind
    public: bool
    file_reference: str
    subject: str
    salt: bytes
    lead_department: str | None = None
    lead_department_name: str | None = None
    number: str | None = None
    date: dt.date | None = None
    signatory: str | None = None
    imported: bool = False


class HeaderChanged(Event, frozen=True, kw_only=True, tag="vorlage.header_changed.1"):
    """One field of the header was changed; values are texts, dates in ISO form, `true` or `false`."""

    field: HeaderField
    old: str | None
    new: str | None


class LeadDepartmentAssigned(Event, frozen=True, kw_only=True, tag="vorlage.lead_department_assigned.1"):
    """A known department took the lead, in place of a printed name."""

    ABOUT: ClassVar = "department"
    department: str
    name: str


class DepartmentInvited(Event, frozen=True, kw_only=True, tag="vorlage.department_invited.1"):
    """A department was asked to draft along."""

    ABOUT: ClassVar = "department"
    department: str


class DepartmentUninvited(Event, frozen=True, kw_only=True, tag="vorlage.department_uninvited.1"):
    """A department no longer drafts along."""

    ABOUT: ClassVar = "department"
    department: str


class Contribution(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Clocks `start` to `end` (exclusive) of one Yjs client were typed by `actor`."""

    actor: str
    client: int
    start: int
    end: int


class Deletion(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Clocks `start` to `end` (exclusive) of one Yjs client were deleted by `actor`."""

    actor: str
    client: int
    start: int
    end: int


class TextRevised(Event, frozen=True, kw_only=True, tag="vorlage.text_revised.1"):
    """A burst of edits to one text, sealed into one revision.

    `document` is `proposed_resolution`, `reasons` or `measures/{id}`.
    `update` is the Yjs update (v1), `splices` the same change of the plain string (code points).
    `hash`: SHA-256 (hex) of the resulting string in UTF-8.
    `origin`: typed in a room, written by a command, or amended by the `MeasureAmended` beside it.
    """

    ABOUT: ClassVar = "document"
    BUILDS_ON: ClassVar = "document"
    document: str
    splices: tuple[Splice, ...]
    hash: str
    origin: TextOrigin
    began: dt.datetime
    ended: dt.datetime
    update: bytes = b""
    epoch: int = 1
    contributions: tuple[Contribution, ...] = ()
    deletions: tuple[Deletion, ...] = ()
    cause: str | None = None


class AttachmentAdded(Event, frozen=True, kw_only=True, tag="vorlage.attachment_added.1"):
    """An attachment; its bytes lie beside the log under their SHA-256 (hex). None: only named on paper."""

    ABOUT: ClassVar = "attachment"
    attachment: str
    title: str
    edition: str | None = None
    sha256: str | None = None
    size: int | None = None
    media_type: str | None = None


class AttachmentReplaced(Event, frozen=True, kw_only=True, tag="vorlage.attachment_replaced.1"):
    """The attachment got new bytes, or its first."""

    ABOUT: ClassVar = "attachment"
    attachment: str
    title: str
    edition: str | None
    sha256: str
    size: int
    media_type: str | None = None


class AttachmentRemoved(Event, frozen=True, kw_only=True, tag="vorlage.attachment_removed.1"):
    """An attachment was taken out of a draft."""

    ABOUT: ClassVar = "attachment"
    attachment: str
