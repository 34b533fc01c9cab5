"""A Vorlage as it is shown: the JSON of INTERFACE ("A Vorlage"), the same over HTTP and on the command line.

What is not recorded is null, never 0 or ""; every key is there; money is a text such as "1500.00".
"""

import datetime as dt
from collections.abc import Container, Mapping, Sequence

from msgspec import Struct, structs

from domain.vorlage.editions.content import nfc
from domain.vorlage.terms import Kind
from projections.vorlage import budget_shown, cosigning_shown
from projections.vorlage.aftermath import Urgent
from projections.vorlage.budget_shown import BudgetShown
from projections.vorlage.cosigning_shown import By, CosignatureShown, Named
from projections.vorlage.motions_shown import MotionShown, OverlapShown, show_motion
from projections.vorlage.row import Annulled, Change, Measure, Resolution, Row
from projections.vorlage.stations_shown import ConsultationShown, show_station


class ChangeShown(Struct, kw_only=True):
    """One change of a measure; `amendment` is the motion that was adopted, if one was."""

    id: str
    old: str
    new: str
    cause: str | None
    amendment: str | None
    at: dt.datetime
    by: str | None


class MeasureShown(Struct, kw_only=True):
    """A measure with the text now in force."""

    id: str
    document: str
    page: int | None
    topic: str | None
    text: str | None
    amendments: list[ChangeShown]


class AttachmentShown(Struct, kw_only=True):
    """An attachment; `size` in bytes."""

    id: str
    title: str
    edition: str | None
    sha256: str | None
    size: int | None
    media_type: str | None


class EditionShown(Struct, kw_only=True):
    """A frozen, named state; `target` and `cause` are stations."""

    number: int
    label: str
    target: str | None
    cause: str | None
    hash: str
    frozen_at: dt.datetime
    consolidated: bool
    """False: a measure changed, and the document that it stands in was not renewed."""
    released: bool
    """It may be put to a body, or a body resolved it."""


class ObjectionShown(Struct, kw_only=True):
    """The Landrat's objection, and how it ended; `authority`: the supervisory authority decides on it."""

    reason: str
    known_at: dt.date
    chair: str | None
    authority: bool
    at: dt.datetime
    outcome: str | None
    session: str | None
    vote: str | None
    decided_at: dt.datetime | None
    decided_because: str | None


class StepShown(Struct, kw_only=True):
    """A step on the way to what was resolved: started, reported, completed; `share` in per cent."""

    kind: str
    at: dt.datetime
    department: str | None
    text: str | None
    share: int | None
    due: dt.date | None


class RevisionShown(Struct, kw_only=True):
    """A new edition after the release; `stage`: `revising`, or `revised` when it waits for its release."""

    reason: str
    cause: str | None
    opened_at: dt.datetime
    stage: str


class ReleaseShown(Struct, kw_only=True):
    """The release of an edition; a deputy's names both persons (rule 15)."""

    edition: int
    by: str | None
    acting_for: str | None
    at: dt.datetime


class VorlageShown(Struct, kw_only=True):
    """A paper with every key of INTERFACE."""

    id: str
    number: str | None
    file_reference: str
    kind: Kind
    public: bool
    published_at: dt.datetime | None
    status: str
    lead_department: str | None
    lead_department_id: str | None
    invited: list[str]
    date: dt.date | None
    subject: str
    signatory: str | None
    imported: bool
    proposed_resolution: str | None
    reasons: str | None
    consultations: list[ConsultationShown]
    measures: list[MeasureShown]
    motions: list[MotionShown]
    attachments: list[AttachmentShown]
    budget: BudgetShown
    editions: list[EditionShown]
    revision: RevisionShown | None
    resolution_number: str | None
    annulled: list[Annulled]
    urgent: Urgent | None
    objections: list[ObjectionShown]
    implementation: list[StepShown]
    chain: list[str]
    cosignatures: list[CosignatureShown]
    release: ReleaseShown | None
    resolution: Resolution | None
    unsealed: list[str]
    position: int
    as_of: int | None


