"""What can be asked of a paper while it is written: its header, who writes, its texts and attachments."""

import datetime as dt
from typing import Annotated, ClassVar

from msgspec import UNSET, Meta, UnsetType

from domain.command import Command, DocumentName, Id, Line, Name, Prose
from domain.vorlage.command import VorlageCommand
from domain.vorlage.terms import Kind

ATTACHMENT_BYTES = 24 * 1024 * 1024
"""How large an attachment may be (24 MiB)."""


class CreateVorlage(Command, frozen=True, kw_only=True):
    """Begin a paper. `lead_department` is an id; a name alone is linked where it is known."""

    TARGET: ClassVar = "vorlage"
    file_reference: Name
    subject: Line
    vorlage: Id | None = None
    kind: Kind = "decision"
    public: bool = True
    lead_department: Id | None = None
    lead_department_name: Name | None = None
    number: Name | None = None
    date: dt.date | None = None
    signatory: Name | None = None
    imported: bool = False


class ChangeHeader(VorlageCommand, frozen=True, kw_only=True):
    """Change fields of the header; what is left out stays, null clears."""

    number: Name | None | UnsetType = UNSET
    file_reference: Name | UnsetType = UNSET
    kind: Kind | UnsetType = UNSET
    public: bool | UnsetType = UNSET
    date: dt.date | None | UnsetType = UNSET
    subject: Line | UnsetType = UNSET
    signatory: Name | None | UnsetType = UNSET


class AssignLeadDepartment(VorlageCommand, frozen=True, kw_only=True):
    """Give the lead to a known department."""

    department: Id


class InviteDepartment(VorlageCommand, frozen=True, kw_only=True):
    """Ask a department to draft along."""

    department: Id


class UninviteDepartment(VorlageCommand, frozen=True, kw_only=True):
    """Let a department no longer draft along."""

    department: Id


class ReviseText(VorlageCommand, frozen=True, kw_only=True):
    """Replace a text; it is written as the fewest insertions and deletions of words."""

    document: DocumentName
    text: Prose


class AddAttachment(VorlageCommand, frozen=True, kw_only=True):
    """Add an attachment; `content` are its bytes in Base64, null where it is only named."""

    title: Line
    edition: Name | None = None
    content: Annotated[bytes, Meta(max_length=ATTACHMENT_BYTES)] | None = None
    media_type: Name | None = None
    attachment: Id | None = None


class ReplaceAttachment(VorlageCommand, frozen=True, kw_only=True):
    """Give an attachment new bytes, or its first; title and edition stay when left out."""

    attachment: Id
    content: Annotated[bytes, Meta(max_length=ATTACHMENT_BYTES)]
    title: Line | UnsetType = UNSET
    edition: Name | None | UnsetType = UNSET
    media_type: Name | None = None


class RemoveAttachment(VorlageCommand, frozen=True, kw_only=True):
    """Take an attachment out of a draft."""

    attachment: Id
