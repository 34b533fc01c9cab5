"""The rule sets that ship with the software, one TOML file each, and those of the county's own.

Rules of law are dated configuration with a source, never constants in code (DOMAIN, rule 6).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

import msgspec

from domain.rules import RuleBook, RuleSet

__all__ = ["AmbiguousRuleSet", "UnknownRuleSet", "book_of", "find", "load", "of_county"]

DEFAULT: Final = "kvg-lsa"
"""Which set is in force where the county says nothing."""
CHOSEN: Final = "VORLAGENWERK_RULES"
"""Which sets are in force: ids or TOML files, comma-separated."""
FOLDER: Final = "rules"
"""Where in the data folder a county keeps sets of its own; they are in force, too."""


class AmbiguousRuleSet(ValueError):
    """Two rule sets have the same id, so a stored result would not say which of them it followed."""


class UnknownRuleSet(ValueError):
    """There is neither a rule set of this id nor a readable file of this name."""


def load(chosen: str = DEFAULT, own: Iterable[bytes] = ()) -> RuleBook:
    """The rule book with these sets in force, oldest first; the others that ship are known by their id.

    Raises `msgspec.ValidationError` for a file that does not fit, `AmbiguousRuleSet` for an id used twice,
    `UnknownRuleSet` for a choice that names nothing.
    """
    in_force = [find(each.strip()) for each in chosen.split(",")] + [_read(each) for each in own]
    known = [each for each in _shipped() if all(each.id != held.id for held in in_force)]
    return _book(in_force, known)


def of_county(data: Path, environ: Mapping[str, str]) -> RuleBook:
    """The rule book of a county: what the environment chooses, and what its data folder holds."""
    own = sorted((data / FOLDER).glob("*.toml"))
    return load(environ.get(CHOSEN) or DEFAULT, (each.read_bytes() for each in own))


def find(name: str) -> RuleSet:
    """A rule set by its id or its file. Raises `UnknownRuleSet`, or `msgspec.ValidationError`."""
    held = next((each for each in _shipped() if each.id == name), None)
    if held is not None:
        return held
    try:
        return _read(Path(name).read_bytes())
    except (OSError, ValueError) as error:
        raise UnknownRuleSet(f"{name}: {error}") from error


def book_of(sources: Iterable[bytes]) -> RuleBook:
    """The rule book of these TOML texts, oldest first."""
    return _book([_read(each) for each in sources], [])


def _read(source: bytes) -> RuleSet:
    return msgspec.toml.decode(source, type=RuleSet)


def _shipped() -> list[RuleSet]:
    found = (each for each in files(__name__).iterdir() if each.name.endswith(".toml"))
    return [_read(each.read_bytes()) for each in sorted(found, key=lambda each: each.name)]


def _book(in_force: list[RuleSet], known: list[RuleSet]) -> RuleBook:
    twice = [id_ for id_, times in Counter(each.id for each in (*in_force, *known)).items() if times > 1]
    if twice:
        raise AmbiguousRuleSet(", ".join(twice))
    return RuleBook(sets=tuple(sorted(in_force, key=lambda each: each.since)), known=tuple(known))
