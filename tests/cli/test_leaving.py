"""The end of a server, and what it writes into its log until then."""

import asyncio
import signal
import time
from contextlib import suppress
from uuid import uuid4

import httpx
import msgspec
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from api.leaving import ECHO, Leaving
from infra.demo import story
from tests.cli.shell import Running, Shell

MARK = "Geheimwort"


def test_before_the_end_the_server_says_so_and_goes_on(shell: Shell) -> None:
    with shell.serving("--drain", "3") as running, httpx.Client(base_url=running.address) as client:
        assert client.get("/health/ready").status_code == 200
        running.process.send_signal(signal.SIGTERM)
        while client.get("/health/ready").status_code == 200:
            time.sleep(0.01)
        leaving = client.get("/health/ready")
        assert (leaving.status_code, leaving.json(), "Retry-After" in leaving.headers) == (
            503,
            {"ready": False},
            True,
        )
        assert client.get("/health/live").status_code == 200
        assert client.post("/api/login", json={"login": "a", "password": "b"}).status_code == 401
        refused = None
        with suppress(httpx.TransportError):  # then nobody listens
            while True:
                answer = client.post("/api/login", json={"login": "a", "password": "b"})
                refused = answer if answer.status_code == 503 else refused
        if refused is not None:
            assert refused.headers["Retry-After"]
            assert refused.json()["type"] == "/problems/restarting"
        assert running.process.wait(60) == 0


def test_a_second_signal_ends_it_at_once(shell: Shell) -> None:
    with shell.serving("--drain", "300") as running:
        running.process.send_signal(signal.SIGTERM)
        time.sleep(ECHO + 0.2)
        assert running.end().code == 128 + signal.SIGTERM


def test_the_echo_of_a_signal_is_none() -> None:
    moment = [0.0]
    ended: list[int] = []
    leaving = Leaving(5, lambda: moment[0], ended.append)
    assert not leaving.begun
    leaving.tell(signal.SIGINT)
    moment[0] = ECHO / 2
    leaving.tell(signal.SIGTERM)
    assert (leaving.begun, leaving.refusing, ended) == (True, False, [])
    moment[0] = 5
    assert leaving.refusing
    leaving.tell(signal.SIGTERM)
    assert ended == [143]


@pytest.mark.parametrize("words", [("--drain", "301"), ("--drain", "x"), ("--log", "xml")])
def test_settings_that_are_none_are_named(shell: Shell, words: tuple[str, str]) -> None:
    assert shell("serve", *words).code == 2


async def test_the_log_holds_no_word_of_anybody(shell: Shell) -> None:
    serving = shell.serving("--demo", "--log", "json")
    running = await asyncio.to_thread(serving.__enter__)
    try:
        await drive(shell, running)
        ended = await asyncio.to_thread(running.end)
    finally:
        await asyncio.to_thread(serving.__exit__, None, None, None)
    assert ended.code == 0
    lines = [msgspec.json.decode(line) for line in ended.err.splitlines()]
    assert MARK.lower() not in ended.err.lower()
    assert "fb-bau" not in ended.err
    requests = [line for line in lines if line["logger"] == "vorlagenwerk.access"]
    routes = {(each["method"], each["route"], each["status"]) for each in requests}
    assert ("POST", "/api/commands", 200) in routes
    assert ("GET", "/api/vorlagen/{id:str}", 200) in routes or any(
        route.startswith("/api/vorlagen/{") and status == 200 for _, route, status in routes
    )
    assert any(method == "WEBSOCKET" and route == "/live" for method, route, _ in routes)
    assert story.CYCLING not in str(requests)
    assert all(len(each["request"]) == 32 for each in requests)
    assert len({each["request"] for each in requests}) == len(requests)
    assert any(each["login"] for each in requests)


async def drive(shell: Shell, running: Running) -> None:
    """Put a word wherever a server takes one."""
    token = (await asyncio.to_thread(shell, "token", "fb-bau")).out.strip()
    await asyncio.to_thread(shell, "person", "add", MARK, "--contact", MARK)
    headers = {"Authorization": f"Bearer {token}", "User-Agent": MARK, "X-Request-Id": MARK}
    async with httpx.AsyncClient(base_url=running.address, headers=headers) as client:

        async def give(content: bytes) -> httpx.Response:
            key = {"Idempotency-Key": str(uuid4()), "Content-Type": "application/json"}
            return await client.post("/api/commands", content=content, headers=key)

        comment = {"type": "CreateVorlage", "subject": MARK, "kind": "decision", "department": MARK}
        for content in (msgspec.json.encode(comment), f'{{"type": "{MARK}"}}'.encode(), MARK.encode()):
            assert (await give(content)).status_code >= 400
        answer = await client.post(
            "/api/vorlagen/import",
            content=MARK.encode(),
            headers={"Content-Type": "text/markdown", "Idempotency-Key": MARK},
        )
        assert answer.status_code >= 400
        [department] = (await client.get("/api/me")).json()["departments"]
        new = {"type": "CreateVorlage", "file_reference": "2026-9", "subject": MARK}
        made = await give(msgspec.json.encode({**new, "lead_department": department["id"]}))
        assert made.status_code == 200, made.text
        vorlage = made.json()["events"][0]["id"]
        text = {"type": "ReviseText", "vorlage": vorlage, "document": "reasons", "text": MARK}
        assert (await give(msgspec.json.encode(text))).status_code == 200
        for path in (
            f"/api/vorlagen?q={MARK}",
            f"/api/vorlagen/{MARK}",
            f"/{MARK}?{MARK}",
            f"/api/vorlagen/{story.CYCLING}?as_of={MARK}",
            f"/api/vorlagen/{story.CYCLING}",
            f"/api/events?purpose={MARK}",
        ):
            await client.get(path)
        await client.post("/api/login", json={"login": MARK, "password": MARK})
        bodies = await client.get("/api/committees")
        assert bodies.status_code == 200
        session = {"type": "PlanSession", "session": str(uuid4()), "committee": MARK, "place": MARK}
        await give(msgspec.json.encode(session))
    async with connect(f"{running.address.replace('http', 'ws')}/live?token={token}&{MARK}") as socket:
        for said in (MARK, f'{{"subscribe": "{MARK}"}}', f'{{"command": {{"a": "{MARK}"}}, "id": "{MARK}"}}'):
            await socket.send(said)
            await socket.recv()
    room = f"{running.address.replace('http', 'ws')}/collab/vorlagen/{story.CYCLING}/{MARK}?token={token}"
    async with connect(room) as socket:
        with pytest.raises(ConnectionClosed):
            await socket.recv()
    await asyncio.to_thread(shell, "command", "-", given=f'{{"type": "{MARK}"}}')
