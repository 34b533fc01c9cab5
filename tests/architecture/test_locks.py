"""What a fresh machine installs is exactly what was tested: pinned, hashed, and named without any address."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVING = ROOT / "requirements.lock"
TESTING = ROOT / "requirements-test.lock"
TOOL = ROOT / "scripts" / "uv.txt"
CLIENTS = ROOT / "tests" / "live" / "node" / "package-lock.json"

PINNED = re.compile(r"^[a-z0-9.-]+==[^ ]+( ; .+)?( --hash=sha256:[0-9a-f]{64})+$")


def requirements(lock: Path) -> list[str]:
    """Each requirement of a lock, with its hashes, on one line."""
    text = lock.read_text().replace("\\\n", " ")
    return [re.sub(r"\s+", " ", line).strip() for line in text.splitlines() if line.strip()]


def names(lock: Path) -> set[str]:
    """Name the packages of a lock."""
    return {line.partition("==")[0] for line in requirements(lock)}


@pytest.mark.parametrize("lock", [SERVING, TESTING, TOOL], ids=lambda path: path.name)
def test_every_requirement_is_pinned_and_hashed(lock: Path) -> None:
    assert requirements(lock)
    assert [line[:80] for line in requirements(lock) if not PINNED.match(line)] == []


def test_the_locks_of_serving_and_testing_do_not_overlap() -> None:
    assert names(SERVING) & names(TESTING) == set()


def test_serving_installs_no_test_tools() -> None:
    assert names(SERVING) & {"pytest", "hypothesis", "coverage", "ruff", "mypy", "playwright"} == set()


@pytest.mark.parametrize("lock", [SERVING, TESTING, TOOL, CLIENTS], ids=lambda path: path.name)
def test_a_lock_names_no_address(lock: Path) -> None:
    assert "://" not in lock.read_text()


def test_every_npm_client_is_pinned_by_its_hash() -> None:
    packages = json.loads(CLIENTS.read_text())["packages"]
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []
