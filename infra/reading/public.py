"""What everybody may read, with or without a login: the public's record, now or as it was at a time.

Who may see an old state: the minimum of then and now (rule 12). Answers carry no positions and no versions;
their ETags are hashes of what is shown.
"""

import asyncio
import datetime as dt
import hashlib
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Any, Final, TypeVar

import msgspec
from msgspec import Struct

from domain.errors import NoSuch
from infra.public import Entry
from infra.reading.comparing import BadEdge, Difference, Edge, compared, edge_of
from infra.reading.listing import Budget, Cursor, written
from infra.reading.moments import Moment, NotForPublicReaders, public_time
from infra.reading.seen import Page, Seen
from infra.reading.sources import Sources
from infra.store import StoreBusy
from projections.asked import Asked
from projections.public.record import Kind, decode
from projections.session.row import Quorum
from projections.session.shown import however_few
from projections.vorlage.row import Row
from projections.wanted import WantedPapers, WantedSittings

PATIENCE: Final = 10.0
"""Seconds that a reader waits for the record to follow the log."""

T = TypeVar("T")
ListedT = TypeVar("ListedT")

ANY_PAPER: Final = WantedPapers()
ANY_SITTING: Final = WantedSittings()
LISTED: Final = (
    *("id", "number", "file_reference", "kind", "public", "status", "lead_department"),
    *("lead_department_id", "date", "subject", "position"),
)
"""What a list says of a paper; positions are null."""

Json = Any
"""What the record holds of a paper, as JSON says it."""


