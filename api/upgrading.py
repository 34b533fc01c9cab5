"""What becomes of a request for a WebSocket: texts go over picows, everything else over ASGI.

uvicorn's HTTP protocol hands such a request over to what is called in its settings; so both ways are behind
one port, and rights, limits, log lines and the end of the server are the same for both.
"""

import asyncio
import importlib.util
from collections.abc import Callable
from typing import Any, Final, cast
from urllib.parse import unquote

from litestar.connection import ASGIConnection
from uvicorn.config import Config
from uvicorn.server import ServerState

from api.live.collab import PATH, Editing
from api.live.hocuspocus import HOCUSPOCUS, ManyTexts
from api.observing import Observed
from api.pushing import PushingProtocol

IS_FAST: Final = importlib.util.find_spec("picows") is not None
"""Whether picows is installed."""


def upgrades(editing: Editing, many: ManyTexts, observed: Observed) -> Callable[..., asyncio.Protocol]:
    """What uvicorn is to call for each request for a WebSocket."""

    def upgrade(config: Config, server_state: ServerState, app_state: dict[str, Any]) -> asyncio.Protocol:
        def usual() -> asyncio.Protocol:
            return cast("asyncio.Protocol", PushingProtocol(config, server_state, app_state))

        return Upgrade(usual, Rooms(editing, many, observed, server_state))

    return upgrade


class Upgrade(asyncio.Protocol):
    """Looks at the request, and gives the connection to one of two protocols."""

    def __init__(self, usual: Callable[[], asyncio.Protocol], rooms: "Rooms") -> None:
        self._usual = usual
        self._rooms = rooms
        self._chosen: asyncio.Protocol | asyncio.BufferedProtocol | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Take the whole request, which uvicorn has read, and then what comes before the other takes over."""
        if self._chosen is None:
            path = data.split(b" ", 2)[1].partition(b"?")[0]
            is_text = path.startswith(PATH.encode()) or path == HOCUSPOCUS.encode()
            self._chosen = self._rooms.protocol(data, self._transport) if is_text else self._usual()
            self._chosen.connection_made(self._transport)
            # uvicorn sets this protocol when it returns from here.
            asyncio.get_running_loop().call_soon(self._transport.set_protocol, self._chosen)
        feed(self._chosen, data)

    def eof_received(self) -> bool | None:
        """Pass it on."""
        return None if self._chosen is None else self._chosen.eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        """Pass it on."""
        if self._chosen is not None:
            self._chosen.connection_lost(exc)


def feed(protocol: asyncio.Protocol | asyncio.BufferedProtocol, data: bytes) -> None:
    """Hand bytes to a protocol of either kind."""
    if isinstance(protocol, asyncio.Protocol):
        protocol.data_received(data)
        return
    while data:
        buffer = memoryview(protocol.get_buffer(len(data)))
        part = data[: len(buffer)]
        buffer[: len(part)] = part
        protocol.buffer_updated(len(part))
        data = data[len(part) :]


class Rooms:
    """Serves texts over picows."""

    def __init__(self, editing: Editing, many: ManyTexts, observed: Observed, state: ServerState) -> None:
        self._editing = editing
        self._many = many
        self._observed = observed
        self._state = state

    def protocol(self, request: bytes, transport: asyncio.Transport) -> asyncio.BufferedProtocol:
        """Make the protocol for a request."""
        from api.live.picows_socket import PicowsSocket, protocol_of  # noqa: PLC0415 - it may be missing

        scope = scope_of(request, transport)

        def opened(socket: PicowsSocket) -> None:
            self._state.connections.add(cast("Any", socket))
            task = asyncio.create_task(self._serve(socket, scope))
            self._state.tasks.add(task)
            task.add_done_callback(self._state.tasks.discard)

        return protocol_of(PicowsSocket(opened, cast("Any", self._state.connections.discard)))

    async def _serve(self, socket: Any, scope: dict[str, Any]) -> None:  # noqa: ANN401 - as above
        with self._observed.socket(scope, socket) as is_served:
            if not is_served:
                return
            opened, path = ASGIConnection[Any, Any, Any, Any](cast("Any", scope)), scope["path"]
            if path == HOCUSPOCUS:
                await self._many.serve(socket, opened)
            else:
                await self._editing.serve(socket, opened, path.removeprefix(PATH))


def scope_of(request: bytes, transport: asyncio.Transport) -> dict[str, Any]:
    """Describe a request as ASGI does; uvicorn has read and written it anew, so it is well-formed."""
    lines = request.partition(b"\r\n\r\n")[0].split(b"\r\n")
    target, _, query = lines[0].split(b" ", 2)[1].partition(b"?")
    headers = [(name, value) for name, _, value in (line.partition(b": ") for line in lines[1:])]
    path = unquote(target.decode("ascii"))
    peer = transport.get_extra_info("peername")
    return {
        "type": "websocket",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "scheme": "wss" if transport.get_extra_info("sslcontext") else "ws",
        "path": path,
        "raw_path": target,
        "query_string": query,
        "root_path": "",
        "headers": headers,
        "client": peer[:2] if isinstance(peer, tuple) else None,
        "server": None,
        "subprotocols": [],
        "state": {},
        "path_template": path if path == HOCUSPOCUS else f"{PATH}{{document}}",
    }
