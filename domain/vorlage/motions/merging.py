"""Motions put together: what a text says with some of them in it, in some order (rule 9).

A motion's effect is the fewest insertions and deletions of words, relative to one base text.
Two overlap where their changed ranges intersect, or where both insert at the same point; then nobody but
people can say what is meant, and the later one is stated anew on top of the earlier.
Motions without overlaps are laid side by side over the base, so that their order cannot matter.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from domain import worddiff
from domain.text import Splice, apply, from_diff
from domain.worddiff import Effort


class Edit(Struct, frozen=True, order=True):
    """Code points `begin` to `end` (exclusive) of the base give way to `insert`."""

    begin: int
    end: int
    insert: str = ""

    @property
    def growth(self) -> int:
        """How much longer the text becomes."""
        return len(self.insert) - (self.end - self.begin)

    def holds(self, other: "Edit") -> bool:
        """Whether another edit lies within, its edges included."""
        return self.begin <= other.begin and other.end <= self.end

    def moved(self, by: int) -> "Edit":
        """The same edit somewhere else."""
        return Edit(self.begin + by, self.end + by, self.insert)


class Wording(Struct, frozen=True, kw_only=True):
    """What a motion wants of the stretch `old` at `start`, once the motions `after` are in the text.

    `old` is the base's text, so that what `after` changed within the stretch is part of the change, too.
    `whole`: the stretch is the text itself, and edits elsewhere in it do not concern the motion.
    `touched`: the stretch was changed meanwhile; it is a conflict.
    `changes`: its edits as they were moved; None: those that the words tell.
    """

    start: int
    old: str
    new: str
    after: tuple[str, ...] = ()
    whole: bool = False
    touched: bool = False
    changes: tuple[Edit, ...] | None = None

    @property
    def stretch(self) -> Edit:
        """Where in the base the old text stands."""
        return Edit(self.start, self.start + len(self.old))

    def edits(self, effort: Effort | None = None) -> tuple[Edit, ...]:
        """The fewest changes of words that make the new text of the old one."""
        if self.changes is not None:
            return self.changes
        return edits_of(from_diff(worddiff.diff(self.old, self.new, effort)), self.start)


class Proposal(Struct, frozen=True):
    """A motion as far as its text goes: the wording that was proposed, and those that it was given since."""

    id: str
    document: str
    wordings: tuple[Wording, ...]

    def wording(self, earlier: Iterable[str]) -> Wording | None:
        """The latest wording that fits a text with these motions in it; None: there is none."""
        there = set(earlier)
        fitting = [each for each in self.wordings if not each.touched and there.issuperset(each.after)]
        return fitting[-1] if fitting else None


class Overlap(Struct, frozen=True):
    """Two motions that nobody can put together; `ranges` (begin, end) are of the base text."""

    first: str
    second: str
    document: str
    ranges: tuple[tuple[int, int], ...]


class Merged(Struct, frozen=True, kw_only=True):
    """What came of motions put together.

    `texts`: every text that was changed. `left_out`: what is not in them, because it overlaps with an earlier
    motion. `outdated`: what has no wording for this text. `dependent`: their order matters even so.
    """

    texts: dict[str, str]
    overlaps: tuple[Overlap, ...] = ()
    left_out: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()
    dependent: bool = False

    @property
    def order_matters(self) -> bool:
        """Whether another order could give another text, or other conflicts."""
        return self.dependent or bool(self.overlaps)


class _Layer(Struct, frozen=True):
    """One motion, or one with those that it was stated on top of; its edits of the base."""

    last: str
    members: frozenset[str]
    document: str
    edits: tuple[Edit, ...]


def edits_of(splices: Iterable[Splice], start: int = 0) -> tuple[Edit, ...]:
    """Splices with the places that they change, from `start` on."""
    edits: list[Edit] = []
    at = start
    for splice in splices:
        begin = at + splice.keep
        at = begin + splice.delete
        edits.append(Edit(begin, at, splice.insert))
    return tuple(edits)


def touch(one: Edit, other: Edit) -> bool:
    """Whether two edits of one text concern the same stretch, or insert at the same point."""
    if one.begin == one.end and other.begin == other.end:
        return one.begin == other.begin
    return max(one.begin, other.begin) < min(one.end, other.end) or (
        _within(one, other) or _within(other, one)
    )


def _within(point: Edit, other: Edit) -> bool:
    return point.begin == point.end and other.begin < point.begin < other.end


def splices_of(edits: Iterable[Edit], start: int = 0) -> tuple[Splice, ...]:
    """Edits that do not touch each other as splices of a text that begins at `start`."""
    splices: list[Splice] = []
    at = start
    for edit in sorted(edits):
        splices.append(Splice(edit.begin - at, edit.end - edit.begin, edit.insert))
        at = edit.end
    return tuple(splices)


def edited(text: str, edits: Iterable[Edit], start: int = 0) -> str:
    """A text that begins at `start` with edits in it that do not touch each other."""
    return apply(text, splices_of(edits, start))


def merge(texts: Mapping[str, str], proposals: Sequence[Proposal]) -> Merged:
    """Put motions into texts in this order; what overlaps is told and left out."""
    layers: list[_Layer] = []
    aside: list[_Layer] = []
    overlaps: list[Overlap] = []
    outdated: list[str] = []
    effort = Effort()
    for proposal in proposals:
        wording = proposal.wording({id_ for layer in layers for id_ in layer.members})
        if wording is None:
            outdated.append(proposal.id)
            continue
        layer, below = _layer(proposal, wording, layers, effort)
        beside = [each for each in layers if each not in below]
        found = list(_overlaps(layer, beside))
        overlaps += found
        overlaps += _overlaps(layer, aside)
        if found:
            aside.append(layer)
        else:
            layers = [*beside, layer]
    return Merged(
        texts=_written(texts, layers),
        overlaps=tuple(overlaps),
        left_out=tuple(each.last for each in aside),
        outdated=tuple(outdated),
        dependent=any(len(each.wordings) > 1 or each.wordings[0].after for each in proposals),
    )


def _layer(
    proposal: Proposal, wording: Wording, layers: Sequence[_Layer], effort: Effort
) -> tuple[_Layer, list[_Layer]]:
    """A motion's edits of the base, and the layers that it takes in: those that it was stated on top of."""
    after = frozenset(wording.after)
    below = [each for each in layers if each.document == proposal.document and each.members <= after]
    kept = [edit for each in below for edit in each.edits if not wording.stretch.holds(edit)]
    edits = tuple(sorted((*kept, *wording.edits(effort))))
    members = after | {proposal.id}
    return _Layer(proposal.id, members, proposal.document, edits), below


