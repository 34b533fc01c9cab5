"""The Beratungsfolge: an ordered table of stations.

An empty cell means not recorded, never 0 (rule 1); a committee may come again after a postponement.
"""

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
_TIGHT_ROW = re.compile(r"(?P<committee>\D{1,120}?) (?P<date>[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4})")
_SENTENCE_ENDS = (".", "!", "?", ":")
_DATED = 2


def consultations_of(block: Block, findings: Findings) -> tuple[ParsedConsultation, ...]:
    """Read the rows of the Beratungsfolge."""
    columns: tuple[Column, ...] = _ORDER
    rows: list[ParsedConsultation] = []
    headed = False
    for line in block.lines:
        if line.blank:
            continue
        if not headed and _is_head(line.cells()):
            columns, headed = _columns(line, findings), True
        elif row := _row(line, columns, findings):
            rows.append(row)
    return tuple(rows)


def _key(cell: str) -> str:
    return cell.casefold().rstrip(".:")


def _is_head(cells: Sequence[str]) -> bool:
    keys = [_NAMES.get(_key(cell)) for cell in cells]
    return "committee" in keys and "date" in keys


def _columns(line: Line, findings: Findings) -> tuple[Column, ...]:
    """Read which column is which; the order may differ from the form's."""
    columns: list[Column] = []
    for cell in line.cells():
        column = _NAMES.get(_key(cell))
        if column and column not in columns:
            columns.append(column)
        elif cell:
            findings.problem(
                line.number, "unknown_column", "Diese Spalte der Beratungsfolge ist unbekannt.", cell
            )
    return tuple(columns)


def _row(line: Line, columns: Sequence[Column], findings: Findings) -> ParsedConsultation | None:
    cells = _cells(line, columns)
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
    """Name the cells of a row; None: the line is no row, or it has more cells than the table.

    A row without tabs or bars cannot have empty cells in its middle, so it must be full or end with its date.
    """
    cells = line.cells()
    if not line.is_row:
        if len(cells) == 1:
            tight = _TIGHT_ROW.fullmatch(line.text)
            if tight is None:
                return None if _is_prose(line.text) else {"committee": line.text}
            cells = [tight["committee"], tight["date"]]
        if len(cells) not in (_DATED, len(columns) - 1, len(columns)):
            return None
    while len(cells) > len(columns) and not cells[-1]:
        cells.pop()
    if len(cells) > len(columns):
        return None
    return dict(zip(columns, cells, strict=False))


def _is_prose(text: str) -> bool:
    return text.endswith(_SENTENCE_ENDS) or any(char.isdigit() for char in text)
