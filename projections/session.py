"""The session as it is: agenda, who is present, votes; written in the transaction that appends.

It holds what INTERFACE shows of "a session"; persons are opaque ids, whoever shows a row names them.
A correction keeps original and reason (rule 14).
What comes to light later flags the votes it touches and never changes their numbers ("Refused or flagged").
A thing that an event speaks of may be unknown (see `Projection.apply`); the event then changes nothing.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Final, cast

import msgspec

from domain.flag import Flag
from domain.recorded import Recorded
from domain.session import flags
from domain.session.events import (
    AgendaItemAdded,
    AgendaItemRemoved,
    AgendaOrdered,
    AnnouncementWithdrawn,
    ItemCalled,
    ItemConcluded,
    ItemReopened,
    MemberArrived,
    MemberLeft,
    QuorumEstablished,
    QuorumLost,
    RecusalDeclared,
    RecusalLifted,
    SessionAnnounced,
    SessionCancelled,
    SessionClosed,
    SessionEvent,
    SessionInterrupted,
    SessionMoved,
    SessionOpened,
    SessionPlanned,
    SessionResumed,
    SessionSummoned,
    SubstitutionRecorded,
)
from domain.session.minutes import BESIDE, MinutesEvent
from domain.session.proceedings_events import (
    AttendanceCorrected,
    ChairHandedOver,
    ItemAccepted,
    ItemRecalled,
    ItemRefused,
    ProceedingsEvent,
    ResolutionsAnnounced,
    SummonsEstablished,
)
from domain.session.vote_events import (
    Ballot,
    BallotContradicted,
    BallotRecorded,
    BallotWithdrawn,
    ContradictionResolved,
    CountContradicted,
    DeclarationContradicted,
    ElectionObjected,
    VoteAnnulled,
    VoteCancelled,
    VoteCorrected,
    VoteDeclared,
    VoteOpened,
    VoteQuestioned,
    VoteRecorded,
)
from domain.session.wording_events import WordingChanged, WordingEvent, WordingFrozen, WordingWithdrawn
from projections import doors, minutes_row, proceedings
from projections.proceedings import Chairing, Undone
from projections.projection import Column
from projections.session_row import (
    Contradiction,
    Correction,
    Interruption,
    Interval,
    Item,
    Quorum,
    Row,
    Vote,
    Wording,
)

NAME: Final = "session"
VERSION: Final = 15
STREAMS: Final = "sessions/"
COLUMNS: Final[Mapping[str, str]] = {
    "committee": "TEXT",
    "date": "TEXT",
    "status": "TEXT",
    "public": "INTEGER",
}


ENTERED_LATE = Flag(flag="entered_late", rule="14")
"""On a vote: attendance or a recusal that concerns it was entered after it was counted."""


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Row)


def initial() -> Row:
    """The row of a sitting without events."""
    return Row()


def encode(row: Row) -> bytes:
    """The bytes of a row."""
    return _encoder.encode(row)


def decode(body: bytes) -> Row:
    """The row of these bytes."""
    return _decoder.decode(body)


def columns(row: Row) -> Mapping[str, Column]:
    """What sessions are listed and searched by."""
    return {
        "committee": row.committee,
        "date": row.date.isoformat(),
        "status": row.status,
        "public": int(row.public),
    }


def apply(row: Row, recorded: Recorded) -> Row:
    """The row after one more event."""
    flagged = len(row.flags)
    row = _after(row, recorded)
    doors.follow(
        row.doors,
        cast("SessionEvent", recorded.event),
        recorded.meta.happened_at,
        public=[each.id for each in row.agenda if each.public],
        flagged=row.flags[flagged:],
    )
    return row


def _after(row: Row, recorded: Recorded) -> Row:  # noqa: C901, PLR0912 - the one list of what can happen
    event = cast("SessionEvent", recorded.event)
    row.id = row.id or recorded.stream.removeprefix(STREAMS)
    at = recorded.meta.happened_at
    if isinstance(event, MinutesEvent):
        return _minutes(row, event, recorded)
    _outdate(row, event)
    if isinstance(event, ProceedingsEvent):
        return _proceedings(row, event, recorded)
    if isinstance(event, WordingEvent):
        for item in row.agenda:
            if item.id == event.item:
                _wording(item, event, at)
        return row
    match event:
        case BallotRecorded() | BallotWithdrawn():
            _ballot(row, event)
        case VoteOpened():
            _open_vote(row, event, at)
        case (
            VoteRecorded()
            | VoteDeclared()
            | VoteCorrected()
            | VoteCancelled()
            | VoteAnnulled()
            | ElectionObjected()
        ):
            for vote in _votes_with_id(row, event.vote):
                vote.flags = flags.after(vote.flags, event)
                _vote(vote, event, recorded)
        case (
            VoteQuestioned()
            | CountContradicted()
            | BallotContradicted()
            | DeclarationContradicted()
            | ContradictionResolved()
        ):
            for vote in _votes_with_id(row, event.vote):
                vote.flags = flags.after(vote.flags, event)
                _questioned(vote, event, recorded)
        case MemberArrived() | MemberLeft() | SubstitutionRecorded():
            _attendance(row, event, at)
        case AgendaItemAdded() | AgendaItemRemoved() | AgendaOrdered():
            _agenda(row, event)
        case ItemCalled() | ItemConcluded() | ItemReopened() | RecusalDeclared() | RecusalLifted():
            _item(row, event, at)
        case SessionPlanned() | SessionMoved() | SessionSummoned() | SessionCancelled():
            _planning(row, event)
        case SessionAnnounced() | AnnouncementWithdrawn():
            _announcement(row, event, at)
        case QuorumLost():
            pass  # a warning of that moment: whether it still holds is shown from who is there
        case _:
            _sitting(row, event, at)
    return row


def _wording(item: Item, event: WordingEvent, at: dt.datetime) -> None:
    """A change aloud must be read back and frozen anew, and so must all others of the item."""
    if isinstance(event, WordingChanged | WordingWithdrawn):
        gone = event.replaces if isinstance(event, WordingChanged) else event.amendment
        item.wordings = [each for each in item.wordings if each.amendment != gone]
        if isinstance(event, WordingChanged):
            item.wordings.append(
                Wording(
                    amendment=event.amendment,
                    document=event.document,
                    old=event.old,
                    text=event.text,
                    splices=event.splices,
                    at=at,
                )
            )
        for wording in item.wordings:
            wording.read_back_at = wording.frozen = None
            wording.flags = []
        return
    for wording in item.wordings:
        if isinstance(event, WordingFrozen):
            wording.frozen, wording.flags = event.hash, list(event.flags)
        else:
            wording.read_back_at = at


def _minutes(row: Row, event: MinutesEvent, recorded: Recorded) -> Row:
    row.minutes = minutes_row.apply(row.minutes, event, recorded)
    row.status = row.status if row.minutes is None else row.minutes.status
    return row


def _outdate(row: Row, event: SessionEvent) -> None:
    """What is recorded of a sitting after its minutes were drafted is not in them."""
    if row.minutes is not None and not isinstance(event, BESIDE):
        row.minutes.outdated = True


def _proceedings(row: Row, event: ProceedingsEvent, recorded: Recorded) -> Row:
    match event:
        case SummonsEstablished() | ResolutionsAnnounced():
            row.flags += event.flags
        case ChairHandedOver():
            row.chair = event.member
        case ItemRecalled():
            row.current = None
            for item in row.agenda:
                item.called_at = None if item.id == event.item else item.called_at
        case ItemAccepted() | ItemRefused():
            for item in row.agenda:
                if item.id == event.item:
                    item.accepted = isinstance(event, ItemAccepted)
        case AttendanceCorrected():
            _correct_attendance(row, event)
        case _:
            pass
    proceedings.apply(row.proceedings, event, recorded, row.chair, row.neutral_titles)
    return row


def _announcement(row: Row, event: SessionAnnounced | AnnouncementWithdrawn, at: dt.datetime) -> None:
    if isinstance(event, SessionAnnounced):
        row.announced, row.published_at = list(event.items), row.published_at or at
    else:
        row.announced, row.published_at = [], None


def _planning(row: Row, event: SessionPlanned | SessionMoved | SessionSummoned | SessionCancelled) -> None:
    match event:
        case SessionPlanned():
            row.committee, row.date, row.public = event.committee, event.date, event.public
            row.again = event.again
            row.form = event.form
        case SessionMoved():
            row.date, row.reason = event.date, event.reason
            if event.received is not None:
                row.received, row.urgency = event.received, event.urgency
        case SessionSummoned():
            row.status = "summoned"
            row.received, row.urgency = event.received, event.urgency
            row.flags += event.flags
        case _:
            row.status, row.reason = "cancelled", event.reason


def _sitting(
    row: Row,
    event: SessionOpened | SessionInterrupted | SessionResumed | SessionClosed | QuorumEstablished,
    at: dt.datetime,
) -> None:
    match event:
        case SessionOpened():
            row.status, row.opened_at = "opened", at
            row.seats, row.lawful_number = event.seats, event.lawful_number
            row.rule, row.chair = event.rule, event.chair
            row.substitutes = event.substitutes
            row.proceedings.chairs.append(Chairing(member=event.chair, since=at))
            row.flags += event.flags
        case SessionInterrupted():
            row.status, row.reason = "interrupted", event.reason
            row.interruptions.append(Interruption(begin=at, reason=event.reason))
        case SessionResumed():
            row.status, row.reason = "opened", None
            for pause in row.interruptions:
                pause.end = pause.end or at
        case SessionClosed():
            row.status, row.closed_at, row.current = "closed", at, None
            row.flags += event.flags
            for exclusion in row.proceedings.exclusions:
                exclusion.end = exclusion.end or at
        case _:
            row.quorums.append(
                Quorum(
                    at=at,
                    present=event.present,
                    lawful_number=event.lawful_number,
                    quorate=event.quorate,
                )
            )


def _attendance(row: Row, event: MemberArrived | MemberLeft | SubstitutionRecorded, at: dt.datetime) -> None:
    person = event.substitute if isinstance(event, SubstitutionRecorded) else event.member
    intervals = row.attendance.setdefault(person, [])
    if isinstance(event, MemberLeft):
        for interval in intervals:
            if interval.end is None and interval.begin <= at:
                interval.end, interval.late = at, interval.late or event.late
    else:
        seat = None if event.member == person else event.member
        intervals.append(Interval(begin=at, late=event.late, seat=seat))
        intervals.sort(key=lambda each: each.begin)


def _correct_attendance(row: Row, event: AttendanceCorrected) -> None:
    row.attendance[event.member] = [
        Interval(begin=each.begin, end=each.end, late=True, seat=each.seat) for each in event.after
    ]


def _agenda(row: Row, event: AgendaItemAdded | AgendaItemRemoved | AgendaOrdered) -> None:
    match event:
        case AgendaItemAdded():
            item = Item(
                id=event.item,
                subject=event.subject,
                public=event.public,
                vorlage=event.vorlage,
                consultation=event.consultation,
                urgency=event.urgency,
                late=event.late,
                kind=event.kind or ("matter" if event.vorlage is None else "paper"),
                public_title=event.public_title,
            )
            row.agenda.insert(event.place, item)
        case AgendaItemRemoved():
            row.agenda = [each for each in row.agenda if each.id != event.item]
        case _:
            rank = {id_: place for place, id_ in enumerate(event.order)}
            row.agenda.sort(key=lambda each: rank.get(each.id, len(rank)))


def _item(
    row: Row,
    event: ItemCalled | ItemConcluded | ItemReopened | RecusalDeclared | RecusalLifted,
    at: dt.datetime,
) -> None:
    for item in row.agenda:
        if item.id != event.item:
            continue
        match event:
            case ItemCalled():
                row.current, item.called_at = item.id, at
                item.flags += event.flags
            case ItemConcluded():
                item.outcome, item.vote, item.reason = event.outcome, event.vote, event.reason
                item.flags += event.flags
                item.resolution_number = event.resolution_number
                item.referred_to = event.committee_name
            case ItemReopened():
                item.outcome, item.vote, item.reason = None, None, event.reason
                item.accepted = item.accepted or None
                row.proceedings.undone.append(
                    Undone(what="outcome", item=item.id, at=at, reason=event.reason)
                )
                if item.resolution_number is not None:
                    item.annulled_numbers.append(item.resolution_number)
                item.resolution_number = item.referred_to = None
            case RecusalDeclared():
                item.recused.append(event.member)
                item.contested[event.member] = event.flags
                item.flags += event.flags
            case _:
                for flag in item.contested.pop(event.member, ()):
                    item.flags.remove(flag)
                item.recused = [each for each in item.recused if each != event.member]


def _votes_with_id(row: Row, id_: str) -> list[Vote]:
    """The vote of this id, if it is there."""
    return [vote for item in row.agenda for vote in item.votes if vote.id == id_]


def _open_vote(row: Row, event: VoteOpened, at: dt.datetime) -> None:
    vote = Vote(
        id=event.vote,
        about=event.about,
        kind=event.kind,
        majority=event.majority,
        text_hash=event.text_hash,
        amendment=event.amendment,
        repeats=event.repeats,
        ordered_by=event.ordered_by,
        opened_at=at,
        flags=flags.after((), event),
        contradicts=event.contradicts,
        items=tuple(each.item for each in event.items),
        item_hashes={each.item: each.text_hash for each in event.items},
        candidates=event.candidates,
        round=event.round,
    )
    for item in row.agenda:
        if item.id == event.item:
            item.votes.append(vote)


def _ballot(row: Row, event: BallotRecorded | BallotWithdrawn) -> None:
    for vote in _votes_with_id(row, event.vote):
        if isinstance(event, BallotRecorded):
            vote.ballots.append(Ballot(member=event.member, choice=event.choice))
        else:
            vote.ballots = [each for each in vote.ballots if each.member != event.member]


def _vote(
    vote: Vote,
    event: VoteRecorded | VoteDeclared | VoteCorrected | VoteCancelled | VoteAnnulled | ElectionObjected,
    recorded: Recorded,
) -> None:
    match event:
        case ElectionObjected():
            vote.kind = "secret"
            vote.objections.append(event.member)
        case VoteRecorded():
            _count(vote, event, recorded.meta.happened_at)
        case VoteDeclared():
            vote.status, vote.declared, vote.declared_at = (
                "declared",
                event.declared,
                recorded.meta.happened_at,
            )
            vote.ordered_by = event.ordered_by or vote.ordered_by
            vote.elected, vote.lot = event.elected, event.lot
        case VoteCorrected():
            _correct(vote, event, recorded)
        case VoteCancelled():
            vote.status, vote.reason = "cancelled", event.reason
        case _:
            vote.status, vote.reason = "annulled", event.reason


def _count(vote: Vote, event: VoteRecorded, at: dt.datetime) -> None:
    vote.status, vote.counted_at = "counted", at
    vote.counts, vote.counted = event.counts, event.counted
    vote.entitled, vote.present = event.entitled, event.present
    vote.carried, vote.unanimous, vote.rule = event.carried, event.unanimous, event.rule
    vote.ballots = list(event.ballots or ())
    vote.election = event.election
    vote.members_present = event.members_present


def _correct(vote: Vote, event: VoteCorrected, recorded: Recorded) -> None:
    """What was declared stands; only then is there a result to be shown as corrected."""
    if vote.status == "declared":
        vote.status = "corrected"
    vote.counts, vote.carried, vote.unanimous = event.after, event.carried, event.unanimous
    if event.ballots is not None:
        vote.ballots = list(event.ballots)
    vote.entitled = vote.entitled if event.entitled is None else event.entitled
    vote.counted, vote.election = event.counted, event.election
    if event.manner is not None:
        vote.kind, vote.majority = event.manner.kind, event.manner.majority
        vote.candidates = event.manner.candidates
    vote.corrections.append(
        Correction(
            before=event.before,
            after=event.after,
            reason=event.reason,
            happened_at=recorded.meta.happened_at,
            recorded_at=recorded.recorded_at,
            tellers=event.tellers,
            election_before=event.election_before,
            election_after=event.election,
        )
    )


def _questioned(
    vote: Vote,
    event: VoteQuestioned
    | CountContradicted
    | BallotContradicted
    | DeclarationContradicted
    | ContradictionResolved,
    recorded: Recorded,
) -> None:
    """Both of two counts or answers stay visible, whichever the chair keeps."""
    happened_at, recorded_at = recorded.meta.happened_at, recorded.recorded_at
    match event:
        case CountContradicted():
            vote.contradictions.append(
                Contradiction(
                    happened_at=happened_at,
                    recorded_at=recorded_at,
                    counts=event.counts,
                    carried=event.carried,
                    election=event.election,
                    ballots=event.ballots or (),
                    rival=event.rival,
                )
            )
        case BallotContradicted():
            answer = Ballot(member=event.member, choice=event.choice)
            vote.contradictions.append(
                Contradiction(
                    happened_at=happened_at,
                    recorded_at=recorded_at,
                    ballots=(answer,),
                    member=event.member,
                )
            )
        case DeclarationContradicted():
            vote.contradictions.append(
                Contradiction(
                    happened_at=happened_at,
                    recorded_at=recorded_at,
                    declared=event.declared,
                    elected=event.elected,
                )
            )
        case ContradictionResolved():
            for each in vote.contradictions:
                declaration = each.declared is not None
                asked = (each.member, declaration) == (event.member, event.declaration)
                if asked and each.kept is None:
                    each.kept, each.reason = event.keep, event.reason
        case _:
            pass
