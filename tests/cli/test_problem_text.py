"""A refusal on the command line names what a clerk knows: the paragraph, or the number of the rule."""

import pytest

from api.cli.problems import text


@pytest.mark.parametrize(
    ("members", "named"),
    [
        ({"rule": "summon", "source": "§ 53"}, " (§ 53)"),
        ({"rule": "2"}, " (Regel 2)"),
        ({"rule": "minutes"}, ""),
        ({}, ""),
    ],
)
def test_a_refusal_is_told_with_its_paragraph_or_the_number_of_its_rule(
    members: dict[str, str], named: str
) -> None:
    assert text({"title": "Frist zu kurz", "detail": "Es fehlt ein Tag.", **members}) == (
        f"Frist zu kurz: Es fehlt ein Tag.{named}"
    )
