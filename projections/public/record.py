"""The public's own record: what became visible, changed or went, numbered 1, 2, 3 … without gaps.

One command is one moment. A command that changes nothing that the public may know leaves no trace in it,
neither an entry nor a number (rule 12); the same log gives the same record (rule 13).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Literal, cast

import msgspec
from msgspec import Struct

from domain.recorded import Recorded
from domain.session.events.agenda import SessionAnnounced
from domain.vorlage.events.consultation import ConsultationScheduled
from domain.vorlage.events.editions import VorlagePublished
from projections.public import disclosure, published
from projections.public.disclosure import Sitting
from projections.public.published import PublicPaper
from projections.session.shown import SessionShown
from projections.vorlage import row as vorlage_row
from projections.vorlage import view as vorlage

NAME: Final = "public"
VERSION: Final = 11
HELD: Final = 500
"""Rows of each kind that are held in memory."""

Kind = Literal["vorlage", "session"]
What = Literal["published", "changed", "withdrawn"]
Thing = tuple[Kind, str]

STREAMS: Final[Mapping[Kind, str]] = {"vorlage": "vorlagen/", "session": "sessions/"}

Load = Callable[[str, int], Iterable[Recorded]]
"""The events of a stream up to a position of the log."""

Known = Callable[[Kind, str], bytes | None]
"""What the public last saw of a thing: b"" where it is withdrawn, None where it never was public."""


class Change(Struct, frozen=True):
    """What the public sees otherwise from now on; `body` b"": nothing any more. `date`: it is listed by."""

    kind: Kind
    id: str
    what: What
    date: str
    body: bytes


_encoder = msgspec.json.Encoder()


def encode(thing: PublicPaper | SessionShown) -> bytes:
    """The bytes of what the public sees; names are added by whoever shows it."""
    return _encoder.encode(thing)


def decode(body: bytes) -> dict[str, Any]:
    """The sitting of these bytes, without names; or the paper: `shown`, `history` and `numbers`."""
    return cast("dict[str, Any]", msgspec.json.decode(body))


class Public:
    """Tells, command by command, what the public sees otherwise; `load` gives what is not remembered."""

    def __init__(self, load: Load, held: int = HELD) -> None:
        self._load = load
        self._held = held
        self._through = 0
        self._sittings: dict[str, Sitting] = {}
        self._papers: dict[str, vorlage_row.Row] = {}
        self._frozen: dict[tuple[str, int], vorlage_row.Row] = {}

    def forget(self) -> None:
        """Remember nothing."""
        self._sittings.clear()
        self._papers.clear()
        self._frozen.clear()

    def take(self, command: Sequence[Recorded], known: Known) -> list[Change]:
        """Take in the events of the next command; what it changed for the public, in a fixed order."""
        self._bound()
        self._through = command[-1].position
        concerned: set[Thing] = set()
        said: dict[str, dict[str, bool]] = {}
        for recorded in command:
            prefix, _, id_ = recorded.stream.partition("/")
            if prefix == "vorlagen":
                if id_ in self._papers:
                    self._papers[id_] = vorlage.apply(self._papers[id_], recorded)
                concerned.add(("vorlage", id_))
            elif prefix == "sessions":
                if id_ in self._sittings:
                    said.setdefault(id_, self._sittings[id_].items)
                    disclosure.follow(self._sittings[id_], recorded)
                concerned.add(("session", id_))
        opening = (VorlagePublished, SessionAnnounced)
        new = {thing_of(each) for each in command if isinstance(each.event, opening)}
        concerned = {each for each in concerned if each in new or known(*each) is not None}
        for kind, id_ in sorted(concerned):
            concerned |= self._beside(kind, id_, said.get(id_), was_published=bool(known(kind, id_)))
        seen = {each: known(*each) for each in sorted(concerned)}
        changes = (
            _change(kind, id_, before, self.seen(kind, id_, self._through))
            for (kind, id_), before in seen.items()
            if before is not None or (kind, id_) in new
        )
        return [each for each in changes if each is not None]

    def seen(self, kind: Kind, id_: str, through: int) -> bytes:
        """What the public sees of a thing after the events up to a position; b"" where it sees nothing."""
        self._through = through
        if kind == "session":
            sitting = self._sitting(id_)
            row = disclosure.sitting_row(sitting, self._is_published)
            return b"" if row is None else encode(disclosure.sitting_shown(row, disclosure.titles(sitting)))
        paper = published.paper(self._paper(id_), lambda number: self._edition(id_, number), self._sitting)
        return b"" if paper is None else encode(paper)

    def _beside(
        self, kind: Kind, id_: str, said: Mapping[str, bool] | None, *, was_published: bool
    ) -> set[Thing]:
        """What else looks different: papers of a sitting that says more, sittings of a paper that came."""
        if kind == "session":
            sitting = self._sitting(id_)
            if said == sitting.items:
                return set()
            return {("vorlage", each.vorlage) for each in sitting.row.agenda if each.vorlage is not None}
        if was_published == self._is_published(id_):
            return set()
        # A station that was taken off an agenda names no sitting; the item there still names the paper.
        return {
            ("session", each.event.session)
            for each in self._load(STREAMS["vorlage"] + id_, self._through)
            if isinstance(each.event, ConsultationScheduled)
        }

    def _is_published(self, id_: str) -> bool:
        return self._paper(id_).published_at is not None

    def _sitting(self, id_: str) -> Sitting:
        if id_ not in self._sittings:
            sitting = disclosure.begin()
            for recorded in self._load(STREAMS["session"] + id_, self._through):
                disclosure.follow(sitting, recorded)
            self._sittings[id_] = sitting
        return self._sittings[id_]

    def _paper(self, id_: str) -> vorlage_row.Row:
        if id_ not in self._papers:
            self._papers[id_] = self._row(id_, self._through)
        return self._papers[id_]

    def _edition(self, id_: str, number: int) -> vorlage_row.Row:
        """The paper as it was when an edition was frozen."""
        if (id_, number) not in self._frozen:
            edition = next(each for each in self._paper(id_).editions if each.number == number)
            self._frozen[id_, number] = self._row(id_, edition.position)
        return self._frozen[id_, number]

    def _row(self, id_: str, through: int) -> vorlage_row.Row:
        row = vorlage.initial()
        for recorded in self._load(STREAMS["vorlage"] + id_, through):
            row = vorlage.apply(row, recorded)
        return row

    def _bound(self) -> None:
        for held in (self._sittings, self._papers, self._frozen):
            if len(held) > self._held:
                held.clear()


def commands(log: Iterable[Recorded]) -> list[list[Recorded]]:
    """A part of the log, parted into commands."""
    found: list[list[Recorded]] = []
    for recorded in log:
        if found and found[-1][-1].meta.command == recorded.meta.command:
            found[-1].append(recorded)
        else:
            found.append([recorded])
    return found


def thing_of(recorded: Recorded) -> Thing:
    """What an event is about; of other streams the public has no view."""
    prefix, _, id_ = recorded.stream.partition("/")
    return ("vorlage" if prefix == "vorlagen" else "session", id_)


def _change(kind: Kind, id_: str, before: bytes | None, after: bytes) -> Change | None:
    if after == (before or b""):
        return None
    what: What = "withdrawn" if not after else "changed" if before else "published"
    return Change(kind, id_, what, _date(kind, after), after)


def _date(kind: Kind, body: bytes) -> str:
    """The day that a thing is listed under; "" for none."""
    if not body:
        return ""
    seen = decode(body)
    if kind == "session":
        return str(seen["date"])
    return str(seen["shown"]["date"] or "")
