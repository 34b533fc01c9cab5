"""The WebSocket protocol of uvicorn, with a way past it for ready frames (RFC 6455, 5.2).

What a full gallery is sent is the same for many sockets: it is framed once, and written to each without a
task, a message and a copy of its own. The server's frames are neither masked nor in pieces, so they stand for
themselves. The way is an extension of the ASGI scope; whoever finds none sends as ever.
"""

from typing import Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from api.live.frames import PUSH

SWITCHING_PROTOCOLS: Final = 101


class PushingProtocol(WebSocketsSansIOProtocol):
    """One socket."""

    def handle_connect(self, event: Request) -> None:
        """Serve the socket with the extension."""
        super().handle_connect(event)
        if self.response.status_code == SWITCHING_PROTOCOLS:
            self.scope["extensions"][PUSH] = self.push  # type: ignore[assignment]

    def push(self, frame: bytes) -> bool:
        """Write a whole frame behind everything that was sent; False where it would wait, or is late."""
        if not self.writable.is_set() or self.close_sent or self.disconnected or self.transport.is_closing():
            return False
        self.transport.write(frame)
        return True
