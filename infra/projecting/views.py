"""All views of one store, kept in the transaction that appends or behind it.

Until a parked stream is repaired, reads of it fold it from the log.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import datetime
from typing import Any

from msgspec import Struct

from domain.happened import happened_by as had_happened
from domain.recorded import Recorded
from infra.projecting.following import (
    PAGE,
    Parked,
    catch_up,
    is_parked,
    parked_streams,
    position_of,
    project,
    set_position,
)
from infra.projecting.pace import OFTEN, SELDOM, Pace
from infra.projecting.past import Past
from infra.projecting.rebuilding import Progress, RebuildUnderWay, Rebuilt, Shadow, stream_events
from infra.projecting.view import NotFollowed, View
from infra.store import Connection, FeedOverflow, StatementFailed, Store, StoreError, Transaction
from infra.store.reading import head_of
from infra.store.reading import stream_events as read_stream
from projections.projection import Projection

REBUILD = "rebuild"
"""What a node claims while it rebuilds: two at once would clear each other's tables away."""

AGAIN = 0.5
"""Seconds until a node that starts looks again whether another has made the rows that it needs."""

RETRY = 1.0
"""Seconds until a view that could not be written tries again."""

logger = logging.getLogger(__name__)


class UnknownView(KeyError):
    """No view of this name is kept."""


