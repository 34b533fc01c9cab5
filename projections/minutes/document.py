"""The minutes of a sitting (Niederschrift), written from what was recorded of it: one document for each part.

The document names persons by opaque ids; its canonical bytes are JSON with sorted keys, kept for ever.
The public part tells nothing of what was dealt with behind closed doors: no item, number,
count or time (rule 12).
Source: § 58 KVG LSA.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Literal

import msgspec
from msgspec import Struct, field

from domain.session.events.agenda import SessionForm
from domain.session.events.proceedings import ItemKind
from domain.vorlage.state import Vorlage
from domain.vorlage.terms import Outcome
from projections.minutes.attendance import AttendanceRevised, Attended, attendance, revised
from projections.minutes.row import MinutesCorrection
from projections.minutes.steps import NoteElsewhere, NoteMinuted, Steps, notes_of, other_notes, steps
from projections.minutes.votes import FlagMinuted, VoteMinuted, flag_minuted, vote_minuted
from projections.session.publicity import times_of
from projections.session.row import Item, Row
from projections.session.shown import numbers
from projections.session.wording import Wording, wording_of

Part = Literal["public", "non_public"]


FORM = 4
"""The form of the document; a later form has another number, and the bytes of this one stay as they are."""


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


class Headline(Struct, kw_only=True):
    """An item of the agenda; `accepted`: what the body said to one that came after the summons."""

    number: str
    subject: str
    kind: ItemKind
    urgency: str | None
    late: bool
    accepted: bool | None


class ItemMinuted(Struct, kw_only=True):
    """An item in the order in which it was dealt with; `wording` is that of the vote that concluded it."""

    number: str
    subject: str
    kind: ItemKind
    paper_number: str | None
    file_reference: str | None
    urgency: str | None
    late: bool
    accepted: bool | None
    recused: list[str]
    flags: list[FlagMinuted]
    notes: list[NoteMinuted]
    wording: Wording | None
    votes: list[VoteMinuted]
    outcome: Outcome | None
    resolution_number: str | None
    annulled_numbers: list[str]
    referred_to: str | None
    reason: str | None


class Corrected(Struct, kw_only=True):
    """A correction of signed minutes; `number`: of the item, null for what concerns the whole."""

    number: str | None
    before: str | None
    after: str | None
    counts: bool
    reason: str


class Document(Struct, kw_only=True):
    """One part of the minutes.

    `titles`: under which the public was told of items that are not public. `again`: it is the second
    convocation, after one that lacked a quorum.
    """

    form: int
    part: Part
    session: str
    body: str
    held: SessionForm
    date: dt.date
    opened_at: dt.datetime | None
    closed_at: dt.datetime | None
    chair: str | None
    lawful_number: int | None
    rule: str | None
    summons: Summoned
    again: bool
    attendance: list[Attended]
    attendance_corrected: list[AttendanceRevised]
    quorums: list[QuorumMinuted]
    interruptions: list[Pause]
    steps: Steps
    agenda: list[Headline]
    titles: list[str]
    items: list[ItemMinuted]
    notes: list[NoteElsewhere]
    flags: list[FlagMinuted]
    corrections: list[Corrected]


def canonical(document: Document) -> bytes:
    """The bytes that are signed by their hash: JSON in UTF-8, keys sorted, no spaces."""
    return msgspec.json.encode(document, order="sorted")


def parts(row: Row) -> tuple[Part, ...]:
    """The parts that the minutes of a sitting have."""
    apart = row.doors.closures or not all(item.public for item in row.agenda)
    return ("public", "non_public") if apart else ("public",)


def write(row: Row, part: Part, papers: Mapping[str, Vorlage], body: str) -> Document:
    """One part of the minutes. `papers`: those of the agenda; `body`: the name of the committee."""
    public = part == "public"
    times = times_of(row, public=public)
    every = {item.id: number for item, number in zip(row.agenda, numbers(row.agenda), strict=True)}
    headed = [item for item in row.agenda if item.public == public]
    own = [item for item in row.agenda if item.public == public or (not public and _was_behind(item, row))]
    numbered = {item.id: every[item.id] for item in own}
    return Document(
        form=FORM,
        part=part,
        session=row.id,
        body=body,
        held=row.form,
        date=row.date,
        opened_at=row.opened_at,
        closed_at=times.closed_at,
        chair=row.proceedings.chairs[0].member if row.proceedings.chairs else None,
        lawful_number=row.lawful_number,
        rule=row.rule,
        summons=Summoned(received=row.received, urgency=row.urgency),
        again=row.again is not None,
        attendance=attendance(row, times),
        attendance_corrected=revised(row, times),
        quorums=[
            QuorumMinuted(
                at=each.at, present=each.present, lawful_number=each.lawful_number, quorate=each.quorate
            )
            for each in row.quorums
            if times.tells(each.at)
        ],
        interruptions=[
            Pause(
                begin=each.begin,
                end=None if each.end is None else times.noticed(each.end),
                reason=each.reason,
            )
            for each in row.interruptions
            if times.tells(each.begin)
        ],
        steps=steps(row, times, numbered, public=public),
        agenda=[
            Headline(
                number=numbered[item.id],
                subject=item.subject,
                kind=item.kind,
                urgency=item.urgency,
                late=_came_late(item, papers),
                accepted=item.accepted,
            )
            for item in headed
        ],
        titles=list(row.neutral_titles.values()) if public else [],
        items=[_item(item, row, part, numbered, papers) for item in sorted(own, key=_dealt)],
        notes=other_notes(row, {} if public else _apart(row, every, numbered), public=public),
        flags=[flag_minuted(each) for each in (row.doors.flags if public else row.flags)],
        corrections=[_corrected(each, row, every) for each in _corrections(row, part)],
    )


def _was_behind(item: Item, row: Row) -> bool:
    """Whether something of a public item was voted on, said or contested behind closed doors."""
    hidden = row.doors
    contested = item.id in hidden.frozen or bool(hidden.unseen.get(item.id))
    return (
        contested
        or item.id in hidden.outcomes
        or any(vote.id in hidden.votes for _, vote in row.votes_on(item.id))
    )


def _came_late(item: Item, papers: Mapping[str, Vorlage]) -> bool:
    """The item came after the summons, or its paper or a later edition of it."""
    paper = papers.get(item.vorlage or "")
    station = None if paper is None else paper.consultation(item.consultation or "")
    return item.late or (station is not None and station.late)


def _apart(row: Row, every: Mapping[str, str], numbered: Mapping[str, str]) -> dict[str, str]:
    """The numbers of the public items that the part that is not public has nothing else of."""
    return {item.id: every[item.id] for item in row.agenda if item.id not in numbered}


def _dealt(item: Item) -> tuple[bool, dt.datetime]:
    """In order of dealing; what was never called comes last, as the agenda has it."""
    return (item.called_at is None, item.called_at or dt.datetime.max.replace(tzinfo=dt.UTC))


def _item(
    item: Item, row: Row, part: Part, numbered: Mapping[str, str], papers: Mapping[str, Vorlage]
) -> ItemMinuted:
    """An item; of a public one each part tells what was done in it."""
    paper = papers.get(item.vorlage or "")
    votes = [vote for _, vote in row.votes_on(item.id)]
    here = [each for each in votes if not item.public or (each.id in row.doors.votes) == (part != "public")]
    concluding = next((vote for vote in here if vote.id == item.vote), None)
    said = not item.public or (item.id in row.doors.outcomes) == (part != "public")
    return ItemMinuted(
        number=numbered[item.id],
        subject=item.subject,
        kind=item.kind,
        paper_number=None if paper is None else paper.number,
        file_reference=None if paper is None else paper.file_reference,
        urgency=item.urgency,
        late=_came_late(item, papers),
        accepted=item.accepted,
        recused=list(item.recused),
        flags=flags_of(item, row, public=part == "public"),
        notes=notes_of(row, item.id, public=part == "public"),
        wording=None if paper is None or concluding is None else wording_of(votes, concluding, item, paper),
        votes=[vote_minuted(each, paper, row, item) for each in here if each.status != "cancelled"],
        outcome=item.outcome if said else None,
        # Numbers run through both parts: those in public would tell by their gaps of the others (rule 12).
        resolution_number=item.resolution_number if said and part != "public" else None,
        annulled_numbers=list(item.annulled_numbers) if said and part != "public" else [],
        referred_to=item.referred_to if said else None,
        reason=item.reason if said else None,
    )


def flags_of(item: Item, row: Row, *, public: bool) -> list[FlagMinuted]:
    """What was let stand when an item was called or concluded, or its words were frozen."""
    said = row.doors.seen(item.id, item.flags) if public else item.flags
    heard = not public or item.id not in row.doors.frozen
    frozen = [flag for each in item.wordings for flag in each.flags if heard]
    return [flag_minuted(each) for each in dict.fromkeys((*said, *frozen))]


def item_corrected(correction: MinutesCorrection, row: Row) -> str | None:
    """The id of the item that a correction is about; None: the whole, which both parts share."""
    of_vote = (item.id for item in row.agenda for vote in item.votes if vote.id == correction.vote)
    return correction.item or next(of_vote, None)


def _corrections(row: Row, part: Part) -> list[MinutesCorrection]:
    """Those of a part; a vote held behind closed doors is corrected there, whatever its item is."""
    made = () if row.minutes is None else row.minutes.corrections
    kept = {item.id for item in row.agenda if item.public == (part == "public")}
    return [each for each in made if _is_told(each, row, kept, part)]


def _is_told(correction: MinutesCorrection, row: Row, kept: Collection[str], part: Part) -> bool:
    if correction.vote in row.doors.votes:
        return part != "public"
    about = item_corrected(correction, row)
    return about is None or about in kept


def _corrected(correction: MinutesCorrection, row: Row, numbered: Mapping[str, str]) -> Corrected:
    return Corrected(
        number=numbered.get(item_corrected(correction, row) or ""),
        before=correction.before,
        after=correction.after,
        counts=correction.vote is not None,
        reason=correction.reason,
    )
