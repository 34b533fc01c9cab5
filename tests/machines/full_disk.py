"""A county whose disk runs full while it is served, and what it does then.

`python -m tests.machines.full_disk [--database postgres]` mounts a small file system, which takes root, and
plays it on a real disk that is full; the tests play the same on a store that may not grow.
"""

import argparse
import asyncio
import base64
import contextlib
import logging
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import httpx

from infra.placing import DATABASE
from tests.collaboration.editors import editor
from tests.servers import Postgres
from tests.serving import BAU, Served, served

ROOT: Final = Path(__file__).parents[2]
PAPER: Final = (ROOT / "docs" / "examples" / "vorlage.md").read_bytes()
FULL: Final = httpx.codes.INSUFFICIENT_STORAGE
TYPED: Final = "Vorher. "
LOST: Final = random.Random(507).randbytes(20_000).hex()  # noqa: S311 - what no database makes shorter

Do = Callable[[], Awaitable[None]]


async def play(county: Served, fill: Do, make_room: Do) -> None:
    """Fill the disk under a county that is served, and make room again."""
    paper = await county.do(
        "fb-bau", "CreateVorlage", file_reference="1", subject="Radweg", lead_department=BAU
    )
    text = f"{county.address.replace('http', 'ws')}/collab/vorlagen/{paper}/reasons"
    text += f"?token={county.tokens['fb-bau']}"
    async with editor(text, client=7) as typing, editor(text, client=8) as reading:
        await typing.insert(0, TYPED)
        await reading.reads(TYPED)
        await fill()
        head = await county.county.store.head()
        await _refused(county, paper)
        # The editor is sent away and keeps what was typed; nobody ever saw it.
        await typing.insert(0, LOST)
        assert await typing.closed() == 1013
        assert str(reading.text) == TYPED
        assert await county.county.store.head() == head
        # What is there is read all the same.
        assert (await county.read("fb-bau", f"/api/vorlagen/{paper}"))["subject"] == "Radweg"
        ready = await county.get(None, "/health/ready")
        assert (ready.status_code, ready.json()) == (503, {"ready": False, "degraded": ["disk"]})
        await make_room()
        await _goes_on(county, paper)
        async with editor(text, client=7, sync=False) as again:
            again.take(typing.doc.get_update())
            await again.sync()
            await reading.until(lambda: str(reading.text) == LOST + TYPED)
    # What had been typed is sealed by itself, too.
    async with asyncio.timeout(60):
        while (await county.read("fb-bau", f"/api/vorlagen/{paper}"))["unsealed"]:
            await asyncio.sleep(0.1)
    assert LOST in (await county.read("fb-bau", f"/api/vorlagen/{paper}"))["reasons"]


async def _refused(county: Served, paper: str) -> None:
    """Everything that would have to be stored is refused, and says why."""
    key, content = str(uuid4()), base64.b64encode(os.urandom(1_000_000)).decode()
    for answer in (
        await county.give("fb-bau", "AddMeasure", vorlage=paper, document="Konzept", text=LOST, key=key),
        await county.give("fb-bau", "AddAttachment", vorlage=paper, title="Plan", content=content),
        await county.import_paper("kreistagsbuero", PAPER),
    ):
        assert answer.status_code == FULL, answer.text
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["type"] == "/problems/store-full"
        assert int(answer.headers["Retry-After"]) > 0


async def _goes_on(county: Served, paper: str) -> None:
    """All the same is done by the same server, without anybody's doing."""
    assert (await county.get(None, "/health/ready")).json() == {"ready": True}
    content = base64.b64encode(os.urandom(1_000_000)).decode()
    await county.do("fb-bau", "AddMeasure", vorlage=paper, document="Konzept", text=LOST)
    await county.do("fb-bau", "AddAttachment", vorlage=paper, title="Plan", content=content)
    answer = await county.import_paper("kreistagsbuero", PAPER)
    assert answer.status_code == httpx.codes.CREATED, answer.text


@contextlib.contextmanager
def small_disk(size: str) -> Iterator[Path]:
    """Mount a small file system."""
    with tempfile.TemporaryDirectory(prefix="vorlagenwerk-disk-") as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=777", "tmpfs", folder]
        subprocess.run(mount, check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)  # noqa: S607 - the machine's own


class Ballast:
    """A file that takes all the room that is left."""

    def __init__(self, disk: Path) -> None:
        self._file = disk / "ballast"

    async def put(self) -> None:
        """Fill the disk."""
        with self._file.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(4096))

    async def throw_away(self) -> None:
        """Make room."""
        self._file.unlink()


async def on_sqlite(disk: Path) -> None:
    """Play it with the data folder on a disk that is full, and a backup onto it."""
    ballast, data = Ballast(disk), disk / "var"

    async def fill() -> None:
        await ballast.put()
        said = vorlagenwerk("backup", str(disk / "copy"), data=data)
        assert said.returncode == 1, said
        assert "kein Platz" in said.stderr, said
        assert not (disk / "copy").exists()

    async with served(data) as county:
        await play(county, fill, ballast.throw_away)
        assert vorlagenwerk("backup", str(disk / "copy"), data=data).returncode == 0
    verified(data)


async def on_postgres(disk: Path) -> None:
    """Play it with a PostgreSQL cluster on a disk that is full."""
    ballast, data, cluster = Ballast(disk), disk / "var", disk / "postgres"
    cluster.mkdir()
    server = Postgres(cluster)
    server.create()
    try:
        os.environ[DATABASE] = server.database()
        async with served(data) as county:
            await play(county, ballast.put, ballast.throw_away)
        verified(data)
    finally:
        server.stop("immediate")


def verified(data: Path) -> None:
    """Nothing in the store is broken."""
    said = vorlagenwerk("verify", data=data)
    assert said.returncode == 0, said
    print(said.stdout, end="")  # noqa: T201 - this is what the command is to say


def vorlagenwerk(*words: str, data: Path) -> Any:
    """Run a command to its end."""
    program = Path(sys.executable).with_name("vorlagenwerk")
    return subprocess.run(
        [program, *words, "--data", data], capture_output=True, text=True, check=False, cwd=ROOT
    )


def main() -> None:
    """Play it on the database that the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    on, size = {"sqlite": (on_sqlite, "8m"), "postgres": (on_postgres, "120m")}[parser.parse_args().database]
    logging.getLogger("infra").setLevel(logging.CRITICAL)
    logging.getLogger("api").setLevel(logging.CRITICAL)
    with small_disk(size) as disk:
        asyncio.run(on(disk))


if __name__ == "__main__":
    main()
