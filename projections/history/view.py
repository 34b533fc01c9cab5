"""The amendment history of a Vorlage: who changed what, when, from what to what, caused by which station.

One row a paper, one entry a change, oldest first; followed behind the log.
A text's entry keeps the splices, not the texts: the row grows by what was typed, `history_shown` folds them.
Persons are opaque ids; their department is not in the log's events, so whoever shows the history adds it.
`MeasureAmended`, or `PassageAmended`, and the revision of the text beside it are one entry; where a motion
led to it, the entry says which one, who moved it and which vote it was heard in.
A cause that is attributed later changes that entry and is none of its own.
A thing that an event speaks of may be unknown (see `Projection.apply`); what it was before is then None.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, Literal, cast

import msgspec
from msgspec import Struct

from domain.recorded import Recorded
from domain.text import Splice
from domain.vorlage.events import VorlageEvent
from domain.vorlage.events.budget import Account, Budget, BudgetRecorded, Cover
from domain.vorlage.events.consultation import (
    CommitteeDateSet,
    ConsultationAdded,
    ConsultationRemarked,
    ConsultationRemoved,
    ConsultationRoleSet,
)
from domain.vorlage.events.drafting import (
    AttachmentAdded,
    AttachmentRemoved,
    AttachmentReplaced,
    HeaderChanged,
    LeadDepartmentAssigned,
    TextRevised,
    VorlageCreated,
)
from domain.vorlage.events.measures import (
    CauseAttributed,
    MeasureAdded,
    MeasureAmended,
    MeasureCitationChanged,
    MeasureRemoved,
    PassageAmended,
)
from domain.vorlage.events.motions import AmendmentProposed, AmendmentReopened, AmendmentVoted
from projections.projection import Column

NAME: Final = "history"
VERSION: Final = 2
STREAMS: Final = "vorlagen/"
COLUMNS: Final[Mapping[str, str]] = {}

EntryKind = Literal[
    "text",
    "measure_added",
    "measure_amended",
    "measure_cited",
    "measure_removed",
    "passage_amended",
    "header",
    "budget",
    "attachment",
    "consultation_added",
    "consultation_date",
    "consultation_role",
    "consultation_remark",
    "consultation_removed",
]
"""What was changed; `target` is a text, a field, or the id of a measure, an attachment or a station."""

MEASURES: Final = "measures/"

BudgetPart = None | bool | Decimal | str | tuple[Account, ...] | tuple[Cover, ...]


class Entry(Struct, kw_only=True, omit_defaults=True):
    """One change.

    With `splices` the change is that of the text `document`; else from `old` to `new`.
    `authors`: whoever typed or deleted in a sealed burst. `change`: the id that a cause is attributed to.
    `amendment`: the motion that was taken over or adopted, `vote` the one that it was heard in last.
    """

    position: int
    at: dt.datetime
    by: str
    kind: EntryKind
    target: str
    acting_for: str | None = None
    authors: list[str] = []
    old: str | None = None
    new: str | None = None
    document: str | None = None
    splices: tuple[Splice, ...] = ()
    cause: str | None = None
    change: str | None = None
    amendment: str | None = None
    proposer: str | None = None
    committee: str | None = None
    vote: str | None = None


class Motion(Struct, omit_defaults=True):
    """Who moved an amendment, and the vote that it was heard in last."""

    proposer: str
    committee: str | None = None
    vote: str | None = None


class Citation(Struct, frozen=True, omit_defaults=True):
    """Where the attached concept has a measure."""

    document: str
    page: int | None
    topic: str | None


class Station(Struct, omit_defaults=True):
    """What a station's next entries will call its old state."""

    committee: str | None = None
    date: str | None = None
    role: str | None = None
    remark: str | None = None


class Row(Struct, kw_only=True, omit_defaults=True):
    """The entries of a paper, and of each thing what the next entry will call its old state.

    `created`: the paper was created; before, there is nothing to show.
    """

    created: bool = False
    entries: list[Entry] = []
    lead_department: str | None = None
    stations: dict[str, Station] = {}
    motions: dict[str, Motion] = {}
    citations: dict[str, Citation] = {}
    attachments: dict[str, str] = {}
    budget: Budget = Budget()


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


