"""A whole evening of a committee, past midnight and with its usual incidents: what the examples print.

All persons and matters are invented.
"""

import datetime as dt
from functools import cache
from typing import Final

from domain.committee.commands import AppointSubstitute
from domain.procedure import AnyCommand
from domain.session.commands.agenda import AddAgendaItem, PlanSession, SummonSession
from domain.session.commands.attendance import (
    DeclareRecusal,
    EstablishQuorum,
    RecordArrival,
    RecordLeaving,
    RecordSubstitution,
)
from domain.session.commands.course import (
    CallItem,
    CloseSession,
    ConcludeItem,
    InterruptSession,
    OpenSession,
    ResumeSession,
)
from domain.session.commands.minutes import DraftMinutes, ObjectToMinutes, SignMinutes
from domain.session.commands.proceedings import (
    AcceptItem,
    AnnounceResolutions,
    ApproveAgenda,
    CorrectAttendance,
    EstablishSummons,
    ExcludePublic,
    HandOverChair,
    RecallItem,
    RecordNote,
    RefuseItem,
    RestorePublic,
    SpanEntry,
)
from domain.session.commands.votes import (
    BallotEntry,
    CancelVote,
    CandidateEntry,
    DeclareVote,
    OpenVote,
    RecordVote,
)
from tests.domain.county import (
    ADVISER,
    CLERK,
    KA_DAY,
    KREISAUSSCHUSS,
    LANDRAT,
    OFFICE,
    PAPER,
    SITTING,
    County,
    at,
    members,
)
from tests.projections.lives import released

NAMES: Final = {
    LANDRAT: "Landrat Dr. Henning Voss",
    CLERK: "Britta Sommer",
    OFFICE: "Kai Lorenz",
    ADVISER: "Prof. Dr. Renate Kühn",
    "stand-in": "Oskar Wendt",
    "kreisausschuss-1": "Anke Albers",
    "kreisausschuss-2": "Bernd Brandt",
    "kreisausschuss-3": "Carla Conrad",
    "kreisausschuss-4": "Dirk Dahlke",
    "kreisausschuss-5": "Elif Erdem",
    "kreisausschuss-6": "Falk Förster",
    "kreisausschuss-7": "Gesa Grothe",
    "kreisausschuss-8": "Holger Haase",
    "kreisausschuss-9": "Ines Ihde",
}
VOTERS: Final = members(KREISAUSSCHUSS, 9)
TRAFFIC: Final = "concept"
MORNING: Final = KA_DAY + dt.timedelta(days=1)


class Evening:
    """The clerk's list, minute by minute."""

    def __init__(self, county: County) -> None:
        self.county = county

    def at(self, hour: int, minute: int, *commands: AnyCommand, day: dt.date = KA_DAY) -> None:
        """Do these at a time of the county's clock, in winter."""
        moment = at(day) + dt.timedelta(hours=hour - 18, minutes=minute)
        for command in commands:
            self.county = self.county.when(CLERK, command, moment, anyway=True)
            moment += dt.timedelta(seconds=5)

    def vote(
        self, item: str, vote: str, result: tuple[int, int, int], **fields: str
    ) -> tuple[AnyCommand, ...]:
        """Open, count and declare a vote."""
        yes, no, abstained = result
        return (
            OpenVote(session=SITTING, item=item, vote=vote, **fields),  # type: ignore[arg-type]
            RecordVote(session=SITTING, vote=vote, yes=yes, no=no, abstained=abstained),
            DeclareVote(session=SITTING, vote=vote),
        )


def _summoned() -> County:
    county = released().when(
        OFFICE,
        AppointSubstitute(committee=KREISAUSSCHUSS, member=VOTERS[8], substitute="stand-in"),
        anyway=True,
    )
    for command in (
        PlanSession(session=SITTING, committee=KREISAUSSCHUSS, date=KA_DAY),
        AddAgendaItem(
            session=SITTING, item="questions", subject="Einwohnerfragestunde", kind="question_time"
        ),
        AddAgendaItem(session=SITTING, item=TRAFFIC, vorlage=PAPER),
        AddAgendaItem(session=SITTING, item="board", subject="Wahl eines Mitglieds des Sparkassenbeirats"),
        AddAgendaItem(
            session=SITTING,
            item="told",
            kind="announcement",
            subject="Bekanntgabe der in nichtöffentlicher Sitzung gefassten Beschlüsse",
        ),
        AddAgendaItem(session=SITTING, item="land", subject="Verkauf eines Grundstücks", public=False),
        SummonSession(session=SITTING, received=dt.date(2023, 2, 27)),
        AddAgendaItem(
            session=SITTING,
            item="bridge",
            subject="Sperrung der Saalebrücke",
            after=TRAFFIC,
            urgency="Schaden vom Vortag",
        ),
        AddAgendaItem(
            session=SITTING,
            item="party",
            subject="Kreisjubiläum",
            after="bridge",
            urgency="Antrag der Fraktion",
        ),
    ):
        county = county.when(OFFICE, command, anyway=True)
    return county


@cache
def evening() -> County:
    """From the opening to an objection against the signed minutes."""
    night = Evening(_summoned())
    _beginning(night)
    _public(night)
    _behind(night)
    drafted = night.county.when(CLERK, DraftMinutes(session=SITTING), at(dt.date(2023, 3, 20), 9))
    signed = drafted.when(LANDRAT, SignMinutes(session=SITTING, role="chair"), at(dt.date(2023, 3, 21), 9))
    both = signed.when(CLERK, SignMinutes(session=SITTING, role="clerk"), at(dt.date(2023, 3, 21), 10))
    objection = ObjectToMinutes(
        session=SITTING, item=TRAFFIC, text="Mein Hinweis auf die Kosten fehlt.", objection="costs"
    )
    return both.when(VOTERS[3], objection, at(dt.date(2023, 3, 24), 9))


