"""Folding a view anew from the whole log into a shadow, comparing it with the live one, and swapping them.

Replaying gives the live rows exactly (rule 13); where it does not, the log is right.
The log is read once, in its order, a page at a time, and of each event only what the view wants to know
(`Shapes`); the rows that a page touches are held as they are and written, while the next page is read, when
nothing was said of them for long. Writers go on meanwhile: they wait for a few rows at a time, and at the
end for the last events and for the tables to change their names.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Any, TypeVar

from msgspec import Struct

from domain.recorded import Recorded
from infra.memory import collecting_later
from infra.projecting.following import catch_up, park, parked_in
from infra.projecting.shadows import drop, left_behind, named
from infra.projecting.view import Kept, NotFollowed, View
from infra.store import Connection, Store, Transaction
from infra.store.reading import head_of
from infra.store.rows import COLUMNS, EPOCH, all_recorded, to_time

T = TypeVar("T")

PAGE = 10_000
"""Positions of the log that are folded at once."""

TAIL = 200
"""Positions that are left for the transaction that swaps."""

HELD = 500
"""Rows that are held in memory, decoded."""

WRITTEN = 50
"""Rows that are written, or compared, at once; other writers wait that long."""

Progress = Callable[[str, int, int], None]
"""Told a view's name, how many events of it are done, and of how many."""

Query = Callable[[str, Sequence[Any]], Iterable[Any]]
"""Running a statement on one moment of the store."""


class RebuildUnderWay(Exception):
    """Another node rebuilds a view of this store."""


class Rebuilt(Struct, frozen=True):
    """How a view was rebuilt. `equal`: the rows were the same before, those of parked streams left out.

    `digest`: SHA-256 (hex) over each row's id and the SHA-256 of its body, ordered by id.
    `repaired` streams were parked and are followed again; `parked` ones still cannot be.
    `stalled`: seconds for which the swap kept other writers waiting.
    """

    events: int
    seconds: float
    digest: str
    equal: bool
    parked: tuple[str, ...]
    repaired: tuple[str, ...]
    stalled: float = 0.0


