"""Writing what events change in a view, and parking the streams that it cannot follow.

A projection never refuses an append: what fails is undone for its stream only, noted and shown.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from msgspec import Struct

from domain.recorded import Recorded
from infra.projecting.view import NotFollowed, View
from infra.store import Connection, StatementFailed, Transaction
from infra.store.rows import COLUMNS, all_recorded

PAGE = 1_000
"""Events that a view that is behind takes in at once."""

logger = logging.getLogger(__name__)


class Parked(Struct, frozen=True):
    """A stream that a view could not follow, the event it failed on, and why."""

    view: str
    stream: str
    position: int
    error: str


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
        project(tx, view, all_recorded(tx.mapper, [row for row in rows if view.follows(row[1])]))
        set_position(tx, view, rows[-1][0])
    return len(rows)


def project(tx: Transaction, view: View, recorded: Iterable[Recorded]) -> None:
    """Write the rows that these events touch, each once; park the streams that the view cannot follow."""
    streams = view.of(recorded)
    if not streams:
        return
    parked = parked_in(tx, view)
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
    except StatementFailed as error:  # whatever is wrong with a row must not refuse the append
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
        tx.execute("ROLLBACK TO SAVEPOINT rows")
        raise
    finally:
        tx.execute("RELEASE SAVEPOINT rows")


def park(tx: Transaction, error: NotFollowed) -> None:
    """Note that a view cannot follow a stream; the position first noted stays."""
    logger.error("view %s cannot follow %s", error.view, error.stream, exc_info=error)
    tx.execute(
        "INSERT INTO parked VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (error.view, error.stream, error.position, repr(error.__cause__)),
    )


def parked_in(tx: Transaction, view: View) -> set[str]:
    """Return the streams that a view cannot follow."""
    return {stream for (stream,) in tx.query("SELECT stream FROM parked WHERE view = ?", (view.name,))}


def is_parked(connection: Connection, view: View, stream: str) -> bool:
    """Return whether a view cannot follow a stream."""
    return bool(
        connection.execute(
            "SELECT 1 FROM parked WHERE view = ? AND stream = ?", (view.name, stream)
        ).fetchone()
    )


def parked_streams(connection: Connection, view: View) -> set[str]:
    """Return the streams that a view cannot follow."""
    rows = connection.execute("SELECT stream FROM parked WHERE view = ?", (view.name,))
    return {stream for (stream,) in rows}
