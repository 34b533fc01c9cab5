"""The cosigning of a paper as it is shown: whose turn it is, who signed, and what undid it."""

from typing import Any

from domain.organisation.commands import AppointDeputy
from domain.vorlage.commands.cosigning import (
    ChainLink,
    CommentCosigning,
    CosignVorlage,
    RecallCosigning,
    RefuseCosignature,
    StartCosigning,
    WithdrawCosignature,
)
from domain.vorlage.commands.drafting import ReviseText
from domain.vorlage.commands.editions import FreezeEdition
from domain.vorlage.events.cosigning import CosignatureLapsed, CosignatureRevived
from projections.vorlage import shown as vorlage_shown
from projections.vorlage import view as vorlage
from tests.domain.county import (
    ADMIN,
    BAU,
    BUILDER,
    FINANZEN,
    OUTSIDER,
    PAPER,
    TREASURER,
    County,
    draft,
)
from tests.projections.agreement import cosignatures_agree, vorlage_agrees
from tests.projections.story import json, log

NAMES = {BAU: "Fachbereich Bau", FINANZEN: "Fachbereich Finanzen"}
COSIGN = CosignVorlage(vorlage=PAPER, department=FINANZEN, comment="gedeckt")
RECALL = RecallCosigning(vorlage=PAPER, reason="Zahlendreher")
FREEZE = FreezeEdition(vorlage=PAPER, label="Fassung")


def shown(county: County) -> dict[str, dict[str, Any]]:
    """What is shown of each department; at the end of each command it is what the domain counts."""
    row, facts = vorlage.initial(), [fact for fact in county.log if fact.stream == f"vorlagen/{PAPER}"]
    for one in log((fact.stream, fact.meta, fact.event) for fact in facts):
        row = vorlage.decode(vorlage.encode(vorlage.apply(row, one)))
    vorlage_agrees(row, county.paper)
    cosignatures_agree(row, county.paper)
    paper: Any = json(vorlage_shown.show(row, position=1, by=str.upper, named=NAMES.get))
    return {each["department"]: each for each in paper["cosignatures"]}


def revise(text: str) -> ReviseText:
    return ReviseText(vorlage=PAPER, document="reasons", text=text)


def started(*scope: str) -> County:
    links = (
        ChainLink(department=FINANZEN, scope=scope),
        ChainLink(department=BAU, stage=2, mandatory=False),
    )
    return draft().all(BUILDER, FREEZE, StartCosigning(vorlage=PAPER, links=links))


def test_each_department_has_its_row_from_the_start_on() -> None:
    rows = shown(started("reasons", "budget"))
    assert list(rows) == [FINANZEN, BAU]
    assert rows[FINANZEN] == {
        "department": FINANZEN,
        "name": "Fachbereich Finanzen",
        "stage": 1,
        "mandatory": True,
        "scope": ["reasons", "budget"],
        "state": "due",
        "valid": False,
        "edition": None,
        "comment": None,
        "reason": None,
        "by": None,
        "acting_for": None,
        "at": None,
        "lapsed": None,
        "remarks": [],
    }
    assert (rows[BAU]["state"], rows[BAU]["mandatory"], rows[BAU]["scope"]) == ("waiting", False, [])


def test_a_signature_ends_the_waiting_of_the_next_stage() -> None:
    rows = shown(started().when(TREASURER, COSIGN))
    assert (rows[FINANZEN]["state"], rows[FINANZEN]["valid"], rows[FINANZEN]["by"]) == (
        "signed",
        True,
        "TREASURER",
    )
    assert rows[BAU]["state"] == "due"


def test_a_lapsed_cosignature_names_the_change_that_undid_it_and_revives_with_the_old_text() -> None:
    before = draft().paper.text("reasons")
    recalled = started().when(TREASURER, COSIGN).when(BUILDER, RECALL)
    assert shown(recalled)[FINANZEN]["state"] == "signed"
    edited = recalled.when(BUILDER, revise("Anders."))
    row = shown(edited)[FINANZEN]
    assert (row["state"], row["valid"], row["comment"]) == ("lapsed", False, "gedeckt")
    at = edited.last[0].meta.happened_at.isoformat().replace("+00:00", "Z")
    assert row["lapsed"] == {"at": at, "by": "BUILDER", "sections": ["reasons"]}
    frozen = edited.when(BUILDER, FREEZE)
    revived = frozen.when(BUILDER, revise(before))
    row = shown(revived)[FINANZEN]
    assert (row["state"], row["valid"], row["lapsed"]) == ("signed", True, None)
    assert shown(revived.when(BUILDER, revise("Ganz anders.")))[FINANZEN]["state"] == "lapsed"


def test_a_cosignature_for_less_than_is_asked_is_due_again() -> None:
    recalled = started("budget").when(TREASURER, COSIGN).when(BUILDER, RECALL)
    again = recalled.when(BUILDER, StartCosigning(vorlage=PAPER, chain=(FINANZEN,)))
    assert (shown(again)[FINANZEN]["state"], shown(again)[FINANZEN]["valid"]) == ("due", True)


def test_refusals_and_withdrawals_say_why_until_cosigning_starts_again() -> None:
    back = WithdrawCosignature(vorlage=PAPER, department=FINANZEN, reason="übersehen")
    refuse = RefuseCosignature(vorlage=PAPER, department=FINANZEN, reason="keine Deckung")
    withdrawn = started().when(TREASURER, COSIGN).when(TREASURER, back)
    row = shown(withdrawn)[FINANZEN]
    assert (row["state"], row["reason"], row["valid"]) == ("withdrawn", "übersehen", False)
    assert shown(withdrawn.when(TREASURER, COSIGN))[FINANZEN]["reason"] is None
    refused = withdrawn.when(TREASURER, refuse)
    row = shown(refused)[FINANZEN]
    assert (row["state"], row["reason"], row["stage"], row["by"]) == (
        "refused",
        "keine Deckung",
        None,
        "TREASURER",
    )
    again = refused.when(BUILDER, StartCosigning(vorlage=PAPER, chain=(FINANZEN,)))
    assert (shown(again)[FINANZEN]["state"], shown(again)[FINANZEN]["reason"]) == ("due", None)


def test_remarks_stay_with_their_department() -> None:
    remark = CommentCosigning(vorlage=PAPER, department=FINANZEN, comment="Bitte Deckung nennen")
    given = started().when(ADMIN, AppointDeputy(person=TREASURER, deputy=OUTSIDER))
    given = given.when(TREASURER, remark).when(OUTSIDER, remark, acting_for=TREASURER)
    said = shown(given)[FINANZEN]["remarks"]
    assert [(each["by"], each["acting_for"]) for each in said] == [
        ("TREASURER", None),
        ("OUTSIDER", "TREASURER"),
    ]
    recalled = shown(given.when(BUILDER, RECALL))
    assert list(recalled) == [FINANZEN]
    assert (recalled[FINANZEN]["state"], len(recalled[FINANZEN]["remarks"])) == (None, 2)


def test_a_lapse_of_a_cosignature_that_is_not_known_changes_nothing() -> None:
    stream = f"vorlagen/{PAPER}"
    lapse = CosignatureLapsed(department=FINANZEN, edition=1, sections=("reasons",))
    given = draft().happened(stream, lapse, CosignatureRevived(department=FINANZEN, edition=1))
    assert shown(given) == {}
