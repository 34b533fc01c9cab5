import json
from pathlib import Path

import msgspec
import pytest

from api.cli.main import main
from infra.bench.bench import Extent
from infra.bench.engine import ROWS, measure
from infra.bench.facts import BYTES, STATE
from infra.bench.figures import Goal, figure
from tests.servers import Postgres

TINY = Extent(seconds=0.05, rounds=1, events=400, long=600, clients=5, sockets=(2, 3), watching=4, pace=40)


@pytest.mark.parametrize(
    "rows", [("sqlite", "postgres"), ("clients", "commands"), ("load", "rebuild"), ("live", "loop")]
)
async def test_every_line_is_measured_beside_the_driver(
    tmp_path: Path, postgres_server: Postgres, rows: tuple[str, ...]
) -> None:
    only = [row for row in ROWS if row.startswith(rows)]
    address = postgres_server.address("postgres")
    report = await measure(tmp_path / "var", TINY, only=only, postgres=address)
    figures = {each.row: each for each in report.figures}
    assert set(figures) >= set(only)
    for row, each in figures.items():
        assert each.goals
        assert not each.missing
        assert each.rounds == TINY.rounds
        assert each.figure is not None
        assert each.figure > 0
        assert each.met is not None
        if row != "loop-lag":
            assert each.raw is not None
            assert each.raw > 0
            assert each.ratio is not None
    assert report.machine.cores > 0
    assert report.machine.fdatasync > 0
    assert json.loads(msgspec.json.encode(report))["figures"]
    assert list((tmp_path / "var").iterdir()) == []


async def test_measuring_starts_a_postgresql_of_its_own_where_none_is_named(tmp_path: Path) -> None:
    report = await measure(tmp_path, TINY, only=["clients-postgres"])
    assert [each.missing for each in report.figures] == [""]


def test_a_server_that_does_not_answer_leaves_its_lines_unmeasured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["bench", "engine", "--secs", "0.01", "--rounds", "1", "--only", "clients-postgres"]
    assert main([*words, "--data", str(tmp_path), "--postgres", "postgresql://127.0.0.1:1/x"]) == 0
    assert "nicht gemessen" in capsys.readouterr().out


def test_a_measurement_is_told_as_a_table_and_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [
        "bench",
        "engine",
        "--secs",
        "0.02",
        "--rounds",
        "1",
        "--only",
        "load-cold",
        "--data",
        str(tmp_path),
    ]
    assert main(words) == 0
    machine, _, heading, row = capsys.readouterr().out.splitlines()
    assert "fdatasync" in machine
    assert heading.startswith("Zeile")
    assert row.startswith("load-cold")
    assert main([*words, "--json"]) == 0
    [told] = json.loads(capsys.readouterr().out)["figures"]
    assert told["unit"] == "ms"


@pytest.mark.parametrize("words", [["--secs", "0"], ["--secs", "x"], ["--events", "0"], ["--only", "no"]])
def test_what_cannot_be_measured_is_wrong_use(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["bench", "engine", *words])
    assert ended.value.code == 2


def test_a_line_tells_medians_and_whether_each_goal_is_met() -> None:
    turns = {
        "ours": [
            {"figure": 9.0, "p99_ms": 1.0},
            {"figure": 12.0, "p99_ms": 5.0},
            {"figure": 20.0, "p99_ms": 2.0},
        ],
        "raw": [{"figure": 10.0}, {"figure": 10.0}, {"figure": 40.0}],
        "library": [{"figure": 1.0}, {"figure": 2.0}, {"figure": 3.0}],
    }
    found = figure("row", "work", turns, [Goal("ratio", at_least=0.9), Goal("p99_ms", at_most=2)])
    assert (found.figure, found.raw, found.ratio) == (12.0, 10.0, 0.9)
    assert found.more == {"p99_ms": 2.0, "library": 2.0}
    assert found.met
    assert not figure("row", "work", turns, [Goal("ratio", at_least=0.95)]).met
    assert not figure("row", "work", turns, [Goal("p99_ms", at_most=1.9)]).met


def test_the_measured_event_has_the_size_that_the_table_names() -> None:
    assert len(STATE) == BYTES == 317
