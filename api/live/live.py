"""`/live`: events as they happen, and commands, over one socket (INTERFACE, "WebSockets").

A reader, a writer and one task for each subscription that catches up; nobody ever waits for a slow client.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, Generic, Protocol, TypeVar

import msgspec
from litestar import WebSocket, websocket
from litestar.exceptions import WebSocketException
from litestar.handlers import WebsocketRouteHandler

from api.live.close_codes import ABUSE, FAREWELL, NO_LOGIN, TOO_SLOW, TRY_AGAIN
from api.live.crowd import Crowd
from api.live.frames import PUSH, Frames, Push
from api.live.messages import Give, Malformed, Subscribe, Unsubscribe, read
from api.live.outbox import Letter, Outbox

PATIENCE: Final = 20
"""Malformed messages, with no good one between them, after which the socket is closed."""

SUBSCRIPTIONS: Final = 100
"""Streams that one socket may watch."""

SOCKETS: Final = 100
"""Sockets that one person may have open, in all windows."""

TURN: Final = 64
"""Messages that are sent to one client before anyone else has a turn."""

KNOWN_FOR: Final = 5.0
"""Seconds after which a watcher's login is asked for again; a command asks each time."""

MEASURED: Final = 16
"""Of so many messages of a socket one is measured."""

AnySocket = WebSocket[Any, Any, Any]
WatchT = TypeVar("WatchT")


class Login(Protocol):
    """Whoever is at the other end."""

    @property
    def id(self) -> str:
        """The opaque id that the log keeps."""


class Sink(Protocol):
    """Where events go."""

    def event(self, stream: str, position: int, text: str) -> None:
        """Take an event, as JSON."""

    def caught_up(self, stream: str, position: int) -> None:
        """Take note that everything up to a position was handed over."""

    def lost(self, stream: str, error: Exception) -> None:
        """Take note that nothing more comes of a stream."""

    async def room(self) -> None:
        """Wait until there is room for more."""


class Watching(Protocol[WatchT]):
    """What hands out events."""

    async def watch(self, person: str, stream: str, after: int | None, sink: Sink) -> WatchT:
        """Hand a stream to a sink; return once it has caught up."""

    def leave(self, watch: WatchT) -> None:
        """Hand nothing more to it."""


class Answered(Protocol):
    """What a command led to."""

    @property
    def position(self) -> int:
        """The position of its last event."""


Identify = Callable[[AnySocket], Awaitable[Login | None]]
"""Who opens a socket, by its token or cookie; None when that is nobody, or a page of another origin."""

Run = Callable[[Login, bytes, str], Awaitable[Answered]]
"""Run a command that is given as JSON under an id, as `POST /api/commands` does."""

Problem = Callable[[Exception], Mapping[str, Any]]
"""An error as problem details (RFC 9457), the same as over HTTP."""

Ending = tuple[int | None, str]
"""A close code and its reason; no code where the client is gone."""

GONE: Ending = (None, "")


def live(
    watching: Watching[WatchT],
    identify: Identify,
    run: Run,
    problem: Problem,
    crowd: Crowd,
    sent: Callable[[float], None],
) -> WebsocketRouteHandler:
    """Make the handler of `/live`; `sent` is told what some of the messages waited, in seconds."""
    frames = Frames()

    @websocket("/live")
    async def watch_and_command(socket: AnySocket) -> None:
        await socket.accept()
        login = await identify(socket)
        if login is None:
            await _close(socket, NO_LOGIN, "no login")
            return

        async def still() -> Login | None:
            return await identify(socket)

        with crowd.joined(login.id) as admitted:
            if not admitted:
                await _close(socket, TRY_AGAIN, "too many sockets")
                return
            await Connection(socket, login, watching, still, run, problem, sent, frames).serve()

    return watch_and_command


