"""What happened in the demo county so far: a paper on its way to the Kreistag, another one still in draft.

Told as commands with the times of their deeds, counted back from the day of the Kreistag's sitting.
"""

import datetime as dt
from importlib.resources import files
from uuid import UUID, uuid5

from msgspec.structs import replace

from domain.procedure import AnyCommand
from domain.session.commands.agenda import AddAgendaItem, PlanSession, SummonSession
from domain.session.commands.attendance import RecordArrival
from domain.session.commands.course import CallItem, CloseSession, OpenSession
from domain.session.commands.votes import BallotEntry, DeclareVote, OpenVote, RecordVote
from domain.vorlage.commands.consultation import AddConsultation, SetConsultationRole
from domain.vorlage.commands.cosigning import CosignVorlage, ReleaseVorlage, StartCosigning
from domain.vorlage.commands.drafting import AddAttachment, CreateVorlage, InviteDepartment, ReviseText
from domain.vorlage.commands.editions import FreezeEdition
from domain.vorlage.commands.measures import AddMeasure
from domain.vorlage.commands.motions import ProposeAmendment
from infra.demo import bauausschuss
from infra.demo.calendar import Calendar, Deed
from infra.demo.people import (
    BAUAUSSCHUSS,
    BUILDER,
    BUILDING,
    CARER,
    CHAIR,
    CLERK,
    EXECUTIVE,
    FINANCE,
    KREISAUSSCHUSS,
    KREISTAG,
    OFFICE,
    TREASURER,
    WELFARE,
    named,
)
from infra.importing import commands_of
from infra.printed_form import ParsedPaper, read

PAPER = "radverkehrskonzept.md"
"""The paper in the county's printed form, beside this module."""

CYCLING = named("vorlage/radverkehr")
PLAYGROUNDS = named("vorlage/spielplaetze")
COMMITTEE_SITTING = named("session/kreisausschuss")
COUNCIL_SITTING = named("session/kreistag")
HANDED_IN = UUID(named("command/radverkehr"))
ADVICE, DECISION = (str(uuid5(HANDED_IN, f"consultation/{number}")) for number in range(2))
SCHOOL_ROUTE = str(uuid5(HANDED_IN, "measure/1"))
MOTION = named("amendment/querungshilfe")
GRANT_ITEM, CYCLING_ITEM, COUNCIL_ITEM = (
    named(f"item/{each}") for each in ("zuschuss", "radverkehr", "kreistag")
)
GRANT_VOTE, CYCLING_VOTE = named("vote/zuschuss"), named("vote/radverkehr")
EDITION = "Fassung Kreisausschuss"

SITTING_BEFORE = 14
"""Days between the two sittings."""


def story(today: dt.date) -> tuple[Deed, ...]:
    """Everything that happened until the morning of the Kreistag's sitting, in order."""
    calendar = Calendar(today)
    return (
        *_drafted(calendar),
        *_cosigned(calendar),
        *_advised(calendar),
        *_put(calendar),
        *_begun(calendar),
        *bauausschuss.story(calendar),
    )


def printed(calendar: Calendar) -> ParsedPaper:
    """The paper as it was handed in, with dates of this county's calendar."""
    paper = read(files("infra.demo").joinpath(PAPER).read_bytes())
    days = {KREISAUSSCHUSS.name: calendar.day(SITTING_BEFORE), KREISTAG.name: calendar.today}
    return replace(
        paper,
        date=calendar.day(45),
        consultations=tuple(replace(each, date=days[each.committee]) for each in paper.consultations),
    )


def _drafted(calendar: Calendar) -> list[Deed]:
    """The council office hands in the paper, as the importer reads it, and the bytes of the concept."""
    handed_in = [_with_bytes(each) for each in commands_of(printed(calendar), CYCLING, HANDED_IN)]
    roles = [
        SetConsultationRole(vorlage=CYCLING, consultation=ADVICE, role="preliminary"),
        SetConsultationRole(vorlage=CYCLING, consultation=DECISION, role="decision"),
    ]
    return [calendar.did(OFFICE.person, 45, "09:20", *handed_in, *roles)]


def _with_bytes(command: AnyCommand) -> AnyCommand:
    if not isinstance(command, AddAttachment):
        return command
    content = f"{command.title}, {command.edition}. Dieses Beispiel hat nur diese Zeile.\n"
    return replace(command, content=content.encode(), media_type="text/plain")


def _cosigned(calendar: Calendar) -> list[Deed]:
    """Two departments sign off, and the head of the county releases."""
    chain = (BUILDING.id, FINANCE.id)
    return [
        calendar.did(
            OFFICE.person,
            38,
            "10:05",
            FreezeEdition(vorlage=CYCLING, label=EDITION, target=ADVICE),
            StartCosigning(vorlage=CYCLING, chain=chain),
        ),
        calendar.did(BUILDER.person, 37, "14:30", CosignVorlage(vorlage=CYCLING, department=BUILDING.id)),
        calendar.did(
            TREASURER.person,
            36,
            "08:45",
            CosignVorlage(vorlage=CYCLING, department=FINANCE.id, comment="Keine Mittel gebunden."),
        ),
        calendar.did(EXECUTIVE.person, 35, "16:10", ReleaseVorlage(vorlage=CYCLING)),
    ]


