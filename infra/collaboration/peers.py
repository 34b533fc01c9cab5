"""What the rooms of one text say to each other where several nodes have it open.

All of it is a hint: what was typed is read from the store, and who is there is told again every few seconds.
"""

from collections.abc import Callable
from typing import Final

import msgspec
from msgspec import Struct

from infra.collaboration.presence import Seen

REFRESH: Final = 10.0
"""Seconds after which a node tells anew who is in its rooms."""
MISSED: Final = 3
"""Times that a node may be silent before whoever it showed counts as gone."""

Say = Callable[[bytes], None]
"""Say something to the other nodes; nothing waits, and it may get lost."""


class Typed(Struct, frozen=True, tag="typed", array_like=True):
    """The journal of a text reaches at least to this row."""

    document: str
    row: int


class Present(Struct, frozen=True, tag="present", array_like=True):
    """Who is in a room; `whole`: and nobody else."""

    document: str
    shown: list[Seen]
    whole: bool


class Opened(Struct, frozen=True, tag="opened", array_like=True):
    """A room was opened, and asks who else is there."""

    document: str


class Doubted(Struct, frozen=True, tag="doubted", array_like=True):
    """A login of this person (its opaque id) may have ended."""

    person: str


RoomWord = Typed | Present | Opened
Word = RoomWord | Doubted

_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Word] = msgspec.msgpack.Decoder(Word)


def written(word: Word) -> bytes:
    """Write a word."""
    return _encoder.encode(word)


def read(data: bytes) -> Word | None:
    """Read a word; None where it is none that this node knows."""
    try:
        return _decoder.decode(data)
    except msgspec.DecodeError:
        return None


def to_nobody(_: bytes) -> None:
    """Say nothing: there are no other nodes."""
