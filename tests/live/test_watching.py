import asyncio
import contextlib
from contextlib import AsyncExitStack
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from domain.organisation.commands import RevokeRole
from domain.recorded import Event, Meta
from domain.session.events.course import SessionInterrupted, SessionOpened, SessionResumed
from infra.demo import story
from infra.demo.calendar import Calendar
from infra.demo.people import AUDITOR, CHAIR, CLERK, KREISTAG, OFFICE, named
from infra.entitlement import SERVICE
from infra.store import Transaction
from tests.live.watchers import DRAFT, PAPER, SITTING, Client, Served

SESSION = {"session": story.COUNCIL_SITTING}


async def opened(clerk: Client) -> None:
    """Open the Kreistag with everybody there, and call its item."""
    for type_, fields in (
        ("RecordArrival", {"members": KREISTAG.members}),
        ("OpenSession", {}),
        ("CallItem", {"item": story.COUNCIL_ITEM}),
    ):
        answer = await clerk.give(type_, **SESSION, **fields)
        assert answer.get("ok"), answer


async def vote_open(clerk: Client) -> str:
    """Open a roll call on the paper."""
    vote = str(uuid4())
    answer = await clerk.give("OpenVote", **SESSION, item=story.COUNCIL_ITEM, vote=vote, kind="roll_call")
    assert answer.get("ok"), answer
    return vote


async def stream_positions(served: Served, stream: str, after: int = 0) -> list[int]:
    return [each.position for each in await served.county.store.log(after=after, limit=10_000, stream=stream)]


async def test_two_clerks_and_fifty_watchers_see_each_ballot_once_and_in_order(served: Served) -> None:
    async with AsyncExitStack() as stack:
        clerk = await stack.enter_async_context(served.client(CLERK.login))
        chair = await stack.enter_async_context(served.client(CHAIR.login))
        await opened(clerk)
        vote = await vote_open(clerk)
        watchers = [await stack.enter_async_context(served.client(CHAIR.login)) for _ in range(50)]
        reached = [(await each.subscribe(SITTING))[-1]["caught_up"] for each in watchers]
        halves = (KREISTAG.members[::2], KREISTAG.members[1::2])

        async def enter(who: Client, members: tuple[str, ...]) -> None:
            for member in members:
                answer = await who.give("RecordBallot", **SESSION, vote=vote, member=member, choice="yes")
                assert answer.get("ok"), answer

        await asyncio.gather(enter(clerk, halves[0]), enter(chair, halves[1]))
        assert (await clerk.give("RecordVote", **SESSION, vote=vote)).get("ok")
        expected = await stream_positions(served, SITTING, reached[0])
        assert len(expected) == len(KREISTAG.members) + 1

        async def seen(watcher: Client) -> list[dict[str, Any]]:
            return [await watcher.receive() for _ in expected]

        for events in await asyncio.gather(*(seen(each) for each in watchers)):
            assert [each["position"] for each in events] == expected
            assert {each["type"] for each in events[:-1]} == {"BallotRecorded"}
            assert events[-1]["type"] == "VoteRecorded"
            assert events[-1]["data"]["counts"]["yes"] == len(KREISTAG.members)


@pytest.mark.each_store
async def test_whoever_comes_back_gets_what_he_missed_and_nothing_twice(served: Served) -> None:
    async with served.client(CLERK.login) as clerk:
        async with served.client(CHAIR.login) as watcher:
            first = (await watcher.subscribe(SITTING))[-1]["caught_up"]
        await opened(clerk)
        async with served.client(CHAIR.login) as watcher:
            missed = await watcher.subscribe(SITTING, first)
            expected = await stream_positions(served, SITTING, first)
            assert [each["position"] for each in missed[:-1]] == expected
            assert missed[-1]["caught_up"] >= expected[-1]
            assert await watcher.subscribe(SITTING, missed[-1]["caught_up"]) == [
                {"caught_up": missed[-1]["caught_up"], "stream": SITTING}
            ]


