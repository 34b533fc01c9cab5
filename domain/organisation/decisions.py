"""How the county is organised: who holds which role, and who stands in for whom (rule 15)."""

import datetime as dt

from domain.errors import AlreadyExists, NoSuch, NothingChanges, PeriodReversed
from domain.given import Given
from domain.organisation.commands import (
    AppointDeputy,
    DismissDeputy,
    FormDepartment,
    GrantRole,
    OrganisationCommand,
    RenameDepartment,
    RevokeRole,
)
from domain.organisation.errors import DepartmentNameTaken, DepartmentNeeded, OwnDeputy, OwnGrant
from domain.organisation.events import (
    DepartmentFormed,
    DepartmentRenamed,
    DeputyAppointed,
    DeputyDismissed,
    OrganisationEvent,
    RoleGranted,
    RoleRevoked,
)
from domain.organisation.state import Deputyship, Grant, Organisation

FIRST_DAY = dt.date.min + dt.timedelta(days=1)
"""The first day that has a day before it."""


def decide(organisation: Organisation, command: OrganisationCommand, given: Given) -> list[OrganisationEvent]:
    """The events that a command leads to."""
    match command:
        case FormDepartment():
            return _form(organisation, command, given)
        case RenameDepartment():
            return _rename(organisation, command)
        case GrantRole():
            return _grant(organisation, command, given)
        case RevokeRole():
            grant = organisation.grants.get(command.grant)
            if grant is None:
                raise NoSuch("grant", command.grant)
            until = _ended(grant, command.until, given)
            return [RoleRevoked(grant=command.grant, until=until)]
        case AppointDeputy():
            return _appoint(organisation, command, given)
        case DismissDeputy():
            deputyship = organisation.deputyships.get(command.deputyship)
            if deputyship is None:
                raise NoSuch("deputyship", command.deputyship)
            until = _ended(deputyship, command.until, given)
            return [DeputyDismissed(deputyship=command.deputyship, until=until)]


def check_period(since: dt.date | None, until: dt.date | None) -> None:
    """Refuse a period that ends before it begins."""
    if since is not None and until is not None and until < since:
        raise PeriodReversed(since.isoformat(), until.isoformat())


def _ended(held: Grant | Deputyship, until: dt.date | None, given: Given) -> dt.date:
    """The last day of what is ended; an end that was set is only ever brought forward.

    Where no day is named it ends at once: yesterday, or, if it began today or later, before it began.
    """
    if until is None:
        first = max(given.day, held.since or given.day, FIRST_DAY)
        until = first - dt.timedelta(days=1)
    else:
        check_period(held.since, until)
    if held.until is not None and until >= held.until:
        raise NothingChanges("until")
    return until


def _form(organisation: Organisation, command: FormDepartment, given: Given) -> list[OrganisationEvent]:
    department = command.department or given.new_id("department")
    if department in organisation.departments:
        raise AlreadyExists("department", department)
    _check_name(organisation, command.name, None)
    return [DepartmentFormed(department=department, name=command.name, finance=command.finance)]


def _rename(organisation: Organisation, command: RenameDepartment) -> list[OrganisationEvent]:
    if command.department not in organisation.departments:
        raise NoSuch("department", command.department)
    _check_name(organisation, command.name, command.department)
    return [DepartmentRenamed(department=command.department, name=command.name)]


def _check_name(organisation: Organisation, name: str, own: str | None) -> None:
    if any(
        key != own and each.name.casefold() == name.casefold()
        for key, each in organisation.departments.items()
    ):
        raise DepartmentNameTaken(name)


def _grant(organisation: Organisation, command: GrantRole, given: Given) -> list[OrganisationEvent]:
    grant = command.grant or given.new_id("grant")
    if grant in organisation.grants:
        raise AlreadyExists("grant", grant)
    if command.person in {given.actor, given.person}:
        raise OwnGrant(command.role)
    if (command.role in {"department", "head"}) != (command.department is not None):
        raise DepartmentNeeded(command.role)
    if command.department is not None and command.department not in organisation.departments:
        raise NoSuch("department", command.department)
    check_period(command.since, command.until)
    return [
        RoleGranted(
            grant=grant,
            person=command.person,
            role=command.role,
            department=command.department,
            since=command.since,
            until=command.until,
        )
    ]


def _appoint(organisation: Organisation, command: AppointDeputy, given: Given) -> list[OrganisationEvent]:
    deputyship = command.deputyship or given.new_id("deputyship")
    if deputyship in organisation.deputyships:
        raise AlreadyExists("deputyship", deputyship)
    if command.deputy in {command.person, given.actor}:
        raise OwnDeputy(command.deputy)
    check_period(command.since, command.until)
    return [
        DeputyAppointed(
            deputyship=deputyship,
            person=command.person,
            deputy=command.deputy,
            since=command.since,
            until=command.until,
        )
    ]
