"""Parameters that come back in many addresses, read strictly: a second value or a wrong one is refused.

So is a name that an address does not take: `?amendment=` for `amendments` would else ask for something else
and be answered.

A path id that is no UUID names nothing: 404, as for an id that nobody gave.
"""

import datetime as dt
import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Final, TypeVar

from api.http.answers import AnyRequest
from api.http.errors import BadParameter, UnknownParameter, WrongMediaType
from api.http.guarding import PUBLIC
from domain.errors import NoSuch
from projections.asked import Asked
from projections.wanted import Period

_UUID: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
C = TypeVar("C", bound=str)
_NUMBER: Final = re.compile(r"[0-9]{1,18}")
PUBLIC_READ: Final = {PUBLIC: True}
"""Option of the addresses that everybody may read."""
LONGEST: Final = 500
QUOTED: Final = 40
"""Characters of a name that nobody knows, at most."""


def known_only(queries: Mapping[tuple[str, str], tuple[str, ...]]) -> Callable[[AnyRequest], Awaitable[None]]:
    """Make what looks at each request below `/api`; `queries`: the names by method and address."""

    async def look(request: AnyRequest) -> None:
        address = request.scope["path_template"]
        if not request.scope["query_string"] or not address.startswith("/api/"):
            return
        known = queries.get((request.method.lower(), address), ())
        for name in request.query_params:
            if name not in known:
                raise UnknownParameter(name[:QUOTED], known)

    return look


def one(request: AnyRequest, name: str) -> str | None:
    """The value of a query parameter. Raises `BadParameter` for several, or one that no text can be."""
    values = request.query_params.getall(name, [])
    if not values:
        return None
    value = str(values[0])
    if len(values) > 1:
        raise BadParameter(name, "mehrfach angegeben")
    if len(value) > LONGEST:
        raise BadParameter(name, f"länger als {LONGEST} Zeichen")
    if "\0" in value or any("\ud800" <= each <= "\udfff" for each in value):
        raise BadParameter(name, "kein Text")
    return value


def number(request: AnyRequest, name: str, default: int, *, most: int | None = None) -> int:
    """A number ≥ 0 in the query, `most` at most. Raises `BadParameter`."""
    value = one(request, name)
    if value is None:
        return default
    if not _NUMBER.fullmatch(value):
        raise BadParameter(name, "keine Zahl")
    found = int(value)
    if most is not None and not 1 <= found <= most:
        raise BadParameter(name, f"nicht zwischen 1 und {most}")
    return found


def choice(request: AnyRequest, name: str, of: Collection[C]) -> C | None:
    """One of some words in the query. Raises `BadParameter` for another one."""
    value = one(request, name)
    found = next((each for each in of if each == value), None)
    if value is not None and found is None:
        raise BadParameter(name, f"keines von {', '.join(of)}")
    return found


def day(request: AnyRequest, name: str) -> dt.date | None:
    """A day in the query. Raises `BadParameter`."""
    value = one(request, name)
    if value is None:
        return None
    if not _DAY.fullmatch(value):
        raise BadParameter(name, "kein Tag (JJJJ-MM-TT)")
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise BadParameter(name, "kein Tag (JJJJ-MM-TT)") from error


def period(request: AnyRequest) -> Period:
    """The days from `since` to `until`. Raises `BadParameter`."""
    found = Period(since=day(request, "since"), until=day(request, "until"))
    if found.since is not None and found.until is not None and found.until < found.since:
        raise BadParameter("until", "vor since")
    return found


def reader(request: AnyRequest) -> str | None:
    """Who reads; None: somebody without a login."""
    return None if request.user is None else str(request.user.id)


def asked(request: AnyRequest) -> Asked:
    """What a reader asks for beside the thing."""
    return Asked(one(request, "as_of"), one(request, "basis"), one(request, "purpose"))


def uuid_of(kind: str, text: str) -> str:
    """The id in a path. Raises `NoSuch`."""
    found = text.lower()
    if not _UUID.fullmatch(found):
        raise NoSuch(kind, text[:40])
    return found


def require_media_type(request: AnyRequest, *wanted: str) -> None:
    """Refuse a body of another type. Raises `WrongMediaType`."""
    named = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if named not in wanted:
        raise WrongMediaType(wanted[0])
