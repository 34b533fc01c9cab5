"""Folding a view anew from the whole log into a shadow, comparing it with the live one, and swapping them.

Replaying gives the live rows exactly (rule 13); where it does not, the log is right.
"""

import hashlib
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any
from uuid import uuid4

from msgspec import Struct

from domain.recorded import Recorded
from infra.projecting.following import catch_up, park, parked_in
from infra.projecting.view import NotFollowed, View
from infra.store import Connection, Store, Transaction
from infra.store.rows import COLUMNS, all_recorded, to_recorded

PAGE = 1_000
"""Events that are folded, and their rows written, at once."""

Progress = Callable[[str, int, int], None]
"""Told a view's name, how many events of it are done, and of how many."""


class Rebuilt(Struct, frozen=True):
    """How a view was rebuilt. `equal`: the rows were the same before, those of parked streams left out.

    `repaired` streams were parked and are followed again; `parked` ones still cannot be.
    """

    events: int
    seconds: float
    digest: str
    equal: bool
    parked: tuple[str, ...]
    repaired: tuple[str, ...]


class Shadow:
    """A view's rows, folded anew from the log."""

    def __init__(self, store: Store, view: View, progress: Progress | None = None) -> None:
        self._store = store
        self._view = view
        self._progress = progress
        # Of this run alone: another node that rebuilds the same view must not fill the same table.
        self._table = f"shadow_{view.name}_{uuid4().hex}"
        self._failed: dict[str, NotFollowed] = {}
        self._target = 0
        self._done = 0

    async def replay(self) -> Rebuilt:
        """Put the new rows in the place of the live ones and tell whether they were the same."""
        began = time.perf_counter()
        await self._fill()
        digest_, equal, repaired = await self._store.write(self._compare_and_swap)
        seconds = time.perf_counter() - began
        return Rebuilt(
            self._done, seconds, digest_, equal, tuple(sorted(self._failed)), tuple(sorted(repaired))
        )

    async def take_over(self) -> None:
        """Put the new rows in the place of those of another version, or of none."""
        await self._fill()
        await self._store.write(self._swap)

    async def _fill(self) -> None:
        view = self._view
        await self._store.write(self._create)
        self._target, total = await self._store.read(lambda connection: extent(connection, view))
        after = ""
        while True:
            rows, count, after = await self._store.read(partial(self._page, after=after))
            if not count:
                return
            await self._store.write(partial(view.write, table=self._table, rows=rows))
            self._done += count
            if self._progress:
                self._progress(view.name, self._done, total)

    def _create(self, tx: Transaction) -> None:
        """Make the table; drop what runs left behind that did not end. One under way elsewhere fails then."""
        name = self._view.name
        left = re.compile(rf"shadow_{name}(_[0-9a-f]{{32}})?")
        for table in tx.tables():
            if left.fullmatch(table):
                tx.define(f"DROP TABLE {table}")
        self._view.create(tx, self._table)

    def _page(self, connection: Connection, after: str) -> tuple[list[tuple[Any, ...]], int, str]:
        """Fold streams whose names come after one; return their rows, how many events, and the last name."""
        rows: list[tuple[Any, ...]] = []
        count = 0
        for stream, events in grouped(connection, self._view, after, self._target):
            folded = [to_recorded(self._store.mapper, event) for event in events]
            rows += self._row(stream, folded)
            count += len(folded)
            after = stream
            if count >= PAGE:
                break
        return rows, count, after

    def _row(self, stream: str, events: Sequence[Recorded]) -> list[tuple[Any, ...]]:
        """Return the row of a stream, or none and note why."""
        view = self._view
        try:
            return [view.encoded(stream, view.fold(view.empty(), stream, events))]
        except NotFollowed as error:
            self._failed[stream] = error
            return []

    def _compare_and_swap(self, tx: Transaction) -> tuple[str, bool, set[str]]:
        """Return the new digest, whether it is the old one, too, and the streams that are followed again."""
        view = self._view
        while catch_up(tx, view):
            pass
        self._finish(tx)
        parked = parked_in(tx, view)
        left_out = {view.id(stream) for stream in parked | set(self._failed)}
        equal = digest(tx, self._table, left_out) == digest(tx, view.table, left_out)
        self._swap(tx)
        return digest(tx, view.table), equal, parked - set(self._failed)

    def _finish(self, tx: Transaction) -> None:
        """Fold the streams anew to which something was appended meanwhile."""
        view = self._view
        first, last = bounds(view)
        late = tx.query(
            "SELECT DISTINCT originator_id FROM stored_events"
            # They are few: found by position, not by name.
            " WHERE notification_id > ? AND originator_id || '' >= ? AND originator_id || '' < ?",
            (self._target, first, last),
        )
        for (stream,) in late:
            self._failed.pop(stream, None)
            tx.execute(f"DELETE FROM {self._table} WHERE id = ?", (view.id(stream),))  # noqa: S608
            view.write(tx, self._table, self._row(stream, stream_events(tx, stream)))
        self._target = tx.head

    def _swap(self, tx: Transaction) -> None:
        view = self._view
        self._finish(tx)
        tx.define(f"DROP TABLE IF EXISTS {view.table}")
        tx.define(f"ALTER TABLE {self._table} RENAME TO {view.table}")
        tx.execute("DELETE FROM parked WHERE view = ?", (view.name,))
        for error in self._failed.values():
            park(tx, error)
        tx.execute(
            "INSERT INTO view_positions VALUES (?, ?, ?) ON CONFLICT (view) DO UPDATE"
            " SET version = excluded.version, position = excluded.position",
            (view.name, view.projection.VERSION, tx.head),
        )
        view.forget()


def grouped(
    connection: Connection, view: View, after: str, target: int
) -> Iterator[tuple[str, Iterator[Any]]]:
    """Return the rows of the log as far as `target`, stream by stream."""
    first, last = bounds(view)
    events = connection.execute(
        f"SELECT {COLUMNS} FROM stored_events WHERE originator_id > ? AND originator_id >= ?"  # noqa: S608
        " AND originator_id < ? AND notification_id <= ? ORDER BY originator_id, originator_version",
        (after, first, last, target),
    )
    return groupby(events, key=lambda event: str(event[1]))


def bounds(view: View) -> tuple[str, str]:
    """Return the first name that a stream of the view may have, and the first that it may no longer have."""
    prefix = view.projection.STREAMS
    return prefix, prefix + "\U0010ffff"


def extent(connection: Connection, view: View) -> tuple[int, int]:
    """Return the head of the log, and how many events concern the view."""
    first, last = bounds(view)
    [head, count] = connection.execute(
        "SELECT (SELECT coalesce(max(notification_id), 0) FROM stored_events),"
        " (SELECT count(*) FROM stored_events WHERE originator_id >= ? AND originator_id < ?)",
        (first, last),
    ).fetchone()
    return head, count


def stream_events(tx: Transaction, stream: str) -> list[Recorded]:
    """Return the events of a stream."""
    of_stream = f"SELECT {COLUMNS} FROM stored_events WHERE originator_id = ? ORDER BY originator_version"  # noqa: S608
    rows = tx.query(of_stream, (stream,))
    return all_recorded(tx.mapper, rows)


def digest(tx: Transaction, table: str, left_out: Iterable[str] = ()) -> str:
    """Return the SHA-256 (hex) over `id|body` of each row, ordered by id."""
    skip = set(left_out)
    sha = hashlib.sha256()
    for id_, body in tx.query(f"SELECT id, body FROM {table} ORDER BY id"):  # noqa: S608
        if id_ not in skip:
            sha.update(f"{id_}|".encode())
            sha.update(body)
    return sha.hexdigest()
