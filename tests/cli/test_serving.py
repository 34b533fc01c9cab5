import asyncio
import signal
import stat
from uuid import uuid4

import httpx
import msgspec
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from infra.data_folder import Server
from infra.demo import story
from tests.cli.shell import ROOT, Running, Shell


def test_the_address_and_the_logins_are_printed_and_they_work(running: Running) -> None:
    assert httpx.get(f"{running.address}/health/live").status_code == 200
    for login in ("kreistagsbuero", "landrat", "admin"):
        given = {"login": login, "password": running.password(login)}
        assert httpx.post(f"{running.address}/api/login", json=given).json()["login"] == login


def test_a_second_start_prints_the_same_logins_and_makes_nothing(shell: Shell) -> None:
    with shell.serving("--demo") as running:
        first = running.password("dsb")
        assert running.end().code == 0
    with shell.serving("--demo") as running:
        assert running.password("dsb") == first
        assert running.end(signal.SIGINT).code == 0


def test_a_folder_that_is_served_is_not_served_twice(shell: Shell, running: Running) -> None:
    second = shell.process("serve", "--port", "0")
    assert second.code == 1
    assert running.address in second.err


def test_a_port_that_is_taken_is_named(shell: Shell, running: Running) -> None:
    port = running.address.rpartition(":")[2]
    refused = shell.process("serve", "--port", port, "--data", str(shell.data.with_name("other")))
    assert refused.code == 1
    assert port in refused.err


def test_rules_without_a_source_are_named_before_anybody_is_served(shell: Shell) -> None:
    own = shell.data / "rules/hauptsatzung.toml"
    own.parent.mkdir(parents=True)
    law = (ROOT / "infra/rules/kvg-lsa.toml").read_text("utf-8")
    own.write_text(law.replace("principal_source", "# principal_source"), "utf-8")
    refused = shell.process("serve", "--port", "0")
    assert (refused.code, refused.out) == (2, "")
    assert str(own) in refused.err
    assert "Es fehlt `principal_source`" in refused.err
    assert "Traceback" not in refused.err


def test_only_the_owner_reads_the_lock_and_it_is_free_again_afterwards(shell: Shell) -> None:
    lock = shell.data / "server.lock"
    with shell.serving() as running:
        assert stat.S_IMODE(lock.stat().st_mode) == 0o600
        told = msgspec.json.decode(lock.read_bytes(), type=Server)
        assert (told.address, told.pid) == (running.address, running.process.pid)
        assert running.end().code == 0
    assert lock.read_bytes() == b""
    with shell.serving() as running:
        running.process.kill()
        running.process.communicate()
    assert shell("parked").code == 0
    with shell.serving() as running:
        assert running.end().code == 0


async def test_on_sigterm_sockets_are_closed_with_1012_and_the_process_ends_with_0(
    shell: Shell, running: Running
) -> None:
    token = (await asyncio.to_thread(shell, "token", "schriftfuehrung")).out.strip()
    address = running.address.replace("http", "ws")
    async with connect(f"{address}/live?token={token}") as socket:
        await socket.send(msgspec.json.encode({"subscribe": f"sessions/{story.COUNCIL_SITTING}"}).decode())
        assert "caught_up" in str(await socket.recv())
        ending = asyncio.create_task(asyncio.to_thread(running.end))
        try:
            while True:
                await socket.recv()
        except ConnectionClosed:
            assert socket.close_code == 1012
        ended = await ending
    assert ended.code == 0
    assert token not in ended.err
    assert "/live" in ended.err
    assert "Traceback" not in ended.err


def test_no_log_line_holds_what_follows_a_question_mark(running: Running) -> None:
    secret = str(uuid4())
    httpx.get(f"{running.address}/api/vorlagen?q={secret}")
    ended = running.end()
    assert "/api/vorlagen" in ended.err
    assert secret not in ended.err
