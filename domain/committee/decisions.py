"""How a body is composed: one voter a seat, never more voting members than the law gives it."""

import datetime as dt
from collections.abc import Collection

from domain.committee.abbreviation import free, initials
from domain.committee.commands import (
    AppointChair,
    AppointDeputyChair,
    AppointSubstitute,
    CommitteeChange,
    DismissSubstitute,
    FormCommittee,
    SeatMember,
    SetLawfulNumber,
    VacateSeat,
)
from domain.committee.errors import (
    AbbreviationTaken,
    CommitteeNameTaken,
    NoSeat,
    NoSubstitute,
    OwnSubstitute,
    SeatsExhausted,
    SeatTaken,
    SubstituteAlready,
)
from domain.committee.events import (
    ChairAppointed,
    CommitteeEvent,
    CommitteeFormed,
    DeputyChairAppointed,
    LawfulNumberSet,
    MemberSeated,
    SeatVacated,
    SubstituteAppointed,
    SubstituteDismissed,
)
from domain.committee.state import Committee, Substitution, Tenure
from domain.given import Given
from domain.organisation.decisions import check_period


def form(command: FormCommittee, others: Collection[Committee]) -> list[CommitteeEvent]:
    """Form a body whose name and abbreviation none of the others has."""
    if command.name.casefold() in {each.name.casefold() for each in others}:
        raise CommitteeNameTaken(command.name)
    taken = frozenset(each.abbreviation for each in others)
    if command.abbreviation in taken:
        raise AbbreviationTaken(command.abbreviation or "")
    chosen = command.abbreviation or free(command.name, taken)
    own = None if chosen == initials(command.name) else chosen
    return [CommitteeFormed(name=command.name, lawful_number=command.lawful_number, abbreviation=own)]


def decide(committee: Committee, command: CommitteeChange, given: Given) -> list[CommitteeEvent]:
    """The events that a command to an existing committee leads to."""
    match command:
        case SetLawfulNumber():
            return [LawfulNumberSet(lawful_number=command.lawful_number, since=command.since)]
        case SeatMember():
            return _seat(committee, command)
        case VacateSeat():
            until = command.until or given.day
            if committee.seat_of(command.member, until) is None:
                raise NoSeat(command.member)
            return [SeatVacated(member=command.member, until=until)]
        case AppointChair():
            if committee.seat_of(command.member, command.since or given.day) is None:
                raise NoSeat(command.member)
            return [ChairAppointed(member=command.member, since=command.since)]
        case AppointDeputyChair():
            seat = committee.seat_of(command.member, command.since or given.day)
            if seat is None or not seat.votes:
                raise NoSeat(command.member)
            return [DeputyChairAppointed(member=command.member, since=command.since)]
        case AppointSubstitute():
            return _appoint_substitute(committee, command, given)
        case DismissSubstitute():
            day = command.until or given.day
            found = ((each.member, each.substitute) for each in committee.substitutes_on(day))
            if (command.member, command.substitute) not in found:
                raise NoSubstitute(command.member, command.substitute)
            return [SubstituteDismissed(member=command.member, substitute=command.substitute, until=day)]


def _appoint_substitute(
    committee: Committee, command: AppointSubstitute, given: Given
) -> list[CommitteeEvent]:
    check_period(command.since, command.until)
    if command.member == command.substitute:
        raise OwnSubstitute(command.member)
    if committee.seat_of(command.member, command.since or given.day) is None:
        raise NoSeat(command.member)
    for each in committee.substitutions:
        if (each.member, each.substitute) == (command.member, command.substitute) and _overlap(each, command):
            raise SubstituteAlready(each.member, each.substitute)
    return [
        SubstituteAppointed(
            member=command.member,
            substitute=command.substitute,
            since=command.since,
            until=command.until,
        )
    ]


def _seat(committee: Committee, command: SeatMember) -> list[CommitteeEvent]:
    check_period(command.since, command.until)
    if any(seat.member == command.member and _overlap(seat, command) for seat in committee.seats):
        raise SeatTaken(command.member)
    if command.votes:
        _check_room(committee, command)
    return [
        MemberSeated(member=command.member, votes=command.votes, since=command.since, until=command.until)
    ]


def _overlap(seat: Tenure | Substitution, command: SeatMember | AppointSubstitute) -> bool:
    begins = command.since or dt.date.min
    ends = command.until or dt.date.max
    return (seat.since or dt.date.min) <= ends and begins <= (seat.until or dt.date.max)


def _check_room(committee: Committee, command: SeatMember) -> None:
    """Room is scarcest on a day on which some seat begins or another lawful number does."""
    rivals = [seat for seat in committee.seats if seat.votes and _overlap(seat, command)]
    begin, end = command.since or dt.date.min, command.until or dt.date.max
    days = {begin} | {max(seat.since or dt.date.min, begin) for seat in rivals}
    days |= {since for since, _ in committee.lawful_numbers if since is not None and begin <= since <= end}
    for day in days:
        taken = sum((s.since or dt.date.min) <= day <= (s.until or dt.date.max) for s in rivals)
        lawful = committee.lawful_number_on(day)
        if taken >= lawful:
            raise SeatsExhausted(lawful)
