"""A deputy reads what he may act on for somebody, for as long as he may (rule 15), and nothing else."""

import base64
import datetime as dt
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from msgspec import Struct
from websockets.asyncio.client import connect

from domain.days import day_of
from tests.api.test_circles import people
from tests.api.test_minutes import closed
from tests.api.test_reading import Paper, address, drafted, status
from tests.collaboration.editors import editor
from tests.handling.conftest import Clock
from tests.live.watchers import Client
from tests.serving import FINANZEN, Served, person, served

OFFICER, DEPUTY, STRANGER = "sachbearbeitung-finanzen", "sachbearbeitung-soziales", "fremd"
DAY: Final = dt.timedelta(days=1)


async def appoint(county: Served, login: str, deputy: str, **days: str) -> str:
    """Appoint a deputy."""
    return await county.do("admin", "AppointDeputy", person=person(login), deputy=person(deputy), **days)


async def answers(county: Served, login: str, paths: Sequence[str]) -> list[tuple[int, str]]:
    """What somebody reads at these addresses."""
    got = [await county.client(login).get(path) for path in paths]
    return [(each.status_code, each.text) for each in got]


async def cosigned(county: Served) -> tuple[Paper, list[str]]:
    """A paper that waits for the finance department, and everything that is read of it."""
    await people(county)
    paper = await drafted(county)
    content = base64.b64encode(b"Ein Plan").decode()
    plan = await county.do("fb-bau", "AddAttachment", vorlage=paper.id, title="Lageplan.pdf", content=content)
    await county.do("fb-bau", "FreezeEdition", vorlage=paper.id, label="Fassung", target=paper.station)
    await county.do("fb-bau", "StartCosigning", vorlage=paper.id, chain=[FINANZEN])
    head = await county.county.store.head()
    of_paper = ("", "/history", "/editions", "/editions/1", f"/attachments/{plan}", "/texts")
    more = ("/diff?from=edition:1", f"?as_of={head}", f"/history?as_of={head}", f"?as_of={paper.created}")
    lists = ("/api/vorlagen", "/api/vorlagen?q=Radverkehr", "/api/overview", "/api/overview?department=own")
    return paper, [*(address(paper, each) for each in (*of_paper, *more)), *lists]


async def test_a_deputy_of_another_department_reads_the_paper_that_he_may_cosign(county: Served) -> None:
    paper, paths = await cosigned(county)
    before = await answers(county, DEPUTY, paths)
    assert {(code, text) for code, text in before if code == 200} == {(200, "[]")}
    deputyship = await appoint(county, OFFICER, DEPUTY)
    represented = await answers(county, OFFICER, paths)
    assert await answers(county, DEPUTY, paths) == represented
    assert [code for code, _ in represented] == [200] * 9 + [404] + [200] * 4
    assert all(paper.id in text for _, text in represented[-4:])
    assert represented[4][1] == "Ein Plan"
    fields = {"vorlage": paper.id, "department": FINANZEN}
    await county.do(DEPUTY, "CosignVorlage", **fields, acting_for=person(OFFICER))
    assert (await county.give(DEPUTY, "CosignVorlage", **fields)).status_code == 403
    (signed,) = (await county.read(DEPUTY, address(paper)))["cosignatures"]
    assert signed["state"] == "signed"
    await county.do("admin", "DismissDeputy", deputyship=deputyship)
    assert await answers(county, DEPUTY, paths) == before
    assert (await county.read("admin", "/api/me"))["deputy_for"] == []


async def test_a_deputyship_opens_nothing_before_its_first_day_and_after_its_last(county: Served) -> None:
    paper, paths = await cosigned(county)
    before = await answers(county, DEPUTY, paths)
    today = day_of(county.county.clock())
    await appoint(county, OFFICER, DEPUTY, until=(today - DAY).isoformat())
    await appoint(county, OFFICER, DEPUTY, since=(today + DAY).isoformat())
    assert await answers(county, DEPUTY, paths) == before
    await appoint(county, OFFICER, DEPUTY, since=today.isoformat(), until=today.isoformat())
    assert await status(county, DEPUTY, address(paper)) == 200


async def test_a_deputy_of_the_chair_reads_the_sitting_and_its_minutes_and_signs_them(county: Served) -> None:
    paper = await closed(county)
    await county.do("schriftfuehrung", "DraftMinutes", session=paper.session)
    planned = await county.read("mitglied", f"/api/sessions/{paper.session}")
    sitting = f"/api/sessions/{paper.session}"
    parts = ("", "/minutes", "/minutes?part=non_public", "/minutes?part=non_public&format=canonical")
    items = tuple(f"/items/{each['id']}/extract" for each in planned["agenda"])
    paths = [
        *(sitting + each for each in (*parts, *items, "?as_of=2999-01-01")),
        *("/api/sessions", "/api/overview/sessions", address(paper), address(paper, "/history")),
    ]
    before = await answers(county, STRANGER, paths)
    assert {code for code, text in before if text != "[]"} == {404}
    deputyship = await appoint(county, "mitglied", STRANGER)
    read = await answers(county, STRANGER, paths)
    assert read == await answers(county, "mitglied", paths)
    assert {code for code, _ in read} == {200}
    assert all(paper.session in text for _, text in read[-4:-2])
    assert (await county.read(STRANGER, address(paper)))["cosignatures"] == []
    signed = {"session": paper.session, "role": "chair", "acting_for": person("mitglied")}
    refused = await county.give(STRANGER, "SignMinutes", session=paper.session, role="chair")
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/not-entitled")
    await county.do(STRANGER, "SignMinutes", **signed)
    shown = await county.read(STRANGER, f"{sitting}/minutes")
    assert [(each["person"], each["acting_for"]) for each in shown["signed"]] == [
        (person(STRANGER), person("mitglied"))
    ]
    await county.do("admin", "DismissDeputy", deputyship=deputyship)
    assert await answers(county, STRANGER, paths) == before
    assert (await county.give(STRANGER, "SignMinutes", **signed)).status_code == 403
    del signed["acting_for"]
    assert (await county.give(STRANGER, "SignMinutes", **signed)).status_code == 404


