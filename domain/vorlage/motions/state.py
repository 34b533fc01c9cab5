"""Motions as a paper's state keeps them (Änderungsantrag): what they want, where, and what became of them.

Each keeps its words as they were moved, and the place of these words in every edition since, so that a body
votes on them in the edition that it has before it, whatever the working text became.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from domain.text import Splice
from domain.vorlage.events.motions import (
    AmendmentAdopted,
    AmendmentObsolete,
    AmendmentProposed,
    AmendmentReopened,
    AmendmentRestated,
    AmendmentTakenOver,
    AmendmentVoted,
    AmendmentWithdrawn,
)
from domain.vorlage.motions.anchoring import between, moved
from domain.vorlage.motions.merging import Proposal, Wording

AmendmentEvent = (
    AmendmentRestated
    | AmendmentWithdrawn
    | AmendmentVoted
    | AmendmentReopened
    | AmendmentTakenOver
    | AmendmentAdopted
    | AmendmentObsolete
)

OPEN_MOTIONS = frozenset({"proposed", "recommended", "not_recommended", "carried"})
"""Statuses of motions that may still come into the text."""

Texts = Mapping[int, str]
"""What a document says in each edition, by its number."""


class TakenOver(Struct, frozen=True):
    """The edition that a motion was taken over into (None: one that is still open), and its status before."""

    edition: int | None
    status: str


class Motion(Struct, frozen=True, kw_only=True):
    """A motion to change a paper (Änderungsantrag); `old` and `new` as they were moved."""

    id: str
    document: str
    old: str
    new: str
    consultation: str | None
    proposer: str
    base: int | None = None
    spoken: bool = False
    wordings: tuple[Wording, ...]
    """In the working text: as it was moved, and as it was restated since."""
    placed: dict[int, tuple[Wording, ...]] = {}
    """The same in each edition from its base on."""
    status: str = "proposed"
    vote: str | None = None
    """The vote that `status` comes from, once a body voted on it."""
    heard: str | None = None
    """The consultation of that vote."""
    taken_over: TakenOver | None = None
    undecided: str | None = None
    """Its status before the paper was decided with or without it."""

    @property
    def open(self) -> bool:
        """Whether it may still come into the text."""
        return self.status in OPEN_MOTIONS

    def pending(self, edition: int) -> bool:
        """Whether it was taken over only after an edition: whoever has that one before him is not told."""
        taken = self.taken_over
        taken = self.taken_over if self.status == "taken_over" else None
        return taken is not None and (taken.edition is None or taken.edition > edition)

    def status_to(self, edition: int) -> str:
        """What it is to a body that has an edition before it: a take-over counts once it is in that one."""
        return self.taken_over.status if self.taken_over and self.pending(edition) else self.status

    def open_to(self, edition: int) -> bool:
        """Whether a body that has an edition before it may still deal with it."""
        return self.status_to(edition) in OPEN_MOTIONS

    @property
    def conflict(self) -> bool:
        """Whether its words were changed meanwhile, so that it fits the working text no more."""
        return self.open and all(each.touched for each in self.wordings)

    def proposal(self, edition: int | None = None) -> Proposal:
        """What it wants of an edition's text, or of the working text."""
        return Proposal(self.id, self.document, self.placed.get(edition or 0, self.wordings))


def proposed(event: AmendmentProposed, actor: str, editions: Texts, now: str) -> Motion:
    """A motion as it is moved. `editions`: its document's text in each; `now`: in the working text."""
    wording = Wording(
        start=event.start or 0,
        old=event.old,
        new=event.new,
        after=event.after,
        whole=event.start is None,
    )
    motion = Motion(
        id=event.amendment,
        document=event.document or f"measures/{event.measure}",
        old=event.old,
        new=event.new,
        consultation=event.consultation,
        proposer=event.proposer or actor,
        base=event.base if event.base is not None else max(editions, default=None),
        spoken=event.spoken,
        wordings=(),
    )
    return _worded(motion, wording, editions, now)


