"""Events to store: what they say does not matter here."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence

from domain.recorded import Event, Meta, Recorded
from domain.vorlage.events.consultation import ConsultationRemarked
from infra.store import Transaction

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


def appending(stream: str, version: int, *said: str) -> Callable[[Transaction], list[Recorded]]:
    """A job that appends to a stream that has so many events."""
    return lambda tx: tx.append(stream, version, facts(*said))


def remarks(recorded: Sequence[Recorded]) -> list[str | None]:
    """What the events of a list say."""
    return [one.event.remark for one in recorded if isinstance(one.event, ConsultationRemarked)]
