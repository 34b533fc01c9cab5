"""The protocol of y-websocket on a socket: one text, and each message of y-protocols as it is."""

from infra.collaboration import protocol
from infra.collaboration.connection import Connection


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
                connection.take(protocol.read(protocol.looked_at(message)))
            else:
                connection.edit(update)
        except Exception as error:  # noqa: BLE001 - it is told
            connection.failed(error)

    def drained(self) -> None:
        """Take note that all that was sent has gone out."""
        self._connection.drained()

    def lost(self) -> None:
        """Take note that the other end is gone."""
        self._connection.lost()
