"""Measures, passages and attachments in a paper's row."""

from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from domain.dispatch import handled
from domain.recorded import Recorded
from domain.vorlage.events.drafting import AttachmentAdded, AttachmentRemoved, AttachmentReplaced
from domain.vorlage.events.measures import (
    CauseAttributed,
    MeasureAdded,
    MeasureAmended,
    MeasureCitationChanged,
    MeasureRemoved,
    PassageAmended,
)
from projections.vorlage.row import Attachment, Change, Handler, Measure, Passage, Row, with_id, without


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
            row.taken_out += with_id(row.measures, event.measure)
            row.measures = without(row.measures, event.measure)
        case _:
            for measure in with_id(row.measures, event.measure):
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
        row.attachments = without(row.attachments, event.attachment)
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


MEASURES: Final[Mapping[type, Handler]] = {
    **handled(
        _measures, MeasureAdded, MeasureCitationChanged, MeasureRemoved, MeasureAmended, CauseAttributed
    ),
    **handled(_passage, PassageAmended),
    **handled(_attachments, AttachmentAdded, AttachmentReplaced, AttachmentRemoved),
}
"""What takes in what happens to measures, passages and attachments."""
