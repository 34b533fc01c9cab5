"""What the checks share: the moment that they read, what they found, and how far they are."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, Final

import msgspec
from msgspec import Struct

from infra.store import StoreError
from infra.store.database import ReadingConnection
from infra.store.mapper import EventMapper
from infra.store.reading import head_of
from projections.projection import Projection

MOST: Final = 200
"""Faults of one check that are named; further ones are counted."""
PAGE: Final = 1_000
"""Rows that are read at once."""

UNREADABLE: Final = (msgspec.DecodeError, ValueError, OverflowError)
"""What bytes are told by that are no event."""

Progress = Callable[[str, int, int], None]
"""Told a check's name, how much of it is done, and of how much (0: not known)."""


def silent(_check: str, _done: int, _total: int) -> None:
    """Tell nobody."""


class Fault(Struct, frozen=True):
    """Something that is not as it has to be. `where` names rows and streams, never what they say."""

    check: str
    where: str
    what: str


class Report(Struct, frozen=True):
    """What was found. `checked`: how many things each check looked at; `unnamed`: faults beyond `faults`."""

    ok: bool
    head: int
    events: int
    checked: dict[str, int]
    faults: list[Fault]
    unnamed: int


class Inspection:
    """One moment of a store that is being checked."""

    def __init__(
        self,
        connection: ReadingConnection,
        mapper: EventMapper,
        projections: Sequence[Projection[Any]],
        progress: Progress,
        translated: Callable[[BaseException], BaseException],
    ) -> None:
        self.connection = connection
        self.mapper = mapper
        self.projections = projections
        self.head = head_of(connection)
        self.bytes_wanted: dict[str, str] = {}
        """SHA-256 of bytes that the log refers to, and where it first does."""
        self._progress = progress
        self._translated = translated
        self._check = ""
        self._checked: dict[str, int] = {}
        self._faults: dict[str, list[Fault]] = {}
        self._unnamed = 0
        [(self.events,)] = connection.execute("SELECT count(*) FROM stored_events").fetchall()

    def run(self, name: str, check: Callable[["Inspection"], None]) -> None:
        """Run one check; what it cannot read is a fault, too, and hinders no other check."""
        self._check = name
        self._checked[name] = 0
        self.connection.execute("SAVEPOINT inspection")
        try:
            check(self)
        except Exception as error:
            told = self._translated(error)
            if not isinstance(told, (StoreError, *UNREADABLE)):
                raise
            self.connection.execute("ROLLBACK TO SAVEPOINT inspection")
            # What a decoder says may hold what it read.
            why = repr(told) if isinstance(told, StoreError) else type(told).__name__
            self.fault(name, f"cannot be read: {why}")
        self.connection.execute("RELEASE SAVEPOINT inspection")

    def fault(self, where: str, what: str) -> None:
        """Note something that is not as it has to be."""
        named = self._faults.setdefault(self._check, [])
        if len(named) < MOST:
            named.append(Fault(self._check, where, what))
        else:
            self._unnamed += 1

    def done(self, count: int, total: int = 0) -> None:
        """Note how many more things were looked at, of how many."""
        self._checked[self._check] += count
        self._progress(self._check, self._checked[self._check], total)

    def rows(self, sql: str, key: int = 0, after: Any = 0) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401
        """Read page by page; `sql` asks for rows whose column `key` is beyond a `?`, in its order."""
        while page := self.connection.execute(f"{sql} LIMIT {PAGE}", (after,)).fetchall():
            yield from page
            after = page[-1][key]
            self.done(len(page))

    def report(self) -> Report:
        """What was found."""
        faults = list(chain.from_iterable(self._faults.values()))
        return Report(not faults, self.head, self.events, self._checked, faults, self._unnamed)
