"""A paper before its bodies: votes, motions, outcomes, and the edition that is resolved (rules 7 to 10)."""

import hashlib
import json
from typing import Literal

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.committee.events import ResolutionNumbered
from domain.errors import AlreadyExists, NoSuch, NotEntitled, WrongState
from domain.events import vorlage_stream
from domain.flag import Flag
from domain.procedure import AnyCommand
from domain.session.commands.agenda import AddAgendaItem, PlanSession, SummonSession
from domain.session.commands.attendance import RecordArrival
from domain.session.commands.course import CallItem, CloseSession, ConcludeItem, OpenSession
from domain.session.commands.minutes import DraftMinutes, SignMinutes
from domain.session.commands.votes import AnnulVote, CorrectVote, DeclareVote, OpenVote, RecordVote
from domain.session.errors.minutes import ResultsLocked
from domain.session.errors.votes import DecisionStands
from domain.session.events.course import ItemConcluded
from domain.session.events.votes import VoteDeclared, VoteOpened
from domain.text import Splice
from domain.vorlage.commands.aftermath import ObjectToResolution, StartImplementation, WithdrawVorlage
from domain.vorlage.commands.budget import RecordBudget
from domain.vorlage.commands.consultation import AddConsultation
from domain.vorlage.commands.cosigning import ReleaseVorlage, StartCosigning, WithdrawRelease
from domain.vorlage.commands.drafting import (
    AddAttachment,
    ChangeHeader,
    RemoveAttachment,
    ReplaceAttachment,
    ReviseText,
)
from domain.vorlage.commands.editions import FreezeEdition
from domain.vorlage.commands.measures import AddMeasure, AmendMeasure, ChangeMeasureCitation, RemoveMeasure
from domain.vorlage.commands.motions import ProposeAmendment, WithdrawAmendment
from domain.vorlage.editions.content import AttachmentContent, Content, MeasureContent, nfc
from domain.vorlage.errors.consultation import ConsultationUnderWay, StationFollowed
from domain.vorlage.errors.drafting import OldTextDiffers, TextFrozen
from domain.vorlage.errors.editions import EditionOutdated
from domain.vorlage.errors.motions import AmendmentChangesNothing, AmendmentSettled, AmendmentsOverlap
from domain.vorlage.events.aftermath import DecisionAnnulled, VorlageNoted, VorlageRejected, VorlageResolved
from domain.vorlage.events.budget import Budget
from domain.vorlage.events.consultation import (
    ConsultationAdded,
    ConsultationCalled,
    ConsultationConcluded,
    ConsultationOvertaken,
    ConsultationReopened,
    ConsultationResultCorrected,
    ConsultationScheduled,
    ConsultationSummoned,
)
from domain.vorlage.events.drafting import TextRevised
from domain.vorlage.events.editions import EditionFrozen
from domain.vorlage.events.measures import MeasureAmended
from domain.vorlage.events.motions import (
    AmendmentAdopted,
    AmendmentObsolete,
    AmendmentProposed,
    AmendmentReopened,
    AmendmentVoted,
    AmendmentWithdrawn,
)
from domain.vorlage.phases import Noted, Rejected, Resolved
from tests.domain.county import (
    BAU,
    BUILDER,
    CHAIR,
    CLERK,
    DECISION,
    ITEM,
    KA_DAY,
    KREISAUSSCHUSS,
    KREISTAG,
    KT_DAY,
    LANDRAT,
    MEASURE,
    MOTION,
    NEW,
    OFFICE,
    OLD,
    PAPER,
    PRELIMINARY,
    SITTING,
    VOTE,
    County,
    at,
    cosigning,
    draft,
    informed,
    members,
    released,
    sitting,
    summoned,
)

PROPOSE = ProposeAmendment(
    vorlage=PAPER, amendment=MOTION, measure=MEASURE, old=OLD, new=NEW, consultation=DECISION
)


