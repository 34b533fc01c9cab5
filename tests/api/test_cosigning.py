"""A whole cosigning over HTTP: stages, scopes, a change that undoes, the finance check, and the release."""

from typing import Any

from tests.api.test_reading import address, drafted
from tests.serving import BAU, FINANZEN, KREISAUSSCHUSS, Served

BLOCK = {
    "accounts": [
        {"account": "54110.785200", "appropriation": "1000.00", "used": "200.00", "need": "1500.00"}
    ],
    "posting": "payment",
    "cover": [{"kind": "less_payments", "account": "54110.785300", "amount": "500.00"}],
}


async def signatures(county: Served, login: str, id_: str, **query: Any) -> dict[str, Any]:
    paper = await county.read(login, f"/api/vorlagen/{id_}", **query)
    return {each["department"]: each for each in paper["cosignatures"]}


async def events(county: Served, login: str, type_: str, **fields: Any) -> list[str]:
    answer = await county.give(login, type_, **fields)
    assert answer.status_code == 200, answer.text
    return [each["type"] for each in answer.json()["events"]]


async def test_a_paper_is_cosigned_in_stages_changed_signed_again_and_released(county: Served) -> None:
    paper = await drafted(county)
    links = [
        {"department": FINANZEN, "scope": ["proposed_resolution", "budget"]},
        {"department": BAU, "stage": 2, "scope": ["reasons"]},
    ]
    await county.do("fb-bau", "FreezeEdition", vorlage=paper.id, label="Entwurf")
    await county.do("fb-bau", "StartCosigning", vorlage=paper.id, links=links)
    early = await county.give("fb-bau", "CosignVorlage", vorlage=paper.id, department=BAU)
    assert early.status_code == 409
    assert early.json()["waiting_for"] == [FINANZEN]
    await county.do(
        "fb-finanzen",
        "CommentCosigning",
        vorlage=paper.id,
        department=FINANZEN,
        comment="Bitte Betrag nennen",
    )
    rows = await signatures(county, "fb-finanzen", paper.id)
    assert [(each["state"], each["stage"], each["name"]) for each in rows.values()] == [
        ("due", 1, "Fachbereich Finanzen"),
        ("waiting", 2, "Fachbereich Bau"),
    ]
    await county.do("fb-finanzen", "CosignVorlage", vorlage=paper.id, department=FINANZEN)
    await county.do("fb-bau", "CosignVorlage", vorlage=paper.id, department=BAU)
    await county.do("fb-bau", "RecallCosigning", vorlage=paper.id, reason="Ein Satz fehlt")
    before = await county.county.store.head()
    edit = {"vorlage": paper.id, "document": "reasons", "text": "Es ist sehr nötig."}
    assert await events(county, "fb-bau", "ReviseText", **edit) == ["TextRevised", "CosignatureLapsed"]
    rows = await signatures(county, "fb-bau", paper.id)
    assert [each["state"] for each in rows.values()] == ["signed", "lapsed"]
    assert rows[BAU]["lapsed"]["sections"] == ["reasons"]
    assert rows[BAU]["lapsed"]["by"] == "fb-bau"
    assert (await signatures(county, "fb-bau", paper.id, as_of=before))[BAU]["state"] == "signed"
    await county.do("fb-bau", "FreezeEdition", vorlage=paper.id, label="Fassung Kreistag")
    await county.do("fb-bau", "StartCosigning", vorlage=paper.id, links=links)
    refused = await county.give("landrat", "ReleaseVorlage", vorlage=paper.id)
    assert refused.status_code == 409
    assert refused.json()["departments"] == [BAU]
    assert refused.json()["rule"] == "8"
    await county.do("fb-bau", "CosignVorlage", vorlage=paper.id, department=BAU)
    await county.do("landrat", "ReleaseVorlage", vorlage=paper.id)
    rows = await signatures(county, "kreistagsbuero", paper.id)
    assert [(each["state"], each["edition"], each["by"]) for each in rows.values()] == [
        ("signed", 1, None),
        ("signed", 2, None),
    ]
    assert [each["comment"] for each in rows[FINANZEN]["remarks"]] == ["Bitte Betrag nennen"]


async def test_spending_above_plan_is_checked_by_finance_until_the_block_changes(county: Served) -> None:
    paper = await drafted(county)
    await county.do("fb-bau", "InviteDepartment", vorlage=paper.id, department=FINANZEN)
    wrong = await county.give("fb-bau", "RecordBudget", vorlage=paper.id, budget={**BLOCK, "need": "1400.00"})
    assert (wrong.status_code, wrong.json()["rule"]) == (422, "11")
    assert (wrong.json()["stated"], wrong.json()["lines"]) == ("1400.00", "1500.00")
    await county.do("fb-bau", "RecordBudget", vorlage=paper.id, budget=BLOCK)
    budget = (await county.read("fb-bau", address(paper)))["budget"]
    assert (budget["spending"], budget["shortfall"], budget["flags"]) == ("above_plan", "500.00", [])
    assert budget["accounts"][0]["shortfall"] == "500.00"
    assert budget["finance_check"] is None
    check: dict[str, Any] = {
        "vorlage": paper.id,
        "positive": True,
        "ground": "§ 105 KVG LSA, unabweisbar",
        "competent": KREISAUSSCHUSS,
        "note": "Deckung geprüft",
    }
    assert (await county.give("fb-bau", "RecordFinanceCheck", **check)).status_code == 403
    await county.do("fb-finanzen", "RecordFinanceCheck", **check)
    found = (await county.read("fb-bau", address(paper)))["budget"]["finance_check"]
    assert (found["positive"], found["valid"], found["competent"]) == (True, True, KREISAUSSCHUSS)
    assert (found["by"], found["rule"]) == ("fb-finanzen", "kvg-lsa")
    changed = {**BLOCK, "proof_required": True}
    told = await events(county, "fb-bau", "RecordBudget", vorlage=paper.id, budget=changed)
    assert told == ["BudgetRecorded", "FinanceCheckLapsed"]
    found = (await county.read("fb-bau", address(paper)))["budget"]["finance_check"]
    assert (found["valid"], found["lapsed"]["by"]) == (False, "fb-bau")


async def test_a_chain_left_out_asks_finance_where_the_rule_set_does(county: Served) -> None:
    paper = await drafted(county)
    await county.do("fb-bau", "RecordBudget", vorlage=paper.id, budget=BLOCK)
    await county.do("fb-bau", "FreezeEdition", vorlage=paper.id, label="Entwurf")
    without = await county.give("fb-bau", "StartCosigning", vorlage=paper.id, chain=[BAU])
    assert without.status_code == 409
    await county.do("fb-bau", "StartCosigning", vorlage=paper.id)
    rows = await signatures(county, "fb-bau", paper.id)
    assert {key: each["scope"] for key, each in rows.items()} == {FINANZEN: ["budget"]}
