"""The operations page tells the bounds that the program has."""

import re
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

PAGE: Final = Path(__file__).parents[2] / "docs" / "operations.md"
UNITS: Final = {"": 1, "KiB": 1024, "MiB": 1024 * 1024, "s": 1}
ROW: Final = re.compile(
    r"^\| (?P<what>.+) \| (?P<number>[\d,]+) ?(?P<unit>\w*) \| .+ \| `(?P<name>[\w.]+)` \|$", re.MULTILINE
)
BOUNDS: Final = [each.groupdict() for each in ROW.finditer(PAGE.read_text("utf-8"))]


@pytest.mark.parametrize("told", BOUNDS, ids=lambda each: each["what"])
def test_each_bound_is_what_the_page_says(told: dict[str, str]) -> None:
    module, _, name = told["name"].rpartition(".")
    bound = int(told["number"].replace(",", "")) * UNITS[told["unit"]]
    assert getattr(import_module(module), name) == bound


def test_the_page_tells_many_bounds() -> None:
    assert len(BOUNDS) > 40