def voted(
    given: County,
    yes: int,
    no: int,
    abstained: int = 0,
    *,
    vote: str = VOTE,
    amendment: str | None = None,
    item: str = ITEM,
) -> County:
    """A vote opened, counted and declared."""
    return given.all(
        CLERK,
        OpenVote(
            session=SITTING,
            item=item,
            vote=vote,
            about="main" if amendment is None else "amendment",
            amendment=amendment,
        ),
        RecordVote(session=SITTING, vote=vote, yes=yes, no=no, abstained=abstained),
        DeclareVote(session=SITTING, vote=vote),
    )


def proposed(given: County | None = None) -> County:
    return (given or sitting()).when(CHAIR if given is None else CLERK, PROPOSE)


# The main vote


def test_the_kreisausschuss_recommends_by_nine_to_nil_with_one_abstention() -> None:
    then = voted(sitting(PRELIMINARY), 9, 0, 1)
    edition = then.paper.editions[0]
    assert then.of(ConsultationConcluded) == [
        ConsultationConcluded(
            consultation=PRELIMINARY,
            session=SITTING,
            outcome="recommended",
            vote=VOTE,
            text_hash=edition.hash,
            yes=9,
            no=0,
            abstained=1,
        )
    ]
    assert then.paper.status == "in_consultation"


def test_the_kreistag_resolves_the_edition_that_it_voted_on() -> None:
    then = voted(sitting(), 8, 1)
    edition = then.paper.editions[0]
    assert then.of(VorlageResolved) == [
        VorlageResolved(
            edition=1,
            hash=edition.hash,
            consultation=DECISION,
            vote=VOTE,
            resolution_number="KT 1/2023",
        )
    ]
    assert then.paper.phase == Resolved(1, edition.hash)
    assert then.of(ItemConcluded)[0].outcome == "resolved"


def test_the_kreistag_votes_a_paper_down() -> None:
    then = voted(proposed(), 4, 5)
    assert then.of(VorlageRejected) == [VorlageRejected(consultation=DECISION, vote=VOTE)]
    assert then.of(AmendmentObsolete) == [AmendmentObsolete(amendment=MOTION)]
    assert then.paper.phase == Rejected()
    assert then.of(ConsultationConcluded)[0].outcome == "rejected"


def test_a_preliminary_body_does_not_recommend_and_decides_nothing() -> None:
    then = voted(sitting(PRELIMINARY), 5, 5)
    assert then.of(ConsultationConcluded)[0].outcome == "not_recommended"
    assert then.paper.status == "in_consultation"


def test_a_result_declared_against_the_count_decides_as_declared() -> None:
    given = sitting().all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, vote=VOTE),
        RecordVote(session=SITTING, vote=VOTE, yes=4, no=5, abstained=0),
    )
    declare = DeclareVote(session=SITTING, vote=VOTE, declared=True, override="so verkündet")
    then = given.when(CLERK, declare)
    assert then.paper.status == "resolved"


def test_a_postponed_station_is_followed_by_one_of_the_same_committee_and_role() -> None:
    then = sitting(PRELIMINARY).when(
        CLERK, ConcludeItem(session=SITTING, item=ITEM, outcome="postponed", reason="Unterlagen fehlen")
    )
    added = then.of(ConsultationAdded)[0]
    assert (added.committee, added.role, added.date, added.place) == (KREISAUSSCHUSS, "preliminary", None, 1)
    assert [each.outcome for each in then.paper.consultations] == ["postponed", None, None]
    assert then.of(ConsultationConcluded)[0].yes is None


def test_a_paper_is_decided_at_the_station_after_a_postponed_decision() -> None:
    given = sitting().when(CLERK, ConcludeItem(session=SITTING, item=ITEM, outcome="postponed"))
    day = KT_DAY.replace(month=4)
    given = given.all(
        OFFICE,
        PlanSession(session="second", committee=KREISTAG, date=day),
        AddAgendaItem(session="second", item="again", vorlage=PAPER),
        SummonSession(session="second"),
    )
    present = RecordArrival(session="second", members=(*members(KREISTAG, 7), CHAIR))
    given = given.when(CLERK, present, at(day)).all(
        CLERK,
        OpenSession(session="second"),
        CallItem(session="second", item="again"),
        OpenVote(session="second", item="again", vote=VOTE),
        RecordVote(session="second", vote=VOTE, yes=8, no=0, abstained=0),
        DeclareVote(session="second", vote=VOTE),
    )
    assert given.paper.status == "resolved"


