"""What can be asked of a Vorlage.

Types are the imperative of the event.
Ids that are left out are made from the command's id and given in the answer.
"""

import datetime as dt
from typing import Annotated, ClassVar

from msgspec import UNSET, Meta, Struct, UnsetType

from domain.command import Command, Count, DocumentName, Id, Line, Name, Page, Prose
from domain.vorlage.events.budget import Budget
from domain.vorlage.terms import ConsultationRole, Kind, Outcome

"""Which text of a paper: `proposed_resolution`, `reasons` or `measures/{id}`."""

ScopePart = Annotated[
    str,
    Meta(
        pattern="^(subject|proposed_resolution|reasons|budget|(measures|attachments)(/[0-9a-f-]{36})?)$",
    ),
]
"""A section of a paper by its name, or all `measures`, or all `attachments`."""

ATTACHMENT_BYTES = 24 * 1024 * 1024
"""How large an attachment may be (24 MiB)."""


class VorlageCommand(Command, frozen=True, kw_only=True):
    """A command to one Vorlage."""

    TARGET: ClassVar = "vorlage"
    vorlage: Id


class CreateVorlage(Command, frozen=True, kw_only=True):
    """Begin a paper. `lead_department` is an id; a name alone is linked where it is known."""

    TARGET: ClassVar = "vorlage"
    file_reference: Name
    subject: Line
    vorlage: Id | None = None
    kind: Kind = "decision"
    public: bool = True
    lead_department: Id | None = None
    lead_department_name: Name | None = None
    number: Name | None = None
    date: dt.date | None = None
    signatory: Name | None = None
    imported: bool = False


class ChangeHeader(VorlageCommand, frozen=True, kw_only=True):
    """Change fields of the header; what is left out stays, null clears."""

    number: Name | None | UnsetType = UNSET
    file_reference: Name | UnsetType = UNSET
    kind: Kind | UnsetType = UNSET
    public: bool | UnsetType = UNSET
    date: dt.date | None | UnsetType = UNSET
    subject: Line | UnsetType = UNSET
    signatory: Name | None | UnsetType = UNSET


class AssignLeadDepartment(VorlageCommand, frozen=True, kw_only=True):
    """Give the lead to a known department."""

    department: Id


class InviteDepartment(VorlageCommand, frozen=True, kw_only=True):
    """Ask a department to draft along."""

    department: Id


class UninviteDepartment(VorlageCommand, frozen=True, kw_only=True):
    """Let a department no longer draft along."""

    department: Id


class ReviseText(VorlageCommand, frozen=True, kw_only=True):
    """Replace a text; it is written as the fewest insertions and deletions of words."""

    document: DocumentName
    text: Prose


class AddConsultation(VorlageCommand, frozen=True, kw_only=True):
    """Put a station into the Beratungsfolge: after `after`, else where its date belongs, else at the end.

    `committee` is an id; a name alone is linked where it is known. `printed`: False for an informal one.
    """

    consultation: Id | None = None
    committee: Id | None = None
    committee_name: Name | None = None
    date: dt.date | None = None
    role: ConsultationRole | None = None
    printed: bool = True
    remark: Line | None = None
    after: Id | None = None


class LinkConsultation(VorlageCommand, frozen=True, kw_only=True):
    """Link a printed committee name to a known committee."""

    consultation: Id
    committee: Id


class RemoveConsultation(VorlageCommand, frozen=True, kw_only=True):
    """Take a station that is on no agenda out of the Beratungsfolge."""

    consultation: Id


class OrderConsultations(VorlageCommand, frozen=True, kw_only=True):
    """Give the Beratungsfolge an order: each station's id, once."""

    order: Annotated[tuple[Id, ...], Meta(max_length=200)]


class SetCommitteeDate(VorlageCommand, frozen=True, kw_only=True):
    """Give a station a date, or none, before a sitting has it; then the sitting is moved or cancelled."""

    consultation: Id
    date: dt.date | None
    reason: Line | None = None


class SetConsultationRole(VorlageCommand, frozen=True, kw_only=True):
    """Give a station its role."""

    consultation: Id
    role: ConsultationRole


class RemarkConsultation(VorlageCommand, frozen=True, kw_only=True):
    """Write the remark beside a station; null clears it."""

    consultation: Id
    remark: Line | None


class WaiveConsultation(VorlageCommand, frozen=True, kw_only=True):
    """Say, on the deciding body's word, that it does not wait for an advisory station, and why."""

    consultation: Id
    reason: Line


class RecordConsultationResult(VorlageCommand, frozen=True, kw_only=True):
    """Record the counts that a printed paper brings, or those of an informal station; null: not recorded.

    `reason`: needed to replace a result that was recorded before.
    """

    consultation: Id
    yes: Count | None = None
    no: Count | None = None
    abstained: Count | None = None
    outcome: Outcome | None = None
    reason: Line | None = None


