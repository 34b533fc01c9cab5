"""The page on rights says what the table says, and the table knows every command."""

from pathlib import Path
from typing import get_args

from domain.procedure import AnyCommand
from domain.rights import COMMANDS, Capacity
from scripts.rights_page import page

PAGE = Path(__file__).parents[2] / "docs" / "rights.md"


def test_the_page_on_rights_is_the_table_in_the_code() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run scripts/rights"


def test_every_command_stands_in_the_rights_table() -> None:
    assert set(get_args(AnyCommand)) == set(COMMANDS)


def test_the_page_says_of_every_capacity_who_holds_it() -> None:
    explained = {line.split("`")[1] for line in page().splitlines() if line.startswith("| `")}
    assert {each.value for each in Capacity} <= explained
