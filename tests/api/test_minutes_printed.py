"""What minutes and extracts look like when they are printed: whole examples, word by word.

Minutes of every earlier form are kept as they were signed, and print for ever.
"""

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from api.times_printed import span, when
from projections.minutes import document as minutes
from tests.api.minutes_examples import DOCS, KEPT, PRINTED, examples

HASHES = {
    "form-1-public.json": "0dc0218759724e23c08ec92fd29aea684ef8c81c9787d20956821a5da141bc3e",
    "form-1-non-public.json": "a208c59ee0d486c80d0fe947e54e53f2bd817e9701f567d696372621b01ac6b8",
    "form-2-public.json": "66c35eb0a975875e0b53f18795f0e97706b4693cbaa997c744a6c293355030d0",
    "form-2-non-public.json": "6d1d8f575a15951aede4f13c115b122311545ef717231affbd5e6875b3ef2138",
    "form-3-public.json": "22fe8ab9a9022a39ecc10e36d7d27ce7448eb89b8939a40402193caa34b57ea4",
    "form-3-non-public.json": "7d976c90f379702f2154c095f50183d44fd31800723e454b62b83182e592a0e7",
}
"""Each document that was kept, with the hash that was signed."""


@pytest.mark.parametrize(("path", "text"), list(examples()), ids=lambda each: getattr(each, "stem", ""))
def test_minutes_and_extracts_are_printed_as_in_the_example(path: Path, text: str) -> None:
    assert text == path.read_text(encoding="utf-8"), "scripts/examples writes them anew"


def test_every_example_is_compared() -> None:
    there = {*PRINTED.glob("*.txt"), *KEPT.glob("*.txt"), *DOCS.glob("*.txt")}
    assert {path for path, _ in examples()} == there


def test_what_was_signed_in_an_earlier_form_is_kept_byte_for_byte() -> None:
    found = {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in KEPT.glob("*.json")}
    assert found == HASHES


def test_each_earlier_form_has_minutes_that_are_kept() -> None:
    forms = {int(each.name.split("-")[1]) for each in KEPT.glob("*.json")}
    assert forms == set(range(1, minutes.FORM))


@pytest.mark.parametrize(
    ("time", "sitting", "words"),
    [
        ("2023-03-08T17:05:00Z", "2023-03-08", "18:05 Uhr"),
        ("2023-03-08T23:30:00Z", "2023-03-08", "09.03.2023, 00:30 Uhr"),
        ("2023-10-29T00:30:00Z", "2023-10-29", "02:30 Uhr MESZ"),
        ("2023-10-29T01:30:00Z", "2023-10-29", "02:30 Uhr MEZ"),
        ("2023-10-29T02:30:00Z", "2023-10-28", "29.10.2023, 03:30 Uhr"),
        ("2024-03-31T01:00:00Z", "2024-03-31", "03:00 Uhr"),
    ],
)
def test_a_time_names_its_day_and_zone_where_they_are_not_plain(time: str, sitting: str, words: str) -> None:
    assert when(dt.datetime.fromisoformat(time).isoformat(), sitting) == words


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        ("2023-03-08T17:05:00+00:00", None, "ab 18:05 Uhr"),
        ("2023-03-08T17:05:00+00:00", "2023-03-08T18:05:00+00:00", "18:05 bis 19:05 Uhr"),
        (
            *("2023-03-08T21:00:00+00:00", "2023-03-09T17:00:00+00:00"),
            "22:00 Uhr bis 09.03.2023, 18:00 Uhr",
        ),
        ("2023-03-09T17:00:00+00:00", "2023-03-09T18:00:00+00:00", "09.03.2023, 18:00 bis 19:00 Uhr"),
        ("2023-10-29T00:50:00+00:00", "2023-10-29T01:10:00+00:00", None),
    ],
)
def test_a_span_names_each_day_once(begin: str, end: str | None, words: str | None) -> None:
    twice = "29.10.2023, 02:50 Uhr MESZ bis 29.10.2023, 02:10 Uhr MEZ"
    assert span(begin, end, "2023-03-08") == (words or twice)
