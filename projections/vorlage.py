"""The current Vorlage: one row a paper, written in the transaction that appends.

It holds what INTERFACE shows of "a Vorlage" and what is needed to carry that on: raw texts, section hashes.
It never holds the salt (an edition's hash must tell nothing about a text that is not public).
Persons are opaque ids here; whoever shows a row names them, or does not (`vorlage_shown`).
A thing that an event speaks of may be unknown (see `Projection.apply`); the event then changes nothing.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Literal, TypeVar

import msgspec
from msgspec.structs import replace

from domain.dispatch import handled
from domain.recorded import Recorded
from domain.vorlage.amendment_events import (
    AmendmentProposed,
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
    CosignatureRefused,
    CosigningRecalled,
    CosigningStarted,
    ReleaseWithdrawn,
    VorlageReleased,
)
from domain.vorlage.decision_events import (
    AftermathEvent,
    DecisionAnnulled,
    VorlageDecidedUrgently,
    VorlageNoted,
    VorlageRejected,
    VorlageResolved,
    VorlageWithdrawn,
)
from domain.vorlage.events import (
    AttachmentAdded,
    AttachmentRemoved,
    AttachmentReplaced,
    DepartmentInvited,
    DepartmentUninvited,
    EditionDiscarded,
    EditionFrozen,
    EditionOpened,
    HeaderChanged,
    LeadDepartmentAssigned,
    PublicationWithdrawn,
    TextRevised,
    VorlageCreated,
    VorlagePublished,
)
from domain.vorlage.motions import AmendmentEvent
from domain.vorlage.terms import Outcome
from projections import aftermath as afterwards
from projections import motions
from projections.budget_shown import FinanceCheck
from projections.cosigning import CosigningEvent, Lapse
from projections.cosigning import apply as take_in
from projections.motions import Motion
from projections.projection import Column
from projections.revision import revised
from projections.vorlage_row import (
    Annulled,
    Attachment,
    Change,
    Consultation,
    Correction,
    Edition,
    Measure,
    Passage,
    Publication,
    Release,
    Resolution,
    Revision,
    Row,
    Sums,
)

NAME: Final = "vorlage"
VERSION: Final = 13
STREAMS: Final = "vorlagen/"
COLUMNS: Final[Mapping[str, str]] = {
    "status": "TEXT",
    "kind": "TEXT",
    "public": "INTEGER",
    "lead_department": "TEXT",
    "lead_department_name": "TEXT",
    "subject": "TEXT",
    "file_reference": "TEXT",
    "number": "TEXT",
    "date": "TEXT",
    "summoned": "INTEGER",
}


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Row)

Named = TypeVar("Named", Consultation, Measure, Motion, Attachment)


def initial() -> Row:
    """The row of a paper without events."""
    return Row()


def encode(row: Row) -> bytes:
    """The bytes of a row."""
    return _encoder.encode(row)


def decode(body: bytes) -> Row:
    """The row of these bytes."""
    return _decoder.decode(body)


def columns(row: Row) -> Mapping[str, Column]:
    """What papers are listed and searched by; `summoned`: a body has had the paper before it."""
    return {
        "status": row.status,
        "kind": row.kind,
        "public": int(row.public),
        "lead_department": row.lead_department,
        "lead_department_name": row.lead_department_name,
        "subject": row.subject,
        "file_reference": row.file_reference,
        "number": row.number,
        "date": None if row.date is None else row.date.isoformat(),
        "summoned": int(any(each.edition is not None for each in row.consultations)),
    }


def apply(row: Row, recorded: Recorded) -> Row:
    """The row after one more event."""
    if not row.id:
        row.id = recorded.stream.removeprefix(STREAMS)
    event = recorded.event
    _BY_EVENT[type(event)](row, event, recorded)
    return row


def _text(row: Row, event: TextRevised, _recorded: Recorded) -> None:
    row.texts[event.document] = revised(row.texts.get(event.document, ""), event.splices)


def _created(row: Row, event: VorlageCreated, recorded: Recorded) -> None:
    row.kind = event.kind
    row.public = event.public
    row.number = event.number
    row.file_reference = event.file_reference
    row.subject = event.subject
    row.date = event.date
    row.signatory = event.signatory
    row.lead_department = event.lead_department
    row.lead_department_name = event.lead_department_name
    row.imported = event.imported
    row.created_at = recorded.meta.happened_at
    row.created_by = recorded.meta.actor


def _header(
    row: Row,
    event: HeaderChanged | LeadDepartmentAssigned | DepartmentInvited | DepartmentUninvited,
    _recorded: Recorded,
) -> None:
    match event:
        case HeaderChanged(field="public"):
            row.public = event.new == "true"
        case HeaderChanged(field="date"):
            row.date = None if event.new is None else dt.date.fromisoformat(event.new)
        case HeaderChanged():
            setattr(row, event.field, event.new)
        case LeadDepartmentAssigned():
            row.lead_department, row.lead_department_name = event.department, event.name
        case DepartmentInvited():
            row.invited.append(event.department)
        case _:
            row.invited = [each for each in row.invited if each != event.department]


def _beratungsfolge(
    row: Row, event: ConsultationAdded | ConsultationRemoved | ConsultationsOrdered, _recorded: Recorded
) -> None:
    match event:
        case ConsultationAdded():
            added = Consultation(
                id=event.consultation,
                committee=event.committee,
                committee_name=event.committee_name,
                date=event.date,
                role=event.role,
                printed=event.printed,
                remark=event.remark,
            )
            row.consultations.insert(event.place, added)
        case ConsultationRemoved():
            row.consultations = _without(row.consultations, event.consultation)
        case _:
            rank = {id_: place for place, id_ in enumerate(event.order)}
            row.consultations.sort(key=lambda each: rank.get(each.id, len(rank)))


def _station(
    row: Row,
    event: ConsultationLinked
    | CommitteeDateSet
    | ConsultationRoleSet
    | ConsultationRemarked
    | ConsultationWaived,
    _recorded: Recorded,
) -> None:
    for station in _with_id(row.consultations, event.consultation):
        match event:
            case ConsultationLinked():
                station.committee, station.committee_name = event.committee, event.committee_name
            case CommitteeDateSet():
                station.date = event.date
            case ConsultationRoleSet():
                station.role = event.role
            case ConsultationWaived():
                station.waived = event.reason
            case _:
                station.remark = event.remark


def _sitting(
    row: Row,
    event: ConsultationScheduled
    | ConsultationUnscheduled
    | ConsultationSummoned
    | ConsultationCalled
    | ConsultationUncalled,
    _recorded: Recorded,
) -> None:
    for station in _with_id(row.consultations, event.consultation):
        match event:
            case ConsultationScheduled():
                station.session, station.item = event.session, event.item
            case ConsultationUnscheduled():
                station.session = station.item = station.edition = None
                station.late = station.called = False
                if row.status == "in_consultation" and all(
                    each.edition is None for each in row.consultations
                ):
                    row.status = "released"  # the only sitting that was summoned with it was cancelled
            case ConsultationSummoned():
                station.edition, station.late = event.edition, event.late
                _with_released(row, event.edition)
                row.editions = [
                    replace(each, submitted=True) if each.number == event.edition else each
                    for each in row.editions
                ]
                if row.status == "released":
                    row.status = "in_consultation"
            case _:
                station.called = isinstance(event, ConsultationCalled)


def _result(
    row: Row,
    event: ConsultationResultRecorded
    | ConsultationConcluded
    | ConsultationOvertaken
    | ConsultationReopened
    | ConsultationFlagged
    | ConsultationResultCorrected,
    recorded: Recorded,
) -> None:
    """Counts are the printed paper's or the main vote's; other votes never show here."""
    for station in _with_id(row.consultations, event.consultation):
        match event:
            case ConsultationResultRecorded():
                if event.reason is not None:
                    _correct(station, event, recorded, event.outcome, event.reason)
                station.sums = Sums(event.yes, event.no, event.abstained)
                station.outcome = event.outcome
            case ConsultationConcluded():
                station.sums = Sums(event.yes, event.no, event.abstained)
                station.outcome, station.vote, station.text_hash = event.outcome, event.vote, event.text_hash
                station.resolution_number = event.resolution_number
            case ConsultationOvertaken():
                station.outcome, station.overtaken = event.outcome, True
            case ConsultationReopened():
                station.sums = Sums(None, None, None)
                station.outcome = station.vote = station.text_hash = station.resolution_number = None
                station.corrections = []  # they corrected the vote that was annulled; that keeps them
                station.flags = ()
            case ConsultationFlagged():
                station.flags = event.flags
            case _:
                _correct(station, event, recorded, station.outcome, event.reason)


def _correct(
    station: Consultation,
    event: ConsultationResultCorrected | ConsultationResultRecorded,
    recorded: Recorded,
    outcome: Outcome | None,
    reason: str,
) -> None:
    after = Sums(event.yes, event.no, event.abstained)
    station.corrections.append(
        Correction(
            before=station.sums,
            after=after,
            outcome_before=station.outcome,
            outcome_after=outcome,
            reason=reason,
            happened_at=recorded.meta.happened_at,
            recorded_at=recorded.recorded_at,
        )
    )
    station.sums = after


def _measures(
    row: Row,
    event: MeasureAdded | MeasureCitationChanged | MeasureRemoved | MeasureAmended | CauseAttributed,
    recorded: Recorded,
) -> None:
    match event:
        case MeasureAdded():
            added = Measure(id=event.measure, document=event.document, page=event.page, topic=event.topic)
            before = [each.changes for each in row.taken_out if each.id == event.measure]
            added.changes = list(before[-1]) if before else []
            row.measures.insert(len(row.measures) if event.place is None else event.place, added)
        case MeasureRemoved():
            row.taken_out += _with_id(row.measures, event.measure)
            row.measures = _without(row.measures, event.measure)
        case _:
            for measure in _with_id(row.measures, event.measure):
                _measure(measure, event, recorded)


def _measure(
    measure: Measure, event: MeasureCitationChanged | MeasureAmended | CauseAttributed, recorded: Recorded
) -> None:
    match event:
        case MeasureCitationChanged():
            measure.document, measure.page, measure.topic = event.document, event.page, event.topic
        case MeasureAmended():
            measure.page, measure.topic = event.page, event.topic
            measure.changes.append(
                Change(
                    id=event.change,
                    old=event.old,
                    new=event.new,
                    cause=event.cause,
                    amendment=event.amendment,
                    at=recorded.meta.happened_at,
                    by=recorded.meta.actor,
                )
            )
        case _:
            measure.changes = [
                replace(each, cause=event.cause) if each.id == event.change else each
                for each in measure.changes
            ]


def _passage(row: Row, event: PassageAmended, recorded: Recorded) -> None:
    row.passages.append(
        Passage(
            position=recorded.position,
            at=recorded.meta.happened_at,
            document=event.document,
            old=event.old,
            new=event.new,
            cause=event.cause,
            amendment=event.amendment,
        )
    )


def _attachments(
    row: Row, event: AttachmentAdded | AttachmentReplaced | AttachmentRemoved, _recorded: Recorded
) -> None:
    if isinstance(event, AttachmentRemoved):
        row.attachments = _without(row.attachments, event.attachment)
        return
    attachment = Attachment(
        id=event.attachment,
        title=event.title,
        edition=event.edition,
        sha256=event.sha256,
        size=event.size,
        media_type=event.media_type,
    )
    if isinstance(event, AttachmentAdded):
        row.attachments.append(attachment)
    else:
        row.attachments = [attachment if each.id == attachment.id else each for each in row.attachments]


def _editions(row: Row, event: EditionFrozen | EditionOpened | EditionDiscarded, recorded: Recorded) -> None:
    if isinstance(event, EditionDiscarded):
        motions.discarded(row.motions, event, recorded)
    match event:
        case EditionFrozen():
            row.editions.append(_edition(event, recorded))
            motions.frozen(row.motions, event.number)
            _at_stage(row, "revised")
        case EditionOpened():
            row.revision = Revision(
                reason=event.reason,
                cause=event.cause,
                opened_at=recorded.meta.happened_at,
                opened=recorded.position,
                subject=row.subject,
                texts=dict(row.texts),
                # Rows change in place: what happens to the working text is not to happen to these.
                measures=[replace(each, changes=list(each.changes)) for each in row.measures],
                attachments=list(row.attachments),
                budget=row.budget,
            )
        case _:
            row.revision = None
            undone = set(event.changes)
            for measure in row.measures:
                measure.changes = [each for each in measure.changes if each.id not in undone]
            kept = max((each.position for each in row.editions if each.number == event.edition), default=0)
            row.passages = [each for each in row.passages if each.position <= kept]


def _at_stage(row: Row, stage: Literal["revising", "revised"]) -> None:
    if row.revision is not None:
        row.revision = replace(row.revision, stage=stage)


def _with_released(row: Row, edition: int) -> None:
    """An edition was released, or became the body's own."""
    row.editions = [replace(each, released=True) if each.number == edition else each for each in row.editions]