class Shadow:
    """A view's rows, folded anew from the log."""

    def __init__(self, store: Store, view: View, progress: Progress | None = None) -> None:
        self._store = store
        self._view = view
        self._progress = progress
        self._table = named(view.name)
        self._retired = named(view.name)
        self._decode = view.decoding(store.mapper)
        self._rows: OrderedDict[str, Kept] = OrderedDict()
        self._leaving: dict[str, tuple[Any, ...]] = {}
        """Rows that are on their way into the table, by id."""
        self._digests: dict[str, bytes] = {}
        self._failed: dict[str, NotFollowed] = {}
        self._position = 0
        self._done = 0
        self._filled = 0, 0
        self._late: set[str] = set()
        """The ids of rows that were folded further since the comparison began."""

    async def replay(self) -> Rebuilt:
        """Put the new rows in the place of the live ones and tell whether they were the same."""
        began = time.perf_counter()
        await self._fill()
        while await self._store.write(lambda tx: catch_up(tx, self._view)) > TAIL:
            pass  # so that a view behind the log is compared as it is now
        differing = await self._differing()
        await self._advance(self._done)
        equal, repaired, stalled = await self._store.write(partial(self._compare_and_swap, differing))
        await drop(self._store, self._retired)
        return Rebuilt(
            self._done,
            time.perf_counter() - began,
            digest(self._digests),
            equal,
            tuple(sorted(self._failed)),
            tuple(sorted(repaired)),
            stalled,
        )

    async def take_over(self) -> None:
        """Put the new rows in the place of those of another version, or of none."""
        await self._fill()
        await self._store.write(self._swap)
        await drop(self._store, self._retired)

    # -- filling ----------------------------------------------------------------------------------

    async def _fill(self) -> None:
        view = self._view
        for table in await self._store.write(lambda tx: left_behind(tx, view.name)):
            await drop(self._store, table)
        await self._store.write(lambda tx: view.create(tx, self._table))
        total = await self._store.read(lambda connection: count_of(connection, view))
        await self._advance(total)

    async def _advance(self, total: int) -> None:
        """Fold and write until little is left for the transaction that swaps."""
        while True:
            done = self._done
            writing = asyncio.create_task(self._write_rows(list(self._leaving.values())))
            try:
                leaving = await self._store.read(self._page)
            finally:
                await writing
            self._leaving = leaving
            if self._progress and self._done > done:
                self._progress(self._view.name, self._done, max(total, self._done))
            if not self._rows and await self._store.head() - self._position <= TAIL:
                break
        await self._write_rows(list(self._leaving.values()))
        self._leaving = {}
        self._filled = self._position, self._done

    def _page(self, connection: Connection) -> dict[str, tuple[Any, ...]]:
        """Fold the next page of the log; return the rows to write, all of them where that is all of it."""
        head = head_of(connection)
        with collecting_later():
            self._take(connection.execute, min(head, self._position + PAGE))
            return self._encoded(0 if self._position == head else HELD)

    def _take(self, query: Query, through: int) -> None:
        """Fold the events as far as a position, each as it comes: it is still in the processor's cache."""
        prefix = self._view.projection.STREAMS
        found = query(
            f"SELECT {COLUMNS} FROM stored_events WHERE notification_id > ? AND notification_id <= ?"  # noqa: S608
            # By position, not by name: they follow one another on the disk.
            " AND substr(originator_id, 1, ?) = ? ORDER BY notification_id",
            (self._position, through, len(prefix), prefix),
        )
        rows, decode, apply = self._rows, self._decode, self._view.projection.apply
        last, time = 0, EPOCH
        for position, stream, version, recorded_at, state in found:
            self._done += 1
            kept = rows.get(stream)
            if kept is None:
                if stream in self._failed:
                    continue
                kept = rows[stream] = self._view.empty() if version == 1 else self._written(query, stream)
            if recorded_at != last:  # a group that was written together has one time
                last, time = recorded_at, to_time(recorded_at)
            meta, event = decode(state)
            try:
                kept.row = apply(kept.row, Recorded(position, stream, version, time, meta, event))
            except Exception as error:  # noqa: BLE001 - whatever it is, the stream is parked
                self._fail(stream, position, error)
            else:
                kept.position, kept.version = position, version
        touched = [stream for stream, kept in rows.items() if kept.position > self._position]
        for stream in touched:
            rows.move_to_end(stream)
        self._late.update(map(self._view.id, touched))
        self._position = through

    def _fail(self, stream: str, position: int, cause: Exception) -> None:
        del self._rows[stream]
        self._failed[stream] = NotFollowed(self._view.name, stream, position)
        self._failed[stream].__cause__ = cause

    def _written(self, query: Query, stream: str) -> Kept:
        id_ = self._view.id(stream)
        on_its_way = self._leaving.get(id_)
        if on_its_way is None:
            sql = f"SELECT position, version, body FROM {self._table} WHERE id = ?"  # noqa: S608
            [(position, version, body)] = query(sql, (id_,))
        else:
            position, version, body = on_its_way[1:4]
        return Kept(self._view.projection.decode(body), position, version)

    def _encoded(self, held: int) -> dict[str, tuple[Any, ...]]:
        """Take the rows that nothing was said of for longest out of memory, as the table has them, by id."""
        leaving = {}
        while len(self._rows) > held:
            stream, kept = self._rows.popitem(last=False)
            try:
                row = self._view.encoded(stream, kept)
            except NotFollowed as error:
                self._failed[stream] = error
            else:
                self._digests[row[0]] = sha256(row[3]).digest()
                leaving[row[0]] = row
        return leaving

    async def _write_rows(self, rows: Sequence[tuple[Any, ...]]) -> None:
        for few in batched(rows, WRITTEN):
            await self._store.write(partial(self._view.write, table=self._table, rows=few))

    # -- comparing and swapping -------------------------------------------------------------------

    async def _differing(self) -> set[str]:
        """Return the ids whose live rows are not those of the shadow; they may be later ones."""
        self._late.clear()
        differing: set[str] = set()
        seen: set[str] = set()
        after = ""
        while page := await self._store.read(partial(self._live, after=after)):
            seen.update(id_ for id_, _ in page)
            differing.update(id_ for id_, found in page if self._digests.get(id_) != found)
            after = page[-1][0]
        return differing | (self._digests.keys() - seen)

    def _live(self, connection: Connection, after: str) -> list[tuple[str, bytes]]:
        rows = connection.execute(
            f"SELECT id, body FROM {self._view.table} WHERE id > ? ORDER BY id LIMIT ?",  # noqa: S608
            (after, WRITTEN),
        )
        return [(id_, sha256(body).digest()) for id_, body in rows]

    def _compare_and_swap(self, differing: set[str], tx: Transaction) -> tuple[bool, set[str], float]:
        """Return whether the rows were the same, the streams that are followed again, and the seconds."""
        began = time.perf_counter()
        view = self._view
        while catch_up(tx, view):
            pass
        self._finish(tx)
        late = self._late
        later = {id_ for id_ in late if self._digests.get(id_) != self._body(tx, id_)}
        differing = (differing - late) | later
        parked = parked_in(tx, view)
        left_out = {view.id(stream) for stream in parked | set(self._failed)}
        self._put_in_place(tx)
        return not differing - left_out, parked - set(self._failed), time.perf_counter() - began

    def _body(self, tx: Transaction, id_: str) -> bytes | None:
        rows = tx.query(f"SELECT body FROM {self._view.table} WHERE id = ?", (id_,))  # noqa: S608
        return sha256(rows[0][0]).digest() if rows else None

    def _swap(self, tx: Transaction) -> None:
        self._finish(tx)
        self._put_in_place(tx)

    def _finish(self, tx: Transaction) -> None:
        """Fold what was appended since the shadow was filled."""
        view = self._view
        self._position, self._done = self._filled
        self._take(tx.query, tx.head)
        view.write(tx, self._table, list(self._encoded(0).values()))
        for stream in self._failed:
            tx.execute(f"DELETE FROM {self._table} WHERE id = ?", (view.id(stream),))  # noqa: S608
            self._digests.pop(view.id(stream), None)

    def _put_in_place(self, tx: Transaction) -> None:
        view = self._view
        if view.table in tx.tables():
            tx.define(f"ALTER TABLE {view.table} RENAME TO {self._retired}")
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


