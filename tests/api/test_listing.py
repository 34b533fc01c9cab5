"""Lists of papers and sittings: filters that fit together, inside and for everybody, page by page."""

import datetime as dt
from typing import Any

import httpx
import pytest

from domain.days import BERLIN
from tests.serving import BAU, KREISAUSSCHUSS, KREISTAG, Served

TODAY = dt.datetime.now(BERLIN).date()
SOON, LATER = TODAY + dt.timedelta(days=20), TODAY + dt.timedelta(days=40)


async def paper(county: Served, subject: str, body: str, date: dt.date, **fields: Any) -> str:
    """A released paper with one station; its id."""
    id_ = await county.do(
        "fb-bau",
        "CreateVorlage",
        file_reference="2024-1",
        subject=subject,
        lead_department=BAU,
        public=True,
        date=TODAY.isoformat(),
        **fields,
    )
    for document in ("proposed_resolution", "reasons"):
        await county.do("fb-bau", "ReviseText", vorlage=id_, document=document, text="Es ist nötig.")
    await county.do(
        "fb-bau",
        "AddConsultation",
        vorlage=id_,
        committee=body,
        date=date.isoformat(),
        role="decision",
    )
    await county.do("fb-bau", "FreezeEdition", vorlage=id_, label="Fassung")
    await county.do("fb-bau", "StartCosigning", vorlage=id_, chain=[])
    await county.do("landrat", "ReleaseVorlage", vorlage=id_)
    return id_


async def sitting(county: Served, id_: str, body: str, date: dt.date) -> str:
    """An announced sitting with a paper and a matter of its own."""
    session = await county.do(
        "kreistagsbuero", "PlanSession", committee=body, date=date.isoformat(), public=True
    )
    await county.do("kreistagsbuero", "AddAgendaItem", session=session, vorlage=id_)
    await county.do(
        "kreistagsbuero", "AddAgendaItem", session=session, subject="Grundstück Nord", public=False
    )
    await county.do("kreistagsbuero", "SummonSession", session=session)
    await county.do("kreistagsbuero", "AnnounceSession", session=session)
    return session


async def subjects(county: Served, login: str | None, **query: Any) -> list[str]:
    """The subjects of the papers on a list, in alphabetical order."""
    answer = await county.get(login, "/api/vorlagen", **query)
    assert answer.status_code == httpx.codes.OK, answer.text
    return sorted(each["subject"] for each in answer.json())


async def sittings(county: Served, login: str | None, **query: Any) -> list[str]:
    """The sittings on a list."""
    answer = await county.get(login, "/api/sessions", **query)
    assert answer.status_code == httpx.codes.OK, answer.text
    return [each["id"] for each in answer.json()]


async def test_filters_fit_together_inside_and_outside(county: Served) -> None:
    roads = await paper(county, "Radwege an der Aue", KREISAUSSCHUSS, SOON)
    report = await paper(county, "Bericht der Bauaufsicht", KREISTAG, LATER, kind="information")
    await county.do(
        "fb-bau", "CreateVorlage", file_reference="2024-2", subject="Radwege im Entwurf", lead_department=BAU
    )
    first = await sitting(county, roads, KREISAUSSCHUSS, SOON)
    second = await sitting(county, report, KREISTAG, LATER)
    everything = ["Bericht der Bauaufsicht", "Radwege an der Aue"]
    for login in ("fb-bau", "fremd", None):
        # Only the department that leads it knows of the draft, by whatever it asks for.
        draft = ["Radwege im Entwurf"] if login == "fb-bau" else []
        assert await subjects(county, login) == everything + draft
        assert await subjects(county, login, q="radwege") == everything[1:] + draft
        assert await subjects(county, login, status="draft") == draft
        assert await subjects(county, login, kind="information") == everything[:1]
        assert await subjects(county, login, committee=KREISAUSSCHUSS, q="AUE") == everything[1:]
        assert await subjects(county, login, committee="Kreistag", kind="decision") == []
        assert await subjects(county, login, due=SOON.isoformat()) == everything[1:]
        assert await subjects(county, login, due=LATER.isoformat()) == everything
        assert await subjects(county, login, since=TODAY.isoformat()) == everything
        assert await subjects(county, login, until=(TODAY - dt.timedelta(days=1)).isoformat()) == []
        assert await sittings(county, login) == [second, first]
        assert await sittings(county, login, since=LATER.isoformat()) == [second]
        assert await sittings(county, login, until=SOON.isoformat(), status="summoned") == [first]
        assert await sittings(county, login, committee="Kreistag") == [second]
        assert await sittings(county, login, q="bericht bauaufsicht") == [second]
        assert await sittings(county, login, status="closed") == []
    # What is not public is not found by its words.
    assert await sittings(county, "landrat", q="nord") == [second, first]
    for login in ("fremd", None):
        assert await sittings(county, login, q="nord") == []


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/api/vorlagen", {"status": "nirgends"}),
        ("/api/vorlagen", {"kind": "beschluss"}),
        ("/api/vorlagen", {"due": "morgen"}),
        ("/api/vorlagen", {"due": "2024-02-30"}),
        ("/api/vorlagen", {"since": "2024-05-02", "until": "2024-05-01"}),
        ("/api/vorlagen", {"q": "x" * 501}),
        ("/api/vorlagen", {"limit": 201}),
        ("/api/sessions", {"status": "draft"}),
        ("/api/sessions", {"since": "20240501"}),
        ("/api/sessions", {"q": ["a", "b"]}),
    ],
)
async def test_a_filter_that_can_never_fit_is_refused(
    county: Served, path: str, query: dict[str, Any]
) -> None:
    for login in ("landrat", None):
        refused = await county.get(login, path, **query)
        assert refused.status_code == httpx.codes.UNPROCESSABLE_ENTITY, query
        assert refused.json()["type"] == "/problems/bad-parameter"


@pytest.mark.each_store
async def test_pages_of_a_filtered_list_hold_each_paper_once(county: Served) -> None:
    for number in range(7):
        subject = f"{'Radweg' if number % 2 else 'Straße'} {number}"
        await county.do("fb-bau", "CreateVorlage", file_reference="1", subject=subject, lead_department=BAU)
    path: str | None = "/api/vorlagen?limit=1&q=straße&status=draft"
    seen: list[str] = []
    while path is not None:
        page = await county.client("fb-bau").get(path)
        seen += [each["subject"] for each in page.json()]
        link = page.headers.get("Link")
        path = link.partition("<")[2].partition(">")[0] if link else None
        assert link is None or "status=draft" in link
    assert sorted(seen) == [f"Straße {number}" for number in (0, 2, 4, 6)]


async def test_the_schema_names_every_filter(county: Served) -> None:
    paths = (await county.get(None, "/schema")).json()["paths"]
    named = {
        path: {each["name"] for each in paths[path]["get"]["parameters"]}
        for path in ("/api/vorlagen", "/api/sessions", "/api/overview")
    }
    assert named["/api/vorlagen"] >= {"status", "kind", "lead_department", "committee", "q", "due", "since"}
    assert named["/api/sessions"] >= {"status", "committee", "q", "since", "until", "limit", "after"}
    assert named["/api/overview"] >= {"department", "status", "what", "q", "overdue", "limit", "after"}
