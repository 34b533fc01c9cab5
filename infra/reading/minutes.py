"""Minutes as a person may read them: the bytes that were kept, or what they would say now."""

import datetime as dt
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final, cast

import msgspec
from msgspec import Struct

from domain.errors import Invalid, NoSuch
from domain.events import session_stream, vorlage_stream
from domain.happened import happened_by
from domain.rights import (
    PREPARES_SESSIONS,
    Capacity,
    circle_of_session,
    is_inside,
    may_read_minutes,
)
from domain.session.minutes.state import SIGNERS
from domain.session.state import Session
from domain.vorlage.state import Vorlage
from infra.folding import fold
from infra.reading.doors import either
from infra.reading.moments import Moment, public_time, resolve
from infra.reading.seen import Seen
from infra.reading.sources import Sources
from infra.reading.standing import sitting_of
from projections.asked import Asked
from projections.minutes import document as minutes
from projections.minutes import shown as minutes_shown
from projections.minutes.document import Part
from projections.minutes.extract import ResolutionExtract, deciding_of, extract, persons
from projections.minutes.shown import MinutesShown
from projections.session.row import Row

VIEW: Final = "session"
PARTS: Final[Mapping[str, Part]] = {"public": "public", "non_public": "non_public"}


class BadPart(Invalid):
    """Minutes have a part for the public and one that is not for it."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class Read(Struct, frozen=True):
    """A part of the minutes as it is shown, and the bytes that its hash is taken of."""

    shown: MinutesShown
    canonical: bytes


class Glimpse(Struct, frozen=True):
    """A sitting of one moment as someone sees it."""

    row: Row
    moment: Moment | None
    version: int
    capacities: frozenset[Capacity]
    reads_minutes: bool


class Minutes:
    """What a person may read of the minutes of sittings."""

    def __init__(self, sources: Sources) -> None:
        self._from = sources

    async def minutes(self, person: str | None, id_: str, part: str | None, asked: Asked) -> Seen[Read]:
        """A part of the minutes. Raises `NoSuch` for what does not exist for this person, or did not then."""
        if part not in {None, *PARTS}:
            raise BadPart(part or "")
        wanted = PARTS[part or "public"]
        return await either(
            person,
            lambda someone: self._inside(someone, id_, wanted, asked),
            lambda: self._for_everybody(id_, wanted, asked),
        )

    async def _inside(self, person: str, id_: str, wanted: Part, asked: Asked) -> Seen[Read]:
        seen = await self._glimpse(person, id_, asked)
        row = seen.row
        if not seen.reads_minutes or row.opened_at is None or wanted not in minutes.parts(row):
            raise NoSuch("minutes", id_)
        content = await self._content(row, wanted, seen.moment)
        directory = await self._from.identity.directory()
        shown = minutes_shown.show(
            row,
            wanted,
            msgspec.json.decode(content, type=dict[str, Any]),
            sha256(content).hexdigest(),
            name=directory.name,
            due=await self._due(row) if seen.capacities & PREPARES_SESSIONS else None,
            as_of=None if seen.moment is None else seen.moment.position,
        )
        await self._from.note(person, seen.capacities, f"{session_stream(id_)}/minutes", asked)
        return Seen(
            Read(shown, content),
            version=None if seen.moment else seen.version,
            as_of=shown.as_of,
            reader=wanted,
        )

    async def extract(self, person: str | None, id_: str, item: str, asked: Asked) -> Seen[ResolutionExtract]:
        """What was decided on an item. Raises `NoSuch` also where nothing was decided yet."""
        return await either(
            person,
            lambda someone: self._extract_inside(someone, id_, item, asked),
            lambda: self._extract_for_everybody(id_, item, asked),
        )

    async def _extract_inside(
        self, person: str, id_: str, item: str, asked: Asked
    ) -> Seen[ResolutionExtract]:
        seen = await self._glimpse(person, id_, asked)
        found = await self._extract(seen.row, item, seen.moment)
        await self._from.note(person, seen.capacities, f"{session_stream(id_)}/items/{item}/extract", asked)
        return Seen(found, as_of=found.as_of)

    async def _extract_for_everybody(self, id_: str, item: str, asked: Asked) -> Seen[ResolutionExtract]:
        now, row, moment = await self._published(id_, asked)
        if not all(said(each, item) for each in (now, row)):
            raise NoSuch("item", item)
        found = await self._extract(row, item, moment)
        found.status, found.as_of = "minutes_approved", None
        found.signed = minutes_shown.for_no_version(found.signed)
        found.resolution_number = None  # a gap between two of them would tell of what is not public (rule 12)
        return Seen(found, reader="everybody")

    async def _extract(self, row: Row, item: str, moment: Moment | None) -> ResolutionExtract:
        papers = await self._papers(row, moment)
        body = self._from.states.committees[row.committee].name
        found = extract(row, item, papers, body, None if moment is None else moment.position)
        if found is None:
            raise NoSuch("extract", item)
        directory = await self._from.identity.directory()
        found.names = {each: directory.name(each) for each in sorted(persons(found))}
        return found

    async def _published(self, id_: str, asked: Asked) -> tuple[Row, Row, Moment | None]:
        """A sitting whose minutes are public, now and at the moment, too.

        Their texts are those of papers: where one of these is public no more, the minutes are not, either.
        """
        public_time(asked)
        moment = await resolve(self._from.store, asked)
        now, _ = await self._from.row(VIEW, id_, None)
        row, _ = (now, 0) if moment is None else await self._from.row(VIEW, id_, moment)
        if not all(minutes_shown.is_published(each) for each in (now, row)):
            raise NoSuch("minutes", id_)
        for item in now.agenda:
            if item.public and item.vorlage is not None:
                paper, _ = await self._from.row("vorlage", item.vorlage, None)
                if paper.published_at is None:
                    raise NoSuch("minutes", id_)
        return now, row, moment

    async def _for_everybody(self, id_: str, wanted: Part, asked: Asked) -> Seen[Read]:
        """The public part, once the body approved it, of a sitting that was announced, then and now."""
        _, row, _ = await self._published(id_, asked)
        if wanted != "public":
            raise NoSuch("minutes", id_)
        content = await self._content(row, wanted, None)
        directory = await self._from.identity.directory()
        document = msgspec.json.decode(content, type=dict[str, Any])
        digest = sha256(content).hexdigest()
        shown = minutes_shown.for_everybody(row, document, digest, directory.name)
        return Seen(Read(shown, content), reader="everybody")

    async def _glimpse(self, person: str, id_: str, asked: Asked) -> Glimpse:
        """A sitting, if the person sees it as it is and as it was then."""
        moment = await resolve(self._from.store, asked)
        versioned = await self._from.states.get(session_stream(id_))
        if not isinstance(versioned.state, Session):
            raise NoSuch(VIEW, id_)
        now = self._from.entitlement.reads_session(person, versioned.state, self._from.today)
        if not is_inside(circle_of_session(now, versioned.state)):
            raise NoSuch(VIEW, id_)
        row, _ = await self._from.row(VIEW, id_, moment)
        if not row.committee or (moment and not is_inside(circle_of_session(now, sitting_of(row)))):
            raise NoSuch(VIEW, id_)
        signed = versioned.state.minutes is not None and versioned.state.minutes.locked and _signed(row)
        reads = may_read_minutes(now, signed=signed)
        return Glimpse(row, moment, versioned.version, now, reads)

    async def _content(self, row: Row, part: Part, moment: Moment | None) -> bytes:
        """The bytes that were kept when the minutes were drafted; before that what they would say."""
        if row.minutes is None:
            papers = await self._papers(row, moment)
            body = self._from.states.committees[row.committee].name
            return minutes.canonical(minutes.write(row, part, papers, body))
        digest = row.minutes.public if part == "public" else row.minutes.non_public
        kept = await self._from.store.read(
            lambda db: db.execute("SELECT bytes FROM blobs WHERE sha256 = ?", (digest,)).fetchall()
        )
        if not kept:
            raise NoSuch("minutes", row.id)
        return bytes(kept[0][0])

    async def _papers(self, row: Row, moment: Moment | None) -> dict[str, Vorlage]:
        found = {}
        for id_ in {item.vorlage for item in row.agenda if item.vorlage is not None}:
            stream = vorlage_stream(id_)
            if moment is None:
                state = (await self._from.states.get(stream)).state
            else:
                events = await self._from.store.events(stream, through_position=moment.position)
                if moment.happened_by is not None:
                    events = list(happened_by(events, moment.happened_by))
                state = fold(stream, events).state
            if state is not None:
                found[id_] = cast("Vorlage", state)
        return found

    async def _due(self, row: Row) -> dt.date:
        """When the minutes must be there: in time for the next sitting of the body that is not called off."""
        later = await self._from.views.query(
            VIEW,
            "committee = ? AND date > ? AND status <> 'cancelled'",
            (row.committee, row.date.isoformat()),
            tail="ORDER BY date LIMIT 1",
        )
        following = later[0].row.date if later else None
        return self._from.rules.on(row.date).minutes_due(row.date, following)


def said(row: Row, item: str) -> bool:
    """Whether the outcome of a public item was said in public."""
    found = next((each for each in row.agenda if each.id == item and each.public), None)
    if found is None or item in row.doors.outcomes:
        return False
    decided = deciding_of(row, found)
    return decided is None or decided.id not in row.doors.votes


def _signed(row: Row) -> bool:
    return row.minutes is not None and len(row.minutes.signed) == len(SIGNERS)
