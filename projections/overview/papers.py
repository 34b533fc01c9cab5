"""The overview of papers in work: who is due, which station is next, which deadline is near.

It is drawn from a paper's row, the rules in force and a day that is handed in: no clock is read here.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from typing import Final, Literal

from msgspec import Struct

from domain.days import day_of
from domain.rules import RuleSet
from domain.vorlage.aftermath.decisions import MOST_OBJECTIONS
from domain.vorlage.terms import ConsultationRole
from projections.overview import due as overview_due
from projections.overview.due import Departments, DueShown, What
from projections.vorlage.row import Consultation, Row

__all__ = ["Departments", "DueShown", "Held", "OverviewShown", "What", "show"]

Limit = Literal["summons", "session", "minutes", "objection", "implementation"]
"""What a deadline is of: the last day on which the summons arrives in time, the day of the sitting, the
minutes of a sitting that dealt with it, the Landrat's objection to its resolution, a report on what was done.
"""

Rules = Callable[[dt.date], RuleSet | None]
"""The rules in force on a day; None where there are none."""

OBJECTIONABLE: Final = frozenset({"resolved", "confirmed", "implementation"})
OVER: Final = frozenset({"withdrawn", "rejected", "noted", "revoked", "closed"})
"""States in which nobody has anything more to do."""
AT_WORK: Final = frozenset({"draft", "cosigning", "released", "in_consultation", "suspended", *OBJECTIONABLE})


class Held(Struct, frozen=True):
    """A sitting that is over and whose minutes are not signed; `following`: that body's next one."""

    date: dt.date
    following: dt.date | None = None


Minuted = Callable[[str], Held | None]
"""A sitting whose minutes are due, by its id; None where they are signed, or it goes on."""


class StationShown(Struct, frozen=True, kw_only=True):
    """The next station of a paper; `committee` is its name."""

    consultation: str
    committee: str
    committee_id: str | None
    date: dt.date | None
    role: ConsultationRole | None
    status: str
    session: str | None


class DeadlineShown(Struct, frozen=True, kw_only=True):
    """The last day for something; `overdue`: it has passed.

    `counted_from`: the day is the earliest on which the time may be over. It runs from the Landrat's knowing,
    which nobody enters before he objects, and is counted here from the decision; null: it is that day.
    """

    what: Limit
    on: dt.date
    overdue: bool
    counted_from: Literal["decision"] | None = None


class OverviewShown(Struct, frozen=True, kw_only=True):
    """A paper in work. `revision`: where a new edition stands that is being made after the release."""

    vorlage: str
    number: str | None
    file_reference: str
    subject: str
    kind: str
    status: str
    revision: str | None
    lead_department: str | None
    lead_department_id: str | None
    invited: list[str]
    due: list[DueShown]
    next_station: StationShown | None
    deadlines: list[DeadlineShown]
    position: int

    @property
    def nearest(self) -> dt.date | None:
        """The day of the nearest deadline."""
        return min((each.on for each in self.deadlines), default=None)

    def concerns(self, departments: Collection[str]) -> bool:
        """Whether one of these departments leads it, was invited, or is due."""
        concerned = {self.lead_department_id, *self.invited, *(each.department for each in self.due)}
        return not concerned.isdisjoint(departments)


def show(
    row: Row,
    *,
    position: int,
    today: dt.date,
    rules: Rules,
    departments: Departments,
    minuted: Minuted,
    drafts: bool = True,
) -> OverviewShown | None:
    """A paper in work; None where nobody has to do anything more.

    `drafts`: whether the reader sees what goes on inside the administration before a release.
    """
    if row.status in OVER:
        return None
    station = overview_due.next_station(row)
    revision = row.revision.stage if row.revision is not None and drafts else None
    return OverviewShown(
        vorlage=row.id,
        number=row.number,
        file_reference=row.file_reference,
        subject=row.subject if drafts or row.revision is None else row.revision.subject,
        kind=row.kind,
        status=row.status,
        revision=revision,
        lead_department=row.lead_department_name,
        lead_department_id=row.lead_department,
        invited=list(row.invited) if drafts else [],
        due=overview_due.due(row, station, departments, drafts=drafts),
        next_station=None if station is None else _station(station),
        deadlines=[
            *of_station(station, today, rules),
            *_of_minutes(row, today, rules, minuted),
            *_of_resolution(row, today, rules),
            *_of_implementation(row, today),
        ],
        position=position,
    )


def _station(station: Consultation) -> StationShown:
    return StationShown(
        consultation=station.id,
        committee=station.committee_name,
        committee_id=station.committee,
        date=station.date,
        role=station.role,
        status=station.status,
        session=station.session,
    )


def of_station(station: Consultation | None, today: dt.date, rules: Rules) -> Iterator[DeadlineShown]:
    """The deadlines of a station: of its summons as long as there was none, and of its sitting."""
    if station is None or station.date is None:
        return
    if station.edition is None:
        yield from of_summons(station.date, today, rules)
    yield DeadlineShown(what="session", on=station.date, overdue=station.date < today)


def of_summons(sitting: dt.date, today: dt.date, rules: Rules) -> Iterator[DeadlineShown]:
    """The last day on which a summons arrives in time; so many full days lie between it and the sitting."""
    in_force = rules(sitting)
    if in_force is not None:
        last = sitting - dt.timedelta(days=in_force.notice_days + 1)
        yield DeadlineShown(what="summons", on=last, overdue=last < today)


def of_held(held: Held, today: dt.date, rules: Rules) -> Iterator[DeadlineShown]:
    """§ 58: so many days after the sitting, at the latest the day of that body's next one."""
    in_force = rules(held.date)
    if in_force is not None:
        on = in_force.minutes_due(held.date, held.following)
        yield DeadlineShown(what="minutes", on=on, overdue=on < today)


def _of_minutes(row: Row, today: dt.date, rules: Rules, minuted: Minuted) -> Iterator[DeadlineShown]:
    """The minutes of each sitting that dealt with the paper, until they are signed."""
    for id_ in dict.fromkeys(each.session for each in row.consultations if each.session is not None):
        held = minuted(id_)
        if held is not None:
            yield from of_held(held, today, rules)


def _of_resolution(row: Row, today: dt.date, rules: Rules) -> Iterator[DeadlineShown]:
    """The Landrat objects within so many days of knowing it, at the earliest the day of the decision.

    It is the last decision that is objected to. Once those days are over nothing is told: whether he knew of
    it later is known only when he objects, and that is taken until the days from his knowing are over.
    """
    objections = row.aftermath.objections
    decided = row.resolution.at if row.resolution is not None else None
    for each in objections:
        decided = each.decided_at or decided
    if decided is None or row.status not in OBJECTIONABLE or len(objections) >= MOST_OBJECTIONS:
        return
    in_force = rules(day_of(decided))
    if in_force is None:
        return
    last = day_of(decided) + dt.timedelta(days=in_force.objection_days)
    if today <= last:
        yield DeadlineShown(what="objection", on=last, overdue=False, counted_from="decision")


def _of_implementation(row: Row, today: dt.date) -> Iterator[DeadlineShown]:
    """The day that was last set for what is being carried out."""
    days = [each.due for each in row.aftermath.steps if each.due is not None]
    if row.status == "implementation" and days:
        yield DeadlineShown(what="implementation", on=days[-1], overdue=days[-1] < today)
