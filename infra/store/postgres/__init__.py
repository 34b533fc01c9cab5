"""A store in a PostgreSQL database, for several nodes; also a persistence module of the library.

The library takes the one factory class that it finds here (`PERSISTENCE_MODULE`), so there must be no second.
"""

import eventsourcing.postgres as library

from infra.store.postgres.recorder import EventRecorder


class Factory(library.PostgresFactory):
    """Builds recorders on our table."""

    application_recorder_class = EventRecorder
