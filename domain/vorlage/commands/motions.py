"""What can be asked about motions to change a paper (Änderungsantrag)."""

from typing import Annotated

from msgspec import Meta

from domain.command import DocumentName, Id, Prose
from domain.vorlage.command import VorlageCommand


class ProposeAmendment(VorlageCommand, frozen=True, kw_only=True):
    """Move to change a measure or a passage while the paper is in consultation (Änderungsantrag).

    A `measure`, or the `document` of a text. Without `start` the whole text changes from `old` to `new`; with
    it only `old`, which stands there in the edition (in code points from 0); an empty `old` inserts.
    `proposer`: only the clerk and the lead department name someone else than who gives the command.
    """

    measure: Id | None = None
    document: DocumentName | None = None
    start: Annotated[int, Meta(ge=0, le=1_000_000)] | None = None
    old: Prose
    new: Prose
    consultation: Id | None = None
    proposer: Id | None = None
    committee: Id | None = None
    amendment: Id | None = None


class RestateAmendment(VorlageCommand, frozen=True, kw_only=True):
    """State a motion anew on top of those that it overlaps with: `new` is to stand there after them.

    For a motion that changes a whole text `new` is that text; else it is what the passage is to say, with
    whatever the motions `after` change across its edges.
    """

    amendment: Id
    after: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=50)]
    new: Prose


class TakeOverAmendment(VorlageCommand, frozen=True, kw_only=True):
    """Make a motion one's own between sittings: it is written into the paper, and a new edition frozen."""

    amendment: Id


class WithdrawAmendment(VorlageCommand, frozen=True, kw_only=True):
    """Take a motion back before it was voted on."""

    amendment: Id
