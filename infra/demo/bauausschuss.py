"""The Bauausschuss of the demo county: two sittings with all that follows them, and one to come.

It has papers in every state, so that whoever tries the county out, the public too, finds something to read.
Told as commands with the times of their deeds, like the story of the Kreistag's paper.
"""

from datetime import time
from typing import Final

from msgspec import Struct

from domain.procedure import AnyCommand
from domain.session.commands.agenda import AddAgendaItem, AnnounceSession, PlanSession, SummonSession
from domain.session.commands.attendance import RecordArrival
from domain.session.commands.course import CallItem, CloseSession, ConcludeItem, OpenSession
from domain.session.commands.minutes import ApproveMinutes, DraftMinutes, SignMinutes
from domain.session.commands.votes import DeclareVote, OpenVote, RecordVote
from domain.vorlage.commands.aftermath import (
    CompleteImplementation,
    ObjectToResolution,
    StartImplementation,
    WithdrawVorlage,
)
from domain.vorlage.commands.consultation import AddConsultation
from domain.vorlage.commands.cosigning import CosignVorlage, ReleaseVorlage, StartCosigning
from domain.vorlage.commands.drafting import CreateVorlage, ReviseText
from domain.vorlage.commands.editions import FreezeEdition
from domain.vorlage.commands.motions import ProposeAmendment
from domain.vorlage.terms import Kind
from infra.demo.calendar import Calendar, Deed
from infra.demo.people import (
    BAUAUSSCHUSS,
    BUILDER,
    BUILDING,
    CARER,
    CLERK,
    EXECUTIVE,
    FINANCE,
    OFFICE,
    TREASURER,
    WELFARE,
    DemoLogin,
    Department,
    named,
)

CHAIR: Final = BAUAUSSCHUSS.chair
FIRST, SECOND, COMING = (named(f"session/bauausschuss/{number}") for number in (1, 2, 3))
FIRST_DAY, SECOND_DAY, COMING_DAY = 40, 12, -9
"""Days before today on which the body met or meets."""


class Paper(Struct, frozen=True):
    """A paper that the Bauausschuss decides on; `lead` with whoever writes for it."""

    key: str
    subject: str
    proposed: str
    reasons: str
    author: DemoLogin = BUILDER
    lead: Department = BUILDING
    kind: Kind = "decision"

    @property
    def id(self) -> str:
        """Its id."""
        return named(f"vorlage/{self.key}")

    @property
    def station(self) -> str:
        """Its only station."""
        return named(f"consultation/{self.key}")

    @property
    def item(self) -> str:
        """The item of the agenda that it stands on."""
        return named(f"item/{self.key}")

    @property
    def vote(self) -> str:
        """The vote on it."""
        return named(f"vote/{self.key}")


BRIDGE = Paper(
    "auebruecke",
    "Sanierung der Auebrücke an der K 17",
    "Der Bauausschuss beauftragt die Verwaltung, die Auebrücke an der K 17 zu sanieren.",
    "Die Hauptprüfung ergab die Zustandsnote 3,2.\n",
)
SIGNPOSTS = Paper(
    "wegweiser",
    "Neue Wegweiser am Aueradweg",
    "Der Bauausschuss beschließt, am Aueradweg vierzig Wegweiser aufzustellen.",
    "Die vorhandenen Wegweiser sind nicht mehr lesbar.\n",
)
STATION = Paper(
    "radstation",
    "Radstation am Bahnhof Auenthal",
    "Der Bauausschuss beschließt den Bau einer Radstation mit achtzig Plätzen.",
    "Am Bahnhof fehlen sichere Stellplätze.\n",
)
SALT = Paper(
    "winterdienst",
    "Winterdienst auf Nebenstrecken",
    "Der Bauausschuss beschließt, den Winterdienst auf Nebenstrecken einzustellen.",
    "Die Kosten des Winterdienstes sind um ein Drittel gestiegen.\n",
)
PARKING = Paper(
    "parkplatz",
    "Gebühren auf dem Parkplatz am Kreishaus",
    "Der Bauausschuss beschließt, auf dem Parkplatz am Kreishaus Gebühren zu erheben.",
    "Der Parkplatz ist an Sitzungstagen überlastet.\n",
)
REPORT = Paper(
    "baubericht",
    "Bericht über die laufenden Bauvorhaben",
    "Der Bauausschuss nimmt den Bericht zur Kenntnis.",
    "Von elf Bauvorhaben liegen neun im Zeitplan.\n",
    kind="information",
)
FIRE_STATION = Paper(
    "geraetehaus",
    "Anbau an das Feuerwehrgerätehaus",
    "Der Bauausschuss beschließt den Anbau an das Feuerwehrgerätehaus bis zum Jahr 2029.",
    "Die neuen Fahrzeuge passen nicht in die alten Hallen.\n",
)
PLAN = Paper(
    "bauplan",
    "Bauplan der kreiseigenen Gebäude",
    "Der Bauausschuss beschließt den Bauplan der kreiseigenen Gebäude.",
    "Der Bauplan wird jedes Jahr fortgeschrieben.\n",
)
YOUTH = Paper(
    "jugendzentrum",
    "Umbau des Jugendzentrums Nord",
    "Der Bauausschuss beschließt den Umbau des Jugendzentrums Nord.",
    "Das Jugendzentrum ist nicht barrierefrei.\n",
    author=CARER,
    lead=WELFARE,
)
CARS = Paper(
    "dienstwagen",
    "Garage für Dienstwagen",
    "Der Bauausschuss beschließt den Bau einer Garage.",
    "Die Dienstwagen stehen im Freien.\n",
)
AMENDMENT: Final = named("amendment/geraetehaus")


