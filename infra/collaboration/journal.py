"""The tables of texts that are being written: journal, rooms, clients.

A row is stored in the transaction that also checks that its room is open, so that a text is closed for
writing by the transaction that closes it, and nothing slips in afterwards (DESIGN.md, "Journal").
"""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
from msgspec import Struct

from infra.collaboration.errors import ClosedForWriting, ForeignClient
from infra.store import Connection
from infra.store.errors import JournalChanged
from infra.store.transaction import Transaction

FIRST_EPOCH: Final = 1


class Accepted(Struct, frozen=True):
    """An update that is about to be stored; `at` counts microseconds since 1970 in UTC."""

    login: str
    clients: tuple[int, ...]
    data: bytes
    at: int


class Row(Struct, frozen=True):
    """A stored update that is not sealed yet."""

    id: int
    document: str
    epoch: int
    login: str
    data: bytes
    at: int


class RoomRow(Struct, frozen=True):
    """Whether a text may be written, and since how many restores."""

    document: str
    epoch: int
    writable: bool


class Stored(Struct, frozen=True):
    """The last row of a text before and after some were added; 0 where there was none."""

    before: int
    last: int


def append(tx: Transaction, document: str, epoch: int, accepted: Sequence[Accepted]) -> Stored:
    """Store updates of one room and tell between which rows.

    Raises `ClosedForWriting` or `ForeignClient`; nothing is stored then.
    """
    if not tx.query(
        "SELECT 1 FROM rooms WHERE document = ? AND epoch = ? AND writable = 1", (document, epoch)
    ):
        raise ClosedForWriting("the text is closed")
    _claim(tx, document, accepted)
    before = _last_row(tx, document)
    tx.executemany(
        "INSERT INTO text_journal (document, epoch, login, client_ids, bytes, at) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (document, epoch, one.login, msgspec.msgpack.encode(one.clients), one.data, one.at)
            for one in accepted
        ],
    )
    return Stored(before, _last_row(tx, document))


def _last_row(tx: Transaction, document: str) -> int:
    [[last]] = tx.query("SELECT coalesce(max(id), 0) FROM text_journal WHERE document = ?", (document,))
    return int(last)


def _claim(tx: Transaction, document: str, accepted: Iterable[Accepted]) -> None:
    for client, login in {(client, one.login) for one in accepted for client in one.clients}:
        tx.execute(
            "INSERT INTO text_clients VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (document, client, login)
        )
        found = tx.query(
            "SELECT login FROM text_clients WHERE document = ? AND client_id = ?", (document, client)
        )
        if found != [(login,)]:
            raise ForeignClient("the client id belongs to another login")


def remove(tx: Transaction, ids: Sequence[int]) -> None:
    """Delete rows that are being sealed; raises `JournalChanged` if one of them is gone already."""
    for row in ids:
        if tx.execute("DELETE FROM text_journal WHERE id = ?", (row,)) != 1:
            raise JournalChanged(row)


def open_room(tx: Transaction, document: str) -> None:
    """Open a text for writing."""
    tx.execute(
        "INSERT INTO rooms VALUES (?, ?, 1) ON CONFLICT (document) DO UPDATE SET writable = 1",
        (document, FIRST_EPOCH),
    )


def close_rooms(tx: Transaction, vorlage: str) -> None:
    """Close the texts of a Vorlage; raises `JournalChanged` when something in them is not sealed."""
    if tx.query("SELECT 1 FROM text_journal WHERE document BETWEEN ? AND ? LIMIT 1", _texts_of(vorlage)):
        raise JournalChanged(vorlage)
    tx.execute("UPDATE rooms SET writable = 0 WHERE document BETWEEN ? AND ?", _texts_of(vorlage))


def rows_of(connection: Connection, vorlage: str) -> list[Row]:
    """Read what is not sealed in the texts of a Vorlage, in the order in which it was stored."""
    found = connection.execute(
        "SELECT id, document, epoch, login, bytes, at FROM text_journal"
        " WHERE document BETWEEN ? AND ? ORDER BY id",
        _texts_of(vorlage),
    )
    return [Row(*row) for row in found]


def rows_after(connection: Connection, document: str, last: int) -> list[Row]:
    """Read what was stored in one text after a row."""
    found = connection.execute(
        "SELECT id, document, epoch, login, bytes, at FROM text_journal"
        " WHERE document = ? AND id > ? ORDER BY id",
        (document, last),
    )
    return [Row(*row) for row in found]


def owners(connection: Connection, document: str) -> dict[int, str]:
    """Read which login each Yjs client id of a text belongs to."""
    found = connection.execute("SELECT client_id, login FROM text_clients WHERE document = ?", (document,))
    return dict(found.fetchall())


def rooms_of(connection: Connection, vorlage: str) -> dict[str, RoomRow]:
    """Read the rooms of a Vorlage."""
    found = connection.execute(
        "SELECT document, epoch, writable FROM rooms WHERE document BETWEEN ? AND ?", _texts_of(vorlage)
    )
    return {document: RoomRow(document, epoch, bool(writable)) for document, epoch, writable in found}


def unsealed(connection: Connection, before: int) -> list[str]:
    """Name the texts that have had something unsealed since before a time (microseconds)."""
    found = connection.execute(
        "SELECT document FROM text_journal GROUP BY document HAVING min(at) < ?", (before,)
    )
    return [document for (document,) in found]


def _texts_of(vorlage: str) -> tuple[str, str]:
    # "0" is the character after "/": together they hold everything below the Vorlage, and the index is used.
    return f"vorlagen/{vorlage}/", f"vorlagen/{vorlage}0"
