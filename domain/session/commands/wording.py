"""What can be asked about words changed aloud."""

from domain.command import DocumentName, Id, Line, Prose
from domain.session.command import SessionCommand


class ChangeWording(SessionCommand, frozen=True, kw_only=True):
    """Write what was changed aloud into the sitting's own copy: the whole new text of a document.

    `proposer`: whose words they are, by default whoever gives the command.
    """

    item: Id
    document: DocumentName
    text: Prose
    proposer: Id | None = None
    committee: Id | None = None


class WithdrawWording(SessionCommand, frozen=True, kw_only=True):
    """Take back what was changed aloud in a document."""

    item: Id
    document: DocumentName
    reason: Line


class ReadBackWording(SessionCommand, frozen=True, kw_only=True):
    """Say that the words changed aloud were read back."""

    item: Id


class FreezeWording(SessionCommand, frozen=True, kw_only=True):
    """Freeze the sitting's copy, so that it is voted on; `override`: why without having been read back."""

    item: Id
    override: Line | None = None


WordingCommand = ChangeWording | WithdrawWording | ReadBackWording | FreezeWording
"""Commands about words spoken."""
