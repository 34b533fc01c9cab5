from pathlib import Path

import pytest

from tests.machines.kill import kill_again_and_again, summary

ROUNDS = 4


@pytest.mark.timeout(300)
async def test_nothing_that_was_acknowledged_or_seen_is_lost_when_the_server_is_killed(
    tmp_path: Path,
) -> None:
    tally = await kill_again_and_again(tmp_path / "var", ROUNDS, seed=20_230_308)
    assert not tally.faults, summary(tally)
    assert tally.acknowledged > ROUNDS * 5
    assert tally.seen > ROUNDS * 5
    assert tally.synced > ROUNDS
