"""The whole life of a paper, from its first line to its last report, by everybody who has a part in it.

Each step is asked of someone who may not give it, or too early, before it is given.
Then the paper is read back as it was after ten of them.
"""

import datetime as dt
from typing import Any

import httpx

from infra.demo.people import named
from tests.machines.conftest import Person

REFUSED, FORBIDDEN, MISSING, INVALID = 409, 403, 404, 422
DAYS = {
    "Bauausschuss": dt.date(2023, 3, 8),
    "Kreistag": dt.date(2023, 3, 29),
    "again": dt.date(2023, 4, 26),
}
WORDS = "Der Kreistag beschließt das Konzept zum Ausbau der Radwege.\n"
REASONS = "Das Konzept liegt vor.\nDie Kosten sind geprüft.\n"
OLD = "Der Radweg an der Kreisstraße 12 wird bis 2026 gebaut."


def at(day: dt.date, hour: int, minute: int = 0) -> str:
    """A moment of a day, in summer or winter alike an hour before Greenwich."""
    return f"{day.isoformat()}T{hour:02}:{minute:02}:00+01:00"


class Life:
    """A paper and those who deal with it."""

    def __init__(self, people: dict[str, Person]) -> None:
        self.people = people
        self.steps = 0
        self.states: dict[str, Any] = {}
        self.id = self.measure = self.paper = self.motion = self.first = ""

    def do(self, who: str, type_: str, **fields: Any) -> str:
        """Someone gives a command that must succeed."""
        self.steps += 1
        return self.people[who].do(type_, **fields)

    def vorlage(self, who: str, type_: str, **fields: Any) -> str:
        """Someone gives a command to the paper."""
        return self.do(who, type_, vorlage=self.id, **fields)

    def department(self, name: str) -> str:
        """The id of a department."""
        return named(f"department/{name}")

    def bodies(self) -> None:
        """The council office puts the stations into the Beratungsfolge."""
        committees = {each["name"]: each["id"] for each in self.people["pruefung"].read("/api/committees")}
        self.committees = committees
        self.stations: dict[str, str] = {}
        for name, role in (("Bauausschuss", "preliminary"), ("Kreistag", "decision")):
            self.stations[name] = self.vorlage(
                "kreistagsbuero",
                "AddConsultation",
                committee=committees[name],
                date=DAYS[name].isoformat(),
                role=role,
            )
        self.refused(
            REFUSED,
            "kreistagsbuero",
            "SetCommitteeDate",
            vorlage=self.id,
            consultation=self.stations["Bauausschuss"],
            date=(DAYS["Kreistag"] + dt.timedelta(days=1)).isoformat(),
        )

    def refused(self, status: int, who: str, type_: str, rule: str | None = None, **fields: Any) -> None:
        """Someone gives a command that must be refused, with this status and this rule."""
        answer = self.people[who].give(type_, **fields)
        assert answer.status_code == status, (type_, answer.text)
        assert answer.headers["Content-Type"].startswith("application/problem+json")
        if rule is not None:
            assert answer.json()["rule"] == rule, answer.text

    def now(self) -> Any:
        """The paper as the auditor sees it."""
        return self.people["pruefung"].read(f"/api/vorlagen/{self.id}")

    def keep(self, name: str) -> Any:
        """Remember what the paper is after this step."""
        self.states[name] = self.now()
        return self.states[name]


