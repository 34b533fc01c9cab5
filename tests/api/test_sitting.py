"""A whole sitting in the order of the clerk's list, over HTTP: done, refused, overridden, undone, shown."""

from typing import Any
from uuid import uuid4

from tests.serving import KREISTAG, Served, members, person

CLERK, OFFICE, CHAIR, BODY = "schriftfuehrung", "kreistagsbuero", "mitglied", "mitglied"
DAY = "2024-09-25"


class Hall:
    """A sitting of the Kreistag on its day; each step a minute after the one before."""

    def __init__(self, county: Served) -> None:
        self.county = county
        self.session = str(uuid4())
        self.minute = 0

    async def do(self, type_: str, login: str = CLERK, **fields: Any) -> str:
        """Take a step that must succeed."""
        self.minute += 1
        at = f"{DAY}T17:{self.minute:02}:00+02:00"
        return await self.county.do(login, type_, session=self.session, happened_at=at, **fields)

    async def refused(self, type_: str, login: str = CLERK, **fields: Any) -> dict[str, Any]:
        """Take a step that must be refused."""
        at = f"{DAY}T17:{self.minute:02}:30+02:00"
        answer = await self.county.give(login, type_, session=self.session, happened_at=at, **fields)
        assert answer.status_code in {403, 404, 409, 422}, answer.text
        return dict(answer.json())

    async def seen(self) -> Any:
        """Read the sitting as a member sees it."""
        return await self.county.read(BODY, f"/api/sessions/{self.session}")

    async def vote(self, item: str, about: str = "main", **more: Any) -> str:
        """Vote from the opening to the declaration."""
        vote = str(uuid4())
        await self.do("OpenVote", item=item, vote=vote, about=about, **more)
        await self.do("RecordVote", vote=vote, yes=8, no=1, abstained=0)
        await self.do("DeclareVote", vote=vote)
        return vote


async def prepared(county: Served) -> tuple[Hall, dict[str, str]]:
    """A sitting with an agenda of its own kinds, summoned."""
    hall = Hall(county)
    items = {kind: str(uuid4()) for kind in ("opening", "question_time", "matter", "secret", "urgent")}
    early = {"happened_at": "2024-09-10T09:00:00+02:00", "session": hall.session}
    await county.do(OFFICE, "PlanSession", committee=KREISTAG, date=DAY, **early)
    for kind, subject in (("opening", "Eröffnung"), ("question_time", "Fragen"), ("matter", "Deich")):
        added = {"item": items[kind], "kind": kind, "subject": subject}
        await county.do(OFFICE, "AddAgendaItem", **added, **early)
    secret = {"item": items["secret"], "subject": "Ankauf Flurstück 7", "public_title": "Grundstück"}
    await county.do(OFFICE, "AddAgendaItem", public=False, **secret, **early)
    await county.do(OFFICE, "SummonSession", **early)
    return hall, items


