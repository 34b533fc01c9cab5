"""What lies beside the log: bytes of attachments, answers to commands, texts in work, positions of views."""

from hashlib import sha256
from typing import Final

import msgspec

from infra.collaboration.snapshots import differing as texts_differing
from infra.handling import Answer
from infra.snapshots import differing
from infra.verifying.inspection import Inspection
from projections.public.record import NAME as RECORD

_answers: Final = msgspec.json.Decoder(Answer)


def check_blobs(inspection: Inspection) -> None:
    """Hash all bytes anew; each that the log refers to must be there."""
    missing = dict(inspection.bytes_wanted)
    names = inspection.connection.execute("SELECT sha256 FROM blobs ORDER BY sha256").fetchall()
    for (digest,) in names:
        [(content,)] = inspection.connection.execute(
            "SELECT bytes FROM blobs WHERE sha256 = ?", (digest,)
        ).fetchall()
        missing.pop(digest, None)
        if sha256(content).hexdigest() != digest:
            inspection.fault(f"blob {digest}", "its bytes have another hash")
        inspection.done(1, len(names))
    for digest, where in missing.items():
        inspection.fault(f"blob {digest}", f"is missing; {where} refers to it")


def check_answers(inspection: Inspection) -> None:
    """Read each stored answer; it names a position that the log has."""
    rows = inspection.connection.execute("SELECT DISTINCT login FROM commands ORDER BY login").fetchall()
    for (login,) in rows:
        # A login is opaque, but it is a person all the same: the fault names the command alone.
        sql = "SELECT id, position, answer FROM commands WHERE login = ? AND id > ? ORDER BY id LIMIT 1000"
        after = ""
        while page := inspection.connection.execute(sql, (login, after)).fetchall():
            for after, position, answer in page:
                _check_answer(inspection, str(after), position, bytes(answer))
            inspection.done(len(page))


def _check_answer(inspection: Inspection, command: str, position: int | None, answer: bytes) -> None:
    where = f"command {command}"
    try:
        told = _answers.decode(answer)
    except msgspec.DecodeError as error:
        inspection.fault(where, f"its answer cannot be decoded: {type(error).__name__}")
        return
    if not position == told.position <= inspection.head:
        inspection.fault(where, f"its answer tells position {told.position}, which the log has not")


def check_texts(inspection: Inspection) -> None:
    """Each row of the journal belongs to a room, and to its epoch."""
    rooms = dict(inspection.connection.execute("SELECT document, epoch FROM rooms").fetchall())
    for id_, document, epoch in inspection.rows(
        "SELECT id, document, epoch FROM text_journal WHERE id > ? ORDER BY id"
    ):
        if document not in rooms:
            inspection.fault(f"journal row {id_}", f"there is no room {document}")
        elif rooms[document] != epoch:
            inspection.fault(f"journal row {id_}", f"is of epoch {epoch}, the room of {rooms[document]}")
    inspection.done(len(rooms))


def check_snapshots(inspection: Inspection) -> None:
    """A snapshot that would be gone on from is what its events fold to."""
    [(number,)] = inspection.connection.execute(
        "SELECT (SELECT count(*) FROM snapshots) + (SELECT count(*) FROM text_snapshots)"
    ).fetchall()
    for found in (differing, texts_differing):
        for name in found(inspection.connection, inspection.mapper):
            inspection.fault(name, "its snapshot says something else than its events")
    inspection.done(number, number)


def check_positions(inspection: Inspection) -> None:
    """No view is beyond the log."""
    known = {RECORD, *(each.NAME for each in inspection.projections)}
    rows = inspection.connection.execute("SELECT view, position FROM view_positions").fetchall()
    for view, position in rows:
        if position > inspection.head:
            inspection.fault(f"view {view}", f"is at {position}, beyond the log")
    for view in sorted(known - {view for view, _ in rows}):
        inspection.fault(f"view {view}", "was never made")
    for view, stream in inspection.connection.execute("SELECT view, stream FROM parked").fetchall():
        inspection.fault(stream, f"view {view} has it parked")
    inspection.done(len(rows), len(rows))
