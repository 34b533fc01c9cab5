"""The library's connections to PostgreSQL, opened as ours are: by one address, with all that it says."""

from collections.abc import Callable
from typing import Any, Final

import psycopg
from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import dict_row

DURABLE: Final = "SET synchronous_commit = on; SET default_transaction_isolation = 'read committed'"
"""A commit is on the disk when it returns; one that waited for another sees what that one did."""


class Datastore(PostgresDatastore):
    """Texts as ids; everything else, such as certificates, a schema or a password, is in the address."""

    def __init__(self, address: str, schema: str, *, lock_timeout: int = 10, pool_size: int = 1) -> None:
        """`lock_timeout` in seconds; the library holds `pool_size` connections open."""
        super().__init__(
            dbname="",
            host="",
            port="",
            user="",
            password="",
            schema=schema,
            lock_timeout=lock_timeout,
            pool_size=pool_size,
            originator_id_type="text",
        )
        self.pool.conninfo = address
        self.pool.kwargs = {"row_factory": dict_row}

    def after_connect_func(self) -> "Callable[[psycopg.Connection[Any]], None]":
        """Return what is said on each new connection."""
        said = psycopg.sql.SQL("SET search_path = {}; SET lock_timeout = {}; " + DURABLE).format(
            psycopg.sql.Identifier(self.schema), psycopg.sql.Literal(f"{self.lock_timeout}s")
        )

        def after_connect(connection: "psycopg.Connection[Any]") -> None:
            connection.autocommit = True
            connection.execute(said)

        return after_connect
