"""Why an agenda, its summons or its announcement is refused."""

from dataclasses import dataclass

from domain.errors import Invalid, Refused


@dataclass(eq=False)
class ReceivedAfterSitting(Invalid):
    """A summons that comes after the day of the sitting summons nobody to it."""

    received: str
    date: str


@dataclass(eq=False)
class NoticeTooShort(Refused):
    """Fewer full days between receipt and sitting than the rules ask for."""

    received: str
    sitting: str
    days: int


@dataclass(eq=False)
class AgendaEmpty(Refused):
    """Members are summoned to an agenda."""


@dataclass(eq=False)
class AgendaOrderIncomplete(Invalid):
    """The order does not name each item exactly once."""

    missing: tuple[str, ...]


@dataclass(eq=False)
class UrgencyNeeded(Refused):
    """After the summons an item is added only as urgent, with a reason."""


@dataclass(eq=False)
class SubjectNeeded(Invalid):
    """An item without a paper needs a subject."""


@dataclass(eq=False)
class NoOpenStation(Refused):
    """The paper has no open station of this committee."""

    vorlage: str


@dataclass(eq=False)
class StationElsewhere(Refused):
    """The station belongs to another committee, is on another agenda, or has its result from paper."""

    consultation: str


@dataclass(eq=False)
class DateDiffers(Refused):
    """Station and session have different dates."""

    consultation: str
    date: str
    sitting: str


@dataclass(eq=False)
class PaperNotReleased(Refused):
    """A body is summoned with released papers only."""

    vorlage: str
    status: str


@dataclass(eq=False)
class StationWithoutRole(Refused):
    """A body is summoned to a station whose role is set."""

    consultation: str


@dataclass(eq=False)
class NothingToAnnounce(Refused):
    """The sitting has nothing for the public: it is not public, or no item of it is (rule 12)."""

    RULE = "12"


@dataclass(eq=False)
class NotAnnounced(Refused):
    """The sitting was not announced."""
