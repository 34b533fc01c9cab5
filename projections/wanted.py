"""Which papers and sittings a list is to have; what the reader does not see is not looked at (rule 12).

None asks for any. A row and what the public sees of it are asked the same questions.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from domain.vorlage.terms import Kind
from projections.session import row as session_row
from projections.vorlage import row as vorlage_row

Json = Mapping[str, Any]
"""What the public's record holds of a thing."""


class Period(Struct, frozen=True, kw_only=True):
    """From one day to another, both inclusive."""

    since: dt.date | None = None
    until: dt.date | None = None

    def holds(self, day: dt.date | None) -> bool:
        """Whether a day is in it; no day is in every period that is not bounded."""
        if day is None:
            return self.since is None and self.until is None
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class WantedPapers(Struct, frozen=True, kw_only=True):
    """Papers in a status, of a kind, led by a department, with a station of a committee.

    `q`: words in subject, file reference or number. `dated`: the paper's own date. `due`: a station without
    an outcome is dated up to this day. Departments and committees are named by id or by name.
    """

    status: str | None = None
    kind: Kind | None = None
    lead_department: str | None = None
    committee: str | None = None
    q: str | None = None
    dated: Period = Period()
    due: dt.date | None = None

    def fits(self, row: vorlage_row.Row) -> bool:
        """Whether a paper is wanted."""
        stations = [
            (each.committee, each.committee_name, each.date, each.outcome is None)
            for each in row.consultations
        ]
        departments = (row.lead_department, row.lead_department_name)
        return self._fits(row.status, row.kind, row.date, departments, stations) and said(
            self.q, (row.subject, row.file_reference, row.number)
        )

    def fits_shown(self, shown: Json) -> bool:
        """Whether a published paper is wanted."""
        stations = [
            (each["committee_id"], each["committee"], _day(each["date"]), each["outcome"] is None)
            for each in shown["consultations"]
        ]
        departments = (shown["lead_department_id"], shown["lead_department"])
        return self._fits(
            shown["status"], shown["kind"], _day(shown["date"]), departments, stations
        ) and said(self.q, (shown["subject"], shown["file_reference"], shown["number"]))

    def _fits(
        self,
        status: str,
        kind: str,
        date: dt.date | None,
        departments: tuple[str | None, str | None],
        stations: list[tuple[str | None, str, dt.date | None, bool]],
    ) -> bool:
        return (
            self.status in {None, status}
            and self.kind in {None, kind}
            and self.lead_department in {None, *departments}
            and self.dated.holds(date)
            and (self.committee is None or any(self.committee in each[:2] for each in stations))
            and (self.due is None or any(self._is_due(day, is_open) for _, _, day, is_open in stations))
        )

    def _is_due(self, day: dt.date | None, is_open: bool) -> bool:  # noqa: FBT001
        return is_open and day is not None and self.due is not None and day <= self.due


class WantedSittings(Struct, frozen=True, kw_only=True):
    """Sittings in a status, of a committee, in a period; `q`: words in the subject of one item."""

    status: str | None = None
    committee: str | None = None
    q: str | None = None
    dated: Period = Period()

    def fits(self, row: session_row.Row, body: str) -> bool:
        """Whether a sitting of a body of this name is wanted."""
        subjects = [each.subject for each in row.agenda]
        return self._fits(row.status, (row.committee, body), row.date, subjects)

    def fits_shown(self, shown: Json, body: str) -> bool:
        """Whether an announced sitting is wanted."""
        subjects = [each["subject"] for each in shown["agenda"]]
        return self._fits(shown["status"], (shown["committee"], body), _day(shown["date"]), subjects)

    def _fits(self, status: str, body: tuple[str, str], date: dt.date | None, subjects: list[str]) -> bool:
        return (
            self.status in {None, status}
            and self.committee in {None, *body}
            and self.dated.holds(date)
            and (not self.q or any(said(self.q, (each,)) for each in subjects))
        )


def said(words: str | None, texts: Iterable[str | None]) -> bool:
    """Whether each of these words stands in one of the texts, whatever the case."""
    text = " ".join(filter(None, texts)).casefold()
    return all(word in text for word in (words or "").casefold().split())


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)