def _advised(calendar: Calendar) -> list[Deed]:
    """The Kreisausschuss deals with two items, one of them by roll call, and recommends the paper."""
    sitting = COMMITTEE_SITTING
    there = KREISAUSSCHUSS.members[:-1]
    ballots = tuple(
        BallotEntry(member=each, choice="yes" if number % 4 else "no") for number, each in enumerate(there)
    )

    def at(clock: str, *commands: AnyCommand) -> Deed:
        return calendar.did(CLERK.person, SITTING_BEFORE, clock, *commands)

    return [
        calendar.did(
            OFFICE.person,
            SITTING_BEFORE + 12,
            "11:00",
            PlanSession(session=sitting, committee=KREISAUSSCHUSS.id, date=calendar.day(SITTING_BEFORE)),
            AddAgendaItem(session=sitting, item=GRANT_ITEM, subject="Zuschuss für die Kreismusikschule"),
            AddAgendaItem(session=sitting, item=CYCLING_ITEM, vorlage=CYCLING),
            SummonSession(session=sitting),
        ),
        at("16:50", RecordArrival(session=sitting, members=there)),
        at("17:00", OpenSession(session=sitting)),
        at("17:05", CallItem(session=sitting, item=GRANT_ITEM)),
        at("17:20", OpenVote(session=sitting, item=GRANT_ITEM, vote=GRANT_VOTE, kind="roll_call")),
        at("17:24", RecordVote(session=sitting, vote=GRANT_VOTE, ballots=ballots)),
        at("17:25", DeclareVote(session=sitting, vote=GRANT_VOTE)),
        at("17:26", CallItem(session=sitting, item=CYCLING_ITEM)),
        at("17:50", OpenVote(session=sitting, item=CYCLING_ITEM, vote=CYCLING_VOTE)),
        at("17:51", RecordVote(session=sitting, vote=CYCLING_VOTE, yes=9, no=0, abstained=1)),
        at("17:52", DeclareVote(session=sitting, vote=CYCLING_VOTE)),
        at("18:05", CloseSession(session=sitting)),
    ]


def _put(calendar: Calendar) -> list[Deed]:
    """The Kreistag is summoned for today, and its chair moves to change a measure."""
    school_route = printed(calendar).measures[1].new
    moved = ProposeAmendment(
        vorlage=CYCLING,
        amendment=MOTION,
        measure=SCHOOL_ROUTE,
        old=school_route,
        new=school_route.replace("bis zum Jahr 2028", "bis zum Jahr 2027"),
        consultation=DECISION,
        committee=KREISTAG.id,
    )
    return [
        calendar.did(
            OFFICE.person,
            10,
            "09:30",
            PlanSession(session=COUNCIL_SITTING, committee=KREISTAG.id, date=calendar.today),
            AddAgendaItem(session=COUNCIL_SITTING, item=COUNCIL_ITEM, vorlage=CYCLING),
            SummonSession(session=COUNCIL_SITTING),
        ),
        calendar.did(CHAIR.person, 3, "19:40", moved),
    ]


def _begun(calendar: Calendar) -> list[Deed]:
    """A second paper is drafted by three departments together."""
    paper = PLAYGROUNDS
    return [
        calendar.did(
            BUILDER.person,
            2,
            "13:15",
            CreateVorlage(
                vorlage=paper,
                file_reference=f"{calendar.today.year}-00112",
                subject="Spielplätze an den kreiseigenen Schulen",
                lead_department=BUILDING.id,
                signatory=EXECUTIVE.name,
            ),
            InviteDepartment(vorlage=paper, department=FINANCE.id),
            InviteDepartment(vorlage=paper, department=WELFARE.id),
            ReviseText(vorlage=paper, document="proposed_resolution", text=PLAYGROUNDS_RESOLUTION),
            ReviseText(vorlage=paper, document="reasons", text=PLAYGROUNDS_REASONS),
            AddConsultation(vorlage=paper, committee_name=BAUAUSSCHUSS.name, role="preliminary"),
            AddConsultation(vorlage=paper, committee_name=KREISTAG.name, role="decision"),
        ),
        calendar.did(
            CARER.person,
            1,
            "10:40",
            AddMeasure(
                vorlage=paper,
                measure=named("measure/schulhof"),
                document="Spielplatzkonzept",
                page=12,
                topic="Schulhöfe",
                text="Öffnung der Schulhöfe am Nachmittag für alle Kinder der Umgebung",
            ),
        ),
    ]


PLAYGROUNDS_RESOLUTION = (
    "Der Kreistag beauftragt die Verwaltung, die Spielplätze der Kreisschulen bis 2029 zu erneuern."
)
PLAYGROUNDS_REASONS = (
    "Von vierzehn Spielplätzen an kreiseigenen Schulen wurden bei der Hauptuntersuchung neun beanstandet.\n"
    "Der Fachbereich Soziales regt an, die Schulhöfe am Nachmittag zu öffnen.\n"
)
