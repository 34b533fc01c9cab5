"""The library's application object, composed for our log.

It only holds recorder and mapper together: commands never call its `save()`, which blocks.
"""

from collections.abc import Mapping

from eventsourcing.application import Application

from infra.store.mapper import EventMapper


class Log(Application[str]):
    """Recorder and mapper of one store."""

    mapper: EventMapper

    def __init__(self, environment: Mapping[str, str]) -> None:
        super().__init__({"MAPPER_TOPIC": "infra.store.mapper:EventMapper", **environment})
