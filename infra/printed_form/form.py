"""Where the form's blocks begin: the header, then one block a heading.

A heading stands at the beginning of a paragraph and ends in a colon, or is set in bold.
The same words may begin a sentence of the text ("Anlagen: siehe oben.").
So a line that is set apart (bold, alone in its line, or with a wide gap behind the colon) counts before one
that is not.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from infra.printed_form.findings import Findings
from infra.printed_form.lines import Line, line_of

Name = Literal["consultations", "subject", "resolution", "reasons", "attachments", "budget"]

_LABELS: dict[Name, tuple[str, ...]] = {
    "consultations": (r"Beratungsfolge",),
    "subject": (r"Beratungsgegenstand(?: \(Bezeichnung\))?|Bezeichnung des Beratungsgegenstande?s|Betreff",),
    "resolution": (r"Beschlussvorschlag|Beschlußvorschlag",),
    "reasons": (r"Sachverhalt(?: ?\(Begründung\)| ?/ ?Begründung)?|Begründung",),
    "attachments": (r"Anlagen?|Anlage\(n\)",),
    # Where the first line of the block is missing, the next that is there begins it.
    "budget": (
        r"Nachweis der haushaltsrechtlichen Ermächtigung(?: erforderlich)?",
        r"Buchungsstelle(?:n|\(n\))?(?: ?/ ?Bezeichnung)?",
        r"Prüfvermerk(?: durch)?(?: den)?(?: Fachbereich Finanzen)?",
    ),
}
_GAP = re.compile(r"[^:]*:\s*(?:\*\*|</b>|</strong>)?(?: {2,}|\s*\t)", re.IGNORECASE)
_FIELD = re.compile(r"[^\W\d][\w .()/-]{1,40}:")
_SENTENCE_ENDS = (".", "!", "?", ":")
TITLES: dict[Name, str] = {
    "consultations": "Beratungsfolge",
    "subject": "Beratungsgegenstand",
    "resolution": "Beschlussvorschlag",
    "reasons": "Sachverhalt",
    "attachments": "Anlagen",
    "budget": "Nachweis der haushaltsrechtlichen Ermächtigung",
}


class Block(Struct, frozen=True):
    """What stands under a heading; `line` is the heading's, and text behind its colon comes first."""

    line: int
    lines: tuple[Line, ...]


class Form(Struct, frozen=True):
    """The lines above the first heading, and the blocks."""

    header: tuple[Line, ...]
    blocks: dict[Name, Block]


class _Heading(Struct, frozen=True):
    at: int
    rest: str
    apart: bool


def form_of(lines: Sequence[Line], findings: Findings) -> Form:
    """Cut a paper into its blocks."""
    found: dict[Name, _Heading] = {}
    for name, patterns in _LABELS.items():
        for pattern in patterns:
            heading = _chosen(name, list(_headings(name, lines, pattern)), lines, findings)
            if heading:
                found[name] = heading
                break
    _drop_sentence(found, lines)
    starts = sorted((heading.at, name) for name, heading in found.items())
    ends = [*(at for at, _ in starts), len(lines)][1:]
    blocks = {
        name: _block(lines, found[name], end, keep_heading=name == "budget")
        for (_, name), end in zip(starts, ends, strict=True)
    }
    return Form(tuple(lines[: starts[0][0]] if starts else lines), blocks)


def _headings(name: Name, lines: Sequence[Line], label: str) -> Iterator[_Heading]:
    pattern = re.compile(rf"(?:{label})\s*(?P<colon>:)?\s*(?P<rest>.*)", re.IGNORECASE)
    for at, line in enumerate(lines):
        found = pattern.fullmatch(line.text)
        if not found or not (found["colon"] or (line.marked and not found["rest"])):
            continue
        apart = line.marked or not found["rest"] or _GAP.match(line.raw) is not None or line.is_row
        # A line of a wrapped sentence may end in "Anlagen:"; the other labels do not come alone by chance.
        alone = not found["rest"] and name != "attachments"
        if line.marked or alone or _begins_paragraph(lines, at):
            yield _Heading(at, found["rest"], apart)


def _begins_paragraph(lines: Sequence[Line], at: int) -> bool:
    if at == 0:
        return True
    above = lines[at - 1]
    return (
        above.blank
        or above.is_row
        or above.marked
        or above.text.endswith(_SENTENCE_ENDS)
        or _FIELD.match(above.text) is not None
    )


def _chosen(
    name: Name, headings: list[_Heading], lines: Sequence[Line], findings: Findings
) -> _Heading | None:
    """Take the heading that is set apart, or the only one there is; two of a kind are a problem."""
    rivals = [heading for heading in headings if heading.apart] or headings
    for rival in rivals[1:]:
        line = lines[rival.at]
        findings.problem(
            line.number,
            "duplicate_section",
            f"Der Abschnitt „{TITLES[name]}“ kommt mehrfach vor.",
            line.text,
        )
    return rivals[0] if rivals else None


def _drop_sentence(found: dict[Name, _Heading], lines: Sequence[Line]) -> None:
    """Take "Anlagen: siehe oben." for the sentence that it is, unless it is set apart like a heading."""
    heading = found.get("attachments")
    if heading is None or heading.apart:
        return
    end = min((other.at for other in found.values() if other.at > heading.at), default=len(lines))
    if any(line.text.endswith((".", "!", "?")) for line in lines[heading.at : end]):
        del found["attachments"]


def _block(lines: Sequence[Line], heading: _Heading, end: int, *, keep_heading: bool) -> Block:
    """Cut out a block; the budget's heading is itself a line of the form."""
    line = lines[heading.at]
    below = tuple(lines[heading.at + 1 : end])
    if keep_heading:
        return Block(line.number, (line, *below))
    first = (line_of(line.number, heading.rest),) if heading.rest else ()
    return Block(line.number, (*first, *below))
