"""Who was asked to sign a paper off, who did, and what undid it: a part of the row of a paper."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from domain.recorded import Recorded
from domain.vorlage.cosigning.scopes import covers, within
from domain.vorlage.events.cosigning import (
    CosignatureLapsed,
    CosignatureRefused,
    CosignatureRevived,
    CosignatureWithdrawn,
    Cosigned,
    CosigningCommented,
    CosigningRecalled,
    CosigningStarted,
    Link,
    ReleaseWithdrawn,
)

CosigningEvent = (
    CosigningStarted
    | Cosigned
    | CosigningCommented
    | CosignatureWithdrawn
    | CosignatureLapsed
    | CosignatureRevived
    | CosignatureRefused
    | CosigningRecalled
    | ReleaseWithdrawn
)
Standing = Literal["due", "waiting", "signed", "refused", "lapsed", "withdrawn"]


class Lapse(Struct, frozen=True, kw_only=True):
    """Which change undid a cosignature: when, by whom, and in which sections."""

    at: dt.datetime
    by: str
    sections: tuple[str, ...]


class Cosignature(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A department's sign-off of the sections with these hashes."""

    department: str
    edition: int
    scope: tuple[str, ...] = ()
    sections: dict[str, str]
    comment: str | None
    at: dt.datetime
    by: str
    acting_for: str | None
    lapsed: Lapse | None = None
    revived: bool = False

    def valid(self, sections: Mapping[str, str] | None) -> bool:
        """Whether it counts; `sections`: those of the last edition, None where there is none.

        Older logs tell of no lapse: then an edition that says something else in its scope tells.
        """
        if self.lapsed is not None or sections is None:
            return False
        return self.revived or within(sections, self.scope) == self.sections


class Statement(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a department refused, or took its sign-off back."""

    kind: Literal["refused", "withdrawn"]
    reason: str
    at: dt.datetime
    by: str
    acting_for: str | None


class Remark(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a department remarked without signing off."""

    comment: str
    at: dt.datetime
    by: str
    acting_for: str | None


class Cosigning(Struct, kw_only=True, omit_defaults=True):
    """The chain and what its departments said, by department."""

    chain: list[Link] = []
    cosignatures: dict[str, Cosignature] = {}
    statements: dict[str, Statement] = {}
    remarks: dict[str, list[Remark]] = {}

    def departments(self) -> list[str]:
        """All that were asked or said something: those of the chain first, in its order."""
        asked = [each.department for each in self.chain]
        return list(dict.fromkeys([*asked, *self.cosignatures, *self.statements, *self.remarks]))

    def link(self, department: str) -> Link | None:
        """How a department is asked; None: it is not asked now."""
        return next((each for each in self.chain if each.department == department), None)

    def standing(self, department: str, sections: Mapping[str, str] | None) -> Standing | None:
        """Where a department stands; None: it was asked once, remarked, and is not asked now."""
        link, signed = self.link(department), self.cosignatures.get(department)
        if signed is not None and not signed.valid(sections):
            return "lapsed"
        if signed is not None and (link is None or covers(signed.scope, link.scope)):
            return "signed"
        if department in self.statements:
            return self.statements[department].kind
        if link is None:
            return None
        before = (each for each in self.chain if each.mandatory and each.stage < link.stage)
        waits = any(self.standing(each.department, sections) != "signed" for each in before)
        return "waiting" if waits else "due"


def apply(cosigning: Cosigning, event: CosigningEvent, recorded: Recorded) -> None:
    """Take one more event in."""
    meta = recorded.meta
    match event:
        case CosigningStarted():
            cosigning.chain, cosigning.statements = list(event.asked), {}
        case Cosigned():
            cosigning.statements.pop(event.department, None)
            cosigning.cosignatures[event.department] = Cosignature(
                department=event.department,
                edition=event.edition,
                scope=event.scope,
                sections=event.sections,
                comment=event.comment,
                at=meta.happened_at,
                by=meta.actor,
                acting_for=meta.acting_for,
            )
        case CosigningCommented():
            remark = Remark(
                comment=event.comment, at=meta.happened_at, by=meta.actor, acting_for=meta.acting_for
            )
            cosigning.remarks.setdefault(event.department, []).append(remark)
        case CosignatureLapsed() | CosignatureRevived():
            _lapsed(cosigning, event, recorded)
        case CosignatureWithdrawn():
            _stated(cosigning, event, "withdrawn", recorded)
        case CosignatureRefused():
            _stated(cosigning, event, "refused", recorded)
            cosigning.chain = []
        case CosigningRecalled() | ReleaseWithdrawn():
            cosigning.chain = []


def _lapsed(cosigning: Cosigning, event: CosignatureLapsed | CosignatureRevived, recorded: Recorded) -> None:
    signed = cosigning.cosignatures.get(event.department)
    if signed is None:
        return
    lapse = None
    if isinstance(event, CosignatureLapsed):
        meta = recorded.meta
        lapse = Lapse(at=meta.happened_at, by=meta.actor, sections=event.sections)
    cosigning.cosignatures[event.department] = replace(signed, lapsed=lapse, revived=lapse is None)


def _stated(
    cosigning: Cosigning,
    event: CosignatureRefused | CosignatureWithdrawn,
    kind: Literal["refused", "withdrawn"],
    recorded: Recorded,
) -> None:
    meta = recorded.meta
    cosigning.cosignatures.pop(event.department, None)
    cosigning.statements[event.department] = Statement(
        kind=kind, reason=event.reason, at=meta.happened_at, by=meta.actor, acting_for=meta.acting_for
    )
