"""What of a paper is left out for the body (DOMAIN, "Who sees what"; rule 12).

The body sees released editions, from the summons on: no drafts, no authors, no statements.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from enum import IntEnum

from msgspec.structs import replace

from domain.rights import INSIDE, Capacity, Circle
from domain.visibility import BODY_ENTRIES, HIDDEN_FROM_BODY
from projections.history.shown import EntryShown
from projections.vorlage import row as vorlage_row
from projections.vorlage.motions import Motion
from projections.vorlage.shown import ChangeShown, VorlageShown


class Sight(IntEnum):
    """From where on someone sees what a paper was: nobody sees an old state that was not his then."""

    SUMMONS = 1
    RELEASE = 2
    DRAFT = 3


def sight(circle: Circle, capacities: frozenset[Capacity]) -> Sight:
    """How far back someone sees."""
    if circle is Circle.BODY:
        return Sight.SUMMONS
    return Sight.DRAFT if capacities & INSIDE else Sight.RELEASE


def first_edition(row: vorlage_row.Row, seen: Sight) -> int | None:
    """The number of the first edition that someone sees; those before it were drafts. None: he sees none."""
    match seen:
        case Sight.DRAFT:
            return 1
        case Sight.RELEASE:
            return min((each.number for each in row.editions if each.released), default=None)
        case Sight.SUMMONS:
            return min((each.number for each in row.editions if each.submitted), default=None)


def sees_edition(row: vorlage_row.Row, seen: Sight, number: int) -> bool:
    """Whether someone sees an edition of a paper: those inside each, others the released ones."""
    first = first_edition(row, seen)
    if first is None or number < first:
        return False
    return seen is Sight.DRAFT or any(each.number == number and each.released for each in row.editions)


def as_submitted(row: vorlage_row.Row, seen: Sight) -> vorlage_row.Row:
    """A paper as it was released last, for whoever does not see the new edition that is being written."""
    revision = row.revision
    if revision is None or seen is Sight.DRAFT:
        return row
    released = max((each.number for each in row.editions if each.released), default=0)
    return replace(
        row,
        subject=revision.subject,
        texts=revision.texts,
        measures=revision.measures,
        attachments=revision.attachments,
        budget=revision.budget,
        motions=[_before(each, released) for each in row.motions],
        revision=None,
    )


def _before(motion: Motion, released: int) -> Motion:
    """A motion as it stood before it was taken over into an edition that is not released."""
    if motion.status != "taken_over" or (motion.edition is not None and motion.edition <= released):
        return motion
    taken = max(place for place, each in enumerate(motion.statuses) if each.status == "taken_over")
    statuses = [*motion.statuses[:taken], *motion.statuses[taken + 1 :]]
    return replace(motion, status=statuses[-1].status, edition=None, statuses=statuses)


def of_released(shown: VorlageShown, row: vorlage_row.Row, seen: Sight) -> VorlageShown:
    """A paper without the editions that were drafts for this reader."""
    editions = [each for each in shown.editions if sees_edition(row, seen, each.number)]
    return replace(shown, editions=editions)


def for_body(shown: VorlageShown) -> VorlageShown:
    """A paper as the body sees it."""
    hidden: dict[str, list[str] | None] = {
        name: [] if isinstance(getattr(shown, name), list) else None for name in sorted(HIDDEN_FROM_BODY)
    }
    return replace(shown, **hidden)


def without_steps(shown: VorlageShown, later: AbstractSet[str]) -> VorlageShown:
    """A paper whose measures show what was printed: the old text and the released one, no step between.

    `later` are the changes since the release; those were made before everybody's eyes.
    """
    measures = [
        replace(each, amendments=_printed(each.amendments, later)) if each.amendments else each
        for each in shown.measures
    ]
    return replace(shown, measures=measures)


def _printed(changes: list[ChangeShown], later: AbstractSet[str]) -> list[ChangeShown]:
    """The changes before the release as one, which nobody made; then the later ones."""
    before = [each for each in changes if each.id not in later]
    rest = [each for each in changes if each.id in later]
    if not before or before[0].old == before[-1].new:
        return rest
    return [replace(before[-1], old=before[0].old, by=None), *rest]


def entries_for(
    entries: list[EntryShown], seen: Sight, since: int, drafts: Sequence[tuple[int, int | None]]
) -> list[EntryShown]:
    """A history as someone sees it: what came after `since`; for the body only what it may know.

    `drafts`: from where to where (None: now) an edition was written that was not released.
    """
    return [each for each in entries if tells(each.kind, each.position, seen, since, drafts)]


def tells(
    kind: str, position: int, seen: Sight, since: int, drafts: Sequence[tuple[int, int | None]]
) -> bool:
    """Whether someone may know of a change at all: what it was, when and whose."""
    if seen is Sight.DRAFT:
        return True
    return (
        position > since
        and (seen is not Sight.SUMMONS or kind in BODY_ENTRIES)
        and (kind.startswith("consultation") or not _drafted(position, drafts))
    )


def _drafted(position: int, drafts: Sequence[tuple[int, int | None]]) -> bool:
    return any(begin <= position and (end is None or position <= end) for begin, end in drafts)
