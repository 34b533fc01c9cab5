"""Votes that are prepared before their item is called, and opened as they were prepared."""

import pytest
from msgspec.structs import replace

from domain.errors import AlreadyExists, NoSuch, NotEntitled, WrongState
from domain.session.commands.agenda import AddAgendaItem, CancelSession, PlanSession, RemoveAgendaItem
from domain.session.commands.course import CallItem, CloseSession, ConcludeItem
from domain.session.commands.votes import CancelVote, OpenVote, PrepareVote
from domain.session.errors.elections import CandidatesNeeded, MajorityNotAsked
from domain.session.errors.proceedings import ItemNotCalled, ItemOver
from domain.session.errors.votes import AmendmentNamed, KindUnfit, NotEnBloc, NotInRules, PreparedOtherwise
from domain.session.events.votes import PreparedVoteWithdrawn, VoteOpened, VotePrepared
from domain.vorlage.commands.motions import ProposeAmendment
from tests.domain.chamber import chamber, count, declaration
from tests.domain.county import (
    CHAIR,
    CLERK,
    ITEM,
    KREISTAG,
    KT_DAY,
    MEASURE,
    MOTION,
    NEW,
    OFFICE,
    OLD,
    PAPER,
    SITTING,
    VOTE,
    County,
    sitting,
    summoned,
)

SECOND = "second"
PREPARE = PrepareVote(session=SITTING, item=ITEM, vote=VOTE)
OPEN = OpenVote(session=SITTING, item=ITEM, vote=VOTE)
BACK = CancelVote(session=SITTING, vote=VOTE, reason="anders vereinbart")


def planned() -> County:
    """A sitting that was planned with an item, and not yet summoned."""
    return (
        summoned()
        .when(OFFICE, PlanSession(session="next", committee=KREISTAG, date=KT_DAY))
        .when(OFFICE, AddAgendaItem(session="next", item=SECOND, subject="Wege"))
    )


def two(prepared: PrepareVote) -> County:
    """A sitting with two items, and a vote prepared."""
    added = AddAgendaItem(session=SITTING, item=SECOND, subject="Wege", urgency="eilt")
    return chamber(5).when(CLERK, added).when(CLERK, prepared)


def test_votes_are_prepared_in_their_order_before_the_sitting_is_summoned() -> None:
    county = planned()
    first = PrepareVote(session="next", item=SECOND, vote="a", about="procedural")
    county = county.when(CLERK, first).when(CLERK, replace(first, vote=None, about="main"))
    held = county.world.sessions["next"].prepared
    assert [each.about for each in held] == ["procedural", "main"]
    assert held[1].vote != "a"
    assert county.world.sessions["next"].votes == ()


def test_a_vote_is_prepared_before_its_item_is_called_and_opened_then() -> None:
    given = sitting().when(CLERK, replace(PREPARE, majority="two_thirds", kind="roll_call"))
    uncalled = replace(given.sitting, current=None)
    given_uncalled = given._replace(world=replace(given.world, sessions={SITTING: uncalled}))
    with pytest.raises(ItemNotCalled):
        given_uncalled.when(CLERK, OPEN)
    opened = given_uncalled.when(CLERK, CallItem(session=SITTING, item=ITEM)).when(CLERK, OPEN)
    event = opened.of(VoteOpened)[0]
    assert (event.majority, event.kind, event.about) == ("two_thirds", "roll_call", "main")
    assert event.text_hash is not None
    assert opened.sitting.prepared == ()
    assert [each.id for each in opened.sitting.votes] == [VOTE]


def test_what_is_said_at_the_opening_does_not_differ_from_what_was_prepared() -> None:
    given = chamber(5).when(CLERK, replace(PREPARE, majority="two_thirds"))
    with pytest.raises(PreparedOtherwise) as refused:
        given.when(CLERK, replace(OPEN, majority="absolute"))
    assert (refused.value.vote, refused.value.field) == (VOTE, "majority")
    said = given.when(CLERK, replace(OPEN, majority="two_thirds"))
    assert said.of(VoteOpened)[0].majority == "two_thirds"
    other = two(PREPARE)
    with pytest.raises(PreparedOtherwise):
        other.when(CLERK, replace(OPEN, item=SECOND))


def test_a_vote_without_preparation_is_opened_at_once_beside_a_prepared_one() -> None:
    then = chamber(5).when(CLERK, PREPARE).when(CLERK, replace(OPEN, vote="other", about="procedural"))
    assert [each.vote for each in then.sitting.prepared] == [VOTE]
    assert then.sitting.votes[0].id == "other"