class AddMeasure(VorlageCommand, frozen=True, kw_only=True):
    """Take a measure of the attached concept into the paper."""

    document: Name
    text: Prose
    topic: Name | None = None
    page: Page | None = None
    measure: Id | None = None


class ChangeMeasureCitation(VorlageCommand, frozen=True, kw_only=True):
    """Correct the document, page or topic that a measure is cited by."""

    measure: Id
    document: Name | UnsetType = UNSET
    page: Page | None | UnsetType = UNSET
    topic: Name | None | UnsetType = UNSET


class RemoveMeasure(VorlageCommand, frozen=True, kw_only=True):
    """Take a measure out of a draft."""

    measure: Id


class AmendMeasure(VorlageCommand, frozen=True, kw_only=True):
    """Change a measure from its text in force `old` to `new` ("Maßnahme alt / geändert").

    `cause`: the consultation that led to it; null: not known. Page and topic: as cited so far when left out.
    """

    measure: Id
    old: Prose
    new: Prose
    page: Page | None | UnsetType = UNSET
    topic: Name | None | UnsetType = UNSET
    cause: Id | None = None
    change: Id | None = None


class AttributeCause(VorlageCommand, frozen=True, kw_only=True):
    """Trace a change of a measure to the consultation that led to it; null takes that back."""

    change: Id
    cause: Id | None


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


class AddAttachment(VorlageCommand, frozen=True, kw_only=True):
    """Add an attachment; `content` are its bytes in Base64, null where it is only named."""

    title: Line
    edition: Name | None = None
    content: Annotated[bytes, Meta(max_length=ATTACHMENT_BYTES)] | None = None
    media_type: Name | None = None
    attachment: Id | None = None


class ReplaceAttachment(VorlageCommand, frozen=True, kw_only=True):
    """Give an attachment new bytes, or its first; title and edition stay when left out."""

    attachment: Id
    content: Annotated[bytes, Meta(max_length=ATTACHMENT_BYTES)]
    title: Line | UnsetType = UNSET
    edition: Name | None | UnsetType = UNSET
    media_type: Name | None = None


class RemoveAttachment(VorlageCommand, frozen=True, kw_only=True):
    """Take an attachment out of a draft."""

    attachment: Id


class RecordBudget(VorlageCommand, frozen=True, kw_only=True):
    """Fill in the budget block as a whole."""

    budget: Budget


class RecordFinanceCheck(VorlageCommand, frozen=True, kw_only=True):
    """Check spending above or outside plan, for the finance department.

    A positive one needs the `ground`, the `competent` committee and a cover that comes to the shortfall.
    """

    positive: bool
    ground: Line | None = None
    competent: Id | None = None
    note: Line | None = None


class FreezeEdition(VorlageCommand, frozen=True, kw_only=True):
    """Freeze the texts as a named edition, made for the station `target`, caused by the station `cause`.

    Left out, label and target are those of the next open station.
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


class WithdrawVorlage(VorlageCommand, frozen=True, kw_only=True):
    """Withdraw the paper before the final vote."""

    reason: Line


class PublishVorlage(VorlageCommand, frozen=True, kw_only=True):
    """Publish the edition that was put to the bodies, without the announcement of a sitting."""


class WithdrawPublication(VorlageCommand, frozen=True, kw_only=True):
    """Take back a publication that was a mistake."""

    reason: Line


class DecideUrgently(VorlageCommand, frozen=True, kw_only=True):
    """Decide in the body's stead what was released, and say why it cannot wait (Eilentscheidung)."""

    reason: Line


class ObjectToResolution(VorlageCommand, frozen=True, kw_only=True):
    """Object to a resolution, with reasons, and say since when it is known."""

    reason: Line
    known_at: dt.date


class RecordAuthorityDecision(VorlageCommand, frozen=True, kw_only=True):
    """Record whether the supervisory authority lets the resolution stand after the second objection."""

    upheld: bool
    reason: Line


class StartImplementation(VorlageCommand, frozen=True, kw_only=True):
    """Make a department responsible for carrying the resolution out, by a day."""

    department: Id
    due: dt.date | None = None


class ReportImplementation(VorlageCommand, frozen=True, kw_only=True):
    """Report how far it is carried out: in words, in per cent, and by when if that changed."""

    text: Line
    share: Annotated[int, Meta(ge=0, le=100)] | None = None
    due: dt.date | None = None


class CompleteImplementation(VorlageCommand, frozen=True, kw_only=True):
    """Say that the resolution is carried out."""

    text: Line | None = None


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