async def test_nothing_is_missed_or_repeated_while_others_write_and_somebody_catches_up(
    served: Served,
) -> None:
    async with served.client(CLERK.login) as clerk, AsyncExitStack() as stack:
        await opened(clerk)
        writing = asyncio.create_task(_interrupt_and_resume(clerk, 60))
        watchers = []
        for _ in range(20):
            watcher = await stack.enter_async_context(served.client(CHAIR.login))
            await watcher.send(subscribe=SITTING, after=0)
            watchers.append(watcher)
            await asyncio.sleep(0.005)
        await writing
        everything = await stream_positions(served, SITTING)
        for watcher in watchers:
            events: list[int] = []
            while not events or events[-1] < everything[-1]:
                message = await watcher.receive()
                events += [message["position"]] if "position" in message else []
            assert events == everything


async def _interrupt_and_resume(clerk: Client, times: int) -> None:
    for number in range(times):
        answer = await clerk.give("ResumeSession" if number % 2 else "InterruptSession", **SESSION)
        assert answer.get("ok"), answer


async def test_a_watcher_who_does_not_read_is_closed_and_can_resume(served: Served) -> None:
    async with served.client(CHAIR.login, max_queue=1) as slow:
        start = (await slow.subscribe(SITTING))[-1]["caught_up"]
        await append_until_given_up(served)
        got = [start]
        with contextlib.suppress(ConnectionClosed):
            while True:
                got.append((await slow.receive()).get("position", 0))
        code, reason = await slow.closed()
        assert code == 4408
        after = msgspec.json.decode(reason)["after"]
        assert got[-1] >= after >= start
        assert got[-1] < await served.county.store.head()
    async with served.client(CHAIR.login) as again:
        rest = await again.subscribe(SITTING, after)
        assert [each["position"] for each in rest[:-1]] == await stream_positions(served, SITTING, after)


async def append_until_given_up(served: Served) -> None:
    """Append events that are too long for any buffer, until nobody watches any more.

    Nobody asks whether they are allowed. On a busy machine more of them would only keep the reader away for
    longer than it may take to be told that it was given up.
    """
    meta = Meta(actor=SERVICE, command=uuid4(), happened_at=served.county.clock())
    facts: list[Event] = [SessionOpened(seats=(), lawful_number=43, rule="kvg-lsa", chair=CHAIR.person)]
    while SITTING in served.county.watching._topics:
        facts += [SessionInterrupted(reason="x" * 200_000), SessionResumed()] * 10

        def work(tx: Transaction, part: list[Event] = facts) -> None:
            tx.append(SITTING, tx.version(SITTING), [(meta, each) for each in part])

        await served.county.store.write(work)
        facts = []


async def test_a_position_that_the_log_has_not_reached_is_a_problem(served: Served) -> None:
    async with served.client(CHAIR.login) as watcher:
        [refused] = await watcher.subscribe(SITTING, 10**12)
        assert refused["problem"]["status"] == 422
        assert refused["stream"] == SITTING
        assert "caught_up" in (await watcher.subscribe(SITTING))[-1]


@pytest.mark.parametrize(
    "stream",
    [
        DRAFT,
        "vorlagen/00000000-0000-4000-8000-00000000000f",
        "sessions/x",
        "organisation",
        "committees/x",
        "",
        "vorlagen",
    ],
)
async def test_what_may_not_be_seen_does_not_exist(served: Served, stream: str) -> None:
    async with served.client(CHAIR.login) as watcher:
        [refused] = await watcher.subscribe(stream, 0)
        assert refused["problem"]["status"] == 404


