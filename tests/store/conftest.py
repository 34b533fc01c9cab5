"""A store of its own for each test, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from infra.store import Database, Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the store's file lies; a test that asks for it is about SQLite."""
    return tmp_path / "vorlagenwerk.sqlite"


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Store]:
    """Open a store."""
    async with await Store.open(database) as opened:
        yield opened
