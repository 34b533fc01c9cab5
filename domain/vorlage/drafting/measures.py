"""The measures of a paper: added, cited, amended ("Maßnahme alt / geändert"; rule 9, first sentence)."""

from msgspec import UNSET

from domain.errors import AlreadyExists, NoSuch, NothingChanges
from domain.given import Given
from domain.text import Splice
from domain.vorlage.commands.measures import AddMeasure, AmendMeasure, AttributeCause, ChangeMeasureCitation
from domain.vorlage.consultation.beratungsfolge import station_of
from domain.vorlage.drafting.wording import line, line_or_none, prose, rewritten
from domain.vorlage.errors.drafting import OldTextDiffers
from domain.vorlage.errors.motions import AmendmentChangesNothing
from domain.vorlage.events import VorlageEvent
from domain.vorlage.events.measures import (
    CauseAttributed,
    MeasureAdded,
    MeasureAmended,
    MeasureCitationChanged,
)
from domain.vorlage.parts import Measure
from domain.vorlage.state import Vorlage


def measure_of(vorlage: Vorlage, id_: str) -> Measure:
    """A measure of the paper. Raises `NoSuch`."""
    found = vorlage.measure(id_)
    if found is None:
        raise NoSuch("measure", id_)
    return found


def add(vorlage: Vorlage, command: AddMeasure, given: Given) -> list[VorlageEvent]:
    """Take a measure of the attached concept into the paper."""
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


def cite(measure: Measure, command: ChangeMeasureCitation) -> list[VorlageEvent]:
    """Correct what a measure is cited by."""
    cited = MeasureCitationChanged(
        measure=measure.id,
        document=measure.document if command.document is UNSET else line("document", command.document),
        page=measure.page if command.page is UNSET else command.page,
        topic=measure.topic if command.topic is UNSET else line_or_none("topic", command.topic),
    )
    if (cited.document, cited.page, cited.topic) == (measure.document, measure.page, measure.topic):
        raise NothingChanges("citation")
    return [cited]


def amend(vorlage: Vorlage, command: AmendMeasure, given: Given) -> list[VorlageEvent]:
    """Change a measure from its text in force to another one."""
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
    document = f"measures/{measure.id}"
    in_force = vorlage.text(document)
    if old != in_force:
        raise OldTextDiffers(document, in_force)
    if new == old:
        raise AmendmentChangesNothing(document)


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
    splices: tuple[Splice, ...] | None = None,
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
        rewritten(vorlage, document, new, given, origin="amended", cause=cause, splices=splices),
    ]


def attribute(vorlage: Vorlage, command: AttributeCause) -> list[VorlageEvent]:
    """Trace a change to the consultation that led to it."""
    if command.cause is not None:
        station_of(vorlage, command.cause)
    for measure in vorlage.measures:
        for change in measure.changes:
            if change.id == command.change:
                if change.cause == command.cause:
                    raise NothingChanges("cause")
                return [CauseAttributed(change=change.id, measure=measure.id, cause=command.cause)]
    raise NoSuch("change", command.change)
