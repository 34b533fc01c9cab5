"""A Vorlage after an event: facts are applied, nothing is judged."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from msgspec.structs import replace

from domain.dispatch import handled
from domain.recorded import Meta
from domain.text import apply
from domain.vorlage.aftermath.evolution import next_phase
from domain.vorlage.consultation.evolution import BeratungsfolgeEvent, beratungsfolge
from domain.vorlage.drafting.evolution import attachments, measures
from domain.vorlage.events import VorlageEvent
from domain.vorlage.events.aftermath import (
    AftermathEvent,
    DecisionAnnulled,
    VorlageNoted,
    VorlageRejected,
    VorlageResolved,
    VorlageWithdrawn,
)
from domain.vorlage.events.budget import (
    BudgetRecorded,
    FinanceChecked,
    FinanceCheckLapsed,
    FinanceCheckRevived,
)
from domain.vorlage.events.consultation import ConsultationRemarked, ConsultationResultCorrected
from domain.vorlage.events.cosigning import (
    CosignatureLapsed,
    CosignatureRefused,
    CosignatureRevived,
    CosignatureWithdrawn,
    Cosigned,
    CosigningCommented,
    CosigningRecalled,
    CosigningStarted,
    ReleaseWithdrawn,
    VorlageReleased,
)
from domain.vorlage.events.drafting import (
    AttachmentAdded,
    AttachmentRemoved,
    AttachmentReplaced,
    DepartmentInvited,
    DepartmentUninvited,
    HeaderChanged,
    LeadDepartmentAssigned,
    TextRevised,
    VorlageCreated,
)
from domain.vorlage.events.editions import (
    EditionDiscarded,
    EditionFrozen,
    EditionOpened,
    PublicationWithdrawn,
    VorlagePublished,
)
from domain.vorlage.events.measures import (
    CauseAttributed,
    MeasureAdded,
    MeasureAmended,
    MeasureCitationChanged,
    MeasureRemoved,
    PassageAmended,
)
from domain.vorlage.events.motions import AmendmentProposed
from domain.vorlage.motions import state as motions
from domain.vorlage.motions.evolution import about_motions, carried_along
from domain.vorlage.parts import Cosignature, Edition, FinanceCheck, Publication, Revision
from domain.vorlage.phases import Cosigning, Draft
from domain.vorlage.state import Vorlage


def evolve(vorlage: Vorlage | None, event: VorlageEvent, meta: Meta) -> Vorlage:
    """The Vorlage after an event."""
    if isinstance(event, VorlageCreated):
        return _created(event, meta)
    assert vorlage is not None, "a stream begins with VorlageCreated"
    return _BY_EVENT[type(event)](vorlage, event, meta)


def _created(event: VorlageCreated, meta: Meta) -> Vorlage:
    return Vorlage(
        kind=event.kind,
        public=event.public,
        file_reference=event.file_reference,
        subject=event.subject,
        salt=event.salt,
        creator=meta.actor,
        last_editor=meta.actor,
        created_for=meta.acting_for,
        edited_for=meta.acting_for,
        imported=event.imported,
        lead_department=event.lead_department,
        lead_department_name=event.lead_department_name,
        number=event.number,
        date=event.date,
        signatory=event.signatory,
    )


def _edited(vorlage: Vorlage, meta: Meta) -> Vorlage:
    return replace(vorlage, last_editor=meta.actor, edited_for=meta.acting_for)


def _text_revised(vorlage: Vorlage, event: TextRevised, meta: Meta) -> Vorlage:
    text = apply(vorlage.texts.get(event.document, ""), event.splices)
    editor, edited_for = meta.actor, meta.acting_for
    if event.contributions and event.contributions[-1].actor != editor:
        # Typed in a room, where everybody acts for himself.
        editor, edited_for = event.contributions[-1].actor, None
    texts = {**vorlage.texts, event.document: text}
    written = replace(vorlage, texts=texts, last_editor=editor, edited_for=edited_for)
    return carried_along(vorlage, written, event) if vorlage.motions else written


def _measures(
    vorlage: Vorlage,
    event: MeasureAdded | MeasureCitationChanged | MeasureRemoved | MeasureAmended | CauseAttributed,
    meta: Meta,
) -> Vorlage:
    return _edited(measures(vorlage, event), meta)


def _attachments(
    vorlage: Vorlage, event: AttachmentAdded | AttachmentReplaced | AttachmentRemoved, meta: Meta
) -> Vorlage:
    return _edited(attachments(vorlage, event), meta)


def _budget(vorlage: Vorlage, event: BudgetRecorded, meta: Meta) -> Vorlage:
    return _edited(replace(vorlage, budget=event.budget), meta)


def _finance_check(vorlage: Vorlage, event: FinanceChecked, _meta: Meta) -> Vorlage:
    return replace(vorlage, check=FinanceCheck(event.positive, event.budget))


def _unchanged(
    vorlage: Vorlage,
    _event: FinanceCheckLapsed | FinanceCheckRevived | ConsultationRemarked | ConsultationResultCorrected,
    _meta: Meta,
) -> Vorlage:
    """A statement: whether a check counts follows from the block's hash."""
    return vorlage


