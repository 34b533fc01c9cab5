"""The header: department, file reference, number, date, kind and publicity.

The file reference belongs to the matter and must be there; the paper's own number may be missing.
"""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from domain.vorlage.terms import Kind
from infra.printed_form.boxes import BoxesUnclear, ticked
from infra.printed_form.findings import Findings
from infra.printed_form.lines import Line
from infra.printed_form.values import date_in

Field = Literal["lead_department", "file_reference", "number", "date", "kind", "public"]

_KEYS: dict[Field, str] = {
    "lead_department": r"(?:federführende[rs]? )?(?:Fachbereich|Bereich)|Federführung|Federführendes Amt",
    "file_reference": r"Aktenzeichen|Az\.?",
    "number": r"(?:Beschluss|Informations)?vorlagen?(?:nummer| ?-? ?Nr\.?| Nummer)",
    "date": r"Datum",
    "kind": r"Vorlagenart|Art der Vorlage",
    "public": r"Öffentlichkeit(?:sstatus)?|Status",
}
_FIELD = re.compile(
    r"(?:^|(?<=\s))(?:" + "|".join(f"(?P<{field}>{key})" for field, key in _KEYS.items()) + r")\s*:",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?P<kind>(?:Beschluss|Informations)?vorlagen?) ?-? ?(?:Nr\.?|Nummer) ?(?P<number>[^\s:].*)",
    re.IGNORECASE,
)
_TITLES: dict[Field, str] = {
    "lead_department": "Bereich",
    "file_reference": "Aktenzeichen",
    "number": "Vorlagennummer",
    "date": "Datum",
    "kind": "Vorlagenart",
    "public": "Öffentlichkeit",
}
_INFORMATION = re.compile(r"\bInformationsvorlage", re.IGNORECASE)
_DECISION = re.compile(r"\bBeschlu(?:ss|ß)vorlage", re.IGNORECASE)
_NOT_PUBLIC = re.compile(r"\bnicht[- ]?öffentlich", re.IGNORECASE)
_PUBLIC = re.compile(r"(?<!nicht)(?<!nicht[- ])\böffentlich", re.IGNORECASE)
_TITLE_WORDS = re.compile(
    r"nicht[- ]?öffentlich\w*|öffentlich\w*|(?:Beschlu(?:ss|ß)|Informations)?vorlage|Sitzung|Teil|\W|\bx\b",
    re.IGNORECASE,
)


class Header(Struct, frozen=True, kw_only=True):
    """The fields of the header; None where the paper leaves them empty."""

    lead_department: str | None
    file_reference: str
    number: str | None
    date: dt.date | None
    kind: Kind
    public: bool


class _Value(Struct, frozen=True):
    line: int
    text: str


def header_of(lines: Sequence[Line], findings: Findings) -> Header:
    """Read the lines above the first heading."""
    fields: dict[Field, _Value] = {}
    titles: list[_Value] = []
    for line in lines:
        if not line.blank:
            _read_line(line, fields, titles, findings)
    for field in ("kind", "public"):
        if field in fields:
            titles.append(fields[field])
            _warn_ignored(fields[field], findings)
    if not (reference := _text(fields, "file_reference")):
        at = fields.get("file_reference", _Value(1, "")).line
        findings.problem(at, "no_file_reference", "Das Aktenzeichen fehlt.")
    if not _text(fields, "lead_department"):
        at = fields.get("lead_department", _Value(1, "")).line
        findings.warn(at, "no_lead_department", "Der federführende Bereich ist nicht angegeben.")
    return Header(
        lead_department=_text(fields, "lead_department") or None,
        file_reference=reference,
        number=_text(fields, "number") or None,
        date=_date(fields, findings),
        kind=_kind(titles, findings),
        public=_public(titles, findings),
    )


def _text(fields: dict[Field, _Value], field: Field) -> str:
    return fields[field].text if field in fields else ""


def _read_line(line: Line, fields: dict[Field, _Value], titles: list[_Value], findings: Findings) -> None:
    """Take the fields of a line; what is in front of the first one is title or letterhead."""
    text = _with_colon(line)
    found = list(_FIELD.finditer(text))
    ends = [*(match.start() for match in found), len(text)][1:]
    for match, end in zip(found, ends, strict=True):
        field = next(name for name in _KEYS if match[name])
        value = text[match.end() : end].strip()
        if field in fields:
            findings.problem(
                line.number, "duplicate_field", f"„{_TITLES[field]}“ steht zweimal im Kopf.", line.text
            )
        else:
            fields[field] = _Value(line.number, value)
        if field == "number":
            titles.append(_Value(line.number, match[0]))
    if lead := text[: found[0].start() if found else None].strip():
        _read_title(_Value(line.number, lead), fields, titles, findings)


def _with_colon(line: Line) -> str:
    """Give the text of a line; in a table the name of a field needs no colon."""
    cells = [cell for cell in line.cells() if cell] if line.is_row else []
    if len(cells) > 1 and _FIELD.fullmatch(f"{cells[0]}:"):
        return f"{cells[0]}: {' '.join(cells[1:])}"
    return line.text


def _read_title(title: _Value, fields: dict[Field, _Value], titles: list[_Value], findings: Findings) -> None:
    numbered = _NUMBER.fullmatch(title.text)
    if numbered and "number" not in fields:
        fields["number"] = _Value(title.line, numbered["number"])
        titles.append(_Value(title.line, numbered["kind"]))
        return
    titles.append(title)
    _warn_ignored(title, findings)


def _warn_ignored(title: _Value, findings: Findings) -> None:
    if _TITLE_WORDS.sub("", title.text):
        findings.warn(
            title.line, "header_line_ignored", "Diese Zeile des Kopfes gehört zu keinem Feld und entfällt."
        )


def _date(fields: dict[Field, _Value], findings: Findings) -> dt.date | None:
    if "date" not in fields:
        return None
    value = fields["date"]
    return findings.value(value.line, value.text, date_in, "bad_date", "Dieses Datum gibt es nicht.")


def _kind(titles: Sequence[_Value], findings: Findings) -> Kind:
    information = [title for title in titles if _INFORMATION.search(title.text)]
    decision = [title for title in titles if _DECISION.search(title.text)]
    if information and decision:
        findings.problem(
            information[0].line,
            "kind_unclear",
            "Die Vorlage nennt sich Beschluss- und Informationsvorlage zugleich.",
            information[0].text,
        )
    return "information" if information else "decision"


def _public(titles: Sequence[_Value], findings: Findings) -> bool:
    """Read whether the paper may be published; where both are printed, one must be ticked."""
    answers: dict[bool, _Value] = {}
    for title in titles:
        public, closed = _PUBLIC.search(title.text), _NOT_PUBLIC.search(title.text)
        if public and closed:
            _add_ticked(title, answers, findings)
        elif public or closed:
            answers.setdefault(closed is None, title)
    if len(answers) > 1:
        title = answers[False]
        findings.problem(
            title.line,
            "publicity_unclear",
            "Die Vorlage nennt sich öffentlich und nichtöffentlich zugleich.",
            title.text,
        )
    return False not in answers


def _add_ticked(title: _Value, answers: dict[bool, _Value], findings: Findings) -> None:
    try:
        names = ticked(title.text, {"closed": _NOT_PUBLIC.pattern, "public": _PUBLIC.pattern}).names
    except BoxesUnclear:
        names = frozenset()
    if len(names) != 1:
        findings.problem(
            title.line,
            "publicity_unclear",
            "Es ist nicht genau eines von „öffentlich“ und „nichtöffentlich“ angekreuzt.",
            title.text,
        )
    else:
        answers.setdefault("public" in names, title)
