"""What came to light later: a late entry flags the counted votes that it touches (rule 14).

Their numbers stand (DOMAIN, "Refused or flagged").
What is touched is found by comparing who was entitled and present before the entry and after it, whatever
kind of entry it was.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from domain.flag import Flag
from domain.given import Given
from domain.rules import RuleSet
from domain.session.attendance import quorum
from domain.session.events import SessionEvent
from domain.session.events.attendance import RecusalDeclared, RecusalLifted
from domain.session.events.votes import VoteQuestioned
from domain.session.evolution import evolve
from domain.session.state import Session
from domain.session.votes import flags
from domain.session.votes.state import Vote


def questioned(
    session: Session, events: Iterable[SessionEvent], given: Given, rules: RuleSet
) -> list[SessionEvent]:
    """The votes that these events cast doubt on."""
    counted = [(each, each.counted_at) for each in session.votes if each.counted_at is not None]
    after = session
    about_recusal = lifted = False
    for event in events:
        after = evolve(after, event, given.meta)
        about_recusal = about_recusal or isinstance(event, RecusalDeclared | RecusalLifted)
        lifted = lifted or isinstance(event, RecusalLifted)
    found: list[SessionEvent] = []
    for vote, counted_at in counted:
        # A recusal has no time of its own: one of now says nothing of the votes before it, but one that is
        # lifted now takes along what it had cast doubt on.
        stale = about_recusal and given.at > counted_at
        if _who(session, vote, counted_at) == _who(after, vote, counted_at) or (stale and not lifted):
            continue
        settled = tuple(_settled(after, vote, counted_at, rules))
        raised = [] if stale else [*_raised(session, after, vote, counted_at, rules)]
        new = tuple(each for each in raised if each not in vote.flags)
        if new or settled:
            found.append(VoteQuestioned(vote=vote.id, flags=new, settled=settled))
    return found


def _raised(
    before: Session, after: Session, vote: Vote, counted_at: dt.datetime, rules: RuleSet
) -> Iterator[Flag]:
    yield flags.ENTERED_LATE
    if vote.cast > len(after.entitled(vote, counted_at)):
        yield flags.EXCEEDS_PRESENT
    if _quorate(before, vote, rules) and not _quorate(after, vote, rules):
        yield flags.NOT_QUORATE


def _settled(session: Session, vote: Vote, counted_at: dt.datetime, rules: RuleSet) -> Iterator[Flag]:
    """What was flagged by an earlier entry and is no longer true; that something came late stays flagged."""
    if flags.EXCEEDS_PRESENT in vote.flags and vote.cast <= len(session.entitled(vote, counted_at)):
        yield flags.EXCEEDS_PRESENT
    if flags.NOT_QUORATE in vote.flags and _quorate(session, vote, rules):
        yield flags.NOT_QUORATE


def _who(session: Session, vote: Vote, counted_at: dt.datetime) -> tuple[frozenset[str], ...]:
    """Who was entitled, and who was there when the vote began and ended."""
    return (
        session.entitled(vote, counted_at),
        session.voters_present(vote.opened_at),
        session.voters_present(counted_at),
    )


def _quorate(session: Session, vote: Vote, rules: RuleSet) -> bool:
    return quorum.holds(session, vote.items, vote.opened_at, rules)
