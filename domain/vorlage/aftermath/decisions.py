"""After the decision: the Landrat objects, or decides urgently in its stead; the resolution is carried out.

He objects in writing, to the chair, within two weeks of knowing the decision (rule set).
Against a committee's decision the Kreistag decides; a second objection goes to the supervisory authority.
"""

import datetime as dt

from domain.errors import NoSuch
from domain.given import Given
from domain.vorlage.commands.aftermath import (
    CompleteImplementation,
    DecideUrgently,
    ObjectToResolution,
    RecordAuthorityDecision,
    ReportImplementation,
    StartImplementation,
)
from domain.vorlage.consultation.beratungsfolge import overtaken
from domain.vorlage.drafting.wording import line, line_or_none
from domain.vorlage.editions.revising import given_up
from domain.vorlage.errors.aftermath import (
    AuthorityNotAsked,
    BeforeDecided,
    KnownOutOfTime,
    NothingResolved,
    ObjectionsExhausted,
)
from domain.vorlage.errors.consultation import ConsultationUnderWay, DecisionStationNeeded
from domain.vorlage.events import VorlageEvent
from domain.vorlage.events.aftermath import (
    ImplementationCompleted,
    ImplementationReported,
    ImplementationStarted,
    ResolutionConfirmed,
    ResolutionObjected,
    ResolutionRevoked,
    VorlageDecidedUrgently,
)
from domain.vorlage.events.consultation import ConsultationAdded
from domain.vorlage.motions.decisions import obsolete
from domain.vorlage.parts import Consultation
from domain.vorlage.phases import Suspended
from domain.vorlage.state import Vorlage
from domain.world import World

AftermathCommand = (
    ObjectToResolution
    | RecordAuthorityDecision
    | DecideUrgently
    | StartImplementation
    | ReportImplementation
    | CompleteImplementation
)

DECISIONS = frozenset({"resolved", "resolved_amended", "rejected"})

MOST_OBJECTIONS = 2
"""The second one goes to the supervisory authority, which decides for good."""


def decide(vorlage: Vorlage, command: AftermathCommand, given: Given, world: World) -> list[VorlageEvent]:
    """The events that a command about a decided paper leads to."""
    match command:
        case ObjectToResolution():
            return _object(vorlage, command, given, world)
        case RecordAuthorityDecision():
            if not (isinstance(vorlage.phase, Suspended) and vorlage.phase.authority):
                raise AuthorityNotAsked
            check_not_before(given, vorlage.phase.since)
            reason = line("reason", command.reason)
            if command.upheld:
                return [ResolutionConfirmed(reason=reason)]
            return [ResolutionRevoked(reason=reason), *overtaken(vorlage, "taken_off")]
        case DecideUrgently():
            return _urgent(vorlage, command, given)
        case StartImplementation():
            if vorlage.resolved is None:
                raise NothingResolved
            check_not_before(given, vorlage.decided_on)
            department = world.organisation.departments.get(command.department)
            if department is None:
                raise NoSuch("department", command.department)
            return [
                ImplementationStarted(department=command.department, name=department.name, due=command.due)
            ]
        case ReportImplementation():
            text = line("text", command.text)
            return [ImplementationReported(text=text, share=command.share, due=command.due)]
        case CompleteImplementation():
            return [ImplementationCompleted(text=line_or_none("text", command.text))]


def check_not_before(given: Given, earliest: dt.date | None) -> None:
    """Refuse a day before that of the objection or the decision that it follows (rule 14)."""
    if earliest is not None and given.day < earliest:
        raise BeforeDecided(given.day.isoformat(), earliest.isoformat())


def _object(vorlage: Vorlage, command: ObjectToResolution, given: Given, world: World) -> list[VorlageEvent]:
    """Suspend a decision, also a rejection; its body, or for a committee the Kreistag, decides again."""
    if vorlage.objections >= MOST_OBJECTIONS:
        raise ObjectionsExhausted
    rules = world.rules.on(given.day)
    last = command.known_at + dt.timedelta(days=rules.objection_days)
    decided = vorlage.decided_on or command.known_at
    if not decided <= command.known_at <= given.day <= last:
        raise KnownOutOfTime(command.known_at.isoformat(), rules.objection_days)
    reason = line("reason", command.reason)
    station = _decided(vorlage)
    body = world.committees.get(station.committee or "")
    chair = None if body is None else body.chair_on(given.day)
    authority = vorlage.objections + 1 == MOST_OBJECTIONS
    objected = ResolutionObjected(reason=reason, known_at=command.known_at, chair=chair, authority=authority)
    if authority:
        return [objected]
    name = rules.principal
    principal = world.committee_named(name)
    if principal is None:
        principal, name = station.committee, station.committee_name
    again = ConsultationAdded(
        consultation=given.new_id("consultation"),
        committee=principal,
        committee_name=name,
        role="decision",
        place=_next_place(vorlage),
    )
    return [objected, again]


def _next_place(vorlage: Vorlage) -> int:
    """Behind what decided, was dealt with or has a sitting: what is still open after that can wait for it."""
    fixed = (
        place
        for place, each in enumerate(vorlage.consultations)
        if each.role == "decision" or each.outcome is not None or each.session is not None
    )
    return 1 + max(fixed)


def _decided(vorlage: Vorlage) -> Consultation:
    """The station whose decision stands; after an urgent decision the one in whose stead it was made."""
    decided = (each for each in reversed(vorlage.consultations) if each.outcome in DECISIONS)
    return next(decided, None) or _deciding(vorlage)


def _deciding(vorlage: Vorlage) -> Consultation:
    """The last station that decides."""
    for station in reversed(vorlage.consultations):
        if station.role == "decision":
            return station
    raise DecisionStationNeeded


def _urgent(vorlage: Vorlage, command: DecideUrgently, given: Given) -> list[VorlageEvent]:
    """Resolve what was released in the body's stead; the body is told at its next sitting."""
    station = _deciding(vorlage)
    for each in vorlage.consultations:
        if each.status == "called":
            raise ConsultationUnderWay(each.id, each.status)
    edition = vorlage.submittable
    return [
        *given_up(vorlage, edition, given),
        VorlageDecidedUrgently(
            edition=edition.number,
            hash=edition.hash,
            reason=line("reason", command.reason),
            consultation=station.id,
        ),
        *obsolete(vorlage),
        *overtaken(vorlage, "taken_off", told=True),
        ConsultationAdded(
            consultation=given.new_id("consultation"),
            committee=station.committee,
            committee_name=station.committee_name,
            role="information",
            printed=station.printed,
            place=_next_place(vorlage),
        ),
    ]
