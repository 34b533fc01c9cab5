"""What holds for every test: in CI a test that is skipped has failed.

The one exception is a test on the real paper, which not every checkout has (`VORLAGENWERK_SAMPLE`).
"""

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from infra.placing import DATABASE
from infra.store import Database
from tests.servers import Postgres, Redis, database_at, postgres, redis

# A busy machine is slow, not wrong; how long a test may take is pytest's business.
settings.register_profile("unhurried", settings.default, deadline=None)
settings.load_profile("unhurried")

SAMPLE = "VORLAGENWERK_SAMPLE"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests marked `real_paper` where no real paper was named."""
    if SAMPLE in os.environ:
        return
    for item in items:
        if item.get_closest_marker("real_paper"):
            item.add_marker(pytest.mark.skip(reason=f"{SAMPLE} is not set"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one, in CI."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a file that skips itself into a failed one, in CI."""
    report = yield
    _refuse_skip(report)
    return report


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    # An expected failure is reported as skipped, too.
    if not report.skipped or hasattr(report, "wasxfail") or "CI" not in os.environ:
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if SAMPLE not in reason:
        report.outcome = "failed"
        report.longrepr = f"CI must run this, but it was skipped: {reason}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """Run one PostgreSQL server for all tests; each takes a database of its own."""
    with postgres() as server:
        yield server


KINDS = ("sqlite", "postgres")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the whole application be tested on PostgreSQL, too."""
    parser.addoption("--store", choices=KINDS, default=KINDS[0], help="where a county's store lies")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run on each kind of store what asks for a database, or is marked `each_store`.

    What is about SQLite's file asks for its `path`.
    """
    if "address" in metafunc.fixturenames:
        kinds = KINDS[:1] if "path" in metafunc.fixturenames else KINDS
        metafunc.parametrize("address", kinds, indirect=True)
    elif metafunc.definition.get_closest_marker("each_store"):
        metafunc.parametrize("county_store", KINDS, indirect=True)


@pytest.fixture(autouse=True)
def county_store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the test's county an empty database of its own, where it is to lie on PostgreSQL."""
    kind = getattr(request, "param", request.config.getoption("--store"))
    if kind == "postgres" and not request.node.get_closest_marker("sqlite_alone"):
        server: Postgres = request.getfixturevalue("postgres_server")
        monkeypatch.setenv(DATABASE, server.database())


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return where an empty database lies: the path of a file, or a URL."""
    if request.param == "sqlite":
        return str(tmp_path / "vorlagenwerk.sqlite")
    server: Postgres = request.getfixturevalue("postgres_server")
    return server.database()


@pytest.fixture
def database(address: str) -> Database:
    """Return an empty database."""
    return database_at(address)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Redis]:
    """Run one Redis for all tests that do nothing to it."""
    with redis() as server:
        yield server
