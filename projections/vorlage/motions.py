"""Motions on a paper as they are shown: what they want, how bodies voted, what became of them."""

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from domain.recorded import Recorded
from domain.vorlage.events.aftermath import DecisionAnnulled
from domain.vorlage.events.editions import EditionDiscarded
from domain.vorlage.events.motions import (
    AmendmentAdopted,
    AmendmentProposed,
    AmendmentReopened,
    AmendmentRestated,
    AmendmentTakenOver,
    AmendmentVoted,
    AmendmentWithdrawn,
)
from domain.vorlage.motions.state import AmendmentEvent
from domain.vorlage.terms import AmendmentResult


class MotionVote(Struct, frozen=True):
    """How a body voted on a motion; a vote that was annulled stays, and says so (rule 14)."""

    consultation: str
    vote: str
    result: AmendmentResult
    annulled: bool = False


class MotionStatus(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a motion, when, and by which consultation, vote or reason."""

    status: str
    at: dt.datetime
    consultation: str | None = None
    vote: str | None = None
    reason: str | None = None


class Restatement(Struct, frozen=True, kw_only=True):
    """A motion stated anew on top of others; `start` and `old` are of the edition `base`."""

    after: list[str]
    base: int
    start: int | None
    old: str
    new: str
    at: dt.datetime


class Motion(Struct, kw_only=True, omit_defaults=True):
    """A motion to change a paper (Änderungsantrag). `order`: of its adoption, from 1."""

    id: str
    document: str
    start: int | None
    base: int | None
    old: str
    new: str
    consultation: str | None
    committee: str | None
    department: str | None
    proposer: str
    at: dt.datetime
    by: str
    status: str
    """Without a default: one that was read from a stored row would be written, and the same one not."""
    spoken: bool = False
    order: int | None = None
    edition: int | None = None
    votes: list[MotionVote] = []
    restated: list[Restatement] = []
    statuses: list[MotionStatus] = []


def apply(motions: list[Motion], event: AmendmentProposed | AmendmentEvent, recorded: Recorded) -> None:
    """Take in what happened to a motion."""
    if isinstance(event, AmendmentProposed):
        motions.append(_motion(event, recorded))
        return
    for motion in motions:
        if motion.id != event.amendment:
            continue
        before = motion.status
        _changed(motion, event, recorded.meta.happened_at)
        said = event.result if isinstance(event, AmendmentVoted) else motion.status
        if motion.status != before or isinstance(event, AmendmentVoted | AmendmentReopened):
            motion.statuses.append(
                MotionStatus(
                    status="proposed" if isinstance(event, AmendmentReopened) else said,
                    at=recorded.meta.happened_at,
                    consultation=getattr(event, "consultation", None) or getattr(event, "cause", None),
                    vote=getattr(event, "vote", None),
                    reason=getattr(event, "reason", None),
                )
            )


def _changed(motion: Motion, event: AmendmentEvent, at: dt.datetime) -> None:
    match event:
        case AmendmentRestated():
            motion.status = "proposed"
            motion.restated.append(
                Restatement(
                    after=list(event.after),
                    base=event.base,
                    start=event.start,
                    old=event.old,
                    new=event.new,
                    at=at,
                )
            )
        case AmendmentWithdrawn():
            motion.status = "withdrawn"
        case AmendmentVoted():
            motion.status = _heard(motion, event.result)
            motion.votes.append(MotionVote(event.consultation, event.vote, event.result))
        case AmendmentReopened():
            motion.status = _heard(motion, "proposed")
            motion.votes = [
                replace(each, annulled=True) if each.vote == event.vote else each for each in motion.votes
            ]
        case AmendmentTakenOver():
            motion.status, motion.edition = "taken_over", event.edition
        case AmendmentAdopted():
            motion.status, motion.order = "adopted", event.order
        case _:
            motion.status = "obsolete"


def _heard(motion: Motion, status: str) -> str:
    """A motion that was taken over meanwhile stays so; what a body said of it is in `statuses`."""
    return "taken_over" if motion.status == "taken_over" else status


def _motion(event: AmendmentProposed, recorded: Recorded) -> Motion:
    return Motion(
        id=event.amendment,
        document=event.document or f"measures/{event.measure}",
        start=event.start,
        base=event.base,
        old=event.old,
        new=event.new,
        consultation=event.consultation,
        committee=event.committee,
        department=event.department,
        proposer=event.proposer or recorded.meta.actor,
        at=recorded.meta.happened_at,
        by=recorded.meta.actor,
        status="proposed",
        spoken=event.spoken,
        statuses=[MotionStatus(status="proposed", at=recorded.meta.happened_at)],
    )


def frozen(motions: Iterable[Motion], edition: int) -> None:
    """What was taken over since the edition before is in this one."""
    for motion in motions:
        if motion.status == "taken_over" and motion.edition is None:
            motion.edition = edition


def undecided(motions: Iterable[Motion], event: DecisionAnnulled, recorded: Recorded) -> None:
    """What became of the motions with the decision did not: each is as open as it was before."""
    for motion in motions:
        if motion.status in {"adopted", "obsolete"}:
            motion.status, motion.order = motion.statuses[-2].status, None
            at = recorded.meta.happened_at
            motion.statuses.append(
                MotionStatus(
                    status=motion.status,
                    at=at,
                    consultation=event.consultation,
                    vote=event.vote,
                    reason=event.reason,
                )
            )


def discarded(motions: Iterable[Motion], event: EditionDiscarded, recorded: Recorded) -> None:
    """What was taken over into a new edition that was given up is as open as it was before."""
    for motion in motions:
        if motion.status == "taken_over" and (motion.edition is None or motion.edition > event.edition):
            said = (each.status for each in reversed(motion.statuses) if each.status != "taken_over")
            motion.status, motion.edition = next(said), None
            at = recorded.meta.happened_at
            motion.statuses.append(MotionStatus(status=motion.status, at=at, reason=event.reason))
