"""Events to store: what they say does not matter here."""

import datetime as dt
import uuid

from domain.recorded import Event, Meta
from domain.vorlage.events import ConsultationRemarked

HAPPENED = dt.datetime(2023, 3, 8, 17, 0, tzinfo=dt.UTC)


def fact(
    remark: str = "vertagt", *, happened_at: dt.datetime = HAPPENED, command: uuid.UUID | None = None
) -> tuple[Meta, Event]:
    """One event with what surrounds it."""
    meta = Meta(actor="person", command=command or uuid.uuid4(), happened_at=happened_at)
    return meta, ConsultationRemarked(consultation="c", remark=remark)


def facts(*remarks: str) -> list[tuple[Meta, Event]]:
    """Several events."""
    return [fact(remark) for remark in remarks]


def remarks(recorded: object) -> list[str | None]:
    """What the events of a list say."""
    assert isinstance(recorded, list)
    return [one.event.remark for one in recorded]
