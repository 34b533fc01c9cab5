"""What a vote on a paper decides, and what a body may do with it instead."""

import pytest

from domain.errors import WrongState
from domain.session.commands.agenda import AddAgendaItem, PlanSession, SummonSession
from domain.session.commands.attendance import RecordArrival
from domain.session.commands.course import CallItem, ConcludeItem, OpenSession
from domain.session.commands.votes import DeclareVote, OpenVote, RecordVote
from domain.session.events.course import ItemConcluded
from domain.vorlage.commands.consultation import AddConsultation
from domain.vorlage.commands.cosigning import ReleaseVorlage, StartCosigning
from domain.vorlage.commands.drafting import (
    ChangeHeader,
)
from domain.vorlage.commands.editions import FreezeEdition
from domain.vorlage.events.aftermath import VorlageNoted, VorlageRejected, VorlageResolved
from domain.vorlage.events.consultation import (
    ConsultationAdded,
    ConsultationConcluded,
)
from domain.vorlage.events.motions import (
    AmendmentObsolete,
)
from domain.vorlage.phases import Noted, Rejected, Resolved
from tests.domain.county import (
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
    MOTION,
    OFFICE,
    PAPER,
    PRELIMINARY,
    SITTING,
    VOTE,
    at,
    draft,
    informed,
    members,
    sitting,
    summoned,
)
from tests.domain.motioned import proposed, voted

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
