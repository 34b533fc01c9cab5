from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import Splice, apply, from_diff
from domain.vorlage.editions.content import text_hash
from domain.vorlage.events.drafting import TextRevised
from infra.collaboration.documents import Document, server_client
from infra.collaboration.journal import Row
from infra.collaboration.replica import Replica
from infra.collaboration.sealing import Sealed, TextDiffers, advance, seal, write
from infra.collaboration.update import STRING, parse
from infra.store.rows import to_time
from tests.collaboration.typists import Step, Typist, steps, type_together

REASONS = Document("00000000-0000-0000-0000-000000000001", "reasons")


def rows_of(delivered: list[tuple[int, bytes]]) -> list[Row]:
    return [
        Row(number, str(REASONS), 1, f"login-{who}", data, 1_000_000 * number)
        for number, (who, data) in enumerate(delivered, 1)
    ]


def written(before: str, splices: tuple[Splice, ...]) -> TextRevised:
    return TextRevised(
        document="reasons",
        splices=splices,
        hash=text_hash(apply(before, splices)),
        origin="written",
        began=to_time(0),
        ended=to_time(0),
    )


@given(steps, st.lists(st.integers(0, 40), max_size=4))
def test_the_sealed_text_is_the_text_that_everyone_sees(script: list[Step], cuts: list[int]) -> None:
    delivered, everyone = type_together(script)
    rows = rows_of(delivered)
    borders = [0, *sorted(cuts), len(rows)]
    sealed, events = Sealed(), []
    for begin, end in pairwise(borders):
        if burst := rows[begin:end]:
            event, after = seal(sealed, REASONS, 1, burst)
            assert apply(sealed.text, event.splices) == after.text
            assert event.hash == text_hash(after.text)
            sealed = after
            events.append(event)
    assert sealed.text == str(everyone.text)
    from_log = advance(Sealed(), events, len(events))
    assert from_log.text == str(everyone.text)
    assert Replica([from_log.state]).vector() == Replica(data for _, data in delivered).vector()


@given(steps)
def test_every_clock_has_the_author_who_delivered_it(script: list[Step]) -> None:
    delivered, _ = type_together(script)
    if not delivered:
        return
    event, _ = seal(Sealed(), REASONS, 1, rows_of(delivered))
    clients = {5: "login-0", 2**31: "login-1", 2**53 - 1: "login-2"}
    assert {(one.client, one.actor) for one in event.contributions} <= set(clients.items())
    runs = parse(Replica(data for _, data in delivered).state()).runs
    ends = {client: sent[-1].end for client, sent in runs.items()}
    assert {one.client: one.end for one in event.contributions} == ends


def test_what_was_typed_and_deleted_again_is_not_in_the_log() -> None:
    typist = Typist(7)
    typist.text.insert(0, "Anfang Ende")
    typist.text.insert(7, "GEHEIM ")
    typist.text.insert(9, "streng")
    del typist.text[7:20]
    event, sealed = seal(Sealed(), REASONS, 1, rows_of([(0, one) for one in typist.updates]))
    assert sealed.text == "Anfang Ende"
    assert b"GE" not in event.update
    assert b"streng" not in event.update
    strings = [run.content for run in parse(event.update).runs[7] if run.kind == STRING]
    assert "".join(strings) == "Anfang Ende"


def test_a_seal_does_not_repeat_earlier_deletions() -> None:
    typist = Typist(7)
    for _ in range(50):
        typist.text.insert(0, "abcdef")
        del typist.text[1:3]
    early = [(0, one) for one in typist.updates]
    _, sealed = seal(Sealed(), REASONS, 1, rows_of(early))
    typist.updates.clear()
    typist.text.insert(0, "x")
    event, _ = seal(sealed, REASONS, 1, rows_of([(0, one) for one in typist.updates]))
    assert event.update == typist.updates[0]


def test_a_deletion_is_attributed_to_the_login_that_delivers_it() -> None:
    author, reader = Typist(7), Typist(8)
    author.text.insert(0, "weg damit")
    reader.take(author.updates[0])
    del reader.text[0:4]
    event, _ = seal(Sealed(), REASONS, 1, rows_of([(0, author.updates[0]), (1, reader.updates[0])]))
    assert [(one.actor, one.client, one.start, one.end) for one in event.deletions] == [("login-1", 7, 0, 4)]
    assert [(one.actor, one.start, one.end) for one in event.contributions] == [("login-0", 0, 9)]


@given(
    steps,
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5), st.sampled_from(["", "ß", "😀n", "neu "]))),
)
def test_what_a_command_writes_merges_into_what_clients_hold(
    script: list[Step], changes: list[tuple[int, int, str]]
) -> None:
    _, everyone = type_together(script)
    before = Sealed(everyone.doc.get_update(), str(everyone.text))
    diff: list[tuple[str, str]] = []
    left = before.text
    for keep, delete, insert in changes:
        diff += [("=", left[:keep]), ("-", left[keep : keep + delete]), ("+", insert)]
        left = left[keep + delete :]
    splices = from_diff([(mark, piece) for mark, piece in diff if piece])
    event, after = write(before, REASONS, 1, written(before.text, splices), "clerk")
    assert after.text == apply(before.text, splices)
    if event.update:
        everyone.doc.apply_update(event.update)
        assert encodes_only_ours(event)
    assert str(everyone.text) == after.text


def encodes_only_ours(event: TextRevised) -> bool:
    ours = server_client(REASONS, 1)
    return set(parse(event.update).runs) <= {ours} and {one.actor for one in event.contributions} <= {"clerk"}


def test_what_a_command_inserts_inherits_no_format() -> None:
    typist = Typist(7)
    typist.text.insert(0, "fett", {"bold": True})
    before = Sealed(typist.doc.get_update(), "fett")
    event, _ = write(
        before, REASONS, 1, written("fett", (Splice(2, 0, "neu"), Splice(2, 0, "ende"))), "clerk"
    )
    typist.doc.apply_update(event.update)
    assert typist.text.diff() == [
        ("fe", {"bold": True}),
        ("neu", None),
        ("tt", {"bold": True}),
        ("ende", None),
    ]


def test_a_command_that_means_another_text_is_a_defect() -> None:
    with pytest.raises(TextDiffers):
        write(Sealed(), REASONS, 1, written("other", (Splice(5, 0, "x"),)), "clerk")


def test_the_server_writes_under_ids_that_no_stock_client_draws() -> None:
    assert 2**32 <= server_client(REASONS, 1) < 2**53
    assert server_client(REASONS, 1) != server_client(REASONS, 2)


def test_a_document_that_left_the_log_is_brought_together_by_the_next_seal() -> None:
    typist = Typist(7)
    typist.text.insert(0, "im Dokument")
    forked = Sealed(typist.doc.get_update(), "im Protokoll")
    typist.updates.clear()
    typist.text.insert(0, "§ ")
    event, after = seal(forked, REASONS, 1, rows_of([(0, typist.updates[0])]))
    assert after.text == "§ im Dokument"
    assert apply("im Protokoll", event.splices) == after.text


def test_a_command_writes_what_it_means_even_if_the_document_left_the_log() -> None:
    typist = Typist(7)
    typist.text.insert(0, "im Dokument")
    forked = Sealed(typist.doc.get_update(), "im Protokoll")
    event, after = write(forked, REASONS, 1, written("im Protokoll", (Splice(12, 0, "!"),)), "clerk")
    assert after.text == "im Protokoll!"
    assert str(Replica([forked.state, event.update])) == after.text
