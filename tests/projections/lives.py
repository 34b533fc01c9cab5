"""Lives of papers in the county of the domain's tests, from the first word to after the decision."""

import datetime as dt
from decimal import Decimal
from functools import cache

from domain.procedure import AnyCommand
from domain.session.commands.agenda import (
    AddAgendaItem,
    OrderAgenda,
    PlanSession,
    RemoveAgendaItem,
    SummonSession,
)
from domain.session.commands.attendance import (
    DeclareRecusal,
    EstablishQuorum,
    LiftRecusal,
    RecordArrival,
    RecordLeaving,
)
from domain.session.commands.course import (
    CallItem,
    CloseSession,
    ConcludeItem,
    InterruptSession,
    OpenSession,
    ResumeSession,
)
from domain.session.commands.votes import (
    AnnulVote,
    BallotEntry,
    CancelVote,
    CorrectVote,
    DeclareVote,
    OpenVote,
    RecordBallot,
    RecordVote,
    WithdrawBallot,
)
from domain.vorlage.commands.budget import RecordBudget
from domain.vorlage.commands.consultation import (
    AddConsultation,
    OrderConsultations,
    RemarkConsultation,
    RemoveConsultation,
)
from domain.vorlage.commands.cosigning import CosignVorlage, RecallCosigning, ReleaseVorlage, StartCosigning
from domain.vorlage.commands.drafting import (
    AddAttachment,
    ChangeHeader,
    InviteDepartment,
    RemoveAttachment,
    ReplaceAttachment,
    ReviseText,
    UninviteDepartment,
)
from domain.vorlage.commands.editions import FreezeEdition
from domain.vorlage.commands.measures import AmendMeasure, AttributeCause, ChangeMeasureCitation
from domain.vorlage.commands.motions import ProposeAmendment
from domain.vorlage.events.budget import Account, Budget, Cover
from tests.domain.county import (
    BAU,
    BUILDER,
    CHAIR,
    CLERK,
    DECISION,
    FINANZEN,
    ITEM,
    KA_DAY,
    KREISAUSSCHUSS,
    KREISTAG,
    KT_DAY,
    LANDRAT,
    MEASURE,
    MOTION,
    NEW,
    OFFICE,
    OLD,
    PAPER,
    PRELIMINARY,
    SITTING,
    TREASURER,
    VOTE,
    County,
    at,
    draft,
    members,
)

INFORMAL, CHANGE, BODY = "station-ba", "change", "kreistag-sitting"
AGAIN = "Die Verwaltung wird digital und bürgernah modernisiert."


def done(county: County, who: str, *commands: AnyCommand) -> County:
    """The county after these commands; whether the person had the right to is not the question here."""
    for command in commands:
        county = county.when(who, command, anyway=True)
    return county


@cache
def drafted() -> County:
    """Everything that can be done to a draft; the cause of the measure's change was not known at first."""
    return done(
        draft(),
        BUILDER,
        AmendMeasure(vorlage=PAPER, measure=MEASURE, old=OLD, new=NEW, page=115, change=CHANGE),
        AddConsultation(
            vorlage=PAPER,
            consultation=INFORMAL,
            committee_name="Bauausschuss",
            date=dt.date(2023, 2, 13),
            printed=False,
        ),
        AttributeCause(vorlage=PAPER, change=CHANGE, cause=INFORMAL),
        ChangeHeader(vorlage=PAPER, number="VO/1", public=False, date=dt.date(2023, 2, 23)),
        ChangeHeader(vorlage=PAPER, number=None, public=True, subject="Kreisentwicklungskonzept"),
        ChangeMeasureCitation(vorlage=PAPER, measure=MEASURE, topic="öffentliche Verwaltung"),
        AddAttachment(vorlage=PAPER, attachment="a", title="Konzept", edition="Fassung Kreisausschuss"),
        AddAttachment(vorlage=PAPER, attachment="b", title="Karte", content=b"karte"),
        ReplaceAttachment(vorlage=PAPER, attachment="a", content=b"konzept", media_type="text/plain"),
        RemoveAttachment(vorlage=PAPER, attachment="b"),
        InviteDepartment(vorlage=PAPER, department=FINANZEN),
        InviteDepartment(vorlage=PAPER, department=BAU),
        UninviteDepartment(vorlage=PAPER, department=BAU),
        RecordBudget(
            vorlage=PAPER,
            budget=Budget(
                proof_required=True,
                accounts=(Account(account="51.1", need=Decimal("1500.5")),),
                need=Decimal("1500.5"),
                cover=(Cover(kind="less_expense", amount=Decimal(0)),),
            ),
        ),
        ReviseText(vorlage=PAPER, document="reasons", text="Es ist sehr nötig.\n"),
        AddConsultation(vorlage=PAPER, consultation="x", committee_name="Ältestenrat"),
        RemarkConsultation(vorlage=PAPER, consultation="x", remark="fraglich"),
        OrderConsultations(vorlage=PAPER, order=("x", INFORMAL, PRELIMINARY, DECISION)),
        RemoveConsultation(vorlage=PAPER, consultation="x"),
    )


