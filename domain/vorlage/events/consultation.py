"""What can happen to a station of the Beratungsfolge."""

import datetime as dt
from typing import ClassVar

from domain.flag import Flag
from domain.recorded import Event
from domain.vorlage.terms import ConsultationRole, Outcome


class ConsultationAdded(Event, frozen=True, kw_only=True, tag="vorlage.consultation_added.1"):
    """A station was put into the Beratungsfolge, at `place` (from 0)."""

    ABOUT: ClassVar = "consultation"
    consultation: str
    committee_name: str
    committee: str | None = None
    date: dt.date | None = None
    role: ConsultationRole | None = None
    printed: bool = True
    remark: str | None = None
    place: int


class ConsultationLinked(Event, frozen=True, kw_only=True, tag="vorlage.consultation_linked.1"):
    """A printed committee name was linked to a known committee."""

    ABOUT: ClassVar = "consultation"
    consultation: str
    committee: str
    committee_name: str


class ConsultationRemoved(Event, frozen=True, kw_only=True, tag="vorlage.consultation_removed.1"):
    """A station that was never summoned was taken out of the Beratungsfolge."""

    ABOUT: ClassVar = "consultation"
    consultation: str


class ConsultationsOrdered(Event, frozen=True, kw_only=True, tag="vorlage.consultations_ordered.1"):
    """The Beratungsfolge got this order."""

    order: tuple[str, ...]


class CommitteeDateSet(Event, frozen=True, kw_only=True, tag="vorlage.committee_date_set.1"):
    """A station got a date, or another one; None takes it away."""

    ABOUT: ClassVar = "consultation"
    consultation: str
    date: dt.date | None
    reason: str | None = None


class ConsultationRoleSet(Event, frozen=True, kw_only=True, tag="vorlage.consultation_role_set.1"):
    """A station got its role; only a `decision` station decides."""

    ABOUT: ClassVar = "consultation"
    consultation: str
    role: ConsultationRole


class ConsultationRemarked(Event, frozen=True, kw_only=True, tag="vorlage.consultation_remarked.1"):
    """The remark beside a station was written or cleared."""

    ABOUT: ClassVar = "consultation"
    consultation: str
    remark: str | None


class ConsultationWaived(Event, frozen=True, kw_only=True, tag="vorlage.consultation_waived.1"):
    """The deciding body does not wait for this station: it may be dated after the decision."""

    ABOUT: ClassVar = "consultation"
    consultation: str
    reason: str


class ConsultationResultRecorded(
    Event, frozen=True, kw_only=True, tag="vorlage.consultation_result_recorded.1"
):
    """Counts that a printed paper brings; None means not recorded, never 0 (rule 1).

    `reason`: why a result that was recorded before is replaced (rule 14); None the first time.
    """

    ABOUT: ClassVar = "consultation"
    consultation: str
    yes: int | None = None
    no: int | None = None
    abstained: int | None = None
    outcome: Outcome | None = None
    reason: str | None = None


class ConsultationScheduled(Event, frozen=True, kw_only=True, tag="vorlage.consultation_scheduled.1"):
    """A session took the station onto its agenda."""

    ABOUT: ClassVar = "consultation"
    consultation: str
    session: str
    item: str


class ConsultationUnscheduled(Event, frozen=True, kw_only=True, tag="vorlage.consultation_unscheduled.1"):
    """The station was taken off an agenda before the summons, or the session was cancelled."""

    ABOUT: ClassVar = "consultation"
    consultation: str
    session: str
    item: str


class ConsultationSummoned(Event, frozen=True, kw_only=True, tag="vorlage.consultation_summoned.1"):
    """The body was summoned with this edition; `late`: supplied after the summons."""

    ABOUT: ClassVar = "consultation"
    consultation: str
    session: str
    edition: int
    late: bool = False


class ConsultationCalled(Event, frozen=True, kw_only=True, tag="vorlage.consultation_called.1"):
    """The chair called the paper's item."""

    ABOUT: ClassVar = "consultation"
    BUILDS_ON: ClassVar = "consultation"
    consultation: str
    session: str


class ConsultationUncalled(Event, frozen=True, kw_only=True, tag="vorlage.consultation_uncalled.1"):
    """The station had been called by mistake."""

    ABOUT: ClassVar = "consultation"
    consultation: str
    session: str
    reason: str


class ConsultationConcluded(Event, frozen=True, kw_only=True, tag="vorlage.consultation_concluded.1"):
    """The station is over. Counts come from the main vote; `text_hash` is what it was bound to."""

    ABOUT: ClassVar = "consultation"
    BUILDS_ON: ClassVar = "consultation"
    consultation: str
    session: str
    outcome: Outcome
    vote: str | None = None
    text_hash: str | None = None
    yes: int | None = None
    no: int | None = None
    abstained: int | None = None
    resolution_number: str | None = None


class ConsultationOvertaken(Event, frozen=True, kw_only=True, tag="vorlage.consultation_overtaken.1"):
    """The paper was decided or withdrawn before the body dealt with it; the station is over."""

    ABOUT: ClassVar = "consultation"
    consultation: str
    outcome: Outcome


class ConsultationReopened(Event, frozen=True, kw_only=True, tag="vorlage.consultation_reopened.1"):
    """The vote that concluded the station was annulled; the item is open again."""

    ABOUT: ClassVar = "consultation"
    BUILDS_ON: ClassVar = "consultation"
    consultation: str
    session: str
    reason: str


class ConsultationFlagged(Event, frozen=True, kw_only=True, tag="vorlage.consultation_flagged.1"):
    """The vote that concluded the station has these flags now; numbers and outcome stand (rule 14)."""

    ABOUT: ClassVar = "consultation"
    BUILDS_ON: ClassVar = "consultation"
    consultation: str
    vote: str
    flags: tuple[Flag, ...]


class ConsultationResultCorrected(
    Event, frozen=True, kw_only=True, tag="vorlage.consultation_result_corrected.1"
):
    """The counts of a concluded station were corrected; the vote keeps original and reason (rule 14)."""

    ABOUT: ClassVar = "consultation"
    BUILDS_ON: ClassVar = "consultation"
    consultation: str
    vote: str
    yes: int | None
    no: int | None
    abstained: int | None
    reason: str
