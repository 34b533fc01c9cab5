"""What holds for every test: in CI a test that is skipped has failed.

The one exception is a test on the real paper, which not every checkout has (`VORLAGENWERK_SAMPLE`).
"""

import os
from collections.abc import Generator, Iterator

import pytest
from hypothesis import settings

from tests.servers import Postgres, postgres

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
