"""The log in its order: positions without a gap, times that never go back, and no command in two pieces."""

from typing import Final
from uuid import UUID

import msgspec

from domain.recorded import Meta
from infra.verifying.inspection import Inspection

ROWS: Final = (
    "SELECT notification_id, recorded_at, state FROM stored_events"
    " WHERE notification_id > ? ORDER BY notification_id"
)

_meta: Final = msgspec.msgpack.Decoder(tuple[Meta, msgspec.Raw])


def check(inspection: Inspection) -> None:
    """Read the whole log once."""
    expected, latest = 1, 0
    commands = Commands(inspection)
    for position, recorded_at, state in inspection.rows(ROWS):
        if position != expected:
            what = f"positions {expected} to {position - 1} are missing"
            inspection.fault(f"position {position}", what)
        expected = position + 1
        if recorded_at < latest:
            what = f"was recorded {latest - recorded_at} µs before the one before it"
            inspection.fault(f"position {position}", what)
        latest = max(latest, recorded_at)
        commands.take(position, recorded_at, bytes(state))


class Commands:
    """Each command's events follow each other and were recorded together."""

    def __init__(self, inspection: Inspection) -> None:
        self._inspection = inspection
        # Of each command 8 bytes: a million of them fit where their ids would not.
        self._seen: set[int] = set()
        self._now: UUID | None = None
        self._at = 0

    def take(self, position: int, at: int, state: bytes) -> None:
        """Take the next event of the log; one that cannot be decoded is told with its stream."""
        try:
            meta, _ = _meta.decode(state)
        except msgspec.DecodeError:
            self._now = None
            return
        if meta.command == self._now:
            if at != self._at:
                self._inspection.fault(f"position {position}", "was recorded apart from its command")
        elif hash(meta.command) in self._seen:
            self._inspection.fault(f"position {position}", "belongs to a command that ended before")
        self._seen.add(hash(meta.command))
        self._now, self._at = meta.command, at
