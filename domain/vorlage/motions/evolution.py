"""Motions of a paper after an event, and where they stand after its texts changed."""

from msgspec.structs import replace

from domain.recorded import Meta
from domain.vorlage.events.drafting import TextRevised
from domain.vorlage.events.measures import PassageAmended
from domain.vorlage.events.motions import AmendmentProposed, AmendmentTakenOver
from domain.vorlage.motions import state as motions
from domain.vorlage.motions.anchoring import between
from domain.vorlage.phases import InConsultation, Released
from domain.vorlage.state import Vorlage


def about_motions(
    vorlage: Vorlage, event: AmendmentProposed | PassageAmended | motions.AmendmentEvent, meta: Meta
) -> Vorlage:
    """The paper after an event about its motions."""
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


def carried_along(before: Vorlage, after: Vorlage, event: TextRevised) -> Vorlage:
    """The paper with its motions moved along with a revision of their text."""
    was, text = before.text(event.document), after.text(event.document)
    splices = event.splices
    if was != before.texts.get(event.document, "") or text != after.texts[event.document]:
        # Anchors count code points of the composed form; the splices count others here.
        splices = between(was, text)
    moved = motions.revised(before.motions, event.document, splices, text, before.writing)
    moved = motions.returned(moved, event.document, text, _said(before, event.document))
    return replace(after, motions=moved, writing=None)
