"""Everything that can happen to the organisation: departments, roles, deputyships.

Tags are `organisation.<fact>.<version>`. Persons appear by opaque id only; names live in the directory.
Days `since` and `until` are inclusive; None means without a beginning or an end.
"""

import datetime as dt
from typing import ClassVar, Literal

from domain.recorded import Event

Role = Literal[
    "council_office",
    "department",
    "head",
    "chief_executive",
    "deputy_executive",
    "clerk",
    "member",
    "auditor",
    "data_protection",
    "admin",
]


class DepartmentFormed(Event, frozen=True, kw_only=True, tag="organisation.department_formed.1"):
    """A department; `finance`: it is the one that checks budgets."""

    ABOUT: ClassVar = "department"
    department: str
    name: str
    finance: bool = False


class DepartmentRenamed(Event, frozen=True, kw_only=True, tag="organisation.department_renamed.1"):
    """A department got another name."""

    ABOUT: ClassVar = "department"
    department: str
    name: str


class RoleGranted(Event, frozen=True, kw_only=True, tag="organisation.role_granted.1"):
    """A person got a role; `department` with the roles `department` and `head`."""

    ABOUT: ClassVar = "grant"
    grant: str
    person: str
    role: Role
    department: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None


class RoleRevoked(Event, frozen=True, kw_only=True, tag="organisation.role_revoked.1"):
    """A grant ended with this day."""

    ABOUT: ClassVar = "grant"
    grant: str
    until: dt.date


class DeputyAppointed(Event, frozen=True, kw_only=True, tag="organisation.deputy_appointed.1"):
    """`deputy` may act for `person`; the deputy's events name both (rule 15)."""

    ABOUT: ClassVar = "deputyship"
    deputyship: str
    person: str
    deputy: str
    since: dt.date | None = None
    until: dt.date | None = None


class DeputyDismissed(Event, frozen=True, kw_only=True, tag="organisation.deputy_dismissed.1"):
    """A deputyship ended with this day."""

    ABOUT: ClassVar = "deputyship"
    deputyship: str
    until: dt.date


OrganisationEvent = (
    DepartmentFormed | DepartmentRenamed | RoleGranted | RoleRevoked | DeputyAppointed | DeputyDismissed
)
"""Every event of the stream `organisation`."""
