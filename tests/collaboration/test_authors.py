"""Who typed each character, asked of Yjs, against a copy that looks after every single update."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.text import Splice, apply
from domain.vorlage.editions.content import text_hash
from domain.vorlage.events.drafting import TextRevised
from infra.collaboration.authors import authors_of
from infra.collaboration.documents import Document
from infra.collaboration.journal import Row
from infra.collaboration.replica import Replica
from infra.collaboration.sealing import Sealed, seal, write
from infra.store.rows import to_time
from projections.blame.runs import Blame
from tests.collaboration.typists import Step, Typist, steps, type_together

REASONS = Document("00000000-0000-0000-0000-000000000001", "reasons")


def rows_of(delivered: list[tuple[int, bytes]]) -> list[Row]:
    return [
        Row(number, str(REASONS), 1, f"login-{who}", data, 1_000_000 * number)
        for number, (who, data) in enumerate(delivered, 1)
    ]


def sealed_in(rows: list[Row], cuts: list[int]) -> list[TextRevised]:
    sealed, events = Sealed(), []
    for begin, end in pairwise([0, *sorted(cuts), len(rows)]):
        if burst := rows[begin:end]:
            event, sealed = seal(sealed, REASONS, 1, burst)
            events.append(event)
    return events


def looked_after(rows: list[Row]) -> list[tuple[str, str]]:
    """Each character with who delivered it: what every single update does to the string."""
    replica, text = Replica(follows_text=True), ""
    found: list[tuple[str, str]] = []
    for row in rows:
        replica.apply([row.data])
        at = 0
        for splice in replica.splices(text):
            at += splice.keep
            found[at : at + splice.delete] = [(each, row.login) for each in splice.insert]
            at += len(splice.insert)
        text = str(replica)
    return found


@given(steps, st.lists(st.integers(0, 40), max_size=3))
def test_every_character_is_whose_update_brought_it_however_bursts_are_cut(
    script: list[Step], cuts: list[int]
) -> None:
    delivered, everyone = type_together(script)
    rows = rows_of(delivered)
    events = sealed_in(rows, cuts)
    text = str(everyone.text)
    assert list(zip(text, authors_of(events, text), strict=True)) == looked_after(rows)
    blame = Blame("reasons")
    for event in events:
        blame.revise(event, "whoever sealed it", event.ended)
    runs = blame.runs(authors_of(events, text))
    assert [(each, run.author) for run in runs for each in run.text] == looked_after(rows)


def burst() -> tuple[list[Row], TextRevised]:
    """Two people type in one place, with characters that count twice."""
    anna, bert = Typist(7), Typist(8)
    delivered = [(0, one) for one in anna.type(0, 0, "😀a👩‍👩‍👧", 1)]
    bert.take(delivered[0][1])
    delivered += [(1, one) for one in bert.type(0, 400, "ß😀", 1)]
    rows = rows_of(delivered)
    return rows, sealed_in(rows, [])[0]


def test_what_counts_twice_in_yjs_is_one_character_of_one_author() -> None:
    rows, event = burst()
    text = apply("", event.splices)
    assert list(zip(text, authors_of([event], text), strict=True)) == looked_after(rows)
    assert {"login-0", "login-1"} == set(authors_of([event], text))


def test_one_client_writes_for_several_by_its_clocks() -> None:
    sealed, events = Sealed(), []
    for actor, splice in (
        ("a", Splice(0, 0, "Eins ")),
        ("b", Splice(5, 0, "zwei")),
        ("c", Splice(2, 1, "n")),
    ):
        after = apply(sealed.text, [splice])
        bare = TextRevised(
            document="reasons",
            splices=(splice,),
            hash=text_hash(after),
            origin="written",
            began=to_time(0),
            ended=to_time(0),
        )
        event, sealed = write(sealed, REASONS, 1, bare, actor)
        events.append(event)
    assert "".join(each or "?" for each in authors_of(events, "Eins zwei")) == "aacaabbbb"


def test_nothing_is_told_of_what_no_contribution_covers() -> None:
    _, event = burst()
    text = apply("", event.splices)
    mine = tuple(each for each in event.contributions if each.actor == "login-0")
    assert set(authors_of([replace(event, contributions=mine)], text)) == {"login-0", None}


def test_nothing_is_told_where_yjs_makes_another_text() -> None:
    _, event = burst()
    assert authors_of([event], "etwas anderes") == []
    assert authors_of([], "etwas anderes") == []