def test_an_item_taken_off_leaves_the_paper_where_it_is() -> None:
    given = summoned().when(CLERK, OpenSession(session=SITTING), at(KT_DAY))
    then = given.when(CLERK, ConcludeItem(session=SITTING, item=ITEM, outcome="taken_off"))
    assert then.paper.consultations[1].outcome == "taken_off"
    assert then.paper.status == "in_consultation"
    with pytest.raises(WrongState):
        summoned().when(CLERK, ConcludeItem(session=SITTING, item=ITEM, outcome="taken_off"))


@pytest.mark.parametrize("kind", ["information", "decision"])
@pytest.mark.parametrize("more", [True, False])
def test_an_information_paper_is_noted_at_its_last_station(*, kind: str, more: bool) -> None:
    given = draft().all(
        BUILDER,
        ChangeHeader(vorlage=PAPER, kind="information")
        if kind == "information"
        else ChangeHeader(vorlage=PAPER, number="1"),
        FreezeEdition(vorlage=PAPER, label="A"),
        StartCosigning(vorlage=PAPER),
    )
    given = given.when(LANDRAT, ReleaseVorlage(vorlage=PAPER))
    if more:
        last = AddConsultation(vorlage=PAPER, committee=KREISAUSSCHUSS, date=KT_DAY, role="information")
        given = given.when(OFFICE, last)
    ka, kt = KA_DAY, KT_DAY
    for session, committee, day in (("ka", KREISAUSSCHUSS, ka), ("kt", KREISTAG, kt)):
        given = given.all(
            OFFICE,
            PlanSession(session=session, committee=committee, date=day),
            AddAgendaItem(session=session, item=f"{session}-item", vorlage=PAPER),
            SummonSession(session=session),
        )
    for session, day in (("ka", ka), ("kt", kt)):
        given = given.when(CLERK, OpenSession(session=session), at(day))
        given = given.when(CLERK, CallItem(session=session, item=f"{session}-item"))
        conclude = ConcludeItem(session=session, item=f"{session}-item", outcome="noted")
        given = given.when(CLERK, conclude)
    noted = kind == "information" and not more
    assert given.of(VorlageNoted) == ([VorlageNoted(consultation=DECISION)] if noted else [])
    assert (given.paper.phase == Noted()) == noted


@pytest.mark.parametrize(("yes", "outcome"), [(9, "noted"), (0, "not_recommended")])
def test_a_body_that_is_told_of_a_paper_may_note_it_by_vote(yes: int, outcome: str) -> None:
    told = voted(informed(), yes, 9 - yes)
    assert told.paper.consultations[-1].outcome == outcome
    assert told.paper.phase == Noted()
    assert told.of(VorlageNoted) == [VorlageNoted(consultation=DECISION)]


# Motions


def test_a_motion_names_the_text_in_force_and_changes_nothing_by_itself() -> None:
    then = proposed()
    assert then.events == [
        AmendmentProposed(
            amendment=MOTION,
            measure=MEASURE,
            old=OLD,
            new=NEW,
            consultation=DECISION,
            proposer=CHAIR,
            base=1,
        )
    ]
    assert then.paper.text(f"measures/{MEASURE}") == OLD
    with pytest.raises(AlreadyExists):
        then.when(CHAIR, PROPOSE)
    with pytest.raises(OldTextDiffers):
        sitting().when(CHAIR, replace(PROPOSE, old="anders"))
    with pytest.raises(AmendmentChangesNothing):
        sitting().when(CHAIR, replace(PROPOSE, new=OLD))
    with pytest.raises(NoSuch):
        sitting().when(CHAIR, replace(PROPOSE, consultation="none"))
    with pytest.raises(NoSuch):
        sitting().when(CHAIR, replace(PROPOSE, measure="none"))
    without = replace(PROPOSE, consultation=None, proposer="member-7", committee=KREISTAG)
    assert sitting().when(CLERK, without).of(AmendmentProposed)[0].proposer == "member-7"
    with pytest.raises(NotEntitled):
        released().when(CHAIR, PROPOSE)
    with pytest.raises(WrongState):
        draft().when(BUILDER, PROPOSE)


