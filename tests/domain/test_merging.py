"""Rule 9: motions put together, and the anchors that hold them in a text that changes."""

from collections.abc import Sequence
from itertools import permutations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from domain.text import Splice, apply, from_diff
from domain.vorlage.motions.anchoring import moved
from domain.vorlage.motions.merging import (
    Edit,
    Proposal,
    Wording,
    merge,
    overlapping,
    splices_of,
    stretch_with,
    touch,
)
from domain.worddiff import diff

WORDS = ("alle", "Beete", "blühen", "Dächer", "eilen", "frei", "größer", "Häuser")
TEXT = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
BASE = st.lists(st.sampled_from(WORDS), min_size=3, max_size=12).map(" ".join)
DOCUMENT = "reasons"
TEN = "a b c d e f g h i j"


@st.composite
def rewordings(draw: st.DrawFn, base: str, number: int) -> str:
    """A text that differs from the base in some words; no two of them bring the same new word."""
    words = base.split(" ")
    for n in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(words)))
        words[at : at + draw(st.integers(0, 2))] = draw(st.sampled_from([[], [f"neu{number}{n}"]]))
    return " ".join(words)


@st.composite
def motions(draw: st.DrawFn, base: str, number: int) -> Proposal:
    """A motion about the whole text, or about a passage of it."""
    if draw(st.booleans()):
        new = draw(rewordings(base, number))
        wording = Wording(start=0, old=base, new=new, whole=True)
    else:
        start = draw(st.integers(0, len(base)))
        old = base[start : draw(st.integers(start, len(base)))]
        new = draw(st.sampled_from(["", f"neu{number}", f"{old} neu{number}", f"neu{number} {old}"]))
        wording = Wording(start=start, old=old, new=new)
    assume(wording.old != wording.new)
    return Proposal(f"m{number}", DOCUMENT, (wording,))


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, list[Proposal]]:
    """A text, and motions about it."""
    base = draw(BASE)
    return base, [draw(motions(base, number)) for number in range(draw(st.integers(2, 4)))]


def whole(id_: str, old: str, new: str, *restated: Wording) -> Proposal:
    """A motion about a whole text."""
    return Proposal(id_, DOCUMENT, (Wording(start=0, old=old, new=new, whole=True), *restated))


def one_by_one(base: str, proposals: Sequence[Proposal]) -> str | None:
    """What the text says when motions are written into it one after the other, the rest moving along.

    None: what was left of the text between two of them was deleted, so that they meet; that is a conflict.
    """
    text, rest = base, {each.id: each for each in proposals}
    done: list[str] = []
    for each in proposals:
        wording = rest.pop(each.id).wording(done)
        if wording is None:
            return None
        splices = splices_of(wording.edits())
        text = apply(text, splices)
        done.append(each.id)
        rest = {
            id_: Proposal(
                id_, other.document, tuple(moved(word, splices, text, each.id) for word in other.wordings)
            )
            for id_, other in rest.items()
        }
    return text


# Overlaps


@given(cases())
def test_rule_9_an_overlap_is_one_from_either_side(case: tuple[str, list[Proposal]]) -> None:
    base, (one, other, *_) = case
    there = merge({DOCUMENT: base}, [one, other]).overlaps
    back = merge({DOCUMENT: base}, [other, one]).overlaps
    assert [(each.first, each.second) for each in there] == [(each.second, each.first) for each in back]
    assert [sorted(each.ranges) for each in there] == [sorted(each.ranges) for each in back]


@given(cases())
@example((TEN, [whole("m0", TEN, "a B c d e f g h i j"), whole("m1", TEN, "a b c d e f g H i j")]))
def test_rule_9_without_overlaps_every_order_gives_the_same_text(case: tuple[str, list[Proposal]]) -> None:
    base, proposals = case
    left_out = merge({DOCUMENT: base}, proposals).left_out
    proposals = [each for each in proposals if each.id not in left_out]
    found = merge({DOCUMENT: base}, proposals)
    assert not found.order_matters
    for order in permutations(proposals):
        assert merge({DOCUMENT: base}, order).texts == found.texts
        assert one_by_one(base, order) in {None, found.texts[DOCUMENT]}


