"""What follows the log behind it goes on at once after a rest, and hurries for whoever waits."""

import asyncio

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
