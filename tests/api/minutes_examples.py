"""Writes what the examples of minutes and extracts print, for the tests and the documentation.

The documents kept under `tests/api/kept` are those of earlier forms; they are never written again.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from api import extract_printed
from api.minutes_printed import printed
from projections.minutes import document as minutes
from projections.minutes import extract
from projections.minutes import shown as minutes_shown
from projections.minutes.document import Part
from projections.session.row import Row
from tests.domain.county import County
from tests.projections.evening import NAMES, TRAFFIC, evening
from tests.projections.lives import recommended
from tests.projections.minuted import approved, closed, row_of, signed, written

ROOT = Path(__file__).parents[2]
PRINTED, KEPT, DOCS = ROOT / "tests/api/printed", ROOT / "tests/api/kept", ROOT / "docs/examples"


def name(id_: str) -> str:
    """The name of a person; numbered members have none of their own."""
    return NAMES.get(id_) or id_.replace("kreisausschuss-", "Mitglied ").title()


def of_document(content: bytes, row: Row, part: Part) -> str:
    """What these bytes print, with how far the minutes are."""
    digest = hashlib.sha256(content).hexdigest()
    document = msgspec.json.decode(content)
    return printed(minutes_shown.show(row, part, document, digest, name=name, due=None, as_of=None))


def of_minutes(county: County, part: Part) -> str:
    """A part of the minutes as it is printed."""
    return of_document(minutes.canonical(written(county, part)), row_of(county), part)


def of_extract(county: County, item: str) -> str:
    """The extract of an item as it is printed."""
    found = extract.extract(row_of(county), item, county.world.vorlagen, "Kreisausschuss")
    assert found is not None
    found.names = {each: name(each) for each in extract.persons(found)}
    return extract_printed.printed(found)


def examples() -> Iterator[tuple[Path, str]]:
    """Each example: where it is kept, and what is printed."""
    yield PRINTED / "minutes-of-a-closed-sitting.txt", of_minutes(closed(), "public")
    yield PRINTED / "minutes-signed-non-public.txt", of_minutes(signed(), "non_public")
    yield PRINTED / "minutes-approved.txt", of_minutes(approved(), "public")
    yield PRINTED / "minutes-with-many-slips.txt", of_minutes(recommended(), "public")
    for kept in sorted(KEPT.glob("*.json")):
        part: Part = "non_public" if "non-public" in kept.name else "public"
        yield kept.with_suffix(".txt"), of_document(kept.read_bytes(), row_of(approved()), part)
    yield DOCS / "niederschrift-oeffentlich.txt", of_minutes(evening(), "public")
    yield DOCS / "niederschrift-nichtoeffentlich.txt", of_minutes(evening(), "non_public")
    yield DOCS / "beschlussauszug.txt", of_extract(evening(), TRAFFIC)


if __name__ == "__main__":
    for path, text in examples():
        path.write_text(text, encoding="utf-8")
