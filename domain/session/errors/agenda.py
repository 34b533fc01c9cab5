"""Why an agenda, its summons or its announcement is refused."""

from dataclasses import dataclass

from domain.errors import Invalid, Refused


@dataclass(eq=False)
class ReceivedAfterSitting(Invalid):
    """A summons that comes after the day of the sitting summons nobody to it."""

    RULE = "summon"
    received: str
    date: str


@dataclass(eq=False)
class NoticeTooShort(Refused):
    """Fewer full days between receipt and sitting than the rules ask for."""

    RULE = "summon"
    received: str
    sitting: str
    days: int


@dataclass(eq=False)
class AgendaEmpty(Refused):
    """Members are summoned to an agenda."""

    RULE = "summon"


@dataclass(eq=False)
class AgendaOrderIncomplete(Invalid):
    """The order does not name each item exactly once."""

    RULE = "session"
    missing: tuple[str, ...]


@dataclass(eq=False)
class UrgencyNeeded(Refused):
    """After the summons an item is added only as urgent, with a reason."""

    RULE = "summon"


@dataclass(eq=False)
class SubjectNeeded(Invalid):
    """An item without a paper needs a subject."""

    RULE = "session"


@dataclass(eq=False)
class NoOpenStation(Refused):
    """The paper has no open station of this committee."""

    RULE = "consultation"
    vorlage: str


@dataclass(eq=False)
class StationElsewhere(Refused):
    """The station belongs to another committee, is on another agenda, or has its result from paper."""

    RULE = "consultation"
    consultation: str


@dataclass(eq=False)
class DateDiffers(Refused):
    """Station and session have different dates."""

    RULE = "dates"
    consultation: str
    date: str
    sitting: str


@dataclass(eq=False)
class PaperNotReleased(Refused):
    """A body is summoned with released papers only."""

    RULE = "summon"
    vorlage: str
    status: str


@dataclass(eq=False)
class StationWithoutRole(Refused):
    """A body is summoned to a station whose role is set."""

    RULE = "summon"
    consultation: str


@dataclass(eq=False)
class NothingToAnnounce(Refused):
    """The sitting has nothing for the public: it is not public, or no item of it is (rule 12)."""

    RULE = "12"


@dataclass(eq=False)
class NotAnnounced(Refused):
    """The sitting was not announced."""

    RULE = "visibility"
