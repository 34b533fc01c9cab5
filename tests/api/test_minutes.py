"""Minutes over HTTP: who reads which part when, and that what was signed is read again byte for byte."""

import hashlib
from typing import Any

import pytest

from tests.api.test_reading import DAY, Paper, released, status
from tests.serving import KREISTAG, Served, members, person

SECRET = "Besetzung der Amtsleitung"  # noqa: S105 - a subject
LATER = "Die Probe findet an einem anderen Tag statt."


async def closed(county: Served) -> Paper:
    """The Kreistag resolved a paper and, behind closed doors, another matter."""
    paper = await released(county)
    office, clerk = "kreistagsbuero", "schriftfuehrung"
    sitting = await county.do(office, "PlanSession", committee=KREISTAG, date=DAY.isoformat())
    paper.session = sitting
    item = await county.do(office, "AddAgendaItem", session=sitting, vorlage=paper.id)
    hidden = await county.do(office, "AddAgendaItem", session=sitting, subject=SECRET, public=False)
    await county.do(office, "SummonSession", session=sitting, received="2024-09-01")
    there = [*members(8), person("landrat"), person("mitglied")]
    await county.do(clerk, "RecordArrival", session=sitting, members=there)
    await county.do(clerk, "OpenSession", session=sitting, override=LATER)
    for each in (item, hidden):
        if each == hidden:
            await county.do(clerk, "ExcludePublic", session=sitting, reason="Personalangelegenheit")
        await county.do(clerk, "CallItem", session=sitting, item=each)
        vote = await county.do(clerk, "OpenVote", session=sitting, item=each)
        await county.do(clerk, "RecordVote", session=sitting, vote=vote, yes=9, no=0, abstained=1)
        await county.do(clerk, "DeclareVote", session=sitting, vote=vote)
    await county.do(clerk, "CloseSession", session=sitting)
    return paper


def address(paper: Paper) -> str:
    return f"/api/sessions/{paper.session}/minutes"


async def signed(county: Served, paper: Paper) -> None:
    await county.do("schriftfuehrung", "DraftMinutes", session=paper.session)
    await county.do("mitglied", "SignMinutes", session=paper.session, role="chair")
    await county.do("schriftfuehrung", "SignMinutes", session=paper.session, role="clerk")


async def session(county: Served, paper: Paper) -> Any:
    return await county.read("kreistagsbuero", f"/api/sessions/{paper.session}")


async def test_minutes_are_read_before_they_are_drafted_and_kept_from_then_on(county: Served) -> None:
    paper = await closed(county)
    before = await county.read("schriftfuehrung", address(paper))
    assert (before["version"], before["status"], before["drafted"]) == (0, "closed", None)
    assert before["due"] == "2024-10-25"
    await signed(county, paper)
    shown = await county.read("schriftfuehrung", address(paper))
    assert (shown["version"], shown["status"], shown["outdated"]) == (1, "minutes_signed", False)
    assert shown["hash"] == before["hash"]
    assert [each["role"] for each in shown["signed"]] == ["chair", "clerk"]
    assert shown["names"][person("mitglied")] == "Frau Mitglied"
    assert shown["document"]["items"][0]["wording"]["proposed_resolution"] == "Der Kreistag beschließt."
    assert "9 ja, 0 nein, 1 Enthaltung" in shown["text"]
    assert (await session(county, paper))["status"] == "minutes_signed"
    for part in ("public", "non_public"):
        content = await county.get("schriftfuehrung", address(paper), part=part, format="canonical")
        digest = (await county.read("schriftfuehrung", address(paper), part=part))["hash"]
        assert hashlib.sha256(content.content).hexdigest() == digest
        assert (SECRET in content.text) == (part == "non_public")


@pytest.mark.each_store
async def test_what_was_signed_is_read_again_byte_for_byte_as_of_then(county: Served) -> None:
    paper = await closed(county)
    await signed(county, paper)
    head = await county.county.store.head()
    first = (await county.get("schriftfuehrung", address(paper), format="canonical")).content
    await county.do(
        *("kreistagsbuero", "CorrectMinutes"),
        session=paper.session,
        reason="Tippfehler",
        before="Krestag",
        after="Kreistag",
    )
    then = await county.get("schriftfuehrung", address(paper), format="canonical", as_of=head)
    now = await county.get("schriftfuehrung", address(paper), format="canonical")
    assert then.content == first != now.content
    corrected = await county.read("schriftfuehrung", address(paper))
    assert (corrected["version"], corrected["corrections"][0]["before"]) == (2, "Krestag")
    assert "statt: Krestag" in corrected["text"]
    signed_then = await county.read("schriftfuehrung", address(paper), as_of=head)
    assert (signed_then["version"], signed_then["status"]) == (1, "minutes_signed")
    assert signed_then["corrections"] == []
    assert signed_then["hash"] == hashlib.sha256(first).hexdigest()
    assert "BERICHTIGUNGEN" not in signed_then["text"]
    closed_then = await county.read("schriftfuehrung", address(paper), as_of=head - 3)
    assert (closed_then["version"], closed_then["status"]) == (0, "closed")


