import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.collaboration.encoding import write_text, write_uint
from infra.collaboration.errors import ForeignClient, NotAllowed, Refused, SplitCharacter, TooLarge
from infra.collaboration.judgement import MAX_DELETED, MAX_NEW_DELETIONS, SYNC, UPDATE, Bounds, Verdict, judge
from infra.collaboration.known import Known
from infra.collaboration.replica import Replica
from infra.collaboration.update import parse
from tests.collaboration.typists import Step, Typist, steps, type_together

TEXT = bytes.fromhex("010474657874")


def anyone(_: int) -> bool:
    return True


def judged(known: Known, data: bytes, bounds: Bounds = UPDATE) -> Verdict:
    verdict = judge(parse(data), known, anyone, bounds)
    known.learn(verdict.new)
    return verdict


def take(live: Replica, verdict: Verdict) -> None:
    if verdict.data:
        live.apply([verdict.data])


def knowing(*updates: bytes) -> Known:
    known = Known()
    for update in updates:
        known.learn(parse(update))
    return known


def a_format(key: str, value: str) -> bytes:
    return b"\x01\x01\x01\x00\x06" + TEXT + write_text(key) + write_text(value) + b"\x00"


@given(steps)
def test_what_clients_type_is_accepted_as_it_is(script: list[Step]) -> None:
    delivered, everyone = type_together(script)
    known, live = Known(), Replica()
    for _, update in delivered:
        verdict = judged(known, update)
        assert not verdict.gap
        take(live, verdict)
    assert str(live) == str(everyone.text)
    assert known.clocks == Known.of(everyone.doc.get_update()).clocks
    assert sorted(known.deleted.items()) == sorted(Known.of(live.state()).deleted.items())


@given(steps)
def test_what_was_delivered_before_brings_nothing_new(script: list[Step]) -> None:
    delivered, everyone = type_together(script)
    known = Known()
    for _, update in delivered:
        judged(known, update)
    for _, update in delivered:
        verdict = judged(known, update)
        assert (verdict.data, verdict.gap) == (b"", False)
    assert judged(known, everyone.doc.get_update(), SYNC).data == b""


@given(steps, st.integers(0, 40))
def test_a_sync_after_part_of_the_edits_brings_the_rest(script: list[Step], cut: int) -> None:
    delivered, everyone = type_together(script)
    known, live = Known(), Replica()
    for _, update in delivered[:cut]:
        take(live, judged(known, update))
    verdict = judged(known, everyone.doc.get_update(), SYNC)
    assert not verdict.gap
    take(live, verdict)
    assert str(live) == str(everyone.text)
    assert live.vector() == Replica([everyone.doc.get_update()]).vector()


@given(steps, st.permutations(range(40)))
def test_edits_out_of_order_are_held_until_a_sync_brings_them(script: list[Step], order: list[int]) -> None:
    delivered, everyone = type_together(script)
    known, live = Known(), Replica()
    for number in order:
        if number < len(delivered):
            verdict = judged(known, delivered[number][1])
            take(live, verdict)
            assert Known.of(live.state()).clocks == known.clocks
    take(live, judged(known, everyone.doc.get_update(), SYNC))
    assert str(live) == str(everyone.text)


@given(steps, st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=4))
def test_whatever_is_accepted_pycrdt_takes_as_predicted(
    script: list[Step], changes: list[tuple[int, int]]
) -> None:
    delivered, _ = type_together(script)
    known, live = Known(), Replica()
    for _, update in delivered:
        data = bytearray(update)
        for at, byte in changes:
            data[at % len(data)] = byte
        for candidate in (update, bytes(data)):
            try:
                verdict = judged(known, candidate)
            except Refused:
                continue
            take(live, verdict)
            if verdict.data:
                assert Known.of(live.state()).clocks == known.clocks


def test_an_update_before_its_sync_is_held_and_not_stored() -> None:
    typist = Typist(7)
    typist.text.insert(0, "offline ")
    typist.text.insert(8, "x")
    _, late = typist.updates
    assert judge(parse(late), Known(), anyone, UPDATE).data == b""
    assert judge(parse(late), Known(), anyone, UPDATE).gap


def test_runs_that_wait_for_each_other_are_never_stored() -> None:
    cycle = bytes.fromhex("020101008402000161010200840100016200")
    verdict = judge(parse(cycle), Known(), anyone, UPDATE)
    assert (verdict.data, verdict.gap) == (b"", True)


def test_a_run_whose_beginning_is_known_is_trimmed() -> None:
    typist = Typist(7)
    typist.text.insert(0, "ab😀")
    typist.text.insert(6, "cd")
    known = knowing(typist.updates[0])
    verdict = judged(known, typist.doc.get_update(), SYNC)
    assert verdict.data == typist.updates[1]


def test_a_deletion_of_what_is_not_known_is_a_gap() -> None:
    verdict = judge(parse(b"\x00\x01\x07\x01\x00\x05"), Known(), anyone, UPDATE)
    assert (verdict.data, verdict.gap) == (b"", True)


def test_new_text_under_a_client_id_of_another_login_is_refused() -> None:
    typist = Typist(7)
    typist.text.insert(0, "a")
    with pytest.raises(ForeignClient):
        judge(parse(typist.updates[0]), Known(), lambda client: client != 7, UPDATE)


