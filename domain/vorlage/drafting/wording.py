"""How texts from outside are taken in: composed form, one kind of line end, nothing blank that must speak.

And how a text is rewritten: as the fewest insertions and deletions of words, so that whoever types at that
moment loses nothing.
"""

from domain import worddiff
from domain.given import Given
from domain.text import Splice, from_diff
from domain.vorlage.editions.content import nfc, text_hash
from domain.vorlage.errors.drafting import BlankText
from domain.vorlage.events.drafting import TextRevised
from domain.vorlage.state import Vorlage
from domain.vorlage.terms import TextOrigin


def line(field: str, text: str) -> str:
    """One line without white space around it. Raises `BlankText` when nothing is left."""
    taken = " ".join(nfc(text).split())
    if not taken:
        raise BlankText(field)
    return taken


def line_or_none(field: str, text: str | None) -> str | None:
    """One line, or None where nothing was said. Raises `BlankText` for what holds only white space."""
    return None if text is None else line(field, text)


def prose(text: str) -> str:
    """A text of several lines, in composed form, each line ended by a line feed."""
    return nfc(text).replace("\r\n", "\n").replace("\r", "\n")


def rewritten(
    vorlage: Vorlage,
    document: str,
    text: str,
    given: Given,
    *,
    origin: TextOrigin,
    cause: str | None = None,
    splices: tuple[Splice, ...] | None = None,
) -> TextRevised:
    """The revision that turns a text of the paper into another one.

    `splices`: how, where that is known of the composed text; else it is found out word by word.
    """
    old = vorlage.texts.get(document, "")
    if splices is None or old != vorlage.text(document):
        splices = from_diff(worddiff.diff(old, text))
    return TextRevised(
        document=document,
        splices=splices,
        hash=text_hash(text),
        origin=origin,
        began=given.at,
        ended=given.at,
        cause=cause,
    )
