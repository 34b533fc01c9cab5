"""Texts as of some seal, so that opening one does not begin with its first edit.

A snapshot is a shortcut, never the truth: it is made of what the log holds, never of a live document, counts
only where the log still has the event that it ends with, and is lost without harm (COLLAB.md, "What made the
spike fast").
"""

import asyncio
import logging
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from typing import Final

import msgspec
from msgspec import Struct

from domain.events import vorlage_stream
from infra.collaboration.documents import Document
from infra.collaboration.known import Known, Learned
from infra.collaboration.replica import Replica
from infra.collaboration.sealing import Sealed, advance, revisions_of
from infra.store import Connection, Store, Transaction
from infra.store.mapper import EventMapper
from infra.store.reading import stream_events

TAIL: Final = 64 * 1024
"""Bytes behind a snapshot from which on the next one is made."""
EVENT: Final = 512
"""Bytes that an event of the paper counts for: it is read, too, whatever it says."""
AT_ONCE: Final = 4
"""Snapshots of texts that are being made; one more is left for the next seal."""
LARGEST: Final = 8 * 1024 * 1024
"""Bytes of a snapshot; a text that takes more is read from its first edit."""

logger = logging.getLogger(__name__)


class Snapshot(Struct, frozen=True, tag="1"):
    """A text as of a version of its Vorlage; the tag is for a meaning that none had before."""

    sealed: Sealed
    learned: Learned


def is_long(updates: int, events: int) -> bool:
    """Say whether so many bytes of updates, and events, are worth a snapshot."""
    return updates + EVENT * events >= TAIL


def read(connection: Connection, document: Document) -> Snapshot | None:
    """Return a text's snapshot; None where there is none that may be gone on from."""
    row = connection.execute(
        "SELECT version, last, state FROM text_snapshots WHERE document = ?", (str(document),)
    ).fetchone()
    if row is None or _last(connection, document, row[0]) != bytes(row[1]):
        return None
    try:
        found = msgspec.msgpack.decode(row[2], type=Snapshot)
    except msgspec.MsgspecError:
        logger.warning("the snapshot of a text cannot be read, its edits are")
        return None
    return found if found.sealed.version == row[0] else None


def differing(connection: Connection, mapper: EventMapper) -> Iterator[str]:
    """Give the texts whose snapshots are not what their revisions lead to; none in a sound store."""
    for (path,) in connection.execute("SELECT document FROM text_snapshots ORDER BY document").fetchall():
        document = Document.stored(path)
        found = read(connection, document)
        if found is None:
            continue
        events = stream_events(connection, mapper, vorlage_stream(document.vorlage))
        revisions = revisions_of(document, events[: found.sealed.version])
        due = advance(Sealed(), revisions, found.sealed.version)
        if not _same(found, due):
            yield path


def _same(found: Snapshot, due: Sealed) -> bool:
    same_text = found.sealed.text == due.text
    same_copy = str(Replica([found.sealed.state])) == str(Replica([due.state]))
    return same_text and same_copy and found.learned == Known.of(due.state).learned()


class Snapshots:
    """Makes snapshots behind whoever has sealed or opened a text."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._tasks: set[asyncio.Task[None]] = set()

    def write(self, document: Document, sealed: Sealed) -> bool:
        """Have a text kept soon, where enough is behind the last snapshot; says whether that is so."""
        much = is_long(sealed.tail, sealed.version - sealed.kept)
        if not sealed.tail or not much or len(self._tasks) >= AT_ONCE:
            return False
        task = asyncio.create_task(self._write(document, sealed))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def close(self) -> None:
        """Finish what is being made."""
        await asyncio.gather(*self._tasks)

    async def _write(self, document: Document, sealed: Sealed) -> None:
        try:
            state = await asyncio.to_thread(_encoded, sealed)
            if len(state) <= LARGEST:
                await self._store.write(
                    partial(_keep, document=document, version=sealed.version, state=state)
                )
        except Exception:
            # A shortcut less: nothing that happens to it may harm a text, or the end of the server.
            logger.exception("no snapshot of a text could be written")


def kept(sealed: Sealed) -> Sealed:
    """Give a text as one of which a snapshot was made."""
    return msgspec.structs.replace(sealed, tail=0, kept=sealed.version)


def _encoded(sealed: Sealed) -> bytes:
    return msgspec.msgpack.encode(Snapshot(kept(sealed), Known.of(sealed.state).learned()))


def _keep(tx: Transaction, document: Document, version: int, state: bytes) -> None:
    tx.execute(
        "INSERT INTO text_snapshots VALUES (?, ?, ?, ?) ON CONFLICT (document) DO UPDATE"
        " SET version = excluded.version, last = excluded.last, state = excluded.state"
        " WHERE excluded.version > text_snapshots.version OR excluded.last <> text_snapshots.last",
        (str(document), version, _last(tx, document, version), state),
    )


def _last(reading: Connection | Transaction, document: Document, version: int) -> bytes:
    """Return the SHA-256 of an event of a text's Vorlage; b"" where the log has none."""
    sql = "SELECT state FROM stored_events WHERE originator_id = ? AND originator_version = ?"
    of = (vorlage_stream(document.vorlage), version)
    rows = reading.query(sql, of) if isinstance(reading, Transaction) else reading.execute(sql, of).fetchall()
    return sha256(rows[0][0]).digest() if rows else b""
