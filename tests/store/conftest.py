"""A store of its own for each test, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from infra.store import Database, Store
from infra.store.postgres.server import Server
from infra.store.sqlite.file import File
from tests.servers import Postgres


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the store's file lies; a test that asks for it is about SQLite."""
    return tmp_path / "vorlagenwerk.sqlite"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test on both, but for those about SQLite's file."""
    if "database" in metafunc.fixturenames:
        kinds = ["sqlite"] if "path" in metafunc.fixturenames else ["sqlite", "postgres"]
        metafunc.parametrize("database", kinds, indirect=True)


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """Return where the store lies."""
    if request.param == "sqlite":
        return File(tmp_path / "vorlagenwerk.sqlite")
    server: Postgres = request.getfixturevalue("postgres_server")
    return Server(server.database())


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Store]:
    """Open a store."""
    async with await Store.open(database) as opened:
        yield opened
