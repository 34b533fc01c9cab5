"""The overview of work over HTTP: who is due, next station, deadlines; only what the reader may see."""

import datetime as dt
from typing import Any

import pytest

from domain.days import BERLIN
from tests.serving import BAU, FINANZEN, KREISAUSSCHUSS, KREISTAG, OFFICE, Served, members

PATH = "/api/overview"


async def paper(county: Served, subject: str, days: int) -> str:
    """A draft of the building department with a station so many days from now."""
    id_ = await county.do(
        "fb-bau", "CreateVorlage", file_reference="2024-1", subject=subject, lead_department=BAU
    )
    for document in ("proposed_resolution", "reasons"):
        await county.do("fb-bau", "ReviseText", vorlage=id_, document=document, text="Es ist nötig.")
    date = (dt.datetime.now(BERLIN).date() + dt.timedelta(days=days)).isoformat()
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
        "counted_from": None,
    }
    await county.do("fb-bau", "WithdrawVorlage", vorlage=soon, reason="erledigt")
    assert [each for each, _ in await due(county, "fb-bau")] == ["Später"]


@pytest.mark.each_store
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


def after(days: int) -> str:
    """The day so many days from today."""
    return (dt.datetime.now(BERLIN).date() + dt.timedelta(days=days)).isoformat()


async def sitting(county: Served, body: str, days: int, *items: str) -> str:
    """A sitting of a body so many days from now, with these matters."""
    at = (dt.datetime.now(dt.UTC) + dt.timedelta(days=min(days, 0) - 20)).isoformat()
    id_ = await county.do("kreistagsbuero", "PlanSession", committee=body, date=after(days), happened_at=at)
    for each in items:
        await county.do("kreistagsbuero", "AddAgendaItem", session=id_, subject=each, happened_at=at)
    return id_


async def tasks(county: Served, login: str, **query: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """The sittings in work and who has to do what."""
    return [
        (each["session"], [(one["who"], one["what"]) for one in each["due"]])
        for each in await county.read(login, f"{PATH}/sessions", **query)
    ]


async def test_office_clerk_and_chair_see_what_their_sittings_wait_for(county: Served) -> None:
    empty = await sitting(county, KREISAUSSCHUSS, 30)
    held = await sitting(county, KREISTAG, -3, "Deich")
    at = (dt.datetime.now(dt.UTC) - dt.timedelta(days=22)).isoformat()
    await county.do("kreistagsbuero", "SummonSession", session=held, happened_at=at)
    head = await county.county.store.head()
    on = dt.datetime.combine(dt.date.fromisoformat(after(-3)), dt.time(17), dt.UTC)
    there = members(8)
    steps: list[tuple[str, dict[str, Any]]] = [
        ("RecordArrival", {"members": there}),
        ("OpenSession", {}),
        ("CloseSession", {}),
    ]
    for number, (type_, fields) in enumerate(steps):
        happened = (on + dt.timedelta(minutes=number)).isoformat()
        await county.do("schriftfuehrung", type_, session=held, happened_at=happened, **fields)
    wanted = [(held, [("council_office", "announce"), ("clerk", "draft_minutes")])]
    for login in ("kreistagsbuero", "schriftfuehrung", "landrat", "pruefung"):
        shown = await tasks(county, login)
        assert shown == [(empty, [("council_office", "agenda")]), *wanted], login
    # Departments see a sitting from its summons on, a member only one that he chairs.
    assert await tasks(county, "fb-bau") == await tasks(county, "mitglied") == wanted
    assert await tasks(county, "fremd") == await tasks(county, "admin") == []
    assert await tasks(county, "landrat", who="clerk") == wanted
    assert await tasks(county, "landrat", what="agenda", committee="Kreisausschuss") == [
        (empty, [("council_office", "agenda")])
    ]
    assert await tasks(county, "landrat", overdue="true") == []
    before = await tasks(county, "landrat", as_of=head, committee=KREISTAG)
    assert before == [(held, [("council_office", "announce"), ("chair", "open")])]
    page = await county.get("landrat", f"{PATH}/sessions", limit=1)
    assert [each["session"] for each in page.json()] == [empty]
    link = page.headers["Link"].partition("<")[2].partition(">")[0]
    assert [each["session"] for each in (await county.client("landrat").get(link)).json()] == [held]
    for query in ({"who": "x"}, {"what": "release"}, {"limit": 0}, {"overdue": "ja"}):
        assert (await county.get("landrat", f"{PATH}/sessions", **query)).status_code == 422, query
    assert (await county.get(None, f"{PATH}/sessions")).status_code == 401


async def test_minutes_are_due_for_the_next_sitting_that_the_reader_knows_of(county: Served) -> None:
    held = await sitting(county, KREISAUSSCHUSS, -3, "Deich")
    at = (dt.datetime.now(dt.UTC) - dt.timedelta(days=22)).isoformat()
    await county.do("kreistagsbuero", "SummonSession", session=held, happened_at=at)
    on = dt.datetime.combine(dt.date.fromisoformat(after(-3)), dt.time(17), dt.UTC).isoformat()
    there = {"members": members(8), "happened_at": on}
    await county.do("schriftfuehrung", "RecordArrival", session=held, **there)
    for step in ("OpenSession", "CloseSession"):
        await county.do("schriftfuehrung", step, session=held, happened_at=on)

    async def last(login: str) -> str:
        (shown,) = [each for each in await county.read(login, f"{PATH}/sessions") if each["session"] == held]
        return str(shown["deadlines"][0]["on"])

    assert await last("landrat") == await last("fb-bau") == after(27)
    following = await sitting(county, KREISAUSSCHUSS, 10, "Haushalt")
    await sitting(county, KREISTAG, 5, "Haushalt")
    # A department does not know of a sitting before its summons, and is told nothing of its day.
    assert (await last("landrat"), await last("fb-bau")) == (after(10), after(27))
    await county.do("kreistagsbuero", "SummonSession", session=following)
    assert await last("fb-bau") == after(10)
    await county.do("kreistagsbuero", "CancelSession", session=following, reason="entfällt")
    assert await last("landrat") == after(27)
