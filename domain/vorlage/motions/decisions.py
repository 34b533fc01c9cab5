"""Motions to change a paper (Änderungsantrag): proposed, restated, withdrawn, taken over, obsolete (rule 9).

A motion names what the edition says that its body has before it; only what is taken over by the submitter
between sittings, or adopted by the deciding body, comes into the text.
"""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from domain.errors import AlreadyExists, NoSuch, NotEntitled
from domain.given import Given
from domain.text import Splice, apply
from domain.vorlage.commands.motions import (
    ProposeAmendment,
    RestateAmendment,
    TakeOverAmendment,
    WithdrawAmendment,
)
from domain.vorlage.consultation.beratungsfolge import station_of
from domain.vorlage.drafting.measures import amended, measure_of
from domain.vorlage.drafting.wording import prose, rewritten
from domain.vorlage.editions.decisions import frozen
from domain.vorlage.editions.revising import supplied
from domain.vorlage.errors.consultation import ConsultationUnderWay
from domain.vorlage.errors.drafting import OldTextDiffers
from domain.vorlage.errors.motions import (
    AmendmentChangesNothing,
    AmendmentSettled,
    AmendmentsOverlap,
    PassageUnnamed,
    RestatementUnrelated,
)
from domain.vorlage.events import VorlageEvent
from domain.vorlage.events.editions import EditionFrozen, EditionOpened
from domain.vorlage.events.measures import PassageAmended
from domain.vorlage.events.motions import (
    AmendmentAdopted,
    AmendmentObsolete,
    AmendmentProposed,
    AmendmentRestated,
    AmendmentTakenOver,
    AmendmentWithdrawn,
)
from domain.vorlage.evolution import evolve
from domain.vorlage.motions.anchoring import between
from domain.vorlage.motions.merging import (
    Edit,
    Merged,
    Wording,
    edited,
    edits_of,
    merge,
    splices_of,
    stretch_with,
    touch,
)
from domain.vorlage.motions.state import Motion
from domain.vorlage.parts import Edition
from domain.vorlage.state import Vorlage
from domain.world import World

MEASURES = "measures/"

TAKEN_OVER = "Änderungsantrag übernommen"
"""Why a new edition was opened for a motion that no body recommended; people read it."""


def motion_of(vorlage: Vorlage, id_: str) -> Motion:
    """A motion on the paper. Raises `NoSuch`."""
    found = vorlage.motion(id_)
    if found is None:
        raise NoSuch("amendment", id_)
    return found


def check_open(motion: Motion) -> None:
    """Refuse what concerns a motion that is settled."""
    if not motion.open:
        raise AmendmentSettled(motion.id, motion.status)


def check_open_to(motion: Motion, edition: Edition) -> None:
    """Refuse what concerns a motion that is settled for a body that has an edition before it."""
    if not motion.open_to(edition.number):
        raise AmendmentSettled(motion.id, motion.status_to(edition.number))


def _check_unvoted(motion: Motion) -> None:
    check_open(motion)
    if motion.status == "carried":
        raise AmendmentSettled(motion.id, motion.status)


def edition_before(vorlage: Vorlage, consultation: str | None = None) -> Edition:
    """The edition that a motion is about: what its body has, or the one that deals with the paper now."""
    station = None if consultation is None else station_of(vorlage, consultation)
    if station is None or station.edition is None:
        called = (each for each in vorlage.consultations if each.status == "called")
        station = next(called, None)
    return vorlage.submittable if station is None else vorlage.submitted(station.id)


def merged(edition: Edition, motions: Sequence[Motion]) -> Merged:
    """What an edition says with these motions in it, in this order."""
    documents = {each.document for each in motions}
    texts = {each: edition.content.text(each) or "" for each in documents}
    return merge(texts, [each.proposal(edition.number) for each in motions])


def put_together(edition: Edition, motions: Sequence[Motion]) -> dict[str, str]:
    """The texts of an edition with these motions in it. Raises what keeps them apart (rule 9)."""
    found = merged(edition, motions)
    for each in found.overlaps:
        raise AmendmentsOverlap(each.second, each.first, each.document)
    for id_ in found.outdated:
        raise _misfit(next(each for each in motions if each.id == id_), edition)
    return found.texts


def stated(edition: Edition, others: Sequence[Motion], motion: Motion) -> Wording:
    """What a motion says on top of others. Raises what keeps them apart (rule 9)."""
    wording = motion.proposal(edition.number).wording([each.id for each in others])
    if wording is None:
        raise _misfit(motion, edition)
    put_together(edition, [*others, motion])
    return wording


