"""The Beratungsfolge after an event."""

from collections.abc import Iterable

from msgspec.structs import replace

from domain.vorlage.events.consultation import (
    CommitteeDateSet,
    ConsultationAdded,
    ConsultationCalled,
    ConsultationConcluded,
    ConsultationFlagged,
    ConsultationLinked,
    ConsultationOvertaken,
    ConsultationRemoved,
    ConsultationReopened,
    ConsultationResultRecorded,
    ConsultationRoleSet,
    ConsultationScheduled,
    ConsultationsOrdered,
    ConsultationSummoned,
    ConsultationUncalled,
    ConsultationUnscheduled,
    ConsultationWaived,
)
from domain.vorlage.parts import Consultation
from domain.vorlage.phases import InConsultation, Released
from domain.vorlage.state import Vorlage

BeratungsfolgeEvent = (
    ConsultationAdded
    | ConsultationLinked
    | ConsultationRemoved
    | ConsultationsOrdered
    | CommitteeDateSet
    | ConsultationRoleSet
    | ConsultationWaived
    | ConsultationResultRecorded
    | ConsultationScheduled
    | ConsultationUnscheduled
    | ConsultationSummoned
    | ConsultationCalled
    | ConsultationUncalled
    | ConsultationConcluded
    | ConsultationOvertaken
    | ConsultationReopened
    | ConsultationFlagged
)


def beratungsfolge(vorlage: Vorlage, event: BeratungsfolgeEvent) -> Vorlage:
    """The stations, and the phase that follows from them, after an event."""
    stations = vorlage.consultations
    match event:
        case ConsultationAdded():
            added = Consultation(
                id=event.consultation,
                committee=event.committee,
                committee_name=event.committee_name,
                date=event.date,
                role=event.role,
                printed=event.printed,
            )
            return replace(vorlage, consultations=(*stations[: event.place], added, *stations[event.place :]))
        case ConsultationsOrdered():
            ordered = tuple(sorted(stations, key=lambda each: event.order.index(each.id)))
            return replace(vorlage, consultations=ordered)
        case ConsultationRemoved():
            kept = tuple(each for each in stations if each.id != event.consultation)
            return replace(vorlage, consultations=kept)
        case _:
            changed = tuple(
                _station(each, event) if each.id == event.consultation else each for each in stations
            )
            moved = replace(vorlage, consultations=changed)
            match event, moved.phase:
                case ConsultationSummoned(), Released() | InConsultation():
                    return replace(moved, phase=InConsultation(event.edition))
                case ConsultationUnscheduled(), InConsultation(edition) if not moved.summoned:
                    # The only sitting that was summoned with it was cancelled: as before the summons.
                    return replace(moved, phase=Released(edition))
                case _:
                    return moved


def ahead_again(stations: Iterable[Consultation]) -> tuple[Consultation, ...]:
    """The stations once what had overtaken them does not hold."""
    return tuple(
        replace(each, outcome=None, overtaken=False) if each.overtaken else each for each in stations
    )


def _station(
    station: Consultation,
    event: ConsultationLinked
    | CommitteeDateSet
    | ConsultationRoleSet
    | ConsultationWaived
    | ConsultationResultRecorded
    | ConsultationScheduled
    | ConsultationUnscheduled
    | ConsultationSummoned
    | ConsultationCalled
    | ConsultationUncalled
    | ConsultationConcluded
    | ConsultationOvertaken
    | ConsultationReopened
    | ConsultationFlagged,
) -> Consultation:
    match event:
        case ConsultationLinked():
            return replace(station, committee=event.committee, committee_name=event.committee_name)
        case CommitteeDateSet():
            return replace(station, date=event.date)
        case ConsultationRoleSet():
            return replace(station, role=event.role)
        case ConsultationResultRecorded():
            return replace(station, outcome=event.outcome, from_paper=True)
        case ConsultationWaived():
            return replace(station, waived=True)
        case (
            ConsultationScheduled()
            | ConsultationUnscheduled()
            | ConsultationSummoned()
            | ConsultationCalled()
            | ConsultationUncalled()
        ):
            return _at_sitting(station, event)
        case ConsultationConcluded():
            return replace(station, outcome=event.outcome, vote=event.vote)
        case ConsultationOvertaken():
            return replace(station, outcome=event.outcome, overtaken=True)
        case ConsultationReopened():
            return replace(station, outcome=None, vote=None, flags=())
        case ConsultationFlagged():
            return replace(station, flags=event.flags)


def _at_sitting(
    station: Consultation,
    event: ConsultationScheduled
    | ConsultationUnscheduled
    | ConsultationSummoned
    | ConsultationCalled
    | ConsultationUncalled,
) -> Consultation:
    match event:
        case ConsultationScheduled():
            return replace(station, session=event.session, item=event.item)
        case ConsultationUnscheduled():
            return replace(station, session=None, item=None, edition=None, late=False, called=False)
        case ConsultationSummoned():
            return replace(station, edition=event.edition, late=event.late)
        case ConsultationCalled() | ConsultationUncalled():
            return replace(station, called=isinstance(event, ConsultationCalled))
