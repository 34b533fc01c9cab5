"""The commands that each machine is asked for in each of its states: well filled, and given by who may."""

import datetime as dt
from collections.abc import Mapping

from msgspec.structs import replace

from domain.procedure import AnyCommand
from domain.session.commands import agenda, attendance, course, minutes, proceedings, votes, wording
from domain.vorlage.commands import (
    aftermath,
    budget,
    consultation,
    cosigning,
    drafting,
    editions,
    measures,
    motions,
)
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
    (BUILDER, drafting.ChangeHeader(vorlage=PAPER, subject="Anders")),
    (OFFICE, drafting.ChangeHeader(vorlage=PAPER, public=False)),
    (BUILDER, drafting.AssignLeadDepartment(vorlage=PAPER, department=FINANZEN)),
    (BUILDER, drafting.InviteDepartment(vorlage=PAPER, department=BAU)),
    (BUILDER, drafting.UninviteDepartment(vorlage=PAPER, department=FINANZEN)),
    (BUILDER, drafting.ReviseText(vorlage=PAPER, document="reasons", text="Ganz anders.")),
    (BUILDER, measures.AddMeasure(vorlage=PAPER, document="Konzept", text="Noch eine.")),
    (BUILDER, measures.ChangeMeasureCitation(vorlage=PAPER, measure=MEASURE, page=7)),
    (BUILDER, measures.RemoveMeasure(vorlage=PAPER, measure=MEASURE)),
    (BUILDER, measures.AmendMeasure(vorlage=PAPER, measure=MEASURE, old=NEW, new="Alles neu.")),
    (OFFICE, measures.AttributeCause(vorlage=PAPER, change=CHANGE, cause=PRELIMINARY)),
    (BUILDER, drafting.AddAttachment(vorlage=PAPER, title="Karte", content=b"zwei")),
    (BUILDER, drafting.ReplaceAttachment(vorlage=PAPER, attachment=ATTACHMENT, content=b"zwei")),
    (BUILDER, drafting.RemoveAttachment(vorlage=PAPER, attachment=ATTACHMENT)),
    (BUILDER, budget.RecordBudget(vorlage=PAPER, budget=Budget())),
    (TREASURER, budget.RecordFinanceCheck(vorlage=PAPER, positive=False, note="nein")),
    (BUILDER, editions.FreezeEdition(vorlage=PAPER, label="Weitere Fassung")),
    (BUILDER, editions.OpenEdition(vorlage=PAPER, reason="ein Fehler")),
    (BUILDER, editions.DiscardEdition(vorlage=PAPER, reason="doch nicht")),
    (BUILDER, cosigning.StartCosigning(vorlage=PAPER, chain=(FINANZEN,))),
    (BUILDER, cosigning.RecallCosigning(vorlage=PAPER, reason="ein Fehler")),
    (LANDRAT, cosigning.ReleaseVorlage(vorlage=PAPER)),
    (LANDRAT, cosigning.WithdrawRelease(vorlage=PAPER, reason="ein Fehler")),
    (LANDRAT, aftermath.WithdrawVorlage(vorlage=PAPER, reason="erledigt")),
    (OFFICE, editions.PublishVorlage(vorlage=PAPER)),
    (OFFICE, editions.WithdrawPublication(vorlage=PAPER, reason="ein Fehler")),
    (LANDRAT, aftermath.DecideUrgently(vorlage=PAPER, reason="Frist")),
    (LANDRAT, OBJECT),
    (LANDRAT, replace(OBJECT, known_at=KT_DAY + WEEKS)),
    (OFFICE, aftermath.RecordAuthorityDecision(vorlage=PAPER, upheld=True, reason="rechtens")),
    (LANDRAT, aftermath.StartImplementation(vorlage=PAPER, department=FINANZEN)),
    (OFFICE, aftermath.ReportImplementation(vorlage=PAPER, text="halb", share=50)),
    (OFFICE, aftermath.CompleteImplementation(vorlage=PAPER)),
)

COSIGNATURE_COMMANDS: tuple[Given, ...] = (
    (TREASURER, cosigning.CosignVorlage(vorlage=PAPER, department=FINANZEN)),
    (TREASURER, cosigning.CommentCosigning(vorlage=PAPER, department=FINANZEN, comment="gesehen")),
    (TREASURER, cosigning.WithdrawCosignature(vorlage=PAPER, department=FINANZEN, reason="ein Fehler")),
    (TREASURER, cosigning.RefuseCosignature(vorlage=PAPER, department=FINANZEN, reason="zu teuer")),
    (BUILDER, cosigning.RecallCosigning(vorlage=PAPER, reason="ein Fehler")),
    (LANDRAT, cosigning.ReleaseVorlage(vorlage=PAPER)),
)

