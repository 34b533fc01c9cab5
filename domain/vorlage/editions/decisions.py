"""Editions (Fassungen): the paper as it is, frozen under a name, with a content hash (rules 7 and 8)."""

from domain.errors import NothingChanges
from domain.vorlage.commands.editions import FreezeEdition
from domain.vorlage.consultation.beratungsfolge import station_of
from domain.vorlage.drafting.wording import line
from domain.vorlage.errors.editions import EditionNeeded, EditionOutdated, EditionUnnamed
from domain.vorlage.events.editions import EditionFrozen
from domain.vorlage.parts import Edition
from domain.vorlage.state import Vorlage


def freeze(vorlage: Vorlage, command: FreezeEdition) -> EditionFrozen:
    """The paper as it is now, named; `target` and `cause` are stations of it."""
    for station in (command.target, command.cause):
        if station is not None:
            station_of(vorlage, station)
    target, cause = command.target, command.cause
    following = next((each for each in vorlage.consultations if each.printed and each.ahead), None)
    if vorlage.revision is not None:
        if vorlage.content().hash() == vorlage.submittable.hash:
            raise NothingChanges("edition")
        cause = cause or vorlage.revision.cause
    if (command.label is None or vorlage.revision is not None) and following is not None:
        target = target or following.id
    label = command.label
    if label is None:
        if target is None:
            raise EditionUnnamed
        label = f"Fassung {station_of(vorlage, target).committee_name}"
    return frozen(vorlage, line("label", label), target=target, cause=cause)


def frozen(vorlage: Vorlage, label: str, *, target: str | None, cause: str | None) -> EditionFrozen:
    """The next edition of the paper."""
    content = vorlage.content()
    sections = content.section_hashes()
    return EditionFrozen(
        number=len(vorlage.editions) + 1,
        label=label,
        hash=content.hash(),
        sections=sections,
        canonical=content.canonical(),
        target=target,
        cause=cause,
        consolidated=_consolidated(vorlage, sections),
    )


def _consolidated(vorlage: Vorlage, sections: dict[str, str]) -> bool:
    if not vorlage.base:
        return True
    before = vorlage.editions[vorlage.base - 1]
    return consolidated(before.sections, sections, was=before.consolidated)


def consolidated(before: dict[str, str], sections: dict[str, str], *, was: bool) -> bool:
    """Rule 8: an edition that changes a measure has new bytes of its document, or says that it has not.

    `was`: whether the edition before it had them.
    """
    if _part(before, "attachments/") != _part(sections, "attachments/"):
        return True
    return was and _part(before, "measures/") == _part(sections, "measures/")


def _part(sections: dict[str, str], prefix: str) -> dict[str, str]:
    return {name: digest for name, digest in sections.items() if name.startswith(prefix)}


def current(vorlage: Vorlage) -> Edition:
    """The last edition, if the draft still says the same."""
    if not vorlage.editions:
        raise EditionNeeded
    edition = vorlage.editions[-1]
    if vorlage.content().hash() != edition.hash:
        raise EditionOutdated(edition.number)
    return edition