async def test_a_deputy_of_whoever_checks_gets_none_of_his_answers(county: Served) -> None:
    paper = await drafted(county)
    for login in ("pruefung", "dsb", "admin"):
        by = "kreistagsbuero" if login == "admin" else "admin"
        if login == "admin":
            await county.do("admin", "GrantRole", person=person(by), role="admin")
        await county.do(by, "AppointDeputy", person=person(login), deputy=person(STRANGER))
    assert len((await county.read(STRANGER, "/api/me"))["deputy_for"]) == 3
    lists = ("/api/vorlagen", "/api/sessions", "/api/overview", "/api/overview/sessions")
    assert {text for _, text in await answers(county, STRANGER, lists)} == {"[]"}
    for path, login in (("/api/events", "pruefung"), ("/api/access-log", "dsb")):
        assert await status(county, login, path) == 200
        assert await status(county, STRANGER, path) == 403
    assert await status(county, STRANGER, address(paper)) == 404


async def test_an_auditor_is_noted_also_for_what_he_reads_as_a_deputy(county: Served) -> None:
    paper = await drafted(county)
    await appoint(county, "fb-bau", "pruefung")
    await appoint(county, "fb-bau", STRANGER)
    for login in ("pruefung", STRANGER):
        await county.read(login, address(paper))
    assert [each["login"] for each in await county.read("dsb", "/api/access-log")] == ["pruefung"]
    shown = {login: await county.read(login, address(paper, "/history")) for login in ("pruefung", STRANGER)}
    assert {each["by"] for each in shown["pruefung"]} == {None}
    assert "fb-bau" in {each["by"] for each in shown[STRANGER]}


class Standing(Struct):
    """A county whose clock is set by hand, with a draft."""

    county: Served
    clock: Clock
    paper: Paper


@pytest.fixture
async def standing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Standing]:
    monkeypatch.setattr("infra.county.DAY_LOOKED_FOR", 0.02)
    clock = Clock()
    async with served(tmp_path / "var", clock) as county:
        yield Standing(county, clock, await drafted(county))


async def dismissed(given: Standing, deputyship: str) -> None:
    await given.county.do("admin", "DismissDeputy", deputyship=deputyship)


async def a_day_later(given: Standing, _: str) -> None:
    given.clock.now += DAY


def room(given: Standing, login: str, text: str = "reasons") -> str:
    address_ = given.county.address.replace("http", "ws")
    return f"{address_}/collab/vorlagen/{given.paper.id}/{text}?token={given.county.tokens[login]}"


@pytest.mark.parametrize("ending", [dismissed, a_day_later])
async def test_rooms_and_the_live_feed_end_with_the_deputyship(
    standing: Standing, ending: Callable[[Standing, str], Any]
) -> None:
    county, paper = standing.county, standing.paper
    stream, today = f"vorlagen/{paper.id}", day_of(standing.clock.now)
    live = f"{county.address.replace('http', 'ws')}/live?token={county.tokens[STRANGER]}"
    async with connect(live) as socket:
        client = Client(socket)
        assert "problem" in (await client.subscribe(stream, 0))[-1]
        deputyship = await appoint(county, "fb-bau", STRANGER, until=today.isoformat())
        told = await client.subscribe(stream, 0)
        assert "caught_up" in told[-1]
        assert "TextRevised" in {each.get("type") for each in told}
        async with editor(room(standing, "fb-bau")) as author, editor(room(standing, STRANGER)) as reader:
            await author.insert(0, "Ja. ")
            await reader.reads("Ja. Es ist nötig.")
            # Sealed: from here on nothing happens to the paper that would have rights asked anew.
            assert (await client.receive())["type"] == "TextRevised"
            await ending(standing, deputyship)
            assert await reader.closed() == 4404
            assert (await client.receive())["problem"]["status"] == 404
            await author.insert(0, "Und ")
            await author.reads("Und Ja. Es ist nötig.")
            assert author.code is None
        assert "problem" in (await client.subscribe(stream, 0))[-1]
    assert await status(county, STRANGER, address(paper)) == 404
    assert await status(county, "fb-bau", address(paper)) == 200


async def test_a_deputy_types_only_in_his_own_right_and_writes_for_another_by_commands(
    standing: Standing,
) -> None:
    county, paper = standing.county, standing.paper
    await appoint(county, "fb-bau", STRANGER)
    for login, may in (("fb-bau", True), (STRANGER, False)):
        texts = await county.read(login, address(paper, "/texts"))
        assert {each["may_write"] for each in texts} == {may}, login
    async with editor(room(standing, STRANGER)) as one:
        await one.insert(0, "Nein. ")
        assert await one.closed() == 4403
    fields = {"vorlage": paper.id, "document": "reasons", "text": "Es ist dringend."}
    refused = await county.give(STRANGER, "ReviseText", **fields)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/not-entitled")
    await county.do(STRANGER, "ReviseText", **fields, acting_for=person("fb-bau"))
    assert (await county.read(STRANGER, address(paper)))["reasons"] == "Es ist dringend."
    events = await county.read("pruefung", "/api/events", stream=f"vorlagen/{paper.id}", purpose="Prüfung")
    assert (events[-1]["actor"], events[-1]["acting_for"]) == (STRANGER, "fb-bau")
