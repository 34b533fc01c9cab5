"""Why a message of an editor is refused.

A refusal poisons the client that gets it, so there are few, and each is for good (COLLAB.md).
"""

from infra.collaboration import close_codes


class Refused(Exception):
    """A message that will never be accepted; `code` closes the socket."""

    code: int = close_codes.NOT_ALLOWED


class Unreadable(Refused):
    """The bytes are not what the protocol says, or go on after its end."""


class NotAllowed(Refused):
    """Well formed, but it would put something else than formatted text into the document."""


class SplitCharacter(Refused):
    """An edit reaches between the two halves of a character outside the BMP.

    Yjs turns both halves into U+FFFD then, pycrdt keeps the character: the texts would differ for ever.
    """


class TooLarge(Refused):
    """More than one message may bring."""

    code = close_codes.TOO_LARGE


class NoLogin(Refused):
    """The login has ended while its socket was open."""

    code = close_codes.NO_LOGIN


class ForeignClient(Refused):
    """New text under a Yjs client id that belongs to another login."""

    code = close_codes.NO_RIGHT


class NoRightToWrite(Refused):
    """New text from a login that may only read."""

    code = close_codes.NO_RIGHT


class ClosedForWriting(Refused):
    """New text for a document that is closed."""

    code = close_codes.CLOSED_FOR_WRITING


class OtherEpoch(Refused):
    """The client's copy comes from before a backup was restored."""

    code = close_codes.OTHER_EPOCH
