"""Motions to change a paper (Änderungsantrag): proposed, withdrawn, obsolete (rule 9)."""

from domain.errors import AlreadyExists, NoSuch, NotEntitled
from domain.given import Given
from domain.vorlage.beratungsfolge import station_of
from domain.vorlage.commands import (
    ProposeAmendment,
    WithdrawAmendment,
)
from domain.vorlage.errors import (
    AmendmentSettled,
)
from domain.vorlage.events import (
    AmendmentObsolete,
    AmendmentProposed,
    AmendmentWithdrawn,
    VorlageEvent,
)
from domain.vorlage.measures import check_amendment, measure_of
from domain.vorlage.state import Motion, Vorlage
from domain.vorlage.wording import prose

OPEN_MOTIONS = frozenset({"proposed", "recommended", "not_recommended", "carried"})


def motion_of(vorlage: Vorlage, id_: str) -> Motion:
    """A motion on the paper. Raises `NoSuch`."""
    found = vorlage.motion(id_)
    if found is None:
        raise NoSuch("amendment", id_)
    return found


def check_open(motion: Motion) -> None:
    """Refuse what concerns a motion that is settled."""
    if motion.status not in OPEN_MOTIONS:
        raise AmendmentSettled(motion.id, motion.status)


def propose(vorlage: Vorlage, command: ProposeAmendment, given: Given) -> list[VorlageEvent]:
    """Move to change the paper; the old text is the one in force (rule 9)."""
    measure = measure_of(vorlage, command.measure)
    proposer = _proposer(vorlage, command, given)
    old, new = prose(command.old), prose(command.new)
    check_amendment(vorlage, measure, old, new)
    if command.consultation is not None:
        station_of(vorlage, command.consultation)
    id_ = command.amendment or given.new_id("amendment")
    if vorlage.motion(id_) is not None:
        raise AlreadyExists("amendment", id_)
    return [
        AmendmentProposed(
            amendment=id_,
            measure=measure.id,
            old=old,
            new=new,
            consultation=command.consultation,
            proposer=proposer,
            committee=command.committee,
        )
    ]


def _proposer(vorlage: Vorlage, command: ProposeAmendment, given: Given) -> str:
    """Whose motion it is: nobody puts one into another's mouth but the clerk and the lead department."""
    if command.proposer in {None, given.person}:
        return given.person
    if "clerk" not in given.standing.roles and vorlage.lead_department not in given.standing.departments:
        raise NotEntitled("ProposeAmendment.proposer", ("clerk", "lead"))
    return command.proposer


def withdraw(vorlage: Vorlage, command: WithdrawAmendment) -> list[VorlageEvent]:
    """Take a motion back before it was voted on."""
    motion = motion_of(vorlage, command.amendment)
    check_open(motion)
    if motion.status == "carried":
        raise AmendmentSettled(motion.id, motion.status)
    return [AmendmentWithdrawn(amendment=motion.id)]


def obsolete(vorlage: Vorlage, adopted: frozenset[str] = frozenset()) -> list[VorlageEvent]:
    """What becomes of the open motions when the paper is decided without them."""
    return [
        AmendmentObsolete(amendment=motion.id)
        for motion in vorlage.motions
        if motion.status in OPEN_MOTIONS and motion.id not in adopted
    ]
