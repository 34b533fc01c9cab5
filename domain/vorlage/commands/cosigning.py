"""What can be asked from the first cosignature to the release."""

from typing import Annotated

from msgspec import Meta, Struct

from domain.command import Id, Line
from domain.vorlage.command import VorlageCommand

ScopePart = Annotated[
    str,
    Meta(
        pattern="^(subject|proposed_resolution|reasons|budget|(measures|attachments)(/[0-9a-f-]{36})?)$",
    ),
]
"""A section of a paper by its name, or all `measures`, or all `attachments`."""


class ChainLink(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A department to be asked: in which stage, for which sections (none: all), and whether it must sign."""

    department: Id
    stage: Annotated[int, Meta(ge=1, le=99)] = 1
    scope: Annotated[tuple[ScopePart, ...], Meta(max_length=200)] = ()
    mandatory: bool = True


class StartCosigning(VorlageCommand, frozen=True, kw_only=True):
    """Close the texts and ask departments to sign off.

    `chain`: each for the whole paper, at once, or one after the other if `ordered`; left out: as the rule set
    asks. `links`: further departments, or how one that the rule set asks is asked.
    """

    chain: Annotated[tuple[Id, ...], Meta(max_length=50)] | None = None
    links: Annotated[tuple[ChainLink, ...], Meta(max_length=50)] = ()
    ordered: bool = False


class CosignVorlage(VorlageCommand, frozen=True, kw_only=True):
    """Sign off for a department."""

    department: Id
    comment: Line | None = None


class CommentCosigning(VorlageCommand, frozen=True, kw_only=True):
    """Remark on the paper for a department, without signing it off."""

    department: Id
    comment: Line


class WithdrawCosignature(VorlageCommand, frozen=True, kw_only=True):
    """Take a department's own sign-off back."""

    department: Id
    reason: Line


class RefuseCosignature(VorlageCommand, frozen=True, kw_only=True):
    """Refuse for a department; the paper goes back to draft."""

    department: Id
    reason: Line


class RecallCosigning(VorlageCommand, frozen=True, kw_only=True):
    """Take the paper back to draft."""

    reason: Line


class ReleaseVorlage(VorlageCommand, frozen=True, kw_only=True):
    """Release the edition that was cosigned (Freigabe)."""


class WithdrawRelease(VorlageCommand, frozen=True, kw_only=True):
    """Take the release back before the summons; the paper is a draft again."""

    reason: Line
