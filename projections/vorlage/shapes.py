"""What the row of a paper reads of the large events; Yjs updates and canonical bytes are most of a log."""

import datetime as dt
from typing import Final

from msgspec import Struct

from domain.recorded import Event
from domain.text import Splice
from projections.projection import Shapes


class Said(Struct, frozen=True):
    """Who and when, of `Meta`: by which command says nothing to the row."""

    actor: str
    happened_at: dt.datetime
    acting_for: str | None = None


class TextChange(Event, frozen=True, kw_only=True, tag="vorlage.text_revised.1"):
    """The change of the plain string, of `TextRevised`."""

    document: str
    splices: tuple[Splice, ...]


class EditionName(Event, frozen=True, kw_only=True, tag="vorlage.edition_frozen.1"):
    """All but the canonical bytes, of `EditionFrozen`."""

    number: int
    label: str
    hash: str
    sections: dict[str, str]
    target: str | None = None
    cause: str | None = None
    consolidated: bool = True


SHAPES: Final = Shapes(meta=Said, events=(TextChange, EditionName))
