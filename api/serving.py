"""Serving one county: uvicorn with one worker, until a signal ends it (ENGINE.md).

Tokens stand in the addresses of sockets, so that no address is logged with what follows its question mark.
On SIGTERM sockets are closed with 1012, texts are sealed, and the process ends with 0.
"""

import asyncio
import gc
import logging
import os
import secrets
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Final

import uvicorn
from uvicorn.loops.auto import auto_loop_factory

from api.app import create_app
from infra import data_folder
from infra.county import County, open_county

SOCKET_BYTES: Final = 8 * 1024 * 1024
"""The largest WebSocket message; the rooms' own bound is below it."""
PING: Final = 20.0
FAREWELL: Final = 5
"""Seconds that open requests have when the server ends."""
BACKLOG: Final = 2048

Prepare = Callable[[County], Awaitable[None]]
Announce = Callable[[str], None]


class CannotListen(Exception):
    """The address is taken or not ours."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(host, port, reason)
        self.host = host
        self.port = port
        self.reason = reason


class WithoutQuery(logging.Filter):
    """Cuts addresses in log records at their question mark."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; all pass."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                each.partition("?")[0] if isinstance(each, str) and each.startswith("/") else each
                for each in record.args
            )
        return True


class Server(uvicorn.Server):
    """uvicorn that says when it listens."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and say so."""
        await super().startup(sockets)
        if self.started:
            self._listening()


def serve(data: Path, host: str, port: int, *, prepare: Prepare, announce: Announce) -> None:
    """Serve a data folder until a signal comes. Raises `CannotListen` or `FolderInUse`.

    `prepare` is done before anyone is served, `announce` is told the address.
    """
    configure_logging()
    with data_folder.hold(data) as held, listening_on(host, port) as listener, _stopping() as stopped:
        address = address_of(listener)
        key = secrets.token_urlsafe(32)

        def listening() -> None:
            held.tell(data_folder.Server(address, os.getpid(), key))
            announce(address)

        # uvloop, where uvicorn brought it along: sockets and wake-ups cost less than in asyncio's own loop.
        with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
            runner.run(_serve(data, listener, key, prepare, listening, stopped))


async def _serve(
    data: Path,
    listener: socket.socket,
    key: str,
    prepare: Prepare,
    listening: Callable[[], None],
    stopped: list[int],
) -> None:
    async with open_county(data) as county:
        await prepare(county)
        county.identity.serve_key(key)
        gc.collect()
        gc.freeze()  # what is held from the start is never looked through again
        if not stopped:
            await Server(config_of(create_app(county)), listening).serve(sockets=[listener])


def config_of(app: Any) -> uvicorn.Config:  # noqa: ANN401 - an ASGI application has no type of its own
    """How uvicorn serves an application."""
    return uvicorn.Config(
        app,
        lifespan="on",
        log_config=None,
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=SOCKET_BYTES,
        ws_ping_interval=PING,
        ws_ping_timeout=PING,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=FAREWELL,
    )


@contextmanager
def listening_on(host: str, port: int) -> Iterator[socket.socket]:
    """Open the socket to listen on; port 0: any that is free. Raises `CannotListen`."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(BACKLOG)
        except BaseException:
            listener.close()
            raise
    except (OSError, OverflowError) as error:
        raise CannotListen(host, port, str(error)) from error
    with listener:
        yield listener


def address_of(listener: socket.socket) -> str:
    """The address of a listening socket, for people and programs of this machine."""
    host, port = listener.getsockname()[:2]
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        host = "127.0.0.1" if host == "0.0.0.0" else "::1"  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def configure_logging() -> None:
    """Log to standard error, without what follows the question mark of an address."""
    logging.basicConfig(
        level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    for name in ("uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).addFilter(WithoutQuery())


@contextmanager
def _stopping() -> Iterator[list[int]]:
    """Collect signals that come before uvicorn takes them, and those that it raises again at its end."""
    caught: list[int] = []

    def catch(number: int, _: FrameType | None) -> None:
        caught.append(number)

    before = {number: signal.signal(number, catch) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield caught
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
