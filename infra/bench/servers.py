"""A PostgreSQL server to measure on: the one that is named, else one started from the machine's programs.

Everything is done in databases made for it, and dropped again: the county's own is not touched.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from psycopg import sql

USER: Final = "postgres"
PATIENCE: Final = 60.0
"""Seconds that making and starting a server may take each."""


class NoServer(Exception):
    """There is none to measure on; `reason` in German."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


NewDatabase = Callable[[], str]
"""Makes an empty database and returns its address."""


@contextmanager
def databases(address: str, folder: Path) -> Iterator[NewDatabase]:
    """Make databases on the server of an address, else on one of our own. Raises `NoServer`."""
    if not address:
        with _started(folder) as own, databases(own, folder) as new:
            yield new
        return
    made: list[str] = []
    try:
        connection = psycopg.connect(address, autocommit=True)
    except psycopg.Error as error:
        raise NoServer(f"der Server antwortet nicht ({type(error).__name__})") from error
    with connection:

        def new() -> str:
            name = f"vorlagenwerk_bench_{uuid4().hex[:12]}"
            try:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            except psycopg.Error as error:
                raise NoServer(f"keine Datenbank anzulegen ({type(error).__name__})") from error
            made.append(name)
            return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))

        try:
            yield new
        finally:
            for name in made:
                connection.execute(
                    sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
                )


@contextmanager
def _started(folder: Path) -> Iterator[str]:
    """Run a server of our own. PostgreSQL refuses to run as root, who starts it as its own user."""
    # That user need not be let into our folder.
    where = None if os.geteuid() == 0 else folder
    with tempfile.TemporaryDirectory(prefix="vorlagenwerk-bench-", dir=where) as made:
        home = Path(made)
        if where is None:
            try:
                shutil.chown(home, USER)
            except LookupError as error:
                raise NoServer(f"es gibt keinen Benutzer {USER}") from error
        with _running(home) as address:
            yield address


@contextmanager
def _running(home: Path) -> Iterator[str]:
    data, port = home / "data", _free_port()
    _run(home, "initdb", "--pgdata", str(data), "--auth=trust", f"--username={USER}", "--locale=C.UTF-8")
    options = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c max_connections=50"
    _run(home, "pg_ctl", "start", "-w", "-D", str(data), "-l", str(home / "log"), "-o", options)
    try:
        yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
    finally:
        _run(home, "pg_ctl", "stop", "-w", "-D", str(data), "-m", "fast")


def _run(home: Path, name: str, *arguments: str) -> None:
    # Debian keeps them out of the path.
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    program = shutil.which(name, path=os.pathsep.join([*map(str, places), os.environ.get("PATH", "")]))
    if program is None:
        raise NoServer(f"{name} ist nicht installiert und kein Server genannt (--postgres)")
    user = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups"] if os.geteuid() == 0 else []
    try:
        subprocess.run(  # noqa: S603 - a program of the machine, and our own words
            [*user, program, *arguments],
            check=True,
            cwd=home,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise NoServer(f"{name} endet mit einem Fehler ({type(error).__name__})") from error


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
