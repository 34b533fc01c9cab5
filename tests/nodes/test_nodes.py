"""Two nodes as an office runs them: processes of their own behind the proxy of compose.yaml."""

import asyncio
import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import msgspec
import pytest
from websockets.asyncio.client import ClientConnection, connect

from infra.demo.story import PLAYGROUNDS
from tests.collaboration.editors import editor
from tests.machines.conftest import Person, Server
from tests.servers import Postgres, Redis, free_port, program

CONF = Path(__file__).parents[2] / "deploy" / "nginx.conf"
PAPER = f"vorlagen/{PLAYGROUNDS}"


class Nodes:
    """Two nodes and a proxy."""

    def __init__(self, one: Server, other: Server, proxy: str, redis: Redis) -> None:
        self.one = one
        self.other = other
        self.proxy = proxy
        self.redis = redis
        code, self.token = one.run("token", "fb-bau")
        assert code == 0, self.token
        self.token = self.token.strip()

    def text(self, address: str) -> str:
        """The address of a text."""
        return f"ws://{address}/collab/{PAPER}/reasons?token={self.token}"


@pytest.fixture
def nodes(
    tmp_path: Path, postgres_server: Postgres, redis_alone: Redis, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Nodes]:
    monkeypatch.setenv("VORLAGENWERK_DATABASE", postgres_server.database())
    monkeypatch.setenv("VORLAGENWERK_REDIS", redis_alone.address)
    with ExitStack() as stack:
        one, other = (stack.enter_context(serving(tmp_path / name)) for name in ("node-1", "node-2"))
        proxy = stack.enter_context(proxied(tmp_path, [one, other]))
        yield Nodes(one, other, proxy, redis_alone)


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Run a node."""
    folder.mkdir()
    server = Server(folder / "var")
    try:
        server.start()
        yield server
    finally:
        if server.process is not None:
            server.kill()


@contextmanager
def proxied(folder: Path, servers: list[Server]) -> Iterator[str]:
    """Run the proxy with the configuration that we ship; only names and folders are others."""
    port = free_port()
    conf = re.sub(r"(?<= )/tmp/", f"{folder}/", CONF.read_text())
    conf = conf.replace("listen 8080;", f"listen 127.0.0.1:{port};")
    for number, server in enumerate(servers, 1):
        conf = conf.replace(f"server node-{number}:8000", f"server {server.address}")
    (folder / "nginx.conf").write_text(conf)
    command = [program("nginx"), "-c", str(folder / "nginx.conf"), "-g", "daemon off; user root;"]
    with (folder / "proxy.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            yield f"127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()
    assert "token=" not in (folder / "proxy.log").read_text()


async def ready(address: str, **wanted: object) -> None:
    """Wait until a node says exactly this of itself."""
    async with asyncio.timeout(60), httpx.AsyncClient(base_url=f"http://{address}") as http:
        while True:
            answer = await http.get("/health/ready")
            if answer.status_code == httpx.codes.OK and answer.json() == wanted:
                return
            await asyncio.sleep(0.05)


async def figures(address: str) -> dict[str, float]:
    """What a node tells Prometheus, where it has no labels."""
    async with httpx.AsyncClient(base_url=f"http://{address}") as http:
        lines = [
            line.rsplit(maxsplit=1)
            for line in (await http.get("/metrics")).text.splitlines()
            if line[0] != "#"
        ]
    return {name: float(value) for name, value in lines}


async def heard(socket: ClientConnection, position: int) -> list[int]:
    """Read events up to a position; give their positions."""
    found: list[int] = []
    async with asyncio.timeout(60):
        while not found or found[-1] < position:
            message = msgspec.json.decode(await socket.recv(), type=dict[str, Any])
            assert "problem" not in message, message
            if "type" in message:
                found.append(message["position"])
    return found


@pytest.mark.timeout(300)
async def test_two_nodes_are_one_county_and_one_goes_on_when_the_other_is_killed(nodes: Nodes) -> None:
    one, other, proxy = nodes.one.address, nodes.other.address, nodes.proxy
    for address in (one, other):
        await ready(address, ready=True)
    password = dict(
        line.split("\t")[:2]
        for line in (nodes.one.data / "demo-logins.txt").read_text(encoding="utf-8").splitlines()
    )["fb-bau"]
    person = await asyncio.to_thread(Person, proxy, "fb-bau", password)
    headers = {"Authorization": f"Bearer {nodes.token}"}
    here = httpx.AsyncClient(base_url=f"http://{one}", headers=headers, timeout=60)
    there = httpx.AsyncClient(base_url=f"http://{other}", headers=headers, timeout=60)

    async def add(http: httpx.AsyncClient, text: str, key: str) -> httpx.Response:
        body = {"type": "AddMeasure", "vorlage": PLAYGROUNDS, "document": "Konzept", "text": text}
        return await http.post("/api/commands", json=body, headers={"Idempotency-Key": key})

    async with httpx.AsyncClient(base_url=f"http://{proxy}") as outside:
        for path in ("/metrics", "/metrics/", "//metrics", "/%6detrics"):
            assert (await outside.get(path)).status_code == httpx.codes.NOT_FOUND, path
    async with here, there, editor(nodes.text(one)) as bau, editor(nodes.text(other)) as finanzen:
        # Who is at the other node, and what is typed there.
        await bau.show(1, {"cursor": 3})
        await finanzen.until(lambda: bau.doc.client_id in finanzen.shown)
        assert finanzen.shown[bau.doc.client_id]["user"]["login"] == "fb-bau"
        await bau.insert(0, "Hier. ")
        await finanzen.until(lambda: str(finanzen.text).startswith("Hier. "))
        await finanzen.insert(0, "Dort. ")
        await bau.until(lambda: str(bau.text).startswith("Dort. Hier. "))
        # What is done at either node is seen at the other.
        async with connect(f"ws://{other}/live?token={nodes.token}") as watcher:
            await watcher.send(msgspec.json.encode({"subscribe": PAPER}).decode())
            assert b"caught_up" in str(await watcher.recv()).encode()
            key = str(uuid4())
            answer = await add(here, "Einmal", key)
            assert answer.status_code == httpx.codes.OK, answer.text
            position = answer.json()["position"]
            assert (await heard(watcher, position))[-1] == position
            assert (await add(there, "Einmal", key)).json() == answer.json()
            assert (await add(there, "Anders", key)).status_code == httpx.codes.UNPROCESSABLE_ENTITY
        # Both at once on one paper.
        answers = await asyncio.gather(
            *(add(http, f"{n}", str(uuid4())) for n in range(6) for http in (here, there))
        )
        assert {each.status_code for each in answers} == {httpx.codes.OK}
        # One dies; through the proxy everything goes on, with the same login.
        await asyncio.to_thread(nodes.one.kill)
        assert await bau.closed() is not None
        async with editor(nodes.text(proxy), client=None) as again:
            assert str(again.text).startswith("Dort. Hier. ")
            await again.insert(0, "Weiter. ")
            await finanzen.until(lambda: str(finanzen.text).startswith("Weiter. "))
        async with connect(f"ws://{proxy}/live?token={nodes.token}") as watcher:
            await watcher.send(msgspec.json.encode({"subscribe": PAPER, "after": position}).decode())
            last = max(each.json()["position"] for each in answers)
            found = await heard(watcher, last)
            assert {each.json()["position"] for each in answers} <= set(found)
            assert found == sorted(set(found))
        for _ in range(4):
            assert (await asyncio.to_thread(person.read, "/api/me"))["login"] == "fb-bau"
        await asyncio.to_thread(
            person.do, "AddMeasure", vorlage=PLAYGROUNDS, document="Konzept", text="Mit Cookie"
        )
    person.http.close()
    await left_alone(nodes)


async def left_alone(nodes: Nodes) -> None:
    """Look after the node that is left: its command line, Redis away and back, its end."""
    code, shown = await asyncio.to_thread(nodes.other.run, "show", PLAYGROUNDS)
    assert code == 0, shown
    assert "Mit Cookie" in shown
    await asyncio.to_thread(nodes.redis.kill)
    await ready(nodes.other.address, ready=True, degraded=["redis"])
    assert (await figures(nodes.other.address))["vorlagenwerk_redis_connected"] == 0
    nodes.redis.start()
    await ready(nodes.other.address, ready=True)
    found = await figures(nodes.other.address)
    assert found["vorlagenwerk_redis_connected"] == 1
    assert found["vorlagenwerk_redis_relay_behind_events"] == 0
    assert found["vorlagenwerk_redis_reconnects_total"] >= 1
    assert await asyncio.to_thread(nodes.other.stop) == 0
