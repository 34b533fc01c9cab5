"""A served county for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.serving import Served, served


@pytest.fixture
async def county(tmp_path: Path) -> AsyncIterator[Served]:
    """Serve a county with accounts and roles."""
    async with served(tmp_path / "var") as running:
        yield running
