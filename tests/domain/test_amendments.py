"""The life of a motion: of a passage or a measure, restated, taken over, adopted (rule 9)."""

import pytest
from msgspec.structs import replace

from domain.errors import NoSuch, NotEntitled
from domain.session.commands.agenda import AddAgendaItem, PlanSession, SummonSession
from domain.session.commands.attendance import RecordArrival
from domain.session.commands.course import CallItem, ConcludeItem, OpenSession
from domain.session.commands.proceedings import AcceptItem
from domain.session.commands.votes import DeclareVote, OpenVote, RecordVote
from domain.session.events.course import ItemConcluded
from domain.session.events.votes import VoteOpened
from domain.text import Splice
from domain.vorlage.commands.cosigning import ReleaseVorlage, StartCosigning, WithdrawRelease
from domain.vorlage.commands.drafting import ReviseText
from domain.vorlage.commands.editions import FreezeEdition
from domain.vorlage.commands.measures import AmendMeasure, RemoveMeasure
from domain.vorlage.commands.motions import (
    ProposeAmendment,
    RestateAmendment,
    TakeOverAmendment,
    WithdrawAmendment,
)
from domain.vorlage.errors.consultation import ConsultationUnderWay
from domain.vorlage.errors.drafting import OldTextDiffers
from domain.vorlage.errors.editions import EditionOutdated
from domain.vorlage.errors.motions import (
    AmendmentChangesNothing,
    AmendmentSettled,
    AmendmentsOverlap,
    PassageUnnamed,
    RestatementUnrelated,
)
from domain.vorlage.events.aftermath import VorlageResolved
from domain.vorlage.events.consultation import ConsultationConcluded, ConsultationSummoned
from domain.vorlage.events.drafting import TextRevised
from domain.vorlage.events.editions import EditionFrozen
from domain.vorlage.events.measures import MeasureAmended, PassageAmended
from domain.vorlage.events.motions import (
    AmendmentAdopted,
    AmendmentProposed,
    AmendmentRestated,
    AmendmentTakenOver,
    AmendmentVoted,
)
from domain.vorlage.phases import Resolved
from tests.domain.county import (
    BUILDER,
    CHAIR,
    CLERK,
    DECISION,
    ITEM,
    KREISAUSSCHUSS,
    KREISTAG,
    KT_DAY,
    LANDRAT,
    MEASURE,
    NEW,
    OFFICE,
    OLD,
    PAPER,
    PRELIMINARY,
    SITTING,
    VOTE,
    County,
    at,
    members,
    released,
    sitting,
)

RESOLUTION = "Der Kreistag beschließt das Konzept."
PASSAGE = ProposeAmendment(
    vorlage=PAPER,
    amendment="passage",
    document="proposed_resolution",
    start=13,
    old="beschließt das",
    new="beschließt einstimmig das",
)
MEMBER = members(KREISTAG, 1)[0]


def voted(given: County, yes: int, no: int, *, vote: str = VOTE, amendment: str | None = None) -> County:
    """A vote opened, counted and declared."""
    return given.all(
        CLERK,
        OpenVote(
            session=SITTING,
            item=ITEM,
            vote=vote,
            about="main" if amendment is None else "amendment",
            amendment=amendment,
        ),
        RecordVote(session=SITTING, vote=vote, yes=yes, no=no, abstained=0, not_voting=9 - yes - no),
        DeclareVote(session=SITTING, vote=vote),
    )


def about(text: str, id_: str, old: str, new: str, document: str = "proposed_resolution") -> ProposeAmendment:
    """A motion about the first place where the old words stand."""
    return ProposeAmendment(
        vorlage=PAPER, amendment=id_, document=document, start=text.index(old), old=old, new=new
    )


def between_sittings(*motions: ProposeAmendment, yes: int = 9) -> County:
    """The Kreisausschuss has voted on motions and on the paper; its sitting goes on with something else."""
    given = sitting(PRELIMINARY)
    for motion in motions:
        given = given.when(CLERK, motion)
        given = given.all(
            CLERK,
            OpenVote(
                session=SITTING,
                item=ITEM,
                vote=f"v-{motion.amendment}",
                about="amendment",
                amendment=motion.amendment,
            ),
            RecordVote(session=SITTING, vote=f"v-{motion.amendment}", yes=yes, no=10 - yes, abstained=0),
            DeclareVote(session=SITTING, vote=f"v-{motion.amendment}"),
        )
    return given.all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, vote="ka"),
        RecordVote(session=SITTING, vote="ka", yes=10, no=0, abstained=0),
        DeclareVote(session=SITTING, vote="ka"),
    )


