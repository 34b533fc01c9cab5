from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text, XmlFragment

from infra.collaboration.encoding import read_uint, write_uint
from infra.collaboration.errors import NotAllowed, Refused, TooLarge, Unreadable
from infra.collaboration.known import Known
from infra.collaboration.update import encode, parse
from tests.collaboration.typists import Step, Typist, steps, type_together

TEXT = bytes.fromhex("010474657874")
HOSTILE = {
    "a deleted run of 2^32 - 1": b"\x01\x01\x01\x00" + b"\x01" + TEXT + write_uint(2**32 - 1) + b"\x00",
    "garbage collected 2^31": b"\x01\x01\x01\x00\x00" + write_uint(2**31) + b"\x00",
    "a run of nothing": b"\x01\x01\x01\x00\x00\x00\x00",
    "trailing bytes": b"\x00\x00\x00",
    "too many clients for its length": write_uint(2**53 - 1) + b"\x01\x01",
    "too many runs for its length": b"\x01" + write_uint(2**53 - 1) + b"\x01\x00",
    "a string longer than the message": b"\x01\x01\x01\x00\x04" + TEXT + write_uint(2**40) + b"a",
    "an empty string": b"\x01\x01\x01\x00\x04" + TEXT + b"\x00\x00",
    "a string that is not UTF-8": b"\x01\x01\x01\x00\x04" + TEXT + b"\x01\xff\x00",
    "half a character": b"\x01\x01\x01\x00\x04" + TEXT + b"\x03\xed\xa0\x80\x00",
    "a client twice": b"\x02\x01\x01\x00\x04" + TEXT + b"\x01a" + b"\x01\x01\x01\x84\x01\x00\x01a" + b"\x00",
    "a number not in its shortest form": b"\x80\x00\x00",
    "a number without end": b"\xff" * 40,
    "a clock beyond all bounds": b"\x01\x01\x01" + write_uint(2**31 - 1) + b"\x04" + TEXT + b"\x01a\x00",
    "a deletion beyond all bounds": b"\x00\x01\x01\x01\x00" + write_uint(2**32 - 1),
    "a skip beyond all bounds": b"\x01\x01\x01\x00\x0a" + write_uint(2**32) + b"\x00",
    "another root": bytes.fromhex("010101000401") + b"\x05other" + b"\x01a\x00",
    "a parent by id": bytes.fromhex("01010100040001000161") + b"\x00",
    "a key of a map": bytes.fromhex("0101010024") + TEXT + b"\x01k\x01a\x00",
    "a key after an origin": bytes.fromhex("01010101a40100") + b"\x01a\x00",
    **{
        f"content of kind {kind}": b"\x01\x01\x01\x00" + bytes((kind,)) + TEXT + b"\x01\x01\x01\x00"
        for kind in (2, 3, 5, 7, 8, 9, 11, 31)
    },
    "content of kind 0 with an origin": bytes.fromhex("01010101800100") + b"\x01\x00",
    "content of kind 10 with an origin": bytes.fromhex("010101018a0100") + b"\x01\x00",
}


def updates_of_other_types() -> list[bytes]:
    embed = Typist(1)
    embed.text.insert_embed(0, {"image": "data:"})
    array: Doc[Array[int]] = Doc(client_id=1)
    array["text"] = Array([1, 2])
    table: Doc[Map[int]] = Doc(client_id=1)
    table["text"] = Map({"a": 1})
    xml: Doc[XmlFragment] = Doc(client_id=1)
    xml["text"] = XmlFragment()
    xml["text"].children.append("x")
    nested: Doc[Array[Text]] = Doc(client_id=1)
    nested["text"] = Array([Text("a")])
    return [doc.get_update() for doc in (embed.doc, array, table, xml, nested)]


@given(steps)
def test_an_update_of_a_client_is_read_and_written_back_exactly(script: list[Step]) -> None:
    delivered, everyone = type_together(script)
    for update in [*(update for _, update in delivered), everyone.doc.get_update()]:
        # pycrdt puts clients into the delete set in any order, we into one.
        ours = encode(parse(update))
        assert len(ours) == len(update)
        assert parse(ours).runs == parse(update).runs
        assert sorted(parse(ours).deletions.items()) == sorted(parse(update).deletions.items())
        assert encode(parse(ours)) == ours


@given(st.integers(0, 2**53 - 1))
def test_a_number_is_read_as_it_was_written(value: int) -> None:
    assert read_uint(write_uint(value), 0) == (value, len(write_uint(value)))


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_update_is_refused(data: bytes) -> None:
    with pytest.raises((Unreadable, NotAllowed)):
        parse(data)


@pytest.mark.parametrize("data", updates_of_other_types())
def test_only_text_is_read(data: bytes) -> None:
    with pytest.raises(NotAllowed):
        parse(data)


def test_fifty_thousand_nested_arrays_are_refused_before_pycrdt_sees_them() -> None:
    first = b"\x07" + TEXT + b"\x00"
    nested = b"".join(b"\x07\x00\x01" + write_uint(clock) + b"\x00" for clock in range(50_000))
    with pytest.raises(NotAllowed):
        parse(b"\x01" + write_uint(50_001) + b"\x01\x00" + first + nested + b"\x00")


def test_a_delete_set_has_a_bound() -> None:
    count = 200_001
    spans = b"".join(write_uint(2 * number) + b"\x01" for number in range(count))
    with pytest.raises(TooLarge):
        parse(b"\x00\x01\x01" + write_uint(count) + spans)


@given(st.binary(max_size=200))
def test_random_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(Refused):
        parse(data)


@given(steps, st.integers(0, 10_000), st.integers(0, 255))
def test_an_update_with_a_changed_byte_is_read_or_refused(script: list[Step], at: int, byte: int) -> None:
    _, everyone = type_together(script)
    data = bytearray(everyone.doc.get_update())
    data[at % len(data)] = byte
    with suppress(Refused):
        parse(bytes(data))


def test_what_was_deleted_for_years_is_read_back_from_our_own_state_only() -> None:
    typist = Typist(7)
    for _ in range(5):
        typist.text.insert(0, "x" * 1_000_000)
        del typist.text[0:1_000_000]
    state = typist.doc.get_update()
    with pytest.raises(Unreadable):
        parse(state)
    known = Known.of(state)
    assert known.clocks == {7: 5_000_000}
    assert known.deleted.spans(7) == [(0, 5_000_000)]
