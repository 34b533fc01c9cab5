"""What a decision leaves behind: corrected, annulled, overtaken by a withdrawal (rules 7 and 14)."""

from typing import Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.errors import WrongState
from domain.events import vorlage_stream
from domain.flag import Flag
from domain.session.commands.course import CloseSession, ConcludeItem
from domain.session.commands.minutes import DraftMinutes, SignMinutes
from domain.session.commands.votes import AnnulVote, CorrectVote, DeclareVote, OpenVote, RecordVote
from domain.session.errors.minutes import ResultsLocked
from domain.session.errors.votes import DecisionStands
from domain.session.events.course import ItemConcluded
from domain.text import Splice
from domain.vorlage.commands.aftermath import ObjectToResolution, StartImplementation, WithdrawVorlage
from domain.vorlage.errors.consultation import ConsultationUnderWay, StationFollowed
from domain.vorlage.errors.editions import EditionOutdated
from domain.vorlage.events.aftermath import DecisionAnnulled, VorlageResolved
from domain.vorlage.events.consultation import (
    ConsultationCalled,
    ConsultationConcluded,
    ConsultationReopened,
    ConsultationResultCorrected,
    ConsultationScheduled,
    ConsultationSummoned,
)
from domain.vorlage.events.drafting import TextRevised
from tests.domain.county import (
    BAU,
    CHAIR,
    CLERK,
    DECISION,
    ITEM,
    KREISTAG,
    KT_DAY,
    LANDRAT,
    MEASURE,
    MOTION,
    NEW,
    OFFICE,
    PAPER,
    PRELIMINARY,
    SITTING,
    VOTE,
    County,
    sitting,
)
from tests.domain.motioned import PROPOSE, proposed, voted

# Afterwards


@given(st.integers(0, 9), st.integers(0, 9))
def test_rule_14_a_corrected_count_corrects_the_station_and_never_the_outcome(yes: int, no: int) -> None:
    no = min(no, 9 - yes)
    assume((yes, no) != (5, 4))
    given = voted(sitting(), 5, 4)
    corrected = CorrectVote(session=SITTING, vote=VOTE, yes=yes, no=no, abstained=0, reason="verzählt")
    then = given.when(CLERK, corrected)
    assert then.of(ConsultationResultCorrected) == [
        ConsultationResultCorrected(
            consultation=DECISION,
            vote=VOTE,
            yes=yes,
            no=no,
            abstained=0,
            reason="verzählt",
        )
    ]
    assert then.paper.phase == given.paper.phase
    was = given.paper.consultations
    assert tuple(replace(each, flags=()) for each in then.paper.consultations) == was
    differs = any(flag.flag == "declared_differs" for flag in _flags(then))
    assert differs == (yes <= no)
    assert then.paper.consultations[1].flags == _flags(then)


def _flags(given: County) -> tuple[Flag, ...]:
    return getattr(given.events[0], "flags", ())


def test_the_correction_of_a_vote_that_is_not_declared_leaves_the_station_alone() -> None:
    given = sitting().all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, vote=VOTE),
        RecordVote(session=SITTING, vote=VOTE, yes=5, no=4, abstained=0),
    )
    corrected = CorrectVote(session=SITTING, vote=VOTE, yes=4, no=5, abstained=0, reason="x")
    then = given.when(CLERK, corrected)
    assert then.of(ConsultationResultCorrected) == []
    assert then.when(CLERK, DeclareVote(session=SITTING, vote=VOTE)).paper.status == "rejected"


def test_an_annulled_recommendation_opens_its_station_again() -> None:
    given = voted(sitting(PRELIMINARY), 6, 4)
    then = given.when(CLERK, AnnulVote(session=SITTING, vote=VOTE, reason="befangen"))
    assert then.of(ConsultationReopened) == [
        ConsultationReopened(consultation=PRELIMINARY, session=SITTING, reason="befangen")
    ]
    assert then.paper.consultations[0].outcome is None
    assert voted(then, 4, 6, vote="second").paper.consultations[0].outcome == "not_recommended"


ANNUL = AnnulVote(session=SITTING, vote=VOTE, reason="falsch verkündet")


def spoken_and_moved() -> County:
    """The Kreistag with a motion it carried, one it has not heard, and the vote on the paper counted."""
    given = sitting().all(CLERK, PROPOSE, replace(PROPOSE, amendment="other", new="etwas anderes"))
    return voted(given, 8, 1, vote="first", amendment=MOTION).all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, vote=VOTE),
        RecordVote(session=SITTING, vote=VOTE, yes=8, no=1, abstained=0),
    )


def test_an_annulled_decision_leaves_paper_station_and_motions_as_they_were_before_it() -> None:
    before = spoken_and_moved()
    decided = before.when(CLERK, DeclareVote(session=SITTING, vote=VOTE))
    assert (decided.paper.status, decided.paper.text(f"measures/{MEASURE}")) == ("resolved", NEW)
    then = decided.when(CLERK, ANNUL)
    was, now = before.paper, then.paper
    assert then.of(DecisionAnnulled) == [
        DecisionAnnulled(consultation=DECISION, vote=VOTE, edition=1, reason="falsch verkündet")
    ]
    assert (now.phase, now.resolved, now.decided_on) == (was.phase, None, None)
    assert now.consultations == was.consultations
    assert now.texts == was.texts
    assert now.measures == was.measures
    assert [(each.id, each.status) for each in now.motions] == [(MOTION, "carried"), ("other", "proposed")]
    assert [each.wordings for each in now.motions] == [each.wordings for each in was.motions]
    again = voted(then, 5, 4, vote="again")
    assert again.paper.text(f"measures/{MEASURE}") == NEW
    assert again.of(VorlageResolved)[0].resolution_number == "KT 2/2023"
    assert len(again.paper.editions) == 3


