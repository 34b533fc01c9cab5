"""The Beratungsfolge: which stations a paper passes, in which order and when.

Dates do not go backwards; preliminary stations and hearings come before the decision; one body decides.
"""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from domain.errors import AlreadyExists, NoSuch, NothingChanges
from domain.given import Given
from domain.vorlage.commands.consultation import (
    AddConsultation,
    LinkConsultation,
    OrderConsultations,
    RecordConsultationResult,
    RemarkConsultation,
    RemoveConsultation,
    SetCommitteeDate,
    SetConsultationRole,
    WaiveConsultation,
)
from domain.vorlage.drafting.wording import line, line_or_none
from domain.vorlage.errors.consultation import (
    CommitteeUnnamed,
    ConsultationUnderWay,
    DatesGoBackwards,
    DecisionBeforePreliminary,
    DecisionElsewhere,
    ImportedOnly,
    OrderIncomplete,
    ReasonNeeded,
)
from domain.vorlage.events import VorlageEvent
from domain.vorlage.events.consultation import (
    CommitteeDateSet,
    ConsultationAdded,
    ConsultationLinked,
    ConsultationOvertaken,
    ConsultationRemarked,
    ConsultationRemoved,
    ConsultationResultRecorded,
    ConsultationRoleSet,
    ConsultationsOrdered,
    ConsultationWaived,
)
from domain.vorlage.parts import Consultation
from domain.vorlage.state import Vorlage
from domain.vorlage.terms import ConsultationRole, Outcome
from domain.world import World

BeratungsfolgeCommand = (
    AddConsultation
    | LinkConsultation
    | RemoveConsultation
    | OrderConsultations
    | SetCommitteeDate
    | SetConsultationRole
    | RemarkConsultation
    | WaiveConsultation
    | RecordConsultationResult
)


UNDECIDED = frozenset({"postponed", "referred", "taken_off"})
"""How a station ends without having dealt with the paper for good."""


def decide(
    vorlage: Vorlage, command: BeratungsfolgeCommand, given: Given, world: World
) -> list[VorlageEvent]:
    """The events that a command to the Beratungsfolge leads to."""
    match command:
        case AddConsultation():
            return _add(vorlage, command, given, world)
        case OrderConsultations():
            return _order(vorlage, command)
        case LinkConsultation():
            return _link(vorlage, command, world)
        case RemoveConsultation():
            station = station_of(vorlage, command.consultation)
            if station.session is not None or station.status in {"summoned", "called", "concluded"}:
                raise ConsultationUnderWay(station.id, station.status)
            return [ConsultationRemoved(consultation=station.id)]
        case SetCommitteeDate():
            return _set_date(vorlage, command)
        case SetConsultationRole():
            return _set_role(vorlage, command)
        case RemarkConsultation():
            station = station_of(vorlage, command.consultation)
            remark = line_or_none("remark", command.remark)
            return [ConsultationRemarked(consultation=station.id, remark=remark)]
        case WaiveConsultation():
            return _waive(station_of(vorlage, command.consultation), command)
        case RecordConsultationResult():
            return _record_result(vorlage, command)


def station_of(vorlage: Vorlage, id_: str) -> Consultation:
    """A station of the paper. Raises `NoSuch`."""
    found = vorlage.consultation(id_)
    if found is None:
        raise NoSuch("consultation", id_)
    return found


def place_for(stations: Sequence[Consultation], day: dt.date | None) -> int:
    """Where a station belongs by its date: before the first later one; without a date at the end."""
    later = (n for n, each in enumerate(stations) if day and each.date and each.date > day)
    return next(later, len(stations))


def check_dates(vorlage: Vorlage, stations: Sequence[Consultation]) -> None:
    """Refuse an order of the paper's stations in which a dated one follows a later one.

    What the body waived does not count, nor who is only told of what was resolved.
    """
    dated = [
        (each.id, each.date)
        for each in stations
        if each.date is not None and not each.waived and not is_told(vorlage, each)
    ]
    for (before, earlier), (after, later) in pairwise(dated):
        if later < earlier:
            raise DatesGoBackwards(after, later.isoformat(), before, earlier.isoformat())


