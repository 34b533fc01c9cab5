"""The wall clock; whoever needs the time is handed it as a function, so that tests can set it."""

import datetime as dt


def utc_now() -> dt.datetime:
    """The time now, in UTC."""
    return dt.datetime.now(dt.UTC)
