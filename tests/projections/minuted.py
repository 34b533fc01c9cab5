"""A sitting of the Kreisausschuss whose minutes went the whole way, for the tests of minutes and extracts."""

import datetime as dt
from functools import cache

import msgspec

from domain.session.commands.agenda import AddAgendaItem, PlanSession, SummonSession
from domain.session.commands.attendance import DeclareRecusal, RecordArrival, RecordLeaving
from domain.session.commands.course import (
    CallItem,
    CloseSession,
    ConcludeItem,
    InterruptSession,
    OpenSession,
    ResumeSession,
)
from domain.session.commands.minutes import (
    ApproveMinutes,
    CorrectMinutes,
    DraftMinutes,
    ObjectToMinutes,
    SignMinutes,
)
from domain.session.commands.proceedings import ExcludePublic
from domain.session.commands.votes import CorrectVote, DeclareVote, OpenVote, RecordVote
from projections.minutes import document as minutes
from projections.minutes.document import Document, Part
from projections.session import view as session
from projections.session.row import Row
from tests.domain.county import (
    ADVISER,
    CLERK,
    ITEM,
    KA_DAY,
    KREISAUSSCHUSS,
    LANDRAT,
    OFFICE,
    PAPER,
    SITTING,
    VOTE,
    County,
    at,
    members,
)
from tests.projections.lives import done, released
from tests.projections.story import Json, log

VOTERS = members(KREISAUSSCHUSS, 9)
STAFF, STAFF_VOTE, NEXT = "staff", "staff-vote", "next"
NEXT_DAY = dt.date(2023, 3, 22)
OBJECTION = "objection"


@cache
def closed() -> County:
    """Ten members and an adviser deal with a paper, then, behind closed doors, with a matter of staff."""
    summoned = done(
        released(),
        OFFICE,
        PlanSession(session=SITTING, committee=KREISAUSSCHUSS, date=KA_DAY),
        AddAgendaItem(session=SITTING, item="opening", subject="Bericht der Verwaltung"),
        AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER),
        AddAgendaItem(session=SITTING, item=STAFF, subject="Besetzung einer Stelle", public=False),
        SummonSession(session=SITTING, received=dt.date(2023, 2, 27)),
    )
    opened = summoned.when(
        CLERK, RecordArrival(session=SITTING, members=(LANDRAT, *VOTERS[:8], ADVISER)), at(KA_DAY, 16, 50)
    ).when(CLERK, OpenSession(session=SITTING), at(KA_DAY))
    public = done(
        opened,
        CLERK,
        CallItem(session=SITTING, item="opening"),
        ConcludeItem(session=SITTING, item="opening", outcome="noted"),
        RecordArrival(session=SITTING, members=(VOTERS[8],)),
        CallItem(session=SITTING, item=ITEM),
        DeclareRecusal(session=SITTING, item=ITEM, member=VOTERS[0]),
        InterruptSession(session=SITTING, reason="Beratung der Fraktionen"),
        ResumeSession(session=SITTING),
        OpenVote(session=SITTING, item=ITEM, vote=VOTE),
        RecordVote(session=SITTING, vote=VOTE, yes=7, no=0, abstained=2),
        DeclareVote(session=SITTING, vote=VOTE),
    )
    excluded = ExcludePublic(session=SITTING, reason="Personalangelegenheit")
    return done(
        public.when(CLERK, excluded, public.now),
        CLERK,
        CallItem(session=SITTING, item=STAFF),
        RecordLeaving(session=SITTING, members=(VOTERS[1], ADVISER)),
        OpenVote(session=SITTING, item=STAFF, vote=STAFF_VOTE),
        RecordVote(session=SITTING, vote=STAFF_VOTE, yes=9, no=0, abstained=0),
        DeclareVote(session=SITTING, vote=STAFF_VOTE),
        CloseSession(session=SITTING),
    )


@cache
def signed() -> County:
    """Drafted and signed by chair and clerk."""
    return (
        closed()
        .when(CLERK, DraftMinutes(session=SITTING))
        .when(LANDRAT, SignMinutes(session=SITTING, role="chair"))
        .when(CLERK, SignMinutes(session=SITTING, role="clerk"))
    )


@cache
def approved() -> County:
    """A member objects, the office corrects the count, and the body approves."""
    recount = CorrectVote(session=SITTING, vote=VOTE, yes=8, no=0, abstained=1, reason="Zählliste")
    corrected = (
        signed()
        .when(VOTERS[3], ObjectToMinutes(session=SITTING, text="Ich war dafür.", objection=OBJECTION))
        .when(
            OFFICE,
            CorrectMinutes(session=SITTING, reason="Einwendung", correction=recount, objection=OBJECTION),
        )
    )
    again = done(
        corrected,
        OFFICE,
        PlanSession(session=NEXT, committee=KREISAUSSCHUSS, date=NEXT_DAY),
        AddAgendaItem(session=NEXT, item="minutes", subject="Niederschrift vom 08.03.2023"),
        SummonSession(session=NEXT),
    )
    arrived = again.when(CLERK, RecordArrival(session=NEXT, members=VOTERS), at(NEXT_DAY), anyway=True)
    return done(
        arrived,
        CLERK,
        OpenSession(session=NEXT),
        CallItem(session=NEXT, item="minutes"),
        OpenVote(session=NEXT, item="minutes", vote="minutes", about="minutes"),
        RecordVote(session=NEXT, vote="minutes", yes=9, no=0, abstained=0),
        DeclareVote(session=NEXT, vote="minutes"),
        ApproveMinutes(session=SITTING, sitting=NEXT, vote="minutes", taken=(OBJECTION,)),
    )


def row_of(county: County) -> Row:
    """The row of the sitting."""
    row = session.initial()
    for one in log((fact.stream, fact.meta, fact.event) for fact in county.log):
        if one.stream == f"sessions/{SITTING}":
            row = session.apply(row, one)
    return row


def written(county: County, part: Part = "public") -> Document:
    """A part of the minutes of the sitting."""
    return minutes.write(row_of(county), part, county.world.vorlagen, "Kreisausschuss")


def told(county: County, part: Part = "public") -> Json:
    """The same as JSON."""
    return msgspec.json.decode(minutes.canonical(written(county, part)))
