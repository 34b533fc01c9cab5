"""Why a command is refused: the kinds of refusal that each rule's own error belongs to.

An error names the broken rule and carries fields; the words that people read are the edge's business.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar


class DomainError(Exception):
    """Any refusal by a rule of the domain."""

    RULE: ClassVar[str | None] = None
    """Number of the rule, or the name of the part of the procedure that says so (`docs/refusals.md`)."""
    source: str | None = None
    """Paragraph that the rule set in force names for it, where it does."""
    called: Mapping[str, str] = MappingProxyType({})
    """What ids in its fields are called, for whoever is refused; the edge says so."""


class Missing(DomainError):
    """What the command names does not exist, or not for this person."""


class Forbidden(DomainError):
    """The person may not do this."""


class Refused(DomainError):
    """The state of things does not allow it now; in another state it could be right."""


class Invalid(DomainError):
    """The command says something that can never be right."""


@dataclass(eq=False)
class NoSuch(Missing):
    """There is no such thing, or it does not exist for this person (rule 12)."""

    RULE = "12"
    kind: str
    id: str


@dataclass(eq=False)
class NotEntitled(Forbidden):
    """The person held no role at that time that allows this command (rule 15)."""

    RULE = "15"
    command: str
    needed: tuple[str, ...]


@dataclass(eq=False)
class NotDeputy(Forbidden):
    """The person was not appointed deputy of whom he says he acts for (rule 15)."""

    RULE = "15"
    represented: str


@dataclass(eq=False)
class WrongState(Refused):
    """The command does not fit the state that the thing is in."""

    RULE = "machines"
    command: str
    state: str
    allowed: tuple[str, ...]


@dataclass(eq=False)
class AlreadyExists(Refused):
    """The id is taken."""

    RULE = "13"
    kind: str
    id: str


@dataclass(eq=False)
class NothingChanges(Refused):
    """The command asks for what is so already."""

    RULE = "command"
    kind: str


@dataclass(eq=False)
class HappenedInFuture(Invalid):
    """A deed cannot be recorded before it happened (rule 14)."""

    RULE = "14"
    happened_at: str


@dataclass(eq=False)
class PeriodReversed(Invalid):
    """A period ends before it begins."""

    RULE = "15"
    since: str
    until: str
