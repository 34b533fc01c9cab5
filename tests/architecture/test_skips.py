"""A test that CI must run cannot be skipped unnoticed: the rule of tests/conftest.py, tried on a real run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parent.parent / "conftest.py"

MISSING_TOOL = """
import pytest
def test_with_a_tool(): pytest.skip("no such tool here")
"""
MISSING_MODULE = """
import pytest
pytest.importorskip("a_module_that_nobody_has")
"""
REAL_PAPER = """
import pytest
@pytest.mark.real_paper
def test_on_the_real_paper(): pass
"""
KNOWN_FAILURE = """
import pytest
@pytest.mark.xfail
def test_of_what_fails(): assert False
"""


def run(folder: Path, test: str, *, ci: bool, sample: bool = False) -> tuple[bool, str]:
    """Run one test file under our conftest; tells whether the run passed, and what it printed."""
    (folder / "conftest.py").write_text(CONFTEST.read_text())
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = real_paper\n")
    (folder / "test_it.py").write_text(test)
    environment = {k: v for k, v in os.environ.items() if k not in {"CI", "VORLAGENWERK_SAMPLE"}}
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    environment |= {"CI": "true"} if ci else {}
    environment |= {"VORLAGENWERK_SAMPLE": "vorlage.md"} if sample else {}
    command = [sys.executable, "-m", "pytest", "-rs", "-p", "no:cacheprovider", str(folder)]
    done = subprocess.run(  # our own interpreter on our own file
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode == 0, done.stdout


@pytest.mark.parametrize("test", [MISSING_TOOL, MISSING_MODULE])
def test_a_skip_fails_in_ci_and_says_why(tmp_path: Path, test: str) -> None:
    passed, output = run(tmp_path, test, ci=True)
    assert not passed
    assert "CI must run this" in output


def test_a_missing_tool_skips_on_a_desk(tmp_path: Path) -> None:
    passed, output = run(tmp_path, MISSING_TOOL, ci=False)
    assert passed
    assert "no such tool here" in output


def test_the_real_paper_may_be_missing_in_ci(tmp_path: Path) -> None:
    passed, output = run(tmp_path, REAL_PAPER, ci=True)
    assert passed
    assert "VORLAGENWERK_SAMPLE is not set" in output


def test_the_real_paper_is_read_where_it_is_named(tmp_path: Path) -> None:
    passed, output = run(tmp_path, REAL_PAPER, ci=True, sample=True)
    assert passed
    assert "1 passed" in output


def test_an_expected_failure_is_no_skip(tmp_path: Path) -> None:
    passed, output = run(tmp_path, KNOWN_FAILURE, ci=True)
    assert passed
    assert "1 xfailed" in output
