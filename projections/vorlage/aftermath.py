"""What became of a resolution: objections, an urgent decision, and how far it is carried out."""

import datetime as dt
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from domain.recorded import Recorded
from domain.vorlage.events.aftermath import (
    AftermathEvent,
    ImplementationCompleted,
    ImplementationReported,
    ImplementationStarted,
    ResolutionConfirmed,
    ResolutionObjected,
    ResolutionRevoked,
    VorlageDecidedUrgently,
)


class Objection(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The Landrat's objection, and how it ended; `authority`: the supervisory authority decides on it."""

    reason: str
    known_at: dt.date
    chair: str | None
    authority: bool
    at: dt.datetime
    outcome: Literal["confirmed", "revoked"] | None = None
    session: str | None = None
    vote: str | None = None
    decided_at: dt.datetime | None = None
    decided_because: str | None = None


class Urgent(Struct, frozen=True, kw_only=True):
    """The Landrat's decision in the body's stead, on this edition."""

    reason: str
    edition: int
    hash: str
    consultation: str
    at: dt.datetime


class Step(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A step on the way to what was resolved; `share` in per cent."""

    kind: Literal["started", "reported", "completed"]
    at: dt.datetime
    department: str | None = None
    text: str | None = None
    share: int | None = None
    due: dt.date | None = None


class Aftermath(Struct, kw_only=True, omit_defaults=True):
    """Everything after, or in place of, a body's decision; `department` is responsible."""

    urgent: Urgent | None = None
    objections: list[Objection] = []
    steps: list[Step] = []
    department: str | None = None


def apply(aftermath: Aftermath, event: AftermathEvent, recorded: Recorded) -> str | None:
    """Take one more event in; the status that it leads to, if another."""
    at = recorded.meta.happened_at
    match event:
        case VorlageDecidedUrgently():
            aftermath.urgent = Urgent(
                reason=event.reason,
                edition=event.edition,
                hash=event.hash,
                consultation=event.consultation,
                at=at,
            )
            return "resolved"
        case ResolutionObjected():
            objection = Objection(
                reason=event.reason,
                known_at=event.known_at,
                chair=event.chair,
                authority=event.authority,
                at=at,
            )
            aftermath.objections.append(objection)
            return "suspended"
        case ResolutionConfirmed():
            return _settled(aftermath, event, "confirmed", at)
        case ResolutionRevoked():
            return _settled(aftermath, event, "revoked", at)
        case ImplementationStarted():
            aftermath.department = event.department
            aftermath.steps.append(Step(kind="started", at=at, department=event.name, due=event.due))
            return "implementation"
        case ImplementationReported():
            step = Step(kind="reported", at=at, text=event.text, share=event.share, due=event.due)
            aftermath.steps.append(step)
            return None
        case ImplementationCompleted():
            aftermath.steps.append(Step(kind="completed", at=at, text=event.text))
            return "closed"


def _settled(
    aftermath: Aftermath,
    event: ResolutionConfirmed | ResolutionRevoked,
    outcome: Literal["confirmed", "revoked"],
    at: dt.datetime,
) -> str:
    aftermath.objections = [
        *aftermath.objections[:-1],
        *(
            replace(
                each,
                outcome=outcome,
                session=event.session,
                vote=event.vote,
                decided_at=at,
                decided_because=event.reason,
            )
            for each in aftermath.objections[-1:]
        ),
    ]
    return outcome
