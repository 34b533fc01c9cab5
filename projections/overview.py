"""The overview of papers in work: who is due, which station is next, which deadline is near.

It is drawn from a paper's row, the rules in force and a day that is handed in: no clock is read here.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from typing import Literal

from msgspec import Struct

from domain.rules import RuleSet
from domain.vorlage.arithmetic import spending_of
from domain.vorlage.terms import ConsultationRole
from projections.vorlage_row import Consultation, Row

What = Literal["draft", "finance_check", "cosign", "release", "date", "summon", "session"]
"""What someone is to do: write it, check the money, sign it off, release it, set a day, summon, decide."""

Limit = Literal["summons", "session", "minutes", "objection"]
"""What a deadline is of: the last day on which the summons arrives in time, the day of the sitting, the
minutes of a sitting that dealt with it, the Landrat's objection to its resolution."""

Office = Literal["council_office", "chief_executive", "committee"]

Rules = Callable[[dt.date], RuleSet | None]
"""The rules in force on a day; None where there are none."""

AT_WORK = frozenset({"draft", "cosigning", "released", "in_consultation"})
"""States in which somebody still has to decide something."""

AFTERWARDS = frozenset({"resolved"})
"""States in which only deadlines are left."""

Minuted = Callable[[str], "dt.date | None"]
"""The day of a sitting whose minutes are due, by its id; None where they are signed, or it goes on."""


class DueShown(Struct, frozen=True, kw_only=True):
    """Who is to do what: a department, or an office that belongs to none."""

    department: str | None
    name: str | None
    office: Office | None
    what: What


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
    """The last day for something; `overdue`: it has passed."""

    what: Limit
    on: dt.date
    overdue: bool


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


class Departments(Struct, frozen=True):
    """The county's departments by id, and which of them check budgets."""

    names: dict[str, str]
    finance: tuple[str, ...]


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
    at_work = row.status in AT_WORK
    station = _next(row) if at_work else None
    deadlines = [
        *_of_station(station, today, rules),
        *_of_minutes(row, today, rules, minuted),
        *_of_resolution(row, today, rules),
    ]
    if not at_work and (row.status not in AFTERWARDS or not deadlines):
        return None
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
        due=list(_due(row, station, departments, drafts=drafts)),
        next_station=None if station is None else _station(station),
        deadlines=deadlines,
        position=position,
    )


def _next(row: Row) -> Consultation | None:
    """The first station without an outcome."""
    return next((each for each in row.consultations if each.outcome is None), None)


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


def _due(
    row: Row, station: Consultation | None, departments: Departments, *, drafts: bool
) -> Iterator[DueShown]:
    stage = row.status if row.revision is None else row.revision.stage
    if drafts:
        yield from _inside(row, stage, departments)
    if row.status in {"released", "in_consultation"} and station is not None:
        if station.edition is not None:
            yield DueShown(department=None, name=station.committee_name, office="committee", what="session")
        else:
            what: What = "date" if station.date is None else "summon"
            yield DueShown(department=None, name=None, office="council_office", what=what)


def _inside(row: Row, stage: str, departments: Departments) -> Iterator[DueShown]:
    """What the administration has to do before a paper, or a new edition of it, is released."""

    def of(department: str | None, what: What) -> DueShown:
        name = departments.names.get(department or "")
        return DueShown(department=department, name=name, office=None, what=what)

    if stage in {"draft", "revising"}:
        name = row.lead_department_name
        yield DueShown(department=row.lead_department, name=name, office=None, what="draft")
    if stage in {"draft", "revising", "cosigning", "revised"} and _unchecked(row):
        for department in departments.finance:
            yield of(department, "finance_check")
    if stage not in {"cosigning", "revised"}:
        return
    sections = row.editions[-1].sections if row.editions else None
    missing = False
    for link in row.cosigning.chain:
        standing = row.cosigning.standing(link.department, sections)
        missing = missing or (link.mandatory and standing != "signed")
        if standing not in {"signed", "waiting"}:
            yield of(link.department, "cosign")
    if not missing:
        yield DueShown(department=None, name=None, office="chief_executive", what="release")


def _unchecked(row: Row) -> bool:
    """Whether spending above or outside plan waits for its check; a printed note is one, too."""
    checked = row.budget.finance_check is not None if row.check is None else row.check.lapsed is None
    return spending_of(row.budget) is not None and not checked


def _of_station(station: Consultation | None, today: dt.date, rules: Rules) -> Iterator[DeadlineShown]:
    if station is None or station.date is None:
        return
    in_force = rules(station.date)
    if station.edition is None and in_force is not None:
        # So many full days lie between the receipt and the day of the sitting.
        last = station.date - dt.timedelta(days=in_force.notice_days + 1)
        yield DeadlineShown(what="summons", on=last, overdue=last < today)
    yield DeadlineShown(what="session", on=station.date, overdue=station.date < today)


def _of_minutes(row: Row, today: dt.date, rules: Rules, minuted: Minuted) -> Iterator[DeadlineShown]:
    """§ 58: so many days after each sitting that dealt with the paper, until its minutes are signed."""
    for id_ in dict.fromkeys(each.session for each in row.consultations if each.session is not None):
        held = minuted(id_)
        in_force = None if held is None else rules(held)
        if held is not None and in_force is not None:
            on = held + dt.timedelta(days=in_force.minutes_days)
            yield DeadlineShown(what="minutes", on=on, overdue=on < today)


def _of_resolution(row: Row, today: dt.date, rules: Rules) -> Iterator[DeadlineShown]:
    """The Landrat objects within so many days; once they are over there is nothing to wait for."""
    if row.resolution is None or row.status not in AFTERWARDS:
        return
    day = row.resolution.at.date()
    in_force = rules(day)
    if in_force is not None and today <= day + dt.timedelta(days=in_force.objection_days):
        yield DeadlineShown(
            what="objection", on=day + dt.timedelta(days=in_force.objection_days), overdue=False
        )