def _finance_check(
    row: Row, event: FinanceChecked | FinanceCheckLapsed | FinanceCheckRevived, recorded: Recorded
) -> None:
    meta = recorded.meta
    match event:
        case FinanceChecked():
            row.check = FinanceCheck(
                positive=event.positive,
                rule=event.rule,
                ground=event.ground,
                competent=event.competent,
                note=event.note,
                at=meta.happened_at,
                by=meta.actor,
                acting_for=meta.acting_for,
            )
        case FinanceCheckLapsed() if row.check is not None:
            lapse = Lapse(at=meta.happened_at, by=meta.actor, sections=("budget",))
            row.check = replace(row.check, lapsed=lapse)
        case FinanceCheckRevived() if row.check is not None:
            row.check = replace(row.check, lapsed=None)
        case _:
            pass  # of a check that is not known


def _edition(event: EditionFrozen, recorded: Recorded) -> Edition:
    return Edition(
        number=event.number,
        label=event.label,
        target=event.target,
        cause=event.cause,
        hash=event.hash,
        frozen_at=recorded.meta.happened_at,
        sections=event.sections,
        position=recorded.position,
        consolidated=event.consolidated,
    )


def _cosigning(row: Row, event: CosigningEvent, recorded: Recorded) -> None:
    chain = row.cosigning.chain
    take_in(row.cosigning, event, recorded)
    match event:
        case CosigningStarted() if row.revision is None:
            row.status = "cosigning"
        case CosignatureRefused() | CosigningRecalled() if row.revision is not None:
            _at_stage(row, "revising")
            row.cosigning.chain = chain  # the new edition is put to the same departments
        case CosignatureRefused() | CosigningRecalled():
            row.status = "draft"
        case ReleaseWithdrawn():
            row.status, row.release, row.revision = "draft", None, None
            row.editions = [replace(each, released=False) for each in row.editions]
        case _:
            pass


