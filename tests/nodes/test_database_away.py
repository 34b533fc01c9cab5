"""PostgreSQL is not there yet, or goes away, under a server that runs: it says so, and goes on by itself."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from infra.demo.story import PLAYGROUNDS
from infra.placing import DATABASE
from tests.cli.shell import Shell
from tests.machines.conftest import Person, Server
from tests.servers import Postgres, free_port, postgres

MEASURE = {"vorlage": PLAYGROUNDS, "document": "Konzept"}


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postgres]:
    """Run a server that this test may stop, with a database for the county."""
    with postgres() as running:
        monkeypatch.setenv(DATABASE, running.database())
        yield running


def waits(log: Path) -> bool:
    return log.exists() and "is waited for" in log.read_text()


@pytest.mark.timeout(240)
def test_a_server_waits_for_its_database_and_outlives_a_restart_of_it(
    tmp_path: Path, database: Postgres
) -> None:
    server, log = Server(tmp_path / "var"), tmp_path / "server.log"
    database.stop()
    try:
        with ThreadPoolExecutor(1) as pool:
            starting = pool.submit(server.start)
            while not waits(log):
                assert not starting.done()
                time.sleep(0.05)
            database.start()
            starting.result(60)
        lines = (server.data / "demo-logins.txt").read_text(encoding="utf-8").splitlines()
        [password] = [line.split("\t")[1] for line in lines if line.startswith("fb-bau\t")]
        restarted(database, Person(server.address, "fb-bau", password))
        assert server.stop() == 0
    finally:
        if server.process is not None and server.process.poll() is None:
            server.kill()
    assert server.run("verify")[0] == 0
    assert "postgresql://" not in log.read_text()


def restarted(database: Postgres, person: Person) -> None:
    """Restart the database while commands are given."""
    person.do("AddMeasure", **MEASURE, text="Vorher")
    key = str(uuid4())
    database.stop("immediate")
    for _ in range(2):
        for refused in (
            person.give("AddMeasure", key=key, **MEASURE, text="Einmal"),
            person.http.get(f"/api/vorlagen/{PLAYGROUNDS}"),
        ):
            assert refused.status_code == httpx.codes.SERVICE_UNAVAILABLE, refused.text
            assert refused.headers["Content-Type"] == "application/problem+json"
            assert refused.json()["type"] == "/problems/store-unavailable"
            assert int(refused.headers["Retry-After"]) > 0
        ready = person.http.get("/health/ready")
        assert (ready.status_code, ready.json()) == (503, {"ready": False})
        assert person.http.get("/health/live").status_code == httpx.codes.OK
    database.start()
    answer = person.give("AddMeasure", key=key, **MEASURE, text="Einmal")
    until = time.monotonic() + 60
    while answer.status_code == httpx.codes.SERVICE_UNAVAILABLE and time.monotonic() < until:
        time.sleep(0.1)
        answer = person.give("AddMeasure", key=key, **MEASURE, text="Einmal")
    assert answer.status_code == httpx.codes.OK, answer.text
    assert person.give("AddMeasure", key=key, **MEASURE, text="Einmal").json() == answer.json()
    texts = [each["text"] for each in person.read(f"/api/vorlagen/{PLAYGROUNDS}")["measures"]]
    assert (texts.count("Vorher"), texts.count("Einmal")) == (1, 1)
    while person.http.get("/health/ready").status_code != httpx.codes.OK:
        assert time.monotonic() < until
        time.sleep(0.1)
    person.http.close()


def test_a_database_that_never_comes_is_named_and_the_server_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATABASE, f"postgresql://landkreis:geheim@127.0.0.1:{free_port()}/daten")
    shell = Shell(tmp_path / "var")
    said = shell.process("serve", "--port", "0", before="from api import serving; serving.PATIENCE = 0.2; ")
    assert (said.code, said.out) == (1, "")
    assert f"Die Datenbank, die {DATABASE} nennt, war" in said.err
    assert "Traceback" not in said.err
    assert "geheim" not in said.err
    # Other commands do not wait.
    said = shell("show", PLAYGROUNDS)
    assert said.code == 1
    assert DATABASE in said.err
    assert "geheim" not in said.err
    assert "Traceback" not in said.err
