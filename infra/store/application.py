"""The library's application object, composed for our log.

It only holds recorder and mapper together: commands never call its `save()`, which blocks.
"""

from pathlib import Path

from eventsourcing.application import Application

from infra.store.mapper import EventMapper
from infra.store.recorder import Clock, EventRecorder


class Log(Application[str]):
    """Recorder and mapper of one store."""

    recorder: EventRecorder
    mapper: EventMapper

    def __init__(self, path: Path, clock: Clock) -> None:
        super().__init__(
            {
                "PERSISTENCE_MODULE": "infra.store.sqlite",
                "MAPPER_TOPIC": "infra.store.mapper:EventMapper",
                "SQLITE_DBNAME": str(path),
                "ORIGINATOR_ID_TYPE": "text",
            }
        )
        self.recorder.clock = clock