STATION_COMMANDS: tuple[Given, ...] = (
    (OFFICE, consultation.AddConsultation(vorlage=PAPER, committee=KREISTAG, role="information")),
    (OFFICE, consultation.SetCommitteeDate(vorlage=PAPER, consultation=DECISION, date=DAY, reason="voll")),
    (OFFICE, consultation.SetConsultationRole(vorlage=PAPER, consultation=DECISION, role="hearing")),
    (OFFICE, consultation.RemarkConsultation(vorlage=PAPER, consultation=DECISION, remark="dringend")),
    (OFFICE, consultation.LinkConsultation(vorlage=PAPER, consultation=DECISION, committee=KREISAUSSCHUSS)),
    (OFFICE, consultation.LinkConsultation(vorlage=PAPER, consultation=UNLINKED, committee=KREISAUSSCHUSS)),
    (OFFICE, consultation.RemoveConsultation(vorlage=PAPER, consultation=DECISION)),
    (OFFICE, consultation.WaiveConsultation(vorlage=PAPER, consultation=PRELIMINARY, reason="eilt")),
    (OFFICE, consultation.WaiveConsultation(vorlage=PAPER, consultation=DECISION, reason="eilt")),
    (OFFICE, consultation.RecordConsultationResult(vorlage=PAPER, consultation=DECISION, yes=9, no=0)),
    (OFFICE, consultation.RecordConsultationResult(vorlage=PAPER, consultation=INFORMAL, yes=9, no=0)),
    (
        OFFICE,
        consultation.OrderConsultations(vorlage=PAPER, order=(INFORMAL, PRELIMINARY, DECISION, UNLINKED)),
    ),
    (CLERK, course.CallItem(session=SITTING, item=ITEM)),
    (CLERK, course.ConcludeItem(session=SITTING, item=ITEM, outcome="postponed")),
    (CLERK, proceedings.ReopenItem(session=SITTING, item=ITEM, reason="ein Fehler")),
    (CLERK, proceedings.RecallItem(session=SITTING, item=ITEM, reason="ein Fehler")),
)

MOTION_COMMANDS: tuple[Given, ...] = (
    (CLERK, replace(MOVE, amendment="further")),
    (BUILDER, motions.TakeOverAmendment(vorlage=PAPER, amendment=MOTION)),
    (CLERK, motions.WithdrawAmendment(vorlage=PAPER, amendment=MOTION)),
    (CLERK, motions.RestateAmendment(vorlage=PAPER, amendment=MOTION, after=(RIVAL,), new="lehnt ab das")),
    (
        CLERK,
        votes.OpenVote(session=SITTING, item=ITEM, vote="next-vote", about="amendment", amendment=MOTION),
    ),
    (CLERK, votes.AnnulVote(session=SITTING, vote=FURTHER, reason="ein Fehler")),
)

VOTE_COMMANDS: tuple[Given, ...] = (
    (CLERK, votes.PrepareVote(session=SITTING, item=ITEM, vote=FURTHER)),
    (CLERK, votes.OpenVote(session=SITTING, item=ITEM, vote=VOTE)),
    (CLERK, votes.OpenVote(session=SITTING, item=ITEM, vote=VOTE, majority="two_thirds")),
    (CLERK, votes.OpenVote(session=SITTING, item=ITEM, vote=FURTHER)),
    (CLERK, votes.OpenVote(session=SITTING, item=ITEM, vote=FURTHER, about="procedural")),
    (CLERK, votes.ObjectToOpenElection(session=SITTING, vote=VOTE, member=MEMBER)),
    (CLERK, votes.CancelVote(session=SITTING, vote=VOTE, reason="ein Fehler")),
    (CLERK, votes.RecordBallot(session=SITTING, vote=VOTE, member=MEMBER, choice="yes")),
    (CLERK, votes.WithdrawBallot(session=SITTING, vote=VOTE, member=MEMBER, reason="ein Fehler")),
    (CLERK, COUNT),
    (CHAIR, replace(COUNT, yes=8, no=1)),
    (CLERK, DECLARE),
    (CLERK, votes.CorrectVote(session=SITTING, vote=VOTE, yes=7, no=2, abstained=0, reason="verzählt")),
    (CLERK, votes.AnnulVote(session=SITTING, vote=VOTE, reason="ein Fehler")),
    (CHAIR, votes.ResolveContradiction(session=SITTING, vote=VOTE, keep="first", reason="so war es")),
    (CLERK, course.CallItem(session=SITTING, item=ITEM)),
    (CLERK, course.ConcludeItem(session=SITTING, item=ITEM, outcome="postponed")),
    (CLERK, course.InterruptSession(session=SITTING)),
    (CLERK, course.CloseSession(session=SITTING)),
)