def _worded(motion: Motion, wording: Wording, editions: Texts, now: str, since: int | None = None) -> Motion:
    """A motion with one more wording, put into each edition since the one that it was stated for."""
    base = motion.base if since is None else since
    text = now if base is None else editions.get(base, now)
    placed = dict(motion.placed)
    for number, other in editions.items():
        if base is not None and number >= base:
            there = moved(wording, between(text, other), other)
            placed[number] = (*placed.get(number, ()), there)
    current = moved(wording, between(text, now), now)
    return replace(motion, wordings=(*motion.wordings, current), placed=placed)


def evolve(motion: Motion, event: AmendmentEvent, editions: Texts, now: str) -> Motion:
    """A motion after an event that is about it."""
    match event:
        case AmendmentRestated():
            wording = Wording(
                start=event.start or 0,
                old=event.old,
                new=event.new,
                after=event.after,
                whole=event.start is None,
            )
            # What a body said was about the words that it had before it.
            fresh = replace(motion, status="proposed", vote=None, heard=None)
            return _worded(fresh, wording, editions, now, event.base)
        case AmendmentWithdrawn():
            return replace(motion, status="withdrawn")
        case AmendmentVoted():
            return replace(_heard(motion, event.result), vote=event.vote, heard=event.consultation)
        case AmendmentReopened():
            return replace(_heard(motion, "proposed"), vote=None, heard=None)
        case AmendmentTakenOver():
            return replace(motion, status="taken_over", taken_over=TakenOver(event.edition, motion.status))
        case AmendmentAdopted():
            return replace(motion, status="adopted", undecided=motion.status)
        case _:
            return replace(motion, status="obsolete", undecided=motion.status)


def _heard(motion: Motion, status: str) -> Motion:
    """A motion after what a body said: one that was taken over meanwhile stays so, with that beneath it."""
    if motion.status == "taken_over" and motion.taken_over is not None:
        return replace(motion, taken_over=replace(motion.taken_over, status=status))
    return replace(motion, status=status)


def revised(
    motions: Iterable[Motion], document: str, splices: Sequence[Splice], text: str, written: str | None
) -> tuple[Motion, ...]:
    """Motions after a revision of a text: their words move with it, or become a conflict."""
    return tuple(
        replace(each, wordings=tuple(moved(wording, splices, text, written) for wording in each.wordings))
        if each.document == document and each.open and each.id != written
        else each
        for each in motions
    )


def returned(motions: Iterable[Motion], document: str, text: str, editions: Texts) -> tuple[Motion, ...]:
    """Motions after a text went back to what an edition says: so do their words."""
    same = [number for number, each in editions.items() if each == text]
    return tuple(
        replace(each, wordings=each.placed[same[-1]])
        if each.document == document and each.conflict and same and same[-1] in each.placed
        else each
        for each in motions
    )


def removed(motions: Iterable[Motion], document: str) -> tuple[Motion, ...]:
    """Motions after their text was taken out of the paper."""
    return tuple(
        replace(each, wordings=tuple(replace(wording, touched=True) for wording in each.wordings))
        if each.document == document
        else each
        for each in motions
    )


def frozen(motions: Iterable[Motion], edition: int) -> tuple[Motion, ...]:
    """Motions after an edition was frozen of the working text; what was taken over before is in it."""
    return tuple(
        replace(
            each,
            placed={**each.placed, edition: each.wordings},
            taken_over=each.taken_over
            and replace(each.taken_over, edition=each.taken_over.edition or edition),
        )
        for each in motions
    )


def undecided(motions: Iterable[Motion], edition: int) -> tuple[Motion, ...]:
    """Motions after the decision was annulled: as they were before it, in the edition that bodies have."""
    return tuple(
        replace(
            each,
            status=each.undecided,
            undecided=None,
            wordings=each.placed.get(edition, each.wordings),
        )
        if each.undecided is not None
        else each
        for each in motions
    )


def discarded(motions: Iterable[Motion], edition: int) -> tuple[Motion, ...]:
    """Motions after everything since an edition was given up: what was taken over in it is open again."""
    return tuple(
        replace(
            each,
            status=each.taken_over.status,
            taken_over=None,
            wordings=each.placed.get(edition, each.wordings),
        )
        if each.taken_over is not None and each.pending(edition)
        else each
        for each in motions
    )
