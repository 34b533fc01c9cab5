"""What the public may know of a paper: the editions that were announced, and what was said of it in public.

Rule 12: the working text, drafts and the steps between editions leave no trace; editions are counted anew.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from domain.visibility import PUBLIC_MOTION, PUBLIC_PAPER, PUBLIC_STATION
from domain.vorlage.editions.decisions import consolidated
from domain.worddiff import Piece
from projections import flag_shown
from projections.history.shown import compared
from projections.public.disclosure import Sitting, only
from projections.vorlage import row as vorlage_row
from projections.vorlage.motions_shown import MotionShown
from projections.vorlage.shown import ChangeShown, EditionShown, MeasureShown, VorlageShown, show
from projections.vorlage.stations_shown import ConsultationShown


class Adopted(Struct, kw_only=True):
    """A change that a body made in public, with the keys of an entry of the amendment history.

    `vote`: the last one on its motion that was held in public.
    """

    position: None = None
    at: dt.datetime
    by: None = None
    department: None = None
    acting_for: None = None
    authors: list[str] = []
    kind: Literal["measure_amended", "passage_amended"]
    target: str
    old: str
    new: str
    diff: list[Piece]
    cause: str
    amendment: str | None
    proposer: None = None
    committee: str | None
    vote: str | None


class PublicPaper(Struct, kw_only=True):
    """A paper as the public reads it; `numbers`: which editions those are that it counts from 1 on."""

    shown: VorlageShown
    history: list[Adopted]
    numbers: list[int]


class Stations(Struct):
    """The stations of a paper that exist for the public: whether their outcome was said, and hidden votes."""

    said: dict[str, bool]
    hidden: set[str]


def stations(row: vorlage_row.Row, sitting: Callable[[str], Sitting]) -> Stations:
    """Where a paper is dealt with in public."""
    said: dict[str, bool] = {}
    hidden: set[str] = set()
    for each in row.consultations:
        if each.session is not None and each.item is not None:
            found = sitting(each.session)
            hidden.update(found.row.doors.votes)
            if each.item in found.items:
                said[each.id] = found.items[each.item]
    return Stations(said, hidden)


def paper(
    row: vorlage_row.Row, frozen: Callable[[int], vorlage_row.Row], sitting: Callable[[str], Sitting]
) -> PublicPaper | None:
    """The paper as the public may know it; None: it does not exist.

    `frozen`: the row as it was when an edition was frozen; the working text is never looked at.
    """
    if row.published_at is None:
        return None
    known = stations(row, sitting)
    resolution = row.resolution
    if resolution is not None and not known.said.get(resolution.consultation, False):
        resolution = None
    editions = [each.edition for each in row.publications]
    editions += [] if resolution is None else [resolution.edition]
    numbers = {real: number for number, real in enumerate(dict.fromkeys(editions), 1)}
    content, now = frozen(editions[-1]), show(row, position=0, by=_nobody)
    frozen_at = next(each.frozen_at for each in content.editions if each.number == editions[-1])
    motions = list(_motions(now.motions, known, adopted=resolution is not None))
    says = show(content, position=0, by=_nobody)
    measures = [
        replace(each, amendments=list(_changes(each, known, frozen_at, {motion.id for motion in motions})))
        for each in says.measures
    ]
    shown = replace(
        only(says, PUBLIC_PAPER),
        number=row.number,
        published_at=row.published_at,
        status=_status(row, known, resolved=resolution is not None),
        consultations=[_station(each, known, numbers) for each in now.consultations if each.id in known.said],
        measures=measures,
        motions=motions,
        editions=list(_editions(row, now.editions, known, numbers)),
        # Numbers are given to what is resolved without the public, too: a gap would tell of it.
        resolution=resolution
        and replace(resolution, edition=numbers[resolution.edition], resolution_number=None),
    )
    return PublicPaper(
        shown=shown, history=_history(measures, content.passages, motions, known), numbers=list(numbers)
    )


def _editions(
    row: vorlage_row.Row, editions: Iterable[EditionShown], known: Stations, numbers: dict[int, int]
) -> Iterator[EditionShown]:
    """The published editions in the order of their publication, each compared with the one before it."""
    by_number = {each.number: each for each in editions}
    sections = {each.number: each.sections for each in row.editions}
    before: dict[str, str] | None = None
    is_consolidated = True
    for real, number in numbers.items():
        each = by_number[real]
        if before is not None:
            is_consolidated = consolidated(before, sections[real], was=is_consolidated)
        before = sections[real]
        yield replace(
            each,
            number=number,
            target=each.target if each.target in known.said else None,
            cause=each.cause if each.cause in known.said else None,
            consolidated=is_consolidated,
            released=True,
        )


def _nobody(_id: str) -> None:
    """Name no person."""


def _status(row: vorlage_row.Row, known: Stations, *, resolved: bool) -> str:
    """Where the paper stands, as far as it was said in public."""
    if row.status == "withdrawn":
        return "withdrawn"
    said = [each for each in row.consultations if known.said.get(each.id, False)]
    again = {each.session for each in row.aftermath.objections if each.outcome == row.status}
    if again.intersection(each.session for each in said):
        return row.status  # after an objection the body decided again
    if resolved:
        return "resolved"
    outcomes = {each.outcome for each in said}
    if "rejected" in outcomes and row.aftermath.objections:
        return "rejected"
    return row.status if row.status in {"rejected", "noted"} & outcomes else "in_consultation"


def _station(station: ConsultationShown, known: Stations, numbers: dict[int, int]) -> ConsultationShown:
    shown = replace(
        only(station, PUBLIC_STATION),
        edition=numbers.get(station.edition or 0),
        flags=flag_shown.in_public(station.flags),
    )
    if known.said[station.id]:
        return shown
    return replace(
        shown,
        yes=None,
        no=None,
        abstained=None,
        outcome=None,
        vote=None,
        text_hash=None,
        corrections=[],
        flags=[],
        status="called" if station.status == "concluded" else station.status,
    )


def _motions(motions: Iterable[MotionShown], known: Stations, *, adopted: bool) -> Iterator[MotionShown]:
    """The motions that were voted on in public, as those votes left them."""
    for each in motions:
        votes = [
            vote for vote in each.votes if vote.consultation in known.said and vote.vote not in known.hidden
        ]
        if not votes:
            continue
        is_adopted = adopted and each.status == "adopted"
        standing = "proposed" if votes[-1].annulled else votes[-1].result
        yield replace(
            only(each, PUBLIC_MOTION),
            consultation=each.consultation if each.consultation in known.said else None,
            status="adopted" if is_adopted else standing,
            order=each.order if is_adopted else None,
            votes=votes,
        )


def _changes(
    measure: MeasureShown, known: Stations, at: dt.datetime, motions: set[str]
) -> Iterator[ChangeShown]:
    """What a body changed in public, step by step; what was changed otherwise as one."""
    old: str | None = None
    for each in measure.amendments:
        if each.amendment is None or not known.said.get(each.cause or "", False):
            old = each.old if old is None else old
            continue
        if old is not None and old != each.old:
            yield _printed(measure.id, old, each.old, at)
        old = None
        yield replace(each, amendment=each.amendment if each.amendment in motions else None)
    if old is not None and old != measure.amendments[-1].new:
        yield _printed(measure.id, old, measure.amendments[-1].new, at)


def _printed(measure: str, old: str, new: str, at: dt.datetime) -> ChangeShown:
    """A change as the paper prints it, without the steps that led to it."""
    return ChangeShown(id=measure, old=old, new=new, cause=None, amendment=None, at=at, by=None)


def _history(
    measures: Iterable[MeasureShown],
    passages: Iterable[vorlage_row.Passage],
    motions: Sequence[MotionShown],
    known: Stations,
) -> list[Adopted]:
    """What bodies changed in public, oldest first; a motion is named only where it was voted on in public."""
    said = {each.id: each for each in motions}
    changes = [
        _adopted("measure_amended", measure.id, each, each.cause, said)
        for measure in measures
        for each in measure.amendments
        if each.cause is not None
    ]
    changes += [
        _adopted("passage_amended", each.document, each, each.cause, said)
        for each in passages
        if each.cause is not None and known.said.get(each.cause, False)
    ]
    return sorted(changes, key=lambda each: each.at)


def _adopted(
    kind: Literal["measure_amended", "passage_amended"],
    target: str,
    change: ChangeShown | vorlage_row.Passage,
    cause: str,
    said: dict[str, MotionShown],
) -> Adopted:
    motion = said.get(change.amendment or "")
    votes = [] if motion is None else [each.vote for each in motion.votes if not each.annulled]
    return Adopted(
        at=change.at,
        kind=kind,
        target=target,
        old=change.old,
        new=change.new,
        diff=compared(change.old, change.new),
        cause=cause,
        amendment=None if motion is None else motion.id,
        committee=None if motion is None else motion.committee,
        vote=votes[-1] if votes else None,
    )
