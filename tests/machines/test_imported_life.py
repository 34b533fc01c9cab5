"""The life of a printed paper: referred, called off, heard again, resolved, objected to, carried out.

It goes another way than `test_whole_life`, in a county with one body and three deputies more.
Every deed tells when it happened; ten moments of it are then asked for by position, by time and by day.
"""

from typing import Any
from uuid import uuid4

import httpx

from infra.demo.people import MEMBERS, member, named
from tests.machines.bridge import (
    FORBIDDEN,
    INVALID,
    MISSING,
    NEW,
    OLD,
    PAPER,
    PRINTED_NEW,
    REFUSED,
    Life,
    Sitting,
    on,
)
from tests.machines.conftest import Person


def test_a_printed_paper_is_referred_heard_again_resolved_suspended_confirmed_and_carried_out(
    people: dict[str, Person],
) -> None:
    life = Life(people)
    _founded(life)
    _imported(life)
    _drafted(life)
    _cosigned(life)
    _referred(life)
    _called_off(life)
    _heard(life)
    council = _resolved(life)
    _doubted(life, council)
    _confirmed(life, council)
    _carried_out(life)
    _told_again(life)


def _founded(life: Life) -> None:
    """One more body, with a substitute for one of its members, and three deputies."""
    office = life.people["kreistagsbuero"]
    body = life.do("kreistagsbuero", "FormCommittee", on("01-02"), name="Finanzausschuss", lawful_number=5)
    life.bodies = {each["name"]: each["id"] for each in office.read("/api/committees")}
    assert life.bodies["Finanzausschuss"] == body
    chair = named("person/mitglied")
    for each in (chair, *(member(name) for name in MEMBERS[:4])):
        life.do("kreistagsbuero", "SeatMember", on("01-02"), committee=body, member=each)
    life.do("kreistagsbuero", "AppointChair", on("01-02"), committee=body, member=chair, since="2025-01-01")
    pair = {"committee": body, "member": member(MEMBERS[0]), "substitute": member(MEMBERS[9])}
    life.do("kreistagsbuero", "AppointSubstitute", on("01-02"), since="2025-01-01", **pair)
    for person, deputy in (("landrat", "fb-soziales"), ("landrat", "kreistagsbuero"), ("fb-finanzen", "dsb")):
        pair = {"person": named(f"person/{person}"), "deputy": named(f"person/{deputy}")}
        life.refused(FORBIDDEN, "kreistagsbuero", "AppointDeputy", "not-entitled", on("01-02"), **pair)
        life.do("admin", "AppointDeputy", on("01-02"), since="2025-01-10", **pair)


def _imported(life: Life) -> None:
    """What is not printed is not recorded; bodies and department are known by their names."""
    answer = life.people["kreistagsbuero"].http.post(
        "/api/vorlagen/import",
        params={"happened_at": on("01-13")},
        content=PAPER.encode(),
        headers={"Content-Type": "text/markdown", "Idempotency-Key": str(uuid4())},
    )
    assert answer.status_code == httpx.codes.CREATED, answer.text
    assert answer.json()["warnings"] == []
    life.id = answer.json()["id"]
    paper = life.keep("imported")
    assert (paper["status"], paper["number"], paper["file_reference"]) == ("draft", None, "2025-00208")
    assert (paper["lead_department"], paper["signatory"]) == ("Bau", "Dr. Lindenau")
    assert paper["lead_department_id"] == named("department/Bau")
    assert paper["editions"] == []
    assert paper["reasons"] == "Die Brücke ist gesperrt."
    assert paper["budget"]["proof_required"] is None
    assert paper["budget"]["accounts"] is None
    [measure] = paper["measures"]
    assert (measure["document"], measure["page"], measure["topic"]) == ("Konzept", 7, "Brücken")
    [change] = measure["amendments"]
    assert (change["old"], change["new"], change["cause"]) == (OLD, PRINTED_NEW, None)
    [attachment] = paper["attachments"]
    assert (attachment["edition"], attachment["sha256"]) == ("Fassung Kreisausschuss", None)
    assert life.stations() == [
        ("Kreisausschuss", None, "dated", None),
        ("Kreistag", None, "dated", None),
    ]
    assert {each["yes"] for each in paper["consultations"]} == {None}


