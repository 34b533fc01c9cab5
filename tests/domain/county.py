"""A small county for the domain's tests: what was done so far, and what a command would lead to.

Nothing changes in place: a county that was given stays as it was, so each test begins where it likes.
Rights, decisions and evolution are the real ones; only storing is left out.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar
from uuid import UUID, uuid5

from msgspec.structs import replace

from domain import rights
from domain.command import Command
from domain.committee.commands import AppointChair, FormCommittee, SeatMember
from domain.committee.events import CommitteeEvent
from domain.committee.state import Committee
from domain.committee.state import evolve as evolve_committee
from domain.errors import NoSuch
from domain.events import ORGANISATION, AnyEvent, session_stream
from domain.given import Given
from domain.organisation.commands import FormDepartment, GrantRole
from domain.organisation.events import OrganisationEvent, RoleGranted
from domain.organisation.state import Organisation
from domain.organisation.state import evolve as evolve_organisation
from domain.procedure import AnyCommand, decide
from domain.recorded import Meta, Recorded
from domain.session.command import SessionCommand
from domain.session.commands.agenda import AddAgendaItem, PlanSession, SummonSession
from domain.session.commands.attendance import RecordArrival
from domain.session.commands.course import CallItem, OpenSession
from domain.session.events import SessionEvent
from domain.session.evolution import evolve as evolve_session
from domain.session.state import Session
from domain.vorlage.command import VorlageCommand
from domain.vorlage.commands.consultation import AddConsultation, RemoveConsultation, SetConsultationRole
from domain.vorlage.commands.cosigning import ReleaseVorlage, StartCosigning
from domain.vorlage.commands.drafting import ChangeHeader, CreateVorlage, ReviseText
from domain.vorlage.commands.editions import FreezeEdition
from domain.vorlage.commands.measures import AddMeasure
from domain.vorlage.events import VorlageEvent
from domain.vorlage.evolution import evolve as evolve_vorlage
from domain.vorlage.state import Vorlage
from domain.world import World, Written
from infra.minuting import written
from infra.rules import load

ADMIN, OFFICE, LANDRAT, CLERK, CHAIR, AUDITOR = "admin", "office", "landrat", "clerk", "chair", "auditor"
BUILDER, TREASURER, OUTSIDER = "builder", "treasurer", "outsider"
BAU, FINANZEN = "fb-bau", "fb-finanzen"
KREISTAG, KREISAUSSCHUSS = "kreistag", "kreisausschuss"
PAPER, SITTING, ITEM, VOTE, MOTION, MEASURE = "paper", "sitting", "item", "vote", "motion", "measure"
PRELIMINARY, DECISION = "station-ka", "station-kt"
ADVISER = "adviser"
BEGIN = dt.datetime(2023, 2, 1, 8, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
KA_DAY, KT_DAY = dt.date(2023, 3, 8), dt.date(2023, 3, 29)
OLD, NEW = "Die Verwaltung wird modernisiert.", "Die Verwaltung wird digital modernisiert."
SPACE = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")


E = TypeVar("E")
T = TypeVar("T")


class Fact(NamedTuple):
    """An event of a stream with its surroundings, as the log would hold it."""

    stream: str
    meta: Meta
    event: AnyEvent


def at(day: dt.date, hour: int = 17, minute: int = 0) -> dt.datetime:
    """A moment of a day."""
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=dt.UTC)


def evolve(world: World, fact: Fact) -> World:
    """The world after a fact."""
    kind, _, id_ = fact.stream.partition("/")
    event: Any = fact.event
    organisation, committees = world.organisation, dict(world.committees)
    vorlagen, sessions = dict(world.vorlagen), dict(world.sessions)
    if fact.stream == ORGANISATION:
        assert isinstance(event, OrganisationEvent)
        organisation = evolve_organisation(organisation, event)
    elif kind == "committees":
        assert isinstance(event, CommitteeEvent)
        committees[id_] = evolve_committee(committees.get(id_), event)
    elif kind == "vorlagen":
        assert isinstance(event, VorlageEvent)
        vorlagen[id_] = evolve_vorlage(vorlagen.get(id_), event, fact.meta)
    else:
        assert isinstance(event, SessionEvent)
        sessions[id_] = evolve_session(sessions.get(id_), event, fact.meta)
    return World(
        organisation=organisation,
        committees=committees,
        rules=world.rules,
        vorlagen=vorlagen,
        sessions=sessions,
    )


EMPTY = World(organisation=Organisation(), committees={}, rules=load(), vorlagen={}, sessions={})


def fold(log: tuple[Fact, ...], world: World = EMPTY) -> World:
    """The world that a log tells of, from the beginning."""
    for fact in log:
        world = evolve(world, fact)
    return world


class County(NamedTuple):
    """A moment in the county: its state, how it came about, and what the last command led to."""

    world: World = EMPTY
    log: tuple[Fact, ...] = ()
    now: dt.datetime = BEGIN
    last: tuple[Fact, ...] = ()

    @property
    def paper(self) -> Vorlage:
        """The paper that most tests are about."""
        return self.world.vorlagen[PAPER]

    @property
    def sitting(self) -> Session:
        """The sitting that most tests are about."""
        return self.world.sessions[SITTING]

    @property
    def events(self) -> list[AnyEvent]:
        """What the last command led to."""
        return [fact.event for fact in self.last]

    def of(self, kind: type[E]) -> list[E]:
        """The events of one type that the last command led to."""
        return [event for event in self.events if isinstance(event, kind)]

    def happened(self, stream: str, *events: AnyEvent, when: dt.datetime | None = None) -> "County":
        """The county after facts that the test is not about; nobody asks whether they were allowed."""
        meta = Meta(actor=OFFICE, command=uuid5(SPACE, str(len(self.log))), happened_at=when or self.now)
        facts = tuple(Fact(stream, meta, event) for event in events)
        return self._after(facts, self.now)

    def when(
        self,
        who: str,
        command: AnyCommand,
        moment: dt.datetime | None = None,
        *,
        acting_for: str | None = None,
        anyway: bool = False,
    ) -> "County":
        """The county after a command, a minute later unless a moment is given.

        `anyway`: the rights table was asked before. Raises the `DomainError` that refuses the command.
        """
        given = self.given(who, moment, acting_for)
        if not anyway:
            rights.check(command, self.capacities(command, given), *self._states(command))
        decided = decide(command, replace(self.world, write=self.write), given)
        facts = tuple(
            Fact(stream, given.meta, event) for stream, events in decided.items() for event in events
        )
        return self._after(facts, max(self.now, given.at))

    def all(self, who: str, *commands: AnyCommand) -> "County":
        """The county after several commands of one person."""
        county = self
        for command in commands:
            county = county.when(who, command)
        return county

    def given(self, who: str, moment: dt.datetime | None = None, acting_for: str | None = None) -> Given:
        """The circumstances of a command that someone gives now, or gave at a moment."""
        moment = moment or self.now + MINUTE
        return Given(
            actor=who,
            command=uuid5(SPACE, f"{len(self.log)}/{who}"),
            at=moment,
            day=moment.date(),
            entropy=b"\x07" * 32,
            standing=self.world.organisation.standing(acting_for or who, moment.date()),
            acting_for=acting_for,
        )

    def write(self, session: str, events: Sequence[SessionEvent], given: Given) -> Written:
        """Write the minutes of a sitting, as the county's own scribe does."""
        return self.minutes(session, [(given.meta, event) for event in events])[0]

    def minutes(
        self, session: str = SITTING, pending: Sequence[tuple[Meta, AnyEvent]] = ()
    ) -> tuple[Written, dict[str, bytes]]:
        """The minutes of a sitting: their hashes, and their bytes by hash."""
        stream = session_stream(session)
        facts = (fact for fact in self.log if fact.stream == stream)
        recorded = [
            Recorded(number, stream, number, fact.meta.happened_at, fact.meta, fact.event)
            for number, fact in enumerate(facts, 1)
        ]
        bodies = {id_: each.name for id_, each in self.world.committees.items()}
        return written(recorded, pending, self.world.vorlagen, bodies)

    def capacities(self, command: Command, given: Given) -> frozenset[rights.Capacity]:
        """What the person is in relation to the target of a command."""
        if isinstance(command, VorlageCommand):
            return rights.for_vorlage(
                given.person,
                given.standing,
                _existing("vorlage", self.world.vorlagen, command.vorlage),
                self.world.committees,
                given.day,
                getattr(command, "amendment", None),
            )
        if isinstance(command, SessionCommand):
            sitting = _existing("session", self.world.sessions, command.session)
            body = self.world.committees[sitting.committee]
            return rights.for_session(given.person, given.standing, sitting, body, given.day)
        return rights.of_standing(given.standing)

    def _states(self, command: Command) -> tuple[str, ...]:
        if isinstance(command, VorlageCommand):
            return self.world.vorlagen[command.vorlage].states
        if isinstance(command, SessionCommand):
            return self.world.sessions[command.session].states
        return ()

    def _after(self, facts: tuple[Fact, ...], now: dt.datetime) -> "County":
        return County(fold(facts, self.world), self.log + facts, now, facts)


