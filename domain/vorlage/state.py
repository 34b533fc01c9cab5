"""A Vorlage as the log tells it.

Its phase is a union, so that what belongs to one phase cannot exist in another; `evolve` only applies facts.
"""

import datetime as dt
from typing import ClassVar, Literal

from msgspec import Struct
from msgspec.structs import replace

from domain.flag import Flag
from domain.recorded import Meta
from domain.text import apply
from domain.vorlage import motions
from domain.vorlage.anchoring import between
from domain.vorlage.content import AttachmentContent, Content, MeasureContent, nfc
from domain.vorlage.events import (
    AftermathEvent,
    AmendmentAdopted,
    AmendmentObsolete,
    AmendmentProposed,
    AmendmentReopened,
    AmendmentRestated,
    AmendmentTakenOver,
    AmendmentVoted,
    AmendmentWithdrawn,
    AttachmentAdded,
    AttachmentRemoved,
    AttachmentReplaced,
    Budget,
    BudgetRecorded,
    CauseAttributed,
    CommitteeDateSet,
    ConsultationAdded,
    ConsultationCalled,
    ConsultationConcluded,
    ConsultationFlagged,
    ConsultationLinked,
    ConsultationRemarked,
    ConsultationRemoved,
    ConsultationReopened,
    ConsultationResultCorrected,
    ConsultationResultRecorded,
    ConsultationRole,
    ConsultationRoleSet,
    ConsultationScheduled,
    ConsultationsOrdered,
    ConsultationSummoned,
    ConsultationUncalled,
    ConsultationUnscheduled,
    ConsultationWaived,
    CosignatureLapsed,
    CosignatureRefused,
    CosignatureRevived,
    CosignatureWithdrawn,
    Cosigned,
    CosigningCommented,
    CosigningRecalled,
    CosigningStarted,
    DepartmentInvited,
    DepartmentUninvited,
    EditionDiscarded,
    EditionFrozen,
    EditionOpened,
    FinanceChecked,
    FinanceCheckLapsed,
    FinanceCheckRevived,
    HeaderChanged,
    ImplementationCompleted,
    ImplementationReported,
    ImplementationStarted,
    Kind,
    LeadDepartmentAssigned,
    Link,
    MeasureAdded,
    MeasureAmended,
    MeasureCitationChanged,
    MeasureRemoved,
    Outcome,
    PassageAmended,
    PublicationWithdrawn,
    ReleaseWithdrawn,
    ResolutionConfirmed,
    ResolutionObjected,
    ResolutionRevoked,
    TextRevised,
    VorlageCreated,
    VorlageDecidedUrgently,
    VorlageEvent,
    VorlageNoted,
    VorlagePublished,
    VorlageRejected,
    VorlageReleased,
    VorlageResolved,
    VorlageWithdrawn,
)
from domain.vorlage.motions import Motion


class Draft(Struct, frozen=True):
    """Texts are open to the drafting group."""

    NAME: ClassVar = "draft"


class Cosigning(Struct, frozen=True):
    """Texts are closed; the departments of the chain sign off this edition."""

    NAME: ClassVar = "cosigning"
    edition: int


class Released(Struct, frozen=True):
    """One edition may be put to a body."""

    NAME: ClassVar = "released"
    edition: int


class InConsultation(Struct, frozen=True):
    """A body was summoned with the paper."""

    NAME: ClassVar = "in_consultation"
    edition: int


class Resolved(Struct, frozen=True):
    """The deciding body resolved this edition."""

    NAME: ClassVar = "resolved"
    edition: int
    hash: str


class Rejected(Struct, frozen=True):
    """The deciding body voted the paper down."""

    NAME: ClassVar = "rejected"


class Noted(Struct, frozen=True):
    """The last body took note."""

    NAME: ClassVar = "noted"


class Withdrawn(Struct, frozen=True):
    """The submitter withdrew the paper; `released`: after its release, so others have seen it."""

    NAME: ClassVar = "withdrawn"
    released: bool = False


class Suspended(Struct, frozen=True):
    """The Landrat objected; the body, or the authority, decides again."""

    NAME: ClassVar = "suspended"
    authority: bool = False


class Confirmed(Struct, frozen=True):
    """The resolution stands after an objection."""

    NAME: ClassVar = "confirmed"


