"""Minutes as they are shown: what they say, and who drafted, signed, objected, approved and corrected.

The part for the public leaves out what was said about the other one (rule 12).
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from domain.session.events.minutes import SigningRole
from projections.minutes.document import Part, item_corrected
from projections.minutes.row import Minutes
from projections.session.row import Row, Status
from projections.session.shown import numbers

Name = Callable[[str], str | None]


class Drafted(Struct, kw_only=True):
    """Who laid the minutes down, and when."""

    person: str
    acting_for: str | None
    at: dt.datetime


class Signed(Struct, kw_only=True):
    """A signature under a version."""

    role: SigningRole
    person: str
    acting_for: str | None
    at: dt.datetime
    version: int


class ObjectionShown(Struct, kw_only=True):
    """What a member objected to, on the item of this `number`; `taken` is null until the body approved."""

    id: str
    member: str
    text: str
    item: str | None
    number: str | None
    at: dt.datetime
    taken: bool | None


class CorrectionShown(Struct, kw_only=True):
    """What a second person corrected, in which version."""

    version: int
    item: str | None
    before: str | None
    after: str | None
    vote: str | None
    objection: str | None
    reason: str
    person: str
    acting_for: str | None
    at: dt.datetime


class Approved(Struct, kw_only=True):
    """The sitting in which the body approved the minutes, and its vote, where there was one."""

    sitting: str
    vote: str | None
    at: dt.datetime


class MinutesShown(Struct, kw_only=True):
    """One part of the minutes of a sitting.

    `version` 0: not drafted yet, this is what they would say. `hash`: SHA-256 of the canonical bytes.
    `outdated`: something was recorded since the draft.
    `names`: of the persons that the document names; `text`: what is printed of it all.
    """

    session: str
    part: Part
    status: Status
    version: int
    hash: str
    outdated: bool
    due: dt.date | None
    drafted: Drafted | None
    signed: list[Signed]
    objections: list[ObjectionShown]
    corrections: list[CorrectionShown]
    approved: Approved | None
    document: Mapping[str, Any]
    names: dict[str, str | None]
    text: str
    as_of: int | None


def show(
    row: Row,
    part: Part,
    document: Mapping[str, Any],
    digest: str,
    *,
    name: Name,
    due: dt.date | None,
    as_of: int | None,
) -> MinutesShown:
    """A part of the minutes. `document`: what its bytes say; `digest`: their hash."""
    minutes = row.minutes
    shown = MinutesShown(
        session=row.id,
        part=part,
        status=row.status,
        version=0,
        hash=digest,
        outdated=False,
        due=due,
        drafted=None,
        signed=[],
        objections=[],
        corrections=[],
        approved=None,
        document=document,
        names={},
        text="",
        as_of=as_of,
    )
    if minutes is not None:
        _progress(shown, row, minutes)
    shown.names = {each: name(each) for each in sorted(set(_persons(shown)))}
    return shown


def is_published(row: Row) -> bool:
    """Whether everybody may read the public part: the body approved it, and all of it was announced."""
    approved = row.minutes is not None and row.minutes.approved_in is not None
    told = {item.id for item in row.agenda if item.public} <= set(row.announced)
    return approved and told and row.published_at is not None


def for_no_version(signed: Sequence[Signed]) -> list[Signed]:
    """Signatures as everybody sees them: drafts made anew may be due to what is not public (rule 12)."""
    return [replace(each, version=1) for each in signed]


def for_everybody(row: Row, document: Mapping[str, Any], digest: str, name: Name) -> MinutesShown:
    """The public part for those without a right to the other one: what it says, and that it was approved.

    Versions are counted by its own corrections: those of the other part leave no gap (rule 12).
    """
    shown = show(row, "public", document, digest, name=name, due=None, as_of=None)
    shown.version = 1 + len(document["corrections"])
    shown.outdated = False
    shown.drafted, shown.objections, shown.corrections, shown.approved = None, [], [], None
    shown.signed = for_no_version(shown.signed)
    shown.status = "minutes_corrected" if document["corrections"] else "minutes_approved"
    shown.names = {each: name(each) for each in sorted(set(_persons(shown)))}
    return shown


def signatures(minutes: Minutes | None) -> list[Signed]:
    """Who signed the minutes so far."""
    return [
        Signed(
            role=each.role, person=each.person, acting_for=each.acting_for, at=each.at, version=each.version
        )
        for each in (() if minutes is None else minutes.signed)
    ]


def _progress(shown: MinutesShown, row: Row, minutes: Minutes) -> None:
    shown.version, shown.outdated = minutes.version, minutes.outdated
    shown.drafted = Drafted(person=minutes.person, acting_for=minutes.acting_for, at=minutes.at)
    shown.signed = signatures(minutes)
    numbered = {item.id: number for item, number in zip(row.agenda, numbers(row.agenda), strict=True)}
    other = {item.id for item in row.agenda if item.public != (shown.part == "public")}
    shown.objections = [
        ObjectionShown(
            id=each.id,
            member=each.member,
            text=each.text,
            item=each.item,
            number=numbered.get(each.item or ""),
            at=each.at,
            taken=each.taken,
        )
        for each in minutes.objections
        if each.item not in other
    ]
    shown.corrections = [
        CorrectionShown(
            version=each.version,
            item=each.item,
            before=each.before,
            after=each.after,
            vote=each.vote,
            objection=each.objection,
            reason=each.reason,
            person=each.person,
            acting_for=each.acting_for,
            at=each.at,
        )
        for each in minutes.corrections
        if item_corrected(each, row) not in other
    ]
    if minutes.approved_in is not None and minutes.approved_at is not None:
        shown.approved = Approved(
            sitting=minutes.approved_in, vote=minutes.approved_by_vote, at=minutes.approved_at
        )


def _objectors(steps: Mapping[str, Any]) -> Iterator[str]:
    """Whoever objected to the summons; forms before the third do not tell."""
    found = (*steps.get("summons_before", ()), *([steps["summons"]] if steps.get("summons") else ()))
    yield from (each["objector"] for each in found if each.get("objector"))


def _persons(shown: MinutesShown) -> Iterator[str]:
    document = shown.document
    yield from (each for each in [document["chair"]] if each)
    yield from (each["member"] for each in document["attendance"])
    yield from (each["member"] for each in document.get("attendance_corrected", ()))
    # Minutes of the first form, which are kept as they were signed, have no such steps.
    yield from (each["member"] for each in document.get("steps", {}).get("presided", ()) if each["member"])
    yield from _objectors(document.get("steps", {}))
    for item in document["items"]:
        yield from item["recused"]
        for vote in item["votes"]:
            yield from (each for each in [(vote["motion"] or {}).get("mover")] if each)
            yield from (each["member"] for each in vote["ballots"] or ())
            yield from (each["member"] for each in vote.get("contradictions", ()) if each["member"])
            for correction in vote["corrections"]:
                yield from correction.get("tellers", ())
                yield from (each["member"] for each in correction.get("ballots_before", ()))
    acts: Sequence[Drafted | Signed | CorrectionShown] = [*shown.signed, *shown.corrections]
    for act in (*acts, *([shown.drafted] if shown.drafted else [])):
        yield from (each for each in (act.person, act.acting_for) if each is not None)
    yield from (each.member for each in shown.objections)