def _drafted(life: Life) -> None:
    """The lead department completes it; the finance department checks the spending."""
    paper = {"vorlage": life.id}
    for body, role in (("Kreisausschuss", "preliminary"), ("Kreistag", "decision")):
        station = {"consultation": life.station(body), "role": role}
        life.refused(
            FORBIDDEN, "fb-bau", "SetConsultationRole", "not-entitled", on("01-14"), **paper, **station
        )
        life.paper("kreistagsbuero", "SetConsultationRole", on("01-14"), **station)
    attachment = life.read()["attachments"][0]["id"]
    life.paper("fb-bau", "ReplaceAttachment", on("01-14", 10), attachment=attachment, content="QnLDvGNrZQ==")
    budget: dict[str, Any] = {
        "proof_required": True,
        "accounts": [
            {"account": "54201", "appropriation": "20000.00", "used": "0.00", "need": "25000.00"},
            {"account": "54202", "appropriation": "0.00", "need": "0.00"},
        ],
        "spending": "above_plan",
        "posting": "payment",
        "cover": [{"kind": "more_receipts", "account": "68110", "amount": "5000.00"}],
    }
    wrong = {**budget, "spending": "outside_plan"}
    life.refused(INVALID, "fb-bau", "RecordBudget", "spending-differs", on("01-15"), **paper, budget=wrong)
    life.paper("fb-bau", "RecordBudget", on("01-15"), budget=budget)
    check: dict[str, Any] = {"positive": True, "competent": life.bodies["Kreistag"]}
    life.refused(
        INVALID, "fb-finanzen", "RecordFinanceCheck", "ground-needed", on("01-15", 11), **paper, **check
    )
    check["ground"] = "unabweisbar"
    life.refused(FORBIDDEN, "fb-bau", "RecordFinanceCheck", "finance-only", on("01-15", 11), **paper, **check)
    life.paper("fb-finanzen", "RecordFinanceCheck", on("01-15", 12), **check)
    assert life.keep("checked")["budget"]["finance_check"] is not None
    more = {**budget, "accounts": [{**budget["accounts"][0], "need": "26000.00"}, budget["accounts"][1]]}
    life.paper("fb-bau", "RecordBudget", on("01-15", 13), budget=more)
    shown = life.read()["budget"]
    assert shown["shortfall"] == "6000.00"
    assert shown["finance_check"]["valid"] is False
    assert [each["flag"] for each in shown["flags"]] == ["cover_differs"]
    life.refused(
        REFUSED, "fb-finanzen", "RecordFinanceCheck", "cover-incomplete", on("01-15", 14), **paper, **check
    )
    more["cover"] = [*budget["cover"], {"kind": "less_payments", "account": "54209", "amount": "1000.00"}]
    life.paper("fb-bau", "RecordBudget", on("01-15", 15), budget=more)
    life.paper("fb-finanzen", "RecordFinanceCheck", on("01-15", 16), **check)


