"""Motions and words spoken as they are shown: what became of them, and in whose name."""

from typing import Any

from msgspec.structs import replace

from domain.session.commands.agenda import AddAgendaItem
from domain.session.commands.votes import AnnulVote
from domain.vorlage.commands.cosigning import ReleaseVorlage
from domain.vorlage.commands.editions import DiscardEdition, FreezeEdition, OpenEdition
from domain.vorlage.commands.motions import (
    ProposeAmendment,
    RestateAmendment,
    TakeOverAmendment,
    WithdrawAmendment,
)
from projections.session import shown as session_shown
from projections.session import view as session
from projections.vorlage import shown as vorlage_shown
from projections.vorlage import view as vorlage
from tests.domain.county import (
    BUILDER,
    CLERK,
    KREISTAG,
    LANDRAT,
    OFFICE,
    PAPER,
    SITTING,
    VOTE,
    County,
    released,
    sitting,
    summoned,
)
from tests.domain.lives.views import Views
from tests.domain.test_aloud import CHANGE, FREEZE, READ, WITHDRAW
from tests.domain.test_amendments import PASSAGE, RESOLUTION, between_sittings, voted
from tests.projections.story import fold, json, log


def motions(county: County) -> Any:
    """The motions as a reader sees them."""
    rows = fold(vorlage, log((fact.stream, fact.meta, fact.event) for fact in county.log))
    row = rows[f"vorlagen/{PAPER}"]
    conflicts = {each.id for each in county.paper.motions if each.conflict}
    shown = vorlage_shown.show(row, position=1, by=str.upper, conflicts=conflicts)
    return json(shown)["motions"]


def motion(county: County) -> Any:
    """The first of them."""
    return motions(county)[0]


def statuses(county: County) -> list[list[str]]:
    """What became of each motion, one after another."""
    return [[one["status"] for one in each["statuses"]] for each in motions(county)]


def passages(county: County) -> list[str]:
    """What the passages say that motions changed in what the paper says now."""
    rows = fold(vorlage, log((fact.stream, fact.meta, fact.event) for fact in county.log))
    return [each.new for each in rows[f"vorlagen/{PAPER}"].passages]


def wording(county: County) -> Any:
    """What the paper's item shows of words spoken."""
    rows = fold(session, log((fact.stream, fact.meta, fact.event) for fact in county.log))
    shown = session_shown.show(
        rows[f"sessions/{SITTING}"], position=1, name=str.upper, quorate=lambda there, of: 2 * there > of
    )
    return json(shown)["agenda"][0]["wording"]


def test_a_motion_says_in_whose_name_it_was_moved() -> None:
    body = replace(PASSAGE, committee=KREISTAG)
    assert motion(summoned().when(CLERK, body))["proposed_by"] == "committee"
    assert motion(summoned().when(CLERK, PASSAGE))["proposed_by"] == "member"
    shown = motion(summoned().when(BUILDER, PASSAGE))
    assert (shown["proposed_by"], shown["department"]) == ("administration", "fb-bau")
    assert (shown["document"], shown["measure"], shown["start"]) == ("proposed_resolution", None, 13)


def test_what_was_taken_over_into_an_edition_that_is_given_up_is_open_again() -> None:
    taken = between_sittings(PASSAGE).all(
        BUILDER,
        OpenEdition(vorlage=PAPER, reason="Anregung"),
        TakeOverAmendment(vorlage=PAPER, amendment="passage"),
    )
    assert (motion(taken)["status"], motion(taken)["edition"]) == ("taken_over", None)
    assert taken.paper.text("proposed_resolution") != RESOLUTION
    assert passages(taken) == ["einstimmig "]
    back = taken.when(BUILDER, DiscardEdition(vorlage=PAPER, reason="doch nicht"))
    assert back.paper.text("proposed_resolution") == RESOLUTION
    assert passages(back) == []
    assert (back.paper.motions[0].status, back.paper.motions[0].conflict) == ("recommended", False)
    shown = motion(back)
    assert [each["status"] for each in shown["statuses"]] == [
        "proposed",
        "recommended",
        "taken_over",
        "recommended",
    ]
    assert shown["statuses"][-1]["reason"] == "doch nicht"
    again = back.when(BUILDER, TakeOverAmendment(vorlage=PAPER, amendment="passage"))
    assert (motion(again)["status"], motion(again)["edition"]) == ("taken_over", 2)
    kept = again.all(
        BUILDER,
        OpenEdition(vorlage=PAPER, reason="Anregung"),
        DiscardEdition(vorlage=PAPER, reason="doch nicht"),
    )
    assert (kept.paper.motions[0].status, motion(kept)["status"]) == ("taken_over", "taken_over")


