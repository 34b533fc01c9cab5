"""The county's rules for a paper: drafting, freezing, cosigning, releasing, withdrawing.

Texts are open to the drafting group in draft only; later they change through an amendment or a new edition.
The Beratungsfolge has a file of its own beside this one; what sessions do is in `domain/procedure.py`.
"""

from hashlib import sha256

from msgspec import UNSET

from domain.errors import AlreadyExists, NoSuch, NotEntitled, NothingChanges
from domain.given import Given
from domain.vorlage import beratungsfolge
from domain.vorlage.beratungsfolge import BeratungsfolgeCommand, station_of
from domain.vorlage.budget import recorded
from domain.vorlage.commands import (
    AddAttachment,
    AddMeasure,
    AmendMeasure,
    AssignLeadDepartment,
    AttributeCause,
    ChangeHeader,
    ChangeMeasureCitation,
    CosignVorlage,
    CreateVorlage,
    FreezeEdition,
    InviteDepartment,
    ProposeAmendment,
    RecallCosigning,
    RecordBudget,
    RefuseCosignature,
    ReleaseVorlage,
    RemoveAttachment,
    RemoveMeasure,
    ReplaceAttachment,
    ReviseText,
    StartCosigning,
    UninviteDepartment,
    VorlageChange,
    WithdrawAmendment,
    WithdrawRelease,
    WithdrawVorlage,
)
from domain.vorlage.errors import (
    AlreadySummoned,
    AmendmentChangesNothing,
    AmendmentSettled,
    ChainRepeats,
    ConsultationUnderWay,
    CosignaturesMissing,
    EditionNeeded,
    EditionOutdated,
    FinanceMissing,
    FourEyes,
    NotInChain,
    NotYourDepartment,
    OldTextDiffers,
    SectionEmpty,
    TextFrozen,
)
from domain.vorlage.events import (
    AmendmentObsolete,
    AmendmentProposed,
    AmendmentWithdrawn,
    AttachmentAdded,
    AttachmentRemoved,
    AttachmentReplaced,
    BudgetRecorded,
    CauseAttributed,
    CosignatureRefused,
    Cosigned,
    CosigningRecalled,
    CosigningStarted,
    DepartmentInvited,
    DepartmentUninvited,
    EditionFrozen,
    HeaderChanged,
    HeaderField,
    LeadDepartmentAssigned,
    MeasureAdded,
    MeasureAmended,
    MeasureCitationChanged,
    MeasureRemoved,
    ReleaseWithdrawn,
    VorlageCreated,
    VorlageEvent,
    VorlageReleased,
    VorlageWithdrawn,
)
from domain.vorlage.state import Attachment, Cosigning, Edition, Measure, Motion, Vorlage
from domain.vorlage.wording import line, line_or_none, prose, rewritten
from domain.world import World

OPEN_MOTIONS = frozenset({"proposed", "recommended", "not_recommended", "carried"})


def create(command: CreateVorlage, given: Given, world: World) -> list[VorlageEvent]:
    """Begin a paper; a printed department name is linked where it is known."""
    organisation = world.organisation
    department, name = command.lead_department, command.lead_department_name
    if department is None and name is not None:
        department = organisation.department_named(name)
    if department is not None and department not in organisation.departments:
        raise NoSuch("department", department)
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
            return _add_measure(vorlage, command, given)
        case ChangeMeasureCitation():
            return _cite(measure_of(vorlage, command.measure), command)
        case RemoveMeasure():
            return [MeasureRemoved(measure=measure_of(vorlage, command.measure).id)]
        case AmendMeasure():
            return _amend(vorlage, command, given)
        case AttributeCause():
            return _attribute(vorlage, command)
        case ProposeAmendment():
            return _propose(vorlage, command, given)
        case WithdrawAmendment():
            motion = motion_of(vorlage, command.amendment)
            check_open(motion)
            if motion.status == "carried":
                raise AmendmentSettled(motion.id, motion.status)
            return [AmendmentWithdrawn(amendment=motion.id)]
        case AddAttachment() | ReplaceAttachment() | RemoveAttachment():
            return _attach(vorlage, command, given)
        case RecordBudget():
            budget = recorded(command.budget)
            if budget == vorlage.budget:
                raise NothingChanges("budget")
            return [BudgetRecorded(budget=budget)]
        case FreezeEdition():
            return [freeze(vorlage, command)]
        case StartCosigning():
            return _start_cosigning(vorlage, command, world)
        case CosignVorlage():
            return _cosign(vorlage, command, given)
        case RefuseCosignature():
            _check_signatory(vorlage, command.department, given)
            reason = line("reason", command.reason)
            return [CosignatureRefused(department=command.department, reason=reason)]
        case RecallCosigning():
            return [CosigningRecalled(reason=line("reason", command.reason))]
        case ReleaseVorlage():
            return _release(vorlage, given, world)
        case WithdrawRelease():
            if vorlage.summoned:
                raise AlreadySummoned
            return [ReleaseWithdrawn(reason=line("reason", command.reason))]
        case WithdrawVorlage():
            _check_not_deciding(vorlage)
            return [
                VorlageWithdrawn(reason=line("reason", command.reason)),
                *obsolete(vorlage),
            ]
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


