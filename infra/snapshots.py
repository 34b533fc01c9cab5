"""The states of long streams as of some event, so that they are not folded from their first one.

A snapshot is a shortcut, never the truth: it counts only where it was folded by the very code that runs now,
and where the log still has the event that it ends with. It is written behind, and lost without harm.
"""

import asyncio
import logging
from collections.abc import Iterator
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

import msgspec

from domain.session.state import Session
from domain.vorlage.state import Vorlage
from infra.folding import EMPTY, Versioned, fold
from infra.store import Connection, Store, StoreError, Transaction
from infra.store.mapper import EventMapper
from infra.store.reading import stream_events

EVERY: Final = 500
"""Events of a stream between two snapshots of it; a stream that has fewer has none."""

AT_ONCE: Final = 8
"""Snapshots that are being written."""

LARGEST: Final = 8 * 1024 * 1024
"""Bytes of a snapshot; a state that takes more is folded."""

_decoders: Final[dict[str, msgspec.msgpack.Decoder[Any]]] = {
    "vorlagen": msgspec.msgpack.Decoder(Vorlage),
    "sessions": msgspec.msgpack.Decoder(Session),
}
"""How the states are read, by what their streams begin with; others are held as long as a node runs."""

logger = logging.getLogger(__name__)


@cache
def folded_by() -> str:
    """Return the SHA-256 (hex) of the code that reads and folds events, the whole domain among it.

    So nobody has to remember to raise a version; a new release folds anew.
    """
    sha = sha256()
    infra = ((path, files("infra").joinpath(path).read_bytes()) for path in ("folding.py", "store/mapper.py"))
    for path, source in (*sorted(_sources(files("domain"), "")), *infra):
        sha.update(f"{path} {len(source)}\n".encode() + source)
    return sha.hexdigest()


def _sources(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for each in folder.iterdir():
        if each.is_dir():
            yield from _sources(each, f"{path}{each.name}/")
        elif each.name.endswith(".py"):
            yield f"{path}{each.name}", each.read_bytes()


def read(connection: Connection, stream: str) -> Versioned:
    """Return a stream's snapshot; `EMPTY` where there is none that may be gone on from."""
    row = connection.execute(
        "SELECT version, position, last, state FROM snapshots WHERE stream = ? AND folded_by = ?",
        (stream, folded_by()),
    ).fetchone()
    if row is None or _last(connection, stream, row[0]) != (row[1], bytes(row[2])):
        return EMPTY
    try:
        return Versioned(_decoders[_kind(stream)].decode(row[3]), row[0])
    except msgspec.MsgspecError:
        logger.warning("the snapshot of %s cannot be read, its events are", stream)
        return EMPTY


def differing(connection: Connection, mapper: EventMapper) -> Iterator[str]:
    """Give the streams whose snapshots are not what their events fold to; none in a sound store."""
    for (stream,) in connection.execute("SELECT stream FROM snapshots ORDER BY stream").fetchall():
        found = read(connection, stream)
        events = stream_events(connection, mapper, stream) if found.version else []
        if found != fold(stream, events[: found.version]):
            yield stream


class Snapshots:
    """Writes snapshots behind whoever has folded something; what is too much at once is left out."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._tasks: set[asyncio.Task[None]] = set()

    def write(self, stream: str, found: Versioned) -> None:
        """Have a state written soon; in the event loop."""
        if _kind(stream) in _decoders and len(self._tasks) < AT_ONCE:
            task = asyncio.create_task(self._write(stream, found))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Finish what is being written."""
        await asyncio.gather(*self._tasks)

    async def _write(self, stream: str, found: Versioned) -> None:
        try:
            state = await asyncio.to_thread(msgspec.msgpack.encode, found.state)
            if len(state) <= LARGEST:
                await self._store.write(partial(_keep, stream=stream, version=found.version, state=state))
        except StoreError:
            logger.warning("no snapshot of %s could be written", stream, exc_info=True)


def _keep(tx: Transaction, stream: str, version: int, state: bytes) -> None:
    position, last = _last(tx, stream, version)
    tx.execute(
        "INSERT INTO snapshots VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (stream) DO UPDATE"
        " SET version = excluded.version, position = excluded.position, last = excluded.last,"
        " folded_by = excluded.folded_by, state = excluded.state"
        " WHERE excluded.version > snapshots.version OR excluded.folded_by <> snapshots.folded_by",
        (stream, version, position, last, folded_by(), state),
    )


def _last(reading: Connection | Transaction, stream: str, version: int) -> tuple[int, bytes]:
    """Return position and SHA-256 of an event of a stream; (0, b"") where the log has none."""
    sql = (
        "SELECT notification_id, state FROM stored_events WHERE originator_id = ? AND originator_version = ?"
    )
    of = (stream, version)
    rows = reading.query(sql, of) if isinstance(reading, Transaction) else reading.execute(sql, of).fetchall()
    return (rows[0][0], sha256(rows[0][1]).digest()) if rows else (0, b"")


def _kind(stream: str) -> str:
    return stream.partition("/")[0]
