"""The county's own vectors of votes over HTTP."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from domain.committee.commands import AppointChair, FormCommittee, SeatMember
from domain.procedure import AnyCommand
from infra.entitlement import SERVICE
from tests.serving import Served, members, person

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
        FormCommittee(committee=body, name=f"Kreistag der {number}", lawful_number=number),
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
