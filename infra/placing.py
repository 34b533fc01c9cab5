"""Where a county's store lies: a SQLite file in its data folder, or a PostgreSQL database.

A store holds one county (DESIGN), so that a database, or a schema of it (`?options=-csearch_path%3DNAME`), is
one county's alone.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from infra.store import Connection, Database
from infra.store.sqlite.file import File

FILE: Final = "vorlagenwerk.sqlite"
"""The store's file in the data folder."""

DATABASE: Final = "VORLAGENWERK_DATABASE"
"""The variable that names a PostgreSQL database: postgresql://user@host/name."""

REDIS: Final = "VORLAGENWERK_REDIS"
"""The variable that names the Redis over which several nodes tell each other what they append."""


class BadAddress(ValueError):
    """A variable holds an address of another kind; the address may hold a password and is not kept."""

    def __init__(self, variable: str, *schemes: str) -> None:
        super().__init__(variable, *schemes)
        self.variable = variable
        self.schemes = schemes


def redis_of(environ: Mapping[str, str]) -> str | None:
    """Return the address of Redis, None where there is none. Raises `BadAddress`."""
    address = environ.get(REDIS, "")
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"redis", "rediss"} and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if address and not usable:
        raise BadAddress(REDIS, "redis://", "rediss://")
    return address or None


def database_of(data: Path, environ: Mapping[str, str]) -> Database:
    """Return where the store of a data folder lies. Raises `BadAddress` for an address of another kind."""
    address = environ.get(DATABASE, "")
    if not address:
        return File(data / FILE)
    if not address.startswith(("postgresql://", "postgres://")):
        raise BadAddress(DATABASE, "postgresql://", "postgres://")
    # Its driver takes as much memory as a hundred open texts: whoever has one file does without.
    from infra.store.postgres.server import Server  # noqa: PLC0415

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
