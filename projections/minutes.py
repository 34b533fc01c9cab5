"""The minutes of a sitting (Niederschrift), written from what was recorded of it: one document for each part.

The document names persons by opaque ids; its canonical bytes are JSON with sorted keys, kept for ever.
The public part tells nothing of what was dealt with behind closed doors: no item, number,
count or time (rule 12).
Source: § 58 KVG LSA.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec
from msgspec import Struct, field

from domain.session.events import (
    Ballot,
    Counted,
    Counts,
    Flag,
    Majority,
    VoteAbout,
    VoteKind,
)
from domain.vorlage.events import Outcome
from domain.vorlage.state import Vorlage
from projections.minutes_row import MinutesCorrection
from projections.publicity import Times, times_of
from projections.session import Item, Row, Vote, VoteStatus
from projections.session_shown import numbers
from projections.wording import MotionWorded, Wording, motion_worded, wording_of

Part = Literal["public", "non_public"]

FORM = 1
"""The form of the document; a later form has another number, and the bytes of this one stay as they are."""


class Stay(Struct, kw_only=True):
    """When a member was there; null: from the beginning, or to the end."""

    begin: dt.datetime | None = field(name="from")
    end: dt.datetime | None = field(name="to")


class Attended(Struct, kw_only=True):
    """A member of the body and when he was there; no stay: absent. `seat`: for whom a substitute came."""

    member: str
    votes: bool
    seat: str | None
    stays: list[Stay]


class Summoned(Struct, kw_only=True):
    """The day on which the summons reached the members, and why it was later than usual, if so."""

    received: dt.date | None
    urgency: str | None


class QuorumMinuted(Struct, kw_only=True):
    """Whether the body was quorate, at the opening or at a challenge."""

    at: dt.datetime
    present: int
    lawful_number: int
    quorate: bool


class Pause(Struct, kw_only=True):
    """An interruption of the sitting."""

    begin: dt.datetime = field(name="from")
    end: dt.datetime | None = field(name="to")
    reason: str | None


class FlagMinuted(Struct, kw_only=True):
    """A departure from procedure that was let stand."""

    flag: str
    rule: str
    reason: str | None


class Headline(Struct, kw_only=True):
    """An item of the agenda."""

    number: str
    subject: str
    urgency: str | None


class CountsCorrected(Struct, kw_only=True):
    """Counts before and after a correction, with its reason."""

    before: Counts | None
    after: Counts | None
    reason: str


class CandidateMinuted(Struct, kw_only=True):
    """A candidate of an election, and his votes, once they were counted."""

    name: str
    votes: int | None


class VoteMinuted(Struct, kw_only=True):
    """A vote: what was counted, what follows from it (`carried`), and what the chair said (`declared`)."""

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
    corrections: list[CountsCorrected]


class ItemMinuted(Struct, kw_only=True):
    """An item in the order in which it was dealt with; `wording` is that of the vote that concluded it."""

    number: str
    subject: str
    paper_number: str | None
    file_reference: str | None
    urgency: str | None
    recused: list[str]
    wording: Wording | None
    votes: list[VoteMinuted]
    outcome: Outcome | None
    reason: str | None


class Corrected(Struct, kw_only=True):
    """A correction of signed minutes; `number`: of the item, null for what concerns the whole."""

    number: str | None
    before: str | None
    after: str | None
    counts: bool
    reason: str


class Document(Struct, kw_only=True):
    """One part of the minutes."""

    form: int
    part: Part
    session: str
    body: str
    date: dt.date
    opened_at: dt.datetime | None
    closed_at: dt.datetime | None
    chair: str | None
    lawful_number: int | None
    rule: str | None
    summons: Summoned
    attendance: list[Attended]
    quorums: list[QuorumMinuted]
    interruptions: list[Pause]
    agenda: list[Headline]
    items: list[ItemMinuted]
    flags: list[FlagMinuted]
    corrections: list[Corrected]


def canonical(document: Document) -> bytes:
    """The bytes that are signed by their hash: JSON in UTF-8, keys sorted, no spaces."""
    return msgspec.json.encode(document, order="sorted")


def parts(row: Row) -> tuple[Part, ...]:
    """The parts that the minutes of a sitting have."""
    return ("public",) if all(item.public for item in row.agenda) else ("public", "non_public")


def write(row: Row, part: Part, papers: Mapping[str, Vorlage], body: str) -> Document:
    """One part of the minutes. `papers`: those of the agenda; `body`: the name of the committee."""
    public = part == "public"
    times = times_of(row, public=public)
    numbered = {
        item.id: number
        for item, number in zip(row.agenda, numbers(row.agenda), strict=True)
        if item.public == public
    }
    own = [item for item in row.agenda if item.id in numbered]
    return Document(
        form=FORM,
        part=part,
        session=row.id,
        body=body,
        date=row.date,
        opened_at=row.opened_at,
        closed_at=times.closed_at,
        chair=row.chair,
        lawful_number=row.lawful_number,
        rule=row.rule,
        summons=Summoned(received=row.received, urgency=row.urgency),
        attendance=_attendance(row, times),
        quorums=[
            QuorumMinuted(
                at=each.at, present=each.present, lawful_number=each.lawful_number, quorate=each.quorate
            )
            for each in row.quorums
            if times.tells(each.at)
        ],
        interruptions=[
            Pause(
                begin=each.begin, end=None if each.end is None else times.seen(each.end), reason=each.reason
            )
            for each in row.interruptions
            if times.tells(each.begin)
        ],
        agenda=[
            Headline(number=numbered[item.id], subject=item.subject, urgency=item.urgency) for item in own
        ],
        items=[
            _item(item, numbered[item.id], covering(item, own), papers) for item in sorted(own, key=_dealt)
        ],
        flags=[_flag(each) for each in row.flags],
        corrections=[_corrected(each, row, numbered) for each in _corrections(row, numbered)],
    )


def _dealt(item: Item) -> tuple[bool, dt.datetime]:
    """In order of dealing; what was never called comes last, as the agenda has it."""
    return (item.called_at is None, item.called_at or dt.datetime.max.replace(tzinfo=dt.UTC))


def _attendance(row: Row, times: Times) -> list[Attended]:
    """The members in the order of their seats, then whoever came for one of them."""
    seated = {seat.member: seat.votes for seat in row.seats}
    came = {member: True for member in row.attendance if member not in seated}
    found = []
    for member, votes in {**seated, **came}.items():
        intervals = row.attendance.get(member, [])
        stays = [
            Stay(
                begin=None if times.opened_at is not None and each.begin <= times.opened_at else each.begin,
                end=each.end,
            )
            for each in times.intervals(intervals)
        ]
        seat = next((each.seat for each in intervals if each.seat is not None), None)
        if stays or member in seated:
            found.append(Attended(member=member, votes=votes, seat=seat, stays=stays))
    return found


def covering(item: Item, own: Sequence[Item]) -> list[Vote]:
    """The votes on an item, and those on another one of the same part that covered it, too."""
    further = [vote for each in own for vote in each.votes if item.id in vote.items and each.id != item.id]
    return [*item.votes, *further]


def _item(item: Item, number: str, votes: Sequence[Vote], papers: Mapping[str, Vorlage]) -> ItemMinuted:
    paper = papers.get(item.vorlage or "")
    concluding = next((vote for vote in votes if vote.id == item.vote), None)
    return ItemMinuted(
        number=number,
        subject=item.subject,
        paper_number=None if paper is None else paper.number,
        file_reference=None if paper is None else paper.file_reference,
        urgency=item.urgency,
        recused=list(item.recused),
        wording=None if paper is None or concluding is None else wording_of(votes, concluding, paper),
        votes=[vote_minuted(each, paper) for each in votes if each.status != "cancelled"],
        outcome=item.outcome,
        reason=item.reason,
    )


def vote_minuted(vote: Vote, paper: Vorlage | None) -> VoteMinuted:
    """A vote as minutes and extracts tell it."""
    motion = None if paper is None or vote.amendment is None else motion_worded(paper, vote.amendment)
    return VoteMinuted(
        about=vote.about,
        kind=vote.kind,
        majority=vote.majority,
        status=vote.status,
        motion=motion,
        text_hash=vote.text_hash,
        counts=vote.counts,
        present=vote.present,
        entitled=vote.entitled,
        counted=vote.counted,
        carried=vote.carried,
        unanimous=vote.unanimous,
        declared=vote.declared,
        rule=vote.rule,
        reason=vote.reason,
        flags=[_flag(each) for each in vote.shown_flags],
        ballots=list(vote.ballots) if vote.kind == "roll_call" else None,
        candidates=_candidates(vote),
        round=vote.round,
        elected=vote.elected,
        lot=vote.lot,
        corrections=[
            CountsCorrected(before=each.before, after=each.after, reason=each.reason)
            for each in vote.corrections
        ],
    )


def _candidates(vote: Vote) -> list[CandidateMinuted] | None:
    if vote.election is not None:
        return [CandidateMinuted(name=each.name, votes=each.votes) for each in vote.election.candidates]
    return [CandidateMinuted(name=each, votes=None) for each in vote.candidates] or None


def _flag(flag: Flag) -> FlagMinuted:
    return FlagMinuted(flag=flag.flag, rule=flag.rule, reason=flag.reason)


def item_corrected(correction: MinutesCorrection, row: Row) -> str | None:
    """The id of the item that a correction is about; None: the whole, which both parts share."""
    of_vote = (item.id for item in row.agenda for vote in item.votes if vote.id == correction.vote)
    return correction.item or next(of_vote, None)


def _corrections(row: Row, numbered: Mapping[str, str]) -> list[MinutesCorrection]:
    made = () if row.minutes is None else row.minutes.corrections
    return [each for each in made if (about := item_corrected(each, row)) is None or about in numbered]


def _corrected(correction: MinutesCorrection, row: Row, numbered: Mapping[str, str]) -> Corrected:
    return Corrected(
        number=numbered.get(item_corrected(correction, row) or ""),
        before=correction.before,
        after=correction.after,
        counts=correction.vote is not None,
        reason=correction.reason,
    )
