"""A store in a file of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from infra.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the store's file lies."""
    return tmp_path / "vorlagenwerk.sqlite"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[Store]:
    """Open a store."""
    async with await Store.open(path) as opened:
        yield opened