class Sitting:
    """A sitting as its clerk enters it, minute by minute."""

    def __init__(self, life: Life, committee: str, when: str | None = None) -> None:
        self.life, self.day, self.minute, self.item = life, DAYS[when or committee], 0, ""
        body = life.committees[committee]
        seats = life.people["kreistagsbuero"].read(f"/api/committees/{body}")["members"]
        self.members = [seat["id"] for seat in seats if seat["votes"]]
        plan = {"committee": body, "date": self.day.isoformat()}
        life.refused(FORBIDDEN, "schriftfuehrung", "PlanSession", "15", **plan)
        self.id = life.do("kreistagsbuero", "PlanSession", **plan)

    def enter(self, type_: str, **fields: Any) -> str:
        """The clerk enters what happens in this minute."""
        self.minute += 1
        moment = at(self.day, 17, self.minute)
        return self.life.do("schriftfuehrung", type_, session=self.id, happened_at=moment, **fields)

    def begin(self, present: int) -> None:
        """So many members are there; the chair opens, and calls the paper."""
        self.enter("RecordArrival", members=self.members[:present])
        self.enter("OpenSession")
        self.enter("CallItem", item=self.item)

    def vote(self, yes: int, no: int, abstained: int, **about: Any) -> str:
        """A vote from its opening to the chair's word."""
        vote = self.enter("OpenVote", item=self.item, **about)
        self.enter("RecordVote", vote=vote, yes=yes, no=no, abstained=abstained)
        self.enter("DeclareVote", vote=vote)
        return vote

    def seen(self, **query: Any) -> Any:
        """The sitting as its clerk sees it."""
        return self.life.people["schriftfuehrung"].read(f"/api/sessions/{self.id}", **query)


def test_a_paper_lives_from_its_first_line_to_its_last_report(people: dict[str, Person]) -> None:
    life = Life(people)
    _drafted(life)
    _cosigned(life)
    _released(life)
    _advised(life)
    council = _decided(life)
    _minuted(life, council)
    _read_by_all(life, council)
    _objected(life, council)
    _carried_out(life)
    _replayed(life)


def _drafted(life: Life) -> None:
    """Departments draft together; nobody else does."""
    header = {"file_reference": "66-2023/4", "subject": "Ausbau der Radwege"}
    life.refused(FORBIDDEN, "mitglied", "CreateVorlage", "15", **header)
    life.refused(FORBIDDEN, "admin", "CreateVorlage", "15", **header)
    life.refused(INVALID, "fb-bau", "CreateVorlage", file_reference="66-2023/4", subject=" ")
    bau = life.department("Bau")
    life.id = life.do("fb-bau", "CreateVorlage", lead_department=bau, **header)
    life.refused(MISSING, "mitglied", "ReviseText", "12", vorlage=life.id, document="reasons", text="x")
    life.vorlage("fb-bau", "InviteDepartment", department=life.department("Soziales"))
    life.vorlage("fb-bau", "ReviseText", document="proposed_resolution", text=WORDS)
    life.keep("begun")
    life.vorlage("fb-soziales", "ReviseText", document="reasons", text=REASONS)
    life.measure = life.vorlage(
        "fb-bau", "AddMeasure", document="Konzept", page=12, topic="Radwege", text=OLD
    )
    life.paper = life.vorlage(
        "fb-bau",
        "AddAttachment",
        title="Konzept",
        edition="Entwurf",
        content="S29uemVwdA==",
        media_type="text/plain",
    )
    life.refused(
        FORBIDDEN, "kreistagsbuero", "ReviseText", "15", vorlage=life.id, document="reasons", text="x"
    )
    wrong = {"account": "54101", "appropriation": "1000.00", "need": "1500.00"}
    life.refused(
        INVALID,
        "fb-bau",
        "RecordBudget",
        "11",
        vorlage=life.id,
        budget={"accounts": [wrong], "spending": "outside_plan", "posting": "expense"},
    )
    life.vorlage(
        "fb-bau",
        "RecordBudget",
        budget={
            "proof_required": True,
            "accounts": [wrong],
            "spending": "above_plan",
            "posting": "expense",
            "cover": [{"kind": "less_expense", "account": "54102", "amount": "500.00"}],
        },
    )
    drafted = life.keep("drafted")
    assert drafted["status"] == "draft"
    assert drafted["budget"]["spending"] == "above_plan"
    life.bodies()