def test_known_text_under_a_client_id_of_another_login_is_not_refused() -> None:
    typist = Typist(7)
    typist.text.insert(0, "a")
    known = knowing(typist.updates[0])
    assert judge(parse(typist.updates[0]), known, lambda client: client != 7, UPDATE).data == b""


def test_a_deletion_of_half_a_character_is_refused() -> None:
    typist = Typist(7)
    typist.text.insert(0, "a😀b")
    known = knowing(*typist.updates)
    with pytest.raises(SplitCharacter):
        judge(parse(b"\x00\x01\x07\x01\x01\x01"), known, anyone, UPDATE)


@pytest.mark.parametrize("where", ["c407010702", "840701", "440702"])
def test_an_insertion_inside_a_character_is_refused(where: str) -> None:
    typist = Typist(7)
    typist.text.insert(0, "a😀b")
    known = knowing(*typist.updates)
    with pytest.raises(SplitCharacter):
        judge(parse(b"\x01\x01\x08\x00" + bytes.fromhex(where) + b"\x01x\x00"), known, anyone, UPDATE)


def test_an_update_that_brings_too_much_is_refused() -> None:
    typist = Typist(7)
    typist.text.insert(0, "a" * (256 * 1024))
    [update] = typist.updates
    with pytest.raises(TooLarge):
        judge(parse(update), Known(), anyone, UPDATE)
    assert judge(parse(update), Known(), anyone, SYNC).data == update


def test_a_sync_of_what_is_known_may_be_long() -> None:
    typist = Typist(7)
    for _ in range(5):
        typist.text.insert(0, "a" * 250_000)
    known = knowing(*typist.updates)
    typist.text.insert(0, "new")
    assert judge(parse(typist.doc.get_update()), known, anyone, SYNC).data == typist.updates[-1]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("bold", "true"),
        ("header", "2"),
        ("list", '"bullet"'),
        ("link", '"https://example.org/ä"'),
        ("color", "null"),
    ],
)
def test_a_format_of_the_list_is_accepted(key: str, value: str) -> None:
    assert judge(parse(a_format(key, value)), Known(), anyone, UPDATE).data


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("color", '"red"'),
        ("bold", "1"),
        ("bold", "false"),
        ("header", "true"),
        ("header", "7"),
        ("header", "NaN"),
        ("link", '"javascript:alert(1)"'),
        ("link", '"data:text/html,x"'),
        ("link", '"https://' + "a" * 3_000 + '"'),
        ("bold", "[" * 50_000),
        ("bold", "{}"),
        ("bold", ""),
        ("x" * 200, "null"),
    ],
)
def test_a_format_that_is_not_on_the_list_is_refused(key: str, value: str) -> None:
    with pytest.raises(NotAllowed):
        judge(parse(a_format(key, value)), Known(), anyone, UPDATE)


def test_many_clients_that_wait_for_one_are_judged_quickly() -> None:
    count = 9_000
    waiting = b"".join(
        b"\x01" + write_uint(100 + number) + b"\x00\x84\x01" + write_uint(count - 1) + b"\x01a"
        for number in range(count)
    )
    first = b"\x01\x04" + TEXT + write_text("x" * count)
    data = write_uint(count + 1) + waiting + b"\x01" + b"\x01\x00" + first[1:] + b"\x00"
    verdict = judge(parse(data), Known(), anyone, SYNC)
    assert len(verdict.clients) == count + 1


def a_long_text(length: int) -> bytes:
    return b"\x01\x01\x01\x00\x04" + TEXT + write_text("x" * length) + b"\x00"


def every_other(begin: int, number: int) -> bytes:
    spans = b"".join(write_uint(begin + 2 * each) + b"\x01" for each in range(number))
    return b"\x00\x01\x01" + write_uint(number) + spans


def test_deletions_that_are_known_are_as_many_as_they_like_and_new_ones_are_not() -> None:
    known = knowing(a_long_text(400_000))
    most = MAX_NEW_DELETIONS
    for part in range(MAX_DELETED // most):
        assert judged(known, every_other(2 * most * part, most), SYNC).data
        with pytest.raises(TooLarge):
            judged(known, every_other(2 * most * (part + 1), most + 1), SYNC)
    repeated = judged(known, every_other(0, MAX_DELETED // most * most), UPDATE)
    assert not repeated.data
    assert not repeated.gap


def test_a_text_has_no_more_deletions_than_clients_may_repeat() -> None:
    known = knowing(a_long_text(400_000))
    step = MAX_DELETED // 5
    for part in range(5):
        assert judged(known, every_other(2 * step * part, step), SYNC).data
    with pytest.raises(TooLarge):
        judged(known, every_other(2 * MAX_DELETED, 1), SYNC)


def test_of_many_deletions_those_that_are_new_are_found() -> None:
    known = knowing(a_long_text(2_000))
    judged(known, every_other(0, 500), SYNC)
    verdict = judged(known, every_other(0, 503), UPDATE)
    assert list(verdict.new.deletions.items()) == [(1, [(1_000, 1_001), (1_002, 1_003), (1_004, 1_005)])]
    assert judged(known, every_other(1_500, 500), UPDATE).gap