class Revoked(Struct, frozen=True):
    """The resolution is gone after an objection."""

    NAME: ClassVar = "revoked"


class Implementation(Struct, frozen=True):
    """The department carries the resolution out."""

    NAME: ClassVar = "implementation"
    department: str


class Closed(Struct, frozen=True):
    """The resolution is carried out."""

    NAME: ClassVar = "closed"


Undecided = Draft | Cosigning | Released | InConsultation
Afterwards = Suspended | Confirmed | Revoked | Implementation | Closed
Phase = Undecided | Resolved | Rejected | Noted | Withdrawn | Afterwards
DECIDED = (Resolved, Rejected, Noted, Withdrawn, Suspended, Confirmed, Revoked, Implementation, Closed)


class Consultation(Struct, frozen=True, kw_only=True):
    """One station of the Beratungsfolge."""

    id: str
    committee: str | None
    committee_name: str
    date: dt.date | None
    role: ConsultationRole | None
    printed: bool
    session: str | None = None
    item: str | None = None
    edition: int | None = None
    late: bool = False
    """The edition was supplied after the summons."""
    called: bool = False
    waived: bool = False
    """The deciding body does not wait for it."""
    outcome: Outcome | None = None
    vote: str | None = None
    from_paper: bool = False
    flags: tuple[Flag, ...] = ()
    """Those of the vote that concluded it."""

    @property
    def ahead(self) -> bool:
        """Whether the body has not dealt with the paper yet."""
        return self.outcome is None and not self.called

    @property
    def status(self) -> str:
        """Where the station stands: planned, dated, summoned, called or concluded."""
        if self.outcome is not None:
            return "concluded"
        if self.called:
            return "called"
        if self.edition is not None:
            return "summoned"
        return "planned" if self.date is None else "dated"


class Change(Struct, frozen=True):
    """One change of a measure, and what led to it."""

    id: str
    cause: str | None


class Measure(Struct, frozen=True, kw_only=True):
    """A measure of the attached concept; its text stands among the texts as `measures/{id}`."""

    id: str
    document: str
    page: int | None
    topic: str | None
    changes: tuple[Change, ...] = ()


class Attachment(Struct, frozen=True, kw_only=True):
    """An attachment and the hash of its bytes."""

    id: str
    title: str
    edition: str | None
    sha256: str | None
    size: int | None = None
    media_type: str | None = None


class Edition(Struct, frozen=True, kw_only=True):
    """A frozen, named state of the paper."""

    number: int
    label: str
    hash: str
    sections: dict[str, str]
    content: Content
    """What it says: the base that a body votes on, whatever the working text became since."""
    attachments: tuple[Attachment, ...] = ()
    changes: frozenset[str] = frozenset()
    """The changes of measures that led to it."""
    consolidated: bool = True


class Revision(Struct, frozen=True):
    """A new edition after the release: being written, or frozen and waiting for its release."""

    stage: Literal["revising", "revised"]
    cause: str | None


class Publication(Struct, frozen=True, kw_only=True):
    """An edition that the public may read, and the station whose sitting was announced with it."""

    edition: int
    consultation: str | None
    at: dt.datetime


class Cosignature(Struct, frozen=True):
    """What a department signed off: the hashes of its scope's sections in this edition."""

    edition: int
    scope: tuple[str, ...]
    sections: dict[str, str]


class FinanceCheck(Struct, frozen=True):
    """What the finance department found, and the hash of the budget block that it looked at."""

    positive: bool
    budget: str


