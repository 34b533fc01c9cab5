"""A Yjs update (version 1), read to the last byte before pycrdt sees it.

One update of 100 KB with 50,000 nested arrays ends the process inside pycrdt, so nothing nested is read
here, and whatever is not formatted text in the root `text` is refused (COLLAB.md, "what a validator must
do").
"""

from typing import Final

import msgspec
from msgspec import Struct

from infra.collaboration.encoding import read_bytes, read_text, read_uint, write_text, write_uint
from infra.collaboration.errors import NotAllowed, SplitCharacter, TooLarge, Unreadable
from infra.collaboration.ranges import Ranges, Span

ROOT: Final = "text"
"""The one Y.Text of a document."""

GC: Final = 0
DELETED: Final = 1
STRING: Final = 4
FORMAT: Final = 6
SKIP: Final = 10

MAX_CLOCK: Final = 2**31 - 1
"""pycrdt counts clocks in 32 bits; no client types two thousand million characters."""
MAX_RUN: Final = 2**22
"""The longest run without content: as many characters as a frame could ever have brought."""
MAX_DELETIONS: Final = 100_000
"""Ranges in a delete set, which every sync step 2 repeats."""

_ORIGIN: Final = 0x80
_RIGHT_ORIGIN: Final = 0x40
_PARENT_SUB: Final = 0x20
_KIND: Final = 0x1F
_NAMED_PARENT: Final = 1

Id = tuple[int, int]
"""A Yjs client and its clock."""


class Run(Struct, frozen=True, gc=False):
    """Consecutive clocks of one client with one content.

    `length` counts clocks: UTF-16 units of a string, 1 for a format.
    `content` is the string, or the key of a format and `value` its JSON; `raw` is the run as it was sent.
    """

    kind: int
    clock: int
    length: int
    origin: Id | None
    right: Id | None
    content: str
    value: str
    raw: bytes

    @property
    def end(self) -> int:
        """The clock after the last one of this run."""
        return self.clock + self.length

    def halves(self) -> list[int]:
        """Give the clocks that are the second half of a character outside the BMP."""
        if self.kind != STRING or len(self.content) == self.length:
            return []
        found = []
        clock = self.clock
        for character in self.content:
            clock += 1
            if character > "\uffff":
                found.append(clock)
                clock += 1
        return found


class Update(Struct, frozen=True, gc=False):
    """What an update brings: runs of each client in the order of their clocks, and deleted clocks.

    Where a run does not begin at the end of the one before it, the update leaves something out.
    """

    runs: dict[int, list[Run]]
    deletions: Ranges


