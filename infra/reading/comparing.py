"""What two states of a paper say differently, section by section.

Pieces of a difference as in the amendment history: = and - joined give the old text, = and + the new one.
"""

import re
from typing import Final

from msgspec import Struct

from domain.errors import Invalid
from domain.vorlage.content import nfc
from domain.worddiff import Effort, Piece, diff
from projections.vorlage import Row

_EDGE: Final = re.compile(r"(edition|position):([0-9]{1,18})")


class BadEdge(Invalid):
    """A state is named `edition:N` or `position:N`."""

    def __init__(self, edge: str) -> None:
        super().__init__(edge)
        self.edge = edge


class Edge(Struct, frozen=True, kw_only=True):
    """One side of a comparison; `position` null: as it is now."""

    edition: int | None = None
    position: int | None = None


class SectionDifference(Struct, frozen=True, kw_only=True):
    """A section that differs; null where it did not exist. Measures are named `measures/{id}`."""

    section: str
    title: str | None
    old: str | None
    new: str | None
    diff: list[Piece]


class Difference(Struct, frozen=True, kw_only=True, rename={"begin": "from", "end": "to"}):
    """The sections that differ between two states."""

    begin: Edge
    end: Edge
    sections: list[SectionDifference]


def edge_of(text: str | None) -> Edge:
    """The side that a reader names; None is now. Raises `BadEdge`."""
    if text is None:
        return Edge()
    match = _EDGE.fullmatch(text)
    if match is None:
        raise BadEdge(text)
    number = int(match[2])
    return Edge(edition=number) if match[1] == "edition" else Edge(position=number)


def compared(begin: Edge, before: Row, end: Edge, after: Row) -> Difference:
    """What differs between two rows of one paper."""
    old, new = _sections(before), _sections(after)
    effort = Effort()
    differing = [
        SectionDifference(
            section=name,
            title=(new.get(name) or old[name])[0],
            old=old[name][1] if name in old else None,
            new=new[name][1] if name in new else None,
            diff=diff(old[name][1] if name in old else "", new[name][1] if name in new else "", effort),
        )
        for name in dict.fromkeys((*old, *new))
        if old.get(name) != new.get(name)
    ]
    return Difference(begin=begin, end=end, sections=differing)


def _sections(row: Row) -> dict[str, tuple[str | None, str]]:
    """Title and text of each section of a paper."""
    return {
        "subject": (None, nfc(row.subject)),
        "proposed_resolution": (None, nfc(row.texts.get("proposed_resolution", ""))),
        "reasons": (None, nfc(row.texts.get("reasons", ""))),
        **{
            f"measures/{each.id}": (each.topic, nfc(row.texts.get(f"measures/{each.id}", "")))
            for each in row.measures
        },
        **{
            f"attachments/{each.id}": (each.title, _attached(each.edition, each.sha256))
            for each in row.attachments
        },
    }


def _attached(edition: str | None, sha256: str | None) -> str:
    return ", ".join(part for part in (edition, sha256 and f"SHA-256 {sha256}") if part)
