"""Questions to the log, on one moment of it."""

from collections.abc import Iterable, Iterator

from domain.recorded import Recorded
from infra.store.database import Connection
from infra.store.mapper import EventMapper
from infra.store.rows import COLUMNS, LogRow, all_recorded, to_recorded


def head_of(connection: Connection) -> int:
    """Return the last position of the log."""
    [head] = connection.execute("SELECT max(notification_id) FROM stored_events").fetchone()
    return head or 0


def stream_events(
    connection: Connection,
    mapper: EventMapper,
    stream: str,
    after_version: int = 0,
    through_position: int | None = None,
) -> list[Recorded]:
    """Return the events of a stream, in order."""
    return all_recorded(mapper, rows_of_stream(connection, stream, after_version, through_position))


def rows_of_stream(
    connection: Connection, stream: str, after_version: int = 0, through_position: int | None = None
) -> Iterable[LogRow]:
    """Give the rows of a stream's events, in order."""
    return connection.execute(
        f"SELECT {COLUMNS} FROM stored_events WHERE originator_id = ? AND originator_version > ?"  # noqa: S608
        " AND notification_id <= coalesce(?, notification_id) ORDER BY originator_version",
        (stream, after_version, through_position),
    )


def stored_of_stream(
    connection: Connection, stream: str, after_version: int = 0, through_version: int | None = None
) -> Iterator[bytes]:
    """Give the stored bytes of a stream's events one by one, in order; versions have no gaps."""
    rows = connection.execute(
        "SELECT state FROM stored_events WHERE originator_id = ? AND originator_version > ?"
        " AND originator_version <= coalesce(?, originator_version) ORDER BY originator_version",
        (stream, after_version, through_version),
    )
    return (state for (state,) in rows)


def version_at(connection: Connection, stream: str, position: int) -> int:
    """Return how many events a stream had at a position."""
    row = connection.execute(
        "SELECT originator_version FROM stored_events WHERE originator_id = ? AND notification_id <= ?"
        " ORDER BY originator_version DESC LIMIT 1",
        (stream, position),
    ).fetchone()
    return 0 if row is None else int(row[0])


def log_after(
    connection: Connection, mapper: EventMapper, after: int, limit: int, stream: str | None = None
) -> list[Recorded]:
    """Return events after a position, in order."""
    # Within a stream the order of versions is that of positions, and has an index.
    which, order = ("AND originator_id = ?", "originator_version") if stream else ("", "notification_id")
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM stored_events WHERE notification_id > ? {which} ORDER BY {order} LIMIT ?",  # noqa: S608
        (after, *([stream] if stream else []), limit),
    )
    return all_recorded(mapper, rows)


def position_at(connection: Connection, microseconds: int) -> int:
    """Return the last position recorded at or before a time.

    Times never decrease along the log, so that halving finds it without an index to keep.
    """
    low, high = 0, head_of(connection)
    while low < high:
        middle = (low + high + 1) // 2
        row = connection.execute(
            "SELECT notification_id, recorded_at FROM stored_events WHERE notification_id <= ?"
            " ORDER BY notification_id DESC LIMIT 1",
            (middle,),
        ).fetchone()
        if row is None or row[1] <= microseconds:
            low = middle
        else:
            high = row[0] - 1
    return low


def end_of_command(connection: Connection, mapper: EventMapper, position: int) -> int:
    """Return the last position of the command that the event at this position belongs to."""
    rows: Iterable[LogRow] = connection.execute(
        f"SELECT {COLUMNS} FROM stored_events WHERE notification_id >= ? ORDER BY notification_id",  # noqa: S608
        (position,),
    )
    end, command = position, None
    for row in rows:
        recorded = to_recorded(mapper, row)
        command = command or recorded.meta.command
        if recorded.meta.command != command:
            break
        end = recorded.position
    return end
