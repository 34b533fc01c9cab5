"""What the numbers of a body's resolutions begin with: "KT" of a Kreistag."""

from collections.abc import Iterator
from itertools import count

PARTS = ("ausschuss", "tag", "rat", "kommission", "versammlung")
"""What one-word names of bodies end with; it gives the second letter."""


def initials(name: str) -> str:
    """Initials of the capitalised words of a name."""
    words = [word for word in name.split() if word[:1].isupper()] or [name]
    return "".join(_initials(word) for word in words)


def free(name: str, taken: frozenset[str]) -> str:
    """The initials of a name, with a number where other bodies have them."""
    return next(each for each in _numbered(initials(name)) if each not in taken)


def _initials(word: str) -> str:
    part = next((each for each in PARTS if word.casefold().endswith(each) and len(word) > len(each)), "")
    return word[:1].upper() + part[:1].upper()


def _numbered(letters: str) -> Iterator[str]:
    yield letters
    yield from (f"{letters}{number}" for number in count(2))
