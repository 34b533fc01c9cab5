"""What of a sitting happened behind closed doors, event by event (rule 12).

They are closed while an item that is not public is called, or the public was sent out.
"""

import datetime as dt
from collections.abc import Collection, Iterable

from msgspec import Struct

from domain.flag import Flag
from domain.session.agenda.concluding import NOT_REACHED
from domain.session.events import SessionEvent
from domain.session.events.course import ItemCalled, ItemConcluded, ItemReopened, SessionClosed
from domain.session.events.proceedings import (
    AgendaApproved,
    ChairHandedOver,
    NoteRecorded,
    PublicExcluded,
    PublicRestored,
    ResolutionsAnnounced,
    SummonsEstablished,
)
from domain.session.events.votes import VoteAnnulled, VoteDeclared, VoteOpened, VoteRecorded
from domain.session.events.wording import WordingFrozen
from domain.timespan import Timespan


class Doors(Struct, kw_only=True, omit_defaults=True):
    """When the doors were closed; which votes, outcomes and notes came about meanwhile.

    `steps`: the other things done then, each by its kind and moment. `flags`: what was contested in public.
    `reopened`: items whose outcome behind them was taken back, and nothing was said of them in public since.
    `frozen`: items whose words were frozen behind them last.
    `over`: the sitting was closed; what is entered afterwards happens behind no doors.
    """

    closures: list[Timespan] = []
    excluded: bool = False
    votes: list[str] = []
    outcomes: list[str] = []
    reopened: list[str] = []
    frozen: list[str] = []
    notes: list[str] = []
    steps: list[tuple[str, dt.datetime]] = []
    flags: list[Flag] = []
    unseen: dict[str, list[Flag]] = {}
    """What was contested of an item behind them, when it was called or concluded."""
    over: bool = False

    @property
    def closed(self) -> bool:
        """Whether the public is outside."""
        return bool(self.closures) and self.closures[-1].end is None

    def seen(self, item: str, flags: Iterable[Flag]) -> list[Flag]:
        """What of an item's flags the public saw come about."""
        left = list(flags)
        for each in self.unseen.get(item, ()):
            left.remove(each)
        return left

    def saw(self, step: str, at: dt.datetime) -> bool:
        """Whether the public saw a step of the sitting."""
        return (step, at) not in self.steps


def follow(
    doors: Doors,
    event: SessionEvent,
    at: dt.datetime,
    *,
    public: Collection[str],
    flagged: Collection[Flag],
) -> None:
    """Take in one more event. `public`: the items that are; `flagged`: what it flags of the whole sitting."""
    match event:
        case PublicExcluded() | PublicRestored():
            doors.excluded = isinstance(event, PublicExcluded)
            _move(doors, at, closed=doors.excluded)
        case ItemCalled():
            _move(doors, at, closed=doors.excluded or event.item not in public)
            if doors.closed:
                doors.unseen.setdefault(event.item, []).extend(event.flags)
        case ItemReopened() if event.item in doors.outcomes:
            doors.outcomes = _without(doors.outcomes, event.item)
            doors.reopened.append(event.item)
        case SessionClosed():
            doors.over = True
        case _ if _is_behind(doors, at):
            _behind(doors, event, at)
        case _:
            _before(doors, event)
    # Closing flags votes that nobody declared, also those held behind closed doors.
    if not doors.closed and not (doors.over and doors.closures):
        doors.flags += flagged


def _is_behind(doors: Doors, at: dt.datetime) -> bool:
    """Entered while the doors were closed, or later, with a moment at which they were."""
    ended = any(each.end is not None and each.holds(at) for each in doors.closures)
    return ended or (doors.closed and not doors.over)


def _move(doors: Doors, at: dt.datetime, *, closed: bool) -> None:
    if closed and not doors.closed:
        doors.closures.append(Timespan(at))
    elif not closed and doors.closed:
        doors.closures[-1] = Timespan(doors.closures[-1].begin, at)


def _before(doors: Doors, event: SessionEvent) -> None:
    """Of what the public did not hear decided it does not hear either that the sitting's end put it off."""
    match event:
        case ItemConcluded() if event.item in doors.reopened:
            if doors.over or event.reason == NOT_REACHED:
                doors.outcomes.append(event.item)
            doors.reopened = _without(doors.reopened, event.item)
        case WordingFrozen():
            doors.frozen = _without(doors.frozen, event.item)
        case _:
            pass


def _without(items: Iterable[str], item: str) -> list[str]:
    return [each for each in items if each != item]


def _behind(doors: Doors, event: SessionEvent, at: dt.datetime) -> None:
    match event:
        case VoteOpened() | VoteRecorded() | VoteDeclared() | VoteAnnulled():
            doors.votes.append(event.vote)
        case ItemConcluded():
            doors.outcomes.append(event.item)
            doors.unseen.setdefault(event.item, []).extend(event.flags)
            doors.reopened = _without(doors.reopened, event.item)
        case WordingFrozen():
            doors.frozen = [*_without(doors.frozen, event.item), event.item]
        case NoteRecorded():
            doors.notes.append(event.note)
        case ChairHandedOver() | ResolutionsAnnounced() | SummonsEstablished() | AgendaApproved():
            doors.steps.append((type(event).__name__, at))
        case _:
            pass
