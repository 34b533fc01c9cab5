"""Who is at the other end of a request or a socket: by bearer token, query token (sockets) or cookie."""

from typing import Final

from litestar.enums import ScopeType

from api.http.errors import ForeignOrigin
from api.http.guarding import COOKIE, SAFE, refuse_foreign_origin
from api.http.services import Connection
from infra.identity import Identity, NoAccount, Who

ACTING_AS: Final = "vorlagenwerk-as"
"""Header of the command line: the login that it stands in for."""


class Identifying:
    """Asks a county's identity."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity

    async def __call__(self, connection: Connection) -> Who | None:
        """Who sent a request; None for nobody.

        Raises `ForeignOrigin` for an unsafe one with a cookie from another page, `NoAccount`.
        """
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return await self._identity.by_token(token.strip(), connection.headers.get(ACTING_AS))
        cookie = connection.cookies.get(COOKIE)
        if not cookie:
            return None
        scope = connection.scope
        if scope["type"] != ScopeType.HTTP or scope["method"] not in SAFE:
            refuse_foreign_origin(connection)
        return await self._identity.by_cookie(cookie)

    async def of_socket(self, socket: Connection) -> Who | None:
        """Who opened a socket: `?token=`, the bearer header or a cookie of our own pages; None otherwise."""
        return await self.of_token(socket, socket.query_params.get("token"))

    async def of_token(self, socket: Connection, token: str | None) -> Who | None:
        """Who sent a token over a socket; without one, whoever opened it by header or cookie."""
        try:
            return await (self._identity.by_token(token) if token else self(socket))
        except (ForeignOrigin, NoAccount):
            return None
