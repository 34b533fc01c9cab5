"""A backup that is made while others write, and what is put back from it."""

import asyncio
import resource
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from domain.days import day_of
from infra.county import open_county
from infra.demo import found, story
from infra.placing import DATABASE, FILE
from infra.store.sqlite import backup as files
from infra.store.sqlite.connection import connect as open_file
from tests.cli.shell import ROOT, Running, Said, Shell

pytestmark = pytest.mark.sqlite_alone  # PostgreSQL makes its backups itself


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo county without logins."""
    data = tmp_path_factory.mktemp("founded") / "data"

    async def found_it() -> None:
        async with open_county(data) as county:
            await found(county.handling, day_of(county.clock()))

    asyncio.run(found_it())
    return data


@pytest.fixture
def data(founded: Path, shell: Shell) -> Path:
    """A demo county of this test's own."""
    return Path(shutil.copytree(founded, shell.data))


@pytest.fixture
def elsewhere(tmp_path: Path) -> Shell:
    """Another machine."""
    return Shell(tmp_path / "elsewhere")


@contextmanager
def appending(path: Path) -> Iterator[Callable[[], int]]:
    """A process that appends without an end; gives a way to wait until it went on."""
    command = [sys.executable, "-m", "tests.store.appending", str(path), "vorlagen/x", "0"]
    with (
        subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT) as process,
        closing(open_file(path)) as look,
    ):

        def head() -> int:
            return int(look.execute("SELECT max(notification_id) FROM stored_events").fetchone()[0])

        def more() -> int:
            """Wait for another event; returns the position of the last one that is durable."""
            before = head()
            while head() == before:
                time.sleep(0.001)
            return head()

        try:
            yield more
        finally:
            process.kill()