def check_roles(roles: Sequence[tuple[str, ConsultationRole | None]]) -> None:
    """Refuse an order in which a preliminary station or a hearing follows a decision."""
    decided = False
    for id_, role in roles:
        if decided and role in {"preliminary", "hearing"}:
            raise DecisionBeforePreliminary(id_)
        decided = decided or role == "decision"


def check_one_decides(stations: Sequence[Consultation], about: str) -> None:
    """Refuse a station that is to decide beside another body's: any other prepares, or is told.

    Who decided already, or put the paper off, is over; the body that decides again may be another one.
    """
    station = next(each for each in stations if each.id == about)
    if station.role != "decision":
        return
    for other in stations:
        is_open = other.outcome is None and not other.from_paper
        if other.role == "decision" and is_open and not _same_body(station, other):
            raise DecisionElsewhere(about, other.id)


def _same_body(one: Consultation, other: Consultation) -> bool:
    """By the names that are printed where one of them is not linked."""
    if one.committee is None or other.committee is None:
        return one.committee_name == other.committee_name
    return one.committee == other.committee


def roles_of(stations: Sequence[Consultation]) -> list[tuple[str, ConsultationRole | None]]:
    """Roles in their order; a decision that was put off, or that the body does not wait for, binds nobody."""
    return [(each.id, None if each.waived or _put_off(each) else each.role) for each in stations]


def _put_off(station: Consultation) -> bool:
    """Whether nobody waits for it: its body put the paper off, or decided, and may have to decide again."""
    decided = station.role == "decision" and station.outcome is not None
    return station.outcome in UNDECIDED or (decided and not station.from_paper)


def is_told(vorlage: Vorlage, station: Consultation) -> bool:
    """Whether the body is only told of what was resolved, such as after an urgent decision."""
    return vorlage.resolved is not None and _outlives(station)


def _outlives(station: Consultation) -> bool:
    """Whether its body still hears of the paper after the decision: to be told, or since nobody waited."""
    return station.role == "information" or station.waived


def overtaken(vorlage: Vorlage, outcome: Outcome, *, told: bool = False) -> list[ConsultationOvertaken]:
    """The stations that no sitting has when the paper is decided or withdrawn; a sitting ends its own.

    `told`: bodies that were to be told of the paper still are, and those that the decision did not wait for.
    """
    return [
        ConsultationOvertaken(consultation=each.id, outcome=outcome)
        for each in vorlage.consultations
        if each.ahead and not each.from_paper and each.session is None
        if not (told and _outlives(each))
    ]


def _add(vorlage: Vorlage, command: AddConsultation, given: Given, world: World) -> list[VorlageEvent]:
    id_ = command.consultation or given.new_id("consultation")
    if vorlage.consultation(id_) is not None:
        raise AlreadyExists("consultation", id_)
    committee, name = _committee(command.committee, command.committee_name, world)
    stations = vorlage.consultations
    if command.after is None:
        place = place_for(stations, command.date)
    else:
        place = stations.index(station_of(vorlage, command.after)) + 1
    added = Consultation(
        id=id_,
        committee=committee,
        committee_name=name,
        date=command.date,
        role=command.role,
        printed=command.printed,
    )
    whole = (*stations[:place], added, *stations[place:])
    check_dates(vorlage, whole)
    check_roles(roles_of(whole))
    check_one_decides(whole, id_)
    return [
        ConsultationAdded(
            consultation=id_,
            committee=committee,
            committee_name=name,
            date=command.date,
            role=command.role,
            printed=command.printed,
            remark=line_or_none("remark", command.remark),
            place=place,
        )
    ]


def _committee(id_: str | None, name: str | None, world: World) -> tuple[str | None, str]:
    if id_ is not None:
        if id_ not in world.committees:
            raise NoSuch("committee", id_)
        return id_, world.committees[id_].name if name is None else line("committee_name", name)
    if name is None:
        raise CommitteeUnnamed
    return world.committee_named(name), line("committee_name", name)


