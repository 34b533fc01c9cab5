"""What stands in the two streams of a store in Redis.

`…:log` has an entry for a run of events, its id made of the last position: Redis refuses a repeat and
whatever is older. `…:words` has what nodes say to each other beside the log; what was missed is gone.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from domain.recorded import Recorded
from infra.store.mapper import EventMapper
from infra.store.rows import LogRow, all_recorded, to_microseconds

NODE: Final = b"n"
ROWS: Final = b"r"
WORDS: Final = b"w"
"""Fields of an entry: whose it is, the stored rows (left out: only the position is told), what is said."""

Fields = dict[bytes, bytes]

_rows = msgspec.msgpack.Decoder(list[LogRow])
_words = msgspec.msgpack.Decoder(list[bytes])


class Streams:
    """The names of the streams of a store."""

    def __init__(self, store: str) -> None:
        self.log = f"vorlagenwerk:{store}:log".encode()
        self.words = f"vorlagenwerk:{store}:words".encode()


def entry_id(position: int) -> bytes:
    """Return the id of the entry that ends with a position."""
    return b"%d-0" % position


def position_of(entry: bytes) -> int:
    """Return the last position that an entry tells of."""
    return int(entry.partition(b"-")[0])


def packed_rows(mapper: EventMapper, run: Sequence[Recorded]) -> bytes:
    """Write events as they are stored."""
    return msgspec.msgpack.encode(
        [
            (
                each.position,
                each.stream,
                each.version,
                to_microseconds(each.recorded_at),
                mapper.encode(each.meta, each.event),
            )
            for each in run
        ]
    )


def read_rows(mapper: EventMapper, packed: bytes) -> list[Recorded]:
    """Read events; `msgspec.DecodeError` where they are none that this node knows."""
    return all_recorded(mapper, _rows.decode(packed))


def packed_words(words: Sequence[bytes]) -> bytes:
    """Write what is said."""
    return msgspec.msgpack.encode(words)


def read_words(packed: bytes) -> list[bytes]:
    """Read what was said; `msgspec.DecodeError` where it is something else."""
    return _words.decode(packed)
