"""The county's own vectors of votes over HTTP."""

import asyncio
import datetime as dt
import logging
import re
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from websockets.asyncio.client import connect

from domain.committee.commands import AppointChair, FormCommittee, SeatMember
from domain.procedure import AnyCommand
from infra.entitlement import SERVICE
from tests.serving import Served, members, person, served

CLERK, OFFICE, CHAIR = "schriftfuehrung", "kreistagsbuero", "mitglied"
NEW_RULES = "2024-07-01"


class Chamber:
    """A sitting of a body of any size; whatever it does next happens a minute later."""

    def __init__(self, county: Served, body: str, seats: list[str], day: str) -> None:
        self.county, self.body, self.seats, self.day = county, body, seats, day
        self.id = ""
        self.minutes = 0
        self.items = [str(uuid4()) for _ in range(8)]

    def moment(self) -> str:
        self.minutes += 1
        return f"{self.day}T{15 + self.minutes // 60}:{self.minutes % 60:02}:00+02:00"

    async def give(self, type_: str, login: str = CLERK, **fields: Any) -> Any:
        fields |= {"session": self.id, "happened_at": self.moment()}
        return await self.county.give(login, type_, **fields)

    async def do(self, type_: str, login: str = CLERK, **fields: Any) -> Any:
        answer = await self.give(type_, login, **fields)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def present(self, number: int) -> None:
        """Let exactly so many be there."""
        shown = await self.shown()
        there = {each["member"] for each in shown["attendance"] if each["to"] is None}
        if wanted := [each for each in self.seats[:number] if each not in there]:
            await self.do("RecordArrival", members=wanted)
        if gone := [each for each in self.seats[number:] if each in there]:
            await self.do("RecordLeaving", members=gone)

    async def opened(self, **how: Any) -> str:
        """Open a vote on a matter of its own."""
        vote, item = str(uuid4()), await self.called()
        await self.do("OpenVote", item=item, vote=vote, **how)
        return vote

    async def called(self) -> str:
        """Call the next matter."""
        item = self.items.pop(0)
        await self.do("CallItem", item=item)
        return item

    async def vote(self, yes: int, no: int, abstained: int, majority: str = "simple", **more: Any) -> Any:
        """Vote from the opening to the declaration."""
        vote = await self.opened(majority=majority)
        await self.do("RecordVote", vote=vote, yes=yes, no=no, abstained=abstained, **more)
        await self.do("DeclareVote", vote=vote)
        return await self.voted(vote)

    async def shown(self) -> Any:
        return await self.county.read(CHAIR, f"/api/sessions/{self.id}")

    async def voted(self, vote: str) -> Any:
        shown = await self.shown()
        return next(each for item in shown["agenda"] for each in item["votes"] if each["id"] == vote)


async def chamber(county: Served, number: int, there: int, day: str = "2024-09-25") -> Chamber:
    """A body of so many lawful seats sits on a day."""
    body = str(uuid4())
    seats = [person(CHAIR), *members(number - 2), person("landrat")]
    commands: list[AnyCommand] = [
        FormCommittee(committee=body, name=f"Kreistag der {number} am {day}", lawful_number=number),
        *(SeatMember(committee=body, member=each) for each in seats),
        AppointChair(committee=body, member=seats[0], since=dt.date(2000, 1, 1)),
    ]
    await county.county.handling.handle_all(SERVICE, commands, uuid4())
    hall = Chamber(county, body, seats, day)
    hall.id = await county.do(OFFICE, "PlanSession", committee=body, date=day)
    for item in hall.items:
        await county.do(OFFICE, "AddAgendaItem", session=hall.id, item=item, subject="Sache")
    await county.do(OFFICE, "SummonSession", session=hall.id, received=f"{day[:5]}01-02")
    await hall.do("RecordArrival", members=seats[:there])
    await hall.do("OpenSession")
    return hall


