"""Who wrote what: every character against an oracle that knows each of them alone."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.recorded import Event, Meta, Recorded
from domain.text import Splice
from domain.vorlage.editions.content import nfc
from domain.vorlage.events.drafting import AttachmentAdded, Contribution, TextRevised
from domain.vorlage.events.measures import CauseAttributed, MeasureAmended, PassageAmended
from domain.vorlage.events.motions import AmendmentReopened, AmendmentVoted
from projections.blame import marked_text
from projections.blame.marked_text import MarkedText
from projections.blame.runs import Blame, Revision
from projections.blame.shown import RunShown, show
from projections.history.shown import Person
from projections.vorlage.row import Consultation

BEGIN = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
STREAM = "vorlagen/1"

Edit = tuple[int, int, int, str]
"""Who, where and how much is deleted (per mille), what is inserted."""
edits = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(0, 1_000),
        st.integers(0, 300),
        st.sampled_from(["", "a", "Wort ", "äöü", "😀", "e\u0301", "\u0301", "x" * 30, "\n", "ᄀ", "ᅡ"]),
    ),
    max_size=30,
)


def at(position: int) -> dt.datetime:
    return BEGIN + dt.timedelta(minutes=position)


def happened(position: int, event: Event, actor: str = "a", acting_for: str | None = None) -> Recorded:
    meta = Meta(actor=actor, command=UUID(int=position), happened_at=at(position), acting_for=acting_for)
    return Recorded(position, STREAM, position, at(position), meta, event)


def revised(*splices: Splice, document: str = "reasons", **more: Any) -> TextRevised:
    fields: dict[str, Any] = {"hash": "", "origin": "written", "began": BEGIN, "ended": BEGIN, **more}
    return TextRevised(document=document, splices=splices, **fields)


def blamed(*events: Recorded, document: str = "reasons") -> Blame:
    blame = Blame(document)
    for each in events:
        blame.take(each)
    return blame


def told(blame: Blame, authors: Sequence[str | None] = ()) -> list[tuple[str, str | None, int | None]]:
    return [(run.text, run.author, run.revision.position) for run in blame.runs(authors)]


def script(wanted: Sequence[Edit]) -> tuple[list[Recorded], list[tuple[str, str, int]]]:
    """Events, and what the oracle says: each character with its author and position."""
    events: list[Recorded] = []
    text: list[tuple[str, str, int]] = []
    for position, (who, where, much, insert) in enumerate(wanted, 1):
        begin = where * len(text) // 1_000
        end = min(len(text), begin + much * len(text) // 1_000)
        actor = f"person-{who}"
        # In two splices where there is room: what lies between them is kept.
        rest = (Splice(1, 1, insert[:1]),) if len(text) - end > 2 else ()
        events.append(happened(position, revised(Splice(begin, end - begin, insert), *rest), actor))
        tail = text[end:]
        if rest:
            tail = [tail[0], *((each, actor, position) for each in insert[:1]), *tail[2:]]
        text = [*text[:begin], *((each, actor, position) for each in insert), *tail]
    return events, text


def grouped(characters: Sequence[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    return [
        ("".join(each[0] for each in alike), *source)
        for source, alike in groupby(characters, key=lambda each: each[1:])
    ]


@given(edits)
def test_every_character_has_the_author_and_the_revision_that_put_it_there(wanted: list[Edit]) -> None:
    events, characters = script(wanted)
    blame = blamed(*events)
    assert told(blame) == grouped(characters)
    assert "".join(run.text for run in blame.runs()) == str(blame)


@given(edits, st.integers(0, 30))
def test_what_was_at_a_moment_is_what_its_events_tell(wanted: list[Edit], until: int) -> None:
    events, _ = script(wanted)
    going_on = Blame("reasons")
    for each in events[:until]:
        going_on.take(each)
    _, then = script(wanted[:until])
    assert told(going_on) == grouped(then)


@given(edits)
def test_what_is_shown_is_the_text_in_composed_form_in_runs_as_long_as_can_be(wanted: list[Edit]) -> None:
    events, characters = script(wanted)
    shown = show(blamed(*events).runs(), person=person, stations={}, tells=lambda _: True)
    assert "".join(run.text for run in shown) == nfc("".join(each[0] for each in characters))
    assert all(run.text for run in shown)
    for left, right in pairwise(shown):
        assert (left.login, left.revision) != (right.login, right.revision)


def person(actor: str, _at: dt.datetime) -> Person:
    return Person(actor, f"Bereich {actor}")


def test_a_long_text_is_kept_in_pieces_and_cut_across_them() -> None:
    long, text = 5 * marked_text.PIECE, MarkedText()
    text.splice([Splice(0, 0, "a" * long)], 1)
    text.splice([Splice(10, 0, "b"), Splice(long - 20, 0, "c")], 2)
    assert [(mark, len(part)) for mark, part in text.runs()] == [
        (1, 10),
        (2, 1),
        (1, long - 20),
        (2, 1),
        (1, 10),
    ]
    text.splice([Splice(5, long - 10, "d")], 3)
    assert [(mark, part) for mark, part in text.runs()] == [
        (1, "aaaaa"),
        (3, "d"),
        (1, "aaaaaaa"),
    ]
    text.splice([Splice(0, 13, "")], 4)
    assert (str(text), list(text.runs())) == ("", [])
    text.splice([Splice(0, 0, "e")], 5)
    assert list(text.runs()) == [(5, "e")]


def test_a_revision_of_another_text_leaves_the_text_as_it_is() -> None:
    blame = blamed(
        happened(1, revised(Splice(0, 0, "Gründe"))),
        happened(2, revised(Splice(0, 0, "Ein Weg"), document="measures/1")),
        happened(3, revised(Splice(0, 3, ""), document="proposed_resolution")),
        happened(4, AttachmentAdded(attachment="1", title="Plan")),
    )
    assert told(blame) == [("Gründe", "a", 1)]


def test_splices_that_reach_past_the_end_change_nothing() -> None:
    blame = blamed(
        happened(1, revised(Splice(0, 0, "kurz"))), happened(2, revised(Splice(3, 2, "lang")), "b")
    )
    assert told(blame) == [("kurz", "a", 1)]


def test_what_was_brought_back_is_the_restorers_and_what_stayed_keeps_its_author() -> None:
    blame = blamed(
        happened(1, revised(Splice(0, 0, "Rad und Fuß")), "a"),
        happened(2, revised(Splice(3, 4, "")), "b"),
        happened(3, revised(Splice(3, 0, " und")), "c"),
    )
    assert told(blame) == [("Rad", "a", 1), (" und", "c", 3), (" Fuß", "a", 1)]


def typed(text: str, *actors: str, **more: Any) -> TextRevised:
    parts = tuple(Contribution(actor=each, client=at, start=0, end=1) for at, each in enumerate(actors))
    return revised(Splice(0, 0, text), origin="typed", contributions=parts, **more)


def test_a_burst_of_one_is_his_and_not_whose_seal_it_was() -> None:
    blame = blamed(happened(1, typed("Wort", "b", "b"), "a", "somebody"))
    assert not blame.is_shared
    assert told(blame) == [("Wort", "b", 1)]
    assert blame.runs()[0].revision.acting_for is None


def test_of_a_burst_of_several_each_has_what_he_typed() -> None:
    blame = blamed(happened(1, typed("abcd", "a", "b")), happened(2, revised(Splice(4, 0, "!")), "c"))
    assert blame.is_shared
    assert told(blame, ["a", "b", "b", "stranger", "a"]) == [
        ("a", "a", 1),
        ("bc", "b", 1),
        ("d", None, 1),
        ("!", "c", 2),
    ]
    assert told(blame) == [("abcd", None, 1), ("!", "c", 2)]


def test_a_deputys_revision_names_both() -> None:
    [run] = blamed(happened(1, revised(Splice(0, 0, "Wort")), "a", "b")).runs()
    assert (run.author, run.revision.acting_for) == ("a", "b")


def amended(measure: str = "1", **more: Any) -> MeasureAmended:
    return MeasureAmended(
        change="change", measure=measure, old="", new="neu", page=None, topic=None, cause="first", **more
    )


def of_measure(*events: Event) -> Revision:
    recorded = [happened(number, each) for number, each in enumerate(events, 1)]
    [run] = blamed(*recorded, document="measures/1").runs()
    return run.revision


CHANGED = revised(Splice(0, 0, "neu"), document="measures/1", origin="amended", cause="first")


def test_an_amendment_tells_its_motion_its_cause_and_its_vote() -> None:
    vote = AmendmentVoted(amendment="motion", consultation="first", vote="vote", result="carried")
    revision = of_measure(vote, amended(amendment="motion"), CHANGED)
    assert (revision.amended, revision.change, revision.cause) == (True, "change", "first")
    assert (revision.amendment, revision.vote) == ("motion", "vote")


def test_a_vote_that_was_annulled_is_not_told() -> None:
    voted = AmendmentVoted(amendment="motion", consultation="first", vote="vote", result="carried")
    back = AmendmentReopened(amendment="motion", consultation="first", vote="vote", reason="")
    assert of_measure(voted, back, amended(amendment="motion"), CHANGED).vote is None


def test_a_cause_that_is_attributed_later_is_told() -> None:
    later = CauseAttributed(change="change", measure="1", cause="second")
    assert of_measure(amended(), CHANGED, later).cause == "second"
    assert of_measure(amended("2"), CHANGED, later).cause == "first"


def test_a_passage_is_amended_by_a_motion_too_and_only_its_own_revision_is_its() -> None:
    passage = PassageAmended(
        change="change", document="reasons", start=0, old="", new="neu", amendment="motion", cause="first"
    )
    elsewhere = PassageAmended(
        change="x", document="proposed_resolution", start=0, old="", new="y", amendment="other"
    )
    blame = blamed(
        happened(1, passage),
        happened(2, elsewhere),
        happened(3, revised(Splice(0, 0, "neu"), origin="amended", cause="first")),
        happened(4, revised(Splice(3, 0, "er"))),
    )
    assert [(run.text, run.revision.amendment) for run in blame.runs()] == [("neu", "motion"), ("er", None)]


STATION = Consultation(
    id="first",
    committee="1",
    committee_name="Kreistag",
    date=None,
    role=None,
    printed=True,
    remark=None,
    session="session",
)


def test_what_is_shown_names_person_department_and_consultation() -> None:
    blame = blamed(
        happened(1, amended(amendment="motion"), "a", "b"),
        happened(2, CHANGED, "a", "b"),
        document="measures/1",
    )
    shown = show(blame.runs(), person=person, stations={"first": STATION}, tells=lambda _: True)
    assert shown == [
        RunShown(
            text="neu",
            login="a",
            department="Bereich a",
            acting_for="b",
            at=at(2),
            revision=2,
            cause="first",
            committee="Kreistag",
            session="session",
            amendment="motion",
        )
    ]


def test_what_a_reader_may_not_know_is_one_run_that_says_nothing() -> None:
    blame = blamed(
        happened(1, revised(Splice(0, 0, "eins ")), "a"),
        happened(2, revised(Splice(5, 0, "zwei ")), "b"),
        happened(3, revised(Splice(10, 0, "drei")), "c"),
    )
    shown = show(blame.runs(), person=person, stations={}, tells=lambda each: each.position == 3)
    assert shown[0] == RunShown(text="eins zwei ")
    assert (shown[1].text, shown[1].login, shown[1].revision) == ("drei", "c", 3)


def test_a_character_that_nobody_is_known_to_have_typed_names_nobody() -> None:
    shown = show(
        blamed(happened(1, typed("ab", "a", "b"))).runs(), person=person, stations={}, tells=lambda _: True
    )
    assert [(each.text, each.login, each.department, each.revision) for each in shown] == [
        ("ab", None, None, 1)
    ]


def test_an_accent_that_another_one_added_belongs_to_the_letter() -> None:
    blame = blamed(
        happened(1, revised(Splice(0, 0, "ea")), "a"), happened(2, revised(Splice(1, 0, "\u0301")), "b")
    )
    shown = show(blame.runs(), person=person, stations={}, tells=lambda _: True)
    assert [(each.text, each.login) for each in shown] == [("éa", "a")]


def test_nothing_is_shown_of_an_empty_text() -> None:
    assert show(Blame("reasons").runs(), person=person, stations={}, tells=lambda _: True) == []
