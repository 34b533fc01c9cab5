"""The whole way of a paper, over HTTP: from its import to the decision, and back to each step."""

import datetime as dt
import hashlib
import os
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.machines.conftest import Person, Server

OURS = Path(__file__).parents[2] / "docs" / "examples" / "vorlage.md"
REAL = os.environ.get("VORLAGENWERK_SAMPLE")

PAPERS = [
    pytest.param(OURS, id="our own paper"),
    pytest.param(Path(REAL or "missing"), id="the real paper", marks=pytest.mark.real_paper),
]


def at(day: dt.date, hour: int, minute: int = 0) -> str:
    return f"{day.isoformat()}T{hour:02}:{minute:02}:00+01:00"


class Sitting:
    """A sitting as its clerk enters it, minute by minute."""

    def __init__(
        self, people: dict[str, Person], committee: dict[str, Any], vorlage: str, day: dt.date
    ) -> None:
        self.clerk, self.office = people["schriftfuehrung"], people["kreistagsbuero"]
        self.vorlage, self.day, self.minute = vorlage, day, 0
        seats = self.office.read(f"/api/committees/{committee['id']}")["members"]
        self.members = [seat["id"] for seat in seats]
        self.id = self.office.do("PlanSession", committee=committee["id"], date=day.isoformat())
        self.item = self.office.do("AddAgendaItem", session=self.id, vorlage=vorlage)
        self.office.do("SummonSession", session=self.id, received=(day - dt.timedelta(days=9)).isoformat())

    def enter(self, type_: str, **fields: Any) -> str:
        self.minute += 1
        moment = at(self.day, 17, self.minute)
        return self.clerk.do(type_, session=self.id, happened_at=moment, **fields)

    def begin(self, present: int) -> None:
        self.enter("RecordArrival", members=self.members[:present])
        self.enter("OpenSession")
        self.enter("CallItem", item=self.item)

    def vote(self, yes: int, no: int, abstained: int, **about: Any) -> str:
        vote = self.enter("OpenVote", item=self.item, **about)
        self.enter("RecordVote", vote=vote, yes=yes, no=no, abstained=abstained)
        self.enter("DeclareVote", vote=vote)
        return vote

    def seen(self, **query: Any) -> Any:
        return self.clerk.read(f"/api/sessions/{self.id}", **query)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_is_imported_traced_voted_on_and_replayed_as_of_each_step(
    server: Server, people: dict[str, Person], paper: Path
) -> None:
    office, auditor, clerk = people["kreistagsbuero"], people["pruefung"], people["schriftfuehrung"]
    committees = {each["name"]: each for each in office.read("/api/committees")}
    imported = office.http.post(
        "/api/vorlagen/import",
        content=paper.read_bytes(),
        headers={"Content-Type": "text/markdown", "Idempotency-Key": "0a0a0a0a-0000-4000-8000-000000000001"},
    )
    assert imported.status_code == httpx.codes.CREATED, imported.text
    id_ = imported.json()["id"]

    def now() -> Any:
        return auditor.read(f"/api/vorlagen/{id_}")

    def then(position: int) -> Any:
        return auditor.read(f"/api/vorlagen/{id_}", as_of=position)

    steps: dict[str, Any] = {"imported": now()}
    first = steps["imported"]
    assert first["status"] == "draft"
    assert first["editions"] == []
    assert [each["committee"] for each in first["consultations"]] == ["Kreisausschuss", "Kreistag"]
    assert [each["yes"] for each in first["consultations"]] == [None, None]
    assert all(each["committee_id"] for each in first["consultations"])
    assert [len(each["amendments"]) for each in first["measures"]] == [1, 1]
    assert [each["text"] for each in first["measures"]] == [
        each["amendments"][0]["new"] for each in first["measures"]
    ]
    assert [each["amendments"][0]["cause"] for each in first["measures"]] == [None, None]
    stations = {each["committee"]: each for each in first["consultations"]}
    days = {name: dt.date.fromisoformat(each["date"]) for name, each in stations.items()}

    informal = office.do(
        "AddConsultation",
        vorlage=id_,
        committee=committees["Bauausschuss"]["id"],
        date=(days["Kreisausschuss"] - dt.timedelta(days=23)).isoformat(),
        printed=False,
    )
    steps["station added"] = now()
    assert [each["committee"] for each in now()["consultations"]] == [
        "Bauausschuss",
        "Kreisausschuss",
        "Kreistag",
    ]
    for measure in first["measures"]:
        office.do("AttributeCause", vorlage=id_, change=measure["amendments"][0]["id"], cause=informal)
    for name, role in (("Kreisausschuss", "preliminary"), ("Kreistag", "decision")):
        office.do("SetConsultationRole", vorlage=id_, consultation=stations[name]["id"], role=role)
    office.do(
        "FreezeEdition",
        vorlage=id_,
        label="Fassung Kreisausschuss",
        target=stations["Kreisausschuss"]["id"],
        cause=informal,
    )
    steps["frozen"] = now()
    edition = now()["editions"][0]
    raw = office.http.get(f"/api/vorlagen/{id_}/editions/1", headers={"Accept": "application/octet-stream"})
    assert hashlib.sha256(raw.content).hexdigest() == edition["hash"]
    office.do("StartCosigning", vorlage=id_, chain=[])
    refused = office.give("ReviseText", vorlage=id_, document="reasons", text="anders")
    assert refused.status_code == httpx.codes.CONFLICT
    assert people["kreistagsbuero"].give("ReleaseVorlage", vorlage=id_).status_code == httpx.codes.FORBIDDEN
    people["landrat"].do("ReleaseVorlage", vorlage=id_)
    steps["released"] = now()
    assert now()["status"] == "released"

    committee = Sitting(people, committees["Kreisausschuss"], id_, days["Kreisausschuss"])
    committee.begin(present=10)
    too_many = clerk.do(
        "OpenVote", session=committee.id, item=committee.item, happened_at=at(committee.day, 17, 5)
    )
    exceeded = clerk.give("RecordVote", session=committee.id, vote=too_many, yes=9, no=1, abstained=1)
    assert exceeded.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert exceeded.headers["Content-Type"].startswith("application/problem+json")
    clerk.do("CancelVote", session=committee.id, vote=too_many, reason="zu früh eröffnet")
    committee.minute = 10
    advised = committee.vote(9, 0, 1)
    committee.enter("CloseSession")
    steps["advised"] = now()
    station = now()["consultations"][1]
    assert (station["yes"], station["no"], station["abstained"]) == (9, 0, 1)
    assert station["outcome"] == "recommended"
    assert now()["status"] == "in_consultation"
    seen = {vote["id"]: vote for item in committee.seen()["agenda"] for vote in item["votes"]}[advised]
    assert seen["text_hash"] == edition["hash"]
    assert (seen["carried"], seen["unanimous"], seen["not_voting"]) == (True, True, 0)

    council = Sitting(people, committees["Kreistag"], id_, days["Kreistag"])
    council.begin(present=30)
    measure = first["measures"][0]
    amendment = clerk.do(
        "ProposeAmendment",
        vorlage=id_,
        measure=measure["id"],
        old=measure["text"],
        new=f"{measure['text']} ab 2024",
        proposer=council.members[3],
        consultation=stations["Kreistag"]["id"],
    )
    council.vote(28, 1, 1, about="amendment", amendment=amendment)
    steps["motion carried"] = now()
    assert now()["measures"][0]["text"] == measure["text"], "the paper changes when it is resolved"
    decided = council.vote(25, 3, 2)
    steps["resolved"] = now()
    final = now()
    assert final["status"] == "resolved"
    assert final["measures"][0]["text"] == f"{measure['text']} ab 2024"
    assert final["measures"][0]["amendments"][1]["cause"] == stations["Kreistag"]["id"]
    assert final["consultations"][2]["outcome"] == "resolved_amended"
    vote = {each["id"]: each for item in council.seen()["agenda"] for each in item["votes"]}[decided]
    assert vote["text_hash"] == final["editions"][1]["hash"] != edition["hash"]
    late = office.give("ReviseText", vorlage=id_, document="reasons", text="nachträglich")
    assert late.status_code == httpx.codes.CONFLICT
    assert late.json()["rule"] == "10"

    clerk.do(
        "CorrectVote",
        session=committee.id,
        vote=advised,
        yes=8,
        no=1,
        abstained=1,
        reason="Stimme falsch zugeordnet",
    )
    corrected = committee.seen()["agenda"][0]["votes"][-1]
    assert corrected["corrections"][0]["before"]["yes"] == 9
    assert corrected["corrections"][0]["after"]["yes"] == 8
    assert corrected["corrections"][0]["reason"] == "Stimme falsch zugeordnet"
    assert now()["consultations"][1]["yes"] == 8

    for name, state in steps.items():
        replayed = then(state["position"])
        assert {**replayed, "as_of": None} == {**state, "as_of": None}, name
    sitting = committee.seen(as_of=steps["advised"]["position"])
    assert sitting["agenda"][0]["votes"][-1]["yes"] == 9, "before the correction"
    _check_history(auditor, id_, first, informal, steps)
    _check_command_line(server, id_, steps)


def _check_history(auditor: Person, id_: str, first: Any, informal: str, steps: dict[str, Any]) -> None:
    history = auditor.read(f"/api/vorlagen/{id_}/history")
    changes = [each for each in history if each["kind"] == "measure_amended"]
    assert [each["target"] for each in changes[:2]] == [each["id"] for each in first["measures"]]
    assert [each["cause"] for each in changes[:2]] == [informal, informal]
    for change in changes:
        kept, gone, new = (
            "".join(text for mark, text in change["diff"] if mark in marks) for marks in ("=", "=-", "=+")
        )
        assert (gone, new) == (change["old"], change["new"])
        assert kept
    before = auditor.read(f"/api/vorlagen/{id_}/history", as_of=steps["imported"]["position"])
    assert [each["cause"] for each in before if each["kind"] == "measure_amended"] == [None, None]


def _check_command_line(server: Server, id_: str, steps: dict[str, Any]) -> None:
    code, _ = server.run("show", id_, "--as-of", str(steps["frozen"]["position"]), "--format", "json")
    assert code == 0
    assert server.stop() == 0
    code, printed = server.run("replay")
    assert code == 0, printed
