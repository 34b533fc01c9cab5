"""The county's rules for a paper: drafting, freezing, cosigning, releasing, withdrawing.

Texts are open to the drafting group in draft only; later they change through an amendment or a new edition.
The Beratungsfolge has a file of its own beside this one; what sessions do is in `domain/procedure.py`.
"""

from msgspec import UNSET

from domain.errors import NoSuch, NotEntitled, NothingChanges
from domain.given import Given
from domain.vorlage.aftermath import decisions as aftermath
from domain.vorlage.budget import decisions as budget
from domain.vorlage.budget import finance
from domain.vorlage.commands import VorlageChange
from domain.vorlage.commands.aftermath import (
    CompleteImplementation,
    DecideUrgently,
    ObjectToResolution,
    RecordAuthorityDecision,
    ReportImplementation,
    StartImplementation,
    WithdrawVorlage,
)
from domain.vorlage.commands.budget import RecordBudget, RecordFinanceCheck
from domain.vorlage.commands.cosigning import (
    CommentCosigning,
    CosignVorlage,
    RecallCosigning,
    RefuseCosignature,
    ReleaseVorlage,
    StartCosigning,
    WithdrawCosignature,
    WithdrawRelease,
)
from domain.vorlage.commands.drafting import (
    AddAttachment,
    AssignLeadDepartment,
    ChangeHeader,
    CreateVorlage,
    InviteDepartment,
    RemoveAttachment,
    ReplaceAttachment,
    ReviseText,
    UninviteDepartment,
)
from domain.vorlage.commands.editions import (
    DiscardEdition,
    FreezeEdition,
    OpenEdition,
    PublishVorlage,
    WithdrawPublication,
)
from domain.vorlage.commands.measures import (
    AddMeasure,
    AmendMeasure,
    AttributeCause,
    ChangeMeasureCitation,
    RemoveMeasure,
)
from domain.vorlage.commands.motions import (
    ProposeAmendment,
    RestateAmendment,
    TakeOverAmendment,
    WithdrawAmendment,
)
from domain.vorlage.consultation import beratungsfolge
from domain.vorlage.consultation.beratungsfolge import BeratungsfolgeCommand
from domain.vorlage.cosigning import chain
from domain.vorlage.cosigning import decisions as cosigning
from domain.vorlage.drafting import attachments, measures
from domain.vorlage.drafting.measures import measure_of
from domain.vorlage.drafting.wording import line, line_or_none, prose, rewritten
from domain.vorlage.editions import decisions as editions
from domain.vorlage.editions import publication, revising
from domain.vorlage.errors.consultation import AlreadySummoned, ConsultationUnderWay
from domain.vorlage.errors.drafting import TextFrozen
from domain.vorlage.events import VorlageEvent
from domain.vorlage.events.aftermath import VorlageWithdrawn
from domain.vorlage.events.cosigning import ReleaseWithdrawn
from domain.vorlage.events.drafting import (
    DepartmentInvited,
    DepartmentUninvited,
    HeaderChanged,
    LeadDepartmentAssigned,
    VorlageCreated,
)
from domain.vorlage.events.measures import MeasureRemoved
from domain.vorlage.motions import decisions as amendments
from domain.vorlage.state import Vorlage
from domain.vorlage.terms import HeaderField
from domain.world import World


def create(command: CreateVorlage, given: Given, world: World) -> list[VorlageEvent]:
    """Begin a paper; a printed department name is linked where it is known."""
    organisation = world.organisation
    if command.imported and given.batch == given.command and "council_office" not in given.standing.roles:
        # Counts that a paper brings along are the importer's to enter, or the council office's.
        raise NotEntitled("CreateVorlage.imported", ("council_office",))
    department, name = command.lead_department, command.lead_department_name
    if department is None:
        department = _own(command, given) if name is None else organisation.department_named(name)
    if department is not None and department not in organisation.departments:
        raise NoSuch("department", department)
    _check_leads(department, command, given)
    if department is not None and name is None:
        name = organisation.departments[department].name
    return [
        VorlageCreated(
            kind=command.kind,
            public=command.public,
            file_reference=line("file_reference", command.file_reference),
            subject=line("subject", command.subject),
            salt=given.entropy,
            lead_department=department,
            lead_department_name=name,
            number=line_or_none("number", command.number),
            date=command.date,
            signatory=line_or_none("signatory", command.signatory),
            imported=command.imported,
        )
    ]