def test_a_rejected_paper_and_one_of_which_a_body_took_note_are_taken_back_too() -> None:
    rejected = voted(sitting(), 4, 5).when(CLERK, ANNUL)
    assert rejected.paper.status == "in_consultation"
    assert voted(rejected, 9, 0, vote="again").paper.status == "resolved"


def test_after_the_close_an_annulled_decision_is_put_off_and_signed_minutes_lock_it() -> None:
    closed = voted(sitting(), 9, 0).when(CLERK, CloseSession(session=SITTING))
    then = closed.when(CHAIR, ANNUL)
    assert then.paper.status == "in_consultation"
    assert [each.outcome for each in then.paper.consultations] == [None, "postponed", None]
    assert then.paper.consultations[2].committee == KREISTAG
    signed = closed.all(CLERK, DraftMinutes(session=SITTING), SignMinutes(session=SITTING, role="clerk"))
    with pytest.raises(ResultsLocked):
        signed.when(CHAIR, SignMinutes(session=SITTING, role="chair")).when(CLERK, ANNUL)


def test_what_followed_a_decision_stands_in_the_way_of_its_annulment() -> None:
    decided = voted(sitting(), 9, 0)
    objected = ObjectToResolution(vorlage=PAPER, reason="rechtswidrig", known_at=KT_DAY)
    carried_out = StartImplementation(vorlage=PAPER, department=BAU)
    for who, command in ((LANDRAT, objected), (OFFICE, carried_out)):
        with pytest.raises(DecisionStands):
            decided.when(who, command).when(CLERK, ANNUL)


def test_a_recommendation_on_which_a_later_station_went_on_is_not_annulled() -> None:
    given = voted(sitting(PRELIMINARY), 6, 4)
    later = ConsultationConcluded(
        consultation=DECISION, session="kt", outcome="taken_off", vote=None, text_hash=None
    )
    with pytest.raises(StationFollowed):
        given.happened(vorlage_stream(PAPER), later).when(CLERK, ANNUL)
    called = given.happened(
        vorlage_stream(PAPER),
        ConsultationScheduled(consultation=DECISION, session="kt", item="kt"),
        ConsultationSummoned(consultation=DECISION, session="kt", edition=1),
        ConsultationCalled(consultation=DECISION, session="kt"),
    )
    with pytest.raises(StationFollowed):
        called.when(CLERK, ANNUL)


def test_a_paper_withdrawn_during_its_vote_is_not_resolved() -> None:
    withdraw = WithdrawVorlage(vorlage=PAPER, reason="zurückgezogen")
    counted = (
        OpenVote(session=SITTING, item=ITEM, vote=VOTE),
        RecordVote(session=SITTING, vote=VOTE, yes=9, no=0, abstained=0),
    )
    advised = sitting(PRELIMINARY)
    with pytest.raises(WrongState):
        voted(advised.when(LANDRAT, withdraw), 9, 0)
    with pytest.raises(WrongState):
        advised.all(CLERK, *counted).when(LANDRAT, withdraw).when(
            CLERK, DeclareVote(session=SITTING, vote=VOTE)
        )
    for now in (sitting(), sitting().when(CLERK, counted[0]), sitting().all(CLERK, *counted)):
        with pytest.raises(ConsultationUnderWay):
            now.when(LANDRAT, withdraw)
    over = sitting().when(CLERK, ConcludeItem(session=SITTING, item=ITEM, outcome="taken_off"))
    assert over.when(LANDRAT, withdraw).paper.status == "withdrawn"


@pytest.mark.parametrize("outcome", ["postponed", "noted", "taken_off"])
def test_a_paper_withdrawn_before_its_item_is_only_taken_off(outcome: Literal["postponed"]) -> None:
    given = sitting(PRELIMINARY).when(LANDRAT, WithdrawVorlage(vorlage=PAPER, reason="zurückgezogen"))
    then = given.when(CLERK, ConcludeItem(session=SITTING, item=ITEM, outcome=outcome))
    assert [type(each) for each in then.events] == [ItemConcluded, ConsultationConcluded]
    assert then.paper.status == "withdrawn"


def test_rule_7_what_was_written_after_the_summons_is_never_resolved() -> None:
    changed = TextRevised(
        document="reasons",
        splices=(Splice(0, 0, "Eingeschmuggelt. "),),
        hash="",
        origin="typed",
        began=sitting().now,
        ended=sitting().now,
    )
    then = voted(sitting().happened(f"vorlagen/{PAPER}", changed), 9, 0)
    resolved = then.of(VorlageResolved)[0]
    assert (resolved.edition, resolved.hash) == (1, sitting().paper.editions[0].hash)
    assert then.paper.content().hash() == resolved.hash


@pytest.mark.parametrize("station", [PRELIMINARY, DECISION])
def test_rule_7_a_count_of_another_wording_than_the_one_carried_meanwhile_is_not_declared(
    station: str,
) -> None:
    given = proposed(sitting(station)).all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, vote=VOTE),
        RecordVote(session=SITTING, vote=VOTE, yes=9, no=0, abstained=0),
    )
    given = voted(given, 6, 3, vote="motion-vote", amendment=MOTION)
    with pytest.raises(EditionOutdated):
        given.when(CLERK, DeclareVote(session=SITTING, vote=VOTE))
