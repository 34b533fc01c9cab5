"""The public's record, kept behind the log in tables of its own, and rebuilt from it.

`public_changes` is the feed with its dense numbers, `public_things` what the public sees of a thing now.
Positions of the log stay in here: a gap in them would tell of what is hidden (DESIGN, "As of").
"""

import asyncio
import datetime as dt
import hashlib
import logging
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from functools import partial
from itertools import takewhile
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from domain.recorded import Recorded
from infra.projecting.pace import OFTEN, Pace
from infra.projecting.rebuilding import Progress, Rebuilt
from infra.store import Connection, FeedOverflow, Store, StoreError, Transaction
from infra.store.mapper import EventMapper
from infra.store.rows import COLUMNS, all_recorded, to_microseconds, to_time
from projections.public.record import (
    NAME,
    VERSION,
    Change,
    Kind,
    Known,
    Public,
    Thing,
    What,
    commands,
    thing_of,
)

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS public_changes (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    what TEXT NOT NULL,
    at INTEGER NOT NULL,
    position INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS public_changes_by_thing ON public_changes (kind, id, at, number);
CREATE TABLE IF NOT EXISTS public_things (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    date TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS public_things_by_date ON public_things (kind, date, id);
"""
PAGE: Final = 1_000
"""Events that are taken in at once; a command is never parted."""
LAST: Final = 2**62
"""Beyond every position."""
CHUNK: Final = 100
"""Things that are read at once for a list."""
RETRY: Final = 1.0
"""Seconds until a record that could not be written tries again."""

Query = Callable[[str, Sequence[Any]], list[Any]]
"""Running a statement on one moment of the store."""

logger = logging.getLogger(__name__)


class Entry(Struct, frozen=True, kw_only=True):
    """One change that the public can see; numbers have no gaps. `at`: when it became so."""

    number: int
    kind: Kind
    id: str
    what: What
    at: dt.datetime


def _nothing(_sql: str, _parameters: Sequence[Any]) -> list[Any]:
    return []


class Record:
    """The public's record of one county."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._public = Public(self._load)
        self._query: Query = _nothing
        self._reached = -1
        self._position = 0
        self._moved = asyncio.Condition()
        self._pace = Pace()

    async def start(self) -> None:
        """Bring the record up to the log, anew where its version changed, and keep it there."""
        await self._store.write(_usable)
        while await self._catch_up():
            pass
        self._task = asyncio.create_task(self._follow(), name="view-public")

    async def close(self) -> None:
        """Follow no more."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def caught_up(self, position: int) -> None:
        """Wait until the record has seen the log as far as this position."""
        async with self._moved:
            while self._position < position:
                self._pace.hurry()
                await self._moved.wait()

    # -- reading ----------------------------------------------------------------------------------

    async def now(self, kind: Kind, id_: str) -> bytes:
        """What the public sees of a thing; b"" where it sees nothing."""

        def read(connection: Connection) -> bytes:
            sql = "SELECT body FROM public_things WHERE kind = ? AND id = ?"
            row = connection.execute(sql, (kind, id_)).fetchone()
            return bytes(row[0]) if row else b""

        return await self._store.read(read)

    async def then(self, kind: Kind, id_: str, at: dt.datetime) -> bytes:
        """What the public saw of a thing at a time; b"" where it saw nothing."""

        def read(connection: Connection) -> bytes:
            row = connection.execute(
                "SELECT position, what FROM public_changes WHERE kind = ? AND id = ? AND at <= ?"
                " ORDER BY number DESC LIMIT 1",
                (kind, id_, to_microseconds(at)),
            ).fetchone()
            if row is None or row[1] == "withdrawn":
                return b""

            return Public(partial(_events, partial(_query, connection), self._store.mapper)).seen(
                kind, id_, row[0]
            )

        return await self._store.read(read)

    async def page(self, kind: Kind, date: str | None, id_: str) -> list[tuple[str, str, bytes]]:
        """What the public sees of a kind, latest date first, behind a date and an id: id, date and body."""
        behind, after = ("", ()) if date is None else ("AND (date, id) < (?, ?)", (date, id_))
        sql = (
            f"SELECT id, date, body FROM public_things WHERE kind = ? AND length(body) > 0 {behind}"  # noqa: S608
            " ORDER BY date DESC, id DESC LIMIT ?"
        )
        parameters = (kind, *after, CHUNK)
        rows = await self._store.read(lambda connection: connection.execute(sql, parameters).fetchall())
        return [(str(id_), str(date), bytes(body)) for id_, date, body in rows]

    async def entries(self, after: int, limit: int) -> list[Entry]:
        """The feed behind a number."""
        sql = "SELECT number, kind, id, what, at FROM public_changes WHERE number > ? ORDER BY number LIMIT ?"
        rows = await self._store.read(lambda connection: connection.execute(sql, (after, limit)).fetchall())
        return [
            Entry(number=number, kind=kind, id=id_, what=what, at=to_time(at))
            for number, kind, id_, what, at in rows
        ]

    # -- following --------------------------------------------------------------------------------

    async def replay(self, progress: Progress | None = None) -> Rebuilt:
        """Make the record anew beside the live one, compare the two, and swap them."""
        began = time.perf_counter()
        beside = Beside()
        total = await self._store.head()
        while await self._store.read(partial(self._fold, beside)):
            if progress:
                progress(NAME, beside.done, max(total, beside.done))
        digest, equal = await self._store.write(partial(self._swap, beside))
        return Rebuilt(beside.done, time.perf_counter() - began, digest, equal, (), ())

    def _fold(self, beside: "Beside", connection: Connection) -> bool:
        """Take one page into the record beside; return whether there was one."""
        return beside.take(partial(_query, connection), self._store.mapper)

    def _swap(self, beside: "Beside", tx: Transaction) -> tuple[str, bool]:
        while beside.take(tx.query, tx.mapper):
            pass
        while self._take_page(tx)[0]:
            pass
        before = _digest(tx.query)
        tx.execute("DELETE FROM public_changes")
        tx.execute("DELETE FROM public_things")
        tx.executemany("INSERT INTO public_changes VALUES (?, ?, ?, ?, ?, ?)", beside.changes)
        tx.executemany(
            "INSERT INTO public_things VALUES (?, ?, ?, ?)",
            [(kind, id_, date, body) for (kind, id_), (date, body) in beside.things.items()],
        )
        after = _digest(tx.query)
        return after, before == after

    async def _catch_up(self) -> int:
        """Take in one page of the log; return how many events that was."""
        try:
            count, position = await self._store.write(self._take_page)
        except BaseException:
            self._reached = -1
            raise
        async with self._moved:
            self._position = position
            self._moved.notify_all()
        return count

    def _take_page(self, tx: Transaction) -> tuple[int, int]:
        position = _position(tx)
        if position != self._reached:  # another process went on meanwhile, or the last page was undone
            self._public.forget()
        self._query = tx.query
        page = _page(tx.query, tx.mapper, position)
        things = Things(tx.query, {thing_of(each) for each in page})
        for command in commands(page):
            for change in _taken(self._public, command, things.known):
                _write(tx, change, command[-1])
                things.add(change.kind, change.id)
        if page:
            position = page[-1].position
            tx.execute("UPDATE view_positions SET position = ? WHERE view = ?", (position, NAME))
        self._reached = position
        return len(page), position

    def _load(self, stream: str, through: int) -> list[Recorded]:
        return _events(self._query, self._store.mapper, stream, through)

    async def _follow(self) -> None:
        while True:
            try:
                with closing(self._store.feed.subscribe(self._position)) as feed:
                    async for batch in feed:
                        if batch[-1].position <= self._position:
                            continue
                        await self._pace.rest(OFTEN)
                        while await self._catch_up() >= PAGE:  # the feed tells of what comes meanwhile
                            pass
                        self._pace.went_on()
            except FeedOverflow:
                continue
            except StoreError:
                logger.warning("the public's record could not be written, trying again", exc_info=True)
                await asyncio.sleep(RETRY)
            else:
                return  # the store is closed


class Beside:
    """The record made anew, in memory; `through`: from the log as far as this position."""

    def __init__(self, through: int = LAST) -> None:
        self._through = through
        self.changes: list[tuple[Any, ...]] = []
        self.things: dict[tuple[str, str], tuple[str, bytes]] = {}
        self.done = 0
        self._position = 0
        self._query: Query | None = None
        self._mapper: EventMapper | None = None
        self._public = Public(self._load)

    def take(self, query: Query, mapper: EventMapper) -> bool:
        """Take one page of the log; return whether there was one."""
        self._query, self._mapper = query, mapper
        page = _page(query, mapper, self._position, self._through)
        for command in commands(page):
            for change in _taken(self._public, command, self._known):
                at, position = to_microseconds(command[-1].recorded_at), command[-1].position
                number = len(self.changes) + 1
                self.changes.append((number, change.kind, change.id, change.what, at, position))
                self.things[change.kind, change.id] = (change.date, change.body)
        if page:
            self._position = page[-1].position
        self.done += len(page)
        return bool(page)

    def _known(self, kind: Kind, id_: str) -> bytes | None:
        return self.things.get((kind, id_), (None, None))[1]

    def _load(self, stream: str, through: int) -> list[Recorded]:
        assert self._query is not None, "it is asked for within a page"  # noqa: S101
        assert self._mapper is not None, "it comes with the query"  # noqa: S101
        return _events(self._query, self._mapper, stream, through)


class Things:
    """What the public sees of things before a page: those that it knows nothing of cost one statement."""

    def __init__(self, query: Query, asked: Collection[Thing]) -> None:
        self._query = query
        self._asked = frozenset(asked)
        self._there: set[Thing] = set()
        for kind in ("vorlage", "session"):
            ids = sorted(id_ for of, id_ in asked if of == kind)
            for start in range(0, len(ids), CHUNK):
                some = ids[start : start + CHUNK]
                some += [some[-1]] * (CHUNK - len(some))  # one statement, prepared once
                sql = f"SELECT id FROM public_things WHERE kind = ? AND id IN ({', '.join('?' * CHUNK)})"  # noqa: S608
                self._there.update((kind, str(id_)) for (id_,) in query(sql, (kind, *some)))

    def add(self, kind: Kind, id_: str) -> None:
        """Take note that a thing was written."""
        self._there.add((kind, id_))

    def known(self, kind: Kind, id_: str) -> bytes | None:
        """What the public sees of a thing; None of one that it never saw."""
        if (kind, id_) in self._asked and (kind, id_) not in self._there:
            return None
        rows = self._query("SELECT body FROM public_things WHERE kind = ? AND id = ?", (kind, id_))
        return bytes(rows[0][0]) if rows else None


def _taken(public: Public, command: Sequence[Recorded], known: Known) -> list[Change]:
    """What a command changed; what cannot be told any more is withdrawn rather than shown as it was."""
    try:
        return public.take(command, known)
    except Exception:
        logger.exception("the public's record cannot follow position %d", command[-1].position)
        public.forget()
        things = sorted({thing_of(each) for each in command})
        return [Change(kind, id_, "withdrawn", "", b"") for kind, id_ in things if known(kind, id_)]


def _page(query: Query, mapper: EventMapper, position: int, through: int = LAST) -> list[Recorded]:
    """What comes behind a position, to the end of a command."""
    sql = (
        f"SELECT {COLUMNS} FROM stored_events WHERE notification_id > ? AND notification_id <= ?"  # noqa: S608
        " ORDER BY notification_id LIMIT ?"
    )
    page = all_recorded(mapper, query(sql, (position, through, PAGE)))
    more = page
    while len(more) == PAGE:
        more = all_recorded(mapper, query(sql, (page[-1].position, through, PAGE)))
        same = list(takewhile(partial(_is_of, page[-1].meta.command), more))
        page += same
        if len(same) < PAGE:
            break
    return page


def _is_of(command: UUID, recorded: Recorded) -> bool:
    return recorded.meta.command == command


def _query(connection: Connection, sql: str, parameters: Sequence[Any]) -> list[Any]:
    return connection.execute(sql, parameters).fetchall()


def _events(query: Query, mapper: EventMapper, stream: str, through: int) -> list[Recorded]:
    sql = (
        f"SELECT {COLUMNS} FROM stored_events WHERE originator_id = ? AND notification_id <= ?"  # noqa: S608
        " ORDER BY originator_version"
    )
    return all_recorded(mapper, query(sql, (stream, through)))


def _write(tx: Transaction, change: Change, last: Recorded) -> None:
    [[number]] = tx.query("SELECT coalesce(max(number), 0) + 1 FROM public_changes")
    tx.execute(
        "INSERT INTO public_changes VALUES (?, ?, ?, ?, ?, ?)",
        (number, change.kind, change.id, change.what, to_microseconds(last.recorded_at), last.position),
    )
    tx.execute(
        "INSERT INTO public_things VALUES (?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE"
        " SET date = excluded.date, body = excluded.body",
        (change.kind, change.id, change.date, change.body),
    )


def _usable(tx: Transaction) -> None:
    """Begin anew unless the record is of this version and of this log."""
    found = tx.query("SELECT version, position FROM view_positions WHERE view = ?", (NAME,))
    if any(version == VERSION and position <= tx.head for version, position in found):
        return
    tx.execute("DELETE FROM public_changes")
    tx.execute("DELETE FROM public_things")
    tx.execute(
        "INSERT INTO view_positions VALUES (?, ?, 0) ON CONFLICT (view) DO UPDATE"
        " SET version = excluded.version, position = 0",
        (NAME, VERSION),
    )


def _position(tx: Transaction) -> int:
    [[position]] = tx.query("SELECT position FROM view_positions WHERE view = ?", (NAME,))
    return int(position)


def _digest(query: Query) -> str:
    sha = hashlib.sha256()
    for table in ("public_changes", "public_things"):
        for row in query(f"SELECT * FROM {table} ORDER BY 1, 2", ()):  # noqa: S608
            sha.update(repr(tuple(row)).encode())
    return sha.hexdigest()