def _cosigned(life: Life) -> None:
    """Each department signs for its scope; what changes lapses, and nothing else."""
    bau, soziales, finanzen = (life.department(each) for each in ("Bau", "Soziales", "Finanzen"))
    chain: dict[str, Any] = {
        "links": [
            {"department": soziales, "scope": ["reasons"], "stage": 1},
            {"department": finanzen, "scope": ["budget"], "stage": 2},
        ]
    }
    life.refused(REFUSED, "fb-bau", "StartCosigning", vorlage=life.id, **chain)
    life.vorlage("fb-bau", "FreezeEdition", label="Entwurf 1")
    life.refused(FORBIDDEN, "fb-soziales", "StartCosigning", "15", vorlage=life.id, **chain)
    life.refused(REFUSED, "fb-bau", "StartCosigning", vorlage=life.id, chain=[bau])
    life.vorlage("fb-bau", "StartCosigning", **chain)
    life.keep("cosigning")
    life.refused(REFUSED, "fb-bau", "ReviseText", "10", vorlage=life.id, document="reasons", text="x")
    life.refused(REFUSED, "fb-finanzen", "CosignVorlage", vorlage=life.id, department=finanzen)
    life.refused(FORBIDDEN, "fb-finanzen", "CosignVorlage", "15", vorlage=life.id, department=soziales)
    life.vorlage("fb-soziales", "CosignVorlage", department=soziales, comment="einverstanden")
    life.vorlage("fb-finanzen", "CommentCosigning", department=finanzen, comment="Deckung wird geprüft")
    life.vorlage("fb-finanzen", "CosignVorlage", department=finanzen)
    life.refused(FORBIDDEN, "fb-soziales", "RecallCosigning", vorlage=life.id, reason="so nicht")
    life.vorlage("fb-bau", "RecallCosigning", reason="Begründung ist zu ergänzen")
    life.vorlage("fb-bau", "ReviseText", document="reasons", text=REASONS + "Die Bürger wurden beteiligt.\n")
    lapsed = {each["department"]: each for each in life.keep("lapsed")["cosignatures"]}
    assert (lapsed[soziales]["state"], lapsed[finanzen]["state"]) == ("lapsed", "signed")
    assert lapsed[soziales]["lapsed"]["sections"] == ["reasons"]
    life.vorlage("fb-bau", "FreezeEdition", label="Entwurf 2")
    life.vorlage("fb-bau", "StartCosigning", **chain)
    life.refused(REFUSED, "landrat", "ReleaseVorlage", vorlage=life.id)
    life.vorlage("fb-soziales", "CosignVorlage", department=soziales)


def _released(life: Life) -> None:
    """The Landrat releases; whoever began the paper, or wrote last, does not."""
    life.refused(FORBIDDEN, "kreistagsbuero", "ReleaseVorlage", "15", vorlage=life.id)
    life.vorlage("landrat", "ReleaseVorlage")
    assert life.keep("released")["status"] == "released"


def _advised(life: Life) -> None:
    """The Bauausschuss sits: it recommends the paper with one motion, and the submitter takes that over."""
    sitting = Sitting(life, "Bauausschuss")
    life.first = sitting.id
    item = {"session": sitting.id, "vorlage": life.id}
    life.refused(MISSING, "fb-bau", "AddAgendaItem", "12", **item)
    sitting.item = life.do("kreistagsbuero", "AddAgendaItem", **item)
    late = (sitting.day - dt.timedelta(days=7)).isoformat()
    life.refused(REFUSED, "kreistagsbuero", "SummonSession", session=sitting.id, received=late)
    received = (sitting.day - dt.timedelta(days=8)).isoformat()
    life.do("kreistagsbuero", "SummonSession", session=sitting.id, received=received)
    assert life.keep("summoned")["status"] == "in_consultation"
    life.refused(REFUSED, "landrat", "WithdrawRelease", vorlage=life.id, reason="zu spät")
    life.refused(REFUSED, "fb-bau", "ReviseText", "10", vorlage=life.id, document="reasons", text="x")
    new = OLD.replace("2026", "2025")
    life.motion = life.do(
        "schriftfuehrung",
        "ProposeAmendment",
        vorlage=life.id,
        measure=life.measure,
        old=OLD,
        new=new,
        proposer=sitting.members[1],
        consultation=life.stations["Bauausschuss"],
    )
    life.refused(
        REFUSED,
        "schriftfuehrung",
        "ProposeAmendment",
        "9",
        vorlage=life.id,
        measure=life.measure,
        old="etwas anderes",
        new=new,
    )
    sitting.begin(7)
    life.refused(REFUSED, "fb-bau", "TakeOverAmendment", vorlage=life.id, amendment=life.motion)
    sitting.vote(5, 2, 0, about="amendment", amendment=life.motion)
    sitting.vote(6, 0, 1)
    sitting.enter("CloseSession")
    advised = life.keep("advised")
    station = next(each for each in advised["consultations"] if each["committee"] == "Bauausschuss")
    assert station["outcome"] == "recommended_amended"
    assert (station["yes"], station["no"], station["abstained"]) == (6, 0, 1)
    assert advised["measures"][0]["text"] == OLD, "an advisory body changes no text"
    life.refused(FORBIDDEN, "fb-soziales", "TakeOverAmendment", "15", vorlage=life.id, amendment=life.motion)
    life.vorlage("fb-bau", "TakeOverAmendment", amendment=life.motion)
    taken = life.keep("taken over")
    assert taken["measures"][0]["text"] == new
    assert taken["editions"][-1]["label"] == "Fassung Kreistag"
    assert taken["measures"][0]["amendments"][-1]["cause"] == life.stations["Bauausschuss"]
    assert taken["status"] == "in_consultation"


