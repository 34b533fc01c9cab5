"""Who wrote what, over HTTP: people who type together, amendments, moments, and who may know of it."""

import asyncio
import datetime as dt
from typing import Any

import pytest

from tests.api.test_amending import RESOLUTION, at, called, released, voted
from tests.api.test_circles import Case, at_stage, people
from tests.api.test_importing import OURS
from tests.collaboration.editors import Editor, editor
from tests.serving import BAU, FINANZEN, KREISAUSSCHUSS, KREISTAG, Served, members

CLERK = "schriftfuehrung"
Told = tuple[str, str | None, str | None]


async def drafted(county: Served) -> str:
    paper = await county.do(
        "fb-bau", "CreateVorlage", file_reference="2024-1", subject="Radwege", lead_department=BAU
    )
    await county.do("fb-bau", "InviteDepartment", vorlage=paper, department=FINANZEN)
    return paper


def room(county: Served, login: str, paper: str, name: str = "reasons") -> str:
    address = county.address.replace("http", "ws")
    return f"{address}/collab/vorlagen/{paper}/{name}?token={county.tokens[login]}"


async def blamed(
    county: Served, login: str, paper: str, name: str = "reasons", **query: Any
) -> list[dict[str, Any]]:
    runs: list[dict[str, Any]] = await county.read(
        login, f"/api/vorlagen/{paper}/texts/{name}/blame", **query
    )
    assert all(run["text"] for run in runs)
    return runs


def who(runs: list[dict[str, Any]]) -> list[Told]:
    return [(run["text"], run["login"], run["department"]) for run in runs]


async def told(one: Editor, at_: int, text: str) -> None:
    """Type, and wait until it is durable."""
    seen = one.frames
    await one.insert(at_, text)
    await one.until(lambda: one.frames > seen)


async def test_two_who_type_in_one_place_have_what_each_typed(county: Served) -> None:
    paper = await drafted(county)
    async with (
        editor(room(county, "fb-bau", paper)) as bau,
        editor(room(county, "fb-finanzen", paper)) as finanzen,
    ):
        await told(bau, 0, "Der 😀Weg fehlt")
        await finanzen.reads("Der 😀Weg fehlt")
        await told(finanzen, len("Der 😀".encode()), "Rad")
        await bau.reads("Der 😀RadWeg fehlt")
        await told(bau, len("Der 😀Ra".encode()), "u")
        await finanzen.reads("Der 😀RaudWeg fehlt")
    typed = [
        ("Der 😀", "fb-bau", "Fachbereich Bau"),
        ("Ra", "fb-finanzen", "Fachbereich Finanzen"),
        ("u", "fb-bau", "Fachbereich Bau"),
        ("d", "fb-finanzen", "Fachbereich Finanzen"),
        ("Weg fehlt", "fb-bau", "Fachbereich Bau"),
    ]
    assert who(await blamed(county, "fb-bau", paper)) == typed
    await county.county.handling.seal(paper)
    sealed = await blamed(county, "fb-bau", paper)
    assert who(sealed) == typed
    head = await county.county.store.head()
    assert {run["revision"] for run in sealed} == {head}
    [text] = [
        each["text"]
        for each in await county.read("fb-bau", f"/api/vorlagen/{paper}/texts")
        if each["name"] == "reasons"
    ]
    assert "".join(run["text"] for run in sealed) == text

    await county.do("sachbearbeitung", "ReviseText", vorlage=paper, document="reasons", text="Der Weg fehlt")
    shorter = await blamed(county, "fb-bau", paper)
    assert "".join(run["text"] for run in shorter) == "Der Weg fehlt"
    await county.do("fb-finanzen", "ReviseText", vorlage=paper, document="reasons", text=text)
    back = await blamed(county, "fb-bau", paper)
    kept = [run for run in back if run["revision"] == head]
    restored = [run for run in back if run["revision"] != head]
    assert {run["login"] for run in restored if "Rau" in run["text"]} == {"fb-finanzen"}
    assert "fehlt" in kept[-1]["text"]
    assert kept[-1]["login"] == "fb-bau"
    assert await blamed(county, "fb-bau", paper, as_of=head) == sealed
    assert await blamed(county, "fb-bau", paper, as_of=head - 1) == []


async def test_what_is_not_sealed_yet_is_told_of_now_and_of_no_moment(county: Served) -> None:
    paper = await drafted(county)
    await county.do("fb-bau", "ReviseText", vorlage=paper, document="reasons", text="Es fehlt.")
    async with editor(room(county, "fb-finanzen", paper)) as finanzen:
        await told(finanzen, 0, "Dringend! ")
        [new, old] = await blamed(county, "fb-bau", paper)
        assert (new["text"], new["login"], new["revision"]) == ("Dringend! ", "fb-finanzen", None)
        assert new["at"] is not None
        assert (old["text"], old["login"]) == ("Es fehlt.", "fb-bau")
        head = await county.county.store.head()
        assert old["revision"] == head
        assert who(await blamed(county, "fb-bau", paper, as_of=head)) == [
            ("Es fehlt.", "fb-bau", "Fachbereich Bau")
        ]


