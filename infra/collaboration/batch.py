"""What a room stores in one go: one row for what a login delivers without another's in between.

What a client typed in strokes that follow each other is written as one run, as Yjs itself would keep it, so
that the journal, the copies and the seal have less to read.
"""

from typing import Final

from infra.collaboration.connection import Connection
from infra.collaboration.encoding import write_uint
from infra.collaboration.journal import Accepted
from infra.collaboration.ranges import Ranges
from infra.collaboration.stroke import Stroke
from infra.collaboration.update import Update, encode_parts

ROW: Final = 64 * 1024
"""Bytes from which on a new row is begun."""


class Chain:
    """Runs of one client that follow each other."""

    __slots__ = ("_head", "_right", "_texts", "clock", "count", "parts")

    def __init__(self, clock: int) -> None:
        self.clock = clock
        self.count = 0
        self.parts: list[bytes] = []
        self._head = b""
        self._right = b""
        self._texts: list[bytes] = []

    def stroke(self, stroke: Stroke) -> None:
        """Add a stroke, to the run before it where it goes on there."""
        if self._texts:
            if stroke.goes_on and stroke.right == self._right:
                self._texts.append(stroke.text)
                return
            self.finish()
        self.count += 1
        self._head = stroke.head
        self._right = stroke.right
        self._texts.append(stroke.text)

    def run(self, raw: bytes) -> None:
        """Add a run as it was sent."""
        self.finish()
        self.count += 1
        self.parts.append(raw)

    def finish(self) -> None:
        """Write down what is still open."""
        if self._texts:
            text = b"".join(self._texts)
            self.parts += (self._head, write_uint(len(text)), text)
            self._texts.clear()


class Draft:
    """A row of the journal in the making; `at` counts microseconds since 1970 in UTC."""

    __slots__ = ("_chains", "_deletions", "at", "login", "size")

    def __init__(self, login: str, at: int) -> None:
        self.login = login
        self.at = at
        self.size = 0
        self._chains: dict[int, Chain] = {}
        self._deletions = Ranges()

    def stroke(self, stroke: Stroke) -> None:
        """Add an update of the usual kind."""
        chain = self._chains.get(stroke.client)
        if chain is None:
            chain = self._chains[stroke.client] = Chain(stroke.clock)
        chain.stroke(stroke)
        self.size += len(stroke.text)

    def update(self, new: Update, size: int) -> None:
        """Add what is new in an update."""
        for client, runs in new.runs.items():
            chain = self._chains.get(client)
            if chain is None:
                chain = self._chains[client] = Chain(runs[0].clock)
            for run in runs:
                chain.run(run.raw)
        for client, spans in new.deletions.items():
            self._deletions.add_all(client, spans)
        self.size += size

    def row(self) -> Accepted:
        """Give it as a row."""
        for chain in self._chains.values():
            chain.finish()
        data = encode_parts(
            [(client, chain.clock, chain.count, chain.parts) for client, chain in self._chains.items()],
            self._deletions,
        )
        return Accepted(self.login, tuple(self._chains), data, self.at)


class Batch:
    """Rows in the making; `claims`: whose client ids are used the first time."""

    def __init__(self, at: int) -> None:
        self.authors: set[Connection] = set()
        self.receipts: dict[Connection, int] = {}
        self.claims: dict[int, str] = {}
        self._at = at
        self._drafts: list[Draft] = []

    def took(self, connection: Connection, *, sync: bool) -> None:
        """Take note of an update that is durable with this batch, whether or not it brought anything."""
        if connection.receipts is not None:
            count = connection.receipts.due(sync=sync)
            self.receipts[connection] = self.receipts.get(connection, 0) + count

    def told(self) -> None:
        """Give the receipts."""
        for connection, count in self.receipts.items():
            if connection.receipts is not None:
                connection.receipts.stored(count)

    def of(self, login: str) -> Draft:
        """Give the row for what this login has delivered next."""
        last = self._drafts[-1] if self._drafts else None
        if last is None or last.login != login or last.size > ROW:
            last = Draft(login, self._at)
            self._drafts.append(last)
        return last

    def rows(self) -> list[Accepted]:
        """Give the rows."""
        return [draft.row() for draft in self._drafts]
