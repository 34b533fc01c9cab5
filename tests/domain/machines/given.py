"""The commands that each machine is asked for in each of its states: well filled, and given by who may."""

import datetime as dt
from collections.abc import Mapping

from msgspec.structs import replace

from domain.procedure import AnyCommand
from domain.session import commands as session
from domain.session import proceedings_commands as proceedings
from domain.vorlage import commands as vorlage
from domain.vorlage.events.budget import Budget
from tests.domain.county import (
    BAU,
    BUILDER,
    CHAIR,
    CLERK,
    DECISION,
    FINANZEN,
    ITEM,
    KREISAUSSCHUSS,
    KREISTAG,
    KT_DAY,
    LANDRAT,
    MEASURE,
    MOTION,
    NEW,
    OFFICE,
    PAPER,
    PRELIMINARY,
    SITTING,
    TREASURER,
    VOTE,
    at,
)
from tests.domain.lives.rare import ATTACHMENT, CHANGE, CLOSED, INFORMAL, LATE, NOTE, UNLINKED
from tests.domain.lives.stages import PRESENT
from tests.domain.machines.states import (
    AGAIN,
    AGAIN_VOTE,
    CHANGE_ALOUD,
    COUNT,
    DECLARE,
    FURTHER,
    MOVE,
    OBJECT,
    OBJECTION,
    RIVAL,
    SECOND,
    WEEKS,
)

Given = tuple[str, AnyCommand]
DAY = dt.date(2023, 3, 20)
MEMBER = PRESENT[0]

PAPER_COMMANDS: tuple[Given, ...] = (
    (BUILDER, vorlage.ChangeHeader(vorlage=PAPER, subject="Anders")),
    (OFFICE, vorlage.ChangeHeader(vorlage=PAPER, public=False)),
    (BUILDER, vorlage.AssignLeadDepartment(vorlage=PAPER, department=FINANZEN)),
    (BUILDER, vorlage.InviteDepartment(vorlage=PAPER, department=BAU)),
    (BUILDER, vorlage.UninviteDepartment(vorlage=PAPER, department=FINANZEN)),
    (BUILDER, vorlage.ReviseText(vorlage=PAPER, document="reasons", text="Ganz anders.")),
    (BUILDER, vorlage.AddMeasure(vorlage=PAPER, document="Konzept", text="Noch eine.")),
    (BUILDER, vorlage.ChangeMeasureCitation(vorlage=PAPER, measure=MEASURE, page=7)),
    (BUILDER, vorlage.RemoveMeasure(vorlage=PAPER, measure=MEASURE)),
    (BUILDER, vorlage.AmendMeasure(vorlage=PAPER, measure=MEASURE, old=NEW, new="Alles neu.")),
    (OFFICE, vorlage.AttributeCause(vorlage=PAPER, change=CHANGE, cause=PRELIMINARY)),
    (BUILDER, vorlage.AddAttachment(vorlage=PAPER, title="Karte", content=b"zwei")),
    (BUILDER, vorlage.ReplaceAttachment(vorlage=PAPER, attachment=ATTACHMENT, content=b"zwei")),
    (BUILDER, vorlage.RemoveAttachment(vorlage=PAPER, attachment=ATTACHMENT)),
    (BUILDER, vorlage.RecordBudget(vorlage=PAPER, budget=Budget())),
    (TREASURER, vorlage.RecordFinanceCheck(vorlage=PAPER, positive=False, note="nein")),
    (BUILDER, vorlage.FreezeEdition(vorlage=PAPER, label="Weitere Fassung")),
    (BUILDER, vorlage.OpenEdition(vorlage=PAPER, reason="ein Fehler")),
    (BUILDER, vorlage.DiscardEdition(vorlage=PAPER, reason="doch nicht")),
    (BUILDER, vorlage.StartCosigning(vorlage=PAPER, chain=(FINANZEN,))),
    (BUILDER, vorlage.RecallCosigning(vorlage=PAPER, reason="ein Fehler")),
    (LANDRAT, vorlage.ReleaseVorlage(vorlage=PAPER)),
    (LANDRAT, vorlage.WithdrawRelease(vorlage=PAPER, reason="ein Fehler")),
    (LANDRAT, vorlage.WithdrawVorlage(vorlage=PAPER, reason="erledigt")),
    (OFFICE, vorlage.PublishVorlage(vorlage=PAPER)),
    (OFFICE, vorlage.WithdrawPublication(vorlage=PAPER, reason="ein Fehler")),
    (LANDRAT, vorlage.DecideUrgently(vorlage=PAPER, reason="Frist")),
    (LANDRAT, OBJECT),
    (LANDRAT, replace(OBJECT, known_at=KT_DAY + WEEKS)),
    (OFFICE, vorlage.RecordAuthorityDecision(vorlage=PAPER, upheld=True, reason="rechtens")),
    (LANDRAT, vorlage.StartImplementation(vorlage=PAPER, department=FINANZEN)),
    (OFFICE, vorlage.ReportImplementation(vorlage=PAPER, text="halb", share=50)),
    (OFFICE, vorlage.CompleteImplementation(vorlage=PAPER)),
)

