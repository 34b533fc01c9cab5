"""The rights table: who may do what in which state, and who sees what.

One table for commands, reads, sockets and rooms (DOMAIN: the table of transitions, "Who sees what"; rule 15).
Capacities are what a person is in relation to one paper or one sitting.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum

from msgspec import Struct

from domain.command import Command
from domain.committee import commands as committee
from domain.committee.state import Committee
from domain.errors import NotEntitled, WrongState
from domain.organisation import commands as organisation
from domain.organisation.events import Role
from domain.organisation.state import Standing
from domain.session.commands import agenda, attendance, course, minutes, proceedings, votes, wording
from domain.session.state import Session
from domain.visibility import REVISION_EVENTS
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
from domain.vorlage.errors.drafting import TextFrozen
from domain.vorlage.phases import Implementation
from domain.vorlage.state import Vorlage


class Capacity(StrEnum):
    """What a person is in relation to what a command or a read is about."""

    COUNCIL_OFFICE = "council_office"
    LEAD = "lead"
    INVITED = "invited"
    STEERING = "steering"
    CREATOR = "creator"
    COSIGNER = "cosigner"
    DEPARTMENT = "department"
    CHIEF_EXECUTIVE = "chief_executive"
    CLERK = "clerk"
    CHAIR = "chair"
    BODY = "body"
    PROPOSER = "proposer"
    RESPONSIBLE = "responsible"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Circle(IntEnum):
    """How far someone sees into a paper or a sitting; the larger number sees more."""

    PUBLIC = 0
    BODY = 1
    ADMINISTRATION = 2


class Right(Struct, frozen=True):
    """Who may give a command, and in which states of its target (empty: in any)."""

    who: frozenset[Capacity]
    states: frozenset[str] = frozenset()
    content: bool = False
    """It changes what a paper says: refused as `TextFrozen` outside of its states (rule 10)."""


OFFICE = frozenset({Capacity.COUNCIL_OFFICE})
DRAFTING = frozenset({Capacity.LEAD, Capacity.INVITED, Capacity.STEERING, Capacity.CREATOR})
LEADING = frozenset({Capacity.LEAD})
LEADING_OR_OFFICE = frozenset({Capacity.LEAD, Capacity.CREATOR, Capacity.COUNCIL_OFFICE})
COSIGNING = frozenset({Capacity.COSIGNER})
EXECUTIVE = frozenset({Capacity.CHIEF_EXECUTIVE})
TAKING_MINUTES = frozenset({Capacity.CLERK, Capacity.COUNCIL_OFFICE})
CHAIRING = frozenset({Capacity.CHAIR, Capacity.CLERK})
RESPONSIBLE = frozenset({Capacity.RESPONSIBLE})
ADMIN = frozenset({Capacity.ADMIN})

_DRAFT = frozenset({"draft"})
_WRITING = frozenset({"draft", "revising"})
_SIGNING = frozenset({"cosigning", "revised"})
_REVISION = frozenset({"revising", "revised"})
_BEFORE_BODIES = frozenset({"released", "in_consultation"})
_UNDECIDED = frozenset({"draft", "cosigning", "released", "in_consultation"})
_PLANNED = _UNDECIDED | {"suspended"}
"""While stations are planned: the body that decides again after an objection may refer, or take off."""
_DECIDED = frozenset({"resolved", "rejected", "confirmed", "implementation", "closed"})
_PREPARING = frozenset({"planned", "summoned"})
_SITTING = frozenset({"opened"})
_SUMMONED = frozenset({"summoned", "opened", "interrupted", "closed"})
_MINUTED = frozenset({"opened", "interrupted", "closed"})
_SIGNED = frozenset({"minutes_signed", "minutes_objected", "minutes_corrected"})

COMMANDS: Mapping[type[Command], Right] = {
    organisation.FormDepartment: Right(ADMIN),
    organisation.RenameDepartment: Right(ADMIN),
    organisation.GrantRole: Right(ADMIN),
    organisation.RevokeRole: Right(ADMIN),
    organisation.AppointDeputy: Right(ADMIN),
    organisation.DismissDeputy: Right(ADMIN),
    committee.FormCommittee: Right(OFFICE),
    committee.SetLawfulNumber: Right(OFFICE),
    committee.SeatMember: Right(OFFICE),
    committee.VacateSeat: Right(OFFICE),
    committee.AppointChair: Right(OFFICE),
    committee.AppointSubstitute: Right(OFFICE),
    committee.DismissSubstitute: Right(OFFICE),
    committee.AppointDeputyChair: Right(OFFICE),
    drafting.CreateVorlage: Right(OFFICE | {Capacity.DEPARTMENT}),
    drafting.ChangeHeader: Right(LEADING_OR_OFFICE, _UNDECIDED, content=True),
    drafting.AssignLeadDepartment: Right(LEADING_OR_OFFICE, _DRAFT),
    drafting.InviteDepartment: Right(LEADING_OR_OFFICE, _WRITING),
    drafting.UninviteDepartment: Right(LEADING_OR_OFFICE, _WRITING),
    drafting.ReviseText: Right(DRAFTING, _WRITING, content=True),
    measures.AddMeasure: Right(DRAFTING, _WRITING, content=True),
    measures.ChangeMeasureCitation: Right(DRAFTING, _WRITING, content=True),
    measures.RemoveMeasure: Right(DRAFTING, _WRITING, content=True),
    measures.AmendMeasure: Right(DRAFTING, _WRITING, content=True),
    measures.AttributeCause: Right(DRAFTING | OFFICE, _UNDECIDED),
    drafting.AddAttachment: Right(DRAFTING, _WRITING, content=True),
    drafting.ReplaceAttachment: Right(DRAFTING, _WRITING, content=True),
    drafting.RemoveAttachment: Right(DRAFTING, _WRITING, content=True),
    budget.RecordBudget: Right(DRAFTING, _WRITING, content=True),
    budget.RecordFinanceCheck: Right(frozenset({Capacity.DEPARTMENT}), _WRITING | {"cosigning", "revised"}),
    consultation.AddConsultation: Right(LEADING_OR_OFFICE, _PLANNED),
    consultation.LinkConsultation: Right(LEADING_OR_OFFICE, _PLANNED | {"resolved"}),
    consultation.RemoveConsultation: Right(LEADING_OR_OFFICE, _PLANNED),
    consultation.OrderConsultations: Right(OFFICE, _PLANNED),
    consultation.SetCommitteeDate: Right(OFFICE, _PLANNED),
    consultation.SetConsultationRole: Right(OFFICE, _PLANNED),
    consultation.RemarkConsultation: Right(LEADING_OR_OFFICE, _UNDECIDED),
    consultation.WaiveConsultation: Right(OFFICE | {Capacity.CLERK}, _PLANNED),
    consultation.RecordConsultationResult: Right(LEADING_OR_OFFICE, _UNDECIDED),
    editions.FreezeEdition: Right(DRAFTING | OFFICE, _WRITING),
    editions.OpenEdition: Right(LEADING | OFFICE | {Capacity.STEERING}, _BEFORE_BODIES),
    editions.DiscardEdition: Right(LEADING | OFFICE | {Capacity.STEERING}, _REVISION),
    cosigning.StartCosigning: Right(LEADING, _DRAFT),
    cosigning.CosignVorlage: Right(COSIGNING, _SIGNING),
    cosigning.CommentCosigning: Right(COSIGNING, _SIGNING),
    cosigning.WithdrawCosignature: Right(COSIGNING, _SIGNING),
    cosigning.RefuseCosignature: Right(COSIGNING, _SIGNING),
    cosigning.RecallCosigning: Right(LEADING, _SIGNING),
    cosigning.ReleaseVorlage: Right(EXECUTIVE, _SIGNING),
    cosigning.WithdrawRelease: Right(EXECUTIVE | LEADING, frozenset({"released"})),
    aftermath.WithdrawVorlage: Right(EXECUTIVE | LEADING, _UNDECIDED),
    aftermath.DecideUrgently: Right(EXECUTIVE, _BEFORE_BODIES),
    aftermath.ObjectToResolution: Right(EXECUTIVE, _DECIDED),
    aftermath.RecordAuthorityDecision: Right(OFFICE | EXECUTIVE, frozenset({"suspended"})),
    aftermath.StartImplementation: Right(OFFICE | EXECUTIVE | LEADING, frozenset({"resolved", "confirmed"})),
    aftermath.ReportImplementation: Right(OFFICE | RESPONSIBLE, frozenset({"implementation"})),
    aftermath.CompleteImplementation: Right(OFFICE | RESPONSIBLE, frozenset({"implementation"})),
    motions.ProposeAmendment: Right(
        frozenset({Capacity.BODY, Capacity.CLERK, Capacity.LEAD}), frozenset({"released", "in_consultation"})
    ),
    motions.RestateAmendment: Right(
        frozenset({Capacity.PROPOSER, Capacity.CLERK, Capacity.LEAD}),
        frozenset({"released", "in_consultation"}),
    ),
    motions.TakeOverAmendment: Right(
        EXECUTIVE | LEADING, frozenset({"released", "in_consultation"}), content=True
    ),
    motions.WithdrawAmendment: Right(
        frozenset({Capacity.PROPOSER, Capacity.CLERK}), frozenset({"released", "in_consultation"})
    ),
    editions.PublishVorlage: Right(OFFICE),
    editions.WithdrawPublication: Right(OFFICE),
    agenda.PlanSession: Right(OFFICE),
    agenda.MoveSession: Right(OFFICE, _PREPARING),
    agenda.CancelSession: Right(OFFICE, _PREPARING),
    agenda.AddAgendaItem: Right(TAKING_MINUTES | {Capacity.CHAIR}, _PREPARING | _SITTING),
    agenda.RemoveAgendaItem: Right(OFFICE, frozenset({"planned"})),
    agenda.OrderAgenda: Right(TAKING_MINUTES | {Capacity.CHAIR}, _PREPARING | _SITTING),
    agenda.SummonSession: Right(OFFICE | {Capacity.CHAIR}, frozenset({"planned"})),
    course.OpenSession: Right(CHAIRING, frozenset({"summoned"})),
    course.InterruptSession: Right(CHAIRING, _SITTING),
    course.ResumeSession: Right(CHAIRING, frozenset({"interrupted"})),
    course.CloseSession: Right(CHAIRING, frozenset({"opened", "interrupted"})),
    attendance.RecordArrival: Right(CHAIRING, frozenset({"summoned"}) | _MINUTED),
    attendance.RecordLeaving: Right(CHAIRING, frozenset({"summoned"}) | _MINUTED),
    attendance.RecordSubstitution: Right(CHAIRING, frozenset({"summoned"}) | _MINUTED),
    attendance.EstablishQuorum: Right(CHAIRING, _SITTING),
    attendance.DeclareRecusal: Right(CHAIRING, frozenset({"summoned"}) | _MINUTED),
    attendance.LiftRecusal: Right(CHAIRING, frozenset({"summoned"}) | _MINUTED),
    course.CallItem: Right(CHAIRING, _SITTING),
    course.ConcludeItem: Right(CHAIRING, _SITTING),
    wording.ChangeWording: Right(CHAIRING, _SITTING),
    wording.WithdrawWording: Right(CHAIRING, _SITTING),
    wording.ReadBackWording: Right(CHAIRING, _SITTING),
    wording.FreezeWording: Right(CHAIRING, _SITTING),
    votes.PrepareVote: Right(CHAIRING, _PREPARING | frozenset({"opened", "interrupted"})),
    votes.OpenVote: Right(CHAIRING, _MINUTED),
    votes.ObjectToOpenElection: Right(CHAIRING, _SITTING),
    votes.CancelVote: Right(CHAIRING, _PREPARING | _SITTING),
    votes.RecordBallot: Right(CHAIRING, _MINUTED),
    votes.WithdrawBallot: Right(CHAIRING, _SITTING),
    votes.RecordVote: Right(CHAIRING, _MINUTED),
    votes.DeclareVote: Right(CHAIRING, _MINUTED),
    votes.CorrectVote: Right(CHAIRING, _MINUTED),
    votes.AnnulVote: Right(CHAIRING, _MINUTED),
    agenda.AnnounceSession: Right(OFFICE, _SUMMONED),
    agenda.WithdrawAnnouncement: Right(OFFICE, _SUMMONED | {"cancelled"}),
    votes.ResolveContradiction: Right(frozenset({Capacity.CHAIR}), _MINUTED),
    minutes.DraftMinutes: Right(frozenset({Capacity.CLERK}), frozenset({"closed"})),
    minutes.SignMinutes: Right(CHAIRING, frozenset({"minutes_drafted"})),
    minutes.ObjectToMinutes: Right(frozenset({Capacity.BODY, Capacity.CHAIR}), _SIGNED),
    minutes.ApproveMinutes: Right(CHAIRING, _SIGNED),
    minutes.CorrectMinutes: Right(TAKING_MINUTES | {Capacity.CHAIR}, _SIGNED | {"minutes_approved"}),
    proceedings.EstablishSummons: Right(CHAIRING, _SITTING),
    proceedings.ApproveAgenda: Right(CHAIRING, _SITTING),
    proceedings.WithdrawAgendaApproval: Right(CHAIRING, _SITTING),
    proceedings.AcceptItem: Right(CHAIRING, _SITTING),
    proceedings.RefuseItem: Right(CHAIRING, _SITTING),
    proceedings.ExcludePublic: Right(CHAIRING, _SITTING),
    proceedings.RestorePublic: Right(CHAIRING, _SITTING),
    proceedings.AnnounceResolutions: Right(CHAIRING, _SITTING),
    proceedings.RecordNote: Right(CHAIRING, _MINUTED),
    proceedings.WithdrawNote: Right(CHAIRING, _MINUTED),
    proceedings.HandOverChair: Right(CHAIRING, _SITTING),
    proceedings.RecallItem: Right(CHAIRING, _SITTING),
    proceedings.ReopenItem: Right(CHAIRING, _SITTING),
    proceedings.CorrectAttendance: Right(CHAIRING, frozenset({"summoned"}) | _MINUTED),
    proceedings.ObjectToCirculation: Right(
        frozenset({Capacity.BODY, Capacity.CLERK}), frozenset({"summoned", "opened"})
    ),
}
"""Every command, who may give it, and in which states of its target."""

_BY_ROLE: Mapping[Role, Capacity] = {
    "council_office": Capacity.COUNCIL_OFFICE,
    "head": Capacity.STEERING,
    "chief_executive": Capacity.CHIEF_EXECUTIVE,
    "deputy_executive": Capacity.CHIEF_EXECUTIVE,
    "clerk": Capacity.CLERK,
    "auditor": Capacity.AUDITOR,
    "admin": Capacity.ADMIN,
}

INSIDE = frozenset(
    {
        Capacity.AUDITOR,
        Capacity.COUNCIL_OFFICE,
        Capacity.CHIEF_EXECUTIVE,
        Capacity.STEERING,
        Capacity.LEAD,
        Capacity.INVITED,
        Capacity.CREATOR,
        Capacity.COSIGNER,
    }
)
"""Who sees a paper from its first draft on."""

AFTER_RELEASE = frozenset({Capacity.DEPARTMENT, Capacity.CLERK})
"""Who of the administration sees a paper from its release on."""

PREPARES_SESSIONS = frozenset(
    {
        Capacity.AUDITOR,
        Capacity.COUNCIL_OFFICE,
        Capacity.CHIEF_EXECUTIVE,
        Capacity.CLERK,
        Capacity.CHAIR,
    }
)
"""Who sees a sitting before its summons."""


def of_standing(standing: Standing) -> frozenset[Capacity]:
    """What someone is by his roles alone."""
    found = {_BY_ROLE[role] for role in standing.roles if role in _BY_ROLE}
    if standing.departments:
        found.add(Capacity.DEPARTMENT)
    return frozenset(found)


def for_vorlage(
    person: str,
    standing: Standing,
    paper: Vorlage,
    committees: Mapping[str, Committee],
    day: dt.date,
    amendment: str | None = None,
) -> frozenset[Capacity]:
    """What someone is in relation to a paper on a day."""
    found = set(of_standing(standing))
    if paper.lead_department in standing.departments:
        found.add(Capacity.LEAD)
    if standing.departments & paper.invited:
        found.add(Capacity.INVITED)
    if standing.departments & paper.cosigners:
        found.add(Capacity.COSIGNER)
    if person == paper.creator and found & {Capacity.DEPARTMENT, Capacity.COUNCIL_OFFICE}:
        # Whoever left the administration keeps nothing from having begun a paper.
        found.add(Capacity.CREATOR)
    if any(_seated(person, each, committees, day) for each in _summoned(paper)):
        found.add(Capacity.BODY)
    if isinstance(paper.phase, Implementation) and paper.phase.department in standing.departments:
        found.add(Capacity.RESPONSIBLE)
    motion = None if amendment is None else paper.motion(amendment)
    if motion is not None and motion.proposer == person:
        found.add(Capacity.PROPOSER)
    return frozenset(found)


def _summoned(paper: Vorlage) -> Iterable[str]:
    return (each.committee for each in paper.consultations if each.committee and each.edition is not None)


def _seated(person: str, id_: str, committees: Mapping[str, Committee], day: dt.date) -> bool:
    return committees[id_].belongs(person, day)


def for_session(
    person: str, standing: Standing, sitting: Session, body: Committee, day: dt.date
) -> frozenset[Capacity]:
    """What someone is in relation to a sitting on a day."""
    found = set(of_standing(standing))
    chairs = {sitting.chair} if sitting.chair else _chairs(body, sitting.date)
    if person in chairs:
        found.add(Capacity.CHAIR)
    if body.belongs(person, day):
        found.add(Capacity.BODY)
    return frozenset(found)


def _chairs(body: Committee, day: dt.date) -> set[str | None]:
    """Who may chair a sitting that was not opened: the deputy, too, since the chair may be absent."""
    return {body.chair_on(day), body.deputy_chair_on(day)}


def check(command: Command, capacities: frozenset[Capacity], *states: str) -> None:
    """Ask the table. `states`: those that its target is in, the status first; none for what is to be created.

    Raises `NotEntitled`, `TextFrozen` or `WrongState`.
    """
    right = COMMANDS[type(command)]
    name = type(command).__name__
    if not capacities & right.who:
        raise NotEntitled(name, tuple(sorted(right.who)))
    if right.states and states and not right.states.intersection(states):
        if right.content:
            raise TextFrozen(states[0])
        raise WrongState(name, states[0], tuple(sorted(right.states)))


def circle_of_vorlage(capacities: frozenset[Capacity], paper: Vorlage) -> Circle | None:
    """How far someone sees into a paper; None: it does not exist for him."""
    if capacities & INSIDE:
        return Circle.ADMINISTRATION
    if capacities & AFTER_RELEASE and paper.released:
        return Circle.ADMINISTRATION
    if Capacity.BODY in capacities:
        return Circle.BODY
    return None if paper.published_at is None else Circle.PUBLIC


def circle_of_event(capacities: frozenset[Capacity], paper: Vorlage, tag: str) -> Circle | None:
    """How far someone sees an event of a paper; `paper` is the state after it."""
    if paper.revision is not None and tag in REVISION_EVENTS and not capacities & INSIDE:
        return None
    return circle_of_vorlage(capacities, paper)


def circle_of_session(capacities: frozenset[Capacity], sitting: Session) -> Circle | None:
    """How far someone sees into a sitting; None: it does not exist for him."""
    if capacities & PREPARES_SESSIONS:
        return Circle.ADMINISTRATION
    if sitting.status == "planned":
        return None
    if capacities & {Capacity.STEERING, Capacity.DEPARTMENT}:
        return Circle.ADMINISTRATION
    if Capacity.BODY in capacities:
        return Circle.BODY
    return None if sitting.published_at is None else Circle.PUBLIC


def is_inside(circle: Circle | None) -> bool:
    """Whether someone sees more of a thing than everybody: rooms and live feeds are for those."""
    return circle is not None and circle > Circle.PUBLIC


def may_read_minutes(capacities: frozenset[Capacity], *, signed: bool) -> bool:
    """Whether someone who sees a sitting reads its minutes: drafts are for those who prepare and lead it."""
    return signed or bool(capacities & PREPARES_SESSIONS)


def may_write(capacities: frozenset[Capacity], paper: Vorlage) -> bool:
    """Whether someone may type in the rooms of a paper's texts."""
    right = COMMANDS[drafting.ReviseText]
    return bool(capacities & right.who) and not right.states.isdisjoint(paper.states)


def sees_persons(capacities: frozenset[Capacity], paper: Vorlage, purpose: str | None) -> bool:
    """Whether someone sees who wrote what: the drafting group until release, an auditor with a purpose."""
    if Capacity.AUDITOR in capacities:
        return purpose is not None
    return bool(capacities & DRAFTING) and not paper.released
