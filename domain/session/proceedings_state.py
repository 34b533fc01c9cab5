"""How far a sitting got on the clerk's list."""

from msgspec import Struct
from msgspec.structs import replace

from domain.session.proceedings_events import (
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
    excluded: bool = False
    notes: tuple[str, ...] = ()


def evolve(proceedings: Proceedings, event: ProceedingsEvent) -> Proceedings:
    """How far the sitting got after an event; what concerns items and attendance is kept with those."""
    match event:
        case SummonsEstablished():
            return replace(proceedings, summons_in_order=event.in_order)
        case AgendaApproved():
            return replace(proceedings, approved=True)
        case AgendaApprovalWithdrawn():
            return replace(proceedings, approved=False)
        case PublicExcluded():
            return replace(proceedings, excluded=True)
        case PublicRestored():
            return replace(proceedings, excluded=False)
        case NoteRecorded():
            return replace(proceedings, notes=(*proceedings.notes, event.note))
        case NoteWithdrawn():
            kept = tuple(each for each in proceedings.notes if each != event.note)
            return replace(proceedings, notes=kept)
        case _:
            return proceedings