def test_the_kreistag_resolves_the_paper_with_a_measure_amended_by_its_vote() -> None:
    carried = voted(proposed(), 6, 3, vote="motion-vote", amendment=MOTION)
    assert carried.of(AmendmentVoted) == [
        AmendmentVoted(amendment=MOTION, consultation=DECISION, vote="motion-vote", result="carried")
    ]
    assert carried.paper.text(f"measures/{MEASURE}") == OLD
    then = voted(carried, 9, 0)
    old, new = then.paper.editions
    assert [type(each) for each in then.events] == [
        VoteDeclared,
        ItemConcluded,
        ResolutionNumbered,
        ConsultationConcluded,
        MeasureAmended,
        TextRevised,
        AmendmentAdopted,
        EditionFrozen,
        VorlageResolved,
        ConsultationOvertaken,
    ]
    assert then.of(ConsultationOvertaken) == [
        ConsultationOvertaken(consultation=PRELIMINARY, outcome="taken_off")
    ]
    assert then.of(MeasureAmended)[0].cause == DECISION
    assert then.of(MeasureAmended)[0].amendment == MOTION
    assert then.of(AmendmentAdopted)[0].order == 1
    assert then.of(EditionFrozen)[0].label == "Fassung Kreistag"
    assert then.of(ItemConcluded)[0].outcome == "resolved_amended"
    assert new.hash == then.of(VorlageResolved)[0].hash == then.of(ConsultationConcluded)[0].text_hash
    assert new.hash != old.hash
    assert then.paper.text(f"measures/{MEASURE}") == NEW
    assert then.paper.phase == Resolved(2, new.hash)


def test_a_preliminary_body_only_recommends_a_motion() -> None:
    given = proposed(sitting(PRELIMINARY))
    recommended = voted(given, 6, 4, vote="motion-vote", amendment=MOTION)
    assert recommended.of(AmendmentVoted)[0].result == "recommended"
    then = voted(recommended, 10, 0)
    assert then.of(ItemConcluded)[0].outcome == "recommended_amended"
    assert then.paper.text(f"measures/{MEASURE}") == OLD
    refused = voted(given, 5, 5, vote="motion-vote", amendment=MOTION)
    assert refused.of(AmendmentVoted)[0].result == "not_recommended"


def test_a_motion_voted_down_is_settled_and_one_left_over_becomes_obsolete() -> None:
    other = replace(PROPOSE, amendment="other", new="Nichts.")
    given = proposed().when(CLERK, other)
    then = voted(given, 3, 6, vote="motion-vote", amendment=MOTION)
    assert then.of(AmendmentVoted)[0].result == "rejected"
    with pytest.raises(AmendmentSettled):
        voted(then, 6, 3, vote="again", amendment=MOTION)
    with pytest.raises(AmendmentSettled):
        then.when(CHAIR, WithdrawAmendment(vorlage=PAPER, amendment=MOTION))
    done = voted(then, 9, 0)
    assert done.of(AmendmentObsolete) == [AmendmentObsolete(amendment="other")]


def test_nobody_puts_a_motion_into_another_s_mouth_but_the_clerk_and_the_lead_department() -> None:
    member = members(KREISTAG, 1)[0]
    forged = replace(PROPOSE, proposer=CHAIR)
    with pytest.raises(NotEntitled) as refused:
        sitting().when(member, forged)
    assert refused.value.needed == ("clerk", "lead")
    for who, named in ((CLERK, forged), (BUILDER, forged), (CHAIR, forged), (CHAIR, PROPOSE)):
        assert sitting().when(who, named).paper.motions[0].proposer == CHAIR


