"""The overview of work for a terminal: a paper or a sitting a line, the nearest deadline first."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from api.cli.printed import table
from api.german import ROLE, STATUS, day
from api.votes_printed import FLAG

Thing = Mapping[str, Any]

WHAT: Final = {
    "draft": "bearbeiten",
    "finance_check": "Haushalt prüfen",
    "cosign": "mitzeichnen",
    "release": "freigeben",
    "link": "Gremium zuordnen",
    "role": "Rolle der Beratung festlegen",
    "date": "Termin setzen",
    "summon": "laden",
    "session": "beraten",
    "motion": "Änderungsanträge prüfen",
    "authority": "Entscheidung der Aufsicht eintragen",
    "implement": "Umsetzung beginnen",
    "report": "über die Umsetzung berichten",
}
TASK: Final = {
    "agenda": "Tagesordnung aufstellen",
    "summon": "laden",
    "announce": "bekannt machen",
    "open": "eröffnen",
    "declare": "Ergebnis verkünden",
    "contradiction": "Widerspruch der Zählungen entscheiden",
    "tell": "nichtöffentlichen Beschluss bekannt geben",
    "close": "schließen",
    "draft_minutes": "Niederschrift entwerfen",
    "sign_minutes": "Niederschrift unterzeichnen",
    "approve_minutes": "Niederschrift genehmigen",
}
OFFICE: Final = {
    "council_office": "Kreistagsbüro",
    "chief_executive": "Landrat",
    "committee": "Gremium",
    "chair": "Vorsitz",
    "clerk": "Schriftführung",
    "body": "Gremium",
}
LIMIT: Final = {
    "summons": "Ladung",
    "session": "Sitzung",
    "minutes": "Niederschrift",
    "objection": "Widerspruch",
    "implementation": "Umsetzung",
}


def overview(papers: Sequence[Thing]) -> str:
    """The papers in work."""
    if not papers:
        return "Keine Vorlage in Arbeit."
    heads = ("Aktenzeichen", "Gegenstand", "Stand", "Am Zug", "Nächste Beratung", "Fristen")
    return "\n".join(table(heads, [_row(each) for each in papers]))


def sittings(found: Sequence[Thing]) -> str:
    """The sittings in work."""
    if not found:
        return "Keine Sitzung in Arbeit."
    heads = ("Gremium", "Datum", "Stand", "Am Zug", "Fristen", "Vermerke")
    return "\n".join(table(heads, [_sitting(each) for each in found]))


def _row(paper: Thing) -> tuple[str, ...]:
    return (
        str(paper["file_reference"]),
        str(paper["subject"]),
        _status(paper),
        ", ".join(_due(each) for each in paper["due"]),
        _station(paper["next_station"]),
        _limits(paper),
    )


def _status(paper: Thing) -> str:
    states = [paper["status"], *([paper["revision"]] if paper["revision"] else [])]
    return ", ".join(str(STATUS.get(each, each)) for each in states)


def _station(station: Thing | None) -> str:
    if station is None:
        return ""
    role = ROLE.get(station["role"] or "", "")
    told = f"{station['committee']} {day(station['date'])}".rstrip()
    return f"{told} ({role})" if role else told


def _due(due: Thing) -> str:
    who = due["name"] or OFFICE.get(due["office"] or "", "ohne Fachbereich")
    return f"{who}: {WHAT.get(due['what'], due['what'])}"


def _sitting(sitting: Thing) -> tuple[str, ...]:
    flagged = [
        f"{each['number']} {', '.join(FLAG.get(flag, flag) for flag in each['flags'])}"
        for each in sitting["flagged"]
    ]
    return (
        str(sitting["committee_name"]),
        day(sitting["date"]),
        str(STATUS.get(sitting["status"], sitting["status"])),
        ", ".join(_task(each) for each in sitting["due"]),
        _limits(sitting),
        "; ".join(flagged),
    )


def _task(task: Thing) -> str:
    about = f" ({task['number']})" if task["number"] else ""
    return f"{OFFICE.get(task['who'], task['who'])}: {TASK.get(task['what'], task['what'])}{about}"


def _limits(thing: Thing) -> str:
    return ", ".join(_limit(each) for each in thing["deadlines"])


def _limit(limit: Thing) -> str:
    late = " (verstrichen)" if limit["overdue"] else ""
    least = "frühestens bis " if limit["counted_from"] is not None else ""
    return f"{LIMIT.get(limit['what'], limit['what'])} {least}{day(limit['on'])}{late}"
