"""Everything that can happen to a Vorlage, by theme.

Tags are `vorlage.<fact>.<version>`; the log is never rewritten, so a tag once shipped is never changed.
`cause` and `target` name consultations: what led to a change, and which station an edition is made for.
"""

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
from domain.vorlage.events.consultation import (
    CommitteeDateSet,
    ConsultationAdded,
    ConsultationCalled,
    ConsultationConcluded,
    ConsultationFlagged,
    ConsultationLinked,
    ConsultationOvertaken,
    ConsultationRemarked,
    ConsultationRemoved,
    ConsultationReopened,
    ConsultationResultCorrected,
    ConsultationResultRecorded,
    ConsultationRoleSet,
    ConsultationScheduled,
    ConsultationsOrdered,
    ConsultationSummoned,
    ConsultationUncalled,
    ConsultationUnscheduled,
    ConsultationWaived,
)
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
from domain.vorlage.events.motions import (
    AmendmentAdopted,
    AmendmentObsolete,
    AmendmentProposed,
    AmendmentReopened,
    AmendmentRestated,
    AmendmentTakenOver,
    AmendmentVoted,
    AmendmentWithdrawn,
)

VorlageEvent = (
    VorlageCreated
    | HeaderChanged
    | LeadDepartmentAssigned
    | DepartmentInvited
    | DepartmentUninvited
    | TextRevised
    | ConsultationAdded
    | ConsultationLinked
    | ConsultationRemoved
    | ConsultationsOrdered
    | CommitteeDateSet
    | ConsultationRoleSet
    | ConsultationRemarked
    | ConsultationWaived
    | ConsultationResultRecorded
    | ConsultationScheduled
    | ConsultationUnscheduled
    | ConsultationSummoned
    | ConsultationCalled
    | ConsultationUncalled
    | ConsultationConcluded
    | ConsultationOvertaken
    | ConsultationReopened
    | ConsultationFlagged
    | ConsultationResultCorrected
    | MeasureAdded
    | MeasureCitationChanged
    | MeasureRemoved
    | MeasureAmended
    | PassageAmended
    | CauseAttributed
    | AmendmentProposed
    | AmendmentRestated
    | AmendmentWithdrawn
    | AmendmentVoted
    | AmendmentReopened
    | AmendmentTakenOver
    | AmendmentAdopted
    | AmendmentObsolete
    | AttachmentAdded
    | AttachmentReplaced
    | AttachmentRemoved
    | BudgetRecorded
    | FinanceChecked
    | FinanceCheckLapsed
    | FinanceCheckRevived
    | EditionFrozen
    | EditionOpened
    | EditionDiscarded
    | CosigningStarted
    | Cosigned
    | CosigningCommented
    | CosignatureWithdrawn
    | CosignatureLapsed
    | CosignatureRevived
    | CosignatureRefused
    | CosigningRecalled
    | VorlageReleased
    | ReleaseWithdrawn
    | VorlageResolved
    | VorlageRejected
    | DecisionAnnulled
    | VorlageNoted
    | VorlageWithdrawn
    | VorlagePublished
    | PublicationWithdrawn
    | AftermathEvent
)
"""Every event of a Vorlage's stream `vorlagen/{id}`."""
