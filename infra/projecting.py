"""Keeping the views: in the transaction that appends, behind it, or anew from the whole log.

A projection never refuses an append: a stream that it cannot follow is parked for that view and shown.
Until it is repaired, reads fold it from the log.
"""

import asyncio
import hashlib
import logging
import re
import sqlite3
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any

from msgspec import Struct

from domain.recorded import Recorded
from infra.store import FeedOverflow, Store, StoreError, Transaction
from infra.store.rows import COLUMNS, all_recorded, to_recorded
from infra.store.store import stream_events
from projections.projection import Projection

ROWS = 1_000
"""Rows of a view that are held in memory, decoded."""

PAGE = 1_000
"""Events, or rows, that are handled at once when a view is behind or rebuilt."""

RETRY = 1.0
"""Seconds until a view that could not be written tries again."""

NAME = re.compile(r"[a-z][a-z_]*")

logger = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
"""Told a view's name, how many events of it are done, and of how many."""


class UnknownView(KeyError):
    """No view of this name is kept."""


class NotFollowed(Exception):
    """A projection failed on a stream; the cause is what it raised."""

    def __init__(self, view: str, stream: str, position: int) -> None:
        super().__init__(view, stream, position)
        self.view = view
        self.stream = stream
        self.position = position


class Kept(Struct):
    """A row as far as it is folded; `position` and `version` are those of its last event."""

    row: Any
    position: int = 0
    version: int = 0


class Parked(Struct, frozen=True):
    """A stream that a view could not follow, the event it failed on, and why."""

    view: str
    stream: str
    position: int
    error: str


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


class Found(Struct, frozen=True):
    """One row that a query found."""

    id: str
    position: int
    row: Any


