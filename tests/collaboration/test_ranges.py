from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from infra.collaboration.ranges import Ranges

spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)).map(lambda one: (one[0], sum(one))))


def clocks(found: list[tuple[int, int]]) -> set[int]:
    return {clock for start, end in found for clock in range(start, end)}


@given(spans, spans, st.integers(0, 60), st.integers(0, 40))
def test_ranges_are_sets_of_clocks(
    one: list[tuple[int, int]], many: list[tuple[int, int]], start: int, length: int
) -> None:
    ranges = Ranges()
    for span in one:
        ranges.add(1, *span)
    ranges.add_all(1, many)
    for span in many:
        ranges.add(2, *span)
    expected = clocks(one + many)
    found = ranges.spans(1)
    assert clocks(found) == expected
    assert all(end < after for (_, end), (after, _) in pairwise(found))
    assert all(begin < end for begin, end in found)
    missing = clocks(list(ranges.missing(1, start, start + length)))
    assert missing == set(range(start, start + length)) - expected
    assert clocks(ranges.spans(2)) == clocks(many)
    assert bool(ranges) == bool(expected)
