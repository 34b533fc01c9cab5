"""The words of the code are the county's: docs/glossary.md has the German one for each class of domain/.

What counts is the stem of a name.
That of an event is its name less the participle (`CommitteeDate` of `CommitteeDateSet`), that of a command
its name less the verb, that of everything else its name.
A stem is known when words of the glossary make it up from end to end (`CommitteeDate`: `Committee`, `Date`).
An error is named after the rule that was broken, so any word of the glossary in it will do, or the whole.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import domain
from domain.command import Command
from domain.recorded import Event

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"
PARTICLES = {"off", "out", "over", "back", "away", "up", "to"}

Words = tuple[str, ...]


def words(name: str) -> Words:
    """Split `LeadDepartment` or `lead_department` into lower-case words, in the singular."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)
    return tuple(part.lower().removesuffix("s") for part in parts)


def rows() -> list[tuple[str, str, str]]:
    """Every row of the glossary: code word, German, meaning."""
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")
    ]
    return [(code.strip("`"), german, meaning) for code, german, meaning in cells]


def made_up_of(stem: Words, terms: set[Words]) -> bool:
    """Tell whether terms, one after the other, give the stem."""
    return not stem or any(
        stem[:length] in terms and made_up_of(stem[length:], terms) for length in range(1, len(stem) + 1)
    )


def public_classes() -> Iterator[type]:
    """Every public class that a module of domain/ defines."""
    for module_info in pkgutil.walk_packages(domain.__path__, "domain."):
        module = importlib.import_module(module_info.name)
        for name, value in vars(module).items():
            if isinstance(value, type) and value.__module__ == module.__name__ and not name.startswith("_"):
                yield value


def stem(cls: type) -> Words:
    """Give the words of a class name that stand for a thing."""
    name = words(cls.__name__)
    if len(name) == 1:
        return name
    if issubclass(cls, Event):
        name = name[:-1]
        return name[:-1] if cls.__name__.lower().endswith(tuple(PARTICLES)) else name
    if issubclass(cls, Command):
        return name[2:] if name[1] in PARTICLES else name[1:]
    return name


def known(cls: type, terms: set[Words]) -> bool:
    """Tell whether the glossary has the words of a class."""
    if issubclass(cls, Exception):
        name = words(cls.__name__)
        return any(name[start:end] in terms for start, end in combinations(range(len(name) + 1), 2))
    return made_up_of(stem(cls), terms)


def test_every_class_of_the_domain_has_its_german_word() -> None:
    terms = {words(code) for code, _, _ in rows()}
    missing = sorted(
        f"{cls.__name__} ({cls.__module__}): no row, or rows, for {' '.join(stem(cls))!r}"
        for cls in public_classes()
        if not known(cls, terms)
    )
    assert not missing, "docs/glossary.md lacks:\n" + "\n".join(missing)


def test_every_row_has_a_german_word_and_a_meaning() -> None:
    assert [code for code, german, meaning in rows() if not (code and german and meaning)] == []


def test_no_word_stands_twice() -> None:
    terms = [words(code) for code, _, _ in rows()]
    assert sorted(term for term in set(terms) if terms.count(term) > 1) == []


def test_a_stem_is_the_thing_without_what_happened_to_it() -> None:
    terms = {words("Committee"), words("date"), words("lead_department")}
    assert made_up_of(words("CommitteeDate"), terms)
    assert made_up_of(words("LeadDepartments"), terms)
    assert not made_up_of(words("CommitteeLead"), terms)
