"""The attachments of a paper: added, replaced, removed; their bytes are known by their SHA-256."""

from hashlib import sha256

from msgspec import UNSET

from domain.errors import AlreadyExists, NoSuch
from domain.given import Given
from domain.vorlage.commands.drafting import AddAttachment, RemoveAttachment, ReplaceAttachment
from domain.vorlage.drafting.wording import line, line_or_none
from domain.vorlage.events import VorlageEvent
from domain.vorlage.events.drafting import AttachmentAdded, AttachmentRemoved, AttachmentReplaced
from domain.vorlage.parts import Attachment
from domain.vorlage.state import Vorlage


def decide(
    vorlage: Vorlage, command: AddAttachment | ReplaceAttachment | RemoveAttachment, given: Given
) -> list[VorlageEvent]:
    """The events that a command to the attachments leads to."""
    match command:
        case AddAttachment():
            return _add_attachment(vorlage, command, given)
        case ReplaceAttachment():
            attachment = _attachment_of(vorlage, command.attachment)
            return [
                AttachmentReplaced(
                    attachment=attachment.id,
                    title=attachment.title if command.title is UNSET else line("title", command.title),
                    edition=attachment.edition if command.edition is UNSET else command.edition,
                    sha256=sha256(command.content).hexdigest(),
                    size=len(command.content),
                    media_type=command.media_type,
                )
            ]
        case RemoveAttachment():
            return [AttachmentRemoved(attachment=_attachment_of(vorlage, command.attachment).id)]


def _attachment_of(vorlage: Vorlage, id_: str) -> Attachment:
    found = vorlage.attachment(id_)
    if found is None:
        raise NoSuch("attachment", id_)
    return found


def _add_attachment(vorlage: Vorlage, command: AddAttachment, given: Given) -> list[VorlageEvent]:
    id_ = command.attachment or given.new_id("attachment")
    if vorlage.attachment(id_) is not None:
        raise AlreadyExists("attachment", id_)
    content = command.content
    return [
        AttachmentAdded(
            attachment=id_,
            title=line("title", command.title),
            edition=line_or_none("edition", command.edition),
            sha256=None if content is None else sha256(content).hexdigest(),
            size=None if content is None else len(content),
            media_type=command.media_type,
        )
    ]