@pytest.mark.parametrize(("yes", "no"), [(6, 3), (3, 6)])
@pytest.mark.parametrize("station", [PRELIMINARY, DECISION])
def test_a_motion_whose_vote_is_annulled_stands_as_proposed(station: str, yes: int, no: int) -> None:
    given = voted(proposed(sitting(station)), yes, no, vote="motion-vote", amendment=MOTION)
    annul = AnnulVote(session=SITTING, vote="motion-vote", reason="falsch verlesen")
    then = given.when(CLERK, annul)
    assert then.of(AmendmentReopened) == [
        AmendmentReopened(
            amendment=MOTION, consultation=station, vote="motion-vote", reason="falsch verlesen"
        )
    ]
    assert (then.paper.motions[0].status, then.paper.motions[0].vote) == ("proposed", None)
    again = voted(then, 9, 0, vote="second", amendment=MOTION)
    assert again.paper.motions[0].status == ("carried" if station == DECISION else "recommended")


def test_a_count_of_a_motion_that_was_not_declared_is_annulled_without_a_trace_in_the_paper() -> None:
    given = proposed().all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, vote="a", about="amendment", amendment=MOTION),
        RecordVote(session=SITTING, vote="a", yes=6, no=3, abstained=0),
        AnnulVote(session=SITTING, vote="a", reason="x"),
    )
    assert given.of(AmendmentReopened) == []
    assert given.paper.motions[0].status == "proposed"


def test_an_annulled_vote_on_a_motion_of_a_withdrawn_paper_leaves_it_obsolete() -> None:
    withdraw = WithdrawVorlage(vorlage=PAPER, reason="zurückgezogen")
    annul = AnnulVote(session=SITTING, vote="v", reason="x")
    for yes, reopened in ((3, 0), (8, 0)):
        given = voted(proposed(sitting(PRELIMINARY)), yes, 5 - yes % 5, vote="v", amendment=MOTION)
        then = given.when(LANDRAT, withdraw).when(CLERK, annul)
        assert len(then.of(AmendmentReopened)) == reopened
        assert then.paper.motions[0].status == "obsolete"
    elsewhere = voted(proposed(), 3, 6, vote="v", amendment=MOTION)
    decided = elsewhere.happened(f"vorlagen/{PAPER}", VorlageNoted(consultation=DECISION))
    then = decided.when(CLERK, annul)
    assert [type(each) for each in then.events[1:]] == [AmendmentReopened, AmendmentObsolete]
    assert then.paper.motions[0].status == "obsolete"


def test_a_motion_is_withdrawn_by_whoever_proposed_it() -> None:
    back = WithdrawAmendment(vorlage=PAPER, amendment=MOTION)
    then = proposed().when(CHAIR, back)
    assert then.events == [AmendmentWithdrawn(amendment=MOTION)]
    with pytest.raises(NotEntitled):
        proposed().when(members(KREISTAG, 1)[0], back)
    with pytest.raises(NoSuch):
        proposed().when(CLERK, WithdrawAmendment(vorlage=PAPER, amendment="none"))
    with pytest.raises(NoSuch):
        voted(proposed(), 5, 4, amendment="none")


def test_a_motion_is_withdrawn_only_before_its_vote_is_declared() -> None:
    back = WithdrawAmendment(vorlage=PAPER, amendment=MOTION)
    with pytest.raises(AmendmentSettled):
        voted(proposed(), 6, 3, vote="motion-vote", amendment=MOTION).when(CHAIR, back)
    given = proposed().all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, vote="a", about="amendment", amendment=MOTION),
        RecordVote(session=SITTING, vote="a", yes=6, no=3, abstained=0),
        back,
    )
    with pytest.raises(AmendmentSettled):
        given.when(CLERK, DeclareVote(session=SITTING, vote="a"))


