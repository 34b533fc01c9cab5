"""What can be asked of the measures of a paper: to add, cite, amend them, and to say why."""

from msgspec import UNSET, UnsetType

from domain.command import Id, Name, Page, Prose
from domain.vorlage.command import VorlageCommand


class AddMeasure(VorlageCommand, frozen=True, kw_only=True):
    """Take a measure of the attached concept into the paper."""

    document: Name
    text: Prose
    topic: Name | None = None
    page: Page | None = None
    measure: Id | None = None


class ChangeMeasureCitation(VorlageCommand, frozen=True, kw_only=True):
    """Correct the document, page or topic that a measure is cited by."""

    measure: Id
    document: Name | UnsetType = UNSET
    page: Page | None | UnsetType = UNSET
    topic: Name | None | UnsetType = UNSET


class RemoveMeasure(VorlageCommand, frozen=True, kw_only=True):
    """Take a measure out of a draft."""

    measure: Id


class AmendMeasure(VorlageCommand, frozen=True, kw_only=True):
    """Change a measure from its text in force `old` to `new` ("Maßnahme alt / geändert").

    `cause`: the consultation that led to it; null: not known. Page and topic: as cited so far when left out.
    """

    measure: Id
    old: Prose
    new: Prose
    page: Page | None | UnsetType = UNSET
    topic: Name | None | UnsetType = UNSET
    cause: Id | None = None
    change: Id | None = None


class AttributeCause(VorlageCommand, frozen=True, kw_only=True):
    """Trace a change of a measure to the consultation that led to it; null takes that back."""

    change: Id
    cause: Id | None
