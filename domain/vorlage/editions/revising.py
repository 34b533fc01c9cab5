"""A new edition after the release: opened, released late to bodies, or given up (rule 8).

Until it is released, bodies have the old one before them, and it is what they decide on (rule 7).
"""

from collections.abc import Iterator
from itertools import takewhile

from domain.given import Given
from domain.vorlage.commands.editions import OpenEdition
from domain.vorlage.consultation.beratungsfolge import station_of
from domain.vorlage.drafting.wording import line, rewritten
from domain.vorlage.errors.consultation import ConsultationUnderWay
from domain.vorlage.errors.editions import NewEditionOpen
from domain.vorlage.events import VorlageEvent
from domain.vorlage.events.budget import BudgetRecorded
from domain.vorlage.events.consultation import ConsultationSummoned
from domain.vorlage.events.drafting import AttachmentAdded, AttachmentRemoved, HeaderChanged
from domain.vorlage.events.editions import EditionDiscarded, EditionOpened
from domain.vorlage.events.measures import MeasureAdded, MeasureCitationChanged, MeasureRemoved
from domain.vorlage.parts import Edition
from domain.vorlage.state import Vorlage


def open_new(vorlage: Vorlage, command: OpenEdition) -> list[VorlageEvent]:
    """Open the texts again; not while a body has the paper before it."""
    if vorlage.revision is not None:
        raise NewEditionOpen(vorlage.revision.stage)
    for station in vorlage.consultations:
        if station.status == "called":
            raise ConsultationUnderWay(station.id, station.status)
    if command.cause is not None:
        station_of(vorlage, command.cause)
    return [EditionOpened(reason=line("reason", command.reason), cause=command.cause)]


def supplied(vorlage: Vorlage, edition: int) -> list[VorlageEvent]:
    """Bodies that were summoned with an earlier edition get the one that was released since."""
    return [
        ConsultationSummoned(consultation=each.id, session=each.session, edition=edition, late=True)
        for each in vorlage.consultations
        if each.status == "summoned" and each.session is not None
    ]


def given_up(
    vorlage: Vorlage, edition: Edition, given: Given, reason: str | None = None
) -> list[VorlageEvent]:
    """Give up what was written after an edition; nothing where nothing was."""
    back = restored(vorlage, edition, given)
    if not back and vorlage.revision is None:
        return []
    measures = (*vorlage.measures, *vorlage.taken_out)
    changes = {change.id for each in measures for change in each.changes} - edition.changes
    return [*back, EditionDiscarded(edition=edition.number, changes=tuple(sorted(changes)), reason=reason)]


def restored(vorlage: Vorlage, edition: Edition, given: Given) -> list[VorlageEvent]:
    """What turns the working text into this edition again; nothing where it says the same."""
    return [
        *_header(vorlage, edition),
        *_texts(vorlage, edition, given),
        *_measures(vorlage, edition, given),
        *_attachments(vorlage, edition),
    ]


def _header(vorlage: Vorlage, edition: Edition) -> Iterator[VorlageEvent]:
    content = edition.content
    if vorlage.subject != content.subject:
        yield HeaderChanged(field="subject", old=vorlage.subject, new=content.subject)
    if vorlage.budget != content.budget:
        yield BudgetRecorded(budget=content.budget)


def _texts(vorlage: Vorlage, edition: Edition, given: Given) -> Iterator[VorlageEvent]:
    content = edition.content
    for document, text in (
        ("proposed_resolution", content.proposed_resolution),
        ("reasons", content.reasons),
    ):
        if vorlage.text(document) != text:
            yield rewritten(vorlage, document, text, given, origin="written")


def _measures(vorlage: Vorlage, edition: Edition, given: Given) -> Iterator[VorlageEvent]:
    """Measures keep their order, so that those taken out come back to the places that they had."""
    wanted = {each.id for each in edition.content.measures}
    for measure in vorlage.measures:
        if measure.id not in wanted:
            yield MeasureRemoved(measure=measure.id)
    for place, each in enumerate(edition.content.measures):
        cited = (each.document, each.page, each.topic)
        now = vorlage.measure(each.id)
        if now is None:
            yield MeasureAdded(
                measure=each.id, document=each.document, page=each.page, topic=each.topic, place=place
            )
        elif (now.document, now.page, now.topic) != cited:
            yield MeasureCitationChanged(
                measure=each.id, document=each.document, page=each.page, topic=each.topic
            )
        document = f"measures/{each.id}"
        if vorlage.text(document) != each.text:
            yield rewritten(vorlage, document, each.text, given, origin="written")


def _attachments(vorlage: Vorlage, edition: Edition) -> Iterator[VorlageEvent]:
    """An attachment may have been taken out and added again: from the first difference on all anew."""
    pairs = zip(vorlage.attachments, edition.attachments, strict=False)
    same = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    for attachment in vorlage.attachments[same:]:
        yield AttachmentRemoved(attachment=attachment.id)
    for attachment in edition.attachments[same:]:
        yield AttachmentAdded(
            attachment=attachment.id,
            title=attachment.title,
            edition=attachment.edition,
            sha256=attachment.sha256,
            size=attachment.size,
            media_type=attachment.media_type,
        )
