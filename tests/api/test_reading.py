import base64
import datetime as dt
import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from msgspec import Struct

from domain.days import BERLIN
from infra.health import Health
from infra.projecting import Views
from infra.reading import listing, sources
from infra.store import Store, StoreBusy
from infra.store.sqlite.file import File
from tests.serving import BAU, FINANZEN, KREISTAG, SERVICE_KEY, Served, members, person

DAY = dt.date(2024, 9, 25)


class Paper(Struct):
    """A paper of the building department, and the positions of its life."""

    id: str
    measure: str
    station: str
    created: int = 0
    drafted: int = 0
    released: int = 0
    session: str = ""
    summoned: int = 0


async def drafted(county: Served) -> Paper:
    id_ = await county.do(
        "fb-bau",
        "CreateVorlage",
        file_reference="2024-00317",
        subject="Radverkehrskonzept",
        lead_department=BAU,
        date="2024-08-15",
    )
    created = await county.county.store.head()
    for document, text in (("proposed_resolution", "Der Kreistag beschließt."), ("reasons", "Es ist nötig.")):
        await county.do("fb-bau", "ReviseText", vorlage=id_, document=document, text=text)
    measure = await county.do(
        "fb-bau", "AddMeasure", vorlage=id_, document="Konzept", topic="Wege", text="Ein Weg", page=3
    )
    await county.do("fb-bau", "AmendMeasure", vorlage=id_, measure=measure, old="Ein Weg", new="Ein Radweg")
    station = await county.do(
        "fb-bau", "AddConsultation", vorlage=id_, committee=KREISTAG, date=DAY.isoformat()
    )
    await county.do(
        "kreistagsbuero", "SetConsultationRole", vorlage=id_, consultation=station, role="decision"
    )
    return Paper(id_, measure, station, created, await county.county.store.head())


async def released(county: Served) -> Paper:
    paper = await drafted(county)
    await county.do("fb-bau", "FreezeEdition", vorlage=paper.id, label="Entwurf")
    await county.do("fb-bau", "ReviseText", vorlage=paper.id, document="reasons", text="Es ist sehr nötig.")
    await county.do(
        "fb-bau", "FreezeEdition", vorlage=paper.id, label="Fassung Kreistag", target=paper.station
    )
    await county.do("fb-bau", "StartCosigning", vorlage=paper.id, chain=[FINANZEN])
    await county.do(
        "fb-finanzen", "CosignVorlage", vorlage=paper.id, department=FINANZEN, comment="einverstanden"
    )
    await county.do("landrat", "ReleaseVorlage", vorlage=paper.id)
    paper.released = await county.county.store.head()
    return paper


async def summoned(county: Served) -> Paper:
    paper = await released(county)
    paper.session = await county.do("kreistagsbuero", "PlanSession", committee=KREISTAG, date=DAY.isoformat())
    await county.do("kreistagsbuero", "AddAgendaItem", session=paper.session, vorlage=paper.id)
    await county.do("kreistagsbuero", "SummonSession", session=paper.session, received="2024-09-01")
    paper.summoned = await county.county.store.head()
    return paper


def address(paper: Paper, more: str = "") -> str:
    return f"/api/vorlagen/{paper.id}{more}"


async def status(county: Served, login: str, path: str, **query: Any) -> int:
    return (await county.get(login, path, **query)).status_code


