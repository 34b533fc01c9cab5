"""Papers as a person may see them: now, as of a moment, their history, editions, texts and differences."""

import asyncio
import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from domain.days import day_of
from domain.errors import NoSuch
from domain.events import vorlage_stream
from domain.rights import Capacity, Circle, circle_of_vorlage, is_inside, may_write, sees_persons
from domain.vorlage.editions.content import nfc
from domain.vorlage.events.consultation import ConsultationSummoned
from domain.vorlage.events.cosigning import VorlageReleased
from domain.vorlage.events.editions import EditionDiscarded, EditionFrozen, EditionOpened
from domain.vorlage.events.measures import MeasureAmended
from domain.vorlage.motions.state import OPEN_MOTIONS
from domain.vorlage.state import Vorlage
from domain.vorlage.terms import Kind
from infra.collaboration.documents import Document
from infra.collaboration.journal import rooms_of
from infra.folding import fold
from infra.identity import Directory
from infra.reading.blaming import runs_of, written
from infra.reading.comparing import Difference, Edge, compared, edge_of
from infra.reading.listing import Budget, Cursor, page
from infra.reading.moments import Moment, resolve
from infra.reading.public import PublicReading
from infra.reading.redaction import (
    Sight,
    as_submitted,
    entries_for,
    for_body,
    of_released,
    sees_edition,
    sight,
    tells,
    without_steps,
)
from infra.reading.seen import Page, Seen
from infra.reading.sources import Sources
from infra.reading.standing import paper_of
from infra.reading.trying import Tried, edition_for, overlaps_of, tried
from infra.store import Connection
from infra.store.mapper import topic
from projections.asked import Asked
from projections.blame import shown as blame_shown
from projections.blame.runs import Revision
from projections.blame.shown import RunShown
from projections.history import shown as history_shown
from projections.history.shown import EntryShown, Person
from projections.vorlage import shown as vorlage_shown
from projections.vorlage.motions_shown import OverlapShown
from projections.vorlage.row import Row
from projections.vorlage.shown import VorlageShown
from projections.wanted import WantedPapers

VIEW: Final = "vorlage"
ANY_PAPER: Final = WantedPapers()
MOST_LATER: Final = 10_000
"""Events after a release that are looked through for changes of measures."""
BLAMED_AT_ONCE: Final = 2
"""Texts of which is found out at once who wrote what; more wait."""
SUMMONED: Final = str(ConsultationSummoned.__struct_config__.tag)
OPENED: Final = str(EditionOpened.__struct_config__.tag)
DISCARDED: Final = str(EditionDiscarded.__struct_config__.tag)
RELEASED: Final = str(VorlageReleased.__struct_config__.tag)


class VorlageListed(Struct, frozen=True, kw_only=True):
    """A paper in a list."""

    id: str
    number: str | None
    file_reference: str
    kind: Kind
    public: bool
    status: str
    lead_department: str | None
    lead_department_id: str | None
    date: dt.date | None
    subject: str
    position: int


class TextShown(Struct, frozen=True, kw_only=True):
    """A text of a paper: the document to open a room with, and the string as of the last seal."""

    name: str
    document: str
    epoch: int
    may_write: bool
    text: str | None


class EditionDetail(Struct, frozen=True, kw_only=True):
    """An edition with its manifest; SHA-256 of the canonical bytes (here in Base64) is its hash."""

    number: int
    label: str
    target: str | None
    cause: str | None
    hash: str
    frozen_at: dt.datetime
    sections: dict[str, str]
    canonical: bytes


class Glimpse(Struct, frozen=True):
    """A row that someone may see, and how."""

    row: Row
    position: int
    circle: Circle
    persons: bool
    sight: Sight
    """How far back this person sees, by what he is to it and what he was then."""
    capacities: frozenset[Capacity]
    """As what this person reads."""
    now: Vorlage
    version: int
    unreleased: int | None
    """Where a new edition was opened that this person does not see."""

    @property
    def last_edition(self) -> int:
        """The number of the last edition that this person sees; 0 where it is none."""
        numbers = (each.number for each in self.row.editions)
        return max((each for each in numbers if sees_edition(self.row, self.sight, each)), default=0)

    @property
    def reader(self) -> str:
        """A short word for everything about the reader that what is shown depends on."""
        decisive = f"{self.circle.name}/{self.sight.name}/{self.persons}"
        return hashlib.sha256(decisive.encode()).hexdigest()[:4]


