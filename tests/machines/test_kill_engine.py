from pathlib import Path

import pytest

from tests.machines.kill_engine import kill_again_and_again, summary

SEED = 20_230_308


@pytest.mark.parametrize(("kind", "kills"), [("sqlite", 6), ("postgres", 5)])
def test_a_killed_node_or_server_loses_skips_and_doubles_nothing(
    tmp_path: Path, kind: str, kills: int
) -> None:
    tally = kill_again_and_again(tmp_path, kills, SEED, kind)
    assert not tally.faults, (summary(tally), tally.faults)
    assert tally.acknowledged > kills
    assert tally.events >= tally.acknowledged
    assert tally.rows > kills
    assert bool(tally.servers) == (kind == "postgres")