def _beginning(night: Evening) -> None:
    night.at(17, 50, RecordArrival(session=SITTING, members=(LANDRAT, *VOTERS[:7], ADVISER)))
    night.at(17, 55, RecordSubstitution(session=SITTING, member=VOTERS[8], substitute="stand-in"))
    night.at(18, 0, OpenSession(session=SITTING))
    objection = "Die Anlage ging ihm erst am 1. März zu."
    night.at(18, 2, EstablishSummons(session=SITTING, objection=objection, objector=VOTERS[1]))
    night.at(18, 4, *night.vote("bridge", "urgent", (9, 0, 0), about="agenda"))
    night.at(18, 5, AcceptItem(session=SITTING, item="bridge", vote="urgent"))
    night.at(18, 6, *night.vote("party", "not-urgent", (2, 7, 0), about="agenda"))
    night.at(18, 7, RefuseItem(session=SITTING, item="party", reason="nicht dringlich", vote="not-urgent"))
    night.at(18, 8, ApproveAgenda(session=SITTING, changes="Ö 3 wird aufgenommen, Ö 4 entfällt."))


def _public(night: Evening) -> None:
    night.at(18, 9, CallItem(session=SITTING, item="board"))
    night.at(18, 10, RecallItem(session=SITTING, item="board", reason="falschen Punkt aufgerufen"))
    night.at(18, 10, CallItem(session=SITTING, item="questions"))
    asked = (
        "Eine Einwohnerin fragt nach dem Radweg an der L 50; der Landrat sagt eine schriftliche Antwort zu."
    )
    night.at(18, 15, RecordNote(session=SITTING, item="questions", text=asked))
    night.at(18, 20, CallItem(session=SITTING, item=TRAFFIC))
    night.at(18, 21, DeclareRecusal(session=SITTING, item=TRAFFIC, member=VOTERS[0]))
    guest = "Frau Dipl.-Ing. Maren Holt (Gutachterin) trägt vor und beantwortet Fragen."
    night.at(18, 25, RecordNote(session=SITTING, item=TRAFFIC, text=guest))
    night.at(18, 30, RecordArrival(session=SITTING, members=(VOTERS[7],)))
    night.at(18, 40, OpenVote(session=SITTING, item=TRAFFIC, vote="early"))
    night.at(18, 41, CancelVote(session=SITTING, vote="early", reason="Es lag noch eine Wortmeldung vor"))
    night.at(18, 45, InterruptSession(session=SITTING, reason="Beratung der Fraktionen"))
    night.at(18, 55, ResumeSession(session=SITTING))
    there = (LANDRAT, *VOTERS[1:8], "stand-in")
    choices = {VOTERS[5]: "no", VOTERS[6]: "abstained"}
    ballots = tuple(BallotEntry(each, choices.get(each, "yes")) for each in there)  # type: ignore[arg-type]
    night.at(
        *(18, 58),
        OpenVote(session=SITTING, item=TRAFFIC, vote="roll", kind="roll_call"),
        RecordVote(session=SITTING, vote="roll", ballots=ballots),
        DeclareVote(session=SITTING, vote="roll"),
    )
    night.at(19, 5, CallItem(session=SITTING, item="bridge"))
    night.at(19, 6, *night.vote("bridge", "close", (10, 0, 0)))
    night.at(19, 10, RecordLeaving(session=SITTING, members=(VOTERS[1],)))
    was_there = SpanEntry(begin=at(KA_DAY, 16, 50), end=at(KA_DAY, 18, 3))
    reason = "Sein Gehen war nicht bemerkt worden"
    night.at(
        *(19, 12), CorrectAttendance(session=SITTING, member=VOTERS[1], intervals=(was_there,), reason=reason)
    )
    night.at(19, 14, EstablishQuorum(session=SITTING))
    night.at(19, 15, CallItem(session=SITTING, item="board"))
    night.at(
        *(19, 16),
        HandOverChair(session=SITTING, member=VOTERS[2], reason="Der Landrat ist selbst vorgeschlagen"),
        OpenVote(
            session=SITTING,
            item="board",
            vote="board",
            kind="election",
            candidates=(NAMES[LANDRAT], NAMES[VOTERS[4]]),
            round=1,
        ),
        RecordVote(
            session=SITTING,
            vote="board",
            candidates=(CandidateEntry(NAMES[LANDRAT], 6), CandidateEntry(NAMES[VOTERS[4]], 1)),
            abstained=2,
        ),
        DeclareVote(session=SITTING, vote="board", elected=NAMES[LANDRAT]),
        HandOverChair(session=SITTING, member=LANDRAT, reason="Die Wahl ist beendet"),
    )


def _behind(night: Evening) -> None:
    night.at(23, 30, ExcludePublic(session=SITTING, reason="Grundstücksangelegenheit"))
    night.at(23, 31, CallItem(session=SITTING, item="land"))
    night.at(23, 50, RecordLeaving(session=SITTING, members=(VOTERS[3],)))
    night.at(0, 5, *night.vote("land", "land", (8, 0, 0)), day=MORNING)
    night.at(0, 10, RestorePublic(session=SITTING), day=MORNING)
    text = "Der Kreisausschuss hat einem Grundstücksgeschäft zugestimmt."
    night.at(0, 11, CallItem(session=SITTING, item="told"), day=MORNING)
    night.at(0, 12, AnnounceResolutions(session=SITTING, items=("land",), text=text), day=MORNING)
    night.at(0, 13, ConcludeItem(session=SITTING, item="told", outcome="noted"), day=MORNING)
    night.at(0, 15, CloseSession(session=SITTING), day=MORNING)
