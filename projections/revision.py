"""A text of a view after a revision."""

from collections.abc import Iterable

from domain.text import Splice, SpliceBeyondEnd, apply


def revised(text: str, splices: Iterable[Splice]) -> str:
    """A text after these splices; unchanged where it is not the text that they were made on.

    That happens in one case: of the events that had happened by some time (`basis=true`) an earlier one is
    left out, because it was recorded before and happened after.
    """
    try:
        return apply(text, splices)
    except SpliceBeyondEnd:
        return text