def test_nothing_that_was_answered_before_a_backup_is_missing_in_it(
    shell: Shell, data: Path, elsewhere: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PAGES", 20)
    target = tmp_path / "backup"
    with appending(data / FILE) as more:
        heads = [more()]
        # Writers go on between the steps of the copy, and it does not begin anew for them.
        monkeypatch.setattr("api.cli.backing_up._tell", lambda _done, _total: heads.append(more()))
        assert shell("backup", str(target)).code == 0
    assert len(heads) > 4
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert elsewhere("restore", str(target)).code == 0
    with closing(open_file(elsewhere.data / FILE)) as restored:
        found = restored.execute("SELECT max(notification_id), count(*) FROM stored_events").fetchone()
    assert heads[0] <= found[0] == found[1] < heads[-1]
    checked = elsewhere("verify", "--json")
    assert (checked.code, checked.json["head"], checked.json["faults"]) == (0, found[0], [])


def test_a_backup_overwrites_nothing(shell: Shell, data: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    target.write_bytes(b"mine")
    assert shell("backup", str(target)).code == 1
    assert target.read_bytes() == b"mine"
    assert shell("backup", str(data / "no" / "such" / "folder")).code == 1


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("damage", ["cut", "tail", "byte", "more"])
def test_a_backup_that_is_not_whole_is_noticed(
    shell: Shell, elsewhere: Shell, tmp_path: Path, damage: str
) -> None:
    target = tmp_path / "backup"
    assert shell("backup", str(target)).code == 0
    content = target.read_bytes()
    target.write_bytes(
        {
            "cut": content[: len(content) // 2],
            "tail": content[:-1],
            "byte": content[:5_000] + bytes([content[5_000] ^ 1]) + content[5_001:],
            "more": b"x" + content,
        }[damage]
    )
    refused = elsewhere("restore", str(target))
    assert refused.code == 2
    assert "keine vollständige Sicherung" in refused.err
    assert [each.name for each in elsewhere.data.iterdir()] == ["server.lock"]


def test_a_store_is_replaced_only_when_told_and_the_former_one_is_kept(
    shell: Shell, data: Path, tmp_path: Path
) -> None:
    target = tmp_path / "backup"
    assert shell("backup", str(target)).code == 0
    with closing(open_file(data / FILE)) as store:
        store.execute("INSERT INTO blobs VALUES (?, ?)", ("0" * 64, b"since then"))
    assert shell("restore", str(target)).code == 1
    assert shell("restore", str(target), "--replace").code == 0
    assert shell("verify").code == 0
    [former] = data.glob(f"{FILE}.replaced-*")
    with closing(open_file(former)) as store:
        assert store.execute("SELECT bytes FROM blobs WHERE sha256 = ?", ("0" * 64,)).fetchall()


def test_a_damaged_store_is_restored_only_when_told(
    shell: Shell, data: Path, elsewhere: Shell, tmp_path: Path
) -> None:
    with closing(open_file(data / FILE)) as store:
        store.execute("DELETE FROM stored_events WHERE notification_id = 100")
    assert "positions 100 to 100 are missing" in shell("verify").out
    assert shell("backup", str(tmp_path / "backup")).code == 0
    refused = elsewhere("restore", str(tmp_path / "backup"))
    assert (refused.code, "--despite-faults" in refused.err) == (1, True)
    assert not (elsewhere.data / FILE).exists()
    assert elsewhere("restore", "--despite-faults", str(tmp_path / "backup")).code == 0


@pytest.mark.usefixtures("data")
def test_where_there_is_no_room_a_backup_says_so_and_leaves_nothing(shell: Shell, tmp_path: Path) -> None:
    refused = limited(shell, 100_000, "backup", str(tmp_path / "backup"))
    assert (refused.code, str(tmp_path / "backup") in refused.err, refused.out) == (1, True, "")
    assert "Traceback" not in refused.err
    assert not (tmp_path / "backup").exists()
    assert shell("verify").code == 0


def limited(shell: Shell, size: int, *words: str) -> Said:
    """Run a command that may write no file beyond so many bytes."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    done = subprocess.run(
        shell._words(*words),
        capture_output=True,
        text=True,
        check=False,
        env=shell._environment(),
        preexec_fn=limit,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def test_on_postgresql_the_server_s_own_means_are_named(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres_server: object
) -> None:
    monkeypatch.setenv(DATABASE, postgres_server.database())  # type: ignore[attr-defined]
    refused = shell("restore", str(tmp_path / "backup"))
    assert (refused.code, "pg_restore" in refused.err) == (2, True)
    assert shell("user", "add", "admin", "--name", "A", "--role", "admin").code == 0
    refused = shell("backup", str(tmp_path / "backup"))
    assert (refused.code, "pg_dump" in refused.err) == (2, True)
    assert shell("verify").code == 0
    assert shell("restored").code == 0


async def test_who_edited_before_a_restore_is_told_4410_and_logged_out(
    shell: Shell, running: Running, elsewhere: Shell, tmp_path: Path
) -> None:
    """A server is backed up while it runs; nothing is restored under it."""
    target = str(tmp_path / "backup")
    assert (await asyncio.to_thread(shell, "backup", target)).code == 0
    assert (await asyncio.to_thread(shell, "verify")).code == 0
    for words in (("restore", target, "--replace"), ("restored",)):
        refused = await asyncio.to_thread(shell, *words)
        assert (refused.code, running.address in refused.err) == (1, True)
    token = (await asyncio.to_thread(shell, "token", "fb-bau")).out.strip()
    assert (await asyncio.to_thread(shell, "backup", f"{target}.2")).code == 0
    await asyncio.to_thread(running.end)
    assert (await asyncio.to_thread(elsewhere, "restore", f"{target}.2")).code == 0

    def serve() -> tuple[object, Running]:
        serving = elsewhere.serving()
        return serving, serving.__enter__()

    serving, again = await asyncio.to_thread(serve)
    try:
        document = f"vorlagen/{story.CYCLING}/reasons"
        address = f"{again.address.replace('http', 'ws')}/collab/{document}?token={token}"
        async with connect(f"{address}&epoch=1") as old:
            with pytest.raises(ConnectionClosed):
                await old.recv()
            assert old.close_code == 4410
        async with connect(address) as new:
            assert await new.recv()
        assert (await asyncio.to_thread(again.end)).code == 0
    finally:
        await asyncio.to_thread(serving.__exit__, None, None, None)  # type: ignore[attr-defined]
    assert msgspec.json.decode((await asyncio.to_thread(elsewhere, "verify", "--json")).out)["ok"]