def test_rule_9_two_motions_that_change_the_same_measure_are_not_both_carried() -> None:
    given = proposed().when(CLERK, replace(PROPOSE, amendment="other", new="Nichts."))
    carried = voted(given, 6, 3, vote="motion-vote", amendment=MOTION)
    with pytest.raises(AmendmentsOverlap) as refused:
        voted(carried, 6, 3, vote="second", amendment="other")
    assert (refused.value.amendment, refused.value.carried) == ("other", MOTION)
    both = given.all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, vote="a", about="amendment", amendment=MOTION),
        RecordVote(session=SITTING, vote="a", yes=6, no=3, abstained=0),
        OpenVote(session=SITTING, item=ITEM, vote="b", about="amendment", amendment="other"),
        RecordVote(session=SITTING, vote="b", yes=6, no=3, abstained=0),
        DeclareVote(session=SITTING, vote="a"),
    )
    with pytest.raises(AmendmentsOverlap):
        both.when(CLERK, DeclareVote(session=SITTING, vote="b"))


def test_rule_9_a_motion_whose_base_has_changed_is_a_conflict() -> None:
    given = released().when(BUILDER, PROPOSE)
    given = given.when(LANDRAT, WithdrawRelease(vorlage=PAPER, reason="neue Fassung"))
    given = given.all(
        BUILDER,
        AmendMeasure(vorlage=PAPER, measure=MEASURE, old=OLD, new="Ganz anders."),
        FreezeEdition(vorlage=PAPER, label="B"),
        StartCosigning(vorlage=PAPER),
    )
    given = given.when(LANDRAT, ReleaseVorlage(vorlage=PAPER))
    given = given.all(
        OFFICE,
        PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY),
        AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER),
        SummonSession(session=SITTING),
    )
    present = RecordArrival(session=SITTING, members=(*members(KREISTAG, 7), CHAIR))
    given = given.when(CLERK, present, at(KT_DAY)).all(
        CLERK, OpenSession(session=SITTING), CallItem(session=SITTING, item=ITEM)
    )
    with pytest.raises(OldTextDiffers):
        voted(given, 6, 1, amendment=MOTION)


@given(st.lists(st.booleans(), min_size=1, max_size=4))
def test_rule_9_adopted_motions_take_the_order_of_their_votes(carry: list[bool]) -> None:
    given = draft()
    for n in range(len(carry)):
        added = AddMeasure(vorlage=PAPER, measure=f"m{n}", document="K", topic="T", text=f"alt {n}")
        given = given.when(BUILDER, added)
    for fact in sitting().log[len(draft().log) :]:
        given = given.happened(fact.stream, fact.event, when=fact.meta.happened_at)
    given = given._replace(now=sitting().now)
    # The edition that was summoned with is the one of this draft.
    frozen = _edition(given)
    again = ConsultationSummoned(consultation=DECISION, session=SITTING, edition=frozen.number)
    given = given.happened(f"vorlagen/{PAPER}", frozen, again)
    for n, carries in enumerate(carry):
        motion = ProposeAmendment(
            vorlage=PAPER, amendment=f"a{n}", measure=f"m{n}", old=f"alt {n}", new=f"neu {n}"
        )
        given = given.when(CLERK, motion)
        given = voted(given, 6 if carries else 3, 3, vote=f"v{n}", amendment=f"a{n}")
    then = voted(given, 9, 0)
    adopted = [(each.amendment, each.order) for each in then.of(AmendmentAdopted)]
    expected = [f"a{n}" for n, carries in enumerate(carry) if carries]
    assert adopted == [(id_, n + 1) for n, id_ in enumerate(expected)]
    for n, carries in enumerate(carry):
        assert then.paper.text(f"measures/m{n}") == (f"neu {n}" if carries else f"alt {n}")
    opened = next(
        fact.event for fact in then.log if isinstance(fact.event, VoteOpened) and fact.event.vote == VOTE
    )
    assert opened.text_hash == then.of(VorlageResolved)[0].hash == then.paper.editions[-1].hash


