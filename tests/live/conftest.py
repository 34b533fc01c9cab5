"""A demo county behind a real server in the test's own loop."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn
from argon2 import PasswordHasher

from api.app import create_app
from api.serving import address_of, config_of, listening_on
from domain.days import day_of
from infra import demo
from infra.county import open_county
from infra.identity import Passwords
from tests.live.watchers import Served


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    quick = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    async with open_county(tmp_path, passwords=quick) as county:
        credentials = await demo.prepare(county, tmp_path, day_of(county.clock()))
        with listening_on("127.0.0.1", 0) as listener:
            server = uvicorn.Server(config_of(create_app(county)))
            server.config.load()
            task = asyncio.create_task(server._serve([listener]))
            while not server.started:
                await asyncio.sleep(0.01)
            try:
                yield Served(county, address_of(listener).replace("http", "ws"), credentials)
            finally:
                server.should_exit = True
                await task