async def test_votes_of_forty_three_members(county: Served) -> None:
    hall = await chamber(county, 43, 23)
    for there, counts, carried in (
        (23, (15, 8, 0), True),
        (34, (1, 26, 7), False),
        (42, (21, 21, 0), False),
        (43, (0, 0, 43), False),
        (43, (3, 2, 38), True),
    ):
        await hall.present(there)
        voted = await hall.vote(*counts)
        found = [voted[each] for each in ("carried", "declared", "present", "not_voting", "flags")]
        assert found == [carried, carried, there, 0, []], counts
        assert (voted["unanimous"], voted["rule"]) == (False, "kvg-lsa")
    await hall.present(33)
    vote = await hall.opened()
    many = await hall.give("RecordVote", vote=vote, yes=1, no=26, abstained=7)
    assert (many.status_code, many.json()["rule"]) == (422, "2")
    for count in (-1, 1.5, "1", True):
        wrong = await hall.give("RecordVote", vote=vote, yes=count, no=0, abstained=0)
        assert wrong.status_code == 422, wrong.text
    await hall.do("RecordVote", vote=vote, yes=9, no=0, abstained=1)
    assert [each["flag"] for each in (await hall.voted(vote))["flags"]] == ["not_voting_unconfirmed"]


async def test_nine_to_nothing_is_unanimous_and_whoever_gave_no_vote_is_confirmed(county: Served) -> None:
    hall = await chamber(county, 12, 10)
    voted = await hall.vote(9, 0, 1)
    assert (voted["carried"], voted["unanimous"], voted["not_voting"], voted["flags"]) == (True, True, 0, [])
    voted = await hall.vote(6, 0, 1, not_voting=3)
    assert (voted["carried"], voted["unanimous"], voted["not_voting"], voted["flags"]) == (True, True, 3, [])
    vote = await hall.opened()
    wrong = await hall.give("RecordVote", vote=vote, yes=6, no=0, abstained=1, not_voting=2)
    assert wrong.status_code in {409, 422}, wrong.text
    await hall.do("RecordVote", vote=vote, yes=0, no=0, abstained=10)
    assert (await hall.voted(vote))["unanimous"] is False


@pytest.mark.parametrize(("number", "quorum", "two_thirds"), [(55, 28, 37), (43, 22, 29)])
async def test_quorum_and_majorities_of_the_lawful_number(
    county: Served, number: int, quorum: int, two_thirds: int
) -> None:
    hall = await chamber(county, number, quorum)
    await hall.do("EstablishQuorum")
    for majority, least in (("absolute", quorum), ("two_thirds", two_thirds)):
        await hall.present(least)
        for yes, carried in ((least - 1, False), (least, True)):
            assert (await hall.vote(yes, 0, least - yes, majority))["carried"] is carried
    await hall.present(quorum - 1)
    await hall.do("EstablishQuorum")
    refused = (await hall.give("OpenVote", item=await hall.called())).json()
    assert (refused["status"], refused["type"].rpartition("/")[2]) == (409, "not-quorate"), refused


async def test_a_sitting_follows_the_rules_in_force_on_its_date(tmp_path: Path) -> None:
    law = files("infra.rules").joinpath("kvg-lsa.toml").read_text("utf-8")
    own = law.replace('id = "kvg-lsa"', 'id = "neu"').replace("2014-07-01", NEW_RULES)
    simple = own.index("[majorities.simple]")
    own = own[:simple] + own[simple:].replace('of = "cast"', 'of = "lawful"', 1)
    folder = tmp_path / "var" / "rules"
    await asyncio.to_thread(folder.mkdir, parents=True)
    await asyncio.to_thread((folder / "neu.toml").write_text, own, "utf-8")
    async with served(tmp_path / "var") as county:
        for day, rule, carried in (("2024-06-30", "kvg-lsa", True), (NEW_RULES, "neu", False)):
            hall = await chamber(county, 12, 12, day)
            voted = await hall.vote(6, 1, 5)
            assert (voted["rule"], voted["carried"]) == (rule, carried)