def units(text: str) -> int:
    """Give the length of a text in UTF-16 units, as Yjs counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def parse_own(data: bytes) -> Update:
    """Read an update that pycrdt made of what was accepted: it joins what was deleted, however long."""
    return parse(data, MAX_CLOCK)


def parse(data: bytes, longest: int = MAX_RUN) -> Update:
    """Read an update to its last byte; raises `Unreadable`, `NotAllowed` or `TooLarge`."""
    runs: dict[int, list[Run]] = {}
    clients, at = read_uint(data, 0)
    for _ in range(clients):
        count, at = read_uint(data, at)
        client, at = read_uint(data, at)
        if client in runs:
            raise Unreadable("a client comes twice")
        runs[client], at = _parse_client(data, at, count, longest)
    deletions, at = _parse_deletions(data, at)
    if at != len(data):
        raise Unreadable("something follows after the end")
    return Update(runs, deletions)


def _parse_client(data: bytes, at: int, count: int, longest: int) -> tuple[list[Run], int]:
    runs: list[Run] = []
    clock, at = read_uint(data, at)
    for _ in range(count):
        run, at = _parse_run(data, at, clock, longest)
        clock = run.end
        if clock > MAX_CLOCK:
            raise Unreadable("a clock is beyond what a client can reach")
        if run.kind != SKIP:
            runs.append(run)
    return runs, at


def _parse_run(data: bytes, at: int, clock: int, longest: int) -> tuple[Run, int]:
    if at >= len(data):
        raise Unreadable("the message ends before a run")
    begin = at
    info = data[at]
    at += 1
    if info in {GC, SKIP}:
        length, at = _parse_length(data, at, MAX_CLOCK if info == SKIP else longest)
        return Run(info, clock, length, None, None, "", "", data[begin:at]), at
    if info & _PARENT_SUB:
        raise NotAllowed("a key of a map")
    origin = right = None
    if info & _ORIGIN:
        origin, at = _parse_id(data, at)
    if info & _RIGHT_ORIGIN:
        right, at = _parse_id(data, at)
    if origin is None and right is None:
        at = _parse_parent(data, at)
    kind = info & _KIND
    length, content, value, at = _parse_content(data, at, kind, longest)
    return Run(kind, clock, length, origin, right, content, value, data[begin:at]), at


def _parse_id(data: bytes, at: int) -> tuple[Id, int]:
    client, at = read_uint(data, at)
    clock, at = read_uint(data, at)
    return (client, clock), at


def _parse_parent(data: bytes, at: int) -> int:
    named, at = read_uint(data, at)
    if named != _NAMED_PARENT:
        raise NotAllowed("a parent that is not the text")
    name, at = read_bytes(data, at)
    if name != ROOT.encode():
        raise NotAllowed("a parent that is not the text")
    return at


def _parse_content(data: bytes, at: int, kind: int, longest: int) -> tuple[int, str, str, int]:
    if kind == STRING:
        text, at = read_text(data, at)
        if not text:
            raise Unreadable("an empty string")
        return units(text), text, "", at
    if kind == DELETED:
        length, at = _parse_length(data, at, longest)
        return length, "", "", at
    if kind == FORMAT:
        key, at = read_text(data, at)
        value, at = read_text(data, at)
        return 1, key, value, at
    raise NotAllowed(f"content of kind {kind}")


def _parse_length(data: bytes, at: int, most: int) -> tuple[int, int]:
    length, at = read_uint(data, at)
    if not 1 <= length <= most:
        raise Unreadable("a run without content is empty or too long")
    return length, at


def _parse_deletions(data: bytes, at: int) -> tuple[Ranges, int]:
    deletions = Ranges()
    total = 0
    clients, at = read_uint(data, at)
    for _ in range(clients):
        client, at = read_uint(data, at)
        count, at = read_uint(data, at)
        total += count
        if total > MAX_DELETIONS:
            raise TooLarge("too many deleted ranges")
        spans: list[Span] = []
        for _ in range(count):
            start, at = read_uint(data, at)
            length, at = read_uint(data, at)
            if start + length > MAX_CLOCK:
                raise Unreadable("a clock is beyond what a client can reach")
            spans.append((start, start + length))
        deletions.add_all(client, spans)
    return deletions, at


def without_beginning(run: Run, client: int, known: int) -> Run:
    """Leave out the clocks of a run before `known`, as Yjs does when the other side has them already."""
    length = run.end - known
    if run.kind == GC:
        return Run(GC, known, length, None, None, "", "", bytes((GC,)) + write_uint(length))
    head = bytes((_ORIGIN | (_RIGHT_ORIGIN if run.right else 0) | run.kind,))
    ids = write_uint(client) + write_uint(known - 1)
    if run.right:
        ids += write_uint(run.right[0]) + write_uint(run.right[1])
    origin = (client, known - 1)
    if run.kind == DELETED:
        return Run(DELETED, known, length, origin, run.right, "", "", head + ids + write_uint(length))
    if known in run.halves():
        raise SplitCharacter("the known part ends inside a character")
    content = run.content.encode("utf-16-le")[2 * (known - run.clock) :].decode("utf-16-le")
    return Run(STRING, known, length, origin, run.right, content, "", head + ids + write_text(content))


def with_content(run: Run, content: str) -> Run:
    """Put another string of the same length into a run; it stays between the same neighbours."""
    head = run.raw[: -len(write_text(run.content))]
    return msgspec.structs.replace(run, content=content, raw=head + write_text(content))


def encode(update: Update) -> bytes:
    """Write an update whose runs leave nothing out."""
    return encode_parts(
        [
            (client, runs[0].clock, len(runs), [run.raw for run in runs])
            for client, runs in update.runs.items()
            if runs
        ],
        update.deletions,
    )


def encode_parts(runs: list[tuple[int, int, int, list[bytes]]], deletions: Ranges) -> bytes:
    """Write an update: of each client the first clock, how many runs, and these as they are sent.

    Clients with high ids come first, as in Yjs.
    """
    out = [write_uint(len(runs))]
    for client, clock, count, parts in sorted(runs, reverse=True):
        out += (write_uint(count), write_uint(client), write_uint(clock))
        out += parts
    deleted = sorted(deletions.items(), reverse=True)
    out.append(write_uint(len(deleted)))
    for client, spans in deleted:
        out += (write_uint(client), write_uint(len(spans)))
        for start, end in spans:
            out += (write_uint(start), write_uint(end - start))
    return b"".join(out)
