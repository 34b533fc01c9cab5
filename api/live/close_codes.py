"""Why the server ends a socket (INTERFACE, "WebSockets")."""

from typing import Final

NO_LOGIN: Final = 4401
"""Nobody is logged in, or no longer."""

TOO_SLOW: Final = 4408
"""The watcher reads slower than things happen; the reason names the position to resume from."""

TRY_AGAIN: Final = 1013
"""Not now: the person has too many sockets open."""

ABUSE: Final = 1008
"""One message after the other that says nothing (RFC 6455, policy violation)."""
