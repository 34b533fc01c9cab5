"""Numbers and byte strings as lib0 writes them.

Only the shortest form of a number is read: what is stored is then the one way to write it.
"""

from typing import Final

from infra.collaboration.errors import Unreadable

MAX_UINT: Final = 2**53 - 1
"""The largest number that a JavaScript client can hold exactly."""
_LAST_SHIFT: Final = 49
_CONTINUES: Final = 0x80
"""Set in each byte of a number but the last; the other seven bits count."""


def read_uint(data: bytes, at: int) -> tuple[int, int]:
    """Give the number at `at` and where the next thing begins."""
    try:
        byte = data[at]
        if byte < _CONTINUES:
            return byte, at + 1
        value = byte & 0x7F
        shift = 7
        while True:
            at += 1
            byte = data[at]
            value |= (byte & 0x7F) << shift
            if byte < _CONTINUES:
                break
            shift += 7
            if shift > _LAST_SHIFT:
                raise Unreadable("a number has too many bytes")
    except IndexError:
        raise Unreadable("the message ends inside a number") from None
    if byte == 0 or value > MAX_UINT:
        raise Unreadable("a number is too large or not in its shortest form")
    return value, at + 1


def write_uint(value: int) -> bytes:
    """Write a number."""
    if value < _CONTINUES:
        return bytes((value,))
    out = bytearray()
    while value >= _CONTINUES:
        out.append(value & 0x7F | _CONTINUES)
        value >>= 7
    out.append(value)
    return bytes(out)


def read_bytes(data: bytes, at: int) -> tuple[bytes, int]:
    """Give the byte string at `at` and where the next thing begins."""
    length, at = read_uint(data, at)
    end = at + length
    if end > len(data):
        raise Unreadable("the message ends inside a byte string")
    return data[at:end], end


def write_bytes(value: bytes) -> bytes:
    """Write a byte string with its length before it."""
    return write_uint(len(value)) + value


def read_text(data: bytes, at: int) -> tuple[str, int]:
    """Give the text at `at` and where the next thing begins; it is UTF-8 without surrogates."""
    raw, at = read_bytes(data, at)
    try:
        return raw.decode(), at
    except UnicodeDecodeError:
        raise Unreadable("a text is not UTF-8") from None


def write_text(value: str) -> bytes:
    """Write a text, its length counted in bytes."""
    return write_bytes(value.encode())
