"""What the view keeps of a new edition: the old one for everybody else, and what was undone."""

from domain.vorlage.commands.budget import RecordBudget
from domain.vorlage.commands.cosigning import (
    RecallCosigning,
    RefuseCosignature,
    ReleaseVorlage,
    WithdrawRelease,
)
from domain.vorlage.commands.editions import DiscardEdition
from domain.vorlage.commands.measures import AmendMeasure, AttributeCause, RemoveMeasure
from domain.vorlage.events.budget import Budget
from projections.vorlage import row as vorlage_row
from projections.vorlage import view as vorlage
from projections.vorlage.shown import show
from tests.domain.county import (
    BUILDER,
    FINANZEN,
    LANDRAT,
    MEASURE,
    NEW,
    OLD,
    PAPER,
    PRELIMINARY,
    TREASURER,
    County,
    cosigning,
    released,
    summoned,
)
from tests.domain.test_editions import FREEZE, OPEN, WRITE, cosigned, revised
from tests.projections.story import Json, fold, json, log

AMEND = AmendMeasure(vorlage=PAPER, measure=MEASURE, old=OLD, new=NEW, change="c")


def row(county: County) -> vorlage_row.Row:
    facts = log((fact.stream, fact.meta, fact.event) for fact in county.log)
    found: vorlage_row.Row = fold(vorlage, facts)[f"vorlagen/{PAPER}"]
    return found


def shown(county: County) -> Json:
    return json(show(row(county), position=1, by=str.upper))


def test_while_a_new_edition_is_written_the_old_one_is_kept_beside_it() -> None:
    now = row(released().all(BUILDER, OPEN, WRITE, AMEND))
    assert now.revision is not None
    assert now.texts["reasons"] != now.revision.texts["reasons"] == "Es ist nötig.\n"
    assert now.revision.measures[0].changes == []
    assert [each.id for each in now.measures[0].changes] == ["c"]


def test_a_change_that_is_attributed_meanwhile_stays_as_it_was_released() -> None:
    given = cosigning().when(LANDRAT, ReleaseVorlage(vorlage=PAPER))
    given = given.all(BUILDER, OPEN, AMEND, FREEZE).when(LANDRAT, ReleaseVorlage(vorlage=PAPER))
    now = row(given.all(BUILDER, OPEN, AttributeCause(vorlage=PAPER, change="c", cause=PRELIMINARY)))
    assert now.revision is not None
    assert now.revision.measures[0].changes[0].cause is None
    assert now.measures[0].changes[0].cause == PRELIMINARY


def test_the_stages_of_a_new_edition_are_shown() -> None:
    given = summoned().all(BUILDER, OPEN, WRITE)
    assert shown(given)["revision"]["stage"] == "revising"
    assert shown(given)["revision"]["reason"] == OPEN.reason
    frozen = given.when(BUILDER, FREEZE)
    assert shown(frozen)["revision"]["stage"] == "revised"
    assert [each["released"] for each in shown(frozen)["editions"]] == [True, False]
    recalled = frozen.when(BUILDER, RecallCosigning(vorlage=PAPER, reason="Tippfehler"))
    assert shown(recalled)["revision"]["stage"] == "revising"
    assert shown(recalled)["status"] == "in_consultation"
    refused = revised(cosigned()).when(
        TREASURER, RefuseCosignature(vorlage=PAPER, department=FINANZEN, reason="nein")
    )
    assert shown(refused)["chain"] == [FINANZEN]
    over = frozen.when(LANDRAT, ReleaseVorlage(vorlage=PAPER))
    assert shown(over)["revision"] is None
    assert shown(over)["status"] == "in_consultation"
    assert [each["released"] for each in shown(over)["editions"]] == [True, True]
    assert [(each["edition"], each["late"]) for each in shown(over)["consultations"]] == [
        (None, False),
        (2, True),
    ]


def test_a_chain_that_grows_with_a_new_edition_starts_no_cosigning() -> None:
    costly = RecordBudget(vorlage=PAPER, budget=Budget(proof_required=True))
    then = shown(released().all(BUILDER, OPEN, costly, FREEZE))
    assert (then["status"], then["chain"]) == ("released", [FINANZEN])


def test_what_was_given_up_is_no_change_of_a_measure() -> None:
    discard = DiscardEdition(vorlage=PAPER, reason="doch nicht")
    then = shown(released().all(BUILDER, OPEN, AMEND, RemoveMeasure(vorlage=PAPER, measure=MEASURE), discard))
    assert then["measures"] == shown(released())["measures"]
    assert then["revision"] is None


def test_a_release_taken_back_leaves_no_released_edition() -> None:
    then = released().when(BUILDER, OPEN).when(LANDRAT, WithdrawRelease(vorlage=PAPER, reason="alles neu"))
    assert [each["released"] for each in shown(then)["editions"]] == [False]
    assert shown(then)["revision"] is None
    assert shown(then)["status"] == "draft"