def _decided(life: Life) -> Sitting:
    """The Kreistag sits, changes a wording aloud, and resolves the paper by roll call."""
    sitting = Sitting(life, "Kreistag")
    sitting.item = life.do("kreistagsbuero", "AddAgendaItem", session=sitting.id, vorlage=life.id)
    received = (sitting.day - dt.timedelta(days=9)).isoformat()
    life.do("kreistagsbuero", "SummonSession", session=sitting.id, received=received)
    life.do("kreistagsbuero", "AnnounceSession", session=sitting.id)
    sitting.begin(28)
    life.refused(FORBIDDEN, "landrat", "CloseSession", "15", session=sitting.id)
    vote = sitting.enter("OpenVote", item=sitting.item)
    life.refused(
        INVALID,
        "schriftfuehrung",
        "RecordVote",
        "2",
        session=sitting.id,
        vote=vote,
        yes=28,
        no=1,
        abstained=0,
    )
    sitting.enter("CancelVote", vote=vote, reason="zu früh eröffnet")
    life.keep("before the decision")
    decided = sitting.enter("OpenVote", item=sitting.item, kind="roll_call")
    ballots = [
        {"member": each, "choice": "yes" if n < 20 else "no"} for n, each in enumerate(sitting.members[:28])
    ]
    sitting.enter("RecordVote", vote=decided, ballots=ballots)
    life.refused(FORBIDDEN, "fb-bau", "DeclareVote", "15", session=sitting.id, vote=decided)
    sitting.enter("DeclareVote", vote=decided)
    resolved = life.keep("resolved")
    assert resolved["status"] == "resolved"
    assert resolved["consultations"][-1]["outcome"] == "resolved"
    life.refused(REFUSED, "fb-bau", "ReviseText", "10", vorlage=life.id, document="reasons", text="x")
    life.refused(REFUSED, "fb-bau", "WithdrawVorlage", vorlage=life.id, reason="doch nicht")
    sitting.enter("CloseSession")
    return sitting


def _minuted(life: Life, sitting: Sitting) -> None:
    """Minutes are drafted, signed by two, objected to and approved; the extract loses its proviso."""
    extract = f"/api/sessions/{sitting.id}/items/{sitting.item}/extract"
    assert "vorbehaltlich" in life.people["schriftfuehrung"].read(extract)["text"].lower()
    minutes = {"session": sitting.id}
    life.refused(FORBIDDEN, "fb-bau", "DraftMinutes", "15", **minutes)
    life.refused(REFUSED, "schriftfuehrung", "SignMinutes", role="clerk", **minutes)
    life.do("schriftfuehrung", "DraftMinutes", **minutes)
    life.refused(FORBIDDEN, "schriftfuehrung", "SignMinutes", role="chair", **minutes)
    life.do("schriftfuehrung", "SignMinutes", role="clerk", **minutes)
    life.do("mitglied", "SignMinutes", role="chair", **minutes)
    vote = sitting.seen()["agenda"][0]["votes"][-1]["id"]
    life.refused(
        REFUSED, "schriftfuehrung", "AnnulVote", session=sitting.id, vote=vote, reason="Ergebnis ist gesperrt"
    )