def _existing(kind: str, things: Mapping[str, T], id_: str) -> T:
    if id_ not in things:
        raise NoSuch(kind, id_)
    return things[id_]


def members(committee: str, number: int) -> tuple[str, ...]:
    """The ids of a body's first members beside its chair."""
    return tuple(f"{committee}-{n}" for n in range(1, number + 1))


@cache
def county() -> County:
    """Departments, logins, a Kreistag of nine (the Landrat votes) and a Kreisausschuss of ten."""
    new = County().happened(ORGANISATION, RoleGranted(grant="first", person=ADMIN, role="admin"))
    new = new.all(
        ADMIN,
        FormDepartment(department=BAU, name="Fachbereich Bau"),
        FormDepartment(department=FINANZEN, name="Fachbereich Finanzen", finance=True),
        GrantRole(person=OFFICE, role="council_office"),
        GrantRole(person=LANDRAT, role="chief_executive"),
        GrantRole(person=CLERK, role="clerk"),
        GrantRole(person=AUDITOR, role="auditor"),
        GrantRole(person=BUILDER, role="department", department=BAU),
        GrantRole(person=BUILDER, role="head", department=BAU),
        GrantRole(person=TREASURER, role="department", department=FINANZEN),
    )
    new = new.all(
        OFFICE,
        FormCommittee(committee=KREISTAG, name="Kreistag", lawful_number=9),
        FormCommittee(committee=KREISAUSSCHUSS, name="Kreisausschuss", lawful_number=10),
    )
    for committee, chair, others in ((KREISTAG, CHAIR, 7), (KREISAUSSCHUSS, LANDRAT, 9)):
        new = new.when(OFFICE, SeatMember(committee=committee, member=chair))
        for member in members(committee, others):
            new = new.when(OFFICE, SeatMember(committee=committee, member=member))
        new = new.when(OFFICE, SeatMember(committee=committee, member=ADVISER, votes=False))
        new = new.when(OFFICE, AppointChair(committee=committee, member=chair))
    return new.when(OFFICE, SeatMember(committee=KREISTAG, member=LANDRAT))


