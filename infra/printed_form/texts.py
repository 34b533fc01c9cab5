"""Paragraphs of running text, and the signature under the resolution.

A soft line break is a space.
An item of a list begins a paragraph of its own where a list is evident: after a colon or after another item.
A line that merely begins with a dash or with "1. " may be any line of a wrapped sentence.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from infra.printed_form.findings import Findings
from infra.printed_form.lines import Line

_ITEM = re.compile(r"(?:[-*+•·\u2013▪]|[0-9]{1,2}[.)]|[a-z]\))\s+\S")


class Paragraph(Struct, frozen=True):
    """A paragraph: the lines it is printed in, and their text in one."""

    lines: tuple[Line, ...]

    @property
    def line(self) -> int:
        """Number of its first line."""
        return self.lines[0].number

    @property
    def text(self) -> str:
        """Its text; soft line breaks are spaces."""
        return " ".join(line.text for line in self.lines)


def _never(_at: int) -> bool:
    return False


def paragraphs(lines: Sequence[Line], alone: Callable[[int], bool] = _never) -> list[Paragraph]:
    """Cut lines into paragraphs; a line whose index is `alone` is one by itself."""
    return [Paragraph(tuple(part)) for part in _parts(lines, alone)]


def _parts(lines: Sequence[Line], alone: Callable[[int], bool]) -> Iterator[list[Line]]:
    part: list[Line] = []
    for at, line in enumerate(lines):
        single = line.is_heading or alone(at)
        if part and (line.blank or single or _begins_item(part[-1], line, part[0])):
            yield part
            part = []
        if single:
            yield [line]
        elif not line.blank:
            part.append(line)
    if part:
        yield part


def _begins_item(above: Line, line: Line, first: Line) -> bool:
    return _ITEM.match(line.text) is not None and (
        above.text.endswith(":") or _ITEM.match(first.text) is not None
    )


def text_of(parts: Sequence[Paragraph]) -> str:
    """Join paragraphs, one a line."""
    return "\n".join(part.text for part in parts)


# A name as one signs: titles, particles such as von, and up to four capitalised words.
_TITLE = r"(?:Prof|Dr|Dres|Dipl|Ing|Mag|jur|med|phil|rer|nat|pol|oec|habil|h\. ?c|e\. ?h)\.(?:-(?=\w))?"
_PARTICLE = r"(?:von|van|vom|zu|zum|zur|der|den|de|del|di|du|la|le|el|ten|ter)"
_NAME = r"[A-ZÀ-ÖØ-ÞĆČĐŁŃÓŚŠŽŻ][^\W\d_]*(?:[-'\u2019][^\W\d_]+)*"
_SIGNATURE = re.compile(
    r"(?P<form>(?i:gez\.?) )?(?P<proxy>(?:i\. ?[VA]\.|in Vertretung|im Auftrag|I\. ?[VA]\.) )?"
    rf"(?P<titles>(?:{_TITLE} ?)*)(?:{_PARTICLE} )*(?P<names>{_NAME}(?: (?:{_PARTICLE} )*{_NAME}){{0,3}})"
)
_OFFICE = re.compile(
    r"(?:(?:Der|Die) )?(?:Landr[aä]t(?:in)?|Stellvertretende[r]? Landr[aä]t(?:in)?)", re.IGNORECASE
)
_FORM_SIGN = re.compile(r"(?:gez\.?|Unterschrift):?", re.IGNORECASE)
LONGEST_SIGNATURE = 60


class Signed(Struct, frozen=True):
    """The paragraphs of the resolution, and who signed below them."""

    text: tuple[Paragraph, ...]
    signatory: str | None


def signed(parts: Sequence[Paragraph], findings: Findings) -> Signed:
    """Take the signature off the end of the resolution.

    It is the last paragraph, of at most 60 characters and without a sentence's end.
    With a title it may also be the last line, right below a sentence.
    It is sure with a title (Dr.), with "gez." or "i. V.", or beside an office (Landrat).
    Under a whole sentence, two to four capitalised words without any of these are taken too, with a warning.
    A single word stays text, with a warning: nothing tells a surname from a noun.
    """
    rest, office = _parted(parts), False
    while rest and _is_form(rest[-1].text):
        office = office or _OFFICE.fullmatch(rest[-1].text) is not None
        rest.pop()
    if not rest:
        return Signed(tuple(parts), None)
    last = rest[-1]
    name_lines = [line for line in last.lines if not _is_form(line.text)]
    office = office or len(name_lines) < len(last.lines)
    text = name_lines[0].text if len(name_lines) == 1 else last.text
    name, comma, behind = text.partition(",")
    if comma and _OFFICE.fullmatch(behind.strip()):
        text, office = name, True
    found = _signature(text)
    if found is None:
        return Signed(tuple(parts), None)
    sure = office or any(found[part] for part in ("form", "proxy", "titles"))
    above = rest[-2].text if len(rest) > 1 else ""
    if not sure and not above.endswith((".", "!", "?", "“", '"', ")")):
        if above:
            _warn_doubtful(last.line, findings)
        return Signed(tuple(parts), None)
    if not sure and " " not in found["names"]:
        _warn_doubtful(last.line, findings)
        return Signed(tuple(parts), None)
    if not sure:
        findings.warn(
            last.line,
            "signatory_by_shape",
            "Diese Zeile gilt als Unterschrift, weil sie wie ein Name aussieht. Bitte prüfen.",
        )
    return Signed(tuple(rest[:-1]), text.removeprefix(found["form"] or "").strip())


def _parted(parts: Sequence[Paragraph]) -> list[Paragraph]:
    """Part a signature with a title from the sentence that it stands right below."""
    if not parts or len(parts[-1].lines) == 1:
        return list(parts)
    *above, last = parts[-1].lines
    found = _signature(last.text)
    if found and found["titles"] and above[-1].text.endswith("."):
        return [*parts[:-1], Paragraph(tuple(above)), Paragraph((last,))]
    return list(parts)


def _signature(text: str) -> re.Match[str] | None:
    if len(text) > LONGEST_SIGNATURE:
        return None
    return _SIGNATURE.fullmatch(text)


def _is_form(text: str) -> bool:
    return _OFFICE.fullmatch(text) is not None or _FORM_SIGN.fullmatch(text) is not None


def _warn_doubtful(line: int, findings: Findings) -> None:
    findings.warn(
        line,
        "signature_doubtful",
        "Diese Zeile könnte eine Unterschrift sein; sie wurde als Text übernommen.",
    )