async def test_a_version_that_is_known_is_not_sent_again(county: Served) -> None:
    paper = await drafted(county)
    seen = await county.get("fb-bau", address(paper))
    again = await county.client("fb-bau").get(address(paper), headers={"If-None-Match": seen.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == seen.headers["ETag"]
    await county.do("fb-bau", "ChangeHeader", vorlage=paper.id, subject="Neu")
    changed = await county.client("fb-bau").get(
        address(paper), headers={"If-None-Match": seen.headers["ETag"]}
    )
    assert changed.json()["subject"] == "Neu"


async def test_a_paper_is_shown_as_of_any_position(county: Served) -> None:
    paper = await drafted(county)
    now = await county.read("fb-bau", address(paper))
    assert now["as_of"] is None
    then = await county.get("fb-bau", address(paper), as_of=paper.created)
    assert then.json()["proposed_resolution"] is None
    assert then.json()["as_of"] == paper.created
    assert "ETag" not in then.headers
    assert {**await county.read("fb-bau", address(paper), as_of=paper.drafted), "as_of": None} == now
    history = await county.get("fb-bau", address(paper, "/history"), as_of=paper.created)
    assert history.json() == []
    assert history.headers["As-Of"] == str(paper.created)


async def test_a_position_inside_of_a_command_means_the_end_of_it(county: Served) -> None:
    paper = await drafted(county)
    events = await county.read("pruefung", "/api/events", stream=f"vorlagen/{paper.id}")
    amended = next(each["position"] for each in events if each["type"] == "MeasureAmended")
    then = await county.read("fb-bau", address(paper), as_of=amended)
    assert then["as_of"] == amended + 1
    assert then["measures"][0]["text"] == "Ein Radweg"


async def test_times_and_dates_mean_what_was_recorded_by_then(county: Served) -> None:
    paper = await drafted(county)
    head = await county.county.store.head()
    moments = (
        "2999-01-01",
        "9999-12-31",
        "2999-01-01T00:00:00Z",
        "2999-01-01T00:00:00+01:00",
        "2999-01-01T00:00:00 01:00",
        "2999-01-01t00:00:00.123456789z",
        dt.datetime.now(BERLIN).date().isoformat(),
        str(head),
    )
    for moment in moments:
        assert (await county.read("fb-bau", address(paper), as_of=moment))["as_of"] == head, moment
    for moment in ("2001-01-01", "0001-01-01", "1969-12-31T23:59:59Z", "0", "1"):
        assert await status(county, "fb-bau", address(paper), as_of=moment) == 404, moment
    events = await county.read("pruefung", "/api/events", stream=f"vorlagen/{paper.id}")
    exact = await county.read("fb-bau", address(paper), as_of=events[0]["recorded_at"])
    assert exact["as_of"] == paper.created


UNREADABLE = (
    "as_of=",
    "as_of=yesterday",
    "as_of=2023-02-30",
    "as_of=2023-2-3",
    "as_of=2023-02-03T10:00:00",
    "as_of=2023-02-03T25:00:00Z",
    "as_of=-1",
    "as_of=1.5",
    "as_of=%D9%A1",
    "as_of=99999999999999999999999999",
    "as_of=" + "9" * 400,
    "as_of=1&as_of=2",
    "as_of=%00",
    "as_of=%ED%A0%80",
    "as_of=%FF",
    "basis=maybe",
    "basis=true",
    "basis=true&as_of=5",
    "purpose=" + "x" * 600,
)


async def test_a_moment_that_cannot_be_read_is_refused(county: Served) -> None:
    paper = await drafted(county)
    for query in UNREADABLE:
        for path in (address(paper), address(paper, "/history"), "/api/vorlagen", "/api/sessions"):
            answer = await county.client("fb-bau").get(f"{path}?{query}")
            assert answer.status_code == 422, (path, query, answer.text)
            assert answer.headers["Content-Type"] == "application/problem+json"


async def test_the_true_basis_asks_for_what_had_happened(county: Served) -> None:
    id_ = await county.do(
        "fb-bau",
        "CreateVorlage",
        file_reference="1",
        subject="Alt",
        lead_department=BAU,
        happened_at="2023-02-01T10:00:00+01:00",
    )
    await county.do(
        "fb-bau", "ChangeHeader", vorlage=id_, subject="Neu", happened_at="2023-03-01T10:00:00+01:00"
    )
    path = f"/api/vorlagen/{id_}"
    assert await status(county, "fb-bau", path, as_of="2023-02-15") == 404
    then = await county.read("fb-bau", path, as_of="2023-02-15", basis="true")
    assert then["subject"] == "Alt"
    assert (await county.read("fb-bau", path, as_of="2023-03-01", basis="true"))["subject"] == "Neu"
    assert await status(county, "fb-bau", path, as_of="2023-01-31", basis="true") == 404


async def test_who_sees_a_draft_and_who_does_not(county: Served) -> None:
    paper = await drafted(county)
    found = {login: await status(county, login, address(paper)) for login in county.tokens}
    assert {login for login, each in found.items() if each == 200} == {
        "kreistagsbuero",
        "fb-bau",
        "sachbearbeitung",
        "fb-finanzen",
        "landrat",
        "pruefung",
    }
    assert set(found.values()) == {200, 404}
    listed = {login: len(await county.read(login, "/api/vorlagen")) for login in county.tokens}
    assert {login for login, each in listed.items() if each} == {
        login for login, each in found.items() if each == 200
    }


async def test_the_body_sees_the_paper_from_the_summons_on_and_never_the_draft(county: Served) -> None:
    paper = await released(county)
    assert await status(county, "mitglied", address(paper)) == 404
    assert await status(county, "schriftfuehrung", address(paper)) == 200
    sitting = await county.do("kreistagsbuero", "PlanSession", committee=KREISTAG, date=DAY.isoformat())
    assert await status(county, "schriftfuehrung", f"/api/sessions/{sitting}") == 200
    assert await status(county, "fb-bau", f"/api/sessions/{sitting}") == 404
    await county.do("kreistagsbuero", "AddAgendaItem", session=sitting, vorlage=paper.id)
    await county.do("kreistagsbuero", "SummonSession", session=sitting, received="2024-09-01")
    seen = await county.read("mitglied", address(paper))
    assert seen["reasons"] == "Es ist sehr nötig."
    assert [each["number"] for each in seen["editions"]] == [2]
    assert (seen["cosignatures"], seen["chain"], seen["invited"], seen["unsealed"]) == ([], [], [], [])
    assert seen["release"] is None
    assert seen["imported"] is None
    assert seen["measures"][0]["amendments"][0]["by"] is None
    assert await county.read("mitglied", address(paper, "/history")) == []
    assert await status(county, "mitglied", address(paper), as_of=paper.released) == 404
    assert await status(county, "mitglied", address(paper), as_of=paper.drafted) == 404
    assert await status(county, "mitglied", address(paper, "/editions/1")) == 404
    assert await status(county, "mitglied", address(paper, "/editions/2")) == 200
    assert (
        await status(county, "mitglied", address(paper, "/diff"), **{"from": f"position:{paper.drafted}"})
        == 404
    )
    assert await status(county, "mitglied", address(paper, "/diff"), **{"from": "edition:1"}) == 404
    compared = await county.get("mitglied", address(paper, "/diff"), **{"from": "edition:2"})
    assert compared.json()["sections"] == []
    for login in ("mitglied", "schriftfuehrung"):
        assert [each["number"] for each in (await county.read(login, address(paper)))["editions"]] == [2]
        assert await county.read(login, address(paper, "/history")) == []
    assert await status(county, "schriftfuehrung", address(paper, "/editions/1")) == 404
    assert await status(county, "schriftfuehrung", address(paper), as_of=paper.drafted) == 404
    inside = await county.read("fb-finanzen", address(paper))
    assert inside["cosignatures"][0]["comment"] == "einverstanden"
    assert inside["cosignatures"][0]["by"] is None, "after the release nobody is named"
    assert await status(county, "mitglied", f"/api/sessions/{sitting}") == 200


async def test_authors_are_named_while_drafting_and_to_an_auditor_with_a_purpose_only(county: Served) -> None:
    paper = await drafted(county)
    history = await county.read("sachbearbeitung", address(paper, "/history"))
    assert {each["by"] for each in history} == {"fb-bau", "kreistagsbuero"}
    assert {each["department"] for each in history} == {"Fachbereich Bau", "Kreistagsbüro"}
    unnamed = await county.read("pruefung", address(paper, "/history"))
    assert {each["by"] for each in unnamed} == {None}
    assert {each["department"] for each in unnamed} == {"Fachbereich Bau", "Kreistagsbüro"}
    assert {
        each["by"] for each in await county.read("pruefung", address(paper, "/history"), purpose="  ")
    } == {None}
    named = await county.read("pruefung", address(paper, "/history"), purpose="Beschwerde 7")
    assert {each["by"] for each in named} == {"fb-bau", "kreistagsbuero"}
    not_an_auditor = await county.read("landrat", address(paper, "/history"), purpose="Neugier")
    assert {each["by"] for each in not_an_auditor} == {None}
    log = await county.read("dsb", "/api/access-log")
    assert [(each["login"], each["what"], each["purpose"]) for each in log] == [
        ("pruefung", f"vorlagen/{paper.id}/history", None),
        ("pruefung", f"vorlagen/{paper.id}/history", None),
        ("pruefung", f"vorlagen/{paper.id}/history", "Beschwerde 7"),
    ]
    assert await status(county, "landrat", "/api/access-log") == 403
    assert await status(county, "pruefung", "/api/access-log", after=log[-1]["id"], limit=1) == 200


async def test_the_history_shows_each_change_with_its_words(county: Served) -> None:
    paper = await drafted(county)
    history = await county.read("fb-bau", address(paper, "/history"))
    [change] = [each for each in history if each["kind"] == "measure_amended"]
    assert (change["target"], change["old"], change["new"]) == (paper.measure, "Ein Weg", "Ein Radweg")
    assert "".join(text for mark, text in change["diff"] if mark in "=-") == "Ein Weg"
    assert "".join(text for mark, text in change["diff"] if mark in "=+") == "Ein Radweg"


async def test_an_edition_gives_the_bytes_that_its_hash_is_of(county: Served) -> None:
    paper = await released(county)
    editions = await county.read("fb-bau", address(paper, "/editions"))
    assert [each["label"] for each in editions] == ["Entwurf", "Fassung Kreistag"]
    detail = await county.read("fb-bau", address(paper, "/editions/2"))
    canonical = base64.b64decode(detail["canonical"])
    assert hashlib.sha256(canonical).hexdigest() == detail["hash"] == editions[1]["hash"]
    raw = await county.get("fb-bau", address(paper, "/editions/2"), format="canonical")
    assert raw.content == canonical
    assert raw.headers["Content-Type"] == "application/octet-stream"
    for number in ("3", "0", "x", "1e1", "9" * 30, "-1", "²"):
        assert await status(county, "fb-bau", address(paper, f"/editions/{quote(number)}")) == 404
    assert await status(county, "fb-bau", address(paper, "/editions/2"), as_of=paper.drafted) == 404
    assert await status(county, "fb-bau", address(paper, "/editions/2"), format="pdf") == 422


async def test_two_states_are_compared_section_by_section(county: Served) -> None:
    paper = await released(county)
    found = await county.read("fb-bau", address(paper, "/diff"), **{"from": "edition:1", "to": "edition:2"})
    [section] = found["sections"]
    assert (section["section"], section["old"], section["new"]) == (
        "reasons",
        "Es ist nötig.",
        "Es ist sehr nötig.",
    )
    assert section["diff"] == [["=", "Es ist "], ["+", "sehr "], ["=", "nötig."]]
    whole = await county.read("fb-bau", address(paper, "/diff"), **{"from": f"position:{paper.created}"})
    assert {each["section"] for each in whole["sections"]} == {
        "proposed_resolution",
        "reasons",
        f"measures/{paper.measure}",
    }
    for query in ({}, {"from": "edition:x"}, {"from": "edition:1", "to": "now"}):
        assert await status(county, "fb-bau", address(paper, "/diff"), **query) == 422
    assert await status(county, "fb-bau", address(paper, "/diff"), **{"from": "edition:9"}) == 404
    assert await status(county, "fb-bau", address(paper, "/diff"), **{"from": "position:999999"}) == 422


async def test_two_states_are_compared_in_columns(county: Served) -> None:
    paper = await drafted(county)

    def block(need: str, *cover: str) -> dict[str, object]:
        line = {"account": "5.1", "name": "Wege", "appropriation": "100.00", "used": None}
        lines = [{"kind": "less_expense", "account": "7", "amount": each} for each in cover]
        return {"accounts": [line | {"need": need}], "posting": "expense", "cover": lines}

    await county.do("fb-bau", "RecordBudget", vorlage=paper.id, budget=block("80.00", "5.00"))
    plan = await county.do("fb-bau", "AddAttachment", vorlage=paper.id, title="Lageplan")
    taken_out = await county.do("fb-bau", "AddMeasure", vorlage=paper.id, document="Konzept", text="Ein Zaun")
    begin = await county.county.store.head()
    await county.do("fb-bau", "ChangeHeader", vorlage=paper.id, number="V 7", date=None)
    await county.do("fb-bau", "RecordBudget", vorlage=paper.id, budget=block("130.00", "5.00", "25.00"))
    await county.do(
        "fb-bau",
        "ReplaceAttachment",
        vorlage=paper.id,
        attachment=plan,
        content=base64.b64encode(b"Plan").decode(),
    )
    await county.do("fb-bau", "ChangeMeasureCitation", vorlage=paper.id, measure=paper.measure, page=4)
    await county.do("fb-bau", "RemoveMeasure", vorlage=paper.id, measure=taken_out)
    found = await county.read("fb-bau", address(paper, "/diff"), **{"from": f"position:{begin}"})

    assert found["header"] == [
        {"field": "number", "old": None, "new": "V 7"},
        {"field": "date", "old": "2024-08-15", "new": None},
    ]
    cited, gone = found["measures"]
    assert (cited["id"], cited["old"]["page"], cited["new"]["page"]) == (paper.measure, 3, 4)
    assert cited["diff"] == [["=", "Ein Radweg"]]
    assert (gone["id"], gone["old"]["text"], gone["new"]) == (taken_out, "Ein Zaun", None)
    assert gone["diff"] == [["-", "Ein Zaun"]]
    named = {"title": "Lageplan", "edition": None, "sha256": None, "size": None}
    with_bytes = named | {"sha256": hashlib.sha256(b"Plan").hexdigest(), "size": 4}
    assert found["attachments"] == [{"id": plan, "old": named, "new": with_bytes}]
    assert found["budget"]["fields"] == [
        {"field": "shortfall", "old": "0.00", "new": "30.00"},
        {"field": "spending", "old": None, "new": "above_plan"},
    ]
    [line] = found["budget"]["accounts"]
    assert (line["account"], line["old"]["need"], line["new"]["need"]) == ("5.1", "80.00", "130.00")
    added = {"kind": "less_expense", "account": "7", "amount": "25.00"}
    assert found["budget"]["cover"] == [{"account": "7", "old": None, "new": added}]

    same = await county.read(
        "fb-bau", address(paper, "/diff"), **{"from": f"position:{begin}", "to": f"position:{begin}"}
    )
    assert (same["header"], same["measures"], same["attachments"]) == ([], [], [])
    assert same["budget"] == {"fields": [], "accounts": [], "cover": []}


async def test_texts_say_who_may_write_them(county: Served) -> None:
    paper = await drafted(county)
    path = address(paper, "/texts")
    assert [(each["name"], each["may_write"]) for each in await county.read("fb-bau", path)] == [
        ("proposed_resolution", True),
        ("reasons", True),
        (f"measures/{paper.measure}", True),
    ]
    assert not any(each["may_write"] for each in await county.read("landrat", path))
    assert not any(each["may_write"] for each in await county.read("fb-bau", path, as_of=paper.drafted))
    [first, *_] = await county.read("fb-bau", path)
    assert first["document"] == f"vorlagen/{paper.id}/proposed_resolution"
    assert first["epoch"] == 1


async def test_an_attachment_is_only_ever_downloaded(county: Served) -> None:
    paper = await drafted(county)
    content = b"<script>alert(1)</script>"
    attachment = await county.do(
        "fb-bau",
        "AddAttachment",
        vorlage=paper.id,
        title='Übersicht\r\n"x".html',
        content=base64.b64encode(content).decode(),
        media_type="text/html",
    )
    found = await county.get("fb-bau", address(paper, f"/attachments/{attachment}"))
    assert found.content == content
    assert found.headers["Content-Type"] == "application/octet-stream"
    assert found.headers["Content-Disposition"].startswith(
        "attachment; filename*=UTF-8''%C3%9Cbersicht%20%22x%22.html"
    )
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    named = await county.do("fb-bau", "AddAttachment", vorlage=paper.id, title="nur genannt")
    assert await status(county, "fb-bau", address(paper, f"/attachments/{named}")) == 404
    assert await status(county, "mitglied", address(paper, f"/attachments/{attachment}")) == 404


@pytest.mark.each_store
async def test_lists_are_filtered_and_come_in_pages(county: Served) -> None:
    for number in range(5):
        await county.do(
            "fb-bau",
            "CreateVorlage",
            file_reference=f"2024-{number}",
            subject=f"Straße {number} %_",
            lead_department=BAU,
            date=f"2024-01-0{number + 1}",
        )
    await county.do("kreistagsbuero", "CreateVorlage", file_reference="9", subject="Ohne Datum")
    hidden = await county.read("sachbearbeitung", "/api/vorlagen")
    assert [each["file_reference"] for each in hidden] == [f"2024-{n}" for n in (4, 3, 2, 1, 0)]
    found: list[str] = []
    path: str | None = "/api/vorlagen?limit=2&status=draft"
    pages = 0
    while path:
        answer = await county.client("sachbearbeitung").get(path)
        found += [each["file_reference"] for each in answer.json()]
        path = answer.links["next"]["url"] if "next" in answer.links else None
        pages += 1
    assert found == [f"2024-{n}" for n in (4, 3, 2, 1, 0)]
    assert pages == 3
    assert len(await county.read("fb-bau", "/api/vorlagen", q="STRASSE 3")) == 1
    assert len(await county.read("fb-bau", "/api/vorlagen", q="%")) == 5
    assert len(await county.read("fb-bau", "/api/vorlagen", lead_department=BAU)) == 5
    assert len(await county.read("fb-bau", "/api/vorlagen", lead_department="Fachbereich Bau")) == 5
    assert await county.read("fb-bau", "/api/vorlagen", status="released") == []
    assert await county.read("fb-bau", "/api/vorlagen", as_of=1) == []
    assert len(await county.read("fb-bau", "/api/vorlagen", as_of="2999-01-01")) == 6
    for query in ("limit=0", "limit=201", "limit=x", "limit=1&limit=2", "after=x", "after=W10=", "after=é"):
        answer = await county.client("fb-bau").get(f"/api/vorlagen?{query}")
        assert answer.status_code == 422, query


@pytest.mark.each_store
async def test_a_session_is_shown_as_it_is_and_as_it_was(county: Served) -> None:
    paper = await summoned(county)
    path = f"/api/sessions/{paper.session}"
    clerk, there = "schriftfuehrung", [*members(8), person("landrat")]
    begin = "2024-09-25T17:0{}:00+02:00"
    for number, (type_, fields) in enumerate(
        (("RecordArrival", {"members": there}), ("OpenSession", {})), start=1
    ):
        await county.do(clerk, type_, session=paper.session, happened_at=begin.format(number), **fields)
    now = await county.get(clerk, path)
    assert (now.json()["present"], now.json()["quorate"], now.json()["lawful_number"]) == (9, True, 10)
    assert now.json()["members"][0]["name"] == "Mitglied 0"
    assert now.json()["agenda"][0]["number"] == "Ö 1"
    again = await county.client(clerk).get(path, headers={"If-None-Match": now.headers["ETag"]})
    assert again.status_code == 304
    then = await county.read(clerk, path, as_of=paper.summoned)
    assert (then["status"], then["present"], then["as_of"]) == ("summoned", 0, paper.summoned)
    assert [each["id"] for each in await county.read("mitglied", "/api/sessions")] == [paper.session]
    assert await county.read(clerk, "/api/sessions", status="planned") == []
    assert len(await county.read(clerk, "/api/sessions", status="planned", as_of=paper.released + 2)) == 1
    assert await status(county, "fb-bau", path, as_of=paper.released + 2) == 404
    assert await status(county, "fremd", path) == 404
    assert await county.read("fremd", "/api/sessions") == []


async def test_committees_and_departments_are_known_to_every_login(county: Served) -> None:
    found = await county.read("fremd", "/api/committees")
    assert [each["name"] for each in found] == ["Kreisausschuss", "Kreistag"]
    one = await county.get("fremd", f"/api/committees/{KREISTAG}")
    assert (one.json()["lawful_number"], len(one.json()["members"])) == (10, 10)
    assert one.json()["chair"] == person("mitglied")
    assert one.headers["ETag"].startswith('"v')
    assert await status(county, "fremd", f"/api/committees/{KREISTAG}", as_of=0) == 404
    assert (await county.read("fremd", f"/api/committees/{KREISTAG}", as_of="2999-01-01"))["chair"]
    assert (await county.read("fremd", f"/api/committees/{KREISTAG}", as_of="2999-01-01", basis="true"))[
        "chair"
    ]
    assert len(await county.read("fremd", "/api/departments")) == 3


@pytest.mark.each_store
async def test_the_log_is_for_auditors(county: Served) -> None:
    paper = await drafted(county)
    for login in set(county.tokens) - {"pruefung"}:
        assert await status(county, login, "/api/events") == 403, login
    events = await county.read("pruefung", "/api/events", after=paper.created - 1, limit=3)
    assert [each["position"] for each in events] == [paper.created + n for n in range(3)]
    assert events[0]["type"] == "VorlageCreated"
    assert events[0]["stream"] == f"vorlagen/{paper.id}"
    assert events[0]["actor"] is None
    [named] = await county.read(
        "pruefung", "/api/events", after=paper.created - 1, limit=1, purpose="Prüfung"
    )
    assert named["actor"] == "fb-bau"
    of_paper = await county.read("pruefung", "/api/events", stream=f"vorlagen/{paper.id}", limit=1000)
    assert [each["version"] for each in of_paper] == list(range(1, len(of_paper) + 1))


async def test_an_id_that_nobody_gave_names_nothing(county: Served) -> None:
    for id_ in ("x", "%00", "..%2f..", "%ED%A0%80", str(uuid4()), str(uuid4()).upper(), "'--"):
        for kind in ("vorlagen", "sessions", "committees"):
            answer = await county.client("kreistagsbuero").get(f"/api/{kind}/{id_}")
            assert answer.status_code == 404, (kind, id_)
            assert answer.headers["Content-Type"] == "application/problem+json"


async def test_the_county_says_when_it_is_ready(county: Served) -> None:
    assert (await county.get(None, "/health/live")).json() == {"status": "ok"}
    for login in (None, "fb-bau", "dsb"):
        assert (await county.get(login, "/health/ready")).json() == {"ready": True}, login
    for login in ("admin", "pruefung"):
        found = await county.read(login, "/health/ready")
        assert (found["ready"], found["writable"], found["parked"]) == (True, True, {})
        assert found["head"] == await county.county.store.head()
    key = {"Authorization": f"Bearer {SERVICE_KEY}"}
    assert "head" in (await county.client(None).get("/health/ready", headers=key)).json()
    key["Vorlagenwerk-As"] = "niemand"
    assert (await county.client(None).get("/health/ready", headers=key)).json() == {"ready": True}


async def test_a_parked_stream_is_named_and_does_not_make_the_county_unready(county: Served) -> None:
    await county.county.store.write(
        lambda tx: tx.execute("INSERT INTO parked VALUES ('vorlage', 'vorlagen/x', 1, 'why')")
    )
    assert (await county.read("admin", "/health/ready"))["parked"] == {"vorlage": ["vorlagen/x"]}
    assert (await county.get(None, "/health/ready")).status_code == 200


async def test_a_store_that_takes_no_writes_is_not_ready(tmp_path: Path) -> None:
    store = await Store.open(File(tmp_path / "closed.sqlite"))
    await store.close()
    ready, condition = await Health(store, Views(store))()
    assert not ready
    assert not condition.writable


async def test_the_body_sees_what_was_printed_and_no_draft_in_between(county: Served) -> None:
    paper = await drafted(county)
    for old, new in (("Ein Radweg", "Ein teurer Radweg"), ("Ein teurer Radweg", "Ein heller Radweg")):
        await county.do("fb-bau", "AmendMeasure", vorlage=paper.id, measure=paper.measure, old=old, new=new)
    still = await county.do(
        "fb-bau", "AddMeasure", vorlage=paper.id, document="Konzept", topic="B", text="so"
    )
    for old, new in (("so", "anders"), ("anders", "so")):
        await county.do("fb-bau", "AmendMeasure", vorlage=paper.id, measure=still, old=old, new=new)
    await county.do("fb-bau", "FreezeEdition", vorlage=paper.id, label="Kreistag", target=paper.station)
    await county.do("fb-bau", "StartCosigning", vorlage=paper.id, chain=[FINANZEN])
    await county.do("fb-finanzen", "CosignVorlage", vorlage=paper.id, department=FINANZEN)
    await county.do("landrat", "ReleaseVorlage", vorlage=paper.id)
    sitting = await county.do("kreistagsbuero", "PlanSession", committee=KREISTAG, date=DAY.isoformat())
    await county.do("kreistagsbuero", "AddAgendaItem", session=sitting, vorlage=paper.id)
    await county.do("kreistagsbuero", "SummonSession", session=sitting, received="2024-09-01")
    for login in ("mitglied", "schriftfuehrung"):
        first, second = (await county.read(login, address(paper)))["measures"]
        [change] = first["amendments"]
        assert (change["old"], change["new"], change["by"]) == ("Ein Weg", "Ein heller Radweg", None)
        assert second["amendments"] == []
    first, second = (await county.read("fb-bau", address(paper)))["measures"]
    assert (len(first["amendments"]), len(second["amendments"])) == (3, 2)


async def test_an_etag_is_of_what_one_kind_of_reader_sees(county: Served) -> None:
    paper = await summoned(county)
    inside = (await county.get("fb-bau", address(paper))).headers["ETag"]
    body = await county.client("mitglied").get(address(paper), headers={"If-None-Match": inside})
    assert body.status_code == 200
    own = await county.client("mitglied").get(address(paper), headers={"If-None-Match": body.headers["ETag"]})
    assert own.status_code == 304


async def test_every_answer_about_the_past_names_the_position(county: Served) -> None:
    paper = await released(county)
    at = paper.released
    for path in (
        "/api/vorlagen",
        "/api/sessions",
        address(paper),
        address(paper, "/history"),
        address(paper, "/editions"),
        address(paper, "/editions/2"),
        address(paper, "/texts"),
        address(paper, "/diff?from=edition:1"),
    ):
        answer = await county.client("fb-bau").get(path, params=None if "?" in path else {"as_of": at})
        if "?" in path:
            answer = await county.client("fb-bau").get(f"{path}&as_of={at}")
        assert answer.headers["As-Of"] == str(at), path
        assert "As-Of" not in (await county.client("fb-bau").get(path)).headers, path


@pytest.mark.each_store
async def test_a_list_of_the_past_folds_only_what_changed_since_and_so_many_for_a_page(
    county: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [
        await county.do("fb-bau", "CreateVorlage", file_reference=str(n), subject="Weg", lead_department=BAU)
        for n in range(5)
    ]
    at = await county.county.store.head()
    monkeypatch.setattr(listing, "FOLDS", 1)
    whole = await county.get("fb-bau", "/api/vorlagen", as_of=at)
    assert (len(whole.json()), "Link" in whole.headers) == (5, False)
    for id_ in ids:
        await county.do("fb-bau", "ChangeHeader", vorlage=id_, subject="Brücke")
    found: list[str] = []
    path: str | None = f"/api/vorlagen?as_of={at}"
    pages = 0
    while path:
        answer = await county.client("fb-bau").get(path)
        found += [each["subject"] for each in answer.json()]
        path = answer.links["next"]["url"] if "next" in answer.links else None
        pages += 1
    assert found == ["Weg"] * 5
    assert pages >= 5


async def test_a_view_that_does_not_catch_up_is_waited_for_in_vain_only_for_a_while(
    county: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "PATIENCE", 0.05)
    source = county.county.reading._from
    await source.caught_up("history", await county.county.store.head())
    with pytest.raises(StoreBusy):
        await source.caught_up("history", 1_000_000)
