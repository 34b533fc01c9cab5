"""What can happen from the decision to the last report."""

import datetime as dt
from typing import ClassVar

from domain.recorded import Event


class VorlageResolved(Event, frozen=True, kw_only=True, tag="vorlage.resolved.1"):
    """The deciding body resolved this edition; `hash` is the one that its vote was bound to (rule 7)."""

    edition: int
    hash: str
    consultation: str
    vote: str
    resolution_number: str | None = None


class VorlageRejected(Event, frozen=True, kw_only=True, tag="vorlage.rejected.1"):
    """The deciding body voted the paper down."""

    consultation: str
    vote: str


class DecisionAnnulled(Event, frozen=True, kw_only=True, tag="vorlage.decision_annulled.1"):
    """What decided the paper does not hold; its bodies have `edition` before them again.

    Motions are as they were before it; a number that was given to the resolution stays used.
    """

    consultation: str
    vote: str | None
    edition: int
    reason: str


class VorlageNoted(Event, frozen=True, kw_only=True, tag="vorlage.noted.1"):
    """An information paper was taken note of at its last station."""

    consultation: str


class VorlageWithdrawn(Event, frozen=True, kw_only=True, tag="vorlage.withdrawn.1"):
    """Whoever submitted the paper withdrew it."""

    reason: str


class VorlageDecidedUrgently(Event, frozen=True, kw_only=True, tag="vorlage.decided_urgently.1"):
    """The Landrat decided in the body's stead (Eilentscheidung), since it could not wait.

    `edition` and `hash` are what he decided on, `consultation` the station in whose place he did.
    """

    edition: int
    hash: str
    reason: str
    consultation: str


class ResolutionObjected(Event, frozen=True, kw_only=True, tag="vorlage.resolution_objected.1"):
    """The Landrat objected to the resolution, in writing, to the chair; it is suspended.

    `known_at`: when he came to know it. `authority`: the second time, when the authority decides.
    """

    reason: str
    known_at: dt.date
    chair: str | None = None
    authority: bool = False


class ResolutionConfirmed(Event, frozen=True, kw_only=True, tag="vorlage.resolution_confirmed.1"):
    """The body decided again and the resolution stands; without a vote the authority said so."""

    consultation: str | None = None
    session: str | None = None
    vote: str | None = None
    reason: str | None = None


class ResolutionRevoked(Event, frozen=True, kw_only=True, tag="vorlage.resolution_revoked.1"):
    """The body decided again and the resolution is gone; without a vote the authority said so."""

    consultation: str | None = None
    session: str | None = None
    vote: str | None = None
    reason: str | None = None


class ImplementationStarted(Event, frozen=True, kw_only=True, tag="vorlage.implementation_started.1"):
    """A department was made responsible for carrying the resolution out (Beschlusskontrolle)."""

    ABOUT: ClassVar = "department"
    department: str
    name: str
    due: dt.date | None = None


class ImplementationReported(Event, frozen=True, kw_only=True, tag="vorlage.implementation_reported.1"):
    """How far the resolution is carried out; `share` in per cent, `due` where it changed."""

    text: str
    share: int | None = None
    due: dt.date | None = None


class ImplementationCompleted(Event, frozen=True, kw_only=True, tag="vorlage.implementation_completed.1"):
    """The resolution is carried out."""

    text: str | None = None


AftermathEvent = (
    VorlageDecidedUrgently
    | ResolutionObjected
    | ResolutionConfirmed
    | ResolutionRevoked
    | ImplementationStarted
    | ImplementationReported
    | ImplementationCompleted
)
"""What happens after, or in place of, a body's decision."""
