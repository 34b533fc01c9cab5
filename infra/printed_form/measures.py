"""The list of measures at the end of the reasons: where each stands, its text before and after.

"Folgende Maßnahmen wurden verändert:" and what follows are not reasons.
The page is a citation and the topic is kept verbatim; several measures may stand under one citation.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from infra.printed_form.findings import Findings
from infra.printed_form.lines import Line, line_of
from infra.printed_form.paper import ParsedMeasure
from infra.printed_form.texts import Paragraph, paragraphs, text_of

_INTRODUCTION = re.compile(
    r"Folgende Ma(?:ß|ss)nahmen? (?:wurden?|werden|wird|sind|ist) "
    r"[^:]{0,120}\b(?:ver|ge)ändert[^:]{0,60}:",
    re.IGNORECASE,
)
_LABEL = re.compile(r"Ma(?:ß|ss)nahme \(?(?P<side>alt|geändert|neu)\)? ?: ?(?P<rest>.*)", re.IGNORECASE)
_CITATION = re.compile(
    r"(?P<document>[^,:]{1,120}?),? (?:Seiten?|S\.) ?(?P<page>[0-9]{1,5})"
    r"(?P<more> ?f{1,2}\.| ?[-\u2013/] ?[0-9]{1,5})?"
    r"(?: ?[,:\u2013-] ?(?P<topic>\S.*))?",
    re.IGNORECASE,
)
_UNPAGED = re.compile(r"(?P<document>[^,:]{1,120}), ?(?P<topic>\S.*)")
LONGEST_CITATION = 250


class Reasons(Struct, frozen=True):
    """The reasons proper, and the measures that were listed below them."""

    text: str
    measures: tuple[ParsedMeasure, ...]


class _Change(Struct):
    """A measure while it is read; `new_line` is None before "Maßnahme geändert:"."""

    line: int
    citation: Paragraph | None
    old: list[Paragraph]
    new: list[Paragraph]
    new_line: int | None = None


def reasons_of(lines: Sequence[Line], findings: Findings) -> Reasons:
    """Part the reasons from the list of measures, and read the list."""
    parts = _paragraphs(lines)
    start = _start(parts)
    changes = list(_changes(parts[start:], findings))
    measures = [_measure(change, findings) for change in changes]
    if start < len(parts) and not any(_side(part.text) for part in parts):
        first = parts[start]
        findings.problem(
            first.line, "no_measures", "Auf diese Zeile folgt keine lesbare Maßnahme.", first.text
        )
    return Reasons(text_of(parts[:start]), tuple(measure for measure in measures if measure))


def _paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """Cut into paragraphs; labels, and citations right above them, stand alone even without blank lines."""
    parted: list[Line] = []
    for line in lines:
        label = _LABEL.fullmatch(line.text)
        if label and label["rest"]:
            head = line.text[: label.start("rest")].rstrip()
            parted += [line_of(line.number, head), line_of(line.number, label["rest"])]
        else:
            parted.append(line)

    def alone(at: int) -> bool:
        text = parted[at].text
        if _side(text) or _introduces(text):
            return True
        below = next((line.text for line in parted[at + 1 : at + 2]), "")
        return _side(below) is not None and _cites(text) is not None

    return paragraphs(parted, alone)


def _side(text: str) -> Literal["old", "new"] | None:
    label = _LABEL.fullmatch(text)
    if not label or label["rest"]:
        return None
    return "old" if label["side"].casefold() == "alt" else "new"


def refuse_measures(parts: Sequence[Paragraph], findings: Findings) -> None:
    """Refuse measures outside the reasons; there the heading above them is missing."""
    for part in parts:
        if label := next((line for line in part.lines if _LABEL.fullmatch(line.text)), None):
            message = "Maßnahmen stehen am Ende des Sachverhalts; dessen Überschrift fehlt."
            findings.problem(label.number, "measure_elsewhere", message, label.text)


def _introduces(text: str) -> bool:
    return len(text) <= LONGEST_CITATION and _INTRODUCTION.fullmatch(text) is not None


def _cites(text: str) -> re.Match[str] | None:
    return _CITATION.fullmatch(text) if len(text) <= LONGEST_CITATION else None


def _start(parts: Sequence[Paragraph]) -> int:
    """Find where the reasons end: at the introduction, or at the first citation or label."""
    for at, part in enumerate(parts):
        if _introduces(part.text):
            return at
        if _side(part.text):
            return at - 1 if at and _cites(parts[at - 1].text) else at
    return len(parts)


def _changes(parts: Sequence[Paragraph], findings: Findings) -> Iterator[_Change]:
    """Group the paragraphs of the list into changes."""
    loose: list[Paragraph] = []
    citation: Paragraph | None = None
    change: _Change | None = None
    for part in parts:
        side = _side(part.text)
        if side == "old":
            loose = loose if change is None else _taken_citation(change)
            citation = loose.pop() if loose else citation
            _refuse(loose, findings)
            if change:
                yield change
            loose, change = [], _Change(part.line, citation, [], [])
        elif side == "new" and (change is None or change.new_line is not None):
            findings.problem(
                part.line, "new_without_old", "Vor dieser Zeile fehlt „Maßnahme alt:“.", part.text
            )
        elif side == "new" and change:
            change.new_line = part.line
        elif change:
            (change.old if change.new_line is None else change.new).append(part)
        elif not _introduces(part.text):
            loose.append(part)
    if change:
        _refuse(_taken_citation(change), findings)
        yield change


def _taken_citation(change: _Change) -> list[Paragraph]:
    """Take the citation of the next measure off the end of a text."""
    texts = change.new if change.new_line is not None else change.old
    citation = [texts.pop()] if texts and _cites(texts[-1].text) else []
    if texts and _introduces(texts[-1].text):
        texts.pop()
    return citation


def _refuse(parts: Sequence[Paragraph], findings: Findings) -> None:
    for part in parts:
        findings.problem(
            part.line, "not_a_measure", "Diese Zeile gehört zu keiner Maßnahme (alt / geändert).", part.text
        )


def _measure(change: _Change, findings: Findings) -> ParsedMeasure | None:
    old, new = text_of(change.old), text_of(change.new)
    place = _place(change, findings)
    if not old:
        findings.problem(change.line, "no_old_text", "Unter „Maßnahme alt:“ steht kein Text.")
    elif change.new_line is None:
        findings.problem(
            change.line, "old_without_new", "Zu „Maßnahme alt:“ fehlt „Maßnahme geändert:“.", old
        )
    elif not new:
        findings.problem(change.new_line, "no_new_text", "Unter „Maßnahme geändert:“ steht kein Text.")
    elif old == new:
        findings.problem(change.new_line, "unchanged", "Alter und neuer Text sind gleich.", new)
    elif place:
        if len(change.new) > len(change.old):
            findings.warn(
                change.new[len(change.old)].line,
                "more_paragraphs",
                "Der neue Text hat mehr Absätze als der alte. Bitte prüfen, ob alle zur Maßnahme gehören.",
            )
        return ParsedMeasure(
            document=place["document"], page=_page(place), topic=place["topic"], old=old, new=new
        )
    return None


def _place(change: _Change, findings: Findings) -> re.Match[str] | None:
    """Read document, page and topic; a citation without page needs both others."""
    text = change.citation.text if change.citation else ""
    line = change.citation.line if change.citation else change.line
    found = _cites(text) or (_UNPAGED.fullmatch(text) if len(text) <= LONGEST_CITATION else None)
    if found is None:
        findings.problem(
            line,
            "no_citation",
            "Über der Maßnahme fehlt die Fundstelle, etwa „Konzept Seite 12, Thema“.",
            text,
        )
    elif _page(found) == 0:
        findings.problem(line, "bad_page", "Eine Seite 0 gibt es nicht.", text)
    elif found.groupdict().get("more"):
        findings.warn(line, "page_range", "Von der Seitenangabe wird nur die erste Seite übernommen.")
    return found


def _page(place: re.Match[str]) -> int | None:
    page = place.groupdict().get("page")
    return int(page) if page else None
