"""Replaying while the county is served, and whoever listens to it going away."""

import asyncio
from contextlib import aclosing

import pytest

from domain.errors import NotEntitled
from infra.demo.people import ADMIN, BUILDER
from infra.projecting.views import REBUILD
from infra.replaying import Elsewhere, Outcome, ReplayUnderWay, Step
from tests.handling.conftest import Desk


def under_way() -> list[str]:
    names = (getattr(each.get_coro(), "__qualname__", "") for each in asyncio.all_tasks())
    return [name for name in names if name == "Replaying._replay"]


async def outcome(desk: Desk) -> Outcome:
    told = [step async for step in desk.county.replaying.steps()]
    assert isinstance(told[-1], Outcome)
    assert {each.view for each in told if isinstance(each, Step)} == {*desk.county.views.names, "public"}
    return told[-1]


async def test_a_replay_tells_its_steps_and_how_it_came_out(desk: Desk) -> None:
    assert all(each.equal for each in (await outcome(desk)).views.values())


async def test_whoever_does_not_look_after_the_machine_may_not_replay(desk: Desk) -> None:
    desk.county.replaying.check(ADMIN.person)
    with pytest.raises(NotEntitled):
        desk.county.replaying.check(BUILDER.person)


async def test_of_a_replay_whose_listener_is_slow_the_oldest_steps_are_left_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.projecting.rebuilding.PAGE", 1)
    monkeypatch.setattr("infra.replaying.STEPS", 3)
    async with aclosing(desk.county.replaying.steps()) as steps:  # type: ignore[type-var]  # it is a generator
        await anext(steps)
        while under_way():
            await asyncio.sleep(0.01)
        left = [step async for step in steps]
    assert len(left) == 4
    assert isinstance(left[-1], Outcome)


async def test_a_replay_ends_with_whoever_listened_to_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infra.projecting.rebuilding.PAGE", 1)
    async with aclosing(desk.county.replaying.steps()) as steps:  # type: ignore[type-var]  # it is a generator
        assert isinstance(await anext(steps), Step)
        with pytest.raises(ReplayUnderWay):
            desk.county.replaying.check(ADMIN.person)
    assert not under_way()
    desk.county.replaying.check(ADMIN.person)
    assert all(each.equal for each in (await outcome(desk)).views.values())


async def test_a_listener_that_is_torn_away_lets_no_second_replay_in_beside_the_first(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.projecting.rebuilding.PAGE", 1)
    listening = asyncio.create_task(outcome(desk))
    await asyncio.sleep(0.02)
    second = asyncio.create_task(outcome(desk))
    while not listening.done():  # as a server's cancelled scope does it: at every await again
        listening.cancel()
        await asyncio.sleep(0)
    assert all(each.equal for each in (await second).views.values())
    assert all(each.equal for each in (await outcome(desk)).views.values())
    assert not under_way()


async def test_a_replay_beside_another_node_s_says_so(desk: Desk) -> None:
    async with desk.county.store.claimed(REBUILD):
        assert [step async for step in desk.county.replaying.steps()] == [Elsewhere()]
