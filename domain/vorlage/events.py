"""Everything that can happen to a Vorlage.

Tags are `vorlage.<fact>.<version>`; the log is never rewritten, so a tag once shipped is never changed.
`cause` and `target` name consultations: what led to a change, and which station an edition is made for.
"""

import datetime as dt
from decimal import Decimal
from typing import ClassVar, Literal

from msgspec import Struct

from domain.flag import Flag
from domain.recorded import Event
from domain.text import Splice

Kind = Literal["decision", "information"]
ConsultationRole = Literal["preliminary", "hearing", "information", "decision"]
Outcome = Literal[
    "resolved",
    "resolved_amended",
    "recommended",
    "recommended_amended",
    "rejected",
    "not_recommended",
    "postponed",
    "referred",
    "taken_off",
    "withdrawn",
    "noted",
]
Spending = Literal["above_plan", "outside_plan"]
Posting = Literal["expense", "payment", "both"]
CoverKind = Literal["more_revenue", "more_receipts", "less_expense", "less_payments"]
HeaderField = Literal["number", "file_reference", "kind", "public", "date", "subject", "signatory"]
TextOrigin = Literal["typed", "written", "amended"]


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


class ConsultationAdded(Event, frozen=True, kw_only=True, tag="vorlage.consultation_added.1"):
    """A station was put into the Beratungsfolge, at `place` (from 0)."""

    ABOUT: ClassVar = "consultation"
    consultation: str
    committee_name: str
    committee: str | None = None
    date: dt.date | None = None
    role: ConsultationRole | None = None
    printed: bool = True
    remark: str | None = None
    place: int


class ConsultationLinked(Event, frozen=True, kw_only=True, tag="vorlage.consultation_linked.1"):
    """A printed committee name was linked to a known committee."""

    ABOUT: ClassVar = "consultation"
    consultation: str
    committee: str
    committee_name: str


class ConsultationRemoved(Event, frozen=True, kw_only=True, tag="vorlage.consultation_removed.1"):
    """A station that was never summoned was taken out of the Beratungsfolge."""

    ABOUT: ClassVar = "consultation"
    consultation: str


class ConsultationsOrdered(Event, frozen=True, kw_only=True, tag="vorlage.consultations_ordered.1"):
    """The Beratungsfolge got this order."""

    order: tuple[str, ...]


class CommitteeDateSet(Event, frozen=True, kw_only=True, tag="vorlage.committee_date_set.1"):
    """A station got a date, or another one; None takes it away."""

    ABOUT: ClassVar = "consultation"
    consultation: str
    date: dt.date | None
    reason: str | None = None


class ConsultationRoleSet(Event, frozen=True, kw_only=True, tag="vorlage.consultation_role_set.1"):
    """A station got its role; only a `decision` station decides."""

    ABOUT: ClassVar = "consultation"
    consultation: str
    role: ConsultationRole


class ConsultationRemarked(Event, frozen=True, kw_only=True, tag="vorlage.consultation_remarked.1"):
    """The remark beside a station was written or cleared."""

    ABOUT: ClassVar = "consultation"
    consultation: str
    remark: str | None


class ConsultationWaived(Event, frozen=True, kw_only=True, tag="vorlage.consultation_waived.1"):
    """The deciding body does not wait for this station: it may be dated after the decision."""

    ABOUT: ClassVar = "consultation"
    consultation: str
    reason: str


class ConsultationResultRecorded(
    Event, frozen=True, kw_only=True, tag="vorlage.consultation_result_recorded.1"
):
    """Counts that a printed paper brings; None means not recorded, never 0 (rule 1).

    `reason`: why a result that was recorded before is replaced (rule 14); None the first time.
    """

    ABOUT: ClassVar = "consultation"
    consultation: str
    yes: int | None = None
    no: int | None = None
    abstained: int | None = None
    outcome: Outcome | None = None
    reason: str | None = None


class ConsultationScheduled(Event, frozen=True, kw_only=True, tag="vorlage.consultation_scheduled.1"):
    """A session took the station onto its agenda."""

    ABOUT: ClassVar = "consultation"
    consultation: str
    session: str
    item: str


class ConsultationUnscheduled(Event, frozen=True, kw_only=True, tag="vorlage.consultation_unscheduled.1"):
    """The station was taken off an agenda before the summons, or the session was cancelled."""

    ABOUT: ClassVar = "consultation"
    consultation: str
    session: str
    item: str