class View:
    """One projection and its table."""

    def __init__(self, projection: Projection[Any]) -> None:
        self.projection = projection
        self.name = projection.NAME
        if wrong := [name for name in (self.name, *projection.COLUMNS) if not NAME.fullmatch(name)]:
            raise ValueError(wrong)  # they become part of statements
        self.table = f"view_{self.name}"
        self.shadow = f"shadow_{self.name}"
        self._rows: OrderedDict[str, Kept] = OrderedDict()

    def stream(self, id_: str) -> str:
        """Return the stream of a row."""
        prefix = self.projection.STREAMS
        return prefix + id_ if prefix.endswith("/") else prefix

    def id(self, stream: str) -> str:
        """Return the id of a stream's row."""
        return stream.removeprefix(self.projection.STREAMS) or stream

    def of(self, recorded: Iterable[Recorded]) -> dict[str, list[Recorded]]:
        """Return the events that concern this view, by stream."""
        streams: dict[str, list[Recorded]] = {}
        for one in recorded:
            if one.stream.startswith(self.projection.STREAMS):
                streams.setdefault(one.stream, []).append(one)
        return streams

    def fold(self, kept: Kept, stream: str, recorded: Iterable[Recorded]) -> Kept:
        """Apply events to a row; `NotFollowed` if the projection fails."""
        for one in recorded:
            try:
                kept.row = self.projection.apply(kept.row, one)
            except Exception as error:
                raise NotFollowed(self.name, stream, one.position) from error
            kept.position, kept.version = one.position, one.version
        return kept

    def empty(self) -> Kept:
        """Return the row of a stream without events."""
        return Kept(self.projection.initial())

    def encoded(self, stream: str, kept: Kept) -> tuple[Any, ...]:
        """Return the row of the table; `NotFollowed` if the projection fails."""
        try:
            columns = self.projection.columns(kept.row)
            values = [columns[name] for name in self.projection.COLUMNS]
            body = self.projection.encode(kept.row)
        except Exception as error:
            raise NotFollowed(self.name, stream, kept.position) from error
        return (self.id(stream), kept.position, kept.version, body, *values)

    def create(self, tx: Transaction, table: str) -> None:
        """Create the table, empty."""
        tx.execute(f"DROP TABLE IF EXISTS {table}")
        columns = "".join(f", {name} {type_}" for name, type_ in self.projection.COLUMNS.items())
        tx.execute(
            f"CREATE TABLE {table} (id TEXT PRIMARY KEY, position INTEGER NOT NULL,"
            f" version INTEGER NOT NULL, body BLOB NOT NULL{columns})"
        )

    def write(self, tx: Transaction, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Write rows, each in place of the former one."""
        marks = ", ".join("?" * (4 + len(self.projection.COLUMNS)))
        tx.executemany(f"REPLACE INTO {table} VALUES ({marks})", rows)  # noqa: S608

    def load(self, tx: Transaction, stream: str, before: int) -> Kept:
        """Return a stream's row as far as version `before`, from memory, table or log."""
        kept = self._rows.get(stream)
        if kept is None or kept.version != before:  # another process may have written meanwhile
            kept = self._stored(tx, stream)
        if kept.version < before:
            rows = tx.query(
                f"SELECT {COLUMNS} FROM stored_events WHERE originator_id = ?"  # noqa: S608
                " AND originator_version > ? AND originator_version <= ? ORDER BY originator_version",
                (stream, kept.version, before),
            )
            kept = self.fold(kept, stream, all_recorded(tx.mapper, rows))
        return kept

    def _stored(self, tx: Transaction, stream: str) -> Kept:
        rows = tx.query(f"SELECT position, version, body FROM {self.table} WHERE id = ?", (self.id(stream),))  # noqa: S608
        try:
            for position, version, body in rows:
                return Kept(self.projection.decode(body), position, version)
        except Exception:
            logger.exception("view %s cannot read its row of %s and folds it anew", self.name, stream)
        return self.empty()

    def remember(self, stream: str, kept: Kept) -> None:
        """Hold a row in memory."""
        self._rows[stream] = kept
        self._rows.move_to_end(stream)
        if len(self._rows) > ROWS:
            self._rows.popitem(last=False)

    def forget(self, streams: Iterable[str] | None = None) -> None:
        """Hold these rows no longer; None: no row at all."""
        if streams is None:
            self._rows.clear()
        else:
            for stream in streams:
                self._rows.pop(stream, None)


class Views:
    """All views of one store.

    `synchronous` ones are written in the transaction that appends: whoever is answered sees his own write.
    `behind` ones follow in batches.
    """

    def __init__(
        self,
        store: Store,
        *,
        synchronous: Sequence[Projection[Any]] = (),
        behind: Sequence[Projection[Any]] = (),
    ) -> None:
        self._store = store
        self._synchronous = [View(projection) for projection in synchronous]
        self._behind = [View(projection) for projection in behind]
        self._views = {view.name: view for view in (*self._synchronous, *self._behind)}
        self._positions = dict.fromkeys(self._views, 0)
        self._moved = asyncio.Condition()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Bring every view up to the log, anew where its version changed, and keep it there."""
        for view in self._views.values():
            await self._bring_up(view)
        self._store.follow(self)
        for view in self._synchronous:  # something may have been appended since they were brought up
            await self._catch_up(view)
        for view in self._behind:
            self._tasks.append(asyncio.create_task(self._follow(view), name=f"view-{view.name}"))

    async def close(self) -> None:
        """Stop following."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def appended(self, tx: Transaction, recorded: Sequence[Recorded]) -> None:
        """Write the synchronous views; called by the writer at the end of its transaction."""
        for view in self._synchronous:
            before = position_of(tx, view)
            if before == recorded[0].position - 1:
                project(tx, view, recorded)
                set_position(tx, view, recorded[-1].position)
            elif before < recorded[-1].position:
                while catch_up(tx, view):
                    pass

    def rolled_back(self) -> None:
        """Forget what was held in memory; called by the writer."""
        for view in self._views.values():
            view.forget()

    async def caught_up(self, name: str, position: int) -> None:
        """Wait until a view has seen the log as far as this position."""
        view = self._view(name)
        if view in self._synchronous:
            return
        async with self._moved:
            await self._moved.wait_for(lambda: self._positions[name] >= position)

    async def get(
        self, name: str, id_: str, *, as_of: int | None = None, happened_by: datetime | None = None
    ) -> tuple[Any, int] | None:
        """Return a row and the position of the last event in it; None where there is nothing.

        `as_of`: with events up to this position only.
        `happened_by`: with events only that had happened by this time, whenever they were recorded.
        """
        view = self._view(name)

        def read(connection: sqlite3.Connection) -> tuple[Any, int] | None:
            if as_of is not None or happened_by is not None or is_parked(connection, view, view.stream(id_)):
                return self._folded(connection, view, view.stream(id_), as_of, happened_by)
            found = connection.execute(
                f"SELECT body, position FROM {view.table} WHERE id = ?",  # noqa: S608
                (id_,),
            ).fetchone()
            return (view.projection.decode(found[0]), found[1]) if found else None

        return await self._store.read(read)

    async def query(
        self, name: str, where: str = "1", parameters: Sequence[Any] = (), *, tail: str = "ORDER BY id"
    ) -> list[Found]:
        """Return the rows that a condition on id, position, version and the view's columns holds for.

        `tail` is what follows the condition: ORDER BY, LIMIT and OFFSET.
        A parked stream is found by what its columns were when it was parked; its row is as of now, and left
        out where the projection still fails.
        """
        view = self._view(name)

        def read(connection: sqlite3.Connection) -> list[Found]:
            parked = parked_streams(connection, view)
            rows = connection.execute(
                f"SELECT id, position, body FROM {view.table} WHERE {where} {tail}",  # noqa: S608
                parameters,
            ).fetchall()
            found = []
            for id_, position, body in rows:
                if view.stream(id_) in parked:
                    with suppress(NotFollowed):
                        folded = self._folded(connection, view, view.stream(id_), None, None)
                        found += [Found(id_, folded[1], folded[0])] if folded else []
                else:
                    found.append(Found(id_, position, view.projection.decode(body)))
            return found

        return await self._store.read(read)

    async def parked(self) -> list[Parked]:
        """Return the streams that a view cannot follow."""
        rows = await self._store.read(
            lambda connection: connection.execute(
                "SELECT view, stream, position, error FROM parked ORDER BY view, stream"
            ).fetchall()
        )
        return [Parked(*row) for row in rows]

    async def repair(self, name: str, stream: str) -> None:
        """Fold a parked stream anew and follow it again; `NotFollowed` if it still fails."""
        view = self._view(name)

        def work(tx: Transaction) -> None:
            view.forget([stream])
            kept = view.fold(view.empty(), stream, all_recorded(tx.mapper, stream_rows(tx, stream)))
            view.write(tx, view.table, [view.encoded(stream, kept)])
            tx.execute("DELETE FROM parked WHERE view = ? AND stream = ?", (view.name, stream))

        await self._store.write(work)

    async def replay(self, progress: Progress | None = None) -> dict[str, Rebuilt]:
        """Rebuild each view from the whole log beside the live one, compare, and swap."""
        return {name: await self._replay(view, progress) for name, view in self._views.items()}

    def _view(self, name: str) -> View:
        if name not in self._views:
            raise UnknownView(name)
        return self._views[name]

    def _folded(
        self,
        connection: sqlite3.Connection,
        view: View,
        stream: str,
        as_of: int | None,
        happened_by: datetime | None,
    ) -> tuple[Any, int] | None:
        events: Iterable[Recorded] = stream_events(connection, self._store.mapper, stream, 0, as_of)
        if happened_by is not None:
            events = (one for one in events if one.meta.happened_at <= happened_by)
        kept = view.fold(view.empty(), stream, events)
        return (kept.row, kept.position) if kept.version else None

    async def _bring_up(self, view: View) -> None:
        def begin(tx: Transaction) -> None:
            known = tx.query("SELECT version FROM view_positions WHERE view = ?", (view.name,))
            if known == [(view.projection.VERSION,)]:
                return
            view.create(tx, view.table)
            tx.execute("DELETE FROM parked WHERE view = ?", (view.name,))
            tx.execute("REPLACE INTO view_positions VALUES (?, ?, 0)", (view.name, view.projection.VERSION))

        await self._store.write(begin)
        while await self._catch_up(view):
            pass

    async def _catch_up(self, view: View) -> int:
        """Handle one page of what the view has not seen; return how many events that was."""

        def work(tx: Transaction) -> tuple[int, int]:
            return catch_up(tx, view), position_of(tx, view)

        try:
            done, position = await self._store.write(work)
        except BaseException:
            view.forget()
            raise
        async with self._moved:
            self._positions[view.name] = position
            self._moved.notify_all()
        return done

    async def _follow(self, view: View) -> None:
        while True:
            try:
                with closing(self._store.feed.subscribe(self._positions[view.name])) as feed:
                    async for _ in feed:
                        # It is only a hint: rows and position are written from the log, together.
                        while await self._catch_up(view):
                            pass
            except FeedOverflow:
                continue
            except (StoreError, sqlite3.Error):
                logger.warning("view %s could not be written, trying again", view.name, exc_info=True)
                await asyncio.sleep(RETRY)
            else:
                return  # the store is closed

    async def _replay(self, view: View, progress: Progress | None) -> Rebuilt:
        began = time.perf_counter()
        failed: dict[str, NotFollowed] = {}
        await self._store.write(lambda tx: view.create(tx, view.shadow))
        target, total = await self._store.read(lambda connection: extent(connection, view))
        done = 0
        after = ""
        while True:
            page = partial(self._page, view=view, after=after, target=target, failed=failed)
            rows, count, after = await self._store.read(page)
            if not count:
                break
            await self._store.write(partial(view.write, table=view.shadow, rows=rows))
            done += count
            if progress:
                progress(view.name, done, total)
        digest, equal, repaired = await self._store.write(lambda tx: swap(tx, view, target, failed))
        seconds = time.perf_counter() - began
        return Rebuilt(done, seconds, digest, equal, tuple(sorted(failed)), tuple(sorted(repaired)))

    def _page(
        self,
        connection: sqlite3.Connection,
        view: View,
        after: str,
        target: int,
        failed: dict[str, NotFollowed],
    ) -> tuple[list[tuple[Any, ...]], int, str]:
        """Fold streams whose names come after one; return their rows, how many events, and the last name."""
        rows: list[tuple[Any, ...]] = []
        count = 0
        for stream, events in grouped(connection, view, after, target):
            folded = [to_recorded(self._store.mapper, event) for event in events]
            rows += folded_row(view, stream, folded, failed)
            count += len(folded)
            after = stream
            if count >= PAGE:
                break
        return rows, count, after


def grouped(
    connection: sqlite3.Connection, view: View, after: str, target: int
) -> Iterator[tuple[str, Iterator[Any]]]:
    """Return the rows of the log as far as `target`, stream by stream."""
    first, last = bounds(view)
    events = connection.execute(
        f"SELECT {COLUMNS} FROM stored_events WHERE originator_id > ? AND originator_id >= ?"  # noqa: S608
        " AND originator_id < ? AND notification_id <= ? ORDER BY originator_id, originator_version",
        (after, first, last, target),
    )
    return groupby(events, key=lambda event: str(event[1]))


def folded_row(
    view: View, stream: str, events: Sequence[Recorded], failed: dict[str, NotFollowed]
) -> list[tuple[Any, ...]]:
    """Return the row of a stream, or none and note why."""
    try:
        return [view.encoded(stream, view.fold(view.empty(), stream, events))]
    except NotFollowed as error:
        failed[stream] = error
        return []


def bounds(view: View) -> tuple[str, str]:
    """Return the first name that a stream of the view may have, and the first that it may no longer have."""
    prefix = view.projection.STREAMS
    return prefix, prefix + "\U0010ffff"


def extent(connection: sqlite3.Connection, view: View) -> tuple[int, int]:
    """Return the head of the log, and how many events concern the view."""
    first, last = bounds(view)
    [head, count] = connection.execute(
        "SELECT (SELECT coalesce(max(notification_id), 0) FROM stored_events),"
        " (SELECT count(*) FROM stored_events WHERE originator_id >= ? AND originator_id < ?)",
        (first, last),
    ).fetchone()
    return head, count


def stream_rows(tx: Transaction, stream: str) -> list[Any]:
    """Return the rows of a stream in the log."""
    return tx.query(
        f"SELECT {COLUMNS} FROM stored_events WHERE originator_id = ? ORDER BY originator_version",  # noqa: S608
        (stream,),
    )


def position_of(tx: Transaction, view: View) -> int:
    """Return how far a view has seen the log."""
    [[position]] = tx.query("SELECT position FROM view_positions WHERE view = ?", (view.name,))
    return int(position)


def set_position(tx: Transaction, view: View, position: int) -> None:
    """Note how far a view has seen the log."""
    tx.execute("UPDATE view_positions SET position = ? WHERE view = ?", (position, view.name))


def catch_up(tx: Transaction, view: View) -> int:
    """Handle one page of what a view has not seen; return how many events that was."""
    rows = tx.query(
        f"SELECT {COLUMNS} FROM stored_events WHERE notification_id > ? ORDER BY notification_id LIMIT ?",  # noqa: S608
        (position_of(tx, view), PAGE),
    )
    if rows:
        recorded = all_recorded(tx.mapper, rows)
        project(tx, view, recorded)
        set_position(tx, view, recorded[-1].position)
    return len(rows)


def project(tx: Transaction, view: View, recorded: Iterable[Recorded]) -> None:
    """Write the rows that these events touch, each once; park the streams that the view cannot follow."""
    streams = view.of(recorded)
    if not streams:
        return
    parked = {stream for (stream,) in tx.query("SELECT stream FROM parked WHERE view = ?", (view.name,))}
    rows = []
    for stream, events in streams.items():
        if stream in parked:
            continue
        try:
            kept = view.load(tx, stream, events[0].version - 1)
            kept = view.fold(kept, stream, [one for one in events if one.version > kept.version])
            rows.append(view.encoded(stream, kept))
        except NotFollowed as error:
            view.forget([stream])
            park(tx, error)
        else:
            view.remember(stream, kept)
    write_rows(tx, view, rows)


def write_rows(tx: Transaction, view: View, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows of a view; park the streams whose rows the table does not take."""
    try:
        with savepoint(tx):
            view.write(tx, view.table, rows)
    except sqlite3.OperationalError:
        raise  # of the disk, not of the row
    except Exception as error:  # noqa: BLE001  # whatever is wrong with a row must not refuse the append
        if len(rows) > 1:
            half = len(rows) // 2
            write_rows(tx, view, rows[:half])
            write_rows(tx, view, rows[half:])
            return
        [(id_, position, *_)] = rows
        failure = NotFollowed(view.name, view.stream(id_), position)
        failure.__cause__ = error
        view.forget([failure.stream])
        park(tx, failure)


@contextmanager
def savepoint(tx: Transaction) -> Iterator[None]:
    """Undo what was done inside if it fails."""
    tx.execute("SAVEPOINT rows")
    try:
        yield
    except BaseException:
        tx.execute("ROLLBACK TO rows")
        raise
    finally:
        tx.execute("RELEASE rows")


def park(tx: Transaction, error: NotFollowed) -> None:
    """Note that a view cannot follow a stream; the position first noted stays."""
    logger.error("view %s cannot follow %s", error.view, error.stream, exc_info=error)
    tx.execute(
        "INSERT INTO parked VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (error.view, error.stream, error.position, repr(error.__cause__)),
    )


def is_parked(connection: sqlite3.Connection, view: View, stream: str) -> bool:
    """Return whether a view cannot follow a stream."""
    return bool(
        connection.execute(
            "SELECT 1 FROM parked WHERE view = ? AND stream = ?", (view.name, stream)
        ).fetchone()
    )


def parked_streams(connection: sqlite3.Connection, view: View) -> set[str]:
    """Return the streams that a view cannot follow."""
    rows = connection.execute("SELECT stream FROM parked WHERE view = ?", (view.name,))
    return {stream for (stream,) in rows}


def swap(
    tx: Transaction, view: View, target: int, failed: dict[str, NotFollowed]
) -> tuple[str, bool, set[str]]:
    """Bring shadow and live view to the head, compare them, and put the shadow in the live one's place.

    Returns the digest of the new rows, whether the old ones had the same, and the streams followed again.
    """
    while catch_up(tx, view):
        pass
    first, last = bounds(view)
    late = tx.query(
        "SELECT DISTINCT originator_id FROM stored_events"
        " WHERE notification_id > ? AND originator_id >= ? AND originator_id < ?",
        (target, first, last),
    )
    for (stream,) in late:
        failed.pop(stream, None)
        tx.execute(f"DELETE FROM {view.shadow} WHERE id = ?", (view.id(stream),))  # noqa: S608
        events = all_recorded(tx.mapper, stream_rows(tx, stream))
        view.write(tx, view.shadow, folded_row(view, stream, events, failed))
    parked = {stream for (stream,) in tx.query("SELECT stream FROM parked WHERE view = ?", (view.name,))}
    left_out = {view.id(stream) for stream in parked | set(failed)}
    equal = digest(tx, view.shadow, left_out) == digest(tx, view.table, left_out)
    tx.execute(f"DROP TABLE {view.table}")
    tx.execute(f"ALTER TABLE {view.shadow} RENAME TO {view.table}")
    tx.execute("DELETE FROM parked WHERE view = ?", (view.name,))
    for error in failed.values():
        park(tx, error)
    view.forget()
    return digest(tx, view.table), equal, parked - set(failed)


def digest(tx: Transaction, table: str, left_out: Iterable[str] = ()) -> str:
    """Return the SHA-256 (hex) over `id|body` of each row, ordered by id."""
    skip = set(left_out)
    sha = hashlib.sha256()
    for id_, body in tx.query(f"SELECT id, body FROM {table} ORDER BY id"):  # noqa: S608
        if id_ not in skip:
            sha.update(f"{id_}|".encode())
            sha.update(body)
    return sha.hexdigest()
