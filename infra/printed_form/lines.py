r"""The lines of a text, freed of what a word processor or a converter left in them.

Line ends may be LF, CRLF or CR; letters are put together (NFC), every kind of space becomes a plain one.
Markdown and HTML marks of emphasis are dropped; a lone asterisk (Bürger*innen) is text.
"""

import re
import unicodedata

from msgspec import Struct

from infra.printed_form.findings import Findings

_TAGS = re.compile(r"</?(?:b|strong|i|em|u|p|span|font)(?:\s[^<>]*)?>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HEADING = re.compile(r" {0,3}#{1,6}\s")
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]*[^\s*])\*(?![\w*])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_SPACES = re.compile(r"[^\S\t\n]")
_CELL_GAP = re.compile(r" {2,}")
_RULE = re.compile(r"\s*(?:[-_=*.…\u2013\u2014]\s*){3,}|[\s|]*:?-[-\s:|]*")
_MARKS = ("**", "__", "#", "<b>", "<strong>")


class Line(Struct, frozen=True):
    """A line: its number from 1, as it came (spaces made plain), and its text without marks."""

    number: int
    raw: str
    text: str

    @property
    def blank(self) -> bool:
        """Nothing stands here, or only a ruled line."""
        return (
            not self.text or _RULE.fullmatch(self.text) is not None or _RULE.fullmatch(self.raw) is not None
        )

    @property
    def marked(self) -> bool:
        """The line begins in bold or is a heading."""
        return self.raw.lstrip().lower().startswith(_MARKS)

    @property
    def is_heading(self) -> bool:
        """The line is a heading in Markdown."""
        return _HEADING.match(self.raw) is not None

    @property
    def is_row(self) -> bool:
        """The line is a row of a table."""
        return "\t" in self.raw or _is_piped(self.raw)

    def cells(self) -> list[str]:
        """Split a row of a table: at bars, else at tabs, else at wide gaps."""
        if _is_piped(self.raw):
            parts = self.raw.strip().strip("|").split("|") if self.raw.strip("| \t") else []
        elif "\t" in self.raw:
            parts = self.raw.split("\t")
        else:
            parts = _CELL_GAP.split(self.raw.strip())
        return [plain(part) for part in parts]


def line_of(number: int, raw: str) -> Line:
    """Make a line of what stands in it."""
    raw = _SPACES.sub(" ", raw.replace("&nbsp;", " ")).rstrip()
    text = plain(" ".join(raw.strip().strip("|").split("|")) if _is_piped(raw) else raw)
    return Line(number, raw, text)


def plain(text: str) -> str:
    """Drop marks of emphasis and needless space."""
    if found := _HEADING.match(text):
        text = text[found.end() :].rstrip().rstrip("#")
    text = _BREAK.sub(" ", _TAGS.sub("", text.rstrip().removesuffix("\\")))
    text = _ITALIC.sub(r"\1", text.replace("**", ""))
    return " ".join(_ESCAPED.sub(r"\1", text).split())


def lines_of(data: bytes | str, findings: Findings) -> list[Line]:
    """Decode a text and split it; gives no lines where it is none."""
    text = _decoded(data, findings) if isinstance(data, bytes) else data
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    if found := _BINARY.search(text):
        number = text.count("\n", 0, found.start()) + 1
        findings.problem(
            number, "binary", "Das ist kein Text: Hier steht ein Steuerzeichen.", ascii(found[0])
        )
        return []
    return [line_of(number, raw) for number, raw in enumerate(text.split("\n"), 1)]


def _decoded(data: bytes, findings: Findings) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        findings.problem(
            before.count(b"\n") + 1,
            "encoding",
            "Das ist kein Text in UTF-8.",
            data[error.start : error.start + 8].hex(" "),
        )
        return ""


def _is_piped(raw: str) -> bool:
    stripped = raw.strip()
    return stripped.startswith("|") and len(stripped) > 1
