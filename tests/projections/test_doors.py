"""When the doors of a sitting were closed goes by the times of what happened, not of its entry (rule 12)."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.recorded import Meta, Recorded
from domain.session.events import SessionEvent
from domain.session.events.agenda import SessionAnnounced
from domain.session.events.attendance import MemberArrived, MemberLeft
from domain.session.events.course import ItemCalled, SessionClosed
from domain.session.events.proceedings import NoteRecorded, PublicExcluded, PublicRestored
from domain.session.events.votes import VoteOpened
from domain.timespan import Timespan
from projections.public import disclosure
from projections.public.disclosure import Sitting
from projections.session import view as session
from projections.session.publicity import times_of
from projections.session.row import Row
from tests.projections.test_minutes_steps import BEGIN, row, told

ANNOUNCED = SessionAnnounced(items=("asked", "road", "bridge"))
STAFF, ROAD, BRIDGE = ItemCalled(item="staff"), ItemCalled(item="road"), ItemCalled(item="bridge")
BEHIND, AGAIN = PublicExcluded(reason="Personal"), PublicRestored()


def minute(number: float) -> dt.datetime:
    """A moment so many minutes after the opening."""
    return BEGIN + dt.timedelta(hours=1, minutes=number)


def entered(*steps: tuple[float, SessionEvent]) -> Row:
    """A sitting of which these steps were entered in this order, each with the minute of its happening."""
    found = row(ANNOUNCED, MemberArrived(member="a"), MemberArrived(member="b"))
    for position, (number, event) in enumerate(steps, 100):
        meta = Meta(actor="clerk", command=UUID(int=position), happened_at=minute(number))
        found = session.apply(found, Recorded(position, "sessions/s", position, minute(999), meta, event))
    return session.decode(session.encode(found))


def closures(found: Row) -> list[Timespan]:
    return found.doors.closures


def told_of(found: Row, member: str) -> tuple[list[str | None], list[dt.datetime | None]]:
    """When somebody went, as the public minutes and the public view tell it."""
    attended = {each["member"]: each["stays"] for each in told(found)["attendance"]}
    shown = disclosure.sitting_row(Sitting(found), bool)
    assert shown is not None
    return [each["to"] for each in attended[member]], [each.end for each in shown.attendance[member]]


def test_a_public_item_that_is_entered_late_does_not_open_the_doors_before_they_closed() -> None:
    found = entered(
        (30, STAFF), (35, MemberLeft(member="b")), (10, ROAD), (50, BRIDGE), (60, SessionClosed())
    )
    assert closures(found) == [Timespan(minute(30), minute(50))]
    opened = minute(50).isoformat().replace("+00:00", "Z")
    assert told_of(found, "b") == ([opened], [minute(50)])


def test_an_item_behind_closed_doors_that_is_entered_late_closed_them_until_the_next_call() -> None:
    found = entered((10, BRIDGE), (40, ROAD), (30, STAFF))
    assert closures(found) == [Timespan(minute(30), minute(40))]


def test_an_exclusion_goes_on_over_public_items_that_are_called_meanwhile() -> None:
    found = entered((10, BEHIND), (40, AGAIN), (20, ROAD), (30, STAFF))
    assert closures(found) == [Timespan(minute(10), minute(40))]


def test_two_devices_whose_clocks_differ_by_seconds_keep_the_order_of_entry() -> None:
    found = entered((10, STAFF), (30, STAFF), (30 - 4 / 60, ROAD))
    assert closures(found) == [Timespan(minute(10), minute(30))]
    assert not found.doors.closed


def test_what_is_entered_while_an_item_is_dealt_with_behind_closed_doors_is_hidden_whatever_its_time() -> (
    None
):
    note = NoteRecorded(note="n", text="Streng geheim", item="road", public=True)
    assert entered((30, STAFF), (20, note)).doors.notes == ["n"]
    assert entered((30, STAFF), (10, ROAD), (20, note)).doors.notes == []
    assert entered((30, STAFF), (10, ROAD), (40, note)).doors.notes == ["n"]


def test_what_is_entered_after_the_close_is_behind_the_doors_that_were_closed_at_its_time() -> None:
    late = VoteOpened(vote="v", item="road", about="main", kind="open", majority="simple")
    assert entered((30, STAFF), (60, SessionClosed()), (50, late)).doors.votes == ["v"]
    assert entered((30, STAFF), (60, SessionClosed()), (60, late)).doors.votes == []
    assert entered((30, STAFF), (60, SessionClosed()), (20, late)).doors.votes == []
    assert entered((30, STAFF), (50, ROAD), (60, SessionClosed()), (40, late)).doors.votes == ["v"]


MOVES = st.lists(st.sampled_from((STAFF, ROAD, BRIDGE, BEHIND)), max_size=8)


def hidden(found: Row) -> list[int]:
    """The minutes which the public is told nothing of."""
    times = times_of(found, public=True)
    return [number for number in range(100) if not times.tells(minute(number + 0.5))]


@for_all(MOVES, st.data())
def test_rule_12_doors_are_closed_at_the_same_times_in_whatever_order_moves_are_entered(
    moves: Iterable[SessionEvent], data: st.DataObject
) -> None:
    steps = [(10.0 * number, move) for number, move in enumerate(moves)]
    shuffled = data.draw(st.permutations(steps))
    assert hidden(entered(*shuffled)) == hidden(entered(*steps))