def _beratungsfolge(vorlage: Vorlage, event: BeratungsfolgeEvent, _meta: Meta) -> Vorlage:
    return beratungsfolge(vorlage, event)


def _header(
    vorlage: Vorlage,
    event: HeaderChanged | LeadDepartmentAssigned | DepartmentInvited | DepartmentUninvited,
    meta: Meta,
) -> Vorlage:
    match event:
        case HeaderChanged(field="public"):
            return _edited(replace(vorlage, public=event.new == "true"), meta)
        case HeaderChanged(field="date"):
            day = dt.date.fromisoformat(event.new) if event.new else None
            return _edited(replace(vorlage, date=day), meta)
        case HeaderChanged():
            return _edited(replace(vorlage, **{event.field: event.new}), meta)
        case LeadDepartmentAssigned():
            return replace(vorlage, lead_department=event.department, lead_department_name=event.name)
        case DepartmentInvited():
            return replace(vorlage, invited=vorlage.invited | {event.department})
        case DepartmentUninvited():
            return replace(vorlage, invited=vorlage.invited - {event.department})


def _publication(vorlage: Vorlage, event: VorlagePublished | PublicationWithdrawn, meta: Meta) -> Vorlage:
    match event:
        case VorlagePublished():
            published = Publication(
                edition=event.edition, consultation=event.consultation, at=meta.happened_at
            )
            return replace(vorlage, publications=(*vorlage.publications, published))
        case PublicationWithdrawn(consultation=None):
            return replace(vorlage, publications=())
        case PublicationWithdrawn():
            kept = (each for each in vorlage.publications if each.consultation != event.consultation)
            return replace(vorlage, publications=tuple(kept))


def _editions(
    vorlage: Vorlage, event: EditionFrozen | EditionOpened | EditionDiscarded, _meta: Meta
) -> Vorlage:
    match event:
        case EditionOpened():
            return replace(vorlage, revision=Revision("revising", event.cause))
        case EditionDiscarded():
            undone = set(event.changes)
            measures = tuple(
                replace(each, changes=tuple(change for change in each.changes if change.id not in undone))
                for each in vorlage.measures
            )
            reopened = motions.discarded(vorlage.motions, event.edition)
            return replace(vorlage, measures=measures, revision=None, base=event.edition, motions=reopened)
        case EditionFrozen():
            edition = Edition(
                number=event.number,
                label=event.label,
                hash=event.hash,
                sections=event.sections,
                content=vorlage.content(),
                attachments=vorlage.attachments,
                changes=frozenset(change.id for each in vorlage.measures for change in each.changes),
                consolidated=event.consolidated,
            )
            frozen = replace(
                vorlage,
                editions=(*vorlage.editions, edition),
                base=event.number,
                motions=motions.frozen(vorlage.motions, event.number),
            )
            return _at_stage(frozen, "revised")


