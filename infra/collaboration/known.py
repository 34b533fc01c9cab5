"""What a room has of a document, without its characters.

Enough to tell what is new in a message: how far each client is known, which clocks are deleted, and where a
character takes two clocks.
"""

from typing import Final

from msgspec import Struct

from infra.collaboration.ranges import Parts, Ranges
from infra.collaboration.update import DELETED, GC, Run, Update, parse_own

MANY: Final = 64
"""Spans from which on it is cheaper to sort all of them than to put each in its place."""


class Learned(Struct, frozen=True):
    """What is known, to be stored."""

    clocks: dict[int, int]
    deleted: Parts
    halves: dict[int, list[int]]


class Known:
    """How far a document is known; `clocks` gives the next clock of each client."""

    __slots__ = ("clocks", "deleted", "halves")

    def __init__(self) -> None:
        self.clocks: dict[int, int] = {}
        self.deleted = Ranges()
        self.halves: dict[int, set[int]] = {}

    @classmethod
    def of(cls, state: bytes) -> "Known":
        """Learn all of a document from its whole state as one update."""
        known = cls()
        known.learn(parse_own(state))
        return known

    def learned(self) -> Learned:
        """Give what is known, to be stored."""
        halves = {client: sorted(found) for client, found in self.halves.items()}
        return Learned(self.clocks, self.deleted.parts(), halves)

    @classmethod
    def stored(cls, learned: Learned) -> "Known":
        """Take what was stored."""
        known = cls()
        known.clocks = learned.clocks
        known.deleted = Ranges.of(learned.deleted)
        known.halves = {client: set(found) for client, found in learned.halves.items()}
        return known

    def learn(self, update: Update) -> None:
        """Take in what has been made durable, known or not; new runs leave nothing out."""
        for client, runs in update.runs.items():
            for run in runs:
                self._learn_run(client, run)
        for client, spans in update.deletions.items():
            if len(spans) > MANY:
                self.deleted.add_all(client, spans)
            else:
                for start, end in spans:
                    self.deleted.add(client, start, end)

    def _learn_run(self, client: int, run: Run) -> None:
        self.clocks[client] = max(run.end, self.clocks.get(client, 0))
        if run.kind in {GC, DELETED}:
            self.deleted.add(client, run.clock, run.end)
        elif halves := run.halves():
            self.halves.setdefault(client, set()).update(halves)