# Proposing


def test_a_passage_is_named_by_its_place_in_the_edition() -> None:
    then = sitting().when(MEMBER, PASSAGE)
    assert then.events == [
        AmendmentProposed(
            amendment="passage",
            old="beschließt das",
            new="beschließt einstimmig das",
            document="proposed_resolution",
            start=13,
            base=1,
            proposer=MEMBER,
        )
    ]
    for wrong in ({"start": 12}, {"old": "beschliesst das"}, {"start": 900, "old": ""}):
        with pytest.raises(OldTextDiffers):
            sitting().when(MEMBER, replace(PASSAGE, **wrong))
    with pytest.raises(AmendmentChangesNothing):
        sitting().when(MEMBER, replace(PASSAGE, new=PASSAGE.old))
    for unnamed in ({"document": None}, {"measure": MEASURE}):
        with pytest.raises(PassageUnnamed):
            sitting().when(MEMBER, replace(PASSAGE, **unnamed))


def test_a_motion_is_a_member_s_a_committee_s_or_the_administration_s() -> None:
    own = released().when(BUILDER, PASSAGE).of(AmendmentProposed)[0]
    assert (own.department, own.committee, own.proposer) == ("fb-bau", None, BUILDER)
    named = released().when(BUILDER, replace(PASSAGE, proposer=MEMBER)).of(AmendmentProposed)[0]
    assert (named.department, named.proposer) == (None, MEMBER)
    body = replace(PASSAGE, committee=KREISTAG)
    for who in (CHAIR, CLERK):
        moved = sitting().when(who, body).of(AmendmentProposed)[0]
        assert (moved.department, moved.committee) == (None, KREISTAG)
    with pytest.raises(NotEntitled) as refused:
        sitting().when(MEMBER, body)
    assert refused.value.needed == ("chair", "clerk", "lead")
    with pytest.raises(NoSuch):
        sitting().when(CLERK, replace(PASSAGE, committee="none"))


# Through the deciding body


def test_the_deciding_body_adopts_passages_and_measures_as_the_wording_it_voted_on() -> None:
    reasons = about("Es ist nötig.\n", "reasons", "", "Sehr! ", "reasons")
    end = about(RESOLUTION, "end", "Konzept", "Konzept 2030")
    measure = ProposeAmendment(vorlage=PAPER, amendment="measure", measure=MEASURE, old=OLD, new=NEW)
    given = sitting()
    for motion in (PASSAGE, reasons, end, measure):
        given = given.when(CLERK, motion)
        given = voted(given, 9, 0, vote=f"v-{motion.amendment}", amendment=motion.amendment)
    then = voted(given, 9, 0)
    paper = then.paper
    assert paper.text("proposed_resolution") == "Der Kreistag beschließt einstimmig das Konzept 2030."
    assert paper.text("reasons") == "Sehr! Es ist nötig.\n"
    assert paper.text(f"measures/{MEASURE}") == NEW
    assert [(each.amendment, each.order) for each in then.of(AmendmentAdopted)] == [
        ("passage", 1),
        ("reasons", 2),
        ("end", 3),
        ("measure", 4),
    ]
    first = then.of(PassageAmended)[0]
    assert (first.document, first.old, first.new) == ("proposed_resolution", "", "einstimmig ")
    assert (first.start, first.cause) == (24, DECISION)
    assert [len(each.splices) for each in then.of(TextRevised)] == [1, 1, 1, 1]
    (opened,) = [
        each.event for each in then.log if isinstance(each.event, VoteOpened) and each.event.vote == VOTE
    ]
    assert opened.text_hash == then.of(VorlageResolved)[0].hash == paper.content().hash()
    assert isinstance(paper.phase, Resolved)


