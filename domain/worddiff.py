"""Word by word differences of two texts.

Words and punctuation marks are separate tokens; a space belongs to the token before it (INTERFACE, `diff`).
The = and - pieces joined give the old text exactly, the = and + pieces the new one; - stands before +.
As many tokens as possible are shown as kept (longest common subsequence).
Only where a changed stretch is so long that this would cost too much, whole paragraphs are compared first,
then whole sentences, and what is still too long is shown as replaced.
What one answer may cost in all is bounded by its `Effort`, so that no text can keep a machine busy.
"""

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Literal

from msgspec import Struct

Mark = Literal["=", "+", "-"]
Piece = tuple[Mark, str]

LARGEST_TABLE = 1 << 28
"""Most pairs of tokens that are compared at once; a pair costs a bit, so this is 32 MiB."""

MOST_PAIRS = 1 << 30
"""Most pairs of tokens that are compared for one answer: about half a second."""

ROW_COST = 2_000
"""What a row of a table costs beside its pairs, measured in pairs."""

MOST_TOKENS = 400_000
"""Most tokens that two texts are cut into; a text of 1 MB that people wrote has 170,000."""

MOST_TOKENS_IN_ALL = 1_000_000
"""The same for all texts of one answer."""

_TOKEN = re.compile(r"(\w[\w\u0300-\u036f]*|[^\w\s])(\s*)")
_SENTENCE_ENDS = frozenset(".!?…")
_CLAUSE_ENDS = frozenset(",;:")


class Effort:
    """What may still be spent; the differences of one answer share it, in their order.

    It counts work and not time: the same texts always give the same pieces.
    """

    def __init__(self) -> None:
        self._pairs = MOST_PAIRS
        self._tokens = MOST_TOKENS_IN_ALL

    def read(self, *texts: str) -> list[list["_Token"]] | None:
        """Cut texts into tokens; None where this is more than is left, or than one comparison has."""
        most = max(0, min(MOST_TOKENS, self._tokens))
        cut: list[list[_Token]] = []
        for text in texts:
            cut.append(list(islice(_tokens(text), most + 1)))
            most -= len(cut[-1])
            self._tokens -= len(cut[-1])
            if most < 0:
                return None
        return cut

    def may_compare(self, old: int, new: int) -> bool:
        """Spend what a table of this many tokens costs, if it is left and not too large."""
        cost = (old + ROW_COST) * new + old
        enough = old * new <= LARGEST_TABLE and cost <= self._pairs
        if enough:
            self._pairs -= cost
        return enough


class _Token(Struct, frozen=True, gc=False):
    """A word or punctuation mark, and the white space after it."""

    core: str
    space: str


class _Change(Struct, frozen=True, gc=False):
    """Tokens `old_from` to `old_to` gave way to `new_from` to `new_to` (ends exclusive)."""

    old_from: int
    old_to: int
    new_from: int
    new_to: int


def diff(old: str, new: str, effort: Effort | None = None) -> list[Piece]:
    """Tell what was kept (=), deleted (-) and inserted (+), in the order of reading.

    Adjacent pieces have different marks; no piece is empty.
    """
    effort = effort or Effort()
    if old == new:
        return [("=", old)] if old else []
    cut = effort.read(old, new)
    if cut is None:
        whole: list[Piece] = [("-", old), ("+", new)]
        return [piece for piece in whole if piece[1]]
    before, after = cut
    changes = list(_changes(_common(before, after, _CUTS, effort), len(before), len(after)))
    return _pieces(before, after, _settled(before, after, changes))


def _tokens(text: str) -> Iterator[_Token]:
    """Split a text; the first token is empty and holds the white space that the text begins with."""
    lead = len(text) - len(text.lstrip())
    yield _Token("", text[:lead])
    yield from (_Token(found[1], found[2]) for found in _TOKEN.finditer(text, lead))


def _ends_sentence(token: _Token) -> bool:
    return token.core in _SENTENCE_ENDS or "\n" in token.space


def _ends_paragraph(token: _Token) -> bool:
    return "\n" in token.space


_CUTS: tuple[Callable[[_Token], bool], ...] = (_ends_paragraph, _ends_sentence)


def _common(
    old: Sequence[_Token],
    new: Sequence[_Token],
    cuts: tuple[Callable[[_Token], bool], ...],
    effort: Effort,
) -> Iterator[tuple[int, int]]:
    """Pair the indices of the tokens that stay, in order; white space after a token does not matter."""
    before = [token.core for token in old]
    after = [token.core for token in new]
    shorter = min(len(before), len(after))
    head = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if before[-1 - at] != after[-1 - at]), rest)
    yield from ((at, at) for at in range(head))
    old_end, new_end = len(before) - tail, len(after) - tail
    if effort.may_compare(old_end - head, new_end - head):
        inner = iter(_longest(before[head:old_end], after[head:new_end]))
    else:
        inner = _common_by_units(old[head:old_end], new[head:new_end], cuts, effort)
    yield from ((head + one, head + other) for one, other in inner)
    yield from ((old_end + at, new_end + at) for at in range(tail))


