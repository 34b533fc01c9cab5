"""What can be asked of a committee: its seats, its chair, its lawful number."""

import datetime as dt
from typing import Annotated, ClassVar

from msgspec import Meta

from domain.command import Command, Id, Name

LawfulNumber = Annotated[int, Meta(ge=1, le=1_000)]


class FormCommittee(Command, frozen=True, kw_only=True):
    """Form a body with a lawful number of voting members.

    `abbreviation` begins the numbers of its resolutions; left out, it is made of its initials.
    """

    name: Name
    lawful_number: LawfulNumber
    abbreviation: Annotated[str, Meta(pattern="^[A-ZÄÖÜ][A-ZÄÖÜa-zäöüß0-9-]{0,9}$")] | None = None
    committee: Id | None = None


class SetLawfulNumber(Command, frozen=True, kw_only=True):
    """Give the body another lawful number from a day on."""

    TARGET: ClassVar = "committee"
    committee: Id
    lawful_number: LawfulNumber
    since: dt.date


class SeatMember(Command, frozen=True, kw_only=True):
    """Give a person a seat; `votes`: False for advisers."""

    TARGET: ClassVar = "committee"
    committee: Id
    member: Id
    votes: bool = True
    since: dt.date | None = None
    until: dt.date | None = None


class VacateSeat(Command, frozen=True, kw_only=True):
    """End a person's seat with a day, its last one (default: the day of the command, votes of it count)."""

    TARGET: ClassVar = "committee"
    committee: Id
    member: Id
    until: dt.date | None = None


class AppointChair(Command, frozen=True, kw_only=True):
    """Let a member chair the body from a day on."""

    TARGET: ClassVar = "committee"
    committee: Id
    member: Id
    since: dt.date | None = None


class AppointDeputyChair(Command, frozen=True, kw_only=True):
    """Let a voting member chair the body in the chair's absence from a day on."""

    TARGET: ClassVar = "committee"
    committee: Id
    member: Id
    since: dt.date | None = None


class AppointSubstitute(Command, frozen=True, kw_only=True):
    """Let a person take a member's seat when the member is not there."""

    TARGET: ClassVar = "committee"
    committee: Id
    member: Id
    substitute: Id
    since: dt.date | None = None
    until: dt.date | None = None


class DismissSubstitute(Command, frozen=True, kw_only=True):
    """Let a person stand in for a member no longer after a day (default: the day of the command)."""

    TARGET: ClassVar = "committee"
    committee: Id
    member: Id
    substitute: Id
    until: dt.date | None = None


CommitteeChange = (
    SetLawfulNumber
    | SeatMember
    | VacateSeat
    | AppointChair
    | AppointDeputyChair
    | AppointSubstitute
    | DismissSubstitute
)
"""Every command to a committee that exists."""

CommitteeCommand = FormCommittee | CommitteeChange
"""Every command to a committee."""
