"""One vote on several items is shown with each of them, and counted once."""

from typing import Any

from api.cli import printed
from domain.flag import Flag
from domain.session.events import SessionEvent
from domain.session.events.agenda import AgendaItemAdded, SessionAnnounced
from domain.session.events.course import ItemCalled, ItemConcluded
from domain.session.events.proceedings import PublicExcluded
from domain.session.events.votes import ItemVoted
from projections.public import disclosure
from projections.public.disclosure import Sitting
from projections.session import shown as session_shown
from projections.session.row import Row
from tests.projections.story import json
from tests.projections.test_minutes_steps import item_of, row, told, voted

MISSING = Flag(flag="not_voting_unconfirmed", rule="2")
TOGETHER = (
    ItemCalled(item="road"),
    *voted(
        "both",
        "road",
        text_hash="one",
        items=(ItemVoted(item="bridge", text_hash="two"),),
        flags=(MISSING,),
    ),
    ItemConcluded(item="bridge", outcome="resolved", vote="both"),
)
ALONE = voted("alone", "bridge", text_hash="three")[:1]


def sat(*events: SessionEvent) -> Row:
    return row(*ALONE, *TOGETHER, *events)


def inside(found: Row) -> Any:
    return json(session_shown.show(found, position=1, name=str.upper, quorate=lambda *_: True))


def outside(*announced: str) -> Any:
    found = disclosure.sitting_row(Sitting(sat(SessionAnnounced(items=announced))), bool)
    assert found is not None
    return json(disclosure.sitting_shown(found))


def votes(shown: Any) -> dict[str, list[tuple[Any, ...]]]:
    """The votes of each item: id, the one that it was opened on, the further ones, the hash."""
    return {
        item["id"]: [(each["id"], each["item"], each["items"], each["text_hash"]) for each in item["votes"]]
        for item in shown["agenda"]
    }


def test_each_item_that_a_vote_covers_shows_it_in_the_order_of_votes() -> None:
    assert votes(inside(sat())) == {
        "asked": [],
        "road": [("both", "road", ["bridge"], "one")],
        "bridge": [("alone", "bridge", [], "three"), ("both", "road", ["bridge"], "two")],
        "staff": [],
    }


def test_what_is_flagged_of_one_vote_stands_once_in_the_list_of_flags() -> None:
    placed = [(each["flag"], each["item"], each["vote"]) for each in inside(sat())["flags"]]
    assert placed == [("not_voting_unconfirmed", "road", "both")]


def test_the_public_sees_it_with_each_item_that_was_announced() -> None:
    both = votes(outside("road", "bridge"))
    assert both["road"] == [("both", "road", ["bridge"], "one")]
    assert both["bridge"][-1] == ("both", "road", ["bridge"], "two")
    one = outside("bridge")
    assert votes(one) == {"bridge": [("alone", "bridge", [], "three"), ("both", "bridge", [], "two")]}
    assert one["agenda"][0]["vote"] == "both"
    assert votes(outside("road")) == {"road": [("both", "road", [], "one")]}


def test_a_result_that_was_not_said_yet_is_held_back_with_each_item() -> None:
    counted = row(*TOGETHER[:3], SessionAnnounced(items=("bridge",)))
    found = disclosure.sitting_row(Sitting(counted), bool)
    assert found is not None
    (vote,) = json(disclosure.sitting_shown(found))["agenda"][0]["votes"]
    assert (vote["id"], vote["item"], vote["text_hash"]) == ("both", "bridge", "two")
    assert (vote["status"], vote["yes"], vote["carried"]) == ("counted", None, None)


def test_a_vote_on_several_items_behind_closed_doors_stands_in_the_part_that_is_not_public() -> None:
    behind = row(PublicExcluded(reason="x"), *TOGETHER[:3])
    for number in ("Ö 2", "Ö 3"):
        assert item_of(told(behind), number)["votes"] == []
        (vote,) = item_of(told(behind, "non_public"), number)["votes"]
        assert vote["items"] == ["Ö 2", "Ö 3"]


def test_the_command_line_names_the_items_that_were_voted_on_together() -> None:
    lines = printed.session(inside(sat()), {}).splitlines()
    together = [each for each in lines if "gemeinsam über Ö 2, Ö 3" in each]
    assert len(together) == 2
    assert together[0].endswith("3 ja, 0 nein, 0 Enthaltungen: angenommen, einstimmig")


def test_an_item_beside_it_shows_nothing_of_it() -> None:
    other = AgendaItemAdded(item="other", subject="Sonstiges", public=True, place=4)
    assert votes(inside(sat(other)))["other"] == []
