"""How an item ends without a vote on the matter, and what becomes of those that a sitting did not reach."""

from collections.abc import Iterator

from domain.errors import NoSuch
from domain.session.agenda.decisions import item_of
from domain.session.agenda.objections import came_late, chair_recused, out_of_place
from domain.session.commands.course import ConcludeItem
from domain.session.contesting import Contestable, contested
from domain.session.errors.proceedings import (
    CommitteeNamed,
    ItemNotCalled,
    ItemOver,
    NotAccepted,
    PaperNotWithdrawn,
    ReasonMissing,
)
from domain.session.errors.votes import VotePending
from domain.session.events import SessionEvent
from domain.session.events.course import ItemConcluded
from domain.session.state import Item, Session
from domain.session.votes.declaring import paper_of
from domain.session.votes.opening import check_no_open_vote
from domain.vorlage.drafting.wording import line_or_none
from domain.vorlage.phases import InConsultation, Withdrawn
from domain.vorlage.terms import Outcome
from domain.world import World

NOT_REACHED = "in der Sitzung nicht abgeschlossen"
"""Why the paper of an item is postponed when the sitting closes."""


def conclude(session: Session, command: ConcludeItem, world: World) -> list[SessionEvent]:
    """End an item; only the one that was called, unless it is taken off the agenda or its paper is gone."""
    check_no_open_vote(session)
    item = item_of(session, command.item)
    if item.outcome is not None:
        raise ItemOver(item.id, item.outcome)
    if (command.outcome == "referred") != (command.committee is not None):
        raise CommitteeNamed(command.outcome)
    if command.committee == session.committee:
        raise CommitteeNamed(command.outcome)
    reason = line_or_none("reason", command.reason)
    if command.outcome == "withdrawn":
        _check_withdrawn(session, item, reason, world)
    elif command.outcome != "taken_off" and session.current != item.id:
        raise ItemNotCalled(item.id)
    _check_no_pending(session, item)
    if command.outcome in {"noted", "referred"} and not item.accepted:
        _check_in_time(item, world)
    flags = contested(_against(session, item, command), command.override, world.rules.named(session.rule))
    name = None
    if command.committee is not None:
        if command.committee not in world.committees:
            raise NoSuch("committee", command.committee)
        name = world.committees[command.committee].name
    return [
        ItemConcluded(
            item=item.id,
            outcome=command.outcome,
            reason=reason,
            committee=command.committee,
            committee_name=name,
            flags=flags,
        )
    ]


def _against(session: Session, item: Item, command: ConcludeItem) -> list[Contestable]:
    """As with a vote; what is taken off the agenda is so with the public in or out."""
    if command.outcome == "withdrawn":
        return []
    broken = [] if command.outcome == "taken_off" else out_of_place(session, item)
    return [*chair_recused(session, [item]), *broken]


def _check_in_time(item: Item, world: World) -> None:
    """What came after the summons is dealt with only once the body accepted it."""
    if came_late(item, paper_of(item, world)):
        raise NotAccepted(item.id)


def _check_no_pending(session: Session, item: Item) -> None:
    """A count on the matter that nobody declared would be lost with the item."""
    for vote in session.votes_held(item.id):
        if vote.about == "main" and vote.status == "counted":
            raise VotePending(vote.id)


def _check_withdrawn(session: Session, item: Item, reason: str | None, world: World) -> None:
    """Before the final vote, by whoever submitted it: earlier, or now, on the word that the clerk hears."""
    paper = None if item.vorlage is None else world.vorlagen[item.vorlage]
    if paper is not None and isinstance(paper.phase, Withdrawn):
        return
    if paper is None or not isinstance(paper.phase, InConsultation):
        raise PaperNotWithdrawn(item.id)
    if session.current != item.id:
        raise ItemNotCalled(item.id)
    if reason is None:
        raise ReasonMissing


def left_over(session: Session, world: World) -> Iterator[SessionEvent]:
    """Papers that the sitting did not conclude are postponed, so that no station is bound to it for ever."""
    for item in session.agenda:
        if item.vorlage is not None and item.outcome is None:
            gone = isinstance(world.vorlagen[item.vorlage].phase, Withdrawn)
            outcome: Outcome = "withdrawn" if gone else "postponed"
            yield ItemConcluded(item=item.id, outcome=outcome, reason=NOT_REACHED)
