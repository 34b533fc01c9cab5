"""What can happen to wording that is changed aloud."""

from typing import ClassVar

from domain.flag import Flag
from domain.recorded import Event
from domain.text import Splice


class WordingChanged(Event, frozen=True, kw_only=True, tag="session.wording_changed.1"):
    """Aloud, a text of the item's paper was changed in the sitting's own copy.

    From `old`, what was carried in it so far, to `text`, by `splices`.
    `amendment` is the motion that this is, on top of the motions `after`; `replaces`: the one that an earlier
    change aloud of the same text was.
    """

    ABOUT: ClassVar = "amendment"
    item: str
    amendment: str
    document: str
    old: str
    text: str
    splices: tuple[Splice, ...]
    after: tuple[str, ...] = ()
    replaces: str | None = None
    proposer: str
    committee: str | None = None


class WordingWithdrawn(Event, frozen=True, kw_only=True, tag="session.wording_withdrawn.1"):
    """A change made aloud was taken back before the vote."""

    ABOUT: ClassVar = "amendment"
    item: str
    amendment: str
    reason: str


class WordingReadBack(Event, frozen=True, kw_only=True, tag="session.wording_read_back.1"):
    """The words that were changed aloud were read back to the body."""

    ABOUT: ClassVar = "item"
    item: str


class WordingFrozen(Event, frozen=True, kw_only=True, tag="session.wording_frozen.1"):
    """The sitting's copy is what will be voted on; `hash` is its content hash (rule 7)."""

    ABOUT: ClassVar = "item"
    item: str
    hash: str
    flags: tuple[Flag, ...] = ()


WordingEvent = WordingChanged | WordingWithdrawn | WordingReadBack | WordingFrozen
"""What happens to words spoken."""
