"""Stages at which a life may be joined: those after the release that a random walk seldom reaches."""

import datetime as dt
from functools import cache

from domain.session.commands.agenda import AddAgendaItem, AnnounceSession, PlanSession, SummonSession
from domain.session.commands.attendance import RecordArrival
from domain.session.commands.course import CallItem, CloseSession, OpenSession
from domain.session.commands.minutes import ApproveMinutes, DraftMinutes, ObjectToMinutes, SignMinutes
from domain.session.commands.votes import DeclareVote, OpenVote, RecordVote
from domain.vorlage.commands.aftermath import ObjectToResolution, StartImplementation
from domain.vorlage.commands.cosigning import CosignVorlage
from domain.vorlage.commands.editions import OpenEdition
from domain.vorlage.commands.motions import ProposeAmendment
from tests.domain.county import (
    BUILDER,
    CHAIR,
    CLERK,
    FINANZEN,
    ITEM,
    KREISTAG,
    KT_DAY,
    LANDRAT,
    MEASURE,
    NEW,
    OFFICE,
    OLD,
    PAPER,
    SITTING,
    TREASURER,
    VOTE,
    County,
    at,
    cosigning,
    members,
    released,
    sitting,
    summoned,
)

MOVED = ("motion-1", "motion-2", "motion-3")
PRESENT = (*members(KREISTAG, 7), CHAIR, LANDRAT)


def voted(county: County, session: str, item: str, vote: str) -> County:
    """The body votes for the paper."""
    return county.all(
        CLERK,
        OpenVote(session=session, item=item, vote=vote),
        RecordVote(session=session, vote=vote, yes=9, no=0, abstained=0),
        DeclareVote(session=session, vote=vote),
    )


def sits(county: County, session: str, day: dt.date, *, paper: bool) -> County:
    """The Kreistag sits once more, its item called."""
    named = {"vorlage": PAPER} if paper else {"subject": "Niederschrift", "kind": "minutes"}
    item = f"{session}-item"
    return (
        county.all(
            OFFICE,
            PlanSession(session=session, committee=KREISTAG, date=day),
            AddAgendaItem(session=session, item=item, **named),  # type: ignore[arg-type]
            SummonSession(session=session),
        )
        .when(CLERK, RecordArrival(session=session, members=PRESENT), at(day, 16, 50))
        .when(CLERK, OpenSession(session=session), at(day))
        .when(CLERK, CallItem(session=session, item=item))
    )


@cache
def cosigned() -> County:
    """The department signed."""
    return cosigning(FINANZEN).when(TREASURER, CosignVorlage(vorlage=PAPER, department=FINANZEN))


@cache
def revising() -> County:
    """The texts are open again after the summons."""
    return summoned().when(BUILDER, OpenEdition(vorlage=PAPER, reason="ein Fehler"))


@cache
def moved() -> County:
    """Motions that overlap lie before the body."""
    return sitting().all(
        CLERK,
        ProposeAmendment(vorlage=PAPER, amendment=MOVED[0], measure=MEASURE, old=OLD, new=NEW),
        ProposeAmendment(vorlage=PAPER, amendment=MOVED[1], measure=MEASURE, old=OLD, new="Alles neu."),
        ProposeAmendment(
            vorlage=PAPER,
            amendment=MOVED[2],
            document="proposed_resolution",
            start=4,
            old="Kreistag",
            new="KT",
        ),
    )


@cache
def circulating() -> County:
    """The paper was sent to the members, who answer in writing."""
    return released().all(
        OFFICE,
        PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY, form="circulation"),
        AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER),
        SummonSession(session=SITTING, received=KT_DAY),
    )


@cache
def resolved() -> County:
    """The Kreistag resolved the paper in an announced sitting."""
    announced = sitting().when(OFFICE, AnnounceSession(session=SITTING))
    return voted(announced, SITTING, ITEM, VOTE)


@cache
def suspended() -> County:
    """The Landrat objected, the Kreistag confirmed, and it sits again."""
    objected = resolved().when(LANDRAT, ObjectToResolution(vorlage=PAPER, reason="x", known_at=KT_DAY))
    return sits(objected, "again", KT_DAY + dt.timedelta(days=20), paper=True)


@cache
def before_the_authority() -> County:
    """The Landrat objected a second time."""
    confirmed = voted(suspended(), "again", "again-item", "again-vote")
    known = KT_DAY + dt.timedelta(days=20)
    return confirmed.when(LANDRAT, ObjectToResolution(vorlage=PAPER, reason="x", known_at=known))


@cache
def implementing() -> County:
    """A department carries the resolution out."""
    start = StartImplementation(vorlage=PAPER, department=FINANZEN, due=KT_DAY + dt.timedelta(days=90))
    return resolved().when(LANDRAT, start)


@cache
def signed() -> County:
    """The minutes are signed; a member objected to them, and the body sits again."""
    drafted = resolved().all(CLERK, CloseSession(session=SITTING), DraftMinutes(session=SITTING))
    both = drafted.when(CHAIR, SignMinutes(session=SITTING, role="chair")).when(
        CLERK, SignMinutes(session=SITTING, role="clerk")
    )
    objected = both.when(PRESENT[0], ObjectToMinutes(session=SITTING, text="Nein.", objection="objection"))
    return sits(objected, "again", KT_DAY + dt.timedelta(days=28), paper=False)


@cache
def approved() -> County:
    """The body approved the minutes."""
    vote = "again-vote"
    about = signed().all(
        CLERK,
        OpenVote(session="again", item="again-item", vote=vote, about="minutes"),
        RecordVote(session="again", vote=vote, yes=9, no=0, abstained=0),
        DeclareVote(session="again", vote=vote),
    )
    return about.when(CHAIR, ApproveMinutes(session=SITTING, sitting="again", vote=vote))
