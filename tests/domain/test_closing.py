"""The end of a sitting, of a pause and of an exclusion: after what they go on from (rule 14)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.errors import WrongState
from domain.events import ORGANISATION, session_stream
from domain.organisation.events import RoleGranted
from domain.procedure import AnyCommand
from domain.session.commands.attendance import RecordArrival, RecordLeaving
from domain.session.commands.course import CallItem, CloseSession, InterruptSession, ResumeSession
from domain.session.commands.proceedings import ExcludePublic, RestorePublic
from domain.session.commands.votes import CancelVote, OpenVote
from domain.session.errors.proceedings import PauseHoldsVote, StepOutOfOrder
from domain.session.events.agenda import AgendaItemAdded
from domain.session.events.votes import VoteOpened
from domain.session.proceedings.course import CLOCKS
from tests.domain.chamber import OPENED, chamber, count, declaration, voters, voting
from tests.domain.county import CLERK, ITEM, MINUTE, SITTING, VOTE, County

CLOSED = CloseSession(session=SITTING)
PAUSED, RESUMED = InterruptSession(session=SITTING), ResumeSession(session=SITTING)
EXCLUDED, RESTORED = ExcludePublic(session=SITTING, reason="Personalsache"), RestorePublic(session=SITTING)
VOTING = OpenVote(session=SITTING, item=ITEM, vote=VOTE)
ARRIVED = RecordArrival(session=SITTING, members=voters(4)[3:])
LEFT = RecordLeaving(session=SITTING, members=voters(1))

ONE_VOTE = ((VOTING, 10), (count(2, 1, 0), 20), (declaration(), 25))


def lived(*steps: tuple[AnyCommand, int]) -> County:
    """A sitting in which these steps were taken, each so many minutes after the opening; two hours later."""
    sitting = chamber(3, 4)
    for command, minutes in steps:
        sitting = sitting.when(CLERK, command, OPENED + minutes * MINUTE)
    return sitting._replace(now=OPENED + 120 * MINUTE)


def refused(sitting: County, command: AnyCommand, minutes: float) -> dt.datetime:
    """What a step at that moment would have to follow."""
    with pytest.raises(StepOutOfOrder) as error:
        sitting.when(CLERK, command, OPENED + minutes * MINUTE)
    return dt.datetime.fromisoformat(error.value.earliest)


@given(
    st.sampled_from(
        [
            (ONE_VOTE[:2], 20),
            (ONE_VOTE, 25),
            (((VOTING, 10), (CancelVote(session=SITTING, vote=VOTE, reason="zu früh"), 12)), 10),
            (((ARRIVED, 30),), 30),
            (((LEFT, 40),), 40),
            (((PAUSED, 50),), 50),
            (((EXCLUDED, 55),), 55),
            (((LEFT, 40), (ARRIVED, 30)), 40),
        ]
    ),
    st.integers(-600, 600),
)
def test_rule_14_a_sitting_closes_after_everything_that_happened_in_it(
    told: tuple[tuple[tuple[AnyCommand, int], ...], int], seconds: int
) -> None:
    steps, last = told
    sitting = lived(*steps)
    close = CloseSession(session=SITTING, override="nicht mehr verkündet")
    moment = OPENED + last * MINUTE + dt.timedelta(seconds=seconds)
    if moment < OPENED + last * MINUTE - CLOCKS:
        assert refused(sitting, close, last + seconds / 60) == OPENED + last * MINUTE
    else:
        assert sitting.when(CLERK, close, moment).sitting.closed_at == moment


def test_rule_14_a_pause_and_an_exclusion_end_after_they_began() -> None:
    paused, excluded = lived((PAUSED, 30)), lived((EXCLUDED, 30))
    assert refused(paused, RESUMED, 29) == OPENED + 30 * MINUTE
    assert refused(excluded, RESTORED, 29) == OPENED + 30 * MINUTE
    assert paused.when(CLERK, RESUMED, OPENED + 31 * MINUTE).sitting.interrupted_at is None
    assert excluded.when(CLERK, RESTORED, OPENED + 31 * MINUTE).sitting.public_admitted


def test_rule_14_the_public_is_not_back_before_the_last_vote_on_what_is_not_public() -> None:
    staff = AgendaItemAdded(item="staff", subject="Personal", public=False, place=1)
    sitting = chamber(3, 4).happened(session_stream(SITTING), staff)
    steps: tuple[tuple[AnyCommand, int], ...] = (
        (replace(VOTING, vote="open"), 1),
        (replace(count(2, 1, 0), vote="open"), 2),
        (replace(declaration(), vote="open"), 2),
        (EXCLUDED, 5),
        (CallItem(session=SITTING, item="staff"), 6),
        (replace(VOTING, item="staff"), 10),
        (count(2, 1, 0), 20),
    )
    for command, minutes in steps:
        sitting = sitting.when(CLERK, command, OPENED + minutes * MINUTE)
    assert refused(sitting, RESTORED, 9) == OPENED + 20 * MINUTE
    assert sitting.when(CLERK, RESTORED, OPENED + 20 * MINUTE).sitting.public_admitted


def test_rule_14_nothing_of_that_begins_or_ends_in_the_middle_of_a_vote() -> None:
    voted, excluded = lived(*ONE_VOTE), lived(*ONE_VOTE, (EXCLUDED, 5))
    for sitting, command in ((voted, PAUSED), (voted, EXCLUDED), (excluded, RESTORED)):
        assert refused(sitting, command, 15) == OPENED + 20 * MINUTE
        for minutes in (9, 20):
            assert sitting.when(CLERK, command, OPENED + minutes * MINUTE).events
    open_ = lived((VOTING, 10), (CancelVote(session=SITTING, vote=VOTE, reason="zu früh"), 12))
    assert open_.when(CLERK, PAUSED, OPENED + 11 * MINUTE).events


def test_a_pause_that_is_entered_late_ends_before_the_vote_that_followed_it() -> None:
    paused = lived(*ONE_VOTE, (PAUSED, 5))
    for command in (RESUMED, CLOSED):
        with pytest.raises(PauseHoldsVote) as error:
            paused.when(CLERK, command, OPENED + 30 * MINUTE)
        assert error.value.vote == VOTE
        assert error.value.opened_at == (OPENED + 10 * MINUTE).isoformat()
    resumed = paused.when(CLERK, RESUMED, OPENED + 10 * MINUTE)
    assert resumed.when(CLERK, CLOSED, OPENED + 30 * MINUTE).sitting.status == "closed"


def test_a_vote_that_did_not_take_place_is_in_nobodys_way() -> None:
    cancelled = lived(
        (VOTING, 10), (CancelVote(session=SITTING, vote=VOTE, reason="zu früh"), 12), (PAUSED, 5)
    )
    assert cancelled.when(CLERK, RESUMED, OPENED + 30 * MINUTE).events


def test_a_vote_before_a_pause_is_in_nobodys_way() -> None:
    paused = lived(*ONE_VOTE, (PAUSED, 30))
    assert paused.when(CLERK, RESUMED, OPENED + 40 * MINUTE).events


def test_what_another_person_says_of_a_vote_known_before_is_in_nobodys_way() -> None:
    second = RoleGranted(grant="second", person="second-clerk", role="clerk")
    paused = lived(*ONE_VOTE, (PAUSED, 21)).happened(ORGANISATION, second)
    rival = OpenVote(session=SITTING, item=ITEM, vote="rival")
    told = paused.when("second-clerk", rival, OPENED + 22 * MINUTE)
    assert told.of(VoteOpened)[0].contradicts == VOTE
    assert told.when(CLERK, RESUMED, OPENED + 40 * MINUTE).events


def test_whoever_pauses_calls_and_votes_on_nothing() -> None:
    for command in (VOTING, CallItem(session=SITTING, item=ITEM)):
        with pytest.raises(WrongState):
            lived((PAUSED, 30)).when(CLERK, command)


def test_two_devices_may_differ_by_seconds_at_the_close_too() -> None:
    voted = voting(3).when(CLERK, count(2, 1, 0)).when(CLERK, declaration())
    assert voted.when(CLERK, CLOSED, voted.now - CLOCKS).sitting.status == "closed"
