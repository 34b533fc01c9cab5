"""The rule sets that ship with the software, one TOML file each.

Rules of law are dated configuration with a source, never constants in code (DOMAIN, rule 6).
"""

from collections import Counter
from collections.abc import Iterable
from importlib.resources import files

import msgspec

from domain.rules import RuleBook, RuleSet

__all__ = ["AmbiguousRuleSet", "book_of", "load"]


class AmbiguousRuleSet(ValueError):
    """Two rule sets have the same id, so a stored result would not say which of them it followed."""


def load() -> RuleBook:
    """All rule sets of this package, oldest first.

    Raises `msgspec.ValidationError` for a file that does not fit, `AmbiguousRuleSet` for an id used twice.
    """
    sources = (each for each in files(__name__).iterdir() if each.name.endswith(".toml"))
    return book_of(each.read_bytes() for each in sorted(sources, key=lambda each: each.name))


def book_of(sources: Iterable[bytes]) -> RuleBook:
    """The rule book of these TOML texts, oldest first."""
    sets = sorted((msgspec.toml.decode(each, type=RuleSet) for each in sources), key=lambda each: each.since)
    twice = [id_ for id_, times in Counter(each.id for each in sets).items() if times > 1]
    if twice:
        raise AmbiguousRuleSet(", ".join(twice))
    return RuleBook(sets=tuple(sets))
