"""What was changed aloud in a sitting, by item: the words, whether they were read back, and frozen."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from domain.session.events.wording import (
    WordingChanged,
    WordingEvent,
    WordingFrozen,
    WordingReadBack,
    WordingWithdrawn,
)


class Spoken(Struct, frozen=True):
    """A text as it was changed aloud, and the motion that this is in the paper."""

    amendment: str
    text: str


class Wordings(Struct, frozen=True, kw_only=True):
    """The texts of an item's paper that were changed aloud; `frozen`: the content hash to vote on."""

    spoken: dict[str, Spoken] = {}
    read_back: bool = False
    frozen: str | None = None


NOTHING = Wordings()


def evolve(by_item: Mapping[str, Wordings], event: WordingEvent) -> dict[str, Wordings]:
    """The wordings after one more event; another change must be read back and frozen again."""
    before = by_item.get(event.item, NOTHING)
    return {**by_item, event.item: _after(before, event)}


def _after(before: Wordings, event: WordingEvent) -> Wordings:
    match event:
        case WordingChanged():
            return Wordings(spoken={**before.spoken, event.document: Spoken(event.amendment, event.text)})
        case WordingWithdrawn():
            kept = {key: each for key, each in before.spoken.items() if each.amendment != event.amendment}
            return Wordings(spoken=kept)
        case WordingReadBack():
            return replace(before, read_back=True)
        case WordingFrozen():
            return replace(before, frozen=event.hash)
