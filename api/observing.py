"""What stands around the application: an id and a log line for each request, and the refusal at the end.

A line holds the route's template, not the address, in which a number may stand for a paper.
"""

import logging
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, Final, Protocol
from uuid import uuid4

import msgspec

from api.http.errors import Restarting
from api.leaving import RETRY_AFTER, Leaving
from api.live.close_codes import RESTART
from api.logbook import REQUEST
from api.problems import MEDIA_TYPE, PROBLEM, problem_of
from infra.metrics import Metrics

FAILED: Final = 1011
"""Something failed here: RFC 6455."""

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]

logger = logging.getLogger("vorlagenwerk.access")


class Socket(Protocol):
    """A socket; `status` is the code with which it was closed."""

    @property
    def status(self) -> int | None:
        """The close code, None while it is open."""

    def close(self, code: int, reason: str) -> None:
        """Close it."""


class Observed:
    """An application with what is said of it."""

    def __init__(self, app: App, leaving: Leaving, metrics: Metrics) -> None:
        self._metrics = metrics
        self._app = app
        self._leaving = leaving

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request, or serve a socket to its end."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        id_ = uuid4().hex
        token = REQUEST.set(id_)
        began = time.perf_counter()
        status: int | None = None

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", id_.encode())]
            elif message["type"] == "websocket.close":
                status = message.get("code", 1000)
            await send(message)

        async def received() -> Message:
            nonlocal status
            message = await receive()
            if message["type"] == "websocket.disconnect":
                status = status or message.get("code")
            return message

        try:
            await self._served(scope, received, sent)
        finally:
            seconds = time.perf_counter() - began
            _tell(scope, status, seconds)
            if scope["type"] == "http":
                self._metrics.answered(_route(scope), status or 0, seconds)
            if PROBLEM in scope:
                self._metrics.refused(scope[PROBLEM])
            REQUEST.reset(token)

    @contextmanager
    def socket(self, scope: Message, socket: Socket) -> Iterator[bool]:
        """Say of a socket that does not come over ASGI what is said of one that does.

        Gives whether it is served; where nothing new is begun, it is told so.
        """
        token = REQUEST.set(uuid4().hex)
        began = time.perf_counter()
        try:
            if self._leaving.refusing:
                socket.close(RESTART, "restart")
            yield not self._leaving.refusing
        finally:
            if socket.status is None:
                socket.close(FAILED, "")
            _tell(scope, socket.status, time.perf_counter() - began)
            REQUEST.reset(token)

    async def _served(self, scope: Message, receive: Receive, send: Send) -> None:
        is_http = scope["type"] == "http"
        if is_http and self._leaving.begun and scope["path"] == "/health/ready":
            await _answer(send, b'{"ready":false}', b"application/json")
        elif not self._leaving.refusing or scope["path"].startswith("/health/"):
            await self._app(scope, receive, send)
        elif is_http:
            problem = problem_of(Restarting())
            await _answer(send, msgspec.json.encode(problem.body), MEDIA_TYPE.encode())
        else:
            await receive()
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.close", "code": RESTART, "reason": "restart"})


async def _answer(send: Send, body: bytes, media_type: bytes) -> None:
    headers = [
        (b"content-type", media_type),
        (b"content-length", str(len(body)).encode()),
        (b"retry-after", str(RETRY_AFTER).encode()),
    ]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _route(scope: Message) -> str:
    return scope.get("path_template") or "-"


def _tell(scope: Message, status: int | None, seconds: float) -> None:
    method = scope.get("method", "WEBSOCKET")
    route = _route(scope)
    who = getattr(scope.get("user"), "id", None)
    fields = {
        "method": method,
        "route": route,
        "status": status,
        "milliseconds": round(seconds * 1000, 1),
        "login": who,
        "problem": scope.get(PROBLEM),
    }
    logger.info(
        "%s %s %s %.1f ms %s", method, route, status, seconds * 1000, who or "-", extra={"fields": fields}
    )
