"""Events on their way into PostgreSQL, in as few round trips and as few bytes as it takes.

One event is a prepared statement, more are a binary COPY, packed here (PostgreSQL's documentation, "COPY",
"Binary Format"; that several statements go in one message: "Message Flow", "Simple Query").
"""

import select
from collections.abc import Callable, Sequence
from functools import lru_cache
from struct import Struct
from typing import Any, Final

import psycopg
from psycopg import errors
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn, PGresult

from infra.store.database import NewRow, Tip

Connection = psycopg.Connection[Any]

VALUES: Final = "%b::bigint, %b::text, %b::bigint, %b::text, %b::bytea, %b::bigint"
APPEND: Final = (
    "WITH moved AS (UPDATE log_tip SET position = %b, recorded_at = %b WHERE position = %b RETURNING 1)"  # noqa: S608 - of constants
    f" INSERT INTO stored_events SELECT {VALUES} FROM moved"
)
LOCKED: Final = b"SELECT FROM log_tip WHERE position = %d FOR UPDATE"
INSERT: Final = f"INSERT INTO stored_events VALUES ({VALUES})"  # noqa: S608 - of constants
"""Statements for one event."""

COLUMNS: Final = 6

PART: Final = 32
"""Events that are sent before more are packed: the server takes them in meanwhile."""

COPY: Final = b"COPY stored_events FROM STDIN (FORMAT BINARY)"
HEADER: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER: Final = b"\xff\xff"
LAST: Final = Struct("!iq").pack  # the time

DONE: Final = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK, ExecStatus.COPY_IN)


def append(connection: Connection, rows: Sequence[NewRow], before: Tip, after: Tip) -> bool:
    """Insert events and move the end of the log in a transaction of their own; False if not at `before`."""
    if len(rows) == 1:
        parameters = (after.position, after.recorded_at, before.position, *rows[0])
        return connection.execute(APPEND, parameters, prepare=True).rowcount == 1
    server = connection.pgconn
    if_before = b"%s WHERE position = %d" % (moved(after), before.position)
    server.send_query(b"BEGIN; %s; %s; COMMIT" % (if_before, COPY))
    _, move, _ = _result(server), _result(server), _result(server)
    if move.command_tuples != 1:
        _give_up(server)
        return False
    _copy(server, rows)
    _committed(server)
    return True


def insert(connection: Connection, rows: Sequence[NewRow]) -> None:
    """Insert events in a transaction that holds the lock."""
    if len(rows) == 1:
        connection.execute(INSERT, rows[0], prepare=True)
        return
    server = connection.pgconn
    server.send_query(COPY)
    _result(server)
    _copy(server, rows)
    _next(server)


def commit(connection: Connection, rows: Sequence[NewRow], after: Tip) -> None:
    """Insert events and move the end of the log in a transaction that holds the lock, and commit it."""
    if len(rows) == 1:
        insert(connection, rows)
    server = connection.pgconn
    if len(rows) > 1:
        server.send_query(b"%s; %s; COMMIT" % (COPY, moved(after)))
        _result(server)
        _copy(server, rows)
    else:
        server.send_query(b"%s; COMMIT" % moved(after))
    _result(server)
    _committed(server)


def moved(tip: Tip) -> bytes:
    """Return the statement that moves the end of the log."""
    return b"UPDATE log_tip SET position = %d, recorded_at = %d" % (tip.position, tip.recorded_at)


def ask(connection: Connection, before: Tip | None) -> None:
    """Ask to send events; `before`: in a new transaction that holds the lock, if the log still ends there."""
    begin = b"" if before is None else b"BEGIN; %s; " % (LOCKED % before.position)
    connection.pgconn.send_query(begin + COPY)
    connection.pgconn.flush()


def may(connection: Connection, before: Tip | None) -> bool:
    """Wait for what was asked with `ask`; False where the log ends elsewhere."""
    server = connection.pgconn
    at_end = before is None or (_result(server), _result(server))[1].ntuples == 1
    _result(server)
    if at_end:
        server.put_copy_data(HEADER)
    else:
        _give_up(server)
    return at_end


def add(connection: Connection, rows: Sequence[NewRow]) -> None:
    """Send events once that `may` be; the server takes them in while more are prepared."""
    _put(connection.pgconn, rows)
    connection.pgconn.flush()


def end(connection: Connection, rows: Sequence[NewRow]) -> None:
    """Send the last events, and return once the server has taken all of them in."""
    _end(connection.pgconn, rows)
    _next(connection.pgconn)


def packed(rows: Sequence[NewRow]) -> bytes:
    """Return events as COPY reads them."""
    parts: list[bytes] = []
    add = parts.append
    id_, name, last = b"", b"", b""
    pack = _until_state(0, 0)
    before: NewRow | None = None
    for row in rows:
        position, stream, version, topic, state, at = row
        if before is None or before[1] != stream or before[3] != topic or before[5] != at:
            id_, name, last = stream.encode(), topic.encode(), LAST(8, at)
            pack, before = _until_state(len(id_), len(name)), row
        add(pack(COLUMNS, 8, position, len(id_), id_, 8, version, len(name), name, len(state)))
        add(state)
        add(last)
    return b"".join(parts)


@lru_cache(maxsize=1_024)
def _until_state(id_: int, name: int) -> Callable[..., bytes]:
    """Return what packs a row up to its stored bytes, where stream and topic have these lengths."""
    return Struct(f"!hiqi{id_}siqi{name}si").pack


def _copy(connection: PGconn, rows: Sequence[NewRow]) -> None:
    connection.put_copy_data(HEADER)
    _end(connection, rows)


def _put(connection: PGconn, rows: Sequence[NewRow]) -> None:
    for start in range(0, len(rows), PART):
        connection.put_copy_data(packed(rows[start : start + PART]))


def _end(connection: PGconn, rows: Sequence[NewRow]) -> None:
    _put(connection, rows)
    connection.put_copy_data(TRAILER)
    connection.put_copy_end()
    _result(connection)


def _give_up(connection: PGconn) -> None:
    connection.put_copy_end(b"the log ends elsewhere")
    while _next(connection):
        pass


def _next(connection: PGconn) -> PGresult | None:
    """Wait for the next result, if there is one; the driver itself would keep other threads from running."""
    unsent = connection.flush()
    poll = select.poll()
    poll.register(connection.socket, select.POLLIN | select.POLLOUT if unsent else select.POLLIN)
    while unsent or connection.is_busy():
        poll.poll()
        connection.consume_input()
        if unsent and not (unsent := connection.flush()):
            poll.modify(connection.socket, select.POLLIN)
    return connection.get_result()


def _result(connection: PGconn) -> PGresult:
    """Return the next result; raises the error that it is."""
    result = _next(connection)
    if result is None:
        raise psycopg.OperationalError("the server said nothing more")
    if result.status not in DONE:
        while _next(connection):  # what is left of the answer
            pass
        raise errors.error_from_result(result)
    return result


def _committed(connection: PGconn) -> None:
    """Wait for the commit; one of a transaction that had failed is a rollback."""
    result = _result(connection)
    _next(connection)
    if result.command_status != b"COMMIT":
        raise errors.InFailedSqlTransaction
