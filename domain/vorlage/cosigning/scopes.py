"""Scopes: the sections of a paper that a cosignature is for (rule 8).

A scope names sections (`reasons`, `measures/{id}`), or all `measures` or `attachments`, later ones included;
an empty scope is the whole paper.
"""

from collections.abc import Mapping

GROUPS = ("measures", "attachments")
"""What stands for all sections of its kind."""


def within(sections: Mapping[str, str], scope: tuple[str, ...]) -> dict[str, str]:
    """The hashes of those sections that a scope is about."""
    return {name: digest for name, digest in sections.items() if not scope or _names(scope, name)}


def covers(scope: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether a scope is about everything that another one is about."""
    return not scope or (bool(other) and all(_names(scope, part) for part in other))


def joined(scope: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """A scope about what either of two is about."""
    return tuple(dict.fromkeys((*scope, *other))) if scope and other else ()


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """The names of the sections that changed, came or went."""
    return tuple(sorted(name for name in {*before, *after} if before.get(name) != after.get(name)))


def _names(scope: tuple[str, ...], section: str) -> bool:
    group, _, _ = section.partition("/")
    return section in scope or (group in GROUPS and group in scope)