def _cosigned(life: Life) -> None:
    """One after the other; a deputy signs for finance, another releases for the Landrat."""
    paper = {"vorlage": life.id}
    soziales, finanzen = named("department/Soziales"), named("department/Finanzen")
    links = [{"department": soziales, "scope": ["reasons", "measures"], "stage": 1}]
    life.refused(REFUSED, "fb-bau", "StartCosigning", "edition-needed", on("01-16"), **paper, links=links)
    life.paper("fb-bau", "FreezeEdition", on("01-16", 10))
    first = life.read()["editions"][0]
    assert (first["number"], first["label"]) == (1, "Fassung Kreisausschuss")
    assert first["target"] == life.station("Kreisausschuss")
    assert first["cause"] is None
    life.paper("fb-bau", "StartCosigning", on("01-16", 11), links=links)
    for_finance = {**paper, "department": finanzen}
    life.refused(FORBIDDEN, "dsb", "CosignVorlage", "not-entitled", on("01-17"), **for_finance)
    acting = {"acting_for": named("person/fb-finanzen")}
    life.refused(FORBIDDEN, "fb-bau", "CosignVorlage", "not-deputy", on("01-17"), **for_finance, **acting)
    life.paper("fb-soziales", "CosignVorlage", on("01-17"), department=soziales)
    life.refused(REFUSED, "landrat", "ReleaseVorlage", "cosignatures-missing", on("01-18"), **paper)
    life.paper("dsb", "CosignVorlage", on("01-17", 10), department=finanzen, **acting)
    life.keep("cosigned")
    acting = {"acting_for": named("person/landrat")}
    life.refused(REFUSED, "kreistagsbuero", "ReleaseVorlage", "four-eyes", on("01-20"), **paper, **acting)
    life.paper("fb-soziales", "ReleaseVorlage", on("01-20"), **acting)
    released = life.keep("released")
    assert released["status"] == "released"
    assert (released["release"]["by"], released["release"]["acting_for"]) == (None, None)
    named_ = life.read(purpose="Beschwerde 7")
    assert (named_["release"]["by"], named_["release"]["acting_for"]) == ("fb-soziales", "landrat")
    signed = {each["department"]: (each["by"], each["acting_for"]) for each in named_["cosignatures"]}
    assert signed == {soziales: ("fb-soziales", None), finanzen: ("dsb", "fb-finanzen")}
    noted = life.people["dsb"].read("/api/access-log", limit=1000)
    assert "Beschwerde 7" in {each["purpose"] for each in noted}


def _referred(life: Life) -> None:
    """The Kreisausschuss refers the paper; what it resolves behind closed doors it announces in its words."""
    sitting = Sitting(life, "Kreisausschuss", "02-05", on("01-21"))
    paper = sitting.prepare("AddAgendaItem", on("01-21"), vorlage=life.id)
    secret: dict[str, Any] = {"subject": "Kauf des Grundstücks Müller", "public": False}
    hidden = sitting.prepare("AddAgendaItem", on("01-21"), **secret, public_title="Grundstücksangelegenheit")
    seven = {"session": sitting.id, "received": "2025-01-29"}
    life.refused(REFUSED, "kreistagsbuero", "SummonSession", "notice-too-short", on("01-22"), **seven)
    assert life.people["mitglied"].http.get(f"/api/vorlagen/{life.id}").status_code == MISSING
    sitting.prepare("SummonSession", on("01-22"), received="2025-01-28")
    assert life.keep("summoned")["status"] == "in_consultation"
    assert life.read("mitglied")["cosignatures"] == []
    sitting.prepare("AnnounceSession", on("01-28"))
    sitting.enter("RecordArrival", members=sitting.members[:5])
    sitting.enter("OpenSession")
    assert sitting.seen()["quorate"] is False
    sitting.enter("CallItem", item=paper)
    opened = {"session": sitting.id, "item": paper}
    when = on("02-05", 17, 4)
    life.refused(REFUSED, "schriftfuehrung", "OpenVote", "not-quorate", when, **opened)
    sitting.enter("RecordArrival", members=sitting.members[5:7])
    sitting.enter("EstablishQuorum")
    body = life.bodies["Finanzausschuss"]
    sitting.enter("ConcludeItem", item=paper, outcome="referred", committee=body, reason="Kosten")
    sitting.enter("ExcludePublic", reason="Grundstück")
    sitting.enter("CallItem", item=hidden)
    sitting.vote(hidden, 7, 0, 0)
    sitting.enter("RestorePublic")
    sitting.enter("AnnounceResolutions", items=[hidden], text="Dem Kauf wurde zugestimmt.")
    sitting.enter("CloseSession")
    life.keep("referred")
    assert life.stations() == [
        ("Kreisausschuss", "preliminary", "concluded", "referred"),
        ("Finanzausschuss", "preliminary", "planned", None),
        ("Kreistag", "decision", "dated", None),
    ]
    with httpx.Client(base_url=life.people["pruefung"].http.base_url) as nobody:
        seen = nobody.get(f"/api/sessions/{sitting.id}")
        told = seen.json()
        assert [each["number"] for each in told["agenda"]] == ["Ö 1"]
        assert told["public_titles"] == ["Grundstücksangelegenheit"]
        assert [each["text"] for each in told["announcements"]] == ["Dem Kauf wurde zugestimmt."]
        assert "Müller" not in seen.text
        assert hidden not in seen.text