def columns(_: Row) -> Mapping[str, Column]:
    """Nothing: a history is found by the paper's id."""
    return {}


def apply(row: Row, recorded: Recorded) -> Row:
    """The row after one more event."""
    event = cast("VorlageEvent", recorded.event)
    match event:
        case TextRevised():
            _text(row, event, recorded)
        case VorlageCreated():
            row.created, row.lead_department = True, event.lead_department_name
        case HeaderChanged() | LeadDepartmentAssigned():
            _header(row, event, recorded)
        case MeasureAdded() | MeasureCitationChanged() | MeasureRemoved():
            _measure(row, event, recorded)
        case MeasureAmended() | PassageAmended():
            _amended(row, event, recorded)
        case AmendmentProposed():
            row.motions[event.amendment] = Motion(event.proposer or recorded.meta.actor, event.committee)
        case AmendmentVoted() | AmendmentReopened():
            _heard(row, event)
        case CauseAttributed():
            for entry in row.entries:
                if entry.change == event.change:
                    entry.cause = event.cause
        case AttachmentAdded() | AttachmentReplaced() | AttachmentRemoved():
            _attachment(row, event, recorded)
        case BudgetRecorded():
            _budget(row, event, recorded)
        case (
            ConsultationAdded()
            | ConsultationRemoved()
            | CommitteeDateSet()
            | ConsultationRoleSet()
            | ConsultationRemarked()
        ):
            _station(row, event, recorded)
        case _:
            pass  # a step of procedure: it changes nothing that the paper says
    return row


def _entry(recorded: Recorded, kind: EntryKind, target: str) -> Entry:
    meta = recorded.meta
    return Entry(
        position=recorded.position,
        at=meta.happened_at,
        by=meta.actor,
        acting_for=meta.acting_for,
        kind=kind,
        target=target,
    )


def _add(
    row: Row, recorded: Recorded, kind: EntryKind, target: str, old: str | None, new: str | None
) -> None:
    entry = _entry(recorded, kind, target)
    entry.old, entry.new = old, new
    row.entries.append(entry)


def _text(row: Row, event: TextRevised, recorded: Recorded) -> None:
    """A revision that goes with an amendment belongs to that entry, so that later ones build on it."""
    target = event.document.removeprefix(MEASURES)
    if event.origin == "amended":
        for entry in reversed(row.entries):
            if entry.kind in {"measure_amended", "passage_amended"} and entry.target == target:
                entry.document, entry.splices = event.document, event.splices
                return
    entry = _entry(recorded, "text", target)
    entry.document, entry.splices, entry.cause = event.document, event.splices, event.cause
    actors = [*(part.actor for part in event.contributions), *(part.actor for part in event.deletions)]
    entry.authors = list(dict.fromkeys(actors)) or [recorded.meta.actor]
    row.entries.append(entry)


def _header(row: Row, event: HeaderChanged | LeadDepartmentAssigned, recorded: Recorded) -> None:
    if isinstance(event, HeaderChanged):
        _add(row, recorded, "header", event.field, event.old, event.new)
    else:
        _add(row, recorded, "header", "lead_department", row.lead_department, event.name)
        row.lead_department = event.name


def _measure(
    row: Row, event: MeasureAdded | MeasureCitationChanged | MeasureRemoved, recorded: Recorded
) -> None:
    if isinstance(event, MeasureRemoved):
        gone = row.citations.pop(event.measure, None)
        _add(row, recorded, "measure_removed", event.measure, _printed(gone), None)
        return
    kind: EntryKind = "measure_added" if isinstance(event, MeasureAdded) else "measure_cited"
    _cite(row, recorded, kind, event.measure, Citation(event.document, event.page, event.topic))


def _cite(row: Row, recorded: Recorded, kind: EntryKind, measure: str, new: Citation) -> None:
    old = row.citations.get(measure)
    row.citations[measure] = new
    _add(row, recorded, kind, measure, _printed(old), _printed(new))


