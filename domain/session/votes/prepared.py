"""The votes that were prepared, until they are opened or withdrawn, or their item is over."""

from domain.session.events import SessionEvent
from domain.session.events.agenda import AgendaItemRemoved, SessionCancelled
from domain.session.events.course import ItemConcluded, SessionClosed
from domain.session.events.votes import PreparedVoteWithdrawn, VoteOpened, VotePrepared


def ended(event: SessionEvent, vote: str, items: tuple[str, ...]) -> bool:
    """Whether a prepared vote on these items is none any more; the close ends it without a word."""
    match event:
        case VoteOpened() | PreparedVoteWithdrawn():
            return event.vote == vote
        case ItemConcluded() | AgendaItemRemoved():
            return event.item in items
        case SessionClosed() | SessionCancelled():
            return True
        case _:
            return False


def evolve(prepared: tuple[VotePrepared, ...], event: SessionEvent) -> tuple[VotePrepared, ...]:
    """What is prepared after an event, in the order in which it was."""
    if isinstance(event, VotePrepared):
        return (*prepared, event)
    return tuple(each for each in prepared if not ended(event, each.vote, (each.item, *each.items)))
