"""A socket of picows as an editor's: what comes is handed on, and what is sent is written, at once.

Importing it fails where picows is not installed; the way over ASGI serves then (docs/decisions).
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Final, cast

from picows import WSAutoPingStrategy, WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport
from picows.picows import WSProtocol  # type: ignore[attr-defined]  # in no stub

from api.live.close_codes import FAREWELL, RESTART
from api.live.collab import Listener

HANDSHAKE: Final = 5.0
"""Seconds for the request, which has been read already."""
BUFFER: Final = 2_048
"""Bytes for what is read, at first."""
PING: Final = 20.0
"""Seconds without a message after which the client is asked whether it is there, and for its answer."""
SOCKET_BYTES: Final = 8 * 1024 * 1024
"""The largest frame, and the largest message in parts; the rooms' own bound is below it."""

# picows names both ends of every connection at INFO.
logger = logging.getLogger("vorlagenwerk.sockets")
logger.setLevel(logging.WARNING)


class PicowsSocket(WSListener):
    """Told by picows what happens; `opened` is called when the client may be told something."""

    def __init__(
        self, opened: Callable[["PicowsSocket"], None], ended: Callable[["PicowsSocket"], None]
    ) -> None:
        self.status: int | None = None
        """The close code."""
        self._opened = opened
        self._ended = ended
        self._listener: Listener | None = None
        self._early: list[bytes | str] = []
        self._parts: bytearray | None = None
        self._lost = False

    # -- what picows tells ------------------------------------------------------------------------

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Read nothing before somebody listens."""
        self._transport = transport
        self._stream = transport.underlying_transport
        # Told as soon as anything has to wait, and when nothing waits any more.
        self._stream.set_write_buffer_limits(0)
        self._stream.pause_reading()
        self._opened(self)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Hand a message on."""
        kind = frame.msg_type
        if kind == WSMsgType.BINARY and frame.fin and self._listener:
            self._listener.received(frame.get_payload_as_bytes())
        elif kind == WSMsgType.CLOSE:
            if self.status is None:
                code = frame.get_close_code()
                self.status = code if isinstance(code, int) else code.value
                transport.send_close(code)
            transport.disconnect()
        elif kind in {WSMsgType.BINARY, WSMsgType.TEXT, WSMsgType.CONTINUATION}:
            self._take_part(kind, frame)

    def _take_part(self, kind: WSMsgType, frame: WSFrame) -> None:
        if self.status is not None:
            return
        if (kind == WSMsgType.CONTINUATION) == (self._parts is None):
            self.close(WSCloseCode.PROTOCOL_ERROR.value, "")
            return
        if self._parts is None:
            self._is_text = kind == WSMsgType.TEXT
            self._parts = bytearray()
        self._parts += frame.get_payload_as_memoryview()
        if len(self._parts) > SOCKET_BYTES:
            self.close(WSCloseCode.MESSAGE_TOO_BIG.value, "")
        elif frame.fin:
            message: bytes | str = "" if self._is_text else bytes(self._parts)
            self._parts = None
            if self._listener:
                self._listener.received(message)
            else:
                self._early.append(message)

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002
        """Take note that the other end is gone."""
        self._lost = True
        if self._listener:
            self._listener.lost()
        self._ended(self)

    def pause_writing(self) -> None:
        """Take note that something waits."""

    def resume_writing(self) -> None:
        """Take note that nothing waits any more."""
        if self._listener:
            self._listener.drained()

    # -- what a room asks -------------------------------------------------------------------------

    @property
    def waiting(self) -> int:
        """Bytes that were sent and have not gone out."""
        return self._stream.get_write_buffer_size()

    def listen(self, listener: Listener) -> None:
        """Tell a listener what comes, and what came before."""
        self._listener = listener
        early, self._early = self._early, []
        for message in early:
            listener.received(message)
        if self._lost or self.status is not None:
            listener.lost()
        else:
            self._stream.resume_reading()

    def send(self, message: bytes) -> None:
        """Send a binary message."""
        self._transport.send(WSMsgType.BINARY, message)

    def close(self, code: int, reason: str) -> None:
        """Close with a code and a short reason; a client that does not answer is hung up on."""
        if self.status is None and not self._lost:
            self.status = code
            self._transport.send_close(cast("Any", code), reason)
            if self._listener:
                self._listener.lost()
                self._listener = None
            self._stream.resume_reading()  # for its answer
            asyncio.get_running_loop().call_later(FAREWELL, self._stream.abort)

    def hold(self, *, back: bool) -> None:
        """Read no further for a while, or go on."""
        if back and self.status is None:
            self._stream.pause_reading()
        else:
            self._stream.resume_reading()

    def shutdown(self) -> None:
        """Have the client come back later; uvicorn asks for it at the end."""
        self.close(RESTART, "restart")


def protocol_of(socket: PicowsSocket) -> asyncio.BufferedProtocol:
    """Make the protocol of a connection whose next bytes are the request for an upgrade."""
    return WSProtocol(  # type: ignore[no-any-return]
        None,
        None,
        is_client_side=False,
        ws_listener_factory=lambda _: socket,
        logger=logger,
        disconnect_on_exception=True,
        websocket_handshake_timeout=HANDSHAKE,
        enable_auto_ping=True,
        auto_ping_idle_timeout=PING,
        auto_ping_reply_timeout=PING,
        auto_ping_strategy=WSAutoPingStrategy.PING_WHEN_IDLE,
        enable_auto_pong=True,
        max_frame_size=SOCKET_BYTES,
        extra_headers=None,
        read_buffer_init_size=BUFFER,
    )