def show(
    row: Row,
    *,
    position: int,
    by: By,
    named: Named = lambda _: None,
    as_of: int | None = None,
    unsealed: Sequence[str] = (),
    conflicts: Container[str] = (),
    overlaps: Mapping[str, Sequence[OverlapShown]] | None = None,
) -> VorlageShown:
    """A paper as INTERFACE has it; `named` gives departments their names.

    `position`: the last one of the log that is included. `as_of`: the resolved position, None for now.
    `unsealed`: texts with edits that no event holds yet. `conflicts`: motions that fit the paper no more.
    `overlaps`: by motion, the other ones that change the same words.
    """
    released = {each.number for each in row.editions if each.released}
    return VorlageShown(
        id=row.id,
        number=row.number,
        file_reference=row.file_reference,
        kind=row.kind,
        public=row.public,
        published_at=row.published_at,
        status=row.status,
        lead_department=row.lead_department_name,
        lead_department_id=row.lead_department,
        invited=list(row.invited),
        date=row.date,
        subject=row.subject,
        signatory=row.signatory,
        imported=row.imported,
        proposed_resolution=_text(row, "proposed_resolution"),
        reasons=_text(row, "reasons"),
        consultations=[show_station(each) for each in row.consultations],
        measures=[_measure(row, each, by) for each in row.measures],
        motions=[
            show_motion(
                each,
                by,
                conflict=each.id in conflicts,
                overlaps=(overlaps or {}).get(each.id, ()),
                released=released,
            )
            for each in row.motions
        ],
        attachments=[
            AttachmentShown(
                id=each.id,
                title=each.title,
                edition=each.edition,
                sha256=each.sha256,
                size=each.size,
                media_type=each.media_type,
            )
            for each in row.attachments
        ],
        budget=budget_shown.show(row.budget, row.check, imported=row.imported, by=by),
        editions=[
            EditionShown(
                number=each.number,
                label=each.label,
                target=each.target,
                cause=each.cause,
                hash=each.hash,
                frozen_at=each.frozen_at,
                consolidated=each.consolidated,
                released=each.released,
            )
            for each in row.editions
        ],
        revision=_revision(row),
        resolution_number=None if row.resolution is None else row.resolution.resolution_number,
        annulled=list(row.annulled),
        urgent=row.aftermath.urgent,
        objections=[ObjectionShown(**structs.asdict(each)) for each in row.aftermath.objections],
        implementation=[StepShown(**structs.asdict(each)) for each in row.aftermath.steps],
        chain=[each.department for each in row.cosigning.chain],
        cosignatures=cosigning_shown.show(row.cosigning, _sections(row), by=by, named=named),
        release=_release(row, by),
        resolution=row.resolution,
        unsealed=list(unsealed),
        position=position,
        as_of=as_of,
    )


def _sections(row: Row) -> dict[str, str] | None:
    """The hashes of the last edition's sections; None where nothing was frozen."""
    return row.editions[-1].sections if row.editions else None


def _text(row: Row, document: str) -> str | None:
    return nfc(row.texts.get(document, "")) or None


def _measure(row: Row, measure: Measure, by: By) -> MeasureShown:
    return MeasureShown(
        id=measure.id,
        document=measure.document,
        page=measure.page,
        topic=measure.topic,
        text=_text(row, f"measures/{measure.id}"),
        amendments=[_change(each, by) for each in measure.changes],
    )


def _change(change: Change, by: By) -> ChangeShown:
    return ChangeShown(
        id=change.id,
        old=nfc(change.old),
        new=nfc(change.new),
        cause=change.cause,
        amendment=change.amendment,
        at=change.at,
        by=by(change.by),
    )


def _revision(row: Row) -> RevisionShown | None:
    revision = row.revision
    if revision is None:
        return None
    return RevisionShown(
        reason=revision.reason, cause=revision.cause, opened_at=revision.opened_at, stage=revision.stage
    )


def _release(row: Row, by: By) -> ReleaseShown | None:
    release = row.release
    if release is None:
        return None
    return ReleaseShown(
        edition=release.edition,
        by=by(release.by),
        acting_for=None if release.acting_for is None else by(release.acting_for),
        at=release.at,
    )