@given(cases())
def test_rule_9_what_overlaps_is_left_out_and_never_guessed(case: tuple[str, list[Proposal]]) -> None:
    base, proposals = case
    found = merge({DOCUMENT: base}, proposals)
    kept = [each for each in proposals if each.id not in found.left_out]
    again = merge({DOCUMENT: base}, kept)
    assert (again.texts, again.overlaps) == (found.texts, ())
    assert bool(found.left_out) <= bool(found.overlaps)
    for each in found.overlaps:
        for begin, end in each.ranges:
            assert 0 <= begin <= end <= len(base)


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (Edit(0, 2), Edit(2, 4), False),
        (Edit(0, 3), Edit(2, 4), True),
        (Edit(0, 4), Edit(1, 2), True),
        (Edit(2, 2, "x"), Edit(2, 2, "y"), True),
        (Edit(2, 2, "x"), Edit(3, 3, "y"), False),
        (Edit(2, 2, "x"), Edit(0, 4), True),
        (Edit(2, 2, "x"), Edit(2, 4), False),
        (Edit(2, 2, "x"), Edit(0, 2), False),
    ],
)
def test_rule_9_edits_touch_where_they_change_the_same_or_insert_at_one_point(
    one: Edit,
    other: Edit,
    overlap: bool,  # noqa: FBT001
) -> None:
    assert touch(one, other) == touch(other, one) == overlap


@given(BASE, st.permutations(range(3)))
def test_rule_9_motions_taken_over_one_by_one_say_what_they_say_together(base: str, order: list[int]) -> None:
    base = f"Anfang {base} Schluss"
    news = (f"neu {base} Ende", base.replace("Anfang", "Anfang, ja,"), base.replace("Schluss", "X Schluss"))
    proposals = [whole(f"m{n}", base, new) for n, new in enumerate(news)]
    found = merge({DOCUMENT: base}, proposals)
    assume(not found.overlaps)
    assert one_by_one(base, [proposals[n] for n in order]) == found.texts[DOCUMENT]


def test_two_motions_on_one_measure_that_change_different_words_go_together() -> None:
    base = "Das Controlling wird mit Verfahren gestärkt."
    one = whole("a", base, "Das Controlling wird durch Verfahren gestärkt.")
    other = whole("b", base, "Das Controlling, ggf. geprüft, wird mit Verfahren gestärkt.")
    found = merge({DOCUMENT: base}, [one, other])
    assert found.texts == {DOCUMENT: "Das Controlling, ggf. geprüft, wird durch Verfahren gestärkt."}
    assert not found.order_matters


# Restating


@given(BASE, st.data())
def test_rule_9_a_motion_stated_on_top_of_others_has_the_last_word(base: str, data: st.DataObject) -> None:
    new = data.draw(rewordings(base, 0))
    clash = data.draw(rewordings(base, 1))
    agreed = data.draw(TEXT)
    assume(base not in {new, clash})
    first = whole("a", base, new)
    restated = Wording(start=0, old=base, new=agreed, after=("a",), whole=True)
    second = whole("b", base, clash, restated)
    found = merge({DOCUMENT: base}, [first, second])
    assert (found.texts[DOCUMENT], found.overlaps, found.order_matters) == (agreed, (), True)
    assert one_by_one(base, [first, second]) == agreed
    alone = merge({DOCUMENT: base}, [second])
    assert alone.texts[DOCUMENT] == clash


def test_a_motion_stated_on_top_of_another_leaves_its_other_changes_alone() -> None:
    base = "a b c d e f"
    first = whole("a", base, "A b c D e f")
    passage = Wording(start=6, old="d e", new="d neu e")
    restated = Wording(start=6, old="d e", new="D! e", after=("a",))
    second = Proposal("b", DOCUMENT, (passage, restated))
    found = merge({DOCUMENT: base}, [first, second])
    assert found.texts == {DOCUMENT: "A b c D! e f"}
    assert one_by_one(base, [first, second]) == "A b c D! e f"
    third = whole("c", base, "a b c d! e f")
    both = merge({DOCUMENT: base}, [first, second, third])
    assert [(each.first, each.second) for each in both.overlaps] == [("b", "c")]
    wrong_order = merge({DOCUMENT: base}, [second, first])
    assert wrong_order.texts == {DOCUMENT: "A b c D d neu e f".replace("D d neu e", "D neu e")}


def test_what_was_only_said_on_top_of_another_motion_has_no_text_without_it() -> None:
    spoken = Proposal("b", DOCUMENT, (Wording(start=0, old="a b", new="A B", after=("a",), whole=True),))
    found = merge({DOCUMENT: "a b"}, [spoken])
    assert (found.texts, found.outdated, found.order_matters) == ({}, ("b",), True)


def test_a_stretch_takes_in_every_edit_that_reaches_over_its_edge() -> None:
    edits = (Edit(8, 12), Edit(11, 15), Edit(20, 21), Edit(0, 2))
    assert stretch_with(Edit(5, 9), edits) == Edit(5, 15)


# Anchors


