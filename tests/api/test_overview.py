"""The overview of work over HTTP: who is due, next station, deadlines; only what the reader may see."""

import datetime as dt
from typing import Any

from tests.serving import BAU, FINANZEN, KREISAUSSCHUSS, KREISTAG, OFFICE, Served

PATH = "/api/overview"


async def paper(county: Served, subject: str, days: int) -> str:
    """A draft of the building department with a station so many days from now."""
    id_ = await county.do(
        "fb-bau", "CreateVorlage", file_reference="2024-1", subject=subject, lead_department=BAU
    )
    for document in ("proposed_resolution", "reasons"):
        await county.do("fb-bau", "ReviseText", vorlage=id_, document=document, text="Es ist nötig.")
    date = (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=days)).isoformat()
    body = KREISTAG if days > 50 else KREISAUSSCHUSS
    await county.do("fb-bau", "AddConsultation", vorlage=id_, committee=body, date=date, role="decision")
    return id_


async def due(county: Served, login: str, **query: Any) -> list[tuple[str, list[str]]]:
    """The papers in work and what is to be done."""
    return [
        (each["subject"], [one["what"] for one in each["due"]])
        for each in await county.read(login, PATH, **query)
    ]


async def test_everybody_sees_his_work_and_the_nearest_deadline_first(county: Served) -> None:
    later, soon = await paper(county, "Später", 90), await paper(county, "Bald", 5)
    assert await due(county, "fb-bau") == [("Bald", ["draft"]), ("Später", ["draft"])]
    assert await due(county, "fb-finanzen") == await due(county, "fb-bau")  # the steering group sees all
    assert await due(county, "fb-finanzen", department="own") == []
    for login in ("mitglied", "fremd", "admin", "schriftfuehrung"):
        assert await due(county, login) == []
    await county.do("fb-bau", "FreezeEdition", vorlage=later, label="Entwurf")
    await county.do("fb-bau", "StartCosigning", vorlage=later, chain=[FINANZEN])
    assert await due(county, "fb-finanzen", department="own") == [("Später", ["cosign"])]
    assert await due(county, "landrat", what="cosign") == [("Später", ["cosign"])]
    assert await due(county, "kreistagsbuero", department=OFFICE) == []
    assert await due(county, "kreistagsbuero", overdue="true") == [("Bald", ["draft"])]
    assert await due(county, "kreistagsbuero", q="spät 2024") == [("Später", ["cosign"])]
    assert await due(county, "kreistagsbuero", status="draft") == [("Bald", ["draft"])]
    (shown,) = await county.read("fb-finanzen", PATH, department=FINANZEN)
    assert shown["due"] == [
        {"department": FINANZEN, "name": "Fachbereich Finanzen", "office": None, "what": "cosign"}
    ]
    station = shown["next_station"]
    assert (station["committee"], station["role"], station["status"]) == ("Kreistag", "decision", "dated")
    sitting = dt.date.fromisoformat(station["date"])
    assert [each["what"] for each in shown["deadlines"]] == ["summons", "session"]
    assert shown["deadlines"][0] == {
        "what": "summons",
        "on": (sitting - dt.timedelta(days=8)).isoformat(),
        "overdue": False,
    }
    await county.do("fb-bau", "WithdrawVorlage", vorlage=soon, reason="erledigt")
    assert [each for each, _ in await due(county, "fb-bau")] == ["Später"]


async def test_the_overview_comes_in_pages_and_as_it_was(county: Served) -> None:
    ids = [await paper(county, f"Vorlage {days}", days) for days in (70, 60, 80)]
    head = await county.county.store.head()
    await county.do("fb-bau", "WithdrawVorlage", vorlage=ids[0], reason="erledigt")
    first = await county.get("landrat", PATH, limit=1)
    assert [each["subject"] for each in first.json()] == ["Vorlage 60"]
    following = first.headers["Link"].partition("<")[2].partition(">")[0]
    second = await county.client("landrat").get(following)
    assert [each["subject"] for each in second.json()] == ["Vorlage 80"]
    assert "Link" not in second.headers
    then = await county.get("landrat", PATH, as_of=head)
    assert [each["subject"] for each in then.json()] == ["Vorlage 60", "Vorlage 70", "Vorlage 80"]
    assert then.headers["As-Of"] == str(head)
    assert await county.read("landrat", PATH, as_of="2020-01-01", basis="true") == []
    assert await county.read("landrat", PATH, as_of=0) == []
    for query in ({"limit": 0}, {"after": "x"}, {"overdue": "maybe"}, {"basis": "true"}):
        assert (await county.get("landrat", PATH, **query)).status_code == 422, query
    assert (await county.get(None, PATH)).status_code == 401


async def test_the_departments_that_may_not_see_drafts_see_no_revision(county: Served) -> None:
    id_ = await paper(county, "Neu gefasst", 80)
    await county.do("fb-bau", "FreezeEdition", vorlage=id_, label="Fassung Kreistag")
    await county.do("fb-bau", "StartCosigning", vorlage=id_, chain=[])
    await county.do("landrat", "ReleaseVorlage", vorlage=id_)
    await county.do("fb-bau", "OpenEdition", vorlage=id_, reason="neue Zahlen")
    await county.do("fb-bau", "ChangeHeader", vorlage=id_, subject="Heimlich")
    (inside,) = await county.read("landrat", PATH)
    (outside,) = await county.read("schriftfuehrung", PATH)
    assert (inside["revision"], inside["subject"]) == ("revising", "Heimlich")
    assert (outside["revision"], outside["subject"]) == (None, "Neu gefasst")
    assert await county.read("schriftfuehrung", PATH, q="heimlich") == []
