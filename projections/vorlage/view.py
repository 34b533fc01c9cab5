"""The current Vorlage: one row a paper, written in the transaction that appends.

It holds what INTERFACE shows of "a Vorlage" and what is needed to carry that on: raw texts, section hashes.
It never holds the salt (an edition's hash must tell nothing about a text that is not public).
Persons are opaque ids here; whoever shows a row names them, or does not (`shown`).
A thing that an event speaks of may be unknown (see `Projection.apply`); the event then changes nothing.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Final

import msgspec
from msgspec.structs import replace

from domain.dispatch import handled
from domain.recorded import Recorded
from domain.vorlage.events.aftermath import (
    AftermathEvent,
    DecisionAnnulled,
    VorlageDecidedUrgently,
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
from domain.vorlage.events.drafting import (
    DepartmentInvited,
    DepartmentUninvited,
    HeaderChanged,
    LeadDepartmentAssigned,
    TextRevised,
    VorlageCreated,
)
from domain.vorlage.events.editions import PublicationWithdrawn, VorlagePublished
from domain.vorlage.events.motions import AmendmentProposed
from domain.vorlage.motions.state import AmendmentEvent
from projections.projection import Column
from projections.revision import revised
from projections.vorlage import aftermath as afterwards
from projections.vorlage import motions
from projections.vorlage.budget_shown import FinanceCheck
from projections.vorlage.cosigning import Lapse
from projections.vorlage.editions import EDITIONS, with_released
from projections.vorlage.measures import MEASURES
from projections.vorlage.row import Annulled, Handler, Publication, Resolution, Row
from projections.vorlage.shapes import SHAPES as _SHAPES
from projections.vorlage.shapes import TextChange
from projections.vorlage.stations import STATIONS

NAME: Final = "vorlage"


VERSION: Final = 13


STREAMS: Final = "vorlagen/"


SHAPES: Final = _SHAPES


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


def _text(row: Row, event: TextRevised | TextChange, _recorded: Recorded) -> None:
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
            with_released(row, event.edition)
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


_BY_EVENT: Final[Mapping[type, Handler]] = {
    **STATIONS,
    **MEASURES,
    **EDITIONS,
    **handled(_text, TextRevised, TextChange),
    **handled(_created, VorlageCreated),
    **handled(_header, HeaderChanged, LeadDepartmentAssigned, DepartmentInvited, DepartmentUninvited),
    **handled(_motions, AmendmentProposed, AmendmentEvent),
    **handled(_budget, BudgetRecorded),
    **handled(_finance_check, FinanceChecked, FinanceCheckLapsed, FinanceCheckRevived),
    **handled(_publication, VorlagePublished, PublicationWithdrawn),
    **handled(_decision, VorlageResolved, VorlageRejected, VorlageNoted, VorlageWithdrawn),
    DecisionAnnulled: _annulled,
    **handled(_aftermath, AftermathEvent),
}
"""What takes each event in."""