async def test_no_vote_is_changed_in_minutes_that_are_signed(county: Served) -> None:
    hall = await chamber(county, 12, 10)
    vote = (await hall.vote(9, 0, 1))["id"]
    await hall.do("CloseSession")
    await hall.do("DraftMinutes")
    await hall.do("SignMinutes", CHAIR, role="chair")
    await hall.do("SignMinutes", role="clerk")
    before = await hall.voted(vote)
    changes: list[tuple[str, dict[str, Any]]] = [
        ("OpenVote", {"item": hall.items[0]}),
        ("RecordVote", {"vote": vote, "yes": 1, "no": 9, "abstained": 0}),
        ("DeclareVote", {"vote": vote}),
        ("CorrectVote", {"vote": vote, "yes": 1, "no": 9, "abstained": 0, "reason": "anders"}),
        ("AnnulVote", {"vote": vote, "reason": "anders"}),
    ]
    for type_, fields in changes:
        refused = await hall.give(type_, **fields)
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/results-locked"), (
            refused.text
        )
    assert await hall.voted(vote) == before


async def watched(county: Served, stream: str) -> list[str]:
    """Every frame of a stream from its beginning, as one of the body's members gets it."""
    frames: list[str] = []
    address = f"{county.address.replace('http', 'ws')}/live?token={county.tokens[CHAIR]}"
    async with connect(address, max_size=None) as socket, asyncio.timeout(60):
        await socket.send(msgspec.json.encode({"subscribe": stream, "after": 0}).decode())
        while "caught_up" not in (frames[-1] if frames else ""):
            frames.append(str(await socket.recv()))
    return frames


@pytest.mark.sqlite_alone  # it reads the file
async def test_nothing_tells_who_voted_how_in_a_secret_vote(
    county: Served, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Two ballots of members, offered in vain, leave no trace: of a member it is kept that he was there."""
    caplog.set_level(logging.DEBUG)
    hall = await chamber(county, 12, 10)
    vote = await hall.opened(kind="secret")
    head = await county.county.store.head()
    answers: list[str] = []
    keys = [str(uuid4()) for _ in range(2)]
    ballots = [{"member": each, "choice": "no"} for each in hall.seats[:10]]
    offered: list[tuple[str, dict[str, Any]]] = [
        ("RecordBallot", {"member": hall.seats[3], "choice": "no"}),
        ("RecordVote", {"ballots": ballots}),
    ]
    for key, (type_, fields) in zip(keys, offered, strict=True):
        refused = await hall.give(type_, key=key, vote=vote, **fields)
        assert refused.status_code in {409, 422}, refused.text
        answers.append(refused.text)
    assert await county.county.store.head() == head
    accepted = str(uuid4())
    counted = await hall.give("RecordVote", key=accepted, vote=vote, yes=6, no=3, abstained=1)
    assert counted.status_code == 200, counted.text
    answers.append(counted.text)
    answers.append(str(await hall.do("DeclareVote", vote=vote)))
    there = sorted(hall.seats[:10])
    voted = await hall.voted(vote)
    assert (voted["members_present"], voted["ballots"], voted["carried"]) == (there, None, True)
    stored = await county.county.store.events(f"sessions/{hall.id}")
    told = [msgspec.json.encode(each.event).decode() for each in stored if each.position > head]
    frames = [each for each in await watched(county, f"sessions/{hall.id}") if vote in each]
    assert len(told) >= 2
    assert len(frames) >= 3
    for text in [*answers, *told, *frames]:
        without = re.sub(r"\[[^\]]*\]", lambda found: _known(found[0], there), text)
        assert not [each for each in there if each in without and each != person(CHAIR)], text
    files_ = [each for each in (tmp_path / "var").rglob("*") if each.is_file()]
    kept = b"".join(await asyncio.gather(*(asyncio.to_thread(each.read_bytes) for each in files_)))
    logged = caplog.text
    assert accepted.encode() in kept or UUID(accepted).bytes in kept
    for key in keys:
        assert key.encode() not in kept
        assert UUID(key).bytes not in kept
        assert key not in logged
    assert not [each for each in there if each in logged]


def _known(found: str, there: list[str]) -> str:
    """A list without the one that may stand there: of all who were present, in the order of their ids."""
    return "" if re.findall(r"[0-9a-f-]{36}", found) == there else found