@st.composite
def revisions(draw: st.DrawFn, length: int) -> tuple[Splice, ...]:
    """A change of a text of this length, by hand: any insertions and deletions."""
    places = sorted(draw(st.lists(st.integers(0, length), max_size=8, unique=True)))
    splices: list[Splice] = []
    at = 0
    for begin, far in zip(places[::2], places[1::2], strict=False):
        end = draw(st.sampled_from([begin, far]))
        insert = draw(st.sampled_from(["", "xyz", "ä "]))
        if end > begin or insert:
            splices.append(Splice(begin - at, end - begin, insert))
            at = end
    return tuple(splices)


@given(st.data())
def test_rule_9_edits_elsewhere_only_move_a_passage_and_edits_within_are_a_conflict(
    data: st.DataObject,
) -> None:
    text = data.draw(st.text("abcdef ", min_size=2, max_size=30))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    wording = Wording(start=start, old=text[start:end], new="neu")
    edits = [False]
    for _ in range(data.draw(st.integers(1, 3))):
        splices = data.draw(revisions(len(text)))
        at, inside = 0, wording.touched
        stretch = range(wording.start, wording.start + len(wording.old))
        for splice in splices:
            begin = at + splice.keep
            at = begin + splice.delete
            within = stretch.start < begin < stretch.stop or (begin == at == stretch.start == stretch.stop)
            over = begin < stretch.start < at if not stretch else any(begin <= n < at for n in stretch)
            inside = inside or (within or over)
        text = apply(text, splices)
        wording = moved(wording, splices, text)
        edits.append(inside)
        assert wording.touched == inside
        if not inside:
            assert text[wording.start : wording.start + len(wording.old)] == wording.old


def test_a_passage_stays_with_its_words_and_not_with_their_like() -> None:
    text = "Ja. Nein. Ja."
    wording = Wording(start=10, old="Ja", new="Doch")
    then = "Nein. Ja."
    assert moved(wording, from_diff(diff(text, then)), then).start == 6


def test_a_motion_whose_words_were_changed_stays_a_conflict() -> None:
    wording = Wording(start=0, old="alt", new="neu")
    gone = moved(wording, (Splice(1, 1, "x"),), "axt")
    assert gone.touched
    assert moved(gone, (Splice(1, 1, "l"),), "alt") == gone


def test_a_measure_s_motion_goes_along_with_changes_of_other_words() -> None:
    base, then = "a b c d", "a b c neu d"
    wording = Wording(start=0, old=base, new="A b c d", whole=True)
    after = moved(wording, from_diff(diff(base, then)), then)
    assert (after.old, after.new, after.touched) == (then, "A b c neu d", False)
    assert moved(wording, from_diff(diff(base, "ab b c d")), "ab b c d").touched


def test_what_is_taken_over_elsewhere_in_a_passage_is_no_conflict_of_another_motion() -> None:
    base, then = "vor a b c d nach", "vorher a b neu d nach"
    wording = Wording(start=4, old="a b c d", new="A b c d")
    splices = from_diff(diff(base, then))
    assert moved(wording, splices, then).touched
    after = moved(wording, splices, then, "other")
    assert (after.start, after.old, after.new) == (7, "a b neu d", "A b neu d")
    over = "vor a b nach"
    assert moved(wording, (Splice(8, 5, " "),), over.replace(" nach", "nach"), "other").touched


def test_a_motion_stated_on_top_of_another_is_a_conflict_when_that_is_written_over_its_edge() -> None:
    wording = Wording(start=4, old="a b", new="A B", after=("other",))
    assert moved(wording, (Splice(2, 4, "x"),), "vox b nach", "other").touched


def test_rule_9_motions_that_change_the_same_words_overlap_until_one_is_stated_on_top_of_the_other() -> None:
    first = whole("1", TEN, "a b C d e f g h i j")
    second = whole("2", TEN, "a b c2 d e f g h i j")
    apart = whole("3", TEN, "a b c d e f g h i J")
    outdated = Proposal("4", DOCUMENT, (Wording(start=4, old="c", new="c4", touched=True),))
    elsewhere = Proposal("5", "proposed_resolution", first.wordings)
    found = list(overlapping([first, second, apart, outdated, elsewhere]))
    assert [(each.first, each.second, each.document) for each in found] == [("1", "2", DOCUMENT)]
    assert all(TEN[begin:end].strip() == "c" for begin, end in found[0].ranges)
    on_top = whole(
        "2", TEN, "a b c2 d e f g h i j", Wording(start=0, old=TEN, new="a b C2 d e f g h i j", after=("1",))
    )
    assert list(overlapping([first, on_top])) == []
    assert list(overlapping([on_top, first])) == []


@given(cases())
def test_rule_9_what_overlaps_is_what_cannot_be_put_together(case: tuple[str, list[Proposal]]) -> None:
    base, proposals = case
    for one in proposals:
        for two in proposals:
            if one.id < two.id:
                apart = merge({DOCUMENT: base}, [one, two]).overlaps
                assert tuple(overlapping([one, two])) == apart
