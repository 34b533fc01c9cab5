"""How far a sitting got on the clerk's list."""

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from domain.session.events.proceedings import (
    AgendaApprovalWithdrawn,
    AgendaApproved,
    NoteRecorded,
    NoteWithdrawn,
    ProceedingsEvent,
    PublicExcluded,
    PublicRestored,
    SummonsEstablished,
)


class Proceedings(Struct, frozen=True, kw_only=True):
    """What was done beside items and votes; `notes` are the ids of those in force."""

    summons_in_order: bool | None = None
    approved: bool = False
    excluded_at: dt.datetime | None = None
    """Since when the public is excluded; None: it is not."""
    notes: tuple[str, ...] = ()

    @property
    def excluded(self) -> bool:
        """Whether the public was sent out."""
        return self.excluded_at is not None


def evolve(proceedings: Proceedings, event: ProceedingsEvent, at: dt.datetime) -> Proceedings:
    """How far the sitting got after an event; what concerns items and attendance is kept with those."""
    match event:
        case SummonsEstablished():
            return replace(proceedings, summons_in_order=event.in_order)
        case AgendaApproved():
            return replace(proceedings, approved=True)
        case AgendaApprovalWithdrawn():
            return replace(proceedings, approved=False)
        case PublicExcluded():
            return replace(proceedings, excluded_at=at)
        case PublicRestored():
            return replace(proceedings, excluded_at=None)
        case NoteRecorded():
            return replace(proceedings, notes=(*proceedings.notes, event.note))
        case NoteWithdrawn():
            kept = tuple(each for each in proceedings.notes if each != event.note)
            return replace(proceedings, notes=kept)
        case _:
            return proceedings
