"""Motions to change a paper: proposed, voted on, carried into its text (rule 9)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.committee.events import ResolutionNumbered
from domain.errors import AlreadyExists, NoSuch, NotEntitled, WrongState
from domain.session.commands.agenda import AddAgendaItem, PlanSession, SummonSession
from domain.session.commands.attendance import RecordArrival
from domain.session.commands.course import CallItem, OpenSession
from domain.session.commands.votes import AnnulVote, DeclareVote, OpenVote, RecordVote
from domain.session.events.course import ItemConcluded
from domain.session.events.votes import VoteDeclared, VoteOpened
from domain.vorlage.commands.aftermath import WithdrawVorlage
from domain.vorlage.commands.cosigning import ReleaseVorlage, StartCosigning, WithdrawRelease
from domain.vorlage.commands.editions import FreezeEdition
from domain.vorlage.commands.measures import AddMeasure, AmendMeasure
from domain.vorlage.commands.motions import ProposeAmendment, WithdrawAmendment
from domain.vorlage.errors.drafting import OldTextDiffers
from domain.vorlage.errors.motions import AmendmentChangesNothing, AmendmentSettled, AmendmentsOverlap
from domain.vorlage.events.aftermath import VorlageNoted, VorlageResolved
from domain.vorlage.events.consultation import (
    ConsultationConcluded,
    ConsultationOvertaken,
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
from domain.vorlage.phases import Resolved
from tests.domain.county import (
    BUILDER,
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
    OLD,
    PAPER,
    PRELIMINARY,
    SITTING,
    VOTE,
    County,
    at,
    draft,
    members,
    released,
    sitting,
)
from tests.domain.motioned import PROPOSE, proposed, voted

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
