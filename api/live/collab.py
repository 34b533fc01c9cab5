"""`/collab/{document}`: the y-websocket protocol over a socket of our own.

Nothing is refused before the socket is accepted: a stock client takes HTTP 403 for a hiccup and tries for
ever, so it is told by a close code (INTERFACE.md, "WebSockets").
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any, Final, Protocol

from litestar import WebSocket, websocket
from litestar.exceptions import WebSocketException
from litestar.handlers import WebsocketRouteHandler
from litestar.params import FromPath

from api.live.close_codes import TRY_AGAIN
from api.live.crowd import Crowd

NO_LOGIN: Final = 4401
OTHER_EPOCH: Final = 4410

SOCKETS: Final = 200
"""Texts that one person may have open, in all windows."""

_EPOCH: Final = re.compile("[0-9]{1,9}")

AnySocket = WebSocket[Any, Any, Any]


class Login(Protocol):
    """Whoever is at the other end."""

    @property
    def id(self) -> str:
        """The opaque id that is stored."""

    @property
    def login(self) -> str:
        """What it logs in with."""

    @property
    def name(self) -> str:
        """The name that others see."""


class EditorSocket:
    """An accepted socket, as a room uses it: a client that is gone is no error."""

    def __init__(self, socket: AnySocket) -> None:
        self._socket = socket

    async def receive(self) -> bytes | str | None:
        """Give the next message, None when the client is gone."""
        message = await self._socket.receive()
        if message["type"] != "websocket.receive":
            return None
        data = message.get("bytes")
        return data if data is not None else message.get("text") or ""

    async def send(self, data: bytes) -> None:
        """Send a binary message."""
        try:
            await self._socket.send_bytes(data)
        except (WebSocketException, OSError, RuntimeError):
            return  # the reader is told so too

    async def close(self, code: int, reason: str) -> None:
        """Close with a code and a short reason."""
        try:
            await self._socket.close(code, reason)
        except (WebSocketException, OSError, RuntimeError):
            return


Still = Callable[[], Awaitable[bool]]
"""Whether the login of a socket still holds."""


class Texts(Protocol):
    """The texts that can be edited."""

    async def serve(
        self, socket: EditorSocket, path: str, login: Login, epoch: int | None, still: Still
    ) -> None:
        """Let a login edit or read a text, until either side ends it."""


Identify = Callable[[AnySocket], Awaitable[Login | None]]
"""Who opens a socket, by its token or cookie; None when that is nobody, or a page of another origin."""


def collab(texts: Texts, identify: Identify, crowd: Crowd) -> WebsocketRouteHandler:
    """Make the handler of `/collab/{document}`."""

    @websocket("/collab/{document:path}")
    async def edit(socket: AnySocket, document: FromPath[str]) -> None:
        await socket.accept()
        editor = EditorSocket(socket)
        login = await identify(socket)
        if login is None:
            await editor.close(NO_LOGIN, "no login")
            return
        epoch = socket.query_params.get("epoch")
        if epoch is not None and not _EPOCH.fullmatch(epoch):
            await editor.close(OTHER_EPOCH, "no epoch is called so")
            return

        async def still() -> bool:
            return await identify(socket) is not None

        with crowd.joined(login.id) as admitted:
            if not admitted:
                await editor.close(TRY_AGAIN, "too many sockets")
                return
            path = document.removeprefix("/")
            await texts.serve(editor, path, login, int(epoch) if epoch else None, still)

    return edit
