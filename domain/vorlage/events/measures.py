"""What can happen to measures and passages: added, cited, amended, and why."""

from typing import ClassVar

from domain.recorded import Event


class MeasureAdded(Event, frozen=True, kw_only=True, tag="vorlage.measure_added.1"):
    """A measure of the attached concept was taken into the paper; its text follows as `TextRevised`.

    `page` is a citation that moves between editions, `topic` is kept verbatim.
    `place`: from 0, where a measure comes back that had been taken out; None: at the end.
    """

    ABOUT: ClassVar = "measure"
    measure: str
    document: str
    page: int | None
    topic: str | None
    place: int | None = None


class MeasureCitationChanged(Event, frozen=True, kw_only=True, tag="vorlage.measure_citation_changed.1"):
    """Document, page or topic that the paper cites were corrected."""

    ABOUT: ClassVar = "measure"
    measure: str
    document: str
    page: int | None
    topic: str | None


class MeasureRemoved(Event, frozen=True, kw_only=True, tag="vorlage.measure_removed.1"):
    """A measure was taken out of a draft."""

    ABOUT: ClassVar = "measure"
    measure: str


class MeasureAmended(Event, frozen=True, kw_only=True, tag="vorlage.measure_amended.1"):
    """A measure changed from `old` to `new` ("Maßnahme alt / geändert"); its `TextRevised` follows.

    `change` is the id of this change, `amendment` the motion that was adopted, if one was.
    `cause` is the consultation that led to it; None: not known.
    """

    ABOUT: ClassVar = "change"
    change: str
    measure: str
    old: str
    new: str
    page: int | None
    topic: str | None
    cause: str | None = None
    amendment: str | None = None


class PassageAmended(Event, frozen=True, kw_only=True, tag="vorlage.passage_amended.1"):
    """A passage of a text changed from `old` to `new` by a motion; its `TextRevised` follows.

    `start`: where it stood in the text before, in code points. `cause`: the consultation that led to it.
    """

    ABOUT: ClassVar = "change"
    change: str
    document: str
    start: int
    old: str
    new: str
    amendment: str
    cause: str | None = None


class CauseAttributed(Event, frozen=True, kw_only=True, tag="vorlage.cause_attributed.1"):
    """A change of a measure was traced to the consultation that led to it; None takes that back."""

    ABOUT: ClassVar = "change"
    change: str
    measure: str
    cause: str | None
