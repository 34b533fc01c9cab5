"""Changes of a text as splices: keep, delete, insert.

Lengths count Unicode code points, so that a splice means the same in every programming language.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

Mark = Literal["=", "+", "-"]


class Splice(Struct, frozen=True, array_like=True):
    """Pass over `keep` code points, drop `delete` code points, put `insert` in their place."""

    keep: int
    delete: int
    insert: str


class SpliceBeyondEnd(ValueError):
    """A splice reaches past the end of the text that it is applied to."""


def apply(text: str, splices: Iterable[Splice]) -> str:
    """Apply splices from left to right; what they do not reach stays.

    Raises `SpliceBeyondEnd` when a splice keeps or deletes more than the text has.
    """
    pieces: list[str] = []
    at = 0
    end = len(text)
    for splice in splices:
        kept = at + splice.keep
        after = kept + splice.delete
        if after > end:
            raise SpliceBeyondEnd
        pieces.append(text[at:kept])
        pieces.append(splice.insert)
        at = after
    pieces.append(text[at:])
    return "".join(pieces)


def from_diff(diff: Sequence[tuple[str, str]]) -> tuple[Splice, ...]:
    """Turn a diff of ("=" | "+" | "-", text) pieces into splices.

    Pieces that follow each other without an "=" between them become one splice.
    """
    splices: list[Splice] = []
    keep = delete = 0
    insert = ""
    for mark, piece in diff:
        if mark == "=":
            if delete or insert:
                splices.append(Splice(keep, delete, insert))
                keep, delete, insert = 0, 0, ""
            keep += len(piece)
        elif mark == "-":
            delete += len(piece)
        else:
            insert += piece
    if delete or insert:
        splices.append(Splice(keep, delete, insert))
    return tuple(splices)


def pieces(text: str, splices: Iterable[Splice]) -> list[tuple[Mark, str]]:
    """Turn splices of a text into a diff of ("=" | "+" | "-", text) pieces; - stands before +."""
    found: list[tuple[Mark, str]] = []
    at = 0
    for splice in splices:
        kept, gone = at + splice.keep, at + splice.keep + splice.delete
        found += [("=", text[at:kept]), ("-", text[kept:gone]), ("+", splice.insert)]
        at = gone
    found.append(("=", text[at:]))
    return [piece for piece in found if piece[1]]
