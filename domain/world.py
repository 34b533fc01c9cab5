"""What a decision may look at: the county's other streams, as they are committed.

A decision writes to the streams that its command is about; of the rest it only reads.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from domain.committee.state import Committee
from domain.given import Given
from domain.organisation.state import Organisation
from domain.rules import RuleBook
from domain.session.events import SessionEvent
from domain.session.state import Session
from domain.vorlage.state import Vorlage


class Written(Struct, frozen=True):
    """The SHA-256 of minutes, part by part; `non_public` is None where there is no such part."""

    public: str
    non_public: str | None


class Scribe(Protocol):
    """Writes the minutes of a sitting from everything that was recorded of it, and keeps their bytes."""

    def __call__(self, session: str, events: Sequence[SessionEvent], given: Given) -> Written:
        """Write them as they are after these events, which are not recorded yet."""


class NoScribe(LookupError):
    """Nobody is there who could write minutes."""


def nobody(session: str, events: Sequence[SessionEvent], given: Given) -> Written:
    """Stand in where no minutes are decided on. Raises `NoScribe`."""
    raise NoScribe(session, len(events), given.actor)


class World(Struct, frozen=True, kw_only=True):
    """The states that one command needs, by id."""

    organisation: Organisation
    committees: Mapping[str, Committee]
    rules: RuleBook
    vorlagen: Mapping[str, Vorlage]
    sessions: Mapping[str, Session]
    write: Scribe = nobody

    def committee_named(self, name: str) -> str | None:
        """The id of the one committee of this name; None if there is none, or more than one."""
        found = [key for key, each in self.committees.items() if each.name.casefold() == name.casefold()]
        return found[0] if len(found) == 1 else None
