"""The head of a request, bounded in size and time, and sockets in number: uvicorn bounds none of them.

A proxy in front does so, too; this is for whatever reaches the server without one.
"""

import asyncio
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LARGEST: Final = 64 * 1024
"""Bytes of a request's line and headers."""
PATIENCE: Final = 20.0
"""Seconds within which a head has to be there whole, from the connection or its first byte on."""

TOO_LARGE: Final = b"431 Request Header Fields Too Large"
TOO_LATE: Final = b"408 Request Timeout"
TOO_MANY: Final = b"503 Service Unavailable"


class BoundedHead(HttpToolsProtocol):
    """A connection that waits for no head for ever."""

    _bytes = 0
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._wait_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes; as long as the head is not whole, they belong to it."""
        super().data_received(data)
        if self._waiting is not None:
            self._bytes += len(data)
            if self._bytes > LARGEST:
                self._refuse(TOO_LARGE)

    def on_message_begin(self) -> None:
        """Begin with a head."""
        self._wait()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._wait_no_more()
        super().on_headers_complete()

    def handle_websocket_upgrade(self) -> None:
        """Open a socket, if there is room for one: uvicorn compares only requests with its limit."""
        if self.limit_concurrency is not None and len(self.connections) >= self.limit_concurrency:
            self._refuse(TOO_MANY)
        else:
            super().handle_websocket_upgrade()

    def _wait(self) -> None:
        self._wait_no_more()
        self._bytes = 0
        self._waiting = self.loop.call_later(PATIENCE, self._refuse, TOO_LATE)

    def _wait_no_more(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _refuse(self, status: bytes) -> None:
        self._wait_no_more()
        if not self.transport.is_closing():
            self.transport.write(
                b"HTTP/1.1 " + status + b"\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            )
            self.transport.close()
