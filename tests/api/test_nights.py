"""Sittings that go past midnight, over HTTP: the night in which clocks are put back, and the day after."""

from typing import Any
from uuid import uuid4

from tests.serving import KREISTAG, Served, members, person

CLERK, OFFICE = "schriftfuehrung", "kreistagsbuero"
ITEMS = ("first", "second")


class Night:
    """A sitting of the Kreistag on a day, with two items and everybody there."""

    def __init__(self, county: Served, day: str) -> None:
        self.county = county
        self.day = day
        self.session = str(uuid4())
        self.items = {each: str(uuid4()) for each in ITEMS}

    async def opened(self, at: str) -> None:
        early = {"session": self.session, "happened_at": "2024-10-01T09:00:00+02:00"}
        await self.county.do(OFFICE, "PlanSession", committee=KREISTAG, date=self.day, **early)
        for subject, item in self.items.items():
            await self.county.do(OFFICE, "AddAgendaItem", item=item, subject=subject, **early)
        await self.county.do(OFFICE, "SummonSession", **early)
        present = [*members(8), person("landrat"), person("mitglied")]
        await self.do(at, "RecordArrival", members=present)
        await self.do(at, "OpenSession")

    async def do(self, at: str, type_: str, **fields: Any) -> str:
        return await self.county.do(CLERK, type_, session=self.session, happened_at=at, **fields)

    async def refused(self, at: str, type_: str, **fields: Any) -> dict[str, Any]:
        answer = await self.county.give(CLERK, type_, session=self.session, happened_at=at, **fields)
        assert answer.status_code == 409, answer.text
        return dict(answer.json())

    async def resolved(self, item: str, at: str) -> str:
        """Call an item and vote on it, all in one minute."""
        await self.do(at, "CallItem", item=self.items[item])
        vote = await self.do(at, "OpenVote", item=self.items[item])
        await self.do(at, "RecordVote", vote=vote, yes=10, no=0, abstained=0)
        await self.do(at, "DeclareVote", vote=vote)
        return vote

    async def seen(self) -> Any:
        return await self.county.read("mitglied", f"/api/sessions/{self.session}")

    async def minutes(self) -> str:
        await self.county.do(CLERK, "DraftMinutes", session=self.session)
        read = await self.county.read(CLERK, f"/api/sessions/{self.session}/minutes")
        return str(read["text"])


async def test_in_the_night_of_the_clocks_the_second_two_o_clock_comes_after_the_first(
    county: Served,
) -> None:
    night = Night(county, "2024-10-26")
    await night.opened("2024-10-26T22:00:00+02:00")
    first = await night.resolved("first", "2024-10-27T02:30:00+02:00")
    late = await night.refused("2024-10-27T02:10:00+02:00", "AnnulVote", vote=first, reason="x")
    assert late["type"].endswith("step-out-of-order")
    assert "27.10.2024, 02:30 Uhr MESZ" in late["detail"]
    second = await night.resolved("second", "2024-10-27T02:10:00+01:00")
    await night.do("2024-10-27T02:20:00+01:00", "CloseSession")
    seen = await night.seen()
    votes = [each["votes"][0] for each in seen["agenda"]]
    assert [each["id"] for each in votes] == [first, second]
    assert [each["opened_at"] for each in votes] == ["2024-10-27T00:30:00Z", "2024-10-27T01:10:00Z"]
    assert not any(each["flags"] for each in votes)
    text = await night.minutes()
    assert "27.10.2024, 02:20 Uhr MEZ" in text
    when = await county.read(
        "mitglied", f"/api/sessions/{night.session}", as_of="2024-10-27T02:40:00+02:00", basis="true"
    )
    assert [each["outcome"] for each in when["agenda"]] == ["resolved", None]


async def test_an_interrupted_sitting_goes_on_the_next_day_and_a_closed_one_does_not(county: Served) -> None:
    night = Night(county, "2024-10-22")
    await night.opened("2024-10-22T17:00:00+02:00")
    await night.resolved("first", "2024-10-22T23:00:00+02:00")
    await night.do("2024-10-22T23:30:00+02:00", "InterruptSession", reason="Die Uhr schlägt.")
    stopped = await night.refused("2024-10-23T08:30:00+02:00", "CallItem", item=night.items["second"])
    assert stopped["state"] == "interrupted"
    await night.do("2024-10-23T09:00:00+02:00", "ResumeSession")
    await night.resolved("second", "2024-10-23T09:10:00+02:00")
    await night.do("2024-10-23T10:00:00+02:00", "CloseSession")
    for type_, fields in (
        ("ResumeSession", {}),
        ("OpenSession", {}),
        ("CallItem", {"item": night.items["first"]}),
        ("ReopenItem", {"item": night.items["first"], "reason": "doch"}),
    ):
        refused = await night.refused("2024-10-24T09:00:00+02:00", type_, **fields)
        assert (refused["type"], refused["state"]) == ("/problems/wrong-state", "closed")
    seen = await night.seen()
    assert (seen["status"], [each["outcome"] for each in seen["agenda"]]) == ("closed", ["resolved"] * 2)
    assert seen["interruptions"][0]["to"] == "2024-10-23T07:00:00Z"
    text = await night.minutes()
    assert "23.10.2024, 10:00 Uhr" in text
    assert "23:30 bis 23.10.2024, 09:00 Uhr" in text or "23.10.2024, 09:00 Uhr" in text