def _link(vorlage: Vorlage, command: LinkConsultation, world: World) -> list[VorlageEvent]:
    station = station_of(vorlage, command.consultation)
    if command.committee not in world.committees:
        raise NoSuch("committee", command.committee)
    if station.session is not None:
        raise ConsultationUnderWay(station.id, station.status)
    if station.committee == command.committee:
        raise NothingChanges("committee")
    name = world.committees[command.committee].name
    linked = replace(station, committee=command.committee, committee_name=name)
    changed = [linked if each.id == station.id else each for each in vorlage.consultations]
    check_one_decides(changed, station.id)
    return [ConsultationLinked(consultation=station.id, committee=command.committee, committee_name=name)]


def _order(vorlage: Vorlage, command: OrderConsultations) -> list[VorlageEvent]:
    by_id = {each.id: each for each in vorlage.consultations}
    if sorted(command.order) != sorted(by_id):
        raise OrderIncomplete(tuple(sorted(set(by_id) ^ set(command.order))))
    if command.order == tuple(by_id):
        raise NothingChanges("order")
    ordered = [by_id[id_] for id_ in command.order]
    check_dates(vorlage, ordered)
    check_roles(roles_of(ordered))
    return [ConsultationsOrdered(order=command.order)]


def _set_date(vorlage: Vorlage, command: SetCommitteeDate) -> list[VorlageEvent]:
    """A station has the date of its sitting: while one has it, the sitting is moved or cancelled instead."""
    station = station_of(vorlage, command.consultation)
    if station.status in {"called", "concluded"}:
        raise ConsultationUnderWay(station.id, station.status)
    if station.date == command.date:
        raise NothingChanges("date")
    if station.status == "summoned" and command.reason is None:
        raise ReasonNeeded(station.id)
    if station.session is not None:
        raise ConsultationUnderWay(station.id, station.status)
    moved = [
        replace(each, date=command.date) if each.id == station.id else each for each in vorlage.consultations
    ]
    check_dates(vorlage, moved)
    reason = line_or_none("reason", command.reason)
    return [CommitteeDateSet(consultation=station.id, date=command.date, reason=reason)]


def _set_role(vorlage: Vorlage, command: SetConsultationRole) -> list[VorlageEvent]:
    station = station_of(vorlage, command.consultation)
    if station.status in {"summoned", "called", "concluded"}:
        raise ConsultationUnderWay(station.id, station.status)
    if station.role == command.role:
        raise NothingChanges("role")
    changed = [
        replace(each, role=command.role) if each.id == station.id else each for each in vorlage.consultations
    ]
    # Who was only told of what was resolved had no place in the order of dates.
    check_dates(vorlage, changed)
    check_roles(roles_of(changed))
    check_one_decides(changed, station.id)
    return [ConsultationRoleSet(consultation=station.id, role=command.role)]


def _waive(station: Consultation, command: WaiveConsultation) -> list[VorlageEvent]:
    """The deciding body does not wait for a station: the order does not bind it, and that is shown."""
    if station.role == "decision" or not station.ahead:
        raise ConsultationUnderWay(station.id, station.status)
    if station.waived:
        raise NothingChanges("waived")
    return [ConsultationWaived(consultation=station.id, reason=line("reason", command.reason))]


def _record_result(vorlage: Vorlage, command: RecordConsultationResult) -> list[VorlageEvent]:
    """Counts from paper: a later one replaces them only with a reason, and both stay visible (rule 14)."""
    station = station_of(vorlage, command.consultation)
    if station.session is not None or (station.printed and not vorlage.imported):
        raise ImportedOnly(station.id)
    if station.from_paper and command.reason is None:
        raise ReasonNeeded(station.id)
    return [
        ConsultationResultRecorded(
            consultation=station.id,
            yes=command.yes,
            no=command.no,
            abstained=command.abstained,
            outcome=command.outcome,
            reason=line_or_none("reason", command.reason) if station.from_paper else None,
        )
    ]