def test_an_election_and_a_motion_are_prepared_as_they_will_be_voted_on() -> None:
    elects = replace(PREPARE, kind="election", candidates=("A", "B"), round=1)
    opened = chamber(5).when(CLERK, elects).when(CLERK, OPEN).of(VoteOpened)[0]
    assert (opened.about, opened.candidates, opened.round) == ("election", ("A", "B"), 1)
    moved = sitting().when(
        CLERK,
        ProposeAmendment(
            vorlage=PAPER,
            amendment=MOTION,
            document=f"measures/{MEASURE}",
            old=OLD,
            new=NEW,
            proposer=CHAIR,
        ),
    )
    about = moved.when(CLERK, replace(PREPARE, about="amendment", amendment=MOTION))
    assert about.when(CLERK, OPEN).of(VoteOpened)[0].amendment == MOTION


def test_several_items_are_prepared_together() -> None:
    given = two(replace(PREPARE, items=(SECOND,)))
    assert [
        each.item for each in given.when(CLERK, replace(OPEN, override="eilt")).of(VoteOpened)[0].items
    ] == [SECOND]
    gone = given.when(CLERK, CallItem(session=SITTING, item=SECOND))
    gone = gone.when(CLERK, ConcludeItem(session=SITTING, item=SECOND, outcome="postponed"))
    assert gone.sitting.prepared == ()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"item": "none"}, NoSuch),
        ({"majority": "huge"}, NotInRules),
        ({"kind": "election", "about": "procedural"}, KindUnfit),
        ({"kind": "election"}, CandidatesNeeded),
        ({"kind": "election", "candidates": ("A",), "majority": "absolute"}, MajorityNotAsked),
        ({"about": "amendment"}, AmendmentNamed),
        ({"about": "amendment", "amendment": "x"}, NoSuch),
        ({"items": (ITEM,)}, NotEnBloc),
    ],
)
def test_what_could_not_be_opened_is_not_prepared(change: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        chamber(5).when(CLERK, replace(PREPARE, **change))


def test_an_id_is_prepared_once_and_no_vote_takes_it_from_another() -> None:
    given = chamber(5).when(CLERK, PREPARE)
    with pytest.raises(AlreadyExists):
        given.when(CLERK, PREPARE)
    with pytest.raises(AlreadyExists):
        given.when(CLERK, OPEN).when(CLERK, PREPARE)


def test_a_prepared_vote_is_withdrawn_with_a_reason_and_prepared_otherwise() -> None:
    given = chamber(5).when(CLERK, PREPARE)
    back = given.when(CLERK, BACK)
    assert back.events == [PreparedVoteWithdrawn(vote=VOTE, reason="anders vereinbart")]
    assert (back.sitting.prepared, back.sitting.votes) == ((), ())
    again = back.when(CLERK, replace(PREPARE, vote="new", majority="two_thirds"))
    assert [each.vote for each in again.sitting.prepared] == ["new"]
    with pytest.raises(NoSuch):
        back.when(CLERK, BACK)


def test_nothing_is_counted_of_a_vote_that_was_only_prepared() -> None:
    with pytest.raises(NoSuch):
        chamber(5).when(CLERK, PREPARE).when(CLERK, count(5, 0, 0))


def test_an_item_that_is_over_ends_what_was_prepared_for_it_and_takes_no_more() -> None:
    given = two(PREPARE).when(CLERK, replace(PREPARE, item=SECOND, vote="other"))
    over = given.when(CLERK, replace(OPEN, vote="held")).when(CLERK, replace(count(5, 0, 0), vote="held"))
    over = over.when(CLERK, replace(declaration(), vote="held"))
    assert [each.vote for each in over.sitting.prepared] == ["other"]
    with pytest.raises(ItemOver):
        over.when(CLERK, replace(PREPARE, vote="late"))
    closed = over.when(CLERK, CloseSession(session=SITTING))
    assert closed.sitting.prepared == ()
    with pytest.raises(WrongState):
        closed.when(CLERK, replace(PREPARE, item=SECOND, vote="late"))


def test_what_is_taken_off_the_agenda_or_called_off_ends_what_was_prepared() -> None:
    given = planned().when(CLERK, PrepareVote(session="next", item=SECOND, vote="a"))
    assert given.of(VotePrepared)[0].item == SECOND
    removed = given.when(OFFICE, RemoveAgendaItem(session="next", item=SECOND))
    cancelled = given.when(OFFICE, CancelSession(session="next", reason="Sturm"))
    assert removed.world.sessions["next"].prepared == cancelled.world.sessions["next"].prepared == ()


def test_a_vote_is_prepared_by_those_who_open_it() -> None:
    with pytest.raises(NotEntitled):
        sitting().when(OFFICE, PREPARE)
    assert sitting().when(CHAIR, PREPARE).sitting.prepared
