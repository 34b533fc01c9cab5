"""A log as the demo county's would be after years: many papers, each with a long life, texts included.

A few lives are made, with real Yjs updates and content hashes, and told again under other names.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle, islice
from typing import Final
from uuid import UUID, uuid5

from domain.events import vorlage_stream
from domain.recorded import Meta
from domain.text import Splice, apply
from domain.vorlage.editions.content import text_hash
from domain.vorlage.editions.decisions import frozen
from domain.vorlage.events import VorlageEvent
from domain.vorlage.events.consultation import (
    CommitteeDateSet,
    ConsultationAdded,
    ConsultationCalled,
    ConsultationConcluded,
    ConsultationRemarked,
    ConsultationReopened,
    ConsultationRoleSet,
    ConsultationScheduled,
    ConsultationSummoned,
    ConsultationUnscheduled,
)
from domain.vorlage.events.cosigning import Cosigned, CosigningStarted, VorlageReleased
from domain.vorlage.events.drafting import (
    AttachmentAdded,
    DepartmentInvited,
    HeaderChanged,
    TextRevised,
    VorlageCreated,
)
from domain.vorlage.events.editions import EditionOpened, VorlagePublished
from domain.vorlage.events.measures import MeasureAdded, MeasureAmended, MeasureCitationChanged
from domain.vorlage.evolution import evolve
from domain.vorlage.state import Vorlage
from infra.collaboration import sealing
from infra.collaboration.documents import Document
from infra.collaboration.journal import FIRST_EPOCH
from infra.collaboration.sealing import Sealed
from infra.store.database import Clock, Database, NewRow, Tip, next_time, wall_clock
from infra.store.mapper import EventMapper, topic

Said = tuple[Meta, VorlageEvent]

LIVES: Final = 4
"""Different lives that are made."""
AT_ONCE: Final = 50
"""Papers that are worked on at the same time; their events alternate in the log."""
ROWS: Final = 10_000
"""Events of one transaction."""
LONGEST: Final = 6_000
"""Characters of a text; where it has more, words are taken out of it again."""
MEASURES: Final = 6
STATIONS: Final = 3
PERSONS: Final = tuple(str(UUID(int=number)) for number in range(1, 9))
DEPARTMENTS: Final = ("bau", "finanzen", "soziales")
BEGAN: Final = dt.datetime(2024, 1, 8, 7, 30, tzinfo=dt.UTC)
PROSE: Final = (
    "Der Kreistag beauftragt die Verwaltung, die Strecke zwischen Bahnhof und Schulzentrum auszubauen und"
    " über die Kosten sowie mögliche Förderung des Landes bis zum Jahresende zu berichten"
)


def demo_mix(database: Database, papers: int, events: int, *, clock: Clock = wall_clock) -> int:
    """Append `papers` papers of `events` events each, as fast as the disk takes them; blocks.

    The database is prepared already, and nobody else writes. Returns the last position.
    """
    log = database.log(clock)
    connection = database.to_write(log)
    try:
        rows = _rows(log.mapper, papers, events)
        head = 0
        while page := list(islice(rows, ROWS)):
            tip = connection.begin(sure=False)
            at = next_time(tip, clock)
            numbered: list[NewRow] = [
                (position, *row, at) for position, row in enumerate(page, tip.position + 1)
            ]
            connection.insert(numbered)
            connection.commit(Tip(numbered[-1][0], at))
            head = numbered[-1][0]
        return head
    finally:
        connection.close()
        log.close()


def paper(seed: int) -> Iterator[Said]:
    """The life of one paper without end; the same seed tells the same."""
    return iter(_Life(seed))


def _rows(mapper: EventMapper, papers: int, events: int) -> Iterator[tuple[str, int, str, bytes]]:
    lives = [
        [(topic(event), mapper.encode(meta, event)) for meta, event in islice(paper(seed), events)]
        for seed in range(min(LIVES, papers))
    ]
    named = [vorlage_stream(str(UUID(int=number, version=4))) for number in range(papers)]
    for first in range(0, papers, AT_ONCE):
        told = list(zip(named[first : first + AT_ONCE], cycle(lives)))
        for version in range(events):
            for stream, life in told:
                yield (stream, version + 1, *life[version])


class _Life:
    """One paper as it goes round: drafted, signed off, released, dealt with, opened again."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - a log to measure with
        self._id = UUID(int=seed, version=4)
        self._at = BEGAN
        self._told = 0
        self._paper: Vorlage | None = None
        self._sealed: dict[str, Sealed] = {}
        self._measures = [self._named("measure", each) for each in range(MEASURES)]
        self._stations = [self._named("station", each) for each in range(STATIONS)]

    def __iter__(self) -> Iterator[Said]:
        yield from map(self._say, self._begin())
        while True:
            for step in self._round():
                yield self._say(step())

    def _say(self, event: VorlageEvent) -> Said:
        self._told += 1
        self._at += dt.timedelta(minutes=self._chance.randrange(1, 400))
        meta = Meta(
            actor=self._chance.choice(PERSONS),
            command=uuid5(self._id, f"command/{self._told}"),
            happened_at=self._at,
        )
        if isinstance(event, TextRevised):
            document = Document(str(self._id), event.document)
            before = self._sealed.get(event.document, Sealed())
            event, self._sealed[event.document] = sealing.write(
                before, document, FIRST_EPOCH, event, meta.actor
            )
        self._paper = evolve(self._paper, event, meta)
        return meta, event

    def _named(self, what: str, number: int) -> str:
        return str(uuid5(self._id, f"{what}/{number}"))

    @property
    def _now(self) -> Vorlage:
        assert self._paper is not None, "it is asked for once the paper was created"  # noqa: S101
        return self._paper

    def _begin(self) -> Iterator[VorlageEvent]:
        yield VorlageCreated(
            kind="decision",
            public=True,
            file_reference=f"2024-{self._chance.randrange(1000):05}",
            subject=self._words(6),
            salt=self._chance.randbytes(32),
            lead_department=DEPARTMENTS[0],
            lead_department_name="Bauamt",
        )
        for department in DEPARTMENTS[1:]:
            yield DepartmentInvited(department=department)
        for place, station in enumerate(self._stations):
            yield ConsultationAdded(consultation=station, committee_name=f"Ausschuss {place}", place=place)
        for measure in self._measures:
            yield MeasureAdded(measure=measure, document="Radverkehrskonzept", page=12, topic="Wege")
        yield AttachmentAdded(attachment=self._named("attachment", 0), title="Radverkehrskonzept")

    def _round(self) -> Iterator[Callable[[], VorlageEvent]]:
        """Two dozen events, a good half of them texts, in the proportions of the demo county."""
        station = self._chance.choice(self._stations)
        number = len(self._now.editions) + 1
        session, item = self._named("session", number), self._named("item", number)
        day = (self._at + dt.timedelta(days=30)).date()
        if number > 1:
            yield lambda: EditionOpened(reason="Es gab Hinweise aus der Beratung.")
        for _ in range(6):
            yield self._typed
        yield lambda: HeaderChanged(field="subject", old=self._now.subject, new=self._words(6))
        yield self._cited
        for _ in range(6):
            yield self._typed
        yield self._amended
        yield lambda: ConsultationRoleSet(consultation=station, role="preliminary")
        yield lambda: CommitteeDateSet(consultation=station, date=day)
        yield self._typed
        yield lambda: frozen(self._now, f"Fassung {number}", target=station, cause=None)
        yield lambda: CosigningStarted(edition=number, chain=DEPARTMENTS[1:])
        for department in DEPARTMENTS[1:]:
            yield partial(self._signed, department, number)
        yield lambda: VorlageReleased(edition=number)
        yield lambda: ConsultationScheduled(consultation=station, session=session, item=item)
        yield lambda: ConsultationSummoned(consultation=station, session=session, edition=number)
        if number == 1:
            yield lambda: VorlagePublished(edition=number, consultation=station, session=session)
        yield lambda: ConsultationCalled(consultation=station, session=session)
        yield lambda: ConsultationConcluded(
            consultation=station, session=session, outcome="postponed", yes=9, no=1, abstained=1
        )
        yield lambda: ConsultationReopened(consultation=station, session=session, reason="Falsch gezählt.")
        yield lambda: ConsultationUnscheduled(consultation=station, session=session, item=item)
        yield lambda: ConsultationRemarked(consultation=station, remark=self._words(4))

    def _typed(self) -> TextRevised:
        """A burst of typing in one of the texts."""
        measure = f"measures/{self._chance.choice(self._measures)}"
        document = self._chance.choice(("reasons", "reasons", "proposed_resolution", measure))
        text = self._now.texts.get(document, "")
        at = self._chance.randrange(len(text) + 1)
        gone = min(len(text) - at, 400 if len(text) > LONGEST else self._chance.randrange(20))
        splices = (Splice(at, gone, self._words(self._chance.randrange(1, 16)) + " "),)
        return TextRevised(
            document=document,
            splices=splices,
            hash=text_hash(apply(text, splices)),
            origin="typed",
            began=self._at,
            ended=self._at,
        )

    def _cited(self) -> MeasureCitationChanged:
        page = self._chance.randrange(1, 200)
        measure = self._chance.choice(self._measures)
        return MeasureCitationChanged(
            measure=measure, document="Radverkehrskonzept", page=page, topic=self._words(2)
        )

    def _amended(self) -> MeasureAmended:
        return MeasureAmended(
            change=self._named("change", self._told),
            measure=self._chance.choice(self._measures),
            old=self._words(12),
            new=self._words(12),
            page=self._chance.randrange(1, 200),
            topic="Wege",
        )

    def _signed(self, department: str, edition: int) -> Cosigned:
        return Cosigned(
            department=department, edition=edition, sections=dict(self._now.editions[-1].sections)
        )

    def _words(self, number: int) -> str:
        return " ".join(self._chance.choices(PROSE.split(), k=number))
