"""Events told to views: as a log would hold them, folded at once and with every row stored in between."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec

from domain.events import AnyEvent
from domain.recorded import Meta, Recorded
from projections.projection import Projection

Json = Any
"""What a JSON decoder gives."""

MOMENT = dt.datetime(2023, 2, 23, 9, 0, tzinfo=dt.UTC)
COMMAND = UUID("01234567-89ab-4def-8123-456789abcdef")


def log(facts: Iterable[tuple[str, Meta, AnyEvent]]) -> list[Recorded]:
    """A log of these facts: recorded a minute after one another, whenever they happened."""
    versions: Counter[str] = Counter()
    recorded = []
    for position, (stream, meta, event) in enumerate(facts, 1):
        versions[stream] += 1
        at = MOMENT + dt.timedelta(minutes=position)
        recorded.append(Recorded(position, stream, versions[stream], at, meta, event))
    return recorded


def told(
    stream: str, *events: AnyEvent, by: str = "person", acting_for: str | None = None, hour: int = 9
) -> list[tuple[str, Meta, AnyEvent]]:
    """Facts of one stream that happened at one time."""
    happened = MOMENT.replace(hour=hour)
    meta = Meta(actor=by, command=COMMAND, happened_at=happened, acting_for=acting_for)
    return [(stream, meta, event) for event in events]


def fold(projection: Projection[Any], recorded: Iterable[Recorded]) -> dict[str, Any]:
    """The rows of a view by stream; storing a row and reading it again must make no difference."""
    rows: dict[str, Any] = {}
    stored: dict[str, bytes] = {}
    for one in recorded:
        if not one.stream.startswith(projection.STREAMS):
            continue
        row = rows.get(one.stream) or projection.initial()
        rows[one.stream] = projection.apply(row, one)
        read = projection.decode(stored[one.stream]) if one.stream in stored else projection.initial()
        stored[one.stream] = projection.encode(projection.apply(read, one))
        assert projection.encode(rows[one.stream]) == stored[one.stream]
        assert list(projection.columns(rows[one.stream])) == list(projection.COLUMNS)
    return rows


def row(projection: Projection[Any], facts: Iterable[tuple[str, Meta, AnyEvent]]) -> Any:
    """The row of the one stream that these facts are of."""
    (found,) = fold(projection, log(facts)).values()
    return found


def json(shown: object) -> Json:
    """What a reader gets."""
    return msgspec.json.decode(msgspec.json.encode(shown))
