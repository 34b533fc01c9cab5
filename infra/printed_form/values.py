"""Dates, counts and sums of money as German papers print them.

Each function raises ValueError for what it does not know.
Nothing is guessed: a year of two digits or an English decimal point is refused.
"""

import datetime as dt
import re
from decimal import Decimal

_DATE = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")
_DATE_IN_WORDS = re.compile(r"([0-9]{1,2})\. ?([^\W\d]+) ([0-9]{4})")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTHS = (
    "januar",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
)
_COUNT = re.compile(r"[0-9]{1,5}")
_MONEY = re.compile(
    r"(?P<euro>[0-9]{1,3}(?:\.[0-9]{3}){1,4}|[0-9]{1,15})"
    r"(?:,(?P<cent>[0-9]{2})|,[-\u2013]{1,2})? ?(?:€|EUR|Euro)?"
)


def date_in(text: str) -> dt.date:
    """Read a day: 23.02.2023, 23. Februar 2023 or 2023-02-23."""
    if _ISO_DATE.fullmatch(text):
        return dt.date.fromisoformat(text)
    if found := _DATE.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        return dt.date(year, month, day)
    if (found := _DATE_IN_WORDS.fullmatch(text)) and found[2].lower() in _MONTHS:
        return dt.date(int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1]))
    raise ValueError(text)


def count_in(text: str) -> int:
    """Read a number of votes: digits and nothing else."""
    if not _COUNT.fullmatch(text):
        raise ValueError(text)
    return int(text)


def money_in(text: str) -> Decimal:
    """Read euro and cent: 1.500,00 €, 1500 EUR or 1.500,- €; never negative."""
    found = _MONEY.fullmatch(text)
    if not found:
        raise ValueError(text)
    return Decimal(f"{found['euro'].replace('.', '')}.{found['cent'] or '00'}")