SITTING_COMMANDS: tuple[Given, ...] = (
    (OFFICE, agenda.MoveSession(session=SITTING, date=KT_DAY + dt.timedelta(days=9), reason="Sturm")),
    (OFFICE, agenda.CancelSession(session=SITTING, reason="Sturm")),
    (OFFICE, agenda.AddAgendaItem(session=SITTING, item="late", subject="Deich", urgency="Flut")),
    (OFFICE, agenda.RemoveAgendaItem(session=SITTING, item=ITEM)),
    (OFFICE, agenda.OrderAgenda(session=SITTING, order=(SECOND, ITEM))),
    (CLERK, votes.PrepareVote(session=SITTING, item=SECOND, vote="laid-down")),
    (OFFICE, agenda.SummonSession(session=SITTING)),
    (OFFICE, agenda.AnnounceSession(session=SITTING)),
    (OFFICE, agenda.WithdrawAnnouncement(session=SITTING, reason="ein Fehler")),
    (CLERK, course.OpenSession(session=SITTING, override="geht nicht anders")),
    (CLERK, course.InterruptSession(session=SITTING)),
    (CLERK, course.ResumeSession(session=SITTING)),
    (CLERK, course.CloseSession(session=SITTING)),
    (CLERK, attendance.RecordArrival(session=SITTING, members=(MEMBER,))),
    (CLERK, attendance.RecordLeaving(session=SITTING, members=(MEMBER,))),
    (CLERK, attendance.RecordSubstitution(session=SITTING, member=MEMBER, substitute="nobody")),
    (CLERK, attendance.EstablishQuorum(session=SITTING)),
    (CLERK, attendance.DeclareRecusal(session=SITTING, item=ITEM, member=MEMBER)),
    (CLERK, course.CallItem(session=SITTING, item=ITEM)),
    (CLERK, course.ConcludeItem(session=SITTING, item=ITEM, outcome="postponed")),
    (CLERK, wording.ChangeWording(session=SITTING, item=ITEM, document="reasons", text="Anders.")),
    (CLERK, votes.OpenVote(session=SITTING, item=ITEM, vote=FURTHER)),
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
    (CLERK, minutes.DraftMinutes(session=SITTING)),
    (CHAIR, minutes.SignMinutes(session=SITTING, role="chair")),
    (MEMBER, minutes.ObjectToMinutes(session=SITTING, text="So war es nicht.", objection="second")),
    (CHAIR, minutes.ApproveMinutes(session=SITTING, sitting=AGAIN)),
    (CHAIR, minutes.ApproveMinutes(session=SITTING, sitting=AGAIN, vote=AGAIN_VOTE, taken=(OBJECTION,))),
    (OFFICE, minutes.CorrectMinutes(session=SITTING, reason="ein Fehler", before="a", after="b")),
)

WORDING_COMMANDS: tuple[Given, ...] = (
    (CLERK, replace(CHANGE_ALOUD, text="Es ist unnötig.\n")),
    (CLERK, wording.WithdrawWording(session=SITTING, item=ITEM, document="reasons", reason="ein Fehler")),
    (CLERK, wording.ReadBackWording(session=SITTING, item=ITEM)),
    (CLERK, wording.FreezeWording(session=SITTING, item=ITEM)),
    (CLERK, votes.OpenVote(session=SITTING, item=ITEM, vote=FURTHER)),
)

LIST_COMMANDS: tuple[Given, ...] = (
    (CLERK, proceedings.EstablishSummons(session=SITTING)),
    (CLERK, proceedings.ApproveAgenda(session=SITTING)),
    (CLERK, proceedings.WithdrawAgendaApproval(session=SITTING, reason="ein Fehler")),
    (CLERK, proceedings.AcceptItem(session=SITTING, item=LATE)),
    (CLERK, proceedings.RefuseItem(session=SITTING, item=LATE, reason="zu spät")),
    (CLERK, course.CallItem(session=SITTING, item=LATE)),
    (CLERK, proceedings.ExcludePublic(session=SITTING, reason="Personalsache")),
    (CLERK, proceedings.RestorePublic(session=SITTING)),
    (CLERK, proceedings.AnnounceResolutions(session=SITTING, items=(CLOSED,))),
    (CLERK, proceedings.ReopenItem(session=SITTING, item=CLOSED, reason="ein Fehler")),
    (CLERK, proceedings.WithdrawNote(session=SITTING, note=NOTE, reason="ein Fehler")),
    (CLERK, attendance.DeclareRecusal(session=SITTING, item=LATE, member=MEMBER)),
    (CLERK, attendance.LiftRecusal(session=SITTING, item=LATE, member=MEMBER, reason="ein Fehler")),
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