def _called_off(life: Life) -> None:
    """The other body is summoned and called off; meanwhile a new edition of the paper is released."""
    heard, decision = life.station("Finanzausschuss"), life.station("Kreistag")
    date = {"vorlage": life.id, "consultation": heard, "date": "2025-04-02"}
    life.refused(REFUSED, "kreistagsbuero", "SetCommitteeDate", "dates-go-backwards", on("02-06"), **date)
    life.paper("kreistagsbuero", "SetCommitteeDate", on("02-06"), consultation=decision, date="2025-05-21")
    life.do("kreistagsbuero", "SetCommitteeDate", on("02-06"), **date)
    sitting = Sitting(life, "Finanzausschuss", "04-02", on("03-01"))
    sitting.prepare("AddAgendaItem", on("03-01"), vorlage=life.id)
    sitting.prepare("SummonSession", on("03-20"), received="2025-03-20")
    life.refused(
        REFUSED, "fb-bau", "WithdrawRelease", "wrong-state", on("03-21"), vorlage=life.id, reason="x"
    )
    text = {"document": "reasons", "text": "Die Brücke ist gesperrt.\nDas Gutachten liegt vor.\n"}
    life.refused(REFUSED, "fb-bau", "ReviseText", "text-frozen", on("03-21"), vorlage=life.id, **text)
    life.paper("fb-bau", "OpenEdition", on("03-21"), reason="Gutachten")
    life.paper("fb-bau", "ReviseText", on("03-21", 10), **text)
    life.paper("fb-bau", "FreezeEdition", on("03-21", 11))
    assert life.read()["status"] == "in_consultation"
    assert life.read("mitglied")["reasons"] == "Die Brücke ist gesperrt."
    signed = {each["department"]: each["state"] for each in life.read()["cosignatures"]}
    assert signed == {named("department/Soziales"): "lapsed", named("department/Finanzen"): "signed"}
    life.refused(REFUSED, "landrat", "ReleaseVorlage", "cosignatures-missing", on("03-22"), vorlage=life.id)
    life.paper("fb-soziales", "CosignVorlage", on("03-22"), department=named("department/Soziales"))
    life.paper("landrat", "ReleaseVorlage", on("03-23"))
    assert life.read("mitglied")["reasons"] == text["text"]
    assert [each["number"] for each in life.read("mitglied")["editions"]] == [1, 2]
    station = next(each for each in life.read()["consultations"] if each["id"] == heard)
    assert (station["edition"], station["late"]) == (2, True)
    life.keep("supplied late")
    life.refused(
        FORBIDDEN,
        "schriftfuehrung",
        "CancelSession",
        "not-entitled",
        on("03-28"),
        session=sitting.id,
        reason="x",
    )
    sitting.prepare("CancelSession", on("03-28"), reason="Hochwasser")
    assert sitting.seen()["status"] == "cancelled"
    assert life.stations()[1] == ("Finanzausschuss", "preliminary", "dated", None)
    life.keep("called off")


