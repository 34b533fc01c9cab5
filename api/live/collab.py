"""`/collab/{document}`: the y-websocket protocol over ASGI, or over a faster way (`picows_socket.py`).

Nothing is refused before the socket is accepted: a stock client takes HTTP 403 for a hiccup and tries for
ever, so it is told by a close code (INTERFACE.md, "WebSockets").
"""

import asyncio
import re
from collections import deque
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Final, Protocol, Self

from litestar import WebSocket, websocket
from litestar.connection import ASGIConnection
from litestar.exceptions import WebSocketException
from litestar.handlers import WebsocketRouteHandler
from litestar.params import FromPath

from api.live.close_codes import FAREWELL, NO_LOGIN, OTHER_EPOCH, TRY_AGAIN
from api.live.crowd import Crowd

SOCKETS: Final = 200
"""Texts that one person may have open, in all windows."""

_EPOCH: Final = re.compile("[0-9]{1,9}")

PATH: Final = "/collab/"

AnySocket = WebSocket[Any, Any, Any]
AnyConnection = ASGIConnection[Any, Any, Any, Any]


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

    @property
    def lasts(self) -> float:
        """Seconds until it ends by itself, `inf` for never."""


class Listener(Protocol):
    """Who is told at once what happens to a socket."""

    def received(self, message: bytes | str) -> None:
        """Take a message."""

    def drained(self) -> None:
        """Take note that all that was sent has gone out."""

    def lost(self) -> None:
        """Take note that the other end is gone."""


class Editor(Protocol):
    """An accepted socket, as a room uses it: nothing waits, and a client that is gone is no error."""

    @property
    def waiting(self) -> int:
        """Bytes that were sent and have not gone out."""

    def listen(self, listener: Listener) -> None:
        """Tell a listener what comes, and what came before."""

    def send(self, message: bytes) -> None:
        """Send a binary message."""

    def close(self, code: int, reason: str) -> None:
        """Close with a code and a short reason, once all has been sent."""

    def hold(self, *, back: bool) -> None:
        """Read no further for a while, or go on."""


class EditorSocket:
    """A socket of ASGI as an editor's."""

    def __init__(self, socket: AnySocket) -> None:
        self.waiting = 0
        self._socket = socket
        self._listener: Listener | None = None
        self._outbox: deque[bytes] = deque()
        self._end: tuple[int, str] | None = None
        self._wake = asyncio.Event()
        self._reads = asyncio.Event()
        self._reads.set()
        self._reader: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Begin to send."""
        self._writer = asyncio.create_task(self._write())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Send what is left, close, and hang up on whoever does not read."""
        if self._end is None:
            self.close(TRY_AGAIN, "")
        try:
            async with asyncio.timeout(FAREWELL):
                await self._writer
        except TimeoutError:
            pass
        finally:
            if self._reader:
                self._reader.cancel()
                await asyncio.gather(self._reader, return_exceptions=True)

    def listen(self, listener: Listener) -> None:
        """Tell a listener what comes from now on."""
        self._listener = listener
        self._reader = asyncio.create_task(self._read(listener))

    def send(self, message: bytes) -> None:
        """Send a binary message."""
        self._outbox.append(message)
        self.waiting += len(message)
        self._wake.set()

    def close(self, code: int, reason: str) -> None:
        """Close with a code and a short reason, once all has been sent."""
        if self._end is None:
            self._end = (code, reason)
            self._wake.set()

    def hold(self, *, back: bool) -> None:
        """Read no further for a while, or go on."""
        if back:
            self._reads.clear()
        else:
            self._reads.set()

    async def _read(self, listener: Listener) -> None:
        while True:
            await self._reads.wait()
            message = await self._socket.receive()
            if message["type"] != "websocket.receive":
                listener.lost()
                return
            data = message.get("bytes")
            listener.received(data if data is not None else message.get("text") or "")

    async def _write(self) -> None:
        try:
            while True:
                while self._outbox:
                    message = self._outbox.popleft()
                    await self._socket.send_bytes(message)
                    self.waiting -= len(message)
                if self._end is not None:
                    await self._socket.close(*self._end)
                    return
                if self._listener:
                    self._listener.drained()
                if not self._outbox:
                    self._wake.clear()
                    await self._wake.wait()
        except (WebSocketException, OSError, RuntimeError):
            if self._listener:
                self._listener.lost()


Still = Callable[[], Awaitable[float]]
"""For how many seconds the login of a socket still holds, 0 when it has ended."""


class Texts(Protocol):
    """The texts that can be edited."""

    async def serve(self, socket: Editor, path: str, login: Login, epoch: int | None, still: Still) -> None:
        """Let a login edit or read a text, until either side ends it."""


Identify = Callable[[AnyConnection], Awaitable[Login | None]]
"""Who opens a socket, by its token or cookie; None when that is nobody, or a page of another origin."""


class Editing:
    """Lets whoever opens a socket into a text, over whatever carries the socket."""

    def __init__(self, texts: Texts, identify: Identify, crowd: Crowd) -> None:
        self._texts = texts
        self._identify = identify
        self._crowd = crowd

    async def serve(self, editor: Editor, opened: AnyConnection, path: str) -> None:
        """Serve an accepted socket until either side ends it; `opened` is the request for it."""
        login = await self._identify(opened)
        if login is None:
            editor.close(NO_LOGIN, "no login")
            return
        epoch = opened.query_params.get("epoch")
        if epoch is not None and not _EPOCH.fullmatch(epoch):
            editor.close(OTHER_EPOCH, "no epoch is called so")
            return

        async def still() -> float:
            login = await self._identify(opened)
            return 0.0 if login is None else login.lasts

        with self._crowd.joined(login.id) as admitted:
            if not admitted:
                editor.close(TRY_AGAIN, "too many sockets")
                return
            await self._texts.serve(editor, path, login, int(epoch) if epoch else None, still)


def collab(editing: Editing) -> WebsocketRouteHandler:
    """Make the handler of `/collab/{document}`."""

    @websocket(f"{PATH}{{document:path}}")
    async def edit(socket: AnySocket, document: FromPath[str]) -> None:
        await socket.accept()
        async with EditorSocket(socket) as editor:
            await editing.serve(editor, socket, document.removeprefix("/"))

    return edit