COSIGNATURE_COMMANDS: tuple[Given, ...] = (
    (TREASURER, vorlage.CosignVorlage(vorlage=PAPER, department=FINANZEN)),
    (TREASURER, vorlage.CommentCosigning(vorlage=PAPER, department=FINANZEN, comment="gesehen")),
    (TREASURER, vorlage.WithdrawCosignature(vorlage=PAPER, department=FINANZEN, reason="ein Fehler")),
    (TREASURER, vorlage.RefuseCosignature(vorlage=PAPER, department=FINANZEN, reason="zu teuer")),
    (BUILDER, vorlage.RecallCosigning(vorlage=PAPER, reason="ein Fehler")),
    (LANDRAT, vorlage.ReleaseVorlage(vorlage=PAPER)),
)

STATION_COMMANDS: tuple[Given, ...] = (
    (OFFICE, vorlage.AddConsultation(vorlage=PAPER, committee=KREISTAG, role="information")),
    (OFFICE, vorlage.SetCommitteeDate(vorlage=PAPER, consultation=DECISION, date=DAY, reason="voll")),
    (OFFICE, vorlage.SetConsultationRole(vorlage=PAPER, consultation=DECISION, role="hearing")),
    (OFFICE, vorlage.RemarkConsultation(vorlage=PAPER, consultation=DECISION, remark="dringend")),
    (OFFICE, vorlage.LinkConsultation(vorlage=PAPER, consultation=DECISION, committee=KREISAUSSCHUSS)),
    (OFFICE, vorlage.LinkConsultation(vorlage=PAPER, consultation=UNLINKED, committee=KREISAUSSCHUSS)),
    (OFFICE, vorlage.RemoveConsultation(vorlage=PAPER, consultation=DECISION)),
    (OFFICE, vorlage.WaiveConsultation(vorlage=PAPER, consultation=PRELIMINARY, reason="eilt")),
    (OFFICE, vorlage.WaiveConsultation(vorlage=PAPER, consultation=DECISION, reason="eilt")),
    (OFFICE, vorlage.RecordConsultationResult(vorlage=PAPER, consultation=DECISION, yes=9, no=0)),
    (OFFICE, vorlage.RecordConsultationResult(vorlage=PAPER, consultation=INFORMAL, yes=9, no=0)),
    (
        OFFICE,
        vorlage.OrderConsultations(vorlage=PAPER, order=(INFORMAL, PRELIMINARY, DECISION, UNLINKED)),
    ),
    (CLERK, session.CallItem(session=SITTING, item=ITEM)),
    (CLERK, session.ConcludeItem(session=SITTING, item=ITEM, outcome="postponed")),
    (CLERK, proceedings.ReopenItem(session=SITTING, item=ITEM, reason="ein Fehler")),
    (CLERK, proceedings.RecallItem(session=SITTING, item=ITEM, reason="ein Fehler")),
)

