"""A text whose characters each carry a mark, changed by splices (code points).

Kept in pieces, so that one more edit costs what a piece has, not what the text has: 100,000 edits of a text
of 200,000 characters are a second's work.
"""

from array import array
from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from typing import Final

from domain.text import Splice

PIECE: Final = 2_048
"""Characters of a piece; one that has twice as many is cut."""


class MarkedText:
    """Characters and, for each of them, a number."""

    def __init__(self) -> None:
        self._texts = [""]
        self._marks = [array("I")]
        self._length = 0

    def __str__(self) -> str:
        return "".join(self._texts)

    def splice(self, splices: Sequence[Splice], mark: int) -> None:
        """Apply splices from left to right; what they insert gets this mark.

        As in every view (`revised`) the text stays where it is not the one that they were made on.
        """
        if sum(each.keep + each.delete for each in splices) > self._length:
            return
        at = 0
        for each in splices:
            at += each.keep
            self._replace(at, each.delete, each.insert, mark)
            at += len(each.insert)

    def runs(self) -> Iterator[tuple[int, str]]:
        """Give the characters in order, as many as follow each other with one mark."""
        text, at = str(self), 0
        for mark, alike in groupby(chain.from_iterable(self._marks)):
            end = at + sum(1 for _ in alike)
            yield mark, text[at:end]
            at = end

    def _replace(self, at: int, delete: int, insert: str, mark: int) -> None:
        first, begin = self._place(0, at)
        last, _ = self._place(first, begin + delete)
        text = "".join(self._texts[first : last + 1])
        marks = self._marks[first]
        for each in self._marks[first + 1 : last + 1]:
            marks.extend(each)
        marks[begin : begin + delete] = array("I", (mark,)) * len(insert)
        text = text[:begin] + insert + text[begin + delete :]
        # One piece stays where nothing is left, so that every place is in one.
        size = PIECE if len(text) > 2 * PIECE else len(text) or 1
        starts = range(0, len(text) or 1, size)
        self._texts[first : last + 1] = [text[start : start + size] for start in starts]
        self._marks[first : last + 1] = [marks[start : start + size] for start in starts]
        self._length += len(insert) - delete

    def _place(self, piece: int, at: int) -> tuple[int, int]:
        """In which piece, this one or a later, a character stands that is `at` characters on; and where."""
        while at > len(self._texts[piece]):
            at -= len(self._texts[piece])
            piece += 1
        return piece, at
