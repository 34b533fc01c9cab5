"""The committees: one row each, as the domain folds it, and how it is shown on a day.

Members are opaque ids; whoever shows a row names them.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final, cast

import msgspec
from msgspec import Struct

from domain.committee.events import CommitteeEvent, CommitteeFormed
from domain.committee.state import Committee, evolve
from domain.recorded import Recorded
from projections.projection import Column

NAME: Final = "committee"
VERSION: Final = 3
STREAMS: Final = "committees/"
COLUMNS: Final[Mapping[str, str]] = {"name": "TEXT"}


class Row(Struct, kw_only=True):
    """A committee; None as long as it was not formed."""

    id: str = ""
    committee: Committee | None = None


class MemberShown(Struct, kw_only=True):
    """Who has a seat; `votes`: False for advisers. Days are inclusive, null is open."""

    id: str
    name: str | None
    votes: bool
    since: dt.date | None
    until: dt.date | None


class SubstituteShown(Struct, kw_only=True):
    """Who may take a member's seat when the member is not there. Days are inclusive, null is open."""

    member: str
    id: str
    name: str | None
    since: dt.date | None
    until: dt.date | None


class CommitteeShown(Struct, kw_only=True):
    """A committee on a day; `chair` is a member's id."""

    id: str
    name: str
    lawful_number: int
    chair: str | None
    members: list[MemberShown]
    substitutes: list[SubstituteShown]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Row)


def initial() -> Row:
    """The row of a committee without events."""
    return Row()


def encode(row: Row) -> bytes:
    """The bytes of a row."""
    return _encoder.encode(row)


def decode(body: bytes) -> Row:
    """The row of these bytes."""
    return _decoder.decode(body)


def columns(row: Row) -> Mapping[str, Column]:
    """What committees are listed by."""
    return {"name": None if row.committee is None else row.committee.name}


def apply(row: Row, recorded: Recorded) -> Row:
    """The row after one more event; what came before the forming changes nothing."""
    event = cast("CommitteeEvent", recorded.event)
    row.id = row.id or recorded.stream.removeprefix(STREAMS)
    if row.committee is not None or isinstance(event, CommitteeFormed):
        row.committee = evolve(row.committee, event)
    return row


def show(id_: str, committee: Committee, day: dt.date, name: Callable[[str], str | None]) -> CommitteeShown:
    """A committee as it was on a day; `name` names a member, or gives None where it may not be seen."""
    return CommitteeShown(
        id=id_,
        name=committee.name,
        lawful_number=committee.lawful_number_on(day),
        chair=committee.chair_on(day),
        members=[
            MemberShown(
                id=seat.member,
                name=name(seat.member),
                votes=seat.votes,
                since=seat.since,
                until=seat.until,
            )
            for seat in committee.seats_on(day)
        ],
        substitutes=[
            SubstituteShown(
                member=each.member,
                id=each.substitute,
                name=name(each.substitute),
                since=each.since,
                until=each.until,
            )
            for each in committee.substitutes_on(day)
        ],
    )
