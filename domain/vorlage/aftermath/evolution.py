"""Where a paper is after it was released, decided or withdrawn, and what came after that."""

from msgspec.structs import replace

from domain.days import day_of
from domain.recorded import Meta
from domain.vorlage.consultation.evolution import ahead_again
from domain.vorlage.events.aftermath import (
    AftermathEvent,
    DecisionAnnulled,
    ImplementationCompleted,
    ImplementationReported,
    ImplementationStarted,
    ResolutionConfirmed,
    ResolutionObjected,
    ResolutionRevoked,
    VorlageDecidedUrgently,
    VorlageNoted,
    VorlageRejected,
    VorlageResolved,
    VorlageWithdrawn,
)
from domain.vorlage.events.cosigning import VorlageReleased
from domain.vorlage.motions import state as motions
from domain.vorlage.phases import (
    Closed,
    Confirmed,
    Implementation,
    InConsultation,
    Noted,
    Rejected,
    Released,
    Resolved,
    Revoked,
    Suspended,
    Withdrawn,
)
from domain.vorlage.state import Vorlage


def next_phase(
    vorlage: Vorlage,
    event: VorlageReleased
    | VorlageResolved
    | VorlageRejected
    | DecisionAnnulled
    | VorlageNoted
    | VorlageWithdrawn
    | AftermathEvent,
    meta: Meta,
) -> Vorlage:
    """The paper after its release, its decision, or what came after that."""
    match event:
        case VorlageReleased():
            summoned = isinstance(vorlage.phase, InConsultation)
            phase = InConsultation(event.edition) if summoned else Released(event.edition)
            return replace(vorlage, phase=phase, revision=None)
        case VorlageResolved():
            # What came after an objection is not annulled by the vote: the paper would be as before that.
            at = None if isinstance(vorlage.phase, Revoked) else event.consultation
            return replace(_resolved(vorlage, event, meta), decided_at=at)
        case VorlageRejected():
            return _rejected(vorlage, event, meta)
        case DecisionAnnulled():
            return replace(
                vorlage,
                phase=InConsultation(event.edition),
                resolved=None,
                decided_on=None,
                decided_at=None,
                rejected=None,
                consultations=ahead_again(vorlage.consultations),
                motions=motions.undecided(vorlage.motions, event.edition),
            )
        case VorlageNoted():
            return replace(vorlage, phase=Noted(), decided_at=event.consultation)
        case VorlageWithdrawn():
            return replace(vorlage, phase=Withdrawn(vorlage.released))
        case _:
            return _afterwards(vorlage, event, meta)


def _resolved(vorlage: Vorlage, event: VorlageResolved | VorlageDecidedUrgently, meta: Meta) -> Vorlage:
    resolved = Resolved(event.edition, event.hash)
    return replace(vorlage, phase=resolved, resolved=resolved, decided_on=day_of(meta.happened_at))


def _rejected(vorlage: Vorlage, event: VorlageRejected, meta: Meta) -> Vorlage:
    station = vorlage.consultation(event.consultation)
    edition = None if station is None else station.edition
    day = day_of(meta.happened_at)
    return replace(vorlage, phase=Rejected(), rejected=edition, decided_on=day, decided_at=event.consultation)


def _afterwards(vorlage: Vorlage, event: AftermathEvent, meta: Meta) -> Vorlage:
    match event:
        case VorlageDecidedUrgently():
            return _resolved(vorlage, event, meta)
        case ResolutionObjected():
            suspended = Suspended(event.authority, day_of(meta.happened_at))
            return replace(vorlage, phase=suspended, decided_at=None, objections=vorlage.objections + 1)
        case ResolutionConfirmed():
            return replace(vorlage, phase=Confirmed(), decided_on=day_of(meta.happened_at))
        case ResolutionRevoked():
            return replace(vorlage, phase=Revoked())
        case ImplementationStarted():
            return replace(vorlage, phase=Implementation(event.department), decided_at=None)
        case ImplementationReported():
            return vorlage
        case ImplementationCompleted():
            return replace(vorlage, phase=Closed())