def _edition(given: County) -> EditionFrozen:
    content = given.paper.content()
    return EditionFrozen(
        number=2,
        label="B",
        hash=content.hash(),
        sections=content.section_hashes(),
        canonical=content.canonical(),
    )


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


# Rule 7: what the hash covers

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(str.strip)

COVERED: list[AnyCommand] = [
    ChangeHeader(vorlage=PAPER, subject="Anderes"),
    ReviseText(vorlage=PAPER, document="proposed_resolution", text="Anders."),
    ReviseText(vorlage=PAPER, document="reasons", text="Anders."),
    ReviseText(vorlage=PAPER, document=f"measures/{MEASURE}", text="Anders."),
    AmendMeasure(vorlage=PAPER, measure=MEASURE, old=OLD, new=NEW),
    ChangeMeasureCitation(vorlage=PAPER, measure=MEASURE, topic="Finanzen"),
    AddMeasure(vorlage=PAPER, measure="m2", document="K", topic="T", text="x"),
    RemoveMeasure(vorlage=PAPER, measure=MEASURE),
    RecordBudget(vorlage=PAPER, budget=Budget(proof_required=False)),
    AddAttachment(vorlage=PAPER, attachment="new", title="Neu"),
    ReplaceAttachment(vorlage=PAPER, attachment="a", content=b"anders"),
    ReplaceAttachment(vorlage=PAPER, attachment="a", content=b"bytes", title="Anders"),
    RemoveAttachment(vorlage=PAPER, attachment="a"),
]
NOT_COVERED: list[AnyCommand] = [
    ChangeHeader(vorlage=PAPER, number="7", file_reference="8", signatory="X", kind="information"),
    ChangeHeader(vorlage=PAPER, public=False, date=KA_DAY),
    ReplaceAttachment(vorlage=PAPER, attachment="a", content=b"bytes", edition="Andere Fassung"),
    AddConsultation(vorlage=PAPER, committee_name="Bauausschuss"),
    FreezeEdition(vorlage=PAPER, label="Name"),
]


def attached() -> County:
    return draft().when(
        BUILDER, AddAttachment(vorlage=PAPER, attachment="a", title="Konzept", content=b"bytes")
    )


@pytest.mark.parametrize("command", COVERED)
def test_rule_7_every_change_of_the_content_changes_the_hash(command: AnyCommand) -> None:
    before, after = attached().paper.content(), attached().when(BUILDER, command).paper.content()
    assert before.hash() != after.hash()
    assert before.section_hashes() != after.section_hashes()


@pytest.mark.parametrize("command", NOT_COVERED)
def test_rule_7_labels_dates_and_stations_leave_the_hash_alone(command: AnyCommand) -> None:
    before, after = attached().paper.content(), attached().when(BUILDER, command).paper.content()
    assert before.hash() == after.hash()
    assert before.section_hashes() == after.section_hashes()


FEW = st.sampled_from(["", "ü", "u\u0308", "reasons 1\nx\n"])
IDS = st.sampled_from(["", "a", "reasons 1\nx\n"])
"""Ids are taken as they are; UUIDs have no other form."""
CONTENTS = st.builds(
    lambda subject, resolution, reasons, measures, attachments: replace(
        draft().paper.content(),
        subject=subject,
        proposed_resolution=resolution,
        reasons=reasons,
        measures=measures,
        attachments=attachments,
    ),
    *(FEW, FEW, FEW),
    st.lists(
        st.builds(MeasureContent, id=IDS, document=FEW, page=st.none() | st.just(1), topic=FEW, text=FEW),
        max_size=2,
    ).map(tuple),
    st.lists(st.builds(AttachmentContent, id=IDS, title=FEW, sha256=st.none() | FEW), max_size=2).map(tuple),
)


@given(CONTENTS, CONTENTS)
def test_rule_7_two_hashes_are_equal_exactly_where_the_composed_contents_are(
    one: Content, other: Content
) -> None:
    assert (one.hash() == other.hash()) == (_composed(one) == _composed(other))
    assert one.hash() == hashlib.sha256(one.canonical()).hexdigest()