def _at_stage(vorlage: Vorlage, stage: Literal["revising", "revised"]) -> Vorlage:
    if vorlage.revision is None:
        return vorlage
    return replace(vorlage, revision=replace(vorlage.revision, stage=stage))


def _cosigning(
    vorlage: Vorlage,
    event: CosigningStarted
    | Cosigned
    | CosigningCommented
    | CosignatureWithdrawn
    | CosignatureLapsed
    | CosignatureRevived
    | CosignatureRefused
    | CosigningRecalled
    | ReleaseWithdrawn,
    _meta: Meta,
) -> Vorlage:
    match event:
        case CosigningStarted() if vorlage.revision is not None:
            return replace(vorlage, chain=event.asked)
        case CosigningStarted():
            return replace(vorlage, phase=Cosigning(event.edition), chain=event.asked)
        case Cosigned():
            signed = Cosignature(event.edition, event.scope, event.sections)
            return replace(vorlage, cosignatures={**vorlage.cosignatures, event.department: signed})
        case CosignatureWithdrawn():
            return _unsigned(vorlage, event.department)
        case CosignatureRefused() if vorlage.revision is not None:
            return _at_stage(_unsigned(vorlage, event.department), "revising")
        case CosignatureRefused():
            return replace(_unsigned(vorlage, event.department), phase=Draft(), chain=())
        case CosigningRecalled() if vorlage.revision is not None:
            return _at_stage(vorlage, "revising")
        case CosigningRecalled() | ReleaseWithdrawn():
            return replace(vorlage, phase=Draft(), chain=(), revision=None)
        case CosigningCommented() | CosignatureLapsed() | CosignatureRevived():
            # Statements: whether a cosignature counts follows from its hashes.
            return vorlage


def _unsigned(vorlage: Vorlage, department: str) -> Vorlage:
    kept = {key: each for key, each in vorlage.cosignatures.items() if key != department}
    return replace(vorlage, cosignatures=kept)


_Handler = Callable[[Vorlage, Any, Meta], Vorlage]


_BY_EVENT: Final[Mapping[type, _Handler]] = {
    **handled(_text_revised, TextRevised),
    **handled(_header, HeaderChanged, LeadDepartmentAssigned, DepartmentInvited, DepartmentUninvited),
    **handled(
        _measures, MeasureAdded, MeasureCitationChanged, MeasureRemoved, MeasureAmended, CauseAttributed
    ),
    **handled(_attachments, AttachmentAdded, AttachmentReplaced, AttachmentRemoved),
    **handled(_budget, BudgetRecorded),
    **handled(_finance_check, FinanceChecked),
    **handled(
        _unchanged,
        FinanceCheckLapsed,
        FinanceCheckRevived,
        ConsultationRemarked,
        ConsultationResultCorrected,
    ),
    **handled(about_motions, AmendmentProposed, PassageAmended, motions.AmendmentEvent),
    **handled(_editions, EditionFrozen, EditionOpened, EditionDiscarded),
    **handled(
        _cosigning,
        CosigningStarted,
        Cosigned,
        CosigningCommented,
        CosignatureWithdrawn,
        CosignatureLapsed,
        CosignatureRevived,
        CosignatureRefused,
        CosigningRecalled,
        ReleaseWithdrawn,
    ),
    **handled(_publication, VorlagePublished, PublicationWithdrawn),
    **handled(next_phase, VorlageReleased, VorlageResolved, VorlageRejected, VorlageNoted, VorlageWithdrawn),
    DecisionAnnulled: next_phase,
    **handled(next_phase, AftermathEvent),
    **handled(_beratungsfolge, BeratungsfolgeEvent),
}
"""What takes each event in."""
