"""Rows of `stored_events` as `Recorded`, exact to the microsecond."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from domain.recorded import Recorded
from infra.store.mapper import Decode, EventMapper

COLUMNS = "notification_id, originator_id, originator_version, recorded_at, state"
"""In the order of `LogRow`."""

LogRow = tuple[int, str, int, int, bytes]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def to_time(microseconds: int) -> datetime:
    """Return the moment so many microseconds after 1970 began in UTC."""
    return EPOCH + microseconds * MICROSECOND


def to_microseconds(time: datetime) -> int:
    """Return the whole microseconds between 1970 and an aware time."""
    return (time - EPOCH) // MICROSECOND


def to_recorded(mapper: EventMapper, row: LogRow) -> Recorded:
    """Decode one row."""
    position, stream, version, recorded_at, state = row
    meta, event = mapper.decode(state)
    return Recorded(position, stream, version, to_time(recorded_at), meta, event)


def all_recorded(mapper: EventMapper, rows: Iterable[LogRow]) -> list[Recorded]:
    """Decode many rows."""
    return list(each_recorded(mapper.decode, rows))


def each_recorded(decode: Decode, rows: Iterable[LogRow]) -> Iterator[Recorded]:
    """Decode rows one by one, as they are asked for."""
    last, time = 0, EPOCH
    for position, stream, version, recorded_at, state in rows:
        if recorded_at != last:  # a group that was written together has one time
            last, time = recorded_at, to_time(recorded_at)
        yield Recorded(position, stream, version, time, *decode(state))
