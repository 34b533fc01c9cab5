"""Everything that can happen to a committee (Gremium).

Tags are `committee.<fact>.<version>`. Days are inclusive; None means without a beginning or an end.
"""

import datetime as dt
from typing import ClassVar

from domain.recorded import Event


class CommitteeFormed(Event, frozen=True, kw_only=True, tag="committee.formed.1"):
    """A body of the county was formed; `lawful_number` counts its voting members by law."""

    name: str
    lawful_number: int
    abbreviation: str | None = None


class LawfulNumberSet(Event, frozen=True, kw_only=True, tag="committee.lawful_number_set.1"):
    """From this day the body has another lawful number of voting members."""

    lawful_number: int
    since: dt.date


class MemberSeated(Event, frozen=True, kw_only=True, tag="committee.member_seated.1"):
    """A person took a seat. `votes`: False for advisers. Days `since` and `until` are inclusive."""

    ABOUT: ClassVar = "member"
    member: str
    votes: bool
    since: dt.date | None = None
    until: dt.date | None = None


class SeatVacated(Event, frozen=True, kw_only=True, tag="committee.seat_vacated.1"):
    """A person's seat ended with this day."""

    ABOUT: ClassVar = "member"
    member: str
    until: dt.date


class ChairAppointed(Event, frozen=True, kw_only=True, tag="committee.chair_appointed.1"):
    """A member chairs the body from this day; None: always has."""

    ABOUT: ClassVar = "member"
    member: str
    since: dt.date | None = None


class DeputyChairAppointed(Event, frozen=True, kw_only=True, tag="committee.deputy_chair_appointed.1"):
    """A member chairs the body in the chair's absence from this day; None: always has."""

    ABOUT: ClassVar = "member"
    member: str
    since: dt.date | None = None


class SubstituteAppointed(Event, frozen=True, kw_only=True, tag="committee.substitute_appointed.1"):
    """A person may take a member's seat when the member is not there. Days are inclusive."""

    ABOUT: ClassVar = "substitute"
    member: str
    substitute: str
    since: dt.date | None = None
    until: dt.date | None = None


class SubstituteDismissed(Event, frozen=True, kw_only=True, tag="committee.substitute_dismissed.1"):
    """A person stands in for a member no longer, after this day."""

    ABOUT: ClassVar = "substitute"
    member: str
    substitute: str
    until: dt.date


class ResolutionNumbered(Event, frozen=True, kw_only=True, tag="committee.resolution_numbered.1"):
    """A resolution of the body got its number, when it was declared; `label` is how it is printed."""

    ABOUT: ClassVar = "item"
    number: int
    year: int
    label: str
    session: str
    item: str
    vote: str | None = None


CommitteeEvent = (
    CommitteeFormed
    | LawfulNumberSet
    | MemberSeated
    | SeatVacated
    | ChairAppointed
    | DeputyChairAppointed
    | SubstituteAppointed
    | SubstituteDismissed
    | ResolutionNumbered
)
"""Every event of a committee's stream `committees/{id}`."""