def _heard(life: Life) -> None:
    """The body sits after all, with a substitute; its chair moves a change, and the Landrat takes it over."""
    acting = {"acting_for": named("person/landrat")}
    life.refused(
        FORBIDDEN,
        "fb-soziales",
        "WithdrawVorlage",
        "not-deputy",
        on("01-09"),
        vorlage=life.id,
        reason="nicht mehr nötig",
        **acting,
    )
    heard = life.station("Finanzausschuss")
    life.paper("kreistagsbuero", "SetCommitteeDate", on("04-01"), consultation=heard, date="2025-04-16")
    sitting = Sitting(life, "Finanzausschuss", "04-16", on("04-01"))
    paper = sitting.prepare("AddAgendaItem", on("04-01"), vorlage=life.id)
    sitting.prepare("SummonSession", on("04-07"))
    [measure] = life.read()["measures"]
    moved = {"vorlage": life.id, "measure": measure["id"], "consultation": heard}
    life.refused(
        REFUSED, "mitglied", "ProposeAmendment", "old-text-differs", on("04-10"), **moved, old=OLD, new=NEW
    )
    motion = life.do("mitglied", "ProposeAmendment", on("04-10"), **moved, old=PRINTED_NEW, new=NEW)
    chair = named("person/mitglied")
    there = [chair, member(MEMBERS[1]), member(MEMBERS[2])]
    sitting.enter("RecordArrival", members=there)
    sitting.enter("RecordSubstitution", member=member(MEMBERS[0]), substitute=member(MEMBERS[9]))
    sitting.enter("OpenSession")
    taken = {"session": sitting.id, "members": [member(MEMBERS[0])]}
    life.refused(REFUSED, "schriftfuehrung", "RecordArrival", "seat-occupied", on("04-16", 17, 4), **taken)
    sitting.enter("CallItem", item=paper)
    sitting.vote(paper, 3, 1, 0, about="amendment", amendment=motion)
    sitting.vote(paper, 4, 0, 0)
    sitting.enter("CloseSession")
    advised = life.keep("advised")
    station = next(each for each in advised["consultations"] if each["id"] == heard)
    assert (station["yes"], station["no"], station["abstained"]) == (4, 0, 0)
    assert (station["outcome"], station["late"]) == ("recommended_amended", False)
    assert advised["measures"][0]["text"] == PRINTED_NEW
    taking = {"vorlage": life.id, "amendment": motion}
    life.refused(FORBIDDEN, "fb-soziales", "TakeOverAmendment", "not-entitled", on("04-20"), **taking)
    life.do("landrat", "TakeOverAmendment", on("04-20"), **taking)
    taken_over = life.keep("taken over")
    assert taken_over["measures"][0]["text"] == NEW
    assert [each["label"] for each in taken_over["editions"]][-1] == "Fassung Kreistag"
    change = taken_over["measures"][0]["amendments"][-1]
    assert (change["cause"], change["amendment"]) == (heard, motion)