def _released(row: Row, event: VorlageReleased, recorded: Recorded) -> None:
    if row.status != "in_consultation":
        row.status = "released"
    row.revision = None
    _with_released(row, event.edition)
    row.release = Release(
        edition=event.edition,
        at=recorded.meta.happened_at,
        by=recorded.meta.actor,
        acting_for=recorded.meta.acting_for,
    )


def _publication(row: Row, event: VorlagePublished | PublicationWithdrawn, recorded: Recorded) -> None:
    match event:
        case VorlagePublished():
            at = recorded.meta.happened_at
            published = Publication(edition=event.edition, consultation=event.consultation, at=at)
            row.publications.append(published)
        case PublicationWithdrawn(consultation=None):
            row.publications = []
        case _:
            kept = [each for each in row.publications if each.consultation != event.consultation]
            row.publications = kept


def _budget(row: Row, event: BudgetRecorded, _recorded: Recorded) -> None:
    row.budget = event.budget


def _motions(row: Row, event: AmendmentProposed | AmendmentEvent, recorded: Recorded) -> None:
    motions.apply(row.motions, event, recorded)


def _aftermath(row: Row, event: AftermathEvent, recorded: Recorded) -> None:
    row.status = afterwards.apply(row.aftermath, event, recorded) or row.status
    if isinstance(event, VorlageDecidedUrgently):
        row.revision = None


