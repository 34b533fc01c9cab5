"""What a change undoes: the cosignatures whose scope it touches, and no others (rule 8, third clause).

And the finance check, which is of the budget block (rule 11).

A cosignature is valid while its scope says what was signed off; the event beside the change only tells of it.
"""

from collections.abc import Iterable, Iterator, Sequence

from domain.recorded import Meta
from domain.vorlage.cosigning.scopes import differing, within
from domain.vorlage.events import VorlageEvent
from domain.vorlage.events.budget import FinanceCheckLapsed, FinanceCheckRevived
from domain.vorlage.events.cosigning import CosignatureLapsed, CosignatureRevived
from domain.vorlage.evolution import evolve
from domain.vorlage.state import Vorlage


def lapses(before: Vorlage, after: Vorlage) -> list[VorlageEvent]:
    """What the step from one state of a paper to the next means for what was signed off before it."""
    if not checked(before) or _same_content(before, after):
        return []
    was, now = before.content().section_hashes(), after.content().section_hashes()
    found: list[VorlageEvent] = []
    # One that is given or taken back at the same time needs no word.
    kept = [each for each in before.cosignatures.items() if each in after.cosignatures.items()]
    for department, signed in kept:
        counted, counts = (within(each, signed.scope) == signed.sections for each in (was, now))
        if counted and not counts:
            changed = differing(signed.sections, within(now, signed.scope))
            found.append(CosignatureLapsed(department=department, edition=signed.edition, sections=changed))
        elif counts and not counted:
            found.append(CosignatureRevived(department=department, edition=signed.edition))
    check = before.check
    if check is not None and after.check == check:
        counted, counts = (each["budget"] == check.budget for each in (was, now))
        if counted != counts:
            found.append(FinanceCheckRevived() if counts else FinanceCheckLapsed())
    return found


def checked(vorlage: Vorlage) -> bool:
    """Whether anybody has signed anything off yet; else no change undoes anything."""
    return bool(vorlage.cosignatures) or vorlage.check is not None


def with_lapses(
    vorlage: Vorlage, events: Iterable[tuple[Meta, VorlageEvent]]
) -> Iterator[tuple[Meta, VorlageEvent]]:
    """What was typed in a paper, each burst followed by what it undoes; who typed is the cause of both."""
    if not checked(vorlage):
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
    if not checked(vorlage):
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
