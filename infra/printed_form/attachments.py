"""The attachments that a paper names: one a line, numbered or not, or several with semicolons between them.

"Fassung …" at the end of a line names the edition, after the committee that it is submitted to.
"""

import re

from infra.printed_form.form import Block
from infra.printed_form.paper import ParsedAttachment

_ITEM = re.compile(
    r"(?:[-*+•·\u2013▪]|\(?[0-9]{1,2}[.)]|[a-z]\)|Anlage [0-9]{1,2} ?(?::|[-\u2013](?= )))\s+", re.IGNORECASE
)
_EDITION = re.compile(r"(?P<open>\()?\bFassung (?P<name>[^()]+)(?(open)\))$")
_NONE = frozenset({"keine", "keine.", "ohne", "-", "\u2013", "\u2014", "./.", "entfällt"})
LONGEST_TITLE = 500
_CITES_A_LAW = (" der", " in der", " in")


def attachments_of(block: Block) -> tuple[ParsedAttachment, ...]:
    """Read the list of attachments; "keine" is an empty one."""
    lines = [_ITEM.sub("", line.text, count=1) for line in block.lines if not line.blank]
    titles = [title.strip() for line in lines for title in line.split(";")]
    return tuple(_attachment(title) for title in titles if title and title.casefold() not in _NONE)


def _attachment(text: str) -> ParsedAttachment:
    """Part title and edition; "in der Fassung vom …" is a part of the title."""
    found = _EDITION.search(text) if len(text) <= LONGEST_TITLE else None
    title = text[: found.start()].rstrip(" ,;\u2013-") if found else ""
    if not found or not title or title.endswith(_CITES_A_LAW):
        return ParsedAttachment(title=text)
    return ParsedAttachment(title=title, edition=f"Fassung {found['name'].strip()}")
