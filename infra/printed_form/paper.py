"""A paper as it was read, and what hindered reading it.

None means that the paper says nothing, never 0 or no (rule 1).
"""

import datetime as dt

from msgspec import Struct

from domain.vorlage.events.budget import Budget
from domain.vorlage.terms import Kind


class Problem(Struct, frozen=True):
    """A place that cannot be read; `line` counts from 1 in the text as it came in."""

    line: int
    code: str
    message: str
    found: str


class PaperWarning(Struct, frozen=True):
    """A place that was read, but that a person should look at."""

    line: int
    code: str
    message: str


class Unreadable(ValueError):
    """The text is no paper in the printed form; `problems` holds everything that was found, by line."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{problem.line}: {problem.code}" for problem in problems))


class ParsedConsultation(Struct, frozen=True, kw_only=True):
    """A row of the Beratungsfolge; the committee is its printed name."""

    committee: str
    date: dt.date | None = None
    yes: int | None = None
    no: int | None = None
    abstained: int | None = None
    remark: str | None = None


class ParsedMeasure(Struct, frozen=True, kw_only=True):
    """A changed measure: where it stands in which document, its text before and after."""

    document: str
    page: int | None
    topic: str | None
    old: str
    new: str


class ParsedAttachment(Struct, frozen=True, kw_only=True):
    """An attachment that the paper names."""

    title: str
    edition: str | None = None


class ParsedPaper(Struct, frozen=True, kw_only=True):
    """Everything that the printed form says; texts hold one paragraph a line."""

    file_reference: str
    subject: str
    lead_department: str | None = None
    number: str | None = None
    date: dt.date | None = None
    kind: Kind = "decision"
    public: bool = True
    signatory: str | None = None
    proposed_resolution: str = ""
    reasons: str = ""
    consultations: tuple[ParsedConsultation, ...] = ()
    measures: tuple[ParsedMeasure, ...] = ()
    attachments: tuple[ParsedAttachment, ...] = ()
    budget: Budget = Budget()
    warnings: tuple[PaperWarning, ...] = ()
