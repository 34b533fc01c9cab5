import datetime as dt
from uuid import UUID

import msgspec

from domain.recorded import Event, Meta, Recorded
from domain.session.events.course import ItemConcluded
from domain.vorlage.events.drafting import Contribution, TextRevised
from domain.vorlage.events.editions import EditionFrozen
from projections.event_shown import EventShown, show

NOON = dt.datetime(2023, 3, 8, 12, tzinfo=dt.UTC)
META = Meta(actor="someone", command=UUID(int=1), happened_at=NOON - dt.timedelta(days=1))


def shown(event: Event, *, canonical: bool = True) -> EventShown:
    return show(Recorded(7, "vorlagen/x", 3, NOON, META, event), canonical=canonical)


def test_what_was_not_recorded_is_null_and_there() -> None:
    found = shown(ItemConcluded(item="i", outcome="noted"))
    assert found.data == {
        "item": "i",
        "outcome": "noted",
        "vote": None,
        "reason": None,
        "committee": None,
        "committee_name": None,
        "resolution_number": None,
        "flags": [],
    }
    assert (found.position, found.type, found.at) == (7, "ItemConcluded", META.happened_at)


def test_nobody_learns_who_typed() -> None:
    typed = (Contribution(actor="someone", client=1, start=0, end=2),)
    revised = TextRevised(
        document="reasons",
        splices=(),
        hash="",
        origin="typed",
        began=NOON,
        ended=NOON,
        update=b"\x00",
        contributions=typed,
    )
    data = shown(revised).data
    assert data["contributions"] == [{"actor": None, "client": 1, "start": 0, "end": 2}]
    assert b"someone" not in msgspec.json.encode(data)


def test_the_bytes_of_an_edition_are_for_those_who_may_see_them() -> None:
    frozen = EditionFrozen(number=1, label="F", hash="h", sections={"subject": "s"}, canonical=b"c")
    assert shown(frozen).data["canonical"] == b"c"
    assert shown(frozen, canonical=False).data["canonical"] is None
    assert shown(frozen).data["sections"] == {"subject": "s"}
