"""The overview of sittings in work: what council office, clerk and chair have to do, and until when.

It is drawn from a sitting's row, the rules in force and a day that is handed in: no clock is read here.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct

from domain.session.minutes.state import SIGNERS
from projections.overview.papers import DeadlineShown, Held, Rules, of_held, of_summons
from projections.session.row import Item, Row, Vote
from projections.session.shown import numbers

Who = Literal["council_office", "chair", "clerk", "body"]
What = Literal[
    "agenda",
    "summon",
    "announce",
    "open",
    "declare",
    "contradiction",
    "tell",
    "close",
    "draft_minutes",
    "sign_minutes",
    "approve_minutes",
]
"""What someone is to do: set up the agenda, summon, announce, open; declare a result that was counted, decide
which of two entries counts, announce what was resolved behind closed doors, close; then the minutes."""

UNSIGNED: Final = frozenset({"closed", "minutes_drafted"})
"""States of a sitting whose minutes are not signed."""
_TO_ANNOUNCE: Final = frozenset({"summoned", "opened", "interrupted", "closed"})
_HELD: Final = frozenset({"opened", "interrupted", "closed"})
_SIGNED: Final = frozenset({"minutes_signed", "minutes_objected", "minutes_corrected"})
_DECISIONS: Final = frozenset({"resolved", "resolved_amended"})


class TaskShown(Struct, frozen=True, kw_only=True):
    """Who is to do what; `number`, `item`, `vote`: about what of the agenda."""

    who: Who
    what: What
    number: str | None = None
    item: str | None = None
    vote: str | None = None


class FlaggedShown(Struct, frozen=True, kw_only=True):
    """A vote that did not keep to a rule, or that something came to light about."""

    number: str
    item: str
    vote: str
    flags: list[str]


class SittingAtWorkShown(Struct, frozen=True, kw_only=True):
    """A sitting in work; `committee_name`: what its body is called."""

    session: str
    committee: str
    committee_name: str
    date: dt.date
    public: bool
    status: str
    due: list[TaskShown]
    deadlines: list[DeadlineShown]
    flagged: list[FlaggedShown]
    position: int

    @property
    def nearest(self) -> dt.date | None:
        """The day of the nearest deadline."""
        return min((each.on for each in self.deadlines), default=None)


def show(
    row: Row, *, name: str, position: int, today: dt.date, rules: Rules, following: dt.date | None
) -> SittingAtWorkShown | None:
    """A sitting in work; None where nobody has to do anything more. `following`: that body's next one."""
    due = list(_due(row))
    if not due:
        return None
    return SittingAtWorkShown(
        session=row.id,
        committee=row.committee,
        committee_name=name,
        date=row.date,
        public=row.public,
        status=row.status,
        due=due,
        deadlines=list(_deadlines(row, today, rules, following)),
        flagged=[
            FlaggedShown(
                number=number, item=item.id, vote=vote.id, flags=[each.flag for each in vote.shown_flags]
            )
            for number, item, vote in _votes(row)
            if vote.shown_flags
        ],
        position=position,
    )


def _deadlines(row: Row, today: dt.date, rules: Rules, following: dt.date | None) -> Iterator[DeadlineShown]:
    if row.status == "planned":
        yield from of_summons(row.date, today, rules)
    if row.status in {"planned", "summoned"}:
        yield DeadlineShown(what="session", on=row.date, overdue=row.date < today)
    if row.status in UNSIGNED:
        yield from of_held(Held(row.date, following), today, rules)


def _due(row: Row) -> Iterator[TaskShown]:
    if row.status == "planned":
        yield TaskShown(who="council_office", what="summon" if row.agenda else "agenda")
    if row.status in _TO_ANNOUNCE and row.public and row.published_at is None and _is_public(row):
        yield TaskShown(who="council_office", what="announce")
    if row.status == "summoned":
        yield TaskShown(who="chair", what="open")
    if row.status in _HELD:
        yield from _of_votes(row)
    if row.status in {"opened", "interrupted"}:
        yield from _to_tell(row)
        yield TaskShown(who="chair", what="close")
    yield from _minutes(row)


def _is_public(row: Row) -> bool:
    return any(each.public for each in row.agenda)


def _votes(row: Row) -> Iterator[tuple[str, Item, Vote]]:
    for number, item in zip(numbers(row.agenda), row.agenda, strict=True):
        for vote in item.votes:
            yield number, item, vote


def _of_votes(row: Row) -> Iterator[TaskShown]:
    """The chair declares what was counted, once it is settled which of two entries counts."""
    for number, item, vote in _votes(row):
        about = {"number": number, "item": item.id, "vote": vote.id}
        if any(each.kept is None for each in vote.contradictions) and vote.status != "annulled":
            yield TaskShown(who="chair", what="contradiction", **about)
        elif vote.status == "counted":
            yield TaskShown(who="chair", what="declare", **about)


def _to_tell(row: Row) -> Iterator[TaskShown]:
    """What was resolved behind closed doors is announced in public before the sitting ends."""
    told = {item for each in row.proceedings.announcements for item in each.items}
    for number, item in zip(numbers(row.agenda), row.agenda, strict=True):
        if row.public and not item.public and item.outcome in _DECISIONS and item.id not in told:
            yield TaskShown(who="chair", what="tell", number=number, item=item.id)


def _minutes(row: Row) -> Iterator[TaskShown]:
    """The clerk drafts, chair and clerk sign, the body approves."""
    minutes = row.minutes
    if row.status == "closed" or (row.status == "minutes_drafted" and minutes and minutes.outdated):
        yield TaskShown(who="clerk", what="draft_minutes")
    elif row.status == "minutes_drafted" and minutes is not None:
        signed = {each.role for each in minutes.signed if each.version == minutes.version}
        for role in SIGNERS:
            if role not in signed:
                yield TaskShown(who=role, what="sign_minutes")
    elif row.status in _SIGNED and minutes is not None and minutes.approved_at is None:
        yield TaskShown(who="body", what="approve_minutes")