def test_a_motion_may_undo_what_it_was_stated_on_top_of() -> None:
    given = sitting().all(CLERK, PASSAGE, replace(PASSAGE, amendment="b", new="beschließt heute das"))
    given = given.when(
        CLERK, RestateAmendment(vorlage=PAPER, amendment="b", after=("passage",), new="beschließt das")
    )
    given = voted(given, 9, 0, vote="1", amendment="passage")
    then = voted(voted(given, 9, 0, vote="2", amendment="b"), 9, 0)
    assert then.paper.text("proposed_resolution") == RESOLUTION
    assert [each.new for each in then.of(PassageAmended)] == ["einstimmig ", ""]


def test_motions_of_one_measure_that_change_different_words_are_both_carried() -> None:
    given = sitting().all(
        CLERK,
        ProposeAmendment(vorlage=PAPER, amendment="a", measure=MEASURE, old=OLD, new=NEW),
        ProposeAmendment(
            vorlage=PAPER,
            amendment="b",
            measure=MEASURE,
            old=OLD,
            new=OLD.replace("Die Verwaltung", "Die gesamte Verwaltung"),
        ),
    )
    given = voted(voted(given, 9, 0, vote="1", amendment="b"), 9, 0, vote="2", amendment="a")
    then = voted(given, 9, 0)
    assert [(each.old, each.new) for each in then.of(MeasureAmended)] == [
        (OLD, "Die gesamte Verwaltung wird modernisiert."),
        ("Die gesamte Verwaltung wird modernisiert.", "Die gesamte Verwaltung wird digital modernisiert."),
    ]


# Overlaps


def test_rule_9_an_overlap_is_resolved_by_stating_the_later_motion_on_top_of_the_earlier() -> None:
    given = sitting().all(CLERK, PASSAGE, replace(PASSAGE, amendment="b", new="beschließt heute das"))
    first = voted(given, 9, 0, vote="1", amendment="passage")
    with pytest.raises(AmendmentsOverlap) as refused:
        voted(first, 9, 0, vote="2", amendment="b")
    assert (refused.value.amendment, refused.value.carried) == ("b", "passage")
    restate = RestateAmendment(
        vorlage=PAPER, amendment="b", after=("passage",), new="beschließt heute einstimmig das"
    )
    restated = first.when(CLERK, restate)
    assert restated.events == [
        AmendmentRestated(
            amendment="b",
            after=("passage",),
            base=1,
            start=13,
            old="beschließt das",
            new="beschließt heute einstimmig das",
        )
    ]
    then = voted(voted(restated, 9, 0, vote="2", amendment="b"), 9, 0)
    assert then.paper.text("proposed_resolution") == "Der Kreistag beschließt heute einstimmig das Konzept."
    assert [each.order for each in then.of(AmendmentAdopted)] == [1, 2]
    # Without the one that it builds on, the motion says what it said at first.
    alone = voted(given.when(CLERK, restate), 9, 0, vote="2", amendment="b")
    assert (
        voted(alone, 9, 0).paper.text("proposed_resolution") == "Der Kreistag beschließt heute das Konzept."
    )


def test_a_motion_is_restated_only_where_it_overlaps_and_changes_something() -> None:
    end = about(RESOLUTION, "end", "Konzept", "Konzept 2030")
    other = about("Es ist nötig.\n", "other", "nötig", "geboten", "reasons")
    clash = replace(PASSAGE, amendment="clash", new="beschließt heute das")
    given = sitting().all(CLERK, PASSAGE, end, other, clash)
    restate = RestateAmendment(vorlage=PAPER, amendment="clash", after=("passage",), new="lehnt ab das")
    for after in (("end",), ("other",), ("clash",)):
        with pytest.raises(RestatementUnrelated):
            given.when(CLERK, replace(restate, after=after))
    with pytest.raises(AmendmentChangesNothing):
        given.when(CLERK, replace(restate, new="beschließt einstimmig das"))
    with pytest.raises(NoSuch):
        given.when(CLERK, replace(restate, after=("none",)))
    with pytest.raises(AmendmentsOverlap):
        given.when(CLERK, replace(restate, amendment="end", after=("passage", "clash")))
    gone = given.when(CLERK, WithdrawAmendment(vorlage=PAPER, amendment="passage"))
    with pytest.raises(AmendmentSettled):
        gone.when(CLERK, restate)
    carried = voted(given, 9, 0, vote="1", amendment="clash")
    with pytest.raises(AmendmentSettled):
        carried.when(CLERK, restate)