def _resolved(life: Life) -> Sitting:
    """The Kreistag accepts an urgent item, and resolves the paper without the member who has an interest."""
    sitting = Sitting(life, "Kreistag", "05-21", on("04-22"))
    paper = sitting.prepare("AddAgendaItem", on("04-22"), vorlage=life.id)
    sitting.prepare("SummonSession", on("05-12"))
    sitting.prepare("AnnounceSession", on("05-13"))
    urgent = {"session": sitting.id, "subject": "Hilfe für Anlieger"}
    life.refused(REFUSED, "kreistagsbuero", "AddAgendaItem", "urgency-needed", on("05-19"), **urgent)
    late = life.do("kreistagsbuero", "AddAgendaItem", on("05-19"), **urgent, urgency="Hochwasser")
    sitting.enter("RecordArrival", members=sitting.members[:30])
    sitting.enter("OpenSession")
    sitting.enter("EstablishSummons")
    sitting.enter("ApproveAgenda")
    call = {"session": sitting.id, "item": late}
    sitting.enter("DeclareRecusal", item=paper, member=sitting.members[7], reason="Anlieger")
    sitting.enter("CallItem", item=paper)
    vote = sitting.enter("OpenVote", item=paper)
    when, counts = on("05-21", 17, 8), {"session": sitting.id, "vote": vote}
    life.refused(REFUSED, "schriftfuehrung", "CallItem", "vote-still-open", when, **call)
    life.refused(
        INVALID,
        "schriftfuehrung",
        "RecordVote",
        "vote-exceeds-present",
        when,
        **counts,
        yes=26,
        no=3,
        abstained=1,
    )
    sitting.enter("RecordVote", vote=vote, yes=25, no=3, abstained=1)
    sitting.enter("DeclareVote", vote=vote)
    sitting.enter("CallItem", item=late)
    when = on("05-21", 17, 11)
    life.refused(REFUSED, "schriftfuehrung", "OpenVote", "not-accepted", when, **call)
    sitting.enter("AcceptItem", item=late)
    sitting.vote(late, 15, 15, 0)
    sitting.enter("CloseSession")
    resolved = life.keep("resolved")
    assert resolved["status"] == "resolved"
    assert resolved["resolution_number"] == "KT 1/2025"
    station = resolved["consultations"][-1]
    assert (station["yes"], station["no"], station["abstained"], station["outcome"]) == (25, 3, 1, "resolved")
    assert station["text_hash"] == resolved["editions"][-1]["hash"]
    assert sitting.item(late)["outcome"] == "rejected"
    assert sitting.item(late)["number"] == "Ö 2"
    return sitting


def _doubted(life: Life, sitting: Sitting) -> None:
    """That a member had left is entered later: the vote is flagged, and its numbers stand."""
    before = sitting.seen()["position"]
    left = {"session": sitting.id, "members": [sitting.members[29]]}
    life.do("schriftfuehrung", "RecordLeaving", on("05-21", 17, 6), **left)
    seen = sitting.seen()
    [vote] = next(each["votes"] for each in seen["agenda"] if each["number"] == "Ö 1")
    assert (vote["yes"], vote["no"], vote["abstained"], vote["declared"]) == (25, 3, 1, True)
    assert [each["flag"] for each in vote["flags"]] == ["entered_late", "exceeds_present"]
    gone = [each for each in seen["attendance"] if each["member"] == sitting.members[29]]
    assert gone[0]["late"] is True
    known = sitting.seen(as_of=str(before))
    then = sitting.seen(as_of=on("05-21", 17, 7), basis="true")
    assert (known["present"], then["present"]) == (30, 29)
    assert [vote["status"] for item in then["agenda"] for vote in item["votes"]] == ["opened"]


def _confirmed(life: Life, first: Sitting) -> None:
    """The Landrat objects in time; the Kreistag stands by it, and approves the minutes."""
    objection: dict[str, Any] = {"vorlage": life.id, "reason": "Deckung fehlt", "known_at": "2025-05-22"}
    life.refused(REFUSED, "landrat", "ObjectToResolution", "known-out-of-time", on("06-06"), **objection)
    life.refused(FORBIDDEN, "fb-bau", "ObjectToResolution", "not-entitled", on("06-02"), **objection)
    life.do("landrat", "ObjectToResolution", on("06-02"), **objection)
    assert life.keep("suspended")["status"] == "suspended"
    begin = {"vorlage": life.id, "department": named("department/Bau")}
    life.refused(REFUSED, "kreistagsbuero", "StartImplementation", "wrong-state", on("06-03"), **begin)
    minutes = {"session": first.id}
    life.do("schriftfuehrung", "DraftMinutes", on("06-04"), **minutes)
    life.do("schriftfuehrung", "SignMinutes", on("06-04", 10), role="clerk", **minutes)
    life.do("mitglied", "SignMinutes", on("06-04", 11), role="chair", **minutes)
    left = {"session": first.id, "members": [first.members[28]]}
    life.refused(REFUSED, "schriftfuehrung", "RecordLeaving", "results-locked", on("05-21", 17, 8), **left)
    sitting = Sitting(life, "Kreistag", "06-18", on("06-03"))
    paper = sitting.prepare("AddAgendaItem", on("06-03"), vorlage=life.id)
    sitting.prepare("SummonSession", on("06-10"))
    sitting.enter("RecordArrival", members=sitting.members[:28])
    sitting.enter("OpenSession")
    sitting.enter("CallItem", item=paper)
    sitting.vote(paper, 20, 8, 0)
    sitting.enter("CloseSession")
    assert life.keep("confirmed")["status"] == "confirmed"
    life.do("schriftfuehrung", "ApproveMinutes", on("06-19"), sitting=sitting.id, **minutes)
    assert first.seen()["status"] == "minutes_approved"