def _read_by_all(life: Life, sitting: Sitting) -> None:
    """Whoever has no login reads what was announced, and nothing else."""
    http = life.people["pruefung"].http
    with httpx.Client(base_url=http.base_url) as nobody:
        seen = nobody.get(f"/api/vorlagen/{life.id}")
        assert seen.status_code == httpx.codes.OK, seen.text
        paper = seen.json()
        assert paper["position"] is None
        assert [each["committee"] for each in paper["consultations"]] == ["Kreistag"]
        assert paper["cosignatures"] == []
        assert nobody.get(f"/api/sessions/{sitting.id}").status_code == httpx.codes.OK
        assert nobody.get(f"/api/sessions/{life.first}").status_code == httpx.codes.UNAUTHORIZED


def _replayed(life: Life) -> None:
    """Ten moments of its life are told again as they were."""
    for name, state in life.states.items():
        then = life.people["pruefung"].read(f"/api/vorlagen/{life.id}", as_of=state["position"])
        assert {**then, "as_of": None} == {**state, "as_of": None}, name
    assert len(life.states) >= 10
    assert life.steps >= 60


def _objected(life: Life, first: Sitting) -> None:
    """The Landrat objects; the Kreistag stands by its resolution, and approves the minutes."""
    known = first.day + dt.timedelta(days=1)
    objection: dict[str, Any] = {"vorlage": life.id, "reason": "Deckung fehlt", "known_at": known.isoformat()}
    moment = at(first.day + dt.timedelta(days=10), 9)
    life.refused(FORBIDDEN, "fb-bau", "ObjectToResolution", "15", happened_at=moment, **objection)
    late = at(known + dt.timedelta(days=15), 9)
    life.refused(REFUSED, "landrat", "ObjectToResolution", happened_at=late, **objection)
    life.do("landrat", "ObjectToResolution", happened_at=moment, **objection)
    assert life.keep("objected to")["status"] == "suspended"
    life.refused(
        REFUSED, "kreistagsbuero", "StartImplementation", vorlage=life.id, department=life.department("Bau")
    )
    again = Sitting(life, "Kreistag", "again")
    again.item = life.do("kreistagsbuero", "AddAgendaItem", session=again.id, vorlage=life.id)
    received = (again.day - dt.timedelta(days=9)).isoformat()
    life.do("kreistagsbuero", "SummonSession", session=again.id, received=received)
    again.begin(30)
    again.vote(25, 5, 0)
    confirmed = life.keep("confirmed")
    assert confirmed["status"] == "confirmed"
    life.refused(FORBIDDEN, "fb-bau", "ApproveMinutes", "15", session=first.id, sitting=again.id)
    again.enter("CloseSession")
    life.do("schriftfuehrung", "ApproveMinutes", session=first.id, sitting=again.id)
    extract = f"/api/sessions/{first.id}/items/{first.item}/extract"
    assert "vorbehaltlich" not in life.people["schriftfuehrung"].read(extract)["text"].lower()


def _carried_out(life: Life) -> None:
    """The department reports until it is done; nothing changes what was resolved."""
    bau = life.department("Bau")
    life.refused(FORBIDDEN, "mitglied", "StartImplementation", "15", vorlage=life.id, department=bau)
    life.vorlage("kreistagsbuero", "StartImplementation", department=bau, due="2026-12-31")
    assert life.keep("carried out")["status"] == "implementation"
    life.refused(FORBIDDEN, "fb-soziales", "ReportImplementation", "15", vorlage=life.id, text="halb fertig")
    life.vorlage("fb-bau", "ReportImplementation", text="Der erste Abschnitt ist gebaut.", share=50)
    life.vorlage("fb-bau", "CompleteImplementation", text="Alles ist gebaut.")
    closed = life.keep("closed")
    assert closed["status"] == "closed"
    assert closed["resolution_number"] is not None
    life.refused(REFUSED, "fb-bau", "ReviseText", "10", vorlage=life.id, document="reasons", text="x")
    life.refused(REFUSED, "fb-bau", "OpenEdition", vorlage=life.id, reason="noch etwas")
