"""The protocol of y-websocket on a socket: one text, and each message of y-protocols as it is."""

import logging
from typing import Final

from infra.collaboration import protocol
from infra.collaboration.close_codes import TRY_AGAIN
from infra.collaboration.connection import Connection
from infra.collaboration.errors import Refused, TooLarge, Unreadable
from infra.collaboration.protocol import Message

MAX_FRAME: Final = 4 * 1024 * 1024
"""The largest message that is looked at, in bytes."""

logger = logging.getLogger(__name__)


class YWebsocket:
    """Hands what comes over a socket to its connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def received(self, message: bytes | str) -> None:
        """Take a message."""
        connection = self._connection
        if connection.ended:
            return
        try:
            update = protocol.small_edit(message)
            if update is None:
                connection.take(read(message))
            else:
                connection.edit(update)
        except Refused as refused:
            connection.refuse(refused)
        except Exception:
            logger.exception("a message of a text was not understood; its sender is told to come back")
            connection.close(TRY_AGAIN, "try again")

    def drained(self) -> None:
        """Take note that all that was sent has gone out."""
        self._connection.drained()

    def lost(self) -> None:
        """Take note that the other end is gone."""
        self._connection.lost()


def read(frame: bytes | str) -> Message:
    """Read a frame; raises a `Refused`."""
    if isinstance(frame, str):
        raise Unreadable("a message of text")
    if len(frame) > MAX_FRAME:
        raise TooLarge("a message of more than 4 MiB")
    return protocol.read(frame)