def test_a_measure_s_motion_is_restated_as_a_whole() -> None:
    motion = ProposeAmendment(vorlage=PAPER, amendment="a", measure=MEASURE, old=OLD, new=NEW)
    given = sitting().all(CLERK, motion, replace(motion, amendment="b", new="Nichts wird modernisiert."))
    given = given.when(CLERK, replace(motion, amendment="c", new=OLD.replace("wird", "wird jetzt")))
    then = given.when(
        CLERK, RestateAmendment(vorlage=PAPER, amendment="c", after=("a",), new="Die Verwaltung ruht.")
    )
    assert then.of(AmendmentRestated)[0].start is None
    then = voted(voted(voted(then, 9, 0, vote="1", amendment="a"), 9, 0, vote="2", amendment="c"), 9, 0)
    assert then.paper.text(f"measures/{MEASURE}") == "Die Verwaltung ruht."


def test_what_is_declared_is_the_wording_that_the_vote_was_opened_on() -> None:
    clash = replace(PASSAGE, amendment="b", new="beschließt heute das")
    given = voted(sitting().all(CLERK, PASSAGE, clash), 9, 0, vote="1", amendment="passage")
    restate = RestateAmendment(vorlage=PAPER, amendment="b", after=("passage",), new="verwirft das")
    given = given.when(CLERK, restate).all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, vote="2", about="amendment", amendment="b"),
        RecordVote(session=SITTING, vote="2", yes=9, no=0, abstained=0),
        replace(restate, new="vertagt das"),
    )
    with pytest.raises(EditionOutdated):
        given.when(CLERK, DeclareVote(session=SITTING, vote="2"))


def test_a_restated_motion_is_heard_anew() -> None:
    given = between_sittings(PASSAGE)
    given = given.when(CLERK, replace(PASSAGE, amendment="b", new="beschließt heute das"))
    restate = RestateAmendment(vorlage=PAPER, amendment="passage", after=("b",), new="beschließt dann das")
    then = given.when(CLERK, restate)
    assert (then.paper.motions[0].status, then.paper.motions[0].heard) == ("proposed", None)


# Taken over


def test_the_submitter_takes_over_what_a_body_recommended_and_the_next_one_has_it() -> None:
    given = between_sittings(PASSAGE)
    assert given.paper.motions[0].status == "recommended"
    then = given.when(BUILDER, TakeOverAmendment(vorlage=PAPER, amendment="passage"))
    assert [type(each) for each in then.events] == [
        PassageAmended,
        TextRevised,
        EditionFrozen,
        AmendmentTakenOver,
    ]
    assert then.of(AmendmentTakenOver) == [
        AmendmentTakenOver(amendment="passage", edition=2, cause=PRELIMINARY, recommended=True)
    ]
    edition = then.of(EditionFrozen)[0]
    assert (edition.label, edition.target, edition.cause) == ("Fassung Kreistag", DECISION, PRELIMINARY)
    assert then.paper.text("proposed_resolution") == "Der Kreistag beschließt einstimmig das Konzept."
    assert (then.paper.status, then.paper.submittable.number) == ("in_consultation", 2)
    with pytest.raises(AmendmentSettled):
        then.when(LANDRAT, TakeOverAmendment(vorlage=PAPER, amendment="passage"))


def kreistag(given: County) -> County:
    """The Kreistag summoned with the paper."""
    return given.all(
        OFFICE,
        PlanSession(session="kt", committee=KREISTAG, date=KT_DAY),
        AddAgendaItem(session="kt", item="kt-item", vorlage=PAPER),
        SummonSession(session="kt"),
    )


