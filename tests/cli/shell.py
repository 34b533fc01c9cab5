"""Processes of the command line, and what they say."""

import io
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import psycopg

from api.cli import main
from infra.placing import DATABASE, FILE
from infra.store.postgres.dialect import statement

ROOT = Path(__file__).parents[2]
MAIN = "import sys; from api.cli import main; sys.exit(main())"
PATIENCE = 90


class Said(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it said, as JSON."""
        return msgspec.json.decode(self.out)


class Running:
    """A server that runs."""

    def __init__(self, process: subprocess.Popen[str], address: str, said: str) -> None:
        self.process = process
        self.address = address
        self.said = said

    def password(self, login: str) -> str:
        """The password that was printed for a login."""
        found = re.search(rf"^  {login} +(\S+)", self.said, re.MULTILINE)
        assert found is not None
        return found[1]

    def end(self, number: int = signal.SIGTERM) -> Said:
        """Send a signal and wait for the end."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=PATIENCE)
        return Said(self.process.returncode, out, err)


class Shell:
    """Runs commands with one data folder."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def __call__(self, *words: str, given: str | bytes = b"") -> Said:
        """Run a command to its end, in this process: starting one takes longer than most commands."""
        out, err = io.StringIO(), io.StringIO()
        content = given.encode() if isinstance(given, str) else given
        before = sys.stdin
        sys.stdin = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8")
        try:
            with redirect_stdout(out), redirect_stderr(err):
                code = main([*words, *self._chosen(words)])
        except SystemExit as error:
            code = int(error.code or 0)
        finally:
            sys.stdin = before
        return Said(code, out.getvalue(), err.getvalue())

    def change(self, sql: str, *parameters: object) -> list[Any]:
        """Change the store behind its back, whatever it is; what the statement finds."""
        address = os.environ.get(DATABASE)
        if address is not None:
            with psycopg.connect(address) as database:
                found = database.execute(statement(sql).encode(), parameters)
                return found.fetchall() if found.description else []
        with closing(sqlite3.connect(self.data / FILE, isolation_level=None)) as file:
            return file.execute(sql, parameters).fetchall()

    def process(self, *words: str, given: bytes = b"", before: str = "") -> Said:
        """Run a command to its end, as a shell does; `before`: what Python does first."""
        done = subprocess.run(
            [sys.executable, "-c", before + MAIN, *words],
            input=given,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            env=self._environment(),
            cwd=self.data.parent,
        )
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())

    @contextmanager
    def serving(self, *words: str) -> Iterator[Running]:
        """Run a server on a free port."""
        with subprocess.Popen(
            self._words("serve", "--port", "0", *words),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self._environment(),
            cwd=self.data.parent,
        ) as process:
            try:
                yield self._announced(process)
            finally:
                if process.poll() is None:
                    process.kill()
                    process.communicate()

    def _announced(self, process: subprocess.Popen[str]) -> Running:
        """Read until everything was said that is said at the start."""
        assert process.stdout is not None
        said = ""
        while "Beenden" not in said:
            line = process.stdout.readline()
            assert line, process.communicate()[1]
            said += line
        address = re.search(r"http://\S+", said)
        assert address is not None
        return Running(process, address[0], said)

    def _chosen(self, words: tuple[str, ...]) -> list[str]:
        """The data folder, where the command takes one and none was named."""
        known = words and words[0] not in {"nonsense", "--help"} and "--data" not in words
        return ["--data", str(self.data)] if known else []

    def _words(self, *words: str) -> list[str]:
        return [sys.executable, "-c", MAIN, *words]

    def _environment(self) -> dict[str, str]:
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        return {**os.environ, "PYTHONPATH": path, "VORLAGENWERK_DATA": str(self.data)}
