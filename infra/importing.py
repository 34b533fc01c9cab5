"""A paper in the printed form becomes a Vorlage, by the commands that a person would give.

All in one transaction: either the whole paper is there, or nothing. Ids are made from the command's id, so
that a repeated import is answered with the same Vorlage (rule 13).
"""

import asyncio
import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final, Protocol
from uuid import UUID, uuid5

from msgspec import Struct
from msgspec.structs import replace

from domain.procedure import AnyCommand
from domain.vorlage.commands.budget import RecordBudget
from domain.vorlage.commands.consultation import AddConsultation, RecordConsultationResult
from domain.vorlage.commands.drafting import AddAttachment, CreateVorlage, ReviseText
from domain.vorlage.commands.measures import AddMeasure, AmendMeasure
from domain.vorlage.events.budget import Budget
from infra.printed_form import ParsedPaper, Problem, Unreadable, read
from infra.states import States

MOST_STATIONS: Final = 100
MOST_MEASURES: Final = 500
MOST_ATTACHMENTS: Final = 200
"""Rows of a paper; each is a command or two, and the county's papers have a dozen."""


class Handling(Protocol):
    """What runs commands."""

    async def handle_all(
        self, actor: str, commands: Sequence[AnyCommand], id_: UUID, *, source: object = None
    ) -> object:
        """Run several commands in one transaction; `source` is what they were made from."""


class LineWarning(Struct, frozen=True):
    """A line that a person should look at."""

    line: int
    message: str


class Imported(Struct, frozen=True):
    """The Vorlage that a paper has become."""

    id: str
    warnings: list[LineWarning]


class Importing:
    """Imports papers into one county."""

    def __init__(self, handling: Handling, states: States) -> None:
        self._handling = handling
        self._states = states

    async def __call__(
        self, person: str, paper: bytes, id_: UUID, happened_at: dt.datetime | None = None
    ) -> Imported:
        """Import a paper. Raises `Unreadable`, or the `DomainError` that refuses it; all or nothing."""
        parsed = await asyncio.to_thread(read_bounded, paper)
        vorlage = str(uuid5(id_, f"{person}/vorlage/0"))
        commands: list[AnyCommand] = [
            replace(each, happened_at=happened_at) for each in commands_of(parsed, vorlage, id_)
        ]
        await self._handling.handle_all(person, commands, id_, source=(paper, happened_at))
        warnings = [LineWarning(each.line, each.message) for each in parsed.warnings]
        unlinked = await asyncio.to_thread(lambda: list(self._unlinked(parsed, paper)))
        return Imported(vorlage, sorted([*warnings, *unlinked], key=lambda w: w.line))

    def _unlinked(self, parsed: ParsedPaper, paper: bytes) -> Iterator[LineWarning]:
        """Names that no department or committee of the county has."""
        lines = _lines(paper)
        lead = parsed.lead_department
        if lead is not None and self._states.organisation.department_named(lead) is None:
            yield LineWarning(_line(lines, lead), f"Der Bereich „{lead}“ ist hier nicht bekannt.")
        known = {each.name.casefold() for each in self._states.committees.values()}
        for name in dict.fromkeys(each.committee for each in parsed.consultations):
            if name.casefold() not in known:
                message = f"Das Gremium „{name}“ ist hier nicht bekannt; vor der Ladung ist es zuzuordnen."
                yield LineWarning(_line(lines, name), message)


def read_bounded(paper: bytes) -> ParsedPaper:
    """Read a paper. Raises `Unreadable`, also where it has more rows than a paper has."""
    parsed = read(paper)
    found: tuple[tuple[list[str], int, str], ...] = (
        ([each.committee for each in parsed.consultations], MOST_STATIONS, "Beratungen"),
        ([each.topic or "" for each in parsed.measures], MOST_MEASURES, "Maßnahmen"),
        ([each.title for each in parsed.attachments], MOST_ATTACHMENTS, "Anlagen"),
    )
    problems = [
        Problem(
            _line_of_last(_lines(paper), names[: most + 1]),
            "too_many",
            f"Die Vorlage hat mehr als {most} {what} ({len(names)}).",
            names[most],
        )
        for names, most, what in found
        if len(names) > most
    ]
    if problems:
        raise Unreadable(problems)
    return parsed


def _lines(paper: bytes) -> list[str]:
    return unicodedata.normalize("NFC", paper.decode("utf-8", "replace")).splitlines()


def _line_of_last(lines: Sequence[str], names: Sequence[str]) -> int:
    """The line, from 1, of the last of several names that stand on lines of their own, in this order."""
    line = 0
    for name in names:
        line = next((at for at in range(line, len(lines)) if name in lines[at]), line) + 1
    return min(line, len(lines))


def _line(lines: Sequence[str], name: str) -> int:
    """The first line, from 1, that begins with a name, as a row of a table does; else that has it."""
    begins = re.compile(rf"[\s|*]*{re.escape(name)}(?!\w)")
    has = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    for found in (begins.match, has.search):
        for number, line in enumerate(lines, 1):
            if name in line and found(line):
                return number
    return 1


def commands_of(paper: ParsedPaper, vorlage: str, id_: UUID) -> Iterator[AnyCommand]:
    """What a person would do to enter this paper."""
    yield CreateVorlage(
        vorlage=vorlage,
        file_reference=paper.file_reference,
        subject=paper.subject,
        kind=paper.kind,
        public=paper.public,
        lead_department_name=paper.lead_department,
        number=paper.number,
        date=paper.date,
        signatory=paper.signatory,
        imported=True,
    )
    if paper.proposed_resolution:
        yield ReviseText(vorlage=vorlage, document="proposed_resolution", text=paper.proposed_resolution)
    if paper.reasons:
        yield ReviseText(vorlage=vorlage, document="reasons", text=paper.reasons)
    yield from _stations(paper, vorlage, id_)
    yield from _measures(paper, vorlage, id_)
    for attachment in paper.attachments:
        yield AddAttachment(vorlage=vorlage, title=attachment.title, edition=attachment.edition)
    if paper.budget != Budget():
        yield RecordBudget(vorlage=vorlage, budget=paper.budget)


def _stations(paper: ParsedPaper, vorlage: str, id_: UUID) -> Iterator[AnyCommand]:
    """The Beratungsfolge in its printed order, each station behind the one before."""
    before: str | None = None
    for number, row in enumerate(paper.consultations):
        station = str(uuid5(id_, f"consultation/{number}"))
        yield AddConsultation(
            vorlage=vorlage,
            consultation=station,
            committee_name=row.committee,
            date=row.date,
            remark=row.remark,
            after=before,
        )
        if (row.yes, row.no, row.abstained) != (None, None, None):
            yield RecordConsultationResult(
                vorlage=vorlage, consultation=station, yes=row.yes, no=row.no, abstained=row.abstained
            )
        before = station


def _measures(paper: ParsedPaper, vorlage: str, id_: UUID) -> Iterator[AnyCommand]:
    """Each measure with its old text, then its change; what caused it the paper does not say."""
    for number, changed in enumerate(paper.measures):
        measure = str(uuid5(id_, f"measure/{number}"))
        yield AddMeasure(
            vorlage=vorlage,
            measure=measure,
            document=changed.document,
            page=changed.page,
            topic=changed.topic,
            text=changed.old,
        )
        yield AmendMeasure(vorlage=vorlage, measure=measure, old=changed.old, new=changed.new)
