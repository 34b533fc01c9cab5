"""A store in a PostgreSQL database, for several nodes; also a persistence module of the library.

The library takes the one factory class that it finds here (`PERSISTENCE_MODULE`), so there must be no second.
"""

import eventsourcing.postgres as library
from eventsourcing.utils import Environment, EnvType
from psycopg.conninfo import make_conninfo

from infra.store.postgres.datastore import Datastore
from infra.store.postgres.recorder import EventRecorder


class Factory(library.PostgresFactory):
    """Builds recorders on our table, with durable connections and texts as ids.

    It takes the library's variables; `POSTGRES_ADDRESS`, a libpq URL, goes before them.
    """

    application_recorder_class = EventRecorder

    ADDRESS = "POSTGRES_ADDRESS"

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        plain = self.datastore
        self.datastore = Datastore(
            self.env.get(self.ADDRESS) or self._address(),
            plain.schema,
            lock_timeout=plain.lock_timeout,
            pool_size=plain.pool.min_size,
        )
        plain.close()

    def _address(self) -> str:
        """Return what the library's variables say; the password may be missing."""
        named = {
            "dbname": self.POSTGRES_DBNAME,
            "host": self.POSTGRES_HOST,
            "port": self.POSTGRES_PORT,
            "user": self.POSTGRES_USER,
            "password": self.POSTGRES_PASSWORD,
        }
        return make_conninfo(**{name: self.env.get(variable) or "" for name, variable in named.items()})
