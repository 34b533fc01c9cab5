from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.collaboration.batch import ROW, Batch
from infra.collaboration.errors import Refused
from infra.collaboration.journal import Accepted
from infra.collaboration.judgement import UPDATE, judge
from infra.collaboration.known import Known
from infra.collaboration.replica import Replica
from infra.collaboration.stroke import LONGEST, fits, read_stroke
from infra.collaboration.update import Update, parse
from tests.collaboration.typists import Step, Typist, steps, type_together


def anyone(_: int) -> bool:
    return True


def runs_of(update: Update) -> tuple[object, object]:
    return update.runs, sorted(update.deletions.items())


def check(data: bytes, known: Known) -> bool:
    """Compare both ways to a verdict; says whether the quick one came to one."""
    stroke = read_stroke(data)
    if stroke is None:
        return False
    assert runs_of(stroke.update()) == runs_of(parse(data))
    if not fits(stroke, known):
        return False
    verdict = judge(parse(data), known, anyone, UPDATE)
    assert verdict.data == data
    assert not verdict.gap
    assert runs_of(verdict.new) == runs_of(stroke.update())
    assert verdict.clients == (stroke.client,)
    [run] = verdict.new.runs[stroke.client]
    assert (run.end, len(run.content)) == (stroke.end, stroke.characters)
    return True


@given(steps, st.integers(0, 60), st.integers(1, 255))
def test_a_quick_verdict_is_the_general_one(script: list[Step], at: int, byte: int) -> None:
    delivered, _ = type_together(script)
    known = Known()
    for _, update in delivered:
        check(update, known)
        changed = bytes(one ^ byte if number == at else one for number, one in enumerate(update))
        try:
            check(changed, known)
        except Refused:
            pytest.fail("the quick reader took what the general one refuses")
        known.learn(judge(parse(update), known, anyone, UPDATE).new)
    for _, update in delivered:
        assert not check(update, known)


@pytest.mark.parametrize("text", ["a", "ä", "Wort ", "„Anführung“", "x" * 127])
@pytest.mark.parametrize("where", [0, 3, 6])
def test_what_people_type_is_read_quickly(text: str, where: int) -> None:
    typist, known = Typist(2**31), Known()
    typist.text.insert(0, "abcdef")
    known.learn(parse(typist.updates[0]))
    other = Typist(7)
    other.take(typist.updates[0])
    other.text.insert(where, text)
    assert check(other.updates[0], known) == (len(text.encode()) < 128)


@pytest.mark.parametrize("where", ["after", "before"])
def test_an_insertion_inside_a_character_is_left_to_the_general_verdict(where: str) -> None:
    typist, known = Typist(7), Known()
    typist.text.insert(0, "😀!")
    known.learn(parse(typist.updates[0]))
    neighbour = b"\x84\x07\x00" if where == "after" else b"\x44\x07\x01"
    stroke = read_stroke(b"\x01\x01\x08\x00" + neighbour + b"\x01a\x00")
    assert stroke
    assert not fits(stroke, known)


def test_what_is_long_or_deletes_or_formats_is_left_to_the_general_reader() -> None:
    typist = Typist(7)
    typist.text.insert(0, "x" * LONGEST)
    del typist.text[0:1]
    typist.text.format(0, 4, {"bold": True})
    typist.text.insert(0, "😀")
    assert [read_stroke(update) for update in typist.updates] == [None] * 4


def batch_of(delivered: list[tuple[int, bytes]]) -> tuple[list[Accepted], int]:
    """Take updates as a room does, and give the rows and how many strokes there were."""
    known, batch, strokes = Known(), Batch(0), 0
    for login, update in delivered:
        stroke = read_stroke(update)
        verdict = judge(parse(update), known, anyone, UPDATE)
        if stroke and fits(stroke, known):
            strokes += 1
            batch.of(str(login)).stroke(stroke)
        else:
            batch.of(str(login)).update(verdict.new, len(verdict.data))
        known.learn(verdict.new)
    return batch.rows(), strokes


@given(steps)
def test_the_rows_of_a_batch_make_what_its_updates_make(script: list[Step]) -> None:
    delivered, everyone = type_together(script)
    rows, _ = batch_of(delivered)
    live = Replica()
    for row in rows:
        live.apply([row.data])
        # Nothing waits for a row that comes later.
        assert (
            Known.of(live.state()).clocks.items()
            >= {client: runs[-1].end for client, runs in parse(row.data).runs.items()}.items()
        )
    assert str(live) == str(everyone.text)
    assert live.vector() == Replica(update for _, update in delivered).vector()
    assert [int(row.login) for row in rows] == [
        login for login, _ in groupby(login for login, _ in delivered)
    ]


def test_strokes_that_go_on_become_one_run() -> None:
    typist = Typist(7)
    for at, letter in enumerate("Wörter"):
        typist.text.insert(len("Wörter"[:at].encode()), letter)
    typist.text.insert(0, ">")
    [row], strokes = batch_of([(1, update) for update in typist.updates])
    assert strokes == 7
    assert [run.content for run in parse(row.data).runs[7]] == ["Wörter", ">"]
    assert str(Replica([row.data])) == ">Wörter"


def test_a_row_has_a_bound() -> None:
    typist = Typist(7)
    for _ in range(4):
        typist.text.insert(0, "x" * (ROW // 2 + 1))
    rows, _ = batch_of([(1, update) for update in typist.updates])
    assert len(rows) == 2