def _printed(citation: Citation | None) -> str | None:
    """How a paper cites a measure: "Konzept, S. 114, Öffentliche Finanzen"."""
    if citation is None:
        return None
    page = None if citation.page is None else f"S. {citation.page}"
    return ", ".join(part for part in (citation.document, page, citation.topic) if part is not None)


def _amended(row: Row, event: MeasureAmended | PassageAmended, recorded: Recorded) -> None:
    """One entry for the text; one more where the paper now cites another page or topic."""
    if isinstance(event, PassageAmended):
        row.entries.append(_changed(row, event, recorded, "passage_amended", event.document))
        return
    row.entries.append(_changed(row, event, recorded, "measure_amended", event.measure))
    old = row.citations.get(event.measure)
    if old is not None and (old.page, old.topic) != (event.page, event.topic):
        new = Citation(old.document, event.page, event.topic)
        _cite(row, recorded, "measure_cited", event.measure, new)
        row.entries[-1].cause, row.entries[-1].change = event.cause, event.change


def _changed(
    row: Row, event: MeasureAmended | PassageAmended, recorded: Recorded, kind: EntryKind, target: str
) -> Entry:
    entry = _entry(recorded, kind, target)
    entry.old, entry.new = event.old, event.new
    entry.cause, entry.change, entry.amendment = event.cause, event.change, event.amendment
    motion = row.motions.get(event.amendment or "")
    if motion is not None:
        entry.proposer, entry.committee, entry.vote = motion.proposer, motion.committee, motion.vote
    return entry


def _heard(row: Row, event: AmendmentVoted | AmendmentReopened) -> None:
    """The last vote on a motion counts; one that was annulled does not."""
    motion = row.motions.get(event.amendment)
    if motion is not None:
        motion.vote = event.vote if isinstance(event, AmendmentVoted) else None


def _attachment(
    row: Row, event: AttachmentAdded | AttachmentReplaced | AttachmentRemoved, recorded: Recorded
) -> None:
    old = row.attachments.pop(event.attachment, None)
    new = None
    if not isinstance(event, AttachmentRemoved):
        parts = (event.title, event.edition, event.sha256 and f"SHA-256 {event.sha256}")
        new = row.attachments[event.attachment] = ", ".join(part for part in parts if part)
    _add(row, recorded, "attachment", event.attachment, old, new)


def _budget(row: Row, event: BudgetRecorded, recorded: Recorded) -> None:
    """One entry for each part of the block that changed."""
    for part in Budget.__struct_fields__:
        old, new = (_budget_part(getattr(budget, part)) for budget in (row.budget, event.budget))
        if old != new:
            _add(row, recorded, "budget", part, old, new)
    row.budget = event.budget


def _budget_part(value: BudgetPart) -> str | None:
    """A part of the block as a text: lines one below the other, None where nothing is recorded."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case tuple():
            lines = ([getattr(line, name) for name in line.__struct_fields__] for line in value)
            return (
                "\n".join("; ".join("-" if each is None else str(each) for each in line) for line in lines)
                or None
            )
        case _:
            return str(value)


def _station(
    row: Row,
    event: ConsultationAdded
    | ConsultationRemoved
    | CommitteeDateSet
    | ConsultationRoleSet
    | ConsultationRemarked,
    recorded: Recorded,
) -> None:
    id_ = event.consultation
    known = row.stations.setdefault(id_, Station())
    match event:
        case ConsultationAdded():
            date = None if event.date is None else event.date.isoformat()
            row.stations[id_] = Station(event.committee_name, date, event.role, event.remark)
            _add(row, recorded, "consultation_added", id_, None, event.committee_name)
        case ConsultationRemoved():
            del row.stations[id_]
            _add(row, recorded, "consultation_removed", id_, known.committee, None)
        case CommitteeDateSet():
            old, known.date = known.date, None if event.date is None else event.date.isoformat()
            _add(row, recorded, "consultation_date", id_, old, known.date)
        case ConsultationRoleSet():
            old, known.role = known.role, event.role
            _add(row, recorded, "consultation_role", id_, old, event.role)
        case _:
            old, known.remark = known.remark, event.remark
            _add(row, recorded, "consultation_remark", id_, old, event.remark)
