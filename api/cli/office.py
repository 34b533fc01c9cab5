"""Whom the command line turns to: the server of the data folder, or the same application without a network.

Either way a request is answered by the same handlers, so that nothing can differ (DESIGN, "One way in").
"""

import asyncio
import http.client
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, Final, Protocol
from urllib.parse import urlencode, urlsplit

from litestar import Litestar
from msgspec import Struct

from api.app import create_app
from api.cli.endings import Code, Ended
from api.cli.serving import in_use
from infra.county import open_county
from infra.data_folder import FolderInUse, Server, hold_or_find
from infra.placing import database_of
from infra.store import Database, StoreError

PATIENCE: Final = 600.0
"""Seconds to wait for an answer of the server."""
AS: Final = "Vorlagenwerk-As"
"""Header: the login that the command line stands in for."""


class Answer(Struct, frozen=True):
    """What came back."""

    status: int
    body: bytes

    @property
    def done(self) -> bool:
        """Whether it was done."""
        return self.status < 400  # noqa: PLR2004 - RFC 9110: from here on it was not


class Transport(Protocol):
    """How a request gets to the handlers."""

    async def __call__(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a request."""


class Office:
    """Takes requests as one login."""

    def __init__(self, transport: Transport, key: str, acting_as: str | None) -> None:
        self._transport = transport
        self._headers = {"Authorization": f"Bearer {key}", "Host": "localhost"}
        if acting_as is not None:
            self._headers[AS] = acting_as

    async def get(self, path: str, **query: str | int | None) -> Answer:
        """Read something."""
        wanted = urlencode({name: value for name, value in query.items() if value is not None})
        return await self._transport("GET", f"{path}?{wanted}" if wanted else path, self._headers, b"")

    async def post(self, path: str, body: bytes, **headers: str) -> Answer:
        """Send something; `_` in the names of headers stands for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self._transport("POST", path, {**self._headers, **named}, body)


@asynccontextmanager
async def open_office(data: Path, acting_as: str | None = None) -> AsyncIterator[Office]:
    """Turn to whoever serves a data folder; where nobody does, nobody else may begin to meanwhile."""
    if acting_as is not None and not (acting_as.isprintable() and acting_as.isascii()):
        acting_as = acting_as.encode().decode("latin-1")  # as headers have it; an unknown login either way
    try:
        with hold_or_find(data) as found:
            if isinstance(found, Server):
                yield Office(Network(found), found.key, acting_as)
                return
            async with open_county(data) as county:
                key = token_urlsafe(32)
                county.identity.serve_key(key)
                yield Office(InProcess(create_app(county)), key, acting_as)
    except FolderInUse as error:
        raise Ended(Code.REFUSED, in_use(error)) from error
    except StoreError as error:
        raise Ended(Code.REFUSED, f"Der Datenordner {data} lässt sich nicht öffnen: {error!r}") from error


def require_county(data: Path) -> Database:
    """The store of a data folder. Raises `Ended` where there is none: whoever reads founds no county."""
    database = database_of(data, os.environ)
    if not database.exists():
        raise Ended(Code.WRONG_USE, f"In {data.resolve()} gibt es keinen Datenbestand.")
    return database


class Network:
    """Requests to a server of this machine."""

    def __init__(self, server: Server) -> None:
        self._server = server

    async def __call__(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a request over a connection of its own."""
        return await asyncio.to_thread(self._send, method, target, dict(headers), body)

    def _send(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        address = urlsplit(self._server.address)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=PATIENCE)
        headers["Host"] = address.netloc
        try:
            connection.request(method, target, body, headers)
            response = connection.getresponse()
            return Answer(response.status, response.read())
        except (OSError, http.client.HTTPException) as error:
            raise Ended(
                Code.REFUSED, f"Der Server {self._server.address} antwortet nicht: {error}"
            ) from error
        finally:
            connection.close()


class InProcess:
    """Requests to an application of this process, by ASGI."""

    def __init__(self, app: Litestar) -> None:
        self._app = app

    async def __call__(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a request."""
        path, _, query = target.partition("?")
        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
            + [(b"content-length", str(len(body)).encode())],
            "client": ("127.0.0.1", 0),
            "server": ("localhost", 80),
            "state": {},
            "extensions": {},
        }
        sent: list[Any] = []
        received = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def receive() -> Any:  # noqa: ANN401 - as ASGI has it
            return next(received, {"type": "http.disconnect"})

        async def send(message: Any) -> None:  # noqa: ANN401 - the same
            sent.append(message)

        await self._app(scope, receive, send)  # type: ignore[arg-type]
        status = next(each["status"] for each in sent if each["type"] == "http.response.start")
        return Answer(status, b"".join(each.get("body", b"") for each in sent))
