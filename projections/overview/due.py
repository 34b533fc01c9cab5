"""Who is to do what next about a paper: the due part of the overview."""

from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct

from domain.vorlage.budget.arithmetic import spending_of
from projections.vorlage.row import Consultation, Row

What = Literal[
    "draft",
    "finance_check",
    "cosign",
    "release",
    "link",
    "role",
    "date",
    "summon",
    "session",
    "motion",
    "authority",
    "implement",
    "report",
]
"""What someone is to do with a paper.

Write it, check the money, sign it off, release it; name the station's committee, its role, its day, summon;
decide. `motion`: amendments stand that the submitter may take over before the body votes. Afterwards:
record what the supervisory authority decided, begin to carry it out, report on that.
"""

Office = Literal["council_office", "chief_executive", "committee"]

OPEN_MOTIONS: Final = frozenset({"proposed", "recommended"})
CARRIED_OUT: Final = frozenset({"resolved", "confirmed"})
"""States in which what was resolved is still to be begun."""


class DueShown(Struct, frozen=True, kw_only=True):
    """Who is to do what: a department, or an office that belongs to none."""

    department: str | None
    name: str | None
    office: Office | None
    what: What


class Departments(Struct, frozen=True):
    """The county's departments by id, and which of them check budgets."""

    names: dict[str, str]
    finance: tuple[str, ...]


def next_station(row: Row) -> Consultation | None:
    """The first station without an outcome that a paper in work still has to go to.

    After a decision only those that are told of it, or the body that decides again after an objection.
    """
    before = row.status in {"draft", "cosigning", "released", "in_consultation"}
    again = row.status == "suspended" and not _asked_authority(row)
    return next(
        (
            each
            for each in row.consultations
            if each.outcome is None and (before or each.role == ("decision" if again else "information"))
        ),
        None,
    )


def due(row: Row, station: Consultation | None, departments: Departments, *, drafts: bool) -> list[DueShown]:
    """Who is to do what; `drafts`: whether the reader sees what goes on inside before a release."""
    return list(_due(row, station, departments, drafts=drafts))


def _due(
    row: Row, station: Consultation | None, departments: Departments, *, drafts: bool
) -> Iterator[DueShown]:
    stage = row.status if row.revision is None else row.revision.stage
    if drafts:
        yield from _inside(row, stage, departments)
    if station is not None and row.status not in {"draft", "cosigning"}:
        yield _of_station(station)
    if row.status in {"released", "in_consultation"} and any(
        each.status in OPEN_MOTIONS for each in row.motions
    ):
        yield _lead(row, "motion")
    yield from _afterwards(row, departments)


def _office(what: What) -> DueShown:
    return DueShown(department=None, name=None, office="council_office", what=what)


def _lead(row: Row, what: What) -> DueShown:
    return DueShown(department=row.lead_department, name=row.lead_department_name, office=None, what=what)


def _of(departments: Departments, department: str | None, what: What) -> DueShown:
    name = departments.names.get(department or "")
    return DueShown(department=department, name=name, office=None, what=what)


def _of_station(station: Consultation) -> DueShown:
    """A summons needs the committee, the role of the station, and its day."""
    if station.edition is not None:
        return DueShown(department=None, name=station.committee_name, office="committee", what="session")
    if station.committee is None:
        return _office("link")
    if station.role is None:
        return _office("role")
    return _office("date" if station.date is None else "summon")


def _afterwards(row: Row, departments: Departments) -> Iterator[DueShown]:
    if row.status == "suspended" and _asked_authority(row):
        yield _office("authority")
    if row.status in CARRIED_OUT and row.carried_out:
        yield _lead(row, "implement")
    if row.status == "implementation":
        yield _of(departments, row.aftermath.department, "report")


def _asked_authority(row: Row) -> bool:
    return any(each.authority for each in row.aftermath.objections)


def _inside(row: Row, stage: str, departments: Departments) -> Iterator[DueShown]:
    """What the administration has to do before a paper, or a new edition of it, is released."""
    if stage in {"draft", "revising"}:
        yield _lead(row, "draft")
    if stage in {"draft", "revising", "cosigning", "revised"} and _unchecked(row):
        for department in departments.finance:
            yield _of(departments, department, "finance_check")
    if stage not in {"cosigning", "revised"}:
        return
    sections = row.editions[-1].sections if row.editions else None
    missing = False
    for link in row.cosigning.chain:
        standing = row.cosigning.standing(link.department, sections)
        missing = missing or (link.mandatory and standing != "signed")
        if standing not in {"signed", "waiting"}:
            yield _of(departments, link.department, "cosign")
    if not missing:
        yield DueShown(department=None, name=None, office="chief_executive", what="release")


def _unchecked(row: Row) -> bool:
    """Whether spending above or outside plan waits for its check; a printed note is one, too."""
    checked = row.budget.finance_check is not None if row.check is None else row.check.lapsed is None
    return spending_of(row.budget) is not None and not checked
