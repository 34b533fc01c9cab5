"""The amendment history as it is shown: the JSON of INTERFACE, with a word diff for each change.

In `diff` the = and - pieces joined give `old` exactly, the = and + pieces `new`; what is null counts as "".
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from msgspec import Struct

from domain.vorlage.editions.content import nfc
from domain.worddiff import Effort, Piece, diff
from projections.history.view import Entry, EntryKind, Row
from projections.revision import revised


class Person(Struct, frozen=True):
    """Login and department of whoever did something; null where the reader may not see persons."""

    login: str | None
    department: str | None


Persons = Callable[[str, dt.datetime], Person]
"""Who an opaque id was at a time: grants of departments have their days."""


class EntryShown(Struct, kw_only=True):
    """One change; `by` and `department` are of who recorded it, `authors` the logins of who typed a text.

    `amendment`: the motion that was taken over or adopted; `proposer` is the login of who moved it,
    `committee` the body that did, `vote` the one that it was heard in last.
    """

    position: int
    at: dt.datetime
    by: str | None
    department: str | None
    acting_for: str | None
    authors: list[str]
    kind: EntryKind
    target: str
    old: str | None
    new: str | None
    diff: list[Piece]
    cause: str | None
    amendment: str | None
    proposer: str | None
    committee: str | None
    vote: str | None


def show(row: Row, *, person: Persons) -> list[EntryShown]:
    """The history of a paper, oldest first."""
    effort = Effort()
    return [_entry(entry, old, new, person, effort) for entry, old, new in _changes(row)]


def compared(old: str, new: str, effort: Effort | None = None) -> list[Piece]:
    """The word diff of two texts; paragraphs that both begin or end with are kept whole.

    A history compares a long text with itself as often as somebody paused in writing it.
    """
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    old_end, new_end = len(before) - tail, len(after) - tail
    changed = diff("".join(before[head:old_end]), "".join(after[head:new_end]), effort)
    return _joined([("=", "".join(before[:head])), *changed, ("=", "".join(before[old_end:]))])


def _alike(before: Sequence[str], after: Sequence[str]) -> int:
    """How many paragraphs are the same from the beginning."""
    shorter = min(len(before), len(after))
    return next((at for at in range(shorter) if before[at] != after[at]), shorter)


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces without empty ones, those of one mark that follow each other as one."""
    by_mark = groupby((piece for piece in pieces if piece[1]), key=itemgetter(0))
    return [(mark, "".join(text for _, text in run)) for mark, run in by_mark]


def _changes(row: Row) -> Iterator[tuple[Entry, str | None, str | None]]:
    """Each entry with what it changed, texts folded from their splices."""
    texts: dict[str, str] = {}
    for entry in row.entries:
        old, new = entry.old, entry.new
        if entry.document is not None:
            before = texts.get(entry.document, "")
            after = texts[entry.document] = revised(before, entry.splices)
            if entry.kind == "text":
                old, new = before, after
        yield entry, None if old is None else nfc(old), None if new is None else nfc(new)


def _entry(entry: Entry, old: str | None, new: str | None, person: Persons, effort: Effort) -> EntryShown:
    who = person(entry.by, entry.at)
    authors = (person(each, entry.at).login for each in entry.authors)
    return EntryShown(
        position=entry.position,
        at=entry.at,
        by=who.login,
        department=who.department,
        acting_for=None if entry.acting_for is None else person(entry.acting_for, entry.at).login,
        authors=[each for each in authors if each is not None],
        kind=entry.kind,
        target=entry.target,
        old=old,
        new=new,
        diff=compared(old or "", new or "", effort),
        cause=entry.cause,
        amendment=entry.amendment,
        proposer=None if entry.proposer is None else person(entry.proposer, entry.at).login,
        committee=entry.committee,
        vote=entry.vote,
    )
