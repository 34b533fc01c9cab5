"""What the public may know of a sitting: what was announced, and was dealt with in public.

Rule 12: nothing else leaves a trace, be it an id, a count, a time or a gap in a sequence.
While the doors are closed (an item that is not public is called, or the public was sent out) nothing is
disclosed; who came or went meanwhile did so, for the public, when the doors were opened again.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace

from domain.recorded import Recorded
from domain.session.events import SessionEvent
from domain.session.events.course import ItemCalled
from domain.session.events.proceedings import AttendanceCorrected, ItemRecalled, PublicRestored
from domain.visibility import PUBLIC_ITEM, PUBLIC_SITTING, PUBLIC_VOTE
from projections import flag_shown
from projections.session import row as session_row
from projections.session import view as sittings
from projections.session.doors import Doors
from projections.session.proceedings import Announcement, Proceedings
from projections.session.publicity import Times, times_of
from projections.session.shown import SessionShown, show


def _nobody(_id: str) -> None:
    """Name no person."""


def _unknown(_present: int, _number: int) -> bool:
    return False


ShownT = TypeVar("ShownT", bound=Struct)

SAID = frozenset({"declared", "corrected", "annulled"})
"""Votes whose result the chair has said aloud."""


class Sitting(Struct):
    """A sitting as the log tells it; what happened behind closed doors its row knows."""

    row: session_row.Row
    called: str | None = None
    """The item that was called last in public; outside it seems to go on."""

    @property
    def items(self) -> dict[str, bool]:
        """The items that exist for the public, and whether their outcome was said in public."""
        if not self.row.public or self.row.published_at is None:
            return {}
        announced, unsaid = set(self.row.announced), set(self.row.doors.outcomes)
        return {
            each.id: each.outcome is not None and each.id not in unsaid
            for each in self.row.agenda
            if each.public and each.id in announced
        }


def begin() -> Sitting:
    """A sitting without events."""
    return Sitting(sittings.initial())


def follow(sitting: Sitting, recorded: Recorded) -> None:
    """Take in one more event of the sitting."""
    event = cast("SessionEvent", recorded.event)
    there = sitting.row.attendance.get(event.member, []) if isinstance(event, AttendanceCorrected) else []
    row = sitting.row = sittings.apply(sitting.row, recorded)
    match event:
        case ItemCalled() if not row.doors.closed:
            sitting.called = event.item
        case PublicRestored() if any(each.public and each.id == row.current for each in row.agenda):
            sitting.called = row.current  # it was called, or goes on, behind the doors that open
        case ItemRecalled() if event.item == sitting.called:
            sitting.called = None
        case AttendanceCorrected():
            now = row.attendance[event.member]
            row.attendance[event.member] = _corrected(there, now, times_of(row, public=True))
        case _:
            pass


def sitting_row(sitting: Sitting, published: Callable[[str], bool]) -> session_row.Row | None:
    """The sitting as the public may know it; None: it does not exist. `published`: whether a paper is."""
    items, row = sitting.items, sitting.row
    times = times_of(row, public=True)
    if not items:
        return None
    return replace(
        row,
        status="opened" if row.status == "interrupted" else row.status,
        reason=None,
        received=None,
        urgency=None,
        closed_at=None,
        quorums=[each for each in row.quorums if times.tells(each.at)],
        attendance=_attendance(row.attendance, times),
        agenda=[_item(sitting, each, published) for each in row.agenda if each.id in items],
        current=_current(sitting),
        announced=[],
        chair=_chair(row, times),
        proceedings=Proceedings(announcements=_announcements(row)),
        doors=Doors(),
        flags=list(row.doors.flags),
    )


def titles(sitting: Sitting) -> list[str]:
    """The neutral titles under which items that are not public were announced; nothing else of them is."""
    return list(sitting.row.neutral_titles.values())


def _announcements(row: session_row.Row) -> list[Announcement]:
    """What was resolved behind closed doors and announced in public."""
    said = row.proceedings.announcements
    return [replace(each, items=()) for each in said if row.doors.saw("ResolutionsAnnounced", each.at)]


def _current(sitting: Sitting) -> str | None:
    """The item that was called last in public; whatever was called behind closed doors leaves no trace."""
    return sitting.called if sitting.row.closed_at is None and sitting.called in sitting.items else None


def _chair(row: session_row.Row, times: Times) -> str | None:
    """Who chairs, as far as it was seen: a chair that was handed over behind closed doors was not."""
    seen = [each.member for each in row.proceedings.chairs if times.tells(each.since)]
    return seen[-1] if seen else row.chair


def _item(sitting: Sitting, item: session_row.Item, published: Callable[[str], bool]) -> session_row.Item:
    known = item.vorlage is not None and published(item.vorlage)
    said, times = sitting.items[item.id], times_of(sitting.row, public=True)
    votes = _votes(sitting)
    return replace(
        item,
        vorlage=item.vorlage if known else None,
        consultation=item.consultation if known else None,
        flags=sitting.row.doors.seen(item.id, item.flags),
        called_at=item.called_at if item.called_at is not None and times.tells(item.called_at) else None,
        outcome=item.outcome if said else None,
        vote=item.vote if said and any(vote.id == item.vote for _, vote in votes) else None,
        reason=item.reason if said else None,
        prepared=[],
        votes=[vote for first, vote in votes if first == item.id],
    )


def _votes(sitting: Sitting) -> list[tuple[str, session_row.Vote]]:
    """The votes that were held in public, each with the first item that the public knows of."""
    found = []
    for item in sitting.row.agenda:
        for vote in item.votes:
            covered = [each for each in (item.id, *vote.items) if each in sitting.items]
            if covered and vote.id not in sitting.row.doors.votes:
                found.append((covered[0], _vote(vote, *covered)))
    return found


def _vote(vote: session_row.Vote, first: str, *further: str) -> session_row.Vote:
    """A vote on these items; before the chair has said its result only that it is held."""
    hashes = {each: vote.hash_of(each) for each in further}
    if vote.status in SAID:
        return replace(vote, text_hash=vote.hash_of(first), items=further, item_hashes=hashes)
    held = session_row.Vote(
        id=vote.id,
        about=vote.about,
        kind=vote.kind,
        majority=vote.majority,
        text_hash=vote.hash_of(first),
        amendment=vote.amendment,
        repeats=vote.repeats,
        ordered_by=None,
        opened_at=vote.opened_at,
        items=further,
        item_hashes=hashes,
        candidates=vote.candidates,
        round=vote.round,
    )
    return replace(held, status=vote.status)


def _attendance(
    attendance: dict[str, list[session_row.Interval]], times: Times
) -> dict[str, list[session_row.Interval]]:
    seen = {member: times.stays(intervals) for member, intervals in attendance.items()}
    return {member: stays for member, stays in seen.items() if stays}


def _corrected(
    before: Sequence[session_row.Interval],
    after: Iterable[session_row.Interval],
    times: Times,
) -> list[session_row.Interval]:
    """Times that were corrected; those that look to the public as before were, for it, not entered late."""
    seen = {(each.begin, each.end): each.late for each in times.stays(before)}
    found = []
    for each in after:
        looks = [(time.begin, time.end) for time in times.stays([each])]
        found.append(replace(each, late=all(seen.get(look, True) for look in looks) if looks else False))
    return found


def sitting_shown(row: session_row.Row, neutral: Sequence[str] = ()) -> SessionShown:
    """A sitting as the public reads it: the fields that it sees, everything else left empty.

    `neutral`: the titles of what is not public.

    Whoever reads it adds the names of members, and whether a body of that size is quorate.
    """
    shown = show(row, position=0, name=_nobody, quorate=_unknown)
    return replace(
        only(shown, PUBLIC_SITTING),
        public_titles=list(neutral),
        flags=flag_shown.in_public(shown.flags),
        agenda=[
            replace(
                only(each, PUBLIC_ITEM),
                votes=[
                    replace(only(vote, PUBLIC_VOTE), flags=flag_shown.in_public(vote.flags))
                    for vote in each.votes
                ],
            )
            for each in shown.agenda
        ],
    )


def only(shown: ShownT, visible: frozenset[str]) -> ShownT:
    """A thing with these fields; lists are empty instead, all else null."""
    hidden = [name for name in shown.__struct_fields__ if name not in visible]
    return replace(shown, **{name: [] if isinstance(getattr(shown, name), list) else None for name in hidden})
