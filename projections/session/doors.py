"""What of a sitting happened behind closed doors, event by event (rule 12).

They are closed while an item that is not public is called, or the public was sent out. Calls and exclusions
may be entered late, in any order: when the doors were closed goes by the times at which these happened, and
what is entered while they are closed happened behind them.
"""

import datetime as dt
from bisect import insort_right
from collections.abc import Collection, Iterable
from typing import Literal

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
from domain.session.proceedings.course import CLOCKS
from domain.timespan import Timespan

Kind = Literal["excluded", "restored", "public", "secret"]


class Move(Struct, frozen=True):
    """What may close or open the doors: the public is sent out or let in, or an item is called."""

    at: dt.datetime
    kind: Kind


class Doors(Struct, kw_only=True, omit_defaults=True):
    """When the doors were closed; which votes, outcomes and notes came about meanwhile.

    `moves`: in the order in which they happened; `moved`: the one that was entered last.
    `shut`: whether they are closed after what was entered last, whenever it happened.
    `steps`: the other things done then, each by its kind and moment. `flags`: what was contested in public.
    `reopened`: items whose outcome behind them was taken back, and nothing was said of them in public since.
    `frozen`: items whose words were frozen behind them last.
    `over`: when the sitting was closed; what happens from then on happens behind no doors.
    """

    moves: list[Move] = []
    moved: Move | None = None
    excluded: bool = False
    shut: bool = False
    closures: list[Timespan] = []
    votes: list[str] = []
    outcomes: list[str] = []
    reopened: list[str] = []
    frozen: list[str] = []
    notes: list[str] = []
    steps: list[tuple[str, dt.datetime]] = []
    flags: list[Flag] = []
    unseen: dict[str, list[Flag]] = {}
    """What was contested of an item behind them, when it was called or concluded."""
    over: dt.datetime | None = None

    @property
    def closed(self) -> bool:
        """Whether the public is outside."""
        return self.shut or (bool(self.closures) and self.closures[-1].end is None)

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
            doors.excluded = doors.shut = isinstance(event, PublicExcluded)
            _move(doors, at, "excluded" if doors.excluded else "restored")
        case ItemCalled():
            doors.shut = doors.excluded or event.item not in public
            _move(doors, at, "public" if event.item in public else "secret")
            if doors.closed:
                doors.unseen.setdefault(event.item, []).extend(event.flags)
        case ItemReopened() if event.item in doors.outcomes:
            doors.outcomes = _without(doors.outcomes, event.item)
            doors.reopened.append(event.item)
        case SessionClosed():
            doors.over = at
        case _ if _is_behind(doors, at):
            _behind(doors, event, at)
        case _:
            _before(doors, event)
    # Closing flags votes that nobody declared, also those held behind closed doors.
    if not doors.closed and not (doors.over and doors.closures):
        doors.flags += flagged


def _is_behind(doors: Doors, at: dt.datetime) -> bool:
    """Entered while the doors were closed, or later, with a moment at which they were."""
    if doors.over is not None:
        return at < doors.over and any(each.holds(at) for each in doors.closures)
    return doors.shut or any(each.holds(at) for each in doors.closures)


def _move(doors: Doors, at: dt.datetime, kind: Kind) -> None:
    """Take in a move; two devices' clocks that differ a little do not change the order of entry."""
    if doors.moved is not None and at < doors.moved.at <= at + CLOCKS:
        at = doors.moved.at
    doors.moved = Move(at, kind)
    insort_right(doors.moves, doors.moved, key=lambda each: each.at)
    doors.closures = _closures(doors.moves)


def _closures(moves: Iterable[Move]) -> list[Timespan]:
    found: list[Timespan] = []
    excluded = secret = closed = False
    for each in moves:
        match each.kind:
            case "excluded":
                excluded = True
            case "restored":
                excluded = secret = False
            case "public" | "secret":
                secret = each.kind == "secret"
        if (excluded or secret) == closed:
            continue
        closed = not closed
        if closed:
            found.append(Timespan(each.at))
        else:
            found[-1] = Timespan(found[-1].begin, each.at)
    return found


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
