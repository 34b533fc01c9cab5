"""Everything that can happen to a Vorlage.

Tags are `vorlage.<fact>.<version>`; the log is never rewritten, so a tag once shipped is never changed.
`cause` and `target` name consultations: what led to a change, and which station an edition is made for.
"""

import datetime as dt
from typing import ClassVar

from msgspec import Struct

from domain.recorded import Event
from domain.text import Splice
from domain.vorlage.amendment_events import (
    AmendmentAdopted,
    AmendmentObsolete,
    AmendmentProposed,
    AmendmentReopened,
    AmendmentRestated,
    AmendmentTakenOver,
    AmendmentVoted,
    AmendmentWithdrawn,
    CauseAttributed,
    MeasureAdded,
    MeasureAmended,
    MeasureCitationChanged,
    MeasureRemoved,
    PassageAmended,
)
from domain.vorlage.budget_events import (
    BudgetRecorded,
    FinanceChecked,
    FinanceCheckLapsed,
    FinanceCheckRevived,
)
from domain.vorlage.consultation_events import (
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
from domain.vorlage.cosigning_events import (
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
from domain.vorlage.decision_events import (
    AftermathEvent,
    DecisionAnnulled,
    VorlageNoted,
    VorlageRejected,
    VorlageResolved,
    VorlageWithdrawn,
)
from domain.vorlage.terms import HeaderField, Kind, TextOrigin


class VorlageCreated(Event, frozen=True, kw_only=True, tag="vorlage.created.1"):
    """A paper was begun. `salt`: 32 random bytes that begin the canonical bytes of each edition."""

    kind: Kind
    public: bool
    file_reference: str
    subject: str
    salt: bytes
    lead_department: str | None = None
    lead_department_name: str | None = None
    number: str | None = None
    date: dt.date | None = None
    signatory: str | None = None
    imported: bool = False


class HeaderChanged(Event, frozen=True, kw_only=True, tag="vorlage.header_changed.1"):
    """One field of the header was changed; values are texts, dates in ISO form, `true` or `false`."""

    field: HeaderField
    old: str | None
    new: str | None


class LeadDepartmentAssigned(Event, frozen=True, kw_only=True, tag="vorlage.lead_department_assigned.1"):
    """A known department took the lead, in place of a printed name."""

    ABOUT: ClassVar = "department"
    department: str
    name: str


class DepartmentInvited(Event, frozen=True, kw_only=True, tag="vorlage.department_invited.1"):
    """A department was asked to draft along."""

    ABOUT: ClassVar = "department"
    department: str


class DepartmentUninvited(Event, frozen=True, kw_only=True, tag="vorlage.department_uninvited.1"):
    """A department no longer drafts along."""

    ABOUT: ClassVar = "department"
    department: str


class Contribution(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Clocks `start` to `end` (exclusive) of one Yjs client were typed by `actor`."""

    actor: str
    client: int
    start: int
    end: int


class Deletion(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Clocks `start` to `end` (exclusive) of one Yjs client were deleted by `actor`."""

    actor: str
    client: int
    start: int
    end: int


class TextRevised(Event, frozen=True, kw_only=True, tag="vorlage.text_revised.1"):
    """A burst of edits to one text, sealed into one revision.

    `document` is `proposed_resolution`, `reasons` or `measures/{id}`.
    `update` is the Yjs update (v1), `splices` the same change of the plain string (code points).
    `hash`: SHA-256 (hex) of the resulting string in UTF-8.
    `origin`: typed in a room, written by a command, or amended by the `MeasureAmended` beside it.
    """

    ABOUT: ClassVar = "document"
    BUILDS_ON: ClassVar = "document"
    document: str
    splices: tuple[Splice, ...]
    hash: str
    origin: TextOrigin
    began: dt.datetime
    ended: dt.datetime
    update: bytes = b""
    epoch: int = 1
    contributions: tuple[Contribution, ...] = ()
    deletions: tuple[Deletion, ...] = ()
    cause: str | None = None


class AttachmentAdded(Event, frozen=True, kw_only=True, tag="vorlage.attachment_added.1"):
    """An attachment; its bytes lie beside the log under their SHA-256 (hex). None: only named on paper."""

    ABOUT: ClassVar = "attachment"
    attachment: str
    title: str
    edition: str | None = None
    sha256: str | None = None
    size: int | None = None
    media_type: str | None = None


class AttachmentReplaced(Event, frozen=True, kw_only=True, tag="vorlage.attachment_replaced.1"):
    """The attachment got new bytes, or its first."""

    ABOUT: ClassVar = "attachment"
    attachment: str
    title: str
    edition: str | None
    sha256: str
    size: int
    media_type: str | None = None


class AttachmentRemoved(Event, frozen=True, kw_only=True, tag="vorlage.attachment_removed.1"):
    """An attachment was taken out of a draft."""

    ABOUT: ClassVar = "attachment"
    attachment: str


class EditionFrozen(Event, frozen=True, kw_only=True, tag="vorlage.edition_frozen.1"):
    """A named, immutable state of the paper (Fassung).

    `canonical` are the bytes that `hash` (SHA-256, hex) is taken of; `sections` the hash of each section.
    `target`: the station it is made for, `cause`: the station that led to it.
    `consolidated`: False when measures changed and the document that they stand in was not renewed (rule 8).
    """

    ABOUT: ClassVar = "number"
    number: int
    label: str
    hash: str
    sections: dict[str, str]
    canonical: bytes
    target: str | None = None
    cause: str | None = None
    consolidated: bool = True


class EditionOpened(Event, frozen=True, kw_only=True, tag="vorlage.edition_opened.1"):
    """After the release the texts were opened for a new edition; the released one stays the submitted one.

    `cause`: the station that led to it.
    """

    reason: str
    cause: str | None = None


class EditionDiscarded(Event, frozen=True, kw_only=True, tag="vorlage.edition_discarded.1"):
    """What was written after the release was undone; the paper says what this edition says.

    `changes`: the changes of measures that were undone. `reason` is None where a body decided meanwhile.
    """

    edition: int
    changes: tuple[str, ...] = ()
    reason: str | None = None


class VorlagePublished(Event, frozen=True, kw_only=True, tag="vorlage.published.1"):
    """The public may read this edition from now on.

    `consultation`: the station whose sitting was announced; None: published by itself.
    """

    edition: int
    consultation: str | None = None
    session: str | None = None


class PublicationWithdrawn(Event, frozen=True, kw_only=True, tag="vorlage.publication_withdrawn.1"):
    """What was published by mistake is public no more: all of it, or what this station's sitting brought."""

    reason: str
    consultation: str | None = None


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