class ConsultationSummoned(Event, frozen=True, kw_only=True, tag="vorlage.consultation_summoned.1"):
    """The body was summoned with this edition; `late`: supplied after the summons."""

    ABOUT: ClassVar = "consultation"
    consultation: str
    session: str
    edition: int
    late: bool = False


class ConsultationCalled(Event, frozen=True, kw_only=True, tag="vorlage.consultation_called.1"):
    """The chair called the paper's item."""

    ABOUT: ClassVar = "consultation"
    BUILDS_ON: ClassVar = "consultation"
    consultation: str
    session: str


class ConsultationUncalled(Event, frozen=True, kw_only=True, tag="vorlage.consultation_uncalled.1"):
    """The station had been called by mistake."""

    ABOUT: ClassVar = "consultation"
    consultation: str
    session: str
    reason: str


class ConsultationConcluded(Event, frozen=True, kw_only=True, tag="vorlage.consultation_concluded.1"):
    """The station is over. Counts come from the main vote; `text_hash` is what it was bound to."""

    ABOUT: ClassVar = "consultation"
    BUILDS_ON: ClassVar = "consultation"
    consultation: str
    session: str
    outcome: Outcome
    vote: str | None = None
    text_hash: str | None = None
    yes: int | None = None
    no: int | None = None
    abstained: int | None = None
    resolution_number: str | None = None


class ConsultationReopened(Event, frozen=True, kw_only=True, tag="vorlage.consultation_reopened.1"):
    """The vote that concluded the station was annulled; the item is open again."""

    ABOUT: ClassVar = "consultation"
    BUILDS_ON: ClassVar = "consultation"
    consultation: str
    session: str
    reason: str


class ConsultationFlagged(Event, frozen=True, kw_only=True, tag="vorlage.consultation_flagged.1"):
    """The vote that concluded the station has these flags now; numbers and outcome stand (rule 14)."""

    ABOUT: ClassVar = "consultation"
    BUILDS_ON: ClassVar = "consultation"
    consultation: str
    vote: str
    flags: tuple[Flag, ...]


class ConsultationResultCorrected(
    Event, frozen=True, kw_only=True, tag="vorlage.consultation_result_corrected.1"
):
    """The counts of a concluded station were corrected; the vote keeps original and reason (rule 14)."""

    ABOUT: ClassVar = "consultation"
    BUILDS_ON: ClassVar = "consultation"
    consultation: str
    vote: str
    yes: int | None
    no: int | None
    abstained: int | None
    reason: str


class MeasureAdded(Event, frozen=True, kw_only=True, tag="vorlage.measure_added.1"):
    """A measure of the attached concept was taken into the paper; its text follows as `TextRevised`.

    `page` is a citation that moves between editions, `topic` is kept verbatim.
    `place`: from 0, where a measure comes back that had been taken out; None: at the end.
    """

    ABOUT: ClassVar = "measure"
    measure: str
    document: str
    page: int | None
    topic: str | None
    place: int | None = None


class MeasureCitationChanged(Event, frozen=True, kw_only=True, tag="vorlage.measure_citation_changed.1"):
    """Document, page or topic that the paper cites were corrected."""

    ABOUT: ClassVar = "measure"
    measure: str
    document: str
    page: int | None
    topic: str | None


class MeasureRemoved(Event, frozen=True, kw_only=True, tag="vorlage.measure_removed.1"):
    """A measure was taken out of a draft."""

    ABOUT: ClassVar = "measure"
    measure: str


class MeasureAmended(Event, frozen=True, kw_only=True, tag="vorlage.measure_amended.1"):
    """A measure changed from `old` to `new` ("Maßnahme alt / geändert"); its `TextRevised` follows.

    `change` is the id of this change, `amendment` the motion that was adopted, if one was.
    `cause` is the consultation that led to it; None: not known.
    """

    ABOUT: ClassVar = "change"
    change: str
    measure: str
    old: str
    new: str
    page: int | None
    topic: str | None
    cause: str | None = None
    amendment: str | None = None


class PassageAmended(Event, frozen=True, kw_only=True, tag="vorlage.passage_amended.1"):
    """A passage of a text changed from `old` to `new` by a motion; its `TextRevised` follows.

    `start`: where it stood in the text before, in code points. `cause`: the consultation that led to it.
    """

    ABOUT: ClassVar = "change"
    change: str
    document: str
    start: int
    old: str
    new: str
    amendment: str
    cause: str | None = None