def test_an_annulled_decision_opens_only_the_motions_that_ended_with_it() -> None:
    other = replace(PASSAGE, amendment="other", new="beschließt heute das")
    moved = sitting().all(CLERK, other, WithdrawAmendment(vorlage=PAPER, amendment="other"), PASSAGE)
    resolved = voted(moved, 9, 0)
    assert statuses(resolved) == [["proposed", "withdrawn"], ["proposed", "obsolete"]]
    annulled = resolved.when(CLERK, AnnulVote(session=SITTING, vote=VOTE, reason="verzählt"))
    assert statuses(annulled) == [["proposed", "withdrawn"], ["proposed", "obsolete", "proposed"]]
    assert [each.status for each in annulled.paper.motions] == ["withdrawn", "proposed"]


def test_a_takeover_that_was_given_up_is_stored_live_as_after_a_replay() -> None:
    views = Views()
    life = released()
    views.take(life.log)
    for command in (
        PASSAGE,
        OpenEdition(vorlage=PAPER, reason="Anregung"),
        TakeOverAmendment(vorlage=PAPER, amendment="passage"),
        DiscardEdition(vorlage=PAPER, reason="doch nicht"),
    ):
        life = life.when(BUILDER, command)
        views.take(life.log)
    assert [each["status"] for each in motion(life)["statuses"]] == ["proposed", "taken_over", "proposed"]
    views.rebuild()


def test_what_was_taken_over_into_a_released_edition_stays_when_the_next_one_is_given_up() -> None:
    into_two = released().all(
        BUILDER,
        PASSAGE,
        OpenEdition(vorlage=PAPER, reason="Anregung"),
        TakeOverAmendment(vorlage=PAPER, amendment="passage"),
        FreezeEdition(vorlage=PAPER),
    )
    three = into_two.when(LANDRAT, ReleaseVorlage(vorlage=PAPER)).all(
        BUILDER,
        OpenEdition(vorlage=PAPER, reason="Anregung"),
        DiscardEdition(vorlage=PAPER, reason="doch nicht"),
    )
    assert three.paper.motions[0].status == "taken_over"
    assert (motion(three)["status"], motion(three)["edition"]) == ("taken_over", 2)


def test_a_conflict_is_shown() -> None:
    clash = ProposeAmendment(
        vorlage=PAPER,
        amendment="clash",
        document="proposed_resolution",
        start=13,
        old="beschließt das",
        new="beschließt heute das",
    )
    given = between_sittings(clash).when(CLERK, PASSAGE)
    taken = given.when(BUILDER, TakeOverAmendment(vorlage=PAPER, amendment="passage"))
    assert (motion(given)["conflict"], motion(taken)["conflict"]) == (False, True)


def test_a_motion_restated_on_top_of_another_shows_both_its_words() -> None:
    clash = replace(PASSAGE, amendment="clash", new="beschließt heute das")
    given = sitting().all(CLERK, clash, PASSAGE)
    restated = given.when(
        CLERK,
        RestateAmendment(
            vorlage=PAPER, amendment="clash", after=("passage",), new="beschließt heute einstimmig das"
        ),
    )
    shown = motion(restated)
    assert (shown["new"], shown["status"]) == ("beschließt heute das", "proposed")
    assert [(each["after"], each["new"]) for each in shown["restated"]] == [
        (["passage"], "beschließt heute einstimmig das")
    ]
    assert [each["status"] for each in shown["statuses"]] == ["proposed"]


def test_words_spoken_are_shown_at_once_and_gone_when_taken_back() -> None:
    other = AddAgendaItem(session=SITTING, item="other", subject="Anderes", urgency="Frist")
    changed = sitting().when(OFFICE, other).when(CLERK, CHANGE)
    (shown,) = wording(changed)
    assert (shown["text"], shown["read_back"], shown["frozen"], shown["hash"]) == (
        CHANGE.text,
        False,
        False,
        None,
    )
    assert shown["diff"] == [
        ["=", "Der Kreistag beschließt "],
        ["+", "einstimmig "],
        ["=", "das Konzept."],
    ]
    frozen = changed.all(CLERK, READ, FREEZE)
    assert wording(frozen)[0]["hash"] == frozen.sitting.wordings["item"].frozen
    assert wording(frozen.when(CLERK, WITHDRAW)) == []


def test_what_was_taken_over_into_an_edition_that_is_not_released_says_so() -> None:
    """Rule 8: until then bodies decide without it, and then it is obsolete."""
    moved = between_sittings(PASSAGE)
    opened = moved.when(BUILDER, OpenEdition(vorlage=PAPER, reason="Hinweis"))
    taken = opened.when(BUILDER, TakeOverAmendment(vorlage=PAPER, amendment="passage"))
    frozen = taken.when(BUILDER, FreezeEdition(vorlage=PAPER))
    assert [motion(each)["awaits_release"] for each in (moved, taken, frozen)] == [False, True, True]
