"""The county's day of a moment: moments are stored in UTC, days begin and end in the county's own zone."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

BERLIN: Final = ZoneInfo("Europe/Berlin")
"""A county's days begin and end there."""


def day_of(moment: dt.datetime) -> dt.date:
    """The county's day of a moment."""
    return moment.astimezone(BERLIN).date()
