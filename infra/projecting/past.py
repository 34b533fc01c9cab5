"""Rows as of an earlier event: folded from the nearest one that is remembered, else from the first event.

The log is never rewritten, so that what a row was as of an event stays so as long as the process runs.
"""

import threading
from bisect import bisect_right
from collections import OrderedDict
from itertools import islice
from typing import Final

from infra.memory import collecting_later
from infra.projecting.view import Kept, View
from infra.store import Connection
from infra.store.mapper import EventMapper
from infra.store.reading import rows_of_stream
from infra.store.rows import each_recorded

EVERY: Final = 500
"""Events between two rows of a stream that are remembered; of a shorter stream there is none."""

LARGEST: Final = 32 * 1024 * 1024
"""Bytes of all rows that are remembered; those of the stream that was asked for least lately go first."""


class _Milestones:
    """Rows of one stream, encoded, with the position and the version of the last event in each; in order."""

    __slots__ = ("bodies", "positions", "versions")

    def __init__(self) -> None:
        self.positions: list[int] = []
        self.versions: list[int] = []
        self.bodies: list[bytes] = []


class Past:
    """Folds rows as of a position, and remembers some on the way; many threads may ask at once."""

    def __init__(self, mapper: EventMapper) -> None:
        self._mapper = mapper
        self._lock = threading.Lock()
        self._streams: OrderedDict[tuple[str, str], _Milestones] = OrderedDict()
        self._bytes = 0

    @property
    def held(self) -> int:
        """How many bytes of rows are remembered."""
        return self._bytes

    def folded(self, connection: Connection, view: View, stream: str, as_of: int | None) -> Kept:
        """Return a stream's row with events up to this position. Raises `NotFollowed`."""
        kept = self._nearest(view, stream, as_of)
        rows = rows_of_stream(connection, stream, kept.version, as_of)
        recorded = each_recorded(view.decoding(self._mapper), rows)
        with collecting_later():
            while True:
                before = kept.version
                kept = view.fold(kept, stream, islice(recorded, EVERY - before % EVERY))
                if kept.version == before or kept.version % EVERY:
                    return kept
                self._remember(view, stream, kept)

    def _nearest(self, view: View, stream: str, as_of: int | None) -> Kept:
        with self._lock:
            known = self._streams.get((view.name, stream))
            if known is None:
                return view.empty()
            self._streams.move_to_end((view.name, stream))
            at = len(known.positions) if as_of is None else bisect_right(known.positions, as_of)
            if at == 0:
                return view.empty()
            body, position, version = known.bodies[at - 1], known.positions[at - 1], known.versions[at - 1]
        return Kept(view.projection.decode(body), position, version)

    def _remember(self, view: View, stream: str, kept: Kept) -> None:
        try:
            body = view.projection.encode(kept.row)
        except Exception:  # noqa: BLE001 - of such a row it is not asked here what is wrong with it
            return
        with self._lock:
            known = self._streams.setdefault((view.name, stream), _Milestones())
            if known.positions and known.positions[-1] >= kept.position:
                return  # another thread was quicker
            known.positions.append(kept.position)
            known.versions.append(kept.version)
            known.bodies.append(body)
            self._bytes += len(body)
            while self._bytes > LARGEST:
                _, gone = self._streams.popitem(last=False)
                self._bytes -= sum(map(len, gone.bodies))
