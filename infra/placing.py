"""Where a county's store lies: a SQLite file in its data folder, or a PostgreSQL database.

A store holds one county (DESIGN), so that a database, or a schema of it (`?options=-csearch_path%3DNAME`), is
one county's alone.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from infra.store import Connection, Database
from infra.store.postgres.server import Server
from infra.store.sqlite.file import File

FILE: Final = "vorlagenwerk.sqlite"
"""The store's file in the data folder."""

DATABASE: Final = "VORLAGENWERK_DATABASE"
"""The variable that names a PostgreSQL database: postgresql://user@host/name."""


def database_of(data: Path, environ: Mapping[str, str]) -> Database:
    """Return where the store of a data folder lies. Raises `ValueError` for an address of another kind."""
    address = environ.get(DATABASE, "")
    if not address:
        return File(data / FILE)
    if not address.startswith(("postgresql://", "postgres://")):
        raise ValueError(DATABASE)
    return Server(address)


@contextmanager
def reading(database: Database) -> Iterator[Connection]:
    """Read one moment of a store that may be served meanwhile."""
    connection = database.to_read()
    try:
        connection.begin()
        yield connection
        connection.end()
    finally:
        connection.close()
