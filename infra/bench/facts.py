"""The event that is measured with: 317 bytes as stored, as in ENGINE's figures."""

import datetime as dt
from typing import Final
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from domain.recorded import Event, Meta
from domain.vorlage.events.consultation import ConsultationRemarked
from infra.store.mapper import EventMapper, topic

BYTES: Final = 317
STATION: Final = str(UUID(int=3, version=4))
AT: Final = dt.datetime(2024, 1, 8, 7, 30, tzinfo=dt.UTC)


def _fact(characters: int) -> tuple[Meta, Event]:
    meta = Meta(actor=str(UUID(int=1, version=4)), command=UUID(int=2, version=4), happened_at=AT)
    event = ConsultationRemarked(consultation=STATION, remark="v" * characters)
    return meta, event


_mapper: Final = EventMapper()
# Between 32 and 255 characters a text's length takes the same room.
FACT: Final = _fact(100 + BYTES - len(_mapper.encode(*_fact(100))))
STATE: Final = _mapper.encode(*FACT)
TOPIC: Final = topic(FACT[1])


def stream(number: int) -> str:
    """The stream of so many; of the length of a paper's."""
    return f"vorlagen/{UUID(int=number, version=4)}"


def stored(name: str, version: int, count: int) -> list[StoredEvent]:
    """Events that follow a version of a stream, as the library takes them."""
    return [StoredEvent(name, version + each, TOPIC, STATE) for each in range(1, count + 1)]
