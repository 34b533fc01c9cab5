"""Boxes to tick: ☐ ☒, [ ] [x], and the input elements that a converter makes of them.

A box belongs to the word before it, as on the county's form.
Where a line begins with a box, each belongs to the word after it.
"""

import re
from collections.abc import Mapping

from msgspec import Struct

_INPUT = re.compile(r"<input\b([^<>]*)>", re.IGNORECASE)
_CHECKED = re.compile(r"(?<![\w-])checked(?![\w-])", re.IGNORECASE)
_TICKED = re.compile(r"[☑☒✓✔✗✘🗹🗷⊠]\ufe0f?|\[[xX]\]|\([xX]\)|(?<![\w.])[xX](?![\w.])")
_EMPTY = re.compile(r"[☐□▢◻❏❑⬜]\ufe0f?|\[ ?\]|\( ?\)")


class BoxesUnclear(ValueError):
    """A box stands where it belongs to no word, or not as many are ticked as may be."""


class Ticks(Struct, frozen=True):
    """What is ticked, and what else stands in the line."""

    names: frozenset[str]
    rest: str
    clear: bool = True


def ticked(text: str, options: Mapping[str, str]) -> Ticks:
    """Read the boxes beside words; `options` maps a name to the pattern of its word."""
    text = _INPUT.sub(lambda found: " ☒ " if _CHECKED.search(found[1]) else " ☐ ", text)
    text = _EMPTY.sub(" ☐ ", _TICKED.sub(" ☒ ", text))
    words = "|".join(f"(?P<{name}>{pattern})" for name, pattern in options.items())
    tokens = [
        (found.lastgroup, found[0]) for found in re.finditer(rf"{words}|(?P<box>[☐☒])", text, re.IGNORECASE)
    ]
    names = [name for name, _ in tokens]
    if names[:1] == ["box"]:
        tokens.reverse()
    chosen: set[str] = set()
    seen: set[str | None] = set()
    word: str | None = None
    for name, mark in tokens:
        if name != "box":
            if name in seen:
                raise BoxesUnclear(text)
            seen.add(name)
            word = name
        elif word is None:
            raise BoxesUnclear(text)
        else:
            chosen |= {word} if mark == "☒" else set()
            word = None
    rest = re.sub(rf"{words}|[☐☒]", " ", text, flags=re.IGNORECASE)
    return Ticks(frozenset(chosen), " ".join(rest.split()))
