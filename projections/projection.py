"""What a view has to say of itself: a pure fold of one stream into one row.

The same events give the same bytes (rule 13), folded at once or with `decode(encode(row))` in between.
So a row holds no sets, and `encode` writes keys in an order that the events alone decide.
"""

from collections.abc import Mapping
from typing import Protocol, TypeVar

from msgspec import Struct

from domain.recorded import Event, Recorded

Row = TypeVar("Row")

Column = str | int | None


class Shapes(Struct, frozen=True):
    """What a view reads of an event where that is less than all: the rest is passed over, not decoded.

    `meta` stands for `Meta`, each of `events` for the event of its tag; all have a part of its fields.
    """

    meta: type[Struct]
    events: tuple[type[Event], ...]


class Projection(Protocol[Row]):
    """A view; a module with these names is one, too.

    It may have `SHAPES`: a rebuild then folds events of these `Shapes`, to the same rows.
    """

    NAME: str
    """Of the table `view_<NAME>`: small letters and underscores."""

    VERSION: int
    """Raised when the rows would look different; the view is then rebuilt at the next start."""

    STREAMS: str
    """What the names of its streams begin with; a row's id is what follows, or all if nothing does."""

    COLUMNS: Mapping[str, str]
    """Further columns to search by, with their SQL types."""

    def initial(self) -> Row:
        """Return the row of a stream without events."""

    def apply(self, row: Row, recorded: Recorded) -> Row:
        """Return the row after one more event; the row that was given may be changed on the way.

        Events may be missing before it when only those are folded that had happened by some time.
        """

    def encode(self, row: Row) -> bytes:
        """Return the bytes of a row."""

    def decode(self, body: bytes) -> Row:
        """Return the row of these bytes."""

    def columns(self, row: Row) -> Mapping[str, Column]:
        """Return a value for each of `COLUMNS`."""
