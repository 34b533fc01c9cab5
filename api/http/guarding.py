"""Who may send a request at all: logins only, but for a few addresses; browsers only from our own pages.

A cookie is sent by the browser whatever page asks for it: besides SameSite, the Origin must be ours
(`/live` and `/collab` ask the same, since no CSRF middleware guards a WebSocket handshake).
"""

from typing import Final
from urllib.parse import urlsplit

from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from api.http.errors import ForeignOrigin, NotLoggedIn
from api.http.services import Connection, Identify

ANONYMOUS: Final = "anonymous"
"""Route option: needs no login."""
PUBLIC: Final = "public"
"""Route option: without a login only what is public is there, and all else is as if nobody had logged in."""
COOKIE: Final = "vorlagenwerk"
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def require_login(identify: Identify) -> Guard:
    """Make the guard of all HTTP handlers; sockets ask for themselves, once they are accepted."""

    async def guard(connection: Connection, handler: BaseRouteHandler) -> None:
        if connection.scope["type"] != ScopeType.HTTP or handler.opt.get(ANONYMOUS):
            return
        who = await identify(connection)
        if who is None and (not handler.opt.get(PUBLIC) or _claims_a_login(connection)):
            raise NotLoggedIn
        connection.scope["user"] = who
        connection.state.nobody = who is None

    return guard


def _claims_a_login(connection: Connection) -> bool:
    """Whether a request brings what a login would: one that has ended is told so."""
    return "authorization" in connection.headers or COOKIE in connection.cookies


def refuse_foreign_origin(connection: Connection) -> None:
    """Refuse what a page of another origin sends. Raises `ForeignOrigin`."""
    origin = connection.headers.get("origin")
    if origin is None:
        # Browsers name the origin of every unsafe request; other programs send no cookie unasked.
        if connection.headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
            raise ForeignOrigin
        return
    try:
        host = urlsplit(origin).netloc
    except ValueError as error:
        raise ForeignOrigin from error
    if not host or host.lower() != connection.headers.get("host", "").lower():
        raise ForeignOrigin