async def test_a_sitting_from_its_opening_to_its_close(county: Served) -> None:
    hall, items = await prepared(county)
    urgent = {"item": items["urgent"], "subject": "Hochwasser", "urgency": "Lage am Fluss"}
    await hall.do("AddAgendaItem", OFFICE, **urgent)
    early = await hall.refused("EstablishSummons")
    assert early["status"] == 409
    assert early["detail"].startswith("„ordnungsgemäße Ladung feststellen“ passt nicht zum Zustand „geladen“")
    await hall.do("RecordArrival", members=[*members(8), person("landrat")])
    await hall.do("OpenSession")
    assert (await hall.refused("EstablishSummons", in_order=False))["type"].endswith("summons-not-in-order")
    await hall.do("EstablishSummons", in_order=False, objection="zu spät", override="Rüge zurückgewiesen")
    await hall.do("EstablishQuorum")
    vote = await hall.vote(items["urgent"], "agenda")
    await hall.do("AcceptItem", item=items["urgent"], vote=vote)
    await hall.do("ApproveAgenda", changes="TOP Hochwasser neu")
    await hall.do("CallItem", item=items["question_time"])
    await hall.do("ConcludeItem", item=items["question_time"], outcome="noted")
    await hall.do("CallItem", item=items["matter"])
    note = await hall.do("RecordNote", item=items["matter"], text="Frau K. fragt nach den Kosten.")
    await hall.do("WithdrawNote", note=note, reason="doppelt")
    await hall.vote(items["matter"])
    assert (await hall.refused("CallItem", item=items["secret"]))["type"].endswith("public-admitted")
    await hall.do("ExcludePublic", reason="Grundstücksangelegenheit")
    await hall.do("CallItem", item=items["secret"])
    await hall.vote(items["secret"])
    await hall.do("RestorePublic")
    await hall.do("AnnounceResolutions", items=[items["secret"]], text="Der Ankauf ist beschlossen.")
    await hall.do("CallItem", item=items["urgent"])
    await hall.do("RecallItem", item=items["urgent"], reason="erst die Pause")
    await hall.do("InterruptSession", reason="Pause")
    await hall.do("ResumeSession")
    await hall.do("HandOverChair", member=person("landrat"), reason="Vorsitz verlässt den Saal")
    await hall.do("CallItem", "landrat", item=items["urgent"])
    await hall.vote(items["urgent"])
    await hall.do("CloseSession")
    seen = await hall.seen()
    done = {each["step"]: each["at"] is not None for each in seen["steps"]}
    assert done == {each: each != "minutes" for each in done}
    assert [each["reason"] for each in seen["public_excluded"]] == ["Grundstücksangelegenheit"]
    assert seen["public_excluded"][0]["to"] is not None
    assert [each["member"] for each in seen["chairs"]] == [person("mitglied"), person("landrat")]
    assert seen["flags"][0] == {
        "flag": "contested",
        "rule": "§ 53",
        "reason": "Rüge zurückgewiesen",
        "item": None,
        "vote": None,
    }
    assert [(each["text"], each["withdrawn"]) for each in seen["notes"]] == [
        ("Frau K. fragt nach den Kosten.", "doppelt")
    ]
    assert [each["what"] for each in seen["undone"]] == ["call"]
    assert [each["reason"] for each in seen["interruptions"]] == ["Pause"]
    assert seen["announcements"][0]["text"] == "Der Ankauf ist beschlossen."
    assert seen["approvals"][0]["changes"] == "TOP Hochwasser neu"
    kinds = [(each["kind"], each["outcome"], each["accepted"]) for each in seen["agenda"]]
    assert kinds == [
        ("opening", None, None),
        ("question_time", "noted", None),
        ("matter", "resolved", None),
        ("matter", "resolved", None),
        ("matter", "resolved", True),
    ]
    assert seen["agenda"][3]["public_title"] == "Grundstück"


async def test_a_corrected_attendance_is_shown_beside_what_was_entered(county: Served) -> None:
    hall, _ = await prepared(county)
    await hall.do("RecordArrival", members=members(8))
    await hall.do("OpenSession")
    wrong = members(1)[0]
    intervals = [{"from": f"{DAY}T17:02:00+02:00"}]
    naive = await hall.refused(
        "CorrectAttendance", member=wrong, intervals=[{"from": f"{DAY}T17:02:00"}], reason="x"
    )
    assert naive["status"] == 422
    await hall.do("CorrectAttendance", member=wrong, intervals=intervals, reason="verwechselt")
    seen = await hall.seen()
    corrected = seen["corrections"][0]
    assert (corrected["member"], corrected["reason"]) == (wrong, "verwechselt")
    assert corrected["before"] != corrected["after"]
    assert [each["late"] for each in seen["attendance"] if each["member"] == wrong] == [True]


async def test_a_vote_is_prepared_before_the_sitting_and_opened_as_it_was(county: Served) -> None:
    hall, items = await prepared(county)
    vote = str(uuid4())
    laid_down = {"item": items["matter"], "vote": vote, "majority": "two_thirds"}
    assert (await hall.refused("PrepareVote", OFFICE, **laid_down))["status"] == 403
    await hall.do("PrepareVote", **laid_down)
    shown = await hall.seen()
    (item,) = [each for each in shown["agenda"] if each["id"] == items["matter"]]
    assert [(each["id"], each["status"]) for each in item["prepared"]] == [(vote, "prepared")]
    assert item["votes"] == []
    await hall.do("RecordArrival", members=[*members(8), person("landrat")])
    await hall.do("OpenSession")
    await hall.do("EstablishSummons")
    await hall.do("EstablishQuorum")
    await hall.do("CallItem", item=items["matter"])
    otherwise = await hall.refused("OpenVote", item=items["matter"], vote=vote, majority="absolute")
    assert otherwise["type"].endswith("prepared-otherwise")
    assert otherwise["title"] == "Anders vorbereitet"
    await hall.do("OpenVote", item=items["matter"], vote=vote)
    (item,) = [each for each in (await hall.seen())["agenda"] if each["id"] == items["matter"]]
    assert item["prepared"] == []
    assert [(each["id"], each["majority"]) for each in item["votes"]] == [(vote, "two_thirds")]
    then = await county.read(BODY, f"/api/sessions/{hall.session}", as_of=shown["position"])
    (item,) = [each for each in then["agenda"] if each["id"] == items["matter"]]
    assert [each["id"] for each in item["prepared"]] == [vote]
