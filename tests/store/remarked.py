"""A view for tests: all remarks of a Vorlage, in order; it can be told to fail."""

from collections.abc import Mapping
from typing import Any

import msgspec

from domain.recorded import Recorded


class Remarked:
    """Counts and lists remarks; what contains a word of `fails_on` it cannot follow."""

    STREAMS = "vorlagen/"
    COLUMNS: Mapping[str, str] = {"count": "INTEGER", "last": "TEXT"}

    def __init__(
        self, name: str = "remarked", version: int = 1, *, fails_on: str = "", odd: str = ""
    ) -> None:
        self.NAME = name
        self.VERSION = version
        self.fails_on = fails_on
        self.odd = odd
        self.applied = 0

    def initial(self) -> list[str]:
        """Begin with nothing."""
        return []

    def apply(self, row: list[str], recorded: Recorded) -> list[str]:
        """Add a remark."""
        remark: str = recorded.event.remark  # type: ignore[attr-defined]
        row.append(remark)  # changed on the way, also when it fails
        self.applied += 1
        if self.fails_on and self.fails_on in remark:
            raise ValueError(remark)
        return row

    def encode(self, row: list[str]) -> bytes:
        """Write JSON, with the version, so that another one gives other bytes."""
        return msgspec.json.encode([self.VERSION, *row])

    def decode(self, body: bytes) -> list[str]:
        """Read JSON."""
        _, *row = msgspec.json.decode(body, type=list[int | str])
        return [str(remark) for remark in row]

    def columns(self, row: list[str]) -> Mapping[str, Any]:
        """Give a value that no column takes where it is told to."""
        last = row[-1]
        return {"count": len(row), "last": object() if self.odd and self.odd in last else last}
