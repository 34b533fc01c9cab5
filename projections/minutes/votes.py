"""A vote as minutes and extracts tell it: what was counted, what the chair said, what was contradicted."""

from msgspec import Struct

from domain.flag import Flag
from domain.session.events.votes import (
    Ballot,
    Choice,
    Counted,
    Counts,
    ElectionCounts,
    Keep,
    Majority,
    VoteAbout,
    VoteKind,
)
from domain.vorlage.state import Vorlage
from projections.session.row import Item, Row, Vote, VoteStatus
from projections.session.shown import numbers
from projections.session.wording import MotionWorded, motion_worded


class ContradictionMinuted(Struct, kw_only=True):
    """What a second person counted or (of `member`) entered otherwise, and which one the chair kept."""

    member: str | None
    counts: Counts | None
    choice: Choice | None
    declared: bool | None
    elected: str | None
    kept: Keep | None
    reason: str | None


class FlagMinuted(Struct, kw_only=True):
    """A departure from procedure that was let stand."""

    flag: str
    rule: str
    reason: str | None


class CountsCorrected(Struct, kw_only=True):
    """Counts before and after a correction, with its reason; `ballots_before`: the answers of a roll call."""

    before: Counts | None
    after: Counts | None
    ballots_before: list[Ballot]
    election_before: ElectionCounts | None
    tellers: list[str]
    reason: str


class CandidateMinuted(Struct, kw_only=True):
    """A candidate of an election, and his votes, once they were counted."""

    name: str
    votes: int | None


class ElectionSums(Struct, kw_only=True):
    """What was counted in an election beside the candidates' votes."""

    abstained: int
    invalid: int
    not_voting: int


class VoteMinuted(Struct, kw_only=True):
    """A vote: what was counted, what follows from it (`carried`), and what the chair said (`declared`).

    `items`: the numbers of all items that it covers, where it is more than one.
    `repeats`: it is a vote again. `objected`: a member objected to an open election.
    """

    about: VoteAbout
    kind: VoteKind
    majority: Majority
    status: VoteStatus
    motion: MotionWorded | None
    text_hash: str | None
    counts: Counts | None
    present: int | None
    entitled: int | None
    counted: Counted | None
    carried: bool | None
    unanimous: bool | None
    declared: bool | None
    rule: str | None
    reason: str | None
    flags: list[FlagMinuted]
    ballots: list[Ballot] | None
    candidates: list[CandidateMinuted] | None
    round: int | None
    elected: str | None
    lot: bool
    election: ElectionSums | None
    objected: bool
    repeats: bool
    items: list[str]
    contradictions: list[ContradictionMinuted]
    corrections: list[CountsCorrected]


def _together(vote: Vote, row: Row, public: bool) -> list[str]:  # noqa: FBT001 - private
    """The numbers of all items of a part that one vote covers; none where it is about one alone."""
    found = [
        number
        for each, number in zip(row.agenda, numbers(row.agenda), strict=True)
        if each.public == public and (each.id in vote.items or vote in each.votes)
    ]
    return found if len(found) > 1 else []


def vote_minuted(vote: Vote, paper: Vorlage | None, row: Row, item: Item) -> VoteMinuted:
    """A vote on an item as minutes and extracts tell it."""
    motion = (
        None
        if paper is None or vote.amendment is None
        else motion_worded(paper, vote.amendment, row.attendance)
    )
    return VoteMinuted(
        about=vote.about,
        kind=vote.kind,
        majority=vote.majority,
        status=vote.status,
        motion=motion,
        text_hash=vote.hash_of(item.id),
        counts=vote.counts,
        present=vote.present,
        entitled=vote.entitled,
        counted=vote.counted,
        carried=vote.result,
        unanimous=vote.unanimous,
        declared=vote.declared,
        rule=vote.rule,
        reason=vote.reason,
        flags=[flag_minuted(each) for each in vote.shown_flags],
        ballots=list(vote.ballots) if vote.kind == "roll_call" else None,
        candidates=_candidates(vote),
        round=vote.round,
        elected=vote.elected,
        lot=vote.lot,
        election=None
        if vote.election is None
        else ElectionSums(
            abstained=vote.election.abstained,
            invalid=vote.election.invalid,
            not_voting=vote.election.not_voting,
        ),
        objected=bool(vote.objections),
        repeats=vote.repeats is not None,
        items=_together(vote, row, item.public),
        contradictions=[
            ContradictionMinuted(
                member=each.member,
                counts=each.counts,
                choice=None if each.member is None else each.ballots[0].choice,
                declared=each.declared,
                elected=each.elected,
                kept=each.kept,
                reason=each.reason,
            )
            for each in vote.contradictions
        ],
        corrections=[
            CountsCorrected(
                before=each.before,
                after=each.after,
                ballots_before=list(each.ballots_before),
                election_before=each.election_before,
                tellers=list(each.tellers),
                reason=each.reason,
            )
            for each in vote.corrections
        ],
    )


def _candidates(vote: Vote) -> list[CandidateMinuted] | None:
    if vote.election is not None:
        return [CandidateMinuted(name=each.name, votes=each.votes) for each in vote.election.candidates]
    return [CandidateMinuted(name=each, votes=None) for each in vote.candidates] or None


def flag_minuted(flag: Flag) -> FlagMinuted:
    """A flag as minutes tell it."""
    return FlagMinuted(flag=flag.flag, rule=flag.rule, reason=flag.reason)
