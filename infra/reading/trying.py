"""What a paper would say with these motions in it, in this order; nothing is stored (DOMAIN, "What-if")."""

from collections.abc import Sequence

from msgspec import Struct

from domain.errors import NoSuch
from domain.vorlage.motions.decisions import edition_before, merged, motion_of
from domain.vorlage.motions.merging import Proposal, overlapping
from domain.vorlage.parts import Edition
from domain.vorlage.phases import InConsultation, Released
from domain.vorlage.state import Vorlage
from domain.worddiff import Effort, Piece, diff
from projections.vorlage.motions_shown import OverlapShown


class DocumentTried(Struct, frozen=True, kw_only=True):
    """A text that would change, and how; `diff` as in the amendment history."""

    document: str
    old: str
    text: str
    diff: list[Piece]


class Clash(Struct, frozen=True, kw_only=True):
    """Two motions that change the same words; `ranges` (from, to) count code points of the edition's text."""

    amendments: tuple[str, str]
    document: str
    ranges: list[tuple[int, int]]


class Tried(Struct, frozen=True, kw_only=True):
    """What came of it: `left_out` clashes with an earlier one, `outdated` does not fit to the edition."""

    amendments: list[str]
    edition: int
    documents: list[DocumentTried]
    conflicts: list[Clash]
    left_out: list[str]
    outdated: list[str]
    order_matters: bool


def tried(paper: Vorlage, ids: Sequence[str], last: int) -> Tried:
    """Put motions into the edition that is dealt with now. Raises `NoSuch`.

    `last`: the number of the last edition that the reader sees; 0: of none.
    """
    motions = [motion_of(paper, id_) for id_ in ids]
    edition = edition_for(paper, last)
    found = merged(edition, motions)
    effort = Effort()
    return Tried(
        amendments=list(ids),
        edition=edition.number,
        documents=[
            DocumentTried(document=name, old=old, text=text, diff=diff(old, text, effort))
            for name, text in found.texts.items()
            for old in [edition.content.text(name) or ""]
        ],
        conflicts=[
            Clash(amendments=(each.first, each.second), document=each.document, ranges=list(each.ranges))
            for each in found.overlaps
        ],
        left_out=list(found.left_out),
        outdated=list(found.outdated),
        order_matters=found.order_matters,
    )


def overlaps_of(proposals: Sequence[Proposal]) -> dict[str, list[OverlapShown]]:
    """By motion, the other ones that change the same words."""
    found: dict[str, list[OverlapShown]] = {}
    for each in overlapping(proposals) if len(proposals) > 1 else ():
        ranges = list(each.ranges)
        found.setdefault(each.first, []).append(OverlapShown(each.second, ranges))
        found.setdefault(each.second, []).append(OverlapShown(each.first, ranges))
    return found


def edition_for(paper: Vorlage, last: int) -> Edition:
    """The edition that a motion is put into: the one dealt with, else the last one that the reader sees."""
    if isinstance(paper.phase, Released | InConsultation):
        return edition_before(paper)
    if not last:
        raise NoSuch("edition", "")
    return paper.editions[last - 1]