# Drafting


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
    if not vorlage.texts_open and wanted.keys() != {"number"}:
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


def measure_of(vorlage: Vorlage, id_: str) -> Measure:
    """A measure of the paper. Raises `NoSuch`."""
    found = vorlage.measure(id_)
    if found is None:
        raise NoSuch("measure", id_)
    return found


def _add_measure(vorlage: Vorlage, command: AddMeasure, given: Given) -> list[VorlageEvent]:
    id_ = command.measure or given.new_id("measure")
    document = f"measures/{id_}"
    if vorlage.measure(id_) is not None or document in vorlage.texts:
        raise AlreadyExists("measure", id_)
    added = MeasureAdded(
        measure=id_,
        document=line("document", command.document),
        page=command.page,
        topic=line_or_none("topic", command.topic),
    )
    text = prose(command.text)
    return [added, rewritten(vorlage, document, text, given, origin="written")] if text else [added]


def _cite(measure: Measure, command: ChangeMeasureCitation) -> list[VorlageEvent]:
    cited = MeasureCitationChanged(
        measure=measure.id,
        document=measure.document if command.document is UNSET else line("document", command.document),
        page=measure.page if command.page is UNSET else command.page,
        topic=measure.topic if command.topic is UNSET else line_or_none("topic", command.topic),
    )
    if (cited.document, cited.page, cited.topic) == (measure.document, measure.page, measure.topic):
        raise NothingChanges("citation")
    return [cited]


def _amend(vorlage: Vorlage, command: AmendMeasure, given: Given) -> list[VorlageEvent]:
    measure = measure_of(vorlage, command.measure)
    new = prose(command.new)
    check_amendment(vorlage, measure, prose(command.old), new)
    if command.cause is not None:
        station_of(vorlage, command.cause)
    change = command.change or given.new_id("change")
    if any(each.id == change for other in vorlage.measures for each in other.changes):
        raise AlreadyExists("change", change)
    return amended(
        vorlage,
        measure,
        new,
        given,
        change=change,
        page=measure.page if command.page is UNSET else command.page,
        topic=measure.topic if command.topic is UNSET else line_or_none("topic", command.topic),
        cause=command.cause,
    )


def check_amendment(vorlage: Vorlage, measure: Measure, old: str, new: str) -> None:
    """Rule 9, first sentence: old is the text in force, and new is another one."""
    in_force = vorlage.text(f"measures/{measure.id}")
    if old != in_force:
        raise OldTextDiffers(measure.id, in_force)
    if new == old:
        raise AmendmentChangesNothing(measure.id)


def amended(
    vorlage: Vorlage,
    measure: Measure,
    new: str,
    given: Given,
    *,
    change: str,
    page: int | None,
    topic: str | None,
    cause: str | None,
    amendment: str | None = None,
) -> list[VorlageEvent]:
    """The change of a measure, and the revision of its text that goes with it."""
    document = f"measures/{measure.id}"
    return [
        MeasureAmended(
            change=change,
            measure=measure.id,
            old=vorlage.text(document),
            new=new,
            page=page,
            topic=topic,
            cause=cause,
            amendment=amendment,
        ),
        rewritten(vorlage, document, new, given, origin="amended", cause=cause),
    ]