def _misfit(motion: Motion, edition: Edition | None) -> OldTextDiffers | AmendmentsOverlap:
    """Why a motion has no wording for a text: its words were changed, or it builds on another one."""
    wordings = motion.proposal(None if edition is None else edition.number).wordings
    for wording in wordings:
        if not wording.touched:
            return AmendmentsOverlap(motion.id, wording.after[0], motion.document)
    first = wordings[0]
    text = "" if edition is None else edition.content.text(motion.document) or ""
    return OldTextDiffers(motion.document, text if first.whole else _at(text, first.start, len(first.old)))


def _at(text: str, start: int, length: int) -> str:
    return text[start : start + length]


# Proposing


def propose(vorlage: Vorlage, command: ProposeAmendment, given: Given, world: World) -> list[VorlageEvent]:
    """Move to change the paper; the old text is what the edition says there (rule 9)."""
    document = _document(vorlage, command)
    proposer = _proposer(vorlage, command, given)
    _check_committee(vorlage, command, given, world)
    edition = edition_before(vorlage, command.consultation)
    old, new = prose(command.old), prose(command.new)
    text = edition.content.text(document) or ""
    said = text if command.start is None else _at(text, command.start, len(old))
    if old != said or (command.start or 0) > len(text):
        raise OldTextDiffers(document, said)
    if new == old:
        raise AmendmentChangesNothing(document)
    id_ = command.amendment or given.new_id("amendment")
    if vorlage.motion(id_) is not None:
        raise AlreadyExists("amendment", id_)
    whole = command.start is None
    return [
        AmendmentProposed(
            amendment=id_,
            measure=document.removeprefix(MEASURES) if document.startswith(MEASURES) else None,
            old=old,
            new=new,
            consultation=command.consultation,
            proposer=proposer,
            committee=command.committee,
            department=_department(vorlage, command, given),
            document=None if whole and document.startswith(MEASURES) else document,
            start=command.start,
            base=edition.number,
        )
    ]


def _document(vorlage: Vorlage, command: ProposeAmendment) -> str:
    if (command.measure is None) == (command.document is None):
        raise PassageUnnamed
    document = command.document or f"{MEASURES}{command.measure}"
    if document.startswith(MEASURES):
        measure_of(vorlage, document.removeprefix(MEASURES))
    return document


def _speaks_for_others(vorlage: Vorlage, given: Given) -> bool:
    return "clerk" in given.standing.roles or vorlage.lead_department in given.standing.departments


def _proposer(vorlage: Vorlage, command: ProposeAmendment, given: Given) -> str:
    """Whose motion it is: nobody puts one into another's mouth but the clerk and the lead department."""
    if command.proposer in {None, given.person}:
        return given.person
    if not _speaks_for_others(vorlage, given):
        raise NotEntitled("ProposeAmendment.proposer", ("clerk", "lead"))
    return command.proposer


def _check_committee(vorlage: Vorlage, command: ProposeAmendment, given: Given, world: World) -> None:
    """A committee moves by the word of its chair."""
    if command.committee is None:
        return
    committee = world.committees.get(command.committee)
    if committee is None:
        raise NoSuch("committee", command.committee)
    if committee.chair_on(given.day) != given.person and not _speaks_for_others(vorlage, given):
        raise NotEntitled("ProposeAmendment.committee", ("chair", "clerk", "lead"))


def _department(vorlage: Vorlage, command: ProposeAmendment, given: Given) -> str | None:
    """The lead department, where the administration itself moves."""
    own = command.committee is None and command.proposer in {None, given.person}
    leads = vorlage.lead_department in given.standing.departments
    return vorlage.lead_department if own and leads else None


# Overlaps


def restate(vorlage: Vorlage, command: RestateAmendment) -> list[VorlageEvent]:
    """State a motion anew, on top of motions that it overlaps with: an explicit resolution (rule 9)."""
    motion = motion_of(vorlage, command.amendment)
    _check_unvoted(motion)
    edition = edition_before(vorlage)
    below = [motion_of(vorlage, each) for each in command.after]
    for each in below:
        check_open(each)
        if each.id == motion.id or each.document != motion.document:
            raise RestatementUnrelated(motion.id, each.id)
    texts = put_together(edition, below)
    text = edition.content.text(motion.document) or ""
    first = motion.proposal(edition.number).wordings[0]
    effects = tuple(edit for each in below for edit in _edits(each, edition))
    if not first.touched and not any(touch(one, two) for one in first.edits() for two in effects):
        raise RestatementUnrelated(motion.id, command.after[0])
    stretch = Edit(0, len(text)) if first.whole else stretch_with(first.stretch, effects)
    new = prose(command.new)
    then = edited(text, [Edit(stretch.begin, stretch.end, new)])
    if then == texts[motion.document]:
        raise AmendmentChangesNothing(motion.document)
    return [
        AmendmentRestated(
            amendment=motion.id,
            after=command.after,
            base=edition.number,
            start=None if first.whole else stretch.begin,
            old=text[stretch.begin : stretch.end],
            new=new,
        )
    ]


