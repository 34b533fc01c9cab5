from uuid import uuid4

import pytest

from infra.demo import story
from infra.demo.people import CHAIR, CLERK, GUARDIAN
from tests.live.watchers import SITTING, Served

SESSION = {"session": story.COUNCIL_SITTING}


async def test_a_command_is_answered_with_its_position_and_only_done_once(served: Served) -> None:
    id_ = str(uuid4())
    async with served.client(CLERK.login) as clerk:
        first = await clerk.give("RecordArrival", id_, **SESSION, members=[CHAIR.person])
        assert first == {"id": id_, "ok": True, "position": await served.county.store.head()}
        assert await clerk.give("RecordArrival", id_, **SESSION, members=[CHAIR.person]) == first
        other = await clerk.give("RecordLeaving", id_, **SESSION, members=[CHAIR.person])
        assert other["problem"]["status"] == 422


async def test_a_refused_command_gets_the_problem_that_http_would_give(served: Served) -> None:
    async with served.client(CLERK.login) as clerk:
        refused = await clerk.give("OpenVote", **SESSION, item=story.COUNCIL_ITEM)
        assert refused["problem"]["status"] == 409
        assert refused["problem"]["type"].startswith("/problems/")
        assert refused["problem"]["title"]


async def test_without_the_right_a_command_is_refused_and_nothing_is_stored(served: Served) -> None:
    head = await served.county.store.head()
    async with served.client(GUARDIAN.login) as outsider:
        assert (await outsider.give("OpenSession", **SESSION))["problem"]["status"] == 404
    assert await served.county.store.head() == head


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ({"type": "OpenSession"}, 422),
        ({"type": "Nonsense"}, 422),
        ({"type": "OpenSession", **SESSION, "more": 1}, 422),
        ({"type": "RecordVote", **SESSION, "vote": story.GRANT_VOTE, "yes": -1}, 422),
        ([], 422),
        (None, 422),
    ],
)
async def test_what_is_no_command_is_named(served: Served, command: object, status: int) -> None:
    async with served.client(CLERK.login) as clerk:
        id_ = str(uuid4())
        await clerk.send(command=command, id=id_)
        answer = await clerk.receive()
        assert (answer["id"], answer["problem"]["status"]) == (id_, status)


async def test_a_command_id_is_a_uuid(served: Served) -> None:
    async with served.client(CLERK.login) as clerk:
        answer = await clerk.give("OpenSession", "not-a-uuid", **SESSION)
        assert answer["problem"]["status"] == 400


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "nonsense",
        "[]",
        "null",
        "{}",
        '{"subscribe": 5}',
        '{"subscribe": "sessions/x", "after": -1}',
        '{"subscribe": "sessions/x", "after": "1"}',
        '{"subscribe": "sessions/x", "more": 1}',
        '{"subscribe": "sessions/x", "command": {}, "id": "x"}',
        '{"command": {"type": "OpenSession"}}',
        '{"id": "x"}',
        '{"subscribe": "\\ud800"}',
        "[" * 100_000,
        '{"command": ' + "[" * 100_000,
        '{"subscribe": "' + "x" * 100_000 + '"}',
        b"\x00\xff",
        b'{"subscribe": "sessions/x"}',
    ],
    ids=range(18),
)
async def test_garbage_is_a_problem_and_the_socket_stays(served: Served, garbage: str | bytes) -> None:
    async with served.client(CHAIR.login) as client:
        await client.socket.send(garbage)
        assert 400 <= (await client.receive())["problem"]["status"] < 500
        assert "caught_up" in (await client.subscribe(SITTING))[-1]


async def test_whoever_sends_nothing_but_garbage_is_closed(served: Served) -> None:
    async with served.client(CHAIR.login) as client:
        for _ in range(20):
            await client.socket.send("garbage")
        assert (await client.closed())[0] == 1008


async def test_after_unsubscribing_nothing_more_comes(served: Served) -> None:
    async with served.client(CLERK.login) as clerk:
        await clerk.subscribe(SITTING)
        await clerk.send(unsubscribe=SITTING)
        await clerk.send(
            command={"type": "RecordArrival", **SESSION, "members": [CHAIR.person]}, id=str(uuid4())
        )
        assert (await clerk.receive()).get("ok")
        [caught_up] = await clerk.subscribe(SITTING)
        assert "caught_up" in caught_up
