"""The flags of a vote: what the state, every view and the minutes show beside its numbers.

Procedure that the chair overrode and what comes to light later is flagged and never changes numbers
(DOMAIN, "Refused or flagged"); a correction judges anew what was about the counts, and leaves what the chair
overrode.
"""

from domain.flag import Flag
from domain.session.events import SessionEvent
from domain.session.events.votes import VoteCorrected, VoteDeclared, VoteOpened, VoteQuestioned, VoteRecorded

SETTLED_BY_COUNTS = frozenset({"2", "6"})
"""Rules whose flags on a vote are about its counts; a correction judges them anew."""

ENTERED_LATE = Flag(flag="entered_late", rule="14")
"""On a vote: attendance or a recusal that concerns it was entered after it was counted."""

EXCEEDS_PRESENT = Flag(flag="exceeds_present", rule="2")
"""On a vote: by what is known now, it has more votes than members who were entitled."""

NOT_QUORATE = Flag(flag="not_quorate", rule="5")
"""On a vote: by what is known now, the body was not quorate when it was opened."""

CONTRADICTED = Flag(flag="contradicted", rule="14")
"""On a vote: two persons entered different counts or answers, and the chair has not kept one yet."""

DECLARED_DIFFERS = Flag(flag="declared_differs", rule="6")
"""On a vote: the result that was declared is not the one that a correction computes."""


def after(flags: tuple[Flag, ...], event: SessionEvent) -> tuple[Flag, ...]:
    """The flags of a vote after an event about it."""
    match event:
        case VoteQuestioned():
            kept = tuple(each for each in flags if each not in event.settled)
            return (*kept, *(each for each in event.flags if each not in kept))
        case VoteOpened() | VoteRecorded() | VoteDeclared():
            return (*flags, *(each for each in event.flags if each not in flags))
        case VoteCorrected():
            kept = tuple(
                each for each in flags if each.flag == "contested" or each.rule not in SETTLED_BY_COUNTS
            )
            return (*kept, *(each for each in event.flags if each not in kept))
        case _:
            return flags