async def test_the_body_gets_no_events_of_the_time_before_its_summons_and_none_that_it_may_not_see(
    served: Served,
) -> None:
    async with served.client(CHAIR.login) as body, served.client(AUDITOR.login) as auditor:
        seen, everything = await body.subscribe(PAPER, 0), await auditor.subscribe(PAPER, 0)
    types = [each["type"] for each in seen[:-1]]
    assert types[0] == "ConsultationSummoned"
    assert not set(types) & {"TextRevised", "Cosigned", "VorlageReleased", "EditionFrozen"}
    assert len(everything) > len(seen)
    revised = [each for each in everything[:-1] if each["type"] == "TextRevised"]
    assert all(part["actor"] is None for each in revised for part in each["data"]["contributions"])
    assert isinstance(revised[0]["data"]["update"], str)


async def test_every_field_of_an_event_is_there_and_its_time_is_when_it_happened(served: Served) -> None:
    async with served.client(AUDITOR.login) as auditor:
        events = await auditor.subscribe(f"sessions/{story.COMMITTEE_SITTING}", 0)
    opened_ = next(each for each in events if each.get("type") == "VoteOpened")
    assert opened_["data"]["repeats"] is None
    assert opened_["data"]["flags"] == []
    assert "type" not in opened_["data"]
    recorded = await served.county.store.log(after=opened_["position"] - 1, limit=1)
    assert opened_["at"] == msgspec.to_builtins(recorded[0].meta.happened_at)


async def test_whoever_loses_the_right_is_told_and_gets_nothing_more(served: Served) -> None:
    async with served.client(OFFICE.login) as watcher, served.client(CLERK.login) as clerk:
        await watcher.subscribe(SITTING)
        for role in ("council_office", "department"):
            revoked = RevokeRole(
                grant=named(f"grant/{OFFICE.login}/{role}"), until=Calendar(_today(served)).day(1)
            )
            await served.county.handling.handle(SERVICE, revoked, uuid4())
        refused = await watcher.receive()
        assert refused["problem"]["status"] == 404
        await opened(clerk)
        [again] = await watcher.subscribe(SITTING, 0)
        assert "problem" in again


def _today(served: Served) -> Any:
    return served.county.clock().date()


async def test_nobody_is_let_in_without_a_login(served: Served) -> None:
    for query in ("", "?token=", "?token=guessed"):
        async with connect(f"{served.address}/live{query}") as socket:
            assert (await Client(socket).closed())[0] == 4401


async def test_one_person_has_no_more_than_a_hundred_sockets(served: Served) -> None:
    token = await served.county.identity.issue_token(CLERK.login)
    async with AsyncExitStack() as stack:
        for _ in range(100):
            socket = await stack.enter_async_context(connect(f"{served.address}/live?token={token}"))
            # A socket is counted once its login is known, which is after the handshake: let it speak.
            await Client(socket).subscribe(SITTING)
        async with connect(f"{served.address}/live?token={token}") as socket:
            assert (await Client(socket).closed())[0] == 1013
        async with served.client(CHAIR.login) as other:
            assert "caught_up" in (await other.subscribe(SITTING))[-1]


async def test_a_page_of_another_origin_is_not_let_in_with_a_cookie(served: Served) -> None:
    password = next(each.password for each in served.credentials if each.login == CLERK.login)
    _, cookie = await served.county.identity.log_in(CLERK.login, password, "here")
    headers = {"Cookie": f"vorlagenwerk={cookie}"}
    own = Origin(served.address.replace("ws", "http"))
    async with connect(f"{served.address}/live", additional_headers=headers, origin=own) as socket:
        assert "caught_up" in (await Client(socket).subscribe(SITTING))[-1]
    foreign = Origin("http://evil.example")
    async with connect(f"{served.address}/live", additional_headers=headers, origin=foreign) as socket:
        assert (await Client(socket).closed())[0] == 4401


async def test_a_disabled_login_can_give_no_command_over_an_open_socket(served: Served) -> None:
    async with served.client(CLERK.login) as clerk:
        await served.county.identity.disable(CLERK.login)
        await clerk.send(command={"type": "OpenSession", **SESSION}, id=str(uuid4()))
        assert (await clerk.closed())[0] == 4401
