"""Serving one county: uvicorn with one worker, until a signal ends it (ENGINE.md).

On SIGTERM the drain begins (`api/leaving.py`); then sockets are closed with 1012,
texts are sealed, and the process ends with 0.
"""

import asyncio
import logging
import os
import secrets
import socket
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Final, cast

import uvicorn
from uvicorn.loops.auto import auto_loop_factory

from api import logbook
from api.app import EDITING, EDITING_MANY, create_app
from api.heads import BoundedHead
from api.leaving import Leaving
from api.observing import Observed
from api.pushing import PushingProtocol
from api.upgrading import IS_FAST, upgrades
from infra import data_folder, memory
from infra.county import County, open_county
from infra.placing import database_of
from infra.store import Database, StoreUnavailable

SOCKET_BYTES: Final = 8 * 1024 * 1024
"""The largest WebSocket message; the rooms' own bound is below it."""
PATIENCE: Final = 60.0
"""Seconds that the database may take to answer for the first time."""
PAUSE: Final = 0.5
"""Seconds between two looks for it."""
PING: Final = 20.0
FAREWELL: Final = 5
"""Seconds that open requests have when the server ends."""
BACKLOG: Final = 2048
"""Connections that may wait to be accepted."""
CONNECTIONS: Final = 10_000
"""Connections, sockets and requests under way that are open at once; whoever comes then is told 503."""
IDLE: Final = 5
"""Seconds after which a connection is closed that asks for nothing more."""

logger = logging.getLogger(__name__)

Prepare = Callable[[County], Awaitable[None]]
Announce = Callable[[str], None]


class DatabaseAway(Exception):
    """The database could not be used from the start on."""


class CannotListen(Exception):
    """The address is taken or not ours."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(host, port, reason)
        self.host = host
        self.port = port
        self.reason = reason


class Server(uvicorn.Server):
    """uvicorn that says when it listens, and ends when `leaving` has drained."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None], leaving: Leaving) -> None:
        super().__init__(config)
        self._listening = listening
        self._leaving = leaving

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take a signal; none is raised again at the end."""
        self._leaving.tell(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Look whether it is time to end."""
        self.should_exit = self.should_exit or self._leaving.refusing
        return await super().on_tick(counter)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and say so."""
        await super().startup(sockets)
        if self.started:
            self._listening()


def serve(
    data: Path,
    host: str,
    port: int,
    *,
    prepare: Prepare,
    announce: Announce,
    drain: float = 0.0,
    form: logbook.Form = "text",
) -> None:
    """Serve a data folder until a signal comes. Raises `CannotListen`, `FolderInUse` or `DatabaseAway`.

    `prepare` is done before anyone is served, `announce` is told the address. `drain`: seconds to go on
    after the signal, while `/health/ready` says no; `form`: of the log.
    """
    logbook.configure(form)
    leaving = Leaving(drain)
    with data_folder.hold(data) as held, listening_on(host, port) as listener, leaving.at_signals():
        address = address_of(listener)
        key = secrets.token_urlsafe(32)

        def listening() -> None:
            held.tell(data_folder.Server(address, os.getpid(), key))
            announce(address)

        # uvloop, where uvicorn brought it along: sockets and wake-ups cost less than in asyncio's own loop.
        with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
            runner.run(_serve(data, listener, key, prepare, listening, leaving))


async def _serve(
    data: Path,
    listener: socket.socket,
    key: str,
    prepare: Prepare,
    listening: Callable[[], None],
    leaving: Leaving,
) -> None:
    if not await _reached(database_of(data, os.environ), leaving):
        return
    async with open_county(data) as county:
        await prepare(county)
        county.identity.serve_key(key)
        memory.settle()
        if not leaving.begun:
            app = create_app(county)
            observed = Observed(app, leaving, county.metrics)
            upgrade = upgrades(app.state[EDITING], app.state[EDITING_MANY], observed) if IS_FAST else None
            await Server(config_of(observed, upgrade), listening, leaving).serve(sockets=[listener])


async def _reached(database: Database, leaving: Leaving) -> bool:
    """Wait until the database answers; False where the end was told meanwhile. Raises `DatabaseAway`."""
    until = time.monotonic() + PATIENCE
    waiting = False
    while not leaving.begun:
        try:
            await asyncio.to_thread(database.exists)
        except StoreUnavailable as error:
            if time.monotonic() > until:
                raise DatabaseAway from error
            if not waiting:
                logger.warning("the database cannot be used yet: it is waited for, %d s at most", PATIENCE)
            waiting = True
            await asyncio.sleep(PAUSE)
        else:
            return True
    return False


def config_of(
    app: Any,  # noqa: ANN401 - an ASGI application has no type of its own
    upgrade: Callable[..., asyncio.Protocol] | None = None,
) -> uvicorn.Config:
    """How uvicorn serves an application; `upgrade` is called for requests for a WebSocket."""
    return uvicorn.Config(
        app,
        lifespan="on",
        http=BoundedHead,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=IDLE,
        log_config=None,
        access_log=False,
        server_header=False,
        ws=cast("Any", upgrade) or PushingProtocol,
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