def test_a_body_that_was_summoned_gets_what_was_taken_over_late() -> None:
    given = kreistag(between_sittings(PASSAGE))
    then = given.when(BUILDER, TakeOverAmendment(vorlage=PAPER, amendment="passage"))
    assert then.of(ConsultationSummoned) == [
        ConsultationSummoned(consultation=DECISION, session="kt", edition=2, late=True)
    ]
    present = RecordArrival(session="kt", members=(*members(KREISTAG, 7), CHAIR))
    called = (
        then.when(CLERK, present, at(KT_DAY, 16, 50))
        .when(CLERK, OpenSession(session="kt"), at(KT_DAY))
        .when(CLERK, CallItem(session="kt", item="kt-item"))
        .when(CLERK, replace(PASSAGE, amendment="late", start=0, old="Der", new="Unser"))
    )
    with pytest.raises(ConsultationUnderWay):
        called.when(BUILDER, TakeOverAmendment(vorlage=PAPER, amendment="late"))
    resolved = called.all(
        CLERK,
        AcceptItem(session="kt", item="kt-item"),
        OpenVote(session="kt", item="kt-item", vote="kt-vote"),
        RecordVote(session="kt", vote="kt-vote", yes=8, no=0, abstained=0),
        DeclareVote(session="kt", vote="kt-vote"),
    )
    assert resolved.of(VorlageResolved)[0].edition == 2


def test_what_no_body_recommended_waits_for_its_release() -> None:
    against = between_sittings(PASSAGE, yes=2)
    then = against.when(LANDRAT, TakeOverAmendment(vorlage=PAPER, amendment="passage"))
    taken = then.of(AmendmentTakenOver)[0]
    assert (taken.recommended, taken.cause, then.paper.submittable.number) == (False, PRELIMINARY, 1)
    end = about(RESOLUTION, "end", "Konzept", "Konzept 2030")
    both = between_sittings(end).when(CLERK, replace(PASSAGE, consultation=PRELIMINARY))
    waiting = both.when(BUILDER, TakeOverAmendment(vorlage=PAPER, amendment="passage"))
    then = waiting.when(BUILDER, TakeOverAmendment(vorlage=PAPER, amendment="end"))
    assert then.paper.text("proposed_resolution") == "Der Kreistag beschließt einstimmig das Konzept 2030."
    assert (then.of(AmendmentTakenOver)[0].recommended, then.paper.submittable.number) == (False, 1)


def test_rule_9_what_is_taken_over_moves_the_other_motions_or_conflicts_with_them() -> None:
    end = about(RESOLUTION, "end", "Konzept", "Konzept 2030")
    clash = replace(PASSAGE, amendment="clash", new="beschließt heute das")
    built = replace(PASSAGE, amendment="built", new="beschließt jetzt das")
    given = between_sittings(PASSAGE).all(CLERK, end, clash, built)
    given = given.when(
        CLERK,
        RestateAmendment(
            vorlage=PAPER, amendment="built", after=("passage",), new="beschließt jetzt wohl das"
        ),
    )
    then = given.when(BUILDER, TakeOverAmendment(vorlage=PAPER, amendment="passage"))
    found = {each.id: each.conflict for each in then.paper.motions}
    assert found == {"passage": False, "end": False, "clash": True, "built": False}
    with pytest.raises(OldTextDiffers):
        then.when(BUILDER, TakeOverAmendment(vorlage=PAPER, amendment="clash"))
    then = then.when(BUILDER, TakeOverAmendment(vorlage=PAPER, amendment="end"))
    then = then.when(BUILDER, TakeOverAmendment(vorlage=PAPER, amendment="built"))
    assert then.paper.text("proposed_resolution") == "Der Kreistag beschließt jetzt wohl das Konzept 2030."
    assert [each.label for each in then.paper.editions[1:]] == ["Fassung Kreistag"] * 3


def test_after_the_last_station_an_edition_keeps_its_label() -> None:
    given = released()
    assert given.paper.consultations[0].status == "dated"
    ended = given.happened(
        f"vorlagen/{PAPER}",
        *(
            event
            for station in (PRELIMINARY, DECISION)
            for event in (
                ConsultationSummoned(consultation=station, session="x", edition=1),
                ConsultationConcluded(consultation=station, session="x", outcome="noted"),
            )
        ),
    )
    moved = ended.when(BUILDER, PASSAGE)
    then = moved.when(BUILDER, TakeOverAmendment(vorlage=PAPER, amendment="passage"))
    edition = then.of(EditionFrozen)[0]
    assert (edition.label, edition.target) == ("Fassung Kreisausschuss", None)


# Anchors


