"""Stages that a random walk rarely comes to: a rich draft, and sittings in the middle of something."""

from decimal import Decimal
from functools import cache

from domain.committee.commands import AppointSubstitute
from domain.session.commands.agenda import AddAgendaItem
from domain.session.commands.attendance import RecordArrival
from domain.session.commands.course import CallItem, CloseSession, ConcludeItem, OpenSession
from domain.session.commands.minutes import DraftMinutes
from domain.session.commands.proceedings import (
    AcceptItem,
    ApproveAgenda,
    ExcludePublic,
    RecordNote,
    RestorePublic,
)
from domain.session.commands.votes import DeclareVote, OpenVote, RecordBallot, RecordVote
from domain.session.commands.wording import ChangeWording
from domain.vorlage.commands.budget import RecordBudget
from domain.vorlage.commands.consultation import AddConsultation
from domain.vorlage.commands.cosigning import CommentCosigning, CosignVorlage, StartCosigning
from domain.vorlage.commands.drafting import AddAttachment, InviteDepartment
from domain.vorlage.commands.editions import FreezeEdition, PublishVorlage
from domain.vorlage.commands.measures import AmendMeasure
from domain.vorlage.events.budget import Account, Budget, Cover
from tests.domain.county import (
    BUILDER,
    CHAIR,
    CLERK,
    FINANZEN,
    ITEM,
    KREISAUSSCHUSS,
    KREISTAG,
    KT_DAY,
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
    draft,
    members,
    sitting,
    summoned,
)
from tests.domain.lives import stages
from tests.domain.lives.stages import PRESENT

ATTACHMENT, CHANGE, NOTE, INFORMAL, UNLINKED = "attachment", "change", "note", "informal", "unlinked"
CLOSED, LATE = "closed-item", "late-item"
MEMBER = members(KREISTAG, 1)[0]
SUBSTITUTE = "substitute-1"
OFF_PLAN = Budget(
    accounts=(Account(account="51.1", appropriation=Decimal(1), need=Decimal(3)),),
    posting="expense",
    cover=(Cover(kind="less_expense", amount=Decimal(2)),),
)


@cache
def furnished() -> County:
    """A draft with an attachment, a changed measure, an invited department, and spending above plan."""
    return draft().all(
        BUILDER,
        AddAttachment(vorlage=PAPER, attachment=ATTACHMENT, title="Konzept", content=b"eins"),
        AmendMeasure(vorlage=PAPER, measure=MEASURE, change=CHANGE, old=OLD, new=NEW),
        InviteDepartment(vorlage=PAPER, department=FINANZEN),
        AddConsultation(vorlage=PAPER, consultation=INFORMAL, committee=KREISAUSSCHUSS, printed=False),
        AddConsultation(vorlage=PAPER, consultation=UNLINKED, committee_name="Bauausschuß"),
        RecordBudget(vorlage=PAPER, budget=OFF_PLAN),
    )


@cache
def overspending() -> County:
    """That draft, put to the finance department, which signed it off."""
    return (
        furnished()
        .all(
            BUILDER,
            FreezeEdition(vorlage=PAPER, label="Fassung"),
            StartCosigning(vorlage=PAPER, chain=(FINANZEN,)),
        )
        .all(
            TREASURER,
            CommentCosigning(vorlage=PAPER, department=FINANZEN, comment="gesehen"),
            CosignVorlage(vorlage=PAPER, department=FINANZEN),
        )
    )


@cache
def published() -> County:
    """The paper published without the announcement of a sitting."""
    return summoned().when(OFFICE, PublishVorlage(vorlage=PAPER))


@cache
def substituted() -> County:
    """A member has a substitute, and did not come."""
    return (
        summoned()
        .when(OFFICE, AppointSubstitute(committee=KREISTAG, member=MEMBER, substitute=SUBSTITUTE))
        .when(CLERK, RecordArrival(session=SITTING, members=PRESENT[1:]), at(KT_DAY, 16, 50))
        .when(CLERK, OpenSession(session=SITTING), at(KT_DAY))
        .when(CLERK, CallItem(session=SITTING, item=ITEM))
    )


@cache
def listed() -> County:
    """Far down the clerk's list: what came late, a note, an approved agenda, what was resolved in private."""
    return (
        sitting()
        .all(
            OFFICE,
            AddAgendaItem(session=SITTING, item=LATE, subject="Eilsache", urgency="Frist"),
            AddAgendaItem(session=SITTING, item=CLOSED, subject="GEHEIM", public=False, urgency="Frist"),
        )
        .all(
            CLERK,
            RecordNote(session=SITTING, note=NOTE, text="Wort"),
            ApproveAgenda(session=SITTING),
            AcceptItem(session=SITTING, item=CLOSED),
            ExcludePublic(session=SITTING, reason="Personalsache"),
            CallItem(session=SITTING, item=CLOSED),
            ConcludeItem(session=SITTING, item=CLOSED, outcome="noted"),
        )
    )


@cache
def told() -> County:
    """The public is back, and may be told what was resolved without it."""
    return listed().when(CLERK, RestorePublic(session=SITTING))


@cache
def electing() -> County:
    """An open election, not counted yet."""
    return sitting().when(
        CLERK,
        OpenVote(
            session=SITTING,
            item=ITEM,
            vote=VOTE,
            about="election",
            kind="election",
            candidates=("A", "B"),
            round=1,
        ),
    )


@cache
def counted() -> County:
    """A vote is counted and not declared."""
    return sitting().all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, vote=VOTE),
        RecordVote(session=SITTING, vote=VOTE, yes=9, no=0, abstained=0),
    )


@cache
def answering() -> County:
    """A roll call with some answers."""
    entered = (RecordBallot(session=SITTING, vote=VOTE, member=each, choice="yes") for each in PRESENT[:3])
    opened = OpenVote(session=SITTING, item=ITEM, vote=VOTE, kind="roll_call")
    return sitting().all(CLERK, opened, *entered)


@cache
def calling() -> County:
    """Another person entered one of those answers otherwise."""
    return answering().when(CHAIR, RecordBallot(session=SITTING, vote=VOTE, member=PRESENT[0], choice="no"))


@cache
def counted_twice() -> County:
    """Another person counted the same vote otherwise."""
    return counted().when(CHAIR, RecordVote(session=SITTING, vote=VOTE, yes=8, no=1, abstained=0))


@cache
def spoken() -> County:
    """Words were changed aloud."""
    changed = ChangeWording(session=SITTING, item=ITEM, document="reasons", text="Es ist sehr nötig.\n")
    return sitting().when(CLERK, changed)


@cache
def drafted() -> County:
    """The minutes are drafted and not signed."""
    return stages.resolved().all(CLERK, CloseSession(session=SITTING), DraftMinutes(session=SITTING))


@cache
def voted_on_minutes() -> County:
    """The next sitting voted for the minutes, which are not yet approved."""
    return stages.signed().all(
        CLERK,
        OpenVote(session="again", item="again-item", vote="again-vote", about="minutes"),
        RecordVote(session="again", vote="again-vote", yes=9, no=0, abstained=0),
        DeclareVote(session="again", vote="again-vote"),
    )


STAGES = (
    furnished,
    overspending,
    published,
    substituted,
    listed,
    told,
    electing,
    answering,
    counted,
    calling,
    counted_twice,
    spoken,
    drafted,
    voted_on_minutes,
)
"""All of them."""
