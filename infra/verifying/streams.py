"""The log stream by stream: versions without a gap, events that can be read, hashes, and the views' rows."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any, Final

from domain.recorded import Event, Recorded
from domain.session.events.minutes import MinutesCorrected, MinutesDrafted
from domain.text import SpliceBeyondEnd, apply
from domain.vorlage.editions.content import text_hash
from domain.vorlage.events.drafting import AttachmentAdded, AttachmentReplaced, TextRevised
from domain.vorlage.events.editions import EditionFrozen
from infra.projecting.view import NotFollowed, View
from infra.store.rows import COLUMNS, to_recorded
from infra.verifying.inspection import UNREADABLE, Inspection

NAMES: Final = 100
"""Streams whose names are read at once."""


def check(inspection: Inspection) -> None:
    """Go through every stream."""
    views = Rows(inspection)
    for stream in _names(inspection):
        events = _events(inspection, stream)
        _check_hashes(inspection, stream, events)
        views.check(stream, events)
    views.check_strangers()


def _names(inspection: Inspection) -> Iterator[str]:
    after = ""
    sql = "SELECT DISTINCT originator_id FROM stored_events WHERE originator_id > ? ORDER BY 1 LIMIT ?"
    while page := inspection.connection.execute(sql, (after, NAMES)).fetchall():
        for (after,) in page:
            yield after


def _events(inspection: Inspection, stream: str) -> list[Recorded]:
    """The events of a stream, without those that cannot be read."""
    found: list[Recorded] = []
    expected = 1
    rows = inspection.connection.execute(
        f"SELECT {COLUMNS} FROM stored_events WHERE originator_id = ? ORDER BY originator_version",  # noqa: S608
        (stream,),
    ).fetchall()
    latest = 0
    for row in rows:
        position, _, version = row[:3]
        if version != expected:
            inspection.fault(f"{stream} {version}", f"version {expected} was expected")
        if position <= latest:
            inspection.fault(f"{stream} {version}", "stands before the version before it")
        expected, latest = version + 1, position
        try:
            found.append(to_recorded(inspection.mapper, row))
        except UNREADABLE as error:
            inspection.fault(f"{stream} {version}", f"cannot be decoded: {type(error).__name__}")
    inspection.done(len(rows), inspection.events)
    return found


def _check_hashes(inspection: Inspection, stream: str, events: Sequence[Recorded]) -> None:
    texts: dict[str, str | None] = {}
    for each in events:
        where = f"{stream} {each.version}"
        event = each.event
        for digest in _bytes_of(event):
            inspection.bytes_wanted.setdefault(digest, where)
        if isinstance(event, EditionFrozen):
            if sha256(event.canonical).hexdigest() != event.hash:
                inspection.fault(where, f"edition {event.number} has another hash than its bytes")
            elif section_hashes(event.canonical) != event.sections:
                inspection.fault(where, f"edition {event.number} has other section hashes than its bytes")
        elif isinstance(event, TextRevised):
            text = _revised(texts.get(event.document, ""), event)
            if text is None and texts.get(event.document, "") is not None:
                inspection.fault(where, "the revision leads to another text than its hash says")
            texts[event.document] = text


def _revised(text: str | None, event: TextRevised) -> str | None:
    """The text after a revision; None from where it is no longer known on."""
    try:
        after = None if text is None else apply(text, event.splices)
    except SpliceBeyondEnd:
        return None
    return after if after is not None and text_hash(after) == event.hash else None


def _bytes_of(event: Event) -> list[str]:
    """SHA-256 of the bytes that lie beside the log."""
    match event:
        case AttachmentAdded(sha256=str(digest)) | AttachmentReplaced(sha256=str(digest)):
            return [digest]
        case MinutesDrafted() | MinutesCorrected():
            return [each for each in (event.public, event.non_public) if each is not None]
        case _:
            return []


def section_hashes(canonical: bytes) -> dict[str, str]:
    """The hash of each section of canonical bytes (`docs/canonical-form.md`); {} where they are none."""
    salt, _, rest = canonical.partition(b"\n")
    found: dict[str, str] = {}
    while rest:
        head, _, body = rest.partition(b"\n")
        name, _, length = head.rpartition(b" ")
        if not length.isdigit() or len(body) <= int(length):
            return {}
        framed = head + b"\n" + body[: int(length) + 1]
        found[name.decode(errors="replace")] = sha256(salt + b"\n" + framed).hexdigest()
        rest = body[int(length) + 1 :]
    return found


class Rows:
    """The rows of the views, compared with what the log folds to, without touching them."""

    def __init__(self, inspection: Inspection) -> None:
        self._inspection = inspection
        reached = {
            name: (version, position)
            for name, version, position in inspection.connection.execute(
                "SELECT view, version, position FROM view_positions"
            ).fetchall()
        }
        views = [View(each) for each in inspection.projections]
        # A view of another version is made anew by the next start, whatever it says.
        self._views = [
            (view, reached[view.name][1])
            for view in views
            if reached.get(view.name, (None, 0))[0] == view.projection.VERSION
        ]
        self._parked = set(inspection.connection.execute("SELECT view, stream FROM parked").fetchall())

    def check(self, stream: str, events: Sequence[Recorded]) -> None:
        """Compare each view's row of a stream."""
        for view, reached in self._views:
            if stream.startswith(view.projection.STREAMS) and (view.name, stream) not in self._parked:
                self._compare(view, stream, [each for each in events if each.position <= reached])

    def _compare(self, view: View, stream: str, events: Sequence[Recorded]) -> None:
        stored = self._stored(view, stream)
        try:
            folded = view.encoded(stream, view.fold(view.empty(), stream, events)) if events else None
        except NotFollowed as error:
            self._inspection.fault(stream, f"view {view.name} cannot follow position {error.position}")
            return
        if stored != folded:
            self._inspection.fault(stream, f"view {view.name} says something else than the log")

    def _stored(self, view: View, stream: str) -> tuple[Any, ...] | None:
        columns = ", ".join(("id", "position", "version", "body", *view.projection.COLUMNS))
        rows = self._inspection.connection.execute(
            f"SELECT {columns} FROM {view.table} WHERE id = ?",  # noqa: S608 - names of ours
            (view.id(stream),),
        ).fetchall()
        return tuple(rows[0]) if rows else None

    def check_strangers(self) -> None:
        """Find rows that no stream stands behind."""
        for view, _ in self._views:
            prefix = view.stream("x").removesuffix("x") if view.projection.STREAMS.endswith("/") else ""
            rows = self._inspection.connection.execute(
                f"SELECT id FROM {view.table} WHERE NOT EXISTS"  # noqa: S608 - names of ours
                f" (SELECT 1 FROM stored_events WHERE originator_id = CAST(? AS TEXT) || {view.table}.id)",
                (prefix,),
            ).fetchall()
            for (id_,) in rows:
                self._inspection.fault(f"{prefix}{id_}", f"view {view.name} has a row without a stream")
