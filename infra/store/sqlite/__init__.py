"""A store in one SQLite file; also the persistence module that the library's `Application` is composed with.

The library takes the one factory class that it finds here (`PERSISTENCE_MODULE`), so there must be no second.
"""

import eventsourcing.sqlite as library
from eventsourcing.utils import Environment, EnvType

from infra.store.sqlite.recorder import DurableDatastore, EventRecorder


class Factory(library.SQLiteFactory):
    """Builds recorders on our table, with durable connections and texts as ids."""

    application_recorder_class = EventRecorder

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        plain = self.datastore
        self.datastore = DurableDatastore(plain.pool.db_name, lock_timeout=plain.pool.lock_timeout)
        plain.close()
