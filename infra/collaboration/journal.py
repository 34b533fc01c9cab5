"""The tables of texts that are being written: journal, rooms, clients.

A row is stored in the transaction that also checks that its room is open, so that a text is closed for
writing by the transaction that closes it, and nothing slips in afterwards (DESIGN.md, "Journal").
"""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from msgspec import Struct

from infra.collaboration.errors import ClosedForWriting, ForeignClient, Refused
from infra.store import Connection
from infra.store.errors import JournalChanged
from infra.store.transaction import Transaction

FIRST_EPOCH: Final = 1
_ASKED: Final = (1, 4, 16, 64)
"""Texts that one statement asks for: a few sizes, so that each statement is prepared once."""
_encode: Final = msgspec.msgpack.encode


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


class Entry(Struct, frozen=True):
    """Updates of one room that are about to be stored; `claims`: whose client ids are used the first time."""

    document: str
    epoch: int
    rows: Sequence[Accepted]
    claims: Mapping[int, str]


class Stored(Struct, frozen=True):
    """The last row of a text before some were added, 0 for none; and one after which there is none."""

    before: int
    last: int


def append(tx: Transaction, entries: Sequence[Entry]) -> list[Stored | Refused]:
    """Store updates of some rooms, each of them once in it, in few statements.

    One whose room is closed or of another epoch, or which claims a foreign id, is told so and not stored.
    """
    if not entries:
        return []
    rooms = _rooms(tx, [each.document for each in entries])
    told: list[int | Refused] = []
    rows: list[tuple[object, ...]] = []
    for each in entries:
        room = rooms.get(each.document)
        if room is None or room[:2] != (each.epoch, 1):
            told.append(ClosedForWriting("the text is closed"))
        elif not _claim(tx, each.document, each.claims):
            told.append(ForeignClient("the client id belongs to another login"))
        else:
            told.append(room[2])
            rows += (
                (each.document, each.epoch, one.login, _encode(one.clients), one.data, one.at)
                for one in each.rows
            )
    if rows:
        tx.insert_rows("text_journal (document, epoch, login, client_ids, bytes, at)", rows)
    [[last]] = tx.query("SELECT max(id) FROM text_journal")
    return [Stored(one, last or 0) if isinstance(one, int) else one for one in told]


def _rooms(tx: Transaction, documents: Sequence[str]) -> dict[str, tuple[int, int, int]]:
    """Read epoch, openness and last row of these texts."""
    found: dict[str, tuple[int, int, int]] = {}
    for start in range(0, len(documents), _ASKED[-1]):
        part = documents[start : start + _ASKED[-1]]
        size = next(each for each in _ASKED if each >= len(part))
        marks = ", ".join("?" * size)
        rows = tx.query(
            "SELECT document, epoch, writable, (SELECT coalesce(max(id), 0) FROM text_journal"  # noqa: S608
            f" WHERE text_journal.document = rooms.document) FROM rooms WHERE document IN ({marks})",
            [*part, *[part[-1]] * (size - len(part))],
        )
        found.update((document, (epoch, writable, last)) for document, epoch, writable, last in rows)
    return found


def _claim(tx: Transaction, document: str, claims: Mapping[int, str]) -> bool:
    """Note whose client ids these are; False, and nothing is noted, where one belongs to another login."""
    new = []
    for client, login in claims.items():
        found = tx.query(
            "SELECT login FROM text_clients WHERE document = ? AND client_id = ?", (document, client)
        )
        if not found:
            new.append((document, client, login))
        elif found != [(login,)]:
            return False
    if new:
        tx.insert_rows("text_clients", new)
    return True


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
