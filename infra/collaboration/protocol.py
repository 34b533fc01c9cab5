"""The messages of y-websocket: sync steps, updates, awareness.

Source: y-protocols 1.0 (`PROTOCOL.md`, `sync.js`, `awareness.js`); a socket message carries exactly one of
them.
"""

from typing import Final

from msgspec import Struct

from infra.collaboration.encoding import read_bytes, read_text, read_uint, write_bytes, write_text, write_uint
from infra.collaboration.errors import TooLarge, Unreadable

MAX_FRAME: Final = 4 * 1024 * 1024
"""The largest message that is looked at, in bytes."""
MAX_CLIENTS: Final = 100_000
"""Clients in a state vector."""
MAX_STATES: Final = 1_000
"""Presence states in one message: every client repeats those of the others."""

_SYNC: Final = 0
_AWARENESS: Final = 1
_AUTH: Final = 2
_QUERY_AWARENESS: Final = 3
_STEP_1: Final = 0
_STEP_2: Final = 1
_UPDATE: Final = 2


class SyncStep1(Struct, frozen=True):
    """What a client has: the next clock of each Yjs client."""

    clocks: dict[int, int]


class SyncStep2(Struct, frozen=True):
    """All that the other side lacks, as an update."""

    update: bytes


class Edit(Struct, frozen=True):
    """An update as it happens."""

    update: bytes


class Presence(Struct, frozen=True):
    """What one client shows of itself; `state` is JSON, "null" when it is gone."""

    client: int
    clock: int
    state: str


class Presences(Struct, frozen=True):
    """Presence of one or more clients."""

    states: tuple[Presence, ...]


class QueryPresences(Struct, frozen=True):
    """A wish to be told of everybody's presence."""


class Ignored(Struct, frozen=True):
    """A message that is for clients only."""


_SMALL_EDIT: Final = bytes((_SYNC, _UPDATE))
_LONG: Final = 0x80
"""From here on a length takes more than a byte."""

Message = SyncStep1 | SyncStep2 | Edit | Presences | QueryPresences | Ignored


def looked_at(frame: bytes | str) -> bytes:
    """Give what came over a socket if it may be a message; raises a `Refused`."""
    if isinstance(frame, str):
        raise Unreadable("a message of text")
    if len(frame) > MAX_FRAME:
        raise TooLarge("a message of more than 4 MiB")
    return frame


def read(frame: bytes) -> Message:
    """Read one message to its last byte; raises `Unreadable` or `TooLarge`."""
    kind, at = read_uint(frame, 0)
    if kind == _SYNC:
        return _read_sync(frame, at)
    if kind == _AWARENESS:
        content, at = read_bytes(frame, at)
        _check_end(frame, at)
        return Presences(_read_presences(content))
    if kind == _QUERY_AWARENESS:
        _check_end(frame, at)
        return QueryPresences()
    if kind == _AUTH:
        return Ignored()
    raise Unreadable("an unknown message")


def small_edit(frame: bytes | str) -> bytes | None:
    """Give the update of a small edit, the most frequent message; None for any other."""
    if isinstance(frame, bytes) and frame[:2] == _SMALL_EDIT:
        size = len(frame) - 3
        if 0 < size < _LONG and frame[2] == size:
            return frame[3:]
    return None


def _read_sync(frame: bytes, at: int) -> Message:
    step, at = read_uint(frame, at)
    content, at = read_bytes(frame, at)
    _check_end(frame, at)
    if step == _STEP_1:
        return SyncStep1(_read_clocks(content))
    if step == _STEP_2:
        return SyncStep2(content)
    if step == _UPDATE:
        return Edit(content)
    raise Unreadable("an unknown sync message")


def _read_clocks(data: bytes) -> dict[int, int]:
    count, at = read_uint(data, 0)
    if count > MAX_CLIENTS:
        raise TooLarge("a state vector of too many clients")
    clocks: dict[int, int] = {}
    for _ in range(count):
        client, at = read_uint(data, at)
        clocks[client], at = read_uint(data, at)
    _check_end(data, at)
    return clocks


def _read_presences(data: bytes) -> tuple[Presence, ...]:
    count, at = read_uint(data, 0)
    if count > MAX_STATES:
        raise TooLarge("presence of too many clients")
    states: list[Presence] = []
    for _ in range(count):
        client, at = read_uint(data, at)
        clock, at = read_uint(data, at)
        state, at = read_text(data, at)
        states.append(Presence(client, clock, state))
    _check_end(data, at)
    return tuple(states)


def _check_end(data: bytes, at: int) -> None:
    if at != len(data):
        raise Unreadable("something follows after the end")


def write_clocks(clocks: dict[int, int]) -> bytes:
    """Write a state vector."""
    pairs = (write_uint(client) + write_uint(clock) for client, clock in sorted(clocks.items(), reverse=True))
    return write_uint(len(clocks)) + b"".join(pairs)


def step_1(clocks: dict[int, int]) -> bytes:
    """Ask for all that a client has beyond these clocks."""
    return bytes((_SYNC, _STEP_1)) + write_bytes(write_clocks(clocks))


def step_2(update: bytes) -> bytes:
    """Give a client all that it lacks."""
    return bytes((_SYNC, _STEP_2)) + write_bytes(update)


def edit(update: bytes) -> bytes:
    """Pass on an update."""
    return bytes((_SYNC, _UPDATE)) + write_bytes(update)


def presences(states: list[Presence]) -> bytes:
    """Pass on presence; an empty list only shows that the server is there."""
    content = [write_uint(len(states))]
    for state in states:
        content += (write_uint(state.client), write_uint(state.clock), write_text(state.state))
    return bytes((_AWARENESS,)) + write_bytes(b"".join(content))