class CauseAttributed(Event, frozen=True, kw_only=True, tag="vorlage.cause_attributed.1"):
    """A change of a measure was traced to the consultation that led to it; None takes that back."""

    ABOUT: ClassVar = "change"
    change: str
    measure: str
    cause: str | None


class AmendmentProposed(Event, frozen=True, kw_only=True, tag="vorlage.amendment_proposed.1"):
    """A motion to change a measure or a passage (Änderungsantrag); it changes no text by itself.

    A measure is changed as a whole. A passage is the code points from `start` on that say `old` in the text
    `document` of the edition `base`; an empty `old` only inserts.
    Moved by a member, a `committee`, or the administration: then `department` is the one that leads.
    `spoken`: born in a sitting, from wording that was changed aloud, on top of the motions `after`.
    """

    ABOUT: ClassVar = "amendment"
    amendment: str
    measure: str | None = None
    old: str
    new: str
    consultation: str | None = None
    proposer: str | None = None
    committee: str | None = None
    department: str | None = None
    document: str | None = None
    start: int | None = None
    base: int | None = None
    spoken: bool = False
    after: tuple[str, ...] = ()


class AmendmentRestated(Event, frozen=True, kw_only=True, tag="vorlage.amendment_restated.1"):
    """A motion was stated anew, on top of the motions `after` that it overlaps with (rule 9).

    `old` is what the edition `base` says from `start` on (None: the whole text), `new` what is to stand there
    once those motions and this one are adopted.
    """

    ABOUT: ClassVar = "amendment"
    amendment: str
    after: tuple[str, ...]
    base: int
    start: int | None = None
    old: str
    new: str


class AmendmentWithdrawn(Event, frozen=True, kw_only=True, tag="vorlage.amendment_withdrawn.1"):
    """Whoever proposed the motion took it back."""

    ABOUT: ClassVar = "amendment"
    amendment: str


AmendmentResult = Literal["recommended", "not_recommended", "carried", "rejected"]


class AmendmentVoted(Event, frozen=True, kw_only=True, tag="vorlage.amendment_voted.1"):
    """A body voted on a motion. Only `AmendmentAdopted` changes the paper's text."""

    ABOUT: ClassVar = "amendment"
    amendment: str
    consultation: str
    vote: str
    result: AmendmentResult


class AmendmentReopened(Event, frozen=True, kw_only=True, tag="vorlage.amendment_reopened.1"):
    """The vote on a motion was annulled; the motion stands as proposed, and the vote stays visible."""

    ABOUT: ClassVar = "amendment"
    amendment: str
    consultation: str
    vote: str
    reason: str


class AmendmentTakenOver(Event, frozen=True, kw_only=True, tag="vorlage.amendment_taken_over.1"):
    """Between sittings the submitter made the motion his own and wrote it into the paper.

    `cause` is the consultation that led to it, `edition` the one that has it; None: one that is still open.
    `recommended`: a body asked for just this, so that the edition needs no release of its own.
    """

    ABOUT: ClassVar = "amendment"
    amendment: str
    edition: int | None = None
    cause: str | None = None
    recommended: bool = False


class AmendmentAdopted(Event, frozen=True, kw_only=True, tag="vorlage.amendment_adopted.1"):
    """The deciding body resolved the paper with this motion in it; `order` counts from 1."""

    ABOUT: ClassVar = "amendment"
    amendment: str
    consultation: str
    order: int


class AmendmentObsolete(Event, frozen=True, kw_only=True, tag="vorlage.amendment_obsolete.1"):
    """The paper was decided or withdrawn without this motion."""

    ABOUT: ClassVar = "amendment"
    amendment: str


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