class Connection(Generic[WatchT]):
    """One accepted socket of one login."""

    def __init__(
        self,
        socket: AnySocket,
        login: Login,
        watching: Watching[WatchT],
        still: Callable[[], Awaitable[Login | None]],
        run: Run,
        problem: Problem,
        sent: Callable[[float], None],
        frames: Frames,
    ) -> None:
        self._measure = sent
        self._frames = frames
        extensions: Any = socket.scope.get("extensions") or {}
        self._push: Push | None = extensions.get(PUSH)
        self._socket = socket
        self._login = login
        self._watching = watching
        self._still = still
        self._run = run
        self._problem = problem
        self._outbox = Outbox(self._straight)
        self._count = 0
        self._subscriptions: dict[str, Subscription] = {}
        self._sent: dict[str, int] = {}
        self._malformed = 0

    async def serve(self) -> None:
        """Read and send until either side ends it."""
        parts = [
            asyncio.create_task(part)
            for part in (self._read(), self._write(), self._know(), self._overflow())
        ]
        try:
            done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for part in (*parts, *(each.task for each in self._subscriptions.values())):
                part.cancel()
            watching = [each.task for each in self._subscriptions.values()]
            await asyncio.gather(*parts, *watching, return_exceptions=True)
        for code, reason in [part.result() for part in done][:1]:
            if code is not None:
                await _close(self._socket, code, reason)

    # -- the four parts; each returns why it ended: a close code and its reason -------------------

    async def _read(self) -> Ending:
        while True:
            message = await self._socket.receive()
            if message["type"] != "websocket.receive":
                return GONE
            text, data = message.get("text"), message.get("bytes")
            try:
                await self._take(text if text is not None else data or b"")
                self._malformed = 0
            except Malformed as error:
                self._malformed += 1
                if self._malformed >= PATIENCE:
                    return ABUSE, "too many messages that say nothing"
                self._put({"problem": unreadable(error)})
            except NoLongerKnown:
                return NO_LOGIN, "no login"

    async def _write(self) -> Ending:
        while True:
            letter = await self._outbox.get()
            try:
                await self._socket.send({"type": "websocket.send", "text": letter.text, "bytes": None})
            except (WebSocketException, OSError, RuntimeError):
                return GONE
            self._was_sent(letter)
            if self._count % TURN == 0:  # nothing waits where much is to be sent and there is room for it
                await asyncio.sleep(0)

    def _straight(self, letter: Letter) -> bool:
        """Send a message past the task that sends, where there is a way and room."""
        if self._push is None or not self._push(self._frames.of(letter.text)):
            return False
        self._was_sent(letter)
        return True

    def _was_sent(self, letter: Letter) -> None:
        self._count += 1
        if self._count % MEASURED == 0:
            self._measure(time.perf_counter() - letter.put)
        if letter.stream is not None:
            self._sent[letter.stream] = letter.position

    async def _know(self) -> Ending:
        while True:
            if await self._still() is None:
                return NO_LOGIN, "no login"
            await asyncio.sleep(KNOWN_FOR)

    async def _overflow(self) -> Ending:
        await self._outbox.overflown.wait()
        reached = [self._sent.get(each.stream, each.after) for each in self._subscriptions.values()]
        known = [each for each in reached if each is not None]
        return TOO_SLOW, _json({"after": min(known)}) if known else "too slow"

    # -- what a client says -----------------------------------------------------------------------

    async def _take(self, received: str | bytes) -> None:
        match read(received):
            case Subscribe(stream, after):
                await self._subscribe(stream, after)
            case Unsubscribe(stream):
                await self._unsubscribe(stream)
            case Give(id_, command):
                await self._give(id_, command)

    async def _give(self, id_: str, command: bytes) -> None:
        if await self._still() is None:
            raise NoLongerKnown
        try:
            answer = await self._run(self._login, command, id_)
        except Exception as error:  # noqa: BLE001 - whatever it is, the client is told as over HTTP
            self._put({"id": id_, "problem": self._problem(error)})
        else:
            self._put({"id": id_, "ok": True, "position": answer.position})

    async def _subscribe(self, stream: str, after: int | None) -> None:
        await self._unsubscribe(stream)
        if len(self._subscriptions) >= SUBSCRIPTIONS:
            raise Malformed(f"Mehr als {SUBSCRIPTIONS} Ströme auf einmal liefert eine Verbindung nicht.")
        subscription = Subscription(stream, after, self._outbox, self._refuse)
        subscription.task = asyncio.create_task(self._watch(subscription))
        self._subscriptions[stream] = subscription

    async def _unsubscribe(self, stream: str) -> None:
        subscription = self._subscriptions.pop(stream, None)
        self._sent.pop(stream, None)
        if subscription is not None:
            subscription.task.cancel()
            await asyncio.gather(subscription.task, return_exceptions=True)

    async def _watch(self, subscription: "Subscription") -> None:
        stream = subscription.stream
        try:
            watch = await self._watching.watch(self._login.id, stream, subscription.after, subscription)
        except Exception as error:  # noqa: BLE001 - the same
            self._refuse(stream, error)
            return
        try:
            await subscription.over.wait()
        finally:
            self._watching.leave(watch)

    def _refuse(self, stream: str, error: Exception) -> None:
        self._subscriptions.pop(stream, None)
        self._put({"stream": stream, "problem": self._problem(error)})

    def _put(self, message: Mapping[str, Any]) -> None:
        self._outbox.put(Letter(_json(message)))


class Subscription:
    """One stream that a socket watches; the events go into its outbox."""

    task: asyncio.Task[None]

    def __init__(
        self, stream: str, after: int | None, outbox: Outbox, refuse: Callable[[str, Exception], None]
    ) -> None:
        self.stream = stream
        self.after = after
        self.over = asyncio.Event()
        self._outbox = outbox
        self._refuse = refuse

    def event(self, stream: str, position: int, text: str) -> None:
        """Put an event into the outbox."""
        self._outbox.put(Letter(text, stream, position))

    def caught_up(self, stream: str, position: int) -> None:
        """Tell the client that it has seen everything so far."""
        self._outbox.put(Letter(_json({"caught_up": position, "stream": stream}), stream, position))

    def lost(self, stream: str, error: Exception) -> None:
        """Tell the client that nothing more comes, and why."""
        self.over.set()
        self._refuse(stream, error)

    async def room(self) -> None:
        """Wait until little is left to be sent."""
        await self._outbox.room()


class NoLongerKnown(Exception):
    """The login has ended while its socket was open."""


def unreadable(error: Malformed) -> dict[str, Any]:
    """A malformed message as problem details."""
    return {
        "type": "/problems/malformed-message",
        "title": "Nachricht nicht lesbar",
        "status": 400,
        "detail": error.detail,
    }


def _json(value: Mapping[str, Any]) -> str:
    return msgspec.json.encode(value).decode()


async def _close(socket: AnySocket, code: int, reason: str) -> None:
    """Close; a client that does not even read that is left to its time-out."""
    with contextlib.suppress(WebSocketException, OSError, RuntimeError, TimeoutError):
        # Not `wait_for`: on Python 3.11 it swallows a cancellation at the moment of the event.
        async with asyncio.timeout(FAREWELL):
            await socket.close(code, reason)
