"""What a decision may look at: the county's other streams, as they are committed.

A decision writes to the streams that its command is about; of the rest it only reads.
"""

from collections.abc import Mapping

from msgspec import Struct

from domain.committee.state import Committee
from domain.organisation.state import Organisation
from domain.rules import RuleBook
from domain.session.state import Session
from domain.vorlage.state import Vorlage


class World(Struct, frozen=True, kw_only=True):
    """The states that one command needs, by id."""

    organisation: Organisation
    committees: Mapping[str, Committee]
    rules: RuleBook
    vorlagen: Mapping[str, Vorlage]
    sessions: Mapping[str, Session]

    def committee_named(self, name: str) -> str | None:
        """The id of the one committee of this name; None if there is none, or more than one."""
        found = [key for key, each in self.committees.items() if each.name.casefold() == name.casefold()]
        return found[0] if len(found) == 1 else None
