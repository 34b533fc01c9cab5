"""The usual small update, read at once: one run of text of one client, and nothing deleted.

Nearly all that people type is of this kind. What is not, or not certainly, is read and judged in general
(`update.py`, `judgement.py`), which comes to the same verdict for what is of this kind (a test compares).
"""

import re
from functools import lru_cache
from typing import Final

from msgspec import Struct

from infra.collaboration.known import Known
from infra.collaboration.ranges import Ranges
from infra.collaboration.update import MAX_CLOCK, ROOT, STRING, Id, Run, Update, units

_NUMBER: Final = rb"([\x00-\x7f]|[\x80-\xff]{1,6}[\x01-\x7f])"
"""A number in its shortest form; longer ones are left to the general reader."""
_ID: Final = _NUMBER + _NUMBER
_ROOT: Final = rb"\x04\x01" + bytes((len(ROOT),)) + ROOT.encode()
_STROKE: Final = re.compile(
    # Behind a character, before one, between two, or into the empty text.
    rb"\x01\x01" + _ID + rb"(\x84" + _ID + rb"|\x44" + _ID + rb"|\xc4" + _ID + _ID + rb"|" + _ROOT + rb")"
    rb"([\x01-\x7f])([^\x00]+)\x00",
    re.DOTALL,
)
LONGEST: Final = 200
"""Bytes of such an update, about: a text of 127."""


class Stroke(Struct, frozen=True, gc=False):
    """A run of text as it was sent, as `text`; `head` is what stands before its length.

    `right`: the neighbour after it as it was sent, b"" for none.
    `goes_on`: it stands directly behind what its client typed last.
    """

    client: int
    clock: int
    end: int
    origin: Id | None
    following: Id | None
    head: bytes
    right: bytes
    text: bytes
    characters: int
    goes_on: bool

    def update(self) -> Update:
        """Give it as any other update."""
        raw = self.head + bytes((len(self.text),)) + self.text
        text = self.text.decode()
        run = Run(STRING, self.clock, self.end - self.clock, self.origin, self.following, text, "", raw)
        return Update({self.client: [run]}, Ranges())


def read_stroke(data: bytes) -> Stroke | None:
    """Read an update of the usual kind; None where it is to be read in general."""
    found = _STROKE.fullmatch(data) if len(data) <= LONGEST else None
    if found is None:
        return None
    client, clock, head, o1, o2, r1, r2, b1, b2, b3, b4, length, text = found.groups()
    if len(text) != length[0]:
        return None
    if text.isascii():
        count = characters = len(text)
    else:
        try:
            content = text.decode()
        except UnicodeDecodeError:
            return None
        count, characters = units(content), len(content)
        if count != characters:
            return None  # some characters take two clocks
    number, at = _client(client), _number(clock)
    if at + count > MAX_CLOCK:
        return None
    origin = following = None
    right = b""
    if o1 is not None:
        origin = (_client(o1), _number(o2))
    elif r1 is not None:
        following, right = (_client(r1), _number(r2)), r1 + r2
    elif b1 is not None:
        origin, following, right = (_client(b1), _number(b2)), (_client(b3), _number(b4)), b3 + b4
    goes_on = origin is not None and origin[0] == number and origin[1] == at - 1
    return Stroke(number, at, at + count, origin, following, head, right, text, characters, goes_on)


def fits(stroke: Stroke, known: Known) -> bool:
    """Say whether it goes on directly from what is known, between characters that are known and whole."""
    clocks = known.clocks
    if clocks.get(stroke.client, 0) != stroke.clock:
        return False
    for neighbour, beside in ((stroke.origin, 1), (stroke.following, 0)):
        if neighbour is not None:
            client, clock = neighbour
            if clock >= clocks.get(client, 0):
                return False
            halves = known.halves.get(client)
            if halves and clock + beside in halves:
                return False
    return True


def _number(raw: bytes) -> int:
    value = shift = 0
    for byte in raw:
        value |= (byte & 0x7F) << shift
        shift += 7
    return value


@lru_cache(maxsize=4_096)
def _client(raw: bytes) -> int:
    return _number(raw)
