"""What can happen to motions: proposed, restated, voted on, taken over, adopted."""

from typing import ClassVar

from domain.recorded import Event
from domain.vorlage.terms import AmendmentResult


class AmendmentProposed(Event, frozen=True, kw_only=True, tag="vorlage.amendment_proposed.1"):
    """A motion to change a measure or a passage (Änderungsantrag); it changes no text by itself.

    A measure is changed as a whole. A passage is the code points from `start` on that say `old` in the text
    `document` of the edition `base`; an empty `old` only inserts.
    Moved by a member, a `committee`, or the administration: then `department` is the one that leads.
    `spoken`: born in a sitting, from wording that was changed aloud, on top of the motions `after`.
    """

    ABOUT: ClassVar = "amendment"
    amendment: str
    measure: str | None = None
    old: str
    new: str
    consultation: str | None = None
    proposer: str | None = None
    committee: str | None = None
    department: str | None = None
    document: str | None = None
    start: int | None = None
    base: int | None = None
    spoken: bool = False
    after: tuple[str, ...] = ()


class AmendmentRestated(Event, frozen=True, kw_only=True, tag="vorlage.amendment_restated.1"):
    """A motion was stated anew, on top of the motions `after` that it overlaps with (rule 9).

    `old` is what the edition `base` says from `start` on (None: the whole text), `new` what is to stand there
    once those motions and this one are adopted.
    """

    ABOUT: ClassVar = "amendment"
    amendment: str
    after: tuple[str, ...]
    base: int
    start: int | None = None
    old: str
    new: str


class AmendmentWithdrawn(Event, frozen=True, kw_only=True, tag="vorlage.amendment_withdrawn.1"):
    """Whoever proposed the motion took it back."""

    ABOUT: ClassVar = "amendment"
    amendment: str


class AmendmentVoted(Event, frozen=True, kw_only=True, tag="vorlage.amendment_voted.1"):
    """A body voted on a motion. Only `AmendmentAdopted` changes the paper's text."""

    ABOUT: ClassVar = "amendment"
    amendment: str
    consultation: str
    vote: str
    result: AmendmentResult


class AmendmentReopened(Event, frozen=True, kw_only=True, tag="vorlage.amendment_reopened.1"):
    """The vote on a motion was annulled; the motion stands as proposed, and the vote stays visible."""

    ABOUT: ClassVar = "amendment"
    amendment: str
    consultation: str
    vote: str
    reason: str


class AmendmentTakenOver(Event, frozen=True, kw_only=True, tag="vorlage.amendment_taken_over.1"):
    """Between sittings the submitter made the motion his own and wrote it into the paper.

    `cause` is the consultation that led to it, `edition` the one that has it; None: one that is still open.
    `recommended`: a body asked for just this, so that the edition needs no release of its own.
    """

    ABOUT: ClassVar = "amendment"
    amendment: str
    edition: int | None = None
    cause: str | None = None
    recommended: bool = False


class AmendmentAdopted(Event, frozen=True, kw_only=True, tag="vorlage.amendment_adopted.1"):
    """The deciding body resolved the paper with this motion in it; `order` counts from 1."""

    ABOUT: ClassVar = "amendment"
    amendment: str
    consultation: str
    order: int


class AmendmentObsolete(Event, frozen=True, kw_only=True, tag="vorlage.amendment_obsolete.1"):
    """The paper was decided or withdrawn without this motion."""

    ABOUT: ClassVar = "amendment"
    amendment: str
