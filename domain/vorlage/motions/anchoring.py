"""Where a motion's words stand in a text that changes: anchors that edits elsewhere only move (rule 9).

An edit within the passage, or a deletion that touches it, makes the motion a conflict; it is never put
somewhere else silently.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from domain import worddiff
from domain.text import Splice, from_diff
from domain.vorlage.motions.merging import Edit, Wording, edited, edits_of, touch

Wordings = tuple[Wording, ...]


def between(old: str, new: str) -> tuple[Splice, ...]:
    """The change that makes one text of another."""
    return from_diff(worddiff.diff(old, new))


def moved(wording: Wording, splices: Sequence[Splice], text: str, written: str | None = None) -> Wording:
    """A wording after a revision of its text, which says `text` now.

    `written`: the motion that the revision writes into the text, if it is one; it concerns others only where
    it changes the same words.
    """
    if wording.touched:
        return wording
    edits = edits_of(splices)
    if written is not None and written in wording.after:
        return _settled(wording, edits, text, written)
    if wording.whole or written is not None:
        return _rebased(wording, edits, text)
    if any(touch(wording.stretch, edit) for edit in edits):
        return replace(wording, touched=True)
    return _shifted(wording, _shift(edits, wording.start))


def _shifted(wording: Wording, by: int) -> Wording:
    changes = None if wording.changes is None else tuple(each.moved(by) for each in wording.changes)
    return replace(wording, start=wording.start + by, changes=changes)


def _shift(edits: Sequence[Edit], point: int) -> int:
    """How far a point moves that comes after everything that ends at it or before."""
    return sum(edit.growth for edit in edits if edit.end <= point)


def _new_stretch(wording: Wording, inside: Sequence[Edit], edits: Sequence[Edit], text: str) -> Edit | None:
    """Where the stretch is now, with what was changed inside it; None: something reached over its edge."""
    stretch = wording.stretch
    if wording.whole:
        return Edit(0, len(text))
    if any(not stretch.holds(edit) for edit in inside):
        return None
    begin = stretch.begin + _shift([edit for edit in edits if edit not in inside], stretch.begin)
    return Edit(begin, begin + len(wording.old) + sum(edit.growth for edit in inside))


def _rebased(wording: Wording, edits: Sequence[Edit], text: str) -> Wording:
    """The same change of words in a text that changed elsewhere."""
    own = wording.edits()
    inside = [edit for edit in edits if touch(wording.stretch, edit)]
    stretch = _new_stretch(wording, inside, edits, text)
    if stretch is None or any(touch(one, other) for one in own for other in edits):
        return replace(wording, touched=True)
    old = text[stretch.begin : stretch.end]
    changes = tuple(each.moved(_shift(edits, each.begin)) for each in own)
    new = edited(old, changes, stretch.begin)
    return replace(wording, start=stretch.begin, old=old, new=new, changes=changes)


def _settled(wording: Wording, edits: Sequence[Edit], text: str, written: str) -> Wording:
    """The wording once a motion that it was stated on top of is in the text."""
    inside = [edit for edit in edits if wording.stretch.holds(edit) or touch(wording.stretch, edit)]
    stretch = _new_stretch(wording, inside, edits, text)
    if stretch is None:
        return replace(wording, touched=True)
    after = tuple(each for each in wording.after if each != written)
    old = text[stretch.begin : stretch.end]
    return replace(wording, start=stretch.begin, old=old, after=after, changes=None)
