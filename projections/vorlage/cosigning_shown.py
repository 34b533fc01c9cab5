"""The cosigning of a paper as it is shown: a row a department, with its turn and what it said."""

import datetime as dt
from collections.abc import Callable, Mapping

from msgspec import Struct

from domain.vorlage.events.cosigning import Link
from projections.vorlage.cosigning import Cosigning, Lapse, Remark, Standing

By = Callable[[str], str | None]
"""The login of a person's opaque id; None where the reader may not see persons."""

Named = Callable[[str], str | None]
"""The name of a department; None where it is not known."""


class LapseShown(Struct, kw_only=True):
    """The change that undid a cosignature, and in which sections of its scope."""

    at: dt.datetime
    by: str | None
    sections: list[str]


class RemarkShown(Struct, kw_only=True):
    """What a department remarked without signing off."""

    comment: str
    at: dt.datetime
    by: str | None
    acting_for: str | None


class CosignatureShown(Struct, kw_only=True):
    """A department of the chain, or one that signed off before.

    `state`: due, waiting for a lower stage, signed, refused, lapsed, withdrawn; null: not asked now.
    `scope`: sections; empty: the whole paper. `valid`: signed off, and the scope still says the same.
    `edition`, `at`, `by`: of the sign-off, or of the refusal; null while there is none.
    """

    department: str
    name: str | None
    stage: int | None
    mandatory: bool | None
    scope: list[str]
    state: Standing | None
    valid: bool
    edition: int | None
    comment: str | None
    reason: str | None
    by: str | None
    acting_for: str | None
    at: dt.datetime | None
    lapsed: LapseShown | None
    remarks: list[RemarkShown]


def show(
    cosigning: Cosigning, sections: Mapping[str, str] | None, *, by: By, named: Named
) -> list[CosignatureShown]:
    """Every department that was asked; `sections`: those of the last edition."""
    return [_shown(cosigning, each, sections, by, named) for each in cosigning.departments()]


def _shown(
    cosigning: Cosigning, department: str, sections: Mapping[str, str] | None, by: By, named: Named
) -> CosignatureShown:
    link = cosigning.link(department)
    signed, stated = cosigning.cosignatures.get(department), cosigning.statements.get(department)
    said = signed or stated
    return CosignatureShown(
        department=department,
        name=named(department),
        stage=None if link is None else link.stage,
        mandatory=None if link is None else link.mandatory,
        scope=list(_scope(link, () if signed is None else signed.scope)),
        state=cosigning.standing(department, sections),
        valid=signed is not None and signed.valid(sections),
        edition=None if signed is None else signed.edition,
        comment=None if signed is None else signed.comment,
        reason=None if stated is None else stated.reason,
        by=None if said is None else by(said.by),
        acting_for=None if said is None or said.acting_for is None else by(said.acting_for),
        at=None if said is None else said.at,
        lapsed=None if signed is None or signed.lapsed is None else lapse_shown(signed.lapsed, by),
        remarks=[_remark(each, by) for each in cosigning.remarks.get(department, ())],
    )


def _scope(link: Link | None, signed: tuple[str, ...]) -> tuple[str, ...]:
    """What a department is asked for; where it is not asked now, what it signed off."""
    return signed if link is None else link.scope


def lapse_shown(lapse: Lapse, by: By) -> LapseShown:
    """A lapse with the login of whoever caused it."""
    return LapseShown(at=lapse.at, by=by(lapse.by), sections=list(lapse.sections))


def _remark(remark: Remark, by: By) -> RemarkShown:
    represented = remark.acting_for
    return RemarkShown(
        comment=remark.comment,
        at=remark.at,
        by=by(remark.by),
        acting_for=None if represented is None else by(represented),
    )
