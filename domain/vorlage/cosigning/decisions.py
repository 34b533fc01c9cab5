"""Cosigning and release: departments sign off an edition, the Landrat releases it with four eyes.

A cosignature counts while its scope says what was signed off (rule 8); a release needs all mandatory ones.
"""

from collections.abc import Mapping

from domain.errors import NothingChanges
from domain.given import Given
from domain.vorlage.commands.cosigning import (
    CommentCosigning,
    CosignVorlage,
    RecallCosigning,
    RefuseCosignature,
    ReleaseVorlage,
    StartCosigning,
    WithdrawCosignature,
)
from domain.vorlage.cosigning import chain
from domain.vorlage.cosigning.scopes import covers, within
from domain.vorlage.drafting.wording import line, line_or_none
from domain.vorlage.editions.decisions import current
from domain.vorlage.errors.cosigning import (
    CosignaturesMissing,
    FourEyes,
    NotCosigned,
    NotInChain,
    NotYourDepartment,
    NotYourTurn,
    SectionEmpty,
)
from domain.vorlage.events import VorlageEvent
from domain.vorlage.events.cosigning import (
    CosignatureRefused,
    CosignatureWithdrawn,
    Cosigned,
    CosigningCommented,
    CosigningRecalled,
    CosigningStarted,
    Link,
    VorlageReleased,
)
from domain.vorlage.state import Vorlage
from domain.world import World

CosigningCommand = (
    StartCosigning
    | CosignVorlage
    | CommentCosigning
    | WithdrawCosignature
    | RefuseCosignature
    | RecallCosigning
    | ReleaseVorlage
)


def decide(vorlage: Vorlage, command: CosigningCommand, given: Given, world: World) -> list[VorlageEvent]:
    """What a command between draft and release leads to."""
    match command:
        case StartCosigning():
            return _start(vorlage, command, given, world)
        case CosignVorlage():
            return _cosign(vorlage, command, given)
        case CommentCosigning():
            _link(vorlage, command.department, given)
            comment = line("comment", command.comment)
            return [CosigningCommented(department=command.department, comment=comment)]
        case WithdrawCosignature():
            _link(vorlage, command.department, given)
            if command.department not in vorlage.cosignatures:
                raise NotCosigned(command.department)
            reason = line("reason", command.reason)
            return [CosignatureWithdrawn(department=command.department, reason=reason)]
        case RefuseCosignature():
            _link(vorlage, command.department, given)
            reason = line("reason", command.reason)
            return [CosignatureRefused(department=command.department, reason=reason)]
        case RecallCosigning():
            return [CosigningRecalled(reason=line("reason", command.reason))]
        case ReleaseVorlage():
            return _release(vorlage, given, world)


def missing(vorlage: Vorlage, sections: Mapping[str, str], before: int | None = None) -> tuple[str, ...]:
    """Departments that must sign off, and have not signed off their scope of these sections.

    `before`: only those of lower stages than this one.
    """
    return tuple(
        link.department
        for link in vorlage.chain
        if link.mandatory and (before is None or link.stage < before) and not counts(vorlage, link, sections)
    )


def counts(vorlage: Vorlage, link: Link, sections: Mapping[str, str]) -> bool:
    """Whether a department's last cosignature is one for what its link says of these sections."""
    signed = vorlage.cosignatures.get(link.department)
    return (
        signed is not None
        and covers(signed.scope, link.scope)
        and within(sections, signed.scope) == signed.sections
    )


def check_four_eyes(vorlage: Vorlage, given: Given, world: World) -> None:
    """Whoever releases, and whoever is represented, neither created the paper nor edited it last."""
    if world.rules.on(given.day).four_eyes:
        for person in (given.actor, given.person):
            if person in vorlage.authors:
                raise FourEyes(person)


def _start(vorlage: Vorlage, command: StartCosigning, given: Given, world: World) -> list[VorlageEvent]:
    """Close the texts and ask the chain to sign off the last edition."""
    if vorlage.kind == "decision" and not vorlage.text("proposed_resolution").strip():
        raise SectionEmpty("proposed_resolution")
    if not vorlage.text("reasons").strip():
        raise SectionEmpty("reasons")
    edition = current(vorlage)
    links = chain.built(vorlage, command, given, world)
    departments = tuple(each.department for each in links)
    return [CosigningStarted(edition=edition.number, chain=departments, links=links)]


def _link(vorlage: Vorlage, department: str, given: Given) -> Link:
    """The department's link; nobody but itself, or its deputy, speaks for it."""
    link = next((each for each in vorlage.chain if each.department == department), None)
    if link is None:
        raise NotInChain(department)
    if department not in given.standing.departments:
        raise NotYourDepartment(department)
    return link


def _cosign(vorlage: Vorlage, command: CosignVorlage, given: Given) -> list[VorlageEvent]:
    """Sign off for a department what the edition says in its scope, once the lower stages have."""
    link = _link(vorlage, command.department, given)
    edition = vorlage.editions[-1]
    if counts(vorlage, link, edition.sections):
        raise NothingChanges("cosignature")
    if waiting_for := missing(vorlage, edition.sections, before=link.stage):
        raise NotYourTurn(command.department, waiting_for)
    return [
        Cosigned(
            department=command.department,
            edition=edition.number,
            sections=within(edition.sections, link.scope),
            comment=line_or_none("comment", command.comment),
            scope=link.scope,
        )
    ]


def _release(vorlage: Vorlage, given: Given, world: World) -> list[VorlageEvent]:
    """Every mandatory department signed off what is released, and four eyes have seen it."""
    edition = vorlage.editions[-1]
    if lacking := missing(vorlage, edition.sections):
        raise CosignaturesMissing(lacking)
    check_four_eyes(vorlage, given, world)
    return [VorlageReleased(edition=edition.number)]
