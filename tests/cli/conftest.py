"""The command line as a shell runs it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.shell import Running, Shell


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "data")


@pytest.fixture
def running(shell: Shell) -> Iterator[Running]:
    with shell.serving("--demo") as running:
        yield running