def story(calendar: Calendar) -> tuple[Deed, ...]:
    """Everything that happened around the Bauausschuss, in the order of its times."""
    return (
        *_released(calendar, 60, BRIDGE, SIGNPOSTS),
        *_first(calendar),
        *_released(calendar, 30, STATION, SALT, PARKING, REPORT),
        *_second(calendar),
        *_after(calendar),
        *_coming(calendar),
    )


def _written(paper: Paper, today: Calendar, number: int) -> tuple[AnyCommand, ...]:
    return (
        CreateVorlage(
            vorlage=paper.id,
            number=f"BA {number:02}",
            file_reference=f"{today.today.year}-00{200 + number}",
            subject=paper.subject,
            kind=paper.kind,
            public=True,
            date=today.day(10),
            lead_department=paper.lead.id,
            signatory=EXECUTIVE.name,
        ),
        ReviseText(vorlage=paper.id, document="proposed_resolution", text=paper.proposed),
        ReviseText(vorlage=paper.id, document="reasons", text=paper.reasons),
        AddConsultation(
            vorlage=paper.id,
            consultation=paper.station,
            committee=BAUAUSSCHUSS.id,
            role="information" if paper.kind == "information" else "decision",
        ),
        FreezeEdition(vorlage=paper.id, label=f"Fassung {BAUAUSSCHUSS.name}", target=paper.station),
    )


NUMBERS: Final = {
    each.id: number
    for number, each in enumerate(
        (BRIDGE, SIGNPOSTS, STATION, SALT, PARKING, REPORT, FIRE_STATION, PLAN, YOUTH, CARS), 1
    )
}


def _begun(calendar: Calendar, before: int, paper: Paper, *chain: Department) -> Deed:
    """A paper is written and put to the chain."""
    return calendar.did(
        paper.author.person,
        before,
        "09:00",
        *_written(paper, calendar, NUMBERS[paper.id]),
        StartCosigning(vorlage=paper.id, chain=tuple(each.id for each in chain)),
    )


def _released(calendar: Calendar, before: int, *papers: Paper) -> list[Deed]:
    """Papers are written, signed off by the finance department and released."""
    return [
        deed
        for paper in papers
        for deed in (
            _begun(calendar, before, paper, FINANCE),
            calendar.did(
                TREASURER.person, before - 1, "11:00", CosignVorlage(vorlage=paper.id, department=FINANCE.id)
            ),
            calendar.did(EXECUTIVE.person, before - 2, "15:00", ReleaseVorlage(vorlage=paper.id)),
        )
    ]


def _summoned(calendar: Calendar, session: str, meeting: int, before: int, *papers: Paper) -> Deed:
    """A sitting is planned, summoned and announced."""
    return calendar.did(
        OFFICE.person,
        before,
        "10:00",
        PlanSession(session=session, committee=BAUAUSSCHUSS.id, date=calendar.day(meeting)),
        *(AddAgendaItem(session=session, item=each.item, vorlage=each.id) for each in papers),
        SummonSession(session=session),
        AnnounceSession(session=session),
    )


class Voted(Struct, frozen=True):
    """How a body voted on a paper; `declared`: what the chair said where it is another result, and why."""

    paper: Paper
    yes: int
    no: int
    abstained: int
    declared: bool | None = None
    override: str | None = None


