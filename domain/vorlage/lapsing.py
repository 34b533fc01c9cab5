"""What a change undoes: the cosignatures whose scope it touches, and no others (rule 8, third clause).

A cosignature is valid while its scope says what was signed off; the event beside the change only tells of it.
"""

from collections.abc import Iterable, Iterator, Sequence

from domain.recorded import Meta
from domain.vorlage.events import CosignatureLapsed, CosignatureRevived, VorlageEvent
from domain.vorlage.scopes import differing, within
from domain.vorlage.state import Vorlage, evolve


def lapses(before: Vorlage, after: Vorlage) -> list[VorlageEvent]:
    """What the step from one state of a paper to the next means for what was signed off before it."""
    if not before.cosignatures or _same_content(before, after):
        return []
    was, now = before.content().section_hashes(), after.content().section_hashes()
    found: list[VorlageEvent] = []
    for department, signed in before.cosignatures.items():
        if after.cosignatures.get(department) != signed:
            continue
        counted, counts = (within(each, signed.scope) == signed.sections for each in (was, now))
        if counted and not counts:
            changed = differing(signed.sections, within(now, signed.scope))
            found.append(CosignatureLapsed(department=department, edition=signed.edition, sections=changed))
        elif counts and not counted:
            found.append(CosignatureRevived(department=department, edition=signed.edition))
    return found


def with_lapses(
    vorlage: Vorlage, events: Iterable[tuple[Meta, VorlageEvent]]
) -> Iterator[tuple[Meta, VorlageEvent]]:
    """What was typed in a paper, each burst followed by what it undoes; who typed is the cause of both."""
    if not vorlage.cosignatures:
        yield from events
        return
    for meta, event in events:
        after = evolve(vorlage, event, meta)
        yield meta, event
        for lapse in lapses(vorlage, after):
            after = evolve(after, lapse, meta)
            yield meta, lapse
        vorlage = after


def undone(vorlage: Vorlage, events: Sequence[VorlageEvent], meta: Meta) -> list[VorlageEvent]:
    """What all events of one command undo together."""
    if not vorlage.cosignatures:
        return []
    after = vorlage
    for event in events:
        after = evolve(after, event, meta)
    return lapses(vorlage, after)


def _same_content(before: Vorlage, after: Vorlage) -> bool:
    """Whether nothing was touched that a section is made of; a quick look before hashes are taken."""
    return all(
        getattr(before, name) == getattr(after, name)
        for name in ("subject", "texts", "measures", "budget", "attachments")
    )
