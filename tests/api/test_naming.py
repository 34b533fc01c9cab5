"""Refusals tell names where they carry ids, and only names that whoever is refused may read."""

from typing import Any
from uuid import uuid4

from tests.serving import BAU, FINANZEN, KREISAUSSCHUSS, KREISTAG, Served, members, person

DAY = "2024-09-25"
LATER = "2024-10-09"
EARLY = "2024-09-10T09:00:00+02:00"


async def refused(county: Served, login: str, type_: str, **fields: Any) -> dict[str, Any]:
    """What is told of a command that is refused."""
    answer = await county.give(login, type_, **fields)
    assert answer.status_code >= 400, answer.text
    return dict(answer.json())


async def drafted(county: Served, subject: str) -> tuple[str, str]:
    """A draft with a station in the Kreisausschuss; the ids of both."""
    paper = await county.do(
        "fb-bau", "CreateVorlage", file_reference="1", subject=subject, lead_department=BAU
    )
    for document in ("proposed_resolution", "reasons"):
        await county.do("fb-bau", "ReviseText", vorlage=paper, document=document, text="Es ist nötig.")
    station = await county.do(
        "fb-bau", "AddConsultation", vorlage=paper, committee=KREISAUSSCHUSS, date=DAY, role="decision"
    )
    return paper, station


async def test_departments_are_told_by_name_and_carried_by_id(county: Served) -> None:
    paper, _ = await drafted(county, "Deich")
    await county.do("fb-bau", "FreezeEdition", vorlage=paper, label="Entwurf")
    await county.do("fb-bau", "StartCosigning", vorlage=paper, chain=[FINANZEN])
    told = await refused(county, "landrat", "ReleaseVorlage", vorlage=paper)
    assert told["departments"] == [FINANZEN]
    assert told["detail"].endswith("Mitzeichnungen von: Fachbereich Finanzen.")
    assert "called" not in told


async def test_items_votes_members_and_stations_are_told_by_name(county: Served) -> None:
    session, first, second = str(uuid4()), str(uuid4()), str(uuid4())
    early = {"session": session, "happened_at": EARLY}
    await county.do("kreistagsbuero", "PlanSession", committee=KREISTAG, date=DAY, **early)
    for item, subject in ((first, "Deich"), (second, "Brücke")):
        await county.do("kreistagsbuero", "AddAgendaItem", item=item, subject=subject, **early)
    await county.do("kreistagsbuero", "SummonSession", **early)
    on = {"session": session, "happened_at": f"{DAY}T17:00:00+02:00"}
    await county.do("schriftfuehrung", "RecordArrival", members=[*members(8), person("mitglied")], **on)
    await county.do("schriftfuehrung", "OpenSession", **on)
    uncalled = await refused(county, "schriftfuehrung", "OpenVote", item=second, vote=str(uuid4()), **on)
    assert uncalled["item"] == second
    assert "Ö 2 „Brücke“" in uncalled["detail"]
    await county.do("schriftfuehrung", "CallItem", item=first, **on)
    vote = str(uuid4())
    await county.do("schriftfuehrung", "OpenVote", item=first, vote=vote, kind="roll_call", **on)
    still = await refused(county, "schriftfuehrung", "CallItem", item=second, **on)
    assert still["vote"] == vote
    assert "Die Abstimmung zu Ö 1 ist noch offen" in still["detail"]
    ballot = {"vote": vote, "member": members(8)[2], "choice": "yes"}
    await county.do("schriftfuehrung", "RecordBallot", **ballot, **on)
    twice = await refused(county, "schriftfuehrung", "RecordBallot", **ballot, **on)
    assert "Das Mitglied Mitglied 2 hat schon abgestimmt" in twice["detail"]
    stranger = await refused(county, "schriftfuehrung", "RecordArrival", members=[person("fb-bau")], **on)
    # Whoever has no seat anywhere is not named.
    assert person("fb-bau") in stranger["detail"]
    assert "Fb-Bau" not in stranger["detail"]


async def test_a_paper_that_is_hidden_has_no_name(county: Served) -> None:
    paper, station = await drafted(county, "Streng geheim")
    seen = await refused(
        county, "fb-bau", "AddConsultation", vorlage=paper, consultation=station, committee=KREISTAG
    )
    assert "Kreisausschuss am 25.09.2024" in seen["detail"]
    decision = await county.do(
        "fb-bau", "AddConsultation", vorlage=paper, committee=KREISTAG, date=LATER, role="information"
    )
    session = str(uuid4())
    early = {"session": session, "happened_at": EARLY}
    await county.do("kreistagsbuero", "PlanSession", committee=KREISTAG, date=LATER, **early)
    await county.do("kreistagsbuero", "AddAgendaItem", vorlage=paper, consultation=decision, **early)
    inside = await refused(county, "kreistagsbuero", "SummonSession", **early)
    outside = await refused(county, "mitglied", "SummonSession", **early)
    assert inside["vorlage"] == outside["vorlage"] == paper
    assert "Die Vorlage „Streng geheim“ ist nicht freigegeben" in inside["detail"]
    assert f"Die Vorlage {paper} ist nicht freigegeben" in outside["detail"]
