"""The overview of work for a terminal: a paper a line, the nearest deadline first."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from api.cli.printed import table
from api.german import STATUS, day

Thing = Mapping[str, Any]

WHAT: Final = {
    "draft": "bearbeiten",
    "finance_check": "Haushalt prüfen",
    "cosign": "mitzeichnen",
    "release": "freigeben",
    "date": "Termin setzen",
    "summon": "laden",
    "session": "beraten",
}
OFFICE: Final = {"council_office": "Kreistagsbüro", "chief_executive": "Landrat", "committee": "Gremium"}
LIMIT: Final = {
    "summons": "Ladung",
    "session": "Sitzung",
    "minutes": "Niederschrift",
    "objection": "Widerspruch",
}


def overview(papers: Sequence[Thing]) -> str:
    """The papers in work."""
    if not papers:
        return "Keine Vorlage in Arbeit."
    heads = ("Aktenzeichen", "Gegenstand", "Stand", "Am Zug", "Nächste Beratung", "Fristen")
    return "\n".join(table(heads, [_row(each) for each in papers]))


def _row(paper: Thing) -> tuple[str, ...]:
    station = paper["next_station"]
    return (
        str(paper["file_reference"]),
        str(paper["subject"]),
        str(STATUS.get(paper["status"], paper["status"])),
        ", ".join(_due(each) for each in paper["due"]),
        "" if station is None else f"{station['committee']} {day(station['date'])}".rstrip(),
        ", ".join(_limit(each) for each in paper["deadlines"]),
    )


def _due(due: Thing) -> str:
    who = due["name"] or OFFICE.get(due["office"] or "", "")
    return f"{who}: {WHAT.get(due['what'], due['what'])}"


def _limit(limit: Thing) -> str:
    late = " (verstrichen)" if limit["overdue"] else ""
    return f"{LIMIT.get(limit['what'], limit['what'])} {day(limit['on'])}{late}"