def _decision(
    row: Row,
    event: VorlageResolved | VorlageRejected | VorlageNoted | VorlageWithdrawn,
    recorded: Recorded,
) -> None:
    match event:
        case VorlageResolved():
            row.status = "resolved"
            _with_released(row, event.edition)
            row.resolution = Resolution(
                edition=event.edition,
                hash=event.hash,
                consultation=event.consultation,
                vote=event.vote,
                at=recorded.meta.happened_at,
                resolution_number=event.resolution_number,
            )
        case VorlageRejected():
            row.status = "rejected"
        case VorlageNoted():
            row.status = "noted"
        case _:
            row.status = "withdrawn"


def _annulled(row: Row, event: DecisionAnnulled, recorded: Recorded) -> None:
    was = row.resolution
    row.annulled.append(
        Annulled(
            consultation=event.consultation,
            vote=event.vote,
            at=recorded.meta.happened_at,
            reason=event.reason,
            resolution_number=None if was is None else was.resolution_number,
        )
    )
    row.status, row.resolution = "in_consultation", None
    for station in row.consultations:
        if station.overtaken:
            station.outcome, station.overtaken = None, False
    if was is not None:
        row.editions = [
            replace(each, released=False) if each.number == was.edition != event.edition else each
            for each in row.editions
        ]
    motions.undecided(row.motions, event, recorded)