class Papers:
    """What a person may read of papers."""

    def __init__(self, sources: Sources, public: PublicReading) -> None:
        self._from = sources
        self._public = public
        self._blaming = asyncio.Semaphore(BLAMED_AT_ONCE)

    async def vorlage(self, person: str, id_: str, asked: Asked) -> Seen[VorlageShown]:
        """One paper. Raises `NoSuch` for what does not exist for this person, or did not then."""
        moment = await resolve(self._from.store, asked)
        seen = await self._glimpse(person, id_, asked, moment)
        directory = await self._directory(seen.persons)
        unseen = moment is not None or (seen.row.revision is None and seen.now.revision is not None)
        unsealed = [] if unseen else await self._from.store.read(lambda db: _unsealed(db, id_))
        as_of = None if moment is None else moment.position
        conflicts, overlaps = await self._open_motions(id_, seen, moment)
        shown = vorlage_shown.show(
            seen.row,
            position=seen.position,
            by=directory.called,
            named=self._named,
            as_of=as_of,
            unsealed=unsealed,
            conflicts=conflicts,
            overlaps=overlaps,
        )
        shown = of_released(shown, seen.row, seen.sight)
        if seen.sight is not Sight.DRAFT:
            shown = without_steps(shown, await self._later_changes(id_, seen.row))
        if seen.circle is Circle.BODY:
            shown = for_body(shown)
        await self._note(person, seen, asked, vorlage_stream(id_))
        return Seen(
            shown,
            version=None if moment else seen.version,
            settled=not unsealed and asked.stated_purpose is None,
            as_of=as_of,
            reader=seen.reader,
        )

    async def history(self, person: str, id_: str, asked: Asked) -> Seen[list[EntryShown]]:
        """The amendment history of a paper, oldest first."""
        moment = await resolve(self._from.store, asked)
        seen = await self._glimpse(person, id_, asked, moment)
        if moment is None:
            await self._from.caught_up("history", seen.position)
        row, _ = await self._from.row("history", id_, moment)
        directory = await self._directory(seen.persons)
        sees_departments = seen.circle is Circle.ADMINISTRATION

        def who(actor: str, at: dt.datetime) -> Person:
            return Person(directory.called(actor), self._department(actor, at) if sees_departments else None)

        # A thread: the words of long texts take their time to compare.
        entries = await asyncio.to_thread(history_shown.show, row, person=who)
        since, drafts = await self._since(id_, seen.sight), await self._drafts(id_, seen)
        entries = entries_for(entries, seen.sight, since, drafts)
        await self._note(person, seen, asked, f"{vorlage_stream(id_)}/history")
        return Seen(
            entries,
            version=None if moment else seen.version,
            as_of=None if moment is None else moment.position,
            reader=seen.reader,
        )

    async def vorlagen(
        self,
        person: str,
        asked: Asked,
        *,
        wanted: WantedPapers = ANY_PAPER,
        limit: int = 50,
        after: str | None = None,
    ) -> Page[Any]:
        """A page of the papers that this person may see, latest date first, and where the next one begins."""
        moment = await resolve(self._from.store, asked)
        folds = Budget()

        async def visible(id_: str, row: Any, position: int) -> Any:  # noqa: ANN401
            if not self._may_see(person, row):
                if row.published_at is None:
                    return None
                return await self._public.paper_listed(id_, asked, wanted)
            now = self._sight(person, row)
            if moment is not None and not moment.is_after(position):
                folds.spend()
                found = await self._from.views.get(
                    VIEW, id_, as_of=moment.position, happened_by=moment.happened_by
                )
                if found is None or found[0].created_at is None or not self._may_see(person, found[0]):
                    return None
                row, position = found
            row = as_submitted(row, min(now, self._sight(person, row)))
            return _listed(row, position) if wanted.fits(row) else None

        cursor = Cursor.parse(limit, after)
        found, following = await page(self._from.views, VIEW, "date", cursor, visible, folds)
        capacities = self._from.entitlement.capacities(person, self._from.today)
        await self._from.note(person, capacities, "vorlagen", asked)
        return Page(found, following, None if moment is None else moment.position)

    async def editions(self, person: str, id_: str, asked: Asked) -> Seen[list[vorlage_shown.EditionShown]]:
        """The editions of a paper that this person may see."""
        seen = await self.vorlage(person, id_, asked)
        return Seen(seen.shown.editions, as_of=seen.as_of)

    async def edition(self, person: str, id_: str, number: int, asked: Asked) -> Seen[EditionDetail]:
        """One edition with its canonical bytes."""
        moment = await resolve(self._from.store, asked)
        seen = await self._glimpse(person, id_, asked, moment)
        position = self._edition_position(seen, number)
        event = await self._frozen(id_, position)
        await self._note(person, seen, asked, f"{vorlage_stream(id_)}/editions/{number}")
        frozen_at = next(each.frozen_at for each in seen.row.editions if each.number == number)
        detail = EditionDetail(
            number=event.number,
            label=event.label,
            target=event.target,
            cause=event.cause,
            hash=event.hash,
            frozen_at=frozen_at,
            sections=event.sections,
            canonical=event.canonical,
        )
        return Seen(detail, as_of=None if moment is None else moment.position)

    async def texts(self, person: str, id_: str, asked: Asked) -> Seen[list[TextShown]]:
        """The texts of a paper, and whether this person may write them now in his own right."""
        moment = await resolve(self._from.store, asked)
        seen = await self._glimpse(person, id_, asked, moment)
        rooms = await self._from.store.read(lambda db: rooms_of(db, id_))
        own = self._from.entitlement.for_vorlage(person, seen.now, self._from.today)
        writes = moment is None and may_write(own, seen.now)
        names = text_names(seen.row)
        await self._note(person, seen, asked, f"{vorlage_stream(id_)}/texts")
        shown = []
        for name in names:
            document = f"{vorlage_stream(id_)}/{name}"
            room = rooms.get(document)
            shown.append(
                TextShown(
                    name=name,
                    document=document,
                    epoch=room.epoch if room else 1,
                    may_write=writes and room is not None and room.writable,
                    text=nfc(seen.row.texts.get(name, "")) or None,
                )
            )
        return Seen(shown, as_of=None if moment is None else moment.position)

    async def blame(self, person: str, id_: str, name: str, asked: Asked) -> Seen[list[RunShown]]:
        """Who wrote what in a text; now with what is typed and not sealed, for whoever sees drafts."""
        moment = await resolve(self._from.store, asked)
        seen = await self._glimpse(person, id_, asked, moment)
        if name not in text_names(seen.row):
            raise NoSuch("text", name)
        since, drafts = await self._since(id_, seen.sight), await self._drafts(id_, seen)
        through, by = (None, None) if moment is None else (moment.position, moment.happened_by)
        unsealed = moment is None and seen.sight is Sight.DRAFT
        if not unsealed and through is None:
            through = seen.position
        if seen.unreleased is not None:
            through = seen.unreleased - 1
        document, mapper = Document(id_, name), self._from.store.mapper
        found = await self._from.store.read(
            lambda db: written(db, mapper, document, through, unsealed=unsealed)
        )
        directory = await self._directory(seen.persons)
        sees_departments = seen.circle is Circle.ADMINISTRATION

        def who(actor: str, at: dt.datetime) -> Person:
            return Person(directory.called(actor), self._department(actor, at) if sees_departments else None)

        def told(revision: Revision) -> bool:
            kind = "passage_amended" if revision.amended else "text"
            return tells(kind, revision.position or 0, seen.sight, since, drafts)

        def shown() -> list[RunShown]:
            stations = {each.id: each for each in seen.row.consultations}
            runs = runs_of(document, found, by)
            return blame_shown.show(runs, person=who, stations=stations, tells=told)

        # A thread: a long text has been revised often. Few at once: the processor is everybody's.
        async with self._blaming:
            runs = await asyncio.to_thread(shown)
        await self._note(person, seen, asked, f"{vorlage_stream(id_)}/texts/{name}/blame")
        return Seen(runs, as_of=None if moment is None else moment.position)

    async def attachment(self, person: str, id_: str, attachment: str, asked: Asked) -> "Attached":
        """The bytes of an attachment. Raises `NoSuch` where it is only named."""
        moment = await resolve(self._from.store, asked)
        seen = await self._glimpse(person, id_, asked, moment)
        found = next((each for each in seen.row.attachments if each.id == attachment), None)
        if found is None or found.sha256 is None:
            raise NoSuch("attachment", attachment)
        digest = found.sha256
        rows = await self._from.store.read(
            lambda db: db.execute("SELECT bytes FROM blobs WHERE sha256 = ?", (digest,)).fetchall()
        )
        if not rows:
            raise NoSuch("attachment", attachment)
        await self._note(person, seen, asked, f"{vorlage_stream(id_)}/attachments/{attachment}")
        return Attached(found.title, digest, bytes(rows[0][0]))

    async def diff(self, person: str, id_: str, from_: str, to: str | None, asked: Asked) -> Seen[Difference]:
        """What two states of a paper say differently, section by section, word by word.

        Where `to` is not named, it is the moment that is asked for.
        """
        moment = await resolve(self._from.store, asked)
        now = await self._glimpse(person, id_, asked, moment)
        sides = [await self._side(person, id_, asked, now, text) for text in (from_, to)]
        await self._note(person, now, asked, f"{vorlage_stream(id_)}/diff")
        (old, before), (new, after) = sides
        if moment is not None and to is None:
            new = replace(new, position=moment.position)
        difference = await asyncio.to_thread(compared, old, before, new, after)
        return Seen(difference, as_of=None if moment is None else moment.position)

    async def what_if(self, person: str, id_: str, ids: Sequence[str], asked: Asked) -> Seen[Tried]:
        """What the paper would say with these motions in it, in this order; nothing is stored."""
        moment = await resolve(self._from.store, asked)
        seen = await self._glimpse(person, id_, asked, moment)
        for each in ids:
            if all(each != motion.id for motion in seen.row.motions):
                raise NoSuch("amendment", each)
        paper = await self._paper(id_, seen, moment)
        await self._note(person, seen, asked, f"{vorlage_stream(id_)}/what-if")
        found = await asyncio.to_thread(tried, paper, ids, seen.last_edition)
        return Seen(found, as_of=None if moment is None else moment.position)

    async def _paper(self, id_: str, seen: Glimpse, moment: Moment | None) -> Vorlage:
        """The state that decisions are made on, of this moment."""
        if moment is None:
            return seen.now
        stream, by = vorlage_stream(id_), moment.happened_by
        if by is None:
            folded = await self._from.states.as_of(stream, moment.position)
        else:
            events = await self._from.store.events(stream, through_position=moment.position)
            known = [each for each in events if each.meta.happened_at <= by]
            folded = await asyncio.to_thread(fold, stream, known)
        assert isinstance(folded.state, Vorlage), "there is a row of it"  # noqa: S101
        return folded.state

    async def _open_motions(
        self, id_: str, seen: Glimpse, moment: Moment | None
    ) -> tuple[frozenset[str], dict[str, list[OverlapShown]]]:
        """The motions that fit no more to what this reader sees, and those that change the same words."""
        open_ = {each.id for each in seen.row.motions if each.status in OPEN_MOTIONS}
        if not open_:
            return frozenset(), {}
        paper = await self._paper(id_, seen, moment)
        inside = seen.sight is Sight.DRAFT or paper.revision is None
        edition = None if inside else edition_for(paper, seen.last_edition).number
        proposals = [each.proposal(edition) for each in paper.motions if each.id in open_]
        conflicts = frozenset(
            each.id for each in proposals if all(wording.touched for wording in each.wordings)
        )
        # A thread: the words of long texts take their time to compare.
        return conflicts, await asyncio.to_thread(overlaps_of, proposals)

    # -- who sees what ----------------------------------------------------------------------------

    async def _glimpse(self, person: str, id_: str, asked: Asked, moment: Moment | None) -> Glimpse:
        """A row of this moment, if the person may see the paper as it is and as it was then."""
        versioned = await self._from.states.get(vorlage_stream(id_))
        paper = versioned.state
        if not isinstance(paper, Vorlage):
            raise NoSuch(VIEW, id_)
        now, capacities = self._circle(person, paper)
        if now is None:
            raise NoSuch(VIEW, id_)
        row, position = await self._from.row(VIEW, id_, moment)
        if row.created_at is None:
            raise NoSuch(VIEW, id_)
        was = paper if moment is None else paper_of(row)
        then, capacities_then = (now, capacities) if moment is None else self._circle(person, was)
        if then is None:
            raise NoSuch(VIEW, id_)
        purpose = asked.stated_purpose
        persons = sees_persons(capacities, paper, purpose) and sees_persons(capacities_then, was, purpose)
        circle = min(now, then)
        seen = min(sight(now, capacities), sight(then, capacities_then))
        unreleased = None if row.revision is None or seen is Sight.DRAFT else row.revision.opened
        row = as_submitted(row, seen)
        return Glimpse(row, position, circle, persons, seen, capacities, paper, versioned.version, unreleased)

    def _circle(self, person: str, paper: Vorlage) -> tuple[Circle | None, frozenset[Capacity]]:
        capacities = self._from.entitlement.reads_vorlage(person, paper, self._from.today)
        circle = circle_of_vorlage(capacities, paper)
        return circle if is_inside(circle) else None, capacities

    def _may_see(self, person: str, row: Row) -> bool:
        return row.created_at is not None and self._circle(person, paper_of(row))[0] is not None

    def _sight(self, person: str, row: Row) -> Sight:
        circle, capacities = self._circle(person, paper_of(row))
        assert circle is not None, "only papers that he sees are listed"  # noqa: S101
        return sight(circle, capacities)

    async def _directory(self, persons: bool) -> Directory:  # noqa: FBT001
        return await self._from.identity.directory() if persons else Directory({}, {})

    def _named(self, department: str) -> str | None:
        """What a department is called now."""
        found = self._from.states.organisation.departments.get(department)
        return None if found is None else found.name

    def _department(self, person: str, at: dt.datetime) -> str | None:
        """The department that someone belonged to then; several are named together."""
        organisation = self._from.states.organisation
        held = organisation.standing(person, day_of(at)).departments
        return ", ".join(sorted(organisation.departments[each].name for each in held)) or None

    async def _note(self, person: str, seen: Glimpse, asked: Asked, what: str) -> None:
        await self._from.note(person, seen.capacities, what, asked)

    # -- places in the log ------------------------------------------------------------------------

    async def _since(self, id_: str, seen: Sight) -> int:
        """Where someone's sight of a paper begins: its first summons, its last release, or its creation."""
        if seen is Sight.DRAFT:
            return 0
        stream = vorlage_stream(id_)
        which = SUMMONED if seen is Sight.SUMMONS else RELEASED
        rows = await self._from.store.read(
            lambda db: db.execute(
                "SELECT notification_id FROM stored_events WHERE originator_id = ? AND topic = ?"
                " ORDER BY originator_version",
                (stream, which),
            ).fetchall()
        )
        if not rows:
            return await self._from.store.head()
        return int(rows[0][0] if seen is Sight.SUMMONS else rows[-1][0])

    async def _drafts(self, id_: str, seen: Glimpse) -> list[tuple[int, int | None]]:
        """From where to where editions were written after the release that were never released."""
        if seen.sight is Sight.DRAFT:
            return []
        rows = await self._from.store.read(
            lambda db: db.execute(
                "SELECT notification_id, topic FROM stored_events WHERE originator_id = ?"
                " AND topic IN (?, ?, ?) AND notification_id <= ? ORDER BY originator_version",
                (vorlage_stream(id_), OPENED, DISCARDED, RELEASED, seen.position),
            ).fetchall()
        )
        drafts: list[tuple[int, int | None]] = []
        begin: int | None = None
        for position, what in rows:
            if what == DISCARDED and begin is not None:
                drafts.append((begin, position))
            begin = position if what == OPENED else None
        return drafts if begin is None else [*drafts, (begin, None)]

    async def _later_changes(self, id_: str, row: Row) -> frozenset[str]:
        """The changes of measures since the last release."""
        if not any(each.changes for each in row.measures):
            return frozenset()
        stream = vorlage_stream(id_)
        since = await self._since(id_, Sight.RELEASE)
        recorded = await self._from.store.log(after=since, limit=MOST_LATER, stream=stream)
        return frozenset(each.event.change for each in recorded if isinstance(each.event, MeasureAmended))

    def _edition_position(self, seen: Glimpse, number: int) -> int:
        for each in seen.row.editions:
            if each.number == number and sees_edition(seen.row, seen.sight, number):
                return each.position
        raise NoSuch("edition", str(number))

    async def frozen_as(self, id_: str, number: int) -> EditionFrozen:
        """The event that froze an edition; nobody's rights are asked."""
        row, _ = await self._from.row(VIEW, id_, None)
        return await self._frozen(id_, next(each.position for each in row.editions if each.number == number))

    async def _frozen(self, id_: str, position: int) -> EditionFrozen:
        events = await self._from.store.log(after=position - 1, limit=1, stream=vorlage_stream(id_))
        event = events[0].event
        if not isinstance(event, EditionFrozen):
            raise NoSuch("edition", topic(event))
        return event

    async def _side(
        self, person: str, id_: str, asked: Asked, now: Glimpse, text: str | None
    ) -> tuple[Edge, Row]:
        """One side of a comparison: an edition that the person sees, or a state that he saw then."""
        edge = edge_of(text)
        if edge.edition is not None:
            position = self._edition_position(now, edge.edition)
            row, _ = await self._from.row(VIEW, id_, Moment(position))
            return replace(edge, position=position), row
        if edge.position is None:
            return edge, now.row
        moment = await resolve(self._from.store, Asked(as_of=str(edge.position)))
        assert moment is not None, "a position was asked for"  # noqa: S101
        seen = await self._glimpse(person, id_, asked, moment)
        return replace(edge, position=moment.position), seen.row


class Attached(Struct, frozen=True):
    """The bytes of an attachment."""

    title: str
    sha256: str
    content: bytes


def text_names(row: Row) -> list[str]:
    """What the texts of a paper are called."""
    return ["proposed_resolution", "reasons", *(f"measures/{each.id}" for each in row.measures)]


def _listed(row: Row, position: int) -> VorlageListed:
    return VorlageListed(
        id=row.id,
        number=row.number,
        file_reference=row.file_reference,
        kind=row.kind,
        public=row.public,
        status=row.status,
        lead_department=row.lead_department_name,
        lead_department_id=row.lead_department,
        date=row.date,
        subject=row.subject,
        position=position,
    )


def _unsealed(connection: Connection, id_: str) -> list[str]:
    """The texts with edits that no event holds yet."""
    prefix = f"{vorlage_stream(id_)}/"
    rows = connection.execute(
        "SELECT DISTINCT document FROM text_journal WHERE document >= ? AND document < ? ORDER BY document",
        (prefix, prefix[:-1] + "0"),
    )
    return [document for (document,) in rows]