class Account(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One line of the budget block (Buchungsstelle); money in euro, None means not recorded."""

    account: str
    name: str | None = None
    appropriation: Decimal | None = None
    used: Decimal | None = None
    need: Decimal | None = None


class Cover(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where the money comes from (Deckung)."""

    kind: CoverKind
    account: str | None = None
    amount: Decimal | None = None


class Budget(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The budget block as recorded; None means that the paper says nothing, never 0 or no."""

    proof_required: bool | None = None
    accounts: tuple[Account, ...] | None = None
    appropriation: Decimal | None = None
    need: Decimal | None = None
    spending: Spending | None = None
    posting: Posting | None = None
    cover: tuple[Cover, ...] = ()
    finance_check: str | None = None


class BudgetRecorded(Event, frozen=True, kw_only=True, tag="vorlage.budget_recorded.1"):
    """The budget block was filled in or changed as a whole."""

    budget: Budget


class FinanceChecked(Event, frozen=True, kw_only=True, tag="vorlage.finance_checked.1"):
    """The finance department checked spending above or outside plan (Prüfvermerk).

    `budget`: the hash of the block that was checked. `ground`: of § 105, under the rule set `rule`.
    `competent`: the committee that may allow it by the Hauptsatzung.
    """

    positive: bool
    budget: str
    rule: str
    ground: str | None = None
    competent: str | None = None
    note: str | None = None


class FinanceCheckLapsed(Event, frozen=True, kw_only=True, tag="vorlage.finance_check_lapsed.1"):
    """The change beside it touched the budget block; the finance department's check counts no more."""


class FinanceCheckRevived(Event, frozen=True, kw_only=True, tag="vorlage.finance_check_revived.1"):
    """The change beside it made the block say again what was checked; the check counts again."""


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


class Link(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A department that is asked to sign off.

    Equal stages sign at the same time, a higher one after the mandatory links of the lower.
    `scope`: names of sections, or `measures` and `attachments` for all of them; empty: the whole paper.
    """

    department: str
    stage: int = 1
    scope: tuple[str, ...] = ()
    mandatory: bool = True


class CosigningStarted(Event, frozen=True, kw_only=True, tag="vorlage.cosigning_started.1"):
    """Texts are closed; these departments are asked to sign off.

    `links` say how each of them is asked; where there are none, each is asked for the whole paper at once.
    """

    edition: int
    chain: tuple[str, ...]
    links: tuple[Link, ...] = ()

    @property
    def asked(self) -> tuple[Link, ...]:
        """The chain with what each department is asked for."""
        return self.links or tuple(Link(department=each) for each in self.chain)


class Cosigned(Event, frozen=True, kw_only=True, tag="vorlage.cosigned.1"):
    """A department signed off the sections of its scope; `sections` are their hashes then.

    `scope` is the one of its link in the chain; empty: the whole paper.
    """

    ABOUT: ClassVar = "department"
    department: str
    edition: int
    sections: dict[str, str]
    comment: str | None = None
    scope: tuple[str, ...] = ()


class CosigningCommented(Event, frozen=True, kw_only=True, tag="vorlage.cosigning_commented.1"):
    """A department remarked on the paper without signing it off."""

    ABOUT: ClassVar = "department"
    department: str
    comment: str


class CosignatureWithdrawn(Event, frozen=True, kw_only=True, tag="vorlage.cosignature_withdrawn.1"):
    """A department took its own sign-off back."""

    ABOUT: ClassVar = "department"
    department: str
    reason: str


class CosignatureLapsed(Event, frozen=True, kw_only=True, tag="vorlage.cosignature_lapsed.1"):
    """The change beside it touched these sections of the scope; the sign-off counts no more (rule 8)."""

    ABOUT: ClassVar = "department"
    department: str
    edition: int
    sections: tuple[str, ...]


class CosignatureRevived(Event, frozen=True, kw_only=True, tag="vorlage.cosignature_revived.1"):
    """The change beside it made the scope say again what was signed off; the sign-off counts again."""

    ABOUT: ClassVar = "department"
    department: str
    edition: int


class CosignatureRefused(Event, frozen=True, kw_only=True, tag="vorlage.cosignature_refused.1"):
    """A department refused; the paper goes back to draft."""

    ABOUT: ClassVar = "department"
    department: str
    reason: str


class CosigningRecalled(Event, frozen=True, kw_only=True, tag="vorlage.cosigning_recalled.1"):
    """The lead department took the paper back to draft."""

    reason: str


class VorlageReleased(Event, frozen=True, kw_only=True, tag="vorlage.released.1"):
    """The Landrat or the deputy released this edition (Freigabe)."""

    edition: int


class ReleaseWithdrawn(Event, frozen=True, kw_only=True, tag="vorlage.release_withdrawn.1"):
    """Before the summons the release was taken back; the paper is a draft again."""

    reason: str


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


class VorlageNoted(Event, frozen=True, kw_only=True, tag="vorlage.noted.1"):
    """An information paper was taken note of at its last station."""

    consultation: str


class VorlageWithdrawn(Event, frozen=True, kw_only=True, tag="vorlage.withdrawn.1"):
    """Whoever submitted the paper withdrew it."""

    reason: str


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
    | VorlageNoted
    | VorlageWithdrawn
    | VorlagePublished
    | PublicationWithdrawn
    | AftermathEvent
)
"""Every event of a Vorlage's stream `vorlagen/{id}`."""