async def test_a_draft_is_for_those_who_prepare_and_lead_the_sitting(county: Served) -> None:
    paper = await closed(county)
    await county.do("schriftfuehrung", "DraftMinutes", session=paper.session)
    for login in ("schriftfuehrung", "kreistagsbuero", "mitglied", "landrat", "pruefung"):
        assert await status(county, login, address(paper)) == 200, login
    for login in ("fb-bau", "fremd", "admin"):
        assert await status(county, login, address(paper)) == 404, login
    head = await county.county.store.head()
    await county.do("mitglied", "SignMinutes", session=paper.session, role="chair")
    await county.do("schriftfuehrung", "SignMinutes", session=paper.session, role="clerk")
    assert await status(county, "fb-bau", address(paper)) == 200
    assert await status(county, "fb-bau", address(paper), as_of=head) == 404
    assert (await county.read("fb-bau", address(paper)))["due"] is None


async def test_there_are_no_minutes_before_the_opening_nor_of_a_part_that_did_not_happen(
    county: Served,
) -> None:
    paper = await released(county)
    paper.session = await county.do("kreistagsbuero", "PlanSession", committee=KREISTAG, date=DAY.isoformat())
    assert await status(county, "kreistagsbuero", address(paper)) == 404
    assert await status(county, "kreistagsbuero", address(paper), part="both") == 422
    assert await status(county, "kreistagsbuero", address(paper), format="pdf") == 422


async def test_minutes_are_printed(county: Served) -> None:
    paper = await closed(county)
    answer = await county.client("schriftfuehrung").get(address(paper), headers={"Accept": "text/plain"})
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.startswith("NIEDERSCHRIFT (noch nicht entworfen)\nÖffentlicher Teil\n")
    assert SECRET not in answer.text
    by_format = await county.get("schriftfuehrung", address(paper), format="text", part="non_public")
    assert SECRET in by_format.text


async def test_signed_results_are_locked_with_a_problem_that_names_the_rule(county: Served) -> None:
    paper = await closed(county)
    await signed(county, paper)
    vote = (await session(county, paper))["agenda"][0]["votes"][0]["id"]
    refused = await county.give(
        "schriftfuehrung",
        "CorrectVote",
        session=paper.session,
        vote=vote,
        reason="x",
        yes=8,
        no=1,
        abstained=1,
    )
    assert (refused.status_code, refused.json()["rule"], refused.json()["version"]) == (409, "14", 1)
    counts = {"type": "CorrectVote", "session": paper.session, "vote": vote, "reason": "x"}
    correction = {**counts, "yes": 8, "no": 1, "abstained": 1}
    await county.do(
        "kreistagsbuero", "CorrectMinutes", session=paper.session, reason="Zählliste", correction=correction
    )
    corrected = await session(county, paper)
    assert corrected["agenda"][0]["votes"][0]["yes"] == 8
    assert corrected["status"] == "minutes_corrected"
    station = (await county.read("kreistagsbuero", f"/api/vorlagen/{paper.id}"))["consultations"][0]
    assert (station["yes"], station["no"]) == (8, 1)