class Clock:
    """The times of one sitting: three minutes a step."""

    def __init__(self, calendar: Calendar, before: int) -> None:
        self._calendar = calendar
        self._before = before
        self._minute = 0

    def __call__(self, actor: str, *commands: AnyCommand) -> Deed:
        """What someone does next."""
        self._minute += 3
        clock = time(17 + self._minute // 60, self._minute % 60).isoformat("minutes")
        return self._calendar.did(actor, self._before, clock, *commands)


def _opened(at: Clock, session: str) -> list[Deed]:
    return [
        at(CLERK.person, RecordArrival(session=session, members=BAUAUSSCHUSS.members)),
        at(CLERK.person, OpenSession(session=session)),
    ]


def _decided(at: Clock, session: str, voted: Voted) -> list[Deed]:
    paper = voted.paper
    return [
        at(CLERK.person, CallItem(session=session, item=paper.item)),
        at(CLERK.person, OpenVote(session=session, item=paper.item, vote=paper.vote)),
        at(
            CLERK.person,
            RecordVote(
                session=session, vote=paper.vote, yes=voted.yes, no=voted.no, abstained=voted.abstained
            ),
        ),
        at(
            CLERK.person,
            DeclareVote(session=session, vote=paper.vote, declared=voted.declared, override=voted.override),
        ),
    ]


def _first(calendar: Calendar) -> list[Deed]:
    """The first sitting, with its minutes."""
    at = Clock(calendar, FIRST_DAY)
    after = FIRST_DAY - 8
    return [
        _summoned(calendar, FIRST, FIRST_DAY, FIRST_DAY + 10, BRIDGE, SIGNPOSTS),
        *_opened(at, FIRST),
        *_decided(at, FIRST, Voted(BRIDGE, 7, 1, 1)),
        *_decided(at, FIRST, Voted(SIGNPOSTS, 9, 0, 0)),
        at(CLERK.person, CloseSession(session=FIRST)),
        calendar.did(CLERK.person, after, "09:00", DraftMinutes(session=FIRST)),
        calendar.did(CLERK.person, after, "09:10", SignMinutes(session=FIRST, role="clerk")),
        calendar.did(CHAIR, after, "12:00", SignMinutes(session=FIRST, role="chair")),
    ]


def _second(calendar: Calendar) -> list[Deed]:
    """The second sitting approves the minutes of the first; one result was declared otherwise."""
    at = Clock(calendar, SECOND_DAY)
    return [
        _summoned(calendar, SECOND, SECOND_DAY, SECOND_DAY + 10, STATION, SALT, PARKING, REPORT),
        *_opened(at, SECOND),
        at(CLERK.person, ApproveMinutes(session=FIRST, sitting=SECOND)),
        *_decided(at, SECOND, Voted(STATION, 6, 2, 1)),
        *_decided(at, SECOND, Voted(SALT, 5, 3, 1)),
        *_decided(
            at,
            SECOND,
            Voted(PARKING, 4, 4, 1, declared=True, override="Die Stimme des Vorsitzes gebe den Ausschlag."),
        ),
        at(CLERK.person, CallItem(session=SECOND, item=REPORT.item)),
        at(CLERK.person, ConcludeItem(session=SECOND, item=REPORT.item, outcome="noted")),
        at(CLERK.person, CloseSession(session=SECOND)),
    ]


def _after(calendar: Calendar) -> list[Deed]:
    """What became of the resolutions: one is carried out, one is done, one is objected to."""
    return [
        calendar.did(
            BUILDER.person,
            20,
            "09:00",
            StartImplementation(vorlage=BRIDGE.id, department=BUILDING.id, due=calendar.day(-4)),
        ),
        calendar.did(
            BUILDER.person,
            19,
            "09:00",
            StartImplementation(vorlage=SIGNPOSTS.id, department=BUILDING.id),
            CompleteImplementation(vorlage=SIGNPOSTS.id, text="Alle Wegweiser stehen."),
        ),
        calendar.did(
            EXECUTIVE.person,
            5,
            "16:00",
            ObjectToResolution(
                vorlage=SALT.id,
                reason="Der Beschluss verletzt die Pflicht zur Verkehrssicherung.",
                known_at=calendar.day(SECOND_DAY),
            ),
        ),
    ]


def _coming(calendar: Calendar) -> list[Deed]:
    """A sitting to come, a motion for it, and papers on their way."""
    return [
        *_released(calendar, 8, FIRE_STATION, PLAN),
        _summoned(calendar, COMING, COMING_DAY, 3, FIRE_STATION),
        calendar.did(
            CHAIR,
            2,
            "18:00",
            ProposeAmendment(
                vorlage=FIRE_STATION.id,
                amendment=AMENDMENT,
                document="proposed_resolution",
                old=FIRE_STATION.proposed,
                new=FIRE_STATION.proposed.replace("2029", "2028"),
                consultation=FIRE_STATION.station,
                committee=BAUAUSSCHUSS.id,
            ),
        ),
        _begun(calendar, 4, YOUTH, FINANCE, BUILDING),
        calendar.did(TREASURER.person, 3, "10:00", CosignVorlage(vorlage=YOUTH.id, department=FINANCE.id)),
        _begun(calendar, 7, CARS, FINANCE),
        calendar.did(
            BUILDER.person, 6, "10:00", WithdrawVorlage(vorlage=CARS.id, reason="Der Bedarf ist entfallen.")
        ),
    ]
