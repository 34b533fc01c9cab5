"""Measures and attachments of a paper after an event."""

from msgspec.structs import replace

from domain.vorlage.events.drafting import AttachmentAdded, AttachmentRemoved, AttachmentReplaced
from domain.vorlage.events.measures import (
    CauseAttributed,
    MeasureAdded,
    MeasureAmended,
    MeasureCitationChanged,
    MeasureRemoved,
)
from domain.vorlage.motions import state as motions
from domain.vorlage.parts import Attachment, Change, Measure
from domain.vorlage.state import Vorlage


def measures(
    vorlage: Vorlage,
    event: MeasureAdded | MeasureCitationChanged | MeasureRemoved | MeasureAmended | CauseAttributed,
) -> Vorlage:
    """The measures after an event."""
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


def attachments(vorlage: Vorlage, event: AttachmentAdded | AttachmentReplaced | AttachmentRemoved) -> Vorlage:
    """The attachments after an event."""
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