def _overlaps(layer: _Layer, others: Iterable[_Layer]) -> Iterator[Overlap]:
    for other in others:
        ranges = _touched(other.edits, layer.edits)
        if ranges and other.document == layer.document:
            yield Overlap(other.last, layer.last, layer.document, ranges)


def overlapping(proposals: Iterable[Proposal]) -> Iterator[Overlap]:
    """The pairs that change the same words, but for those that were stated on top of each other (rule 9)."""
    effort = Effort()
    stated: dict[str, list[tuple[Proposal, tuple[Edit, ...]]]] = {}
    for each in proposals:
        fitting = [wording for wording in each.wordings if not wording.touched]
        if fitting:
            stated.setdefault(each.document, []).append((each, fitting[-1].edits(effort)))
    for beside in stated.values():
        for (one, edits), (two, others) in combinations(beside, 2):
            ranges = _touched(edits, others)
            if ranges and not _stated_on(one, two) and not _stated_on(two, one):
                yield Overlap(one.id, two.id, one.document, ranges)


def _stated_on(one: Proposal, below: Proposal) -> bool:
    return any(below.id in wording.after for wording in one.wordings)


def _touched(edits: Iterable[Edit], others: Sequence[Edit]) -> tuple[tuple[int, int], ...]:
    """The stretches that edits of one text have in common with others."""
    return tuple(
        (min(one.begin, two.begin), max(one.end, two.end))
        for one in edits
        for two in others
        if touch(one, two)
    )


def _written(texts: Mapping[str, str], layers: Iterable[_Layer]) -> dict[str, str]:
    edits: dict[str, list[Edit]] = {}
    for layer in layers:
        edits.setdefault(layer.document, []).extend(layer.edits)
    return {document: edited(texts[document], each) for document, each in edits.items()}


def stretch_with(stretch: Edit, edits: Iterable[Edit]) -> Edit:
    """The stretch and every edit that reaches into it, as one stretch."""
    before = None
    known = tuple(edits)
    while stretch != before:
        before = stretch
        for edit in known:
            if touch(stretch, edit):
                stretch = Edit(min(stretch.begin, edit.begin), max(stretch.end, edit.end))
    return stretch
