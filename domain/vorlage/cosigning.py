"""Cosigning and release: departments sign off an edition, the Landrat releases it with four eyes."""

from domain.errors import NoSuch, NothingChanges
from domain.given import Given
from domain.vorlage.commands import (
    CosignVorlage,
    StartCosigning,
)
from domain.vorlage.editions import current
from domain.vorlage.errors import (
    ChainRepeats,
    CosignaturesMissing,
    FinanceMissing,
    FourEyes,
    NotInChain,
    NotYourDepartment,
    SectionEmpty,
)
from domain.vorlage.events import (
    Cosigned,
    CosigningStarted,
    VorlageEvent,
    VorlageReleased,
)
from domain.vorlage.state import Cosigning, Vorlage
from domain.vorlage.wording import line_or_none
from domain.world import World


def start(vorlage: Vorlage, command: StartCosigning, world: World) -> list[VorlageEvent]:
    """Close the texts and ask the chain to sign off the last edition."""
    if vorlage.kind == "decision" and not vorlage.text("proposed_resolution").strip():
        raise SectionEmpty("proposed_resolution")
    if not vorlage.text("reasons").strip():
        raise SectionEmpty("reasons")
    edition = current(vorlage)
    for number, department in enumerate(command.chain):
        if department not in world.organisation.departments:
            raise NoSuch("department", department)
        if department in command.chain[:number]:
            raise ChainRepeats(department)
    budget = vorlage.budget
    finance = {key for key, each in world.organisation.departments.items() if each.finance}
    if (budget.proof_required or budget.spending is not None) and not finance & set(command.chain):
        raise FinanceMissing
    return [CosigningStarted(edition=edition.number, chain=command.chain)]


def check_signatory(vorlage: Vorlage, department: str, given: Given) -> None:
    """Refuse whoever does not sign for a department of the chain."""
    chain = vorlage.phase.chain if isinstance(vorlage.phase, Cosigning) else ()
    if department not in chain:
        raise NotInChain(department)
    if department not in given.standing.departments:
        raise NotYourDepartment(department)


def cosign(vorlage: Vorlage, command: CosignVorlage, given: Given) -> list[VorlageEvent]:
    """Sign off for a department what the edition says in its scope."""
    check_signatory(vorlage, command.department, given)
    edition = vorlage.editions[-1]
    if vorlage.cosignatures.get(command.department) == edition.sections:
        raise NothingChanges("cosignature")
    return [
        Cosigned(
            department=command.department,
            edition=edition.number,
            sections=edition.sections,
            comment=line_or_none("comment", command.comment),
        )
    ]


def release(vorlage: Vorlage, given: Given, world: World) -> list[VorlageEvent]:
    """Every department of the chain signed what is released, and four eyes have seen it."""
    edition = vorlage.editions[-1]
    chain = vorlage.phase.chain if isinstance(vorlage.phase, Cosigning) else ()
    missing = tuple(each for each in chain if vorlage.cosignatures.get(each) != edition.sections)
    if missing:
        raise CosignaturesMissing(missing)
    if world.rules.on(given.day).four_eyes:
        for person in (given.actor, given.person):
            if person in vorlage.authors:
                raise FourEyes(person)
    return [VorlageReleased(edition=edition.number)]