def _own(command: CreateVorlage, given: Given) -> str | None:
    """The one department of whoever begins a paper and names none; else nobody could start its cosigning."""
    standing = given.standing
    if command.imported or "council_office" in standing.roles or len(standing.departments) != 1:
        return None
    return next(iter(standing.departments))


def _check_leads(department: str | None, command: CreateVorlage, given: Given) -> None:
    """A department begins papers that it leads; the council office, and a printed paper, name any."""
    standing = given.standing
    if department is None or command.imported or "council_office" in standing.roles:
        return
    if standing.departments and department not in standing.departments:
        raise NotEntitled("CreateVorlage.lead_department", ("council_office", "lead"))


def decide(vorlage: Vorlage, command: VorlageChange, given: Given, world: World) -> list[VorlageEvent]:
    """The events that a command to an existing paper leads to."""
    match command:
        case ChangeHeader():
            return _change_header(vorlage, command)
        case AssignLeadDepartment() | InviteDepartment() | UninviteDepartment():
            return _departments(vorlage, command, world)
        case ReviseText():
            return _revise(vorlage, command, given)
        case AddMeasure():
            return measures.add(vorlage, command, given)
        case ChangeMeasureCitation():
            return measures.cite(measure_of(vorlage, command.measure), command)
        case RemoveMeasure():
            return [MeasureRemoved(measure=measure_of(vorlage, command.measure).id)]
        case AmendMeasure():
            return measures.amend(vorlage, command, given)
        case AttributeCause():
            return measures.attribute(vorlage, command)
        case ProposeAmendment():
            return amendments.propose(vorlage, command, given, world)
        case RestateAmendment():
            return amendments.restate(vorlage, command)
        case TakeOverAmendment():
            return amendments.take_over(vorlage, command, given)
        case WithdrawAmendment():
            return amendments.withdraw(vorlage, command)
        case AddAttachment() | ReplaceAttachment() | RemoveAttachment():
            return attachments.decide(vorlage, command, given)
        case RecordBudget():
            return [budget.record(vorlage, command.budget, given)]
        case RecordFinanceCheck():
            return [finance.check(vorlage, command, given, world)]
        case FreezeEdition():
            return [editions.freeze(vorlage, command), *chain.renewed(vorlage, given, world)]
        case (
            ObjectToResolution()
            | RecordAuthorityDecision()
            | DecideUrgently()
            | StartImplementation()
            | ReportImplementation()
            | CompleteImplementation()
        ):
            return aftermath.decide(vorlage, command, given, world)
        case OpenEdition():
            return revising.open_new(vorlage, command)
        case DiscardEdition():
            reason = line("reason", command.reason)
            return revising.given_up(vorlage, vorlage.submittable, given, reason)
        case (
            StartCosigning()
            | CosignVorlage()
            | CommentCosigning()
            | WithdrawCosignature()
            | RefuseCosignature()
            | RecallCosigning()
        ):
            return cosigning.decide(vorlage, command, given, world)
        case ReleaseVorlage():
            released = cosigning.decide(vorlage, command, given, world)
            return [*released, *revising.supplied(vorlage, vorlage.editions[-1].number)]
        case WithdrawRelease():
            if vorlage.summoned:
                raise AlreadySummoned
            return [ReleaseWithdrawn(reason=line("reason", command.reason))]
        case WithdrawVorlage():
            _check_not_deciding(vorlage)
            back = revising.given_up(vorlage, vorlage.submittable, given) if vorlage.revision else []
            return [
                *back,
                VorlageWithdrawn(reason=line("reason", command.reason)),
                *amendments.obsolete(vorlage),
                *beratungsfolge.overtaken(vorlage, "withdrawn"),
            ]
        case PublishVorlage() | WithdrawPublication():
            return publication.decide(vorlage, command)
        case _:
            return _stations(vorlage, command, given, world)