def _carried_out(life: Life) -> None:
    """The lead department reports, and closes it."""
    life.paper("kreistagsbuero", "StartImplementation", on("07-01"), department=named("department/Bau"))
    life.paper("fb-bau", "ReportImplementation", on("09-01"), text="Der Bau hat begonnen.", share=30)
    life.paper("fb-bau", "CompleteImplementation", on("12-01"), text="Die Brücke ist offen.")
    closed = life.keep("closed")
    assert closed["status"] == "closed"
    assert closed["measures"][0]["text"] == NEW
    assert closed["resolution_number"] == "KT 1/2025"
    life.refused(
        REFUSED,
        "fb-bau",
        "ReviseText",
        "text-frozen",
        on("12-02"),
        vorlage=life.id,
        document="reasons",
        text="x",
    )


def _told_again(life: Life) -> None:
    """Every moment is told as it was: by position, by the time it was recorded, by day."""
    assert len(life.states) >= 10
    for name, state in life.states.items():
        for as_of in (str(state["position"]), life.times[name]):
            assert {**life.read(as_of=as_of), "as_of": None} == state, (name, as_of)
    happened = {
        "2025-01-13": ("draft", [], None),
        "2025-01-18": ("cosigning", [1], None),
        "2025-01-20": ("released", [1], None),
        "2025-02-05": ("in_consultation", [1], "referred"),
        "2025-03-21": ("in_consultation", [1, 2], "referred"),
        "2025-04-20": ("in_consultation", [1, 2, 3], "referred"),
        "2025-05-21": ("resolved", [1, 2, 3], "referred"),
        "2025-06-02": ("suspended", [1, 2, 3], "referred"),
        "2025-06-18": ("confirmed", [1, 2, 3], "referred"),
        "2025-09-01": ("implementation", [1, 2, 3], "referred"),
        "2025-12-01": ("closed", [1, 2, 3], "referred"),
    }
    for day, (status, editions, outcome) in happened.items():
        then = life.read(as_of=day, basis="true")
        assert then["status"] == status, day
        assert [each["number"] for each in then["editions"]] == editions, day
        assert then["consultations"][0]["outcome"] == outcome, day
        known = life.people["pruefung"].http.get(f"/api/vorlagen/{life.id}", params={"as_of": day})
        assert known.status_code == MISSING, "nothing of it was known then"
    before = {"as_of": "2025-01-12", "basis": "true"}
    assert life.people["pruefung"].http.get(f"/api/vorlagen/{life.id}", params=before).status_code == MISSING
    minute = life.read(as_of=on("05-21", 17, 8), basis="true")
    assert (minute["status"], minute["consultations"][-1]["yes"]) == ("in_consultation", None)
    by_position = {"as_of": str(life.states["closed"]["position"]), "basis": "true"}
    answer = life.people["pruefung"].http.get(f"/api/vorlagen/{life.id}", params=by_position)
    assert answer.status_code == INVALID
    assert life.steps >= 100
    assert life.refusals >= 25
