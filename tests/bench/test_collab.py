import json
from pathlib import Path

import msgspec
import pytest

from api.cli.main import main
from infra.bench import collab
from infra.bench.collab import Held, Report
from infra.bench.edits import edits
from infra.bench.machine import Machine
from infra.collaboration.replica import Replica

MACHINE = Machine(2, "x86_64", "Linux", "3.13", "3.50", 1_000.0, 0.5)
WORDS = ["bench", "collab", "--edits", "400", "--rounds", "1", "--data"]


def test_edits_lead_to_one_text_in_whatever_order_typists_come() -> None:
    made = edits(2_000)
    assert made.count == sum(len(each) for turn in made.turns for each in turn) == 2_000
    assert made.text == edits(2_000).text
    assert max(made.text) > "\uffff"
    for order in (1, -1):
        copy = Replica(update for turn in made.turns for each in turn[::order] for update in each)
        assert str(copy) == made.text


def test_a_text_is_opened_cold_and_warm_and_all_who_hold_it_hold_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEERS_CACHE", str(tmp_path / "none"))
    assert main([*WORDS, str(tmp_path / "var"), "--json"]) == 0
    report = msgspec.json.decode(capsys.readouterr().out, type=Report)
    assert report.held.equal
    assert report.held.seals > 0
    assert report.held.unsealed > 0
    assert report.peers == report.lost == []
    rows = {each.row: each for each in report.figures}
    assert set(rows) == {"cold-collab", "warm-collab", "cold-hocuspocus", "warm-hocuspocus"}
    assert all(each.figure and each.ratio is each.met is None for each in rows.values())
    assert list((tmp_path / "var").iterdir()) == []


@pytest.mark.parametrize("other", ["clients", "rebuilt", "api"])
def test_a_text_that_differs_somewhere_is_told_by_the_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    held = msgspec.structs.replace(Held(True, True, True, 3, 20), **{other: False})  # noqa: FBT003 - in order

    async def measured(*_arguments: object, **_options: object) -> Report:
        return Report(MACHINE, [], held, [], ["y-websocket"])

    # What differs cannot be had by running: it would be a defect.
    monkeypatch.setattr(collab, "measure", measured)
    assert main([*WORDS, str(tmp_path)]) == 1
    told = capsys.readouterr().out
    assert told.count("ANDERS") == 1
    assert told.count("gleich") == 2
    assert "y-websocket hatte den Text nach dem Neustart nicht mehr" in told
    assert main([*WORDS, str(tmp_path), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["held"][other] is False