class PublicReading:
    """What everybody may read of one county. Raises `NoSuch` for all that is not public."""

    def __init__(self, sources: Sources) -> None:
        self._from = sources

    # -- papers -----------------------------------------------------------------------------------

    async def vorlage(self, id_: str, asked: Asked) -> Seen[Json]:
        """One paper."""
        return for_everybody((await self._paper(id_, asked))["shown"])

    async def history(self, id_: str, asked: Asked) -> Seen[list[Json]]:
        """What bodies changed in public, oldest first."""
        return for_everybody((await self._paper(id_, asked))["history"])

    async def editions(self, id_: str, asked: Asked) -> Seen[list[Json]]:
        """The editions that were announced, and the one that was resolved."""
        return for_everybody((await self._paper(id_, asked))["shown"]["editions"])

    async def edition(self, id_: str, number: int, asked: Asked) -> tuple[Json, int]:
        """What is shown of an edition, and its number in the log."""
        paper = await self._paper(id_, asked)
        for shown, real in zip(paper["shown"]["editions"], paper["numbers"], strict=True):
            if shown["number"] == number:
                return shown, real
        raise NoSuch("edition", str(number))

    async def diff(self, id_: str, begin: str, end: str | None, asked: Asked) -> Seen[Difference]:
        """What two published editions say differently; the last one where `end` is not named."""
        edges = [edge_of(begin), edge_of(end)]
        for edge, text in zip(edges, (begin, end), strict=True):
            if edge.position is not None:
                raise BadEdge(text or "")
        paper = await self._paper(id_, asked)
        numbers = [len(paper["numbers"]) if edge.edition is None else edge.edition for edge in edges]
        if not all(1 <= number <= len(paper["numbers"]) for number in numbers):
            raise NoSuch("edition", str(max(numbers)))
        old, new = [await self._frozen(id_, paper["numbers"][number - 1]) for number in numbers]
        left, right = (Edge(edition=number) for number in numbers)
        return for_everybody(await asyncio.to_thread(compared, left, old, right, new))

    async def vorlagen(
        self,
        asked: Asked,
        *,
        wanted: WantedPapers = ANY_PAPER,
        limit: int = 50,
        after: str | None = None,
    ) -> Page[Json]:
        """A page of the published papers, latest date first."""

        def listed(paper: Json) -> Json | None:
            return paper_listed(paper["shown"], wanted)

        return await self._page("vorlage", _least_paper, listed, asked, Cursor.parse(limit, after))

    async def paper_listed(self, id_: str, asked: Asked, wanted: WantedPapers) -> Json | None:
        """One paper as a list has it; None where it is not public, or not wanted."""
        try:
            paper = await self._paper(id_, asked)
        except (NoSuch, NotForPublicReaders):
            return None
        return paper_listed(paper["shown"], wanted)

    # -- sittings ---------------------------------------------------------------------------------

    async def session(self, id_: str, asked: Asked) -> Seen[Json]:
        """One sitting, with its announced public items."""
        return for_everybody(await self._named(await self._sitting(id_, asked)))

    async def sessions(
        self,
        asked: Asked,
        *,
        wanted: WantedSittings = ANY_SITTING,
        limit: int = 50,
        after: str | None = None,
    ) -> Page["SittingListed"]:
        """A page of the announced sittings, latest first."""

        def listed(shown: Json) -> "SittingListed | None":
            return self._wanted(shown, wanted)

        return await self._page("session", _least_sitting, listed, asked, Cursor.parse(limit, after))

    async def sitting_listed(self, id_: str, asked: Asked, wanted: WantedSittings) -> "SittingListed | None":
        """One sitting as a list has it; None where it is not public, or not wanted."""
        try:
            shown = await self._sitting(id_, asked)
        except (NoSuch, NotForPublicReaders):
            return None
        return self._wanted(shown, wanted)

    def _wanted(self, shown: Json, wanted: WantedSittings) -> "SittingListed | None":
        body = self._from.states.committees[shown["committee"]].name
        return self._listed(shown) if wanted.fits_shown(shown, body) else None

    def _listed(self, shown: Json) -> "SittingListed":
        """A sitting in a list."""
        body = self._from.states.committees[shown["committee"]]
        return SittingListed(
            id=shown["id"],
            committee=shown["committee"],
            committee_name=body.name,
            date=shown["date"],
            public=shown["public"],
            status=shown["status"],
        )

    # -- the feed ---------------------------------------------------------------------------------

    async def changes(self, after: int, limit: int) -> list[Entry]:
        """What became visible, changed or went, behind a number of the dense cursor."""
        await self._caught_up()
        return await self._from.record.entries(after, limit)

    # -- then and now -----------------------------------------------------------------------------

    async def _body(self, kind: Kind, id_: str, at: dt.datetime | None) -> tuple[bytes, bytes]:
        """What the public saw of a thing, and what it sees now. Raises `NoSuch` unless it is both."""
        await self._caught_up()
        now = await self._from.record.now(kind, id_)
        then = now if at is None or not now else await self._from.record.then(kind, id_, at)
        if not now or not then:
            raise NoSuch(kind, id_)
        return then, now

    async def _paper(self, id_: str, asked: Asked) -> Json:
        found = _least_paper(*await self._body("vorlage", id_, public_time(asked)))
        if found is None:
            raise NoSuch("vorlage", id_)
        return found

    async def _sitting(self, id_: str, asked: Asked) -> Json:
        found = _least_sitting(*await self._body("session", id_, public_time(asked)))
        if found is None:
            raise NoSuch("session", id_)
        return found

    async def _page(
        self,
        kind: Kind,
        least: Callable[[bytes, bytes], T | None],
        wanted: Callable[[T], ListedT | None],
        asked: Asked,
        cursor: Cursor,
    ) -> Page[ListedT]:
        """A page of everything of a kind, latest date first, as `wanted` lists it."""
        at = public_time(asked)
        await self._caught_up()
        folds = Budget()
        found: list[tuple[ListedT, str, str]] = []
        value, last = cursor.value, cursor.id
        while chunk := await self._from.record.page(kind, value, last):
            for id_, value, now in chunk:
                last = id_
                then = now if at is None else await self._from.record.then(kind, id_, at)
                both = least(then, now) if then else None
                listed = None if both is None else wanted(both)
                if listed is not None:
                    found.append((listed, value, last))
                if at is not None:
                    folds.spend()
                if len(found) > cursor.limit:
                    things = found[: cursor.limit]
                    return Page([each for each, _, _ in things], written(*things[-1][1:]))
                if folds.is_spent:
                    return Page([each for each, _, _ in found], written(value, last))
        return Page([each for each, _, _ in found])

    async def _named(self, shown: Json) -> Json:
        """A sitting with the names of its members, and whether they make it quorate."""
        directory = await self._from.identity.directory()
        number, present = shown["lawful_number"], shown["present"]
        members = [each | {"name": directory.name(each["id"])} for each in shown["members"]]
        if number is None:
            return shown | {"members": members, "quorate": None}
        rules = self._from.rules.named(shown["rule"] or "")
        established = msgspec.convert(shown["quorums"], list[Quorum])
        quorate = rules.quorate(present, number) or however_few(established, rules.quorate)
        return shown | {"members": members, "quorate": quorate}

    async def _frozen(self, id_: str, number: int) -> Row:
        row, _ = await self._from.row("vorlage", id_, None)
        position = next(each.position for each in row.editions if each.number == number)
        found, _ = await self._from.row("vorlage", id_, Moment(position))
        return found  # type: ignore[no-any-return]

    async def _caught_up(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._from.record.caught_up(await self._from.store.head())
        except TimeoutError as error:
            raise StoreBusy("public") from error


class SittingListed(Struct, frozen=True, kw_only=True):
    """An announced sitting in a list, with the keys that a login finds there."""

    id: str
    committee: str
    committee_name: str
    date: str
    public: bool
    status: str
    position: None = None


def paper_listed(shown: Json, wanted: WantedPapers) -> Json | None:
    """A published paper in a list, with the keys that a login finds there; None where it is not wanted."""
    return {name: shown.get(name) for name in LISTED} if wanted.fits_shown(shown) else None


def for_everybody(shown: T) -> Seen[T]:
    """What is shown, with the hash of its JSON."""
    return Seen(shown, settled=True, digest=hashlib.sha256(msgspec.json.encode(shown)).hexdigest()[:32])


def _least_paper(then: bytes, now: bytes) -> Json | None:
    """Of a paper as it was seen what is still seen; None where its edition is public no more."""
    if then == now:
        return decode(now)
    was, is_ = decode(then), decode(now)
    hashes = {each["hash"] for each in is_["shown"]["editions"]}
    if any(each["hash"] not in hashes for each in was["shown"]["editions"]):
        return None
    stations = {each["id"] for each in is_["shown"]["consultations"]}
    motions = {each["id"] for each in is_["shown"]["motions"]}
    shown = was["shown"] | {
        "consultations": [each for each in was["shown"]["consultations"] if each["id"] in stations],
        "motions": [each for each in was["shown"]["motions"] if each["id"] in motions],
    }
    votes = {vote["vote"] for each in is_["shown"]["motions"] for vote in each["votes"]}
    history = [_least_change(each, motions, votes) for each in was["history"] if each["cause"] in stations]
    return was | {"shown": shown, "history": history}


def _least_change(change: Json, motions: AbstractSet[str], votes: AbstractSet[str]) -> Json:
    """A change with the motion and the vote that led to it, where these are still seen."""
    if change["amendment"] not in motions:
        return change | {"amendment": None, "committee": None, "vote": None}
    return change | {"vote": change["vote"] if change["vote"] in votes else None}


def _least_sitting(then: bytes, now: bytes) -> Json | None:
    """Of a sitting as it was seen what is still seen; None where nothing is left."""
    was, is_ = decode(then), decode(now)
    if then == now:
        return is_
    votes = {vote["id"] for each in is_["agenda"] for vote in each["votes"]}
    papers = {each["vorlage"] for each in is_["agenda"]}
    items = {each["id"] for each in is_["agenda"]}
    kept = [each for each in was["agenda"] if each["id"] in items]
    agenda = [
        each
        | {
            "number": f"Ö {number}",
            "vorlage": each["vorlage"] if each["vorlage"] in papers else None,
            "consultation": each["consultation"] if each["vorlage"] in papers else None,
            "votes": [vote for vote in each["votes"] if vote["id"] in votes],
        }
        for number, each in enumerate(kept, 1)
    ]
    words = {
        name: [each for each in was[name] if each in is_[name]] for name in ("announcements", "public_titles")
    }
    current = was["current"] if was["current"] in items else None
    return was | words | {"agenda": agenda, "current": current} if agenda else None
