"""A vote as it is shown in a session: its counts, its candidates, and what contradicts it."""

import datetime as dt

from msgspec import Struct

from domain.session.events.votes import (
    Ballot,
    Counted,
    Counts,
    ElectionCounts,
    Keep,
    Majority,
    VoteAbout,
    VoteKind,
)
from projections import flag_shown
from projections.flag_shown import FlagShown
from projections.session.row import Contradiction, Correction, Vote, VoteStatus


class CandidateShown(Struct, kw_only=True):
    """A candidate; `votes` is null until it was counted."""

    name: str
    votes: int | None


class ContradictionShown(Struct, kw_only=True):
    """What another person counted, declared or (with `member`) entered as an answer otherwise.

    `kept`: which one the chair kept.

    `rival`: the vote of its own that this count was entered for.
    """

    member: str | None
    yes: int | None
    no: int | None
    abstained: int | None
    invalid: int | None
    carried: bool | None
    candidates: list[CandidateShown] | None
    ballots: list[Ballot] | None
    declared: bool | None
    elected: str | None
    rival: str | None
    kept: Keep | None
    reason: str | None
    happened_at: dt.datetime
    recorded_at: dt.datetime


class VoteShown(Struct, kw_only=True):
    """A vote; `carried` is computed by `rule`, `declared` is what the chair said.

    `item`: the one that it was opened on; `items`: further ones that it covers. It is shown with each of
    them, `text_hash` being that of the wording there.
    Of an election: `elected` is whom the chair declared elected, `won` who comes out by the sums; the lot
    decides between those `tied`, and `carried` (somebody is elected) is null until it did.
    """

    id: str
    item: str
    about: VoteAbout
    kind: VoteKind
    majority: Majority
    status: VoteStatus
    yes: int | None
    no: int | None
    abstained: int | None
    invalid: int | None
    not_voting: int | None
    entitled: int | None
    present: int | None
    counted: Counted | None
    carried: bool | None
    unanimous: bool | None
    declared: bool | None
    rule: str | None
    text_hash: str | None
    amendment: str | None
    repeats: str | None
    items: list[str]
    candidates: list[CandidateShown] | None
    round: int | None
    elected: str | None
    won: str | None
    tied: list[str]
    lot: bool
    members_present: list[str]
    ordered_by: str | None
    reason: str | None
    opened_at: dt.datetime
    counted_at: dt.datetime | None
    declared_at: dt.datetime | None
    flags: list[FlagShown]
    ballots: list[Ballot] | None
    corrections: list[Correction]
    contradicts: str | None
    contradictions: list[ContradictionShown]


def show_vote(vote: Vote, opened_on: str, shown_with: str) -> VoteShown:
    """A vote as INTERFACE has it, with one of the items that it covers."""
    counts, election = vote.counts, vote.election
    cast: ElectionCounts | Counts | None = counts or election
    return VoteShown(
        id=vote.id,
        item=opened_on,
        about=vote.about,
        kind=vote.kind,
        majority=vote.majority,
        status=vote.status,
        yes=None if counts is None else counts.yes,
        no=None if counts is None else counts.no,
        abstained=None if cast is None else cast.abstained,
        invalid=None if cast is None else cast.invalid,
        not_voting=None if cast is None else cast.not_voting,
        entitled=vote.entitled,
        present=vote.present,
        counted=vote.counted,
        carried=vote.result,
        unanimous=vote.unanimous,
        declared=vote.declared,
        rule=vote.rule,
        text_hash=vote.hash_of(shown_with),
        amendment=vote.amendment,
        repeats=vote.repeats,
        items=list(vote.items),
        candidates=_candidates(vote),
        round=vote.round,
        elected=vote.elected,
        won=None if election is None else election.elected,
        tied=[] if election is None else list(election.tied),
        lot=vote.lot,
        members_present=list(vote.members_present),
        ordered_by=vote.ordered_by,
        reason=vote.reason,
        opened_at=vote.opened_at,
        counted_at=vote.counted_at,
        declared_at=vote.declared_at,
        flags=flag_shown.shown(vote.shown_flags),
        ballots=list(vote.ballots) if vote.kind == "roll_call" else None,
        corrections=list(vote.corrections),
        contradicts=vote.contradicts,
        contradictions=[_contradiction(each) for each in vote.contradictions],
    )


def _contradiction(second: Contradiction) -> ContradictionShown:
    counts = second.counts
    return ContradictionShown(
        member=second.member,
        yes=None if counts is None else counts.yes,
        no=None if counts is None else counts.no,
        abstained=None if counts is None else counts.abstained,
        invalid=None if counts is None else counts.invalid,
        carried=second.carried if second.election is None else second.election.decided(None),
        candidates=None if second.election is None else _sums(second.election),
        ballots=list(second.ballots) or None,
        declared=second.declared,
        elected=second.elected,
        rival=second.rival,
        kept=second.kept,
        reason=second.reason,
        happened_at=second.happened_at,
        recorded_at=second.recorded_at,
    )


def _sums(election: ElectionCounts) -> list[CandidateShown]:
    return [CandidateShown(name=each.name, votes=each.votes) for each in election.candidates]


def _candidates(vote: Vote) -> list[CandidateShown] | None:
    if vote.election is not None:
        return _sums(vote.election)
    return [CandidateShown(name=each, votes=None) for each in vote.candidates] or None
