"""The amendment history as it is shown: the JSON of INTERFACE, with a word diff for each change.

In `diff` the = and - pieces joined give `old` exactly, the = and + pieces `new`; what is null counts as "".
"""

import datetime as dt
from collections.abc import Callable, Iterator

from msgspec import Struct

from domain.vorlage.content import nfc
from domain.worddiff import Piece, diff
from projections.history import Entry, EntryKind, Row
from projections.revision import revised


class Person(Struct, frozen=True):
    """Login and department of whoever did something; null where the reader may not see persons."""

    login: str | None
    department: str | None


Persons = Callable[[str, dt.datetime], Person]
"""Who an opaque id was at a time: grants of departments have their days."""


class EntryShown(Struct, kw_only=True):
    """One change; `by` and `department` are of who recorded it, `authors` the logins of who typed a text."""

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


def show(row: Row, *, person: Persons) -> list[EntryShown]:
    """The history of a paper, oldest first."""
    return [_entry(entry, old, new, person) for entry, old, new in _changes(row)]


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


def _entry(entry: Entry, old: str | None, new: str | None, person: Persons) -> EntryShown:
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
        diff=diff(old or "", new or ""),
        cause=entry.cause,
    )