def _common_by_units(
    old: Sequence[_Token],
    new: Sequence[_Token],
    cuts: tuple[Callable[[_Token], bool], ...],
    effort: Effort,
) -> Iterator[tuple[int, int]]:
    """Pair what stays of two long stretches: whole units first, then tokens between them."""
    if not cuts:
        return
    before, after = _units(old, cuts[0]), _units(new, cuts[0])
    kept: list[tuple[int, int]] = []
    if effort.may_compare(len(before), len(after)):
        kept = _longest([_cores(old, unit) for unit in before], [_cores(new, unit) for unit in after])
    old_at = new_at = 0
    for one, other in kept:
        (old_from, old_to), (new_from, new_to) = before[one], after[other]
        between = _common(old[old_at:old_from], new[new_at:new_from], cuts[1:], effort)
        yield from ((old_at + left, new_at + right) for left, right in between)
        yield from zip(range(old_from, old_to), range(new_from, new_to), strict=True)
        old_at, new_at = old_to, new_to
    between = _common(old[old_at:], new[new_at:], cuts[1:], effort)
    yield from ((old_at + left, new_at + right) for left, right in between)


def _units(tokens: Sequence[_Token], ends: Callable[[_Token], bool]) -> list[tuple[int, int]]:
    """Cut tokens after each one that ends a unit; give the bounds."""
    cuts = [at + 1 for at, token in enumerate(tokens) if ends(token)]
    bounds = sorted({0, *cuts, len(tokens)})
    return list(pairwise(bounds))


def _cores(tokens: Sequence[_Token], bounds: tuple[int, int]) -> tuple[str, ...]:
    return tuple(token.core for token in tokens[slice(*bounds)])