async def test_an_amendment_tells_its_motion_its_consultation_and_its_vote(county: Served) -> None:
    paper, stations = await released(county)
    day = "2024-09-11"
    session, item = await called(county, paper, KREISAUSSCHUSS, day)
    motion = await county.do(
        CLERK,
        "ProposeAmendment",
        vorlage=paper,
        document="proposed_resolution",
        start=13,
        old="beschließt",
        new="beschließt gern",
        proposer=members(1)[0],
        consultation=stations[KREISAUSSCHUSS],
        happened_at=at(day, 3),
    )
    recommended = await voted(county, session, item, at(day, 4), motion)
    await voted(county, session, item, at(day, 6))
    before = await county.county.store.head()
    await county.do("fb-bau", "TakeOverAmendment", vorlage=paper, amendment=motion, happened_at=at(day, 30))

    facts = ("cause", "committee", "session", "amendment", "vote")
    runs = await blamed(county, "fb-bau", paper, "proposed_resolution")
    assert "".join(run["text"] for run in runs) == "Der Kreistag beschließt gern das Konzept."
    [gern] = [run for run in runs if run["amendment"] is not None]
    assert (gern["text"].strip(), gern["login"], gern["department"]) == ("gern", None, "Fachbereich Bau")
    reason = [stations[KREISAUSSCHUSS], "Kreisausschuss", session, motion, recommended]
    assert [gern[each] for each in facts] == reason
    assert {tuple(run[each] for each in facts) for run in runs if run is not gern} == {(None,) * 5}
    then = await blamed(county, "fb-bau", paper, "proposed_resolution", as_of=before)
    assert "".join(run["text"] for run in then) == RESOLUTION
    assert {run["amendment"] for run in then} == {None}

    session, item = await called(county, paper, KREISTAG, day := "2024-09-25")
    late = await county.do(
        CLERK,
        "ProposeAmendment",
        vorlage=paper,
        document="proposed_resolution",
        start=33,
        old="Konzept",
        new="Konzept 2030",
        consultation=stations[KREISTAG],
        happened_at=at(day, 3),
    )
    adopted = await voted(county, session, item, at(day, 4), late)
    await voted(county, session, item, at(day, 5))
    runs = await blamed(county, "pruefung", paper, "proposed_resolution", purpose="Prüfung")
    found = {run["amendment"]: run for run in runs}
    assert found[late]["text"].strip() == "2030"
    assert [found[late][each] for each in facts[:3]] == [stations[KREISTAG], "Kreistag", session]
    assert (found[late]["vote"], found[late]["login"]) == (adopted, CLERK)
    seen = await blamed(county, "mitglied", paper, "proposed_resolution")
    assert {run["login"] or run["department"] for run in seen} == {None}
    told_ = {run["amendment"]: run for run in seen}
    assert [told_[motion][each] for each in facts] == reason
    assert told_[late]["vote"] == adopted
    assert told_[None]["at"] is None


@pytest.mark.parametrize("stage", ["draft", "released", "summoned", "open revision", "decided"])
async def test_rule_12_everyone_reads_who_wrote_what_as_far_as_he_sees(county: Served, stage: str) -> None:
    await people(county)
    case = await at_stage(county, stage, public=True)
    lead = await blamed(county, "fb-bau", case.paper.id)
    text = "GEHEIM anders." if stage == "open revision" else "Es ist sehr nötig."
    assert "".join(run["text"] for run in lead) == text
    by = "fb-bau" if stage == "draft" else None
    assert {(run["login"], run["department"]) for run in lead} == {(by, "Fachbereich Bau")}
    assert all(run["at"] and run["revision"] for run in lead)
    [auditor] = {
        run["login"] for run in await blamed(county, "pruefung", case.paper.id, purpose="Beschwerde 7")
    }
    assert auditor == "fb-bau"
    assert {run["login"] for run in await blamed(county, "pruefung", case.paper.id)} == {None}
    seen = {"draft": (), "released": (CLERK,)}.get(stage, (CLERK, "mitglied"))
    for reader in seen:
        [run] = await blamed(county, reader, case.paper.id)
        assert run.pop("text") == "Es ist sehr nötig."
        assert set(run.values()) == {None}
    await _nothing(county, case, {CLERK, "mitglied", "fremd", "admin", "nachbar"} - set(seen))


async def _nothing(county: Served, case: Case, logins: set[str]) -> None:
    for login in logins:
        answer = await county.get(login, f"/api/vorlagen/{case.paper.id}/texts/reasons/blame")
        assert answer.status_code == 404, login
    assert (await county.get(None, f"/api/vorlagen/{case.paper.id}/texts/reasons/blame")).status_code == 401