def _attribute(vorlage: Vorlage, command: AttributeCause) -> list[VorlageEvent]:
    if command.cause is not None:
        station_of(vorlage, command.cause)
    for measure in vorlage.measures:
        for change in measure.changes:
            if change.id == command.change:
                if change.cause == command.cause:
                    raise NothingChanges("cause")
                return [CauseAttributed(change=change.id, measure=measure.id, cause=command.cause)]
    raise NoSuch("change", command.change)


def _attach(
    vorlage: Vorlage, command: AddAttachment | ReplaceAttachment | RemoveAttachment, given: Given
) -> list[VorlageEvent]:
    match command:
        case AddAttachment():
            return _add_attachment(vorlage, command, given)
        case ReplaceAttachment():
            attachment = _attachment_of(vorlage, command.attachment)
            return [
                AttachmentReplaced(
                    attachment=attachment.id,
                    title=attachment.title if command.title is UNSET else line("title", command.title),
                    edition=attachment.edition if command.edition is UNSET else command.edition,
                    sha256=sha256(command.content).hexdigest(),
                    size=len(command.content),
                    media_type=command.media_type,
                )
            ]
        case RemoveAttachment():
            return [AttachmentRemoved(attachment=_attachment_of(vorlage, command.attachment).id)]


def _attachment_of(vorlage: Vorlage, id_: str) -> Attachment:
    found = vorlage.attachment(id_)
    if found is None:
        raise NoSuch("attachment", id_)
    return found


def _add_attachment(vorlage: Vorlage, command: AddAttachment, given: Given) -> list[VorlageEvent]:
    id_ = command.attachment or given.new_id("attachment")
    if vorlage.attachment(id_) is not None:
        raise AlreadyExists("attachment", id_)
    content = command.content
    return [
        AttachmentAdded(
            attachment=id_,
            title=line("title", command.title),
            edition=line_or_none("edition", command.edition),
            sha256=None if content is None else sha256(content).hexdigest(),
            size=None if content is None else len(content),
            media_type=command.media_type,
        )
    ]


# Motions


def motion_of(vorlage: Vorlage, id_: str) -> Motion:
    """A motion on the paper. Raises `NoSuch`."""
    found = vorlage.motion(id_)
    if found is None:
        raise NoSuch("amendment", id_)
    return found


def check_open(motion: Motion) -> None:
    """Refuse what concerns a motion that is settled."""
    if motion.status not in OPEN_MOTIONS:
        raise AmendmentSettled(motion.id, motion.status)


def _propose(vorlage: Vorlage, command: ProposeAmendment, given: Given) -> list[VorlageEvent]:
    measure = measure_of(vorlage, command.measure)
    proposer = _proposer(vorlage, command, given)
    old, new = prose(command.old), prose(command.new)
    check_amendment(vorlage, measure, old, new)
    if command.consultation is not None:
        station_of(vorlage, command.consultation)
    id_ = command.amendment or given.new_id("amendment")
    if vorlage.motion(id_) is not None:
        raise AlreadyExists("amendment", id_)
    return [
        AmendmentProposed(
            amendment=id_,
            measure=measure.id,
            old=old,
            new=new,
            consultation=command.consultation,
            proposer=proposer,
            committee=command.committee,
        )
    ]


def _proposer(vorlage: Vorlage, command: ProposeAmendment, given: Given) -> str:
    """Whose motion it is: nobody puts one into another's mouth but the clerk and the lead department."""
    if command.proposer in {None, given.person}:
        return given.person
    if "clerk" not in given.standing.roles and vorlage.lead_department not in given.standing.departments:
        raise NotEntitled("ProposeAmendment.proposer", ("clerk", "lead"))
    return command.proposer


def obsolete(vorlage: Vorlage, adopted: frozenset[str] = frozenset()) -> list[VorlageEvent]:
    """What becomes of the open motions when the paper is decided without them."""
    return [
        AmendmentObsolete(amendment=motion.id)
        for motion in vorlage.motions
        if motion.status in OPEN_MOTIONS and motion.id not in adopted
    ]