def _longest(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Pair the indices of a longest common subsequence.

    Bit-parallel (Hyyrö 2004): in row j, bit i is 0 where old[i] lengthens the common subsequence with the
    first j items of new.
    """
    if not old or not new:
        return []
    places = _places(old, set(new))
    full = (1 << len(old)) - 1
    rows = [full]
    for item in new:
        row = rows[-1]
        hits = row & places.get(item, 0)
        rows.append(((row + hits) | (row - hits)) & full)
    return _traced(rows, len(old))


def _places(items: Sequence[Hashable], wanted: set[Hashable]) -> dict[Hashable, int]:
    """Tell by a bit for each index where the wanted items stand."""
    found: dict[Hashable, list[int]] = {}
    for at, item in enumerate(items):
        if item in wanted:
            found.setdefault(item, []).append(at)
    return {item: _bits(indices) for item, indices in found.items()}


def _bits(indices: Sequence[int]) -> int:
    """Set these bits; one after the other in an `int` would copy it for each."""
    raw = bytearray(indices[-1] // 8 + 1)
    for at in indices:
        raw[at >> 3] |= 1 << (at & 7)
    return int.from_bytes(raw, "little")


def _traced(rows: Sequence[int], columns: int) -> list[tuple[int, int]]:
    """Walk back through the rows of `_longest` from the last corner; to ask for bits each becomes bytes."""
    pairs: list[tuple[int, int]] = []
    size = columns // 8 + 1
    column, line = columns, len(rows) - 1
    row = rows[line].to_bytes(size, "little")
    while column and line:
        bit = column - 1
        if row[bit >> 3] >> (bit & 7) & 1:
            column -= 1
            continue
        line -= 1
        row = rows[line].to_bytes(size, "little")
        if row[bit >> 3] >> (bit & 7) & 1:
            column -= 1
            pairs.append((column, line))
    pairs.reverse()
    return pairs


def _changes(pairs: Iterator[tuple[int, int]], old_end: int, new_end: int) -> Iterator[_Change]:
    """Give the gaps between the tokens that stay."""
    old_at = new_at = 0
    for one, other in pairs:
        if (one, other) != (old_at, new_at):
            yield _Change(old_at, one, new_at, other)
        old_at, new_at = one + 1, other + 1
    if (old_at, new_at) != (old_end, new_end):
        yield _Change(old_at, old_end, new_at, new_end)


def _settled(old: Sequence[_Token], new: Sequence[_Token], changes: Sequence[_Change]) -> list[_Change]:
    """Move each pure insertion or deletion, where it may stand in several places, to the most natural one."""
    settled: list[_Change] = []
    for at, change in enumerate(changes):
        above = change.old_from - (settled[-1].old_to if settled else 1)
        following = changes[at + 1].old_from if at + 1 < len(changes) else len(old)
        below = following - change.old_to
        if change.old_from == change.old_to:
            shift = _best_shift(new, (change.new_from, change.new_to), old, change.old_from, (above, below))
        elif change.new_from == change.new_to:
            shift = _best_shift(old, (change.old_from, change.old_to), new, change.new_from, (above, below))
        else:
            shift = 0
        settled.append(
            _Change(
                change.old_from + shift,
                change.old_to + shift,
                change.new_from + shift,
                change.new_to + shift,
            )
        )
    return settled


def _best_shift(
    longer: Sequence[_Token],
    block: tuple[int, int],
    shorter: Sequence[_Token],
    beside: int,
    room: tuple[int, int],
) -> int:
    """Find how far a block of `longer` moves so that it begins where a paragraph, sentence or clause does.

    Among equals the place with less change of white space wins, then the later one.
    """
    start, end = block
    shift = 0
    while -shift < room[0] and longer[start + shift - 1].core == longer[end + shift - 1].core:
        shift -= 1
    respaced = 0
    best = (_break_before(longer, start + shift), 0, shift)
    while shift < room[1] and longer[start + shift].core == longer[end + shift].core:
        space = shorter[beside + shift].space
        respaced += (space != longer[start + shift].space) - (space != longer[end + shift].space)
        shift += 1
        best = max(best, (_break_before(longer, start + shift), -respaced, shift))
    return best[2]


def _break_before(tokens: Sequence[_Token], at: int) -> int:
    """Rate the break before a token: 3 paragraph, 2 sentence, 1 clause, 0 none."""
    token = tokens[at - 1]
    if at == 1 or "\n" in token.space:
        return 3
    if token.core in _SENTENCE_ENDS and token.space:
        return 2
    return int(token.core in _CLAUSE_ENDS)


class _Draft:
    """The pieces so far, and the deletion and insertion that are still growing."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._kept: list[str] = []
        self._deleted: list[str] = []
        self._inserted: list[str] = []

    def keep(self, text: str) -> None:
        if not text:
            return
        if self._deleted or self._inserted:
            self._close_change()
        self._kept.append(text)

    def change(self, deleted: str, inserted: str) -> None:
        self._deleted += [deleted] if deleted else []
        self._inserted += [inserted] if inserted else []

    def finish(self) -> list[Piece]:
        self._close_change()
        self._flush("=", self._kept)
        return self.pieces

    def _close_change(self) -> None:
        """Write what was kept before the change, and the change; white space at its end may stay."""
        deleted, inserted = "".join(self._deleted), "".join(self._inserted)
        spare = _common_space(deleted, inserted) if deleted.isspace() or inserted.isspace() else 0
        self._flush("=", self._kept)
        self._flush("-", [deleted[: len(deleted) - spare]])
        self._flush("+", [inserted[: len(inserted) - spare]])
        self._deleted, self._inserted = [], []
        self._kept = [deleted[len(deleted) - spare :]] if spare else []

    def _flush(self, mark: Mark, parts: list[str]) -> None:
        text = "".join(parts)
        if text:
            self.pieces.append((mark, text))


def _common_space(one: str, other: str) -> int:
    """Count the white space that both texts end with."""
    count = 0
    for left, right in zip(reversed(one), reversed(other), strict=False):
        if left != right or not left.isspace():
            break
        count += 1
    return count


def _pieces(old: Sequence[_Token], new: Sequence[_Token], changes: Sequence[_Change]) -> list[Piece]:
    """Write the pieces; where a kept token only has other white space after it, that alone is changed."""
    draft = _Draft()
    old_at = new_at = 0
    for change in (*changes, _Change(len(old), len(old), len(new), len(new))):
        for was, now in zip(old[old_at : change.old_from], new[new_at : change.new_from], strict=True):
            draft.keep(was.core)
            same = _common_prefix(was.space, now.space)
            draft.keep(was.space[:same])
            draft.change(was.space[same:], now.space[same:])
        draft.change(_text(old[change.old_from : change.old_to]), _text(new[change.new_from : change.new_to]))
        old_at, new_at = change.old_to, change.new_to
    return draft.finish()


def _text(tokens: Sequence[_Token]) -> str:
    return "".join(token.core + token.space for token in tokens)


def _common_prefix(one: str, other: str) -> int:
    return next(
        (at for at in range(min(len(one), len(other))) if one[at] != other[at]), min(len(one), len(other))
    )