@cache
def draft() -> County:
    """A paper of the building department with texts, a measure and two stations."""
    return county().all(
        BUILDER,
        CreateVorlage(vorlage=PAPER, file_reference="2020-01470", subject="Konzept", lead_department=BAU),
        ReviseText(
            vorlage=PAPER, document="proposed_resolution", text="Der Kreistag beschließt das Konzept."
        ),
        ReviseText(vorlage=PAPER, document="reasons", text="Es ist nötig.\n"),
        AddMeasure(
            vorlage=PAPER, measure=MEASURE, document="Konzept", topic="Verwaltung", page=114, text=OLD
        ),
        AddConsultation(
            vorlage=PAPER,
            consultation=PRELIMINARY,
            committee=KREISAUSSCHUSS,
            date=KA_DAY,
            role="preliminary",
        ),
        AddConsultation(
            vorlage=PAPER, consultation=DECISION, committee=KREISTAG, date=KT_DAY, role="decision"
        ),
    )


@cache
def cosigning(*chain: str) -> County:
    """The paper frozen and put to the departments of the chain."""
    return draft().all(
        BUILDER,
        FreezeEdition(vorlage=PAPER, label="Fassung Kreisausschuss", target=PRELIMINARY),
        StartCosigning(vorlage=PAPER, chain=chain),
    )


@cache
def released() -> County:
    """The paper released by the Landrat."""
    return cosigning().when(LANDRAT, ReleaseVorlage(vorlage=PAPER))


@cache
def summoned(station: str = DECISION) -> County:
    """The station's body summoned with the paper."""
    body, day = (KREISTAG, KT_DAY) if station == DECISION else (KREISAUSSCHUSS, KA_DAY)
    return released().all(
        OFFICE,
        PlanSession(session=SITTING, committee=body, date=day),
        AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER),
        SummonSession(session=SITTING),
    )


@cache
def sitting(station: str = DECISION) -> County:
    """The station's body sitting, everybody there, the paper's item called."""
    body, day, others = (KREISTAG, KT_DAY, 7) if station == DECISION else (KREISAUSSCHUSS, KA_DAY, 9)
    present = (*members(body, others), LANDRAT, *((CHAIR,) if station == DECISION else ()), ADVISER)
    return (
        summoned(station)
        .when(CLERK, RecordArrival(session=SITTING, members=present), at(day, 16, 50))
        .when(CLERK, OpenSession(session=SITTING), at(day))
        .when(CLERK, CallItem(session=SITTING, item=ITEM))
    )


@cache
def informed() -> County:
    """The Kreistag sitting, an information paper of one station called, everybody with a vote there."""
    given = draft().all(
        OFFICE,
        ChangeHeader(vorlage=PAPER, kind="information"),
        RemoveConsultation(vorlage=PAPER, consultation=PRELIMINARY),
        SetConsultationRole(vorlage=PAPER, consultation=DECISION, role="information"),
    )
    given = given.all(BUILDER, FreezeEdition(vorlage=PAPER, label="A"), StartCosigning(vorlage=PAPER))
    given = given.when(LANDRAT, ReleaseVorlage(vorlage=PAPER)).all(
        OFFICE,
        PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY),
        AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER),
        SummonSession(session=SITTING),
    )
    present = RecordArrival(session=SITTING, members=(*members(KREISTAG, 7), CHAIR, LANDRAT))
    given = given.when(CLERK, present, at(KT_DAY, 16, 50))
    given = given.when(CLERK, OpenSession(session=SITTING), at(KT_DAY))
    return given.when(CLERK, CallItem(session=SITTING, item=ITEM))


def body(committee: Committee) -> frozenset[str]:
    """Who has a vote in a body on the day of the Kreistag's sitting."""
    return frozenset(seat.member for seat in committee.seats_on(KT_DAY) if seat.votes)
