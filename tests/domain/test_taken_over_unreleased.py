"""A take-over counts towards a body only once it has the edition that carries it."""

import pytest

from domain.session.commands.attendance import RecordArrival
from domain.session.commands.course import CallItem, OpenSession
from domain.session.commands.votes import AnnulVote
from domain.vorlage.commands.editions import OpenEdition
from domain.vorlage.commands.motions import TakeOverAmendment
from domain.vorlage.errors.motions import AmendmentSettled
from domain.vorlage.events.motions import AmendmentAdopted, AmendmentObsolete
from tests.domain.county import (
    ADVISER,
    BUILDER,
    CHAIR,
    CLERK,
    ITEM,
    KREISTAG,
    KT_DAY,
    LANDRAT,
    PAPER,
    SITTING,
    County,
    at,
    members,
    summoned,
)
from tests.domain.test_amendments import PASSAGE, RESOLUTION, voted

TAKEN = "Der Kreistag beschließt einstimmig das Konzept."


def called(*, frozen: bool = True) -> County:
    """The sitting deals with the paper, whose motion was taken over into an edition without a release."""
    given = summoned().when(CLERK, PASSAGE)
    if not frozen:
        given = given.when(BUILDER, OpenEdition(vorlage=PAPER, reason="Hinweis"))
    present = (*members(KREISTAG, 7), LANDRAT, CHAIR, ADVISER)
    return (
        given.when(BUILDER, TakeOverAmendment(vorlage=PAPER, amendment="passage"))
        .when(CLERK, RecordArrival(session=SITTING, members=present), at(KT_DAY, 16, 50))
        .when(CLERK, OpenSession(session=SITTING), at(KT_DAY))
        .when(CLERK, CallItem(session=SITTING, item=ITEM))
    )


@pytest.mark.parametrize("frozen", [True, False])
@pytest.mark.parametrize("yes", [9, 2])
def test_the_body_votes_on_it_and_its_word_holds_once_the_edition_is_given_up(
    yes: int, *, frozen: bool
) -> None:
    heard = voted(called(frozen=frozen), yes, 9 - yes, vote="m", amendment="passage")
    [motion] = heard.paper.motions
    assert (motion.status, motion.status_to(1)) == ("taken_over", "carried" if yes > 5 else "rejected")
    done = voted(heard, 9, 0)
    assert done.paper.text("proposed_resolution") == (TAKEN if yes > 5 else RESOLUTION)
    assert done.paper.motions[0].status == ("adopted" if yes > 5 else "rejected")
    assert len(done.of(AmendmentAdopted)) == (yes > 5)
    assert not done.of(AmendmentObsolete)


def test_what_was_rejected_is_not_voted_on_again_and_the_refusal_tells_nothing_of_the_edition() -> None:
    heard = voted(called(), 2, 7, vote="m", amendment="passage")
    with pytest.raises(AmendmentSettled) as refused:
        voted(heard, 9, 0, vote="again", amendment="passage")
    assert refused.value.status == "rejected"


def test_an_annulled_vote_leaves_it_open_to_the_body_and_taken_over() -> None:
    heard = voted(called(), 2, 7, vote="m", amendment="passage")
    annulled = heard.when(CLERK, AnnulVote(session=SITTING, vote="m", reason="verzählt"))
    [motion] = annulled.paper.motions
    assert (motion.status, motion.status_to(1), motion.open_to(2)) == ("taken_over", "proposed", False)
    assert voted(annulled, 9, 0, vote="again", amendment="passage").paper.motions[0].status_to(1) == "carried"
