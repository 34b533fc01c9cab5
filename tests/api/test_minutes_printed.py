"""What the minutes of a sitting look like when they are printed: a whole example, word by word."""

import hashlib
import re
from pathlib import Path

import msgspec
import pytest

from api.minutes_printed import printed
from projections import minutes, minutes_shown
from projections.minutes import Part
from tests.domain.county import County
from tests.projections.lives import recommended
from tests.projections.minuted import approved, closed, row_of, signed, written

EXAMPLES = Path(__file__).parent / "printed"


def text_of(county: County, part: Part) -> str:
    """A part of the minutes as it is printed."""
    content = minutes.canonical(written(county, part))
    shown = minutes_shown.show(
        row_of(county),
        part,
        msgspec.json.decode(content),
        hashlib.sha256(content).hexdigest(),
        name=lambda id_: id_.replace("kreisausschuss-", "Mitglied ").title(),
        due=None,
        as_of=None,
    )
    # What is hashed has test vectors of its own; here counts what is printed around it.
    return re.sub("[0-9a-f]{64}", "(SHA-256)", printed(shown))


@pytest.mark.parametrize(
    ("county", "part", "example"),
    [
        (closed, "public", "minutes-of-a-closed-sitting.txt"),
        (signed, "non_public", "minutes-signed-non-public.txt"),
        (approved, "public", "minutes-approved.txt"),
        (recommended, "public", "minutes-with-many-slips.txt"),
    ],
)
def test_minutes_are_printed_as_in_the_example(county: object, part: Part, example: str) -> None:
    assert callable(county)
    assert text_of(county(), part) == (EXAMPLES / example).read_text(encoding="utf-8")


def test_every_example_is_compared() -> None:
    assert len(list(EXAMPLES.iterdir())) == 4
