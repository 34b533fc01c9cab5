"""The phases of a paper: what belongs to one of them cannot exist in another."""

import datetime as dt
from typing import ClassVar

from msgspec import Struct


class Draft(Struct, frozen=True, tag=True):
    """Texts are open to the drafting group."""

    NAME: ClassVar = "draft"


class Cosigning(Struct, frozen=True, tag=True):
    """Texts are closed; the departments of the chain sign off this edition."""

    NAME: ClassVar = "cosigning"
    edition: int


class Released(Struct, frozen=True, tag=True):
    """One edition may be put to a body."""

    NAME: ClassVar = "released"
    edition: int


class InConsultation(Struct, frozen=True, tag=True):
    """A body was summoned with the paper."""

    NAME: ClassVar = "in_consultation"
    edition: int


class Resolved(Struct, frozen=True, tag=True):
    """The deciding body resolved this edition."""

    NAME: ClassVar = "resolved"
    edition: int
    hash: str


class Rejected(Struct, frozen=True, tag=True):
    """The deciding body voted the paper down."""

    NAME: ClassVar = "rejected"


class Noted(Struct, frozen=True, tag=True):
    """The last body took note."""

    NAME: ClassVar = "noted"


class Withdrawn(Struct, frozen=True, tag=True):
    """The submitter withdrew the paper; `released`: after its release, so others have seen it."""

    NAME: ClassVar = "withdrawn"
    released: bool = False


class Suspended(Struct, frozen=True, tag=True):
    """The Landrat objected; the body, or the authority, decides again."""

    NAME: ClassVar = "suspended"
    authority: bool = False
    since: dt.date | None = None


class Confirmed(Struct, frozen=True, tag=True):
    """The resolution stands after an objection."""

    NAME: ClassVar = "confirmed"


class Revoked(Struct, frozen=True, tag=True):
    """The resolution is gone after an objection."""

    NAME: ClassVar = "revoked"


class Implementation(Struct, frozen=True, tag=True):
    """The department carries the resolution out."""

    NAME: ClassVar = "implementation"
    department: str


class Closed(Struct, frozen=True, tag=True):
    """The resolution is carried out."""

    NAME: ClassVar = "closed"


Undecided = Draft | Cosigning | Released | InConsultation


Afterwards = Suspended | Confirmed | Revoked | Implementation | Closed


Phase = Undecided | Resolved | Rejected | Noted | Withdrawn | Afterwards


DECIDED = (Resolved, Rejected, Noted, Withdrawn, Suspended, Confirmed, Revoked, Implementation, Closed)
