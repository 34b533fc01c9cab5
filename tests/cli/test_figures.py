"""What Prometheus reads of a server that runs, and who else may."""

import asyncio
import re
from collections.abc import Iterator

import httpx
import msgspec
import pytest
from prometheus_client.parser import text_string_to_metric_families
from websockets.asyncio.client import connect

from infra.demo import story
from tests.cli.shell import Running, Shell


def figures(address: str) -> dict[str, float]:
    answer = httpx.get(f"{address}/metrics")
    assert answer.status_code == 200, answer.text
    return {
        each.name + "".join(f" {value}" for _, value in sorted(each.labels.items())): each.value
        for family in text_string_to_metric_families(answer.text)
        for each in family.samples
    }


async def test_what_happens_is_counted(shell: Shell, running: Running) -> None:
    token = (await asyncio.to_thread(shell, "token", "fb-bau")).out.strip()
    before = await asyncio.to_thread(figures, running.address)
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        httpx.AsyncClient(base_url=running.address, headers=headers) as client,
        connect(f"{running.address.replace('http', 'ws')}/live?token={token}") as socket,
    ):
        [department] = (await client.get("/api/me")).json()["departments"]
        new = {"type": "CreateVorlage", "file_reference": "2026-9", "lead_department": department["id"]}
        given = {"command": new | {"subject": "Rad"}, "id": "7b1cb2a0-52b1-4a55-9d6a-0d2b6b6a6a11"}
        await socket.send(msgspec.json.encode(given).decode())
        assert msgspec.json.decode(await socket.recv())["ok"]
        assert (await client.get(f"/api/vorlagen/{story.CYCLING}x")).status_code == 404
        after = await asyncio.to_thread(figures, running.address)
        assert after["vorlagenwerk_sockets_open live"] == 1

    def rose(name: str) -> float:
        return after[name] - before.get(name, 0)

    assert rose("vorlagenwerk_events_appended_total") == 1
    assert rose("vorlagenwerk_append_seconds_count") >= 1
    assert rose("vorlagenwerk_append_group_jobs_count") >= 1
    assert rose("vorlagenwerk_event_loop_lag_seconds_count") >= 0
    assert rose("vorlagenwerk_log_position") == 1
    assert sum(rose(name) for name in after if name.startswith("vorlagenwerk_refusals_total ")) == 1
    assert after["vorlagenwerk_store_readable"] == 1
    assert after["vorlagenwerk_append_queue_jobs"] == 0
    views = {name.split()[1] for name in after if name.startswith("vorlagenwerk_view_behind_events ")}
    assert views == {"vorlage", "session", "history", "committee", "organisation", "public"}
    assert after["process_open_fds"] > 0
    labels = " ".join(name.partition(" ")[2] for name in after)
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", labels)
    assert "Rad" not in labels


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"X-Forwarded-For": "203.0.113.9"}, 401),
        ({"Forwarded": "for=127.0.0.1"}, 401),
        ({"Via": "1.1 proxy", "Authorization": "Bearer wrong"}, 401),
        ({"Via": "1.1 proxy", "Authorization": "Bearer the-token"}, 200),
    ],
)
def test_figures_are_for_this_machine_and_for_whoever_has_the_token(
    serving: Running, headers: dict[str, str], status: int
) -> None:
    assert httpx.get(f"{serving.address}/metrics", headers=headers).status_code == status


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("VORLAGENWERK_METRICS_TOKEN", "the-token")
        with Shell(tmp_path_factory.mktemp("served") / "data").serving() as running:
            yield running