def back_to_draft(given: County) -> County:
    """The release taken back, so that the texts are open again."""
    return given.when(LANDRAT, WithdrawRelease(vorlage=PAPER, reason="neue Fassung"))


def test_rule_9_edits_elsewhere_move_a_motion_and_edits_within_are_a_conflict() -> None:
    given = back_to_draft(released().when(BUILDER, PASSAGE))
    write = ReviseText(vorlage=PAPER, document="proposed_resolution", text=f"Beschluss: {RESOLUTION} Punkt.")
    moved = given.when(BUILDER, write)
    assert (moved.paper.motions[0].conflict, moved.paper.motions[0].wordings[0].start) == (False, 24)
    broken = given.when(BUILDER, replace(write, text="Der Kreistag beschließt dann das Konzept."))
    assert broken.paper.motions[0].conflict
    # Back at what the edition says, the motion is where it was.
    back = broken.when(BUILDER, replace(write, text=RESOLUTION))
    assert (back.paper.motions[0].conflict, back.paper.motions[0].wordings[0].start) == (False, 13)
    elsewhere = moved.when(BUILDER, ReviseText(vorlage=PAPER, document="reasons", text="Anders."))
    assert elsewhere.paper.motions == moved.paper.motions


def test_rule_9_a_motion_is_counted_in_the_composed_form_of_its_text() -> None:
    given = back_to_draft(released().when(BUILDER, PASSAGE))
    decomposed = TextRevised(
        document="proposed_resolution",
        splices=(),
        hash="",
        origin="typed",
        began=given.now,
        ended=given.now,
    )
    first = replace(decomposed, splices=(Splice(0, 0, "Gro\u0308ße: "),))
    then = given.happened(f"vorlagen/{PAPER}", first)
    second = replace(decomposed, splices=(Splice(0, 1, "g"),))
    then = then.happened(f"vorlagen/{PAPER}", second)
    wording = then.paper.motions[0].wordings[0]
    text = then.paper.text("proposed_resolution")
    assert not wording.touched
    assert text[wording.start : wording.start + len(wording.old)] == "beschließt das"


def test_rule_9_a_measure_that_was_taken_out_leaves_its_motions_in_conflict() -> None:
    motion = ProposeAmendment(vorlage=PAPER, amendment="a", measure=MEASURE, old=OLD, new=NEW)
    given = back_to_draft(released().all(BUILDER, motion, PASSAGE))
    then = given.when(BUILDER, RemoveMeasure(vorlage=PAPER, measure=MEASURE))
    assert [each.conflict for each in then.paper.motions] == [True, False]


def test_a_motion_follows_its_words_into_the_next_edition() -> None:
    motion = ProposeAmendment(vorlage=PAPER, amendment="a", measure=MEASURE, old=OLD, new=NEW)
    given = back_to_draft(released().when(BUILDER, motion))
    other = OLD.replace("Die Verwaltung", "Die gesamte Verwaltung")
    given = given.all(
        BUILDER,
        AmendMeasure(vorlage=PAPER, measure=MEASURE, old=OLD, new=other),
        FreezeEdition(vorlage=PAPER, label="B"),
        StartCosigning(vorlage=PAPER),
    )
    given = given.when(LANDRAT, ReleaseVorlage(vorlage=PAPER)).when(
        BUILDER, replace(motion, amendment="b", old=other)
    )
    assert [each.base for each in given.paper.motions] == [1, 2]
    assert [list(each.placed) for each in given.paper.motions] == [[1, 2], [2]]
    then = given.when(BUILDER, TakeOverAmendment(vorlage=PAPER, amendment="a"))
    assert then.paper.text(f"measures/{MEASURE}") == "Die gesamte Verwaltung wird digital modernisiert."
    assert then.paper.motion("b") is not None


def test_motions_stay_open_where_an_item_is_put_off() -> None:
    given = sitting().when(CLERK, PASSAGE)
    then = given.when(CLERK, ConcludeItem(session=SITTING, item=ITEM, outcome="postponed"))
    assert then.of(ItemConcluded)[0].outcome == "postponed"
    assert then.of(AmendmentVoted) == []
    assert then.paper.motions[0].open
    assert KREISAUSSCHUSS in {each.committee for each in then.paper.consultations}