# Editions, cosigning, release


def freeze(vorlage: Vorlage, command: FreezeEdition) -> EditionFrozen:
    """The paper as it is now, named; `target` and `cause` are stations of it."""
    for station in (command.target, command.cause):
        if station is not None:
            station_of(vorlage, station)
    return frozen(vorlage, line("label", command.label), target=command.target, cause=command.cause)


def frozen(vorlage: Vorlage, label: str, *, target: str | None, cause: str | None) -> EditionFrozen:
    """The next edition of the paper."""
    content = vorlage.content()
    sections = content.section_hashes()
    return EditionFrozen(
        number=len(vorlage.editions) + 1,
        label=label,
        hash=content.hash(),
        sections=sections,
        canonical=content.canonical(),
        target=target,
        cause=cause,
        consolidated=_consolidated(vorlage, sections),
    )


def _consolidated(vorlage: Vorlage, sections: dict[str, str]) -> bool:
    """Rule 8: an edition that changes a measure has new bytes of its document, or says that it has not."""
    if not vorlage.editions:
        return True
    before = vorlage.editions[-1]
    if _part(before.sections, "attachments/") != _part(sections, "attachments/"):
        return True
    return before.consolidated and _part(before.sections, "measures/") == _part(sections, "measures/")


def _part(sections: dict[str, str], prefix: str) -> dict[str, str]:
    return {name: digest for name, digest in sections.items() if name.startswith(prefix)}


def _start_cosigning(vorlage: Vorlage, command: StartCosigning, world: World) -> list[VorlageEvent]:
    if vorlage.kind == "decision" and not vorlage.text("proposed_resolution").strip():
        raise SectionEmpty("proposed_resolution")
    if not vorlage.text("reasons").strip():
        raise SectionEmpty("reasons")
    edition = _current_edition(vorlage)
    for number, department in enumerate(command.chain):
        if department not in world.organisation.departments:
            raise NoSuch("department", department)
        if department in command.chain[:number]:
            raise ChainRepeats(department)
    budget = vorlage.budget
    finance = {key for key, each in world.organisation.departments.items() if each.finance}
    if (budget.proof_required or budget.spending is not None) and not finance & set(command.chain):
        raise FinanceMissing
    return [CosigningStarted(edition=edition.number, chain=command.chain)]


def _current_edition(vorlage: Vorlage) -> Edition:
    """The last edition, if the draft still says the same."""
    if not vorlage.editions:
        raise EditionNeeded
    edition = vorlage.editions[-1]
    if vorlage.content().hash() != edition.hash:
        raise EditionOutdated(edition.number)
    return edition


def _check_signatory(vorlage: Vorlage, department: str, given: Given) -> None:
    chain = vorlage.phase.chain if isinstance(vorlage.phase, Cosigning) else ()
    if department not in chain:
        raise NotInChain(department)
    if department not in given.standing.departments:
        raise NotYourDepartment(department)


def _cosign(vorlage: Vorlage, command: CosignVorlage, given: Given) -> list[VorlageEvent]:
    _check_signatory(vorlage, command.department, given)
    edition = vorlage.editions[-1]
    if vorlage.cosignatures.get(command.department) == edition.sections:
        raise NothingChanges("cosignature")
    return [
        Cosigned(
            department=command.department,
            edition=edition.number,
            sections=edition.sections,
            comment=line_or_none("comment", command.comment),
        )
    ]


def _release(vorlage: Vorlage, given: Given, world: World) -> list[VorlageEvent]:
    """Every department of the chain signed what is released, and four eyes have seen it."""
    edition = vorlage.editions[-1]
    chain = vorlage.phase.chain if isinstance(vorlage.phase, Cosigning) else ()
    missing = tuple(each for each in chain if vorlage.cosignatures.get(each) != edition.sections)
    if missing:
        raise CosignaturesMissing(missing)
    if world.rules.on(given.day).four_eyes:
        for person in (given.actor, given.person):
            if person in vorlage.authors:
                raise FourEyes(person)
    return [VorlageReleased(edition=edition.number)]
