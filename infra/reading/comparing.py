"""What two states of a paper say differently: its texts, header, measures, attachments and budget lines.

Pieces of a difference as in the amendment history: = and - joined give the old text, = and + the new one.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import Final, TypeVar

from msgspec import Struct

from domain.errors import Invalid
from domain.vorlage.editions.content import nfc
from domain.worddiff import Effort, Piece, diff
from projections.vorlage.budget_shown import AccountShown, CoverShown, show
from projections.vorlage.row import Row

_EDGE: Final = re.compile(r"(edition|position):([0-9]{1,18})")

Thing = TypeVar("Thing")
Key = TypeVar("Key", bound=Hashable)


class BadEdge(Invalid):
    """A state is named `edition:N` or `position:N`."""

    def __init__(self, edge: str) -> None:
        super().__init__(edge)
        self.edge = edge


class Edge(Struct, frozen=True, kw_only=True):
    """One side of a comparison; `position` null: as it is now."""

    edition: int | None = None
    position: int | None = None


class SectionDifference(Struct, frozen=True, kw_only=True):
    """A section that differs; null where it did not exist. Measures are named `measures/{id}`."""

    section: str
    title: str | None
    old: str | None
    new: str | None
    diff: list[Piece]


class FieldDifference(Struct, frozen=True, kw_only=True):
    """A field that differs; null where it says nothing. What is no text is written as in JSON."""

    field: str
    old: str | None
    new: str | None


class MeasureState(Struct, frozen=True, kw_only=True):
    """A measure as one side has it."""

    document: str
    page: int | None
    topic: str | None
    text: str


class MeasureDifference(Struct, frozen=True, kw_only=True):
    """A measure whose citation or text differs ("Maßnahme alt / geändert"); null: that side has it not."""

    id: str
    old: MeasureState | None
    new: MeasureState | None
    diff: list[Piece]


class AttachmentState(Struct, frozen=True, kw_only=True):
    """An attachment as one side has it; `sha256` null: it is only named."""

    title: str
    edition: str | None
    sha256: str | None
    size: int | None


class AttachmentDifference(Struct, frozen=True, kw_only=True):
    """An attachment whose title, edition or bytes differ; null: that side has it not."""

    id: str
    old: AttachmentState | None
    new: AttachmentState | None


class AccountDifference(Struct, frozen=True, kw_only=True):
    """A line of the budget block that differs; null: that side has it not."""

    account: str
    old: AccountShown | None
    new: AccountShown | None


class CoverDifference(Struct, frozen=True, kw_only=True):
    """A line of the cover that differs; null: that side has it not."""

    account: str | None
    old: CoverShown | None
    new: CoverShown | None


class BudgetDifference(Struct, frozen=True, kw_only=True):
    """What differs in the budget block: single fields, its lines, and its cover."""

    fields: list[FieldDifference]
    accounts: list[AccountDifference]
    cover: list[CoverDifference]


class Difference(Struct, frozen=True, kw_only=True, rename={"begin": "from", "end": "to"}):
    """What differs between two states: the words of each section, then all the rest, old beside new."""

    begin: Edge
    end: Edge
    sections: list[SectionDifference]
    header: list[FieldDifference]
    measures: list[MeasureDifference]
    attachments: list[AttachmentDifference]
    budget: BudgetDifference


def edge_of(text: str | None) -> Edge:
    """The side that a reader names; None is now. Raises `BadEdge`."""
    if text is None:
        return Edge()
    match = _EDGE.fullmatch(text)
    if match is None:
        raise BadEdge(text)
    number = int(match[2])
    return Edge(edition=number) if match[1] == "edition" else Edge(position=number)


def compared(begin: Edge, before: Row, end: Edge, after: Row) -> Difference:
    """What differs between two rows of one paper."""
    old, new = _sections(before), _sections(after)
    effort = Effort()
    differing = [
        SectionDifference(
            section=name,
            title=(new.get(name) or old[name])[0],
            old=old[name][1] if name in old else None,
            new=new[name][1] if name in new else None,
            diff=diff(old[name][1] if name in old else "", new[name][1] if name in new else "", effort),
        )
        for name in dict.fromkeys((*old, *new))
        if old.get(name) != new.get(name)
    ]
    return Difference(
        begin=begin,
        end=end,
        sections=differing,
        header=_fields(_header(before), _header(after)),
        measures=[
            MeasureDifference(
                id=id_, old=was, new=is_, diff=diff(was.text if was else "", is_.text if is_ else "", effort)
            )
            for id_, was, is_ in _differing(_measures(before), _measures(after))
        ],
        attachments=[
            AttachmentDifference(id=id_, old=was, new=is_)
            for id_, was, is_ in _differing(_attachments(before), _attachments(after))
        ],
        budget=_budget(before, after),
    )


def _differing(
    old: Mapping[Key, Thing], new: Mapping[Key, Thing]
) -> list[tuple[Key, Thing | None, Thing | None]]:
    """What only one side has, or both have differently, in the order of the old side, then of the new."""
    return [
        (key, old.get(key), new.get(key))
        for key in dict.fromkeys((*old, *new))
        if old.get(key) != new.get(key)
    ]


def _fields(old: Mapping[str, str | None], new: Mapping[str, str | None]) -> list[FieldDifference]:
    return [FieldDifference(field=field, old=was, new=is_) for field, was, is_ in _differing(old, new)]


def _header(row: Row) -> dict[str, str | None]:
    return {
        "number": row.number,
        "file_reference": row.file_reference,
        "kind": row.kind,
        "public": _said(row.public),
        "lead_department": row.lead_department_name,
        "date": None if row.date is None else row.date.isoformat(),
        "subject": nfc(row.subject),
        "signatory": row.signatory,
    }


def _said(tick: bool | None) -> str | None:  # noqa: FBT001
    return None if tick is None else str(tick).lower()


def _measures(row: Row) -> dict[str, MeasureState]:
    return {
        each.id: MeasureState(
            document=each.document,
            page=each.page,
            topic=each.topic,
            text=nfc(row.texts.get(f"measures/{each.id}", "")),
        )
        for each in row.measures
    }


def _attachments(row: Row) -> dict[str, AttachmentState]:
    return {
        each.id: AttachmentState(title=each.title, edition=each.edition, sha256=each.sha256, size=each.size)
        for each in row.attachments
    }


def _budget(before: Row, after: Row) -> BudgetDifference:
    """The block line by line. The finance department's check is no content; the printed note is."""
    old, new = (show(row.budget, None, imported=row.imported, by=_nobody) for row in (before, after))
    fields = [
        {
            "proof_required": _said(each.proof_required),
            "appropriation": each.appropriation,
            "need": each.need,
            "shortfall": each.shortfall,
            "spending": each.spending,
            "posting": each.posting,
            "finance_check": row.budget.finance_check,
        }
        for each, row in ((old, before), (new, after))
    ]
    accounts = _differing(
        _counted((each.account, each) for each in old.accounts or ()),
        _counted((each.account, each) for each in new.accounts or ()),
    )
    cover = _differing(
        _counted(((each.kind, each.account), each) for each in old.cover),
        _counted(((each.kind, each.account), each) for each in new.cover),
    )
    return BudgetDifference(
        fields=_fields(*fields),
        accounts=[AccountDifference(account=key, old=was, new=is_) for (key, _), was, is_ in accounts],
        cover=[CoverDifference(account=key[1], old=was, new=is_) for (key, _), was, is_ in cover],
    )


def _counted(lines: Iterable[tuple[Key, Thing]]) -> dict[tuple[Key, int], Thing]:
    """Lines by what they are called; those that are called the same are told apart by their order."""
    seen: Counter[Key] = Counter()
    found: dict[tuple[Key, int], Thing] = {}
    for key, line in lines:
        found[key, seen[key]] = line
        seen[key] += 1
    return found


def _nobody(_id: str) -> None:
    """Name no person."""


def _sections(row: Row) -> dict[str, tuple[str | None, str]]:
    """Title and text of each section of a paper."""
    return {
        "subject": (None, nfc(row.subject)),
        "proposed_resolution": (None, nfc(row.texts.get("proposed_resolution", ""))),
        "reasons": (None, nfc(row.texts.get("reasons", ""))),
        **{
            f"measures/{each.id}": (each.topic, nfc(row.texts.get(f"measures/{each.id}", "")))
            for each in row.measures
        },
        **{
            f"attachments/{each.id}": (each.title, _attached(each.edition, each.sha256))
            for each in row.attachments
        },
    }


def _attached(edition: str | None, sha256: str | None) -> str:
    return ", ".join(part for part in (edition, sha256 and f"SHA-256 {sha256}") if part)
