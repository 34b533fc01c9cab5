"""The rule sets that ship with the software, one TOML file each, and those of the county's own.

Rules of law are dated configuration with a source, never constants in code (DOMAIN, rule 6).
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

import msgspec

from domain.rules import RuleBook, RuleSet

__all__ = [
    "AmbiguousRuleSet",
    "BadRules",
    "IncompleteRuleSet",
    "UnknownRuleSet",
    "book_of",
    "find",
    "load",
    "of_county",
]

DEFAULT: Final = "kvg-lsa"
"""Which set is in force where the county says nothing."""
CHOSEN: Final = "VORLAGENWERK_RULES"
"""Which sets are in force: ids or TOML files, comma-separated."""
FOLDER: Final = "rules"
"""Where in the data folder a county keeps sets of its own; they are in force, too."""

_MISSING: Final = re.compile(r"(?:Object )?missing required field `([\w.]+)`")


class BadRules(ValueError):
    """The configured rules cannot be used; the message says which file, and what is wrong with it."""


class AmbiguousRuleSet(BadRules):
    """Two rule sets have the same id, so a stored result would not say which of them it followed."""


class UnknownRuleSet(BadRules):
    """There is neither a rule set of this id nor a readable file of this name."""


class IncompleteRuleSet(BadRules):
    """A file is no rule set, or one that lacks a rule or the source of a rule."""


def load(chosen: str = DEFAULT, own: Iterable[Path] = ()) -> RuleBook:
    """The rule book with these sets in force, oldest first; the others that ship are known by their id.

    Raises `BadRules`: `IncompleteRuleSet` for a file that does not fit, `AmbiguousRuleSet` for an id used
    twice, `UnknownRuleSet` for a choice that names nothing.
    """
    in_force = [find(each.strip()) for each in chosen.split(",")] + [_of_file(each) for each in own]
    known = [each for each in _shipped() if all(each.id != held.id for held in in_force)]
    return _book(in_force, known)


def of_county(data: Path, environ: Mapping[str, str]) -> RuleBook:
    """The rule book of a county: what the environment chooses, and what its data folder holds."""
    own = sorted((data / FOLDER).glob("*.toml"))
    return load(environ.get(CHOSEN) or DEFAULT, own)


def find(name: str) -> RuleSet:
    """A rule set by its id or its file. Raises `UnknownRuleSet` or `IncompleteRuleSet`."""
    held = next((each for each in _shipped() if each.id == name), None)
    return _of_file(Path(name)) if held is None else held


def book_of(sources: Iterable[bytes]) -> RuleBook:
    """The rule book of these TOML texts, oldest first."""
    return _book([_read("", each) for each in sources], [])


def _of_file(file: Path) -> RuleSet:
    try:
        return _read(str(file), file.read_bytes())
    except OSError as error:
        shipped = ", ".join(each.id for each in _shipped())
        raise UnknownRuleSet(
            f"{file}: weder ein mitgeliefertes Regelwerk ({shipped}) noch eine lesbare Datei"
        ) from error


def _read(name: str, source: bytes) -> RuleSet:
    try:
        return msgspec.toml.decode(source, type=RuleSet)
    except ValueError as error:  # what TOML or the shape of a set does not allow
        told = _MISSING.sub(r"Es fehlt `\1`", str(error))
        raise IncompleteRuleSet(
            f"{name}: Regelwerk unvollständig oder falsch. {told}".lstrip(": ")
        ) from error


def _shipped() -> list[RuleSet]:
    found = (each for each in files(__name__).iterdir() if each.name.endswith(".toml"))
    return [_read(each.name, each.read_bytes()) for each in sorted(found, key=lambda each: each.name)]


def _book(in_force: list[RuleSet], known: list[RuleSet]) -> RuleBook:
    twice = [id_ for id_, times in Counter(each.id for each in (*in_force, *known)).items() if times > 1]
    if twice:
        raise AmbiguousRuleSet(f"Kennung mehrfach vergeben: {', '.join(twice)}")
    return RuleBook(sets=tuple(sorted(in_force, key=lambda each: each.since)), known=tuple(known))
