"""Messages as the server's WebSocket frames (RFC 6455, 5.2): whole, unmasked texts."""

from collections.abc import Callable
from struct import Struct
from typing import Final

PUSH: Final = "vorlagenwerk.push"
"""The extension of the ASGI scope that writes a ready frame (`api/pushing.py`)."""

Push = Callable[[bytes], bool]
"""Writes a frame behind everything that was sent; False where that is not possible now."""

TEXT: Final = 0x81
SHORT: Final = 125
MIDDLE: Final = 0xFFFF
TWO: Final = Struct("!BBH").pack
EIGHT: Final = Struct("!BBQ").pack


def frame(text: str) -> bytes:
    """The frame of a text."""
    body = text.encode()
    length = len(body)
    if length <= SHORT:
        return bytes((TEXT, length)) + body
    return (TWO(TEXT, 126, length) if length <= MIDDLE else EIGHT(TEXT, 127, length)) + body


class Frames:
    """Frames that are made once for all who are sent the same text, one after the other."""

    def __init__(self) -> None:
        self._last = "", frame("")

    def of(self, text: str) -> bytes:
        """The frame of a text."""
        last, made = self._last
        if last is not text:
            made = frame(text)
            self._last = text, made
        return made
