"""Departments, roles and deputyships as the log tells them.

Rule 15: the actor was entitled at the time of the event, so each grant keeps its days.
"""

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from domain.organisation.events import (
    DepartmentFormed,
    DepartmentRenamed,
    DeputyAppointed,
    DeputyDismissed,
    OrganisationEvent,
    Role,
    RoleGranted,
    RoleRevoked,
)


class Department(Struct, frozen=True):
    """A department; `finance`: it checks budgets."""

    name: str
    finance: bool


class Grant(Struct, frozen=True):
    """A role of a person, from day to day (inclusive)."""

    person: str
    role: Role
    department: str | None
    since: dt.date | None
    until: dt.date | None


class Deputyship(Struct, frozen=True):
    """`deputy` may act for `person`, from day to day (inclusive)."""

    person: str
    deputy: str
    since: dt.date | None
    until: dt.date | None


class Standing(Struct, frozen=True):
    """What a person was on one day."""

    roles: frozenset[Role] = frozenset()
    departments: frozenset[str] = frozenset()

    def both(self, other: "Standing") -> "Standing":
        """What holds on both days: entitled when it happened, and still when it is recorded."""
        return Standing(self.roles & other.roles, self.departments & other.departments)


def within(since: dt.date | None, until: dt.date | None, day: dt.date) -> bool:
    """Whether a day lies in a period whose ends are inclusive and may be open."""
    return (since is None or since <= day) and (until is None or day <= until)


class Organisation(Struct, frozen=True, kw_only=True):
    """The county's departments, grants and deputyships."""

    departments: dict[str, Department] = {}
    grants: dict[str, Grant] = {}
    deputyships: dict[str, Deputyship] = {}

    def standing(self, person: str, day: dt.date) -> Standing:
        """The roles and departments of a person on a day."""
        held = [g for g in self.grants.values() if g.person == person and within(g.since, g.until, day)]
        return Standing(
            frozenset(grant.role for grant in held),
            frozenset(grant.department for grant in held if grant.department is not None),
        )

    @property
    def finance(self) -> frozenset[str]:
        """The departments that check budgets."""
        return frozenset(key for key, each in self.departments.items() if each.finance)

    def represented_by(self, deputy: str, day: dt.date) -> frozenset[str]:
        """For whom somebody was deputy on a day; those for whom these are deputies are not among them."""
        return frozenset(
            each.person
            for each in self.deputyships.values()
            if each.deputy == deputy and within(each.since, each.until, day)
        )

    def may_act_for(self, deputy: str, person: str, day: dt.date) -> bool:
        """Whether one person was deputy of another on a day."""
        return person in self.represented_by(deputy, day)

    def department_named(self, name: str) -> str | None:
        """The id of the one department of this name; None if there is none, or more than one."""
        found = [key for key, each in self.departments.items() if each.name.casefold() == name.casefold()]
        return found[0] if len(found) == 1 else None


def evolve(organisation: Organisation, event: OrganisationEvent) -> Organisation:
    """The organisation after an event."""
    match event:
        case DepartmentFormed():
            formed = Department(event.name, event.finance)
            return replace(organisation, departments={**organisation.departments, event.department: formed})
        case DepartmentRenamed():
            renamed = replace(organisation.departments[event.department], name=event.name)
            return replace(organisation, departments={**organisation.departments, event.department: renamed})
        case RoleGranted():
            grant = Grant(event.person, event.role, event.department, event.since, event.until)
            return replace(organisation, grants={**organisation.grants, event.grant: grant})
        case RoleRevoked():
            ended = replace(organisation.grants[event.grant], until=event.until)
            return replace(organisation, grants={**organisation.grants, event.grant: ended})
        case DeputyAppointed():
            deputyship = Deputyship(event.person, event.deputy, event.since, event.until)
            return replace(
                organisation, deputyships={**organisation.deputyships, event.deputyship: deputyship}
            )
        case DeputyDismissed():
            dismissed = replace(organisation.deputyships[event.deputyship], until=event.until)
            return replace(
                organisation, deputyships={**organisation.deputyships, event.deputyship: dismissed}
            )
