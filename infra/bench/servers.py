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
        # PostgreSQL's own user need not be let into our folder.
        where = None if os.geteuid() == 0 else folder
        with started(where) as own, databases(own.address("postgres"), folder) as new:
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


class Postgres:
    """A PostgreSQL server; it refuses to run as root, so that root starts it as its own user.

    What does not work raises `NoServer`.
    """

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._data = folder / "data"
        self._databases = 0

    @property
    def _as(self) -> list[str]:
        return ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups"] if os.geteuid() == 0 else []

    def create(self) -> None:
        """Make the cluster, and start it."""
        if self._as:
            try:
                shutil.chown(self._folder, USER)
            except LookupError as error:
                raise NoServer(f"es gibt keinen Benutzer {USER}") from error
        self._run(
            "initdb", "--pgdata", str(self._data), "--auth=trust", f"--username={USER}", "--encoding=UTF8",
            "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f"-p {self.port} -k {self._folder} -c listen_addresses=127.0.0.1 -c max_connections=200"
        log = str(self._folder / "log")
        self._run("pg_ctl", "start", "-w", "-D", str(self._data), "-l", log, "-o", options)

    def stop(self, mode: str = "fast") -> None:
        """Stop the server: smart, fast or immediate, which is as if it was killed."""
        self._run("pg_ctl", "stop", "-w", "-D", str(self._data), "-m", mode)

    def database(self, template: str | None = None) -> str:
        """Make an empty database, or a copy of one that nobody uses, and return its address."""
        self._databases += 1
        name = f"county_{self._databases}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            like = "" if template is None else f" TEMPLATE {template.rpartition('/')[2]}"
            connection.execute(f"CREATE DATABASE {name}{like}".encode())
        return self.address(name)

    def address(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"

    def _run(self, name: str, *arguments: str) -> None:
        found = program(name)
        if found is None:
            raise NoServer(f"{name} ist nicht installiert und kein Server genannt (--postgres)")
        try:
            subprocess.run(  # noqa: S603 - a program of the machine, and our own words
                [*self._as, found, *arguments],
                check=True,
                cwd=self._folder,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise NoServer(f"{name} endet mit einem Fehler ({type(error).__name__})") from error


@contextmanager
def started(folder: Path | None = None) -> Iterator[Postgres]:
    """Run a server of our own in a new folder in this one. Raises `NoServer`."""
    with tempfile.TemporaryDirectory(prefix="vorlagenwerk-postgres-", dir=folder) as made:
        server = Postgres(Path(made))
        server.create()
        try:
            yield server
        finally:
            server.stop("immediate")


def program(name: str) -> str | None:
    """Where a server's program lies; Debian keeps PostgreSQL's out of the path."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    path = os.pathsep.join([*map(str, places), os.environ.get("PATH", ""), "/usr/sbin"])
    return shutil.which(name, path=path)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
