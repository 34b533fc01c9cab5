"""What can be asked of editions: to freeze, open, discard and publish one."""

from domain.command import Id, Line, Name
from domain.vorlage.command import VorlageCommand


class FreezeEdition(VorlageCommand, frozen=True, kw_only=True):
    """Freeze the texts as a named edition, made for the station `target`, caused by the station `cause`.

    Left out, label and target are those of the next open station. Editions for one station may
    bear one label: their numbers tell them apart.
    After the release the texts close with it.
    """

    label: Name | None = None
    target: Id | None = None
    cause: Id | None = None


class OpenEdition(VorlageCommand, frozen=True, kw_only=True):
    """Open the texts of a released paper for a new edition; the station `cause` led to it."""

    reason: Line
    cause: Id | None = None


class DiscardEdition(VorlageCommand, frozen=True, kw_only=True):
    """Give the new edition up; the paper says again what was released last."""

    reason: Line


class PublishVorlage(VorlageCommand, frozen=True, kw_only=True):
    """Publish the edition that was put to the bodies, without the announcement of a sitting."""


class WithdrawPublication(VorlageCommand, frozen=True, kw_only=True):
    """Take back a publication that was a mistake."""

    reason: Line
