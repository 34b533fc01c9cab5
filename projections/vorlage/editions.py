"""Editions, cosignatures and the release in a paper's row."""

from collections.abc import Mapping
from typing import Final, Literal

from msgspec.structs import replace

from domain.dispatch import handled
from domain.recorded import Recorded
from domain.vorlage.events.cosigning import (
    CosignatureRefused,
    CosigningRecalled,
    CosigningStarted,
    ReleaseWithdrawn,
    VorlageReleased,
)
from domain.vorlage.events.editions import EditionDiscarded, EditionFrozen, EditionOpened
from projections.vorlage import motions
from projections.vorlage.cosigning import CosigningEvent
from projections.vorlage.cosigning import apply as take_in
from projections.vorlage.row import Edition, Handler, Release, Revision, Row
from projections.vorlage.shapes import EditionName


def _frozen(row: Row, event: EditionFrozen | EditionName, recorded: Recorded) -> None:
    row.editions.append(
        Edition(
            number=event.number,
            label=event.label,
            target=event.target,
            cause=event.cause,
            hash=event.hash,
            frozen_at=recorded.meta.happened_at,
            sections=event.sections,
            position=recorded.position,
            consolidated=event.consolidated,
        )
    )
    motions.frozen(row.motions, event.number)
    _at_stage(row, "revised")


def _opened(row: Row, event: EditionOpened, recorded: Recorded) -> None:
    row.revision = Revision(
        reason=event.reason,
        cause=event.cause,
        opened_at=recorded.meta.happened_at,
        opened=recorded.position,
        subject=row.subject,
        texts=dict(row.texts),
        # Rows change in place: what happens to the working text is not to happen to these.
        measures=[replace(each, changes=list(each.changes)) for each in row.measures],
        attachments=list(row.attachments),
        budget=row.budget,
    )


def _discarded(row: Row, event: EditionDiscarded, recorded: Recorded) -> None:
    motions.discarded(row.motions, event, recorded)
    row.revision = None
    undone = set(event.changes)
    for measure in row.measures:
        measure.changes = [each for each in measure.changes if each.id not in undone]
    kept = max((each.position for each in row.editions if each.number == event.edition), default=0)
    row.passages = [each for each in row.passages if each.position <= kept]


def _at_stage(row: Row, stage: Literal["revising", "revised"]) -> None:
    if row.revision is not None:
        row.revision = replace(row.revision, stage=stage)


def with_released(row: Row, edition: int) -> None:
    """An edition was released, or became the body's own."""
    change_edition(row, edition, released=True)


def change_edition(row: Row, number: int, **changes: bool) -> None:
    """Say something else of the edition of this number, if it is there; it is mostly the last one."""
    editions = row.editions
    for place in range(len(editions) - 1, -1, -1):
        if editions[place].number == number:
            editions[place] = replace(editions[place], **changes)
            return


def _cosigning(row: Row, event: CosigningEvent, recorded: Recorded) -> None:
    chain = row.cosigning.chain
    take_in(row.cosigning, event, recorded)
    match event:
        case CosigningStarted() if row.revision is None:
            row.status = "cosigning"
        case CosignatureRefused() | CosigningRecalled() if row.revision is not None:
            _at_stage(row, "revising")
            row.cosigning.chain = chain  # the new edition is put to the same departments
        case CosignatureRefused() | CosigningRecalled():
            row.status = "draft"
        case ReleaseWithdrawn():
            row.status, row.release, row.revision = "draft", None, None
            row.editions = [replace(each, released=False) for each in row.editions]
        case _:
            pass


def _released(row: Row, event: VorlageReleased, recorded: Recorded) -> None:
    if row.status != "in_consultation":
        row.status = "released"
    row.revision = None
    with_released(row, event.edition)
    row.release = Release(
        edition=event.edition,
        at=recorded.meta.happened_at,
        by=recorded.meta.actor,
        acting_for=recorded.meta.acting_for,
    )


EDITIONS: Final[Mapping[type, Handler]] = {
    **handled(_frozen, EditionFrozen, EditionName),
    EditionOpened: _opened,
    EditionDiscarded: _discarded,
    **handled(_cosigning, CosigningEvent),
    **handled(_released, VorlageReleased),
}
"""What takes in what happens to editions, cosignatures and the release."""