def _check_not_deciding(vorlage: Vorlage) -> None:
    """Before the final vote: once the deciding body has the paper before it, its item is concluded first."""
    for station in vorlage.consultations:
        if station.role == "decision" and station.status == "called":
            raise ConsultationUnderWay(station.id, station.status)


def _stations(
    vorlage: Vorlage, command: BeratungsfolgeCommand, given: Given, world: World
) -> list[VorlageEvent]:
    return beratungsfolge.decide(vorlage, command, given, world)


def _change_header(vorlage: Vorlage, command: ChangeHeader) -> list[VorlageEvent]:
    """One event for each field that really changes; after the draft only the number may still be given."""
    wanted: dict[HeaderField, str | None] = {}
    if command.number is not UNSET:
        wanted["number"] = line_or_none("number", command.number)
    if command.file_reference is not UNSET:
        wanted["file_reference"] = line("file_reference", command.file_reference)
    if command.kind is not UNSET:
        wanted["kind"] = command.kind
    if command.public is not UNSET:
        wanted["public"] = "true" if command.public else "false"
    if command.date is not UNSET:
        wanted["date"] = None if command.date is None else command.date.isoformat()
    if command.subject is not UNSET:
        wanted["subject"] = line("subject", command.subject)
    if command.signatory is not UNSET:
        wanted["signatory"] = line_or_none("signatory", command.signatory)
    now: dict[HeaderField, str | None] = {
        "number": vorlage.number,
        "file_reference": vorlage.file_reference,
        "kind": vorlage.kind,
        "public": "true" if vorlage.public else "false",
        "date": None if vorlage.date is None else vorlage.date.isoformat(),
        "subject": vorlage.subject,
        "signatory": vorlage.signatory,
    }
    events: list[VorlageEvent] = [
        HeaderChanged(field=field, old=now[field], new=new)
        for field, new in wanted.items()
        if now[field] != new
    ]
    if not events:
        raise NothingChanges("header")
    open_fields = {"number", "subject"} if vorlage.texts_open else {"number"}
    if vorlage.status != "draft" and wanted.keys() - open_fields:
        raise TextFrozen(vorlage.status)
    return events


def _departments(
    vorlage: Vorlage,
    command: AssignLeadDepartment | InviteDepartment | UninviteDepartment,
    world: World,
) -> list[VorlageEvent]:
    department = world.organisation.departments.get(command.department)
    if department is None:
        raise NoSuch("department", command.department)
    match command:
        case AssignLeadDepartment():
            if vorlage.lead_department == command.department:
                raise NothingChanges("lead_department")
            return [LeadDepartmentAssigned(department=command.department, name=department.name)]
        case InviteDepartment():
            if command.department in vorlage.invited:
                raise NothingChanges("invited")
            return [DepartmentInvited(department=command.department)]
        case UninviteDepartment():
            if command.department not in vorlage.invited:
                raise NothingChanges("invited")
            return [DepartmentUninvited(department=command.department)]


def _revise(vorlage: Vorlage, command: ReviseText, given: Given) -> list[VorlageEvent]:
    kind, _, measure = command.document.partition("/")
    if kind == "measures":
        measure_of(vorlage, measure)
    text = prose(command.text)
    if text == vorlage.texts.get(command.document, ""):
        raise NothingChanges(command.document)
    return [rewritten(vorlage, command.document, text, given, origin="written")]
