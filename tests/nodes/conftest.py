"""A database for several nodes, and a Redis that a test may do anything to."""

from collections.abc import Iterator

import pytest

from infra.store import Database
from infra.store.postgres.server import Server
from tests.servers import Postgres, Redis, redis


@pytest.fixture
def redis_alone() -> Iterator[Redis]:
    """Run a Redis that is the test's own."""
    with redis() as server:
        yield server


@pytest.fixture
def database(postgres_server: Postgres) -> Database:
    """Return an empty database."""
    return Server(postgres_server.database())
