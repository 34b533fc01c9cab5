import asyncio
import sys
from pathlib import Path

import pytest

from infra.collaboration.replica import Replica
from tests.collaboration.conftest import REASONS, county_at
from tests.collaboration.editors import Editor, editor

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("after", [40, 200])
async def test_what_anyone_has_seen_survives_a_kill(path: Path, after: int) -> None:
    server = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.collaboration.doomed",
        str(path),
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    assert server.stdout
    address = f"{(await server.stdout.readline()).decode().strip()}/collab/{REASONS}?token="
    async with editor(f"{address}bau") as bau, editor(f"{address}finanzen") as finanzen:

        async def type_on(one: Editor, letter: str) -> None:
            while one.code is None:
                await one.insert(len(one.text), letter)
                await asyncio.sleep(0.002)

        typing = [asyncio.create_task(type_on(bau, "b")), asyncio.create_task(type_on(finanzen, "f"))]
        await bau.until(lambda: str(bau.text).count("f") > after)
        server.kill()
        await server.wait()
        await asyncio.gather(*typing, return_exceptions=True)
        seen = (str(bau.text).count("f"), str(finanzen.text).count("b"))
    async with county_at(path) as county:
        room = await county.texts.room(REASONS)
        assert room
        assert room.text.count("f") >= seen[0]
        assert room.text.count("b") >= seen[1]
        assert str(Replica(one.update for one in await county.sealed())) == room.text
