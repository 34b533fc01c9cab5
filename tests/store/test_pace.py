"""What follows the log behind it goes on at once after a rest, and hurries for whoever waits."""

import asyncio

import pytest

from infra.projecting.pace import Pace


async def test_a_follower_that_has_rested_goes_on_at_once() -> None:
    async with asyncio.timeout(5):
        await Pace().rest(60)


async def test_a_follower_rests_between_two_times() -> None:
    pace, now = Pace(), asyncio.get_running_loop().time
    await pace.rest(60)
    began = now()
    await pace.rest(0.05)
    assert now() - began >= 0.04


async def test_a_follower_rests_longer_where_going_on_took_long(monkeypatch: pytest.MonkeyPatch) -> None:
    now = asyncio.get_running_loop().time
    monkeypatch.setattr("infra.projecting.pace.LONGEST", 0.4)
    pace = Pace()
    await pace.rest(60)
    for took, least in ((0.02, 0.19), (0.2, 0.39)):
        began = now()
        await asyncio.sleep(took)
        pace.went_on()
        await pace.rest(0.01)
        assert now() - began >= least
    pace.went_on()
    monkeypatch.setattr("infra.projecting.pace.LONGEST", 60)
    pace.hurry()
    async with asyncio.timeout(5):
        await pace.rest(0.01)


async def test_whoever_waits_makes_a_follower_hurry_once() -> None:
    pace = Pace()
    await pace.rest(60)
    async with asyncio.timeout(5):
        resting = asyncio.create_task(pace.rest(60))
        await asyncio.sleep(0)
        pace.hurry()
        await resting
        pace.hurry()
        await pace.rest(60)
    again = asyncio.create_task(pace.rest(60))
    done, _ = await asyncio.wait([again], timeout=0.05)
    again.cancel()
    assert not done
