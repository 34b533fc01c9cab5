"""The word diff shows what a person changed, and loses no character."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import worddiff
from domain.text import apply, from_diff
from domain.worddiff import MOST_TOKENS, Effort, diff

WORDS = st.sampled_from(
    ["der", "Kreis", "mit", "durch", "öffentlich", "9001", ",", ".", "\u2013", "u\u0308", "\U0001f642"]
)
SPACES = st.sampled_from(["", " ", "  ", "\n", "\n\n", "\t", "\u00a0", " \r\n"])
TEXTS = st.lists(st.tuples(WORDS, SPACES), max_size=30).map(
    lambda pairs: "".join(word + space for word, space in pairs)
)
ANY_TEXT = TEXTS | st.text(max_size=60)


def joined(old: str, new: str, marks: str) -> str:
    return "".join(text for mark, text in diff(old, new) if mark in marks)


def cores(text: str) -> list[str]:
    return re.findall(r"\w[\w\u0300-\u036f]*|[^\w\s]", text)


def longest(old: list[str], new: list[str]) -> int:
    row = [0] * (len(new) + 1)
    for one in old:
        before = row[:]
        for at, other in enumerate(new, 1):
            row[at] = before[at - 1] + 1 if one == other else max(before[at], row[at - 1])
    return row[-1]


@given(ANY_TEXT, ANY_TEXT)
def test_kept_and_deleted_give_old_and_kept_and_inserted_give_new(old: str, new: str) -> None:
    assert joined(old, new, "=-") == old
    assert joined(old, new, "=+") == new


@given(ANY_TEXT, ANY_TEXT)
def test_neighbours_differ_no_piece_is_empty_and_a_deletion_stands_before_its_insertion(
    old: str, new: str
) -> None:
    pieces = diff(old, new)
    marks = "".join(mark for mark, _ in pieces)
    assert all(text for _, text in pieces)
    assert not re.search(r"==|--|\+\+|\+-", marks)


@given(ANY_TEXT, ANY_TEXT)
def test_splices_made_of_a_diff_turn_old_into_new(old: str, new: str) -> None:
    assert apply(old, from_diff(diff(old, new))) == new


@given(TEXTS, TEXTS)
def test_as_many_tokens_as_possible_are_kept(old: str, new: str) -> None:
    kept = sum(len(cores(text)) for mark, text in diff(old, new) if mark == "=")
    assert kept == longest(cores(old), cores(new))


@given(ANY_TEXT, ANY_TEXT)
def test_a_stretch_too_long_to_compare_at_once_still_loses_nothing(old: str, new: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worddiff, "LARGEST_TABLE", 6)
        assert joined(old, new, "=-") == old
        assert joined(old, new, "=+") == new


@given(ANY_TEXT)
def test_equal_texts_are_one_kept_piece(text: str) -> None:
    assert diff(text, text) == ([("=", text)] if text else [])


def test_a_paragraph_put_into_a_long_text_is_found_although_the_text_is_compared_by_units(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worddiff, "LARGEST_TABLE", 30)
    old = "Anfang alt.\nEin Absatz mit Text.\nNoch ein Absatz. Darin ein Satz.\nSchluss alt."
    new = "Anfang neu.\nEin Absatz mit Text.\nGanz neu.\nNoch ein Absatz. Darin ein Satz.\nSchluss neu."
    assert diff(old, new) == [
        ("=", "Anfang "),
        ("-", "alt"),
        ("+", "neu"),
        ("=", ".\nEin Absatz mit Text.\n"),
        ("+", "Ganz neu.\n"),
        ("=", "Noch ein Absatz. Darin ein Satz.\nSchluss "),
        ("-", "alt"),
        ("+", "neu"),
        ("=", "."),
    ]


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "", []),
        ("", "neu", [("+", "neu")]),
        ("alt", "", [("-", "alt")]),
        ("mit Plan", "durch Plan", [("-", "mit "), ("+", "durch "), ("=", "Plan")]),
        (
            "Ausbau der Wege",
            "Ausbau der Wege, ggf. mit Licht nach DIN 13201:2",
            [
                ("=", "Ausbau der Wege"),
                ("+", ", ggf. mit Licht nach DIN 13201:2"),
            ],
        ),
        (
            "nach den Regeln.",
            "nach den Regeln, auch neuen.",
            [("=", "nach den Regeln"), ("+", ", auch neuen"), ("=", ".")],
        ),
        ("a b", "a b c", [("=", "a b"), ("+", " c")]),
        ("a b c", "a b", [("=", "a b"), ("-", " c")]),
        ("eins zwei.", "eins zwei drei.", [("=", "eins zwei"), ("+", " drei"), ("=", ".")]),
        ("eins zwei", "eins, zwei", [("=", "eins"), ("+", ","), ("=", " zwei")]),
        ("A. B.", "A. C. B.", [("=", "A. "), ("+", "C. "), ("=", "B.")]),
        ("A. B.", "A. B. C.", [("=", "A. B."), ("+", " C.")]),
        ("A. C. B.", "A. B.", [("=", "A. "), ("-", "C. "), ("=", "B.")]),
        ("x, y", "x, z, y", [("=", "x, "), ("+", "z, "), ("=", "y")]),
        ("P.\nQ.", "P.\nX.\nQ.", [("=", "P.\n"), ("+", "X.\n"), ("=", "Q.")]),
        ("a  b", "a b", [("=", "a "), ("-", " "), ("=", "b")]),
        ("a\nb", "a b", [("=", "a"), ("-", "\n"), ("+", " "), ("=", "b")]),
        (" a", "a", [("-", " "), ("=", "a")]),
        ("Mu\u0308ll", "Müll", [("-", "Mu\u0308ll"), ("+", "Müll")]),
    ],
)
def test_a_change_is_shown_as_a_person_would_mark_it(
    old: str, new: str, pieces: list[tuple[str, str]]
) -> None:
    assert diff(old, new) == pieces


def test_a_megabyte_that_was_rewritten_is_compared_in_bounded_memory() -> None:
    old = "".join(f"Satz {at} bleibt nicht. " for at in range(40_000))
    new = "".join(f"Zeile {at} kommt,\n" for at in range(40_000))
    assert joined(old, new, "=-") == old
    assert joined(old, new, "=+") == new


def test_what_is_more_than_may_be_read_is_shown_as_replaced_and_counts_against_the_answer() -> None:
    effort = Effort()
    long = "." * (MOST_TOKENS + 1)
    assert diff(long, "kurz", effort) == [("-", long), ("+", "kurz")]
    assert diff("", long, effort) == [("+", long)]
    assert diff("ein Weg", "kein Weg", effort) == [("-", "ein "), ("+", "kein "), ("=", "Weg")]
    assert diff(long, "kurz", effort) == [("-", long), ("+", "kurz")]
    assert diff("ein Weg", "kein Weg", effort) == [("-", "ein Weg"), ("+", "kein Weg")]


def sample_measures() -> list[str]:
    path = os.environ.get("VORLAGENWERK_SAMPLE")
    if not path:
        pytest.skip("VORLAGENWERK_SAMPLE is not set")
    paper = Path(path).read_text(encoding="utf-8")
    return re.findall(r"^Maßnahme (?:alt|geändert):\n\n(.+)$", paper, re.MULTILINE)


@pytest.mark.real_paper
def test_the_first_change_of_the_real_paper_is_one_insertion_at_the_end() -> None:
    old, new, _, _ = sample_measures()
    kept, inserted = diff(old, new)
    assert kept == ("=", old)
    assert inserted[0] == "+"
    assert inserted[1].startswith(", ggf. ")
    assert inserted[1].endswith(" 9001:2015")


@pytest.mark.real_paper
def test_the_second_change_of_the_real_paper_is_two_insertions_a_deletion_and_a_replacement() -> None:
    _, _, old, new = sample_measures()
    pieces = diff(old, new)
    assert "".join(mark for mark, _ in pieces) == "=+=-=-+=+="
    assert [text for mark, text in pieces if mark == "-"] == ["in ", "mit "]
    first, second, third = (text for mark, text in pieces if mark == "+")
    assert first == "inkl. des Stellenbestandes "
    assert second == "durch "
    assert third.startswith(", insbesondere ")
    assert third.endswith(" Prozesse")
    assert pieces[-1] == ("=", ".")
