"""A new edition after the release: everybody else goes on reading, and deciding on, the old one."""

from tests.api.test_reading import address, status, summoned
from tests.serving import FINANZEN, Served

OLD = "Es ist sehr nötig."


async def test_while_a_new_edition_is_written_everybody_else_reads_the_released_one(county: Served) -> None:
    paper = await summoned(county)
    await county.do("fb-bau", "OpenEdition", vorlage=paper.id, reason="Hinweis aus dem Ausschuss")
    await county.do("fb-bau", "ReviseText", vorlage=paper.id, document="reasons", text="Ganz anders.")
    await county.do(
        "fb-bau", "AmendMeasure", vorlage=paper.id, measure=paper.measure, old="Ein Radweg", new="Kein Weg"
    )
    await county.do("fb-bau", "ChangeHeader", vorlage=paper.id, subject="Fußwegekonzept")
    inside = await county.read("fb-bau", address(paper))
    assert (inside["reasons"], inside["subject"]) == ("Ganz anders.", "Fußwegekonzept")
    assert inside["revision"]["stage"] == "revising"
    for login in ("mitglied", "schriftfuehrung"):
        seen = await county.read(login, address(paper))
        assert (seen["reasons"], seen["subject"]) == (OLD, "Radverkehrskonzept"), login
        assert seen["measures"][0]["text"] == "Ein Radweg"
        assert seen["revision"] is None
        listed = await county.read(login, "/api/vorlagen")
        assert [each["subject"] for each in listed if each["id"] == paper.id] == ["Radverkehrskonzept"]
        texts = await county.read(login, address(paper, "/texts"))
        assert [each["text"] for each in texts if each["name"] == "reasons"] == [OLD]
        history = await county.read(login, address(paper, "/history"))
        assert "Kein Weg" not in str(history)


async def test_the_new_edition_is_seen_once_it_is_released_and_the_old_one_stays(county: Served) -> None:
    paper = await summoned(county)
    before = await county.read("mitglied", address(paper, "/editions/2"))
    await county.do("fb-bau", "OpenEdition", vorlage=paper.id, reason="Hinweis")
    await county.do("fb-bau", "ReviseText", vorlage=paper.id, document="reasons", text="Ganz anders.")
    await county.do("fb-bau", "FreezeEdition", vorlage=paper.id)
    assert await status(county, "mitglied", address(paper, "/editions/3")) == 404
    assert await status(county, "fb-bau", address(paper, "/editions/3")) == 200
    await county.do("fb-finanzen", "CosignVorlage", vorlage=paper.id, department=FINANZEN)
    await county.do("landrat", "ReleaseVorlage", vorlage=paper.id)
    seen = await county.read("mitglied", address(paper))
    assert seen["reasons"] == "Ganz anders."
    assert [(each["number"], each["released"]) for each in seen["editions"]] == [(2, True), (3, True)]
    assert [(each["edition"], each["late"]) for each in seen["consultations"]] == [(3, True)]
    # The sitting's own item says so, too: the body has to accept the paper.
    sitting = await county.read("mitglied", f"/api/sessions/{paper.session}")
    assert [each["late"] for each in sitting["agenda"] if each["vorlage"] == paper.id] == [True]
    then = await county.read("mitglied", f"/api/sessions/{paper.session}", as_of=paper.summoned)
    assert [each["late"] for each in then["agenda"] if each["vorlage"] == paper.id] == [False]
    assert await county.read("mitglied", address(paper, "/editions/2")) == before
    compared = await county.get(
        "mitglied", address(paper, "/diff"), **{"from": "edition:2", "to": "edition:3"}
    )
    assert [each["section"] for each in compared.json()["sections"]] == ["reasons"]
