import asyncio
import random
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from infra.store import Store
from infra.store.sqlite.file import File

KILLS = 4


async def test_what_was_acknowledged_survives_kill_9(path: Path) -> None:
    chance = random.Random(20230308)  # noqa: RUF100, S311
    acknowledged: set[int] = set()
    for round_ in range(KILLS):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.store.appending", str(path), f"vorlagen/{round_}", "0", stdout=PIPE
        )
        assert process.stdout
        acknowledged.add(int((await process.stdout.readline()).split()[0]))
        await asyncio.sleep(chance.uniform(0.01, 0.3))
        process.kill()
        rest, _ = await process.communicate()
        # The last line may be cut short; it was not acknowledged then.
        acknowledged |= {
            int(line.split()[0]) for line in rest.splitlines(keepends=True) if line.endswith(b"\n")
        }
    async with await Store.open(File(path)) as store:
        log = await store.log(limit=10**6)
    assert [one.position for one in log] == list(range(1, len(log) + 1))
    assert acknowledged <= {one.position for one in log}
    assert len(acknowledged) > KILLS
    assert len(log) - len(acknowledged) <= KILLS  # at most the one under way at each kill


@pytest.mark.usefixtures("path")  # SQLite alone
async def test_a_commit_is_on_the_disk_when_it_returns(store: Store) -> None:
    found = await store.write(
        lambda tx: [tx.query(f"PRAGMA {name}") for name in ("journal_mode", "synchronous")]
    )
    assert found == [[("wal",)], [(2,)]]  # 2: FULL


async def test_the_file_is_its_owners_alone(path: Path) -> None:
    async with await Store.open(File(path)):
        assert {each.stat().st_mode & 0o077 for each in path.parent.glob(f"{path.name}*")} == {0}