@cache
def released() -> County:
    """The paper cosigned, recalled, cosigned again and released."""
    frozen = done(
        drafted(),
        BUILDER,
        FreezeEdition(vorlage=PAPER, label="Entwurf"),
        StartCosigning(vorlage=PAPER, chain=(FINANZEN,)),
    )
    signed = frozen.when(TREASURER, CosignVorlage(vorlage=PAPER, department=FINANZEN, comment="gesehen"))
    again = done(
        signed,
        BUILDER,
        RecallCosigning(vorlage=PAPER, reason="ein Fehler"),
        FreezeEdition(vorlage=PAPER, label="Fassung Kreisausschuss", target=PRELIMINARY, cause=INFORMAL),
        StartCosigning(vorlage=PAPER, chain=(FINANZEN,)),
    )
    return again.when(LANDRAT, ReleaseVorlage(vorlage=PAPER))


@cache
def recommended() -> County:
    """The Kreisausschuss recommends it, 9 to 0 with one abstention, after much that happens in sittings."""
    voters = members(KREISAUSSCHUSS, 9)
    planned = done(
        released(),
        OFFICE,
        PlanSession(session=SITTING, committee=KREISAUSSCHUSS, date=KA_DAY),
        AddAgendaItem(session=SITTING, item="personal", subject="Personalsache", public=False),
        AddAgendaItem(session=SITTING, item="x", subject="Irrtum"),
        AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER),
        AddAgendaItem(session=SITTING, item="last", subject="Verschiedenes"),
        RemoveAgendaItem(session=SITTING, item="x"),
        OrderAgenda(session=SITTING, order=(ITEM, "personal", "last")),
        SummonSession(session=SITTING),
    )
    opened = planned.when(
        CLERK, RecordArrival(session=SITTING, members=(LANDRAT, *voters)), at(KA_DAY, 16, 50)
    ).when(CLERK, OpenSession(session=SITTING), at(KA_DAY))
    voted = done(
        opened,
        CLERK,
        CallItem(session=SITTING, item=ITEM),
        DeclareRecusal(session=SITTING, item=ITEM, member=voters[0], reason="Versehen"),
        LiftRecusal(session=SITTING, item=ITEM, member=voters[0], reason="ein Versehen"),
        OpenVote(session=SITTING, item=ITEM, vote="early"),
        CancelVote(session=SITTING, vote="early", reason="zu früh"),
        OpenVote(session=SITTING, item=ITEM, vote="wrong"),
        RecordVote(session=SITTING, vote="wrong", yes=10, no=0, abstained=0),
        DeclareVote(session=SITTING, vote="wrong"),
        AnnulVote(session=SITTING, vote="wrong", reason="falsch verlesen"),
        OpenVote(session=SITTING, item=ITEM, vote="ka", repeats="wrong"),
        RecordVote(session=SITTING, vote="ka", yes=8, no=0, abstained=1),
        CorrectVote(session=SITTING, vote="ka", yes=9, no=0, abstained=1, reason="verzählt"),
        DeclareVote(session=SITTING, vote="ka"),
        InterruptSession(session=SITTING, reason="Pause"),
        ResumeSession(session=SITTING),
        EstablishQuorum(session=SITTING),
        RecordLeaving(session=SITTING, members=(voters[1],)),
    )
    late = voted.when(CLERK, RecordLeaving(session=SITTING, members=(voters[2],)), at(KA_DAY, 17, 1))
    return done(
        late,
        CLERK,
        CallItem(session=SITTING, item="last"),
        ConcludeItem(session=SITTING, item="last", outcome="noted"),
        CloseSession(session=SITTING),
    )


@cache
def asked() -> County:
    """The Kreistag amends the measure by a roll call and resolves the paper."""
    voters = (CHAIR, LANDRAT, *members(KREISTAG, 7))
    summoned = done(
        recommended(),
        OFFICE,
        ProposeAmendment(vorlage=PAPER, measure=MEASURE, old=NEW, new=AGAIN, amendment=MOTION),
        ProposeAmendment(vorlage=PAPER, measure=MEASURE, old=NEW, new=OLD, amendment="other"),
        PlanSession(session=BODY, committee=KREISTAG, date=KT_DAY),
        AddAgendaItem(session=BODY, item="kt", vorlage=PAPER),
        SummonSession(session=BODY),
    )
    opened = summoned.when(CLERK, RecordArrival(session=BODY, members=voters), at(KT_DAY, 16)).when(
        CLERK, OpenSession(session=BODY), at(KT_DAY)
    )
    return done(
        opened,
        CLERK,
        CallItem(session=BODY, item="kt"),
        OpenVote(session=BODY, item="kt", vote="m", about="amendment", amendment=MOTION, kind="roll_call"),
        *(RecordBallot(session=BODY, vote="m", member=each, choice="yes") for each in voters),
        WithdrawBallot(session=BODY, vote="m", member=LANDRAT, reason="verhört"),
        RecordBallot(session=BODY, vote="m", member=LANDRAT, choice="no"),
        RecordVote(session=BODY, vote="m"),
        DeclareVote(session=BODY, vote="m"),
        OpenVote(session=BODY, item="kt", vote=VOTE),
        RecordVote(session=BODY, vote=VOTE, yes=7, no=0, abstained=2),
        DeclareVote(session=BODY, vote=VOTE),
    )


@cache
def resolved() -> County:
    """The paper is resolved, and two counts are corrected."""
    voters = (CHAIR, LANDRAT, *members(KREISTAG, 7))
    ballots = tuple(BallotEntry(member=each, choice="yes") for each in voters)
    return done(
        asked(),
        CLERK,
        CorrectVote(session=BODY, vote=VOTE, yes=8, no=0, abstained=1, reason="Stimmzettel nachgezählt"),
        CorrectVote(session=BODY, vote="m", ballots=ballots, reason="nachgefragt"),
    )