def _composed(content: Content) -> object:
    return json.loads(nfc(json.dumps(msgspec.to_builtins(content), ensure_ascii=False)))


def test_rule_7_who_and_when_are_not_covered() -> None:
    one = draft().when(BUILDER, ReviseText(vorlage=PAPER, document="reasons", text="Gleich."))
    later = draft()._replace(now=at(KA_DAY))
    other = later.when(OFFICE, ReviseText(vorlage=PAPER, document="reasons", text="Gleich."), anyway=True)
    assert one.paper.content().hash() == other.paper.content().hash()


@given(TEXTS, TEXTS)
def test_rule_7_two_papers_never_share_a_hash_by_moving_text_between_sections(a: str, b: str) -> None:
    content = draft().paper.content()
    one = replace(content, proposed_resolution=a + b, reasons="x").hash()
    other = replace(content, proposed_resolution=a, reasons=b + "x").hash()
    salted = replace(content, salt=b"\x08" * 32).hash()
    assert one != other
    assert salted != content.hash()


# Rule 8


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_rule_8_an_edition_stays_what_it_was_byte_for_byte(texts: list[str]) -> None:
    given = draft()
    kept: list[tuple[str, bytes]] = []
    for n, text in enumerate(texts):
        revise = ReviseText(vorlage=PAPER, document="reasons", text=f"{n} {text}")
        given = given.all(BUILDER, revise, FreezeEdition(vorlage=PAPER, label=f"E{n}"))
        frozen = given.of(EditionFrozen)[0]
        kept.append((frozen.hash, frozen.canonical))
    logged = [fact.event for fact in given.log if isinstance(fact.event, EditionFrozen)]
    assert [(each.hash, each.canonical) for each in logged] == kept
    assert [each.number for each in given.paper.editions] == list(range(1, len(texts) + 1))
    for hash_, canonical in kept:
        assert hashlib.sha256(canonical).hexdigest() == hash_
    assert len({hash_ for hash_, _ in kept}) == len(kept)


def test_rule_8_a_change_after_the_release_makes_a_new_edition_and_keeps_the_old_one() -> None:
    then = voted(voted(proposed(), 6, 3, vote="motion-vote", amendment=MOTION), 9, 0)
    first, second = then.paper.editions
    assert (first, first.label) == (released().paper.editions[0], "Fassung Kreisausschuss")
    assert (second.number, second.label) == (2, "Fassung Kreistag")


# Rule 10

CONTENT: list[AnyCommand] = [
    *(each for each in COVERED if not isinstance(each, ChangeHeader)),
    ChangeHeader(vorlage=PAPER, subject="Anderes"),
]


def noted() -> County:
    return sitting().happened(f"vorlagen/{PAPER}", VorlageNoted(consultation=DECISION))


@pytest.mark.parametrize("command", CONTENT)
def test_rule_10_text_is_open_in_draft_only_and_frozen_for_good_after_the_decision(
    command: AnyCommand,
) -> None:
    closed = (
        cosigning(),
        released(),
        summoned(),
        voted(sitting(), 9, 0),
        voted(sitting(), 0, 9),
        noted(),
        summoned().when(LANDRAT, WithdrawVorlage(vorlage=PAPER, reason="x")),
    )
    for each in closed:
        with pytest.raises(TextFrozen) as refused:
            each.when(BUILDER, command)
        assert refused.value.status == each.paper.status


def test_rule_10_after_the_decision_neither_motions_nor_stations_change() -> None:
    given = voted(sitting(), 9, 0)
    for who, command in (
        (CLERK, PROPOSE),
        (OFFICE, AddConsultation(vorlage=PAPER, committee=KREISTAG)),
        (BUILDER, FreezeEdition(vorlage=PAPER, label="x")),
        (LANDRAT, WithdrawVorlage(vorlage=PAPER, reason="x")),
        (LANDRAT, WithdrawRelease(vorlage=PAPER, reason="x")),
    ):
        with pytest.raises(WrongState):
            given.when(who, command)