class Vorlage(Struct, frozen=True, kw_only=True):
    """A paper put to a body."""

    kind: Kind
    public: bool
    file_reference: str
    subject: str
    salt: bytes
    creator: str
    last_editor: str
    created_for: str | None = None
    edited_for: str | None = None
    """Whom a deputy represented who created the paper, or edited it last (rule 15)."""
    imported: bool = False
    lead_department: str | None = None
    lead_department_name: str | None = None
    number: str | None = None
    date: dt.date | None = None
    signatory: str | None = None
    phase: Phase = Draft()
    invited: frozenset[str] = frozenset()
    texts: dict[str, str] = {}
    consultations: tuple[Consultation, ...] = ()
    measures: tuple[Measure, ...] = ()
    taken_out: tuple[Measure, ...] = ()
    """Measures that were taken out of the paper, the last one first."""
    motions: tuple[Motion, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    budget: Budget = Budget()
    check: FinanceCheck | None = None
    editions: tuple[Edition, ...] = ()
    base: int = 0
    """The number of the edition that the working text goes on from; 0: of none."""
    revision: Revision | None = None
    resolved: Resolved | None = None
    """What was resolved, also while it is suspended or carried out."""
    decided_on: dt.date | None = None
    """When the body decided last."""
    objections: int = 0
    publications: tuple[Publication, ...] = ()
    chain: tuple[Link, ...] = ()
    """Who is asked to sign off; after the release, who was."""
    cosignatures: dict[str, Cosignature] = {}
    """By department; whether one still counts is a question of its hashes."""
    writing: str | None = None
    """The motion that the revision which follows writes into a text."""

    @property
    def status(self) -> str:
        """The name of the phase."""
        return self.phase.NAME

    @property
    def states(self) -> tuple[str, ...]:
        """What the rights table asks for: the status first, then what else goes on."""
        return (self.status,) if self.revision is None else (self.status, self.revision.stage)

    @property
    def texts_open(self) -> bool:
        """Whether the drafting group may write."""
        return isinstance(self.phase, Draft) or "revising" in self.states

    @property
    def cosigners(self) -> frozenset[str]:
        """The departments that are asked to sign off now; a new edition after the release is put to them."""
        if self.states[0] != Cosigning.NAME and "revised" not in self.states:
            return frozenset()
        return frozenset(each.department for each in self.chain)

    @property
    def released(self) -> bool:
        """Whether the paper has left the drafting group: a release was given and not taken back."""
        match self.phase:
            case Draft() | Cosigning():
                return False
            case Withdrawn(released):
                return released
            case _:
                return True

    @property
    def published_at(self) -> dt.datetime | None:
        """Since when the public may read it; None: it may not."""
        if not self.public or not self.released:
            return None
        return min((each.at for each in self.publications), default=None)

    @property
    def authors(self) -> frozenset[str]:
        """Who created the paper or edited it last, and whom they represented."""
        persons = (self.creator, self.created_for, self.last_editor, self.edited_for)
        return frozenset(each for each in persons if each is not None)

    @property
    def summoned(self) -> bool:
        """Whether any body was ever summoned with the paper."""
        return any(each.edition is not None for each in self.consultations)

    def text(self, document: str) -> str:
        """One text in Unicode's composed form; "" while nothing was written."""
        return nfc(self.texts.get(document, ""))

    def consultation(self, id_: str) -> Consultation | None:
        """A station by its id."""
        return next((each for each in self.consultations if each.id == id_), None)

    def measure(self, id_: str) -> Measure | None:
        """A measure by its id."""
        return next((each for each in self.measures if each.id == id_), None)

    def motion(self, id_: str) -> Motion | None:
        """A motion by its id."""
        return next((each for each in self.motions if each.id == id_), None)

    def attachment(self, id_: str) -> Attachment | None:
        """An attachment by its id."""
        return next((each for each in self.attachments if each.id == id_), None)

    @property
    def submittable(self) -> Edition:
        """The edition that may be put to a body: the last one released."""
        now = self.phase if isinstance(self.phase, Released | InConsultation) else self.resolved
        assert now is not None, "it is asked for once it was released"
        return self.editions[now.edition - 1]

    def submitted(self, consultation: str) -> Edition:
        """The edition that a station's body has before it, from its summons on.

        Bodies deal with what it says (`Edition.content`), never with the working text.
        """
        station = self.consultation(consultation)
        assert station is not None, "it is asked for a station of the paper"
        assert station.edition is not None, "a body is summoned before it deals with a paper"
        return self.editions[station.edition - 1]

    def content(self) -> Content:
        """What the working text says now."""
        return Content(
            salt=self.salt,
            subject=self.subject,
            proposed_resolution=self.text("proposed_resolution"),
            reasons=self.text("reasons"),
            measures=tuple(
                MeasureContent(
                    id=each.id,
                    document=each.document,
                    page=each.page,
                    topic=each.topic,
                    text=self.text(f"measures/{each.id}"),
                )
                for each in self.measures
            ),
            budget=self.budget,
            attachments=tuple(
                AttachmentContent(id=each.id, title=each.title, sha256=each.sha256)
                for each in self.attachments
            ),
        )


def evolve(vorlage: Vorlage | None, event: VorlageEvent, meta: Meta) -> Vorlage:
    """The Vorlage after an event."""
    if isinstance(event, VorlageCreated):
        return _created(event, meta)
    assert vorlage is not None, "a stream begins with VorlageCreated"
    match event:
        case TextRevised():
            return _text_revised(vorlage, event, meta)
        case HeaderChanged() | LeadDepartmentAssigned() | DepartmentInvited() | DepartmentUninvited():
            return _header(vorlage, event, meta)
        case (
            MeasureAdded()
            | MeasureCitationChanged()
            | MeasureRemoved()
            | MeasureAmended()
            | CauseAttributed()
        ):
            return _edited(_measures(vorlage, event), meta)
        case AttachmentAdded() | AttachmentReplaced() | AttachmentRemoved():
            return _edited(_attachments(vorlage, event), meta)
        case BudgetRecorded():
            return _edited(replace(vorlage, budget=event.budget), meta)
        case FinanceChecked():
            return replace(vorlage, check=FinanceCheck(event.positive, event.budget))
        case FinanceCheckLapsed() | FinanceCheckRevived():
            return vorlage  # a statement: whether a check counts follows from the block's hash
        case (
            AmendmentProposed()
            | AmendmentRestated()
            | AmendmentWithdrawn()
            | AmendmentVoted()
            | AmendmentReopened()
            | AmendmentTakenOver()
            | AmendmentAdopted()
            | AmendmentObsolete()
            | PassageAmended()
        ):
            return _motions(vorlage, event, meta)
        case EditionFrozen() | EditionOpened() | EditionDiscarded():
            return _editions(vorlage, event)
        case (
            CosigningStarted()
            | Cosigned()
            | CosigningCommented()
            | CosignatureWithdrawn()
            | CosignatureLapsed()
            | CosignatureRevived()
            | CosignatureRefused()
            | CosigningRecalled()
            | ReleaseWithdrawn()
        ):
            return _cosigning(vorlage, event)
        case VorlagePublished() | PublicationWithdrawn():
            return _publication(vorlage, event, meta)
        case (
            VorlageReleased()
            | VorlageResolved()
            | VorlageRejected()
            | VorlageNoted()
            | VorlageWithdrawn()
            | VorlageDecidedUrgently()
            | ResolutionObjected()
            | ResolutionConfirmed()
            | ResolutionRevoked()
            | ImplementationStarted()
            | ImplementationReported()
            | ImplementationCompleted()
        ):
            return _phase(vorlage, event, meta)
        case _:
            return _beratungsfolge(vorlage, event)


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
    written = _edited(replace(vorlage, texts={**vorlage.texts, event.document: text}), meta)
    if vorlage.motions:
        written = _anchors(vorlage, written, event)
    if not event.contributions or event.contributions[-1].actor == meta.actor:
        return written
    # Typed in a room, where everybody acts for himself.
    return replace(written, last_editor=event.contributions[-1].actor, edited_for=None)


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


BeratungsfolgeEvent = (
    ConsultationAdded
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
)


def _beratungsfolge(vorlage: Vorlage, event: BeratungsfolgeEvent) -> Vorlage:
    stations = vorlage.consultations
    match event:
        case ConsultationAdded():
            added = Consultation(
                id=event.consultation,
                committee=event.committee,
                committee_name=event.committee_name,
                date=event.date,
                role=event.role,
                printed=event.printed,
            )
            return replace(vorlage, consultations=(*stations[: event.place], added, *stations[event.place :]))
        case ConsultationsOrdered():
            ordered = tuple(sorted(stations, key=lambda each: event.order.index(each.id)))
            return replace(vorlage, consultations=ordered)
        case ConsultationRemoved():
            kept = tuple(each for each in stations if each.id != event.consultation)
            return replace(vorlage, consultations=kept)
        case _:
            changed = tuple(
                _station(each, event) if each.id == event.consultation else each for each in stations
            )
            moved = replace(vorlage, consultations=changed)
            match event, moved.phase:
                case ConsultationSummoned(), Released() | InConsultation():
                    return replace(moved, phase=InConsultation(event.edition))
                case ConsultationUnscheduled(), InConsultation(edition) if not moved.summoned:
                    # The only sitting that was summoned with it was cancelled: as before the summons.
                    return replace(moved, phase=Released(edition))
                case _:
                    return moved


def _station(
    station: Consultation,
    event: ConsultationLinked
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
    | ConsultationResultCorrected,
) -> Consultation:
    match event:
        case ConsultationLinked():
            return replace(station, committee=event.committee, committee_name=event.committee_name)
        case CommitteeDateSet():
            return replace(station, date=event.date)
        case ConsultationRoleSet():
            return replace(station, role=event.role)
        case ConsultationResultRecorded():
            return replace(station, outcome=event.outcome, from_paper=True)
        case ConsultationWaived():
            return replace(station, waived=True)
        case ConsultationScheduled():
            return replace(station, session=event.session, item=event.item)
        case ConsultationUnscheduled():
            return replace(station, session=None, item=None, edition=None, late=False, called=False)
        case ConsultationSummoned():
            return replace(station, edition=event.edition, late=event.late)
        case ConsultationCalled() | ConsultationUncalled():
            return replace(station, called=isinstance(event, ConsultationCalled))
        case ConsultationConcluded():
            return replace(station, outcome=event.outcome, vote=event.vote)
        case ConsultationReopened():
            return replace(station, outcome=None, vote=None, flags=())
        case ConsultationFlagged():
            return replace(station, flags=event.flags)
        case ConsultationRemarked() | ConsultationResultCorrected():
            return station


def _measures(
    vorlage: Vorlage,
    event: MeasureAdded | MeasureCitationChanged | MeasureRemoved | MeasureAmended | CauseAttributed,
) -> Vorlage:
    if isinstance(event, MeasureAdded):
        # What came back has the changes that it had.
        before = next((each.changes for each in vorlage.taken_out if each.id == event.measure), ())
        added = Measure(
            id=event.measure, document=event.document, page=event.page, topic=event.topic, changes=before
        )
        place = len(vorlage.measures) if event.place is None else event.place
        return replace(vorlage, measures=(*vorlage.measures[:place], added, *vorlage.measures[place:]))
    if isinstance(event, MeasureRemoved):
        kept = tuple(each for each in vorlage.measures if each.id != event.measure)
        gone = tuple(each for each in vorlage.measures if each.id == event.measure)
        return replace(
            vorlage,
            measures=kept,
            taken_out=(*gone, *vorlage.taken_out),
            motions=motions.removed(vorlage.motions, f"measures/{event.measure}"),
        )
    changed = tuple(_measure(each, event) if each.id == event.measure else each for each in vorlage.measures)
    writing = event.amendment if isinstance(event, MeasureAmended) else vorlage.writing
    return replace(vorlage, measures=changed, writing=writing)


def _measure(measure: Measure, event: MeasureCitationChanged | MeasureAmended | CauseAttributed) -> Measure:
    match event:
        case MeasureCitationChanged():
            return replace(measure, document=event.document, page=event.page, topic=event.topic)
        case MeasureAmended():
            change = Change(event.change, event.cause)
            return replace(measure, page=event.page, topic=event.topic, changes=(*measure.changes, change))
        case CauseAttributed():
            changes = tuple(
                Change(each.id, event.cause) if each.id == event.change else each for each in measure.changes
            )
            return replace(measure, changes=changes)


def _attachments(
    vorlage: Vorlage, event: AttachmentAdded | AttachmentReplaced | AttachmentRemoved
) -> Vorlage:
    if isinstance(event, AttachmentRemoved):
        kept = tuple(each for each in vorlage.attachments if each.id != event.attachment)
        return replace(vorlage, attachments=kept)
    attachment = Attachment(
        id=event.attachment,
        title=event.title,
        edition=event.edition,
        sha256=event.sha256,
        size=event.size,
        media_type=event.media_type,
    )
    if isinstance(event, AttachmentAdded):
        return replace(vorlage, attachments=(*vorlage.attachments, attachment))
    changed = tuple(attachment if each.id == event.attachment else each for each in vorlage.attachments)
    return replace(vorlage, attachments=changed)


def _editions(vorlage: Vorlage, event: EditionFrozen | EditionOpened | EditionDiscarded) -> Vorlage:
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


def _motions(
    vorlage: Vorlage, event: AmendmentProposed | PassageAmended | motions.AmendmentEvent, meta: Meta
) -> Vorlage:
    if isinstance(event, PassageAmended):
        return replace(vorlage, writing=event.amendment)
    if isinstance(event, AmendmentProposed):
        document = event.document or f"measures/{event.measure}"
        motion = motions.proposed(event, meta.actor, _said(vorlage, document), vorlage.text(document))
        return replace(vorlage, motions=(*vorlage.motions, motion))
    if isinstance(event, AmendmentTakenOver) and event.recommended and event.edition is not None:
        vorlage = _submitting(vorlage, event.edition)
    return replace(
        vorlage,
        motions=tuple(
            motions.evolve(each, event, _said(vorlage, each.document), vorlage.text(each.document))
            if each.id == event.amendment
            else each
            for each in vorlage.motions
        ),
    )


def _submitting(vorlage: Vorlage, edition: int) -> Vorlage:
    """The paper with an edition that needs no release of its own."""
    assert isinstance(vorlage.phase, Released | InConsultation), "motions are about a released paper"
    return replace(vorlage, phase=replace(vorlage.phase, edition=edition))


def _said(vorlage: Vorlage, document: str) -> dict[int, str]:
    """What a document says in each edition that has it."""
    texts = ((each.number, each.content.text(document)) for each in vorlage.editions)
    return {number: text for number, text in texts if text is not None}


def _anchors(before: Vorlage, after: Vorlage, event: TextRevised) -> Vorlage:
    """The paper with its motions moved along with a revision of their text."""
    was, text = before.text(event.document), after.text(event.document)
    splices = event.splices
    if was != before.texts.get(event.document, "") or text != after.texts[event.document]:
        # Anchors count code points of the composed form; the splices count others here.
        splices = between(was, text)
    moved = motions.revised(before.motions, event.document, splices, text, before.writing)
    moved = motions.returned(moved, event.document, text, _said(before, event.document))
    return replace(after, motions=moved, writing=None)


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


def _phase(
    vorlage: Vorlage,
    event: VorlageReleased
    | VorlageResolved
    | VorlageRejected
    | VorlageNoted
    | VorlageWithdrawn
    | AftermathEvent,
    meta: Meta,
) -> Vorlage:
    match event:
        case VorlageReleased():
            summoned = isinstance(vorlage.phase, InConsultation)
            phase = InConsultation(event.edition) if summoned else Released(event.edition)
            return replace(vorlage, phase=phase, revision=None)
        case VorlageResolved():
            return _resolved(vorlage, event, meta)
        case VorlageRejected():
            return replace(vorlage, phase=Rejected())
        case VorlageNoted():
            return replace(vorlage, phase=Noted())
        case VorlageWithdrawn():
            return replace(vorlage, phase=Withdrawn(vorlage.released))
        case _:
            return _afterwards(vorlage, event, meta)


def _resolved(vorlage: Vorlage, event: VorlageResolved | VorlageDecidedUrgently, meta: Meta) -> Vorlage:
    resolved = Resolved(event.edition, event.hash)
    return replace(vorlage, phase=resolved, resolved=resolved, decided_on=meta.happened_at.date())


def _afterwards(vorlage: Vorlage, event: AftermathEvent, meta: Meta) -> Vorlage:
    match event:
        case VorlageDecidedUrgently():
            return _resolved(vorlage, event, meta)
        case ResolutionObjected():
            return replace(vorlage, phase=Suspended(event.authority), objections=vorlage.objections + 1)
        case ResolutionConfirmed():
            return replace(vorlage, phase=Confirmed(), decided_on=meta.happened_at.date())
        case ResolutionRevoked():
            return replace(vorlage, phase=Revoked())
        case ImplementationStarted():
            return replace(vorlage, phase=Implementation(event.department))
        case ImplementationReported():
            return vorlage
        case ImplementationCompleted():
            return replace(vorlage, phase=Closed())