async def test_an_edition_that_is_given_up_leaves_what_it_kept_and_gives_back_the_rest(
    county: Served,
) -> None:
    paper, _ = await released(county)
    before = await blamed(county, "fb-bau", paper)
    await county.do("fb-bau", "OpenEdition", vorlage=paper, reason="Neue Zahlen")
    await county.do("fb-bau", "ReviseText", vorlage=paper, document="reasons", text="Es ist möglich.")
    [hidden] = await blamed(county, CLERK, paper)
    assert hidden["text"] == "Es ist nötig."
    await county.do("kreistagsbuero", "DiscardEdition", vorlage=paper, reason="Doch nicht")
    back = await blamed(county, "pruefung", paper, purpose="Prüfung")
    assert "".join(run["text"] for run in back) == "Es ist nötig."
    assert [(run["text"], run["login"]) for run in back if run["revision"] != before[0]["revision"]] == [
        ("nötig", "kreistagsbuero")
    ]
    assert {run["login"] for run in back if run["revision"] == before[0]["revision"]} == {"fb-bau"}
    assert await blamed(county, CLERK, paper) == [hidden]


async def test_an_imported_text_is_whose_import_it_was_and_a_cause_is_told_once_it_is_known(
    county: Served,
) -> None:
    answer = await county.import_paper("kreistagsbuero", OURS)
    id_ = answer.json()["id"]
    paper = await county.read("kreistagsbuero", f"/api/vorlagen/{id_}")
    [reasons] = await blamed(county, "kreistagsbuero", id_)
    assert reasons["text"] == paper["reasons"]
    assert (reasons["login"], reasons["department"]) == ("kreistagsbuero", "Kreistagsbüro")
    measure = paper["measures"][0]
    name = f"measures/{measure['id']}"
    runs = await blamed(county, "kreistagsbuero", id_, name)
    assert "".join(run["text"] for run in runs) == measure["text"]
    assert len({run["revision"] for run in runs}) == 2
    assert {run["cause"] for run in runs} == {None}
    station, change = paper["consultations"][0], measure["amendments"][0]
    await county.do("kreistagsbuero", "AttributeCause", vorlage=id_, change=change["id"], cause=station["id"])
    caused = [run for run in await blamed(county, "kreistagsbuero", id_, name) if run["cause"]]
    assert {(run["cause"], run["committee"]) for run in caused} == {(station["id"], station["committee"])}
    assert {run["revision"] for run in caused} == {max(run["revision"] for run in runs)}


async def test_what_had_happened_by_a_time_is_told_as_the_text_was(county: Served) -> None:
    paper = await drafted(county)
    begin = dt.datetime.now(dt.UTC)
    await asyncio.sleep(0.05)

    def moment(milliseconds: int) -> str:
        return (begin + dt.timedelta(milliseconds=milliseconds)).isoformat()

    for text, when in (("Es fehlt.", 20), ("Es fehlt ein Weg.", 10), ("Nein.", 30)):
        await county.do(
            "fb-bau", "ReviseText", vorlage=paper, document="reasons", text=text, happened_at=moment(when)
        )
    told_ = []
    for when in (5, 15, 25, 35):
        query = {"as_of": moment(when), "basis": "true"}
        texts = await county.read("fb-bau", f"/api/vorlagen/{paper}/texts", **query)
        [text] = [each["text"] for each in texts if each["name"] == "reasons"]
        runs = await blamed(county, "fb-bau", paper, **query)
        assert "".join(run["text"] for run in runs) == (text or "")
        told_.append(text)
    assert told_[::3] == [None, "Nein."]
    assert told_[2] == "Es fehlt ein Weg."


async def test_what_somebody_is_asked_for_is_a_text_of_the_paper_at_a_moment_that_was(county: Served) -> None:
    paper = await drafted(county)
    position = await county.county.store.head()
    measure = await county.do("fb-bau", "AddMeasure", vorlage=paper, document="Konzept", text="Ein Weg")
    path = f"/api/vorlagen/{paper}/texts"
    [run] = await county.read("fb-bau", f"{path}/measures/{measure}/blame")
    assert (run["text"], run["login"]) == ("Ein Weg", "fb-bau")
    assert await county.read("fb-bau", f"{path}/proposed_resolution/blame") == []
    for named, query, status in (
        (f"measures/{measure}", {"as_of": position}, 404),
        (f"measures/{paper}", {}, 404),
        ("measures/1", {}, 404),
        ("subject", {}, 404),
        ("reasons", {"as_of": 10**9}, 422),
        ("reasons", {"as_of": "gestern"}, 422),
        ("reasons", {"basis": "true"}, 422),
    ):
        answer = await county.get("fb-bau", f"{path}/{named}/blame", **query)
        assert answer.status_code == status, answer.text
    now = await county.get("fb-bau", f"{path}/measures/{measure}/blame", as_of="2100-01-01", basis="true")
    assert (now.json(), now.headers["as-of"]) == ([run], str(await county.county.store.head()))
