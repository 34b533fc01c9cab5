"""What can be asked of the organisation: departments, roles, deputyships."""

import datetime as dt

from domain.command import Command, Id, Name
from domain.organisation.events import Role


class FormDepartment(Command, frozen=True, kw_only=True):
    """Form a department; `finance`: it checks budgets."""

    name: Name
    department: Id | None = None
    finance: bool = False


class RenameDepartment(Command, frozen=True, kw_only=True):
    """Give a department another name."""

    department: Id
    name: Name


class GrantRole(Command, frozen=True, kw_only=True):
    """Give a person a role; `department` belongs to the roles `department` and `head`."""

    person: Id
    role: Role
    grant: Id | None = None
    department: Id | None = None
    since: dt.date | None = None
    until: dt.date | None = None


class RevokeRole(Command, frozen=True, kw_only=True):
    """End a grant with a day, its last one (default: at once, the day before the command)."""

    grant: Id
    until: dt.date | None = None


class AppointDeputy(Command, frozen=True, kw_only=True):
    """Let `deputy` act for `person`."""

    person: Id
    deputy: Id
    deputyship: Id | None = None
    since: dt.date | None = None
    until: dt.date | None = None


class DismissDeputy(Command, frozen=True, kw_only=True):
    """End a deputyship with a day, its last one (default: at once, the day before the command)."""

    deputyship: Id
    until: dt.date | None = None


OrganisationCommand = (
    FormDepartment | RenameDepartment | GrantRole | RevokeRole | AppointDeputy | DismissDeputy
)
"""Every command to the stream `organisation`."""
