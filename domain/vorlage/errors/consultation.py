"""Why the Beratungsfolge is not changed."""

from dataclasses import dataclass

from domain.errors import Invalid, Refused


@dataclass(eq=False)
class DatesGoBackwards(Refused):
    """A station would be dated before an earlier one, or after a later one, of the Beratungsfolge."""

    RULE = "dates"
    consultation: str
    date: str
    neighbour: str
    neighbour_date: str


@dataclass(eq=False)
class DecisionElsewhere(Refused):
    """One body decides on a paper; another one has an open `decision` station already."""

    RULE = "consultation"
    consultation: str
    other: str


@dataclass(eq=False)
class DecisionBeforePreliminary(Refused):
    """A preliminary station or a hearing would follow the decision."""

    RULE = "dates"
    consultation: str


@dataclass(eq=False)
class ReasonNeeded(Invalid):
    """A date after the summons, or a result that was recorded before, is changed only with a reason."""

    RULE = "dates"
    consultation: str


@dataclass(eq=False)
class ConsultationUnderWay(Refused):
    """The station is on an agenda, or over, and can no longer be changed that way."""

    RULE = "consultation"
    consultation: str
    status: str


@dataclass(eq=False)
class CommitteeUnnamed(Invalid):
    """A station needs a committee: its id or its printed name."""

    RULE = "consultation"


@dataclass(eq=False)
class OrderIncomplete(Invalid):
    """The order does not name each station exactly once."""

    RULE = "consultation"
    missing: tuple[str, ...]


@dataclass(eq=False)
class AlreadySummoned(Refused):
    """The body was summoned with this paper; the release stands."""

    RULE = "vorlage"


@dataclass(eq=False)
class ImportedOnly(Refused):
    """Counts come from the votes of a session, not from paper: only of imported or informal stations."""

    RULE = "vote"
    consultation: str


@dataclass(eq=False)
class StationFollowed(Refused):
    """The station that was inserted for the outcome is in use, or a later one has dealt with the paper."""

    RULE = "consultation"
    consultation: str


@dataclass(eq=False)
class DecisionStationNeeded(Refused):
    """No station of the paper decides."""

    RULE = "consultation"