MOTION_COMMANDS: tuple[Given, ...] = (
    (CLERK, replace(MOVE, amendment="further")),
    (BUILDER, vorlage.TakeOverAmendment(vorlage=PAPER, amendment=MOTION)),
    (CLERK, vorlage.WithdrawAmendment(vorlage=PAPER, amendment=MOTION)),
    (CLERK, vorlage.RestateAmendment(vorlage=PAPER, amendment=MOTION, after=(RIVAL,), new="lehnt ab das")),
    (
        CLERK,
        session.OpenVote(session=SITTING, item=ITEM, vote="next-vote", about="amendment", amendment=MOTION),
    ),
    (CLERK, session.AnnulVote(session=SITTING, vote=FURTHER, reason="ein Fehler")),
)

VOTE_COMMANDS: tuple[Given, ...] = (
    (CLERK, session.PrepareVote(session=SITTING, item=ITEM, vote=FURTHER)),
    (CLERK, session.OpenVote(session=SITTING, item=ITEM, vote=VOTE)),
    (CLERK, session.OpenVote(session=SITTING, item=ITEM, vote=VOTE, majority="two_thirds")),
    (CLERK, session.OpenVote(session=SITTING, item=ITEM, vote=FURTHER)),
    (CLERK, session.OpenVote(session=SITTING, item=ITEM, vote=FURTHER, about="procedural")),
    (CLERK, session.ObjectToOpenElection(session=SITTING, vote=VOTE, member=MEMBER)),
    (CLERK, session.CancelVote(session=SITTING, vote=VOTE, reason="ein Fehler")),
    (CLERK, session.RecordBallot(session=SITTING, vote=VOTE, member=MEMBER, choice="yes")),
    (CLERK, session.WithdrawBallot(session=SITTING, vote=VOTE, member=MEMBER, reason="ein Fehler")),
    (CLERK, COUNT),
    (CHAIR, replace(COUNT, yes=8, no=1)),
    (CLERK, DECLARE),
    (CLERK, session.CorrectVote(session=SITTING, vote=VOTE, yes=7, no=2, abstained=0, reason="verzählt")),
    (CLERK, session.AnnulVote(session=SITTING, vote=VOTE, reason="ein Fehler")),
    (CHAIR, session.ResolveContradiction(session=SITTING, vote=VOTE, keep="first", reason="so war es")),
    (CLERK, session.CallItem(session=SITTING, item=ITEM)),
    (CLERK, session.ConcludeItem(session=SITTING, item=ITEM, outcome="postponed")),
    (CLERK, session.InterruptSession(session=SITTING)),
    (CLERK, session.CloseSession(session=SITTING)),
)

SITTING_COMMANDS: tuple[Given, ...] = (
    (OFFICE, session.MoveSession(session=SITTING, date=KT_DAY + dt.timedelta(days=9), reason="Sturm")),
    (OFFICE, session.CancelSession(session=SITTING, reason="Sturm")),
    (OFFICE, session.AddAgendaItem(session=SITTING, item="late", subject="Deich", urgency="Flut")),
    (OFFICE, session.RemoveAgendaItem(session=SITTING, item=ITEM)),
    (OFFICE, session.OrderAgenda(session=SITTING, order=(SECOND, ITEM))),
    (CLERK, session.PrepareVote(session=SITTING, item=SECOND, vote="laid-down")),
    (OFFICE, session.SummonSession(session=SITTING)),
    (OFFICE, session.AnnounceSession(session=SITTING)),
    (OFFICE, session.WithdrawAnnouncement(session=SITTING, reason="ein Fehler")),
    (CLERK, session.OpenSession(session=SITTING, override="geht nicht anders")),
    (CLERK, session.InterruptSession(session=SITTING)),
    (CLERK, session.ResumeSession(session=SITTING)),
    (CLERK, session.CloseSession(session=SITTING)),
    (CLERK, session.RecordArrival(session=SITTING, members=(MEMBER,))),
    (CLERK, session.RecordLeaving(session=SITTING, members=(MEMBER,))),
    (CLERK, session.RecordSubstitution(session=SITTING, member=MEMBER, substitute="nobody")),
    (CLERK, session.EstablishQuorum(session=SITTING)),
    (CLERK, session.DeclareRecusal(session=SITTING, item=ITEM, member=MEMBER)),
    (CLERK, session.CallItem(session=SITTING, item=ITEM)),
    (CLERK, session.ConcludeItem(session=SITTING, item=ITEM, outcome="postponed")),
    (CLERK, session.ChangeWording(session=SITTING, item=ITEM, document="reasons", text="Anders.")),
    (CLERK, session.OpenVote(session=SITTING, item=ITEM, vote=FURTHER)),
    (CLERK, proceedings.EstablishSummons(session=SITTING)),
    (CLERK, proceedings.ApproveAgenda(session=SITTING)),
    (CLERK, proceedings.ExcludePublic(session=SITTING, reason="Personalsache")),
    (CLERK, proceedings.RecordNote(session=SITTING, text="Unruhe")),
    (CLERK, proceedings.HandOverChair(session=SITTING, member=MEMBER, reason="befangen")),
    (CLERK, proceedings.RecallItem(session=SITTING, item=ITEM, reason="ein Fehler")),
    (CLERK, proceedings.ReopenItem(session=SITTING, item=ITEM, reason="ein Fehler")),
    (
        CLERK,
        proceedings.CorrectAttendance(
            session=SITTING,
            member=MEMBER,
            intervals=(proceedings.SpanEntry(begin=at(KT_DAY, 16, 45), end=at(KT_DAY, 16, 55)),),
            reason="ein Fehler",
        ),
    ),
    (MEMBER, proceedings.ObjectToCirculation(session=SITTING)),
    (CLERK, session.DraftMinutes(session=SITTING)),
    (CHAIR, session.SignMinutes(session=SITTING, role="chair")),
    (MEMBER, session.ObjectToMinutes(session=SITTING, text="So war es nicht.", objection="second")),
    (CHAIR, session.ApproveMinutes(session=SITTING, sitting=AGAIN)),
    (CHAIR, session.ApproveMinutes(session=SITTING, sitting=AGAIN, vote=AGAIN_VOTE, taken=(OBJECTION,))),
    (OFFICE, session.CorrectMinutes(session=SITTING, reason="ein Fehler", before="a", after="b")),
)