async def test_everybody_reads_the_public_part_once_the_body_approved_it(county: Served) -> None:
    paper = await closed(county)
    office, clerk = "kreistagsbuero", "schriftfuehrung"
    await county.do(office, "AnnounceSession", session=paper.session)
    await signed(county, paper)
    for login, hidden in ((None, 401), ("fremd", 404)):
        assert (await county.get(login, address(paper))).status_code == hidden
    following = await county.do(office, "PlanSession", committee=KREISTAG, date="2024-10-09")
    await county.do(office, "AddAgendaItem", session=following, subject="Niederschrift")
    await county.do(office, "SummonSession", session=following, received="2024-09-26")
    await county.do(clerk, "RecordArrival", session=following, members=members(8))
    await county.do(clerk, "OpenSession", session=following, override=LATER)
    before = await county.county.store.head()
    await county.do(clerk, "ApproveMinutes", session=paper.session, sitting=following)
    for login, hidden in ((None, 401), ("fremd", 404)):
        answer = await county.get(login, address(paper))
        assert answer.status_code == 200, answer.text
        assert SECRET not in answer.text
        shown = answer.json()
        assert (shown["version"], shown["due"], shown["as_of"], shown["drafted"]) == (1, None, None, None)
        assert [each["number"] for each in shown["document"]["agenda"]] == ["Ö 1"]
        assert "Vom Gremium genehmigt." in shown["text"]
        assert "As-Of" not in answer.headers
        assert (await county.get(login, address(paper), part="non_public")).status_code == hidden
    assert (await county.get("fremd", address(paper), as_of=before)).status_code == 404
    logged = await county.read("pruefung", "/api/events", after=before)
    approved = logged[-1]["recorded_at"]
    correction = {"before": "Personalangelegenheit", "after": "Person", "reason": "Schreibfehler"}
    await county.do("mitglied", "CorrectMinutes", session=paper.session, **correction)
    extract = (
        f"/api/sessions/{paper.session}/items/{(await session(county, paper))['agenda'][0]['id']}/extract"
    )
    for path in (address(paper), extract):
        for moment in ({}, {"as_of": approved}):
            assert (await county.get(None, path, **moment)).status_code == 200, (path, moment)
        assert (await county.get(None, path, as_of="2001-01-01")).status_code == 401
    then = (await county.get(None, address(paper), as_of=approved)).json()
    assert (then["version"], then["corrections"]) == (1, [])
    await county.do(office, "WithdrawPublication", vorlage=paper.id, reason="Datenschutz")
    for path in (address(paper), extract):
        for moment in ({}, {"as_of": approved}):
            assert (await county.get(None, path, **moment)).status_code == 401, (path, moment)


async def test_the_body_approves_in_its_next_sitting(county: Served) -> None:
    paper = await closed(county)
    await signed(county, paper)
    office, clerk = "kreistagsbuero", "schriftfuehrung"
    following = await county.do(office, "PlanSession", committee=KREISTAG, date="2024-10-09")
    assert (await county.read(clerk, address(paper)))["due"] == "2024-10-09"
    await county.do(office, "AddAgendaItem", session=following, subject="Niederschrift")
    await county.do(office, "SummonSession", session=following, received="2024-09-26")
    too_early = await county.give(clerk, "ApproveMinutes", session=paper.session, sitting=following)
    assert too_early.status_code == 409
    await county.do(clerk, "RecordArrival", session=following, members=members(8))
    await county.do(clerk, "OpenSession", session=following, override=LATER)
    await county.do(clerk, "ApproveMinutes", session=paper.session, sitting=following)
    shown = await county.read(clerk, address(paper))
    assert (shown["status"], shown["approved"]["sitting"]) == ("minutes_approved", following)
    assert "Genehmigt am" in shown["text"]


async def test_the_extract_of_a_resolution_is_read_by_whoever_sees_the_sitting(county: Served) -> None:
    paper = await closed(county)
    public, hidden = (each["id"] for each in (await session(county, paper))["agenda"])
    where = f"/api/sessions/{paper.session}/items"
    found = await county.read("fb-bau", f"{where}/{public}/extract")
    assert (found["number"], found["outcome"], found["proviso"]) == ("Ö 1", "resolved", True)
    assert found["wording"]["proposed_resolution"] == "Der Kreistag beschließt."
    assert (found["vote"]["counts"]["yes"], found["quorum"]["present"]) == (9, 10)
    assert "Vorbehaltlich der Genehmigung der Niederschrift." in found["text"]
    assert "Für die Richtigkeit des Auszugs:" in found["text"]
    assert found["signed"] == []
    printed = await county.get("fb-bau", f"{where}/{hidden}/extract", format="text")
    assert printed.text.startswith("BESCHLUSSAUSZUG")
    assert SECRET in printed.text
    assert await status(county, "fremd", f"{where}/{public}/extract") == 404
    assert await status(county, "fb-bau", f"{where}/{paper.id}/extract") == 404
    assert await status(county, "fb-bau", f"{where}/{public}/extract", format="canonical") == 422
