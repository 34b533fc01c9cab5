"""The Beratungsfolge: an ordered table of stations.

An empty cell means not recorded, never 0 (rule 1); a committee may come again after a postponement.
"""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Literal

from infra.printed_form.findings import Findings
from infra.printed_form.form import Block
from infra.printed_form.lines import Line
from infra.printed_form.paper import ParsedConsultation
from infra.printed_form.values import count_in, date_in

Column = Literal["committee", "date", "yes", "no", "abstained", "remark"]

_ORDER: tuple[Column, ...] = ("committee", "date", "yes", "no", "abstained", "remark")
_NAMES: dict[str, Column] = {
    "gremium": "committee",
    "ausschuss": "committee",
    "datum": "date",
    "sitzungsdatum": "date",
    "sitzung am": "date",
    "termin": "date",
    "ja": "yes",
    "ja-stimmen": "yes",
    "nein": "no",
    "nein-stimmen": "no",
    "enth": "abstained",
    "enthaltung": "abstained",
    "enthaltungen": "abstained",
    "bemerkung": "remark",
    "bemerkungen": "remark",
}
_TIGHT_ROW = re.compile(
    r"(?P<committee>\D{1,120}?) (?P<date>[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4})"
    r"(?: (?P<yes>[0-9]+) (?P<no>[0-9]+) (?P<abstained>[0-9]+)(?: (?P<remark>\D.*))?)?"
)
_SENTENCE_ENDS = (".", "!", "?", ":")


def consultations_of(block: Block, findings: Findings) -> tuple[ParsedConsultation, ...]:
    """Read the rows of the Beratungsfolge."""
    columns: tuple[Column, ...] = _ORDER
    rows: list[ParsedConsultation] = []
    headed = ended = False
    latest: dt.date | None = None
    for line in block.lines:
        if line.blank:
            ended = bool(rows)
        elif not headed and (names := _head(line)):
            columns, headed = _columns(line, names, findings), True
        elif row := _row(line, columns, findings, below_table=ended):
            latest = _not_before(latest, line, row.date, findings)
            rows.append(row)
    return tuple(rows)


def _not_before(
    latest: dt.date | None, line: Line, date: dt.date | None, findings: Findings
) -> dt.date | None:
    """Give the latest date so far; stations follow each other in time, one that goes back was misprinted."""
    if latest is not None and date is not None and date < latest:
        message = "Dieses Datum liegt vor dem einer früheren Station der Beratungsfolge."
        findings.problem(line.number, "date_goes_back", message, f"{date:%d.%m.%Y}")
        return latest
    return date or latest


def _column(cell: str) -> Column | None:
    return _NAMES.get(cell.casefold().rstrip(".:"))


def _head(line: Line) -> list[str]:
    """Give the cells of the line if it is the head of the table, else nothing."""
    cells = line.cells()
    if len(cells) == 1:
        cells = line.text.split()
    columns = {_column(cell) for cell in cells}
    return cells if columns >= {"committee", "date"} else []


def _columns(line: Line, names: Sequence[str], findings: Findings) -> tuple[Column, ...]:
    """Read which column is which; the order may differ from the form's."""
    columns: list[Column] = []
    while names and not names[-1]:
        names = names[:-1]
    for name in names:
        column = _column(name)
        if column and column not in columns:
            columns.append(column)
        else:
            message = "Diese Spalte der Beratungsfolge ist unbekannt."
            findings.problem(line.number, "unknown_column", message, name)
    return tuple(columns)


def _row(
    line: Line, columns: Sequence[Column], findings: Findings, *, below_table: bool
) -> ParsedConsultation | None:
    cells = _cells(line, columns) if line.is_row else _spaced_cells(line, columns, below_table=below_table)
    if cells is None or not cells.get("committee"):
        findings.problem(
            line.number,
            "unknown_row",
            "Diese Zeile der Beratungsfolge passt nicht zu ihren Spalten.",
            line.text,
        )
        return None
    return ParsedConsultation(
        committee=cells["committee"],
        date=findings.value(
            line.number, cells.get("date", ""), date_in, "bad_date", "Dieses Datum gibt es nicht."
        ),
        yes=_count(line, "Ja", cells.get("yes", ""), findings),
        no=_count(line, "Nein", cells.get("no", ""), findings),
        abstained=_count(line, "Enth.", cells.get("abstained", ""), findings),
        remark=cells.get("remark") or None,
    )


def _count(line: Line, column: str, cell: str, findings: Findings) -> int | None:
    message = f"In der Spalte „{column}“ muss eine Zahl stehen oder nichts."
    return findings.value(line.number, cell, count_in, "bad_count", message)


def _cells(line: Line, columns: Sequence[Column]) -> dict[Column, str] | None:
    """Name the cells of a row; None: it has more than the table has columns."""
    cells = line.cells()
    while len(cells) > len(columns) and not cells[-1]:
        cells.pop()
    return dict(zip(columns, cells, strict=False)) if len(cells) <= len(columns) else None


def _spaced_cells(line: Line, columns: Sequence[Column], *, below_table: bool) -> dict[Column, str] | None:
    """Name the cells of a row that is set with spaces alone; None: it is no such row.

    Such a row cannot have empty cells in its middle: it must be full, or end with its date or its committee.
    A line below the table that is only words is a remark of another kind, not a committee.
    """
    tight = _TIGHT_ROW.fullmatch(line.text)
    if tight and (tight["yes"] is None or tuple(columns) == _ORDER):
        return {column: tight[column] for column in _ORDER if tight[column]}
    cells = line.cells()
    if len(cells) == 1:
        is_prose = line.text.endswith(_SENTENCE_ENDS) or any(char.isdigit() for char in line.text)
        return None if is_prose or below_table else {"committee": line.text}
    if len(cells) not in (len(columns) - 1, len(columns)):
        return None
    return dict(zip(columns, cells, strict=False))
