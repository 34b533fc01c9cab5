"""The stations in a paper's row: their order, their sittings and their results."""

from collections.abc import Mapping
from typing import Final

from domain.dispatch import handled
from domain.recorded import Recorded
from domain.vorlage.events.consultation import (
    CommitteeDateSet,
    ConsultationAdded,
    ConsultationCalled,
    ConsultationConcluded,
    ConsultationFlagged,
    ConsultationLinked,
    ConsultationOvertaken,
    ConsultationRemarked,
    ConsultationRemoved,
    ConsultationReopened,
    ConsultationResultCorrected,
    ConsultationResultRecorded,
    ConsultationRoleSet,
    ConsultationScheduled,
    ConsultationsOrdered,
    ConsultationSummoned,
    ConsultationUncalled,
    ConsultationUnscheduled,
    ConsultationWaived,
)
from domain.vorlage.terms import Outcome
from projections.vorlage.editions import change_edition
from projections.vorlage.row import Consultation, Correction, Handler, Row, Sums, with_id, without


def _beratungsfolge(
    row: Row, event: ConsultationAdded | ConsultationRemoved | ConsultationsOrdered, _recorded: Recorded
) -> None:
    match event:
        case ConsultationAdded():
            added = Consultation(
                id=event.consultation,
                committee=event.committee,
                committee_name=event.committee_name,
                date=event.date,
                role=event.role,
                printed=event.printed,
                remark=event.remark,
            )
            row.consultations.insert(event.place, added)
        case ConsultationRemoved():
            row.consultations = without(row.consultations, event.consultation)
        case _:
            rank = {id_: place for place, id_ in enumerate(event.order)}
            row.consultations.sort(key=lambda each: rank.get(each.id, len(rank)))


def _station(
    row: Row,
    event: ConsultationLinked
    | CommitteeDateSet
    | ConsultationRoleSet
    | ConsultationRemarked
    | ConsultationWaived,
    _recorded: Recorded,
) -> None:
    for station in with_id(row.consultations, event.consultation):
        match event:
            case ConsultationLinked():
                station.committee, station.committee_name = event.committee, event.committee_name
            case CommitteeDateSet():
                station.date = event.date
            case ConsultationRoleSet():
                station.role = event.role
            case ConsultationWaived():
                station.waived = event.reason
            case _:
                station.remark = event.remark


def _sitting(
    row: Row,
    event: ConsultationScheduled
    | ConsultationUnscheduled
    | ConsultationSummoned
    | ConsultationCalled
    | ConsultationUncalled,
    _recorded: Recorded,
) -> None:
    for station in with_id(row.consultations, event.consultation):
        match event:
            case ConsultationScheduled():
                station.session, station.item = event.session, event.item
            case ConsultationUnscheduled():
                station.session = station.item = station.edition = None
                station.late = station.called = False
                if row.status == "in_consultation" and all(
                    each.edition is None for each in row.consultations
                ):
                    row.status = "released"  # the only sitting that was summoned with it was cancelled
            case ConsultationSummoned():
                station.edition, station.late = event.edition, event.late
                change_edition(row, event.edition, released=True, submitted=True)
                if row.status == "released":
                    row.status = "in_consultation"
            case _:
                station.called = isinstance(event, ConsultationCalled)


def _result(
    row: Row,
    event: ConsultationResultRecorded
    | ConsultationConcluded
    | ConsultationOvertaken
    | ConsultationReopened
    | ConsultationFlagged
    | ConsultationResultCorrected,
    recorded: Recorded,
) -> None:
    """Counts are the printed paper's or the main vote's; other votes never show here."""
    for station in with_id(row.consultations, event.consultation):
        match event:
            case ConsultationResultRecorded():
                if event.reason is not None:
                    _correct(station, event, recorded, event.outcome, event.reason)
                station.sums = Sums(event.yes, event.no, event.abstained)
                station.outcome = event.outcome
            case ConsultationConcluded():
                station.sums = Sums(event.yes, event.no, event.abstained)
                station.outcome, station.vote, station.text_hash = event.outcome, event.vote, event.text_hash
                station.resolution_number = event.resolution_number
            case ConsultationOvertaken():
                station.outcome, station.overtaken = event.outcome, True
            case ConsultationReopened():
                station.sums = Sums(None, None, None)
                station.outcome = station.vote = station.text_hash = station.resolution_number = None
                station.corrections = []  # they corrected the vote that was annulled; that keeps them
                station.flags = ()
            case ConsultationFlagged():
                station.flags = event.flags
            case _:
                _correct(station, event, recorded, station.outcome, event.reason)


def _correct(
    station: Consultation,
    event: ConsultationResultCorrected | ConsultationResultRecorded,
    recorded: Recorded,
    outcome: Outcome | None,
    reason: str,
) -> None:
    after = Sums(event.yes, event.no, event.abstained)
    station.corrections.append(
        Correction(
            before=station.sums,
            after=after,
            outcome_before=station.outcome,
            outcome_after=outcome,
            reason=reason,
            happened_at=recorded.meta.happened_at,
            recorded_at=recorded.recorded_at,
        )
    )
    station.sums = after


STATIONS: Final[Mapping[type, Handler]] = {
    **handled(_beratungsfolge, ConsultationAdded, ConsultationRemoved, ConsultationsOrdered),
    **handled(
        _station,
        ConsultationLinked,
        CommitteeDateSet,
        ConsultationRoleSet,
        ConsultationRemarked,
        ConsultationWaived,
    ),
    **handled(
        _sitting,
        ConsultationScheduled,
        ConsultationUnscheduled,
        ConsultationSummoned,
        ConsultationCalled,
        ConsultationUncalled,
    ),
    **handled(
        _result,
        ConsultationResultRecorded,
        ConsultationConcluded,
        ConsultationOvertaken,
        ConsultationReopened,
        ConsultationFlagged,
        ConsultationResultCorrected,
    ),
}
"""What takes in what happens to stations."""
