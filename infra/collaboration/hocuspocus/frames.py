"""What a frame of `@hocuspocus/provider` 4 holds: an address, a kind, and what belongs to it.

Sync and awareness are the messages of y-protocols as y-websocket sends them, behind the address. An address
is the name of a text, or that and a session of the client after a NUL; answers repeat it as it came.
"""

from typing import Final

from infra.collaboration.encoding import read_bytes, read_text, read_uint, write_text
from infra.collaboration.errors import TooLarge, Unreadable

PING: Final = b"\x09"
PONG: Final = b"\x0a"
AUTH: Final = 2
STATELESS: Final = 5
BROADCAST: Final = 6
CLOSE: Final = 7
SYNC_STATUS: Final = 8

MAX_ADDRESS: Final = 512
"""The longest address, in bytes."""
MAX_TOKEN: Final = 4_096
"""The longest token, in characters."""
MAX_REASON: Final = 123

_TOKEN: Final = 0
_DENIED: Final = 1
_AUTHENTICATED: Final = 2
_READ_WRITE: Final = "read-write"
_READ_ONLY: Final = "readonly"
_SHORT: Final = 0x80
"""Below it a length is one byte."""

STORED: Final = bytes((SYNC_STATUS, 1))
NOT_STORED: Final = bytes((SYNC_STATUS, 0))


def parted(frame: bytes) -> tuple[bytes, bytes]:
    """Part a frame into the address, with its length before it, and the rest; raises a `Refused`."""
    if frame and frame[0] < _SHORT:
        end = 1 + frame[0]
    else:
        length, at = read_uint(frame, 0)
        if length > MAX_ADDRESS:
            raise TooLarge("an address of more than 512 bytes")
        end = at + length
    if end >= len(frame):
        raise Unreadable("the message ends inside its address")
    return frame[:end], frame[end:]


def document_of(address: bytes) -> str:
    """Give the name of the text that an address is for; raises `Unreadable`."""
    return read_text(address, 0)[0].partition("\0")[0]


def token_of(body: bytes) -> str:
    """Read the token of an auth message; older clients do not name their version after it."""
    kind, at = read_uint(body, 1)
    if kind != _TOKEN:
        raise Unreadable("an auth message without a token")
    token, at = read_text(body, at)
    if at < len(body):
        _, at = read_text(body, at)
    if at != len(body):
        raise Unreadable("something follows after the end")
    if len(token) > MAX_TOKEN:
        raise TooLarge("a token of more than 4096 characters")
    return token


def payload_of(body: bytes) -> bytes:
    """Read what a stateless message holds."""
    payload, at = read_bytes(body, 1)
    if at != len(body):
        raise Unreadable("something follows after the end")
    return payload


def authenticated(*, writes: bool) -> bytes:
    """Let a login into a text."""
    return bytes((AUTH, _AUTHENTICATED)) + write_text(_READ_WRITE if writes else _READ_ONLY)


def denied(reason: str) -> bytes:
    """Keep a login out of a text."""
    return bytes((AUTH, _DENIED)) + write_text(reason[:MAX_REASON])


def closed(reason: str) -> bytes:
    """End a text; the socket stays."""
    return bytes((CLOSE,)) + write_text(reason[:MAX_REASON])


def stateless(payload: str) -> bytes:
    """Say something that changes no text."""
    return bytes((STATELESS,)) + write_text(payload)
