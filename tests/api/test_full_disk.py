"""A full disk is told as one, loses nothing, and is forgotten when there is room."""

from pathlib import Path

import pytest

from infra.county import BEHIND, SYNCHRONOUS
from infra.placing import FILE
from infra.store.sqlite.file import File
from infra.verifying import verify
from tests.machines.full_disk import play
from tests.serving import served


@pytest.mark.sqlite_alone
async def test_a_full_disk_is_told_and_the_server_goes_on_by_itself_when_there_is_room(
    tmp_path: Path,
) -> None:
    async with served(tmp_path) as county:
        store = county.county.store

        async def fill() -> None:
            [[pages]] = await store.write(lambda tx: tx.query("PRAGMA page_count"))
            await store.write(lambda tx: tx.query(f"PRAGMA max_page_count = {pages}"))

        async def make_room() -> None:
            await store.write(lambda tx: tx.query("PRAGMA max_page_count = 1000000"))

        await play(county, fill, make_room)
    assert verify(File(tmp_path / FILE), (*SYNCHRONOUS, *BEHIND), lambda *_: None).ok
