"""One view: a projection, its table, and the rows of it that are held in memory."""

import logging
import re
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from domain.recorded import Recorded
from infra.store import Transaction
from infra.store.mapper import Decode, EventMapper
from infra.store.rows import COLUMNS, all_recorded
from projections.projection import Projection, Shapes

ROWS = 1_000
"""Rows of a view that are held in memory, decoded."""

NAME = re.compile(r"[a-z][a-z_]*")

logger = logging.getLogger(__name__)


class NotFollowed(Exception):
    """A projection failed on a stream; the cause is what it raised."""

    def __init__(self, view: str, stream: str, position: int) -> None:
        super().__init__(view, stream, position)
        self.view = view
        self.stream = stream
        self.position = position


class Kept(Struct):
    """A row as far as it is folded; `position` and `version` are those of its last event."""

    row: Any
    position: int = 0
    version: int = 0


class View:
    """One projection and its table."""

    def __init__(self, projection: Projection[Any]) -> None:
        self.projection = projection
        self.name = projection.NAME
        if wrong := [name for name in (self.name, *projection.COLUMNS) if not NAME.fullmatch(name)]:
            raise ValueError(wrong)  # they become part of statements
        self.table = f"view_{self.name}"
        self._rows: OrderedDict[str, Kept] = OrderedDict()

    def stream(self, id_: str) -> str:
        """Return the stream of a row."""
        prefix = self.projection.STREAMS
        return prefix + id_ if prefix.endswith("/") else prefix

    def id(self, stream: str) -> str:
        """Return the id of a stream's row."""
        return stream.removeprefix(self.projection.STREAMS) or stream

    def follows(self, stream: str) -> bool:
        """Return whether the events of a stream concern this view."""
        return stream.startswith(self.projection.STREAMS)

    def of(self, recorded: Iterable[Recorded]) -> dict[str, list[Recorded]]:
        """Return the events that concern this view, by stream."""
        streams: dict[str, list[Recorded]] = {}
        follows = self.projection.STREAMS
        for one in recorded:
            if one.stream.startswith(follows):
                streams.setdefault(one.stream, []).append(one)
        return streams

    def decoding(self, mapper: EventMapper) -> Decode:
        """Return how events are decoded for this view alone: with no more of them than it reads."""
        shapes: Shapes | None = getattr(self.projection, "SHAPES", None)
        return mapper.decode if shapes is None else mapper.decoding(shapes.meta, shapes.events)

    def fold(self, kept: Kept, stream: str, recorded: Iterable[Recorded]) -> Kept:
        """Apply events to a row; `NotFollowed` if the projection fails."""
        apply, row, one = self.projection.apply, kept.row, None
        try:
            for one in recorded:
                row = apply(row, one)
        except Exception as error:
            raise NotFollowed(self.name, stream, one.position if one else kept.position) from error
        if one is not None:
            kept.row, kept.position, kept.version = row, one.position, one.version
        return kept

    def empty(self) -> Kept:
        """Return the row of a stream without events."""
        return Kept(self.projection.initial())

    def encoded(self, stream: str, kept: Kept) -> tuple[Any, ...]:
        """Return the row of the table; `NotFollowed` if the projection fails."""
        try:
            columns = self.projection.columns(kept.row)
            values = [columns[name] for name in self.projection.COLUMNS]
            body = self.projection.encode(kept.row)
        except Exception as error:
            raise NotFollowed(self.name, stream, kept.position) from error
        return (self.id(stream), kept.position, kept.version, body, *values)

    def create(self, tx: Transaction, table: str) -> None:
        """Create the table, empty."""
        tx.define(f"DROP TABLE IF EXISTS {table}")
        columns = "".join(f", {name} {type_}" for name, type_ in self.projection.COLUMNS.items())
        tx.define(
            f"CREATE TABLE {table} (id TEXT PRIMARY KEY, position INTEGER NOT NULL,"
            f" version INTEGER NOT NULL, body BLOB NOT NULL{columns})"
        )

    def write(self, tx: Transaction, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Write rows, each in place of the former one."""
        columns = ("position", "version", "body", *self.projection.COLUMNS)
        new = ", ".join(f"{column} = excluded.{column}" for column in columns)
        tx.insert_rows(table, rows, f"ON CONFLICT (id) DO UPDATE SET {new}")

    def load(self, tx: Transaction, stream: str, before: int) -> Kept:
        """Return a stream's row as far as version `before`, from memory, table or log."""
        kept = self._rows.get(stream)
        if kept is None or kept.version != before:  # another process may have written meanwhile
            kept = self._stored(tx, stream)
        if kept.version < before:
            rows = tx.query(
                f"SELECT {COLUMNS} FROM stored_events WHERE originator_id = ?"  # noqa: S608
                " AND originator_version > ? AND originator_version <= ? ORDER BY originator_version",
                (stream, kept.version, before),
            )
            kept = self.fold(kept, stream, all_recorded(tx.mapper, rows))
        return kept

    def _stored(self, tx: Transaction, stream: str) -> Kept:
        rows = tx.query(f"SELECT position, version, body FROM {self.table} WHERE id = ?", (self.id(stream),))  # noqa: S608
        try:
            for position, version, body in rows:
                return Kept(self.projection.decode(body), position, version)
        except Exception:
            logger.exception("view %s cannot read its row of %s and folds it anew", self.name, stream)
        return self.empty()

    def remember(self, stream: str, kept: Kept) -> None:
        """Hold a row in memory."""
        self._rows[stream] = kept
        self._rows.move_to_end(stream)
        if len(self._rows) > ROWS:
            self._rows.popitem(last=False)

    def forget(self, streams: Iterable[str] | None = None) -> None:
        """Hold these rows no longer; None: no row at all."""
        if streams is None:
            self._rows.clear()
        else:
            for stream in streams:
                self._rows.pop(stream, None)
