"""The scripts keep their promise of a machine that has nothing but python3 and a POSIX shell."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted(path for path in (ROOT / "scripts").iterdir() if path.suffix not in {".txt", ".py"})
SHELL_SCRIPTS = [path for path in SCRIPTS if "python" not in path.read_text().partition("\n")[0]]


@pytest.mark.parametrize("script", SHELL_SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_plain_posix_shell(script: Path) -> None:
    subprocess.run(["/bin/sh", "-n", str(script)], check=True)  # our own file, only parsed
    assert not re.search(r"\[\[|\blocal\b|<<<|\bfunction\b|\bpipefail\b", script.read_text())


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_can_be_run_or_is_sourced(script: Path) -> None:
    assert os.access(script, os.X_OK) == script.read_text().startswith("#!")


@pytest.mark.skipif(Path(sys.prefix) != ROOT / ".venv", reason="not run by scripts/test")
def test_a_second_set_up_finds_nothing_to_do() -> None:
    stamp = ROOT / ".venv" / "test.stamp"
    subprocess.run([str(ROOT / "scripts" / "setup"), "test"], check=True)
    made = stamp.stat().st_mtime_ns
    subprocess.run([str(ROOT / "scripts" / "setup"), "test"], check=True)
    assert stamp.stat().st_mtime_ns == made


def test_ci_runs_the_command_that_the_readme_gives() -> None:
    readme = (ROOT / "README.md").read_text()
    block = readme.partition("<!-- test command -->")[2].partition("```\n")[0]
    assert re.findall(r"^scripts/\w+$", block, re.MULTILINE) == ["scripts/test"]
    assert "<!-- test command -->" in (ROOT / ".ci" / "run").read_text()
