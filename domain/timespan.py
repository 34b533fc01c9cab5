"""A time from one moment to another, as attendance, closed doors and minutes count it."""

import datetime as dt

from msgspec import Struct


class Timespan(Struct, frozen=True):
    """From one moment (inclusive) to another (exclusive; None: still going on)."""

    begin: dt.datetime
    end: dt.datetime | None = None

    def holds(self, at: dt.datetime) -> bool:
        """Whether a moment lies in it."""
        return self.begin <= at and (self.end is None or at < self.end)
