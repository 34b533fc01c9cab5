"""Who wrote what, for a terminal: one row a run, where it comes from beside what it says."""

import textwrap
from collections.abc import Sequence

from api.cli.printed import WIDTH, Thing, moment

LEAST = 40
"""Columns that the text gets, however wide what stands before it is."""


def blame(runs: Sequence[Thing]) -> str:
    """The runs of a text; a line end in the text begins a new row, white space at its end is not shown."""
    heads = [_head(each) for each in runs]
    widths = [max(map(len, column)) for column in zip(*heads, strict=True)]
    lines: list[str] = []
    for head, run in zip(heads, runs, strict=True):
        before = "  ".join(cell.ljust(width) for cell, width in zip(head, widths, strict=True)) + "  "
        width = max(LEAST, WIDTH - len(before))
        said = [part for line in run["text"].splitlines() for part in textwrap.wrap(line, width)]
        for number, part in enumerate(said or [""]):
            lines.append(f"{before if number == 0 else ' ' * len(before)}{part}".rstrip())
    return "\n".join(lines) or "Der Text ist leer."


def _head(run: Thing) -> tuple[str, str, str, str]:
    """Position, time, author, and what led to it."""
    if run["at"] is None:
        return "", "", "", ""
    revision = "offen" if run["revision"] is None else str(run["revision"])
    who = " ".join(each for each in (run["login"], run["department"]) if each)
    if run["acting_for"]:
        who += f" (für {run['acting_for']})"
    led = [] if run["amendment"] is None else [f"Änderungsantrag {run['amendment']}"]
    led += [run["committee"] or run["cause"]] if run["cause"] else []
    return revision.rjust(7), moment(run["at"]), who, ", ".join(led)