def _with_id(things: Iterable[Named], id_: str) -> list[Named]:
    """The thing of this id, if it is there."""
    return [each for each in things if each.id == id_]


def _without(things: Iterable[Named], id_: str) -> list[Named]:
    return [each for each in things if each.id != id_]


_Handler = Callable[[Row, Any, Recorded], None]

_BY_EVENT: Final[Mapping[type, _Handler]] = {
    **handled(_text, TextRevised),
    **handled(_created, VorlageCreated),
    **handled(_header, HeaderChanged, LeadDepartmentAssigned, DepartmentInvited, DepartmentUninvited),
    **handled(_beratungsfolge, ConsultationAdded, ConsultationRemoved, ConsultationsOrdered),
    **handled(
        _station,
        ConsultationLinked,
        CommitteeDateSet,
        ConsultationRoleSet,
        ConsultationRemarked,
        ConsultationWaived,
    ),
    **handled(
        _sitting,
        ConsultationScheduled,
        ConsultationUnscheduled,
        ConsultationSummoned,
        ConsultationCalled,
        ConsultationUncalled,
    ),
    **handled(
        _result,
        ConsultationResultRecorded,
        ConsultationConcluded,
        ConsultationOvertaken,
        ConsultationReopened,
        ConsultationFlagged,
        ConsultationResultCorrected,
    ),
    **handled(
        _measures, MeasureAdded, MeasureCitationChanged, MeasureRemoved, MeasureAmended, CauseAttributed
    ),
    **handled(_motions, AmendmentProposed, AmendmentEvent),
    **handled(_passage, PassageAmended),
    **handled(_attachments, AttachmentAdded, AttachmentReplaced, AttachmentRemoved),
    **handled(_budget, BudgetRecorded),
    **handled(_editions, EditionFrozen, EditionOpened, EditionDiscarded),
    **handled(_finance_check, FinanceChecked, FinanceCheckLapsed, FinanceCheckRevived),
    **handled(_cosigning, CosigningEvent),
    **handled(_publication, VorlagePublished, PublicationWithdrawn),
    **handled(_released, VorlageReleased),
    **handled(_decision, VorlageResolved, VorlageRejected, VorlageNoted, VorlageWithdrawn),
    DecisionAnnulled: _annulled,
    **handled(_aftermath, AftermathEvent),
}
"""What takes each event in."""
