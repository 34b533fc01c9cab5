"""Why the server ends a socket (INTERFACE, "WebSockets"), and how long that may take."""

from typing import Final

NO_LOGIN: Final = 4401
"""Nobody is logged in, or no longer."""

TOO_SLOW: Final = 4408
"""The watcher reads slower than things happen; the reason names the position to resume from."""

TRY_AGAIN: Final = 1013
"""Not now: the person has too many sockets open."""

RESTART: Final = 1012
"""The server ends, or begins nothing new; come back later."""

OTHER_EPOCH: Final = 4410
"""The text was restored from a backup since the client had it."""

FAREWELL: Final = 10.0
"""Seconds that a client has for reading what it was sent before it is hung up on."""

ABUSE: Final = 1008
"""One message after the other that says nothing (RFC 6455, policy violation)."""
