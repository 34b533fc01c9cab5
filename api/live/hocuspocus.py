"""`/hocuspocus`: many texts over one socket, the protocol of `@hocuspocus/provider`.

The socket itself is open to all: who may have which text is decided by the token in the message that asks
for it, or by the cookie of our own pages where that is empty.
"""

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from typing import Final, Protocol

from litestar import websocket
from litestar.handlers import WebsocketRouteHandler

from api.live.collab import AnyConnection, AnySocket, Editor, EditorSocket, Login
from api.live.crowd import Crowd

HOCUSPOCUS: Final = "/hocuspocus"

Identify = Callable[[AnyConnection, str | None], Awaitable[Login | None]]
"""Who sent a token over a socket, or opened it where there is none; None for nobody."""


class Texts(Protocol):
    """The texts that can be edited, many over one socket."""

    async def serve(
        self,
        socket: Editor,
        identify: Callable[[str], Awaitable[Login | None]],
        joined: Callable[[str], AbstractContextManager[bool]],
    ) -> None:
        """Serve the texts of a socket, until either side ends it."""


class ManyTexts:
    """Serves sockets that carry many texts, over whatever carries the socket."""

    def __init__(self, texts: Texts, identify: Identify, crowd: Crowd) -> None:
        self._texts = texts
        self._identify = identify
        self._crowd = crowd

    async def serve(self, editor: Editor, opened: AnyConnection) -> None:
        """Serve an accepted socket until either side ends it; `opened` is the request for it."""

        async def identify(token: str) -> Login | None:
            return await self._identify(opened, token)

        await self._texts.serve(editor, identify, self._crowd.joined)


def hocuspocus(many: ManyTexts) -> WebsocketRouteHandler:
    """Make the handler of `/hocuspocus`."""

    @websocket(HOCUSPOCUS)
    async def edit(socket: AnySocket) -> None:
        await socket.accept()
        async with EditorSocket(socket) as editor:
            await many.serve(editor, socket)

    return edit
