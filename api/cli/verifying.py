"""`vorlagenwerk verify`: whether the store is whole, while it is served or not."""

import argparse
import sys

import msgspec

from api.cli.endings import Code, Ended
from api.cli.giving import say
from api.cli.office import require_county
from infra.county import BEHIND, SYNCHRONOUS
from infra.store import Database, StoreError
from infra.verifying import Report
from infra.verifying import verify as inspect


def verify(arguments: argparse.Namespace) -> None:
    """Check the store of a data folder, and name what is wrong."""
    report = inspected(require_county(arguments.data))
    if arguments.json:
        say(msgspec.json.encode(report))
    else:
        for line in lines(report):
            say(line.encode())
    if not report.ok:
        raise Ended(Code.REFUSED, f"{count(report)} Befunde.")


def inspected(database: Database) -> Report:
    """Check a store and tell a person how far it is. Raises `Ended` where it cannot be read at all."""
    try:
        return inspect(database, (*SYNCHRONOUS, *BEHIND), _tell)
    except StoreError as error:
        raise Ended(Code.REFUSED, f"Der Datenbestand lässt sich nicht lesen: {error!r}") from error
    finally:
        if sys.stderr.isatty():
            print(file=sys.stderr)  # noqa: T201 - shown to a person


def lines(report: Report) -> list[str]:
    """A report as people read it."""
    found = [f"{each.check}\t{each.where}\t{each.what}" for each in report.faults]
    if report.unnamed:
        found.append(f"und {report.unnamed} weitere")
    looked_at = ", ".join(f"{name} {number}" for name, number in report.checked.items())
    return [*found, f"{report.events} Ereignisse bis Position {report.head}; geprüft: {looked_at}"]


def count(report: Report) -> int:
    """How many faults there are."""
    return len(report.faults) + report.unnamed


def _tell(check: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        of = f" von {total}" if total else ""
        print(f"\r\x1b[K{check}: {done}{of}", end="", file=sys.stderr)  # noqa: T201 - a person
