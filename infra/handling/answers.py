"""What a command led to, as it is told and kept."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from domain.recorded import Recorded


class Appended(Struct, frozen=True, gc=False):
    """One event of an answer; `id` is what the event is about: the station that was added, the paper."""

    stream: str
    type: str
    id: str
    position: int


class Answer(Struct, frozen=True, gc=False):
    """What a command led to; `position` is that of its last event."""

    position: int
    events: list[Appended]


def answer_to(id_: UUID, recorded: Sequence[Recorded], head: int) -> Answer:
    """The events of the commands given under an id; what was sealed before them is not their doing.

    There are none where someone else had entered the same before: it is as it was asked for.
    """
    own = [each for each in recorded if each.meta.command == id_]
    return Answer(
        position=own[-1].position if own else head,
        events=[
            Appended(each.stream, type(each.event).__name__, each.subject, each.position) for each in own
        ],
    )