WORDING_COMMANDS: tuple[Given, ...] = (
    (CLERK, replace(CHANGE_ALOUD, text="Es ist unnötig.\n")),
    (CLERK, session.WithdrawWording(session=SITTING, item=ITEM, document="reasons", reason="ein Fehler")),
    (CLERK, session.ReadBackWording(session=SITTING, item=ITEM)),
    (CLERK, session.FreezeWording(session=SITTING, item=ITEM)),
    (CLERK, session.OpenVote(session=SITTING, item=ITEM, vote=FURTHER)),
)

LIST_COMMANDS: tuple[Given, ...] = (
    (CLERK, proceedings.EstablishSummons(session=SITTING)),
    (CLERK, proceedings.ApproveAgenda(session=SITTING)),
    (CLERK, proceedings.WithdrawAgendaApproval(session=SITTING, reason="ein Fehler")),
    (CLERK, proceedings.AcceptItem(session=SITTING, item=LATE)),
    (CLERK, proceedings.RefuseItem(session=SITTING, item=LATE, reason="zu spät")),
    (CLERK, session.CallItem(session=SITTING, item=LATE)),
    (CLERK, proceedings.ExcludePublic(session=SITTING, reason="Personalsache")),
    (CLERK, proceedings.RestorePublic(session=SITTING)),
    (CLERK, proceedings.AnnounceResolutions(session=SITTING, items=(CLOSED,))),
    (CLERK, proceedings.ReopenItem(session=SITTING, item=CLOSED, reason="ein Fehler")),
    (CLERK, proceedings.WithdrawNote(session=SITTING, note=NOTE, reason="ein Fehler")),
    (CLERK, session.DeclareRecusal(session=SITTING, item=LATE, member=MEMBER)),
    (CLERK, session.LiftRecusal(session=SITTING, item=LATE, member=MEMBER, reason="ein Fehler")),
)

COMMANDS: Mapping[str, tuple[Given, ...]] = {
    "paper": PAPER_COMMANDS,
    "cosignature": COSIGNATURE_COMMANDS,
    "station": STATION_COMMANDS,
    "motion": MOTION_COMMANDS,
    "vote": VOTE_COMMANDS,
    "sitting": SITTING_COMMANDS,
    "wording": WORDING_COMMANDS,
    "list": LIST_COMMANDS,
}
