"""Everything that can be asked of a Vorlage, by theme.

Types are the imperative of the event.
Ids that are left out are made from the command's id and given in the answer.
"""

from domain.vorlage.commands.aftermath import (
    CompleteImplementation,
    DecideUrgently,
    ObjectToResolution,
    RecordAuthorityDecision,
    ReportImplementation,
    StartImplementation,
    WithdrawVorlage,
)
from domain.vorlage.commands.budget import RecordBudget, RecordFinanceCheck
from domain.vorlage.commands.consultation import (
    AddConsultation,
    LinkConsultation,
    OrderConsultations,
    RecordConsultationResult,
    RemarkConsultation,
    RemoveConsultation,
    SetCommitteeDate,
    SetConsultationRole,
    WaiveConsultation,
)
from domain.vorlage.commands.cosigning import (
    CommentCosigning,
    CosignVorlage,
    RecallCosigning,
    RefuseCosignature,
    ReleaseVorlage,
    StartCosigning,
    WithdrawCosignature,
    WithdrawRelease,
)
from domain.vorlage.commands.drafting import (
    AddAttachment,
    AssignLeadDepartment,
    ChangeHeader,
    InviteDepartment,
    RemoveAttachment,
    ReplaceAttachment,
    ReviseText,
    UninviteDepartment,
)
from domain.vorlage.commands.editions import (
    DiscardEdition,
    FreezeEdition,
    OpenEdition,
    PublishVorlage,
    WithdrawPublication,
)
from domain.vorlage.commands.measures import (
    AddMeasure,
    AmendMeasure,
    AttributeCause,
    ChangeMeasureCitation,
    RemoveMeasure,
)
from domain.vorlage.commands.motions import (
    ProposeAmendment,
    RestateAmendment,
    TakeOverAmendment,
    WithdrawAmendment,
)

VorlageChange = (
    ChangeHeader
    | AssignLeadDepartment
    | InviteDepartment
    | UninviteDepartment
    | ReviseText
    | AddConsultation
    | LinkConsultation
    | RemoveConsultation
    | OrderConsultations
    | SetCommitteeDate
    | SetConsultationRole
    | RemarkConsultation
    | WaiveConsultation
    | RecordConsultationResult
    | AddMeasure
    | ChangeMeasureCitation
    | RemoveMeasure
    | AmendMeasure
    | AttributeCause
    | ProposeAmendment
    | RestateAmendment
    | TakeOverAmendment
    | WithdrawAmendment
    | AddAttachment
    | ReplaceAttachment
    | RemoveAttachment
    | RecordBudget
    | RecordFinanceCheck
    | FreezeEdition
    | OpenEdition
    | DiscardEdition
    | StartCosigning
    | CosignVorlage
    | CommentCosigning
    | WithdrawCosignature
    | RefuseCosignature
    | RecallCosigning
    | ReleaseVorlage
    | WithdrawRelease
    | WithdrawVorlage
    | PublishVorlage
    | WithdrawPublication
    | DecideUrgently
    | ObjectToResolution
    | RecordAuthorityDecision
    | StartImplementation
    | ReportImplementation
    | CompleteImplementation
)
"""Every command to a Vorlage that exists."""
