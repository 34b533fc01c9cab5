"""What of a paper is left out for the body (DOMAIN, "Who sees what"; rule 12).

The body sees released editions, from the summons on: no drafts, no authors, no statements.
"""

from typing import Final

from msgspec.structs import replace

from domain.rights import HIDDEN_FROM_BODY
from projections import history
from projections import vorlage as papers
from projections.history_shown import EntryShown
from projections.vorlage_shown import VorlageShown

HIDDEN: Final = HIDDEN_FROM_BODY | {"chain"}
"""The chain is who was asked to cosign: a step inside the administration, too."""

BODY_ENTRIES: Final[frozenset[history.EntryKind]] = frozenset(
    {"measure_amended", "measure_cited", "consultation_added", "consultation_date"}
)
"""What of a paper's history the body may know: changes that are made before its eyes."""


def first_edition(row: papers.Row) -> int | None:
    """The number of the first edition that a body was summoned with; earlier ones were drafts."""
    return min((each.edition for each in row.consultations if each.edition is not None), default=None)


def for_body(shown: VorlageShown, row: papers.Row) -> VorlageShown:
    """A paper as the body sees it."""
    first = first_edition(row)
    editions = [each for each in shown.editions if first is not None and each.number >= first]
    hidden: dict[str, list[str] | None] = {
        name: [] if isinstance(getattr(shown, name), list) else None for name in sorted(HIDDEN)
    }
    return replace(shown, editions=editions, **hidden)


def entries_for_body(entries: list[EntryShown], summoned_at: int) -> list[EntryShown]:
    """A history as the body sees it: what came after the summons, and is not a draft's."""
    return [each for each in entries if each.position > summoned_at and each.kind in BODY_ENTRIES]