class Found(Struct, frozen=True):
    """One row that a query found."""

    id: str
    position: int
    row: Any


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
        self._paces = {view.name: Pace() for view in self._behind}
        self._moved = asyncio.Condition()
        self._replaying = asyncio.Lock()
        self._past = Past(store.mapper)
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

    @property
    def names(self) -> list[str]:
        """The views that are kept."""
        return list(self._views)

    async def caught_up(self, name: str, position: int) -> None:
        """Wait until a view has seen the log as far as this position."""
        view = self._view(name)
        if view in self._synchronous:
            return
        async with self._moved:
            while self._positions[name] < position:
                self._paces[name].hurry()
                await self._moved.wait()

    async def get(
        self, name: str, id_: str, *, as_of: int | None = None, happened_by: datetime | None = None
    ) -> tuple[Any, int] | None:
        """Return a row and the position of the last event in it; None where there is nothing.

        `as_of`: with events up to this position only.
        `happened_by`: with events only that had happened by this time, whenever they were recorded.
        """
        view = self._view(name)

        def read(connection: Connection) -> tuple[Any, int] | None:
            if as_of is not None or happened_by is not None or is_parked(connection, view, view.stream(id_)):
                return self._folded(connection, view, view.stream(id_), as_of, happened_by)
            found = connection.execute(
                f"SELECT body, position FROM {view.table} WHERE id = ?",  # noqa: S608
                (id_,),
            ).fetchone()
            return (view.projection.decode(found[0]), found[1]) if found else None

        return await self._store.read(read)

    async def query(
        self, name: str, where: str = "1 = 1", parameters: Sequence[Any] = (), *, tail: str = "ORDER BY id"
    ) -> list[Found]:
        """Return the rows that a condition on id, position, version and the view's columns holds for.

        `tail` is what follows the condition: ORDER BY, LIMIT and OFFSET.
        A parked stream is found by what its columns were when it was parked; its row is as of now, and left
        out where the projection still fails.
        """
        view = self._view(name)

        def read(connection: Connection) -> list[Found]:
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
            events = stream_events(tx, stream)
            if events:
                kept = view.fold(view.empty(), stream, events)
                view.write(tx, view.table, [view.encoded(stream, kept)])
            tx.execute("DELETE FROM parked WHERE view = ? AND stream = ?", (view.name, stream))

        await self._store.write(work)

    async def repair_all(self) -> tuple[list[Parked], list[Parked]]:
        """Repair every parked stream; return those that are followed again, and those that are not."""
        repaired, left = [], []
        for each in await self.parked():
            try:
                await self.repair(each.view, each.stream)
            except (NotFollowed, StatementFailed, UnknownView) as error:
                cause = error.__cause__ or error
                left.append(Parked(each.view, each.stream, each.position, repr(cause)))
            else:
                repaired.append(each)
        return repaired, left

    async def lag(self) -> dict[str, int]:
        """Return how many events each view has not seen; of the public's record, too."""

        def read(connection: Connection) -> dict[str, int]:
            head = head_of(connection)
            positions = connection.execute("SELECT view, position FROM view_positions ORDER BY view")
            return {view: max(0, head - position) for view, position in positions}

        return await self._store.read(read)

    async def replay(self, progress: Progress | None = None) -> dict[str, Rebuilt]:
        """Rebuild each view from the whole log beside the live one, compare, and swap; one at a time.

        Raises `RebuildUnderWay` where another node is at it.
        """
        async with self._replaying, self._store.claimed(REBUILD) as ours:
            if not ours:
                raise RebuildUnderWay
            return {
                name: await Shadow(self._store, view, progress).replay() for name, view in self._views.items()
            }

    def _view(self, name: str) -> View:
        if name not in self._views:
            raise UnknownView(name)
        return self._views[name]

    def _folded(
        self,
        connection: Connection,
        view: View,
        stream: str,
        as_of: int | None,
        happened_by: datetime | None,
    ) -> tuple[Any, int] | None:
        if happened_by is None:
            kept = self._past.folded(connection, view, stream, as_of)
        else:
            events = read_stream(connection, self._store.mapper, stream, 0, as_of)
            kept = view.fold(view.empty(), stream, had_happened(events, happened_by))
        return (kept.row, kept.position) if kept.version else None

    async def _bring_up(self, view: View) -> None:
        def is_usable(tx: Transaction) -> bool:
            known = tx.query("SELECT version, position FROM view_positions WHERE view = ?", (view.name,))
            return [version for version, position in known if position <= tx.head] == [
                view.projection.VERSION
            ]

        while not await self._store.write(is_usable):
            async with self._store.claimed(REBUILD) as ours:
                if ours:
                    await Shadow(self._store, view).take_over()
                    break
            await asyncio.sleep(AGAIN)  # another node may be making the same rows
        while await self._catch_up(view):
            pass

    async def _catch_up(self, view: View) -> int:
        """Handle one page of what the view has not seen; return how many events that was.

        Where another node has handled everything, it costs a read and no transaction.
        """
        seen, head = await self._store.read(lambda connection: seen_and_head(connection, view))
        if seen == head:
            return await self._reached(view, seen, 0)

        def work(tx: Transaction) -> tuple[int, int]:
            return catch_up(tx, view), position_of(tx, view)

        try:
            done, position = await self._store.write(work)
        except BaseException:
            view.forget()
            raise
        return await self._reached(view, position, done)

    async def _reached(self, view: View, position: int, done: int) -> int:
        async with self._moved:
            self._positions[view.name] = position
            self._moved.notify_all()
        return done

    async def _follow(self, view: View) -> None:
        while True:
            try:
                with closing(self._store.feed.subscribe(self._positions[view.name])) as feed:
                    async for batch in feed:
                        if batch[-1].position <= self._positions[view.name]:
                            continue
                        await self._paces[view.name].rest(OFTEN if view.of(batch) else SELDOM)
                        # It is only a hint: rows and position are written from the log, together.
                        # What comes while the last page is taken in, the feed tells of.
                        while await self._catch_up(view) == PAGE:
                            pass
                        self._paces[view.name].went_on()
            except FeedOverflow:
                continue
            except StoreError:
                logger.warning("view %s could not be written, trying again", view.name, exc_info=True)
                await asyncio.sleep(RETRY)
            else:
                return  # the store is closed


def seen_and_head(connection: Connection, view: View) -> tuple[int, int]:
    """Return how far a view has seen the log, and how far that goes, at one moment."""
    [seen] = connection.execute("SELECT position FROM view_positions WHERE view = ?", (view.name,)).fetchone()
    return int(seen), head_of(connection)