def _edits(motion: Motion, edition: Edition) -> Iterable[Edit]:
    return [
        edit
        for wording in motion.proposal(edition.number).wordings
        if not wording.touched
        for edit in wording.edits()
    ]


def withdraw(vorlage: Vorlage, command: WithdrawAmendment) -> list[VorlageEvent]:
    """Take a motion back before it was voted on."""
    motion = motion_of(vorlage, command.amendment)
    _check_unvoted(motion)
    return [AmendmentWithdrawn(amendment=motion.id)]


# Into the text


def written(
    vorlage: Vorlage,
    motion: Motion,
    text: str,
    given: Given,
    *,
    change: str,
    cause: str | None,
    splices: tuple[Splice, ...] | None = None,
) -> list[VorlageEvent]:
    """A motion put into its text, which then says `text`, as the fewest insertions and deletions."""
    document = motion.document
    was = vorlage.text(document)
    splices = between(was, text) if splices is None else splices
    if document.startswith(MEASURES):
        measure = measure_of(vorlage, document.removeprefix(MEASURES))
        return amended(
            vorlage,
            measure,
            text,
            given,
            change=change,
            page=measure.page,
            topic=measure.topic,
            cause=cause,
            amendment=motion.id,
            splices=splices,
        )
    edits = edits_of(splices)
    start, end = edits[0].begin, edits[-1].end
    return [
        PassageAmended(
            change=change,
            document=document,
            start=start,
            old=was[start:end],
            new=edited(was[start:end], edits, start),
            amendment=motion.id,
            cause=cause,
        ),
        rewritten(vorlage, document, text, given, origin="amended", cause=cause, splices=splices),
    ]


def adopted(
    vorlage: Vorlage, edition: Edition, ids: Sequence[str], given: Given, cause: str
) -> list[VorlageEvent]:
    """Motions that a body resolved with the paper go into its text, in their order (rule 9)."""
    events: list[VorlageEvent] = []
    motions = [motion_of(vorlage, id_) for id_ in ids]
    for number, motion in enumerate(motions):
        text = put_together(edition, motions[: number + 1])[motion.document]
        change = given.new_id("change", number)
        changes = written(vorlage, motion, text, given, change=change, cause=cause)
        changes.append(AmendmentAdopted(amendment=motion.id, consultation=cause, order=number + 1))
        for event in changes:
            vorlage = evolve(vorlage, event, given.meta)
        events += changes
    return events


def take_over(vorlage: Vorlage, command: TakeOverAmendment, given: Given) -> list[VorlageEvent]:
    """Between sittings the submitter writes a motion into the paper; a new edition says so.

    What a body recommended is put to the next one at once; anything else waits for its release (rule 8), and
    where a new edition is open already it goes into that one.
    """
    motion = motion_of(vorlage, command.amendment)
    _check_unvoted(motion)
    for station in vorlage.consultations:
        if station.status == "called":
            raise ConsultationUnderWay(station.id, station.status)
    wording = motion.proposal().wording(())
    if wording is None:
        raise _misfit(motion, None)
    cause = motion.heard or motion.consultation
    recommended = motion.status == "recommended" and vorlage.revision is None
    events: list[VorlageEvent] = []
    if vorlage.revision is None and not recommended:
        events.append(EditionOpened(reason=TAKEN_OVER, cause=cause))
    splices = splices_of(wording.edits())
    text = apply(vorlage.text(motion.document), splices)
    change = given.new_id("change")
    events += written(vorlage, motion, text, given, change=change, cause=cause, splices=splices)
    taken_over = AmendmentTakenOver(amendment=motion.id, cause=cause, recommended=recommended)
    if "revising" in vorlage.states:
        return [*events, taken_over]
    for event in events:
        vorlage = evolve(vorlage, event, given.meta)
    edition = _next_edition(vorlage, cause)
    events += [edition, replace(taken_over, edition=edition.number)]
    return [*events, *(supplied(vorlage, edition.number) if recommended else ())]


def _next_edition(vorlage: Vorlage, cause: str | None) -> EditionFrozen:
    """The edition for the next station, labelled with its committee."""
    following = next((each for each in vorlage.consultations if each.ahead), None)
    label = vorlage.editions[-1].label if following is None else f"Fassung {following.committee_name}"
    return frozen(vorlage, label, target=None if following is None else following.id, cause=cause)


def obsolete(vorlage: Vorlage, adopted: frozenset[str] = frozenset()) -> list[VorlageEvent]:
    """What becomes of the open motions when the paper is decided without them."""
    return [
        AmendmentObsolete(amendment=motion.id)
        for motion in vorlage.motions
        if motion.open and motion.id not in adopted
    ]
