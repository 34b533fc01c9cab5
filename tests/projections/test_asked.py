"""What a reader asks for."""

import pytest

from projections.asked import Asked


@pytest.mark.parametrize(("purpose", "stated"), [(None, None), (" ", None), (" Prüfung 7 ", "Prüfung 7")])
def test_a_purpose_that_says_nothing_is_none(purpose: str | None, stated: str | None) -> None:
    assert Asked(purpose=purpose).stated_purpose == stated
