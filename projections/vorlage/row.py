"""The row of a paper in the current view."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, Literal, TypeVar

from msgspec import Struct, field

from domain.flag import Flag
from domain.recorded import Recorded
from domain.vorlage.events.budget import Budget
from domain.vorlage.terms import ConsultationRole, Kind, Outcome
from projections.vorlage.aftermath import Aftermath
from projections.vorlage.budget_shown import FinanceCheck
from projections.vorlage.cosigning import Cosigning
from projections.vorlage.motions import Motion


class Sums(Struct, frozen=True):
    """Counts of a station; None is not recorded, never 0 (rule 1)."""

    yes: int | None
    no: int | None
    abstained: int | None


class Correction(Struct, frozen=True, kw_only=True):
    """Counts and outcome before and after a correction, and its reason (rule 14)."""

    before: Sums
    after: Sums
    outcome_before: Outcome | None
    outcome_after: Outcome | None
    reason: str
    happened_at: dt.datetime
    recorded_at: dt.datetime


class Consultation(Struct, kw_only=True, omit_defaults=True):
    """One station of the Beratungsfolge."""

    id: str
    committee: str | None
    committee_name: str
    date: dt.date | None
    role: ConsultationRole | None
    printed: bool
    remark: str | None
    session: str | None = None
    item: str | None = None
    edition: int | None = None
    late: bool = False
    called: bool = False
    sums: Sums = Sums(None, None, None)
    outcome: Outcome | None = None
    overtaken: bool = False
    vote: str | None = None
    text_hash: str | None = None
    resolution_number: str | None = None
    corrections: list[Correction] = []
    waived: str | None = None
    """Why the deciding body does not wait for it."""
    flags: tuple[Flag, ...] = ()

    @property
    def status(self) -> str:
        """Where the station stands: planned, dated, summoned, called or concluded."""
        if self.outcome is not None:
            return "concluded"
        if self.called:
            return "called"
        if self.edition is not None:
            return "summoned"
        return "planned" if self.date is None else "dated"


class Change(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One change of a measure (Maßnahme alt / geändert)."""

    id: str
    old: str
    new: str
    cause: str | None
    amendment: str | None
    at: dt.datetime
    by: str


class Passage(Struct, kw_only=True, omit_defaults=True):
    """A passage of a text that a motion changed; `position`: of the change in the log."""

    position: int
    at: dt.datetime
    document: str
    old: str
    new: str
    cause: str | None
    amendment: str


class Measure(Struct, kw_only=True, omit_defaults=True):
    """A measure of the attached concept; its text is the row's text `measures/{id}`."""

    id: str
    document: str
    page: int | None
    topic: str | None
    changes: list[Change] = []


class Attachment(Struct, kw_only=True, omit_defaults=True):
    """An attachment; `size` in bytes."""

    id: str
    title: str
    edition: str | None
    sha256: str | None
    size: int | None
    media_type: str | None


class Edition(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A frozen, named state. Its canonical bytes are in the event at `position`, too large for every row."""

    number: int
    label: str
    target: str | None
    cause: str | None
    hash: str
    frozen_at: dt.datetime
    sections: dict[str, str]
    position: int
    consolidated: bool = True
    released: bool = False
    submitted: bool = False
    """A body was summoned with it."""


class Revision(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A new edition after the release, and what the paper says for everybody else until it is released."""

    reason: str
    cause: str | None
    opened_at: dt.datetime
    opened: int
    """The position at which it was opened."""
    stage: Literal["revising", "revised"] = "revising"
    subject: str
    texts: dict[str, str]
    measures: list[Measure]
    attachments: list[Attachment]
    budget: Budget


class Release(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The Landrat's release of an edition (Freigabe)."""

    edition: int
    at: dt.datetime
    by: str
    acting_for: str | None


class Resolution(Struct, frozen=True, kw_only=True):
    """What was resolved; `hash` is the one that the deciding vote was bound to (rule 7)."""

    edition: int
    hash: str
    consultation: str
    vote: str
    at: dt.datetime
    resolution_number: str | None = None


class Annulled(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A decision that does not hold: the number that its resolution had stays used."""

    consultation: str
    vote: str | None
    at: dt.datetime
    reason: str
    resolution_number: str | None


class Publication(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An edition that the public may read since `at`; by the sitting of a station, or by itself."""

    edition: int
    consultation: str | None
    at: dt.datetime


class Row(Struct, kw_only=True, omit_defaults=True):
    """A paper as its events tell it so far.

    `id` is "" before the first one, `created_at` None as long as the paper was not created.
    """

    id: str = ""
    kind: Kind = "decision"
    public: bool = False
    status: str = "draft"
    number: str | None = None
    file_reference: str = ""
    subject: str = ""
    date: dt.date | None = None
    signatory: str | None = None
    lead_department: str | None = None
    lead_department_name: str | None = None
    imported: bool = False
    created_at: dt.datetime | None = None
    created_by: str = ""
    invited: list[str] = []
    texts: dict[str, str] = {}
    consultations: list[Consultation] = []
    measures: list[Measure] = []
    taken_out: list[Measure] = []
    passages: list[Passage] = []
    motions: list[Motion] = []
    attachments: list[Attachment] = []
    budget: Budget = Budget()
    check: FinanceCheck | None = None
    editions: list[Edition] = []
    revision: Revision | None = None
    cosigning: Cosigning = field(default_factory=Cosigning)
    release: Release | None = None
    resolution: Resolution | None = None
    aftermath: Aftermath = field(default_factory=Aftermath)
    annulled: list[Annulled] = []
    publications: list[Publication] = []

    @property
    def released(self) -> bool:
        """Whether the paper has left the drafting group."""
        return self.release is not None and self.status not in {"draft", "cosigning"}

    @property
    def carried_out(self) -> bool:
        """Whether there is a decision to carry out: one that resolved the paper, or an urgent one."""
        return self.resolution is not None or self.aftermath.urgent is not None

    @property
    def published_at(self) -> dt.datetime | None:
        """Since when the public may read the paper; None: it may not."""
        if not self.public or not self.released:
            return None
        return min((each.at for each in self.publications), default=None)


Named = TypeVar("Named", Consultation, Measure, Motion, Attachment)


Handler = Callable[[Row, Any, Recorded], None]
"""What takes an event in: it changes the row."""


def with_id(things: Iterable[Named], id_: str) -> list[Named]:
    """The thing of this id, if it is there."""
    return [each for each in things if each.id == id_]


def without(things: Iterable[Named], id_: str) -> list[Named]:
    """All but the thing of this id."""
    return [each for each in things if each.id != id_]
