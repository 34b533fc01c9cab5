"""`vorlagenwerk backup`, `restore` and `restored`: the store as a file, and back."""

import argparse
import asyncio
import os
import sys
from pathlib import Path
from typing import Final

from api.cli.endings import Code, Ended
from api.cli.giving import say
from api.cli.office import require_county
from api.cli.serving import in_use
from api.cli.verifying import count, inspected, lines
from infra.clock import utc_now
from infra.data_folder import FolderInUse, hold
from infra.placing import DATABASE, database_of
from infra.restoring import SCHEMAS, Begun, begin_anew
from infra.store import Database, Store, StoreError, StoreFull
from infra.store.sqlite import backup as files
from infra.store.sqlite.file import File

PART: Final = ".restoring"
"""How the store is called while it is put back."""
ASIDE: Final = ".replaced-"
"""How a store is called that another one took the place of, with the time after it."""

BY_OTHER_MEANS: Final = (
    f"{DATABASE} nennt eine PostgreSQL-Datenbank: sichern mit pg_dump, zurückholen mit pg_restore,"
    " danach vorlagenwerk restored (docs/operations.md)."
)


def backup(arguments: argparse.Namespace) -> None:
    """Copy the store as it is now; a server may go on meanwhile."""
    source = _file(require_county(arguments.data))
    target: Path = arguments.file
    try:
        made = files.write(source.path, target, utc_now().isoformat(), _tell)
    except files.BackupExists as error:
        raise Ended(Code.REFUSED, f"{target} gibt es schon; es wird nicht überschrieben.") from error
    except Exception as error:
        told = source.translated(error)
        if isinstance(told, StoreFull):
            raise Ended(Code.REFUSED, f"Für {target} ist kein Platz.") from error
        if isinstance(told, StoreError):
            raise Ended(Code.REFUSED, f"{target} ließ sich nicht schreiben: {told!r}") from error
        raise
    finally:
        _end_line()
    say(f"{target}: {made.bytes} Bytes bis Position {made.head}, SHA-256 {made.sha256}".encode())


def restore(arguments: argparse.Namespace) -> None:
    """Check a backup and put it into the data folder, which nobody may serve meanwhile."""
    try:
        with hold(arguments.data):
            _restore(arguments.file, _file(database_of(arguments.data, os.environ)).path, arguments)
    except FolderInUse as error:
        raise Ended(Code.REFUSED, in_use(error)) from error


def _restore(source: Path, target: Path, arguments: argparse.Namespace) -> None:
    if target.exists() and not arguments.replace:
        raise Ended(
            Code.REFUSED, f"In {target.parent.resolve()} gibt es einen Datenbestand; ersetzen mit --replace."
        )
    part = target.with_name(target.name + PART)
    _remove(part)  # what an attempt left behind that did not end
    try:
        with source.open("rb") as file:
            manifest = files.check(file)
            files.unpack(file, manifest, part)
        _require_whole(part, despite_faults=arguments.despite_faults)
        begun = asyncio.run(_begin_anew(File(part)))
        if target.exists():
            _put_aside(target)
        files.move(part, target)
    except files.NoBackup as error:
        raise Ended(Code.WRONG_USE, f"{source} ist keine vollständige Sicherung: {error}") from error
    except (OSError, StoreError) as error:
        raise Ended(Code.REFUSED, f"{source} ließ sich nicht zurückholen: {error!r}") from error
    finally:
        _remove(part)
    say(f"{source} vom {manifest.at}: zurückgeholt bis Position {manifest.head}".encode())
    _say_begun(begun)


def restored(arguments: argparse.Namespace) -> None:
    """Begin texts and logins anew after a store was put back by other means; no server may run."""
    database = require_county(arguments.data)
    try:
        with hold(arguments.data):
            _say_begun(asyncio.run(_begin_anew(database)))
    except FolderInUse as error:
        raise Ended(Code.REFUSED, in_use(error)) from error
    except StoreError as error:
        raise Ended(Code.REFUSED, f"Der Datenbestand ließ sich nicht schreiben: {error!r}") from error


async def _begin_anew(database: Database) -> Begun:
    async with await Store.open(database, schemas=SCHEMAS) as store:
        return await begin_anew(store, utc_now())


def _say_begun(begun: Begun) -> None:
    say(
        f"{begun.texts} Texte beginnen mit Epoche {begun.epoch}, {begun.logins} Anmeldungen enden."
        " Token von Programmen und Kennwörter gelten wie damals.".encode()
    )


def _require_whole(part: Path, *, despite_faults: bool) -> None:
    report = inspected(File(part))
    if not report.ok:
        for line in lines(report):
            say(line.encode())
        if not despite_faults:
            raise Ended(Code.REFUSED, f"{count(report)} Befunde; trotzdem zurückholen mit --despite-faults.")


def _put_aside(target: Path) -> None:
    """Keep the store that is replaced, with what it has not yet written into its file."""
    aside = f"{target.name}{ASIDE}{utc_now():%Y%m%dT%H%M%S%f}"
    for ending in ("", "-wal", "-shm"):
        path = target.with_name(target.name + ending)
        if path.exists():
            files.move(path, target.with_name(aside + ending))
    say(f"Der bisherige Datenbestand liegt daneben: {aside}".encode())


def _remove(part: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        part.with_name(part.name + ending).unlink(missing_ok=True)


def _file(database: Database) -> File:
    if not isinstance(database, File):
        raise Ended(Code.WRONG_USE, BY_OTHER_MEANS)
    return database


def _tell(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done} von {total} Seiten", end="", file=sys.stderr)  # noqa: T201 - shown to a person


def _end_line() -> None:
    if sys.stderr.isatty():
        print(file=sys.stderr)  # noqa: T201 - shown to a person
