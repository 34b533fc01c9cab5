"""What is entered late flags the votes that it touches, in the sitting and on the paper (rule 14)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.procedure import AnyCommand
from domain.session.commands.attendance import DeclareRecusal, LiftRecusal, RecordArrival, RecordLeaving
from domain.session.commands.proceedings import CorrectAttendance, SpanEntry
from domain.session.commands.votes import CorrectVote, OpenVote, RecordVote
from domain.session.errors.votes import VoteExceedsPresent
from domain.session.events.attendance import MemberArrived
from domain.session.events.votes import VoteQuestioned
from domain.session.votes.flags import ENTERED_LATE, EXCEEDS_PRESENT, NOT_QUORATE
from domain.vorlage.events.consultation import ConsultationFlagged
from tests.domain.chamber import chamber, count, declaration, voters, voting
from tests.domain.county import CLERK, ITEM, KREISTAG, MINUTE, SITTING, VOTE, County, members, sitting

LAST = voters(4)[3]


def arrived(*who: str) -> RecordArrival:
    """They came."""
    return RecordArrival(session=SITTING, members=who)


def left(*who: str) -> RecordLeaving:
    """They went."""
    return RecordLeaving(session=SITTING, members=who)


def recused(member: str) -> DeclareRecusal:
    """Someone is barred from the item."""
    return DeclareRecusal(session=SITTING, item=ITEM, member=member)


def flags(county: County) -> tuple[str, ...]:
    """The flags of the vote."""
    vote = county.sitting.vote(VOTE)
    assert vote is not None
    return tuple(each.flag for each in vote.flags if each.rule in {"14", "2", "5"})


@given(
    minutes=st.integers(-6, 3),
    kind=st.sampled_from(["arrived", "left", "recused"]),
    length=st.integers(1, 3),
    declared=st.booleans(),
)
def test_rule_14_a_vote_is_flagged_if_and_only_if_a_late_entry_touches_it(
    minutes: int,
    kind: str,
    length: int,
    declared: bool,  # noqa: FBT001 - drawn
) -> None:
    given = chamber(4, 5)
    opened_at = given.now + 10 * MINUTE
    given = given.when(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE), opened_at)
    counted_at = opened_at + length * MINUTE
    full = RecordVote(session=SITTING, vote=VOTE, yes=2, no=1, abstained=0, not_voting=1)
    given = given.when(CLERK, full, counted_at)
    if declared:
        given = given.when(CLERK, declaration(), counted_at)
    before = given.sitting.vote(VOTE)
    moment = counted_at + minutes * MINUTE
    commands: dict[str, AnyCommand] = {
        "arrived": arrived("m004"),
        "left": left(LAST),
        "recused": recused(LAST),
    }
    if kind == "recused" and declared:
        return  # the item is over
    then = given.when(CLERK, commands[kind], moment)
    touched = moment <= counted_at
    assert (ENTERED_LATE.flag in flags(then)) == touched
    after = then.sitting.vote(VOTE)
    assert before is not None
    assert after is not None
    assert (after.counts, after.entitled, after.carried) == (before.counts, before.entitled, before.carried)
    assert bool(then.of(VoteQuestioned)) == touched


def test_late_entries_of_who_has_no_vote_flag_nothing() -> None:
    given = chamber(3, advisers=1).when(CLERK, left("adviser-0"))
    opened = given.when(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE))
    counted = opened.when(CLERK, count(3, 0, 0))
    late = counted.when(CLERK, arrived("adviser-0"), counted.now - MINUTE)
    assert late.of(MemberArrived)[0].late
    assert late.of(VoteQuestioned) == []


def test_a_vote_is_flagged_once_and_earlier_votes_never() -> None:
    given = voting(4).when(CLERK, count(4, 0, 0))
    late = given.when(CLERK, left(LAST), given.now)
    assert flags(late) == ("entered_late",)
    again = late.when(CLERK, arrived(LAST), late.now)
    assert again.of(VoteQuestioned) == []
    second = OpenVote(session=SITTING, item=ITEM, vote="second", about="procedural")
    after = again.when(CLERK, second)
    counted = after.when(CLERK, RecordVote(session=SITTING, vote="second", yes=4, no=0, abstained=0))
    gone = counted.when(CLERK, left(LAST), counted.now)
    assert [each.vote for each in gone.of(VoteQuestioned)] == ["second"]


def test_rule_2_and_5_what_the_late_entry_breaks_is_named_and_the_numbers_stand() -> None:
    given = chamber(4, 6)
    early = given.now + MINUTE
    opened = OpenVote(session=SITTING, item=ITEM, vote=VOTE)
    given = given.when(CLERK, opened, early + MINUTE).when(CLERK, count(4, 0, 0))
    late = given.when(CLERK, left(LAST), early)
    assert late.of(VoteQuestioned)[0].flags == (ENTERED_LATE, EXCEEDS_PRESENT, NOT_QUORATE)
    assert late.sitting.votes[0].counts == given.sitting.votes[0].counts
    corrected = CorrectVote(session=SITTING, vote=VOTE, yes=3, no=0, abstained=0, reason="verzählt")
    assert flags(late.when(CLERK, corrected))[:2] == ("entered_late", "not_quorate")


def test_what_a_slip_broke_is_settled_when_it_is_undone_and_leaves_its_trace() -> None:
    given = chamber(4, 6)
    come, early = given.now, given.now + MINUTE
    opened = OpenVote(session=SITTING, item=ITEM, vote=VOTE)
    given = given.when(CLERK, opened, early + MINUTE).when(CLERK, count(4, 0, 0))
    late = given.when(CLERK, left(LAST), early)
    there = (SpanEntry(begin=come),)
    undone = CorrectAttendance(session=SITTING, member=LAST, intervals=there, reason="falsches Mitglied")
    settled = late.when(CLERK, undone)
    (question,) = settled.of(VoteQuestioned)
    assert (question.flags, question.settled) == ((), (EXCEEDS_PRESENT, NOT_QUORATE))
    assert flags(settled) == ("entered_late",)
    gone = replace(undone, member=voters(4)[2], intervals=(SpanEntry(begin=come, end=early),))
    assert set(flags(settled.when(CLERK, gone))) == {"entered_late", "exceeds_present", "not_quorate"}


def test_a_recusal_of_now_says_nothing_of_the_votes_before_it() -> None:
    given = voting(4).when(CLERK, count(4, 0, 0))
    assert given.when(CLERK, recused(LAST)).of(VoteQuestioned) == []
    late = given.when(CLERK, recused(LAST), given.now)
    assert late.of(VoteQuestioned)[0].flags == (ENTERED_LATE, EXCEEDS_PRESENT)
    lifted = LiftRecusal(session=SITTING, item=ITEM, member=LAST, reason="ein Versehen")
    settled = late.when(CLERK, lifted)
    assert settled.of(VoteQuestioned) == [VoteQuestioned(vote=VOTE, flags=(), settled=(EXCEEDS_PRESENT,))]
    assert flags(settled) == ("entered_late",)


@pytest.mark.parametrize("minutes", [0, 30])
def test_the_paper_shows_the_flags_of_the_vote_that_decided_it(minutes: int) -> None:
    given = sitting().all(
        CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE), count(5, 4, 0), declaration()
    )
    gone = members(KREISTAG, 1)
    late = given.when(CLERK, left(*gone), given.now - dt.timedelta(minutes=1 - minutes))
    assert late.paper.status == "resolved"
    if minutes:
        assert late.of(ConsultationFlagged) == []
        return
    (flagged,) = late.of(ConsultationFlagged)
    assert flagged.flags[0] == ENTERED_LATE
    station = late.paper.consultations[1]
    vote = late.sitting.vote(VOTE)
    assert vote is not None
    assert station.flags == vote.flags
    assert (station.outcome, late.paper.phase) == ("resolved", given.paper.phase)


@given(st.integers(0, 5), st.integers(0, 5))
def test_rule_2_a_correction_after_a_late_entry_is_held_to_who_was_there(yes: int, no: int) -> None:
    given = chamber(4, 6)
    early = given.now + MINUTE
    opened = OpenVote(session=SITTING, item=ITEM, vote=VOTE)
    given = given.when(CLERK, opened, early + MINUTE).when(CLERK, count(3, 1, 0))
    late = given.when(CLERK, left(LAST), early)
    corrected = CorrectVote(session=SITTING, vote=VOTE, yes=yes, no=no, abstained=0, reason="verzählt")
    if yes + no > 3:
        with pytest.raises(VoteExceedsPresent):
            late.when(CLERK, corrected)
        return
    then = late.when(CLERK, corrected).sitting.vote(VOTE)
    assert then is not None
    assert then.counts is not None
    assert (then.entitled, then.counts.not_voting) == (3, 3 - yes - no)