def batched(rows: Sequence[T], number: int) -> Iterator[Sequence[T]]:
    """Give rows so many at a time."""
    return (rows[at : at + number] for at in range(0, len(rows), number))


def bounds(view: View) -> tuple[str, str]:
    """Return the first name that a stream of the view may have, and the first that it may no longer have."""
    prefix = view.projection.STREAMS
    return prefix, prefix + "\U0010ffff"


def count_of(connection: Connection, view: View) -> int:
    """Return how many events concern the view."""
    [count] = connection.execute(
        "SELECT count(*) FROM stored_events WHERE originator_id >= ? AND originator_id < ?", bounds(view)
    ).fetchone()
    return int(count)


def stream_events(tx: Transaction, stream: str) -> list[Recorded]:
    """Return the events of a stream."""
    of_stream = f"SELECT {COLUMNS} FROM stored_events WHERE originator_id = ? ORDER BY originator_version"  # noqa: S608
    rows = tx.query(of_stream, (stream,))
    return all_recorded(tx.mapper, rows)


def digest(bodies: Mapping[str, bytes]) -> str:
    """Return the SHA-256 (hex) over `id|` and the SHA-256 of the body of each row, ordered by id."""
    sha = sha256()
    for id_, body in sorted(bodies.items()):
        sha.update(f"{id_}|".encode() + body)
    return sha.hexdigest()
