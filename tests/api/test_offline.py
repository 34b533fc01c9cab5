"""Entry without a network: what a client kept is sent later, and nothing is lost or counted twice."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import msgspec
from websockets.asyncio.client import ClientConnection, connect

from tests.serving import KREISTAG, Served, members, person

CLERK, SECOND, CHAIR, OFFICE = "schriftfuehrung", "fremd", "mitglied", "kreistagsbuero"
DAY = dt.date(2024, 9, 25)


def at(minute: int, second: int = 0) -> str:
    """A moment of the sitting."""
    return f"2024-09-25T17:{minute:02}:{second:02}+02:00"


class Kept:
    """The commands that a client keeps while it has no network; each with its id and its time."""

    def __init__(self) -> None:
        self.commands: list[tuple[str, dict[str, Any]]] = []

    def keep(self, type_: str, moment: str, **fields: Any) -> None:
        self.commands.append((str(uuid4()), {"type": type_, "happened_at": moment, **fields}))

    async def send(self, county: Served, login: str) -> list[tuple[int, list[str]]]:
        """Send everything in order; status and types of the events of each."""
        found = []
        for key, command in self.commands:
            answer = await county.client(login).post(
                "/api/commands", json=command, headers={"Idempotency-Key": key}
            )
            events = answer.json().get("events", [])
            found.append((answer.status_code, [each["type"] for each in events]))
        return found


async def opened(county: Served) -> tuple[str, str]:
    """An open sitting with nine members and a second clerk; its id and that of an item that was called."""
    await county.do("admin", "GrantRole", person=person(SECOND), role="clerk")
    early = {"happened_at": "2024-09-01T09:00:00+02:00"}
    session = await county.do(OFFICE, "PlanSession", committee=KREISTAG, date=DAY.isoformat(), **early)
    item = await county.do(OFFICE, "AddAgendaItem", session=session, subject="Verschiedenes", **early)
    await county.do(OFFICE, "SummonSession", session=session, **early)
    there = [*members(8), person(CHAIR)]
    await county.do(CLERK, "RecordArrival", session=session, members=there, happened_at=at(0))
    await county.do(CLERK, "OpenSession", session=session, happened_at=at(1))
    await county.do(CLERK, "CallItem", session=session, item=item, happened_at=at(2))
    return session, item


async def votes(county: Served, session: str) -> dict[str, Any]:
    """The votes of the sitting by id."""
    shown = await county.read(CLERK, f"/api/sessions/{session}")
    return {vote["id"]: vote for item in shown["agenda"] for vote in item["votes"]}


async def test_what_a_clerk_kept_is_sent_later_and_contradicts_what_another_one_counted(
    county: Served,
) -> None:
    session, item = await opened(county)
    vote = str(uuid4())
    offline = Kept()
    offline.keep("RecordLeaving", at(3), session=session, members=[members(8)[0]])
    offline.keep("RecordVote", at(5), session=session, vote=vote, yes=5, no=3, abstained=0)
    offline.keep("DeclareVote", at(6), session=session, vote=vote)
    await county.do(CLERK, "OpenVote", session=session, item=item, vote=vote, happened_at=at(4))
    counted = {"session": session, "vote": vote, "yes": 5, "no": 4, "abstained": 0}
    await county.do(CLERK, "RecordVote", **counted, happened_at=at(5, 30))
    async with _watching(county, CHAIR, session) as socket:
        told = await offline.send(county, SECOND)
        assert told == [
            (200, ["MemberLeft", "VoteQuestioned"]),
            (200, ["CountContradicted"]),
            (409, []),
        ]
        assert await _next(socket) == ["MemberLeft", "VoteQuestioned", "CountContradicted"]
    # Sent again, nothing more happens; what was refused may be right later.
    head = await county.county.store.head()
    assert [status for status, _ in await offline.send(county, SECOND)] == [200, 200, 409]
    assert await county.county.store.head() == head
    shown = (await votes(county, session))[vote]
    assert (shown["yes"], shown["no"], shown["status"]) == (5, 4, "counted")
    assert [each["flag"] for each in shown["flags"]] == ["entered_late", "exceeds_present", "contradicted"]
    (second,) = shown["contradictions"]
    assert (second["yes"], second["no"], second["kept"]) == (5, 3, None)
    assert second["happened_at"] == "2024-09-25T15:05:00Z"
    refused = await county.give(CLERK, "DeclareVote", session=session, vote=vote)
    assert (refused.status_code, refused.json()["title"]) == (409, "Widerspruch offen")
    kept = {
        "session": session,
        "vote": vote,
        "keep": "second",
        "reason": "Karten nachgezählt",
    }
    assert (await county.give(CLERK, "ResolveContradiction", **kept)).status_code == 403
    await county.do(CHAIR, "ResolveContradiction", **kept)
    shown = (await votes(county, session))[vote]
    assert (shown["yes"], shown["no"], shown["entitled"]) == (5, 3, 8)
    assert shown["corrections"][0]["before"]["no"] == 4
    assert [each["flag"] for each in shown["flags"]] == ["entered_late"]
    assert (await offline.send(county, SECOND))[2] == (
        200,
        ["VoteDeclared", "ItemConcluded", "ResolutionNumbered"],
    )


async def test_two_clerks_each_held_the_vote_and_the_chair_keeps_one(county: Served) -> None:
    session, item = await opened(county)
    first, second = str(uuid4()), str(uuid4())
    offline = Kept()
    offline.keep("OpenVote", at(4), session=session, item=item, vote=second)
    offline.keep("RecordVote", at(5), session=session, vote=second, yes=4, no=5, abstained=0)
    offline.keep("DeclareVote", at(6), session=session, vote=second)
    await county.do(CLERK, "OpenVote", session=session, item=item, vote=first, happened_at=at(4, 10))
    assert [status for status, _ in await offline.send(county, SECOND)] == [409, 404, 404]
    counted = {"session": session, "vote": first, "yes": 5, "no": 4, "abstained": 0}
    await county.do(CLERK, "RecordVote", **counted, happened_at=at(5, 10))
    await county.do(CLERK, "DeclareVote", session=session, vote=first, happened_at=at(6, 10))
    await county.do(CLERK, "CloseSession", session=session, happened_at=at(30))
    told = await offline.send(county, SECOND)
    assert told == [(200, ["VoteOpened"]), (200, ["VoteRecorded", "CountContradicted"]), (409, [])]
    shown = await votes(county, session)
    assert (shown[second]["contradicts"], shown[second]["yes"]) == (first, 4)
    assert shown[first]["contradictions"][0]["rival"] == second
    kept = {
        "session": session,
        "vote": first,
        "keep": "first",
        "reason": "falscher Zettel",
    }
    await county.do(CHAIR, "ResolveContradiction", **kept)
    shown = await votes(county, session)
    assert (shown[first]["yes"], shown[first]["declared"], shown[first]["flags"]) == (5, True, [])
    assert (shown[second]["status"], shown[second]["reason"]) == ("annulled", kept["reason"])


async def test_two_clerks_differ_on_how_was_voted_and_on_what_was_declared(county: Served) -> None:
    session, item = await opened(county)
    first, second = str(uuid4()), str(uuid4())
    offline = Kept()
    asked = {"item": item, "vote": second, "majority": "two_thirds"}
    offline.keep("OpenVote", at(4), session=session, **asked)
    offline.keep("RecordVote", at(5), session=session, vote=second, yes=5, no=4, abstained=0)
    offline.keep("DeclareVote", at(6), session=session, vote=first, declared=False, override="verkündet")
    await county.do(CLERK, "OpenVote", session=session, item=item, vote=first, happened_at=at(4, 10))
    counted = {"session": session, "vote": first, "yes": 5, "no": 4, "abstained": 0}
    await county.do(CLERK, "RecordVote", **counted, happened_at=at(5, 10))
    await county.do(CLERK, "DeclareVote", session=session, vote=first, happened_at=at(6, 10))
    told = await offline.send(county, SECOND)
    assert told == [
        (200, ["VoteOpened"]),
        (200, ["VoteRecorded", "CountContradicted"]),
        (200, ["DeclarationContradicted"]),
    ]
    shown = (await votes(county, session))[first]
    assert [each["declared"] for each in shown["contradictions"]] == [None, False]
    kept = {"session": session, "vote": first, "keep": "second", "reason": "Mitschnitt"}
    await county.do(CHAIR, "ResolveContradiction", **kept)
    shown = (await votes(county, session))[first]
    assert (shown["majority"], shown["carried"], shown["declared"]) == ("two_thirds", False, True)
    assert [each["flag"] for each in shown["flags"]] == ["declared_differs", "contradicted"]
    await county.do(CHAIR, "ResolveContradiction", **kept)
    shown = await county.read(CLERK, f"/api/sessions/{session}")
    (vote,) = [each for each in shown["agenda"][0]["votes"] if each["id"] == first]
    assert (vote["declared"], shown["agenda"][0]["outcome"]) == (False, "rejected")
    assert [each["kept"] for each in vote["contradictions"]] == ["second", "second"]


async def test_one_clerk_entered_several_items_and_the_other_one_of_them(county: Served) -> None:
    session, item = await opened(county)
    more = await county.do(
        OFFICE, "AddAgendaItem", session=session, subject="Weiteres", urgency="eilt", happened_at=at(2, 30)
    )
    await county.do(CLERK, "AcceptItem", session=session, item=more, happened_at=at(2, 40))
    together, alone = str(uuid4()), str(uuid4())
    offline = Kept()
    offline.keep("OpenVote", at(3, 10), session=session, item=more, vote=alone)
    offline.keep("RecordVote", at(3, 20), session=session, vote=alone, yes=4, no=5, abstained=0)
    both = {"session": session, "vote": together}
    await county.do(CLERK, "OpenVote", item=item, items=[more], **both, happened_at=at(3))
    await county.do(CLERK, "RecordVote", yes=5, no=4, abstained=0, **both, happened_at=at(4))
    await county.do(CLERK, "DeclareVote", **both, happened_at=at(5))
    assert [status for status, _ in await offline.send(county, SECOND)] == [200, 200]
    keep = {"keep": "second", "reason": "einzeln abgestimmt", "happened_at": at(6)}
    await county.do(CHAIR, "ResolveContradiction", **both, **keep)
    await county.do(CLERK, "DeclareVote", session=session, vote=alone, happened_at=at(7))
    found = await votes(county, session)
    assert (found[together]["status"], found[alone]["status"]) == ("annulled", "declared")
    assert found[together]["contradictions"][0]["kept"] == "second"
    shown = await county.read(CLERK, f"/api/sessions/{session}")
    assert [each["outcome"] for each in shown["agenda"]] == [None, "rejected"]


async def test_the_same_entered_by_two_clerks_is_answered_as_done(county: Served) -> None:
    session, item = await opened(county)
    vote = await county.do(CLERK, "OpenVote", session=session, item=item, happened_at=at(4))
    counted: dict[str, Any] = {"session": session, "vote": vote, "yes": 5, "no": 4, "abstained": 0}
    counted["happened_at"] = at(5)
    gone: dict[str, Any] = {"session": session, "members": [members(8)[0]], "happened_at": at(10)}
    for type_, fields in (("RecordVote", counted), ("RecordLeaving", gone)):
        first = await county.give(CLERK, type_, **fields)
        again = await county.give(SECOND, type_, **fields)
        assert again.status_code == 200
        assert again.json() == {"position": first.json()["position"], "events": []}
    refused = await county.give(CLERK, "RecordVote", **counted)
    assert (refused.status_code, refused.json()["title"]) == (409, "Schon gezählt")


async def test_what_was_known_and_what_was_true_part_where_something_was_entered_late(county: Served) -> None:
    session, item = await opened(county)
    vote = await county.do(CLERK, "OpenVote", session=session, item=item, happened_at=at(4))
    counted = {"session": session, "vote": vote, "yes": 5, "no": 4, "abstained": 0}
    await county.do(CLERK, "RecordVote", **counted, happened_at=at(5))
    known = await county.county.store.head()
    gone = members(8)[0]
    await county.do(CLERK, "RecordLeaving", session=session, members=[gone], happened_at=at(3))
    path = f"/api/sessions/{session}"

    async def there(**query: Any) -> tuple[int, list[str]]:
        shown = await county.read(CLERK, path, **query)
        found = [vote["status"] for item in shown["agenda"] for vote in item["votes"]]
        return shown["present"], found

    assert await there() == (8, ["counted"])
    assert await there(as_of=known) == (9, ["counted"])
    for minute, expected in ((2, (9, [])), (3, (8, [])), (4, (8, ["opened"])), (5, (8, ["counted"]))):
        assert await there(as_of=at(minute), basis="true") == expected, minute
    shown = await county.read(CLERK, path, as_of=at(3), basis="true")
    assert shown["as_of"] == await county.county.store.head()
    assert (await county.get(CLERK, path, as_of=at(3))).status_code == 404  # nobody knew of it in 2024
    for query in ({"basis": "true"}, {"basis": "true", "as_of": known}, {"basis": "false"}):
        assert (await county.get(CLERK, path, **query)).status_code == 422, query


@asynccontextmanager
async def _watching(county: Served, login: str, session: str) -> AsyncIterator[ClientConnection]:
    """A socket that watches the sitting from now on."""
    address = county.address.replace("http", "ws", 1)
    async with connect(f"{address}/live?token={county.tokens[login]}") as socket:
        await socket.send(msgspec.json.encode({"subscribe": f"sessions/{session}"}).decode())
        assert "caught_up" in msgspec.json.decode(await socket.recv())
        yield socket


async def _next(socket: ClientConnection) -> list[str]:
    """The types of the next three events."""
    return [msgspec.json.decode(await socket.recv())["type"] for _ in range(3)]
