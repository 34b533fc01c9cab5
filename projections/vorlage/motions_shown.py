"""A motion to change a paper (Änderungsantrag) as it is shown."""

import datetime as dt
from collections.abc import Container, Sequence
from typing import Literal

from msgspec import Struct

from domain.vorlage.editions.content import nfc
from projections.vorlage.cosigning_shown import By
from projections.vorlage.motions import Motion, MotionStatus, MotionVote, Restatement


class OverlapShown(Struct, frozen=True):
    """Another open motion that changes the same words; `ranges` (from, to) count code points of the text."""

    amendment: str
    ranges: list[tuple[int, int]]


class MotionShown(Struct, kw_only=True):
    """A motion to change the paper (Änderungsantrag); `proposer` and `by` are logins.

    It changes `document`: the whole text of a `measure`, or the passage at `start` of the edition `base`.
    `conflict`: what it is to change was changed meanwhile. `edition`: the one into which it was taken over.
    `overlaps`: the other open motions that change the same words, and were not restated on top of each other.
    `awaits_release`: it was taken over into an edition that is not released; until the release it is as
    open to bodies as before, and what they say of it is in `statuses`.
    """

    id: str
    document: str
    measure: str | None
    start: int | None
    base: int | None
    old: str
    new: str
    consultation: str | None
    committee: str | None
    department: str | None
    proposed_by: Literal["member", "committee", "administration"]
    proposer: str | None
    spoken: bool
    status: str
    conflict: bool
    overlaps: list[OverlapShown]
    awaits_release: bool
    order: int | None
    edition: int | None
    votes: list[MotionVote]
    restated: list[Restatement]
    statuses: list[MotionStatus]
    at: dt.datetime
    by: str | None


def show_motion(
    motion: Motion,
    by: By,
    *,
    conflict: bool,
    overlaps: Sequence[OverlapShown] = (),
    released: Container[int] = (),
) -> MotionShown:
    """A motion as INTERFACE has it; `conflict`: it fits the paper no more. `released`: editions by number."""
    kind, _, measure = motion.document.partition("/")
    return MotionShown(
        id=motion.id,
        document=motion.document,
        measure=measure if kind == "measures" else None,
        start=motion.start,
        base=motion.base,
        old=nfc(motion.old),
        new=nfc(motion.new),
        consultation=motion.consultation,
        committee=motion.committee,
        department=motion.department,
        proposed_by=_proposed_by(motion),
        proposer=by(motion.proposer),
        spoken=motion.spoken,
        status=motion.status,
        conflict=conflict,
        overlaps=list(overlaps),
        awaits_release=motion.status == "taken_over" and motion.edition not in released,
        order=motion.order,
        edition=motion.edition,
        votes=list(motion.votes),
        restated=list(motion.restated),
        statuses=list(motion.statuses),
        at=motion.at,
        by=by(motion.by),
    )


def _proposed_by(motion: Motion) -> Literal["member", "committee", "administration"]:
    if motion.committee is not None:
        return "committee"
    return "member" if motion.department is None else "administration"
